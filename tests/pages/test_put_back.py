"""What is taken off the list is named after it, and can be put back as it was."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from service.usecases.parts import Parts
from service.web import said_once
from tests.database import Clone
from tests.pages.visiting import Visitor, talk
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import Console

QUESTION = "can I talk to a person please?"
OPEN = "SELECT count(*) FROM alerts WHERE state = 'open'"


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


def standing(console: Console) -> list[object]:
    """How alerts stand, and what of hers waits."""
    return [
        *console.sql("SELECT id, state, acknowledged_at, step, heeded_at FROM alerts"),
        *console.sql("SELECT count(*) FROM notices"),
    ]


def waits(coach: Visitor, mila: UUID) -> bool:
    return f"line-{mila}" in coach.goes("/inbox?show=waiting").said


def test_who_says_there_is_nothing_to_answer_reads_what_that_was_and_undoes_it(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    """One press took what nobody had read yet off the list, without a word of it."""
    crowd.text(parts, "What if nobody opens the floor?")
    assert waits(coach, mila)
    coach.goes(f"{talk(mila)}?show=waiting").sends(f"{talk(mila)}/settle")
    assert "nothing of theirs waits for an answer now." in coach.said
    assert "Closed: <b>" in coach.said
    assert "<q><bdi>What if nobody opens the floor?</bdi></q>" in coach.said
    assert "What" not in coach.path
    assert not waits(coach, mila)


def test_what_was_settled_stands_again_as_it_did(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    crowd.text(parts, QUESTION)
    console.forward(mins=3)
    crowd.text(parts, "My boss laughed.")
    before = coach.goes("/inbox?show=waiting").answer.text
    was = standing(console)
    coach.goes(talk(mila)).sends(f"{talk(mila)}/settle")
    assert f"Closed: <b>Asked for a person</b> <q><bdi>{QUESTION}</bdi>" in coach.said
    assert not waits(Visitor(coach.client), mila)
    assert "My+boss" not in coach.path
    coach.presses("Undo", words="Dear Mila")
    assert "It stands on the list again." in coach.said
    assert ">Dear Mila</textarea>" in coach.answer.text
    assert was == standing(console)
    assert "put back: settled" == console.audited()[-1]
    after = coach.goes("/inbox?show=waiting").answer.text
    assert before.count("waits") == after.count("waits")
    assert f"line-{mila}" in after


@pytest.mark.parametrize("page", ["/inbox/{}", "/"])
def test_done_names_what_it_closed_and_its_undo_tells_nobody_anew(
    console: Console, coach: Visitor, mila: UUID, parts: Parts, page: str
) -> None:
    crowd.text(parts, QUESTION)
    console.sql("UPDATE alerts SET next_at = handrail_now() + interval '1 minute'")
    was = standing(console)
    coach.goes(page.format(mila)).presses("Done")
    name = "<bdi>Mila</bdi>, " if page == "/" else ""
    named = f"Closed: {name}<b>Asked for a person</b> <q><bdi>{QUESTION}</bdi></q>"
    assert named in coach.said
    assert 0 == console.one(OPEN)
    assert not waits(Visitor(coach.client), mila)
    console.forward(mins=2)
    coach.presses("Undo")
    assert "It stands on the list again." in coach.said
    assert was == standing(console)
    # The telling that went on goes on, but not at this moment.
    wait = console.one("SELECT max(next_at) - handrail_now() FROM alerts")
    assert timedelta(minutes=4) < wait <= timedelta(minutes=5)
    assert waits(coach, mila)
    assert QUESTION in coach.goes("/").said
    assert "put back: hand" == console.audited()[-1]
    # Seen to once more, it is off once more.
    coach.presses("Done")
    assert 0 == console.one(OPEN)
    assert QUESTION not in Visitor(coach.client).goes("/").said


def test_a_first_try_that_was_seen_is_worth_a_word_again(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    console.forward(mins=5)
    crowd.text(parts, "said my idea")
    coach.goes("/").presses("Done")
    assert "Closed: <bdi>Mila</bdi>, <b>Worth a word</b>" in coach.said
    assert "<b>Worth a word</b> <q><bdi>said my idea" in coach.said
    assert f"w-{mila}" not in coach.goes("/").said
    line = console.one("SELECT id FROM audits WHERE action = 'put away: news'")
    coach.goes(f"/?closed={line}").presses("Undo")
    assert f"w-{mila}" in coach.said
    assert "said my idea" in coach.said
    assert "put back: news" == console.audited()[-1]


def test_what_was_answered_since_is_not_put_back(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    crowd.text(parts, QUESTION)
    coach.goes(talk(mila)).sends(f"{talk(mila)}/settle")
    left = Visitor(coach.client).goes(coach.path)
    old = coach.answer
    coach.goes(talk(mila)).sends(words="I am here, Mila.")
    left.answer = old
    left.presses("Undo", words="")
    assert "That was settled before you pressed" in left.said
    assert 0 == console.one(OPEN)
    # Nor is what was taken off more than a day ago even offered.
    console.forward(days=2)
    line = console.one("SELECT id FROM audits WHERE action LIKE 'settled%%'")
    for path in (talk(mila), "/"):
        assert "Undo" not in coach.goes(f"{path}?closed={line}").said
        assert "Undo" not in coach.goes(f"{path}?closed=no~no").said


def test_what_is_another_persons_is_neither_named_nor_put_back_in_a_conversation(
    console: Console, coach: Visitor, mila: UUID, where: UUID, parts: Parts
) -> None:
    other = crowd.person(
        parts, console.organisation, where, name="Zed", number="+15550100377"
    )
    crowd.text(parts, QUESTION)
    coach.goes(talk(mila)).sends(f"{talk(mila)}/settle")
    line = coach.path.partition("closed=")[2]
    assert "Undo" in coach.goes(f"{talk(mila)}?closed={line}").said
    assert "Undo" not in coach.goes(f"{talk(other)}?closed={line}").said
    form = coach._hidden(coach.answer.text)
    coach.client.post(f"{talk(other)}/undo", data={**form, "closed": line})
    assert 0 == console.one(OPEN)


def test_the_same_that_stands_meanwhile_does_not_stand_twice(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    raised = (
        "INSERT INTO alerts (id, organisation_id, participant_id, kind, reason, state,"
        " raised_at, step) SELECT gen_random_uuid(), organisation_id, id, 'hand',"
        " 'left_open', 'open', handrail_now(), 0 FROM participants"
    )
    crowd.text(parts, "What if nobody opens the floor?")
    console.sql(raised)
    coach.goes(talk(mila)).presses("Done")
    console.forward(mins=1)
    console.sql(raised)
    coach.presses("Undo")
    assert 1 == console.one(f"{OPEN} AND reason = 'left_open'")
    assert waits(coach, mila)


def test_it_is_named_once_and_no_word_of_it_stands_in_the_address() -> None:
    for page in ("today.home", "inbox.talk"):
        assert "closed" in said_once.NOTICES[page]


def test_what_was_taken_off_and_put_back_stands_in_her_timeline_and_conversation(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    """Colleagues saw an alert gone, and nowhere by whom."""
    crowd.text(parts, QUESTION)
    told = ("took “Asked for a person” off the list",
            "put “Asked for a person” back on the list",
            "said that nothing waits for an answer")  # fmt: skip
    coach.goes(talk(mila)).presses("Done")
    console.forward(mins=1)
    coach.presses("Undo")
    console.forward(mins=1)
    coach.goes(talk(mila)).sends(f"{talk(mila)}/settle")
    page = f"/people/{mila}"
    for path in (talk(mila), page, f"{page}?kind=changes"):
        said = coach.goes(path).said
        assert [1, 1, 1] == [said.count(f"</b></bdi> {one}</p>") for one in told], path
    assert 0 == sum(coach.goes(f"{page}?kind=texts").said.count(one) for one in told)
    news = console.one("SELECT id FROM attempts LIMIT 1")
    coach.goes("/").presses("Done")
    assert news == console.one("SELECT subject FROM audits ORDER BY at DESC LIMIT 1")
    assert "took “Worth a word” off the list" in coach.goes(page).said
