"""Steps of telling people, taken by the clock: once each, whatever happens (I14, 12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from psycopg.rows import dict_row

from flows.safety import alerting as table
from service.carrier.wire import InboundText
from service.mail.port import Ended, Letter
from service.store import outbox, plans
from service.store.db import Database, Unavailable
from service.usecases import (
    alert_words,
    alerting,
    appointing,
    heeding,
    looking_after,
    releasing,
)
from service.usecases.appointing import Changes
from service.usecases.enrol import Refused
from service.usecases.parts import Parts
from tests.database import Clone, put_clock
from tests.racing import at_once
from tests.service import crowd

RUTH, ANN, BEA = "+15550100009", "+15550100008", "+15550100007"
OK = InboundText(
    sid="SM" + "0" * 32, account_sid="AC" + "0" * 32, sender=RUTH, to=crowd.SERVICE,
    words="OK", changed=False, media=0, opt_out=None,
)  # fmt: skip
BEGINNING = datetime(2026, 3, 2, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DANGER = "I want to kill myself"


class Post:
    """A mail that takes everything."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def send(self, letter: Letter) -> Ended:
        self.letters.append(letter)
        return Ended("taken", 250)


def rows(clone: Clone, query: str, *values: object) -> list[dict[str, Any]]:
    with psycopg.connect(clone.owner_url, row_factory=dict_row) as line:
        found = line.execute(query.encode(), values)
        return found.fetchall() if found.description else []


def coach(parts: Parts, whose: UUID, name: str, **told: Any) -> None:
    appointing.add(parts, whose, name, Changes(**told), "operator")


@pytest.fixture
def told(parts: Parts, clone: Clone, stairwell: UUID, where: UUID) -> Parts:
    """Parts with Mila, who joined, her coach Ruth, and Ann; mail is set up."""
    put_clock(clone, BEGINNING)
    appointing.change(parts, stairwell, "Ruth", Changes(number=RUTH), "operator")
    coach(parts, stairwell, "Ann", number=ANN, email="ann@example.org")
    crowd.joined(parts, clone, stairwell, where, BEGINNING)
    return replace(parts, mail=Post())


def due(parts: Parts, whose: UUID) -> list[UUID]:
    return outbox.due(parts.db, "alerts_due", 99).get(whose, [])


def notices(clone: Clone) -> list[tuple[int, str, str]]:
    found = rows(
        clone,
        "SELECT n.step, n.channel, c.place FROM notices n JOIN coaches c"
        " ON c.id = n.coach_id ORDER BY n.step, c.place, n.channel DESC",
    )
    return [(one["step"], one["channel"], one["place"]) for one in found]


def test_each_step_of_the_table_is_taken_at_its_time(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    crowd.text(told, DANGER)
    first = [(0, "text", 0), (0, "text", 1), (0, "email", 1)]
    assert first == notices(clone)
    assert [] == due(told, stairwell)
    put_clock(clone, BEGINNING + 2.1 * MINUTE)
    assert 1 == alerting.escalate(told, stairwell, due(told, stairwell))
    put_clock(clone, BEGINNING + 10.2 * MINUTE)
    assert 2 == alerting.escalate(told, stairwell, due(told, stairwell))
    assert [
        *first,
        (1, "call", 0),
        (2, "text", 1),
        (2, "email", 1),
        (2, "call", 1),
    ] == notices(clone)


def test_two_clocks_at_the_same_moment_tell_once(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    crowd.text(told, DANGER)
    put_clock(clone, BEGINNING + 3 * MINUTE)
    late = due(told, stairwell)
    other = replace(told, db=Database(clone.app_url, pool_size=2))
    made = at_once(
        *(partial(alerting.escalate, one, stairwell, late) for one in (told, other))
    )
    other.db.close()
    assert [0, 1] == sorted(made)
    assert 1 == sum(step == 1 for step, *_ in notices(clone))


def test_done_twice_is_done_once(told: Parts, clone: Clone, stairwell: UUID) -> None:
    crowd.text(told, DANGER)
    put_clock(clone, BEGINNING + 3 * MINUTE)
    late = due(told, stairwell)
    assert 1 == alerting.escalate(told, stairwell, late)
    before = notices(clone)
    assert 0 == alerting.escalate(told, stairwell, [*late, *late])
    assert before == notices(clone)


def test_killed_between_nothing_is_half_done(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    crowd.text(told, DANGER)
    before = notices(clone)
    put_clock(clone, BEGINNING + 3 * MINUTE)
    late = due(told, stairwell)
    with pytest.raises(KeyboardInterrupt), told.db.transaction(stairwell) as tx:
        alerting.step_now(told, tx, told.tenant(stairwell), late[0])
        raise KeyboardInterrupt
    assert before == notices(clone)
    assert late == due(told, stairwell)


def test_a_notice_that_stands_makes_no_second_message(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    """The key is the second net: were a step taken again, nobody would hear twice."""
    crowd.text(told, DANGER)
    count_of = "SELECT count(*) AS n FROM outbox_messages WHERE kind = 'alert'"
    before = rows(clone, count_of)
    rows(clone, "UPDATE alerts SET step = 0, next_at = raised_at")
    assert 0 == alerting.escalate(told, stairwell, due(told, stairwell))
    assert before == rows(clone, count_of)


def test_late_steps_keep_their_distance(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    """The clock was down for an hour: nobody is called three times in one minute."""
    crowd.text(told, DANGER)
    put_clock(clone, BEGINNING + 60 * MINUTE)
    for _ in range(3):
        alerting.escalate(told, stairwell, due(told, stairwell))
    assert {0, 1} == {step for step, *_ in notices(clone)}


def test_one_that_breaks_waits_a_minute_and_stops_no_other(
    told: Parts, clone: Clone, stairwell: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd.text(told, DANGER)
    with told.db.transaction(stairwell) as tx:
        plans.raise_alert(tx, told.new_id(), None, "crisis", "screen")
    put_clock(clone, BEGINNING + 3 * MINUTE)
    late = due(told, stairwell)
    assert 2 == len(late)
    honest = alert_words.of

    def broken(*given: Any) -> dict[str, str]:
        if given[2].participant_id is None:
            raise RuntimeError("broken")
        return honest(*given)

    monkeypatch.setattr(alert_words, "of", broken)
    with pytest.raises(RuntimeError, match="broken"):
        alerting.escalate(told, stairwell, late)
    assert (1, "call", 0) in notices(clone)
    assert [] == due(told, stairwell)
    put_clock(clone, BEGINNING + 5 * MINUTE)
    assert 1 == len(due(told, stairwell))


def test_a_database_that_is_away_is_said_at_once(
    told: Parts, stairwell: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise Unavailable("away", "08006")

    monkeypatch.setattr(alerting, "step_now", away)
    with pytest.raises(Unavailable):
        alerting.escalate(told, stairwell, [UUID(int=1)])


def test_a_duty_that_breaks_for_one_organisation_is_told_and_the_round_goes_on(
    told: Parts, clone: Clone, stairwell: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd.text(told, DANGER)
    put_clock(clone, BEGINNING + 3 * MINUTE)

    def broken(*_: Any) -> dict[str, str]:
        raise RuntimeError("broken")

    monkeypatch.setattr(alert_words, "of", broken)
    heard: list[str] = []
    found = looking_after.round_of(told, 1, lambda job, _: heard.append(job))
    assert ["escalate"] == heard
    assert "deliver" in found


def test_nobody_to_tell_is_tried_again_until_there_is_somebody(
    parts: Parts, clone: Clone, stairwell: UUID, where: UUID
) -> None:
    crowd.joined(parts, clone, stairwell, where, BEGINNING)
    crowd.text(parts, DANGER)
    assert [] == notices(clone)
    coach(parts, stairwell, "Bea", number=BEA)
    put_clock(clone, BEGINNING + 3 * MINUTE)
    alerting.escalate(parts, stairwell, due(parts, stairwell))
    assert [(1, "call", 1)] == notices(clone)


@pytest.mark.parametrize(
    ("column", "told_of"),
    [
        ("name_sealed", [(0, "text", 0), (0, "text", 1), (0, "email", 1)]),
        ("number_sealed", [(0, "text", 0), (0, "email", 1)]),
        ("email_sealed", [(0, "text", 0), (0, "text", 1)]),
    ],
)
def test_what_does_not_open_of_one_coach_keeps_no_other_from_being_told(
    told: Parts,
    clone: Clone,
    stairwell: UUID,
    column: str,
    told_of: list[tuple[int, str, int]],
) -> None:
    """One spoilt name kept every alert of the organisation from everybody."""
    spoil(clone, "Ann", column)
    crowd.text(told, DANGER)
    assert told_of == notices(clone)
    known = appointing.listed(told, stairwell)
    assert appointing.UNREADABLE in appointing.problems(told, known)


def test_her_own_coachs_name_may_be_spoilt(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    crowd.text(told, DANGER)
    spoil(clone, "Ruth", "name_sealed")
    put_clock(clone, BEGINNING + 2.1 * MINUTE)
    alerting.escalate(told, stairwell, due(told, stairwell))
    assert (1, "call", 0) in notices(clone)


def test_what_does_not_open_stays_sealed_until_it_is_said_anew(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    (before,) = rows(clone, "SELECT id, number_sealed FROM coaches WHERE place = 1")
    spoil(clone, "Ann", "number_sealed")
    ann = str(before["id"])
    appointing.change(told, stairwell, ann, Changes(place=2), "operator")
    (kept,) = rows(clone, "SELECT * FROM coaches WHERE place = 2")
    assert (b"spoilt", True) == (bytes(kept["number_sealed"]), kept["takes_alerts"])
    appointing.change(told, stairwell, ann, Changes(number=BEA), "operator")
    found = appointing.listed(told, stairwell)
    assert [(), ()] == [one.unread for one in found]
    assert BEA == next(one.number for one in found if one.name == "Ann")


def spoil(clone: Clone, name: str, column: str) -> None:
    """Spoil a seal of Ruth's, who stands first, or of Ann's."""
    place = ("Ruth", "Ann").index(name)
    update = psycopg.sql.SQL("UPDATE coaches SET {} = 'spoilt' WHERE place = {}")
    with psycopg.connect(clone.superuser_url) as line:
        line.execute(update.format(psycopg.sql.Identifier(column), place))


def test_who_coaches_two_programmes_is_one_person(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    crowd.programme(told, stairwell, "Other")
    appointing.change(
        told, stairwell, str(_id(told, stairwell, "Other")), Changes(number=RUTH), "x"
    )
    crowd.text(told, DANGER)
    assert 2 == sum(channel == "text" for _, channel, _ in notices(clone))


def _id(parts: Parts, whose: UUID, programme: str) -> UUID:
    known = appointing.listed(parts, whose)
    return next(one.id for one in known if programme in one.programmes)


@pytest.mark.parametrize("channels", ["email", "none"])
def test_a_channel_she_does_not_take_is_not_used(
    told: Parts, clone: Clone, stairwell: UUID, channels: str
) -> None:
    changes = Changes(channels=channels)
    appointing.change(told, stairwell, "Ruth", changes, "operator")
    appointing.change(told, stairwell, "Ann", changes, "operator")
    crowd.text(told, DANGER)
    assert ([(0, "email", 1)] if channels == "email" else []) == notices(clone)


def test_her_own_coach_comes_before_the_order(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    appointing.change(told, stairwell, "Ruth", Changes(place=9), "operator")
    coach(told, stairwell, "Bea", number=BEA)
    crowd.text(told, DANGER)
    # Ruth, who coaches her, and Ann, who is first in the order; not Bea.
    assert {9, 1} == {place for *_, place in notices(clone)}


def test_without_a_mail_server_nobody_counts_as_told_by_mail(
    told: Parts, clone: Clone
) -> None:
    crowd.text(replace(told, mail=None), DANGER)
    assert {"text"} == {channel for _, channel, _ in notices(clone)}


def test_an_alert_raised_beside_us_by_older_code_is_told_at_the_next_beat(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    rows(
        clone,
        "INSERT INTO alerts (id, organisation_id, participant_id, kind, reason, state,"
        " raised_at) SELECT gen_random_uuid(), organisation_id, id, 'crisis', 'screen',"
        " 'open', handrail_now() FROM participants",
    )
    assert 2 == alerting.escalate(told, stairwell, due(told, stairwell))


# ---- heeding ----


def test_what_is_raised_after_she_said_it_waits_on(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    crowd.text(told, DANGER)
    put_clock(clone, BEGINNING + MINUTE)
    crowd.text(told, DANGER)
    tenant = told.tenant(stairwell)
    with told.db.transaction(stairwell) as tx:
        heeding.by_text(told, tx, tenant, OK, BEGINNING + timedelta(seconds=30))
    heeded = rows(clone, "SELECT heeded_at FROM alerts ORDER BY raised_at")
    assert [True, False] == [one["heeded_at"] is not None for one in heeded]


def test_what_she_said_before_she_was_told_is_about_nothing(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    """An OK of yesterday that is found in the carrier's list has no alert of today."""
    crowd.text(told, DANGER)
    with told.db.transaction(stairwell) as tx:
        said = heeding.by_text(told, tx, told.tenant(stairwell), OK, BEGINNING - MINUTE)
    assert said is None
    assert [{"heeded_at": None}] == rows(clone, "SELECT heeded_at FROM alerts")


def test_others_who_were_told_hear_it_and_nobody_else(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    coach(told, stairwell, "Bea", number=BEA)
    crowd.text(told, DANGER)
    (alert,) = rows(clone, "SELECT id FROM alerts")
    done = heeding.by_command(told, stairwell, alert["id"], " ruth ")
    assert (1, 1) == (done.count, len(done.rings))
    (message,) = rows(
        clone, "SELECT coach_id, kind FROM outbox_messages WHERE id = %s", done.rings[0]
    )
    assert message["coach_id"] == _coach(told, stairwell, "Ann")
    (stands,) = rows(clone, "SELECT * FROM alerts")
    assert _coach(told, stairwell, "Ruth") == stands["heeded_by"]
    again = heeding.by_command(told, stairwell, alert["id"], "Ann")
    assert (0, "ruth", ()) == (again.count, again.had, again.rings)


def _coach(parts: Parts, whose: UUID, name: str) -> UUID:
    return next(c.id for c in appointing.listed(parts, whose) if c.name == name)


def test_somebody_who_is_no_coach_may_have_it_too(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    crowd.text(told, DANGER)
    (alert,) = rows(clone, "SELECT id FROM alerts")
    assert 1 == heeding.by_command(told, stairwell, alert["id"], "The night desk").count
    (stands,) = rows(clone, "SELECT heeded_by, heeded_via FROM alerts")
    assert {"heeded_by": None, "heeded_via": "command"} == stands
    acts = rows(clone, "SELECT actor, action FROM audits ORDER BY at, id")
    assert {"actor": "The night desk", "action": "has it, command"} == acts[-1]


def test_what_was_put_aside_about_nobody_leads_to_the_list_of_people(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    """A message to a coach that broke: nobody wrote, and no page is hers."""
    with told.db.transaction(stairwell) as tx:
        plans.raise_alert(tx, told.new_id(), None, "quarantine", "message")
    put_clock(clone, BEGINNING + 31 * MINUTE)
    assert [] == notices(clone)
    alerting.escalate(told, stairwell, due(told, stairwell))
    # The first in the order has no address, and is passed over for this.
    assert [(0, "email", 1)] == notices(clone)
    ids = [row["id"] for row in rows(clone, "SELECT id FROM outbox_messages")]
    looking_after.WORK["deliver"](told, stairwell, ids)
    assert isinstance(told.mail, Post)
    (letter,) = told.mail.letters
    assert "a message to someone in Stairwell broke" in letter.body
    assert "Please look now: http://127.0.0.1:8017/ " in letter.body.replace("\n", " ")


def test_an_alert_that_is_not_there_and_a_name_that_is_none_are_said(
    told: Parts, stairwell: UUID
) -> None:
    with pytest.raises(heeding.NoAlert, match="There is no alert"):
        heeding.by_command(told, stairwell, UUID(int=5), "Ruth")
    with pytest.raises(Refused):
        heeding.by_command(told, stairwell, UUID(int=5), " ")


def test_a_message_that_waits_stays_here_once_somebody_has_it(
    told: Parts, clone: Clone, stairwell: UUID
) -> None:
    crowd.text(told, DANGER)
    (alert,) = rows(clone, "SELECT id FROM alerts")
    heeding.by_command(told, stairwell, alert["id"], "Ann")
    waiting = [one["id"] for one in rows(clone, "SELECT id FROM outbox_messages")]
    looking_after.WORK["deliver"](told, stairwell, waiting)
    states = rows(
        clone,
        "SELECT o.state FROM outbox_messages o JOIN notices n"
        " ON n.outbox_message_id = o.id",
    )
    assert {"withheld"} == {one["state"] for one in states}
    # What tells the others goes all the same.
    sent = rows(
        clone,
        "SELECT 1 FROM outbox_messages WHERE kind = 'alert' AND state = 'sent'",
    )
    assert 1 == len(sent)


# ---- the law ----

NUMBERS = count(15550300001)


class Watch(RuleBasedStateMachine):
    """Cries, clocks, coaches and releases in any order, on a real database."""

    parts: Parts
    clone: Clone
    line: psycopg.Connection[dict[str, Any]]
    whose: UUID
    where: UUID

    @initialize(coaches=st.integers(0, 3))
    def begins(self, coaches: int) -> None:
        self._rows("UPDATE alerts SET state = 'acknowledged'")
        names = ("Ruth", "Ann", "Bea")
        for place, (name, number) in enumerate(
            zip(names, (RUTH, ANN, BEA), strict=True)
        ):
            changes = Changes(number=number if place < coaches else "none")
            appointing.change(self.parts, self.whose, name, changes, "law")
        self.coaches = coaches
        self.now = max(BEGINNING, self._now())
        self.sender = f"+{next(NUMBERS)}"
        self.person = crowd.person(
            self.parts, self.whose, self.where, number=self.sender
        )

    def _now(self) -> datetime:
        with self.parts.db.transaction() as tx:
            return tx.now

    @rule()
    def cries(self) -> None:
        crowd.text(self.parts, DANGER, self.sender)

    @rule()
    def a_stranger_cries(self) -> None:
        crowd.text(self.parts, DANGER, f"+{next(NUMBERS)}")

    @rule(words=st.sampled_from(("STOP", "PAUSE", "thanks", "please stop, maybe")))
    def says(self, words: str) -> None:
        crowd.text(self.parts, words, self.sender)

    @rule(minutes=st.sampled_from((0.2, 2, 8, 10, 45)))
    def time_passes(self, minutes: float) -> None:
        self.now += minutes * MINUTE
        put_clock(self.clone, self.now)

    @rule()
    def an_hour_is_lived(self) -> None:
        for _ in range(6):
            self.time_passes(10)
            self.clocks_beat(1)

    @rule(times=st.integers(1, 3))
    def clocks_beat(self, times: int) -> None:
        seen = due(self.parts, self.whose)
        for _ in range(times):
            alerting.escalate(self.parts, self.whose, seen)

    @rule()
    def a_clock_is_killed(self) -> None:
        tenant = self.parts.tenant(self.whose)
        for alert in due(self.parts, self.whose)[:1]:
            with (
                pytest.raises(KeyboardInterrupt),
                self.parts.db.transaction(self.whose) as tx,
            ):
                alerting.step_now(self.parts, tx, tenant, alert)
                raise KeyboardInterrupt

    @rule(coach=st.sampled_from((RUTH, ANN, BEA)))
    def somebody_has_it(self, coach: str) -> None:
        crowd.text(self.parts, "OK", coach)

    @rule()
    def erased(self) -> None:
        self._rows(
            "UPDATE participants SET wrapped_key = NULL WHERE id = %s",
            self.person,
        )

    @rule()
    def released(self) -> None:
        try:
            releasing.release(self.parts, self.whose, self.person, by="Ruth")
        except (releasing.NotHeld, LookupError):
            return

    @invariant()
    def each_crisis_is_had_or_goes_round(self) -> None:
        """I14, for every flag there ever was."""
        for one in self._alerts("kind = 'crisis' AND state = 'open'"):
            goes = one["next_at"] is not None
            assert goes != (one["heeded_at"] is not None), one
            if goes:
                assert one["next_at"] <= max(self.now, one["raised_at"]) + 11 * MINUTE

    @invariant()
    def each_step_once_and_none_left_out(self) -> None:
        told = self._rows(
            "SELECT n.alert_id, n.step, n.coach_id, n.channel, a.step AS next,"
            " n.at > a.heeded_at AS after, o.id IS NULL AS lost FROM notices n"
            " JOIN alerts a ON a.id = n.alert_id"
            " LEFT JOIN outbox_messages o ON o.id = n.outbox_message_id",
        )
        keys = [
            (one["alert_id"], one["step"], one["coach_id"], one["channel"])
            for one in told
        ]
        assert len(keys) == len(set(keys))
        assert not any(one["lost"] or one["after"] for one in told)
        assert all(one["step"] < one["next"] for one in told)

    @invariant()
    def at_once_means_in_the_same_transaction(self) -> None:
        if not getattr(self, "coaches", 0):
            return
        silent = self._rows(
            "SELECT a.id FROM alerts a WHERE a.kind = 'crisis' AND a.state = 'open'"
            " AND a.participant_id = %s AND NOT EXISTS (SELECT 1 FROM notices n"
            " WHERE n.alert_id = a.id AND n.step = 0 AND n.at = a.raised_at)",
            self.person,
        )
        assert [] == silent

    @invariant()
    def no_step_comes_before_its_time(self) -> None:
        early = self._rows(
            "SELECT n.step, n.at - a.raised_at AS after FROM notices n"
            " JOIN alerts a ON a.id = n.alert_id WHERE a.kind = 'crisis'"
        )
        for one in early:
            steps = (table.step("crisis", each) for each in range(one["step"] + 1))
            waits = (each.after for each in steps if each is not None)
            assert one["after"] >= sum(waits, timedelta(0)), one

    def _alerts(self, which: str) -> list[dict[str, Any]]:
        return self._rows(f"SELECT * FROM alerts WHERE {which}")

    def _rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        found = self.line.execute(query.encode(), values)
        return found.fetchall() if found.description else []


@pytest.fixture(scope="module")
def law(module_clone: Clone) -> Iterator[type[Watch]]:
    from service import wiring  # the ids and tokens of the real thing
    from service.store.vault import Vault
    from tests.service.conftest import MASTER, SilentBell, TakingCarrier

    db = Database(module_clone.app_url, pool_size=2)
    Watch.parts = Parts(
        db=db,
        vault=Vault([MASTER]),
        carrier=TakingCarrier(),  # type: ignore[arg-type] # it takes texts, and no more is asked
        bell=SilentBell(),  # type: ignore[arg-type] # it does what a Bell does
        new_id=wiring.new_id,
        new_token=wiring.new_token,
        origin="http://127.0.0.1:8017",
        carrier_answers=frozenset(),
        mail=Post(),
    )
    Watch.clone = module_clone
    Watch.line = psycopg.connect(
        module_clone.owner_url, autocommit=True, row_factory=dict_row
    )
    Watch.whose = crowd.organisation(Watch.parts)
    Watch.where = crowd.programme(Watch.parts, Watch.whose)
    for name in ("Ann", "Bea"):
        coach(Watch.parts, Watch.whose, name, number=ANN if name == "Ann" else BEA)
    put_clock(module_clone, BEGINNING)
    yield Watch
    Watch.line.close()
    db.close()


def test_every_cry_is_had_or_goes_round_whatever_the_order(law: type[Watch]) -> None:
    run_state_machine_as_test(
        law,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_table_names_every_kind_of_alert(clone: Clone) -> None:
    (check,) = rows(
        clone,
        "SELECT pg_get_constraintdef(oid) AS said FROM pg_constraint"
        " WHERE conname = 'ck_alerts_kind'",
    )
    kinds = {*table.WAYS} - {*table.OF_REASON.values()}
    assert all(f"'{kind}'" in check["said"] for kind in kinds)
    assert {*table.WAYS} == {*alert_words.SAID}
