"""`handrail drill`: the real thing, attacked on this machine, and judged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table

from service.drill import planted, report
from service.drill.order import ROLES, Glimpse, Order
from service.drill.run import drill
from service.embedded.servers import TROUBLES

ALL: Mapping[str, int] = {
    "kills": 120, "redis_wipes": 10, "db_restarts": 10, "freeze": 1, "deploys": 4,
    "clock_jumps": 10,
}  # fmt: skip
# Options that are called as they are in an order.
ALIKE = (
    "sends", "workers", "seed", "broken", "real_time", "stop_races", "webhooks",
    "lost_answers", "lost_callbacks",
)  # fmt: skip


def _count(words: str) -> Any:
    return typer.Option(help=words, min=0)


Kills = Annotated[int, _count("kill -9 of web, workers, clocks.")]
Victims = Annotated[str, typer.Option(help="Who is killed, like clock or web,worker.")]
Wipes = Annotated[int, _count("Times that Redis loses all it has.")]
Crashes = Annotated[int, _count("Times that PostgreSQL crashes.")]
Freezes = Annotated[int, _count("Workers stopped past their lease, then woken.")]
Deploys = Annotated[int, _count("New versions: handrail migrate, then each process.")]
Jumps = Annotated[
    int, _count("Times that the clock of a process jumps: -2 days, +3 h, +-30 s.")
]
Away = Annotated[float, _count("Minutes that web, workers and clocks are all down.")]
Texts = Annotated[int, _count("Texts that phones send in that outage.")]
RedisAway = Annotated[float, _count("Minutes that Redis is gone.")]
RealTime = Annotated[
    bool,
    typer.Option(
        "--real-time", help="Wait out outages; else the clock is moved over most."
    ),
]
Races = Annotated[int, _count("People who text STOP as their nudge is on its way.")]
Hooks = Annotated[int, _count("Signed webhooks, one in five a repeat, at once.")]
Percent = Annotated[
    float, typer.Option(help="In percent, of what the carrier was asked.", max=100)
]
PercentBack = Annotated[
    float, typer.Option(help="In percent, of what the carrier calls back.", max=100)
]
Called = Annotated[
    float, typer.Option(help="In percent, of people: their nudge is a call.", max=100)
]
Danger = Annotated[
    float, typer.Option(help="In percent, of texts: they tell of danger.", max=100)
]
Many = Annotated[int, typer.Option(help="Processes of that kind.", min=1)]
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


def command(  # noqa: PLR0913, PLR0917 -- a command's options are its arguments
    sends: Annotated[int, typer.Option(help="Nudges that fall due.", min=1)] = 500,
    kills: Kills = 0,
    victims: Victims = ",".join(ROLES),
    redis_wipes: Wipes = 0,
    db_restarts: Crashes = 0,
    freeze: Freezes = 0,
    deploys: Deploys = 0,
    clock_jumps: Jumps = 0,
    outage: Away = 0.0,
    texts: Texts = 200,
    redis_outage: RedisAway = 0.0,
    stop_races: Races = 0,
    webhooks: Hooks = 0,
    lost_answers: Percent = 6.0,
    lost_callbacks: PercentBack = 5.0,
    calls: Called = 5.0,
    danger: Danger = 2.0,
    clocks: Many = 1,
    workers: Many = 2,
    *,
    real_time: RealTime = False,
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

    Starts servers, processes and a phone network in a folder of their own. Nudges fall
    due and phones text while it is attacked. Then every row is held against the ledger
    of the carrier, in four words: ok, lost, double, in doubt; and promises about time,
    STOP and quiet hours against what the drill saw. With --break one safeguard is gone,
    and the drill must notice. Exit code: 0 when nothing was lost, doubled or stuck over
    60 seconds and every promise held, else 1.
    """
    _run(_ordered(locals()), as_json, picture)


def _ordered(words: Mapping[str, Any]) -> Order:
    """Return the order that these options make."""
    broken, all_ = words["broken"], words["all_"]
    if broken and broken not in planted.FAULTS:
        raise typer.BadParameter(f"no fault {broken!r}: {', '.join(planted.FAULTS)}")
    quiet = words["stop_races"] or words["webhooks"]
    return Order(
        seconds=60 * words["minutes"],
        strikes={name: words[name] or most * all_ for name, most in ALL.items()},
        victims=_victims(words["victims"]),
        clocks=max(words["clocks"], 2 if words["two_clocks"] or all_ else 1),
        settle_s=words["settle"],
        outage_minutes=words["outage"],
        outage_texts=words["texts"],
        redis_minutes=words["redis_outage"],
        # Who stops is not to be texted back and forth, and a flood is enough.
        texts_per_second=0.0 if quiet else 4.0,
        # Whoever stops is neither called nor answered.
        calls=0.0 if words["stop_races"] else words["calls"],
        danger=0.0 if words["stop_races"] else words["danger"],
        **{name: words[name] for name in ALIKE},
    )


def _victims(words: str) -> tuple[str, ...]:
    named = tuple(word.strip() for word in words.split(","))
    for name in named:
        if name not in ROLES:
            raise typer.BadParameter(f"no process {name!r}: {', '.join(ROLES)}")
    return named


def _run(order: Order, as_json: Path | None, picture: Path | None) -> None:
    console = Console()
    seen: list[Glimpse] = []
    console.print(f"Setting up {order.people} people and their processes ...")
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
    held = found.held
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
