"""Builds `.venv` from the pinned, hashed requirements, with nothing but Python.

    python3 infra/bootstrap.py run     what `make run` needs
    python3 infra/bootstrap.py dev     and what `make test` and `make lint` need

A marker, written last, says what stands in `.venv`: a half-made one, one of another
checkout or one of a Python that is gone is built anew. This file is read by whatever
`python3` is at hand, however old: it must parse there to say what to do.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from shlex import quote

OLDEST = (3, 11)
HERE = Path(__file__).resolve().parent.parent
VENV = HERE / ".venv"
MARKER = VENV / "handrail.json"
BIN = VENV / "bin"
REQUIREMENTS = {
    "run": HERE / "infra" / "requirements.txt",
    "dev": HERE / "infra" / "requirements-dev.txt",
}

# A shebang holds no spaces and 127 letters at most; sh takes any path. The guard is for
# processes that the command begins (`simulate`): each reads this script again.
COMMAND = """\
#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys
if __name__ == "__main__":
    from service.__main__ import main
    sys.argv[0] = "handrail"
    sys.exit(main())
"""

ADVICE = (
    (
        (
            "ensurepip is not available",
            "No module named ensurepip",
            "No module named venv",
        ),
        "This Python has no venv. On Debian and Ubuntu: apt install python3-venv",
    ),
    (
        ("THESE PACKAGES DO NOT MATCH THE HASHES",),
        "A package is not the one we pinned: a mirror altered it, or a download broke. "
        "Run it again; if it stays, do not install it, and tell us.",
    ),
    (
        ("No matching distribution", "Could not find a version"),
        "The package index has no wheel of this version for this machine. If pip could "
        "not reach the index at all (see above), check the network first.",
    ),
    (
        (
            "Connection",
            "Temporary failure in name",
            "Max retries",
            "timed out",
            "SSLError",
        ),
        "pip could not reach its package index. Check the network; behind a proxy set "
        "HTTPS_PROXY, with a mirror of your own set PIP_INDEX_URL; then run it again.",
    ),
    (("No space left",), "The disk is full: free about 500 MB, then run it again."),
)


class Trouble(Exception):
    """The environment cannot be built; the message says what to do."""


def main(words):
    """Build what is missing of the set named by the first word; 0 when it stands."""
    wanted = words[0] if words else "run"
    try:
        ensure(wanted)
    except Trouble as trouble:
        print(f"\nmake: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run it again to go on.", file=sys.stderr)
        return 130
    return 0


def ensure(wanted):
    """Make `.venv` hold the set `wanted` ("run" or "dev"): only what is missing."""
    if stands(read_marker(), wanted):
        return
    with Turn():
        marker = read_marker()  # another run may have finished it while we waited
        if stands(marker, wanted):
            return
        if not marker:
            refuse_link()
            create(newest_python())
        install(wanted)
        write_marker(wanted)


def read_marker():
    """Read what the marker tells, or {} when `.venv` must be built anew."""
    try:
        marker = json.loads(MARKER.read_text("utf-8"))
        alive = marker["checkout"] == str(HERE) and (BIN / "python").exists()
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return marker if alive else {}


def stands(marker, wanted):
    """Say whether every line of the wanted set is installed as pinned today."""
    return marker.get("sets", {}).get(wanted) == digest(wanted)


def digest(name):
    """Name the content of a set of requirements, and of the command beside them."""
    content = REQUIREMENTS[name].read_bytes() + COMMAND.encode()
    return hashlib.sha256(content).hexdigest()


def write_marker(wanted):
    """Say what stands now; "dev" holds all of "run"."""
    names = ("run", "dev") if wanted == "dev" else ("run",)
    sets = {name: digest(name) for name in names}
    text = json.dumps({"checkout": str(HERE), "sets": sets}, indent=1)
    whole = MARKER.with_suffix(".new")
    whole.write_text(text + "\n", "utf-8")
    whole.replace(MARKER)


def newest_python():
    """Find the newest Python on the PATH that we have tried, else a newer one."""
    names = [f"python3.{minor}" for minor in (13, 12, 11, 14, 15, 16)]
    seen = []
    for name in [*names, "python3", "python", sys.executable]:
        path = shutil.which(name)
        version = version_of(path) if path else None
        if version and version >= OLDEST:
            return path
        if version:
            seen.append(f"{name} is {version[0]}.{version[1]}")
    raise Trouble(
        "Handrail needs Python 3.11 or newer, and there is none on the PATH ("
        + (", ".join(seen) or "no Python at all")
        + "). Install one (python.org, apt install python3.11 python3.11-venv, brew "
        "install python), then run it again."
    )


def version_of(path):
    """Ask a Python for (major, minor); None when it does not run."""
    asked = subprocess.run(
        [path, "-c", "import sys; print(*sys.version_info[:2])"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        universal_newlines=True,  # noqa: UP021 - `text` is unknown to Python 3.6
        check=False,
    )
    words = asked.stdout.split()
    return (int(words[0]), int(words[1])) if len(words) == 2 else None


def refuse_link():
    """Raise Trouble where `.venv` only leads elsewhere: what is there is not ours."""
    if VENV.is_symlink():
        raise Trouble(
            f".venv is a link to {VENV.resolve()}, which was not built for this "
            "checkout. Nothing was changed there. Take the link away, and run it again "
            f"to build a .venv of its own here: rm {quote(str(VENV))}"
        )


def create(python):
    """Make an empty `.venv`; what stood there was half-made or of another place."""
    if VENV.exists():
        step("Removing an unfinished .venv", lambda _: shutil.rmtree(str(VENV)))
    command = [python, "-m", "venv", str(VENV)]
    step("Making .venv with " + python, lambda tell: run(command, tell))


def install(wanted):
    """Install the pinned packages, and our own two as they lie in the checkout."""
    if MARKER.exists():
        MARKER.unlink()  # from here on it is half-made
    # The pins are whole: what they leave out (Django, of which we take htmx alone) is
    # not to be had by the way.
    whole = ["--require-hashes", "--no-deps"]
    pip = [str(BIN / "python"), "-m", "pip", "install", *whole]
    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    files = ["--only-binary", ":all:", "-r", str(REQUIREMENTS[wanted])]
    count = REQUIREMENTS[wanted].read_text("utf-8").count("==")
    title = f"Installing {count} packages (about 150 MB the first time)"
    step(title, lambda tell: run([*pip, *quiet, *files], tell))
    own_packages()


def own_packages():
    """Put `flows`, `service` and the command `handrail` in reach, as they lie here."""
    asked = subprocess.run(
        [
            str(BIN / "python"),
            "-c",
            "import sysconfig as c; print(c.get_path('purelib'))",
        ],
        stdout=subprocess.PIPE,
        universal_newlines=True,  # noqa: UP021 - `text` is unknown to Python 3.6
        check=True,
    )
    path = Path(asked.stdout.strip()) / "handrail.pth"
    path.write_text(str(HERE) + "\n", "utf-8")
    write_command(BIN / "handrail", BIN / "python")


def write_command(place, python):
    """Write the command `handrail` at a place, for that Python to run."""
    place.write_text(COMMAND.format(python=python), "utf-8")
    place.chmod(0o755)


def run(command, tell):
    """Run a command, telling each line it says; Trouble with advice when it fails."""
    said = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        cwd=str(HERE),
    ) as running:
        for line in running.stdout or ():
            said.append(line.rstrip())
            tell(said[-1])
    if running.returncode != 0:
        raise Trouble(advice(command, said))


def advice(command, said):
    """Say what went wrong and what to do about it."""
    text = "\n".join(said)
    found = [mend for signs, mend in ADVICE if any(sign in text for sign in signs)]
    end = "\n".join("  " + line for line in said[-12:])
    what = " ".join(Path(word).name for word in command[:4])
    return f"`{what} ...` failed:\n{end}\n\n{found[0] if found else 'See above.'}"


def step(title, work):
    """Do one step, showing that it goes on, and for how long."""
    line = Line(title)
    try:
        work(line.tell)
    except BaseException:
        line.end("stopped after")
        raise
    line.end("done in")


class Line:
    """One line of progress: rewritten every fifth of a second on a terminal, said
    again every ten seconds elsewhere."""

    def __init__(self, title):
        self.title, self.word, self.began = title, "", time.monotonic()
        self.live = sys.stdout.isatty()
        self.over = threading.Event()
        self.beat = threading.Thread(target=self.show, daemon=True)
        self.beat.start()

    def tell(self, word):
        """Keep what the command last said; a warning of pip's is no progress."""
        if not word.lstrip().startswith(("WARNING:", "DEPRECATION:", "[notice]")):
            self.word = word.strip()

    def show(self):
        """Show the line until the step is over."""
        while not self.over.wait(0.2 if self.live else 10.0):
            self.write("\r\033[K" if self.live else "", "" if self.live else "\n")

    def write(self, before, after):
        """Write the line once."""
        width = shutil.get_terminal_size((100, 24)).columns - 1
        took = int(time.monotonic() - self.began)
        text = f"{self.title} ... {took} s  {self.word}"
        sys.stdout.write(before + text[:width] + after)
        sys.stdout.flush()

    def end(self, how):
        """Close the line; a step under a second leaves none."""
        self.over.set()
        self.beat.join()
        took = time.monotonic() - self.began
        before = "\r\033[K" if self.live else ""
        text = f"{self.title}: {how} {took:.0f} s\n" if took >= 1 else ""
        sys.stdout.write(before + text)
        sys.stdout.flush()


class Turn:
    """Waits until no other run builds the same `.venv`."""

    def __enter__(self):
        import fcntl

        folder = HERE / ".cache"
        folder.mkdir(exist_ok=True)
        self.file = (folder / "bootstrap.lock").open("w")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Another run is building .venv; waiting for it.", flush=True)
            fcntl.flock(self.file, fcntl.LOCK_EX)
        return self

    def __exit__(self, *_):
        self.file.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
