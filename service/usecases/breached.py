"""Passwords that were stolen somewhere: looked for in a file, asked of nobody.

The file is that of Pwned Passwords as its own downloader writes it: SHA-1 in order, a
line each, `HASH:count`. It has tens of gigabytes; a look reads some forty short pieces.
"""

from __future__ import annotations

from hashlib import sha1
from io import FileIO
from pathlib import Path

# A line is 40 digits, a colon and a count of people: never so long.
PIECE = 64
DIGITS = 40


def known(file: Path, password: str) -> bool:
    """Say whether a password stands in the file. Raises OSError where it is gone."""
    digest = sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    return _stands(file, digest.encode())


def _stands(file: Path, wanted: bytes) -> bool:
    with file.open("rb", buffering=0) as opened:
        low, high = 0, opened.seek(0, 2)
        # A line that begins in [low, high) may be the one; others were looked at.
        while low < high:
            middle = (low + high) // 2
            begins, digits = _line_at_or_after(opened, middle)
            if begins >= high or digits > wanted:
                high = middle
            elif digits < wanted:
                low = begins + DIGITS
            else:
                return True
    return False


def _line_at_or_after(opened: FileIO, place: int) -> tuple[int, bytes]:
    """Return where the first whole line from a place on begins, and its digits."""
    opened.seek(max(place - 1, 0))
    piece = opened.read(2 * PIECE)
    skipped = 0 if place == 0 else piece.find(b"\n") + 1
    begins = max(place - 1, 0) + skipped
    if place and not skipped:  # no line begins before the end of the file
        begins += len(piece)
    return begins, piece[skipped : skipped + DIGITS].upper()
