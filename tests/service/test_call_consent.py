"""Consent to calls and to recording: each its own yes, its own no, and its evidence."""

from __future__ import annotations

from functools import partial

import pytest

from service.store import consents, people
from service.usecases import call_consent, told_no
from service.usecases.call_consent import Channel, Standing, Told
from service.usecases.enrol import Refused
from service.usecases.parts import Parts
from tests.journeys.world import World
from tests.service import called, crowd
from tests.service.called import Called


def entries(her: Called) -> list[tuple[str, str, str, str]]:
    rows = her.world.of(her.phone.number, "consent_entries")
    return [(r["channel"], r["change"], r["method"], r["entered_by"]) for r in rows]


def wordings(her: Called) -> list[str]:
    return her.world.words(her.phone.number, "consent_entries", "wording_sealed")


def test_a_yes_to_calls_is_kept_with_its_words_and_her_days_are_planned_anew(
    shared: World,
) -> None:
    her = called.join(shared)
    before = her.row["consent_version"]
    with her.desk() as desk:
        call_consent.agree(desk, "call", "Yes, call me.", "paper form", "Ruth")
        assert "agreed" == desk.person.calls
    row = her.row
    assert ("agreed", False) == (row["calls"], row["recorded"])
    assert before == row["consent_version"]
    assert row["planned_until"] is None
    assert ("call", "given", "paper form", "Ruth") == entries(her)[-1]
    assert "Yes, call me." == wordings(her)[-1]


def test_a_yes_to_being_recorded_is_one_of_its_own(shared: World) -> None:
    her = called.join(shared)
    with her.desk() as desk:
        call_consent.agree(desk, "recording", "You may.", "in the call", "participant")
    assert ("none", True) == (her.row["calls"], her.row["recorded"])
    assert ("recording", "given", "in the call", "participant") == entries(her)[-1]
    with her.desk() as desk:
        call_consent.withdraw_recording(desk, "Not any more.", "in the call")
    assert not her.row["recorded"]
    assert ("recording", "withdrawn") == entries(her)[-1][:2]


def test_a_no_to_calls_counts_at_once_and_texts_go_on(shared: World) -> None:
    her = called.agreed(shared)
    prompts = len(her.nudges("prompt"))
    version = her.row["consent_version"]
    with her.desk() as desk:
        call_consent.withdraw_calls(desk, "9", "key 9")
        assert version + 1 == desk.consent_version
    row = her.row
    assert ("stopped", "active") == (row["calls"], row["consent"])
    assert version + 1 == row["consent_version"]
    assert [] == [row for row in her.nudges() if row["state"] == "planned"]
    assert prompts == len(her.nudges("prompt"))
    assert ("call", "withdrawn", "key 9", "participant") == entries(her)[-1]
    assert 0 == her.plan()


def test_a_call_that_was_moved_is_cancelled_with_its_decision_kept(
    shared: World,
) -> None:
    her = called.agreed(shared)
    (nudge, *_) = her.nudges()
    shared.run(
        "INSERT INTO decisions (id, organisation_id, participant_id, nudge_id, verdict,"
        " rule, inputs, sentence_sealed, at) VALUES (%s, %s, %s, %s, 'move', 'x', '{}',"
        " '', handrail_now())",
        *(shared.parts.new_id(), shared.organisation, her.row["id"], nudge["id"]),
    )
    with her.desk() as desk:
        call_consent.withdraw_calls(desk, "9", "key 9")
    assert ["cancelled"] == [row["state"] for row in her.nudges()]


def test_who_says_yes_again_is_planned_again(shared: World) -> None:
    her = called.agreed(shared)
    first = [row["occurrence"] for row in her.nudges()]
    with her.desk() as desk:
        call_consent.withdraw_calls(desk, "9", "key 9")
    her.agree()
    assert first == [row["occurrence"] for row in her.nudges()]
    assert {"planned"} == {row["state"] for row in her.nudges()}


def test_stop_stops_calls_too_and_start_brings_back_texts_alone(shared: World) -> None:
    her = called.agreed(shared)
    shared.hears(her.phone.number, "STOP")
    assert ("stopped", "stopped") == (her.row["consent"], her.row["calls"])
    shared.hears(her.phone.number, "START")
    assert ("active", "stopped") == (her.row["consent"], her.row["calls"])


def test_a_no_to_calls_is_not_taken_for_how_she_stopped_texts(shared: World) -> None:
    her = called.agreed(shared)
    shared.hears(her.phone.number, "STOP")
    with her.desk() as desk:
        before = people.last_stop(desk.tx, desk.person)
        call_consent.withdraw_calls(desk, "9", "key 9")
        assert before == people.last_stop(desk.tx, desk.person)


NEW = {
    "calls_text": "You may call me.",
    "recording_text": "You may record me.",
    "recording_method": "by phone",
}


def test_enrolment_keeps_each_consent_with_its_own_words(parts: Parts) -> None:
    whose = crowd.organisation(parts)
    mila = crowd.person(parts, whose, crowd.programme(parts, whose), **NEW)
    with parts.at_desk(whose, mila) as desk:
        assert ("invited", "agreed", True) == (
            desk.person.consent,
            desk.person.calls,
            desk.person.recorded,
        )
    other = crowd.person(
        parts, whose, crowd.programme(parts, whose, "Two"), number="+15550100002"
    )
    with parts.at_desk(whose, other) as desk:
        assert ("none", False) == (desk.person.calls, desk.person.recorded)


@pytest.mark.parametrize(
    ("changes", "field", "mend"),
    [
        ({"recording_text": "Yes."}, "calls_text", "recordings are made in calls"),
        ({"calls_method": "paper"}, "calls_text", "leave calls_method empty"),
        (
            {"calls_text": "Yes.", "recording_method": "paper"},
            "recording_text",
            "leave recording_method empty",
        ),
        ({"calls_text": "x" * 2001}, "calls_text", "up to 2000"),
    ],
)
def test_half_a_consent_is_refused_with_the_mend(
    parts: Parts, changes: dict[str, str], field: str, mend: str
) -> None:
    whose = crowd.organisation(parts)
    where = crowd.programme(parts, whose)
    with pytest.raises(Refused, match=mend) as refused:
        crowd.person(parts, whose, where, **changes)
    assert field == refused.value.field


USUAL = {"wording": "Yes.", "method": "paper", "by": "Ruth"}


def enter(her: Called, channel: Channel, **changes: str) -> Standing:
    told, world = Told(channel, **{**USUAL, **changes}), her.world
    return call_consent.enter(world.parts, world.organisation, her.row["id"], told)


def no(her: Called, channel: told_no.Channel, **changes: str) -> Standing:
    told, world = told_no.Told(channel, **{**USUAL, **changes}), her.world
    return told_no.at_terminal(world.parts, world.organisation, her.row["id"], told)


def test_a_coach_enters_a_later_yes_and_a_later_no(shared: World) -> None:
    her = called.join(shared)
    assert "agreed" == enter(her, "call").calls
    assert enter(her, "recording").recorded
    assert not no(her, "recording").recorded
    standing = no(her, "call", wording="No more.")
    assert ("Mila", "active", "stopped") == (
        standing.name,
        standing.consent,
        standing.calls,
    )
    assert ("call", "withdrawn", "paper", "Ruth") == entries(her)[-1]
    audits = shared.rows(
        "SELECT action, actor FROM audits WHERE subject = %s ORDER BY id", her.row["id"]
    )
    assert {"action": "call withdrawn", "actor": "Ruth"} == audits[-1]


@pytest.mark.parametrize(
    ("channel", "changes", "field"),
    [
        ("recording", {}, "recording"),
        ("call", {"wording": " \x00"}, "wording"),
        ("call", {"method": ""}, "method"),
        ("call", {"by": "x" * 81}, "by"),
    ],
)
def test_what_a_coach_enters_is_refused_by_field(
    shared: World, channel: Channel, changes: dict[str, str], field: str
) -> None:
    her = called.join(shared)
    with pytest.raises(Refused) as refused:
        enter(her, channel, **changes)
    assert field == refused.value.field
    assert ("none", False) == (her.row["calls"], her.row["recorded"])


def test_nothing_is_entered_about_nobody(shared: World) -> None:
    told = Told("call", "Yes.", "paper", "Ruth")
    with pytest.raises(LookupError):
        call_consent.enter(
            shared.parts, shared.organisation, shared.parts.new_id(), told
        )


def test_a_no_that_a_coach_enters_takes_nothing_from_a_no_of_her_own(
    shared: World,
) -> None:
    """Last of all stood the coach's no, and so a form could undo what she had said."""
    her = called.agreed(shared)
    mine = partial(consents.by_herself, once=call_consent.ONE_CALL)
    shared.hears(her.phone.number, "stop calling me")
    no(her, "text")
    shared.hears(her.phone.number, "START")
    with her.desk() as desk:
        assert mine(desk.tx, desk.person)
        call_consent.agree_once(desk, "CALL ME")
        assert mine(desk.tx, desk.person)
    enter(her, "call")
    assert "stopped" == no(her, "call").calls
    with her.desk() as desk:
        assert not mine(desk.tx, desk.person)


@pytest.mark.parametrize(
    ("channel", "changes", "field"),
    [
        ("text", {"wording": ""}, "wording"),
        ("text", {"method": people.KEYWORD}, "method"),
        ("recording", {"by": ""}, "by"),
    ],
)
def test_a_no_that_cannot_stand_is_refused_by_field(
    shared: World, channel: told_no.Channel, changes: dict[str, str], field: str
) -> None:
    her = called.join(shared)
    with pytest.raises(Refused) as refused:
        no(her, channel, **changes)
    assert field == refused.value.field
    assert "active" == her.row["consent"]


def test_a_no_that_stands_already_changes_nothing(shared: World) -> None:
    her = called.agreed(shared)
    enter(her, "recording")
    for channel in ("recording", "call", "text"):
        no(her, channel)
        before, kept = her.row["consent_version"], entries(her)
        no(her, channel)
        last = channel, "repeated", "paper", "Ruth"
        assert [*kept, last] == entries(her), channel
        assert before == her.row["consent_version"], channel
    audits = shared.rows("SELECT action FROM audits WHERE subject = %s", her.row["id"])
    assert 2 == audits.count({"action": "text withdrawn"})
