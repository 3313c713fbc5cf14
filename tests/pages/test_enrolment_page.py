"""Enrolling from the console: by a form, and from a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from uuid import UUID, uuid4

import phonenumbers
import psycopg
import pytest
from flask.testing import FlaskClient

from service.usecases import bringing_in, enrol, enrolling, paths, sessions
from service.usecases.bringing_in import Stopped
from service.usecases.enrol import NewProgramme
from service.usecases.enrolling import Entered, Unfit
from service.usecases.entries import e164, number_like, zone_named
from service.usecases.parts import Parts
from service.usecases.rights import NotAllowed, Signed
from service.usecases.sheets import BadSheet
from service.web import bringing_in as pages
from service.web.guard import LARGEST_BODY
from tests.database import Clone
from tests.pages.reading import came_in
from tests.pages.visiting import Visitor
from tests.service import crowd

FORM = {
    "name": "Mila",
    "number": "+1 555 010 0001",
    "zone": "America/New_York",
    "goal": "find my voice in a busy team",
    "step": "say one idea at the daily meeting",
    "cue": "the floor is opened",
    "consent_text": "I agree to coaching texts.",
    "consent_method": "paper form",
    "begins": "own",
}
HEADING = "name,number,zone,goal,step,cue,consent_text,consent_method\n"
GOOD = (
    "{n},+1555020{at:04d},America/Lima,speak,say one idea,the floor opens,yes,paper\n"
)


@pytest.fixture
def visitor(client: FlaskClient, where: UUID) -> Visitor:
    _ = where
    return Visitor(client)


@pytest.fixture
def signed(parts: Parts, stairwell: UUID) -> Signed:
    found = sessions.of(parts, came_in(parts, stairwell))
    assert found is not None
    return found


def sheet(many: int, bad: str = "") -> bytes:
    lines = (GOOD.format(n=f"P{at}", at=at) for at in range(many))
    return (HEADING + "".join(lines) + bad).encode()


# ---- by a form ----


def test_whoever_is_enrolled_has_a_page_that_says_what_comes(visitor: Visitor) -> None:
    assert "Enrol somebody" in visitor.goes("/").said
    visitor.goes("/people/new").sends("/people/new", **FORM)
    assert re.fullmatch("/people/[0-9a-f-]{36}", visitor.path)
    said = visitor.said
    assert "One text asks for their own yes: it goes out" in said
    assert "Nothing else goes out before that yes." in said
    assert "by <bdi>demo</bdi>" in said or "by <bdi>" in said
    assert "••••••••••01" in said


def test_every_refusal_stands_beside_its_field_and_nothing_is_lost(
    visitor: Visitor,
) -> None:
    odd = {"name": "N" * 21, "number": "12", "zone": "Pacific/Aukland", "step": ""}
    wrong = {**FORM, **odd, "calls_method": "in person"}
    visitor.goes("/people/new").sends("/people/new", **wrong)
    assert 422 == visitor.answer.status_code
    said = visitor.answer.text
    for name in ("name", "number", "zone", "step", "calls_text"):
        assert f'id="{name}-wrong"' in said, name
        field = re.search(rf'<(?:input|textarea) id="{name}"[^>]*>', said)
        assert field
        assert 'aria-invalid="true"' in field[0]
    assert "did you mean Pacific/Auckland?" in said
    for kept in ("N" * 21, "Pacific/Aukland", FORM["goal"], FORM["consent_text"]):
        assert kept in said
    mended = {**FORM, "calls": "yes", "calls_text": "Call me."}
    visitor.sends("/people/new", **mended)
    assert "Agreed to automated calls" in visitor.said


def test_days_and_times_can_be_set_while_enrolling(visitor: Visitor) -> None:
    said = visitor.goes("/people/new").answer.text
    assert '<details class="panel folding" id="times">' in said
    assert "As the programme has it. Open it to set others." in visitor.said
    days = {"day_1": "on", "day_3": "on"}
    times = {"window_0_opens": "08:10", "window_0_deadline": "09:20"}
    visitor.sends("/people/new", **{**FORM, **days, **times, "name": ""})
    said = visitor.answer.text
    assert '<details class="panel folding" id="times" open>' in said
    assert 'id="name-wrong"' in said
    assert 'id="window_0-wrong"' in said
    assert "Give three times: it opens, waiting ends, it closes." in said
    assert 'value="08:10"' in said
    assert re.search('name="day_3" checked', said)
    whole = {**times, "window_0_closes": "11:30"}
    visitor.sends("/people/new", **{**FORM, **days, **whole})
    page = visitor.path
    assert re.fullmatch("/people/[0-9a-f-]{36}", page)
    said = visitor.goes(f"{page}/schedule").answer.text
    assert 'value="08:10"' in said
    assert 'value="11:30"' in said
    assert re.findall('name="day_([0-9])" checked', said) == ["1", "3"]


def test_times_that_cannot_stand_enrol_nobody(visitor: Visitor, clone: Clone) -> None:
    times = {"window_0_opens": "09:00", "window_0_deadline": "08:00"}
    wrong = {**FORM, **times, "window_0_closes": "10:00"}
    visitor.goes("/people/new").sends("/people/new", **wrong)
    assert 422 == visitor.answer.status_code
    assert "Waiting has to end after it opens, and not after it closes." in visitor.said
    with psycopg.connect(clone.superuser_url) as line:
        assert (0,) == line.execute("SELECT count(*) FROM participants").fetchone()


def test_days_of_their_own_are_audited_and_hold_for_a_step_found_by_text(
    visitor: Visitor, clone: Clone
) -> None:
    asked = {**FORM, "begins": "intake", "goal": "", "step": "", "cue": ""}
    visitor.goes("/people/new").sends("/people/new", **asked, day_5="on")
    assert re.fullmatch("/people/[0-9a-f-]{36}", visitor.path)
    with psycopg.connect(clone.superuser_url) as line:
        kept = line.execute("SELECT action FROM audits ORDER BY at, id").fetchall()
        assert [("enrolled",), ("set schedule",)] == kept[-2:]
        days = line.execute("SELECT schedule -> 'days' FROM participants").fetchone()
        assert ("5",) == days


def test_days_left_as_they_are_keep_nothing_of_their_own(visitor: Visitor) -> None:
    blank = {"window_0_opens": "", "window_0_deadline": "", "window_0_closes": ""}
    visitor.goes("/people/new").sends("/people/new", **{**FORM, **blank})
    said = visitor.goes(f"{visitor.path}/schedule").answer.text
    assert not re.findall('name="day_[0-9]" checked', said)
    assert 'name="window_0_opens" value=""' in said


def test_what_is_left_empty_or_too_long_is_asked_for_in_plain_words(
    visitor: Visitor,
) -> None:
    typed = {"consent_method": "", "consent_text": "", "name": "", "step": "x" * 41}
    visitor.goes("/people/new").sends("/people/new", **{**FORM, **typed, "zone": ""})
    said = visitor.said
    for told in (
        "Say how they agreed: choose one from the list, or write it.",
        "Write the wording they agreed to, word for word.",
        "Write their name.",
        "Make it shorter: 40 characters fit, and these are 41.",
        "It is needed, so that nothing goes out at their night.",
        "Write the city they live in or near, like Auckland, and choose.",
        "5 fields below need another look.",
    ):
        assert told in said, told
    assert "write 1 to" not in said
    assert '<option value="Pacific/Auckland" label="Auckland, New Zealand">' in said


def test_a_city_as_it_is_typed_is_its_zone(visitor: Visitor) -> None:
    visitor.goes("/people/new").sends("/people/new", **{**FORM, "zone": "new york"})
    assert re.fullmatch("/people/[0-9a-f-]{36}", visitor.path)
    assert "by the clock of New York" in visitor.said
    assert "Nowhere" == zone_named("Nowhere")
    assert "Louisville" == zone_named("Louisville")  # there are two of that name


def test_a_file_is_no_longer_than_is_said_beside_it(
    signed: Signed, parts: Parts, where: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing_in, "MOST_LINES", 2)
    assert 2 == bringing_in.judge(parts, signed, where, sheet(2)).report.good
    with pytest.raises(BadSheet, match=r"more than 5,000 lines"):
        bringing_in.judge(parts, signed, where, sheet(3))


def test_what_is_typed_stays_words(visitor: Visitor) -> None:
    odd = '"></textarea></select><script>alert(1)</script><img src=x onerror=alert(1)>'
    typed = dict.fromkeys((*FORM, "calls_text", "recording_text", "language"), odd)
    visitor.goes("/people/new").sends("/people/new", **{**typed, "programme": odd})
    assert 422 == visitor.answer.status_code
    for never in ("<script>alert", "<img src=x", '"></textarea>'):
        assert never not in visitor.answer.text
    bad = HEADING + f"{odd.replace(',', '')},12,{odd},g,s,c,yes,paper\n".replace(
        '"', ""
    )
    uploads(visitor, bad.encode())
    assert "<script>alert" not in visitor.answer.text
    assert "&lt;script&gt;" in visitor.answer.text


def test_a_zone_left_empty_is_guessed_and_shown(visitor: Visitor) -> None:
    typed = {**FORM, "number": "+64 21 123 4567", "zone": ""}
    visitor.goes("/people/new").sends("/people/new", **typed)
    assert 'value="Pacific/Auckland"' in visitor.answer.text
    assert "filled in from the number" in visitor.said


def test_the_number_fills_an_empty_zone_and_no_other(visitor: Visitor) -> None:
    told = numbered(visitor, number="+64211234567", zone="")
    assert 'value="Pacific/Auckland"' in told
    assert "Taken from the number. Change it when they live elsewhere." in told
    typed = numbered(visitor, number="+64211234567", zone="America/Lima")
    assert "Read as +64 21 123 4567, New Zealand" in typed
    assert 'name="zone"' not in typed
    assert 'name="zone"' not in numbered(visitor, number="12", zone="")
    # What was taken from a number that is mended follows the mended one.
    follows = {"zone": "Pacific/Auckland", "zone_taken": "Pacific/Auckland"}
    assert 'value="Europe/Madrid"' in numbered(
        visitor, number="+34612345678", **follows
    )


def numbered(visitor: Visitor, **typed: str) -> str:
    form = visitor.goes("/people/new")._form("/people/new")
    return visitor.client.post("/people/new/number", data={**form, **typed}).text


def test_a_number_is_read_back_with_its_country(visitor: Visitor) -> None:
    said = visitor.goes("/people/new").said
    assert "Without a +, it is taken for one of: United States." in said
    told = numbered(visitor, number="+1 (555) 0100001")
    assert "Read as +1 555 010 0001, United States" in told
    assert "no whole number yet" in numbered(visitor, number="555 0100")
    assert "Read as" not in numbered(visitor, number="")
    assert "Read as +882 16 1234 5678<" not in numbered(visitor, number="+88216")
    visitor.goes("/people/new").sends("/people/new", **{**FORM, "name": ""})
    assert "Read as +1 555 010 0001, United States" in visitor.said


def test_the_form_says_which_countries_texts_go_to_before_it_is_sent(
    visitor: Visitor, clone: Clone
) -> None:
    said = visitor.goes("/people/new").said
    assert "With its country, like +1 201 555 0123." in said
    assert "Texts go to numbers of: United States." in said
    closed = "They cannot be enrolled yet:"
    told = numbered(visitor, number="+64 21 123 4567")
    assert closed in told
    assert "this is a number of New Zealand, and texts go only to numbers of:" in told
    assert "ask an owner to have New Zealand allowed by whoever runs Handrail" in told
    assert "handrail organisation" not in told
    assert closed not in numbered(visitor, number="+1 201 555 0123")
    visitor.sends("/people/new", **{**FORM, "number": "+64 21 123 4567"})
    assert closed not in visitor.said  # it stands once, above its field
    assert 1 == visitor.said.count("to have New Zealand allowed by")
    with psycopg.connect(clone.superuser_url) as line:
        line.execute('UPDATE organisations SET limits = \'{"countries": ["GB"]}\'')
    said = visitor.goes("/people/new").said
    assert "like +44 7400 123456. Texts go to numbers of: United Kingdom." in said


def test_an_example_of_a_number_can_be_texted() -> None:
    for country in phonenumbers.SUPPORTED_REGIONS:
        example = number_like(country)
        assert re.sub(r"[ .]", "", example) == e164(example, country, "number")


def test_whose_a_number_is_already_stands_beside_it(visitor: Visitor) -> None:
    assert "in use already" not in numbered(visitor, number=FORM["number"])
    visitor.goes("/people/new").sends("/people/new", **FORM)
    told = numbered(visitor, number=FORM["number"])
    assert re.search(r'in use already:</b> <a href="/people/[0-9a-f-]+"><bdi>', told)
    visitor.goes("/people/new").sends("/people/new", **FORM)
    assert "in use already" in visitor.said
    assert "is enrolled already" in visitor.said


def test_a_yes_to_calls_needs_its_tick_and_its_words(visitor: Visitor) -> None:
    half = "When they agreed to this, tick the box and write the wording."
    for odd in ({"calls": "yes"}, {"calls_text": "Call me."}, {"recording": "yes"}):
        visitor.goes("/people/new").sends("/people/new", **{**FORM, **odd})
        assert 422 == visitor.answer.status_code
        assert 1 == visitor.said.count(half), odd
    assert 'name="recording" id="recording" value="yes" checked' in visitor.answer.text


def test_a_wording_is_offered_for_whatever_is_ticked(visitor: Visitor) -> None:
    words = "texts from Find my voice", "calls from Find my voice", "the calls of Find"
    typed = {**FORM, "consent_text": "", "offer": "yes"}
    said = visitor.goes("/people/new").sends("/people/new", **typed).said
    assert [True, False, False] == [one in said for one in words]
    # It stands after the boxes that it fills in.
    page = visitor.answer.text
    assert page.index('id="recording_text"') < page.index('name="offer"')
    said = visitor.sends("/people/new", **{**typed, "calls": "yes"}).said
    assert [True, True, False] == [one in said for one in words]
    both = {**typed, "calls": "yes", "recording": "yes"}
    said = visitor.sends("/people/new", **both).said
    assert [True, True, True] == [one in said for one in words]
    assert 'id="calls" value="yes" checked' in visitor.answer.text


def test_filling_a_wording_in_refuses_nothing_and_neither_does_a_look_at_a_field(
    visitor: Visitor,
) -> None:
    """A browser tells an answer of 4xx as an error of the page."""
    page = "/people/new"
    empty = dict.fromkeys(FORM, "")
    visitor.goes(page).sends(page, **empty)
    assert 422 == visitor.answer.status_code
    visitor.sends(page, **empty, offer="yes")
    assert 200 == visitor.answer.status_code
    assert "I agree to get coaching texts from Find my voice" in visitor.said
    assert 'aria-invalid="true"' not in visitor.answer.text
    form = visitor._form(page)
    for part in ("name", "number"):
        asked = visitor.client.post(f"{page}/{part}", data={**form, **empty})
        assert 200 == asked.status_code


def test_a_wording_is_offered_in_their_language_and_typed_words_stay(
    visitor: Visitor,
) -> None:
    visitor.goes("/people/new")
    typed = {**FORM, "consent_text": "", "offer": "yes"}
    said = visitor.sends("/people/new", **typed).said
    assert 200 == visitor.answer.status_code
    assert "texts from Find my voice, up to 8 a week" in said
    assert 'value="say one idea at the daily meeting"' in said
    said = visitor.sends("/people/new", **{**typed, "language": "es-MX"}).said
    assert "mensajes de coaching de Find my voice, hasta 8 por semana" in said
    own = {**typed, "consent_text": "What we said."}
    assert "What we said.</textarea>" in visitor.sends("/people/new", **own).said
    visitor.sends("/people/new", **FORM)
    assert "Agreed to texts" in visitor.said or "has not answered" in visitor.said


def test_by_text_nothing_is_asked_for_and_a_path_fills_in(
    visitor: Visitor, signed: Signed, parts: Parts
) -> None:
    assert "first step</label>" not in visitor.goes("/people/new").said
    blank = {"goal": "", "step": "", "cue": ""}
    visitor.sends("/people/new", **{**FORM, **blank, "begins": "path"})
    assert "this programme has no steps of its own" in visitor.said
    visitor.sends("/people/new", **{**FORM, "begins": "intake"})
    assert visitor.said.count("the intake asks for it by text; leave it empty") == 3
    visitor.sends("/people/new", **{**FORM, **blank, "begins": "intake"})
    assert visitor.path != "/people/new"


def test_the_programmes_first_step_is_named(
    visitor: Visitor, stairwell: UUID, parts: Parts
) -> None:
    """A choice of a step that is not said is none; each programme has its own."""
    named = (("Health", "get_healthy"), ("Meetings", "lead_a_meeting"))
    for name, path in named:
        enrol.programme(
            parts, stairwell, NewProgramme(name, "Ruth", None, {}, path=path)
        )
    hint = re.search(
        r'id="begins-path-hint">([^<]*)<', visitor.goes("/people/new").answer.text
    )
    assert hint
    steps = [one[1] for one in re.finditer("“([^”]*)”", hint[1])]
    firsts = [paths.shipped()[path].steps[0].text for _, path in named]
    assert steps == [text["en"] for text in firsts]
    assert f"Health: “{steps[0]}” · Meetings: “{steps[1]}”" in hint[1]
    visitor.client.set_cookie("handrail-language", "es", domain="localhost")
    assert f"Health: “{firsts[0]['es']}”" in visitor.goes("/people/new").said


def test_another_number_of_that_kind_is_refused_and_so_is_no_programme(
    visitor: Visitor, signed: Signed, parts: Parts
) -> None:
    visitor.goes("/people/new").sends("/people/new", **FORM)
    visitor.goes("/people/new").sends("/people/new", **FORM)
    assert "this number is enrolled already" in visitor.said
    person = replace(crowd.MILA, number="+15550100002")
    with pytest.raises(Unfit, match="programme: choose"):
        enrolling.person(parts, signed, Entered(str(uuid4()), person))


def test_a_viewer_enrols_nobody(parts: Parts, signed: Signed, where: UUID) -> None:
    viewer = replace(signed, role="viewer")
    asked: tuple[Callable[[], object], ...] = (
        lambda: enrolling.person(parts, viewer, Entered(str(where), crowd.MILA)),
        lambda: enrolling.programmes(parts, viewer),
        lambda: enrolling.read_back(parts, viewer, ""),
        lambda: enrolling.home_of(parts, viewer),
        lambda: bringing_in.judge(parts, viewer, where, sheet(1)),
        lambda: bringing_in.everybody(
            parts, viewer, (where, sheet(1)), lambda *_: None
        ),
    )
    for ask in asked:
        with pytest.raises(NotAllowed):
            ask()


@pytest.mark.usefixtures("stairwell")
def test_without_a_programme_the_forms_say_so(client: FlaskClient) -> None:
    assert "There is no programme yet" in client.get("/people/new").text
    assert "Set one up first" in client.get("/people/import").text


# ---- from a spreadsheet ----


def uploads(visitor: Visitor, content: bytes) -> str:
    visitor.goes("/people/import")
    form = visitor._form("/people/import")
    data = {**form, "file": (BytesIO(content), "people.csv")}
    visitor.answer = visitor.client.post("/people/import", data=data)
    return visitor.said


def test_a_file_is_looked_at_first_and_then_everybody_is_enrolled(
    visitor: Visitor,
) -> None:
    assert "3 lines can be taken." in uploads(visitor, sheet(3))
    assert "Nobody is enrolled yet" in visitor.client.get("/people").text
    assert "Enrol these 3" in visitor.said
    visitor.sends("/people/import/all")
    assert "3 people are enrolled." in visitor.said
    assert "Enrolling: 100 %" in visitor.said
    assert "3 people" in visitor.client.get("/people").text


def test_bad_lines_are_named_and_given_back_and_the_others_enrolled(
    visitor: Visitor,
) -> None:
    bad = "=cmd|'/C calc'!A0,12,Nowhere,g,s,c,yes,paper\n"
    said = uploads(visitor, sheet(2, bad))
    assert "2 lines can be taken. 1 cannot." in said
    assert "is no place's time zone" in said
    shown = visitor.answer
    visitor.sends("/people/import/errors.csv")
    got = visitor.answer
    assert "text/csv; charset=utf-8" == got.headers["Content-Type"]
    assert got.text.startswith("\ufeffname,number")
    assert "\r\n'=cmd|" in got.text
    assert "attachment" in got.headers["Content-Disposition"]
    visitor.answer = shown
    visitor.sends("/people/import/all")
    assert "2 people are enrolled." in visitor.said


def test_what_is_no_sheet_is_said_beside_the_file(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "is a workbook, not a CSV file" in uploads(visitor, b"PK\x03\x04...")
    assert "choose a CSV file" in uploads(visitor, b"")
    monkeypatch.setattr(pages, "MOST_BYTES", 1000)
    assert "divide it into several" in uploads(visitor, b"x" * 1001)
    form = visitor._form("/people/import")
    huge = {**form, "packed": "x" * (5 * 2**20)}
    got = visitor.client.post("/people/import", data=huge)
    assert 413 == got.status_code
    assert "divide it into several" in got.text
    assert "There is nobody in it" in uploads(visitor, HEADING.encode())


def test_a_large_form_is_read_of_whoever_is_in_alone(visitor: Visitor) -> None:
    large = {"packed": "x" * 100_000}
    visitor.client.application.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    nobody = visitor.client.application.test_client()
    assert 413 == nobody.post("/people/import/all", data=large).status_code
    form = visitor.goes("/people/import")._form("/people/import")
    got = visitor.client.post("/people/import/all", data={**form, **large})
    assert "Nobody was enrolled." in got.text
    nowhere = {**form, "programme": str(uuid4()), "packed": ""}
    got = visitor.client.post("/people/import/all", data=nowhere)
    assert "Nobody was enrolled." in got.text
    got = visitor.client.post("/people/import/all", data={**form, "programme": ""})
    assert 422 == got.status_code


def test_whoever_leaves_the_page_has_enrolled_nobody(
    parts: Parts, signed: Signed, where: UUID, client: FlaskClient
) -> None:
    work = pages.Work(parts, signed, (where, sheet(12)), "")
    steps = work.steps()
    next(steps)
    steps.close()
    assert work.report is None
    assert "Nobody is enrolled yet" in client.get("/people").text
    assert "Nobody of the file" in client.get("/people/import?stopped=1").text


def test_a_number_that_was_taken_meanwhile_leaves_nobody(
    parts: Parts, stairwell: UUID, signed: Signed, where: UUID, client: FlaskClient
) -> None:
    def tell(what: str, _part: float) -> None:
        if what == "Enrolling":
            raise Stopped

    with pytest.raises(Stopped):
        bringing_in.everybody(parts, signed, (where, sheet(3)), tell)
    crowd.person(parts, stairwell, where, number="+15550200001")
    work = pages.Work(parts, signed, (where, sheet(3)), "")
    assert "Checking" in {what for what, _ in work.steps()}
    assert work.report
    assert (0, 1) == (work.report.enrolled, work.report.bad)
    assert "1 person." in client.get("/people").text


def test_the_template_is_a_file_we_can_take(
    visitor: Visitor, parts: Parts, signed: Signed, where: UUID
) -> None:
    got = visitor.client.get("/people/import/template.csv")
    assert "'+64" in got.text
    judged = bringing_in.judge(parts, signed, where, got.data)
    assert 1 == judged.report.good + judged.report.bad
    wrong = {problem.field for problem in judged.report.problems}
    assert wrong <= {"number"}  # its country may be closed here
