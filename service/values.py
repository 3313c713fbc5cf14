"""Settings that are no addresses: keys, tokens, choices, numbers, files.

Each raises Unfit. No message ever repeats a value: it may be a secret.
"""

import base64
import binascii
import re
from collections.abc import Callable
from pathlib import Path

from service.addresses import Unfit

_KEYWORDS = frozenset({"stop", "start", "help"})
_KEY_BYTES = 32
_KEY_MIN_DISTINCT = 12  # 32 random bytes hold fewer about never
_TOKEN_MIN_LENGTH = 16
_TOKEN_MIN_DISTINCT = 8
_LAST_PORT = 65535
_HASH_LINE = re.compile(rb"[0-9A-Fa-f]{40}(:\d+)?\r?$", re.MULTILINE)


def keys(value: str) -> tuple[bytes, ...]:
    """Read keys of 32 random bytes each, divided by commas."""
    return tuple(_key(part) for part in _parts(value))


def _key(text: str) -> bytes:
    standard = text.replace("-", "+").replace("_", "/")  # both alphabets of base64
    try:
        key = base64.b64decode(standard, validate=True)
    except binascii.Error as error:
        raise Unfit("must be base64") from error
    if len(key) != _KEY_BYTES:
        raise Unfit("must hold 32 bytes each: openssl rand -base64 32")
    if len(set(key)) < _KEY_MIN_DISTINCT:
        raise Unfit("is too regular to be random: openssl rand -base64 32")
    return key


def tokens(value: str) -> tuple[str, ...]:
    """Read a carrier's tokens, divided by commas."""
    tokens = _parts(value)
    for token in tokens:
        distinct = len(set(token))
        if len(token) < _TOKEN_MIN_LENGTH or distinct < _TOKEN_MIN_DISTINCT:
            raise Unfit("is too short or too regular to be a carrier's token")
    return tokens


def account(value: str) -> str:
    """Read the id of an account at the carrier."""
    if not re.fullmatch("AC[0-9a-f]{32}", value):
        raise Unfit("must be AC and 32 digits 0-9a-f")
    return value


def accounts(value: str) -> frozenset[str]:
    """Read several of them, or none."""
    return frozenset(account(part) for part in _parts(value)) if value else frozenset()


def answers(value: str) -> frozenset[str]:
    """Read which wishes the carrier answers by itself."""
    if value == "none":
        return frozenset()
    words = frozenset(part.lower() for part in _parts(value))
    if not words <= _KEYWORDS:
        raise Unfit("may hold stop, start and help, or none")
    return words


def voice(value: str) -> str:
    """Read how much of a call the carrier can perform."""
    if value not in ("full", "keypad"):
        raise Unfit("must be full or keypad")
    return value


def yes(value: str) -> bool:
    """Read a yes or a no."""
    if value not in ("yes", "no"):
        raise Unfit("must be yes or no")
    return value == "yes"


def port(value: str) -> int:
    """Read a port."""
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= _LAST_PORT):
        raise Unfit("must be a number from 1 to 65535")
    return int(value)


def within(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a number from least to most."""

    def read(value: str) -> int:
        told = value.isascii() and value.isdigit()
        if not (told and least <= int(value) <= most):
            raise Unfit(f"must be a number from {least} to {most}")
        return int(value)

    return read


def path(value: str) -> Path | None:
    """Read an absolute path, or none."""
    if value and not Path(value).is_absolute():
        raise Unfit("must be an absolute path")
    return Path(value) if value else None


def hashes(value: str) -> Path | None:
    """Read where a file of hashed passwords is, or none."""
    file = path(value)
    if file is not None and not _HASH_LINE.match(_beginning(file)):
        raise Unfit(
            "must be a file that begins with a line HASH:count, 40 digits of SHA-1: "
            "haveibeenpwned-downloader writes it"
        )
    return file


def _beginning(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(80)
    except OSError:
        return b""


def _parts(value: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in value.split(","))
    if not all(parts):
        raise Unfit("has an empty part between its commas")
    return parts
