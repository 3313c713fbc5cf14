"""The audit: who saw, changed and took out what, page by page, for owners alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from service.usecases import auditing, exporting, rights
from service.usecases.auditing import Filter
from service.usecases.rights import NotAllowed, Signed
from tests.database import wait
from tests.service import crowd
from tests.service.console import Console


@pytest.fixture
def signed(console: Console) -> Signed:
    return console.signed(console.owner().token)


@pytest.fixture
def mila(console: Console) -> UUID:
    where = crowd.programme(console.parts, console.organisation)
    return crowd.person(console.parts, console.organisation, where)


def told(console: Console, signed: Signed, **asked: object) -> list[str]:
    page = auditing.look(console.parts, signed, Filter(**asked))  # type: ignore[arg-type] # its own names
    return [entry.action for entry in page.entries]


def test_a_look_is_kept_once_an_hour_by_whom_and_at_whom(
    console: Console, signed: Signed, mila: UUID
) -> None:
    looks = [auditing.note_look(console.parts, signed, mila) for _ in range(2)]
    wait(console.clone, timedelta(hours=1))
    looks.append(auditing.note_look(console.parts, signed, mila))
    assert [True, False, True] == looks
    assert not auditing.note_look(
        console.parts, rights.operator(signed.organisation, "S"), mila
    )
    page = auditing.look(console.parts, signed, Filter(kind="looks"))
    assert [("Ruth Miller", "looked at", "Mila")] * 2 == [
        (entry.who, entry.action, entry.about) for entry in page.entries
    ]


def test_it_is_filtered_by_person_colleague_and_kind(
    console: Console, signed: Signed, mila: UUID
) -> None:
    auditing.note_look(console.parts, signed, mila)
    exporting.ask(console.parts, signed, "people", "csv")
    assert {"enrolled", "looked at"} == set(told(console, signed, person=mila))
    assert ["asked for an export of people"] == told(console, signed, kind="exports")
    assert "looked at" not in told(console, signed, kind="changes")
    assert "set Handrail up" in told(console, signed, kind="accounts")
    assert [] == told(console, signed, colleague=str(uuid4()))
    mine = told(console, signed, colleague=signed.actor)
    assert {"looked at", "asked for an export of people"} <= set(mine)
    page = auditing.look(console.parts, signed, Filter(person=mila))
    assert "Mila" == page.about


def test_pages_follow_one_another_and_lose_nothing(
    console: Console, signed: Signed, mila: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditing.note_look(console.parts, signed, mila)
    for _ in range(4):
        exporting.note_figures(console.parts, signed, uuid4())
    whole = auditing.look(console.parts, signed, Filter())
    assert whole.more is None
    monkeypatch.setattr(auditing, "PAGE", 2)
    seen, before = [], None
    while True:
        page = auditing.look(console.parts, signed, Filter(before=before))
        seen += [entry.id for entry in page.entries]
        before = page.more
        if before is None:
            break
    assert [entry.id for entry in whole.entries] == seen


def test_nobody_but_an_owner_sees_it_and_nobody_anothers(
    console: Console, signed: Signed, mila: UUID
) -> None:
    for changes in ({"role": "coach"}, {"role": "viewer"}, {"owes": "code"}):
        with pytest.raises(NotAllowed):
            auditing.look(console.parts, replace(signed, **changes), Filter())  # type: ignore[arg-type] # its own names
    other = crowd.organisation(console.parts, "Other", "+15550100200")
    theirs = replace(signed, organisation=other)
    assert "enrolled" not in told(console, theirs)
    assert [] == told(console, theirs, person=mila)
