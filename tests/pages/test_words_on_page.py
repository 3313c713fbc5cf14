"""The words of a script, each in a field: only they change, and the rest stays."""

from __future__ import annotations

import html
import re
from uuid import UUID

import pytest

from service.usecases import library, proofing, rewording
from service.usecases.authoring import BLANK
from service.usecases.parts import Parts
from tests.pages.reading import came_in, site
from tests.pages.visiting import HIDDEN, Visitor


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
    called = re.findall(r"<legend>(\w+) (\d+)</legend>", coach.said)
    messages = [int(n) for what, n in called if what == "Message"]
    assert messages == sorted(messages)
    assert messages
    assert "when a slot is empty" not in coach.said
    assert 'href="/scripts/what_she_did/words"' in coach.said


def test_words_are_changed_in_a_form_and_kept_in_the_draft(coach: Visitor) -> None:
    path = "/scripts/prompt_before/words"
    before = fields(coach.goes(path))
    assert before
    assert "<legend>Message 1</legend>" in coach.said
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


def test_whoever_keeps_words_is_led_back_to_them_and_told_there(
    coach: Visitor,
) -> None:
    """The page stood at its top, and the words somewhere beneath."""
    path = "/scripts/late_prompt/words"
    typed = {**fields(coach.goes(path)), "w_3": "One, {step}.", "w_7": "Two, {step}."}
    form = {**dict(HIDDEN.findall(coach.answer.text)), **typed, "do": "keep"}
    answer = coach.client.post(path, data=form)
    assert f"{path}?kept=w_7#w_7" == answer.headers["Location"]
    page = coach.goes(f"{path}?kept=w_7").answer.text
    told = "It is kept in your draft. Nobody gets it yet."
    assert 1 == page.count(told)
    beside = page.partition(told)[2].partition("<textarea")
    assert "Publish …</a></p>" in beside[0]
    assert beside[2].startswith(' id="w_7"')
    # Where nothing changed there is nowhere to be led to; it is said at the top.
    coach.goes(path).sends(path, **typed)
    assert coach.path == f"{path}?kept=all"
    assert 1 == coach.said.count(told)
    assert coach.said.index(told) < coach.said.index("<textarea")
    for odd in ("w_999", "w_-1", "w_", "<b>"):
        assert told in coach.goes(f"{path}?kept={odd}").said


def test_each_of_several_wordings_has_its_number(coach: Visitor) -> None:
    coach.goes("/scripts/daily_win/words")
    labels = re.findall(r"<label for=.w_\d+.>(.*?)<span", coach.answer.text)
    first = next(one for one in labels if "1 of" in one)
    many = int(first.rpartition(" ")[2])
    line = first.rpartition(" · ")[0]
    assert many > 1
    at = labels.index(first)
    assert [f"{line} · {nth + 1} of {many}" for nth in range(many)] == labels[
        at : at + many
    ]
    assert len(labels) == len(fields(coach))


def test_a_problem_names_its_text_and_leads_to_its_field(coach: Visitor) -> None:
    path = "/scripts/daily_win/words"
    coach.goes(path)
    at, words = next(
        (at, words) for at, words in fields(coach).items() if "Logged. You did" in words
    )
    coach.sends(path, **{**fields(coach), at: f"You missed it. {words}"})
    assert "Nobody gets it yet." in coach.said
    verdict = coach.answer.text.partition('id="findings"')[2].partition("</section>")
    assert f'<a href="#{at}">' in verdict[0]
    assert "says · English</a>" in verdict[0]
    assert not re.search(r"\bLine \d", verdict[0])


def test_what_was_typed_stands_in_its_field_beside_what_another_saved(
    coach: Visitor,
) -> None:
    path = "/scripts/prompt_before/words"
    early = fields(coach.goes(path))
    hidden = dict(HIDDEN.findall(coach.answer.text))
    theirs = {"w_0": "Theirs, {step}.", "w_1": "Theirs too, {step}."}
    coach.sends(path, **{**early, **theirs})
    hers = {**hidden, **early, "w_0": "Mine, {step}."}
    coach.sends(path, **hers)
    assert 409 == coach.answer.status_code
    after = fields(coach)
    assert ("Mine, {step}.", "Theirs too, {step}.") == (after["w_0"], after["w_1"])
    assert early["w_2"] == after["w_2"]
    beside = re.findall(r'class="theirs" id="(w_\d+)-theirs">.*?<span[^>]*>(.*?)</span>',
                        coach.answer.text)  # fmt: skip
    assert [("w_0", "Theirs, {step}.")] == beside
    assert 'aria-describedby="w_0-hint w_0-theirs"' in coach.answer.text
    coach.sends(path, **after)
    assert "It is kept in your draft" in coach.said
    assert after == fields(coach)


def test_what_was_typed_for_a_question_that_is_gone_is_listed(coach: Visitor) -> None:
    edit, path = "/scripts/water/edit", "/scripts/water/words"
    coach.goes("/scripts/new").sends("/scripts/new", name="water")
    coach.goes(path)
    early, hidden = fields(coach), dict(HIDDEN.findall(coach.answer.text))
    last = max(early, key=lambda name: int(name.removeprefix("w_")))
    shorter = BLANK.format(name="water").replace(GONE, "")
    shorter = shorter.replace("then: kept", "then: end")
    coach.goes(edit).sends(edit, source=shorter, do="keep")
    coach.goes(path).sends(
        path, **{**hidden, **early, last: "Mine, {name}.", "w_0": "Also mine, {step}?"}
    )
    assert 409 == coach.answer.status_code
    assert "has no place there any more:" in coach.said
    assert '<li class="row" dir="auto">Mine, {name}.</li>' in coach.answer.text
    assert "Also mine, {step}?" == fields(coach)["w_0"]


HTMX = {"HX-Request": "true", "HX-Target": "found"}


def asks(coach: Visitor, path: str, wrote: str, **typed: str) -> str:
    """Ask for the check of what is typed, as htmx does from the field just written in."""
    data = {**dict(HIDDEN.findall(coach.answer.text)), **typed}
    headers = {**HTMX, "HX-Trigger-Name": wrote}
    answer = coach.client.post(path, data=data, headers=headers)
    assert 200 == answer.status_code
    return html.unescape(answer.text)


def counted(part: str, field: str) -> str:
    return part.partition(f'id="{field}-hint"')[2].partition("</div>")[0]


def test_the_facts_that_stand_in_braces_here_are_named_once(coach: Visitor) -> None:
    said = coach.goes("/scripts/late_prompt/words").answer.text
    named = said.partition("filled in for each person. Here it is:")[2]
    named = " ".join(named.partition("</ul>")[0].split())
    assert named.endswith("<li><code>{step}</code> their step</li>")
    assert 1 == named.count("<li>")


def test_what_is_no_fact_is_not_said_to_be_filled_in(coach: Visitor) -> None:
    """Once `naem` stood among the facts, beside the check that calls it none."""
    path = "/scripts/prompt_before/words"
    before = fields(coach.goes(path))
    coach.sends(path, **{**before, "do": "keep", "w_0": "{step}, {naem}?"})
    said = coach.goes(path).answer.text
    named = said.partition("filled in for each person. Here it is:")[2]
    named = named.partition("</ul>")[0]
    assert "<code>{step}</code>" in named
    assert "naem" not in named
    assert "Did you mean <code>name</code>?" in said


def test_what_is_typed_is_checked_and_counted_before_it_is_kept(
    coach: Visitor,
) -> None:
    path = "/scripts/prompt_before/words"
    before = fields(coach.goes(path))
    part = asks(coach, path, "w_0", **{**before, "w_0": "Your plan: {stepp}."})
    assert "One thing to mend." in part
    assert "It checks" not in part
    assert 'href="#w_0"' in part
    assert "Facts are what is known of a person" in counted(part, "w_0")
    assert "Did you mean <code>step</code>?" in counted(part, "w_0")
    assert "You changed 1 text; it is not kept yet." in part
    # Above the fields it stays one line; what was found stands beneath them.
    above, _, beneath = part.partition('id="findings"')
    assert 'class="problems"' not in above
    assert 'href="#w_0"' in beneath.partition("</section>")[0]
    part = asks(coach, path, "w_1", **{**before, "w_0": "x" * 170, "w_1": " "})
    assert "more than one text" in counted(part, "w_0")
    assert "170 of 160 letters" in counted(part, "w_0")
    assert "One text is empty." in part.partition('id="findings"')[2]
    page = coach.goes(path).answer.text
    assert (
        page.index('id="found"') < page.index('id="w_0"') < page.index('id="findings"')
    )
    assert page.index('id="w_0"') < page.index('id="w_0-hint"')
    assert before == fields(coach.goes(path))


def test_what_is_typed_over_another_source_is_not_called_checked(
    coach: Visitor,
) -> None:
    path = "/scripts/prompt_before/words"
    before = {**fields(coach.goes(path)), "mark": "of another"}
    part = asks(coach, path, "w_0", **before)
    assert "Not checked: the script was changed meanwhile." in part


def test_each_wording_of_a_line_has_a_number(coach: Visitor) -> None:
    coach.goes("/scripts/late_prompt/words")
    numbered = re.findall(r"asks · English · (\d+) of 14<", coach.said)
    assert [str(n) for n in range(1, 15)] == numbered[:14]
    assert "they take turns" in coach.said
    typed = {**fields(coach), "w_2": "You missed it, {name}?"}
    part = asks(coach, "/scripts/late_prompt/words", "w_2", **typed)
    assert '<a href="#w_2">Question 1 · asks · English · 3 of 14</a>' in part


def test_the_phone_begins_with_the_wording_that_was_typed_last(
    coach: Visitor,
) -> None:
    path = "/scripts/late_prompt/words"
    before = fields(coach.goes(path))
    for field in ("w_2", "w_10", "w_0"):
        part = asks(coach, path, field, **{**before, field: "Mine, {step}."})
        screen = part.partition('class="screen"')[2].partition("</ol>")[0]
        assert "Mine, say one idea at stand-up." in screen


def test_without_script_it_is_checked_and_played_and_nothing_is_lost(
    coach: Visitor,
) -> None:
    path = "/scripts/late_prompt/words"
    before = fields(coach.goes(path))
    typed = {**before, "w_0": "You missed it, {name}?"}
    coach.sends(path, **typed, do="check")
    assert "One thing to mend." in coach.said
    assert typed == fields(coach)
    coach.sends(path, **typed, do="say", words="did it")
    assert '<span class="bubble" dir="auto">did it</span>' in coach.said
    assert typed == fields(coach)
    assert before == fields(coach.goes(path))


GONE = """
  kept:
    say:
      en: "Thanks for telling me, {name}."
      es: "Gracias por contarme, {name}."
    then: end
"""

BLOCKS = """\
script: water
grammar: 1
about: In blocks.
languages: [en, es]

nodes:
  first:
    # before it
    say:
      en: >-  # why
        Kept in your own words, and with a line that is long enough,
        {name}.

      # after it
      es: |
        Guardado, {name}.

    # later
    then: second
  second:
    say:
      en: |2-
          Thanks,
        {name}.
      es: "Gracias, {name}."
    then: end
# the end
"""


def reworded(*typed: str) -> str:
    proof = proofing.proof("water", BLOCKS, {}.__getitem__)
    texts = rewording.wordings(proof)
    assert [
        "Kept in your own words, and with a line that is long enough, {name}.",
        "Guardado, {name}.",
        "Thanks, {name}.",
        "Gracias, {name}.",
    ] == [one.words for one in texts]
    return rewording.reworded(BLOCKS, texts, dict(enumerate(typed)))


def test_words_in_blocks_are_changed_and_nothing_around_them() -> None:
    assert BLOCKS == reworded()
    after = reworded(
        "Said, {name}.",
        "Lo guardé con tus palabras, porque son tuyas y de nadie más, {name}.",
        "Thank you: {name} #1.",
    )
    expected = BLOCKS.replace(
        """
        Kept in your own words, and with a line that is long enough,
        {name}.
""",
        "\n        Said, {name}.\n",
    )
    expected = expected.replace(
        "        Guardado, {name}.",
        "        Lo guardé con tus palabras, porque son\n"
        "        tuyas y de nadie más, {name}.",
    )
    expected = expected.replace(
        "          Thanks,\n        {name}.", "        Thank you: {name} #1."
    )
    assert expected == after
    read = rewording.wordings(proofing.proof("water", after, {}.__getitem__))
    assert "Thank you: {name} #1." == read[2].words


def test_what_no_block_can_hold_stands_in_quotes_beside_its_comment() -> None:
    after = reworded("A bell\x07, {name}.")
    quoted = r'      en: "A bell\u0007, {name}." # why'
    assert f"{quoted}\n\n      # after it\n" in after


def test_words_in_blocks_have_fields_of_their_own(coach: Visitor) -> None:
    edit, path = "/scripts/water/edit", "/scripts/water/words"
    coach.goes("/scripts/new").sends("/scripts/new", name="water")
    coach.goes(edit).sends(edit, source=BLOCKS, do="keep")
    before = fields(coach.goes(path))
    assert "Guardado, {name}." in before.values()
    coach.sends(path, **{**before, "w_1": "Lo guardé, {name}."})
    assert "It is kept in your draft" in coach.said
    source = html.unescape(coach.goes(edit).answer.text)
    assert BLOCKS.replace("Guardado, {name}.", "Lo guardé, {name}.") in source


def test_what_is_written_is_published_from_there_and_not_while_it_cannot_be(
    coach: Visitor,
) -> None:
    """Its bar kept and checked; one published from the file or from the script."""
    path, publish = "/scripts/daily_win/words", "/scripts/daily_win/publish?came=words"
    shut = '<button name="do" value="publish" disabled aria-describedby="withheld">'
    open_ = '<button name="do" value="publish">'
    assert shut in coach.goes(path).answer.text
    name, words = next(iter(fields(coach).items()))
    for typed, button in ((words, shut), (" ", shut), (f"So: {words}", open_)):
        part = asks(coach, path, name, **fields(coach) | {name: typed})
        assert button in part.partition('id="publishes" hx-swap-oob="true">')[2]
    coach.sends(path, **fields(coach) | {name: " "}, do="publish")
    assert 422 == coach.answer.status_code
    coach.goes(path).sends(path, **fields(coach) | {name: f"So: {words}"}, do="publish")
    assert coach.here(publish.partition("?")[0])
    assert 'href="/scripts/daily_win/words">Back to the words<' in coach.answer.text
