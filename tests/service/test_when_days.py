"""What a page may ask of when: rights, what is tried, the version that was seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from flows.coach import written
from flows.coach.preview import SAID
from service.usecases import (
    looking_back,
    person_days,
    person_words,
    planning,
    programme_days,
    revising,
    rights,
)
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.person_days import Changed
from service.usecases.rights import NotAllowed, Signed
from tests import asking
from tests.database import Clone, put_clock
from tests.service import crowd

FRIDAY = datetime(2026, 3, 27, 15, tzinfo=UTC)


@pytest.fixture
def where(parts: Parts, stairwell: UUID, clone: Clone) -> UUID:
    put_clock(clone, FRIDAY)
    return crowd.programme(parts, stairwell, days="01234")


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID) -> UUID:
    found = crowd.person(parts, stairwell, where)
    crowd.text(parts, "GO")
    planning.plan(parts, stairwell, [found])
    return found


@pytest.fixture
def ruth(stairwell: UUID) -> Signed:
    return rights.operator(stairwell, "Stairwell")


def test_a_viewer_looks_and_may_neither_try_nor_save(
    parts: Parts, ruth: Signed, mila: UUID, where: UUID
) -> None:
    viewer = replace(ruth, role="viewer")
    stand = person_days.look(parts, ruth, mila)
    whole = programme_days.look(parts, ruth, where)
    typed = person_words.Typed("moment", "", "2026-06-30", "why")
    assert stand == person_days.look(parts, viewer, mila)
    assert whole == programme_days.look(parts, viewer, where)
    assert looking_back.look(parts, viewer, mila).days
    asked: list[Any] = [
        lambda: person_days.look(parts, viewer, mila, stand.stands),
        lambda: person_days.save(parts, viewer, mila, stand.stands, stand.base),
        lambda: person_words.look(parts, viewer, mila),
        lambda: person_words.say(parts, viewer, mila, typed),
        lambda: person_words.lift(parts, viewer, mila, "kind"),
        lambda: person_words.begin(parts, viewer, mila, "fixed"),
        lambda: programme_days.look(parts, viewer, where, whole.stands),
        lambda: programme_days.consequences(
            parts, viewer, where, whole.stands, whole.base
        ),
        lambda: programme_days.apply(parts, viewer, where, whole.stands, whole.base),
    ]
    for ask in asked:
        with pytest.raises(NotAllowed):
            ask()


def test_what_is_tried_is_as_what_is_saved_and_is_taken_back(
    parts: Parts, ruth: Signed, mila: UUID
) -> None:
    stand = person_days.look(parts, ruth, mila)
    wanted = person_days.Wanted(
        written.read({"at": "09:00-10:00-11:30", "days": "24"}),
        "Pacific/Auckland",
        {"call_days": "3", "call_at": "12:15"},
    )
    tried = person_days.look(parts, ruth, mila, wanted)
    assert stand.stands == tried.stands
    assert stand.base == tried.base
    assert stand == person_days.look(parts, ruth, mila)
    assert "Pacific/Auckland" == tried.shown.zone
    assert {"calls_off"} == {one.kind for one in tried.shown.conflicts}
    person_days.save(parts, ruth, mila, wanted, stand.base)
    after = person_days.look(parts, ruth, mila)
    assert tried.shown == after.shown
    assert date(2026, 3, 27) == after.stands.own.began  # kept, for she travels
    assert replace(wanted.own, began=after.stands.own.began) == after.stands.own


def test_a_version_that_no_longer_stands_changes_nothing(
    parts: Parts, ruth: Signed, mila: UUID
) -> None:
    seen = person_days.look(parts, ruth, mila)
    first = replace(seen.stands, own=written.read({"days": "0"}))
    person_days.save(parts, ruth, mila, first, seen.base)
    second = replace(seen.stands, own=written.read({"days": "1"}))
    with pytest.raises(Changed):
        person_days.save(parts, ruth, mila, second, seen.base)
    now = person_days.look(parts, ruth, mila)
    assert first.own == now.stands.own
    person_days.save(parts, ruth, mila, second, now.base)


def test_an_illness_that_the_ladder_heard_of_meanwhile_is_no_change_of_a_coach(
    parts: Parts, ruth: Signed, mila: UUID, clone: Clone
) -> None:
    stand = person_days.look(parts, ruth, mila)
    ill = written.read({"ill": "2026-03-27..2026-03-28"})
    person_days.save(parts, ruth, mila, replace(stand.stands, own=ill), stand.base)
    seen = person_days.look(parts, ruth, mila)
    put_clock(clone, FRIDAY + timedelta(days=3))
    planning.plan(parts, ruth.organisation, [mila])
    typed = replace(seen.stands, own=replace(ill, skip=frozenset({date(2026, 4, 7)})))
    person_days.save(parts, ruth, mila, typed, seen.base)
    after = person_days.look(parts, ruth, mila).stands.own
    assert [True] == [one.told for one in after.pauses]
    assert after.skip == typed.own.skip


def test_call_times_that_no_call_could_keep_are_refused(
    parts: Parts, ruth: Signed, mila: UUID
) -> None:
    stand = person_days.look(parts, ruth, mila)
    late = replace(stand.stands, calls={"call_days": "3", "call_at": "22:00"})
    with pytest.raises(Refused) as refused:
        person_days.save(parts, ruth, mila, late, stand.base)
    assert "call_at" == refused.value.field
    nowhere = replace(stand.stands, zone="Nowhere")
    with pytest.raises(Refused, match="zone"):
        person_days.look(parts, ruth, mila, nowhere)


def test_an_example_lives_anywhere_and_is_nobody(
    parts: Parts, ruth: Signed, where: UUID
) -> None:
    found = programme_days.look(parts, ruth, where)
    assert ((), 0, "Etc/UTC") == (found.people, found.total, found.shown.zone)
    stands = found.stands
    calls = replace(stands, terms={**stands.terms, "call_days": "3"})
    shown = programme_days.look(parts, ruth, where, calls, "America/Lima").shown
    kinds = {row.kind for row in shown.rows if row.kind != "decision"}
    assert {"chance", "prompt", "recap", "call"} == kinds
    assert "Sam" == shown.name
    with pytest.raises(Refused, match="zone"):
        programme_days.look(parts, ruth, where, None, "Nowhere")
    with pytest.raises(LookupError):
        programme_days.look(parts, ruth, where, None, uuid4())
    none = replace(stands, terms={**stands.terms, "recap_day": "none"})
    quiet = programme_days.look(parts, ruth, where, none, "America/Lima").shown
    assert not any(row.kind == "recap" for row in quiet.rows)


def test_a_path_gives_an_example_its_first_step(parts: Parts, ruth: Signed) -> None:
    from service.usecases import enrol, paths
    from service.usecases.enrol import NewProgramme

    path = paths.named("presentation")
    new = NewProgramme("Present", "Ruth", None, {}, path="presentation")
    made = enrol.programme(parts, ruth.organisation, new)
    shown = programme_days.look(parts, ruth, made, None, "America/Lima").shown
    days = {str(row.local_date.weekday()) for row in shown.rows if row.kind == "chance"}
    assert set(path.steps[0].days) == days


def test_what_of_today_is_decided_not_to_come_has_a_line_before_its_time(
    parts: Parts, ruth: Signed, mila: UUID
) -> None:
    goes = looking_back.look(parts, ruth, mila).days[0]
    assert ((), {}) == (goes.stays, goes.rests)
    stand = person_days.look(parts, ruth, mila)
    none = replace(stand.stands, terms={"cap_day": "0"})
    person_days.save(parts, ruth, mila, none, stand.base)
    today, *before = looking_back.look(parts, ruth, mila).days
    assert ["prompt"] == [one.kind for one in today.stays]
    assert today.stays[0] in person_days.look(parts, ruth, mila).shown.rows
    assert not any(day.stays or day.rests for day in before)


def test_a_chance_of_today_without_a_prompt_says_the_cores_own_reason(
    parts: Parts, ruth: Signed, mila: UUID, clone: Clone
) -> None:
    none = person_words.Typed("cap", "0", "2026-06-30", "quiet")
    person_words.say(parts, ruth, mila, none)
    today = looking_back.look(parts, ruth, mila).days[0]
    (chance,) = today.rested
    assert "and the most is 0" in today.rests[chance.key].sentence
    put_clock(clone, FRIDAY + timedelta(hours=10))  # its window is over
    assert {} == looking_back.look(parts, ruth, mila).days[0].rests


def test_somebody_of_another_programme_is_nobody_here(
    parts: Parts, ruth: Signed, mila: UUID
) -> None:
    other = crowd.programme(parts, ruth.organisation, "Another")
    with pytest.raises(LookupError):
        programme_days.look(parts, ruth, other, None, mila)


def test_what_a_programme_changes_is_told_and_then_done(
    parts: Parts, ruth: Signed, mila: UUID, where: UUID
) -> None:
    seen = programme_days.look(parts, ruth, where)
    same = programme_days.consequences(parts, ruth, where, seen.stands, seen.base)
    assert ((), 0) == (same.differences, same.people)
    assert 0 == programme_days.apply(parts, ruth, where, seen.stands, seen.base)
    wanted = replace(seen.stands, schedule=written.read({"at": "evening"}))
    told = programme_days.consequences(parts, ruth, where, wanted, seen.base)
    assert (1, 1) == (told.people, told.tried)
    assert ["schedule.at"] == [one.what for one in told.differences]
    (her,) = told.examples
    assert told.nudges == her.count > 0
    assert seen == programme_days.look(parts, ruth, where)
    assert 1 == programme_days.apply(parts, ruth, where, wanted, seen.base)
    for ask in (programme_days.consequences, programme_days.apply):
        with pytest.raises(Changed):
            ask(parts, ruth, where, wanted, seen.base)
    broken = replace(wanted, terms={**wanted.terms, "opens": "19:00"})
    now = programme_days.look(parts, ruth, where)
    for ask in (programme_days.consequences, programme_days.apply):
        with pytest.raises(Refused) as refused:
            ask(parts, ruth, where, broken, now.base)
        assert "deadline" == refused.value.field
    with pytest.raises(Refused):
        programme_days.look(parts, ruth, where, broken, mila)


CHANGES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "quiet hours": ({"hours_from": "10:00", "hours_to": "18:00"}, {}),
    "a cap": ({"cap_week": "1"}, {}),
    "none a day": ({"cap_day": "0"}, {}),
    "other times": ({}, {"at": "evening"}),
    "times in quiet hours": ({}, {"at": "21:00-22:00-23:00"}),
    "a pause": ({}, {"pause": "2026-03-30"}),
    "a legal text window": ({}, {"texts": "09:00-18:00"}),
    "a recap on Mondays": ({"recap_day": "0"}, {}),
}


def goes(parts: Parts, ruth: Signed, mila: UUID) -> set[tuple[str, datetime]]:
    """What goes out on the days that are laid out, as her page draws it."""
    rows = person_days.look(parts, ruth, mila).shown.rows
    until = FRIDAY.date() + timedelta(days=planning.AHEAD)
    return {
        (row.occurrence, row.at)
        for row in rows
        if row.kind not in SAID and row.goes and row.at and row.local_date <= until
    }


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_told_of_a_change_is_what_her_days_then_show(
    parts: Parts, ruth: Signed, mila: UUID, where: UUID, name: str
) -> None:
    """ "Nothing changes", it said, and each prompt was kept here by quiet hours."""
    terms, layer = CHANGES[name]
    seen = programme_days.look(parts, ruth, where)
    wanted = replace(
        seen.stands, terms={**seen.stands.terms, **terms}, schedule=written.read(layer)
    )
    for there in (wanted, seen.stands):
        before = goes(parts, ruth, mila)
        base = programme_days.look(parts, ruth, where).base
        (her,) = programme_days.consequences(parts, ruth, where, there, base).outcomes
        programme_days.apply(parts, ruth, where, there, base)
        after = goes(parts, ruth, mila)
        gone = {(key, at) for key, at, _ in her.gone}
        stays = {(one.occurrence, one.at) for one in her.stays}
        assert before - after == gone | stays
        assert after - before == {(key, at) for key, at, _ in her.new}
        assert before != after
        assert her.again <= {key for key, *_ in her.new}


def test_a_file_counts_what_would_stay_and_what_goes_again(
    parts: Parts, ruth: Signed, mila: UUID, where: UUID
) -> None:
    """An old version put back said 0, though all prompts came back."""
    organisation = ruth.organisation
    for hours in ('hours_to: "18:00"', 'hours_to: "20:30"'):
        text = f"programme: a\ncalled: Find my voice\nterms: {{{hours}}}"
        file = revising.check(text, "a.yaml").file
        assert file is not None
        before = goes(parts, ruth, mila)
        seen = revising.look(parts, organisation, file)
        revising.apply(parts, organisation, file, seen.version, "Ruth")
        differ = {key for key, _ in before ^ goes(parts, ruth, mila)}
        assert seen.moves == len(differ) > 0


def test_a_change_is_tried_for_many_at_the_cost_of_one(
    parts: Parts, ruth: Signed, mila: UUID, where: UUID
) -> None:
    seen = programme_days.look(parts, ruth, where)
    terms = {**seen.stands.terms, "hours_to": "18:00"}
    wanted = replace(seen.stands, terms=terms)

    def ask() -> int:
        with asking.asked() as sent:
            told = programme_days.consequences(parts, ruth, where, wanted, seen.base)
        assert told.touched == told.people
        return len(sent)

    few = ask()
    for more in range(10):
        phone = f"+155501001{more:02d}"
        crowd.person(parts, ruth.organisation, where, number=phone)
        crowd.text(parts, "GO", sender=phone)
    assert few == ask() < 50


def test_a_page_asks_no_more_of_many_than_of_few(
    parts: Parts, ruth: Signed, mila: UUID, where: UUID
) -> None:
    def ask() -> int:
        with asking.asked() as sent:
            programme_days.look(parts, ruth, where)
            programme_days.look(parts, ruth, where, None, mila)
            person_days.look(parts, ruth, mila)
            looking_back.look(parts, ruth, mila)
        return len(sent)

    few = ask()
    for more in range(30):
        crowd.person(parts, ruth.organisation, where, number=f"+155501001{more:02d}")
    assert few == ask() < 70
