"""Where commands find scripts: shipped ones by name, own ones by file or folder."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from flows.talk import check
from flows.talk import script as grammar
from flows.talk.cards import ScriptError, meant
from flows.talk.grammar import Script
from service.usecases import library


class NoScript(Exception):
    """There is no script of that name; the message says which there are."""


@dataclass(frozen=True, slots=True)
class Found:
    """One script file; `folder` is where those it enters are looked for first."""

    name: str
    folder: Path

    @property
    def path(self) -> Path:
        """Return where the script stands."""
        return self.folder / f"{self.name}.yaml"

    def source_of(self, name: str) -> str:
        """Return the source of a script: the one beside this, or the shipped one.

        Raises LookupError when there is neither.
        """
        beside = self.folder / f"{name}.yaml"
        return beside.read_text("utf-8") if beside.is_file() else _shipped(name)

    def script(self) -> Script:
        """Read the script with those it enters; raises ScriptError."""
        return library.read(self.name, grammar.bundle(self.name, self.source_of))

    def shown(self, file: str) -> str:
        """Return the path of `file`, which is a script's own name for it."""
        beside = self.folder / file
        path = beside if beside.is_file() else _folder() / file
        return str(_near(path))


def _shipped(name: str) -> str:
    return library.sources()[name]


def _folder() -> Path:
    return Path(str(library.SCRIPTS))


def _near(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def find(name: str) -> Found:
    """Find a script: a shipped one by its name, or a path that ends in .yaml.

    Raises NoScript.
    """
    path = Path(name)
    if path.suffix == ".yaml":
        if not path.is_file():
            raise NoScript(f"There is no file {name}.")
        return Found(path.stem, path.parent)
    known = library.sources()
    if name not in known:
        raise NoScript(f"No script is called {name}. {meant(name, tuple(known))}")
    return Found(name, _folder())


def found(paths: Iterable[str]) -> list[Found]:
    """Find all scripts in `paths`, files, folders or names; the shipped ones for none.

    Raises NoScript.
    """
    given = list(paths)
    if not given:
        return [Found(name, _folder()) for name in library.sources()]
    return [one for path in given for one in _in(path)]


def _in(path: str) -> Iterator[Found]:
    folder = Path(path)
    if not folder.is_dir():
        yield find(path)
        return
    inside = sorted(folder.glob("*.yaml"))
    if not inside:
        raise NoScript(f"There is no script in {path}.")
    yield from (Found(one.stem, folder) for one in inside)


# ---- what is checked with ----


@cache
def longest() -> Mapping[str, str]:
    """Return the longest value that each fact may have."""
    return grammar.longest(files("flows").joinpath("longest.yaml").read_text("utf-8"))


def kept(some: Iterable[Found]) -> frozenset[str]:
    """Return the facts kept by these scripts, the ones beside them and shipped ones."""
    folders = {_folder(), *(one.folder for one in some)}
    return frozenset(
        name
        for folder in folders
        for path in folder.glob("*.yaml")
        for name in _kept(Found(path.stem, folder))
    )


def _kept(one: Found) -> Iterable[str]:
    try:
        return check.kept(one.script())
    except ScriptError:
        return ()
