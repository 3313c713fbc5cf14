"""`handrail talk`: plays a script in the terminal with the pure engine.

Nothing is stored or sent, and time passes only as the player says, so that a rehearsal
can be saved as a transcript and played again as a test.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from flows.talk.engine import Fact
from flows.talk.events import CHANNELS, Channel
from flows.talk.grammar import Script
from flows.talk.script import ScriptError
from flows.talk.transcript import BadTranscript, Player, facts
from service.cli import shelf
from service.cli.shelf import NoScript
from service.usecases.playing import SAMPLE

Write = Callable[[str], object]
MANUAL: Mapping[Channel, str] = {
    "text": "Type what the person texts. `~ 10s` lets time pass (s, m, h, d), "
    "`* silence` closes the question, an empty line ends.",
    "voice": "Type what the caller does: digits are keys, words are speech, `o words` "
    "is a recording, an empty line is silence, `* hung up` goes on by text.",
}
OPENED = "* opened"


GREETING = "greeting"
_KEYS = re.compile(r"[0-9*]+#?|#")
_MARKED = ("> ", "^ ", "o ", "~ ", "* ", "# ")


def find(name: str) -> Script:
    """Read the script called `name`: a shipped one, or a path that ends in .yaml.

    Raises NoScript, or ScriptError when it cannot be read.
    """
    return shelf.find(name).script()


def greeted(greeting: Script, facts: Mapping[str, Fact], write: Write) -> None:
    """Say what begins every call, before the script itself."""
    for line in Player(greeting, facts, channel="voice").play(OPENED):
        if line.startswith("( "):
            write(line)


def play(
    script: Script,
    facts: Mapping[str, Fact],
    lines_in: Iterable[str],
    write: Write,
    *,
    channel: Channel = "text",
) -> str:
    """Play `script` with the lines typed; return the whole as a transcript.

    A line is what the person texts or does in a call, or a line of a transcript
    (`~ 10s`, `* silence`). Each line that comes of it is given to `write` at once; a
    script that Handrail opens is opened first, and so is a call.
    """
    player = Player(script, facts, channel=channel)
    kept = [*_head(script, facts, channel)]
    if channel == "voice" or not script.hears_first:
        kept += _turn(player, OPENED, write)
    for line in lines_in:
        in_call = player.channel == "voice"
        if player.over or not (line.strip() or in_call):
            break
        kept += _turn(player, _marked(line.strip(), in_call=in_call), write)
    return "\n".join(kept) + "\n"


def _head(script: Script, facts: Mapping[str, Fact], channel: Channel) -> Iterator[str]:
    yield f"script: {script.name}"
    if channel == "voice":
        yield "channel: voice"
    told = "; ".join(f"{name}={_written(value)}" for name, value in facts.items())
    yield f"facts: {told}"


def _written(value: Fact) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _marked(line: str, *, in_call: bool) -> str:
    if line[:2] in _MARKED:
        return line
    if in_call and not line:
        return "* silence"
    if in_call and _KEYS.fullmatch(line):
        return f"^ {line.rstrip('#') or '#'}"
    return f"> {line}"


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
    channel: Channel = "text",
    save: Path | None = None,
) -> None:
    """Play the script called `name`, and keep the transcript in `save` if asked.

    `given` facts come before those of a sample person. A call begins with the script
    `greeting`, which is no part of the transcript. Raises NoScript, also for a script
    that is not for this channel, and ScriptError.
    """
    script, facts = find(name), {**SAMPLE, **given}
    if channel not in script.channels:
        raise NoScript(f"{name} is played as {' or '.join(script.channels)} alone.")
    write(f"{script.name}: {script.about}" if script.about else script.name)
    write(MANUAL[channel])
    if channel == "voice" and script.name != GREETING:
        greeted(find(GREETING), facts, write)
    transcript = play(script, facts, lines_in, write, channel=channel)
    if save is not None:
        save.write_text(transcript, "utf-8")
        write(f"Saved as {save}.")


def _facts_of(pairs: Iterable[str]) -> dict[str, Fact]:
    return {name: fact for pair in pairs for name, fact in facts(pair).items()}


def _channel(name: str) -> Channel:
    for channel in CHANNELS:
        if name == channel:
            return channel
    raise NoScript(f"A script is played as {' or '.join(CHANNELS)}, not as {name}.")


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
    channel: Annotated[
        str, typer.Option("--as", help="Play it as `text`, or as a call: `voice`.")
    ] = "text",
    save: Annotated[
        Path | None,
        typer.Option(
            help="Save the conversation as a transcript that a test can play."
        ),
    ] = None,
) -> None:
    """Play a script in the terminal, with a sample person and the real engine.

    Nothing is stored or sent. Lines that begin with `<` are texts she would get, `(` is
    spoken, `)` what a call waits for, `=` what else would happen, `!` what was not
    accepted, `.` the end.

    Example: handrail talk daily_win --fact "step=ask one question" --save try.txt
    """
    try:
        given, by = _facts_of(fact or ()), _channel(channel)
        talk(script, given, sys.stdin, print, channel=by, save=save)
    except (NoScript, ScriptError) as error:
        raise typer.BadParameter(str(error)) from error
