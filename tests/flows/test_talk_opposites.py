"""Replies that were read as their opposite once, and what lies near them.

Where a plain reading is not certain, "unsure" is right; the opposite never is.
"""

from pathlib import Path

import pytest

from flows.talk.answers import (
    Answer,
    Clock,
    Days,
    Duration,
    NotTried,
    Number,
    Picked,
    Tried,
    meaning,
    rest,
    understand,
)
from flows.talk.expects import SCALE, Choice, Expect

DATA = Path(__file__).with_name("data") / "replies_opposite.tsv"
CHOICES = (
    Choice("keep", {"en": ("keep", "keep it as is"), "es": ("mantener",)}),
    Choice("longer", {"en": ("longer",), "es": ("más largo",)}),
)


def expects(kind: str) -> Expect:
    if kind == "scale":
        return Expect(kind, *SCALE)
    return Expect(kind, choices=CHOICES if kind == "choice" else ())


def told(answer: Answer) -> str:
    match answer:
        case Number(worth) | Duration(worth) | Clock(worth) | Picked(worth):
            return str(worth)
        case Days(days):
            return "".join(map(str, sorted(days))) or "none"
        case Tried(_, ago):
            return f"{meaning(answer)} {ago or ''}".strip()
        case NotTried(_, reason):
            return f"not_tried {reason or '-'}"
        case _:
            return meaning(answer)


def fits(expected: str, taken: str) -> bool:
    """Say whether what was understood is one of the answers that are right."""
    if expected.startswith("!"):
        return taken != expected[1:]
    plain = taken.replace("tried_but", "tried")
    bare = "not_tried" if taken.startswith("not_tried") else taken
    return not {taken, plain, bare}.isdisjoint(expected.split("/"))


def cases() -> list[tuple[str, str, str, tuple[str, ...]]]:
    told: dict[tuple[str, str, str], list[str]] = {}
    for line in DATA.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            *case, texts = line.split("\t")
            language, kind, expected = case
            told.setdefault((language, kind, expected), []).extend(texts.split(" | "))
    return [(*case, tuple(texts)) for case, texts in told.items()]


@pytest.mark.parametrize(
    ("language", "kind", "expected", "texts"),
    [pytest.param(*case, id=" ".join(case[:3])) for case in cases()],
)
def test_no_reply_is_read_as_its_opposite(
    language: str, kind: str, expected: str, texts: tuple[str, ...]
) -> None:
    taken = {text: told(understand(text, expects(kind), language)) for text in texts}
    assert {} == {text: got for text, got in taken.items() if not fits(expected, got)}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("days", "monday yes, tuesday no"),
        ("days", "lunes sí, martes no"),
        ("days", "weekdays yes, weekend no"),
        ("attempt", "today yes, yesterday no"),
        ("attempt", "hoy sí, ayer no"),
        ("attempt", "did it today, not yesterday"),
    ],
)
def test_what_is_said_of_another_day_answers_no_next_question(
    kind: str, text: str
) -> None:
    assert "" == rest(text, expects(kind), "es" if "í" in text else "en")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("none except monday", "0"),
        ("nothing except friday", "4"),
        ("mon and tue, no wait, wed", "unsure"),
        ("no mon yes", "unsure"),
        ("skipped mon tue yes", "1"),
        ("missed mon and tue did wed", "2"),
        ("did monday missed tuesday", "0"),
        ("mon and wed missed tue", "02"),
        ("mon, not tue, wed", "02"),
        ("monday no, tuesday", "1"),
        ("no mon tue no", "unsure"),
    ],
)
def test_what_is_said_of_each_day_stands_for_it_alone(text: str, days: str) -> None:
    assert days == told(understand(text, expects("days"), "en"))
