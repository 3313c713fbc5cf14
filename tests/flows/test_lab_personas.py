"""Personas: what an author is told when one cannot be read, and how one lives."""

from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import flows
from flows.lab.personas import Persona, PersonaError, Span, parse
from flows.lab.playing import Came, Day, Seen, broken, draw, own, reply

FOLDER = Path(flows.__file__).parent / "lab" / "personas"
SHIPPED = {
    path.stem: parse(path.read_text("utf-8"), name=path.name)
    for path in sorted(FOLDER.glob("*.yaml"))
}
HEAD = """persona: kim
about: Somebody.
name: Kim
zone: America/Lima
"""
ACTS = """acts:
  - {days: 0-9, share: 1.0, at: "17:00-17:30", says: ["did it"]}
"""
ANSWERS = """answers:
  - {to: prompt, share: 1.0, tried: 0.0, says: ["did it"], else: ["not today"], after: 5-5}
  - {to: recap, share: 1.0, says: week}
  - {to: at how_nervous, says: ["4"]}
  - {to: call, share: 1.0, says: ["1", "it went well"]}
  - {to: any, share: 0.0, says: ["ok"]}
"""
KIM = HEAD + ACTS + ANSWERS


def test_ten_personas_ship_mila_among_them() -> None:
    assert 10 == len(SHIPPED)
    assert "mila" in SHIPPED
    assert all(one.id == name for name, one in SHIPPED.items())
    assert all(one.expects for one in SHIPPED.values())


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "kim.yaml:1: There are no names. Begin `persona: name`."),
        ("#" * 50_001, "kim.yaml:1: It is too long."),
        ("a: [", "kim.yaml:1: This is not YAML."),
        ("\0", "kim.yaml:1: This is not YAML. Take out control characters."),
        (HEAD, "kim.yaml:1: `acts:` is missing. Add it."),
        (KIM + "colour: red", "kim.yaml:13: `colour:` is not known here."),
        (KIM.replace("America/Lima", "Lima"), "kim.yaml:4: `zone:` is no place's"),
        (KIM.replace("days: 0-9", "days: 9-0"), ":6: `days:` are out of order."),
        (KIM.replace("days: 0-9", "days: soon"), ":6: `days:` are no days."),
        (KIM.replace("days: 0-9", "days: [1]"), ":6: `days:` needs words."),
        (KIM.replace("share: 1.0, at", "share: 2, at"), "`share:` cannot be 2."),
        (KIM.replace("17:00-17:30", "25:00"), ":6: `at:` is no time."),
        (KIM.replace("17:00-17:30", "noon"), ":6: `at:` is no time."),
        (KIM.replace("17:00-17:30", "18:00-17:30"), "`at:` goes over midnight."),
        (KIM.replace("to: prompt", "to: nudge"), ":8: `to:` cannot be 'nudge'."),
        (KIM.replace("after: 5-5", "after: 9-5"), ":8: `after:` are no minutes."),
        (KIM.replace('["did it"], else', "{a: b}, else"), "`says:` needs words."),
        (KIM + "seed: yes", "`seed:` needs a whole number."),
        (KIM + "seed: -1", "`seed:` cannot be -1."),
        (KIM.replace("name: Kim", "nmae: Kim"), ":3: `nmae:` is not known here. Did"),
        (KIM.replace("name: Kim", "name: ' '"), "kim.yaml:3: `name:` is empty."),
        (KIM + "says: {day: 1}", "`says:` needs a list."),
        (KIM + "terms: days", "`terms:` needs names."),
        (KIM + "terms: {days: [1]}", "`terms:` needs names."),
        (KIM + "says:\n  - {day: 1}", "`at:` is missing."),
        (KIM + "moves:\n  - {day: 1, zone: x}", "`zone:` is no place's time zone."),
        (KIM + "expect:\n  - {of: try, days: 1}", "`of:` has no bound."),
        (KIM + "expect:\n  - {of: joy, days: 1, most: 1}", "`of:` cannot be 'joy'."),
    ],
)
def test_what_cannot_be_read_is_told_with_place_and_mend(
    source: str, words: str
) -> None:
    with pytest.raises(PersonaError) as error:
        parse(source, name="kim.yaml")
    assert words in str(error.value)


def kim(more: str = "") -> Persona:
    return parse(KIM + more, name="kim.yaml")


def test_she_may_need_terms_of_her_programme() -> None:
    more = kim('terms: {call_days: "3", call_retry: 20}\n')
    assert ("call_days=3", "call_retry=20") == more.terms
    assert () == kim().terms


def test_she_may_write_at_a_time_and_move() -> None:
    more = kim(
        'says:\n  - {day: 3, at: "09:00", text: "call me"}\n'
        "moves:\n  - {day: 5, zone: Europe/Madrid}\n"
    )
    assert [(3, time(9), "call me")] == [(it.day, it.at, it.text) for it in more.says]
    assert [(5, "Europe/Madrid")] == [(it.day, it.zone) for it in more.moves]


def test_she_acts_on_her_days_within_her_times_and_tells_what_she_tells() -> None:
    acts = own(kim(), 3, 0)
    assert acts is not None
    assert time(17, 0) <= acts.at <= time(17, 30)
    assert "did it" == acts.says
    assert own(kim(), 10, 0) is None
    weekdays = KIM.replace("share: 1.0, at", 'share: 1.0, on: "01", tells: 0.0, at')
    untold = parse(weekdays, name="kim.yaml")
    assert own(untold, 3, 2) is None
    acts = own(untold, 3, 1)
    assert acts is not None
    assert "" == acts.says


def test_an_answer_fits_the_question_before_the_kind_and_the_kind_before_any() -> None:
    nervous = reply(kim(), Came(1, ("at how_nervous", "prompt", "scale"), "0"))
    assert nervous is not None
    assert ("4",) == nervous.says
    prompted = reply(kim(), Came(1, ("prompt", "attempt"), "1"))
    assert prompted is not None
    assert (5, ("not today",), False) == (
        prompted.after, prompted.says, prompted.tried
    )  # fmt: skip
    acted = reply(kim(), Came(1, ("prompt",), "1", acted=True))
    assert acted is not None
    assert (("did it",), True) == (acted.says, acted.tried)
    assert reply(kim(), Came(1, ("words",), "2")) is None
    called = reply(kim(), Came(1, ("call",), "3"))
    assert called is not None
    assert ("1", "it went well") == called.says


def test_a_recap_tells_her_days_truly_in_her_language() -> None:
    for language, week, said in (
        ("en", (4, 0, 0), "M F"),
        ("es", (2, 6), "X D"),
        ("en", (), "0"),
    ):
        persona = kim(f"language: {language}\n")
        told = reply(persona, Came(6, ("recap", "days"), "0", week=week))
        assert told is not None
        assert (said,) == told.says


def test_whoever_takes_no_calls_lets_it_ring_though_she_answers_anything() -> None:
    quiet = KIM.replace("to: call", "to: words").replace("share: 0.0", "share: 1.0")
    assert reply(parse(quiet, name="kim.yaml"), Came(1, ("call",), "0")) is None


@given(st.integers(0, 10**6), st.integers(0, 366), st.integers(0, 99))
def test_the_same_seed_lives_the_same_life(seed: int, day: int, number: int) -> None:
    one, other = (kim(f"seed: {seed}\n") for _ in range(2))
    assert own(one, day, day % 7) == own(other, day, day % 7)
    came = Came(day, ("prompt",), f"prompt/{number}")
    assert reply(one, came) == reply(other, came)
    assert 0 <= draw(one, day, number) < 1


def test_what_came_on_other_days_or_was_asked_besides_changes_no_answer() -> None:
    """A new question in a script must not make another life of hers."""
    calm, busy = Seen(), Seen()
    for day, sort in ((0, "prompt"), (0, "prompt"), (1, "at why"), (1, "at why")):
        busy.place(day, sort)
    for place in ("prompt/0", "prompt/1"):  # two of one day are drawn by themselves
        assert place == calm.place(1, "prompt") == busy.place(1, "prompt")


def test_expectations_that_do_not_hold_are_told_with_what_was_found() -> None:
    persona = kim(
        "expect:\n"
        "  - {of: prompt, days: 0-1, most: 1}\n"
        "  - {of: try, days: 0-1, least: 3}\n"
        "  - {of: rung, days: 1, least: 2}\n"
        "  - {of: rung, days: 0, most: 0}\n"
        "  - {of: call, days: 7, most: 0, least: 0}\n"
        "  - {of: rule BACK, days: 1, least: 2}\n"
    )
    days = [Day(0, {"prompt": 2, "try": 1}, 0), Day(1, {"try": 1, "rule BACK": 1}, 1)]
    assert (
        "days 0-1: prompt is 2, expected 1 at most",
        "days 0-1: try is 2, expected 3 at least",
        "days 1-1: rung is 1, expected 2 at least",
        "days 1-1: rule BACK is 1, expected 2 at least",
    ) == broken(persona, days)
    assert 7 in Span(7, 7)
    assert "7" not in Span(7, 7)


def test_yes_and_true_are_one_answer() -> None:
    assert [True, True, False] == [
        kim(f"calls: {said}\n").calls for said in ("yes", "true", "false")
    ]
