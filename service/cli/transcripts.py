"""Plays transcripts against the scripts beside them, or those that ship."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from flows.talk import transcript
from flows.talk.cards import ScriptError
from flows.talk.coverage import Coverage, Way, coverage
from flows.talk.grammar import Script
from flows.talk.transcript import BadTranscript
from service.cli import shelf
from service.cli.shelf import Found, NoScript


class NoTranscript(Exception):
    """There is no transcript; the message says where none was found."""


@dataclass(frozen=True, slots=True)
class Played:
    """One transcript: as it stands, as it really goes, and the ways it went."""

    path: Path
    source: str
    now: str
    script: Script
    ways: tuple[Way, ...]

    @property
    def difference(self) -> str:
        """Return a unified diff from what stands to what goes; "" when they agree."""
        before, after = self.source.splitlines(True), self.now.splitlines(True)
        names = (f"{self.path} as it stands", f"{self.path} as it goes")
        return "".join(unified_diff(before, after, *names))


def files(paths: Iterable[str]) -> list[Path]:
    """Return all transcripts in `paths`, files or folders; raises NoTranscript."""
    return [one for path in paths for one in _in(Path(path))]


def _in(path: Path) -> list[Path]:
    inside = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    if not inside or not inside[0].is_file():
        raise NoTranscript(f"There is no transcript at {path}.")
    return inside


class Library:
    """The scripts that transcripts name, each read once."""

    def __init__(self) -> None:
        self._read: dict[Path, Script] = {}

    def script(self, name: str, folder: Path) -> Script:
        """Return the script `name` beside a transcript, or else the shipped one.

        Raises NoScript, ScriptError.
        """
        beside = Found(name, folder)
        one = beside if beside.path.is_file() else shelf.find(name)
        if one.path not in self._read:
            self._read[one.path] = one.script()
        return self._read[one.path]


def play(path: Path, scripts: Library) -> Played:
    """Play one transcript.

    Raises BadTranscript, whose message names the file, for one that cannot be played.
    """
    source = path.read_text("utf-8")
    try:
        script = scripts.script(transcript.read(source).script, path.parent)
        now, ways = transcript.play(source, script)
    except (BadTranscript, NoScript, ScriptError) as error:
        raise BadTranscript(f"{path}: {error}") from error
    return Played(path, source, now, script, tuple(ways))


def coverages(played: Iterable[Played]) -> Iterator[Coverage]:
    """Yield for each script what its transcripts have not played of it."""
    gone: dict[str, tuple[Script, list[Way]]] = {}
    for one in played:
        key = f"{one.script.name} {one.script.version}"
        gone.setdefault(key, (one.script, []))[1].extend(one.ways)
    for script, ways in gone.values():
        yield coverage(script, ways)


def missing(one: Coverage) -> Iterator[str]:
    """Yield as lines what transcripts have not played of a script."""
    yield from (f"  never reached: {name}" for name in one.unreached)
    yield from (f"  never gone: {begin} -> {end}" for begin, end in one.ungone)
