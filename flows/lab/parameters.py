"""Reads the lab's numbers: the protocol, the channels of reports, and the worlds.

Law: a person's numbers depend on the seed, the person and the number's name alone, so
two worlds that share a name share the draw.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from ruamel.yaml import YAML

from flows.coach.chances import StepKind
from flows.lab.luck import normal, uniform, uniforms

Numbers = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A number that is the same for everybody."""

    value: float

    def draw(self, words: str) -> float:
        """Return it."""
        return self.value


@dataclass(frozen=True, slots=True)
class Even:
    """A number drawn evenly between two."""

    low: float
    high: float

    def draw(self, words: str) -> float:
        """Draw one person's."""
        return self.low + (self.high - self.low) * uniform(words)


@dataclass(frozen=True, slots=True)
class Lognormal:
    """A number whose logarithm is normal, held to its bounds."""

    median: float
    spread: float
    low: float
    high: float

    def draw(self, words: str) -> float:
        """Draw one person's."""
        drawn = self.median * math.exp(self.spread * normal(*uniforms(words, 2)))
        return min(max(drawn, self.low), self.high)


Spec = Fixed | Even | Lognormal


@dataclass(frozen=True, slots=True)
class Protocol:
    """How long everybody is watched, and what happens when (behaviour 3.6)."""

    days: int
    live: int
    away: tuple[int, int]
    away_reply: float
    shock: int
    shock_keeps: float
    probes: tuple[int, ...]
    probe_days: int
    recap_every: int

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """Take it from the file's mapping."""
        lists = {name: tuple(raw[name]) for name in ("away", "probes")}
        return cls(**{**raw, **lists})

    def is_away(self, day: int) -> bool:
        """Say whether nobody can try on that day."""
        return self.away[0] <= day <= self.away[1]


@dataclass(frozen=True, slots=True)
class World:
    """One model of how people respond to prompts: which, of what kind, its numbers."""

    name: str
    mechanics: str
    about: str
    kind: StepKind
    numbers: Mapping[str, Spec]


@dataclass(frozen=True, slots=True)
class Lab:
    """Everything the file says."""

    protocol: Protocol
    channels: Mapping[str, Mapping[str, Spec]]
    worlds: Mapping[str, World]


def drawn(specs: Mapping[str, Spec], words: str) -> Numbers:
    """Draw one person's numbers."""
    return {name: spec.draw(f"{words}/{name}") for name, spec in specs.items()}


def read(source: str) -> Lab:
    """Read the lab's file, given as YAML."""
    raw = YAML(typ="safe", pure=True).load(source)
    return Lab(
        Protocol.read(raw["protocol"]),
        {name: _specs(rows) for name, rows in raw["channels"].items()},
        {name: _world(name, row) for name, row in raw["worlds"].items()},
    )


def _world(name: str, row: Mapping[str, Any]) -> World:
    return World(name, **{**row, "numbers": _specs(row["numbers"])})


def _specs(rows: Mapping[str, Any]) -> dict[str, Spec]:
    return {name: _spec(value) for name, value in rows.items()}


def _spec(value: Any) -> Spec:
    match value:
        case [low, high]:
            return Even(float(low), float(high))
        case {"median": median, "spread": spread, "within": [low, high]}:
            return Lognormal(median, spread, low, high)
        case _:
            return Fixed(float(value))
