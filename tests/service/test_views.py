"""The pictures of people: right, whole, inside one organisation, numbers masked."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from service.store import timelines, views
from service.store.db import set_clock
from service.store.timelines import Decided, Heard, Portrait, Said
from service.store.views import Card
from service.usecases import nudging, planning
from service.usecases.parts import Parts
from service.web import calendar, words
from tests.database import Clone
from tests.service import crowd
from tests.service.crowd import MILA

Sql = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def stairwell(parts: Parts) -> UUID:
    return crowd.organisation(parts)


@pytest.fixture
def where(parts: Parts, stairwell: UUID) -> UUID:
    return crowd.programme(parts, stairwell)


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID) -> UUID:
    return crowd.person(parts, stairwell, where)


@pytest.fixture
def sql(clone: Clone) -> Sql:
    def run(query: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(clone.owner_url) as line:
            done = line.execute(query.encode(), values)
            return done.fetchall() if done.description else []

    return run


def card(parts: Parts, whose: UUID, person: UUID) -> Card:
    with parts.db.transaction(whose) as tx:
        found = views.card(tx, parts.vault, person)
    assert found is not None
    return found


def portrait(parts: Parts, whose: UUID, person: UUID) -> Portrait:
    with parts.db.transaction(whose) as tx:
        found = timelines.portrait(tx, parts.vault, person)
    assert found is not None
    return found


def talk(parts: Parts, clone: Clone, *bodies: str) -> None:
    """Let Mila text, a few minutes between, so that each is a turn of its own."""
    for number, body in enumerate(bodies):
        set_clock(clone.owner_url, timedelta(minutes=5 * number))
        crowd.text(parts, body)


def test_a_person_at_a_glance(parts: Parts, stairwell: UUID, mila: UUID) -> None:
    found = card(parts, stairwell, mila)
    assert (mila, "Mila", "Find my voice") == (found.id, found.name, found.programme)
    assert (MILA.goal, MILA.step, MILA.cue) == (found.goal, found.step, found.cue)
    assert ("invited", None, 1) == (found.consent, found.hold, found.rung)
    assert not found.needs_someone
    assert found.last_heard_at is None
    (invitation,) = found.coming
    assert "invitation" == invitation.kind
    assert 0 == found.summary.known


def test_a_number_leaves_the_store_as_its_last_two_digits(
    parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    assert "••••••••••01" == card(parts, stairwell, mila).number
    assert MILA.number[1:-2] not in str(asdict(portrait(parts, stairwell, mila)))
    assert "none" == views.masked("")
    assert "•2" == views.masked("12")[-2:] or "12" == views.masked("12")


def test_another_organisations_people_never_show(
    parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    other = crowd.organisation(parts, "Other", "+15550100200")
    foreign = crowd.person(parts, other, crowd.programme(parts, other), name="Foreign")
    with parts.db.transaction(stairwell) as tx:
        assert [mila] == [one.id for one in views.cards(tx, parts.vault)]
        assert 1 == views.count(tx)
        assert views.card(tx, parts.vault, foreign) is None
        assert timelines.portrait(tx, parts.vault, foreign) is None
        assert () == views.named(tx, parts.vault, "Foreign")
        assert ["Find my voice"] == [one.name for one in views.programmes(tx)]
    named = [one.name for one in views.organisations(parts.db, parts.vault)]
    assert ["Stairwell", "Other"] == named


def test_an_erased_or_unknown_person_is_nobody(
    parts: Parts, stairwell: UUID, mila: UUID, sql: Sql
) -> None:
    sql("UPDATE participants SET wrapped_key = NULL")
    with parts.db.transaction(stairwell) as tx:
        for person in (mila, uuid4()):
            assert timelines.portrait(tx, parts.vault, person) is None
        assert () == views.cards(tx, parts.vault)
        assert 0 == views.count(tx)
        assert () == views.named(tx, parts.vault, "Mila")


def test_who_needs_someone_comes_first_and_safety_before_all(
    parts: Parts, stairwell: UUID, where: UUID, sql: Sql
) -> None:
    people = {
        name: crowd.person(
            parts, stairwell, where, name=name, number=f"+1555010000{at}"
        )
        for at, name in enumerate(
            ("Calm", "Hold", "Hand", "Doubt", "Wish", "Unsafe"), 1
        )
    }
    raised = (
        "INSERT INTO alerts (id, organisation_id, participant_id, kind, reason, state,"
        " raised_at) VALUES (gen_random_uuid(), %s, %s, %s, '', %s, now())"
    )
    for name, kind in (
        ("Hand", "hand"),
        ("Wish", "unclear_stop"),
        ("Unsafe", "crisis"),
    ):
        sql(raised, stairwell, people[name], kind, "open")
    sql(raised, stairwell, people["Calm"], "crisis", "acknowledged")
    sql("UPDATE participants SET hold = 'take_over' WHERE id = %s", people["Hold"])
    _message(sql, stairwell, people["Doubt"], "in_doubt")
    with parts.db.transaction(stairwell) as tx:
        cards = views.cards(tx, parts.vault)
        second = views.cards(tx, parts.vault, most=2, skip=2)
    assert ["Unsafe", "Wish", "Doubt", "Hand", "Hold", "Calm"] == [
        one.name for one in cards
    ]
    assert ["Doubt", "Hand"] == [one.name for one in second]
    assert [True] * 5 + [False] == [one.needs_someone for one in cards]
    assert 1 == cards[2].doubts


def _message(
    sql: Sql, whose: UUID, person: UUID, state: str, chance: UUID | None = None
) -> None:
    sql(
        "INSERT INTO outbox_messages (id, organisation_id, participant_id, chance_id,"
        " kind, body_sealed, body_hash, segments, state, token, consent_version, tries,"
        " not_before, created_at) VALUES (gen_random_uuid(), %s, %s, %s, 'prompt', '',"
        " '', 1, %s, gen_random_uuid(), 1, 0, now(), now())",
        whose,
        person,
        chance,
        state,
    )


def test_names_are_found_whatever_their_capitals(
    parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    with parts.db.transaction(stairwell) as tx:
        assert (mila,) == views.named(tx, parts.vault, "  mILA ")


def test_tries_and_the_unprompted_share_are_counted_by_the_core(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone
) -> None:
    talk(parts, clone, "GO", "said my idea", "wrote it down")
    found = card(parts, stairwell, mila)
    assert 1 == found.summary.tries_this_week
    assert (1, 1) == (found.summary.unprompted.count, found.summary.unprompted.n)
    assert "1 of 1" == words.share(found)
    (mark,) = (mark for mark in found.marks if mark.outcome != "open")
    assert ("attempted", "unprompted", False) == (
        mark.outcome,
        mark.label,
        mark.prompted,
    )
    assert "unprompted" == words.shape(mark)


@pytest.mark.parametrize(
    ("plan", "state", "opened"),
    [
        ("before", "sent", True),
        ("before", "in_doubt", True),
        ("before", "withheld", False),
        ("late", "sent", False),
    ],
)
def test_a_chance_is_opened_by_a_prompt_the_carrier_may_have_taken(
    parts: Parts,
    stairwell: UUID,
    mila: UUID,
    clone: Clone,
    sql: Sql,
    *,
    plan: str,
    state: str,
    opened: bool,
) -> None:
    talk(parts, clone, "GO", "said my idea")
    ((chance,),) = sql("SELECT id FROM chances WHERE outcome <> 'open'")
    sql("UPDATE chances SET plan = %s WHERE id = %s", plan, chance)
    _message(sql, stairwell, mila, state, chance)
    (mark,) = (m for m in card(parts, stairwell, mila).marks if m.outcome != "open")
    assert (state != "withheld", opened) == (mark.prompted, mark.opened_by_prompt)


def test_what_will_surely_be_withheld_is_not_coming(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone, sql: Sql
) -> None:
    talk(parts, clone, "GO")
    planning.plan(parts, stairwell, [mila])
    prompts = {nudge.kind for nudge in card(parts, stairwell, mila).coming}
    assert "prompt" in prompts
    assert "invitation" not in prompts
    sql("UPDATE chances SET outcome = 'attempted'")
    kinds = {nudge.kind for nudge in card(parts, stairwell, mila).coming}
    assert "prompt" not in kinds
    sql("UPDATE chances SET outcome = 'open'")
    sql("DELETE FROM nudges WHERE kind = 'invitation'")
    for change, said in (
        ("paused_until = now()::date + 30", "Nothing: on a pause up to and including"),
        ("hold = 'crisis'", "Nothing: automatic texts are on hold"),
        ("hold = NULL, consent = 'stopped'", "Nothing: texts are stopped"),
        ("consent = 'invited', paused_until = NULL", "Nothing, until the invitation"),
    ):
        sql(f"UPDATE participants SET {change}")
        found = card(parts, stairwell, mila)
        assert () == found.coming
        assert words.nothing_coming(found).startswith(said)
    sql("UPDATE participants SET consent = 'active', planned_until = NULL")
    sql("DELETE FROM nudges")
    assert "Nothing planned now" == words.nothing_coming(card(parts, stairwell, mila))


def test_a_pause_lets_what_comes_after_it_stand(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone, sql: Sql
) -> None:
    talk(parts, clone, "GO")
    planning.plan(parts, stairwell, [mila])
    before = card(parts, stairwell, mila)
    first = before.coming[0].due_at
    sql(
        "UPDATE participants SET paused_until = %s",
        words.local(first, MILA.zone).date(),
    )
    after = card(parts, stairwell, mila).coming
    assert before.coming[-1] in after
    assert first not in [nudge.due_at for nudge in after]


def test_tries_are_shown_in_own_words(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone
) -> None:
    talk(parts, clone, "GO", "said my idea", "wrote it down")
    (one,) = portrait(parts, stairwell, mila).tries
    assert ("said my idea", "wrote it down", "") == (
        one.words,
        one.what_i_did,
        one.missing,
    )
    assert ("attempted", "unprompted") == (one.outcome, one.label)
    assert "tried, unprompted" == words.outcome(one)


def test_the_consent_ledger_is_newest_first(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone
) -> None:
    talk(parts, clone, "GO", "STOP")
    ledger = portrait(parts, stairwell, mila).consents
    assert ["withdrawn", "given", "invited"] == [entry.change for entry in ledger]
    assert MILA.consent_text == ledger[-1].wording


def test_the_thread_is_newest_first_and_says_why(
    parts: Parts, stairwell: UUID, mila: UUID, sql: Sql
) -> None:
    ((nudge,),) = sql(
        "UPDATE nudges SET due_at = now() - interval '1 min' RETURNING id"
    )
    sql("UPDATE programmes SET settings = settings || %s", _any_hour())
    nudging.nudge(parts, stairwell, [nudge])
    crowd.text(parts, "GO")
    heard_last = [type(entry) for entry in portrait(parts, stairwell, mila).thread]
    assert [Said, Heard, Said] == heard_last
    invitation = portrait(parts, stairwell, mila).thread[-1]
    assert isinstance(invitation, Said)
    assert "invited by a coach" in invitation.why
    assert invitation.waits_until is None


def _any_hour() -> str:
    return '{"hours_from": "00:00", "hours_to": "23:59"}'


def test_a_nudge_that_stayed_is_in_the_thread_with_its_sentence(
    parts: Parts, stairwell: UUID, mila: UUID, sql: Sql
) -> None:
    ((nudge,),) = sql(
        "UPDATE nudges SET due_at = now() - interval '1 min' RETURNING id"
    )
    sql("UPDATE participants SET consent = 'stopped'")
    nudging.nudge(parts, stairwell, [nudge])
    (entry,) = portrait(parts, stairwell, mila).thread
    assert isinstance(entry, Decided)
    assert ("withhold", "stopped", "invitation") == (
        entry.verdict,
        entry.rule,
        entry.kind,
    )
    assert "Mila asked for texts to stop" in entry.why
    assert "Invitation stayed here" == words.decided(entry)


def test_a_long_thread_says_that_it_goes_on(
    parts: Parts, stairwell: UUID, mila: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    for body in ("GO", "one", "two"):
        crowd.text(parts, body)
    assert not portrait(parts, stairwell, mila).older
    monkeypatch.setattr(timelines, "MOST_THREAD", 2)
    found = portrait(parts, stairwell, mila)
    assert (2, True) == (len(found.thread), found.older)


def test_a_calendar_has_whole_weeks_and_says_each_day(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone
) -> None:
    talk(parts, clone, "GO", "said my idea")
    found = card(parts, stairwell, mila)
    weeks = calendar.weeks(found)
    assert {7} == {len(week) for week in weeks}
    assert {0} == {week[0].day.weekday() for week in weeks}
    (today,) = [cell for week in weeks for cell in week if cell.today]
    assert f"{words.day(found.today)}: tried, unprompted" == today.says
    strip = calendar.strip(found)
    assert (14, found.today) == (len(strip), strip[-1].day)
    assert strip[0].says.endswith("no chance")
