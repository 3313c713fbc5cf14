"""The drills of a night, one by one: `make drill-nightly ARGS="--into=FOLDER"`.

Each writes what it found into the folder, as JSON and as a picture; a line each is
printed. With `--planted` the planted faults follow, each of which must be found by its
name. `--scale 0.1` does a tenth of everything in a tenth of the time; `--only` one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCALED = ("--sends", "--kills", "--db-restarts", "--redis-wipes", "--clock-jumps",
          "--stop-races", "--webhooks", "--texts", "--freeze", "--deploys")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Night:
    """One drill: what it shows, and its words; `found_as` for a planted fault."""

    name: str
    words: str
    found_as: str = ""


# In each of them 6 % of answers and 5 % of callbacks are lost.
DRILLS = (
    Night("kills", "--sends 20000 --kills 5000 --minutes 14 --workers 8 --clocks 3"
          " --settle 600"),
    Night("doubts", "--sends 10000 --lost-answers 6 --lost-callbacks 5 --minutes 6"
          " --workers 8 --settle 300"),
    Night("stops-and-clocks", "--stop-races 10000 --clocks 3 --victims clock"
          " --kills 270 --minutes 9 --workers 8 --settle 600"),
    Night("redis", "--sends 2000 --redis-wipes 100 --redis-outage 10 --minutes 5"
          " --workers 4"),
    # Alone: what floods the hooks takes both processors from all that is timed.
    Night("webhooks", "--sends 200 --webhooks 100000 --minutes 5 --workers 4"
          " --settle 600"),
    Night("crashes-and-jumps", "--sends 1400 --db-restarts 100 --clock-jumps 100"
          " --minutes 4 --workers 4"),
    Night("outage", "--sends 200 --outage 30 --texts 1000 --minutes 1"),
    # With few workers one that stands still is likely to hold something.
    Night("freezes", "--sends 600 --freeze 3 --minutes 1 --workers 2"),
    Night("deploys", "--sends 800 --deploys 5 --minutes 2 --workers 3"),
)  # fmt: skip
KILLED = "--sends 200 --kills 60 --minutes 0.5"
AFTER_STOP = "no call to the carrier began after a STOP was committed"
UNSEEN = "a call whose end nobody was shown yet"
LISTED = "what the carrier's list shows does not stay in doubt"
PLANTED = (
    Night("claim-after-call", KILLED, "double"),
    Night("resend-doubts", KILLED, "double"),
    Night("settle-before-speaking", KILLED, "lost"),
    Night("forget-ids", KILLED, "double"),
    Night("last-word-wins", KILLED, "lost"),
    Night("no-sweeper", KILLED, "lost"),
    Night("consent-once", "--sends 200 --stop-races 200 --minutes 0.4 --workers 4",
          AFTER_STOP),
    Night("own-clock", "--sends 420 --clock-jumps 100 --minutes 1 --workers 4", UNSEEN),
    Night("no-look-up", KILLED, LISTED),
    Night("give-up-silently", KILLED, "lost"),
    Night("withhold-silently", KILLED, "lost"),
    Night("no-back-fill", "--sends 50 --outage 5 --texts 100 --minutes 0.4", "lost"),
)  # fmt: skip


def main() -> int:
    """Run them all; 1 when one did not end as it must."""
    asked = _asked()
    asked.into.mkdir(parents=True, exist_ok=True)
    night = DRILLS + (PLANTED if asked.planted else ())
    wanted = [one for one in night if asked.only in ("", one.name)]
    begun = time.monotonic()
    ended = [_one(one, asked) for one in wanted]
    minutes = (time.monotonic() - begun) / 60
    print(f"{sum(ended)} of {len(ended)} ended as they must, in {minutes:.1f} min")
    return 0 if ended and all(ended) else 1


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--into", type=Path, required=True, help="for reports")
    words.add_argument("--seed", type=int, default=2026, help="attacks follow from it")
    words.add_argument("--scale", type=float, default=1.0, help="a part of it all")
    words.add_argument("--only", default="", help="the name of one of them")
    words.add_argument("--planted", action="store_true", help="planted faults too")
    words.add_argument("--real-time", action="store_true", help="wait out outages")
    return words.parse_args()


def _one(one: Night, asked: argparse.Namespace) -> bool:
    report = asked.into / f"{one.name}.json"
    report.unlink(missing_ok=True)
    words = [sys.executable, "-m", "service", "drill", *_words(one, asked)]
    words += ["--json", str(report), "--picture", str(report.with_suffix(".svg"))]
    ended = subprocess.run(words, check=False, capture_output=True, text=True)
    report.with_suffix(".txt").write_text(ended.stdout + ended.stderr, encoding="utf-8")
    found = json.loads(report.read_text("utf-8")) if report.exists() else None
    right = found is not None and as_it_must(one, found)
    print(f"{'as it must' if right else 'NOT AS IT MUST'}: {one.name}", flush=True)
    for line in ended.stdout.splitlines()[1:]:
        print(f"    {line}", flush=True)
    return right


def as_it_must(one: Night, found: dict[str, Any]) -> bool:
    """Say whether a drill held, or its planted fault was found by its name."""
    if not one.found_as:
        return bool(found["held"])
    words = sum(of.get(one.found_as, 0) for of in found["counts"].values())
    words += sum(
        measure["longest_s"] > measure["limit_s"]
        for measure in found["measured"]
        if measure["what"] == one.found_as
    )
    return bool(words) or any(
        breach["promise"] == one.found_as for breach in found["breaches"]
    )


def _words(one: Night, asked: argparse.Namespace) -> list[str]:
    words = [*one.words.split(), "--seed", str(asked.seed)]
    if one.found_as:
        return [*words, "--settle", "90", "--break", one.name]
    real = ["--real-time"] if asked.real_time and "outage" in one.words else []
    return [*scaled(words, asked.scale), *real]


def scaled(words: Sequence[str], scale: float) -> list[str]:
    """Return the words with their counts and minutes made smaller, never nought."""
    found = list(words)
    for at, word in enumerate(found):
        if word in SCALED:
            found[at + 1] = str(max(1, round(int(found[at + 1]) * scale)))
        elif word == "--minutes":
            found[at + 1] = str(max(0.5, float(found[at + 1]) * scale))
    return found


if __name__ == "__main__":
    sys.exit(main())
