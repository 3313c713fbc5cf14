"""A moment that comes is said by its day and its time, in whoever's language."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.coach import days

NOW = datetime(2026, 3, 4, 23, 50, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("at", "language", "said"),
    [
        (NOW + timedelta(minutes=5), "en", "today at 23:55"),
        (datetime(2026, 3, 5, 8, 30, tzinfo=UTC), "en-NZ", "tomorrow at 08:30"),
        (datetime(2026, 3, 6, 8, 30, tzinfo=UTC), "en", "on Friday at 08:30"),
        (NOW + timedelta(minutes=5), "es", "hoy a las 23:55"),
        (datetime(2026, 3, 5, 8, 30, tzinfo=UTC), "es-MX", "mañana a las 08:30"),
        (datetime(2026, 3, 9, 12, 15, tzinfo=UTC), "es", "el lunes a las 12:15"),
        (datetime(2026, 3, 5, 8, 30, tzinfo=UTC), "fr", "tomorrow at 08:30"),
    ],
)
def test_what_comes_soon_is_said_by_its_day(
    at: datetime, language: str, said: str
) -> None:
    assert said == days.coming(at, NOW, language)
