"""What came before a try, in her Ladder and every count: what may have gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from flows.coach.ladder import Entry
from service.store import marks, plans, tallies
from service.usecases import acting, unreached
from service.usecases.acting import Scene
from tests.journeys.world import World
from tests.service import called
from tests.service.called import Called

DAILY = "0123456"
NEVER_WENT = ("due", "claimed", "withheld", "failed", "not_sent")
MAY_HAVE_GONE = ("calling", "sent", "in_doubt")


@pytest.fixture(autouse=True)
def nothing_left(shared: World) -> Iterator[None]:
    """Leave nothing that a sender or a look at the carrier would carry on."""
    yield
    shared.run(
        "UPDATE outbox_messages SET state = 'withheld'"
        " WHERE state IN ('due', 'claimed', 'calling', 'in_doubt')"
    )


def due(shared: World, kind: str) -> tuple[Called, dict[str, Any]]:
    """Somebody whose nudge of today is due this minute, and is nowhere yet."""
    her = called.agreed(shared, call_days=DAILY)
    nudge = next(row for row in her.nudges(kind) if row["due_at"] > shared.now)
    her.at(nudge["due_at"])
    return her, nudge


def in_place_of_a_call(shared: World) -> tuple[Called, dict[str, Any]]:
    """Somebody whose call of the day the carrier refused, and the text planned then."""
    her, call = due(shared, "call")
    message = her.made(call, "failed")
    with her.desk() as desk:
        unreached.unreached(desk, message, "failed")
    (planned,) = her.nudges("follow_up")
    assert ("check_in_text", call["chance_id"]) == (
        planned["script"], planned["chance_id"],
    )  # fmt: skip
    return her, planned


def tells(her: Called, outcome: Any = "attempted") -> Entry:
    """She tells of today; return what her Ladder keeps of it."""
    with her.desk() as desk:
        acting.record(Scene(desk, None, None), desk.today, outcome, "said my idea")
    with her.desk() as desk:
        return acting.the_ladder(desk).log[-1]


def counted(her: Called) -> list[tuple[str, bool, bool]]:
    """How her reported chances are labelled, and whether something opened them."""
    with her.desk() as desk:
        whose = desk.person.id
        records = tallies.chances(desk.tx, [whose])[whose].records
        drawn = marks.lately(desk.tx, [whose])[whose]
    opened = [one.opened_by_prompt for one in drawn if one.outcome != "open"]
    labels = [(one.label, one.prompted_first) for one in records if one.mark != "?"]
    return [(*label, one) for label, one in zip(labels, opened, strict=True)]


def silent(her: Called, nudge: dict[str, Any]) -> str:
    """What her Ladder is told of the chance, once it has closed without a word."""
    her.at(nudge["due_at"] + timedelta(days=1))
    with her.desk() as desk:
        found = plans.silent_chances(desk.tx, desk.person, nudge["local_date"])
    (prompt,) = (one.prompt for one in found if one.id == nudge["chance_id"])
    return prompt


@pytest.mark.parametrize("outcome", ["attempted", "skipped"])
@pytest.mark.parametrize("state", NEVER_WENT)
def test_a_prompt_that_never_went_is_none_in_her_ladder(
    shared: World, state: str, outcome: str
) -> None:
    """Her own try was kept with a prompt "before", and the caps counted it."""
    her, prompt = due(shared, "prompt")
    her.made(prompt, state)
    told = tells(her, outcome)
    assert ("none", "U" if outcome == "attempted" else "M") == (told.prompt, told.mark)


@pytest.mark.parametrize("state", MAY_HAVE_GONE)
def test_a_prompt_that_may_have_gone_led(shared: World, state: str) -> None:
    her, prompt = due(shared, "prompt")
    her.made(prompt, state)
    told = tells(her)
    assert ("before", "P") == (told.prompt, told.mark)


def test_the_text_in_place_of_a_refused_call_leads_as_the_call_does(
    shared: World,
) -> None:
    """After a busy line her answer was "prompted", after a refused call "her own"."""
    her, text = in_place_of_a_call(shared)
    shared.run("UPDATE chances SET plan = 'none' WHERE id = %s", text["chance_id"])
    her.made(text)
    told = tells(her)
    assert ("before", "P") == (told.prompt, told.mark)
    assert [("prompted", True, True)] == counted(her)


def test_the_text_in_place_of_a_call_that_never_went_leads_nowhere(
    shared: World,
) -> None:
    her, text = in_place_of_a_call(shared)
    her.made(text, "withheld")
    told = tells(her)
    assert ("none", "U") == (told.prompt, told.mark)
    assert [("unprompted", False, False)] == counted(her)


@pytest.mark.parametrize(("state", "led"), [("sent", "before"), ("withheld", "none")])
def test_silence_after_the_text_in_place_of_a_call_is_silence_after_a_prompt(
    shared: World, state: str, led: str
) -> None:
    her, text = in_place_of_a_call(shared)
    her.made(text, state)
    assert led == silent(her, text)
