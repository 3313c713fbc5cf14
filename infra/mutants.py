"""Mutation testing: the modules that matter are broken on purpose, line by line.

`make mutants` breaks them in a copy of what is committed, with mutmut, and runs the
tests that reach each line: 85 of a hundred mutants at the least must be noticed. Who
survives is listed, with the reason from `infra/survivors.yaml` or as unexplained.
"""

import argparse
import json
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

HERE = Path(__file__).resolve().parent.parent
REQUIREMENTS = HERE / "infra" / "requirements-mutants.txt"
REASONS = HERE / "infra" / "survivors.yaml"
AIM = 0.85
# pytest's exit codes when a test failed, and when a broken line broke pytest itself.
# Whoever was given up after a time is not among them: a busy machine is slow, too.
NOTICED = frozenset({1, 3})
NOT_REACHED = 33  # mutmut's code for a line that no chosen test comes to
SURVIVED = 0

QUIETLY = ("-p", "no:randomly", "-p", "no:xdist")
# mutmut gives a mutant up after (PATIENCE + the time of its tests) * TIMES_AS_LONG
# seconds by the clock. So long only nobody waits but who waits for ever: endless loops
# are ended much sooner, by the processor time they took (`infra/mutants_plugin.py`).
PATIENCE, TIMES_AS_LONG = 10.0, 30.0

_LADDER = (
    "flows/test_coach_ladder.py",
    "flows/test_coach_ladder_fades.py",
    "flows/test_coach_ladder_lapses.py",
    "flows/test_coach_ladder_wishes.py",
)
# What is broken, and the tests that are to notice; of the same tests, together.
MODULES: Mapping[str, tuple[str, ...]] = {
    "flows/safety/consent.py": ("flows/test_safety_consent.py",),
    "flows/coach/timing.py": ("flows/test_coach_timing.py",),
    "flows/coach/ladder.py": _LADDER,
    "flows/coach/ladder_state.py": _LADDER,
    "flows/coach/ladder_codec.py": _LADDER,
    "service/carrier/signature.py": (
        "wire/test_signature.py",
        "wire/test_guard.py",
        "wire/test_wire.py",
    ),
    "service/usecases/delivery.py": ("service/test_delivery_joining.py",),
    "service/store/outbox.py": ("service/test_outbox.py",),
    "service/store/guesses.py": ("service/test_outbox.py",),
    "service/store/gates.py": ("service/test_gates.py",),
    "service/store/handfuls.py": (
        "service/test_handfuls.py",
        "service/test_outbox.py",
        "service/test_fairness.py",
    ),
}


# Those whose statements are broken, too (`infra/mutants_sql.py`).
STATEMENTS = frozenset(
    {
        "service/store/outbox.py",
        "service/store/guesses.py",
        "service/store/handfuls.py",
    }
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One way of breaking a line: its name, what came of it, and the line's change.

    Of a function the change is asked for only when it is shown.
    """

    name: str
    code: int | None
    change: str = ""

    @property
    def module(self) -> str:
        """The file it is of; of its statements, if it is of one."""
        module, _, last = self.function.rpartition(".")
        return module.replace(".", "/") + ".py" + (", SQL" if last.isupper() else "")

    @property
    def function(self) -> str:
        """The function it is of, as `module.function`."""
        module, _, last = self.name.rpartition(".")
        return f"{module}.{last.rpartition('__mutmut_')[0].removeprefix('x_')}"

    @property
    def noticed(self) -> bool:
        """Whether a test failed by it."""
        return self.code in NOTICED

    @property
    def how(self) -> str:
        """How it got away, where that is not by passing all tests."""
        words: dict[int | None, str] = dict.fromkeys((*NOTICED, SURVIVED), "")
        words |= {NOT_REACHED: ": no test comes here", None: ": not run"}
        return words.get(self.code, f": given up ({self.code})")


def main(words: Sequence[str] | None = None) -> int:
    """Break, test, and print who survived; 1 when too many, or one unexplained."""
    given = _parser().parse_args(words)
    began = time.monotonic()
    mutants: list[Mutant] = []
    survived: dict[Mutant, str] = {}
    with tempfile.TemporaryDirectory(prefix="handrail-mutants-") as folder:
        copy = Path(folder) / "handrail"
        _run("git", "clone", "--quiet", "--local", str(HERE), str(copy))
        python = _environment(copy)
        print(f"{'module':32} mutants  noticed  share", flush=True)
        for group in _groups(given.only or MODULES):
            _break(copy, python, group, given.children)
            found = (*_mutants(copy), *_statements(copy, python, group))
            mutants += found
            _rows(found)
            survived |= {
                one: one.change or _change(copy, python, one)
                for one in found
                if not one.noticed
            }
            shutil.rmtree(copy / "mutants")
    return _print(mutants, survived, time.monotonic() - began)


def _groups(wanted: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the modules that have the same tests, together."""
    by_tests: dict[tuple[str, ...], list[str]] = {}
    for name in wanted:
        by_tests.setdefault(MODULES[name], []).append(name)
    yield from map(tuple, by_tests.values())


def _break(copy: Path, python: str, group: Sequence[str], children: int) -> None:
    (copy / "setup.cfg").write_text(_settings({name: MODULES[name] for name in group}))
    command = (python, "-m", "mutmut", "run", "--max-children", str(children))
    told = subprocess.run(command, cwd=copy, check=False, capture_output=True)
    if told.returncode:
        sys.exit((told.stdout[-300:] + told.stderr[-6000:]).decode(errors="replace"))


def _statements(copy: Path, python: str, group: Sequence[str]) -> Iterator[Mutant]:
    """Break the statements of those modules that have some; yield what came of it."""
    for name in STATEMENTS.intersection(group):
        told = copy / "statements.json"
        module = name.removesuffix(".py").replace("/", ".")
        tests = [f"tests/{test}" for test in MODULES[name]]
        words = (python, "-m", "infra.mutants_sql", str(told), module, *tests)
        subprocess.run(words, cwd=copy, check=True, capture_output=True)
        for mutant, (code, change) in json.loads(told.read_text()).items():
            yield Mutant(mutant, code, change)


def _parser() -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--only", nargs="*", choices=MODULES, help="these alone")
    words.add_argument("--children", type=int, default=2, help="processes at once")
    return words


def _environment(copy: Path) -> str:
    """Make an environment of mutmut's own beside what `make test` uses; its Python."""
    place = copy / ".venv"
    venv.create(place, with_pip=True)
    python = str(place / "bin" / "python")
    quiet = ("--disable-pip-version-check", "--quiet", "--no-deps")
    pinned = copy / "mutants-only.txt"
    pinned.write_text(_beyond_dev())
    _run(python, "-m", "pip", "install", *quiet, "--require-hashes", "-r", str(pinned))
    purelib = sysconfig.get_path(
        "purelib", vars={"base": str(place), "platbase": str(place)}
    )
    ours = sysconfig.get_path("purelib")
    (Path(purelib) / "beside.pth").write_text(f"{ours}\n")
    return python


def _beyond_dev() -> str:
    """Return the pins that the tests alone do not need."""
    dev = {_named(one) for one in _pins(HERE / "infra" / "requirements-dev.txt")}
    return "\n".join(one for one in _pins(REQUIREMENTS) if _named(one) not in dev)


def _pins(requirements: Path) -> Iterator[str]:
    pin = ""
    for line in requirements.read_text().splitlines():
        if line[:1].strip() and pin:
            yield pin
            pin = ""
        pin += line + "\n"
    yield pin


def _named(pin: str) -> str:
    return pin.partition("==")[0]


def _settings(wanted: Mapping[str, Sequence[str]]) -> str:
    chosen = dict.fromkeys(test for tests in wanted.values() for test in tests)
    tests = tuple(f"tests/{test}" for test in chosen)
    lists = {
        "source_paths": ("flows", "service"),
        "only_mutate": tuple(wanted),
        "also_copy": ("infra", "docs", "README.md"),
        "pytest_add_cli_args": (*QUIETLY, "-p", "infra.mutants_plugin"),
        "pytest_add_cli_args_test_selection": tests,
    }
    rows = [
        f"{name}=\n" + "".join(f"    {one}\n" for one in each)
        for name, each in lists.items()
    ]
    plain = (
        "use_git_change_detection=false\ntrack_dependencies=false\n"
        f"timeout_constant={PATIENCE}\ntimeout_multiplier={TIMES_AS_LONG}\n"
    )
    return "[mutmut]\n" + "".join(rows) + plain


def _mutants(copy: Path) -> Iterator[Mutant]:
    for told in sorted((copy / "mutants").rglob("*.py.meta")):
        codes = json.loads(told.read_text())["exit_code_by_key"]
        yield from (Mutant(name, code) for name, code in codes.items())


def _change(copy: Path, python: str, one: Mutant) -> str:
    """Return what was changed, as lines that begin with - and +."""
    command = (python, "-m", "mutmut", "show", one.name)
    shown = subprocess.run(
        command, cwd=copy, check=True, capture_output=True, text=True
    ).stdout
    lines = (line for line in shown.splitlines() if line[:1] in ("-", "+"))
    return "\n".join(line for line in lines if line[:3] not in ("---", "+++"))


def _print(
    mutants: Sequence[Mutant], survived: Mapping[Mutant, str], took_s: float
) -> int:
    share = _row("all", mutants)
    unexplained = 0
    for reason, names in _by_reason(survived).items():
        print(f"\n{reason or 'NOT YET EXPLAINED'}")
        for one in names:
            print(f"  {one.name}{one.how}\n{_indented(survived[one])}")
        unexplained += 0 if reason else len(names)
    print(
        f"\n{share:.1%} noticed (aim: {AIM:.0%}), {len(survived)} survived, of which"
        f" {unexplained} are not explained; {took_s / 60:.0f} minutes."
    )
    return 0 if share >= AIM and not unexplained else 1


def _rows(mutants: Sequence[Mutant]) -> None:
    for module in sorted({one.module for one in mutants}):
        _row(module, [one for one in mutants if one.module == module])


def _row(name: str, mutants: Sequence[Mutant]) -> float:
    noticed = sum(one.noticed for one in mutants)
    share = noticed / max(len(mutants), 1)
    print(f"{name:32} {len(mutants):7} {noticed:8} {share:6.1%}", flush=True)
    return share


def _indented(words: str) -> str:
    return "\n".join(f"    {line}" for line in words.splitlines())


def _by_reason(survived: Mapping[Mutant, str]) -> dict[str, list[Mutant]]:
    found: dict[str, list[Mutant]] = {}
    for one, change in survived.items():
        found.setdefault(_reason(one, change), []).append(one)
    return found


def _reason(one: Mutant, change: str) -> str:
    """Return why a mutant may live, "" when nobody has said so yet."""
    added = [line for line in change.splitlines() if line.startswith("+")]
    became = "\n".join(added) or change
    for row in _reasons():
        fits = any(each in became for each in row.get("change", [""]))
        if row["where"] == one.function and fits and row.get("was", "") in change:
            return str(row["why"])
    return ""


def _reasons() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = YAML(typ="safe").load(REASONS) or []
    return found


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    if shutil.which("git") is None:
        sys.exit("make mutants needs git: it works on a copy of what is committed.")
    raise SystemExit(main())
