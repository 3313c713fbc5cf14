"""An invitation that did not arrive: on Today with why, the number mended, sent again."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from flask.testing import FlaskClient

from flows.safety.inviting import Why
from service.carrier.wire import StatusReport
from service.usecases import deliver, inviting, nudging, sessions, settling
from service.usecases.inviting import Corrected, NotNow
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from tests.database import Clone, wait
from tests.pages.reading import came_in
from tests.pages.visiting import Visitor
from tests.service import crowd

RIGHT = "+15550100077"
FORM = {
    "number": RIGHT,
    "consent_text": "Yes, text me there.",
    "consent_method": "in person",
}


class Sent:
    """Somebody invited, and what the carrier says of the texts to her."""

    def __init__(self, parts: Parts, clone: Clone, whose: UUID, where: UUID) -> None:
        self.parts, self.clone, self.whose = parts, clone, whose
        self.id = crowd.person(parts, whose, where)

    def sql(self, words: str) -> list[Any]:
        with psycopg.connect(self.clone.superuser_url) as line:
            return line.execute(words.encode()).fetchall()

    def goes_out(self) -> str:
        """Let what is due go out; return the token of the last text."""
        due = [
            row[0] for row in self.sql("SELECT id FROM nudges WHERE state='planned'")
        ]
        nudging.nudge(self.parts, self.whose, due)
        ids = "SELECT id FROM outbox_messages WHERE state = 'due' ORDER BY id"
        deliver.deliver(self.parts, self.whose, [row[0] for row in self.sql(ids)])
        last = "SELECT token FROM outbox_messages ORDER BY id DESC LIMIT 1"
        return str(self.sql(last)[0][0])

    def fails(self, code: int, token: str = "") -> str:
        """Let the text go out, and the carrier say that it did not arrive."""
        told = token or self.goes_out()
        sid = f"SELECT carrier_id FROM outbox_messages WHERE token = '{told}'"
        report = StatusReport(str(self.sql(sid)[0][0]), "", "undelivered", code, told)
        settling.status_in(self.parts, report)
        return told

    def alerts(self) -> list[str]:
        rows = self.sql("SELECT reason FROM alerts WHERE state = 'open' ORDER BY id")
        return [row[0] for row in rows]

    def stands(self) -> tuple[str, str, int]:
        words = "SELECT consent, calls, consent_version FROM participants"
        found: tuple[str, str, int] = self.sql(words)[0]
        return found


@pytest.fixture
def sent(parts: Parts, clone: Clone, stairwell: UUID, where: UUID) -> Sent:
    # By day where she lives, whenever this is run.
    wait(clone, timedelta(0))
    moment = "SELECT extract(hour FROM handrail_now() AT TIME ZONE 'America/New_York')"
    with psycopg.connect(clone.superuser_url) as line:
        found = line.execute(moment.encode()).fetchone()
    assert found is not None
    wait(clone, timedelta(hours=(12 - int(found[0])) % 24))
    return Sent(parts, clone, stairwell, where)


@pytest.fixture
def signed(parts: Parts, stairwell: UUID) -> Signed:
    found = sessions.of(parts, came_in(parts, stairwell))
    assert found is not None
    return found


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


def test_a_wrong_number_stands_on_today_is_mended_and_invited_anew(
    sent: Sent, visitor: Visitor
) -> None:
    old = sent.fails(30005)
    sent.fails(30005, old)
    assert ["uninvited 30005"] == sent.alerts()
    said = visitor.goes("/").said
    assert "The invitation did not arrive: the number is unknown or not in use" in said
    assert "Correct the number" in said
    assert "Invite again" in said
    assert "See that the number is right" in visitor.goes("/people").said
    page = f"/people/{sent.id}"
    assert "The invitation did not arrive" in visitor.goes(page).said
    before = sent.stands()
    visitor.goes(f"{page}/edit/number").sends(f"{page}/edit/number", **FORM)
    assert visitor.here(page)
    said = visitor.said
    assert "••••••••••77" in said
    assert "One text asks for their own yes: it goes out" in said
    assert "corrected the number and invited them anew" in said
    assert 2 == said.count("Invited by a coach")
    assert [] == sent.alerts()
    assert ("invited", "none", before[2] + 1) == sent.stands()
    sent.goes_out()
    taken = sent.parts.carrier.taken  # type: ignore[attr-defined] # the tests' own
    assert [crowd.MILA.number, RIGHT] == [to for to, _ in taken]
    # What is still told of the old number says nothing of the new one.
    sent.fails(21610, old)
    assert ("invited", []) == (sent.stands()[0], sent.alerts())


def test_a_number_that_cannot_stand_is_refused_and_one_she_wrote_from_stays(
    sent: Sent, visitor: Visitor
) -> None:
    page = f"/people/{sent.id}"
    form = f"{page}/edit/number"
    assert "The one that stands: ••••••••••01." in visitor.goes(form).said
    visitor.sends(form, **{**FORM, "number": "12", "consent_method": ""})
    assert 422 == visitor.answer.status_code
    assert "Yes, text me there." in visitor.said
    visitor.sends(form, **{**FORM, "number": crowd.MILA.number})
    assert "this number stands already" in visitor.said
    visitor.sends(form, **FORM)
    crowd.text(sent.parts, "GO", RIGHT)
    assert "active" == sent.stands()[0]
    visitor.goes(form)
    assert "They have written from this number, so it is theirs." in visitor.said


def test_a_yes_to_calls_is_of_the_number_it_was_given_for(
    parts: Parts, clone: Clone, stairwell: UUID, where: UUID, signed: Signed
) -> None:
    her = crowd.person(parts, stairwell, where, calls_text="Call me.",
                       recording_text="Record me.")  # fmt: skip
    inviting.correct(parts, signed, her, Corrected(RIGHT, "Yes.", "in person"))
    with parts.at_desk(stairwell, her) as desk:
        assert ("none", False) == (desk.person.calls, desk.person.recorded)
    # Whoever has the old number is a stranger: her GO begins nothing here.
    crowd.text(parts, "GO")
    with parts.at_desk(stairwell, her) as desk:
        assert "invited" == desk.person.consent


BOX = r'<div class="told invited[^>]*>\s*<p><b>Invited again\. It goes out when'


def test_an_invitation_goes_again_within_the_rules(
    sent: Sent, visitor: Visitor, signed: Signed
) -> None:
    page = f"/people/{sent.id}"
    sent.fails(30006)
    assert ["uninvited 30006"] == sent.alerts()
    assert "It may be a landline." in visitor.goes("/").said
    visitor.goes(page).sends(f"{page}/invite")
    # It stands in the one box that says how the invitation stands.
    assert re.search(BOX, visitor.answer.text)
    assert [] == sent.alerts()
    with pytest.raises(NotNow, match="on_its_way"):
        inviting.again(sent.parts, signed, sent.id)
    sent.fails(30003)
    wait(sent.clone, timedelta(hours=1))
    sent.fails(30003)  # tried once more by itself, and in vain
    assert ["uninvited 30003"] == sent.alerts()
    with pytest.raises(NotNow, match="wording"):
        inviting.again(sent.parts, signed, sent.id)  # two in a day are enough
    said = visitor.goes(page).said
    assert "The same words went to them as often as a day allows." in said
    assert f'action="{page}/invite"' not in visitor.answer.text
    wait(sent.clone, timedelta(days=1))
    inviting.again(sent.parts, signed, sent.id)
    sent.fails(30005)
    with pytest.raises(NotNow, match="enough"):
        inviting.again(sent.parts, signed, sent.id)
    assert "This number was asked 3 times" in visitor.goes(page).said
    assert f'action="{page}/invite"' not in visitor.answer.text


def test_who_stopped_at_the_carrier_is_invited_by_nobody(
    sent: Sent, visitor: Visitor, signed: Signed
) -> None:
    sent.fails(21610)
    assert ["uninvited 21610"] == sent.alerts()
    today = visitor.goes("/").said
    assert "they have stopped texts at the carrier (21610)" in today
    assert "Correct the number" not in today
    page = f"/people/{sent.id}"
    said = visitor.goes(page).said
    assert "They have stopped texts at the carrier (21610). Nobody can undo" in said
    assert "/invite" not in visitor.answer.text
    with pytest.raises(NotNow) as not_now:
        inviting.again(sent.parts, signed, sent.id)
    assert Why.STOPPED is not_now.value.why
    with pytest.raises(NotNow):
        inviting.correct(sent.parts, signed, sent.id, Corrected(RIGHT, "y", "p"))
    said = visitor.goes(f"{page}/edit/number").said
    assert "They have stopped texts at the carrier" in said
    assert re.search(r'action="[^"?]*edit/number', visitor.answer.text) is None


def test_one_that_may_have_arrived_is_given_three_days(
    sent: Sent, visitor: Visitor, signed: Signed
) -> None:
    sent.goes_out()
    with pytest.raises(NotNow, match="rests"):
        inviting.again(sent.parts, signed, sent.id)
    said = visitor.goes(f"/people/{sent.id}").said
    assert "It may have arrived, so wait until" in said
    wait(sent.clone, timedelta(days=3))
    assert "Invite again" in visitor.goes(f"/people/{sent.id}").said
    # Nothing that is going out at this moment may reach the number put in its place.
    with psycopg.connect(sent.clone.superuser_url) as line:
        line.execute("UPDATE outbox_messages SET state = 'calling'")
    form = f"/people/{sent.id}/edit/number"
    visitor.goes(form).sends(form, **FORM)
    assert "a text is going out at this moment" in visitor.said


@pytest.mark.parametrize(
    ("later", "strict", "rule", "says"),
    [
        (timedelta(0), 1, "loop_guard", "the same words had gone to them as often as"),
        (timedelta(days=15), 2, "too_late", "two weeks passed before it could go"),
        (timedelta(0), 2, "no_texts", "their line takes no texts"),
    ],
)
def test_one_that_stays_here_is_on_today_with_why_and_what_to_do(
    sent: Sent, visitor: Visitor, signed: Signed,
    later: timedelta, strict: int, rule: str, says: str,
) -> None:  # fmt: skip
    sent.fails(30005)
    inviting.again(sent.parts, signed, sent.id)
    assert [] == sent.alerts()
    strictly = f"settings || '{{\"most_alike\": {strict}}}'"
    with psycopg.connect(sent.clone.superuser_url) as line:
        line.execute(f"UPDATE programmes SET settings = {strictly}".encode())
        if rule == "no_texts":
            line.execute("UPDATE participants SET no_texts = 30006")
    wait(sent.clone, later)
    sent.goes_out()
    assert [f"uninvited {rule}"] == sent.alerts()
    said = visitor.goes("/").said
    assert says in said
    assert "Invite again" in said
    assert "Correct the number" in said
    page = f"/people/{sent.id}"
    assert says in visitor.goes(page).said
    # She answers after all, and the task is gone.
    crowd.text(sent.parts, "GO")
    assert [] == sent.alerts()
