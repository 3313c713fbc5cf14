"""What a person gets next, as its page shows it: words, calls, and why nothing comes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from flask.testing import FlaskClient

from service.usecases import call_consent, guarding, pausing, planning, rights
from service.usecases.parts import Parts
from service.web import inbox_words
from tests.database import Clone
from tests.pages.visiting import Visitor
from tests.service import crowd

MONDAY = datetime(2026, 3, 2, 17, tzinfo=UTC)


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


def test_before_a_step_she_gets_the_question_what_she_wants(
    visitor: Visitor, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    blank = {"goal": "", "step": "", "cue": ""}
    found = crowd.person(parts, stairwell, where, begins="intake", **blank)
    crowd.text(parts, "GO")
    planning.plan(parts, stairwell, [found])
    said = visitor.goes(f"/people/{found}/ahead").said
    assert "Follow-up" in said
    assert '<p class="state">1 text</p>' in said
    assert "GSM-7" not in said
    with parts.at_desk(stairwell, found) as desk:
        guarding.stop(desk, "text", "STOP")
    said = visitor.goes(f"/people/{found}/ahead").said
    assert "Nothing comes to this phone now" in said
    assert "Nothing: texts are stopped" in said


def test_a_call_is_shown_as_it_would_be_said_on_its_day(
    visitor: Visitor, parts: Parts, clone: Clone, stairwell: UUID
) -> None:
    where = crowd.programme(
        parts, stairwell, "By phone", call_days="3", call_at="12:15"
    )
    found = crowd.joined(parts, clone, stairwell, where, MONDAY + timedelta(days=2))
    path = f"/people/{found}/ahead"
    assert "automated call" not in visitor.goes(path).said, "she agreed to no calls"
    with parts.at_desk(stairwell, found) as desk:
        call_consent.agree(desk, "call", "Please ring me.", "paper form", "Ruth")
        planning.rearrange(desk)
    said = visitor.goes(path).said
    call = said.partition(">Call<")[2]
    assert re.search(r"Thu\w* 12:15|tomorrow 12:15", call), call[:300]
    assert "Hello, this is By phone, with an automated call." in call
    assert "If you tried, press 1." in call
    assert "Then it waits for the first answer." in call
    assert "in your own words is recorded" not in call, "she agreed to no recording"


def test_why_a_text_costs_as_several_is_said_in_words() -> None:
    assert "1 text" == inbox_words.costs(1, "")
    longer = "2 texts: it is longer than the 160 characters that one holds"
    assert longer == inbox_words.costs(2, "")
    letters = "3 texts: with “ç” in it, one holds 70 characters and not 160"
    assert letters == inbox_words.costs(3, "ç")


def test_a_card_stands_there_for_what_can_come_alone(
    visitor: Visitor, parts: Parts, clone: Clone, stairwell: UUID
) -> None:
    bare = crowd.programme(
        parts, stairwell, "No recap", start_rung=5, recap_day="none", call_days="none"
    )
    found = crowd.joined(parts, clone, stairwell, bare, MONDAY)
    with parts.at_desk(stairwell, found) as desk:
        call_consent.agree(desk, "call", "Please ring me.", "paper form", "Ruth")
        planning.rearrange(desk)
    said = visitor.goes(f"/people/{found}/ahead").said
    assert "Its day is not laid out yet" not in said
    cards = re.findall(r'<h2 id="next-\d">(\w+)<', said)
    assert not {"Prompt", "Recap", "Call"} & set(cards), cards
    assert "Nothing comes to this phone now" in said


def test_the_next_of_each_kind_stands_on_her_page_though_it_is_not_laid_out(
    visitor: Visitor, parts: Parts, clone: Clone, stairwell: UUID
) -> None:
    where = crowd.programme(
        parts, stairwell, "By phone", call_days="4", call_at="12:15", recap_day="none"
    )
    found = crowd.joined(parts, clone, stairwell, where, MONDAY)
    with parts.at_desk(stairwell, found) as desk:
        call_consent.agree(desk, "call", "Please ring me.", "paper form", "Ruth")
        planning.rearrange(desk)
    said = visitor.goes(f"/people/{found}").said
    following = re.sub("<.*?>", " ", said.partition("<dt>Next</dt>")[2][:900])
    assert re.search(r"^\s*Prompt today 18:30", following), following
    assert "Call Fri 6 Mar 12:15" in following
    assert 1 == following.partition("Tries")[0].count("Prompt "), following
    assert "Recap" not in following
    ahead = visitor.goes(f"/people/{found}/ahead").said
    assert "Call Fri 6 Mar 12:15" in ahead.partition(">Call<")[2]
    ruth = rights.operator(stairwell, "Stairwell")
    pausing.pause(parts, ruth, found, date(2026, 3, 20), "She is away.")
    said = visitor.goes(f"/people/{found}").said
    assert "Nothing: on a pause up to and including Fri 20 Mar" in said
    assert "Call Fri" not in said
    pausing.pause(parts, ruth, found, date(2026, 3, 7), "She is away.")
    said = visitor.goes(f"/people/{found}").said
    assert "Nothing: on a pause" not in said
    assert "Prompt Sun 8 Mar 18:30" in said, "the first after the pause"


def test_her_one_day_a_week_is_told_of_though_it_is_not_laid_out(
    visitor: Visitor, parts: Parts, clone: Clone, stairwell: UUID
) -> None:
    where = crowd.programme(
        parts, stairwell, "Sundays", days="6", start_rung=0, recap_day="none"
    )
    found = crowd.joined(parts, clone, stairwell, where, MONDAY)
    said = visitor.goes(f"/people/{found}").said
    assert "Nothing planned now" not in said
    assert re.search(r"Prompt Sun 8 Mar \d\d:\d\d", said), said


def test_why_all_that_is_laid_out_stays_is_said_and_not_what_follows_it(
    visitor: Visitor, parts: Parts, clone: Clone, stairwell: UUID
) -> None:
    where = crowd.programme(parts, stairwell, "Recap on Sundays", recap_day=6)
    found = crowd.joined(parts, clone, stairwell, where, MONDAY)
    planning.plan(parts, stairwell, [found])
    said = visitor.goes(f"/people/{found}").said
    assert "Recap Sun 8 Mar" in said
    with psycopg.connect(clone.owner_url) as line:
        line.execute("UPDATE programmes SET settings = settings || '{\"cap_day\": 0}'")
    said = visitor.goes(f"/people/{found}").said
    assert "Nothing: Mila had today's prompts: 0, and the most is 0." in said
    assert "Recap Sun 8 Mar" not in said
