"""WHY is answered in the person's language: no sentence lacks one, and all fit."""

import re
from dataclasses import asdict, replace
from datetime import date, timedelta
from string import Formatter

import pytest
from babel.dates import format_date
from hypothesis import given

from flows.coach import days
from flows.coach.explain import RULES, SENT, NudgeContext, Value, Verdict, verdict
from flows.coach.other_rules import BY_LEVER
from flows.coach.sentences import NO_DECISION, UNKNOWN_RULE, WAITS
from flows.coach.spoken import CALL, TEXT, Spoken, fill
from flows.coach.why import TOLD, for_participant
from flows.talk import wording
from flows.talk.check_tone import blames
from flows.talk.reading_ease import ease
from tests.flows.test_coach_explain import CLEAR, ISO_DATE, contexts

LANGUAGES = ("en", "es")
# The longest that can stand in each blank: Wednesday, September, counts of two digits.
LONGEST: dict[str, Value] = {
    "paused_until": "2026-09-30", "local_time": "18:30", "opens": "08:30",
    "closes": "20:30", "at": "12:45", "moved_to": "08:30", "sent_today": 10,
    "cap_day": 10, "sent_week": 70, "cap_week": 70, "calls_today": 10, "days": 365,
    "waits": 10, "tries": 10, "of": 14, "silent_days": 9999,
}  # fmt: skip

SENTENCES: dict[str, Spoken] = {
    **TOLD,
    **{f"COACH {lever}": hers for lever, hers in BY_LEVER.items()},
    **{f"send {key}": hers for key, (_, hers) in SENT.items()},
    "none": NO_DECISION,
    "unknown": UNKNOWN_RULE,
}


def blanks(sentence: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(sentence) if name)


def as_text(words: str) -> str:
    """What the carrier gets: accents that its alphabet lacks are dropped."""
    return wording.fill_as_is(wording.pattern(words), {}.get)


@pytest.mark.parametrize("key", [*SENTENCES, "waits"])
def test_a_sentence_stands_in_every_language_with_the_same_blanks(key: str) -> None:
    one = {**SENTENCES, "waits": WAITS}[key]
    assert LANGUAGES == tuple(asdict(one))
    assert len({tuple(blanks(one.to(language))) for language in LANGUAGES}) == 1
    assert one.en != one.es
    for said in (one.en, one.es):
        assert re.fullmatch(r"[A-ZÚ][^.!]*\.", said), "one sentence, and one alone"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["prompt", "call"])
@pytest.mark.parametrize("key", SENTENCES)
def test_the_longest_answer_is_kind_and_one_text(
    key: str, kind: str, language: str
) -> None:
    values = {**LONGEST, "kind": kind}
    words = fill(SENTENCES[key].to(language), values, language)
    assert not re.search(r"[{}?_]", words)
    assert not blames(words, language)
    waits = fill(WAITS.to(language), values, language)
    assert wording.fits_one(as_text(f"{words} {waits}"))
    assert len(words) <= 110


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_easy_to_read(language: str) -> None:
    said = [fill(one.to(language), LONGEST, language) for one in SENTENCES.values()]
    assert not ease([tuple(said)], language).is_hard


@pytest.mark.parametrize("words", [CALL, TEXT])
def test_what_a_nudge_is_called_is_said_in_every_language(
    words: dict[str, Spoken],
) -> None:
    assert words.keys() == CALL.keys()
    assert [] == [key for key, one in words.items() if one.en == one.es]


@given(contexts)
def test_any_verdict_is_said_in_her_language_alone(context: NudgeContext) -> None:
    found = verdict(context)
    for language in LANGUAGES:
        own = for_participant(found, language)
        assert wording.fits_one(as_text(own))
        assert not re.search(r"[{}?_]|Mila", own)
        assert not ISO_DATE.search(own)
    spanish = for_participant(found, "es-MX")
    assert spanish == for_participant(found, "es") != for_participant(found, "en")
    assert not re.search(r"\b(call|text|prompt|the|you|day)s?\b", spanish)


def test_it_is_english_where_a_language_is_not_spoken() -> None:
    found = verdict(replace(CLEAR, kind="prompt"))
    expected = "I had no word from you on that step yet, so I sent one prompt."
    assert {expected} == {
        for_participant(found, language) for language in ("en", "en-US", "fr", "")
    }


def test_what_stands_in_the_blanks_is_in_her_language_too() -> None:
    paused = verdict(replace(CLEAR, paused_until=date(2030, 9, 30)))
    assert "Estás en pausa hasta el lunes 30 de septiembre inclusive." == (
        for_participant(paused, "es")
    )
    held = verdict(replace(CLEAR, hold="crisis"))
    assert "No hay llamadas automáticas hasta que una persona lo haya mirado." == (
        for_participant(held, "es")
    )
    early = verdict(replace(CLEAR, now=CLEAR.now - timedelta(hours=12)))
    assert (
        "Para ti eran las 06:00, fuera de tu horario 08:30-20:30. "
        "Espera hasta las 08:30."
    ) == for_participant(early, "es")


def test_a_stored_decision_without_its_inputs_breaks_no_answer() -> None:
    for language in LANGUAGES:
        for rule in [rule.name for rule in RULES if rule.name != "send"]:
            said = for_participant(Verdict("withhold", rule, {}, ""), language)
            assert "{" not in said
    own = for_participant(Verdict("withhold", "cap_day", {}, ""))
    assert "You had that day's prompts: ?, and the most is ?." == own


def test_a_rule_of_next_year_gets_a_sentence_that_is_still_true() -> None:
    found = Verdict("withhold", "a rule of next year", {}, "")
    assert UNKNOWN_RULE.es == for_participant(found, "es")


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_are_said_by_the_names_of_the_cldr(language: str) -> None:
    pattern = {"en": "EEEE d MMMM", "es": "EEEE d 'de' MMMM"}[language]
    for ahead in range(365):
        day = date(2026, 1, 1) + timedelta(days=ahead)
        assert format_date(day, pattern, locale=language) == days.said(day, language)


def test_a_hold_is_not_told_as_a_change() -> None:
    """Texts stay as they are, and she was told that her coach had changed them."""
    inputs: dict[str, Value] = {"lever": "hold", "until": "2026-12-06"}
    hold = Verdict("send", "COACH", inputs, "")
    assert "Your coach leaves my texts to you as they are for now." == (
        for_participant(hold)
    )
    cap = Verdict("send", "COACH", {**inputs, "lever": "cap"}, "")
    assert "Your coach changed when I write to you." == for_participant(cap)
