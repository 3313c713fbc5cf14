"""Who did what to whom is found in the audit, whatever was done at the console.

Each act stands in a table here; after it the audit of that colleague holds it, and that
of the person whom it concerns.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from flows.coach import written
from flows.coach.exposure import Item
from service.usecases import (
    auditing,
    bringing_in,
    budgeting,
    call_consent,
    earlier_tries,
    enrolling,
    exporting,
    heeding,
    inviting,
    limiting,
    minding,
    pausing,
    person_days,
    person_words,
    portable,
    programming,
    publishing,
    renaming,
    retaining,
    tailoring,
    taking_over,
    tending,
    told_no,
    writing,
    zoning,
)
from service.usecases.auditing import Entry, Filter
from service.usecases.call_consent import Later
from service.usecases.enrolling import Entered
from service.usecases.inviting import Corrected
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.told_no import No
from service.usecases.writing import Draft
from service.web import audit_words
from service.web.person_words import DONE as OF_PEOPLE
from tests.database import Clone
from tests.house.tree import ROOT
from tests.pages.visiting import Visitor, visitor
from tests.service import crowd
from tests.service.console import Console, Someone
from tests.service.console import opened as open_console

UNTIL = "2026-03-20"
LINES = (
    "name,number,zone,goal,step,cue,consent_text,consent_method\n"
    "Kim,+15550100041,America/New_York,speak up,say one idea,the floor is opened,"
    "I agree to coaching texts.,paper form\n"
)


@dataclass
class Here:
    """A coach who is called as a colleague is, whom she acts on, and her browser."""

    console: Console
    parts: Parts
    her: Signed
    browser: Visitor
    mila: UUID
    where: UUID

    def one(self, words: str, *values: object) -> Any:
        return self.console.one(words, *values)

    def edits(self, of: str, **typed: str) -> None:
        path = f"/people/{self.mila}/edit/{of}"
        self.browser.goes(path).sends(path, **typed)

    def presses(self, what: str, of: str, **typed: str) -> None:
        """Press a button that stands in one of the forms."""
        self.browser.goes(f"/people/{self.mila}/edit/{of}")
        self.browser.sends(f"/people/{self.mila}/{what}", **typed)

    def alert(self, reason: str = "question") -> UUID:
        new = uuid4()
        self.console.sql(
            "INSERT INTO alerts (id, organisation_id, participant_id, kind, reason,"
            " state, raised_at, step)"
            " VALUES (%s, %s, %s, 'hand', %s, 'open', handrail_now(), 0)",
            new, self.console.organisation, self.mila, reason,
        )  # fmt: skip
        return new

    def doubt(self) -> UUID:
        """Let a text to her be in doubt."""
        found: UUID = self.one(
            "UPDATE outbox_messages SET state = 'in_doubt', called_at = handrail_now()"
            " WHERE id = (SELECT id FROM outbox_messages WHERE participant_id = %s"
            " AND state <> 'in_doubt' ORDER BY id LIMIT 1) RETURNING id",
            self.mila,
        )
        return found


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return open_console(parts, clone, stairwell)


@pytest.fixture
def owner(console: Console, mila: UUID) -> Someone:
    return console.owner()


@pytest.fixture
def here(console: Console, owner: Someone, mila: UUID, where: UUID) -> Here:
    coach = console.colleague(owner, "ana@example.org", "coach")
    her = replace(console.signed(coach.token), proved=True)
    return Here(console, console.parts, her, visitor(console, coach.token), mila, where)


@pytest.fixture
def namesake(console: Console, owner: Someone, here: Here) -> Signed:
    """A colleague of the very same name."""
    found = console.signed(console.colleague(owner, "a2@example.org", "coach").token)
    assert here.her.name == found.name
    return found


# ---- the table: about somebody; what an act returns is whom it was about, if not Mila ----


def enrols(here: Here) -> UUID:
    new = replace(crowd.MILA, name="Noor", number="+15550100031")
    return enrolling.person(here.parts, here.her, Entered(str(here.where), new))


def brings_in(here: Here) -> UUID:
    file = (here.where, LINES.encode())
    bringing_in.everybody(here.parts, here.her, file, lambda *_: None)
    found: UUID = here.one(
        "SELECT id FROM participants ORDER BY created_at DESC, id DESC LIMIT 1"
    )
    return found


def corrects(here: Here) -> UUID:
    noor = enrols(here)
    right = Corrected("+15550100032", "Yes, text me there.", "in person")
    inviting.correct(here.parts, here.her, noor, right)
    return noor


def agrees(here: Here, channel: str) -> None:
    told = Later(channel, "Yes, call me", "in person", "theirs", date(2026, 3, 2))  # type: ignore[arg-type] # its own names
    call_consent.later_yes(here.parts, here.her, here.mila, told)


def enters_noes(here: Here) -> None:
    for channel in ("recording", "call", "text"):
        told = No(channel, "No more", "in person", date(2026, 3, 2))  # type: ignore[arg-type] # its own names
        told_no.enter(here.parts, here.her, here.mila, told)


def agrees_to_calls(here: Here) -> None:
    agrees(here, "call")
    agrees(here, "recording")


def pauses(here: Here) -> None:
    pausing.pause(here.parts, here.her, here.mila, date(2026, 3, 20), "away")
    pausing.resume(here.parts, here.her, here.mila)


def says_a_word(here: Here) -> None:
    typed = person_words.Typed("cap", "2", UNTIL, "too many")
    person_words.say(here.parts, here.her, here.mila, typed)
    person_words.lift(here.parts, here.her, here.mila, "cap")
    person_words.begin(here.parts, here.her, here.mila, "fixed")


def sets_levers(here: Here) -> None:
    here.edits("prompts", what="cap", cap="2", until=UNTIL, reason="too many")
    here.presses("lift", "prompts", lever="cap")
    here.edits("policy", policy="fixed")


def tailors(here: Here) -> None:
    found = tailoring.look(here.parts, here.her, here.mila)
    assert found is not None
    now = replace(found.agreed, contexts=("the choir",))
    tailoring.agree(here.parts, here.her, here.mila, now, "on the phone")
    tailoring.list_(here.parts, here.her, here.mila, [Item("ask", "edge")])


def schedules(here: Here) -> None:
    """A known moment: the kind of step follows from it, in her name."""
    stand = person_days.look(here.parts, here.her, here.mila)
    own = written.read({"at": "09:00-10:00-11:30", "days": "24"})
    new = person_days.Wanted(
        own, "Pacific/Auckland", {"call_days": "3"}, terms={"recap_day": "none"}
    )
    person_days.save(here.parts, here.her, here.mila, new, stand.base)


def moment_and_window(here: Here) -> None:
    schedules(here)
    stand = person_days.look(here.parts, here.her, here.mila)
    new = replace(stand.stands, own=written.read({}))
    person_days.save(here.parts, here.her, here.mila, new, stand.base)


def has_it(here: Here) -> None:
    here.alert()
    heeding.on_page(here.parts, here.her, here.alert())


def puts_away(here: Here) -> None:
    tending.put_away_alert(here.parts, here.her, here.alert())
    minding.put_away(here.parts, here.her, here.mila, here.alert("know_how"))
    tending.leave(here.parts, here.her, here.alert("serious"))


def sees_news(here: Here) -> None:
    news = here.one("SELECT id FROM attempts WHERE participant_id = %s", here.mila)
    tending.put_away_news(here.parts, here.her, news)


def settles_doubts(here: Here) -> None:
    tending.settle(here.parts, here.her, here.doubt(), "went_out")
    minding.decide(here.parts, here.her, here.mila, here.doubt(), "send_again")


def releases(here: Here) -> None:
    crowd.text(here.parts, "I want to die")
    tending.release(here.parts, here.her, here.mila, "we talked")


def talks(here: Here) -> None:
    taking_over.begin(here.parts, here.her, here.mila, None)
    draft = Draft("Hello Mila", uuid4())
    writing.send(here.parts, here.her, here.mila, draft)
    taking_over.finish(here.parts, here.her, here.mila)


def minds(here: Here) -> None:
    minding.note(here.parts, here.her, here.mila, "likes the choir", uuid4())
    minding.assign(here.parts, here.her, here.mila, here.her.account)
    minding.snooze(here.parts, here.her, here.mila, "hour")
    minding.snooze(here.parts, here.her, here.mila, "now")
    minding.settle(here.parts, here.her, here.mila)


def brings_tries_in(here: Here) -> None:
    file = f"number,date\n{crowd.MILA.number},2026-01-05\n".encode()
    earlier_tries.everything(here.parts, here.her, file, lambda *_: None)


def takes_her_tries_out(here: Here) -> None:
    only = exporting.Only(person=str(here.mila))
    for kind in ("attempts", "people"):
        export = exporting.ask(here.parts, here.her, kind, "csv", "", only)
        exporting.work(here.parts, here.her.organisation, [export])
        exporting.download(here.parts, here.her, export)


def plans_with_words(here: Here) -> None:
    here.edits("step", goal="speak up", step="ask one question", cue="tea is poured")
    here.edits("language", language="es-MX")


def renames(here: Here) -> None:
    renaming.rename(here.parts, here.her, here.mila, "Milla")


def takes_everything_out(here: Here) -> None:
    portable.take_out(here.parts, here.her, here.mila)


ABOUT_HER: tuple[Callable[[Here], UUID | None], ...] = (
    enrols, brings_in, corrects, agrees_to_calls, enters_noes, pauses, says_a_word, sets_levers,
    tailors, schedules, moment_and_window, has_it, puts_away, sees_news,
    settles_doubts, releases, talks, minds, plans_with_words,
    renames, takes_everything_out, brings_tries_in, takes_her_tries_out,
)  # fmt: skip


def kept(here: Here, **asked: Any) -> dict[UUID, Entry]:
    """What the audit shows its owner, by the id of the row."""
    owner = replace(here.her, role="owner")
    page = auditing.look(here.parts, owner, Filter(**asked))
    assert page.more is None
    return {one.id: one for one in page.entries if one.action != "looked at"}


def new_of(here: Here, act: Callable[[Here], UUID | None]) -> tuple[set[UUID], UUID]:
    before = {row for (row,) in here.console.sql("SELECT id FROM audits")}
    whom = act(here) or here.mila
    after = {row for (row,) in here.console.sql("SELECT id FROM audits")}
    assert after - before
    return after - before, whom


@pytest.mark.parametrize("act", ABOUT_HER)
def test_what_is_done_about_somebody_is_found_by_who_did_it_and_by_whom_it_is_about(
    here: Here, namesake: Signed, act: Callable[[Here], UUID | None]
) -> None:
    new, whom = new_of(here, act)
    by = kept(here, colleague=here.her.actor)
    about = kept(here, person=whom)
    assert new <= by.keys()
    assert new <= about.keys()
    assert {here.her.name} == {by[one].who for one in new}
    assert {whom} == {by[one].person for one in new}
    assert all(by[one].about for one in new)
    known = OF_PEOPLE
    bare = [a for one in new if audit_words.done(a := by[one].action) == a]
    assert known.keys() >= set(bare)
    assert not new & kept(here, colleague=namesake.actor).keys()
    assert not new & kept(here, person=uuid4()).keys()


# ---- the table: about no one person ----


def again(here: Here) -> None:
    found = "SELECT id FROM script_versions WHERE name = 'daily_win'"
    older = here.one(found)
    newest = here.one(f"{found} ORDER BY published_at DESC LIMIT 1")
    publishing.publish_again(here.parts, here.her, "daily_win", older, newest, "")


def searches(here: Here) -> None:
    minding.search(here.parts, here.her, "card")


def begins(here: Here) -> None:
    made = programming.duplicate(here.parts, here.her, here.where, "Second voice")
    programming.take_out(here.parts, here.her, made)


def takes_out(here: Here) -> None:
    exporting.note_figures(here.parts, here.her, here.where)
    exporting.note_picture(here.parts, here.her, here.where)
    exporting.ask(here.parts, here.her, "people", "csv")


def settings(here: Here) -> None:
    zoning.choose(here.parts, here.her, "Pacific/Auckland")
    limiting.set_most(here.parts, here.her, {"messages_day": "90"})
    seen = budgeting.base(None)
    budgeting.save(here.parts, here.her, here.where, "50", seen)
    base = retaining.base(None, None)
    retaining.change(here.parts, here.her, here.where, ("365", "30"), base)


ABOUT_NOBODY = (again, searches, begins, takes_out, settings)


@pytest.mark.parametrize("act", ABOUT_NOBODY)
def test_what_is_done_about_nobody_is_found_by_who_did_it(
    here: Here, namesake: Signed, act: Callable[[Here], None]
) -> None:
    here.her = replace(here.her, role="owner")
    new, _ = new_of(here, act)  # type: ignore[arg-type] # it is about nobody
    by = kept(here, colleague=here.her.actor)
    assert new <= by.keys()
    assert not new & kept(here, colleague=namesake.actor).keys()
    assert not new & kept(here, person=here.mila).keys()


def test_a_published_script_is_called_by_its_name(here: Here) -> None:
    new, _ = new_of(here, partial(again))  # type: ignore[arg-type] # it is about nobody
    assert {"daily_win"} == {kept(here)[one].script for one in new}
    owner = here.one("SELECT id FROM accounts WHERE role = 'owner'")
    here.console.sql("UPDATE accounts SET role = 'owner'")
    page = here.browser.goes(f"/audit?colleague={here.her.actor}")
    assert "rolled a script back to an earlier version" in page.said
    assert '<a href="/scripts/daily_win"><bdi>A win of the day</bdi></a>' in page.said
    assert owner


def test_what_was_kept_by_a_name_is_shown_still(here: Here) -> None:
    here.console.sql(
        "INSERT INTO audits (id, organisation_id, actor, action, subject, at)"
        " VALUES (gen_random_uuid(), %s, 'Ruth Miller', 'set name', %s, now())",
        here.console.organisation, here.mila,
    )  # fmt: skip
    told = [
        (audit_words.who(one), one.about)
        for one in kept(here, person=here.mila).values()
        if one.action == "set name"
    ]
    assert [("Ruth Miller", "Mila")] == told


def test_what_was_kept_by_an_older_name_has_words() -> None:
    """Old rows stay as they are; this name was kept before there was `set zone`."""
    # Its words are those of an act of today, so that they are there in each language.
    assert OF_PEOPLE["set zone"] == OF_PEOPLE["moved"]
    assert "moved them to another clock" == audit_words.done("moved")


def test_no_name_is_handed_to_the_audit() -> None:
    """A name stands in clear there, and two may have the same."""
    for room in ("usecases", "web"):
        for module in (ROOT / "service" / room).glob("*.py"):
            for call in ast.walk(ast.parse(module.read_text("utf-8"))):
                if isinstance(call, ast.Call) and "audit" in ast.unparse(call.func):
                    assert "signed.name" not in ast.unparse(call), module.name


# ---- words that a search shows ----


def test_a_search_says_whose_words_it_showed_and_not_what_was_sought(
    here: Here, owner: Someone
) -> None:
    ben = crowd.person(
        here.parts, here.console.organisation, here.where,
        name="Ben", number="+15550100003",
    )  # fmt: skip
    crowd.text(here.parts, "GO", sender="+15550100003")
    signed = here.console.signed(owner.token)
    here.browser.goes("/inbox").sends("/inbox/search", sought="wrote it on a card")
    here.browser.goes("/inbox").sends("/inbox/search", sought="zebra")
    page = auditing.look(
        here.parts, signed, Filter(kind="looks", colleague=here.her.actor)
    )
    told = [(one.action, one.about) for one in page.entries]
    assert [("searched", "")] * 2 + [("looked at", "Mila")] == sorted(
        told, key=lambda one: one[0], reverse=True
    )
    assert "searched everybody's words" in map(audit_words.done, dict(told))
    hers = auditing.look(here.parts, signed, Filter(kind="looks", person=here.mila))
    assert [here.her.name] == [one.who for one in hers.entries]
    theirs = auditing.look(here.parts, signed, Filter(kind="looks", person=ben))
    assert () == theirs.entries
    assert "searched" not in {one.action for one in kept(here, kind="changes").values()}
    everything = str(here.console.sql("SELECT * FROM audits, looks"))
    assert "zebra" not in everything
    assert "card" not in everything
