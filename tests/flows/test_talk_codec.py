"""States, events and effects go through JSON and come back equal."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.talk import codec
from flows.talk.effects import (
    AddWords,
    Adjust,
    Claim,
    Effect,
    End,
    FollowUp,
    GiveConsent,
    Hand,
    Measured,
    Offered,
    PlayTake,
    Recapped,
    RecordAttempt,
    Remember,
    Say,
    TakeUp,
)
from flows.talk.events import (
    CHANNELS,
    Event,
    Heard,
    Keyed,
    Moved,
    Opened,
    Recorded,
    Silence,
)
from flows.talk.state import State

MOMENTS = st.datetimes(timezones=st.just(UTC))
WORDS = st.text()
STATES = st.builds(
    State,
    script=WORDS,
    version=WORDS,
    node=WORDS,
    awaiting=st.booleans(),
    expires_at=MOMENTS,
    asked_at=st.none() | MOMENTS,
    heard_at=st.none() | MOMENTS,
    expect=WORDS,
    asked_again=st.booleans(),
    recorded=st.booleans(),
    turns=st.integers(0, 99),
    kept=WORDS,
    memory=st.dictionaries(WORDS, WORDS),
    channel=st.sampled_from(CHANNELS),
    silences=st.integers(0, 3),
    take=WORDS,
    before=WORDS,
)
EVENTS = st.one_of(
    st.builds(Heard, WORDS, st.sampled_from(CHANNELS)),
    st.builds(Keyed, WORDS),
    st.builds(Recorded, WORDS, st.integers(0, 60), WORDS),
    st.just(Silence()),
    st.builds(Opened, WORDS, st.sampled_from(CHANNELS)),
    st.builds(Moved, st.sampled_from(CHANNELS)),
)
EFFECTS = st.one_of(
    st.builds(Say, WORDS, st.sampled_from(CHANNELS), WORDS),
    st.builds(
        RecordAttempt,
        st.sampled_from(["attempted", "missed"]),
        WORDS,
        st.integers(0, 6),
    ),
    st.builds(AddWords, WORDS, st.sampled_from(["words", "missing"])),
    st.builds(Remember, WORDS, WORDS, WORDS, WORDS),
    st.builds(Measured, WORDS, st.integers(0, 10), WORDS),
    st.builds(Offered, WORDS, WORDS, WORDS),
    st.builds(PlayTake, WORDS),
    st.just(TakeUp()),
    st.builds(Claim, st.sampled_from(["my_data", "erase"])),
    st.builds(FollowUp, WORDS, st.timedeltas(timedelta(0), timedelta(days=999))),
    st.just(GiveConsent()),
    st.builds(Adjust, st.sampled_from(["less", "back", "pause", "go"])),
    st.builds(Recapped, st.lists(st.dates()).map(tuple)),
    st.builds(Hand, st.sampled_from(["question", "asked"])),
    st.builds(End, st.sampled_from(["done", "silence"])),
)


@given(STATES)
def test_a_state_comes_back_equal(state: State) -> None:
    assert state == codec.load_state(codec.dump(state))


@given(EVENTS)
def test_an_event_comes_back_equal(event: Event) -> None:
    assert event == codec.load_event(codec.dump(event))


@given(EFFECTS)
def test_an_effect_comes_back_equal(effect: Effect) -> None:
    assert effect == codec.load_effect(codec.dump(effect))


def test_what_is_written_says_its_version() -> None:
    written = {"v": 4, "is": "recapped", "days": ["2026-03-02"]}
    assert written == json.loads(codec.dump(Recapped((date(2026, 3, 2),))))


# A state once stored stays readable: a new form is a new file here, never a change.
KEPT = {
    "v1": State(
        script="daily_win",
        version="0123456789abcdef",
        node="a_try",
        awaiting=True,
        expires_at=datetime(2026, 3, 3, 17, 40, tzinfo=UTC),
        asked_at=datetime(2026, 3, 2, 17, 40, tzinfo=UTC),
        heard_at=datetime(2026, 3, 2, 17, 40, tzinfo=UTC),
        expect="words",
        asked_again=False,
        recorded=True,
        turns=1,
        kept="words",
        memory={"asked_on": "2026-03-02"},
    ),
    "v2": State(
        script="check_in",
        version="0123456789abcdef",
        node="how_sure",
        awaiting=True,
        expires_at=datetime(2026, 3, 3, 12, 15, tzinfo=UTC),
        asked_at=datetime(2026, 3, 2, 12, 15, tzinfo=UTC),
        expect="scale",
        recorded=True,
        turns=2,
        kept="what_i_did",
        memory={"asked_on": "2026-03-02"},
        channel="voice",
        silences=1,
        take="RE0123456789abcdef0123456789abcdef",
        before="what_she_did",
    ),
}
KEPT["v3"] = replace(KEPT["v2"], wording="0a1b2c3d")
KEPT["v4"] = replace(KEPT["v3"], handed="asked")
FOLDER = Path(__file__).parent / "states"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda it: it.stem)
def test_states_of_every_version_are_read(path: Path) -> None:
    assert KEPT[path.stem] == codec.load_state(path.read_text("utf-8"))


def test_the_newest_form_has_its_file() -> None:
    newest = f"v{codec.VERSION}"
    stored = (FOLDER / f"{newest}.json").read_text("utf-8")
    assert json.loads(stored) == json.loads(codec.dump(KEPT[newest]))


@pytest.mark.parametrize(
    "source",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"v": 5, "is": "say", "text": "x"}',
        '{"v": 1, "is": "shout", "text": "x"}',
        '{"v": 1, "is": "say"}',
        '{"v": 1, "is": "say", "text": "x", "more": 1}',
        '{"v": 1, "is": "recapped", "days": ["no day"]}',
    ],
)
def test_what_was_not_written_here_is_refused(source: str) -> None:
    with pytest.raises(codec.Unreadable):
        codec.load_effect(source)


def test_a_state_is_no_event_and_an_event_no_effect() -> None:
    with pytest.raises(codec.Unreadable, match="not a state"):
        codec.load_state(codec.dump(Heard("x")))
    with pytest.raises(codec.Unreadable, match="not an event"):
        codec.load_event(codec.dump(Say("x")))
    with pytest.raises(codec.Unreadable, match="not an effect"):
        codec.load_effect(codec.dump(KEPT["v1"]))
