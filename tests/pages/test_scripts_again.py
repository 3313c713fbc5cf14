"""Scripts begun from another, and rolled back: seen by whom, and for whom."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from service.usecases.parts import Parts
from service.web import script_titles, tongues
from tests.database import Clone, wait
from tests.pages import test_tongues
from tests.pages.test_tongues import SPANISH
from tests.pages.visiting import Visitor
from tests.service import crowd

NEW, WIN = "/scripts/new", "/scripts/daily_win"
EDIT = f"{WIN}/edit"
AGAIN = re.compile(r'/versions/[0-9a-f-]{36}(?=")')


@pytest.fixture
def coach(client: FlaskClient) -> Visitor:
    return Visitor(client)


def written(coach: Visitor) -> str:
    found = re.search(r"<textarea.*?>\n(.*?)</textarea>", coach.answer.text, re.S)
    assert found is not None
    return html.unescape(found[1])


def publishes(coach: Visitor, old: str, new: str) -> None:
    source = written(coach.goes(EDIT))
    assert old in source
    coach.sends(EDIT, source=source.replace(old, new), do="publish")
    coach.sends(f"{WIN}/publish", note=f"{new} for {old}")
    assert coach.here(WIN)


def versions(coach: Visitor) -> list[str]:
    """Return the addresses of the versions there are, the newest first."""
    history = coach.goes(WIN).said.partition('id="history"')[2]
    return [f"/scripts/daily_win{one}" for one in AGAIN.findall(history)]


# ---- begun from another ----


def test_a_script_is_duplicated_from_its_page(coach: Visitor) -> None:
    publishes(coach, "Kept in your own words, and", "Kept as you said it, and")
    asked = f"{NEW}?origin=daily_win"
    assert f'href="{asked}">Duplicate</a>' in coach.goes(WIN).answer.text
    coach.goes(asked)
    assert '<option value="daily_win" selected>A win of the day' in coach.said
    coach.sends(NEW, origin="daily_win", name="Not So")
    assert 422 == coach.answer.status_code
    assert '<option value="daily_win" selected>' in coach.said
    coach.sends(NEW, origin="daily_win", name="water")
    # Whoever copies one wants other words; a file of cards is for those who ask for it.
    assert coach.here("/scripts/water/words")
    assert "Kept as you said it, and" in coach.said
    assert "It checks" in coach.said
    coach.goes("/scripts/water/edit")
    assert "script: water\n" in written(coach)
    assert "Kept as you said it, and" in written(coach)
    # Nothing of it is published, and so nobody may begin from it yet.
    coach.goes("/scripts/water")
    assert "Not published yet" in coach.said
    assert "to mend" not in coach.said
    assert 'id="node-her_own_words"' in coach.answer.text
    assert "Duplicate" not in coach.said
    assert 'value="water"' not in coach.goes(NEW).said


def test_a_script_may_begin_from_any_of_the_library(coach: Visitor) -> None:
    said = coach.goes(NEW).answer.text
    offered = set(re.findall(r'<option value="(\w+)"', said))
    assert set(script_titles.TITLES) == offered
    assert '<option value="">A short example</option>' in said
    assert " selected" not in said
    coach.sends(NEW, origin="nothing", name="water")
    assert 422 == coach.answer.status_code
    assert 'id="origin-wrong">choose one of these</p>' in coach.answer.text


def test_a_spanish_coach_begins_from_another(client: FlaskClient) -> None:
    tongues.lend(client.application, {SPANISH: test_tongues.wrapped()})
    client.set_cookie(tongues.COOKIE, SPANISH, domain="localhost")
    coach = Visitor(client).goes(f"{NEW}?origin=daily_win")
    said = re.sub(r" \(\w+\)</option>", "</option>", coach.answer.text)
    assert [] == test_tongues.bare(said)
    coach.sends(NEW, origin="nothing", name="water")
    assert '"origin-wrong">⟦elige uno de estos⟧</p>' in coach.answer.text


# ---- rolled back ----


def test_a_roll_back_stands_at_every_earlier_version_of_the_history(
    coach: Visitor,
) -> None:
    """It stood in the notice alone, which is said once."""
    before, after = "Kept in your own words, and", "Kept as you said it, and"
    publishes(coach, before, after)
    assert "Roll back to the one before</a>" in coach.said
    publishes(coach, after, "Kept, and")
    newest, *older = versions(coach)
    history = coach.said.partition('id="history"')[2].partition("</ol>")[0]
    assert f"{newest}/again" not in history
    named = zip(older, ("the one before …", "this one …"), (2, 1), strict=True)
    for version, which, n in named:
        way = f'href="{version}/again">Roll back to {which}<span class="unseen">, '
        assert f"{way}version {n}<" in history
    coach.goes(f"{older[0]}/again")
    assert f"{after}" in coach.said


def test_versions_of_one_minute_are_told_apart_by_their_number_and_rolled_back_by_it(
    coach: Visitor,
) -> None:
    """They had the same words in the history, and one thing had two names."""
    publishes(coach, "Kept in your own words, and", "Kept as you said it, and")
    publishes(coach, "Kept as you said it, and", "Kept, and")
    history = coach.said.partition('id="history"')[2].partition("</ol>")[0]
    assert ["3", "2", "1"] == re.findall(r">Version (\d)</a>", history)
    second = versions(coach)[1]
    assert "<h1>Version 2</h1>" in coach.goes(second).said
    assert "Roll “A win of the day” back to version 2?" in (
        coach.goes(f"{second}/again").said
    )
    assert "<button>Roll back</button>" in coach.said
    assert "ublish" not in coach.said.partition("<main")[2].partition("</main")[0]
    coach.sends(f"{second}/again", note="kinder")
    assert "It is rolled back: an earlier version stands now." in coach.said
    assert "Rolled back to version 2; the two are the same." in coach.said
    assert '">version 2</a>' in coach.goes(versions(coach)[0]).said


def test_what_was_published_meanwhile_is_looked_at_before_it_is_rolled_back(
    coach: Visitor,
) -> None:
    publishes(coach, "Kept in your own words, and", "Kept as you said it, and")
    again = f"{versions(coach)[-1]}/again"
    colleague = Visitor(coach.client)
    coach.goes(again)
    publishes(colleague, "Kept as you said it, and", "It is kept, and")
    coach.sends(again, note="kinder")
    assert 409 == coach.answer.status_code
    assert "Somebody published meanwhile, and nothing of theirs" in coach.said
    assert "It is kept, and" in coach.said
    assert 'value="kinder"' in coach.answer.text
    assert 3 == len(versions(colleague))
    coach.sends(again, note="kinder")
    assert coach.here(WIN)
    assert 4 == len(versions(colleague))


def test_a_form_that_says_no_version_rolls_nothing_back(coach: Visitor) -> None:
    publishes(coach, "Kept in your own words, and", "Kept as you said it, and")
    again = f"{versions(coach)[-1]}/again"
    coach.goes(again).sends(again, seen="")
    assert 409 == coach.answer.status_code
    assert 2 == len(versions(coach))


def test_who_waits_is_told_in_every_version_with_what_goes(
    coach: Visitor, parts: Parts, stairwell: UUID, where: UUID, clone: Clone
) -> None:
    crowd.person(parts, stairwell, where)
    for body in ("GO", "pictured it"):
        wait(clone, timedelta(minutes=5))
        crowd.text(parts, body)
    one, goes = "1 waits at this question", "not in yours any more"
    source = written(coach.goes(EDIT))
    renamed = source.replace("imagined: imagined\n", "imagined: pictured\n")
    renamed = renamed.replace("\n  imagined:\n", "\n  pictured:\n")
    assert 2 == renamed.count("pictured") - source.count("pictured")
    coach.sends(EDIT, source=renamed, do="publish")
    assert 1 == coach.said.count(one)
    assert f"{one} · {goes}" in coach.said
    coach.sends(f"{WIN}/publish", note="renamed")
    assert one in coach.goes(WIN).said
    # She waits in the older one now, and everywhere it is told so.
    newest, first = versions(coach)
    coach.goes(EDIT).sends(EDIT, source=renamed + "# more\n", do="publish")
    assert f"{one} · {goes}" in coach.said
    assert "1 person is in an older version" in coach.said
    coach.goes(f"{first}/again")
    assert "1 person is in an older version" in coach.said
    assert f'<a href="{first}">Version 1</a>' in coach.said
    assert 1 == coach.said.count(one)
    assert "not in the earlier one" not in coach.said
    # To go back to the second one would take her question away from new talks.
    coach.sends(f"{first}/again", note="back")
    coach.goes(f"{newest}/again")
    assert f"{one} · not in the earlier one" in coach.said
