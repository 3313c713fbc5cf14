"""Scripts on the console's pages: the shelf, the editor, the phone, publishing."""

from __future__ import annotations

import html
import re
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from flows.talk import drawing
from service.usecases import library
from service.usecases.parts import Parts
from service.web import script_titles, script_words
from tests.pages.reading import came_in, site
from tests.pages.visiting import Visitor
from tests.service import crowd

WIN = "/scripts/daily_win"
EDIT = f"{WIN}/edit"
RULE = re.compile(r"(\.hd[^{]*)\{([^}]*)\}")


@pytest.fixture
def coach(client: FlaskClient) -> Visitor:
    return Visitor(client)


def written(coach: Visitor) -> str:
    found = re.search(r"<textarea.*?>\n(.*?)</textarea>", coach.answer.text, re.S)
    assert found is not None
    return html.unescape(found[1])


def edits(coach: Visitor, source: str, do: str = "check", **more: str) -> Visitor:
    return coach.goes(EDIT).sends(EDIT, source=source, do=do, **more)


def test_every_shipped_script_stands_on_the_shelf_by_what_it_is_for(
    coach: Visitor,
) -> None:
    placed = [name for names in script_words.GROUPS.values() for name in names]
    assert sorted(placed) == sorted(library.sources())
    coach.goes("/scripts")
    assert all(f'/scripts/{name}"' in coach.answer.text for name in placed)
    assert "newer one ships" not in coach.said


def test_a_script_shows_its_drawing_its_words_and_its_history(coach: Visitor) -> None:
    coach.goes(WIN)
    assert "came with Handrail" in coach.said
    assert "<svg" in coach.answer.text
    assert 'id="node-her_own_words"' in coach.answer.text
    assert "whenever somebody tells of a try" in coach.said
    assert "Guardado con tus palabras" in coach.said
    assert "<style" not in coach.answer.text
    with coach.client.get("/static/scripts.css") as sheet:
        rules = dict(RULE.findall(re.sub(r"\s", "", sheet.text)))
    own = dict(RULE.findall(re.sub(r"\s", "", drawing.STYLE)))
    assert len(own) > 10
    assert own.keys() - rules.keys() == set()
    # A picture on a page follows its theme: no colour in it but the page's own.
    coloured = [one for name, one in rules.items() if name in own and "#" in one]
    assert coloured == []
    assert 'fill="#' not in coach.answer.text


def test_a_problem_stands_at_its_line_and_what_was_written_stays(
    coach: Visitor,
) -> None:
    coach.goes(EDIT)
    own = written(coach)
    broken = own.replace("then: nothing_more", "then: nothing_mor")
    at = broken[: broken.index("her_own_words:")].count("\n") + 1
    edits(coach, broken)
    assert 200 == coach.answer.status_code
    assert written(coach) == broken
    assert f'href="#L{at}" data-line="{at}"' in coach.answer.text
    assert f'<span id="L{at}" class="is-wrong">' in coach.answer.text
    assert "Did you mean <code>nothing_more</code>?" in coach.answer.text
    assert "It plays as soon as it can be read." in coach.said


def test_htmx_gets_the_parts_alone(client: FlaskClient) -> None:
    coach = Visitor(client).goes(EDIT)
    own = written(coach)
    token = re.search(r'name="csrf_token" value="([^"]+)"', coach.answer.text)
    assert token is not None
    form = {"csrf_token": token[1], "source": own, "base": "", "edition": "0"}
    heads = {"HX-Request": "true", "HX-Target": "found"}
    found = client.post(EDIT, data=form, headers=heads).text
    assert "It checks" in found
    assert (
        '<pre class="gutter" id="gutter" aria-hidden="true" hx-swap-oob="true">'
        in found
    )
    assert "<html" not in found
    phone = {**heads, "HX-Target": "phone"}
    said = {**form, "do": "say", "words": "said my idea"}
    part = client.post(EDIT, data=said, headers=phone).text
    assert "said my idea" in part
    assert "A try is kept" in part
    assert "<textarea" not in part


def test_the_phone_plays_texts_and_calls_without_script(coach: Visitor) -> None:
    coach.goes(EDIT)
    own = written(coach)
    edits(coach, own, "say", words="said my idea", language="es")
    assert "Guardado con tus palabras" in coach.said
    assert "A try is kept" in coach.said
    coach.sends(EDIT, source=own, do="silence", language="es")
    assert "Nobody answered; the conversation is over." in coach.said
    check_in = "/scripts/check_in/edit"
    coach.goes(check_in)
    own = written(coach)
    for do, words in (
        ("key 1", ""), ("speak", "I wrote it down"), ("key 8", ""), ("key 7", ""),
    ):  # fmt: skip
        coach.sends(check_in, source=own, do=do, words=words, channel="voice")
    assert "Measured: confidence 8" in coach.said
    assert "The conversation is over." in coach.said
    coach.sends(check_in, source=own, do="again", channel="voice")
    assert "Measured" not in coach.said


def test_each_start_of_the_phone_says_the_next_wording(coach: Visitor) -> None:
    """A coach who changed one of many hears it, after as many starts at the most."""
    prompt = "/scripts/late_prompt/edit"
    coach.goes(prompt)
    assert "each start says the next" in coach.said
    own = written(coach)
    shown = [screen(coach)]
    for start in range(1, 15):
        coach.sends(prompt, source=own, do="again", start=str(start - 1))
        assert f'name="start" value="{start}"' in coach.answer.text
        shown.append(screen(coach))
    assert len(set(shown[:-1])) > 3
    # What is done on the phone stays with the wording that was begun.
    coach.sends(prompt, source=own, do="silence", start="14")
    assert screen(coach).startswith(shown[14])
    coach.sends(prompt, source=own, do="silence", start="many")
    assert 'name="start" value="0"' in coach.answer.text


def screen(coach: Visitor) -> str:
    found = re.search(r'class="screen".*?>(.*?)</ol>', coach.answer.text, re.S)
    assert found is not None
    return found[1].strip()


def test_what_is_kept_is_published_and_rolled_back(coach: Visitor) -> None:
    coach.goes(EDIT)
    own = written(coach)
    softer = own.replace("Kept in your own words, and", "Kept as you said it, and")
    edits(coach, softer, "keep")
    assert coach.here(EDIT)
    assert "A draft of yours is kept." in coach.said
    coach.sends(EDIT, source=softer, do="publish")
    assert coach.here(f"{WIN}/publish")
    assert '+ en: "Kept as you said it' in coach.said.replace("+      en", "+ en")
    assert "<dt>Now</dt>" in coach.said
    assert 'lang="en">Kept as you said it, and' in coach.said
    assert "Nobody is in it just now" in coach.said
    coach.sends(f"{WIN}/publish", note="softer words")
    assert coach.here(WIN)
    assert "softer words" in coach.said
    rolls_back(coach)


def test_publishing_leads_back_to_where_one_came_from(coach: Visitor) -> None:
    words, path = f"{WIN}/words", f"{WIN}/publish"
    edits(coach.goes(EDIT), written(coach) + "# one\n", "publish")
    ways = {
        (f"{path}?came=words", words): "Back to the words",
        (f"{path}?came=script", WIN): "Not now",
        (path, EDIT): "Back to the file",
    }
    assert coach.here(path)
    for (came, back), says in ways.items():
        asked = coach.goes(came).answer.text
        assert 2 == asked.count(f'href="{back}">'), back
        assert f'href="{back}">{says}<' in asked
    for page, came in ((words, "words"), (WIN, "script")):
        assert f'href="{path}?came={came}"' in coach.goes(page).answer.text
    # What is refused leads back there, too.
    coach.goes(f"{path}?came=words").sends(f"{path}?came=words", note="x" * 201)
    assert 422 == coach.answer.status_code
    assert f'href="{words}">Back to the words<' in coach.answer.text


def rolls_back(coach: Visitor) -> None:
    """Roll the script back to its first version, asked once before."""
    first = re.findall(r'/versions/([0-9a-f-]{36})"', coach.answer.text)[-1]
    older = f"{WIN}/versions/{first}"
    coach.goes(older)
    assert "Roll back to this one …" in coach.said
    coach.goes(f"{older}/again")
    assert "Nobody is in it just now" in coach.said
    assert 'lang="en">Kept in your own words, and' in coach.said
    assert "edited here" in coach.goes("/scripts").said
    coach.goes(f"{older}/again").sends(f"{older}/again", note="n" * 300)
    assert 422 == coach.answer.status_code
    assert "keep it under 200" in coach.said
    coach.sends(f"{older}/again", note="the old words were better")
    assert coach.here(WIN)
    newest = coach.said.partition('id="history"')[2].partition("</li>")[0]
    assert "in force" in newest
    assert "Rolled back to version 1; the two are the same." in newest
    coach.goes(re.findall(r'href="([^"]*/versions/[^"]*)"', newest)[0])
    assert "In force: whoever begins gets this one." in coach.said
    coach.goes(WIN)
    assert "the old words were better" in coach.said
    assert "edited here" not in coach.goes("/scripts").said


def test_moments_of_a_script_are_told_by_the_organisations_clock(
    coach: Visitor,
) -> None:
    assert "(UTC)" in coach.goes(WIN).said
    coach.goes("/limits").sends("/limits/clock", zone="Pacific/Auckland")
    assert "(Auckland)" in coach.goes(WIN).said
    assert "(UTC)" not in coach.said


def test_a_draft_that_does_not_check_is_kept_and_not_published(
    coach: Visitor,
) -> None:
    coach.goes(EDIT)
    edits(coach, "script: daily_win\ngrammar: 1\nnodes: {}\n", "publish")
    assert coach.here(f"{WIN}/publish")
    assert "The script has no node." in coach.said
    assert "Mend it in the editor" in coach.said
    assert "What is new, in a few words" not in coach.said
    coach.goes(WIN)
    # One press asks what is lost; it takes a second to lose it.
    asked = coach.said[coach.said.index("<summary>Drop your draft …</summary>") :]
    assert "What you wrote in it is lost." in asked[: asked.index("</details>")]
    assert f'action="{WIN}/drop"' in asked[: asked.index("</details>")]
    coach.sends(f"{WIN}/drop")
    assert "The draft is dropped." in coach.said
    assert "Drop your draft" not in coach.said
    assert "The draft is dropped." not in coach.goes(WIN).said


PUBLISH = re.compile(r'<button name="do" value="publish"([^>]*)>')


def publishing(coach: Visitor) -> str:
    found = PUBLISH.search(coach.answer.text)
    assert found is not None
    return found[1]


def test_publishing_is_not_offered_where_nothing_can_be_published(
    coach: Visitor,
) -> None:
    coach.goes(EDIT)
    own = written(coach)
    same, unsound = "There is nothing to publish", "once what the check found is mended"
    assert "disabled" in publishing(coach)
    assert same in coach.said
    edits(coach, own.replace("then: nothing_more", "then: nothing_mor"))
    assert "disabled" in publishing(coach)
    assert unsound in coach.said
    edits(coach, own + "# one\n")
    assert "" == publishing(coach)
    assert same not in coach.said
    edits(coach, own.replace("then: nothing_more", "then: nothing_mor"), "keep")
    for path in (WIN, f"{WIN}/words"):
        assert unsound in coach.goes(path).said, path
        assert f'href="{WIN}/publish' not in coach.answer.text, path
    edits(coach, own, "keep", edition="1")
    assert same in coach.goes(f"{WIN}/publish").said
    assert "What is new, in a few words" not in coach.said


def test_a_script_goes_by_a_title_and_its_code_stands_beside(
    coach: Visitor,
) -> None:
    titled = {name: script_titles.title(name) for name in library.sources()}
    assert titled.keys() == script_titles.TITLES.keys()
    assert len(titled) == len(set(titled.values()))
    coach.goes("/scripts")
    assert ">A win of the day</bdi></a> <small" in coach.answer.text
    coach.goes(WIN)
    assert "<title>A win of the day" in coach.answer.text
    assert '<h1><bdi>A win of the day</bdi> <small class="code' in coach.answer.text
    assert "What was missing</bdi></a>" in coach.answer.text
    assert "Edit “A win of the day”" in coach.goes(EDIT).said
    assert "Water break" == script_titles.title("water_break")


def test_the_drawing_is_told_in_the_language_of_whoever_looks(
    client: FlaskClient,
) -> None:
    told = client.get(WIN, headers={"Accept-Language": "es"}).text
    picture = told.partition('<g class="hd">')[2].partition("</svg>")[0]
    assert "oye lo que se dijo" in picture
    assert "Guardado con tus palabras" in picture
    assert "Kept in your own" not in picture
    assert "hears what was said" in client.get(WIN).text


def test_two_pages_of_one_editor_overwrite_nothing(coach: Visitor) -> None:
    coach.goes(EDIT)
    own = written(coach)
    edits(coach, own + "# one\n", "keep")
    coach.goes(EDIT).sends(EDIT, source=own + "# two\n", do="keep", edition="0")
    assert 409 == coach.answer.status_code
    assert "-# one" in coach.said
    assert written(coach).endswith("# two\n")
    coach.sends(EDIT, source=written(coach), do="keep")
    assert written(coach).endswith("# two\n")


def test_a_script_of_ones_own_begins_with_an_example(coach: Visitor) -> None:
    coach.goes("/scripts/new").sends("/scripts/new", name="Not So")
    assert 422 == coach.answer.status_code
    assert "small letters" in coach.said
    assert 'value="Not So"' in coach.answer.text
    coach.sends("/scripts/new", name="water")
    assert coach.here("/scripts/water/edit")
    assert "It checks" in coach.said
    coach.goes("/scripts/water")
    assert "Not published yet" in coach.said
    assert "Nothing says it yet: a programme can, in its settings" in coach.said
    coach.goes("/scripts/water/publish")
    assert "This is the first version: all of it is new." in coach.said
    assert "cannot be read yet" not in coach.said
    coach.sends("/scripts/water/publish")
    assert "It is published.</b> Nothing says it yet: a programme can" in coach.said
    assert "Whoever begins from now on gets it." not in coach.said
    coach.goes("/scripts/new").sends(
        "/scripts/new", name="well", origin="check_in_text"
    )
    well = coach.goes("/scripts/well/edit").answer.text
    assert "enter: check_in" in well
    coach.goes("/scripts/miss")
    assert "when somebody's tries call for it" in coach.said


HOSTILE = {
    "huge": "x: y\n" * 20_000,
    "broken": "script: [daily_win\n",
    "bomb": "script: daily_win\ngrammar: 1\na: &a [x, x]\n"
    + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "nodes: {n: {say: *i, then: end}}\n",
    "itself": "script: &a\n  x: *a\n",
    "tabs": "script: daily_win\ngrammar: 1\nnodes:\n\ta:\n\t\tsay: hi\n",
    "rtl": "script: daily_win\ngrammar: 1\nnodes:\n  \u202ea:\n    say: שלום\n    then: b\n",
    "many": "script: daily_win\ngrammar: 1\nnodes:\n"
    + "".join(f"  n{n}: {{say: hi, then: end}}\n" for n in range(1000)),
    "deep": "script: " + "[" * 600,
    "nul": "script: \x00",
    "empty": "",
    "documents": "---\nscript: daily_win\n---\n- 1\n",
    "keys": "? [a, [b]]\n: 1\n? {c: d}\n: 2\n",
    "markup": 'script: "</textarea><script>alert(1)</script>"\n',
}


def test_whatever_is_written_is_answered_at_its_place(coach: Visitor) -> None:
    for name, source in HOSTILE.items():
        edits(coach, source)
        assert 200 == coach.answer.status_code, name
        assert re.search(r"(One thing|\d+ things) to mend\.", coach.said), name
        assert "data-line=" in coach.answer.text, name
        assert "<script>alert" not in coach.answer.text, name


def test_what_is_larger_than_any_form_is_told_so(coach: Visitor) -> None:
    coach.goes(EDIT)
    edits(coach, "x" * 700_000)
    assert 413 == coach.answer.status_code
    assert "Too large" in coach.said


def test_a_foreign_version_and_an_unknown_script_are_the_same_404(
    coach: Visitor, parts: Parts, client: FlaskClient
) -> None:
    coach.goes(WIN)
    ours = re.findall(r'/versions/([0-9a-f-]{36})"', coach.answer.text)[0]
    other = crowd.organisation(parts, "Elsewhere", "+15550100099")
    theirs = site(parts).test_client()
    theirs.set_cookie("handrail", came_in(parts, other), domain="localhost")
    paths = (f"{WIN}/versions/{ours}", f"{WIN}/versions/{uuid4()}", f"{WIN}/versions/x")
    answers = [theirs.get(path) for path in (*paths, "/scripts/none")]
    assert {404} == {answer.status_code for answer in answers}
    assert 1 == len({re.sub("nonce.*?>", "", a.text) for a in answers})


def test_a_script_is_told_by_its_places_and_not_by_the_names_of_its_file(
    coach: Visitor,
) -> None:
    told = coach.goes(WIN).said.partition('id="drawing"')[2]
    named = re.findall(r"^  ([a-z_]+):$", written(coach.goes(EDIT)), re.M)
    assert "was_it_a_try" in named
    assert not [name for name in named if "_" in name and f">{name}<" in told]
    assert "Question 2" in told.partition("</svg>")[0]
    assert "A win of the day</text>" in told.partition("</svg>")[0]
    drawn = coach.goes(EDIT).said.partition('id="drawn"')[2]
    assert ">was_it_a_try</text>" in drawn
