"""Tries kept elsewhere are brought in: looked at first, all or none, and nothing follows."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from service.store import earlier, everything, retention
from service.usecases import (
    cells,
    earlier_tries,
    erasing,
    exporting,
    portable,
    results,
    rights,
)
from service.usecases.bringing_in import Stopped
from service.usecases.earlier_tries import COLUMNS, Look
from service.usecases.exporting import Only
from service.usecases.parts import Parts
from service.usecases.rights import NotAllowed, Signed
from service.usecases.sheets import BadSheet
from tests.database import Clone
from tests.service import crowd
from tests.service.past import Past

MONDAY = datetime(2026, 3, 2, 17, tzinfo=UTC)
NUMBER = crowd.MILA.number
HEADING = (
    "number", "date", "time", "outcome", "label", "step", "words", "what_i_did",
    "what_was_missing", "place", "confidence", "fear_expected", "fear_felt",
)  # fmt: skip
# Whatever decides about prompts, or goes out, with what it holds.
FOLLOWS = (
    *("attempts", "chances", "nudges", "outbox_messages", "decisions", "alerts"),
    *("measures", "turns", "person_tallies", "week_tallies"),
)


@pytest.fixture
def signed(stairwell: UUID) -> Signed:
    """Somebody with an account and a fresh proof."""
    return replace(rights.operator(stairwell, "S"), account=uuid4(), name="Ruth")


@pytest.fixture
def her(parts: Parts, stairwell: UUID, where: UUID, clone: Clone) -> Past:
    mila = crowd.joined(parts, clone, stairwell, where, MONDAY)
    past = Past(parts, clone, stairwell, mila)
    past.lives(MONDAY + timedelta(days=1), ["U", "M"])
    return past


def sheet(*lines: dict[str, str]) -> bytes:
    told = StringIO(newline="")
    writer = csv.DictWriter(told, HEADING, restval="")
    writer.writeheader()
    writer.writerows({"number": NUMBER, "date": "2026-02-03", **one} for one in lines)
    return told.getvalue().encode()


def quiet(_what: str, _part: float) -> None:
    """Tell nobody."""


def bring(her: Past, signed: Signed, content: bytes, **how: bool) -> Look:
    return earlier_tries.everything(her.parts, signed, content, quiet, **how)


def kept(her: Past) -> tuple[Any, ...]:
    with her.desk() as desk:
        return earlier.shown(desk.tx, desk.person.key, her.person)


def wrong(look: Look) -> list[tuple[int, str]]:
    return [(one.line, one.field) for one in look.problems]


def count(clone: Clone, table: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(clone.superuser_url) as line:
        return line.execute(f"SELECT * FROM {table} ORDER BY 1".encode()).fetchall()


def test_a_try_is_kept_with_who_brought_it_in_and_nothing_follows(
    her: Past, signed: Signed, clone: Clone
) -> None:
    before = {table: count(clone, table) for table in FOLLOWS}
    who = count(clone, "participants")
    whole = {
        "time": "9:30", "outcome": "imagined", "label": "prompted", "step": "ask once",
        "words": "I said it", "what_i_did": "breathed", "what_was_missing": "time",
        "place": "at work", "confidence": "7", "fear_expected": "8", "fear_felt": "0",
    }  # fmt: skip
    look = bring(her, signed, sheet(whole, {"date": "2026-02-04 18:05"}))
    assert (2, 2, 0, 0, 1) == (look.read, look.kept, look.bad, look.there, look.people)
    bare, told = kept(her)
    assert (date(2026, 2, 4), "18:05", "attempted", "unknown") == (
        bare.day,
        f"{bare.wall:%H:%M}",
        bare.outcome,
        bare.label,
    )
    assert ("imagined", "prompted", "Ruth") == (
        told.outcome,
        told.label,
        told.entered_by,
    )
    assert {
        "step": "ask once", "words": "I said it", "what_i_did": "breathed",
        "missing": "time", "place": "at work",
    } == told.told  # fmt: skip
    assert [7, 8, 0] == list(told.numbers.values())
    assert before == {table: count(clone, table) for table in FOLLOWS}
    assert who == count(clone, "participants"), "no rung moved, nothing is planned anew"
    with psycopg.connect(clone.superuser_url) as line:
        rows = line.execute("SELECT words_sealed FROM earlier_tries").fetchall()
    assert not any(b"I said it" in (row[0] or b"") for row in rows)


def test_a_look_keeps_nothing_and_names_each_bad_line_with_its_mend(
    her: Past, signed: Signed
) -> None:
    content = sheet(
        {"words": "fine"},
        {"number": "+15550100999"},
        {"number": "12"},
        {"date": "3/2/2026"},
        {"date": "2026-03-09"},
        {"date": "2026-02-03", "time": "noon"},
        {"outcome": "done"},
        {"label": "maybe"},
        {"confidence": "11", "fear_felt": "much", "fear_expected": "-1"},
        {"words": "x" * 2001},
        {"place": "x" * 201},
        {"date": "0026-03-02"},
    )
    look = earlier_tries.judge(her.parts, signed, content)
    assert [
        (3, "number"), (4, "number"), (5, "date"), (6, "date"), (7, "time"),
        (8, "outcome"), (9, "label"), (10, "confidence"), (10, "fear_expected"),
        (10, "fear_felt"), (11, "words"), (12, "place"), (13, "date"),
    ] == wrong(look)  # fmt: skip
    assert (12, 11, 1) == (look.read, look.bad, look.good)
    assert "enrol them first" in str(look.problems[0].mend)
    assert 12 == len(look.errors.splitlines())
    assert () == kept(her)
    assert 0 == bring(her, signed, content).kept
    assert () == kept(her)
    assert 1 == bring(her, signed, content, without_bad=True).kept


def test_what_is_still_to_come_by_her_clock_is_none(her: Past, signed: Signed) -> None:
    # It is 18:00 of the 4th in UTC, and 13:00 with her.
    her.at(datetime(2026, 3, 4, 18, tzinfo=UTC))
    look = earlier_tries.judge(
        her.parts,
        signed,
        sheet(
            {"date": "2026-03-04", "time": "12:59"},
            {"date": "2026-03-04", "time": "13:01"},
            {"date": "2026-03-05"},
        ),
    )
    assert [(3, "time"), (4, "date")] == wrong(look)


def test_what_stands_already_is_told_and_left_out(her: Past, signed: Signed) -> None:
    content = sheet(
        {"date": "2026-03-03", "words": "What  came on 2026-03-03 "},  # told by her
        {"words": "I said it"},
        {"words": "i SAID it"},
        {"words": "I said it", "date": "2026-02-05"},
    )
    look = bring(her, signed, content)
    assert (4, 2, 2, 0) == (look.read, look.kept, look.there, look.bad)
    again = earlier_tries.judge(her.parts, signed, content)
    assert (4, 0) == (again.there, again.good)
    assert 0 == bring(her, signed, content).kept
    assert 2 == len(kept(her))


def test_two_who_bring_in_the_same_file_at_once_keep_each_try_once(
    her: Past, signed: Signed, clone: Clone
) -> None:
    content = sheet({"words": "I said it"})
    second = Thread(target=lambda: bring(her, signed, content))

    def tell(what: str, _part: float) -> None:
        if what != "Bringing in":
            return
        with psycopg.connect(clone.superuser_url, autocommit=True) as line:
            second.start()
            waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
            while second.is_alive() and line.execute(waits).fetchone() == (0,):
                second.join(0.01)

    earlier_tries.everything(her.parts, signed, content, tell)
    second.join(20)
    assert 1 == len(kept(her))


def test_words_of_danger_are_told_to_whoever_looks(her: Past, signed: Signed) -> None:
    content = sheet(
        {"words": "fine"},
        {"words": "that day I wanted to kill myself"},
        {"what_was_missing": "I want to die"},
    )
    look = earlier_tries.judge(her.parts, signed, content)
    assert [3, 4] == [one.line for one in look.danger]
    assert ("Mila", her.person) == (look.danger[0].name, look.danger[0].person)
    assert "kill myself" in look.danger[0].words
    assert 2 == len(bring(her, signed, content).danger)


def test_whoever_stops_meanwhile_has_brought_in_nothing(
    her: Past, signed: Signed, clone: Clone
) -> None:
    def tell(what: str, part: float) -> None:
        if what == "Bringing in" and part > 0.5:
            raise Stopped

    content = sheet({"words": "one"}, {"words": "two"})
    with pytest.raises(Stopped):
        earlier_tries.everything(her.parts, signed, content, tell)
    assert () == kept(her)
    with psycopg.connect(clone.superuser_url) as line:
        told = line.execute("SELECT 1 FROM audits WHERE action = 'brought in tries'")
        assert told.fetchone() is None


def test_another_organisations_people_are_nobody_here(
    her: Past, signed: Signed, parts: Parts
) -> None:
    other = crowd.organisation(parts, "Other", "+15550100200")
    theirs = replace(signed, organisation=other)
    look = earlier_tries.judge(her.parts, theirs, sheet({"words": "one"}))
    assert [(2, "number")] == wrong(look)
    with pytest.raises(NotAllowed):
        earlier_tries.judge(her.parts, replace(signed, role="viewer"), sheet())
    with pytest.raises(NotAllowed):
        bring(her, replace(signed, role="viewer"), sheet())


def test_a_file_that_cannot_be_read_is_said(
    her: Past, signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for content in (b"", b"number\n1\n", b"number,date,mood\n", b"\xff\xfe"):
        with pytest.raises(BadSheet):
            earlier_tries.judge(her.parts, signed, content)
    monkeypatch.setattr(earlier_tries, "MOST_LINES", 1)
    with pytest.raises(BadSheet, match="5,000 lines"):
        earlier_tries.judge(her.parts, signed, sheet({}, {"words": "two"}))
    torn = b"number,date\n1,2,3\n"
    assert [(2, "line")] == wrong(earlier_tries.judge(her.parts, signed, torn))


def test_the_template_is_a_file_we_can_take(her: Past, signed: Signed) -> None:
    told = earlier_tries.template(str).encode()
    assert ",".join(COLUMNS.read) == told.decode().splitlines()[0]
    look = earlier_tries.judge(her.parts, signed, told)
    assert [(2, "number")] == wrong(look), "nobody here has the number of the example"


# ---- taken out, and brought in elsewhere ----


def taken_out(her: Past, signed: Signed, only: Only = exporting.EVERYTHING) -> str:
    export = exporting.ask(her.parts, signed, "attempts", "csv", "", only)
    assert 1 == exporting.work(her.parts, signed.organisation, [export])
    return "".join(exporting.download(her.parts, signed, export).pieces)


def rows(told: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(told.removeprefix("\ufeff"), newline="")))


ODD = ("=1+1", "'tis", "''twice", "+1", "-", "@me", 'a,b\n"c"', "%d", "|x", "ñandú")


def test_what_is_taken_out_is_brought_in_where_people_have_the_same_numbers(
    her: Past, signed: Signed, parts: Parts
) -> None:
    lines = [
        {"date": f"2026-02-{at + 1:02d}", "words": words, "place": words}
        for at, words in enumerate(ODD)
    ]
    more = {"time": "09:30", "label": "unprompted", "confidence": "7", "fear_felt": "2"}
    bring(her, signed, sheet(*lines, {"date": "2026-01-09", "step": "ask", **more}))
    file = taken_out(her, signed)
    here = earlier_tries.judge(parts, signed, file.encode())
    assert (len(ODD) + 3, 0, 0) == (here.there, here.good, here.bad)
    other = crowd.organisation(parts, "Other", "+15550100200")
    crowd.person(parts, other, crowd.programme(parts, other))
    theirs = replace(signed, organisation=other)
    look = earlier_tries.everything(parts, theirs, file.encode(), quiet)
    assert (len(ODD) + 3, 0, 0) == (look.kept, look.there, look.bad)
    again = rows(taken_out(her, theirs))
    same = (
        *("number", "name", "date", "time", "outcome", "step", "words", "place"),
        *("what_i_did", "what_was_missing", *earlier.NUMBERS, "label"),
    )

    def by_day(row: dict[str, str]) -> str:
        return row["date"] + row["words"]

    for one, two in zip(
        sorted(rows(file), key=by_day), sorted(again, key=by_day), strict=True
    ):
        assert [one[name] for name in same] == [two[name] for name in same]
        assert "Ruth" == two["brought_in_by"]
        assert two["brought_in_at"]


def test_of_some_days_and_with_json_they_are_taken_out_too(
    her: Past, signed: Signed
) -> None:
    bring(her, signed, sheet({"words": "a"}, {"date": "2026-02-09", "words": "b"}))
    told = rows(taken_out(her, signed, Only(until="2026-02-05")))
    assert ["a"] == [row["words"] for row in told]


@pytest.mark.parametrize("words", [*ODD, "", "'", "'=", " =x"])
def test_what_is_written_safely_is_read_as_it_was(words: str) -> None:
    assert words.strip() == cells.plain(cells.safe(words.strip()))


# ---- rights ----


def test_they_are_in_her_everything_go_with_her_words_and_with_her(
    her: Past, signed: Signed, where: UUID, clone: Clone
) -> None:
    bring(her, signed, sheet({"words": "I said it", "place": "work", "step": "ask"}))
    (told,) = portable.take_out(her.parts, signed, her.person).tables["earlier_tries"]
    assert ("I said it", "Ruth") == (told["words"], told["entered_by"])
    with her.desk() as desk:
        for command in retention.WORDS:
            desk.tx.run(command, person=her.person)
    (left,) = kept(her)
    assert ("", "", "ask") == (
        left.told["words"],
        left.told["place"],
        left.told["step"],
    )
    with her.desk() as desk:
        erasing.erase(desk)
    with her.parts.db.transaction(her.organisation) as tx:
        everything.forget(tx, her.person)
    assert [] == count(clone, "earlier_tries")


def test_results_say_how_many_were_brought_in_and_count_none_of_them(
    her: Past, signed: Signed, where: UUID
) -> None:
    asked = results.Asked(date(2026, 2, 2), date(2026, 2, 8))
    before = results.of(her.parts, signed, where, asked)
    lines = {"words": "a"}, {"words": "b"}, {"date": "2026-02-08", "words": "c"}
    out = {"date": "2026-02-09"}, {"date": "2026-02-01"}, {"outcome": "missed"}
    bring(her, signed, sheet(*lines, *out))
    after = results.of(her.parts, signed, where, asked)
    assert (0, 3) == (before.brought_in, after.brought_in)
    assert replace(before, brought_in=3, counted=after.counted) == after
