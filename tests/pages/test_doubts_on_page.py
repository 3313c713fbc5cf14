"""What pages say of a text in doubt: why, what can be done about it, what was done."""

from __future__ import annotations

import html
import re
from uuid import UUID

import pytest

from service.store.restores import WHY
from service.usecases.parts import Parts
from service.web import doubt_words, need_words
from tests.database import Clone
from tests.pages.visiting import Visitor, talk
from tests.service import console as desk
from tests.service.console import Console


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


@pytest.fixture
def doubt(console: Console, mila: UUID) -> UUID:
    """A text to Mila that the carrier broke off at."""
    return console.in_doubt(mila)


def plain(page: str) -> str:
    return " ".join(html.unescape(re.sub("<.*?>", " ", page)).split())


@pytest.mark.parametrize("from_today", [True, False])
def test_what_was_sent_again_is_never_said_to_have_been_found_unsent(
    coach: Visitor, mila: UUID, doubt: UUID, *, from_today: bool
) -> None:
    """It said that a person had found out what nobody had looked for."""
    coach.goes("/" if from_today else talk(mila)).presses("Send again")
    assert "It is on its way once more." in coach.said
    for page in (f"/people/{mila}", talk(mila)):
        said = coach.goes(page).said
        assert "nobody knows whether it went out; a person sent it again" in said
        assert "a person found" not in said
    assert doubt


def test_today_and_the_inbox_offer_the_same_of_a_doubt_in_the_same_words(
    coach: Visitor, mila: UUID, doubt: UUID
) -> None:
    """In the inbox stood three buttons, and what each did was for no eye."""
    for page in ("/", talk(mila)):
        said = plain(coach.goes(page).answer.text)
        for _, label, means in need_words.ANSWERS:
            assert f"{label} {means}" in said
    for answer, _, _ in need_words.ANSWERS:
        told = f'aria-describedby="{answer}-means-{doubt}"'
        assert told in coach.goes(talk(mila)).answer.text


def test_why_it_is_in_doubt_is_said_in_a_coachs_words(
    coach: Visitor, mila: UUID, doubt: UUID
) -> None:
    """It said: the carrier answered 500."""
    said = coach.goes(talk(mila)).said
    broke = "the carrier broke off while it was taking it (its code: 500). You decide."
    assert f"Nobody knows whether it went out: {broke}" in said
    assert "answered 500" not in said
    assert doubt


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        ("the carrier answered 503", "(its code: 503)"),
        ("the carrier answered 302 in a form we cannot read", "could not be read"),
        ("the carrier answered yes in a form we cannot read", "could not be read"),
        ("the carrier did not answer in time", "did not answer in time"),
        ("the line to the carrier dropped", "broke off"),
        ("the line to the mail server dropped", "mail server broke off"),
        ("its sender was lost during the call", "Handrail was stopped"),
        (WHY, "put back from a backup"),
        ("", "the answer was lost"),
        ("Traceback", "the answer was lost"),
    ],
)
def test_every_reason_that_is_kept_has_words(
    coach: Visitor, kept: str, says: str
) -> None:
    with coach.client.application.test_request_context("/"):
        assert says in doubt_words.why(kept)
