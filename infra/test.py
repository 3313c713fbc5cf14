"""`make test`: all tests on all cores, then the coverage gates. Arguments go to pytest.

With arguments the gates rest: a part of the tests covers a part of the code. They rest
after a failure, too.
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
GATES = (
    ("the core", ["report", "--include=flows/*", "--fail-under=100"]),
    ("all", ["report"]),
)


def main(words: list[str]) -> int:
    """Run everything; 0 when all passed and the gates hold."""
    os.chdir(HERE)
    # Images for containers set it, and then each of the hundreds of processes that the
    # tests start compiles everything anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    say_what_rests()
    run(["-m", "coverage", "erase"])
    failed, closing = tests(words)
    if failed:
        return failed  # what failed is said last: of a log of CI often the end is kept
    if not words:
        run(["-m", "coverage", "run", "-m", "infra.importing"])
        run(["-m", "coverage", "combine", "--quiet"])
        for name, gate in GATES:
            print(f"\n== coverage of {name}", flush=True)
            failed = run(["-m", "coverage", *gate]) or failed
    print(f"\n{closing}", flush=True)
    return failed


def say_what_rests() -> None:
    """Fetch what tests compare with, and say plainly which will not run, and why."""
    fetch = HERE / "infra" / "fetch_openapi.py"
    if fetch.exists():
        run([str(fetch)])
    browser.install()
    if browser.found() is None:
        print("No chromium here or to be had: the tests of the pages are NOT run.")


def tests(words: list[str]) -> tuple[int, str]:
    """Run pytest under coverage; its exit code and its closing line."""
    # Two for each core: tests wait for servers and browsers, too. With one more than
    # there are cores, a quarter of the machine stood idle.
    workers = str(min(2 * (os.cpu_count() or 2), MOST_WORKERS))
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    closing = "pytest ended before its closing line"
    with subprocess.Popen(
        [sys.executable, *MEASURED, "-n", workers, *colour, *words],
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            if CLOSING.search(line):
                closing = line.rstrip()
    return running.returncode, closing


MEASURED = ["-m", "coverage", "run", "-m", "pytest"]


def run(words: list[str]) -> int:
    """Run Python with these words; its exit code."""
    return subprocess.run([sys.executable, *words], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
