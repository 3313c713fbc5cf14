"""What a conversation says of what was just done in it, and for how long it says so."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.visiting import Visitor, talk
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import Console

DANGER = "I want to kill myself tonight"
QUESTION = "can I talk to a person please?"
LIFTED = "The hold on Mila is lifted (Safety), and nobody further is told of it."


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


@pytest.mark.parametrize(
    ("page", "came"), [("/inbox/{}", "talk"), ("/people/{}", "person")]
)
def test_a_hold_is_lifted_on_a_page_of_its_own_that_leads_back_and_says_so(
    console: Console, coach: Visitor, mila: UUID, page: str, came: str
) -> None:
    """In the conversation one click lifted it, without a note and without a word."""
    crowd.text(console.parts, DANGER)
    here = page.format(mila)
    lift = f"/people/{mila}/hold?came={came}"
    assert f'href="{lift}"' in coach.goes(here).said
    assert "release" not in coach.answer.text
    coach.goes(lift)
    assert f'href="{here}">Not yet</a>' in coach.said
    refused = coach.sends(lift, note="x" * 501)
    assert 422 == refused.answer.status_code
    assert f'href="{here}">Not yet</a>' in refused.said
    coach.sends(lift, note="We talked.")
    assert coach.here(here)
    assert LIFTED in coach.said
    assert "lift the hold" not in coach.said
    assert LIFTED not in coach.goes(here).said
    # Once more there is nothing to lift: that is said where she came from, too.
    form = coach.goes("/account")._hidden(coach.answer.text)
    over = coach.client.post(lift, data={"csrf_token": form["csrf_token"]})
    assert over.headers["Location"] == f"{here}?done=over"


@pytest.mark.parametrize(
    ("page", "came", "shown"),
    [
        ("/inbox/{}", "talk", "show=waiting"),
        ("/inbox/{}", "talk", "show=mine&before=2030-01-01T00:00:00%2B00:00"),
        ("/people/{}", "person", "kind=texts"),
        ("/people/{}", "person", "kind=texts&before=2030-01-01T00:00:00%2B00:00"),
    ],
)
def test_who_lifts_a_hold_comes_back_to_the_part_of_the_page_she_was_in(
    console: Console, coach: Visitor, mila: UUID, page: str, came: str, shown: str
) -> None:
    """The timeline was not narrowed any more, the view of the inbox another one."""
    crowd.text(console.parts, DANGER)
    here = f"{page.format(mila)}?{shown}"
    lift = f"/people/{mila}/hold?came={came}&{shown}"
    assert f'href="{lift}"' in coach.goes(f"{here}&done=had").said
    coach.goes(lift)
    down = "" if shown == "show=waiting" else "#thread"
    assert f'href="{here}{down}">Not yet</a>' in coach.said
    form = coach._hidden(coach.answer.text)
    form = {name: form[name] for name in ("csrf_token", "looked")}
    lifted = coach.client.post(lift, data=form).headers["Location"]
    assert {*here.split("?")[1].split("&"), "done=released", "hold=crisis"} == {
        *lifted.partition("#")[0].partition("?")[2].split("&")
    }
    assert LIFTED in coach.goes(lifted).said


@pytest.mark.parametrize("from_today", [True, False])
def test_who_takes_an_alert_has_the_task_unless_it_is_somebodys(
    console: Console, coach: Visitor, ana: Visitor, mila: UUID, *, from_today: bool
) -> None:
    """It said who has it, and beside it that it is nobody's task yet."""
    assigned = "SELECT count(*) FROM audits WHERE action = 'assigned to themselves'"
    crowd.text(console.parts, DANGER)
    assert "Nobody's yet." in coach.goes(talk(mila)).said
    coach.goes("/" if from_today else talk(mila)).presses("I have this")
    assert "Yours." in coach.goes(talk(mila)).said
    assert 1 == console.one(assigned)
    console.sql("UPDATE alerts SET heeded_at = NULL")
    ana.goes(talk(mila)).presses("I have this")
    assert "Ana Costa has it since" in ana.said
    assert "Yours." in coach.goes(talk(mila)).said
    assert 1 == console.one(assigned)


def test_nothing_to_answer_is_offered_while_something_waits_and_is_confirmed(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    button, told = ">Nothing to answer</button>", "nothing of theirs waits for an"
    crowd.text(console.parts, QUESTION)
    assert button in coach.goes(talk(mila)).said
    assert "Done, beside an alert, closes that one alone." in coach.said
    coach.presses("Nothing to answer")
    assert told in coach.said
    assert button not in coach.said
    # An alert of danger is answered by nobody's saying so.
    console.forward(mins=5)
    crowd.text(console.parts, DANGER)
    assert button not in coach.goes(talk(mila)).said


def test_what_is_on_its_way_is_said_until_it_is_there(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    going = "It is on its way."
    coach.goes(talk(mila)).presses("Send", words="Hello", note="half a note")
    assert going in coach.said
    # The part that looks by itself asks for it as well, though no address says so.
    assert "told=sent" in coach.answer.text
    again = f"{talk(mila)}?told=sent"
    assert going in coach.goes(again).said
    console.sql(
        "UPDATE outbox_messages SET state = 'sent', carrier_status = 'delivered'"
        " WHERE kind = 'personal'"
    )
    assert going not in coach.goes(again).said


def test_only_what_is_grave_is_shown_as_danger_is(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    """A question had the red box and the mark of somebody who may not be safe."""
    pages = (talk(mila), f"/people/{mila}", "/people")
    crowd.text(console.parts, "what if nobody opens the floor?")
    for page in pages:
        said = coach.goes(page).said
        assert '<ul class="needs is-plain"> <li class="is-hand can-wait">' in said
        assert "person needing" not in said
    console.forward(mins=5)
    crowd.text(console.parts, DANGER)
    for page in pages:
        said = coach.goes(page).said
        assert '<ul class="needs"> <li class="is-crisis">' in said
        assert '<li class="is-hand can-wait">' in said
    assert "person needing" in said
