"""What a simulation came to: tables in the terminal, and the same as JSON.

Law: no figure stands without the word "simulated" above it, and a row that loses stands
in the same table as one that wins.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.lab import aims, comparing
from flows.lab.aims import Verdict
from flows.lab.comparing import Comparison, Measured
from flows.lab.metrics import Group
from flows.lab.policies import LADDER

Advance = Callable[[], object]
WIDTH = 132  # of tables in a file
_STYLES = {"beats": "green", "LOSES": "bold red"}
_HOLDS: Mapping[bool | None, tuple[str, str]] = {
    True: ("holds", "green"),
    False: ("DOES NOT HOLD", "bold red"),
    None: ("open", "yellow"),
}
# Column -> figure and its decimals.
COLUMNS: Mapping[str, tuple[str, int]] = {
    "tries/week": ("tries", 2),
    "prompts/week": ("prompts", 2),
    "probe d66": ("probe_early", 2),
    "probe d110": ("probe_late", 2),
    "tries d120-179": ("after", 2),
    "recovery": ("recovery", 1),
    "changes": ("changes", 1),
    "back": ("restores", 1),
}


@dataclass(frozen=True, slots=True)
class Run:
    """What is simulated."""

    people: int
    worlds: tuple[str, ...]
    channel: str
    seed: int

    def __str__(self) -> str:
        return (
            f"{self.people} simulated people in each of {', '.join(self.worlds)}; "
            f"{self.channel} reports; seed {self.seed}"
        )


@dataclass(frozen=True, slots=True)
class Result:
    """Everything a run says."""

    run: Run
    groups: Sequence[Group]
    comparisons: Sequence[Comparison]
    verdicts: Sequence[Verdict]


def result(run: Run, groups: Sequence[Group], kinds: Mapping[str, str]) -> Result:
    """Compare and judge what was lived."""
    rows = comparing.compare(groups, LADDER, run.seed)
    verdicts = aims.judge(rows, kinds, disturbed=run.channel == "disturbed")
    return Result(run, groups, rows, verdicts)


def as_json(found: Result) -> dict[str, Any]:
    """Give all of it as plain JSON values."""
    return {
        "what": "simulated people; nothing here was measured on people",
        "run": asdict(found.run),
        "means": [
            {
                "world": group.world,
                "policy": group.policy,
                **group.means(),
                "broken": group.broken(),
            }
            for group in found.groups
        ],
        "ladder_beside": [
            {**asdict(row), "claim": row.claim} for row in found.comparisons
        ],
        "aims": [asdict(verdict) for verdict in found.verdicts],
    }


def show(console: Console, found: Result) -> None:
    """Print the tables and the aims."""
    console.print(f"{found.run}.", style="bold", soft_wrap=True)
    console.print(_raw(found.groups))
    console.print(_beside(found.comparisons))
    console.print("Simulated. Which of the aims hold:", style="bold")
    for verdict in found.verdicts:
        console.print(aim_line(verdict), soft_wrap=True)
    held = sum(verdict.holds is True for verdict in found.verdicts)
    console.print(f"{held} of {len(found.verdicts)} aims hold.")


def _table(title: str, heads: Sequence[str]) -> Table:
    table = Table(
        title=title, title_justify="left", box=None, padding=(0, 2, 0, 0),
        header_style="bold",
    )  # fmt: skip
    for at, head in enumerate(heads):
        table.add_column(head, justify="left" if at < 2 else "right")  # noqa: PLR2004 - two names, then figures
    return table


def _raw(groups: Sequence[Group]) -> Table:
    table = _table(
        "\nSimulated: what each policy came to", ["", "policy", *COLUMNS, "broken"]
    )
    world = ""
    for group in groups:
        means = group.means()
        cells = [f"{means[name]:.{digits}f}" for name, digits in COLUMNS.values()]
        broken = " ".join(f"{name}:{n}" for name, n in group.broken().items())
        first, world = group.world if group.world != world else "", group.world
        style = "bold" if group.policy == LADDER else ""
        table.add_row(first, group.policy, *cells, broken or "0", style=style)
    return table


def _beside(rows: Sequence[Comparison]) -> Table:
    heads = ["", "baseline", "tries ratio", "prompts ratio", "recovery, days", "claim"]
    table = _table("\nSimulated: the Ladder beside each, the worst world first", heads)
    world = ""
    for row in rows:
        first, world = row.world if row.world != world else "", row.world
        claim = Text(row.claim, style=_STYLES.get(row.claim, ""))
        table.add_row(first, row.baseline, *_triple(row), claim)
    return table


def _triple(row: Comparison) -> tuple[str, str, str]:
    days = f"{row.recovery_ladder:.1f} v {row.recovery_baseline:.1f}"
    sooner = f"({row.recovery.low:+.1f} to {row.recovery.high:+.1f})"
    prompts = "-" if row.prompts is None else _measured(row.prompts)
    return _measured(row.tries), prompts, f"{days} {sooner}"


def _measured(ratio: Measured) -> str:
    return f"{ratio.value:.2f} ({ratio.low:.2f} to {ratio.high:.2f})"


def aim_line(verdict: Verdict) -> Text:
    """Say one aim in one world, and by how much where there is a number."""
    word, style = _HOLDS[verdict.holds]
    told = f": {verdict.told}" if verdict.told else ""
    line = Text(f"  {verdict.world}  ")
    line.append(f"{word:<14}", style=style)
    line.append(f"{verdict.aim}{told}")
    return line
