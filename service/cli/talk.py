"""`handrail talk`: plays a script in the terminal with the pure engine.

Nothing is stored or sent, and time passes only as the player says, so that a rehearsal
can be saved as a transcript and played again as a test.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from flows.talk import script as grammar
from flows.talk.engine import Fact
from flows.talk.grammar import Script
from flows.talk.script import ScriptError
from flows.talk.transcript import BadTranscript, Player, facts
from service.usecases import library

Write = Callable[[str], object]
SAMPLE: Mapping[str, Fact] = {
    "name": "Mila",
    "goal": "find my voice in the team",
    "step": "say one idea at stand-up",
    "cue": "the stand-up",
    "programme": "Small Steps",
    "coach": "Ana",
    "seed": 0,
    "tries_this_week": 2,
    "per_week": 8,
    "why": "Nothing was told by 18:30, so one text went out.",
    "window": "17:00-19:00",
    "today": "2026-03-02",
    "crisis_line": "Call or text 988 now (US), or 911 if you are in danger.",
    "past_win": "said my idea when the floor was opened",
    "pause_days": 7,
    "alerted": True,
}
MANUAL = (
    "Type what the person texts. `~ 10s` lets time pass (s, m, h, d), `* silence` "
    "closes the question, an empty line ends."
)
OPENED = "* opened"


class NoScript(Exception):
    """There is no script of that name; the message says which there are."""


def find(name: str) -> Script:
    """Read the script called `name`: a shipped one, or a path that ends in .yaml.

    Raises NoScript, or ScriptError when it cannot be read.
    """
    path = Path(name)
    if path.suffix == ".yaml":
        if not path.is_file():
            raise NoScript(f"There is no file {name}.")
        return grammar.parse(_bundled(path), name=path.stem)
    known = library.shipped()
    if name not in known:
        raise NoScript(f"No script is called {name}. Shipped ones: {', '.join(known)}.")
    return grammar.parse(known[name], name=name)


def _bundled(path: Path) -> str:
    """Read a script with those it enters: beside it, or else the shipped ones."""

    def source_of(name: str) -> str:
        beside = path.with_name(f"{name}.yaml")
        if beside.is_file():
            return beside.read_text("utf-8")
        return library.sources()[name]

    return grammar.bundle(path.stem, source_of)


def play(
    script: Script, facts: Mapping[str, Fact], lines_in: Iterable[str], write: Write
) -> str:
    """Play `script` with the lines typed; return the whole as a transcript.

    A line is what the person texts, or a line of a transcript (`~ 10s`, `* silence`).
    Each line that comes of it is given to `write` as it comes. A script that Handrail
    opens is opened first.
    """
    player = Player(script, facts)
    told = "; ".join(f"{name}={_written(value)}" for name, value in facts.items())
    kept = [f"script: {script.name}", f"facts: {told}"]
    if not script.hears_first:
        kept += _turn(player, OPENED, write)
    for line in lines_in:
        if not line.strip() or player.over:
            break
        kept += _turn(player, _marked(line.rstrip("\n")), write)
    return "\n".join(kept) + "\n"


def _written(value: Fact) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _marked(line: str) -> str:
    return line if line[:2] in ("> ", "~ ", "* ", "# ") else f"> {line}"


def _turn(player: Player, line: str, write: Write) -> list[str]:
    try:
        lines = list(player.play(line))
    except BadTranscript as wrong:
        write(f"! {wrong}")
        return []
    for one in lines[1:]:
        write(one)
    return lines


def talk(
    name: str,
    given: Mapping[str, Fact],
    lines_in: Iterable[str],
    write: Write,
    *,
    save: Path | None = None,
) -> None:
    """Play the script called `name`, and keep the transcript in `save` if asked.

    `given` facts come before those of a sample person. Raises NoScript, ScriptError.
    """
    script = find(name)
    write(f"{script.name}: {script.about}" if script.about else script.name)
    write(MANUAL)
    transcript = play(script, {**SAMPLE, **given}, lines_in, write)
    if save is not None:
        save.write_text(transcript, "utf-8")
        write(f"Saved as {save}.")


def _facts_of(pairs: Iterable[str]) -> dict[str, Fact]:
    return {name: fact for pair in pairs for name, fact in facts(pair).items()}


def command(
    script: Annotated[
        str,
        typer.Argument(help="A shipped script (daily_win), or a path to a .yaml file."),
    ],
    fact: Annotated[
        list[str] | None,
        typer.Option(
            help="A fact of the person, as name=value; give it once for each fact.",
            metavar="NAME=VALUE",
        ),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            help="Save the conversation as a transcript that a test can play."
        ),
    ] = None,
) -> None:
    """Play a script in the terminal, with a sample person and the real engine.

    Nothing is stored or sent. Lines that begin with `<` are texts she would get, `=` is
    what else would happen, `!` what was not accepted, `.` the end.

    Example: handrail talk daily_win --fact "step=ask one question" --save try.txt
    """
    try:
        talk(script, _facts_of(fact or ()), sys.stdin, print, save=save)
    except (NoScript, ScriptError) as error:
        raise typer.BadParameter(str(error)) from error
