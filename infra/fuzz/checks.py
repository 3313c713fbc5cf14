"""What must hold after requests of each kind, and what is counted."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from infra.fuzz.plans import UNSIGNED, Play
from infra.fuzz.stage import Stage
from infra.fuzz.transport import SMS, STATUS
from service.carrier.door import clean

# Every status a webhook's caller may ever see, and why.
DOCUMENTED = {
    200: "taken (a text), or a page that needs no signature",
    204: "taken (a status)",
    308: "Werkzeug's: an address with a slash too many",
    400: "Flask's: a Host that cannot be one",
    403: "not signed by the carrier, or not as it writes",
    404: "no such address",
    405: "no such method there",
    413: "larger than 64 KB, more than 500 parameters, or cut off",
    415: "a media type or method the carrier does not use",
}
TAKEN = frozenset({200, 204})
HOOKS = frozenset({SMS, STATUS})
SLOWEST_S = 3.0
"""Seconds of processor time after which one request is a violation."""

Print = dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Violation:
    """A law that one numbered play broke."""

    number: int
    kind: str
    what: str


@dataclass(slots=True)
class Tally:
    """What a run has counted; sums of several workers add up."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    effects: int = 0
    slowest: tuple[float, int] = (0.0, 0)
    grown_mb: float = 0.0
    violations: list[Violation] = field(default_factory=list)

    @property
    def sent(self) -> int:
        """Requests sent so far."""
        return self.statuses.total()

    def add(self, other: "Tally") -> None:
        """Take in what another has counted."""
        self.statuses.update(other.statuses)
        self.effects += other.effects
        self.slowest = max(self.slowest, other.slowest)
        self.grown_mb = max(self.grown_mb, other.grown_mb)
        self.violations += other.violations


def of_status(play: Play, at: int, status: int) -> str | None:
    """Say what is wrong with this answer to the play's request `at`, if anything."""
    if status >= 500:
        return f"answered {status}"
    if status not in DOCUMENTED:
        return f"answered {status}, which is documented nowhere"
    path = play.asks[at].as_environ().get("PATH_INFO", "")
    if status in TAKEN and play.kind in UNSIGNED and path in HOOKS:
        return f"answered {status} without a right signature"
    if play.must and status not in TAKEN:
        return f"answered {status}, though it was genuine"
    return None


def fingerprint(stage: Stage) -> Print:
    """Return rows and checksum of every table, in whatever order rows lie."""
    return {name: _one(stage, name) for name in _tables(stage)}


def _one(stage: Stage, table: str) -> tuple[int, str]:
    query = (
        f"SELECT count(*), sum(hashtextextended(t::text, 0)::numeric) FROM {table} t"
    )
    count, total = stage.owner.execute(query.encode()).fetchone() or (0, 0)
    return count, str(total)


def _tables(stage: Stage) -> list[str]:
    rows = stage.owner.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    return sorted(name for (name,) in rows)


def differing(before: Print, after: Print) -> str:
    """Name the tables that are not as they were, with their rows; "" when all are."""
    moved = (name for name in after if before.get(name) != after[name])
    return ", ".join(f"{n} ({before[n][0]} -> {after[n][0]} rows)" for n in moved)


@dataclass(frozen=True, slots=True)
class Row:
    """One kept text: the carrier's id and the words, opened."""

    carrier_id: str
    words: str


def newest(stage: Stage, after: UUID) -> tuple[list[Row], UUID]:
    """Return the texts kept since the row `after`, and the last row's id."""
    rows = stage.owner.execute(
        "SELECT i.id, i.carrier_id, i.body_sealed, p.id, p.wrapped_key FROM inbox i"
        " JOIN participants p ON p.id = i.participant_id WHERE i.id > %s ORDER BY i.id",
        (after,),
    ).fetchall()
    return [_opened(stage, row) for row in rows], rows[-1][0] if rows else after


def _opened(stage: Stage, row: tuple[Any, ...]) -> Row:
    row_id, carrier_id, sealed, person, wrapped = row
    key = stage.parts.vault.unwrap(wrapped, person, "participant")
    return Row(carrier_id, key.open(sealed, "inbox", row_id, "body_sealed"))


def of_effects(rows: Iterable[Row], loud: dict[int, Play]) -> Iterator[Violation]:
    """Check that kept texts are those that were rightly signed, each once, as said."""
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row.carrier_id] += 1
        signed = {n: play for n, play in loud.items() if row.carrier_id in play.sids}
        if not signed:
            yield Violation(min(loud), "batch", "a text was kept that nobody signed")
            continue
        number, play = next(iter(signed.items()))
        if seen[row.carrier_id] > 1:
            yield Violation(number, play.kind, "one MessageSid had two effects")
        # Spoilt requests may share an id by chance: any of them may be the first.
        said = {clean(body).text for play in signed.values() for body in play.bodies}
        if row.words not in said:
            kept = hashlib.sha256(row.words.encode()).hexdigest()[:8]
            yield Violation(
                number, play.kind, f"other words were kept than said ({kept})"
            )
    for number, play in loud.items():
        if play.must and not play.sids & seen.keys():
            yield Violation(number, play.kind, "genuine, but it had no effect")
