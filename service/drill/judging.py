"""Holds what the rows say against the network's ledger, and against what was seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time

from service.drill import books, breaches, doubts, history, witness
from service.drill.breaches import Handed, InDanger
from service.drill.field import ZONE, Field
from service.drill.flood import Flood
from service.drill.history import Breach, Due, Message, Text, Verdict
from service.drill.races import Racing
from service.store import histories
from service.store.db import Found

# The hours of a programme that sets none (docs/reference/settings.md).
OPENS, CLOSES = time(8, 30), time(20, 30)


def judged(on: Field, racing: Racing, flood: Flood) -> Verdict:
    """Return what became of everything, and every promise that was broken."""
    before = books.carried(on)
    with on.parts.db.transaction(on.organisation) as tx:
        now = tx.now
        due = [Due(row["id"], row["state"], row["explained"])
               for row in histories.due(tx)]  # fmt: skip
        rows = histories.messages(tx)
        kept, turns = histories.texts(tx), histories.turns(tx)
        danger = histories.in_danger(tx, on.whose(on.in_danger))
    broken = [
        *breaches.turns((str(row["person"]), row["kept"], row["heard"])
                        for row in turns),
        *breaches.in_quiet_hours(_handed(on, rows), OPENS, CLOSES),
        *breaches.unanswered(_in_danger(row) for row in danger),
        *doubts.overdue(doubts.listed(on), now),
        *_of_races(on, racing, rows),
        *_of_flood(flood, rows),
    ]  # fmt: skip
    on.notes.append(_also(rows, len(danger)))
    return history.judge(
        due,
        [_message(on, row, now) for row in rows],
        history.judgeable(before, books.carried(on), {row["token"] for row in rows}),
        [Text(sid, kept.get(sid, 0)) for sid in on.texted],
        broken,
    )


def _message(on: Field, row: Found, now: datetime) -> Message:
    since, until = row["since"], row["until"]
    waited = None if until is None else history.waited(since, until, on.away)
    return Message(
        row["id"],
        row["state"],
        row["token"],
        row["nudge_id"],
        waited,
        since > now,
        row["explained"],
    )


def _also(rows: Sequence[Found], in_danger: int) -> str:
    """Tell how many of the messages were calls, and of how many people in danger."""
    calls = Counter(row["state"] for row in rows if row["channel"] == "call")
    ended = ", ".join(f"{many} {state}" for state, many in sorted(calls.items()))
    return (
        f"{calls.total()} of the messages were calls ({ended or 'none'}); "
        f"{in_danger} people told of danger."
    )


def _in_danger(row: Found) -> InDanger:
    return InDanger(
        str(row["person"]), row["turns"], row["alerts"], row["replies"], row["told"]
    )


def _handed(on: Field, rows: Sequence[Found]) -> Iterator[Handed]:
    kinds = {row["token"]: (str(row["id"]), row["kind"]) for row in rows}
    for entry in books.entries(on):
        if (found := kinds.get(books.token(entry.callback_url))) is not None:
            zone = on.zones.get(entry.to, ZONE)  # a coach's is ours
            yield Handed(*found, entry.accepted_at, zone)


def _of_races(on: Field, racing: Racing, rows: Sequence[Found]) -> Iterator[Breach]:
    if not racing.most:
        return
    begun, stops = witness.begun(on), witness.stops(on)
    ends: dict[str, list[str]] = {}
    for row in rows:
        if row["kind"] == "confirmation":
            ends.setdefault(str(row["participant_id"]), []).append(row["state"])
    on.notes.append(_close(on, rows, stops))
    yield from breaches.after_stop(begun, stops)
    yield from breaches.confirmations(racing.wants, ends)
    yield from breaches.stopped(racing.wants, stops)


def _close(on: Field, rows: Sequence[Found], stops: Mapping[str, datetime]) -> str:
    """Tell what was on the wire already when a STOP was committed, and for how long."""
    whose = {row["token"]: (str(row["participant_id"]), row["kind"]) for row in rows}
    gaps = [
        (entry.accepted_at - on.ahead - stop).total_seconds()
        for entry in on.network.ledger
        if (found := whose.get(books.token(entry.callback_url))) is not None
        and found[1] not in breaches.OWED
        and (stop := stops.get(found[0])) is not None
    ]
    late = [gap for gap in gaps if gap > 0]
    return (
        f"Of {len(gaps)} texts to people who stopped, {len(late)} whose call had begun "
        f"reached the carrier after the commit, {max(late, default=0.0):.2f} s at most."
    )


def _of_flood(flood: Flood, rows: Sequence[Found]) -> list[Breach]:
    told = {books.token(url): status for url, status in flood.told.items()}
    says = {row["token"]: row["carrier_status"] for row in rows}
    return breaches.end_states(told, says)


def lateness(on: Field) -> Iterator[float]:
    """Give by how many seconds each nudge was late, the most punctual first."""
    with on.parts.db.transaction(on.organisation) as tx:
        rows = histories.due(tx)
    spoken = [row for row in rows if row["spoken_at"] is not None]
    yield from sorted(
        (row["spoken_at"] - row["due_at"]).total_seconds() for row in spoken
    )
