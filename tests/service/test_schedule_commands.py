"""`people schedule`, `programme schedule` and `plan preview`: typed, and read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from flows.coach.fields import FIELDS
from flows.coach.quiet import PRESETS
from service.cli import people, previews, setting_up
from service.usecases import planning, previewing
from service.usecases.parts import Parts
from tests.database import Clone, put_clock
from tests.service import crowd

pytestmark = pytest.mark.usefixtures("command_settings")


@pytest.fixture
def where(parts: Parts, stairwell: UUID, clone: Clone) -> UUID:
    """A programme on Friday, 27 March 2026, before the clocks change in Auckland."""
    now = datetime(2026, 3, 27, 15, tzinfo=UTC)
    put_clock(clone, now)
    return crowd.programme(parts, stairwell, call_days="3", cap_week=7)


def enrol(parts: Parts, whose: UUID, where: UUID, name: str, zone: str) -> UUID:
    number = f"+1555010{len(name):04d}"
    found = crowd.person(parts, whose, where, name=name, zone=zone, number=number)
    crowd.text(parts, "GO", number)
    planning.plan(parts, whose, [found])
    return found


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID) -> UUID:
    return enrol(parts, stairwell, where, "Mila", "Pacific/Auckland")


@pytest.fixture
def tomas(parts: Parts, stairwell: UUID, where: UUID) -> UUID:
    return enrol(parts, stairwell, where, "Tomás", "America/Lima")


def schedule(*words: str) -> Result:
    return CliRunner().invoke(people.app, ["schedule", *words])


def of_programme(*words: str) -> Result:
    return CliRunner().invoke(setting_up.programmes, ["schedule", *words])


def preview(*words: str) -> list[list[str]]:
    result = CliRunner().invoke(previews.app, ["preview", *words])
    assert 0 == result.exit_code, result.output
    return [line.split("\t") for line in result.output.splitlines()]


def rows(lines: list[list[str]], what: str) -> list[tuple[str, str, str]]:
    found = (line for line in lines if len(line) == 6 and line[3] == what)
    return [(line[0], line[1], line[2]) for line in found]


@pytest.mark.usefixtures("mila", "tomas")
def test_two_people_two_clocks_one_of_which_changes() -> None:
    away, home = preview("Mila", "--days", "14"), preview("Tomás", "--days", "14")
    assert [
        "Mila, 2026-03-28 to 2026-04-10, on the clock of Pacific/Auckland."
    ] == away[0]
    assert ["On 2026-04-05 the clocks there go from UTC+13:00 to UTC+12:00."] == away[1]
    assert ["The clocks there do not change in these days."] == home[1]
    prompts = rows(away, "prompt")
    assert 14 == len(rows(away, "chance"))
    assert {"18:30"} == {wall for _, wall, _ in prompts}
    utc = {day: at for day, _, at in prompts}
    assert "2026-04-04T05:30Z" == utc["Sat 2026-04-04"]
    assert "2026-04-05T06:30Z" == utc["Sun 2026-04-05"]
    assert {"T23:30Z"} == {at[10:] for _, _, at in rows(home, "prompt")}
    recap = [line for line in away if line[3:4] == ["recap"]]
    assert {"yes"} == {line[4] for line in recap}
    assert "The weekly question is due" in recap[0][5]
    calls = [line for line in home if line[3:4] == ["call"]]
    assert all("takes no automated calls" in line[5] for line in calls)
    assert 2 == len(calls)


@pytest.mark.usefixtures("mila")
def test_a_preview_shows_what_is_left_out_and_why() -> None:
    told = schedule("Mila", "--set", "ill=2026-03-30..2026-03-31", "--set", "days=0123")
    assert 0 == told.exit_code, told.output
    lines = preview("Mila", "--from", "2026-03-30", "--days", "4")
    none = [line for line in lines if line[3:4] == ["no chance"]]
    assert [["Mon 2026-03-30", "", "", "no chance", "no"]] == [none[0][:5]]
    assert "Mila is ill" in none[0][5]
    assert 2 == len(none)


def test_what_cannot_be_previewed_is_told(
    mila: UUID, parts: Parts, clone: Clone
) -> None:
    run = CliRunner()
    bad = run.invoke(previews.app, ["preview", "Mila", "--from", "soon"])
    assert "write the day as 2026-12-24" in bad.output
    unknown = run.invoke(previews.app, ["preview", str(UUID(int=3))])
    assert "Nobody here has the id" in unknown.stderr
    assert mila

    with psycopg.connect(clone.owner_url) as line:
        line.execute("UPDATE steps SET ended_at = handrail_now()")
    assert ["Nothing is planned in these days."] == preview("Mila")[2]
    assert parts


def test_on_a_terminal_it_is_a_table(parts: Parts, stairwell: UUID, mila: UUID) -> None:
    shown = previewing.preview(parts, stairwell, mila, 2, None)
    console = Console(force_terminal=True, width=160, record=True)
    previews._write(console, shown)
    told = console.export_text()
    assert "why" in told
    assert "18:30" in told


@pytest.mark.usefixtures("mila")
def test_her_schedule_is_shown_set_and_cleared() -> None:
    shown = schedule("mila").output
    assert "Mila, in Pacific/Auckland. Her own: nothing" in shown
    assert "What holds: days=0123456; at=17:00-18:30-20:00; from=2026-03-28" in shown
    told = schedule("Mila", "--set", "days=024", "--set", "skip=2026-03-30").output
    assert "Her own: days=024; skip=2026-03-30" in told
    assert "2026-03-29/0 is taken out: the new schedule has no such chance" in told
    assert "nothing" in schedule("Mila", "--clear", "days", "--clear", "skip").output
    moved = schedule("Mila", "--zone", "America/Lima").output
    assert "Mila, in America/Lima" in moved
    assert "is laid out anew" in moved


@pytest.mark.usefixtures("mila")
def test_what_is_refused_names_the_field_and_the_mend() -> None:
    for words, said in (
        (("--set", "day=0"), "schedule: day: did you mean days?"),
        (("--set", "every=1 moon"), "schedule: every: '1 moon'; write 3 days"),
        (("--clear", "until"), "schedule: until: it is not set here; set are: nothing"),
        (("--zone", "Lima"), "did you mean America/Lima?"),
    ):
        told = schedule("Mila", *words)
        assert 1 == told.exit_code
        assert said in told.stderr


def test_without_a_name_all_fields_are_shown() -> None:
    told = schedule("--fields").output
    assert told == schedule().output == of_programme("--fields").output
    assert all(name in told for name in (*FIELDS, *PRESETS))
    assert "this is not legal advice" in told
    assert all(preset.source in told for preset in PRESETS.values())


@pytest.mark.usefixtures("mila", "tomas")
def test_a_programmes_schedule_is_set_for_everybody() -> None:
    assert "Find my voice: nothing" in of_programme().output
    told = of_programme("--set", "every=2 days", "--set", "holidays.nz=2026-03-30",
                        "--set", "observe=nz", "--set", "law=us").output  # fmt: skip
    assert "every=2 days; holidays.nz=2026-03-30; observe=nz; law=us" in told
    assert "People whose days were planned anew: 2." in told
    assert "observe=nz" in schedule("Mila").output
    lines = preview("Mila", "--days", "5")
    assert ["Sat 2026-03-28", "Wed 2026-04-01"] == [
        day for day, _, _ in rows(lines, "chance")
    ]
    assert ["Mon 2026-03-30"] == [day for day, _, _ in rows(lines, "no chance")]


def test_somebody_without_a_step_has_no_chances(mila: UUID, clone: Clone) -> None:

    with psycopg.connect(clone.owner_url) as line:
        line.execute("UPDATE steps SET ended_at = handrail_now()")
    assert "There is no step yet" in schedule(str(mila)).output
    assert "UTC-03:30" == previews.offset(timedelta(hours=-3, minutes=-30))
