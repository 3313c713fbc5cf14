"""The words of a script, each in a field: only they change, and the rest stays."""

from __future__ import annotations

import html
import re
from uuid import UUID

import pytest

from service.usecases import library, proofing, rewording
from service.usecases.parts import Parts
from tests.pages.reading import came_in, site
from tests.pages.visiting import Visitor


@pytest.fixture
def coach(parts: Parts, stairwell: UUID) -> Visitor:
    client = site(parts).test_client()
    client.set_cookie("handrail", came_in(parts, stairwell), domain="localhost")
    return Visitor(client)


def fields(coach: Visitor) -> dict[str, str]:
    found = re.findall(
        r'<textarea id="(w_\d+)"[^>]*>\n(.*?)</textarea>', coach.answer.text, re.S
    )
    return {name: html.unescape(words) for name, words in found}


@pytest.mark.parametrize("name", ["daily_win", "stretch", "rehearsal", "imagine_it"])
def test_every_text_of_a_shipped_script_is_found_and_put_back(name: str) -> None:
    shipped = library.shipped()
    source = proofing.own_part(shipped[name])
    proof = proofing.proof(
        name, source, lambda other: proofing.own_part(shipped[other])
    )
    texts = rewording.wordings(proof)
    said = {
        text.words for one in proof.said for each in one.texts.values() for text in each
    }
    assert said == {one.words for one in texts}
    assert source == rewording.reworded(source, texts, {})


def test_a_line_keeps_its_quotes_where_the_new_words_allow() -> None:
    kept = rewording.written
    assert """'Did "{step}" fit? It''s fine.'""" == kept(
        'Did "{step}" fit? It\'s fine.', "'"
    )
    assert '"Kept, {name}."' == kept("Kept, {name}.", '"')
    assert "Kept as it was." == kept("Kept as it was.", "")
    assert '"Kept: as it was."' == kept("Kept: as it was.", "")
    assert '"One, two."' == kept("One, two.", "")
    assert "'A \"b\": c'" == kept('A "b": c', "")
    assert '"yes"' == kept("yes", "") or "yes" == kept("yes", "")
    assert r'"a\u0007b"' == kept("a\x07b", "'")


def test_the_form_speaks_of_questions_and_leads_to_the_scripts_it_goes_through(
    coach: Visitor,
) -> None:
    coach.goes("/scripts/daily_win/words")
    called = re.findall(r"<legend>(\w+) (\d+) <small", coach.said)
    messages = [int(n) for what, n in called if what == "Message"]
    assert messages == sorted(messages)
    assert messages
    assert "when a slot is empty" not in coach.said
    assert 'href="/scripts/what_she_did/words"' in coach.said


def test_words_are_changed_in_a_form_and_kept_in_the_draft(coach: Visitor) -> None:
    path = "/scripts/prompt_before/words"
    before = fields(coach.goes(path))
    assert before
    assert "<legend>Message 1 <small" in coach.said
    coach.sends(path, **{**before, "w_0": 'Your "plan": {step}.'})
    assert "It is kept in your draft" in coach.said
    assert {**before, "w_0": 'Your "plan": {step}.'} == fields(coach)
    shipped = proofing.own_part(library.shipped()["prompt_before"])
    written = coach.goes("/scripts/prompt_before/edit").said
    comments = [line.strip() for line in shipped.splitlines() if line.startswith("#")]
    assert comments
    assert all(" ".join(one.split()) in written for one in comments)
    coach.goes(path).sends(path, **{**before, "w_0": " "})
    assert 422 == coach.answer.status_code
    assert "a text cannot be empty" in coach.said
    coach.sends(path, **{**before, "w_0": "x" * 200})
    assert "more than one text" in coach.said
    coach.goes(path)
    stale = {**fields(coach), "w_0": "Mine.", "mark": "old"}
    coach.sends(path, **stale)
    assert 409 == coach.answer.status_code
    assert "Mine." in coach.said
