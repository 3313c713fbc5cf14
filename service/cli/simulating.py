"""`handrail simulate`: how the Ladder does among simulated people, beside baselines.

Law: the same seed gives the same figures, whatever the number of jobs: work is cut by
world and people, and put together again in their order.
"""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from multiprocessing import cpu_count, get_context
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from flows.lab import picture
from flows.lab.living import Trial, live
from flows.lab.metrics import Figures, Group, figures
from flows.lab.parameters import Lab, read
from flows.lab.policies import AS_WINDOW, LADDER, POLICIES
from service.cli import simulated
from service.cli.simulated import Run

CHUNK = 10  # people to one piece of work
MOST_PEOPLE, MOST_JOBS = 100_000, 256
Lived = dict[str, list[Figures]]  # policy -> figures, by number of person


@dataclass(frozen=True, slots=True)
class Piece:
    """Some people of one world, who live under every policy that is asked for."""

    world: str
    channel: str
    seed: int
    people: range
    policies: tuple[str, ...]


@cache
def shipped() -> Lab:
    """Read the worlds that ship."""
    return read(files("flows").joinpath("lab/worlds.yaml").read_text("utf-8"))


def lived(piece: Piece) -> Lived:
    """Let the people of one piece live; this may run in a process of its own."""
    lab = shipped()
    trial = Trial(lab, lab.worlds[piece.world], piece.channel, piece.seed)
    return {
        name: [
            figures(live(trial, number, POLICIES[name]), lab.protocol)
            for number in piece.people
        ]
        for name in piece.policies
    }


def pieces(run: Run, policies: Sequence[str]) -> list[Piece]:
    """Cut a run into pieces, in the order in which they are put together."""
    return [
        Piece(
            world,
            run.channel,
            run.seed,
            range(first, min(first + CHUNK, run.people)),
            tuple(name for name in policies if _differs(name, world)),
        )
        for world in run.worlds
        for first in range(0, run.people, CHUNK)
    ]


def _differs(policy: str, world: str) -> bool:
    """Leave out a wrong declaration of the step where it would be the right one."""
    return policy != AS_WINDOW or shipped().worlds[world].kind != "window"


def gathered(some: Sequence[Piece], told: Sequence[Lived]) -> list[Group]:
    """Put pieces together: one group for each world and policy."""
    groups: dict[tuple[str, str], list[Figures]] = {}
    for piece, found in zip(some, told, strict=True):
        for name, rows in found.items():
            groups.setdefault((piece.world, name), []).extend(rows)
    return [Group(world, name, tuple(rows)) for (world, name), rows in groups.items()]


def all_lived(some: Sequence[Piece], jobs: int) -> list[Lived]:
    """Live through all pieces, in so many processes, with a bar while it takes."""
    with _bar(len(some)) as advance:
        if jobs == 1:
            return list(_one_by_one(some, advance))
        # Spawned, not forked: nothing of this process may leak into the figures.
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            futures = [pool.submit(lived, piece) for piece in some]
            for _ in as_completed(futures):
                advance()
            return [future.result() for future in futures]


def _one_by_one(some: Sequence[Piece], advance: simulated.Advance) -> Iterator[Lived]:
    for piece in some:
        yield lived(piece)
        advance()


@contextmanager
def _bar(total: int) -> Iterator[simulated.Advance]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(
        *columns, console=console, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task("Simulating", total=total)
        yield lambda: progress.advance(task)


def fitted(console: Console) -> Console:
    """Give a file the width that tables need; a terminal has its own."""
    if not console.is_terminal:
        console.width = simulated.WIDTH
    return console


def _chosen(given: str, known: Sequence[str], what: str) -> tuple[str, ...]:
    """Read names divided by commas; all when there are none."""
    names = tuple(dict.fromkeys(filter(None, given.split(",")))) or tuple(known)
    if unknown := [name for name in names if name not in known]:
        raise typer.BadParameter(
            f"There is no {what} {unknown[0]}. There are: {', '.join(known)}."
        )
    return names


People = Annotated[
    int, typer.Option(min=1, max=MOST_PEOPLE, help="How many in each world.")
]
Worlds = Annotated[
    str, typer.Option(help="Names of worlds, such as F1,F9; without it, all.")
]
Policies = Annotated[
    str, typer.Option(help="Names of baselines, such as fixed,late_only; else all.")
]
Seed = Annotated[int, typer.Option(help="The same seed, the same figures.")]
Jobs = Annotated[
    int, typer.Option(min=0, max=MOST_JOBS, help="Processes; 0: one per core.")
]
Disturbed = Annotated[
    bool, typer.Option("--disturbed", help="People report much less.")
]
Json = Annotated[Path | None, typer.Option("--json", help="Write all figures here.")]
Picture = Annotated[Path | None, typer.Option("--picture", help="Draw an SVG here.")]


def command(  # noqa: PLR0913, PLR0917 -- a command's options are its arguments
    people: People = 300,
    worlds: Worlds = "",
    policies: Policies = "",
    seed: Seed = 1,
    jobs: Jobs = 0,
    disturbed: Disturbed = False,
    json_file: Json = None,
    picture_file: Picture = None,
) -> None:
    """Compare the Ladder with plain schedules, on simulated people alone.

    Prints what each did in each simulated world, the Ladder beside each baseline with
    bootstrap intervals, the worst world first, and which aims hold. Nothing of it was
    measured on people: docs/explanation/simulations.md says what may be claimed.

    Example: handrail simulate --people 50 --worlds F3 --policies late_only,fixed
    """
    lab = shipped()
    run = Run(
        people,
        _chosen(worlds, tuple(lab.worlds), "world"),
        "disturbed" if disturbed else "usual",
        seed,
    )
    names = dict.fromkeys((LADDER, *_chosen(policies, tuple(POLICIES), "policy")))
    work = pieces(run, tuple(names))
    groups = gathered(work, all_lived(work, jobs or cpu_count()))
    kinds = {name: lab.worlds[name].kind for name in run.worlds}
    result = simulated.result(run, groups, kinds)
    simulated.show(fitted(Console(highlight=False)), result)
    if json_file is not None:
        json_file.write_text(json.dumps(simulated.as_json(result), indent=1), "utf-8")
    if picture_file is not None:
        drawn = picture.draw(groups, ladder=LADDER, told=str(run))
        picture_file.write_text(drawn, "utf-8")
