"""What was found is opened where it stands: a text, a note or a call, however far back."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from service.store import exchanges, searches
from service.usecases import minding
from service.usecases.parts import Parts
from tests.database import Clone, wait
from tests.pages.phoned import Phoned
from tests.pages.visiting import Visitor, visitor
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import Console

FAR = 45


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID, clone: Clone) -> UUID:
    found = crowd.person(parts, stairwell, where)
    crowd.text(parts, "GO")
    wait(clone, timedelta(hours=1))
    return found


def enters(console: Console) -> Visitor:
    """A coach, who signs in now: a session does not outlast what went before."""
    return visitor(console, console.owner().token)


def finds(coach: Visitor, sought: str) -> str:
    """Look for words, and return the address that the first place leads to."""
    coach.goes("/inbox").sends("/inbox/search", sought=sought)
    (address, *_) = re.findall(
        r'id="hit-1" data-line href="([^"]*)"', coach.answer.text
    )
    return html.unescape(str(address))


def marked(coach: Visitor) -> list[str]:
    """The ids of what is marked as found."""
    return re.findall(r'<li class="[^"]*is-found[^"]*" id="([^"]*)"', coach.answer.text)


def goes_on(parts: Parts, clone: Clone, many: int = FAR) -> None:
    """Let so many texts come, each with what answers it."""
    for at in range(many):
        wait(clone, timedelta(hours=8))
        crowd.text(parts, f"said my idea, the {at}. time")


def test_a_text_far_back_is_shown_and_marked_where_it_stands(
    console: Console, mila: UUID, parts: Parts, clone: Clone
) -> None:
    """A hit opened the newest words, and what was found stood nowhere."""
    crowd.text(parts, "the zebra wrote this")
    goes_on(parts, clone)
    coach = enters(console)
    assert "the zebra wrote this" not in coach.goes(f"/inbox/{mila}").said
    address = finds(coach, "zebra")
    path, _, anchor = address.partition("#")
    coach.goes(path)
    assert [anchor] == marked(coach)
    assert "Found here" in coach.said
    assert "the zebra wrote this" in coach.said
    # What followed is there as well, and the way on to the newest.
    assert "the 0. time" in coach.said
    assert "This part ends here; later words follow it." in coach.said
    assert f"the {FAR - 1}. time" not in coach.said
    assert "zebra" not in address


def test_every_word_is_met_on_the_way_back_and_on_the_way_on(
    console: Console, mila: UUID, parts: Parts, clone: Clone
) -> None:
    """A text and what answers it are of one moment, which no part may tear."""
    goes_on(parts, clone)
    coach = enters(console).goes(f"/inbox/{mila}")
    whole = {
        str(row[0])
        for row in console.sql(
            "SELECT id FROM inbox UNION ALL SELECT id FROM outbox_messages"
            " WHERE channel = 'text' AND participant_id = %s",
            mila,
        )
    }
    assert len(whole) > exchanges.MOST
    for way in ("earlier", "later"):
        met: set[str] = set()
        for _ in range(9):
            met |= {*re.findall(r'id="(?:text|sent)-([^"]*)"', coach.answer.text)}
            onward = re.search(rf'id="{way}" href="([^"]*)"', coach.answer.text)
            if onward is None:
                break
            coach.goes(html.unescape(onward[1]).partition("#")[0])
        assert whole == met
    assert "The newest words end here." in coach.said


def test_a_note_and_a_call_are_marked_too(
    console: Console, mila: UUID, parts: Parts, clone: Clone, stairwell: UUID
) -> None:
    ruth = console.owner()
    coach = visitor(console, ruth.token)
    her = Phoned(parts, clone, stairwell, mila)
    with her.desk() as hers:
        call = her.call(hers, "talked", seconds=84)
        her.says(hers, "my giraffe went well", "good")
    minding.note(parts, console.signed(ruth.token), mila, "likes an okapi", uuid4())
    path, _, anchor = finds(coach, "giraffe").partition("#")
    assert f"call-{call.id}" == anchor
    assert "they said it in a call" in coach.said
    coach.goes(path)
    assert [anchor] == marked(coach)
    # What was said in it is open, since the words stand there.
    assert '<details class="spoken" open>' in coach.answer.text
    path, _, anchor = finds(coach, "okapi").partition("#")
    assert [anchor] == marked(coach.goes(path))
    assert anchor.startswith("note-")


def test_what_is_not_there_or_not_hers_shows_the_newest_and_says_so(
    console: Console, mila: UUID, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    coach = enters(console)
    other = crowd.person(parts, stairwell, where, number="+15550100002", name="Ana")
    crowd.text(parts, "only mine", "+15550100002")
    path = finds(coach, "only mine").partition("#")[0]
    assert f"/inbox/{other}" == path.partition("?")[0]
    hers = path.replace(str(other), str(mila))
    for odd in (hers, f"/inbox/{mila}?found=x", f"/inbox/{mila}?found={uuid4()}"):
        assert 200 == coach.goes(odd).answer.status_code
        assert [] == marked(coach)
        assert "What was found is not here any more" in coach.said
        assert "only mine" not in coach.said
    for odd in ("before=x", "after=2026-03-02", "after=y"):
        assert 200 == coach.goes(f"/inbox/{mila}?{odd}").answer.status_code


def test_a_search_says_how_far_it_has_looked_and_looks_further_without_script(
    console: Console, mila: UUID, parts: Parts, clone: Clone,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for words in ("the first idea", "the second idea"):
        crowd.text(parts, words)
        wait(clone, timedelta(days=400))
    monkeypatch.setattr(searches, "MOST_FOUND", 1)
    coach = enters(console)
    coach.goes("/inbox").sends("/inbox/search", sought="second idea")
    looked = r"The newest \d+ texts, notes and words from calls were looked through, "
    assert re.search(looked + r"back to \w+ \d+", coach.said)
    monkeypatch.setattr(searches, "MOST_FOUND", 50)
    coach.presses("Look further back")
    assert "/inbox/search" == coach.path
    assert "there is nothing further back" in coach.said
    assert "the first idea" not in coach.said
    coach.presses("Look through the newest again")
    assert "1 place." in coach.said
    assert 'value="second idea"' in coach.answer.text
    # Each of them is a search, and is written down as one.
    assert 3 == console.audited().count("searched")
    odd = coach.sends("/inbox/search", sought="second idea", before="nothing")
    assert "1 place." in odd.said
