"""What files are called that leave the console: whose product, of what, of which day.

Law: no name and no number of anybody is in a file's name; a programme's is.
"""

from __future__ import annotations

import re
import unicodedata

OURS = "handrail"
LONGEST = 40


def named(*words: str, ending: str) -> str:
    """Return a file's name: handrail-people-2026-11-26.csv."""
    return f"{'-'.join((OURS, *words))}.{ending}"


def of_programme(name: str) -> tuple[str, ...]:
    """Return a programme's name as file names hold it; nothing where none is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST].strip("-")
    return (slug,) if slug else ()
