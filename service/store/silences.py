"""The facts by which a number is hers still, or may be somebody else's by now.

Law: they are moments that other rows keep anyway (her texts and calls, her consent,
what coaches did); whether an alert about them is open, or put away, changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from flows.safety.alerting import WHOSE
from service.store import enrolment
from service.store.db import Tx
from service.store.people import Person

# ruff: noqa: S608 -- every part of these statements stands in this file
# The key of a nudge that asks whose number it is, before its day.
ASKS = "whose"
# What the audit says where she said so herself while a coach talked with her.
HERS = "number is theirs"
# A talk through the service that was no longer than this may be a voicemail's greeting.
LEAST_TALK_S = 30
_OF = "organisation_id = :organisation AND {0}.participant_id = :person"
_TEXTS = "{0}.channel NOT IN ('call', 'recording')"


def _of(name: str) -> str:
    return f"{name}.{_OF.format(name)}"


# A person vouched for her number: who enrolled her or entered a yes, who lifted a hold;
# or her own yes did, but none that ends a STOP: "wrong number" and then "yes" is one
# and the same stranger. That a talk with a coach ended says nothing of whose it is.
_SURE = (
    "SELECT max(v.at) AS at FROM (SELECT p.created_at AS at FROM participants p"
    "  WHERE p.organisation_id = :organisation AND p.id = :person"
    " UNION ALL SELECT a.at FROM audits a WHERE a.organisation_id = :organisation"
    "  AND a.subject = :person AND a.action IN"
    f"  ('released crisis', 'released unclear_stop', '{HERS}')"
    f" UNION ALL SELECT c.at FROM consent_entries c WHERE {_of('c')}"
    "  AND c.change = 'given' AND (c.entered_by <> 'participant'"
    f"  OR ({_TEXTS.format('c')} AND coalesce((SELECT e.change FROM consent_entries e"
    f"   WHERE {_of('e')} AND {_TEXTS.format('e')} AND e.at < c.at"
    "   AND e.change IN ('given', 'withdrawn')"
    "   ORDER BY e.at DESC LIMIT 1), 'given') = 'given'))) v WHERE v.at <= :at"
)
# A text, a word or a key in a call, a recording, a consent of hers, a talk with a coach
# through the service; a STOP; and what began because of what came: STOP, or a hold.
_MOMENTS = (
    "SELECT sure.at, true AS sign, false AS stop, false AS began FROM sure"
    " UNION ALL SELECT p.last_heard_at, true, false, false FROM participants p"
    "  WHERE p.organisation_id = :organisation AND p.id = :person"
    " UNION ALL SELECT i.received_at, true, false, false FROM inbox i"
    f"  WHERE {_of('i')}"
    " UNION ALL SELECT t.at, true, false, false FROM turns t"
    f"  WHERE {_of('t')} AND t.channel = 'voice'"
    "  AND (t.heard_sealed IS NOT NULL OR t.keys_sealed IS NOT NULL)"
    " UNION ALL SELECT r.at, true, false, false FROM recordings r"
    f"  WHERE {_of('r')}"
    # Her words and keys go in their time (retaining); that she told of a try stays.
    " UNION ALL SELECT e.reported_at, true, false, false FROM attempts e"
    f"  WHERE {_of('e')} AND e.channel = 'voice' AND e.outcome <> 'missed'"
    " UNION ALL SELECT coalesce(k.ended_at, b.through_at), true, false, false"
    "  FROM bridges b JOIN calls k ON k.outbox_message_id = b.id"
    f"  WHERE {_of('b')} AND b.through_at IS NOT NULL"
    f"  AND k.state = 'talked' AND k.seconds >= {LEAST_TALK_S}"
    # A no that somebody entered for her came from no number.
    " UNION ALL SELECT c.at, true, c.change = 'withdrawn', c.change = 'withdrawn'"
    f"  FROM consent_entries c WHERE {_of('c')} AND {_TEXTS.format('c')}"
    "  AND (c.change = 'given'"
    "   OR (c.change = 'withdrawn' AND c.entered_by = 'participant'))"
    " UNION ALL SELECT a.raised_at, false, false, true FROM alerts a"
    f"  WHERE {_of('a')} AND a.kind IN ('crisis', 'unclear_stop')"
    " UNION ALL SELECT CAST(:at AS timestamptz), false, false, true"
)
_BEFORE = "OVER (ORDER BY m.at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
# Each beginning since then, with the sign of her before it and the STOP before it.
FACTS = text(
    f"WITH sure AS ({_SURE}), moments AS (SELECT m.at, bool_or(m.sign) AS sign,"
    f" bool_or(m.stop) AS stop, bool_or(m.began) AS began FROM ({_MOMENTS}) m, sure"
    " WHERE m.at BETWEEN sure.at AND :at GROUP BY m.at),"
    f" spans AS (SELECT m.*, max(m.at) FILTER (WHERE m.sign) {_BEFORE} AS heard,"
    f" max(m.at) FILTER (WHERE m.stop) {_BEFORE} AS stopped FROM moments m)"
    " SELECT max(at) FILTER (WHERE sign) AS last,"
    " coalesce(max(at - heard) FILTER (WHERE began"
    "  AND heard IS DISTINCT FROM stopped), interval '0') AS longest FROM spans"
)
# One that stayed here after all has asked nobody.
_WENT = (
    "(n.state = 'sent' AND NOT EXISTS (SELECT 1 FROM outbox_messages o"
    f"  WHERE {_of('o')} AND o.nudge_id = n.id"
    "  AND o.state IN ('withheld', 'not_sent')))"
)
ASKED = text(
    f"SELECT n.due_at FROM nudges n WHERE {_of('n')} AND n.occurrence LIKE :asks"
    f" AND n.due_at > :since AND (n.state = 'planned' OR {_WENT})"
)
# Whose number it is was asked since then, or something of her own was.
PUT_TO_HER = text(
    "SELECT bool_and(n.occurrence NOT LIKE :asks) AS hers FROM nudges n"
    f" WHERE {_of('n')} AND n.due_at BETWEEN :since AND :at AND {_WENT}"
)
SEEN_TO = text(
    "UPDATE alerts SET state = 'acknowledged', acknowledged_at = :now"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND state = 'open' AND kind = 'hand' AND reason = 'unconfirmed'"
)
# What came from it, and waits for a person who has not answered it since.
LEFT = text(
    "SELECT min(a.raised_at) AS since FROM alerts a"
    " JOIN inbox i ON i.participant_id = a.participant_id"
    "  AND i.received_at = a.raised_at"
    " LEFT JOIN handlings h ON h.participant_id = a.participant_id"
    f" WHERE {_of('a')} AND a.state = 'open' AND a.kind = :kind AND a.reason = :reason"
    " AND a.raised_at > coalesce(h.settled_at, '-infinity')"
)
# Where a coach has written since her last text but this: she has read it, and gone on.
TAKE_BACK = text(
    "UPDATE alerts a SET state = 'acknowledged', acknowledged_at = :now"
    f" WHERE {_of('a')} AND a.state = 'open' AND a.kind = :kind AND a.reason = :reason"
    " AND (NOT :since_written OR EXISTS (SELECT 1 FROM outbox_messages o"
    f"  WHERE {_of('o')} AND o.kind = 'personal' AND o.channel = 'text'"
    "  AND o.created_at > greatest(a.raised_at, (SELECT max(i.received_at) FROM inbox i"
    f"   WHERE {_of('i')} AND i.received_at < :now))))"
)
# All that was heard since what came from it was put before a person.
HEARD = text(
    f"SELECT t.id, t.heard_sealed FROM turns t WHERE {_of('t')}"
    " AND t.heard_sealed IS NOT NULL AND t.at >= (SELECT min(a.raised_at) FROM alerts a"
    f"  WHERE {_of('a')} AND a.state = 'open' AND a.kind = :kind"
    "   AND a.reason = :reason)"
)
STANDS = text(
    f"SELECT 1 FROM alerts a WHERE {_of('a')} AND a.state = 'open'"
    " AND a.kind = :kind AND a.reason = :reason LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """When the last sign of her came, and the longest silence before a beginning.

    What began is a hold or a STOP since somebody vouched for her number, and the moment
    that is asked about. A silence after a STOP of hers is none.
    """

    last: datetime
    longest: timedelta


def facts(tx: Tx, person: Person, at: datetime) -> Facts:
    """Return what is known of whose her number is, as it was at that moment."""
    row = tx.rows(FACTS, person=person.id, at=at)[0]
    return Facts(row["last"] or at, row["longest"])


def stands(tx: Tx, person: Person, alert: tuple[str, str] = WHOSE) -> bool:
    """Say whether it stands before coaches that something came from such a number."""
    kind, reason = alert
    return tx.row(STANDS, person=person.id, kind=kind, reason=reason) is not None


def left(tx: Tx, person: Person) -> datetime | None:
    """Return since when a text that put it there has no answer of a coach's."""
    kind, reason = WHOSE
    row = tx.row(LEFT, person=person.id, kind=kind, reason=reason)
    return None if row is None else row["since"]


def said_since(tx: Tx, person: Person) -> list[str]:
    """Return what was written or said since it was put before a person."""
    kind, reason = WHOSE
    rows = tx.rows(HEARD, person=person.id, kind=kind, reason=reason)
    told = [(row["heard_sealed"], row["id"]) for row in rows]
    return [person.key.open(one, "turns", of, "heard_sealed") for one, of in told]


def take_back(tx: Tx, person: Person, *, written: bool) -> None:
    """Take it off again; with `written` only where a coach has written since."""
    kind, reason = WHOSE
    about = {"kind": kind, "reason": reason, "since_written": written}
    tx.run(TAKE_BACK, person=person.id, now=tx.now, **about)


def vouch(tx: Tx, row_id: UUID, person: Person) -> None:
    """Keep that the number is hers by her own word, as a coach was there to read."""
    enrolment.audit(tx, row_id, "participant", HERS, person.id)


def asked(tx: Tx, person: Person, since: datetime) -> tuple[datetime, ...]:
    """Return when her number was asked whose it is, or will be, since then."""
    rows = tx.rows(ASKED, person=person.id, asks=f"{ASKS}/%", since=since)
    return tuple(row["due_at"] for row in rows)


def put_to_her(tx: Tx, person: Person, since: datetime, at: datetime) -> bool:
    """Say whether her number was asked something then, and of herself alone."""
    row = tx.rows(PUT_TO_HER, person=person.id, asks=f"{ASKS}/%", since=since, at=at)[0]
    return bool(row["hers"])


def seen_to(tx: Tx, person: Person) -> None:
    """Take off the list that her number is silent: something came from it."""
    tx.later(SEEN_TO, person=person.id, now=tx.now)
