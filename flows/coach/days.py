"""Say a date as a person says it, in her language; the names are those of the CLDR.

Law: day before month, as both languages are spoken, and no year, of which she needs no
telling.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of weekdays and months, from Monday and January, and how they join."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    pattern: str


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
    ),
    "es": _Names(
        ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        (
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
            "septiembre", "octubre", "noviembre", "diciembre",
        ),
        "{weekday} {day} de {month}",
    ),
}  # fmt: skip


def said(day: date, language: str = "en") -> str:
    """Say a date: Wednesday 7 October, miércoles 7 de octubre.

    `language` is a tag whose region changes nothing; what is not spoken is English.
    """
    names = NAMES.get(language.partition("-")[0], NAMES["en"])
    return names.pattern.format(
        weekday=names.weekdays[day.weekday()],
        day=day.day,
        month=names.months[day.month - 1],
    )
