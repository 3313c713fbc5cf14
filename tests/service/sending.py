"""Every way in which one message can go out: all states that can be reached, once each.

The product's own functions and statements move the row, on a real database: each is
asked once for each row that differs, and its answer kept. What is ours are the carrier,
the moments at which a sender dies or sleeps, and the order of everything.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID

from service.carrier.port import Accepted, Busy, Outcome, Refused, Seen, Unclear
from service.carrier.wire import StatusReport
from service.rehearsal.stage import ACCOUNT
from service.store import outbox
from service.usecases import deliver, guarding, looking_after
from service.usecases.parts import Parts
from tests.journeys.world import World

CLAIMS = (UUID(int=0xA), UUID(int=0xB))
SIDS = ("SM" + "1" * 32, "SM" + "2" * 32)
STATUSES = ("sent", "delivered", "undelivered")
Lease = Literal["none", "running", "over"]
# What a sender is at: nothing, a claim, on the line to the carrier, or with its answer.
At = Literal["idle", "claimed", "calling", "taken", "refused", "busy", "unclear"]
ANSWERS: dict[str, Callable[[str], Outcome]] = {
    "taken": lambda sid: Accepted(sid, "queued"),
    "refused": lambda _: Refused(21211, "number", "The number is not valid."),
    "busy": lambda _: Busy(1.0),
    "unclear": lambda _: Unclear("no answer"),
}


class Row(NamedTuple):
    """The row of the message, as far as anything that moves it looks at it."""

    state: str = "due"
    claim: int | None = None
    lease: Lease = "none"
    sid: str | None = None
    status: str | None = None


class Now(NamedTuple):
    """One state of the whole: the row, her consent, both senders, the carrier's books."""

    row: Row = Row()
    stopped: bool = False
    senders: tuple[At, At] = ("idle", "idle")
    taken: tuple[str, ...] = ()


class Step(NamedTuple):
    """A step that can be taken: its name, and the state it leads to."""

    name: str
    to: Now


@dataclass
class Product:
    """The product on a real database, with one message to one person."""

    world: World
    person: UUID
    message: UUID
    token: str
    version: int
    asked: dict[Any, Any] = field(default_factory=dict)

    def do(
        self, name: str, row: Row, stopped: bool, *more: Any
    ) -> tuple[Row, bool, bool]:
        """Return (row, stopped, done) after a function of the product; asked once."""
        key = (name, row, stopped, *more)
        if key not in self.asked:
            self._put(row, stopped)
            done = bool(getattr(self, f"_{name}")(*more))
            self.asked[key] = (*self._read(), done)
        found: tuple[Row, bool, bool] = self.asked[key]
        return found

    def _put(self, row: Row, stopped: bool) -> None:
        lease = {
            "none": None,
            "running": timedelta(hours=1),
            "over": -timedelta(hours=1),
        }
        claim = None if row.claim is None else CLAIMS[row.claim]
        self.world.run(
            "WITH events AS (DELETE FROM delivery_events), made AS (DELETE FROM decisions),"
            " raised AS (DELETE FROM alerts), her AS (UPDATE participants SET consent = %s,"
            " consent_version = %s WHERE id = %s) UPDATE outbox_messages SET state = %s,"
            " claim = %s, lease_until = now() + %s, carrier_id = %s, carrier_status = %s,"
            " error_code = NULL, tries = 0, called_at = handrail_now(),"
            " not_before = created_at, settled_at = NULL, consent_version = %s"
            " WHERE id = %s",
            "stopped" if stopped else "active", self.version + stopped, self.person,
            row.state, claim, lease[row.lease], row.sid, row.status, self.version,
            self.message,
        )  # fmt: skip

    def _read(self) -> tuple[Row, bool]:
        (row,) = self.world.rows(
            "SELECT o.*, lease_until < now() AS over, p.consent FROM outbox_messages o"
            " JOIN participants p ON p.id = o.participant_id WHERE o.id = %s",
            self.message,
        )
        claim = None if row["claim"] is None else CLAIMS.index(row["claim"])
        lease: Lease = {None: "none", True: "over", False: "running"}[row["over"]]  # type: ignore[assignment]  # three words
        found = Row(
            row["state"], claim, lease, row["carrier_id"], row["carrier_status"]
        )
        return found, row["consent"] == "stopped"

    # ---- the product's own ----

    def _claim(self, who: int) -> bool:
        with self.world.parts.db.transaction(self.world.organisation) as tx:
            return bool(outbox.claim(tx, (self.message,), CLAIMS[who]))

    def _prepare(self, who: int) -> bool:
        with self.world.parts.db.transaction(self.world.organisation) as tx:
            row = outbox.claimed(tx, self.message, CLAIMS[who])
            return (
                row is not None
                and deliver._prepare(self.world.parts, tx, row) is not None
            )

    def _settle(self, who: int, answer: str, sid: str) -> None:
        parts, outcome = self.world.parts, ANSWERS[answer](sid)
        with parts.db.transaction(self.world.organisation) as tx:
            (row,) = self.world.rows(
                "SELECT * FROM outbox_messages WHERE id = %s", self.message
            )
            # What it held when it went to the carrier, whatever has happened since.
            deliver._settle(parts, tx, {**row, "claim": CLAIMS[who]}, outcome)

    def _callback(self, sid: str, status: str) -> None:
        report = StatusReport(sid, ACCOUNT, status, None, self.token)
        deliver.status_in(self.world.parts, report)

    def _sweep(self) -> None:
        looking_after.release(self.world.parts, self.world.organisation, [self.message])

    def _reconcile(self, seen: tuple[str, ...]) -> None:
        (row,) = self.world.rows(
            "SELECT * FROM outbox_messages WHERE id = %s", self.message
        )
        listing = _Listing(self.world.parts, self.person, seen, row["called_at"])
        deliver.settle_doubt(
            replace(self.world.parts, carrier=listing),  # type: ignore[arg-type]  # it lists
            self.world.organisation,
            self.message,
        )

    def _stop(self) -> None:
        with self.world.parts.at_desk(self.world.organisation, self.person) as desk:
            guarding.stop(desk, "text", "STOP")


class _Listing:
    """A carrier whose list shows these texts, all with the words of our message."""

    def __init__(
        self, parts: Parts, person: UUID, sids: tuple[str, ...], at: Any
    ) -> None:
        self._sids, self._at = sids, at
        self._parts, self._person = parts, person

    def find_texts(self, *, to: str, since: Any) -> tuple[Seen, ...]:
        return tuple(Seen(sid, "sent", BODY, self._at) for sid in self._sids)


BODY = "HELP is on its way"


def steps(product: Product, now: Now) -> Iterator[Step]:
    """Give every step that can be taken from here; none once all is broken."""
    if len(now.taken) > 1:
        return
    for who in (0, 1):
        yield from _of_sender(product, now, who)
    yield from _of_carrier(product, now)
    yield from _of_clock(product, now)
    if not now.stopped:
        row, stopped, _ = product.do("stop", now.row, now.stopped)
        yield Step("STOP", now._replace(row=row, stopped=stopped))


def _of_sender(product: Product, now: Now, who: int) -> Iterator[Step]:
    at, name = now.senders[who], "AB"[who]
    if at == "idle":
        row, _, done = product.do("claim", now.row, now.stopped, who)
        if done:
            yield Step(f"{name} claims", _with(now, who, "claimed", row))
        return
    yield Step(f"{name} dies", _with(now, who, "idle", now.row))
    if at == "claimed":
        row, _, done = product.do("prepare", now.row, now.stopped, who)
        yield Step(
            f"{name} asks again", _with(now, who, "calling" if done else "idle", row)
        )
    elif at == "calling":
        yield from _on_the_line(now, who)
    else:
        sid = SIDS[len(now.taken) - 1] if now.taken else SIDS[0]
        row, stopped, _ = product.do("settle", now.row, now.stopped, who, at, sid)
        yield Step(
            f"{name} writes {at}",
            _with(now._replace(stopped=stopped), who, "idle", row),
        )


def _on_the_line(now: Now, who: int) -> Iterator[Step]:
    """Give what the carrier may do, and what the sender may hear of it."""
    name = "AB"[who]
    taken = now._replace(taken=(*now.taken, SIDS[min(len(now.taken), 1)]))
    for answer in ("taken", "unclear"):
        yield Step(
            f"carrier takes {name}'s, {answer}", _with(taken, who, answer, now.row)
        )
    yield Step(f"carrier takes {name}'s, who dies", _with(taken, who, "idle", now.row))
    for answer in ("refused", "busy", "unclear"):
        yield Step(f"carrier: {answer} to {name}", _with(now, who, answer, now.row))


def _of_carrier(product: Product, now: Now) -> Iterator[Step]:
    for sid in sorted(set(now.taken)):
        for status in STATUSES:
            row, stopped, _ = product.do("callback", now.row, now.stopped, sid, status)
            yield Step(f"callback {status}", now._replace(row=row, stopped=stopped))


def _of_clock(product: Product, now: Now) -> Iterator[Step]:
    if now.row.lease == "running":
        late = now.row._replace(lease="over")
        yield Step("the lease runs out", now._replace(row=late))
    row, _, _ = product.do("sweep", now.row, now.stopped)
    yield Step("the clock sweeps", now._replace(row=row))
    for seen in {(), tuple(sorted(set(now.taken)))}:
        row, _, _ = product.do("reconcile", now.row, now.stopped, seen)
        yield Step(f"the list shows {len(seen)}", now._replace(row=row))


def _with(now: Now, who: int, at: Any, row: Row) -> Now:
    senders = tuple(
        at if number == who else one for number, one in enumerate(now.senders)
    )
    return now._replace(row=row, senders=senders)  # type: ignore[arg-type]  # two of them


def explored(
    product: Product, look: Callable[[Now, Step], None]
) -> dict[Now, tuple[Now, str] | None]:
    """Reach every state from the first; `look` sees each step. Returns how each came."""
    first = Now()
    came: dict[Now, tuple[Now, str] | None] = {first: None}
    waiting = deque([first])
    while waiting:
        now = waiting.popleft()
        for step in steps(product, now):
            look(now, step)
            if step.to not in came:
                came[step.to] = (now, step.name)
                waiting.append(step.to)
    return came


def story(came: dict[Now, tuple[Now, str] | None], end: Now) -> str:
    """Tell how a state was reached, step by step."""
    told: list[str] = []
    at: Now = end
    while (before := came[at]) is not None:
        at, name = before
        told.append(name)
    return " > ".join(reversed(told)) + f" => {end}"
