"""What the lab's tests share: the shipped numbers, scripted chance, tiny groups."""

from collections.abc import Mapping
from pathlib import Path

from flows.lab.luck import Luck
from flows.lab.metrics import Figures, Group
from flows.lab.parameters import Even, Fixed, Lognormal, Spec, read

ROOT = Path(__file__).resolve().parents[2]
LAB = read((ROOT / "flows/lab/worlds.yaml").read_text("utf-8"))


def numbers(world: str, **drawn: float) -> Mapping[str, float]:
    """One person's numbers: the fixed ones as they ship, the drawn ones as given."""
    specs = LAB.worlds[world].numbers
    fixed = {name: one.value for name, one in specs.items() if isinstance(one, Fixed)}
    assert {name for name, one in specs.items() if not isinstance(one, Fixed)} == set(
        drawn
    )
    return {**fixed, **drawn}


def bounds(spec: Spec) -> tuple[float, ...]:
    match spec:
        case Fixed(value):
            return (value,)
        case Even(low, high):
            return low, high
        case Lognormal():
            return spec.median, spec.spread, spec.low, spec.high


def scripted(days: int = 1, **rows: float) -> Luck:
    """Chance that comes out the same every day; what is not given never happens."""
    never = dict.fromkeys(("own", "rescue", "told", "replied", "later", "recap"), 1.0)
    return Luck(
        **{
            name: [value] * days
            for name, value in {**never, "noise": 0.0, **rows}.items()
        }
    )


def figures(tries: float = 4.0, prompts: float = 2.0, recovery: float = 3.0) -> Figures:
    return Figures(tries, prompts, 5.0, 4.0, 3.0, recovery, 6.0, 1.0, {})


def group(world: str, policy: str, *people: Figures) -> Group:
    return Group(world, policy, people or (figures(), figures()))
