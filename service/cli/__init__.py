"""The command `handrail`: a table of commands, each imported when it is called.

`handrail --help` reads the table alone, so it answers at once.
"""

import inspect
import re
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the table: where a command lives and what `--help` says of it."""

    module: str
    attribute: str
    summary: str


COMMANDS: dict[str, Command] = {
    "run": Command("service.cli.run", "app", "Run everything on this machine."),
    "web": Command("service.cli.web", "app", "Serve the pages and webhooks."),
    "worker": Command("service.cli.processes", "worker", "Do the queued work."),
    "clock": Command("service.cli.processes", "clock", "Ring for what is due."),
    "switchboard": Command(
        "service.cli.processes", "switchboard", "Serve the demo's phone network."
    ),
    "migrate": Command("service.cli.processes", "migrate", "Bring the tables up."),
    "demo": Command("service.cli.processes", "demo", "Seed the demo programme."),
    "organisation": Command(
        "service.cli.setting_up", "organisations", "Set up an organisation."
    ),
    "programme": Command(
        "service.cli.setting_up",
        "programmes",
        "Set up a programme, show it, set its language.",
    ),
    "connect": Command(
        "service.cli.connecting", "connect", "Point the carrier's number at us."
    ),
    "gate": Command(
        "service.cli.gating", "app", "Show, open and pace what goes to the carrier."
    ),
    "people": Command(
        "service.cli.people", "app", "Add, import, list, show, release people."
    ),
    "coaches": Command(
        "service.cli.appointing", "app", "Say who is told of alerts, and by what."
    ),
    "accounts": Command(
        "service.cli.accounts", "app", "Say who may sign in to the console."
    ),
    "alerts": Command(
        "service.cli.alarms", "app", "List alerts, and say who has them."
    ),
    "doubts": Command(
        "service.cli.doubting", "app", "Decide what became of a message in doubt."
    ),
    "restored": Command(
        "service.cli.restoring", "command", "Let a backup go on, once looked at."
    ),
    "plan": Command(
        "service.cli.previews", "app", "Show what comes for a person, and why."
    ),
    "flows": Command("service.cli.flows", "app", "Check, draw and test scripts."),
    "understand": Command(
        "service.cli.understanding", "command", "Say what a reply is taken to mean."
    ),
    "rehearse": Command(
        "service.cli.rehearsing", "command", "Live through weeks of it in seconds."
    ),
    "simulate": Command(
        "service.cli.simulating", "command", "Compare the Ladder on simulated people."
    ),
    "drill": Command(
        "service.cli.drilling", "command", "Attack it while it works, and judge it."
    ),
    "talk": Command("service.cli.talk", "command", "Play a script in the terminal."),
}


class _Table(TyperGroup):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Name every command, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Give a stand-in that knows the summary; None when there is no such word."""
        found = COMMANDS.get(cmd_name)
        return TyperCommand(cmd_name, help=found.summary) if found else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Import the command that was called."""
        name, stand_in, rest = super().resolve_command(ctx, args)
        return name, load(name) if stand_in and name else stand_in, rest


def load(name: str) -> Any:
    """Import a command by its name in the table."""
    line = COMMANDS[name]
    part = getattr(import_module(line.module), line.attribute)
    if not isinstance(part, typer.Typer):
        alone = typer.Typer(add_completion=False)
        alone.command(name)(part)
        part = alone
    command = typer.main.get_command(part)
    command.name = name
    _reflow(command)
    return command


def _reflow(command: Any) -> None:
    """Let the terminal, not our editor, break the lines of a command's help."""
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(command.help or ""))
    command.help = "\n\n".join(" ".join(text.split()) for text in paragraphs)
    for inner in getattr(command, "commands", {}).values():
        _reflow(inner)


app = typer.Typer(
    cls=_Table,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a frame's values may be a person's words
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def handrail() -> None:
    """Handrail: micro-coaching by text that lets go.

    Settings come from the environment; docs/reference/settings.md lists them.
    """
