"""The pictures of people: right, whole, inside one organisation, numbers masked."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from service.store import timelines, views
from service.store.timelines import Decided, Heard, Portrait, Said
from service.store.views import Card
from service.usecases import nudging, planning
from service.usecases.parts import Parts
from service.web import calendar, next_words, words
from service.web.calendar import Cell
from tests.database import Clone, put_clock, wait
from tests.service import crowd
from tests.service.crowd import MILA

Sql = Callable[..., list[tuple[Any, ...]]]


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
    for body in bodies:
        wait(clone, timedelta(minutes=5))
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
        " raised_at) VALUES (gen_random_uuid(), %s, %s, %s, '', %s, handrail_now())"
    )
    for name, kind in (
        ("Hand", "hand"),
        ("Wish", "unclear_stop"),
        ("Unsafe", "crisis"),
    ):
        sql(raised, stairwell, people[name], kind, "open")
    sql(raised, stairwell, people["Calm"], "crisis", "acknowledged")
    sql("UPDATE participants SET hold = 'unclear_stop' WHERE id = %s", people["Hold"])
    sql("UPDATE participants SET hold = 'take_over' WHERE id = %s", people["Calm"])
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
        " '', 1, %s, gen_random_uuid(), 1, 0, handrail_now(), handrail_now())",
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
    assert ("attempted", "unprompted") == (mark.outcome, mark.label)
    assert not mark.opened_by_prompt
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
    assert opened == mark.opened_by_prompt


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
        (
            "paused_until = handrail_now()::date + 30",
            "Nothing: on a pause up to and including",
        ),
        ("hold = 'crisis'", "Nothing: automatic texts are on hold"),
        ("hold = NULL, consent = 'stopped'", "Nothing: texts are stopped"),
        ("consent = 'invited', paused_until = NULL", "Nothing, until the invitation"),
    ):
        sql(f"UPDATE participants SET {change}")
        found = card(parts, stairwell, mila)
        assert () == found.coming
        assert next_words.nothing(found).startswith(said)
    sql("UPDATE participants SET consent = 'active', planned_until = NULL")
    sql("DELETE FROM nudges")
    assert "Nothing planned now" == next_words.nothing(card(parts, stairwell, mila))


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
        "UPDATE nudges SET due_at = handrail_now() - interval '1 min' RETURNING id"
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
        "UPDATE nudges SET due_at = handrail_now() - interval '1 min' RETURNING id"
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
    assert "unprompted" in calendar.occurring(weeks)
    assert calendar.occurring(weeks) < {*words.SHAPES}
    strip = calendar.strip(found)
    assert (14, found.today) == (len(strip), strip[-1].day)
    assert strip[0].says.endswith(": before the first chance")


def test_a_day_without_a_chance_is_told_from_one_before_the_first(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone, sql: Sql
) -> None:
    assert {calendar.BEFORE} == {
        cell.blank for cell in calendar.strip(card(parts, stairwell, mila))
    }
    talk(parts, clone, "GO", "said my idea")
    sql("UPDATE chances SET local_date = local_date - 3 WHERE outcome <> 'open'")
    sql("DELETE FROM chances WHERE outcome = 'open'")
    found = card(parts, stairwell, mila)
    strip = calendar.strip(found)
    assert [calendar.BEFORE] * 10 + [""] * 4 == [cell.blank for cell in strip]
    # Each has a sign that the legend tells: fourteen days look like fourteen.
    assert {("none",)} == {cell.drawn for cell in strip if not cell.shapes}
    assert f"{words.day(found.today)}: no chance" == strip[-1].says
    ahead = {
        cell.blank
        for week in calendar.weeks(found)
        for cell in week
        if cell.day > found.today
    }
    assert ahead <= {calendar.AHEAD}
    assert () == Cell(found.today, (), False, calendar.AHEAD).drawn


CRISIS = "I want to die"


def test_an_alert_carries_the_text_that_raised_it_and_the_number_to_call(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone, sql: Sql
) -> None:
    talk(parts, clone, "GO", "said my idea", CRISIS, "are you there")
    found = portrait(parts, stairwell, mila)
    (raised,) = found.card.alerts
    assert ("crisis", CRISIS) == (raised.kind, raised.words)
    (text,) = [
        entry
        for entry in found.thread
        if isinstance(entry, Heard) and entry.words == CRISIS
    ]
    assert text.id == raised.heard_id
    assert (MILA.number, "••••••••••01") == (found.card.reach, found.card.number)
    for change in ("state = 'acknowledged'", "state = 'open', kind = 'hand'"):
        sql(f"UPDATE alerts SET {change}")
        assert "" == card(parts, stairwell, mila).reach
    sql("UPDATE alerts SET kind = 'unclear_stop'")
    assert MILA.number == card(parts, stairwell, mila).reach


def test_the_gravest_alert_comes_first_and_one_without_a_text_stands(
    parts: Parts, stairwell: UUID, mila: UUID, sql: Sql
) -> None:
    for age, kind in enumerate(("hand", "quarantine", "unclear_stop", "crisis")):
        sql(
            "INSERT INTO alerts (id, organisation_id, participant_id, kind, reason,"
            " state, raised_at) VALUES (gen_random_uuid(), %s, %s, %s, '', 'open',"
            " handrail_now() - %s * interval '1 hour')",
            stairwell,
            mila,
            kind,
            age,
        )
    alerts = card(parts, stairwell, mila).alerts
    assert ["crisis", "unclear_stop", "hand", "quarantine"] == [a.kind for a in alerts]
    assert {(None, "")} == {(a.heard_id, a.words) for a in alerts}


def test_one_organisations_alert_never_quotes_anothers_text(
    parts: Parts, stairwell: UUID, mila: UUID, sql: Sql
) -> None:
    crowd.text(parts, "GO")
    crowd.text(parts, CRISIS)
    other = crowd.organisation(parts, "Other", "+15550100200")
    foreign = crowd.person(parts, other, crowd.programme(parts, other), name="Foreign")
    sql(
        "INSERT INTO alerts SELECT gen_random_uuid(), %s, %s, kind, reason, state,"
        " raised_at, NULL FROM alerts",
        other,
        foreign,
    )
    (raised,) = card(parts, other, foreign).alerts
    assert (None, "") == (raised.heard_id, raised.words)


@pytest.mark.parametrize(
    ("change", "title", "means"),
    [
        ("consent = 'active'", "Waiting", "A prompt waits for the deadline"),
        ("consent = 'invited'", "Not begun", "Prompts begin once they have said yes."),
        ("consent = 'stopped', hold = 'crisis'", "Stopped", "No texts go out."),
        ("hold = 'crisis'", "On hold", "Automatic texts wait for a person."),
        ("hold = 'take_over'", "In a talk", "Automatic texts wait until it is ended."),
        (
            "paused_until = handrail_now()::date + 9",
            "On a pause",
            "Prompts wait up to and",
        ),
        (
            "paused_until = handrail_now()::date - 9, consent = 'active'",
            "Waiting",
            "A prompt waits",
        ),
    ],
)
def test_a_rung_is_told_where_it_applies(
    parts: Parts,
    stairwell: UUID,
    mila: UUID,
    sql: Sql,
    *,
    change: str,
    title: str,
    means: str,
) -> None:
    sql(f"UPDATE participants SET {change} WHERE id = %s", mila)
    told = words.standing(card(parts, stairwell, mila))
    assert title == told[0]
    assert told[1].startswith(means)


def test_every_answer_says_why_it_went(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone, sql: Sql
) -> None:
    talk(parts, clone, "GO", CRISIS)
    sql("UPDATE outbox_messages SET state = 'sent'")
    crowd.text(parts, "STOP")
    said = [e for e in portrait(parts, stairwell, mila).thread if isinstance(e, Said)]
    assert [
        ("confirmation", "Mila is owed this confirmation."),
        (
            "crisis",
            "A text from Mila touched on safety, so the reviewed reply goes at once.",
        ),
        ("answer", "Mila answered, and this is what comes next."),
    ] == [(entry.kind, entry.why) for entry in said]
    sql("UPDATE outbox_messages SET state = 'withheld'")
    kept = [e for e in portrait(parts, stairwell, mila).thread if isinstance(e, Said)]
    assert {""} == {entry.why for entry in kept}


def test_what_the_carrier_confirmed_itself_is_a_line_of_the_thread(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone
) -> None:
    theirs = replace(parts, carrier_answers=frozenset({"stop", "start", "help"}))
    talk(theirs, clone, "GO", "HELP", "STOP", "STOP", "START")
    thread = portrait(parts, stairwell, mila).thread
    lines = [entry for entry in thread if isinstance(entry, Decided)]
    assert [
        "The carrier itself confirmed START.",
        "Texts were stopped already, so there was nothing to confirm.",
        "The carrier itself confirmed STOP.",
        "The carrier itself answered HELP.",
    ] == [entry.why for entry in lines if entry.verdict == "unsaid"]
    assert "No text from here" == words.decided(lines[0])
    assert [Decided, Heard] == [type(entry) for entry in thread[:2]]


def test_every_story_of_a_day_stands_among_her_own_words(
    parts: Parts, stairwell: UUID, mila: UUID, clone: Clone, sql: Sql
) -> None:
    talk(parts, clone, "GO", "said my idea", "I wrote it on a card")
    sql("UPDATE conversations SET status = 'ended'")
    wait(clone, timedelta(hours=2))
    crowd.text(parts, "I did it again with the big team")
    (one,) = portrait(parts, stairwell, mila).tries
    assert ["said my idea", "I did it again with the big team"] == one.words.split("\n")


def test_today_is_the_day_of_her_own_clock_from_midnight_on(
    parts: Parts, stairwell: UUID, where: UUID, clone: Clone
) -> None:
    evening = datetime(2026, 3, 3, 4, 40, tzinfo=UTC)  # a Monday, 23:40 in New York
    mila = crowd.joined(parts, clone, stairwell, where, evening - timedelta(hours=6))
    put_clock(clone, evening)
    crowd.text(parts, "said my idea when the floor was opened")
    put_clock(clone, evening + timedelta(hours=1))
    found = card(parts, stairwell, mila)
    tuesday = date(2026, 3, 3)
    assert tuesday == found.today
    *_, before, last = calendar.strip(found)
    assert (last.day, last.today, before.today) == (tuesday, True, False)
    assert ("unprompted",) == before.shapes
    assert words.near(found.now, found.zone, found.now).startswith("today 00:4")
