"""What a change changed: kept sealed beside the audit, told folded, gone with her."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, expect

from flows.coach import written
from flows.coach.programme_files import Difference
from service.store import differences, enrolment, threads, timelines
from service.usecases import (
    auditing,
    budgeting,
    call_terms,
    erasing,
    languages,
    limiting,
    person_days,
    portable,
    programme_days,
    rescheduling,
    retaining,
    stepping,
    zoning,
)
from service.usecases.auditing import Entry, Filter
from service.usecases.paths import Words
from service.usecases.rescheduling import Change
from service.usecases.rights import Signed
from service.web import audit_words, difference_words
from tests.database import wait
from tests.pages.judging import looked
from tests.pages.reading import opened
from tests.pages.visiting import Visitor, visitor
from tests.service import crowd
from tests.service.console import Console, Someone

FOLDED = '<details class="differing"><summary>What changed</summary>'


@pytest.fixture
def ruth(console: Console) -> Someone:
    return console.owner()


@pytest.fixture
def signed(console: Console, ruth: Someone) -> Signed:
    return console.signed(ruth.token)


@pytest.fixture
def where(console: Console) -> UUID:
    return crowd.programme(console.parts, console.organisation, days="01234")


@pytest.fixture
def mila(console: Console, where: UUID) -> UUID:
    return crowd.person(console.parts, console.organisation, where)


def saves(console: Console, signed: Signed, mila: UUID, **other: Any) -> None:
    stand = person_days.look(console.parts, signed, mila)
    wanted = replace(stand.stands, **other)
    person_days.save(console.parts, signed, mila, wanted, stand.base)


def newest(console: Console, signed: Signed, action: str) -> Entry:
    page = auditing.look(console.parts, signed, Filter())
    return next(one for one in page.entries if one.action == action)


def told(entry: Entry) -> list[tuple[str, str, str]]:
    return [(one.name, one.stands, one.typed) for one in audit_words.differing(entry)]


MORNING = written.read({"at": "09:00-10:00-11:30", "days": "24"})


def test_a_persons_schedule_calls_and_clock_are_kept_field_by_field(
    console: Console, signed: Signed, mila: UUID
) -> None:
    saves(console, signed, mila, own=MORNING, calls={"call_days": "3"})
    saves(console, signed, mila, own=written.read({"days": "24"}), calls={})
    saves(console, signed, mila, zone="Pacific/Auckland")
    page = auditing.look(console.parts, signed, Filter(person=mila))
    kept = [(one.action, told(one)) for one in page.entries if one.changed]
    below = "as the programme has it"
    window = "09:00, waiting until 10:00, over at 11:30"
    assert [
        ("set schedule", [("Days", below, "Wed, Fri"), ("Windows", below, window)]),
        ("set call times", [("Days of calls", below, "Thu")]),
        ("set schedule", [("Windows", window, below)]),
        ("set call times", [("Days of calls", "Thu", below)]),
    ] == sorted_by_time(kept)[:4]
    assert ("set zone", [("Clock", "New York", "Auckland")]) in kept


def sorted_by_time(kept: list[Any]) -> list[Any]:
    return kept[::-1]


def test_the_commands_keep_it_as_the_page_does(
    console: Console, signed: Signed, mila: UUID, where: UUID
) -> None:
    parts, organisation = console.parts, console.organisation
    change = Change(("days=24",), (), "Europe/Madrid")
    rescheduling.of_person(parts, organisation, mila, change, "Ruth")
    rescheduling.of_programme(
        parts, organisation, where, Change(("until=2027-01-31",)), "Ruth"
    )
    call_terms.change(
        parts, organisation, mila, call_terms.Wanted(call_days="3"), "Ruth"
    )
    page = auditing.look(parts, signed, Filter())
    kept = {one.what for entry in page.entries for one in entry.changed}
    assert {"schedule.days", "zone", "schedule.until", "terms.call_days"} <= kept


def test_another_policy_and_another_language_are_told(
    console: Console, signed: Signed, mila: UUID
) -> None:
    saves(console, signed, mila, policy="fixed")
    languages.change(console.parts, console.organisation, mila, "es", signed.actor)
    said = told(newest(console, signed, "set policy"))
    assert [("How prompts thin out", "By what they do", "Every time")] == said
    said = told(newest(console, signed, "set language"))
    assert [("Language", "English", "Spanish")] == said


Act = Callable[[Console, Signed, UUID], object]
OF_OURS: dict[str, tuple[Act, str, list[tuple[str, str, str]]]] = {
    "retention": (
        lambda console, signed, where: retaining.change(
            console.parts, signed, where, ("90", ""), retaining.base(None, None)
        ),
        "changed retention",
        [("How long words are kept", "always", "90 days")],
    ),
    "limits": (
        lambda console, signed, _: limiting.set_most(
            console.parts,
            signed,
            {"budget_month": "200", "budget_day": "50", "messages_day": "300"},
        ),
        "limits changed",
        [
            ("Budget of the month", "nothing", "$200.00"),
            ("Budget of the day", "nothing", "$50.00"),
            ("Most messages of a day", "nothing", "300"),
        ],
    ),
    "budget": (
        lambda console, signed, where: budgeting.save(
            console.parts, signed, where, "20", ""
        ),
        "budget changed",
        [("Budget of the month", "nothing", "$20.00")],
    ),
    "clock": (
        lambda console, signed, _: zoning.choose(
            console.parts, signed, "Europe/Madrid"
        ),
        "changed the clock",
        [("Clock", "nothing", "Madrid")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", OF_OURS)
def test_what_is_the_organisations_is_told_with_its_values(
    console: Console, signed: Signed, where: UUID, what: str
) -> None:
    act, action, said = OF_OURS[what]
    act(console, signed, where)
    assert said == told(newest(console, signed, action))


def test_a_programmes_new_terms_are_told(
    console: Console, signed: Signed, where: UUID
) -> None:
    stand = programme_days.look(console.parts, signed, where)
    terms = {**stand.stands.terms, "cap_week": "3", "call_days": "3"}
    wanted = replace(stand.stands, terms=terms)
    programme_days.apply(console.parts, signed, where, wanted, stand.base)
    said = told(newest(console, signed, "apply programme"))
    assert ("Days of calls", "no calls", "Thu") in said
    assert "3" == next(new for name, _, new in said if "seven days" in name)


def test_it_stands_folded_in_her_timeline_and_in_the_audit_in_both_languages(
    console: Console, signed: Signed, mila: UUID, ruth: Someone
) -> None:
    saves(console, signed, mila, own=MORNING)
    for address in (f"/people/{mila}?kind=changes", "/audit"):
        page: Visitor = visitor(console, ruth.token).goes(address)
        assert FOLDED in page.answer.text, address
        assert "<dt>Windows</dt>" in page.answer.text
        assert ">as the programme has it</bdi>" in page.answer.text
        assert "09:00, waiting until 10:00, over at 11:30" in page.answer.text
        page.client.set_cookie("handrail-language", "es", domain="localhost")
        said = page.goes(address).answer.text
        assert "<dt>Franjas</dt>" in said, address
        assert ">como en el programa</bdi>" in said


def test_a_viewer_sees_it_in_her_timeline_and_no_audit(
    console: Console, signed: Signed, mila: UUID, ruth: Someone
) -> None:
    saves(console, signed, mila, own=MORNING)
    viewer = console.colleague(ruth, "vera@stairwell.example", "viewer")
    vera = visitor(console, viewer.token)
    assert FOLDED in vera.goes(f"/people/{mila}?kind=changes").answer.text
    assert 403 == vera.goes("/audit").answer.status_code


def test_an_older_line_without_it_is_a_line_all_the_same(
    console: Console, signed: Signed, mila: UUID, ruth: Someone
) -> None:
    with console.parts.db.transaction(console.organisation) as tx:
        enrolment.audit(tx, uuid4(), "Ruth", "set schedule", mila)
    assert () == newest(console, signed, "set schedule").changed
    said = visitor(console, ruth.token).goes(f"/people/{mila}?kind=changes").said
    assert "changed the schedule" in said
    assert "What changed" not in said


def test_it_lies_sealed_in_the_transaction_of_its_line(
    console: Console, signed: Signed, mila: UUID, where: UUID
) -> None:
    saves(console, signed, mila, own=MORNING)
    retaining.change(
        console.parts, signed, where, ("90", ""), retaining.base(None, None)
    )
    rows = console.sql(
        "SELECT d.participant_id, d.fields_sealed, a.action, d.xmin = a.xmin"
        " FROM differences d JOIN audits a ON a.id = d.id ORDER BY a.action"
    )
    assert [(None, "changed retention", True), (mila, "set schedule", True)] == [
        (whose, action, same) for whose, _, action, same in rows
    ]
    assert not any(b"09:00" in sealed or b"keep" in sealed for _, sealed, *_ in rows)


def test_her_everything_holds_it_and_her_erasure_takes_it(
    console: Console, signed: Signed, mila: UUID, ruth: Someone
) -> None:
    saves(console, signed, mila, own=MORNING)
    found = portable.take_out(console.parts, signed, mila)
    (row,) = found.tables["differences"]
    assert ["schedule.at", "", "09:00-10:00-11:30"] in json.loads(row["fields"])
    assert row["id"] in {line["id"] for line in found.tables["audits"]}
    assert () == found.unopened
    erasing.ask(console.parts, signed, mila, crowd.MILA.name)
    line = newest(console, signed, "set schedule")
    assert () == line.changed  # her key is gone: it opens nowhere
    wait(console.clone, timedelta(minutes=1))
    erasing.work(console.parts, console.organisation, [mila])
    assert [] == console.sql("SELECT 1 FROM differences")
    assert "set schedule" == newest(console, signed, "set schedule").action
    assert 200 == visitor(console, ruth.token).goes("/audit").answer.status_code


def test_however_many_lines_they_are_read_at_once(
    console: Console, signed: Signed, mila: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    whole = differences.of

    def counted(tx: Any, vault: Any, key: Any, ids: Any) -> Any:
        asked.append(len(ids))
        return whole(tx, vault, key, ids)

    monkeypatch.setattr(differences, "of", counted)
    for day in range(5):
        saves(console, signed, mila, own=written.read({"days": str(day)}))
    auditing.look(console.parts, signed, Filter())
    with console.parts.db.transaction(console.organisation) as tx:
        portrait = timelines.portrait(tx, console.parts.vault, mila, threaded=False)
        assert portrait is not None
        key = console.parts.tenant(console.organisation).key
        page = threads.page(tx, console.parts.vault, key, portrait.card, "changes")
    assert 2 == len(asked)
    changed = [one.changed for one in page.lines if isinstance(one, threads.Changed)]
    assert 5 == sum(bool(one) for one in changed)


def test_what_is_not_known_is_said_as_it_was_kept() -> None:
    dot = "\u2022"
    odd = (
        Difference("steps.1.colour", "red", "blue"),
        Difference("keep.what", "a", ""),
        Difference("terms.keep_words", "soon", "always"),
        Difference("coach.number", "+15550100001", "+15550100022"),
    )
    assert [
        ("steps.1.colour", "red", "blue"), ("keep.what", "a", "nothing"),
        ("How long words are kept", "soon", "always"),
        ("The coach's number, for alerts", f"{10 * dot}01", f"{10 * dot}22"),
    ] == [
        (one.name, one.stands, one.typed) for one in difference_words.lines(odd)
    ]  # fmt: skip
    many = odd * 20
    assert difference_words.SHOWN == len(difference_words.lines(many))
    assert "and 40 more" == difference_words.beyond(many)
    assert "" == difference_words.beyond(odd)


@pytest.mark.page
def test_for_every_eye_it_stands_under_its_line(
    browser: Browser, console: Console, signed: Signed, mila: UUID, where: UUID,
    ruth: Someone,
) -> None:  # fmt: skip
    saves(console, signed, mila, own=MORNING, calls={"call_days": "3"})
    stand = programme_days.look(console.parts, signed, where)
    wanted = replace(stand.stands, terms={**stand.stands.terms, "cap_week": "3"})
    programme_days.apply(console.parts, signed, where, wanted, stand.base)
    with opened(browser, console.parts.origin, ruth.token) as (page, complaints):
        for name in (f"/people/{mila}?kind=changes", "/audit"):
            page.goto(f"{console.parts.origin}{name}")
            first = page.locator(".differing > summary").first
            first.focus()
            page.keyboard.press("Enter")
            expect(page.locator(".differing[open] dl").first).to_be_visible()
            state = "changed" + name.partition("?")[0][:7].replace("/", "-")
            assert {} == looked(page, [state])
    assert [] == complaints


def test_a_step_says_which_words_it_had_and_has(
    console: Console, mila: UUID, ruth: Someone
) -> None:
    told = Words("speak up", "ask one question", "the floor is opened")
    stepping.give(console.parts, console.organisation, mila, told, "Ruth")
    said = visitor(console, ruth.token).goes(f"/people/{mila}?kind=changes").said
    assert FOLDED in said
    changed = said[said.index(FOLDED) :]
    changed = changed[: changed.index("</details>")]
    for words in ("The step", "say one idea", "ask one question", "Goal", "speak up"):
        assert words in changed, words
    assert "Cue" not in changed
