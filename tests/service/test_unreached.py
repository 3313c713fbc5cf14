"""A call that did not reach her: one retry, or one text, planned once and explained."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from flows.coach.calling import Again, ByText, Nothing, Unreached
from service.store import plans
from service.usecases import unreached
from tests.journeys.world import World
from tests.service import called
from tests.service.called import Called


def rung_up(shared: World, **settings: object) -> tuple[Called, dict[str, Any]]:
    """Somebody whose day's call was made this minute."""
    her = called.agreed(shared, call_days="0123456", **settings)
    call = next(row for row in her.nudges() if row["due_at"] > shared.now)
    her.at(call["due_at"])
    return her, call


def tell(her: Called, message: Any, how: Unreached = "no_answer") -> Any:
    with her.desk() as desk:
        return unreached.unreached(desk, message, how)


def planned(her: Called, call: dict[str, Any], part: str) -> list[dict[str, Any]]:
    rows = her.world.of(her.phone.number, "nudges")
    return [row for row in rows if row["occurrence"] == call["occurrence"] + part]


def why(her: Called) -> tuple[str, str, str]:
    row = her.decisions()[-1]
    words = her.world.words(her.phone.number, "decisions", "sentence_sealed")
    return row["verdict"], row["rule"], words[-1]


def test_no_answer_plans_one_retry_inside_the_window_and_says_so(
    shared: World,
) -> None:
    her, call = rung_up(shared, call_retry=20)
    assert isinstance(tell(her, her.made(call)), Again)
    (retry,) = planned(her, call, "/2")
    assert ("call", "check_in", "planned") == (
        retry["kind"],
        retry["script"],
        retry["state"],
    )
    wait = retry["due_at"] - call["due_at"]
    assert timedelta(minutes=20) <= wait < timedelta(minutes=21)
    assert call["expires_at"] == retry["expires_at"]
    assert call["chance_id"] == retry["chance_id"]
    said = "Mila did not pick up, so there is one more try at 12:35."
    assert ("unreached", "call_again", said) == why(her)
    assert {"kind": "call", "how": "no_answer", "tries": 1, "at": "12:35"} == (
        her.decisions()[-1]["inputs"]
    )


def test_the_same_report_twice_plans_once(shared: World) -> None:
    her, call = rung_up(shared)
    message = her.made(call)
    assert isinstance(tell(her, message), Again)
    assert tell(her, message, "busy") is None
    assert 1 == len(planned(her, call, "/2"))
    assert [] == planned(her, call, "/text")
    unreached_ones = [r for r in her.decisions() if r["verdict"] == "unreached"]
    assert 1 == len(unreached_ones)


def test_an_unreached_retry_ends_in_one_text_until_the_day_closes(
    shared: World,
) -> None:
    her, call = rung_up(shared)
    tell(her, her.made(call))
    (retry,) = planned(her, call, "/2")
    her.at(retry["due_at"])
    assert isinstance(tell(her, her.made(retry), "machine"), ByText)
    (text,) = planned(her, call, "/text")
    assert ("follow_up", "check_in_text", "planned") == (
        text["kind"],
        text["script"],
        text["state"],
    )
    assert call["chance_id"] == text["chance_id"]
    assert "20:30" == shared.local(called.LIMA, text["expires_at"])
    assert timedelta(0) <= shared.now - text["due_at"] < timedelta(minutes=1)
    assert [] == planned(her, call, "/2/2")
    assert "call_text" == why(her)[1]


@pytest.mark.parametrize(("how", "after"), [("failed", ByText), ("canceled", Nothing)])
def test_what_a_retry_would_not_mend_has_none(
    shared: World, how: Unreached, after: type
) -> None:
    her, call = rung_up(shared)
    assert isinstance(tell(her, her.made(call), how), after)
    assert [] == planned(her, call, "/2")
    assert (after is ByText) == bool(planned(her, call, "/text"))


def test_who_called_in_meanwhile_hears_no_more(shared: World) -> None:
    her, call = rung_up(shared)
    message = her.made(call)
    her.calls_in()
    assert isinstance(tell(her, message), Nothing)
    assert "Mila called or told us meanwhile, so nothing more goes out." == why(her)[2]


def test_who_told_meanwhile_hears_no_more(shared: World) -> None:
    her, call = rung_up(shared)
    message = her.made(call)
    with her.desk() as desk:
        plans.close_chance(desk.tx, call["chance_id"], "attempted")
    assert isinstance(tell(her, message), Nothing)
    assert ([], []) == (planned(her, call, "/2"), planned(her, call, "/text"))


def test_a_message_that_is_no_call_of_hers_is_none(shared: World) -> None:
    her, call = rung_up(shared)
    other = called.agreed(shared)
    message = her.made(call)
    assert tell(other, message) is None
    assert tell(her, shared.parts.new_id()) is None


def test_a_call_she_asked_for_has_its_retry_and_its_text_too(shared: World) -> None:
    her, call = rung_up(shared)
    with her.desk() as desk:
        values = {name: call[name] for name in plans.NewNudge.__slots__}
        asked = {**values, "id": desk.parts.new_id(), "occurrence": "call_me/x"}
        plans.keep_nudge(desk.tx, desk.person, plans.NewNudge(**asked))
    (mine,) = (row for row in her.nudges() if row["occurrence"] == "call_me/x")
    tell(her, her.made(mine), "busy")
    assert 1 == len(planned(her, mine, "/2"))
