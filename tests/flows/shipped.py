"""The scripts that ship, each read once per process: reading them all takes seconds."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from flows.talk import script
from flows.talk.grammar import Script

SCRIPTS = Path(script.__file__).parents[1] / "scripts"
NAMES = tuple(sorted(path.stem for path in SCRIPTS.glob("*.yaml")))


def source_of(name: str) -> str:
    """Return the source of a shipped script."""
    return (SCRIPTS / f"{name}.yaml").read_text("utf-8")


@cache
def shipped(name: str) -> Script:
    """Return a shipped script, with those it enters."""
    return script.parse(script.bundle(name, source_of), name=name)


class _Shipped(Mapping[str, Script]):
    """All of them by name, read when they are asked for."""

    def __getitem__(self, name: str) -> Script:
        if name not in NAMES:
            raise KeyError(name)
        return shipped(name)

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


SHIPPED: Mapping[str, Script] = _Shipped()
