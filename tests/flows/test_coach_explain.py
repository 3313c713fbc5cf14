"""The verdict table: each rule in its order, each with a sentence a person can read."""

import json
import re
import typing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach import explain
from flows.coach.explain import (
    RULES,
    Cause,
    Kind,
    NudgeContext,
    verdict,
)
from flows.coach.timing import Hours, moment, within
from flows.coach.why import for_participant

LIMA = "America/Lima"
HOURS = Hours(time(8, 30), time(20, 30))
DAY = date(2026, 6, 1)
KINDS = typing.get_args(Kind)


def at(wall: time, day: date = DAY) -> datetime:
    return moment(day, wall, LIMA)


CLEAR = NudgeContext(
    "call", at(time(18, 0)), LIMA, HOURS, "active", name="Mila",
    expires_at=at(time(20, 0)),
)  # fmt: skip

# Each row breaks one more rule than the row below it, so the first must decide.
BREAKS: tuple[tuple[str, dict[str, object]], ...] = (
    ("stopped", {"consent": "stopped"}),
    ("not_opted_in", {"consent": "invited"}),
    ("number_closed", {"closed_to": "in GB"}),
    ("calls_off", {"calls": "none"}),
    ("calls_stopped", {"calls": "stopped"}),
    ("calls_not_agreed", {"calls": "none"}),
    ("held", {"hold": "crisis"}),
    ("take_over", {"hold": "take_over"}),
    ("no_texts", {"texts_arrive": False}),
    ("paused", {"paused_until": DAY}),
    ("unconfirmed", {"silent_days": 46}),
    ("word_came", {"cause": "whose"}),
    ("already_reported", {"reported": True}),
    ("too_late", {"expires_at": at(time(18, 0))}),
    ("closed_day", {"closed": True}),
    ("quiet_hours", {"hours": Hours(time(9), time(10))}),
    ("cap_day", {"sent_today": 1}),
    ("cap_week", {"sent_week": 7}),
    ("cap_calls", {"calls_today": 2}),
    ("limit", {"limit": "budget of the day"}),
    ("open_question", {"open_question": True}),
    ("an_hour_apart", {"nudged_at": at(time(18, 20))}),
    ("send", {}),
)

# What she is owed or asked for herself goes out at any hour.
ANSWERS = ("confirmation", "crisis", "reply", "answer")


OF_CALLS = {"calls_off", "cap_calls"}
OF_RECAPS = {"an_hour_apart"}
OF_TEXTS = {"no_texts"}
OF_BRIDGES = {"calls_stopped", "calls_not_agreed"}
OF_FOLLOW_UPS = {"word_came"}  # of the one that asks whose a number is
OF_PROMPTS = {name for name, _ in BREAKS} - OF_CALLS - OF_RECAPS - OF_BRIDGES - (
    OF_FOLLOW_UPS
)  # fmt: skip


def broken(from_row: int) -> NudgeContext:
    context = CLEAR
    for _, change in reversed(BREAKS[from_row:]):
        context = replace(context, **change)
    return context


@pytest.mark.parametrize("row", range(len(BREAKS)))
def test_the_rules_are_asked_in_their_order(row: int) -> None:
    name = BREAKS[row][0]
    context = broken(row)
    if name in OF_RECAPS | OF_TEXTS:
        context = replace(context, kind="recap" if name in OF_RECAPS else "prompt")
    if name in OF_BRIDGES:
        context = replace(context, kind="bridge")
    if name in OF_FOLLOW_UPS:
        context = replace(context, kind="follow_up")
    else:
        context = replace(context, cause="plan")
    assert name == verdict(context).rule == RULES[row].name


def test_a_recap_waits_until_an_hour_after_the_nudge_before_it() -> None:
    """She had answered the prompt of 18:30, and the recap of 19:00 came on top of it."""
    asked = replace(CLEAR, kind="recap", nudged_at=at(time(17, 30)))
    found = verdict(asked)
    assert ("move", at(time(18, 30))) == (found.action, found.until)
    assert "two so close are a lot. It waits until 18:30." in found.sentence
    at_night = replace(
        asked, nudged_at=at(time(20)), now=at(time(20, 15)), expires_at=None
    )
    assert at(time(8, 30), date(2026, 6, 2)) == verdict(at_night).until
    assert "send" == verdict(replace(asked, nudged_at=at(time(17)))).action
    assert "send" == verdict(replace(asked, kind="prompt")).action


def test_a_limit_of_the_organisation_moves_a_nudge_to_where_it_ends() -> None:
    spent = replace(CLEAR, kind="recap", limit="budget of the day", expires_at=None)
    ends = at(time(19))
    found = verdict(replace(spent, limit_ends_at=ends))
    assert ("move", ends) == (found.action, found.until)
    assert "reached its budget of the day, so automatic texts wait" in found.sentence
    assert "This organisation has" in found.sentence
    own = verdict(replace(spent, limit_ends_at=ends, limit_of="This programme"))
    assert "This programme has reached its budget of the day" in own.sentence
    # At midnight UTC it is night for her: it waits for her hours.
    next_day = replace(spent, limit_ends_at=at(time(23)))
    assert at(time(8, 30), date(2026, 6, 2)) == verdict(next_day).until
    over = replace(spent, limit_ends_at=ends, expires_at=at(time(18, 30)))
    assert "withhold" == verdict(over).action


def test_the_sentences_of_a_prompt() -> None:
    rows = (replace(broken(n), kind="prompt") for n in range(len(BREAKS)))
    said = {v.rule: v.sentence for v in map(verdict, rows)}
    assert "Mila asked for texts to stop, so nothing goes out." == said["stopped"]
    assert "Mila is on a pause up to and including Monday 1 June." == said["paused"]
    assert "It is 18:00 for Mila, outside 09:00-10:00." == said["quiet_hours"]
    assert "Mila had today's prompts: 1, and the most is 1." == said["cap_day"]
    assert (
        "No automatic texts may go out to Mila on this day at all."
        == (said["closed_day"])
    )
    assert said["send"].startswith("Nothing stood against it and Mila had not reported")


def test_the_sentences_of_a_call_name_it_a_call() -> None:
    said = {v.rule: v for v in (verdict(broken(n)) for n in range(len(BREAKS)))}
    assert "Mila takes no automated calls, so this one is not made." == (
        said["calls_off"].sentence
    )
    assert "The time for this call to Mila was over, so it was left out." == (
        said["too_late"].sentence
    )
    assert "You had already told me about that one, so no call was needed." == (
        for_participant(said["already_reported"])
    )
    assert "Mila was called 2 times today, and that is the most." == (
        said["cap_calls"].sentence
    )
    assert "It was the time for our call, so I called." == for_participant(said["send"])


def test_what_she_asked_for_is_held_to_no_cap_and_no_pause_but_to_her_hours() -> None:
    asked = replace(broken(0), consent="active", hold=None, cause="asked", closed_to="")
    assert "unconfirmed" == verdict(asked).rule
    asked = replace(asked, silent_days=0)
    assert "too_late" == verdict(asked).rule
    assert "number_closed" == verdict(replace(asked, closed_to="in GB")).rule
    in_time = replace(asked, expires_at=None, closed=False)
    assert "quiet_hours" == verdict(in_time).rule
    assert "limit" == verdict(replace(in_time, hours=HOURS)).rule
    made = verdict(replace(in_time, hours=HOURS, limit=""))
    assert ("send", "Mila asked for this call.") == (made.action, made.sentence)
    assert "You asked me to call, so I did." == for_participant(made)
    assert "stopped" == verdict(replace(asked, consent="stopped")).rule
    assert "held" == verdict(replace(asked, hold="crisis")).rule


def test_what_stands_in_for_a_call_says_so_and_ends_with_a_report() -> None:
    text = replace(CLEAR, kind="follow_up", cause="unreached")
    assert "The call did not reach Mila, so this one text goes in its place." == (
        verdict(text).sentence
    )
    retry = replace(CLEAR, cause="unreached")
    assert "My first call did not reach you, so I tried once more." == (
        for_participant(verdict(retry))
    )
    for context in (text, retry):
        assert "already_reported" == verdict(replace(context, reported=True)).rule


def test_outside_the_hours_a_nudge_moves_to_the_opening_if_it_still_fits() -> None:
    early = replace(CLEAR, now=at(time(6, 0)))
    found = verdict(early)
    assert ("move", "quiet_hours") == (found.action, found.rule)
    assert at(time(8, 30)) == found.until
    assert "It is 06:00 for Mila, outside 08:30-20:30. It waits until 08:30." == (
        found.sentence
    )
    assert (
        "It was 06:00 for you, outside your hours 08:30-20:30. It waits until 08:30."
    ) == for_participant(found)


def test_outside_the_hours_a_nudge_that_no_longer_fits_is_withheld() -> None:
    opening = at(time(8, 30))
    late = replace(CLEAR, now=at(time(6, 0)), expires_at=opening)
    assert ("withhold", None) == (verdict(late).action, verdict(late).until)
    unbounded = replace(late, expires_at=None)
    assert "move" == verdict(unbounded).action


def test_an_open_question_lets_the_next_one_wait_until_it_ends() -> None:
    ends = at(time(19, 0))
    asking = replace(CLEAR, open_question=True, question_ends_at=ends)
    assert ("move", ends) == (verdict(asking).action, verdict(asking).until)
    long = replace(asking, question_ends_at=at(time(19, 0), date(2026, 6, 2)))
    assert "withhold" == verdict(long).action
    at_night = replace(asking, question_ends_at=at(time(23, 0)), expires_at=None)
    assert at(time(8, 30), date(2026, 6, 2)) == verdict(at_night).until
    over = replace(asking, question_ends_at=at(time(17, 0)))
    assert CLEAR.now == verdict(over).until


@pytest.mark.parametrize(
    ("kind", "rules"),
    [
        ("call", OF_CALLS | OF_PROMPTS - OF_TEXTS),
        ("prompt", OF_PROMPTS),
        ("follow_up", OF_FOLLOW_UPS | OF_PROMPTS - {"already_reported"}),
        ("recap", OF_RECAPS | OF_PROMPTS - {"already_reported", "cap_day", "cap_week"}),
        (
            "invitation",
            {
                "stopped",
                "number_closed",
                "held",
                "take_over",
                "no_texts",
                "too_late",
                "closed_day",
                "quiet_hours",
                "limit",
                "send",
            },
        ),
        (
            "reply",
            {
                *("stopped", "number_closed", "held", "take_over", "no_texts"),
                *("unconfirmed", "too_late", "send"),
            },
        ),
        (
            "answer",
            {
                *("stopped", "number_closed", "held", "take_over", "no_texts"),
                *("unconfirmed", "too_late", "send"),
            },
        ),
        ("crisis", {"stopped", "send"}),
        ("confirmation", {"send"}),
        # A coach may speak through a hold and a pause, and no cap holds her.
        (
            "personal",
            {
                *("stopped", "not_opted_in", "number_closed", "no_texts"),
                *("too_late", "closed_day", "quiet_hours", "send"),
            },
        ),
    ],
)
def test_which_rules_speak_to_which_kind(kind: str, rules: set[str]) -> None:
    alone = (replace(CLEAR, kind=kind, **change) for _, change in BREAKS)
    assert rules == {verdict(context).rule for context in alone}


moments = st.integers(0, 5 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
contexts = st.builds(
    NudgeContext,
    kind=st.sampled_from(KINDS),
    now=moments,
    zone=st.sampled_from((LIMA, "Pacific/Auckland", "America/New_York", "UTC")),
    hours=st.sampled_from((HOURS, Hours(time(21), time(6)))),
    consent=st.sampled_from(("invited", "active", "stopped")),
    hold=st.sampled_from((None, None, "crisis", "take_over", "maybe_stop")),
    paused_until=st.none() | st.dates(date(2025, 1, 1), date(2030, 1, 1)),
    reported=st.booleans(),
    expires_at=st.none() | moments,
    sent_today=st.integers(0, 3),
    sent_week=st.integers(0, 9),
    closed=st.booleans(),
    name=st.just("Mila"),
    open_question=st.booleans(),
    nudged_at=st.none() | moments,
    calls=st.sampled_from(("none", "agreed", "stopped")),
    calls_today=st.integers(0, 3),
    cause=st.sampled_from(typing.get_args(Cause)),
    stated=st.booleans(),
    silent_days=st.sampled_from((0, 0, 45, 400)),
)


@given(contexts)
def test_i9_no_nudge_goes_out_of_hours_after_a_stop_or_over_a_cap(
    context: NudgeContext,
) -> None:
    found = verdict(context)
    if found.action != "send" or context.kind in ANSWERS:
        return
    stated = context.waived
    assert stated or within(context.now, context.hours, context.zone)
    assert context.consent != "stopped"
    # A person may speak while everything automatic is held (docs/decisions/0036).
    assert context.hold is None or context.kind in ("personal", "bridge")
    if context.kind == "bridge":
        assert context.calls == "agreed" or (stated and context.calls == "none")
    if context.cause == "asked":
        return
    assert context.kind != "call" or context.calls == "agreed"
    assert context.kind != "call" or context.calls_today < explain.MOST_CALLS
    if context.kind in ("prompt", "follow_up", "call"):
        assert context.sent_today < context.cap_day
        assert context.sent_week < context.cap_week
    assert not (context.kind in ("prompt", "call") and context.reported)


@given(contexts)
def test_nothing_personal_goes_to_an_unconfirmed_number(context: NudgeContext) -> None:
    """What asks whose it is goes alone, and only as long as nobody knows."""
    doubted = context.silent_days > 0
    goes = verdict(context).action == "send"
    asks = context.kind == "follow_up" and context.cause == "whose"
    if goes and doubted and context.kind in _SAID_BY_US:
        assert context.cause == "whose"
    assert not (goes and asks and not doubted)


_SAID_BY_US = ("prompt", "recap", "follow_up", "call")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@given(contexts.map(lambda one: replace(one, kind="personal")), st.integers(0, 90))
def test_a_coachs_words_go_in_hours_or_to_who_wrote_within_the_hour(
    context: NudgeContext, minutes: int
) -> None:
    heard = context.now - timedelta(minutes=minutes)
    answer = verdict(replace(context, heard_at=heard))
    alone = verdict(context)
    assert alone.rule not in ("held", "take_over", "paused", "cap_day", "cap_week")
    if minutes >= 60:
        assert alone == answer
    else:
        assert answer.rule not in ("quiet_hours", "closed_day", "not_opted_in")
    if alone.action == "send":
        assert within(context.now, context.hours, context.zone)
        assert not context.closed
    assert "stopped" != context.consent or "stopped" == answer.rule


@given(contexts)
def test_no_sentence_says_a_date_as_a_computer_writes_it(context: NudgeContext) -> None:
    found = verdict(context)
    assert not ISO_DATE.search(found.sentence)
    assert not ISO_DATE.search(for_participant(found))


def test_the_end_of_a_pause_is_said_as_one_says_a_day() -> None:
    found = verdict(replace(CLEAR, paused_until=date(2030, 9, 30)))
    assert "2030-09-30" == found.inputs["paused_until"]
    expected = "You are on a pause up to and including Monday 30 September."
    assert expected == for_participant(found)


@given(contexts)
def test_a_moved_nudge_still_fits_and_would_be_in_hours(context: NudgeContext) -> None:
    found = verdict(context)
    assert (found.action == "move") == (found.until is not None)
    if found.until is not None:
        assert found.until >= context.now
        assert within(found.until, context.hours, context.zone)
        assert context.expires_at is None or found.until < context.expires_at


@given(contexts)
def test_every_verdict_can_be_stored_and_read_by_a_person(
    context: NudgeContext,
) -> None:
    found = verdict(context)
    assert found == verdict(context)
    assert found.inputs == json.loads(json.dumps(found.inputs))
    assert re.fullmatch(r"[A-Z][^{}_]*\.", found.sentence)


def test_a_moment_given_in_another_zone_is_the_same_moment() -> None:
    shifted = CLEAR.now.astimezone(UTC) + timedelta(0)
    assert verdict(CLEAR) == verdict(replace(CLEAR, now=shifted))
