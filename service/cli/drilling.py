"""`handrail drill`: the real thing, attacked on this machine, and judged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table

from service.drill import planted, report
from service.drill.run import Glimpse, Order, drill
from service.embedded.servers import TROUBLES

ALL: Mapping[str, int] = {
    "kills": 120, "redis_wipes": 10, "db_restarts": 10, "freeze": 1, "deploys": 8,
}  # fmt: skip


Kills = Annotated[int, typer.Option(help="kill -9 of web, workers, clocks.", min=0)]
Wipes = Annotated[int, typer.Option(help="Times that Redis loses all it has.", min=0)]
Crashes = Annotated[int, typer.Option(help="Times that PostgreSQL crashes.", min=0)]
Freezes = Annotated[
    int, typer.Option(help="Workers stopped past their lease, then woken.", min=0)
]
Deploys = Annotated[
    int, typer.Option(help="Processes replaced as a deploy does.", min=0)
]
Broken = Annotated[
    str, typer.Option("--break", help=f"Plant a fault: {', '.join(planted.FAULTS)}")
]
Json = Annotated[Path | None, typer.Option("--json", help="Write all of it there.")]
Picture = Annotated[Path | None, typer.Option(help="Draw its minutes there (SVG).")]
Minutes = Annotated[float, typer.Option(help="How long it is attacked.", min=0.1)]
Settle = Annotated[
    float, typer.Option(help="Seconds it may take afterwards, in peace.", min=1)
]
TwoClocks = Annotated[
    bool, typer.Option("--two-clocks", help="Run two clocks side by side.")
]
All = Annotated[bool, typer.Option("--all", help="Some of everything.")]


def command(  # noqa: PLR0913 -- a command's options are its arguments
    sends: Annotated[int, typer.Option(help="Nudges that fall due.", min=1)] = 500,
    kills: Kills = 0,
    redis_wipes: Wipes = 0,
    db_restarts: Crashes = 0,
    freeze: Freezes = 0,
    deploys: Deploys = 0,
    *,
    two_clocks: TwoClocks = False,
    all_: All = False,
    minutes: Minutes = 2.0,
    seed: Annotated[int, typer.Option(help="Attacks of one seed are alike.")] = 1,
    broken: Broken = "",
    settle: Settle = 240.0,
    as_json: Json = None,
    picture: Picture = None,
) -> None:
    """Attack the real Handrail while it works, and judge what came of each message.

    Starts PostgreSQL with full durability, Redis, web, workers and clock in a folder
    of their own, and a phone network that loses answers and callbacks. Nudges fall due
    and phones text while it is attacked. Then every row is held against what the
    carrier's ledger says, in four words: ok, lost, double, in doubt. With --break one
    safeguard is taken away, and the drill must notice. Exit code: 0 when nothing was
    lost, doubled or stuck over 60 seconds, else 1.
    """
    wanted = {
        "kills": kills, "redis_wipes": redis_wipes, "db_restarts": db_restarts,
        "freeze": freeze, "deploys": deploys,
    }  # fmt: skip
    strikes = {name: count or ALL[name] * all_ for name, count in wanted.items()}
    if broken and broken not in planted.FAULTS:
        raise typer.BadParameter(f"no fault {broken!r}: {', '.join(planted.FAULTS)}")
    order = Order(
        sends=sends, seconds=60 * minutes, strikes=strikes, seed=seed, broken=broken,
        clocks=2 if two_clocks or all_ else 1, settle_s=settle,
    )  # fmt: skip
    _run(order, as_json, picture)


def _run(order: Order, as_json: Path | None, picture: Path | None) -> None:
    console = Console()
    seen: list[Glimpse] = []
    console.print(f"Setting up {order.sends} people and their processes ...")
    try:
        with Live(console=console, refresh_per_second=2, transient=True) as live:

            def tell(glimpse: Glimpse) -> None:
                seen.append(glimpse)
                live.update(_view(glimpse))

            found = drill(order, tell)
    except TROUBLES as trouble:
        console.print(str(trouble))
        raise typer.Exit(1) from trouble
    for sentence in report.sentences(found):
        console.print(sentence, highlight=False, soft_wrap=True)
    if as_json is not None:
        as_json.write_text(json.dumps(report.as_json(found), indent=1, default=str))
    if picture is not None:
        picture.write_text(report.picture(found, seen), encoding="utf-8")
    held = found.verdict.held
    console.print("The promise held." if held else "The promise did NOT hold.")
    if not held:
        raise typer.Exit(1)


def _view(glimpse: Glimpse) -> Table:
    table = Table(
        title=f"{glimpse.phase}, {glimpse.second:.0f} s", title_justify="left"
    )
    for name in ("what", "how many"):
        table.add_column(name)
    for name, count in {**glimpse.open, **glimpse.struck}.items():
        table.add_row(name.replace("_", " "), str(count))
    if not glimpse.open:
        table.add_row("PostgreSQL", "away")
    return table
