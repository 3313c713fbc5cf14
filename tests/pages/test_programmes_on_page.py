"""Programmes on the console's pages: at a glance, begun, edited as a file, copied."""

from __future__ import annotations

import html
import re
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from service.usecases import auditing, rights
from service.usecases.auditing import Filter
from service.usecases.parts import Parts
from service.web import tongues
from tests.database import Clone
from tests.pages.reading import came_in, site
from tests.pages.visiting import HIDDEN, Visitor, visitor
from tests.service import crowd
from tests.service.console import opened as open_console


@pytest.fixture
def coach(client: FlaskClient) -> Visitor:
    return Visitor(client)


def written(coach: Visitor) -> str:
    found = re.search(r"<textarea.*?>\n(.*?)</textarea>", coach.answer.text, re.S)
    assert found is not None
    return html.unescape(found[1])


def test_a_programme_tells_how_it_is_doing_in_a_line(
    coach: Visitor, mila: UUID, where: UUID
) -> None:
    assert mila
    coach.goes("/programmes")
    assert "Find my voice" in coach.said
    assert "1 person. 1 tried in the last 7 days: 1 try, 1 unprompted." in coach.said
    coach.goes(f"/programmes/{where}")
    assert "Coached" not in coach.said
    assert "Ruth" in coach.said


def test_a_programme_begins_from_a_path_that_ships_or_blank(coach: Visitor) -> None:
    coach.goes("/programmes")
    assert "No programme yet" in coach.said
    coach.goes("/programmes/new")
    new = {"begin": "find_my_voice", "name": "", "coach": "Ruth Miller-Smith"}
    coach.sends("/programmes/new", **new)
    assert 422 == coach.answer.status_code
    assert "write 1 to 12 characters" in coach.said
    assert 'value="Ruth Miller-Smith"' in coach.answer.text
    coach.sends("/programmes/new", **{**new, "coach": "Ruth", "language": "es"})
    assert 200 == coach.answer.status_code
    assert "Encontrar mi voz" in coach.said
    assert "/scripts/intake" in coach.answer.text
    coach.goes("/programmes/new")
    coach.sends("/programmes/new", begin="", name="Own", coach="Ruth", language="en")
    assert "None: each person's step is written for them." in coach.said
    coach.goes("/programmes/new")
    coach.sends("/programmes/new", begin="", name="own", coach="Ruth", language="en")
    assert "stands already" in coach.said
    coach.sends("/programmes/new", begin="x", name="b", coach="R", coach_number="12")
    assert 422 == coach.answer.status_code


def test_only_an_owner_adds_somebody_who_is_told_of_alerts(
    parts: Parts, clone: Clone, stairwell: UUID
) -> None:
    """A coach could: whoever a new programme named was told of everybody's danger."""
    console = open_console(parts, clone, stairwell)
    owner = console.owner()
    coach = visitor(console, console.colleague(owner, "c@example.org", "coach").token)
    new = {"begin": "", "name": "Own", "coach": "Ruth", "language": "en"}
    told = {**new, "coach_number": "+15550100077"}
    coach.goes("/programmes/new")
    assert 'name="coach_number"' not in coach.answer.text
    coach.sends("/programmes/new", **told)
    assert 422 == coach.answer.status_code
    assert "only an owner changes who is told" in coach.said
    assert "+15550100077" in coach.answer.text
    visitor(console, owner.token).goes("/programmes/new").sends(
        "/programmes/new", **told
    )
    assert 1 == console.one("SELECT count(*) FROM coaches WHERE takes_alerts")


def test_an_overview_leads_to_each_page_of_its_programme_once(
    coach: Visitor, where: UUID
) -> None:
    coach.goes(f"/programmes/{where}")
    for page in (
        f"/programmes/{where}/settings", f"/programmes/{where}/file",
        f"/limits/{where}", f"/results/{where}",
    ):  # fmt: skip
        assert 1 == coach.answer.text.count(f'href="{page}"'), page


def test_an_overview_leads_to_its_people_and_to_enrolling_into_it(
    coach: Visitor, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    other = crowd.programme(parts, stairwell, "Speak up")
    crowd.person(parts, stairwell, where)
    page = coach.goes(f"/programmes/{other}").answer.text
    assert f'href="/people/new?programme={other}"' in page
    assert f'href="/people?programme={other}"' not in page  # it has none yet
    page = coach.goes(f"/programmes/{where}").answer.text
    assert f'href="/people?programme={where}"' in page
    for one in (where, other):
        form = coach.goes(f"/people/new?programme={one}").answer.text
        assert f'<option value="{one}" selected' in form


def test_a_file_says_what_it_changes_and_for_how_many_before_it_is_applied(
    coach: Visitor, mila: UUID, where: UUID
) -> None:
    assert mila
    file = f"/programmes/{where}/file"
    coach.goes(file)
    own = written(coach)
    assert "called: Find my voice" in own
    changed = own.replace("days: '0123456'", "days: '024'")
    coach.sends(file, source=changed, do="look")
    assert "For 1 person." in coach.said
    assert "terms.days" in coach.said
    # What was not looked at is not applied.
    coach.sends(file, source=own.replace("'0123456'", "'01'"), do="apply")
    assert "changed since you looked" in coach.said
    coach.sends(file, source=changed, do="look")
    coach.sends(file, source=changed, do="apply")
    assert coach.here(f"/programmes/{where}")
    coach.goes(file)
    assert "days: '024'" in written(coach)


def test_a_file_of_a_version_that_is_gone_is_refused_and_stays_as_typed(
    coach: Visitor, where: UUID
) -> None:
    file = f"/programmes/{where}/file"
    own = written(coach.goes(file))
    changed = own.replace("days: '0123456'", "days: '024'")
    for do in ("look", "apply"):
        coach.sends(file, source=changed, do=do)
    coach.goes(file).sends(file, source=changed, do="look")
    assert "Nothing: it stands as the file says." in coach.said
    coach.sends(file, source=changed.replace("'024'", "'0'"), do="look")
    assert 422 == coach.answer.status_code
    assert "export it anew" in coach.said
    assert "days: '0'" in written(coach)
    at = line_of(written(coach), "version:")
    assert f">Line {at}: the file was exported from" in coach.said


def line_of(source: str, key: str) -> int:
    return source[: source.index(key)].count("\n") + 1


def test_what_is_refused_stands_at_its_line_or_by_its_name(
    coach: Visitor, where: UUID
) -> None:
    file = f"/programmes/{where}/file"
    own = written(coach.goes(file))
    ours = re.sub(r"number: \S+", f"number: '{crowd.SERVICE}'", own)
    at = line_of(ours, "number:")
    coach.sends(file, source=ours, do="look")
    assert 422 == coach.answer.status_code
    assert f">Line {at}: this is our own number; write the coach's." in coach.said
    assert "coach_number" not in coach.said
    # Of a place that the file leaves out the name is said, in the reader's language.
    free = re.sub(r"version: .*\n", "", own)
    first, other = (free.replace("'0123456'", days) for days in ("'024'", "'1'"))
    coach.client.set_cookie(tongues.COOKIE, "es", domain="localhost")
    coach.goes(file).sends(file, source=first, do="look")
    colleague = Visitor(coach.client).goes(file)
    for do in ("look", "apply"):
        colleague.sends(file, source=other, do=do)
    coach.sends(file, source=first, do="apply")
    assert 422 == coach.answer.status_code
    assert ">Versión: viste " in coach.said
    coach.goes(file).sends(file, source=ours, do="look")
    assert f">Línea {at}: " in coach.said


def test_problems_stand_at_their_lines(coach: Visitor, where: UUID) -> None:
    file = f"/programmes/{where}/file"
    coach.goes(file)
    own = written(coach)
    at = own[: own.index("terms:")].count("\n") + 2
    coach.sends(
        file, source=own.replace("terms:\n", "terms:\n  cap_dog: 3\n"), do="look"
    )
    assert 422 == coach.answer.status_code
    assert f'data-line="{at}"' in coach.answer.text
    assert "cap_dog" in written(coach)
    other = own.replace("called: Find my voice", "called: Another")
    coach.sends(file, source=other, do="look")
    assert "this programme is called Find my voice" in coach.said


HOSTILE = {
    "huge": "x: y\n" * 20_000,
    "bomb": "programme: p\ncalled: P\na: &a [x, x]\n"
    + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "terms: {days: *i}\nschedule: *i\nsteps: *i\n",
    "tabs": "programme:\n\tx: 1\n",
    "keys": "? [a, [b]]\n: 1\n? {c: d}\n: 2\n",
    "deep": "programme: " + "[" * 600,
    "empty": "",
    "nul": "programme: \x00",
    "markup": 'called: "</textarea><script>alert(1)</script>"\n',
}


def test_whatever_is_written_is_answered(coach: Visitor, where: UUID) -> None:
    file = f"/programmes/{where}/file"
    for name, source in HOSTILE.items():
        coach.goes(file).sends(file, source=source, do="look")
        assert 422 == coach.answer.status_code, name
        assert "data-line=" in coach.answer.text, name
        assert "<script>alert" not in coach.answer.text, name


def test_a_programme_is_exported_and_duplicated(
    parts: Parts, stairwell: UUID, coach: Visitor, where: UUID
) -> None:
    page = f"/programmes/{where}"
    coach.goes(page).sends(f"{page}/export")
    assert "attachment" in coach.answer.headers["Content-Disposition"]
    assert "called: Find my voice" in coach.answer.text
    owner = rights.operator(stairwell, "Stairwell")
    (taken,) = auditing.look(parts, owner, Filter(kind="exports")).entries
    assert ("exported a programme's file", "Find my voice") == (
        taken.action, taken.about,
    )  # fmt: skip
    coach.goes(f"{page}/duplicate").sends(f"{page}/duplicate", name="Find my voice")
    assert 422 == coach.answer.status_code
    coach.sends(f"{page}/duplicate", name="Second voice")
    assert "Second voice" in coach.said
    assert "Nobody is in it yet." in coach.said
    assert not coach.here(page)


def test_viewers_and_strangers(parts: Parts, where: UUID, coach: Visitor) -> None:
    other = crowd.organisation(parts, "Elsewhere", "+15550100099")
    theirs = site(parts).test_client()
    theirs.set_cookie("handrail", came_in(parts, other), domain="localhost")
    for path in ("", "/file", "/duplicate"):
        found = [
            theirs.get(f"/programmes/{which}{path}") for which in (where, uuid4(), "x")
        ]
        assert {404} == {answer.status_code for answer in found}
    form = dict(HIDDEN.findall(theirs.get("/programmes").text))
    for which in (where, uuid4(), "x"):
        answer = theirs.post(f"/programmes/{which}/export", data=form)
        assert 404 == answer.status_code
    assert coach.goes(f"/programmes/{where}").answer.status_code == 200
