"""A programme's path and settings in forms: all that a file says is seen and set."""

from __future__ import annotations

import html
import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from flows.coach import programme_files, programmes
from service.usecases import (
    appointing,
    enrol,
    programme_days,
    programme_setup,
    terms,
)
from service.usecases.enrol import NewProgramme
from service.usecases.parts import Parts
from service.usecases.paths import shipped
from service.web import path_form, schedule_words, setup_words
from tests.pages.reading import site
from tests.pages.visiting import Visitor
from tests.service import crowd

NOWHERE_ELSE = {"keep_words", "keep_recordings"}  # rights.retention sets them


@pytest.fixture
def coach(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def path(parts: Parts, stairwell: UUID) -> str:
    """Where a programme that begins from a shipped path is, with Mila on its first step."""
    new = NewProgramme("Meetings", "Ruth", None, {}, path="lead_a_meeting")
    which = enrol.programme(parts, stairwell, new)
    crowd.person(parts, stairwell, which, goal="", step="1", cue="")
    crowd.text(parts, "GO")
    return f"/programmes/{which}"


def fields(visitor: Visitor) -> dict[str, str]:
    """What a browser would send of the page's form."""
    text = visitor.answer.text
    start = text.index('name="base"')
    form = text[text.rindex("<form", 0, start) : text.index("</form>", start)]
    given: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind, value = (
            re.search(rf' {one}="([^"]*)"', tag) for one in ("name", "type", "value")
        )
        box = kind is not None and kind[1] in ("checkbox", "radio")
        if name and (not box or " checked" in tag):
            given[name[1]] = html.unescape(value[1]) if value else "on"
    for name_, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>',
                                   form, re.S):  # fmt: skip
        chosen = re.search(r'value="([^"]*)" selected', inner)
        first = re.search(r'value="([^"]*)"', inner)
        given[name_] = (chosen or first or ["", ""])[1]
    for name_, inner in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.S
    ):
        given[name_] = html.unescape(inner)
    return given


def sends(visitor: Visitor, path: str, **typed: str) -> Visitor:
    given = {name: text for name, text in {**fields(visitor), **typed}.items() if text}
    visitor.answer = visitor.client.post(path, data=given, follow_redirects=True)
    visitor.path = visitor.answer.request.full_path.rstrip("?")
    return visitor


def opens(visitor: Visitor) -> list[str]:
    return re.findall(
        r'<details class="panel folding" id="(\w+)" open', visitor.answer.text
    )


def test_all_that_a_file_says_is_set_on_a_page(coach: Visitor, path: str) -> None:
    set_here = {*programme_days.WHEN, *programme_setup.TERMS, *NOWHERE_ELSE}
    assert set(terms.TABLE) == set_here
    known = {"programme", "version", "called", "nudges"}  # a name has a page of its own
    pages = {
        "coach": "settings", "language": "settings", "terms": "settings",
        "schedule": "schedule", "name": "path", "about": "path", "goal": "path",
        "scripts": "path", "contexts": "path", "steps": "path",
    }  # fmt: skip
    assert set(programme_files.TOP) == known | pages.keys()
    on_path = fields(coach.goes(f"{path}/path"))
    parts = {name.split("_", 2)[2] for name in on_path if name.startswith("step_0")}
    days = {f"day_{day}" for day in range(7)}
    said = {part.rpartition("_")[0] if part[-3:] in ("_en", "_es") else part
            for part in parts - days}  # fmt: skip
    assert set(programmes.STEP) == said | {"days"}
    assert {"name_en", "about_es", "goal_en", "context_0_en"} <= on_path.keys()
    assert on_path["script_intake"] == "on"
    on_settings = fields(coach.goes(f"{path}/settings"))
    assert {"coach", "number", "language", *programme_setup.TERMS} <= on_settings.keys()


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_path_comes_back_from_its_form_as_it_was(name: str) -> None:
    before = shipped()[name]
    filled = path_form.fill(before, "en")
    said = path_form.read(filled, before.id, before.scripts, "en")
    assert said.wrong == {}
    assert said.path is not None
    assert said.path == programmes.load({**programmes.dump(before), "nudges": {}})


def test_a_step_of_a_path_says_the_whole_rhythm_of_its_programmes_schedule(
    coach: Visitor, parts: Parts, stairwell: UUID
) -> None:
    """It said “Sun” where a chance comes on every other Sunday."""
    new = NewProgramme("Health", "Ruth", None, {}, path="get_healthy")
    which = enrol.programme(parts, stairwell, new)
    said = coach.goes(f"/programmes/{which}/path").said
    assert "some time in the window · every 2 weeks, Sun · 2 minutes" in said
    wins = "By the programme's schedule they come: every 2 weeks, Sun."
    assert len(shipped()["get_healthy"].steps) == html.unescape(said).count(wins)


def test_a_coach_sets_the_kind_of_a_step_and_sees_whom_it_concerns(
    coach: Visitor, path: str, parts: Parts, stairwell: UUID
) -> None:
    page = f"{path}/path"
    coach.goes(path)
    assert f'href="{page}"' in coach.answer.text
    coach.goes(page)
    assert "1 person is on this step now." in coach.said
    assert opens(coach) == []
    sends(coach, page, do="look", step_0_kind="window", step_0_day_0="",
          step_0_day_3="on", step_1_minutes="12")  # fmt: skip
    assert 200 == coach.answer.status_code
    assert "1 person is in this programme." in coach.said
    assert "Whoever is on a step keeps its words and its days" in coach.said
    assert "whose words go" not in coach.said
    for told in (
        ">Step 1: Kind of step<", ">one moment: a prompt before it<",
        ">Step 1: Days<", ">Thu<", ">Step 2: Minutes<", ">12<",
    ):  # fmt: skip
        assert told in coach.said, told
    assert opens(coach) == ["step_0", "step_1"]
    # What was not looked at is not applied.
    sends(coach, page, do="apply", step_1_minutes="11")
    assert "The form was changed since you looked" in coach.said
    sends(coach, page, do="apply")
    assert coach.here(path)
    assert "Whoever is on a step keeps its words and its days" in coach.said
    assert "begins a step next gets the new ones" in coach.said
    assert "for 1 person" not in coach.said
    steps = stands(parts, stairwell, path).steps
    assert ("window", "3", 11) == (steps[0].kind, steps[0].days, steps[1].minutes)
    sends(coach.goes(page), page, do="look")
    assert "Nothing: this is what stands." in coach.said


def test_the_button_that_applies_is_in_the_bar_that_stays_in_sight(
    coach: Visitor, path: str
) -> None:
    page, bar = f"{path}/path", '<div class="savebar does"><button name="do" value="'
    assert f'{bar}look"' in coach.goes(page).answer.text
    sends(coach, page, do="look", step_1_minutes="12")
    assert f'{bar}apply"' in coach.answer.text
    assert 1 == coach.answer.text.count('value="apply"')


def stands(parts: Parts, stairwell: UUID, path: str) -> programmes.Programme:
    from service.usecases import revising

    with parts.db.transaction(stairwell) as tx:
        which = UUID(path.rpartition("/")[2])
        file = revising.standing_of(tx, parts.tenant(stairwell), which)
    assert file.path is not None
    return file.path


def test_who_is_on_a_step_whose_words_go_is_told_of(coach: Visitor, path: str) -> None:
    page = f"{path}/path"
    sends(coach.goes(page), page, do="look", step_0_text_en="read the agenda out")
    assert "1 person is on step 1 as it stands, whose words go" in coach.said
    assert ">Step 1: What they do, in English<" in coach.said


def test_what_cannot_stand_stays_typed_with_its_mend_beside_it(
    coach: Visitor, path: str
) -> None:
    page = f"{path}/path"
    typed = {
        "step_0_minutes": "16", "step_0_fear": "6", "step_1_minutes": "many",
        "step_1_cue_en": "", "step_2_day_0": "", "step_2_kind": "often",
        "step_2_tool_en": "", "step_2_tool_es": "Solo una", "goal_es": "x" * 81,
        "about_en": "y" * 201, "context_1_en": "", "context_0_es": "",
    }  # fmt: skip
    sends(coach.goes(page), page, do="look", **typed)
    assert 422 == coach.answer.status_code
    page_said = coach.answer.text
    for place, mend in {
        "step_0_minutes": "The first step takes 15 minutes at most.",
        "step_0_fear": "a fear of 5 at most.",
        "step_1_minutes": "Write a whole number from 1 to 120.",
        "step_1_cue_en": "Write it in the programme's language.",
        "step_2_days": "Tick one day at least.",
        "step_2_kind": "Choose one.",
        "step_2_tool_en": "Write it in the programme's language.",
        "goal_es": "Write 1 to 80 characters; these are 81.",
        "about_en": "Write at most 200 characters; these are 201.",
        "context_1_en": "Write it in the programme's language.",
    }.items():
        assert re.search(
            rf'id="{place}-wrong">[^<]*{re.escape(mend)}', html.unescape(page_said)
        ), place
    assert 'id="context_0_es-wrong"' not in coach.answer.text
    given = fields(coach)
    assert ("16", "many", "Solo una") == tuple(
        given[name] for name in ("step_0_minutes", "step_1_minutes", "step_2_tool_es")
    )
    assert opens(coach) == ["words", "step_0", "step_1", "step_2", "contexts"]


def test_a_step_that_is_too_long_is_told_its_length_and_stays_typed(
    coach: Visitor, path: str
) -> None:
    page, long = f"{path}/path", "say one idea at the daily meeting before anybody else"
    coach.goes(page)
    field = re.findall(r'<textarea id="step_0_text_en"[^>]*>', coach.answer.text)[0]
    assert "maxlength" not in field
    assert 'data-most="40"' in field
    sends(coach, page, step_0_text_en=long, do="apply")
    assert 422 == coach.answer.status_code
    mend = 'id="step_0_text_en-wrong">Write 1 to 40 characters; these are 53.'
    assert mend in coach.said
    assert long == fields(coach)["step_0_text_en"]


def test_steps_and_places_are_added_moved_and_taken_out_without_script(
    coach: Visitor, path: str
) -> None:
    page = f"{path}/path"
    first = fields(coach.goes(page))["step_0_text_en"]
    second = fields(coach)["step_1_text_en"]
    sends(coach, page, do="down.step.0")
    assert (second, first) == tuple(
        fields(coach)[f"step_{at}_text_en"] for at in (0, 1)
    )
    sends(coach, page, do="up.step.1")
    assert first == fields(coach)["step_0_text_en"]
    sends(coach, page, do="add.step")
    assert "step_4" in opens(coach)
    assert "window" == fields(coach)["step_4_kind"]
    sends(coach, page, do="drop.step.4")
    assert "step_4_kind" not in fields(coach)
    sends(coach, page, do="add.context")
    assert "context_2_en" in fields(coach)
    assert "contexts" in opens(coach)
    sends(coach, page, do="drop.context.2")
    for _ in range(4):
        sends(coach, page, do="drop.step.0")
    sends(coach, page, do="look")
    assert "Write one step at least." in coach.said
    for strange in ("drop.step.9", "up.step.x", "add.people", "."):
        sends(coach, page, do=strange)
        assert 200 == coach.answer.status_code


def test_a_path_is_written_where_there_was_none(coach: Visitor, where: UUID) -> None:
    page = f"/programmes/{where}/path"
    assert "Write a path" in coach.goes(f"/programmes/{where}").said
    coach.goes(page)
    typed = {f"{name}_{tag}": f"{name} {tag}" for name in ("name", "about", "goal")
             for tag in ("en", "es")}  # fmt: skip
    steps = {f"step_0_{name}_{tag}": f"{name} {tag}" for name in ("text", "cue")
             for tag in ("en", "es")}  # fmt: skip
    for do in ("look", "apply"):
        sends(coach, page, do=do, **typed, **steps, script_imagine_it="on")
    assert coach.here(f"/programmes/{where}")
    assert "text en" in coach.said
    assert "/scripts/imagine_it" in coach.answer.text


@pytest.mark.parametrize(("tag", "language"), [("en", "en-GB"), ("es", "es-MX")])
def test_a_path_is_written_in_the_programmes_language_only(
    coach: Visitor, parts: Parts, stairwell: UUID, tag: str, language: str
) -> None:
    new = NewProgramme("Our talks", "Ruth", None, {}, language=language)
    where = f"/programmes/{enrol.programme(parts, stairwell, new)}"
    page = f"{where}/path"
    spoken = {"en": "English", "es": "Spanish"}[tag]
    coach.goes(page)
    # Said before anything is sent.
    told = f"programme's language ({spoken}). The other may be left empty"
    assert told in html.unescape(coach.said)
    label = re.compile(r'<label for="step_0_text_(..)">[^<]*may be left empty')
    assert [{"en": "es", "es": "en"}[tag]] == label.findall(coach.answer.text)
    typed = {f"{name}_{tag}": name for name in
             ("name", "about", "goal", "step_0_text", "step_0_cue")}  # fmt: skip
    for do in ("look", "apply"):
        sends(coach, page, do=do, **typed)
    assert coach.here(where)
    path = stands(parts, stairwell, where)
    assert {"en": "goal", "es": "goal"} == path.goal
    other = {"en": "es", "es": "en"}[tag]
    given = fields(coach.goes(page))
    assert ("goal", "") == (given[f"goal_{tag}"], given[f"goal_{other}"])
    # So what changes later changes for whoever reads the other, too.
    for do in ("look", "apply"):
        sends(coach if do == "apply" else coach.goes(page), page, do=do,
              **{f"step_0_text_{tag}": "say it"})  # fmt: skip
    (step,) = stands(parts, stairwell, where).steps
    assert {"en": "say it", "es": "say it"} == step.text
    sends(coach.goes(page), page, do="look", **{f"goal_{tag}": "x" * 81})
    assert f'id="goal_{tag}-wrong"' in coach.answer.text
    assert f'id="goal_{other}-wrong"' not in coach.answer.text


def test_what_somebody_else_changed_of_the_path_is_not_overwritten(
    coach: Visitor, path: str
) -> None:
    page = f"{path}/path"
    early = fields(coach.goes(page))
    for do in ("look", "apply"):
        sends(coach if do == "apply" else coach.goes(page), page, do=do,
              step_1_minutes="12")  # fmt: skip
    # Another section's change is no conflict.
    settings = f"{path}/settings"
    for do in ("look", "apply"):
        sends(coach if do == "apply" else coach.goes(settings), settings, do=do,
              growth="bold")  # fmt: skip
    coach.goes(page)
    coach.answer = coach.client.post(
        page, data={**early, "step_1_minutes": "13", "do": "look",
                    "csrf_token": fields(coach)["csrf_token"]},
    )  # fmt: skip
    assert 409 == coach.answer.status_code
    assert "Somebody else changed this meanwhile" in coach.said
    stands, typed = "Stands now", "You typed"
    assert f'<td data-is="{stands}" dir="auto">12</td>' in coach.said
    assert f'<td data-is="{typed}" dir="auto">13</td>' in coach.said
    assert "13" == fields(coach)["step_1_minutes"]
    for do in ("look", "apply"):
        sends(coach, page, do=do)
    assert coach.here(path)


def test_coach_language_and_limits_are_set_and_told_of_before(
    coach: Visitor, path: str
) -> None:
    page = f"{path}/settings"
    coach.goes(page)
    wrong = {"coach": "Maximilian Theo", "number": "12", "language": "xx",
             "growth": "wild", "most_a_day": "none"}  # fmt: skip
    sends(coach, page, do="look", **wrong)
    assert 422 == coach.answer.status_code
    assert 'id="language-wrong"' in coach.answer.text
    assert 'id="growth-wrong"' in coach.answer.text
    assert 'id="most_a_day-wrong">Write a whole number up to 1000.' in coach.said
    sends(coach, page, do="look", language="en", growth="off", most_a_day="9", coach="")
    assert 'id="coach-wrong">write 1 to 12 characters; these are 0' in coach.said
    sends(coach, page, do="look", coach="Maximilian Theo")
    assert 422 == coach.answer.status_code
    assert 'id="coach-wrong">write 1 to 12 characters' in coach.said
    sends(coach, page, do="look", coach="Ana")
    assert 'id="number-wrong"' in coach.answer.text
    sends(coach, page, do="look", number=crowd.SERVICE)
    assert "this is our own number" in coach.said


def test_coach_and_language_hold_after_they_were_looked_at(
    coach: Visitor, path: str, parts: Parts, stairwell: UUID
) -> None:
    page = f"{path}/settings"
    fine = {
        "coach": "Ana", "number": "(415) 555-2671", "language": "es-MX",
        "growth": "steady", "most_a_day": "9",
    }  # fmt: skip
    coach.goes(page)
    sends(coach, page, do="look", **fine)
    for told in (">Coach<", ">Ana<", "71<", ">Mexican Spanish<", ">Most automatic texts in 24 hours<",
                 ">nothing is offered<", ">steadily: after five"):  # fmt: skip
        assert told in coach.said.replace("Spanish (Mexico)", "Mexican Spanish"), told
    assert "+14155552671<" not in coach.said
    sends(coach, page, do="apply")
    assert coach.here(path)
    assert "It holds now, for 1 person." in coach.said
    given = fields(coach.goes(page))
    assert ("Ana", "+14155552671", "es-MX", "steady", "9", "3") == tuple(
        given[name] for name in
        ("coach", "number", "language", "growth", "most_a_day", "most_in_burst")
    )  # fmt: skip
    # Somebody else is told of alerts: without her the last number would stay.
    bea = appointing.Changes(number="+15550100007")
    appointing.add(parts, stairwell, "Bea", bea, "x")
    for do in ("look", "apply"):
        sends(coach, page, do=do, number="")
    assert fields(coach.goes(page))["number"] == ""


def test_what_a_file_refuses_is_refused_here(coach: Visitor, path: str) -> None:
    page = f"{path}/path"
    many = {
        f"context_{at}_{tag}": letter * 190
        for at in range(150)
        for tag, letter in (("en", "x"), ("es", "y"))
    }
    sends(coach.goes(page), page, do="look", **many)
    assert 422 == coach.answer.status_code
    assert "The file is longer than 50,000 characters." in coach.said
    assert "y" * 190 == fields(coach)["context_149_es"]


def test_keys_of_a_file_in_words(client: FlaskClient, parts: Parts) -> None:
    with site(parts).test_request_context(headers={"Accept-Language": "en"}):
        for key, said in {
            "steps.3.story.es": "Step 3: Somebody's small try, in Spanish",
            "goal.en": "Goal, in English",
            "contexts.2.en": "Further places, in English (2)",
            "scripts.4": "Scripts it uses",
            "terms.cap_day": "terms.cap_day",
            "coach.number": "The coach's number, for alerts",
        }.items():
            assert said == setup_words.what(key)
        assert "nothing is offered" == setup_words.value("terms.growth", "")
        assert "" == setup_words.value("coach.number", "")
        assert "xx" == setup_words.language("xx")
        assert "Monday to Friday" == setup_words.value("steps.1.days", "01234")
        assert schedule_words.weekdays([0]) in setup_words.of_step(
            {"day_0": "on"}, None
        )


def test_the_pages_speak_spanish(client: FlaskClient, path: str) -> None:
    told = {"Accept-Language": "es-MX,es;q=0.9"}
    for page, said in (("path", "Clase de paso"), ("settings", "Ajustes")):
        assert said in client.get(f"{path}/{page}", headers=told).text


def test_a_script_of_ones_own_is_chosen_on_the_page_of_settings(
    coach: Visitor, path: str, parts: Parts, stairwell: UUID
) -> None:
    coach.goes(f"{path}/settings")
    assert "duplicate the one that ships" in coach.answer.text
    assert '<select id="late_script"' not in coach.answer.text
    coach.goes("/scripts/new").sends(name="our_prompt", origin="late_prompt")
    coach.goes("/scripts/our_prompt/publish").sends()
    coach.goes(f"{path}/settings")
    assert '<option value="our_prompt">our_prompt</option>' in coach.answer.text
    sends(coach, f"{path}/settings", do="look", late_script="our_prompt")
    assert "What says a late prompt" in coach.answer.text
    sends(coach, f"{path}/settings", do="apply", late_script="our_prompt")
    assert "It holds now, for 1 person." in coach.answer.text
    coach.goes("/scripts/our_prompt")
    assert "Meetings" in coach.answer.text
