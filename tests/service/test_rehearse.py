"""`handrail rehearse`: the real thing, lived through by a persona, on a moved clock."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from typer.testing import CliRunner

from flows.lab import personas
from flows.lab.calendar import Cell
from flows.lab.playing import Day
from service.cli import app, rehearsing
from service.embedded.servers import Servers
from service.rehearsal import calendar
from service.rehearsal import rehearse as rehearsal
from service.rehearsal.diary import Page
from service.rehearsal.life import Life
from service.rehearsal.rehearse import BEGINS, Plan, rehearse
from service.rehearsal.stage import SERVICE, hers, numbered, opened
from service.usecases import enrol, paths
from tests.database import Clone

KIM = """persona: kim
about: Acts on the first days, then only when asked; moves, and stops.
name: Kim
zone: America/Lima
calls: yes
acts:
  - {days: 0-2, share: 1.0, at: "17:05-17:30", says: ["said my idea"]}
  - {days: 3-3, share: 1.0, at: "17:05-17:30", says: ["x"], tells: 0.0}
answers:
  - {to: prompt, tried: 0.0, says: ["did it"], else: ["not today"], after: 5-10}
  - {to: recap, says: week, after: 5-10}
  - {to: call, says: ["1", "I asked one question", "8"], after: 0-1, days: 0-3}
  - {to: words, says: ["I wrote it down"], after: 2-4}
  - {to: reason, says: ["time"], after: 2-4}
  - {to: any, share: 0.0, says: ["ok"]}
says:
  - {day: 6, at: "12:00", text: "please stop texting me"}
moves:
  - {day: 5, zone: Europe/Madrid}
"""
TERMS = {"start_rung": 1, "days": "0123456", "call_days": "34", "recap_day": 4}


def lived(clone: Clone, days: int, source: str = KIM, path: str = "") -> list[Page]:
    plan = Plan(
        personas.parse(source, name="kim.yaml"),
        paths.named(path) if path else None,
        {} if path else TERMS,
        days,
    )
    return list(rehearse(plan, app_url=clone.app_url, owner_url=clone.owner_url))


def test_a_persona_lives_through_the_real_use_cases(clone: Clone) -> None:
    pages = lived(clone, 9)
    first, second, _, fourth, fifth, sixth, seventh, *rest = pages
    assert [BEGINS.date() + timedelta(days=day) for day in range(9)] == [
        page.date for page in pages
    ]
    # She acts and tells: no prompt on those days, and the coach reads why.
    assert (0, 1) == (first.day.counts["prompt"], first.day.counts["try"])
    assert any("already_reported" in line.what for line in second.lines)
    # The week is told truly, the try she kept to herself is in the diary alone.
    assert 1 == fifth.day.counts["recap"]
    assert any(line.what == '"M T W Th"' for line in fifth.lines)
    assert 1 == fourth.day.counts["call"]
    assert (
        any("did it, and has not told" == line.what for line in fourth.lines)
        or (fourth.day.counts["try"])
    )
    # Nobody picks up on the fifth: one retry, then one text in its place.
    assert 2 == fifth.day.counts["call"]
    # In Madrid her hours are Madrid's; then she stops, and nothing goes out again.
    assert 0 == sum(page.day.counts["night"] for page in pages)
    assert 1 == sixth.day.counts["prompt"]
    assert 1 == seventh.day.counts["text"]
    assert [0, 0] == [page.day.counts["text"] for page in rest]


def test_a_path_gives_its_step_and_a_persona_without_one_is_asked(clone: Clone) -> None:
    bare = KIM.replace("calls: yes", "begins: intake")
    [page] = lived(clone, 1, bare, "saying_no")
    assert 1 == page.day.counts["follow_up"]


def test_who_erases_herself_leaves_an_empty_diary(clone: Clone) -> None:
    gone = KIM.replace(
        'says:\n  - {day: 6, at: "12:00", text: "please stop texting me"}',
        'says:\n  - {day: 0, at: "12:00", text: ERASE}\n'
        '  - {day: 0, at: "12:05", text: ERASE}',
    )
    pages = lived(clone, 2, gone)
    assert ["erased"] == [line.what for line in pages[-1].lines]


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["rehearse", *words])
    assert "Traceback" not in result.output
    return result.exit_code, result.output


def test_the_command_tells_the_diary_and_what_did_not_hold(tmp_path: Path) -> None:
    file, picture = tmp_path / "kim.yaml", tmp_path / "kim.svg"
    file.write_text(KIM + "expect:\n  - {of: try, days: 0-1, least: 9}\n", "utf-8")
    words = ("--persona", str(file), "--days", "1", "--set", "start_rung=0")
    code, told = run(*words, "--picture", str(picture))
    assert 1 == code
    assert "day 0  Mon 02 Mar  R0" in told
    assert "kim, seed 1: days 0-1: try is 1, expected 9 at least" in told
    assert "kim, seed 1: 0 of 1 expectations held over 1 days" in told
    drawn = picture.read_text("utf-8")
    assert "Kim, 1 days" in drawn
    # Her try after the prompt, and the legend.
    assert 2 == drawn.count('<circle class="ring"')


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--persona", "nobody"), "No persona and no file is called 'nobody'; try"),
        (("voice",), "from: no path is called 'voice'"),
        (("--set", "colour=red"), "'colour' is none of them"),
    ],
)
def test_what_cannot_be_rehearsed_is_told_before_anything_starts(
    words: tuple[str, ...], told: str
) -> None:
    code, said = run(*words)
    assert 1 == code
    assert told in said


def test_every_shipped_persona_is_among_all_with_the_terms_she_needs() -> None:
    pairs = ["days=01234", "call_at=13:00"]
    plans = rehearsing._plans("", [*rehearsing._names()], pairs, 90)
    assert 10 == len(plans)
    [pia] = (one.settings for one in plans if one.persona.id == "pia")
    assert ("3", "13:00") == (pia["call_days"], pia["call_at"])


def test_another_seed_is_another_life_of_the_same_rules(tmp_path: Path) -> None:
    file = tmp_path / "kim.yaml"
    file.write_text(KIM, "utf-8")
    plans = [
        rehearsing._plans("", [str(file), "mila"], [], 2, seed) for seed in (None, 5)
    ]
    assert [[1, 7], [5, 5]] == [[one.persona.seed for one in some] for some in plans]
    words = ("--persona", str(file), "--days", "1", "--seed", "5", "--quiet")
    code, told = run(*words)
    assert 0 == code
    assert "kim, seed 5: 0 of 0 expectations held over 1 days" == told.strip()


NEVER = ("night", "told_before", "soon", "again")


def test_mila_is_prompted_in_her_first_days_and_never_as_must_not_be(
    clone: Clone,
) -> None:
    [plan] = rehearsing._plans("", ["mila"], [], 10)
    pages = list(rehearse(plan, app_url=clone.app_url, owner_url=clone.owner_url))
    counts = Counter[str]()
    for page in pages:
        counts.update(page.day.counts)
    assert [0, 0, 0, 0] == [counts[one] for one in NEVER]
    # A prompt stands by for each of eight chances; it goes where she has told nothing.
    assert 8 == counts["stood_by"] == counts["prompt"] + counts["withheld"]
    assert counts["withheld"] == counts["rule already_reported"]
    assert 4 <= counts["prompt"] <= 8
    assert counts["recap"] == 1
    assert counts["try"] == sum(len(page.told) for page in pages) >= 3
    assert all(line.why for page in pages for line in page.lines if line.who == "rule")


def test_a_rehearsal_never_uses_the_folder_of_the_checkout_or_of_another() -> None:
    with rehearsing._servers() as one, rehearsing._servers() as other:
        checkout = Servers(throwaway=True).place.folder
        assert 3 == len({one.place.folder, other.place.folder, checkout})


def test_the_days_of_a_calendar_carry_the_tries_that_were_told_later() -> None:
    monday = BEGINS.date()
    later = monday + timedelta(days=1)
    pages = [
        Page(monday, Day(5, {"prompt": 1}, 2), (), untold=True),
        Page(later, Day(6, {"recap": 1}, 2), (), ((monday, "prompted"),), untold=True),
    ]
    first, second = calendar.cells(personas.parse(KIM, name="kim.yaml"), pages)
    assert Cell(monday, 2, ("prompt", "prompted"), "Madrid") == first
    assert Cell(later, 2, ("recap", "untold"), "") == second


def test_ids_of_a_rehearsal_follow_from_the_seed_and_rise() -> None:
    one, same, other = numbered(7), numbered(7), numbered(8)
    ids = [one() for _ in range(20)]
    assert ids == sorted({same() for _ in range(20)})
    assert {7} == {each.version for each in ids}
    assert not {*ids} & {other() for _ in range(20)}


def test_a_past_moment_has_the_date_she_had_then() -> None:
    """18:30 in Chicago is two dates of UTC, before and after the clocks change."""
    nothing: Any = None
    sam = personas.parse(KIM, name="kim.yaml")
    life = Life(nothing, sam, UUID(int=0), UUID(int=1), nothing, BEGINS.date(), "UTC")
    chicago, auckland = "America/Chicago", "Pacific/Auckland"
    before = datetime(2026, 3, 7, 0, 30, tzinfo=UTC)
    moved = datetime(2026, 4, 1, 5, tzinfo=UTC)
    life.zones += [(BEGINS, chicago), (moved, auckland)]
    assert date(2026, 3, 6) == life.day_of(before)
    assert date(2026, 3, 20) == life.day_of(before + timedelta(days=14, hours=-1))
    assert date(2026, 4, 2) == life.day_of(moved + timedelta(hours=18))


def test_what_is_drawn_for_her_follows_from_her_seed_alone(clone: Clone) -> None:
    """Ids that were taken before her, such as those of one script more, are nothing."""
    plan = Plan(personas.parse(KIM, name="kim.yaml"), None, {}, 1)
    with opened(clone.app_url, clone.owner_url, BEGINS, seed=4) as stage:
        organisation = enrol.organisation(stage.parts, "Stairwell", "US", SERVICE)
        programme = rehearsal._programme(stage, organisation, plan)
        before = [stage.parts.new_id() for _ in range(5)]
        life = rehearsal._enrolled(stage, organisation, programme, plan)
        assert hers(stage.parts, plan.persona.seed).new_id() == life.person_id
        assert life.person_id < before[0] < stage.parts.new_id()


@pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity"), reason="only Linux lets a thread choose"
)
def test_a_rehearsal_keeps_to_one_processor_and_gives_the_others_back() -> None:
    before = os.sched_getaffinity(0)
    with rehearsing.on_one_processor():
        with ThreadPoolExecutor(1) as others:
            started = others.submit(os.sched_getaffinity, 0).result()
        assert len(started) == 1
        assert started <= before
    assert os.sched_getaffinity(0) == before
