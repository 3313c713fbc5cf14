"""Says a date as a person says it, in her language, by the names of the CLDR."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date

# Day before month in each, as both are spoken; of a year she needs no telling.
PATTERNS: Mapping[str, str] = {"en": "EEEE d MMMM", "es": "EEEE d 'de' MMMM"}


def said(day: date, language: str) -> str:
    """Say a date in a language: Wednesday 30 September, miércoles 30 de septiembre.

    `language` is a tag of `entries.LANGUAGES`; its region changes nothing.
    """
    spoken = language.partition("-")[0]
    return format_date(day, PATTERNS[spoken], locale=spoken)
