"""Caps and a recap of one person: what the core decides by them, and what is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from flows.coach import written
from service.store import erasure, people
from service.usecases import own_terms, person_days, planning, programme_days, rights
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.person_days import Changed
from service.usecases.rights import Signed
from service.usecases.terms import Terms
from tests.database import Clone, put_clock
from tests.service import crowd
from tests.service.test_days_agree import carry_out

# A Friday, 27 March 2026, 05:00 in New York.
FRIDAY = datetime(2026, 3, 27, 9, tzinfo=UTC)
TWICE = written.read({"at": "09:00-10:00-11:30, 13:00-14:00-16:00"})
HOURS = timedelta(hours=1)


@pytest.fixture
def ruth(stairwell: UUID) -> Signed:
    return rights.operator(stairwell, "Stairwell")


@pytest.fixture
def where(parts: Parts, stairwell: UUID) -> UUID:
    """A programme that lets two prompts go a day, each of them certain."""
    return crowd.programme(
        parts, stairwell, days="0123456", cap_day=2, cap_week=14, policy="fixed",
        kind="moment",
    )  # fmt: skip


@pytest.fixture
def mila(
    parts: Parts, clone: Clone, stairwell: UUID, where: UUID, ruth: Signed
) -> UUID:
    found = crowd.joined(parts, clone, stairwell, where, FRIDAY)
    stand = person_days.look(parts, ruth, found)
    wanted = replace(stand.stands, own=TWICE)
    person_days.save(parts, ruth, found, wanted, stand.base)
    return found


def select(clone: Clone, query: str, *values: object) -> list[tuple[Any, ...]]:
    with psycopg.connect(clone.superuser_url) as line:
        return line.execute(query.encode(), values).fetchall()


def sets(parts: Parts, ruth: Signed, mila: UUID, **terms: str) -> None:
    stand = person_days.look(parts, ruth, mila)
    wanted = replace(stand.stands, terms=terms)
    person_days.save(parts, ruth, mila, wanted, stand.base)


def lives(parts: Parts, clone: Clone, stairwell: UUID) -> None:
    """Let one of her days go by, hour by hour."""
    for hour in range(4, 14):
        put_clock(clone, FRIDAY + hour * HOURS)
        carry_out(parts, stairwell)


def decided(clone: Clone, mila: UUID) -> Counter[tuple[str, str]]:
    found = "SELECT verdict, rule FROM decisions WHERE participant_id = %s"
    return Counter(select(clone, f"{found} AND inputs ->> 'kind' = 'prompt'", mila))


def test_with_a_cap_of_one_a_day_one_goes_and_the_second_stays_with_its_reason(
    parts: Parts, clone: Clone, stairwell: UUID, ruth: Signed, mila: UUID
) -> None:
    sets(parts, ruth, mila, cap_day="1")
    lives(parts, clone, stairwell)
    assert {("send", "send"): 1, ("withhold", "cap_day"): 1} == decided(clone, mila)


def test_without_one_of_her_own_both_go(
    parts: Parts, clone: Clone, stairwell: UUID, mila: UUID
) -> None:
    lives(parts, clone, stairwell)
    assert {("send", "send"): 2} == decided(clone, mila)


def test_the_coming_days_say_what_her_cap_does_before_and_after_it_is_saved(
    parts: Parts, ruth: Signed, mila: UUID
) -> None:
    stand = person_days.look(parts, ruth, mila)
    wanted = replace(stand.stands, terms={"cap_day": "1", "cap_week": "3"})
    tried = person_days.look(parts, ruth, mila, wanted)
    assert tried.changes is not None
    assert stand == person_days.look(parts, ruth, mila)
    rules = Counter(row.rule for row in tried.shown.rows if row.kind == "prompt")
    assert {"cap_day", "cap_week"} < set(rules)
    person_days.save(parts, ruth, mila, wanted, stand.base)
    after = person_days.look(parts, ruth, mila)
    assert tried.shown == after.shown
    assert (2, 14) == (after.terms.cap_day, after.terms.cap_week)  # as the programme


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"cap_day": "3"}, "cap_day"),
        ({"cap_week": "15"}, "cap_week"),
        ({"recap_day": "7"}, "recap_day"),
        ({"recap_at": "soon"}, "recap_at"),
        ({"most_alike": "x"}, "most_alike"),
    ],
)
def test_more_than_the_programme_allows_and_what_is_no_term_are_refused(
    parts: Parts, ruth: Signed, mila: UUID, terms: Mapping[str, str], field: str
) -> None:
    stand = person_days.look(parts, ruth, mila)
    with pytest.raises(Refused) as refused:
        sets(parts, ruth, mila, **terms)
    assert field == refused.value.field
    assert stand == person_days.look(parts, ruth, mila)


def test_a_programme_that_allows_less_later_holds_her_to_it() -> None:
    few = Terms.read({"cap_day": 1, "cap_week": 4})
    held = own_terms.over(few, {"cap_day": "2", "cap_week": "3", "recap_day": "none"})
    assert (1, 3, None) == (held.cap_day, held.cap_week, held.recap_day)
    assert few == own_terms.over(few, {})


def recaps(parts: Parts, ruth: Signed, mila: UUID) -> list[str]:
    shown = person_days.look(parts, ruth, mila).shown
    return [
        f"{one.at:%a %H:%M}" for one in shown.rows if one.kind == "recap" and one.at
    ]


def planned(clone: Clone, mila: UUID) -> list[str]:
    found = "SELECT local_date, wall FROM nudges WHERE kind = 'recap' AND state ="
    rows = select(clone, f"{found} 'planned' AND participant_id = %s", mila)
    return [f"{day:%a} {wall:%H:%M}" for day, wall in rows]


def test_her_recap_comes_on_her_own_day_or_not_at_all(
    parts: Parts, clone: Clone, ruth: Signed, mila: UUID
) -> None:
    put_clock(clone, FRIDAY + timedelta(days=6))  # Thursday: the Sunday is laid out
    planning.plan(parts, ruth.organisation, [mila])
    assert ["Sun 19:00"] == planned(clone, mila)
    sets(parts, ruth, mila, recap_day="5", recap_at="11:00")
    assert ["Sat 11:00"] == planned(clone, mila)
    assert recaps(parts, ruth, mila)
    sets(parts, ruth, mila, recap_day="none")
    assert [] == planned(clone, mila) == recaps(parts, ruth, mila)
    sets(parts, ruth, mila)
    assert ["Sun 19:00"] == planned(clone, mila)


def test_it_is_audited_with_what_changed_and_nobody_writes_over_another(
    parts: Parts, clone: Clone, ruth: Signed, mila: UUID
) -> None:
    seen = person_days.look(parts, ruth, mila)
    sets(parts, ruth, mila, cap_day="1")
    acts = select(clone, "SELECT action FROM audits ORDER BY id DESC LIMIT 1")
    assert [("set own terms",)] == acts
    other = replace(seen.stands, terms={"cap_day": "0"})
    with pytest.raises(Changed):
        person_days.save(parts, ruth, mila, other, seen.base)


def test_an_example_of_the_programme_is_held_to_nobody_s_own(
    parts: Parts, ruth: Signed, mila: UUID, where: UUID
) -> None:
    before = programme_days.look(parts, ruth, where, None, "America/New_York")
    sets(parts, ruth, mila, cap_day="0")
    after = programme_days.look(parts, ruth, where, None, "America/New_York")
    assert before.shown.rows == after.shown.rows


def test_erasing_lets_go_of_them(parts: Parts, ruth: Signed, mila: UUID) -> None:
    sets(parts, ruth, mila, cap_day="1")
    with parts.db.transaction(ruth.organisation) as tx:
        her = people.lock(tx, parts.vault, mila)
        assert her is not None
        assert {"cap_day": "1"} == her.own_terms
    assert "own_terms = '{}'" in str(erasure.FORGET)
