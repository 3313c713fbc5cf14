"""Every way in which two alike messages to one person can go out: all states, once each.

The product's own functions and statements move the rows, on a real database: each is
asked once for what it looks at, and its answer kept. What is ours are the carrier, the
moments at which a sender dies or sleeps, and the order of everything. A gate is left
out: it only delays a step.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Literal, NamedTuple, TypeAlias
from uuid import UUID

from service.carrier.port import Accepted, Busy, Outcome, Refused, Seen, Unclear
from service.carrier.wire import StatusReport
from service.rehearsal.stage import ACCOUNT
from service.store import outbox
from service.usecases import (
    acting,
    deliver,
    guarding,
    looking_after,
    looking_up,
    settling,
)
from service.usecases.parts import Parts
from tests.database import Clone
from tests.journeys.world import World
from tests.journeys.world import world as open_world

MILA = "+15550840001"
BODY = "HELP is on its way"
CLAIMS = (UUID(int=0xA), UUID(int=0xB))
# The carrier's name for each of the messages, once it has taken it.
SIDS = ("SM" + "1" * 32, "SM" + "2" * 32)
# The last one says too that she has stopped texts at the carrier.
STATUSES = ("queued", "sent", "delivered", "undelivered", "failed")
OPTED_OUT = 21610
Lease = Literal["none", "running", "over"]
# Her consent: as it was when both were written, stopped, or given again since.
Consent = Literal["active", "stopped", "again"]
VERSIONS: dict[Consent, int] = {"active": 0, "stopped": 1, "again": 2}
# What a sender is at: nothing, a claim, on the line to the carrier, or with its answer.
At = Literal["idle", "claimed", "calling", "taken", "refused", "busy", "unclear"]
ANSWERS: dict[str, Callable[[str], Outcome]] = {
    "taken": lambda sid: Accepted(sid, "queued"),
    "refused": lambda _: Refused(21211, "person", "The number is not valid."),
    "busy": lambda _: Busy(1.0),
    "unclear": lambda _: Unclear("no answer"),
}


class Row(NamedTuple):
    """The row of a message, as far as anything that moves it looks at it.

    `proven` says that the carrier itself spoke of it: an answer, or a callback;
    `barred` that it said she had opted out; `caller` is who made its last call, while
    that sender has not written yet how it ended.
    """

    state: str = "due"
    claim: int | None = None
    lease: Lease = "none"
    sid: str | None = None
    status: str | None = None
    proven: bool = False
    barred: bool = False
    caller: int | None = None


class Sender(NamedTuple):
    """What one sender is at, and with which message."""

    at: At = "idle"
    message: int = 0


class Now(NamedTuple):
    """One state of the whole: the rows, her consent, both senders, the carrier's books.

    `taken` counts how often the carrier has taken each message.
    """

    rows: tuple[Row, ...]
    consent: Consent = "active"
    senders: tuple[Sender, Sender] = (Sender(), Sender())
    taken: tuple[int, ...] = ()


class Step(NamedTuple):
    """A step that can be taken: its name, and the state it leads to."""

    name: str
    to: Now


Came: TypeAlias = dict[Now, tuple[Now, str] | None]


def first(messages: int) -> Now:
    """So many messages are due, and nothing has happened."""
    return Now((Row(),) * messages, taken=(0,) * messages)


@dataclass
class Product:
    """The product on a real database, with two alike messages to one person."""

    world: World
    person: UUID
    messages: tuple[UUID, ...]
    tokens: tuple[str, ...]
    version: int
    asked: dict[Any, Any] = field(default_factory=dict)

    def do(self, name: str, now: Now, which: int, *more: Any) -> tuple[Now, bool]:
        """Return what a function of the product makes of one message, and its answer."""
        caller = now.rows[which].caller
        before = now.rows[which]._replace(caller=None)
        key = (name, before, now.consent, which, *more)
        if key not in self.asked:
            self._put(which, before, now.consent)
            done = bool(getattr(self, f"_{name}")(which, *more))
            self.asked[key] = (*self._read(which), done)
        row, consent, done = self.asked[key]
        return self._with(now, which, row._replace(caller=caller), consent), done

    def both(self, name: str, now: Now, which: int, *more: Any) -> Now:
        """Return what a function makes of both messages that looks at both."""
        before = tuple(row._replace(caller=None) for row in now.rows)
        key = (name, before, now.consent, which, *more)
        if key not in self.asked:
            for at, row in enumerate(before):
                self._put(at, row, now.consent)
            getattr(self, f"_{name}")(which, *more)
            found = [self._read(at) for at in range(len(now.rows))]
            self.asked[key] = tuple(row for row, _ in found), found[0][1]
        rows, consent = self.asked[key]
        kept = zip(rows, now.rows, strict=True)
        rows = tuple(row._replace(caller=old.caller) for row, old in kept)
        return now._replace(rows=rows, consent=consent)

    @staticmethod
    def _with(now: Now, which: int, row: Row, consent: Consent) -> Now:
        rows = tuple(row if at == which else one for at, one in enumerate(now.rows))
        return now._replace(rows=rows, consent=consent)

    def _put(self, which: int, row: Row, consent: Consent) -> None:
        lease = {
            "none": None,
            "running": timedelta(hours=1),
            "over": -timedelta(hours=1),
        }
        claim = None if row.claim is None else CLAIMS[row.claim]
        message = self.messages[which]
        self.world.run(
            "WITH events AS (DELETE FROM delivery_events WHERE outbox_message_id = %s),"
            " shut AS (DELETE FROM gates), made AS (DELETE FROM decisions),"
            " raised AS (DELETE FROM alerts), her AS (UPDATE participants SET consent = %s,"
            " consent_version = %s WHERE id = %s) UPDATE outbox_messages SET state = %s,"
            " claim = %s, lease_until = now() + %s, carrier_id = %s, carrier_status = %s,"
            " error_code = %s, tries = 0, losses = 0, called_at = handrail_now(),"
            " not_before = created_at, settled_at = NULL, consent_version = %s,"
            " waits_for = NULL WHERE id = %s",
            message,
            "stopped" if consent == "stopped" else "active",
            self.version + VERSIONS[consent], self.person,
            row.state, claim, lease[row.lease], row.sid, row.status,
            OPTED_OUT if row.barred else None, self.version, message,
        )  # fmt: skip
        told = [("accepted", 0)] * row.proven + [("failed", OPTED_OUT)] * row.barred
        for status, code in told:
            self.world.run(
                "INSERT INTO delivery_events (id, organisation_id, outbox_message_id,"
                " source, status, error_code, at) VALUES (gen_random_uuid(), %s, %s,"
                " 'callback', %s, %s, handrail_now())",
                self.world.organisation, message, status, code,
            )  # fmt: skip

    def _read(self, which: int) -> tuple[Row, Consent]:
        (row,) = self.world.rows(
            "SELECT o.*, lease_until < now() AS over, p.consent,"
            " p.consent_version AS version, EXISTS (SELECT 1 FROM"
            " delivery_events e WHERE e.outbox_message_id = o.id) AS proven"
            " FROM outbox_messages o JOIN participants p ON p.id = o.participant_id"
            " WHERE o.id = %s",
            self.messages[which],
        )
        claim = None if row["claim"] is None else CLAIMS.index(row["claim"])
        lease: Lease = {None: "none", True: "over", False: "running"}[row["over"]]  # type: ignore[assignment]  # three words
        found = Row(
            row["state"], claim, lease, row["carrier_id"], row["carrier_status"],
            row["proven"], row["error_code"] == OPTED_OUT,
        )  # fmt: skip
        if row["consent"] == "stopped":
            return found, "stopped"
        return found, "active" if row["version"] == self.version else "again"

    def words(self) -> set[tuple[Any, ...]]:
        """What both messages say and belong to: nothing here may change it (I8)."""
        rows = self.world.rows(
            "SELECT * FROM outbox_messages WHERE id = ANY(%s)", list(self.messages)
        )
        same = ("id", "body_hash", "conversation_id", "token", "kind")
        return {tuple(row[name] for name in same) for row in rows}

    def says(self, body: str) -> None:
        """Let both messages say this."""
        with self.world.desk(MILA) as desk:
            for message in self.messages:
                outbox.reword(desk.tx, desk.person.key, message, body)

    # ---- the product's own ----

    def _claim(self, which: int, who: int) -> bool:
        with self.world.parts.db.transaction(self.world.organisation) as tx:
            return bool(outbox.claim(tx, (self.messages[which],), CLAIMS[who]))

    def _prepare(self, which: int, who: int) -> bool:
        with self.world.parts.db.transaction(self.world.organisation) as tx:
            row = outbox.claimed(tx, self.messages[which], CLAIMS[who])
            return (
                row is not None
                and deliver._prepare(self.world.parts, tx, row) is not None
            )

    def _settle(self, which: int, who: int, answer: str, last: bool) -> None:
        parts, outcome = self.world.parts, ANSWERS[answer](SIDS[which])
        with parts.db.transaction(self.world.organisation) as tx:
            row = outbox.whole(tx, self.messages[which])
            # What it held when it went to the carrier, whatever has happened since:
            # `last` says that nobody has called since.
            held = {"claim": CLAIMS[who], "tries": row["tries"] - 1 if last else -9}
            settling.settle(parts, tx, {**row, **held}, outcome)

    def _callback(self, which: int, status: str) -> None:
        code = OPTED_OUT if status == "failed" else None
        report = StatusReport(SIDS[which], ACCOUNT, status, code, self.tokens[which])
        settling.status_in(self.world.parts, report)

    def _sweep(self, which: int) -> None:
        whose, messages = self.world.organisation, [self.messages[which]]
        looking_after.release(self.world.parts, whose, messages)

    def _reconcile(self, which: int, seen: tuple[str, ...]) -> None:
        (row,) = self.world.rows(
            "SELECT * FROM outbox_messages WHERE id = %s", self.messages[which]
        )
        listing = _Listing(self.world.parts, self.person, seen, row["called_at"])
        looking_up.settle_doubt(
            replace(self.world.parts, carrier=listing),  # type: ignore[arg-type]  # it lists
            self.world.organisation,
            self.messages[which],
        )

    def _stop(self, _which: int) -> None:
        with self.world.parts.at_desk(self.world.organisation, self.person) as desk:
            guarding.stop(desk, "text", "STOP")

    def _start(self, _which: int) -> None:
        with self.world.parts.at_desk(self.world.organisation, self.person) as desk:
            acting.change_consent(desk, "active", "given", "text", "START")


class _Listing:
    """A carrier whose list shows these texts, all with the words of our messages."""

    def __init__(
        self, parts: Parts, person: UUID, sids: tuple[str, ...], at: Any
    ) -> None:
        self._sids, self._at = sids, at
        self._parts, self._person = parts, person

    def find_texts(self, *, to: str, since: Any) -> tuple[Seen, ...]:
        return tuple(Seen(sid, "sent", BODY, self._at) for sid in self._sids)


@contextmanager
def opened(clone: Clone) -> Iterator[Product]:
    """Open the product with two alike replies to Mila."""
    with open_world(clone) as world:
        world.join(MILA)
        for _ in range(2):
            world.hears(MILA, "HELP")
            world.jump(minutes=1)
        rows = world.outbox(MILA)[-2:]
        ids, tokens = zip(*((row["id"], row["token"]) for row in rows), strict=True)
        # As replies: what STOP withholds, unlike a confirmation.
        world.run(
            "UPDATE outbox_messages SET kind = 'reply' WHERE id = ANY(%s)", list(ids)
        )
        person = world.person(MILA)
        made = Product(world, person["id"], ids, tokens, rows[0]["consent_version"])
        made.says(BODY)
        yield made


def steps(product: Product, now: Now) -> Iterator[Step]:
    """Give every step that can be taken from here; none once all is broken."""
    if max(now.taken) > 1:
        return
    for who in (0, 1):
        yield from _of_sender(product, now, who)
    for which in range(len(now.rows)):
        yield from _of_carrier(product, now, which)
        yield from _of_clock(product, now, which)
    if now.consent == "stopped":
        yield Step("START", product.both("start", now, 0))
    else:
        yield Step("STOP", product.both("stop", now, 0))


def _of_sender(product: Product, now: Now, who: int) -> Iterator[Step]:
    (at, which), name = now.senders[who], "AB"[who]
    if at == "idle":
        for one in range(len(now.rows)):
            after, done = product.do("claim", now, one, who)
            if done:
                yield Step(f"{name} claims {one}", _with(after, who, "claimed", one))
        return
    yield Step(f"{name} dies", _written(now, who, which))
    if at == "claimed":
        after, done = product.do("prepare", now, which, who)
        then: Any = ("calling", which) if done else ("idle", 0)
        if done:
            after = _called(after, which, who)
        yield Step(f"{name} asks again", _with(after, who, *then))
    elif at == "calling":
        yield from _on_the_line(now, who, which)
    else:
        last = now.rows[which].caller == who
        after = _told(product, "settle", now, which, who, at, last)
        yield Step(f"{name} writes {at}", _written(after, who, which))


def _called(now: Now, which: int, caller: int | None) -> Now:
    """Return the same with another last caller of a message."""
    told = now.rows[which]._replace(caller=caller)
    rows = tuple(told if at == which else one for at, one in enumerate(now.rows))
    return now._replace(rows=rows)


def _written(now: Now, who: int, which: int) -> Now:
    """Return the same with a sender at nothing: no answer to a call of its own comes."""
    if now.rows[which].caller == who:
        now = _called(now, which, None)
    return _with(now, who, "idle", 0)


def _on_the_line(now: Now, who: int, which: int) -> Iterator[Step]:
    """Give what the carrier may do, and what the sender may hear of it."""
    name = "AB"[who]
    books = tuple(n + (at == which) for at, n in enumerate(now.taken))
    taken = now._replace(taken=books)
    for answer in ("taken", "unclear"):
        yield Step(
            f"carrier takes {name}'s, {answer}", _with(taken, who, answer, which)
        )
    yield Step(f"carrier takes {name}'s, who dies", _written(taken, who, which))
    for answer in ("refused", "busy", "unclear"):
        yield Step(f"carrier: {answer} to {name}", _with(now, who, answer, which))


def _of_carrier(product: Product, now: Now, which: int) -> Iterator[Step]:
    if now.taken[which]:
        for status in STATUSES:
            after = called_back(product, now, which, status)
            yield Step(f"callback {which} {status}", after)


def called_back(product: Product, now: Now, which: int, status: str) -> Now:
    """Return what a callback about a message makes of both."""
    if status == "failed" and now.consent != "stopped":
        # It ends her consent, and takes back all that is due.
        return product.both("callback", now, which, status)
    return _told(product, "callback", now, which, status)


def _told(product: Product, name: str, now: Now, which: int, *more: Any) -> Now:
    """Return what a word of the carrier about one makes of both.

    It looks at others of that name alone; mostly there is none.
    """
    if any(row.sid == SIDS[which] for at, row in enumerate(now.rows) if at != which):
        return product.both(name, now, which, *more)
    return product.do(name, now, which, *more)[0]


def _of_clock(product: Product, now: Now, which: int) -> Iterator[Step]:
    row = now.rows[which]
    if row.lease == "running":
        late = row._replace(lease="over")
        rows = tuple(late if at == which else one for at, one in enumerate(now.rows))
        yield Step(f"the lease of {which} runs out", now._replace(rows=rows))
    swept, _ = product.do("sweep", now, which)
    yield Step(f"the clock sweeps {which}", swept)
    listed = tuple(SIDS[at] for at, n in enumerate(now.taken) if n)
    for seen in {(), listed}:
        yield Step(f"the list shows {len(seen)}", reconciled(product, now, which, seen))


def reconciled(product: Product, now: Now, which: int, seen: tuple[str, ...]) -> Now:
    """Return what the carrier's list makes of a message; one in doubt alone is asked."""
    if now.rows[which].state != "in_doubt":
        return now
    return product.both("reconcile", now, which, seen)


def _with(now: Now, who: int, at: Any, which: int) -> Now:
    there = Sender(at, which)
    senders = tuple(
        there if number == who else one for number, one in enumerate(now.senders)
    )
    return now._replace(senders=senders)  # type: ignore[arg-type]  # two of them


def explored(
    product: Product,
    look: Callable[[Now, Step], None],
    begin: Now,
    most: int | None = None,
) -> Came:
    """Reach every state from this one, or `most`; `look` sees each step.

    Returns how each came.
    """
    came: Came = {begin: None}
    waiting = deque([begin])
    while waiting and (most is None or len(came) < most):
        now = waiting.popleft()
        for step in steps(product, now):
            look(now, step)
            if step.to not in came:
                came[step.to] = (now, step.name)
                waiting.append(step.to)
    return came


def story(came: Came, end: Now, then: str = "") -> str:
    """Tell how a state was reached, step by step."""
    told = [then]
    at: Now = end
    while (before := came[at]) is not None:
        at, name = before
        told.append(name)
    return " > ".join(reversed(told)) + f" => {end}"
