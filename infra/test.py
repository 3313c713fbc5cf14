"""`make test`: all tests on all cores, then the coverage gate of the core.

`make cover` (`--whole`) measures the shell as well: what runs measured takes twice as
long, which is a quarter of the suite. Other arguments go to pytest, and then the gates
rest: a part of the tests covers a part of the code.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from infra import browser

HERE = Path(__file__).resolve().parent.parent
MOST_WORKERS = 8  # each has its own connections; the embedded server allows 100
CLOSING = re.compile(r"=+ .*\b(passed|failed|error|skipped|no tests ran)\b.* in .*=+")
WHOLE = "--whole"
MEASURES = "HANDRAIL_TESTS_MEASURE"  # what tests/conftest.py is told: "core" or "all"
CORE = ("the core", ["report", "--include=flows/*", "--fail-under=100"])
ALL = ("all", ["report"])


def main(words: list[str]) -> int:
    """Run everything; 0 when all passed and the gates hold."""
    os.chdir(HERE)
    # Images for containers set it, and then each of the hundreds of processes that the
    # tests start compiles everything anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    whole = WHOLE in words
    words = [word for word in words if word != WHOLE]
    os.environ[MEASURES] = "all" if whole else "core"
    measured = ["-m", "coverage", "run", *([] if whole else ["--source=flows"])]
    say_what_rests()
    run(["-m", "coverage", "erase"])
    failed, closing = tests(measured, words)
    if not words:
        run([*measured, "-m", "infra.importing"])
        failed = gates_fail((CORE, ALL) if whole else (CORE,)) or failed
    print(f"\n{closing}", flush=True)
    return failed


def gates_fail(gates: tuple[tuple[str, list[str]], ...]) -> int:
    """Report what was measured at each gate; 0 when all hold."""
    run(["-m", "coverage", "combine", "--quiet"])
    failed = 0
    for name, gate in gates:
        print(f"\n== coverage of {name}", flush=True)
        failed = run(["-m", "coverage", *gate]) or failed
    return failed


def say_what_rests() -> None:
    """Fetch what tests compare with, and say plainly which will not run, and why."""
    fetch = HERE / "infra" / "fetch_openapi.py"
    if fetch.exists():
        run([str(fetch)])
    browser.install()
    if browser.found() is None:
        print("No chromium here or to be had: the tests of the pages are NOT run.")


def tests(measured: list[str], words: list[str]) -> tuple[int, str]:
    """Run pytest under coverage; its exit code and its closing line."""
    # One more than there are cores: tests wait for servers and browsers, too.
    workers = str(min((os.cpu_count() or 2) + 1, MOST_WORKERS))
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    closing = "pytest ended before its closing line"
    with subprocess.Popen(
        [sys.executable, *measured, "-m", "pytest", "-n", workers, *colour, *words],
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            if CLOSING.search(line):
                closing = line.rstrip()
    return running.returncode, closing


def run(words: list[str]) -> int:
    """Run Python with these words; its exit code."""
    return subprocess.run([sys.executable, *words], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
