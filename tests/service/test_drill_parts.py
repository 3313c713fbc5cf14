"""The parts of a drill that need no server: clocks that jump, times, words, nights."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from flows.safety import crisis
from infra import nightly
from service.cli import app
from service.drill import (
    attacks,
    breaches,
    deploying,
    field,
    history,
    load,
    planted,
    report,
)
from service.drill.measures import (
    DATABASE_BACK,
    LIMITS,
    OF_ATTACK,
    UNSEEN,
    Measure,
    Stopwatch,
)
from service.drill.order import Order, Report
from service.drill.pen import Place
from service.drill.timeshift import DAY, HOUR, LIBRARY, PLANTED, SHIFTS, Shifter
from service.switchboard.network import Network

SEEN = """
import datetime, json, sys, time
from pathlib import Path
import rq.utils
from service.drill import timeshift
if sys.argv[1]:
    timeshift.plant(Path(sys.argv[1]))
before = time.monotonic()
for _ in sys.stdin:
    moments = [time.time(), time.time_ns() / 1e9, rq.utils.now().timestamp()]
    print(json.dumps(moments), flush=True)
assert isinstance(rq.utils.now(), datetime.datetime)
assert 0 <= time.monotonic() - before < 60
"""


def test_the_clock_of_a_process_jumps_while_it_works(tmp_path: Path) -> None:
    shifter = Shifter(tmp_path, wanted=True)
    environ = {**os.environ, **shifter.environ("worker-0")}
    words = [sys.executable, "-c", SEEN, shifter.planted("worker-0")]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for shift in (0, *SHIFTS):
            shifter.jump("worker-0", shift)
            running.stdin.write("look\n")
            running.stdin.flush()
            for seen in json.loads(running.stdout.readline()):
                assert abs(seen - time.time() - shift) < 10
        running.stdin.close()
        assert 0 == running.wait(20)
    assert shifter.way in (LIBRARY, PLANTED)


def test_clocks_jump_days_back_hours_on_and_a_little_to_both_sides() -> None:
    assert {-2 * DAY, 3 * HOUR, 30, -30} == set(SHIFTS)


def test_no_clock_is_touched_where_none_is_to_jump(tmp_path: Path) -> None:
    shifter = Shifter(tmp_path, wanted=False)
    assert ({}, "") == (shifter.environ("web-0"), shifter.planted("web-0"))
    assert not list(tmp_path.iterdir())


def test_a_time_over_its_limit_breaks_the_promise() -> None:
    watch = Stopwatch()
    for seconds in (0.4, 4.9):
        watch.note(DATABASE_BACK, seconds)
    (found,) = watch.measures()
    assert (True, 4.9, 4.9) == (found.held, found.longest, found.within(0.95))
    assert "2 times, p95 4.9 s, longest 4.9 s (at most 5 s)" in found.sentence()
    watch.note(DATABASE_BACK, 5.1)
    assert not watch.measures()[0].held
    with pytest.raises(LookupError):
        watch.note("something", 1.0)
    assert LIMITS[DATABASE_BACK] == 5.0


def test_what_was_asked_for_and_never_measured_has_not_held() -> None:
    watch = Stopwatch()
    watch.note(UNSEEN, 0.2)
    seen, never = watch.measures([DATABASE_BACK, UNSEEN])
    assert (UNSEEN, True) == (seen.what, seen.held)
    assert (DATABASE_BACK, False) == (never.what, never.held)
    assert f"{DATABASE_BACK}: nothing was measured (at most 5 s)" == never.sentence()
    assert set(OF_ATTACK.values()) | {UNSEEN} == set(LIMITS)


def _report(**of: Any) -> Report:
    told: dict[str, Any] = {
        "order": Order(), "verdict": history.judge([], [], {}, []), "rates": {},
        "measures": (Measure(UNSEEN, (0.1,)),), "asked": {}, "struck": {},
        "killed": {}, "network": {}, "lateness": (), "notes": (), "seconds": 1.0,
    }  # fmt: skip
    return Report(**{**told, **of})


def test_an_attack_that_did_not_take_place_shows_nothing() -> None:
    asked = {"kills": 500, "redis_wipes": 100}
    assert _report(asked=asked, struck=asked).held
    for struck in ({"kills": 500}, {"kills": 499, "redis_wipes": 100}, {}):
        assert not _report(asked=asked, struck=struck).held
    found = _report(asked=asked, struck={"kills": 0, "redis_wipes": 100})
    assert ("kills: 500 asked for, 0 took place",) == found.missed
    assert f"NOT shown: {found.missed[0]}" in list(report.sentences(found))
    assert report.as_json(found)["missed"] == list(found.missed)
    assert not _report(measures=(Measure(DATABASE_BACK, ()),)).held


def test_so_many_in_a_hundred_are_called_and_evenly() -> None:
    called = [at for at in range(400) if field.is_called(at, 5.0)]
    assert 20 == len(called)
    assert {20} == {later - one for one, later in pairwise(called)}
    assert not any(field.is_called(at, 0.0) for at in range(400))


def test_nobody_tells_of_danger_twice_and_what_they_write_is_danger() -> None:
    on: Any = SimpleNamespace(
        order=Order(danger=100), numbers=["+12125550001"], texted=[], in_danger=[],
        calm=["+12125550001", "+12125550002"], network=Network(),
    )  # fmt: skip
    dice = random.Random(1)
    for _ in range(5):
        load.some_text(on, dice)
    assert ["+12125550002", "+12125550001"] == on.in_danger
    texts = list(on.network.records.messages.values())
    assert 5 == len(texts) == len(on.texted)
    dangers = [one.from_ for one in texts if one.body in load.DANGER]
    assert on.in_danger == dangers
    for words in load.DANGER:
        assert crisis.screen(words).level is crisis.Level.CRISIS
    on.order = Order(danger=0)
    load.some_text(on, dice)
    assert 2 == len(on.in_danger)


def test_a_deploy_migrates_and_then_replaces_each_process_in_its_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    places = [Place(*one) for one in (("web", 0), ("worker", 0), ("clock", 0))]
    places.append(Place("worker", 1))
    pen = SimpleNamespace(
        places=lambda role: [one for one in places if one.role == role],
        replace=lambda place: done.append(place.name),
    )
    on: Any = SimpleNamespace(pen=pen, expanded=True)
    monkeypatch.setattr(deploying, "_migrate", lambda _: done.append("migrate"))
    monkeypatch.setattr(deploying, "_sent", lambda _: 0)
    assert deploying.deploy(on, random.Random(1))
    assert ["migrate", "worker-0", "worker-1", "web-0", "clock-0"] == done


def test_a_deploy_whose_migration_never_comes_through_takes_no_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def locked(_: object) -> None:
        raise psycopg.errors.LockNotAvailable

    monkeypatch.setattr(deploying, "PATIENCE_S", 0.0)
    monkeypatch.setattr(deploying, "_migrate", locked)
    on: Any = SimpleNamespace(expanded=True)
    assert not deploying.deploy(on, random.Random(1))


def test_the_network_loses_what_was_ordered() -> None:
    faults = {one.kind: one for one in attacks.network(Order(lost_callbacks=20))}
    assert (0.03, 0.03) == (faults["drop_after"].chance, faults["503_after"].chance)
    assert (0.2, True) == (faults["lost_callback"].chance, "slow_answer" in faults)
    quick = {one.kind for one in attacks.network(Order(webhooks=5, lost_answers=0))}
    assert "slow_answer" not in quick


def test_only_processes_there_are_can_be_victims() -> None:
    result = CliRunner().invoke(app, ["drill", "--victims", "clock,database"])
    assert 2 == result.exit_code
    assert "web, worker, clock" in result.output


def test_each_planted_fault_is_drilled_at_night_and_found_by_the_same_name() -> None:
    at_night = {one.name: one.found_as for one in nightly.PLANTED}
    assert {name: of.caught_as for name, of in planted.FAULTS.items()} == at_night


def test_what_is_drilled_at_night_can_be_ordered_and_made_smaller() -> None:
    help_ = CliRunner().invoke(app, ["drill", "--help"], env={"COLUMNS": "200"}).output
    for night in (*nightly.DRILLS, *nightly.PLANTED):
        for word in night.words.split():
            assert not word.startswith("--") or word in help_
    words = ["--sends", "20000", "--kills", "3", "--minutes", "14", "--workers", "8"]
    small = ["--sends", "200", "--kills", "1", "--minutes", "0.5", "--workers", "8"]
    assert small == nightly.scaled(words, 0.01)


@pytest.mark.parametrize(
    ("counts", "broken", "right"),
    [
        ({"text": {"double": 0}}, [], False),
        ({"text": {"double": 2}}, [], True),
        ({"text": {"double": 0}}, [{"promise": "double"}], True),
    ],
)
def test_a_planted_fault_must_be_found_by_its_name(
    counts: dict[str, dict[str, int]], broken: list[dict[str, str]], right: bool
) -> None:
    night = nightly.Night("forget-ids", "", "double")
    found = {"held": not right, "counts": counts, "breaches": broken, "measured": []}
    assert right is nightly.as_it_must(night, found)


@pytest.mark.parametrize(("longest", "right"), [(900.0, False), (172_800.0, True)])
def test_a_planted_fault_may_be_found_by_what_it_makes_long(
    longest: float, *, right: bool
) -> None:
    night = nightly.Night("own-clock", "", UNSEEN)
    measured = [{"what": UNSEEN, "longest_s": longest, "limit_s": LIMITS[UNSEEN]}]
    found = {"held": False, "counts": {}, "breaches": [], "measured": measured}
    assert right is nightly.as_it_must(night, found)


def test_every_promise_a_fault_can_break_is_one_of_the_judges() -> None:
    promises = {value for name, value in vars(breaches).items() if name.isupper()} - {
        breaches.OWED,
        breaches.ASKED_FOR,
        breaches.ON_THE_WIRE,
    }
    for fault in planted.FAULTS.values():
        assert fault.caught_as in {"lost", "double", *LIMITS} | {
            one for one in promises if isinstance(one, str)
        }
