"""When a person is called: her programme's times, or her own, judged by one table."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest

from service.usecases import call_terms
from service.usecases.call_terms import CallTerms, Wanted
from service.usecases.terms import BadTerms, Terms, written
from tests.journeys.world import World
from tests.service import called
from tests.service.called import Called


def change(her: Called, to: Any) -> call_terms.Set:
    world = her.world
    return call_terms.change(world.parts, world.organisation, her.row["id"], to, "Ruth")


def test_a_programme_calls_nobody_unless_days_are_set() -> None:
    terms = Terms.read({})
    assert frozenset() == terms.call_days
    assert (time(12, 15), time(13), 30) == (
        terms.call_at,
        terms.call_until,
        terms.call_retry,
    )
    assert {"call_days": "3"} == written(["call_days=3"])
    assert frozenset({3}) == Terms.read({"call_days": "3"}).call_days
    assert frozenset() == Terms.read(written(["call_days=none"])).call_days


@pytest.mark.parametrize(
    ("settings", "mend"),
    [
        ({"call_days": "7"}, r"call_days is '7'; write 0 \(Monday\) to 6"),
        ({"call_at": "noon"}, "call_at is 'noon'; write it as HH:MM"),
        ({"call_retry": "4"}, "call_retry is '4'; write whole minutes, 5 to 240"),
        ({"call_days": "3", "call_until": "12:15"}, "call_until is call_at"),
        ({"call_days": "3", "call_at": "21:00"}, "within the programme's hours, 08:30"),
        ({"call_day": "3"}, "did you mean call_days"),
    ],
)
def test_a_time_that_no_call_could_keep_is_refused_with_the_mend(
    settings: dict[str, str], mend: str
) -> None:
    with pytest.raises(BadTerms, match=mend):
        Terms.read(settings)


def test_without_call_days_the_usual_time_stands_in_the_way_of_no_hours() -> None:
    assert Terms.read({"hours_from": "17:00", "hours_to": "19:00"})


def test_her_own_times_are_laid_over_the_programmes(shared: World) -> None:
    her = called.agreed(shared, call_retry=20)
    before = her.nudges()
    assert [3] == [row["local_date"].weekday() for row in before]
    told = change(her, Wanted(call_days="15", call_at="10:00"))
    assert told.own
    assert CallTerms(frozenset({1, 5}), time(10), time(13), 20) == told.terms
    assert timedelta(minutes=20) == told.terms.retry
    assert {"call_days": "15", "call_at": "10:00"} == her.row["call_terms"]
    her.plan()
    assert {1} == {row["local_date"].weekday() for row in her.nudges()}
    assert {time(10)} == {row["wall"] for row in her.nudges()}
    later = change(her, Wanted(call_until="10:30"))
    assert (time(10), time(10, 30)) == (later.terms.call_at, later.terms.call_until)
    actions = shared.rows("SELECT * FROM audits WHERE subject = %s", her.row["id"])
    assert ("set call times", "Ruth") == (actions[-1]["action"], actions[-1]["actor"])


def test_none_is_no_call_on_any_day_and_default_the_programmes(shared: World) -> None:
    her = called.agreed(shared)
    assert frozenset() == change(her, "none").terms.call_days
    her.plan()
    assert [] == her.nudges()
    told = change(her, "default")
    assert (False, frozenset({3})) == (told.own, told.terms.call_days)
    her.plan()
    assert 1 == len(her.nudges())


@pytest.mark.parametrize(
    ("wanted", "mend"),
    [
        (Wanted(call_days="8"), "call times: call_days is '8'; write 0"),
        (Wanted(call_at="25:00"), "call_at is '25:00'; write it as HH:MM"),
        (Wanted(call_retry="soon"), "call_retry is 'soon'; write whole minutes"),
        (Wanted(call_until="12:15"), "call_until is call_at; give a later time"),
        (Wanted(call_at="07:00"), "call_at is 07:00; it must lie within"),
    ],
)
def test_a_time_of_her_own_is_judged_as_the_programmes(
    shared: World, wanted: Wanted, mend: str
) -> None:
    her = called.agreed(shared)
    with pytest.raises(BadTerms, match=mend):
        change(her, wanted)
    assert {} == her.row["call_terms"]


def test_nobodys_times_are_set(shared: World) -> None:
    with pytest.raises(LookupError):
        call_terms.change(
            shared.parts, shared.organisation, shared.parts.new_id(), "none", "Ruth"
        )


def test_times_are_read_for_a_page_as_they_are_kept() -> None:
    assert frozenset({3}) == call_terms.shown({"call_days": "3"}).call_days


def test_a_call_that_waits_is_left_out_with_a_reason_when_its_times_change(
    shared: World,
) -> None:
    """It was moved to later and stayed without one: no call came, and nobody read why."""
    her = called.agreed(shared)
    (nudge, *_) = her.nudges()
    shared.run(
        "INSERT INTO decisions (id, organisation_id, participant_id, nudge_id, verdict,"
        " rule, inputs, sentence_sealed, at) VALUES (%s, %s, %s, %s, 'move', 'x', '{}',"
        " '', handrail_now())",
        *(shared.parts.new_id(), shared.organisation, her.row["id"], nudge["id"]),
    )
    change(her, "none")
    assert ["cancelled"] == [row["state"] for row in her.nudges()]
    told = shared.of(her.phone.number, "decisions")
    assert [("move", "x"), ("withhold", "plan_dropped")] == [
        (row["verdict"], row["rule"]) for row in told if row["nudge_id"] == nudge["id"]
    ]
