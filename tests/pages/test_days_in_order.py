"""The days of a preview: what stands in a day stands in the order of time."""

from dataclasses import replace
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


def test_one_reason_stands_once_a_day_and_a_prompt_that_goes_is_no_day_off() -> None:
    away = "Mila is on a pause up to and including Sunday 29 March."
    stays = [
        replace(row("chance", 9, goes=False), rule="PAUSE", sentence=away),
        replace(row("call", 12, goes=False), rule="paused", sentence=away),
        replace(row("chance", 15, goes=False), rule="PAUSE", sentence=away),
        replace(row("recap", 19, goes=False), rule="paused", sentence=away),
    ]
    shown = Preview("Mila", "UTC", SUNDAY, SUNDAY, (), tuple(stays))
    (day,) = strip_words.strip(shown)
    assert (away,) == day.quiet
    assert ["", ""] == [one.why for one in day.items]
    assert day.off
    total = "1 day without prompts (a pause), 2 do not go out"
    assert strip_words.total(shown).endswith(total)
    goes = replace(shown, rows=(row("prompt", 8, goes=True), *stays))
    (day,) = strip_words.strip(goes)
    assert not day.off
    assert "without prompts" not in strip_words.total(goes)
    alone = replace(shown, rows=(stays[1], stays[3]))
    (day,) = strip_words.strip(alone)
    assert [away, ""] == [one.why for one in day.items]
    assert not day.off
