"""Who is told of an alert, by what, and when the next step comes: a table.

Laws: a crisis goes round until a person has said that she has it; no step comes before
the one it follows; whoever is asked to be told twice in one step is told once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Literal, TypeAlias

Channel: TypeAlias = Literal["text", "email", "call"]
CHANNELS: tuple[Channel, ...] = ("text", "email", "call")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: how long after the step before, who is told, and by what.

    `who` counts along the order in which coaches are told, the person's own coach
    first: 0 is hers, 1 the next one, and after the last the first again.
    """

    after: timedelta
    who: tuple[int, ...]
    by: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """The steps of one kind of alert, from when it is raised until somebody has it.

    `again` follows the last step and itself, each time for the next one along the
    order; None lets it end there. `gathers` is how long a coach hears of no other alert
    of this kind by the same channel, once she was told of one. `wakes` says that she is
    told at any hour, and not in her day alone, by what may wake her.
    """

    steps: tuple[Step, ...]
    again: Step | None = None
    gathers: timedelta | None = None
    wakes: bool = True


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


AT_ONCE, A_DAY = timedelta(0), timedelta(days=1)

WAYS: Mapping[str, Way] = {
    "crisis": Way(
        steps=(
            Step(AT_ONCE, (0, 1), ("text", "email")),
            Step(_minutes(2), (0,), ("call",)),
            Step(_minutes(8), (1,), ("text", "email", "call")),
        ),
        again=Step(_minutes(10), (2,), ("text", "call")),
    ),
    "unclear_stop": Way(
        steps=(
            Step(AT_ONCE, (0,), ("text", "email")),
            Step(_minutes(120), (1,), ("text", "email")),
        ),
        again=Step(A_DAY, (0,), ("email",)),
    ),
    "whose": Way(
        steps=(
            Step(AT_ONCE, (0,), ("text", "email")),
            Step(_minutes(120), (1,), ("text", "email")),
        ),
        again=Step(A_DAY, (0,), ("email",)),
        wakes=False,
    ),
    "limit": Way(
        steps=(
            Step(AT_ONCE, (0,), ("text", "email")),
            Step(_minutes(240), (1,), ("text", "email")),
        ),
    ),
    "hand": Way(
        steps=(
            Step(_minutes(60), (0,), ("email",)),
            Step(A_DAY, (1,), ("email",)),
        ),
        gathers=_minutes(240),
    ),
    "stopped": Way(
        steps=(
            Step(AT_ONCE, (0, 1), ("text", "email", "call")),
            Step(_minutes(240), (1, 2), ("text", "email", "call")),
        ),
        again=Step(A_DAY, (0, 1), ("text", "email", "call")),
    ),
    "restored": Way(
        steps=(
            Step(AT_ONCE, (0, 1), ("text", "email")),
            Step(_minutes(240), (1, 2), ("text", "email")),
        ),
        again=Step(A_DAY, (0, 1), ("text", "email")),
    ),
    "quarantine": Way(
        steps=(
            Step(_minutes(30), (0,), ("email",)),
            Step(A_DAY, (1,), ("email",)),
        ),
        gathers=_minutes(240),
    ),
}


# The kind and the reason of an alert that the carrier lets nothing out from our number.
STOPPED = ("quarantine", "stopped")
# That the database was restored from a backup, and everything is held.
RESTORED = ("quarantine", "restored")
# That something came from a number which may be a stranger's by now.
WHOSE = ("unclear_stop", "whose")
# By which way it goes that has one of its own for its reason.
OF_REASON: Mapping[tuple[str, str], str] = {
    STOPPED: "stopped",
    RESTORED: "restored",
    WHOSE: "whose",
}
# When a coach is told of what can wait by a channel that may wake her.
AWAKE = (time(9), time(20))


def way(kind: str, reason: str) -> str:
    """Return the row of WAYS that an alert of a kind goes by, for its reason."""
    return OF_REASON.get((kind, reason), kind)


def step(named: str, number: int) -> Step | None:
    """Return a step of a way, counted from 0; None after the last one."""
    row = WAYS[named]
    if number < len(row.steps):
        return row.steps[number]
    if row.again is None:
        return None
    rounds = number - len(row.steps)
    return replace(row.again, who=tuple(one + rounds for one in row.again.who))


def whom(of: Step, coaches: int) -> tuple[int, ...]:
    """Return which of so many coaches a step tells, each once."""
    if not coaches:
        return ()
    return tuple(dict.fromkeys(one % coaches for one in of.who))


# ---- "I have it" ----

HAS_IT = frozenset(
    {"1", "ok", "okay", "ok 1", "yes", "ack", "acknowledged", "got it", "on it"}
    | {"i have it", "i ve got it", "i got it", "mine"}
    | {"si", "vale", "lo tengo", "ya lo tengo", "me encargo", "yo me encargo"}
    | {"recibido", "de acuerdo"}
)


def says_has_it(words: str) -> bool:
    """Say whether a coach's whole text says that she has it; anything more does not."""
    plain = re.sub(r"\W+", " ", words.casefold().replace("í", "i")).strip()
    return plain in HAS_IT
