"""The outbox's statements one by one, on rows of our choice: whom each touches, whom not.

What they make together is shown where messages are really sent (`test_deliver`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row

from service.store import coaches, guesses, handfuls, outbox, people
from service.store.db import Tx
from service.store.handfuls import Since
from service.store.people import Person
from service.usecases import enrol
from service.usecases.enrol import NewProgramme
from service.usecases.parts import Parts
from tests.database import Clone
from tests.service import crowd

STATES = (
    *("due", "claimed", "calling", "sent", "failed", "in_doubt", "not_sent"),
    *("withheld", "abandoned"),
)
CLAIM, OTHER_CLAIM, NOBODY = UUID(int=11), UUID(int=12), UUID(int=13)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SID, OTHER_SID = "SM" + "a" * 32, "SM" + "b" * 32
_numbers = count(1)


@dataclass
class Outbox:
    """An outbox with two people it is for, and nothing in it."""

    parts: Parts
    owner: psycopg.Connection[dict[str, Any]]
    whose: UUID
    her: UUID
    him: UUID
    now: datetime

    def put(self, **columns: Any) -> UUID:
        """Put a message into it; `lease` is how many seconds it has still to run."""
        number = next(_numbers)
        made, lease = UUID(int=number << 64), columns.pop("lease", None)
        plain = {"body_sealed": b"", "body_hash": b"alike", "segments": 1, "tries": 0}
        usual = {"kind": "reply", "channel": "text", "state": "due"}
        own = {"id": made, "token": f"token-{number}", "consent_version": 1}
        whose = {"organisation_id": self.whose, "participant_id": self.her}
        since = {"not_before": self.now, "created_at": self.now}
        values = {**plain, **usual, **own, **whose, **since, **columns}
        places = ", ".join(["%s"] * len(values))
        self.run(
            f"INSERT INTO outbox_messages ({', '.join(values)}, lease_until)"
            f" VALUES ({places}, now() + make_interval(secs => %s))",
            *values.values(),
            lease,
        )
        return made

    def nudge(
        self, occurrence: str, state: str = "sent", due: timedelta = timedelta(0)
    ) -> UUID:
        """A nudge of hers by that name, as a message may belong to; due by now."""
        made = UUID(int=next(_numbers) << 64)
        self.run(
            "INSERT INTO nudges (id, organisation_id, participant_id, kind, occurrence,"
            " script, local_date, wall, zone, due_at, expires_at, state, tries) VALUES"
            " (%s, %s, %s, 'call', %s, '', '2026-03-02', '10:00', 'UTC', %s, %s,"
            " %s, 0)",
            *(made, self.whose, self.her),
            *(occurrence, self.now + due, self.now, state),
        )
        return made

    def event(self, tx: Tx, message: UUID, status: str = "sent") -> bool:
        """Keep what the carrier said of it."""
        told = {"source": "callback", "status": status, "error_code": 0}
        made = UUID(int=next(_numbers) << 64)
        return outbox.keep_event(tx, made, message, **told)

    def tx(self) -> Any:
        """A transaction of the product."""
        return self.parts.db.transaction(self.whose)

    def row(self, message: UUID) -> dict[str, Any]:
        """A message as it stands; `left` is how many seconds its lease has to run."""
        return self.rows(
            "SELECT *, extract(epoch FROM lease_until - now()) AS left"
            " FROM outbox_messages WHERE id = %s",
            message,
        )[0]

    def run(self, command: str, *values: object) -> None:
        """Run a statement as the owner: past every tenant's wall."""
        self.owner.execute(command.encode(), values)

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Return what a query finds, seen as the owner."""
        return self.owner.execute(query.encode(), values).fetchall()

    def states(self, *messages: UUID) -> list[str]:
        """How they stand."""
        return [self.row(one)["state"] for one in messages]

    def person(self, tx: Tx) -> Person:
        """Her, locked."""
        found = people.lock(tx, self.parts.vault, self.her)
        assert found is not None
        return found


@pytest.fixture(scope="module")
def opened(shared_parts: Parts, module_clone: Clone) -> Iterator[Outbox]:
    whose = crowd.organisation(shared_parts)
    where = crowd.programme(shared_parts, whose)
    her, him = (
        crowd.person(shared_parts, whose, where, number=number)
        for number in ("+15550990001", "+15550990002")
    )
    with psycopg.connect(module_clone.owner_url, autocommit=True) as owner:
        owner.row_factory = dict_row  # type: ignore[assignment] # rows are dicts then
        with shared_parts.db.transaction(whose) as tx:
            now = tx.now
        yield Outbox(shared_parts, owner, whose, her, him, now)  # type: ignore[arg-type] # as above


@pytest.fixture
def out(opened: Outbox) -> Outbox:
    opened.run("TRUNCATE outbox_messages, nudges, inbox CASCADE")
    with opened.tx() as tx:
        return replace(opened, now=tx.now)


# ---- kept, worded ----


def _outgoing(body: str, **more: Any) -> outbox.Outgoing:
    number = next(_numbers)
    return outbox.Outgoing(
        id=UUID(int=number << 64),
        kind="reply",
        body=body,
        segments=2,
        token=f"token-{number}",
        **more,
    )


def test_a_message_is_kept_sealed_and_worded_anew(out: Outbox) -> None:
    other = out.put()
    with out.tx() as tx:
        her = out.person(tx)
        ends = tx.now + DAY
        new = _outgoing("Hello", not_before=tx.now + MINUTE, expires_at=ends)
        outbox.keep(tx, her, new, consent_version=7)
        assert "Hello" == outbox.words_of(tx, her.key, new.id)
        row = outbox.whole(tx, new.id)
        assert "Hello" == outbox.body_of(her.key, row)
        kept = ("participant_id", "coach_id", "consent_version", "tries", "state")
        assert (out.her, None, 7, 0, "due") == tuple(row[name] for name in kept)
        assert (tx.now, tx.now + MINUTE) == (row["created_at"], row["not_before"])
        assert ("text", 2, ends) == (row["channel"], row["segments"], row["expires_at"])
        assert (new.token, her.key.hash("Hello")) == (row["token"], row["body_hash"])
        outbox.reword(tx, her.key, new.id, "Goodbye")
        assert "Goodbye" == outbox.words_of(tx, her.key, new.id)
        assert her.key.hash("Goodbye") == outbox.whole(tx, new.id)["body_hash"]
    assert b"alike" == out.row(other)["body_hash"]


def test_a_message_to_a_coach_is_of_no_person_and_no_consent(out: Outbox) -> None:
    with out.tx() as tx:
        key = out.parts.tenant(out.whose).key
        coach = coaches.in_order(tx, key)[0].id
        new = _outgoing("Look", not_before=tx.now)
        outbox.keep_for_coach(tx, key, new, coach)
        row = outbox.whole(tx, new.id)
        assert (None, coach, 0) == tuple(
            row[name] for name in ("participant_id", "coach_id", "consent_version")
        )
        assert "Look" == outbox.words_of(tx, key, new.id)


def test_a_code_is_of_nobody_and_of_no_coach(out: Outbox) -> None:
    with out.tx() as tx:
        key = out.parts.tenant(out.whose).key
        new = _outgoing("1234", not_before=tx.now)
        outbox.keep_for_us(tx, key, new)
        row = outbox.whole(tx, new.id)
        assert (None, None, 0) == tuple(
            row[name] for name in ("participant_id", "coach_id", "consent_version")
        )
        assert "1234" == outbox.words_of(tx, key, new.id)


# ---- claims ----


def test_what_is_due_is_claimed_in_the_order_asked_for_and_held_ten_seconds(
    out: Outbox,
) -> None:
    made = [out.put() for _ in range(3)]
    asked = [made[2], made[0], NOBODY, made[1]]
    with out.tx() as tx:
        assert (made[2], made[0], made[1]) == outbox.claim(tx, asked, CLAIM)
    with out.tx() as tx:
        assert () == outbox.claim(tx, asked, OTHER_CLAIM)
    rows = [out.row(one) for one in made]
    assert {("claimed", CLAIM)} == {(row["state"], row["claim"]) for row in rows}
    assert all(5 < row["left"] <= 10 for row in rows)


def test_only_what_is_due_by_now_is_claimed(out: Outbox) -> None:
    made = {state: out.put(state=state) for state in STATES}
    later = out.put(not_before=out.now + MINUTE)
    left_out = out.put()
    with out.tx() as tx:
        assert (made["due"],) == outbox.claim(tx, [*made.values(), later], CLAIM)
    with out.parts.db.transaction(NOBODY) as tx:
        assert () == outbox.claim(tx, [left_out], CLAIM)
    assert ["due", "due"] == out.states(later, left_out)


def test_a_claim_is_held_by_its_own_name_while_it_lasts(out: Outbox) -> None:
    made = {state: out.put(state=state, claim=CLAIM) for state in STATES}
    with out.tx() as tx:
        held = [s for s, one in made.items() if outbox.claimed(tx, one, CLAIM)]
        assert ["claimed"] == held
        assert outbox.claimed(tx, made["claimed"], OTHER_CLAIM) is None
        found = outbox.claimed(tx, made["claimed"], CLAIM)
        assert found is not None
        assert made["claimed"] == found["id"]


def test_whoever_it_is_for_is_locked_and_nobody_else(out: Outbox) -> None:
    made = out.put(state="claimed", claim=CLAIM)
    free = "SELECT id FROM participants FOR UPDATE SKIP LOCKED"
    everybody = {row["id"] for row in out.rows(free)}
    with out.tx() as tx:
        assert outbox.claimed(tx, made, OTHER_CLAIM) is None
        assert everybody == {row["id"] for row in out.rows(free)}
        assert outbox.claimed(tx, made, CLAIM) is not None
        assert {out.her} == everybody - {row["id"] for row in out.rows(free)}


def test_what_is_for_none_of_the_people_is_held_as_well(out: Outbox) -> None:
    made = out.put(state="claimed", claim=CLAIM, participant_id=None, kind="alert")
    with out.tx() as tx:
        assert outbox.claimed(tx, made, CLAIM) is not None


def test_what_a_limit_holds_back_is_asked_about_anew(out: Outbox) -> None:
    held = {"not_before": out.now + DAY, "waits_for": "limit", "kind": "prompt"}
    hers, his = out.put(**held), out.put(**held, participant_id=out.him)
    others = (
        *(out.put(**{**held, "kind": kind}) for kind in outbox.URGENT),
        *(out.put(**held, state=state) for state in STATES if state != "due"),
        out.put(**{**held, "waits_for": "busy"}),
        out.put(**{**held, "waits_for": None}),
        out.put(**{**held, "not_before": out.now - MINUTE}),
    )
    stood = [out.row(one) for one in others]
    new = NewProgramme("Elsewhere", "Ruth", None, {})
    elsewhere = enrol.programme(out.parts, out.whose, new)
    (row,) = out.rows("SELECT programme_id FROM participants WHERE id = %s", out.him)
    move = "UPDATE participants SET programme_id = %s WHERE id = %s"
    out.run(move, elsewhere, out.him)
    try:
        with out.tx() as tx:
            assert 1 == outbox.wake(tx, elsewhere)
        assert ["limit", None] == [out.row(one)["waits_for"] for one in (hers, his)]
        with out.tx() as tx:
            assert 1 == outbox.wake(tx)
            now = tx.now
    finally:
        out.run(move, row["programme_id"], out.him)
    woken = out.row(hers)
    assert (None, now) == (woken["waits_for"], woken["not_before"])
    for before, one in zip(stood, others, strict=True):
        assert before == {**out.row(one), "left": before["left"]}


# ---- settled ----


def test_what_came_of_it_is_written(out: Outbox) -> None:
    made = out.put(state="calling", claim=CLAIM, lease=9, waits_for="busy")
    other = out.put(state="calling", claim=CLAIM, lease=9)
    with out.tx() as tx:
        outcome = {"carrier_id": SID, "error_code": 30003}
        assert outbox.settle(tx, outbox.whole(tx, made), "sent", **outcome)
        now = tx.now
    row = out.row(made)
    assert ("sent", SID, 30003) == (row["state"], row["carrier_id"], row["error_code"])
    assert (now, None, None) == (row["settled_at"], row["left"], row["waits_for"])
    assert out.now == row["not_before"]
    assert ["calling"] == out.states(other)


def test_a_message_put_back_waits_until_then_and_keeps_the_carriers_id(
    out: Outbox,
) -> None:
    made = out.put(state="claimed", claim=CLAIM, carrier_id=SID, error_code=1)
    with out.tx() as tx:
        assert outbox.settle(
            *(tx, outbox.whole(tx, made), "due"),
            held="claimed",
            not_before=out.now + MINUTE,
            waits_for="stopped",
        )
    row = out.row(made)
    assert ("due", "stopped", out.now + MINUTE) == (
        *(row["state"], row["waits_for"], row["not_before"]),
    )
    assert (SID, None) == (row["carrier_id"], row["error_code"])


@pytest.mark.parametrize("held", ["claimed", "calling"])
def test_the_fence_lets_nobody_write_whose_claim_is_over(
    out: Outbox, held: str
) -> None:
    made = {state: out.put(state=state, claim=CLAIM) for state in STATES}
    with out.tx() as tx:
        row = outbox.whole(tx, made[held])
        stranger = {**row, "claim": OTHER_CLAIM}
        assert not outbox.settle(tx, stranger, "sent", held=held)
        rows = {state: outbox.whole(tx, one) for state, one in made.items()}
        wrote = [
            state
            for state, found in rows.items()
            if outbox.settle(tx, found, "failed", held=held)
        ]
    assert [held] == wrote


# ---- what the carrier says ----


def test_a_token_finds_its_message_and_whether_the_carrier_spoke_of_it(
    out: Outbox,
) -> None:
    made, other = out.put(token="mine", state="sent", carrier_id=SID), out.put()
    with out.tx() as tx:
        assert out.event(tx, other)
        assert outbox.by_token(tx, "nobody's") is None
        found = outbox.by_token(tx, "mine")
        assert found is not None
        assert (made, out.her, "sent", SID, True) == tuple(
            found[name]
            for name in ("id", "participant_id", "state", "carrier_id", "unproven")
        )
        assert out.event(tx, made)
        assert not out.event(tx, made)
        assert out.event(tx, made, "delivered")
        found = outbox.by_token(tx, "mine")
        assert found is not None
        assert not found["unproven"]
        now = tx.now
    events = out.rows("SELECT * FROM delivery_events ORDER BY id")[1:]
    assert [(made, "sent", now), (made, "delivered", now)] == [
        (one["outbox_message_id"], one["status"], one["at"]) for one in events
    ]


def test_the_carriers_word_is_written_and_what_stood_is_not_lost(out: Outbox) -> None:
    new = out.put(state="calling", claim=CLAIM, lease=9)
    old = out.put(state="sent", carrier_id=SID, settled_at=out.now - DAY)
    other = out.put()
    told = {"state": "sent", "status": "delivered", "error_code": 7}
    with out.tx() as tx:
        outbox.hear(tx, new, {**told, "carrier_id": OTHER_SID})
        outbox.hear(tx, old, {**told, "carrier_id": None})
        now = tx.now
    names = ("state", "carrier_status", "error_code", "carrier_id", "settled_at")
    wrote = [tuple(out.row(one)[name] for name in names) for one in (new, old)]
    assert [
        ("sent", "delivered", 7, OTHER_SID, now),
        ("sent", "delivered", 7, SID, out.now - DAY),
    ] == wrote
    assert out.row(new)["left"] is None
    assert (["due"], None) == (out.states(other), out.row(other)["carrier_status"])


def test_what_was_only_guessed_of_another_is_taken_back(out: Outbox) -> None:
    told = {"state": "sent", "carrier_id": SID}
    mine, guessed, proven = (out.put(**told) for _ in range(3))
    others = (
        *(proven, out.put(**told, participant_id=out.him)),
        out.put(state="sent", carrier_id=OTHER_SID),
        out.put(state="failed", carrier_id=SID),
    )
    with out.tx() as tx:
        assert out.event(tx, proven)
        guesses.unguess(tx, outbox.whole(tx, mine), SID)
    row = out.row(guessed)
    assert ("in_doubt", None) == (row["state"], row["carrier_id"])
    assert ["sent"] * 4 + ["failed"] == out.states(mine, *others)


def test_what_was_guessed_of_an_alert_is_taken_back_among_its_like(
    out: Outbox,
) -> None:
    told = {"state": "sent", "carrier_id": SID, "kind": "alert", "participant_id": None}
    mine, guessed, proven = (out.put(**told) for _ in range(3))
    others = (
        *(proven, out.put(**{**told, "participant_id": out.her})),
        out.put(**{**told, "carrier_id": OTHER_SID}),
        out.put(**{**told, "state": "failed"}),
    )
    with out.tx() as tx:
        assert out.event(tx, proven)
        guesses.unguess(tx, outbox.whole(tx, mine), SID)
    row = out.row(guessed)
    assert ("in_doubt", None) == (row["state"], row["carrier_id"])
    assert ["sent"] * 4 + ["failed"] == out.states(mine, *others)


@pytest.mark.parametrize(
    ("twin", "calling"),
    [
        ({}, True),
        ({"state": "claimed"}, False),
        ({"channel": "call"}, False),
        ({"body_hash": b"another"}, False),
        ({"participant_id": "him"}, False),
        (None, False),
    ],
)
def test_one_of_the_same_words_to_her_on_the_line_just_now_is_seen(
    out: Outbox, twin: dict[str, Any] | None, calling: bool
) -> None:
    made = out.put(state="calling")
    if twin is not None:
        whose = {"participant_id": out.him} if "participant_id" in twin else {}
        out.put(**{"state": "calling", **twin, **whose})
    with out.tx() as tx:
        assert calling is bool(guesses.twins_calling(tx, made))


def test_those_ids_are_known_that_a_message_has(out: Outbox) -> None:
    out.put(state="sent", carrier_id=SID, kind="prompt")
    out.put(state="sent", carrier_id="SM" + "c" * 32)
    with out.tx() as tx:
        assert {SID} == guesses.known(tx, [OTHER_SID, SID])
        assert "prompt" == outbox.kind_of(tx, SID)
        assert "" == outbox.kind_of(tx, OTHER_SID)


# ---- lost senders, doubts ----


def test_who_lost_its_sender_is_freed_or_in_doubt_when_its_lease_is_over(
    out: Outbox,
) -> None:
    over = {state: out.put(state=state, claim=CLAIM, lease=-1) for state in STATES}
    running = [out.put(state=s, claim=CLAIM, lease=9) for s in ("claimed", "calling")]
    left_out = out.put(state="claimed", claim=CLAIM, lease=-1)
    with out.tx() as tx:
        assert 2 == outbox.release_lost(tx, [*over.values(), *running])
        now = tx.now
    freed, doubtful = out.row(over["claimed"]), out.row(over["calling"])
    assert ("due", None, None, 1, None, None) == tuple(
        freed[name]
        for name in ("state", "claim", "left", "losses", "settled_at", "doubt")
    )
    assert ("in_doubt", None, None, 0, now) == tuple(
        doubtful[name] for name in ("state", "claim", "left", "losses", "settled_at")
    )
    assert "its sender was lost during the call" == doubtful["doubt"]
    assert ["claimed", "calling", "claimed"] == out.states(*running, left_out)
    rest = [state for state in STATES if state not in ("claimed", "calling")]
    assert rest == out.states(*(over[state] for state in rest))


def test_what_lost_its_sender_too_often_is_put_aside(out: Outbox) -> None:
    lost = {"state": "claimed", "claim": CLAIM, "lease": -1}
    often = out.put(**lost, losses=2)
    to_coach = out.put(**lost, losses=3, participant_id=None)
    kept = (
        *(out.put(**lost, losses=1), out.put(**{**lost, "lease": 9}, losses=2)),
        out.put(**{**lost, "state": "calling"}, losses=2),
    )
    left_out = out.put(**lost, losses=2)
    with out.tx() as tx:
        for_whom = outbox.put_aside(tx, [often, to_coach, *kept], 3)
        now = tx.now
    assert (2, {out.her, None}) == (len(for_whom), set(for_whom))
    row = out.row(often)
    assert ("failed", now, None, None) == tuple(
        row[name] for name in ("state", "settled_at", "claim", "left")
    )
    assert ["claimed", "claimed", "calling"] == out.states(*kept)
    assert ["failed", "claimed"] == out.states(to_coach, left_out)


def test_only_what_is_in_doubt_is_a_doubt_and_has_a_why(out: Outbox) -> None:
    made = {state: out.put(state=state) for state in STATES}
    another = out.put(state="in_doubt")
    with out.tx() as tx:
        doubts = {state: outbox.doubt(tx, one) for state, one in made.items()}
        for state in ("in_doubt", "calling", "sent"):
            outbox.doubted(tx, made[state], "no answer")
    assert ["in_doubt"] == [state for state, found in doubts.items() if found]
    assert made["in_doubt"] == (doubts["in_doubt"] or {})["id"]
    whys = {state: out.row(one)["doubt"] for state, one in made.items()}
    assert {"in_doubt": "no answer"} == {s: why for s, why in whys.items() if why}
    assert out.row(another)["doubt"] is None


def test_a_second_try_and_a_word_since_are_seen(out: Outbox) -> None:
    first = out.put(state="failed")
    out.put(retry_of=first)
    other = out.put()
    for person, ago in ((out.her, 1), (out.him, 0)):
        out.run(
            "INSERT INTO inbox (id, organisation_id, participant_id, carrier_id,"
            " cleaned, media, effect, received_at)"
            " VALUES (%s, %s, %s, %s, false, 0, '', %s)",
            *(UUID(int=next(_numbers)), out.whose, person),
            *(f"SM{ago}", out.now - ago * MINUTE),
        )
    with out.tx() as tx:
        assert [True, False] == [outbox.retried(tx, one) for one in (first, other)]
        her = out.person(tx)
        since = [out.now - ago * MINUTE for ago in (2, 1, 0)]
        assert [True, False, False] == [
            outbox.written_since(tx, her, moment) for moment in since
        ]


# ---- how many, and what waits ----


def nudged(
    tx: Tx, her: Person, day: datetime, week: datetime, but: UUID
) -> tuple[int, int]:
    found = handfuls.nudged(tx, [Since(her.id, but, day, week)])
    return found[but]


def test_prompts_of_this_day_and_week_are_counted_one_left_out(out: Outbox) -> None:
    today, week = out.now - 8 * 60 * MINUTE, out.now - 7 * DAY
    but = out.put(kind="prompt")
    for kind in ("prompt", "follow_up", "call", "reply", "recap", "invitation"):
        out.put(kind=kind, created_at=today)
    for state in STATES:
        out.put(kind="prompt", state=state, created_at=today - MINUTE)
    out.put(kind="prompt", created_at=week)
    out.put(kind="prompt", created_at=week - MINUTE)
    out.put(kind="prompt", participant_id=out.him)
    with out.tx() as tx:
        her = out.person(tx)
        # Five states count: due, claimed, calling, sent, in doubt.
        assert (3, 3 + 5 + 1) == nudged(tx, her, today, week, but)
        assert (4, 10) == nudged(tx, her, today, week, NOBODY)


def test_a_call_its_retry_and_the_text_in_its_place_are_one_contact(
    out: Outbox,
) -> None:
    today, week = out.now - 8 * 60 * MINUTE, out.now - 7 * DAY
    names = ("call/2026-03-02/0", "call/2026-03-02/1", "call/2026-03-03/0")
    call, retry, next_day = (
        out.put(kind="call", nudge_id=out.nudge(name)) for name in names
    )
    out.put(kind="call", nudge_id=out.nudge("call_me/2026-03-02"))
    failed = out.put(kind="prompt", state="sent")
    second = out.put(kind="prompt", retry_of=failed)
    planned = out.nudge("call/2026-03-02/2")
    with out.tx() as tx:
        her = out.person(tx)

        def told(but: UUID) -> tuple[int, int]:
            return nudged(tx, her, today, week, but)

        # Two days of calls and one text of two tries; what she asked for is none.
        assert (3, 3) == told(NOBODY)
        # None of a contact stands in the way of another of it.
        assert [(2, 2)] * 3 == [told(one) for one in (call, retry, next_day)]
        assert (2, 2) == told(second)
        # Asked for a call that is planned, and is no message yet.
        assert (2, 2) == told(planned)


def test_a_call_planned_for_another_day_is_another_contact(out: Outbox) -> None:
    out.put(kind="call", nudge_id=out.nudge("call/2026-03-02/0"))
    tomorrow = out.nudge("call/2026-03-03/0")
    since = out.now - MINUTE
    with out.tx() as tx:
        assert (1, 1) == nudged(tx, out.person(tx), since, since, tomorrow)


def test_the_last_prompt_of_the_time_between_two_is_told_with_what_is_due(
    out: Outbox,
) -> None:
    """What stands between two prompts: hers alone, that went or may have gone out."""
    nudge = out.nudge("prompt/1", "planned")

    def last(at: timedelta, **columns: Any) -> datetime | None:
        out.run("DELETE FROM outbox_messages")
        out.put(created_at=out.now - at, **columns)
        with out.tx() as tx:
            (found,) = handfuls.due(tx, [nudge], MINUTE * 60)
        told: datetime | None = found["nudged_at"]
        return told

    recent = MINUTE * 30
    for kind in ("prompt", "follow_up", "call"):
        assert out.now - recent == last(recent, kind=kind)
    for kind in ("reply", "recap", "invitation"):
        assert last(recent, kind=kind) is None
    went = [one for one in STATES if last(recent, kind="prompt", state=one)]
    assert ["due", "claimed", "calling", "sent", "in_doubt"] == went
    assert last(recent, kind="prompt", participant_id=out.him) is None
    assert last(MINUTE * 61, kind="prompt") is None
    assert last(MINUTE * 59, kind="prompt")


def test_only_what_is_planned_and_due_is_claimed_and_settled(out: Outbox) -> None:
    due, later = (
        out.nudge("prompt/1", "planned"),
        out.nudge("prompt/2", "planned", MINUTE * 90),
    )
    over = out.nudge("prompt/3", "cancelled")
    with out.tx() as tx:
        found = handfuls.due(tx, [due, later, over], MINUTE)
        assert [due] == [row["id"] for row in found]
        handfuls.settle(tx, [(one, "sent", out.now) for one in (due, over)])
    rows = out.rows("SELECT id, state FROM nudges")
    states = {row["id"]: row["state"] for row in rows}
    assert {due: "sent", later: "planned", over: "cancelled"} == states


def test_confirmations_of_24_hours_are_counted(out: Outbox) -> None:
    told = {"kind": "confirmation", "created_at": out.now - DAY + MINUTE}
    for state in STATES:
        out.put(**told, state=state)
    out.put(kind="confirmation", created_at=out.now - DAY - MINUTE)
    out.put(kind="reply")
    out.put(**told, participant_id=out.him)
    with out.tx() as tx:
        assert len(STATES) - 1 == outbox.confirmed(tx, out.person(tx))


def test_all_that_waits_for_her_is_withheld_but_a_confirmation(out: Outbox) -> None:
    made = {state: out.put(state=state) for state in STATES}
    prompt = out.put(kind="prompt", not_before=out.now + DAY)
    kept = (out.put(kind="confirmation"), out.put(participant_id=out.him))
    with out.tx() as tx:
        assert 2 == outbox.withhold_due(tx, out.person(tx))
        now = tx.now
    assert ["withheld", "withheld"] == out.states(made.pop("due"), prompt)
    assert now == out.row(prompt)["settled_at"]
    assert ["due", "due", *made] == out.states(*kept, *made.values())


def test_an_alert_is_accepted_when_one_of_the_same_moment_was_sent(out: Outbox) -> None:
    rows = [
        {"kind": "alert", "state": "sent", "created_at": out.now - MINUTE},
        {"kind": "alert", "state": "due"},
        {"kind": "reply", "state": "sent"},
    ]
    crisis = out.put(kind="crisis")
    for row in rows:
        out.put(**row)
    with out.tx() as tx:
        row = outbox.whole(tx, crisis)
        assert not outbox.alert_accepted(tx, row)
        out.put(kind="alert", state="sent")
        assert outbox.alert_accepted(tx, row)


def test_those_that_wait_for_nobody_come_the_oldest_first_and_e_mails_last(
    out: Outbox,
) -> None:
    mail = out.put(kind="alert", channel="email", not_before=out.now - DAY)
    late = out.put(kind="confirmation")
    early = out.put(kind="crisis", not_before=out.now - MINUTE)
    others = [
        out.put(kind=kind)
        for kind in ("prompt", "recap", "follow_up", "call", "invitation")
    ]
    rest = [out.put(kind=kind) for kind in ("reply", "answer", "alert")]
    with out.tx() as tx:
        asked = [*rest, mail, *others, late, early]
        assert (early, late, *rest, mail) == outbox.urgent(tx, asked)
        assert (late,) == outbox.urgent(tx, [late])


def test_what_is_due_is_told_by_organisation_in_order_and_never_too_much(
    out: Outbox,
) -> None:
    made = [out.put(not_before=out.now - ago * MINUTE) for ago in (1, 3, 2)]
    db, whose = out.parts.db, out.whose
    oldest = [made[1], made[2], made[0]]
    assert {whose: oldest} == outbox.due(db, "urgent_messages", 10)
    assert {whose: oldest[:2]} == outbox.due(db, "urgent_messages", 2)
    assert {} == outbox.due(db, "other_messages", 10)
