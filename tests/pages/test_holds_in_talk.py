"""What a conversation, and the page of a hold, tell of holds, talks and notes."""

from __future__ import annotations

import html
import re
from uuid import UUID, uuid4

import pytest

from service.usecases import enrol
from service.usecases.enrol import NewProgramme
from service.usecases.parts import Parts
from service.web import need_words, tongues
from tests.database import Clone
from tests.pages.visiting import Visitor, talk
from tests.pages.waiting import reach
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import Console

DANGER = "I want to kill myself tonight"
AGAIN = "I want to die"


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


def thread(coach: Visitor) -> list[str]:
    """What stands in a conversation, in order, without its marks."""
    inside = coach.answer.text.split('<ol class="thread">')[1].split("</ol>")[0]
    lines = (re.sub("<.*?>", " ", one) for one in inside.split("<li")[1:])
    told = (" ".join(line.partition(">")[2].split()) for line in lines)
    return [html.unescape(line) for line in told]


def test_a_hold_stands_in_the_conversation_where_it_was_put_and_lifted_with_its_note(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    """Colleagues who read the conversation alone saw texts end, and go on again."""
    for words_ in (DANGER, AGAIN):
        crowd.text(console.parts, words_)
        console.forward(mins=2)
    lift = f"/people/{mila}/hold?came=talk"
    coach.goes(lift).sends(lift, note="We talked, she is safe.")
    said = thread(coach)
    (put,) = [one for one in said if one.startswith("On hold")]
    assert re.search(r"It touched on safety: .* waits for a person\. \d\d:\d\d$", put)
    (lifted,) = [one for one in said if one.startswith("Hold lifted")]
    told = 'lifted the hold (safety). "We talked, she is safe."'
    assert re.fullmatch(rf"Hold lifted \S.* {re.escape(told)} \d\d:\d\d", lifted)
    (first,) = [at for at, one in enumerate(said) if DANGER in one]
    assert first < said.index(put) < said.index(lifted)
    # What comes after it is a hold of its own.
    crowd.text(console.parts, DANGER)
    again = [one for one in thread(coach.goes(talk(mila))) if one.startswith("On hold")]
    assert 2 == len(again)


def test_the_notes_alone_are_a_link_away(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    crowd.text(console.parts, DANGER)
    coach.goes(talk(mila)).sends(do="note", note="Her sister is Ana.", words="")
    lift = f"/people/{mila}/hold?came=talk"
    coach.goes(lift).sends(lift, note="We talked.")
    crowd.text(console.parts, "What if nobody opens the floor?")
    coach.goes(f"{talk(mila)}?show=mine")
    link = f"{talk(mila)}?show=mine&only=notes#narrow"
    assert f'<a id="only-notes" href="{link}">Notes</a>' in coach.said
    notes = [one for one in thread(coach.goes(link)) if "mar" not in one.lower()[:9]]
    assert [True, True] == ["sister" in notes[0], "We talked." in notes[1]]
    assert 2 == len(notes)
    assert f'href="{talk(mila)}?show=mine#narrow">Everything</a>' in coach.said
    assert 'aria-current="true">Notes</a>' in coach.said
    # Who answers from there has not seen what she has not read.
    coach.sends(talk(mila), words="Hello Mila")
    assert "What if nobody opens the floor?" in coach.said
    assert "Your words are not sent yet." in coach.said
    none = crowd.person(console.parts, console.organisation,
                        console.one("SELECT id FROM programmes LIMIT 1"),
                        name="Zed", number="+15550100377")  # fmt: skip
    assert "No notes yet." in coach.goes(f"{talk(none)}?only=notes").said


def test_older_notes_are_turned_to_among_the_notes(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    mine = console.one("SELECT id FROM accounts LIMIT 1")
    assert mine
    for at in range(61):
        form = {"do": "note", "note": f"note {at}", "words": "",
                "note_once": str(uuid4())}  # fmt: skip
        hidden = coach.goes(talk(mila))._hidden(coach.answer.text)
        coach.client.post(talk(mila), data={**hidden, **form})
        console.forward(mins=1)
    coach.goes(f"{talk(mila)}?only=notes")
    older = re.search(r'id="earlier" href="([^"]*)"', coach.answer.text)
    assert older
    assert "only=notes" in older[1]
    coach.goes(older[1].replace("&amp;", "&").replace("%2B", "+").split("#")[0]
               .replace("+", "%2B"))  # fmt: skip
    assert "note 0<" in coach.answer.text
    assert "note 60<" not in coach.answer.text
    newest = re.search(r'id="to-newest" href="([^"]*)"', coach.answer.text)
    assert newest
    assert "only=notes" in newest[1]


@pytest.mark.parametrize(
    ("came", "shown", "anchor"),
    [
        ("talk", "", ""), ("talk", "&show=waiting", ""), ("talk", "&only=notes", "thread"),
        ("person", "&kind=texts", "thread"), ("today", "", "w-{}"),
    ],
)  # fmt: skip
def test_who_lifts_a_hold_comes_back_to_where_she_was_on_the_page(
    console: Console, coach: Visitor, mila: UUID, came: str, shown: str, anchor: str
) -> None:
    """She had read on, far down, and stood at the top of the page again."""
    crowd.text(console.parts, DANGER)
    lift = f"/people/{mila}/hold?came={came}{shown}"
    coach.goes(lift)
    hidden = coach._hidden(coach.answer.text)
    form = {name: hidden[name] for name in ("csrf_token", "looked")}
    lifted = coach.client.post(lift, data=form).headers["Location"]
    assert anchor.format(mila) == lifted.partition("#")[2]


def test_the_page_of_a_hold_tells_when_each_was_written_the_oldest_first(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    crowd.text(console.parts, DANGER)
    console.forward(mins=7)
    crowd.text(console.parts, AGAIN)
    said = coach.goes(f"/people/{mila}/hold").said
    assert said.index(DANGER) < said.index(f">{AGAIN}<")
    times = re.findall(r'<time datetime="[^"]*">(today \d\d:\d\d)</time>', said)
    assert 2 == len(times)
    assert times == sorted(set(times))
    assert "by their clock, that of New York" in said


def test_the_page_of_a_hold_says_who_was_told_and_that_lifting_it_ends_the_telling(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    reach(console.parts, console.organisation)
    crowd.text(console.parts, DANGER)
    lift = f"/people/{mila}/hold"
    said = coach.goes(lift).said
    assert re.search(r"Told: <bdi>Ruth by text today \d\d:\d\d</bdi>\.", said)
    assert "Next: Ruth by call, today" in said
    assert "Lifting it also ends the telling: nobody further is told of this" in said
    # The notice names whom and what, wherever it leads; and says how to go back.
    assert f"of={mila}" in coach.sends(lift).path
    says = "The hold on Mila is lifted (Safety), and nobody further is told of it."
    assert says in coach.said
    assert "pause Mila from their page" in coach.said
    assert says not in coach.goes(f"/?done=released&hold=crisis&of={uuid4()}").said
    crowd.text(console.parts, DANGER)
    coach.goes("/").presses("I have this")
    said = coach.goes(lift).said
    assert "has it since today" in said
    assert "Next:" not in said


def test_the_end_of_a_talk_is_no_lifted_hold(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    coach.goes(talk(mila)).sends(f"{talk(mila)}/take")
    coach.goes(talk(mila)).sends(f"{talk(mila)}/end")
    said = coach.goes(f"/people/{mila}").said
    assert "Take-over ended" in said
    assert "Hold lifted" not in said
    assert "Hold lifted" not in coach.goes(talk(mila)).said


def test_who_coaches_without_an_account_is_told_of_at_the_programme_alone(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    """The paragraph stood in every conversation, and helped in none."""
    says = "No account here under this name that may answer"
    where = console.one("SELECT programme_id FROM participants")
    assert says in coach.goes(f"/programmes/{where}").said
    hers = NewProgramme("Hers", "Ruth Miller", None, {})
    named = enrol.programme(console.parts, console.organisation, hers)
    assert "<dd><bdi>Ruth Miller</bdi></dd>" in coach.goes(f"/programmes/{named}").said
    assert says not in coach.said
    for path in (talk(mila), f"{talk(mila)}?show=mine"):
        assert "has no account here" not in coach.goes(path).said


def test_waiting_is_said_of_who_waits_for_us_and_on_hold_is_another_word(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    crowd.text(console.parts, DANGER)
    assert ">To answer <" in coach.goes("/inbox").answer.text
    assert '<span class="tag">On hold</span>' in coach.said
    coach.client.set_cookie(tongues.COOKIE, "es", domain="localhost")
    spanish = coach.goes("/inbox").answer.text
    assert ">Por responder <" in spanish
    assert '<span class="tag">En suspenso</span>' in spanish
    assert "Esperando" not in spanish
    assert "En espera" not in spanish
    assert "En espera" not in coach.goes(talk(mila)).said


@pytest.mark.parametrize(
    ("channel", "state", "english"),
    [("call", "sent", "made"), ("text", "sent", "sent"), ("call", "due", "on its way"),
     ("email", "delivered", "delivered"), ("call", "failed", "did not get through")],
)  # fmt: skip
def test_a_call_is_made_and_a_text_is_sent(
    channel: str, state: str, english: str
) -> None:
    assert english == need_words.state(channel, state)
