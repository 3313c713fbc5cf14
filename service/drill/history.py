"""The history check: what became of each due nudge, each message, each text that came.

Four words: ok, lost, double, in doubt. Beside them stand breaches: what went out though
it might not, and what was not done that was owed (`breaches`). Pure: rows and the
carrier's ledger go in, findings come out. Laws: whatever is not plainly ok is named
with its id and a reason; what stays in doubt is no fault of the product, and what
nobody can see is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

Word = Literal["ok", "lost", "double", "in doubt"]
WORDS: tuple[Word, ...] = ("ok", "lost", "double", "in doubt")
PROMISED = timedelta(seconds=60)
Span = tuple[datetime, datetime]

# What a message may say of itself when all is over -> how often the carrier has it.
MAY_HAVE: Mapping[str, frozenset[int]] = {
    "sent": frozenset({1}),
    "in_doubt": frozenset({0, 1}),
    "failed": frozenset({0}),
    "withheld": frozenset({0}),
    "not_sent": frozenset({0}),
    "abandoned": frozenset({0, 1}),
}
# What did not go out has its reason somewhere.
UNSENT = frozenset({"failed", "withheld"})
# What a nudge that was due may say, and whether a message of it must stand.
SPOKEN, SILENT = (
    frozenset({"sent"}),
    frozenset({"withheld", "cancelled", "quarantined"}),
)


@dataclass(frozen=True, slots=True)
class Due:
    """A nudge that was due: its state now, and whether a decision explains it."""

    id: UUID
    state: str
    explained: bool


@dataclass(frozen=True, slots=True)
class Message:
    """A row of the outbox: `waited` is from when it might go until it was settled.

    `later` says that it is due at a moment still to come, as after quiet hours;
    `explained` that something says why it did not go out: the carrier's code, a
    decision, a change of consent, an alert.
    """

    id: UUID
    state: str
    token: str
    nudge_id: UUID | None = None
    waited: timedelta | None = None
    later: bool = False
    explained: bool = True


@dataclass(frozen=True, slots=True)
class Text:
    """A text a phone sent: how often it stands in the inbox, and had an effect."""

    sid: str
    kept: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not ok: which, in which word, and why."""

    what: Literal["nudge", "message", "text"]
    id: str
    word: Word
    why: str


@dataclass(frozen=True, slots=True)
class Breach:
    """A promise broken beside loss and doubling: which, of whom or what, and how."""

    promise: str
    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The counts by word of each kind of thing, and all that is not ok."""

    counts: Mapping[str, Mapping[Word, int]]
    findings: tuple[Finding, ...]
    stuck: int
    longest: timedelta = field(default=timedelta(0))
    breaches: tuple[Breach, ...] = ()

    def count(self, word: Word) -> int:
        """Return how many things of every kind this word is said of."""
        return sum(of[word] for of in self.counts.values())

    @property
    def held(self) -> bool:
        """Whether the promise held: nothing lost, double, stuck, or breached."""
        broken = self.count("lost") or self.count("double") or self.stuck
        return not (broken or self.breaches)


def waited(since: datetime, until: datetime, away: Iterable[Span]) -> timedelta:
    """Return how long something waited, without the spans in which all was away."""
    gone = (min(until, end) - max(since, begin) for begin, end in away)
    return until - since - sum((max(one, timedelta(0)) for one in gone), timedelta(0))


def judgeable(
    before: Mapping[str, int], after: Mapping[str, int], tokens: Collection[str]
) -> dict[str, int]:
    """Return what the carrier took, of a ledger read before the rows and after them.

    What it took between, of a message made since the rows with these tokens were read,
    is left out: the product goes on while it is judged, and that row is not lost.
    """
    return {
        token: times
        for token, times in after.items()
        if token in before or token in tokens
    }


def judge(
    due: Iterable[Due],
    messages: Sequence[Message],
    carried: Mapping[str, int],
    texts: Iterable[Text],
    broken: Iterable[Breach] = (),
) -> Verdict:
    """Hold what the rows say against the carrier's ledger.

    `carried` counts, by the token in its callback address, how often the carrier took
    a message; `broken` are the promises found broken beside these.
    """
    of_nudge: dict[UUID, list[Message]] = defaultdict(list)
    for message in messages:
        if message.nudge_id is not None:
            of_nudge[message.nudge_id].append(message)
    said = [
        *(_nudge(one, of_nudge[one.id]) for one in due),
        *(_message(one, carried.get(one.token, 0)) for one in messages),
        *map(_text, texts),
        *_strays(messages, carried),
    ]
    waits = [one.waited for one in messages if one.waited is not None]
    return Verdict(
        counts=_counted(said),
        findings=tuple(one for one in said if one.word != "ok"),
        stuck=sum(one > PROMISED for one in waits),
        longest=max(waits, default=timedelta(0)),
        breaches=tuple(broken),
    )


def _counted(said: Iterable[Finding]) -> dict[str, dict[Word, int]]:
    found: Counter[tuple[str, Word]] = Counter((one.what, one.word) for one in said)
    kinds = ("nudge", "message", "text")
    return {kind: {word: found[kind, word] for word in WORDS} for kind in kinds}


def _nudge(one: Due, messages: Sequence[Message]) -> Finding:
    def found(word: Word, why: str = "") -> Finding:
        return Finding("nudge", str(one.id), word, why)

    if len(messages) > 1:
        return found("double", f"{len(messages)} messages were made of it")
    if one.state in SPOKEN and not messages:
        return found("lost", "it says it was sent, and no message was made")
    if one.state in SILENT and not one.explained and one.state != "cancelled":
        return found("lost", f"it is {one.state}, and nothing says why")
    if one.state not in SPOKEN | SILENT:
        return found("lost", f"it was due and is still {one.state}")
    return found("ok")


def _message(one: Message, times: int) -> Finding:
    def found(word: Word, why: str = "") -> Finding:
        return Finding("message", str(one.id), word, why)

    if times > 1:
        return found("double", f"the carrier took it {times} times")
    if one.later and one.state == "due" and not times:
        return found("ok")
    if one.state not in MAY_HAVE:
        return found("lost", f"it is still {one.state}")
    if times not in MAY_HAVE[one.state]:
        told = "the carrier has it" if times else "the carrier never took it"
        return found("lost", f"it says {one.state}, and {told}")
    if one.state in UNSENT and not one.explained:
        return found("lost", f"it is {one.state}, and nothing says why")
    return found("in doubt" if one.state == "in_doubt" else "ok")


def _text(one: Text) -> Finding:
    if one.kept == 1:
        return Finding("text", one.sid, "ok", "")
    if one.kept:
        return Finding("text", one.sid, "double", f"it had {one.kept} effects")
    return Finding("text", one.sid, "lost", "it never came in")


def _strays(
    messages: Sequence[Message], carried: Mapping[str, int]
) -> Iterator[Finding]:
    """Find what the carrier took and no row speaks of: nobody could explain it."""
    known = {one.token for one in messages}
    for token, times in carried.items():
        if token not in known:
            why = f"the carrier took it {times} times, and no row is its"
            yield Finding("message", token, "double", why)
