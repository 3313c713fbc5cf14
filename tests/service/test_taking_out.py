"""Data taken out: files the workers write, and a person's everything."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.rows import dict_row
from sqlalchemy import text

from service.carrier.port import CannotAsk
from service.store import everything, exports, outbox
from service.store.db import Found, Tx
from service.store.tables import Row
from service.usecases import erasing, exporting, looking_after, portable, rights
from service.usecases.entries import Refused
from service.usecases.exporting import Export, Only
from service.usecases.parts import Parts
from service.usecases.rights import NotAllowed, ProofNeeded, Signed
from tests.database import Clone, wait
from tests.service import crowd
from tests.service.past import Past

MONDAY = datetime(2026, 3, 2, 17, tzinfo=UTC)
DAYS = timedelta(days=1)
WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture
def signed(stairwell: UUID) -> Signed:
    """Somebody with an account and a fresh proof."""
    return replace(rights.operator(stairwell, "Stairwell"), account=uuid4())


@pytest.fixture
def her(parts: Parts, stairwell: UUID, where: UUID, clone: Clone) -> Past:
    mila = crowd.joined(parts, clone, stairwell, where, MONDAY)
    past = Past(parts, clone, stairwell, mila)
    past.lives(MONDAY + DAYS, ["U", "M"])
    return past


def fetched(
    parts: Parts, signed: Signed, kind: str, form: str, what: str = "data"
) -> str:
    export = exporting.ask(parts, signed, kind, form)
    assert 1 == exporting.work(parts, signed.organisation, [export])
    return "".join(exporting.download(parts, signed, export, what).pieces)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


def only(parts: Parts, signed: Signed) -> Export:
    (found,) = exporting.look(parts, signed)
    return found


def test_people_as_csv_hold_everybody_once_and_no_formula(
    her: Past, signed: Signed, where: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    for at, name in enumerate(("=1+1", "Ana", "Böb")):
        number = f"+1555010001{at}"
        crowd.person(her.parts, her.organisation, where, name=name, number=number)
    rows = read(fetched(her.parts, signed, "people", "csv"))
    assert ["Mila", "'=1+1", "Ana", "Böb"] == [row["name"] for row in rows]
    assert "'+15550100001" == rows[0]["number"]
    assert crowd.MILA.step == rows[0]["step"]
    assert (4, 4, "done") == (
        only(her.parts, signed).done,
        only(her.parts, signed).total,
        only(her.parts, signed).state,
    )


def test_attempts_as_json_hold_her_words(her: Past, signed: Signed) -> None:
    rows = json.loads(fetched(her.parts, signed, "attempts", "json"))
    assert ["Mila", "Mila"] == [row["name"] for row in rows]
    assert {"attempted", "missed"} == {row["outcome"] for row in rows}
    assert "what came on 2026-03-03" == rows[0]["words"]


def fetched_only(parts: Parts, signed: Signed, form: str, only: Only) -> str:
    export = exporting.ask(parts, signed, "attempts", form, "", only)
    assert 1 == exporting.work(parts, signed.organisation, [export])
    return "".join(exporting.download(parts, signed, export).pieces)


def test_tries_are_of_the_days_that_are_asked_for_the_first_and_the_last_among_them(
    her: Past, signed: Signed
) -> None:
    her.lives(MONDAY + 3 * DAYS, ["U", "P", "U"])  # the 5th to the 7th
    for form in ("csv", "json"):
        told = fetched_only(her.parts, signed, form, Only("2026-03-04", "2026-03-06"))
        rows = read(told) if form == "csv" else json.loads(told)
        assert ["2026-03-04", "2026-03-05", "2026-03-06"] == [r["date"] for r in rows]
    rest = read(fetched_only(her.parts, signed, "csv", Only(since="2026-03-06")))
    assert ["2026-03-06", "2026-03-07"] == [row["date"] for row in rest]
    before = read(fetched_only(her.parts, signed, "csv", Only(until="2026-03-03")))
    assert ["2026-03-03"] == [row["date"] for row in before]
    assert ("'" + crowd.MILA.number, crowd.MILA.step) == (
        before[0]["number"],
        before[0]["step"],
    )


def test_of_one_person_nobody_else_is_in_it_and_her_audit_says_so(
    her: Past, signed: Signed, where: UUID
) -> None:
    ana = crowd.person(
        her.parts, her.organisation, where, name="Ana", number="+15550100015"
    )
    hers = Only(person=str(her.person))
    rows = read(fetched_only(her.parts, signed, "csv", hers))
    assert {"Mila"} == {row["name"] for row in rows}
    assert [] == read(fetched_only(her.parts, signed, "csv", Only(person=str(ana))))
    told = {
        one.person: (one.done, one.total) for one in exporting.look(her.parts, signed)
    }
    assert {"Mila": (1, 1), "Ana": (1, 1)} == told
    found = portable.take_out(her.parts, signed, her.person)
    actions = [row["action"] for row in found.tables["audits"]]
    assert "asked for an export of attempts" in actions
    assert "downloaded an export of attempts" in actions


def test_what_was_of_her_alone_goes_with_her_and_what_is_of_another_stays(
    her: Past, signed: Signed, where: UUID, clone: Clone
) -> None:
    ana = crowd.person(
        her.parts, her.organisation, where, name="Ana", number="+15550100015"
    )
    for whose in (her.person, ana):
        fetched_only(her.parts, signed, "csv", Only(person=str(whose)))
    with her.parts.at_desk(her.organisation, her.person) as desk:
        erasing.erase(desk)
    (left,) = exporting.look(her.parts, signed)
    assert ("Ana", "done") == (left.person, left.state)
    with psycopg.connect(clone.superuser_url) as line:
        rows = line.execute("SELECT only_id FROM exports").fetchall()
        assert [(ana,)] == rows


@pytest.mark.parametrize(
    ("kind", "only", "field"),
    [
        ("attempts", Only(since="soon"), "since"),
        ("attempts", Only(until="2026-02-30"), "until"),
        ("attempts", Only("2026-03-05", "2026-03-04"), "until"),
        ("people", Only(since="2026-03-05"), "since"),
        ("people", Only(until="2026-03-05"), "until"),
    ],
)
def test_days_that_are_none_are_refused_and_count_for_nothing(
    her: Past, signed: Signed, kind: str, only: Only, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        exporting.ask(her.parts, signed, kind, "csv", "", only)
    assert field == refused.value.field
    assert () == exporting.look(her.parts, signed)


def test_a_stranger_is_nobody_to_ask_for(her: Past, signed: Signed) -> None:
    other = crowd.organisation(her.parts, "Other", "+15550100200")
    for who, whose in (
        (signed, str(uuid4())),
        (signed, "nobody"),
        (replace(signed, organisation=other), str(her.person)),
    ):
        with pytest.raises(LookupError):
            exporting.ask(her.parts, who, "attempts", "csv", "", Only(person=whose))


def test_the_numbers_that_she_gave_with_a_try_stand_beside_it(
    her: Past, signed: Signed, clone: Clone
) -> None:
    her.says("confidence", 7, MONDAY + 5 * DAYS)
    with psycopg.connect(clone.superuser_url, autocommit=True) as line:
        line.execute("UPDATE measures SET attempt_id = (SELECT id FROM attempts"
                     " WHERE outcome = 'attempted')")  # fmt: skip
    rows = read(fetched(her.parts, signed, "attempts", "csv"))
    assert ["7", ""] == [row["confidence"] for row in rows]
    assert ["", ""] == [row["fear_felt"] for row in rows]


def test_it_lies_sealed(her: Past, signed: Signed, clone: Clone) -> None:
    fetched(her.parts, signed, "people", "csv")
    with psycopg.connect(clone.superuser_url) as line:
        rows = line.execute("SELECT body_sealed FROM export_pieces").fetchall()
    assert rows
    assert not any(b"Mila" in row[0] for row in rows)


def test_what_cannot_be_read_is_named_and_stops_nothing(
    her: Past, signed: Signed, where: UUID, clone: Clone
) -> None:
    crowd.person(her.parts, her.organisation, where, name="Ana", number="+15550100015")
    with psycopg.connect(clone.superuser_url, autocommit=True) as line:
        line.execute("UPDATE steps SET step_sealed = 'spoilt' WHERE ended_at IS NULL"
                     " AND participant_id = %s", (her.person,))  # fmt: skip
        line.execute("UPDATE attempts SET words_sealed = 'spoilt'")
    rows = read(fetched(her.parts, signed, "people", "csv"))
    assert ["", crowd.MILA.step] == [row["step"] for row in rows]
    export = only(her.parts, signed)
    assert 1 == export.mistakes
    told = exporting.download(her.parts, signed, export.id, "mistakes")
    (mistake,) = read("".join(told.pieces))
    assert ("steps", "step_sealed does not open") == (
        mistake["table"],
        mistake["what"],
    )


def test_cancelled_it_is_not_gone_on_with_and_nothing_of_it_is_kept(
    her: Past, signed: Signed, clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 1)
    monkeypatch.setattr(exporting, "IN_A_ROW", 1)
    export = exporting.ask(her.parts, signed, "people", "csv")
    assert 0 == exporting.work(her.parts, her.organisation, [export])
    assert (1, "working") == (
        only(her.parts, signed).done,
        only(her.parts, signed).state,
    )
    assert exporting.cancel(her.parts, signed, export)
    assert not exporting.cancel(her.parts, signed, export)
    exporting.work(her.parts, her.organisation, [export])
    assert "cancelled" == only(her.parts, signed).state
    with psycopg.connect(clone.superuser_url) as line:
        assert (0,) == line.execute("SELECT count(*) FROM export_pieces").fetchone()
    with pytest.raises(LookupError):
        exporting.download(her.parts, signed, export)


@pytest.mark.parametrize("done", [True, False])
def test_what_holds_somebody_who_is_erased_is_not_there_any_more(
    her: Past, signed: Signed, clone: Clone, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    """Made an hour before, it had her name and her words for a day after."""
    if not done:
        monkeypatch.setattr(exporting, "AT_ONCE", 1)
        monkeypatch.setattr(exporting, "IN_A_ROW", 1)
    export = exporting.ask(her.parts, signed, "people", "csv")
    exporting.work(her.parts, her.organisation, [export])
    with her.parts.at_desk(her.organisation, her.person) as desk:
        erasing.erase(desk)
    exporting.work(her.parts, her.organisation, [export])
    with pytest.raises(LookupError):
        exporting.download(her.parts, signed, export)
    with psycopg.connect(clone.superuser_url) as line:
        assert (0,) == line.execute("SELECT count(*) FROM export_pieces").fetchone()


class Unheard:
    """A bell that may be rung beside a transaction of somebody else."""

    def ring(self, *_: object, **_more: object) -> bool:
        """Ring for nobody."""
        return True


class Away:
    """A carrier that cannot be asked now: her copies stay there for a while."""

    def __getattr__(self, name: str) -> Any:
        def delete(_sid: str) -> bool:
            raise CannotAsk("The carrier could not be reached.")

        return delete


def holds_nobody(her: Past, signed: Signed, export: UUID, clone: Clone) -> bool:
    """Whether an export is no more there, and no piece of it."""
    with pytest.raises(LookupError):
        exporting.download(her.parts, signed, export)
    with psycopg.connect(clone.superuser_url) as line:
        return (0,) == line.execute("SELECT count(*) FROM export_pieces").fetchone()


@pytest.mark.parametrize("kind", ["people", "attempts"])
@pytest.mark.parametrize("whose", ["of her programme", "of all"])
def test_a_piece_that_is_written_while_she_is_erased_does_not_keep_her(
    her: Past, signed: Signed, clone: Clone, monkeypatch: pytest.MonkeyPatch,
    where: UUID, kind: str, whose: str,
) -> None:  # fmt: skip
    """The worker had read her, and the export's row did not say so yet."""

    def erase() -> None:
        with her.parts.at_desk(her.organisation, her.person) as desk:
            erasing.erase(desk)

    late, writes = Thread(target=erase), exporting.WRITES[kind]

    def read_before(tx: Tx, people: Sequence[Found], writing: Any) -> None:
        writes(tx, people, writing)
        with psycopg.connect(clone.superuser_url, autocommit=True) as line:
            late.start()
            while late.is_alive() and line.execute(WAITS).fetchone() == (0,):
                late.join(0.01)

    monkeypatch.setitem(exporting.WRITES, kind, read_before)  # type: ignore[arg-type] # it is a dict
    programme = "" if whose == "of all" else str(where)
    export = exporting.ask(her.parts, signed, kind, "csv", programme)
    assert 1 == exporting.work(her.parts, her.organisation, [export])
    late.join(20)
    assert holds_nobody(her, signed, export, clone)


def test_one_asked_for_and_written_before_her_erasure_is_kept_holds_her_no_more(
    her: Past, signed: Signed, clone: Clone
) -> None:
    with her.parts.at_desk(her.organisation, her.person) as desk:
        erasing.erase(desk)
        assert desk.tx.row(text("SELECT 1 AS one")), "what waits to be sent is sent"
        other = replace(her.parts, bell=Unheard())  # type: ignore[arg-type] # it rings
        export = exporting.ask(other, signed, "people", "csv")
        exporting.work(other, her.organisation, [export])
        told = exporting.download(other, signed, export).pieces
        assert "Mila" in "".join(told)
    away = replace(her.parts, carrier=Away())  # type: ignore[arg-type] # it deletes alone
    erasing.work(away, her.organisation, [her.person])
    assert holds_nobody(her, signed, export, clone)
    # One that is asked for later is nobody's business of hers.
    later = exporting.ask(her.parts, signed, "people", "csv")
    exporting.work(her.parts, her.organisation, [later])
    erasing.work(away, her.organisation, [her.person])
    assert "Mila" not in "".join(exporting.download(her.parts, signed, later).pieces)


def test_nobody_else_finds_it_and_after_a_day_nobody_does(
    her: Past, signed: Signed, clone: Clone
) -> None:
    export = exporting.ask(her.parts, signed, "people", "csv")
    assert {her.organisation: [export]} == outbox.due(her.parts.db, "exports_due", 9)
    exporting.work(her.parts, her.organisation, [export])
    colleague = replace(signed, account=uuid4())
    assert () == exporting.look(her.parts, colleague)
    assert not exporting.cancel(her.parts, colleague, export)
    for what in ("data", "mistakes"):
        with pytest.raises(LookupError):
            exporting.download(her.parts, colleague, export, what)
    with pytest.raises(LookupError):
        exporting.download(her.parts, signed, export, "everything")
    wait(clone, exports.KEPT_FOR + timedelta(minutes=1))
    with pytest.raises(LookupError):
        exporting.download(her.parts, signed, export)
    for whose, ids in outbox.due(her.parts.db, "worn_out", 500).items():
        looking_after.tidy(her.parts, whose, ids)
    with psycopg.connect(clone.superuser_url) as line:
        assert (0,) == line.execute("SELECT count(*) FROM export_pieces").fetchone()


def test_what_is_asked_for_amiss_is_refused(
    her: Past, signed: Signed, parts: Parts
) -> None:
    other = crowd.organisation(parts, "Other", "+15550100200")
    theirs = crowd.programme(parts, other)
    for field, asked in {
        "kind": ("everything", "csv", ""),
        "form": ("people", "xls", ""),
        "programme": ("people", "csv", str(theirs)),
        "account": ("people", "csv", ""),
    }.items():
        who = replace(signed, account=None) if field == "account" else signed
        with pytest.raises(Refused) as refused:
            exporting.ask(parts, who, *asked)
        assert field == refused.value.field


def test_so_many_an_hour_are_asked_for_and_it_is_said_when_the_next_may_be(
    her: Past, signed: Signed, clone: Clone
) -> None:
    for _ in range(exporting.EXPORTS_AN_HOUR):
        exporting.ask(her.parts, signed, "people", "csv")
    with pytest.raises(Refused, match=r"at \d\d:\d\d"):
        exporting.ask(her.parts, signed, "people", "csv")
    wait(clone, timedelta(minutes=61))
    exporting.ask(her.parts, signed, "people", "csv")


def test_only_who_may_and_has_proved_it_takes_anything_out(
    her: Past, signed: Signed
) -> None:
    export = exporting.ask(her.parts, signed, "people", "csv")
    exporting.work(her.parts, her.organisation, [export])
    calls = (
        lambda who: exporting.ask(her.parts, who, "people", "csv"),
        lambda who: exporting.download(her.parts, who, export),
        lambda who: exporting.note_figures(her.parts, who, uuid4()),
        lambda who: portable.take_out(her.parts, who, her.person),
    )
    for call in calls:
        with pytest.raises(NotAllowed):
            call(replace(signed, role="viewer"))
        with pytest.raises(ProofNeeded):
            call(replace(signed, proved=False))


# ---- a person's everything ----

# Tables of which no row can be a person's, or tells of one by name.
NOBODYS = {
    *("accounts", "audits", "clock_offsets", "coaches", "export_pieces", "exports"),
    *(
        "factors",
        "gates",
        "known_devices",
        "letters",
        "organisations",
        "passes",
        "programmes",
    ),
    *(
        "programme_spendings",
        "programme_versions",
        "script_drafts",
        "script_versions",
        "sessions",
        "sign_ins",
        "spare_codes",
        "spendings",
    ),
    *("own_lines", "restores", "strangers", "stumbles", "whereabouts"),
}


def test_each_table_is_hers_or_is_known_to_be_nobodys() -> None:
    """A table added later stops here: say whether it holds anything of a person."""
    assert set(Row.metadata.tables) == set(everything.HERS) | NOBODYS
    assert not set(everything.HERS) & NOBODYS
    assert set(everything.FORGET) | set(everything.STAYS) == set(everything.HERS)


def test_everything_of_hers_is_in_it_and_opened(
    her: Past, signed: Signed, clone: Clone
) -> None:
    crowd.text(her.parts, "I did it, it went well")
    her.says("confidence", 7, MONDAY + 5 * DAYS)
    found = portable.take_out(her.parts, signed, her.person)
    assert ("Mila", ()) == (found.name, found.unopened)
    with psycopg.connect(clone.superuser_url, row_factory=dict_row) as line:
        for table, hers in everything.HERS.items():
            rows = line.execute(
                f"SELECT t.* FROM {table} t WHERE {_asked(hers)}".encode(),
                {"person": her.person, "organisation": her.organisation},
            ).fetchall()
            assert len(rows) == len(found.tables[table]), table
            for row, told in zip(
                _sorted(rows), _sorted(found.tables[table]), strict=True
            ):
                _same(row, told)
    told = json.dumps(found.tables, default=str)
    for words in ("I did it, it went well", crowd.MILA.number, crowd.MILA.goal):
        assert words in told
    assert "wrapped_key" not in told


def _asked(hers: str) -> str:
    return hers.replace(":person", "%(person)s").replace(
        ":organisation", "%(organisation)s"
    )


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: str(row.get("id") or row.get("week") or ""))


def _same(row: dict[str, Any], told: dict[str, Any]) -> None:
    for name, value in row.items():
        if name in everything.SECRETS:
            assert name not in told
        elif name.endswith(everything.SEALED):
            plain = told[name.removesuffix(everything.SEALED)]
            assert (value is None) == (plain is None)
            assert value is None or value != plain
        else:
            assert value == told[name]


def test_a_strangers_everything_is_nobodys(her: Past, signed: Signed) -> None:
    other = crowd.organisation(her.parts, "Other", "+15550100200")
    theirs = replace(signed, organisation=other)
    for who, whose in ((signed, uuid4()), (theirs, her.person)):
        with pytest.raises(LookupError):
            portable.take_out(her.parts, who, whose)
