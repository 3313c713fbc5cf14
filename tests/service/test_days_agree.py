"""A person's page says what the preview of her schedule said: before a save and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID

import pytest
from rich.console import Console
from sqlalchemy import text

from flows.coach import written
from flows.coach.preview import Row
from service.cli import portraits
from service.store import views
from service.store.views import Card
from service.usecases import (
    finding,
    first_owner,
    foreseeing,
    nudging,
    person_days,
    person_words,
    planning,
    sessions,
)
from service.usecases.parts import Parts
from service.usecases.person_days import Wanted
from service.usecases.rights import Signed
from service.web import next_words
from tests.database import Clone, put_clock
from tests.service import crowd
from tests.service.test_overviews import counted

# A Friday, 27 March 2026, 05:00 in New York; her chances are from 17:00 to 20:00.
FRIDAY = datetime(2026, 3, 27, 9, tzinfo=UTC)
DUE = text(
    "SELECT id FROM nudges WHERE organisation_id = :organisation"
    " AND state = 'planned' AND due_at <= :now"
)
TWO = "08:00-09:00-10:00, 13:00-14:00-18:00"  # one of them begins in the quiet hours
MOMENT = "15 before 10:00"
CASES = [
    (timedelta(hours=0), "window", TWO),
    (timedelta(hours=4), "moment", TWO),
    (timedelta(hours=6), "window", MOMENT),
    (timedelta(hours=12, minutes=30), "window", MOMENT),  # her chance is open
    (timedelta(hours=12, minutes=30), "window", ""),
    (timedelta(hours=14), "window", "16:00-19:00-23:30"),  # her prompt has gone
    (timedelta(hours=14), "moment", MOMENT),
]


@pytest.fixture
def signed(parts: Parts, stairwell: UUID) -> Signed:
    link = first_owner.demo_link(parts, stairwell)
    begun = first_owner.demo(parts, link.rpartition("/")[2], "Firefox")
    assert begun is not None
    found = sessions.of(parts, begun.token)
    assert found is not None
    return found


def carry_out(parts: Parts, whose: UUID) -> None:
    with parts.db.transaction(whose) as tx:
        due = [row["id"] for row in tx.rows(DUE, now=tx.now)]
    nudging.nudge(parts, whose, due)


def on_the_page(parts: Parts, signed: Signed, mila: UUID) -> list[tuple[str, str]]:
    with parts.db.transaction(signed.organisation) as tx:
        card = views.card(tx, parts.vault, mila)
        assert card is not None
        (found,) = foreseeing.judged(parts, tx, [card])
    return [(one.kind, f"{one.due_at:%d %H:%M}") for one in found.coming]


def goes(rows: tuple[Row, ...], until: datetime) -> list[tuple[str, str]]:
    return [
        (row.kind, f"{row.at:%d %H:%M}")
        for row in rows
        if row.kind != "chance" and row.goes and row.at is not None and row.at < until
    ]


@pytest.mark.parametrize(("later", "kind", "at"), CASES)
def test_the_page_says_what_the_preview_said(
    parts: Parts, clone: Clone, stairwell: UUID, signed: Signed,
    later: timedelta, kind: str, at: str,
) -> None:  # fmt: skip
    mila = crowd.joined(
        parts, clone, stairwell,
        crowd.programme(parts, stairwell, days="01234", kind=kind), FRIDAY,
    )  # fmt: skip
    planning.plan(parts, stairwell, [mila])
    put_clock(clone, FRIDAY + later)
    for _ in range(3):  # a late prompt may have been moved
        carry_out(parts, stairwell)
    said = written.read({"days": "0245", **({"at": at} if at else {})})
    wanted = Wanted(said, crowd.MILA.zone, {})
    before = person_days.look(parts, signed, mila)
    tried = person_days.look(parts, signed, mila, wanted).shown
    person_days.save(parts, signed, mila, wanted, before.base)
    after = person_days.look(parts, signed, mila).shown
    until = FRIDAY + timedelta(days=3, hours=19)  # as far as days are laid out
    assert goes(tried.rows, until) == goes(after.rows, until)
    assert goes(after.rows, until) == on_the_page(parts, signed, mila)
    assert goes(after.rows, until)


def test_a_known_moment_is_said_in_one_form(
    parts: Parts, clone: Clone, stairwell: UUID, signed: Signed
) -> None:
    where = crowd.programme(parts, stairwell, days="01234", kind="window")
    mila = crowd.joined(parts, clone, stairwell, where, FRIDAY)
    base = person_days.look(parts, signed, mila).base
    wanted = Wanted(written.read({"at": f"{MOMENT} on 02"}), crowd.MILA.zone, {})
    tried = person_days.look(parts, signed, mila, wanted).shown
    prompts = [row for row in tried.rows if row.kind == "prompt" and row.wall]
    assert {"09:45"} == {f"{row.wall:%H:%M}" for row in prompts if row.wall}
    assert {0, 2} == {row.local_date.weekday() for row in prompts}
    assert [] == [one.kind for one in tried.conflicts]
    assert tried.thins is not None
    assert (1, 3, 4) == (tried.thins.rung, tried.thins.prompted, tried.thins.block)
    for _ in range(2):  # once more changes nothing
        person_days.save(parts, signed, mila, wanted, base)
        base = person_days.look(parts, signed, mila).base
    word = person_words.look(parts, signed, mila).words
    assert [("kind", "moment")] == [(one.what, one.value) for one in word]
    assert [signed.name] == [one.author for one in word]
    nothing = Wanted(written.read({}), crowd.MILA.zone, {})
    person_days.save(parts, signed, mila, nothing, base)
    assert () == person_words.look(parts, signed, mila).words


def test_the_kind_of_step_lasts_as_long_as_the_schedule_that_says_it(
    parts: Parts, clone: Clone, stairwell: UUID, signed: Signed
) -> None:
    """A schedule was made longer; from April on its prompts came after the moment."""
    where = crowd.programme(parts, stairwell, days="01234", kind="window")
    mila = crowd.joined(parts, clone, stairwell, where, FRIDAY)
    for until in ("2026-03-31", "2026-06-30", "", ""):
        base = person_days.look(parts, signed, mila).base
        words = {"at": MOMENT, **({"until": until} if until else {})}
        wanted = Wanted(written.read(words), crowd.MILA.zone, {})
        person_days.save(parts, signed, mila, wanted, base)
        (word,) = person_words.look(parts, signed, mila).words
        # Without a last day what stands for more than half a year is let be.
        assert (until or "2027-03-27") == word.until.isoformat()


def test_what_a_coach_said_of_the_kind_of_step_stays(
    parts: Parts, clone: Clone, stairwell: UUID, signed: Signed
) -> None:
    where = crowd.programme(parts, stairwell, days="01234", kind="window")
    mila = crowd.joined(parts, clone, stairwell, where, FRIDAY)
    said = person_words.Typed("window", "", "2026-05-01", "Waiting suits her.")
    person_words.say(parts, signed, mila, said)
    base = person_days.look(parts, signed, mila).base
    wanted = Wanted(written.read({"at": MOMENT, "days": "02"}), crowd.MILA.zone, {})
    person_days.save(parts, signed, mila, wanted, base)
    shown = person_days.look(parts, signed, mila).shown
    assert ["moment"] == [one.kind for one in shown.conflicts]


def people_on(parts: Parts, signed: Signed) -> dict[UUID, Card]:
    """Everybody as the list has them, judged."""
    with parts.db.transaction(signed.organisation) as tx:
        cards = views.cards(tx, parts.vault)
        return {one.id: one for one in foreseeing.glanced(parts, tx, cards)}


def test_the_list_and_the_command_line_say_what_her_page_says(
    parts: Parts, clone: Clone, stairwell: UUID, signed: Signed
) -> None:
    # Her prompt is due in the quiet hours: at 07:30, and hours are from 08:30 on.
    where = crowd.programme(
        parts, stairwell, days="0123456", kind="window",
        opens="07:00", deadline="07:30", closes="12:00",
    )  # fmt: skip
    mila = crowd.joined(parts, clone, stairwell, where, FRIDAY - timedelta(hours=3))
    planning.plan(parts, stairwell, [mila])
    (card,) = people_on(parts, signed).values()
    first = next_words.coming(card.coming[0], card.zone, card.now)
    assert "08:30" in first
    assert on_the_page(parts, signed, mila)[0][1].endswith("12:30")
    told = StringIO()
    portraits.write_list(Console(file=told), [card], empty="")
    assert first in told.getvalue()
    found = finding.people(parts, signed, "mila")
    assert card == replace(found.cards[0], now=card.now)
    # A rule that keeps all of it here is said in the place of a time.
    with parts.db.transaction(stairwell) as tx:
        tx.run(text("UPDATE programmes SET settings = settings || '{\"cap_day\": 0}'"
                    " WHERE organisation_id = :organisation"))  # fmt: skip
        tx.run(text("DELETE FROM nudges WHERE organisation_id = :organisation"
                    " AND kind = 'recap'"))  # fmt: skip
    (card,) = people_on(parts, signed).values()
    assert () == card.coming
    assert "Nothing: Mila had today's prompts: 0, and the most is 0." == (
        next_words.nothing(card)
    )


def test_many_are_judged_by_as_many_queries_as_two_and_nobody_is_locked(
    parts: Parts, clone: Clone, stairwell: UUID, signed: Signed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    where = crowd.programme(parts, stairwell, days="0123456")

    def asks() -> int:
        with counted(monkeypatch) as asked:
            found = people_on(parts, signed)
        assert all(one.coming for one in found.values())
        assert not [words for words in asked if "FOR UPDATE" in words]
        return len(asked)

    ids = [crowd.joined(parts, clone, stairwell, where, FRIDAY)]
    planning.plan(parts, stairwell, ids)
    few = asks()
    for at in range(6):
        phone = f"+1555014{at:04d}"
        ids.append(crowd.person(parts, stairwell, where, number=phone))
        crowd.text(parts, "GO", sender=phone)
    planning.plan(parts, stairwell, ids)
    assert few == asks()
