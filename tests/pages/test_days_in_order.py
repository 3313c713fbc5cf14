"""The days of a preview: what stands in a day stands in the order of time."""

from datetime import UTC, date, datetime, time

from flows.coach.preview import Row
from service.usecases.previewing import Preview, Thins
from service.web import strip_words

SUNDAY = date(2026, 3, 29)


def row(kind: str, hour: int, *, goes: bool) -> Row:
    at = datetime(2026, 3, 29, hour, tzinfo=UTC)
    return Row(kind, SUNDAY, time(hour), at, goes, "R2", "It is so.")  # type: ignore[arg-type] # a name


def test_a_chance_without_a_prompt_stands_where_its_moment_is() -> None:
    rows = (
        row("prompt", 9, goes=True),
        row("chance", 12, goes=False),
        row("recap", 19, goes=True),
    )
    shown = Preview(
        "Mila", "UTC", SUNDAY, SUNDAY, (), rows, thins=Thins(2, "Some", 3, 4, "window")
    )
    (day,) = strip_words.strip(shown)
    assert ["09:00", "none", "19:00"] == [
        "none" if one is None else one.wall for one in day.pips
    ]
