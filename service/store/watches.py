"""Alerts as people look at them: what each is about, who was told, who has it.

Law: names are opened and leave this room; numbers and words of a person do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from service.store import alerts, coaches
from service.store.db import Found, Tx
from service.store.people import PARTICIPANT
from service.store.vault import Key, Vault

MOST = 200
LIST = text(
    "SELECT a.*, p.wrapped_key, p.name_sealed, r.name AS programme FROM alerts a"
    " LEFT JOIN participants p ON p.id = a.participant_id"
    " LEFT JOIN programmes r ON r.id = coalesce(p.programme_id, a.programme_id)"
    " WHERE a.organisation_id = :organisation AND (:everything OR a.state = 'open')"
    " ORDER BY a.state = 'open' DESC, a.heeded_at IS NOT NULL,"
    " CASE a.kind WHEN 'crisis' THEN 0 WHEN 'unclear_stop' THEN 1 ELSE 2 END,"
    " a.raised_at DESC, a.id DESC LIMIT :most"
)
ABOUT = text(
    "SELECT a.*, p.wrapped_key, p.name_sealed, r.name AS programme FROM alerts a"
    " JOIN participants p ON p.id = a.participant_id"
    " JOIN programmes r ON r.id = p.programme_id"
    " WHERE a.organisation_id = :organisation AND a.participant_id = :person"
    " AND a.state = 'open' ORDER BY"
    " CASE a.kind WHEN 'crisis' THEN 0 WHEN 'unclear_stop' THEN 1 ELSE 2 END,"
    " a.raised_at DESC, a.id DESC LIMIT :most"
)
# ruff: noqa: S608 -- every part of these statements stands in this file
# What the carrier took is not what reached a coach: her line may be dead, and a call
# may ring for nobody.
_CAME = (
    "CASE WHEN o.state <> 'sent' THEN o.state"
    " WHEN o.carrier_status IN"
    "  ('failed', 'undelivered', 'busy', 'no-answer', 'canceled') THEN 'failed'"
    " WHEN o.carrier_status IN ('delivered', 'read') THEN 'delivered'"
    " ELSE o.state END AS state"
)
NOTICES = text(
    f"SELECT n.alert_id, n.coach_id, n.channel, n.at, {_CAME} FROM notices n"
    " LEFT JOIN outbox_messages o ON o.id = n.outbox_message_id"
    " WHERE n.organisation_id = :organisation AND n.alert_id = ANY(:ids)"
    " ORDER BY n.at, n.id"
)
LAST = text(
    f"SELECT DISTINCT ON (n.coach_id) n.coach_id, n.channel, n.at, {_CAME}"
    " FROM notices n LEFT JOIN outbox_messages o ON o.id = n.outbox_message_id"
    " WHERE n.organisation_id = :organisation ORDER BY n.coach_id, n.at DESC, n.id DESC"
)
# What surely reached nobody.
IN_VAIN = frozenset({"failed", "withheld", "not_sent", "abandoned"})
# Of these kinds people are told; the others wait on the page.
TOLD_KINDS = frozenset({"crisis", "unclear_stop"})


@dataclass(frozen=True, slots=True)
class Notice:
    """A coach told by one channel; `state` is that of the message.

    It is "delivered" where the carrier says so, "failed" where it says the contrary.
    """

    coach: str
    channel: str
    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Watch:
    """One alert and how it stands; `whose` is "" for somebody erased or unknown.

    `times` counts it and the same before it, the first of them raised at `since`;
    `step` is the one of its way that comes at `next_at`. `heeded_by` is the row of who
    has it, where she is a coach.
    """

    id: UUID
    kind: str
    reason: str
    whose: str
    programme: str
    raised_at: datetime
    open: bool
    next_at: datetime | None
    heeded_as: str
    heeded_via: str
    heeded_by: UUID | None
    heeded_at: datetime | None
    notices: tuple[Notice, ...]
    times: int
    since: datetime
    step: int

    @property
    def untold(self) -> bool:
        """Whether nobody was told whom it should have woken."""
        reached = any(one.state not in IN_VAIN for one in self.notices)
        waits = self.open and self.heeded_at is None
        return waits and self.kind in TOLD_KINDS and not reached


def standing(
    tx: Tx, vault: Vault, key: Key, *, everything: bool = False
) -> tuple[Watch, ...]:
    """Return the alerts that are open, or all; what nobody has comes first."""
    rows = tx.rows(LIST, everything=everything, most=MOST)
    return _watches(tx, vault, key, rows)


def about(tx: Tx, vault: Vault, key: Key, person: UUID) -> tuple[Watch, ...]:
    """Return the open alerts about one person, the gravest first.

    The newest stands for those that say the same.
    """
    found: dict[object, Watch] = {}
    for one in _watches(tx, vault, key, tx.rows(ABOUT, person=person, most=MOST)):
        same = one.reason in alerts.AGAIN
        named = (one.kind, one.reason, one.heeded_at is None) if same else one.id
        found[named] = _with_earlier(found[named], one) if named in found else one
    return tuple(found.values())


def _with_earlier(newest: Watch, one: Watch) -> Watch:
    nexts = [at for at in (newest.next_at, one.next_at) if at is not None]
    return replace(
        newest,
        times=newest.times + one.times,
        since=one.since,
        next_at=min(nexts, default=None),
        notices=(*one.notices, *newest.notices),
    )


def _watches(
    tx: Tx, vault: Vault, key: Key, rows: Sequence[Found]
) -> tuple[Watch, ...]:
    if not rows:
        return ()
    names = {one.id: one.name for one in coaches.in_order(tx, key)}
    told = notices(tx, names, [row["id"] for row in rows])
    return tuple(_watch(vault, key, row, told.get(row["id"], ())) for row in rows)


def notices(
    tx: Tx, names: Mapping[UUID, str], ids: Iterable[UUID]
) -> dict[UUID, tuple[Notice, ...]]:
    """Return who was told of each of these alerts, in order; `names` of coaches."""
    found: dict[UUID, tuple[Notice, ...]] = {}
    for row in tx.rows(NOTICES, ids=list(ids)):
        state = row["state"] or ""
        one = Notice(names[row["coach_id"]], row["channel"], row["at"], state)
        found[row["alert_id"]] = (*found.get(row["alert_id"], ()), one)
    return found


def last_told(tx: Tx, names: Mapping[UUID, str]) -> dict[UUID, Notice]:
    """Return of which alert each coach was told last; `names` of coaches."""
    return {
        row["coach_id"]: Notice(
            names[row["coach_id"]], row["channel"], row["at"], row["state"] or ""
        )
        for row in tx.rows(LAST)
    }


def _watch(vault: Vault, key: Key, row: Found, notices: tuple[Notice, ...]) -> Watch:
    return Watch(
        id=row["id"],
        kind=row["kind"],
        reason=row["reason"],
        whose=_name(vault, row),
        programme=row["programme"] or "",
        raised_at=row["raised_at"],
        open=row["state"] == "open",
        next_at=row["next_at"],
        heeded_as=alerts.heeded_as(key, row),
        heeded_via=row["heeded_via"] or "",
        heeded_by=row["heeded_by"],
        heeded_at=row["heeded_at"],
        notices=notices,
        times=1,
        since=row["raised_at"],
        step=row["step"],
    )


def _name(vault: Vault, row: Found) -> str:
    if row["wrapped_key"] is None:
        return ""
    whose = row["participant_id"]
    key = vault.unwrap(row["wrapped_key"], whose, PARTICIPANT)
    return key.open(row["name_sealed"], "participants", whose, "name_sealed")
