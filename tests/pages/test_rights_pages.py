"""People's rights in the console: taken out, erased, kept for how long, the audit."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import psycopg
import pytest

from service.usecases import exporting, minding
from service.usecases.parts import Parts
from service.web import audit_words
from tests.database import Clone, wait
from tests.pages.visiting import Visitor, visitor
from tests.service import crowd
from tests.service.console import Console, Someone
from tests.service.console import opened as open_console


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return open_console(parts, clone, stairwell)


@pytest.fixture
def owner(console: Console, mila: UUID) -> Someone:
    """Ruth, who proved who she is just now."""
    return console.owner()


def at(console: Console, who: Someone, path: str) -> Visitor:
    return visitor(console, who.token).goes(path)


def posted(page: Visitor, path: str, **typed: str) -> Any:
    return page.client.post(path, data={**page._form(path), **typed})


# ---- files ----


def test_a_file_is_asked_for_watched_and_fetched(
    console: Console, owner: Someone, mila: UUID
) -> None:
    page = at(console, owner, "/exports")
    page.sends("/exports", kind="people", form="csv", programme="")
    assert "is being written" in page.said
    assert "0 of 1 person" in page.said
    ((export,),) = console.sql("SELECT id FROM exports")
    exporting.work(console.parts, console.organisation, [export])
    page.goes("/exports")
    assert "is ready" in page.said
    answer = posted(page, f"/exports/{export}/data")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Mila" in answer.text
    assert "downloaded an export of people" in console.audited()


def test_a_file_is_cancelled_and_one_asked_for_amiss_is_mended_in_place(
    console: Console, owner: Someone, mila: UUID
) -> None:
    page = at(console, owner, "/exports")
    answer = posted(page, "/exports", kind="all", form="json", programme="")
    assert (422, True) == (
        answer.status_code,
        "choose people or attempts" in answer.text,
    )
    page.sends("/exports", kind="attempts", form="json", programme="")
    ((export,),) = console.sql("SELECT id FROM exports")
    page.sends(f"/exports/{export}/cancel")
    assert "was cancelled" in page.said
    form = page._form("/exports")
    for path in (
        f"/exports/{export}/data",
        f"/exports/{uuid4()}/data",
        "/exports/x/data",
    ):
        assert 404 == page.client.post(path, data=form).status_code
    assert 303 == page.client.post("/exports/x/cancel", data=form).status_code


def test_tries_of_some_days_are_asked_for_from_the_results_they_are_of(
    console: Console, owner: Someone, mila: UUID, where: UUID
) -> None:
    page = at(console, owner, f"/results/{where}?since=2026-02-02&until=2026-02-23")
    leads = f"/exports?kind=attempts&amp;programme={where}&amp;since=2026-02-02"
    assert f'{leads}&amp;until=2026-03-01"' in page.answer.text
    page.goes(f"/exports?kind=attempts&programme={where}&since=2026-02-02")
    assert 'value="2026-02-02"' in page.answer.text
    asked = {"kind": "attempts", "form": "csv", "programme": ""}
    wrong = {"since": "2026-03-09", "until": "2026-03-02"}
    answer = posted(page, "/exports", **asked, **wrong)
    assert (422, True) == (
        answer.status_code,
        "this is before the first day" in answer.text,
    )
    assert 'value="2026-03-09"' in answer.text
    page.sends("/exports", **asked, since="2026-02-02", until="2026-03-01")
    assert "2 Feb 2026 to 1 Mar 2026" in page.said
    page.sends("/exports", **asked, since="2026-02-02", until="")
    assert "from 2 Feb 2026 on" in page.said


def test_one_persons_tries_are_asked_for_from_their_data(
    console: Console, owner: Someone, mila: UUID
) -> None:
    page = at(console, owner, f"/people/{mila}/data")
    assert f"/exports?kind=attempts&amp;person={mila}" in page.answer.text
    page.goes(f"/exports?kind=attempts&person={mila}")
    assert "Of one person: <b><bdi>Mila</bdi></b>" in page.said
    assert "Of which programme" not in page.said
    page.sends("/exports", kind="attempts", form="csv", person=str(mila))
    assert "<b>Tries, CSV</b> · <bdi>Mila</bdi>" in page.said
    ((export,),) = console.sql("SELECT id FROM exports")
    exporting.work(console.parts, console.organisation, [export])
    page.goes("/exports")
    answer = posted(page, f"/exports/{export}/data")
    assert "I wrote it on a card" in answer.text
    for whose in (str(uuid4()), "nobody"):
        assert 404 == page.client.get(f"/exports?person={whose}").status_code
        form = {"kind": "attempts", "form": "csv", "person": whose}
        assert 404 == posted(page.goes("/exports"), "/exports", **form).status_code


def test_what_could_not_be_read_is_said_and_fetched(
    console: Console, owner: Someone, mila: UUID
) -> None:
    console.sql("UPDATE goals SET goal_sealed = 'spoilt'")
    page = at(console, owner, "/exports")
    page.sends("/exports", kind="people", form="json", programme="")
    ((export,),) = console.sql("SELECT id FROM exports")
    exporting.work(console.parts, console.organisation, [export])
    page.goes("/exports")
    assert "1 place could not be read" in page.said
    assert (
        "goal_sealed does not open" in posted(page, f"/exports/{export}/mistakes").text
    )


def test_without_a_fresh_proof_it_is_asked_for_first(
    console: Console, owner: Someone, mila: UUID
) -> None:
    page = at(console, owner, f"/people/{mila}/data")
    wait(console.clone, timedelta(minutes=11))
    path = f"/people/{mila}/data/export"
    answer = page.client.post(f"{path}?next=/people/{mila}/data", data=page._form(path))
    assert 303 == answer.status_code
    assert answer.headers["Location"].startswith("/prove?next=/people/")


# ---- a person ----


def test_everything_of_hers_is_a_zip_that_opens(
    console: Console, owner: Someone, mila: UUID
) -> None:
    page = at(console, owner, f"/people/{mila}")
    assert "Their data" in page.said
    page.goes(f"/people/{mila}/data")
    answer = posted(page, f"/people/{mila}/data/export")
    with ZipFile(BytesIO(answer.data)) as together:
        assert {"everything.json", "read-me-first.html"} <= set(together.namelist())
        told = json.loads(together.read("everything.json"))
        shown = together.read("read-me-first.html").decode()
    assert "Mila" == told["tables"]["participants"][0]["name"]
    assert "I wrote it on a card" in shown
    assert "<td>tried, unprompted</td>" in shown
    assert "<td>Agreed</td>" in shown
    assert "attempted" not in shown
    assert "folder recordings" not in shown  # there are none
    assert "Taken out last on" in page.goes(f"/people/{mila}/data").said
    assert "exported everything of a person" in console.audited()


def test_the_page_of_her_everything_has_each_goal_once_the_size_and_when(
    console: Console, owner: Someone, mila: UUID
) -> None:
    """A new step kept the goal anew, and it stood there twice."""
    page = at(console, owner, f"/people/{mila}/edit/step")
    goal = "speak up at work"
    for step in ("say one sentence", "ask one question"):
        page.goes(f"/people/{mila}/edit/step")
        page.sends(f"/people/{mila}/edit/step", goal=goal, step=step, cue="tea")
    page.goes(f"/people/{mila}/data")
    answer = posted(page, f"/people/{mila}/data/export")
    with ZipFile(BytesIO(answer.data)) as together:
        shown = together.read("read-me-first.html").decode()
    assert 1 == shown.count(goal)
    assert shown.index("ask one question") < shown.index("say one sentence")
    rows = re.findall("<tr><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td></tr>", shown)
    said = dict(rows)
    assert ("7", "nothing but yourself") == (
        said["Times a week it aims at"],
        said["Help"],
    )
    assert "over at" in said["Days and times"]
    assert "seven days" in said["Most prompts, and the recap"]
    assert "Notes about you" not in shown  # there are none


def test_what_was_noted_of_her_and_her_tries_stand_on_that_page(
    console: Console, owner: Someone, mila: UUID
) -> None:
    """The notes stood only in the file that is for machines."""
    page = at(console, owner, f"/people/{mila}/data")
    signed = console.signed(owner.token)
    minding.note(console.parts, signed, mila, "prefers Tuesdays", uuid4())
    crowd.text(console.parts, "did it, spoke up")
    answer = posted(page, f"/people/{mila}/data/export")
    with ZipFile(BytesIO(answer.data)) as together:
        shown = together.read("read-me-first.html").decode()
    assert "<h2>Notes about you</h2>" in shown
    assert "prefers Tuesdays" in shown
    assert "<h2>Tries</h2>" in shown
    # Of what she told of one try the page kept one half back.
    (tries,) = re.findall(r"<h2>Tries</h2>(.+?)</table>", shown, re.DOTALL)
    assert "said my idea<br>I wrote it on a card\n" in tries


def test_a_programmes_page_is_no_look_at_a_person(
    console: Console, owner: Someone, mila: UUID
) -> None:
    """The audit said that somebody looked at "their page or words": a programme's."""
    ((programme,),) = console.sql("SELECT programme_id FROM participants LIMIT 1")
    page = at(console, owner, f"/programmes/{programme}/schedule")
    page.goes("/alerts")
    (coach,) = re.findall(r'href="(/alerts/who/[0-9a-f-]+)"', page.answer.text)[:1]
    page.goes(coach)
    assert [] == console.sql("SELECT participant_id FROM looks")
    page.goes(f"/people/{mila}")
    assert [(mila,)] == console.sql("SELECT participant_id FROM looks")


def test_erased_by_her_name_her_page_is_as_if_she_had_never_been(
    console: Console, owner: Someone, mila: UUID
) -> None:
    page = at(console, owner, f"/people/{mila}/data")
    answer = posted(page, f"/people/{mila}/data/erase", name="Milo")
    assert 422 == answer.status_code
    assert "write the name as it stands above" in answer.text
    assert 'value="Milo"' in answer.text
    page.goes(f"/people/{mila}/data")
    page.sends(f"/people/{mila}/data/erase", name="Mila")
    assert "<bdi>Mila</bdi> is being erased" in page.said
    assert "What comes next" in page.said
    assert str(mila)[-8:] in page.said
    page.goes("/erasures")
    assert "Pending" in page.said
    assert "by <bdi>Ruth Miller</bdi>" in page.said
    nobody = page.goes(f"/people/{uuid4()}").answer
    for path in (f"/people/{mila}", f"/people/{mila}/data"):
        gone = page.goes(path).answer
        assert (404, nobody.data) == (gone.status_code, gone.data)
    said = page.goes("/audit").said
    assert "erased" in said
    assert "Mila" not in said


def test_nobody_was_erased_is_said(console: Console, owner: Someone) -> None:
    assert "Nobody was erased" in at(console, owner, "/erasures").said


def test_a_coach_takes_out_and_does_not_erase(
    console: Console, owner: Someone, mila: UUID
) -> None:
    coach = console.colleague(owner, "coach@example.org", "coach")
    page = at(console, coach, f"/people/{mila}/data")
    assert "Erase for good" not in page.said
    assert "An owner of your organisation can erase them" in page.said
    form = page._form(f"/people/{mila}/data/export")
    path = f"/people/{mila}/data/erase"
    answer = page.client.post(path, data={**form, "name": "Mila"})
    assert 403 == answer.status_code


# ---- how long words are kept ----


def test_how_long_words_are_kept_is_set_and_shown(
    console: Console, owner: Someone, where: UUID
) -> None:
    path = f"/programmes/{where}/retention"
    page = at(console, owner, path)
    assert "Nothing was let go yet" in page.said
    answer = posted(page, path, keep_words="soon", keep_recordings="30")
    assert (422, True) == (answer.status_code, "write whole days" in answer.text)
    assert 'value="soon"' in answer.text
    page.sends(path, keep_words="365", keep_recordings="30")
    assert "365 days" in page.said
    assert "30 days" in page.said
    assert "Saved." in page.said
    assert "Saved." not in page.goes(path).said
    assert f'class="back"><a href="/programmes/{where}">' in page.said
    coach = console.colleague(owner, "coach@example.org", "coach")
    assert (
        "An owner of your organisation can change this" in at(console, coach, path).said
    )
    assert (
        404 == at(console, owner, f"/programmes/{uuid4()}/retention").answer.status_code
    )


def test_whose_words_go_is_shown_before_and_what_stands_is_saved_over_when_seen(
    console: Console, owner: Someone, where: UUID, clone: Clone
) -> None:
    """An owner's session that was left alone deleted everybody's words by one press."""
    path = f"/programmes/{where}/retention"
    with psycopg.connect(clone.superuser_url, autocommit=True) as line:
        line.execute(
            "UPDATE participants SET created_at = created_at - interval '9 days',"
            " last_heard_at = last_heard_at - interval '9 days'"
        )
    page, other = at(console, owner, path), at(console, owner, path)
    page.sends(path, keep_words="7", keep_recordings="")
    assert "The words of 1 person" in page.said
    assert 'value="7"' in page.answer.text
    assert "7 days" not in at(console, owner, path).said
    page.sends(path, keep_words="8", keep_recordings="")
    assert "The words of 1 person" in page.said, "8 was not what was shown"
    page.sends(path, keep_words="8", keep_recordings="")
    assert "Saved." in page.said
    late = posted(other, path, keep_words="300", keep_recordings="")
    assert (422, True) == (late.status_code, "Somebody changed this" in late.text)
    console.forward(mins=11)
    asked = posted(page, path, keep_words="7", keep_recordings="")
    assert "/prove" in asked.headers.get("Location", "")


# ---- who looked ----


def looks(console: Console) -> int:
    return int(console.one("SELECT count(*) FROM looks"))


def test_a_look_is_noted_once_and_changes_nothing_else(
    console: Console, owner: Someone, mila: UUID
) -> None:
    page = at(console, owner, "/")
    before = console.sql("SELECT count(*) FROM audits")
    page.goes(f"/people/{uuid4()}").goes(f"/people/{mila}?anew=1")
    assert 0 == looks(console)
    page.goes(f"/people/{mila}").goes(f"/people/{mila}").goes(f"/people/{mila}/data")
    assert 1 == looks(console)
    assert before == console.sql("SELECT count(*) FROM audits")


def test_the_audit_is_looked_through(
    console: Console, owner: Someone, mila: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = at(console, owner, f"/people/{mila}")
    said = page.goes(f"/audit?person={mila}").said
    assert "looked at" in said
    assert "enrolled" in said
    assert "Nothing of this kind" in page.goes("/audit?kind=exports").said
    odd = "/audit?person=nobody&kind=all&at=now&row=1&colleague=%F0%9F%98%80"
    assert 200 == page.goes(odd).answer.status_code
    monkeypatch.setattr("service.usecases.auditing.PAGE", 2)
    page.goes("/audit")
    older = page.answer.text.partition('class="button calm" href="')[2]
    assert older.startswith("/audit?at=")
    again = page.goes(older.partition('"')[0].replace("&amp;", "&"))
    assert 200 == again.answer.status_code
    assert 2 == again.answer.text.count("<time")


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        ("set kind", "changed when prompts come"),
        ("lift kind", "took back when prompts come"),
        ("publish script again", "rolled a script back to an earlier version"),
        ("limits changed", "changed the limits"),
        ("put away: hand", "put an alert away"),
        ("took over", "took the conversation over"),
        ("signed out", "signed out"),
    ],
)
def test_the_audit_says_what_was_done_in_words(kept: str, says: str) -> None:
    assert says == audit_words.done(kept)
