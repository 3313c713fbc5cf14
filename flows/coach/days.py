"""Say a date as a person says it, in her language; the names are those of the CLDR.

Law: day before month, as both languages are spoken, and no year, of which she needs no
telling.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of weekdays and months, from Monday and January, and how they join."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    pattern: str
    year: str  # what stands behind it where the year is told
    soon: tuple[str, str]  # today, tomorrow
    later: str
    at: str


NAMES: Mapping[str, _Names] = {
    "en": _Names(
        (
            "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
            "Sunday",
        ),
        (
            "January", "February", "March", "April", "May", "June", "July", "August",
            "September", "October", "November", "December",
        ),
        "{weekday} {day} {month}",
        " {year}",
        ("today", "tomorrow"),
        "on {weekday}",
        "{day} at {clock}",
    ),
    "es": _Names(
        ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        (
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
            "septiembre", "octubre", "noviembre", "diciembre",
        ),
        "{weekday} {day} de {month}",
        " de {year}",
        ("hoy", "mañana"),
        "el {weekday}",
        "{day} a las {clock}",
    ),
}  # fmt: skip


def said(day: date, language: str = "en") -> str:
    """Say a date: Wednesday 7 October, miércoles 7 de octubre.

    `language` is a tag whose region changes nothing; what is not spoken is English.
    """
    names = _names(language)
    return names.pattern.format(
        weekday=names.weekdays[day.weekday()],
        day=day.day,
        month=names.months[day.month - 1],
    )


def coming(at: datetime, now: datetime, language: str = "en") -> str:
    """Say a moment of the coming week: tomorrow at 08:30, el jueves a las 12:15.

    Both are on the clock of whoever is told.
    """
    names, ahead = _names(language), (at.date() - now.date()).days
    day = (
        names.soon[ahead]
        if ahead < len(names.soon)
        else names.later.format(weekday=names.weekdays[at.weekday()])
    )
    return names.at.format(day=day, clock=f"{at:%H:%M}")


def _names(language: str) -> _Names:
    return NAMES.get(language.partition("-")[0], NAMES["en"])
