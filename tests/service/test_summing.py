"""What the tries add up to: of one person, of each programme, and as a command."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from flows.coach.attempts import Share
from flows.coach.groups import Group
from flows.coach.sums import Best, Sums
from service.cli import app, counting
from service.store import talks, tallies
from service.usecases import adding_up, paths, stepping, summing
from service.usecases.facts import SOURCES
from service.usecases.parts import Parts
from tests.database import Clone
from tests.service import crowd
from tests.service.past import Day, Past

# A Monday noon in her New York.
MONDAY = datetime(2026, 3, 2, 17, tzinfo=UTC)
BY_LOT = {
    True: Day("P", "late", 0.5, "prompt"),
    False: Day("M", "none", 0.5),
}
DAYS = timedelta(days=1)


@pytest.fixture
def her(parts: Parts, stairwell: UUID, where: UUID, clone: Clone) -> Past:
    """Mila, who said yes on a Monday."""
    mila = crowd.joined(parts, clone, stairwell, where, MONDAY)
    return Past(parts, clone, stairwell, mila)


def sums_of(her: Past, whose: UUID | None = None) -> Sums:
    with her.parts.db.transaction(her.organisation) as tx:
        return summing.of_person(tx, whose or her.person)


def test_of_somebody_new_or_unknown_nothing_is_known(her: Past) -> None:
    for whose in (her.person, UUID(int=1)):
        found = sums_of(her, whose)
        assert (0, 0, Share(0, 0)) == (found.known, found.tries, found.independence)
        assert found.effect is None


def test_what_she_lived_through_is_added_up(her: Past) -> None:
    opened = Day("P", "before", 1.0, "prompt")
    late = Day("P", "late", 1.0, "prompt")
    called = Day("P", "none", 0.0, "call")
    her.lives(MONDAY + DAYS, ["U", opened, late, called, "M", "?", "M", "U"])
    found = sums_of(her)
    assert (5, 7, 1) == (found.tries, found.known, found.returns)
    # Neither the prompt beforehand nor the call leaves a chance to be independent.
    assert Share(2, 5) == found.independence
    assert 1 == found.first_try_days
    assert found.recovery is not None
    assert (3.0, 1) == (found.recovery.days, found.recovery.n)
    assert Best((MONDAY + DAYS).date(), 5, 7) == found.best


def test_a_chance_that_is_still_open_is_not_unknown_yet(her: Past) -> None:
    her.lives(MONDAY + DAYS, ["U", "?"])
    her.at(MONDAY + 2 * DAYS)  # noon of the second day
    with her.desk() as desk:
        told = tallies.chances(desk.tx, [her.person])[her.person]
        assert "U" == "".join(record.mark for record in told.records)
    her.at(MONDAY + 2 * DAYS + timedelta(hours=9))
    with her.desk() as desk:
        told = tallies.chances(desk.tx, [her.person])[her.person]
        assert "U?" == "".join(record.mark for record in told.records)


def test_the_reminder_effect_is_that_of_the_drawn_chances(her: Past) -> None:
    sure = [Day("P", "late", 1.0, "prompt")] * 5
    her.lives(MONDAY, [*sure, *(BY_LOT[at % 2 == 0] for at in range(12))])
    found = sums_of(her).effect
    assert found is not None
    assert 1.0 == found.difference
    assert (6, 6) == (found.prompted.n, found.rested.n)
    assert 0 < found.low < found.high


def test_her_steps_are_hers_when_she_took_them_up(her: Past) -> None:
    assert Share(0, 1) == sums_of(her).own_steps  # entered with her, by a coach
    her.at(MONDAY + DAYS)
    with her.desk() as desk:
        for name, words in (("step", "ask one thing"), ("cue", "the floor opens")):
            talks.remember(desk.tx, desk.person, desk.parts.new_id(), name, words)
    with her.desk() as desk:
        stepping.take_up(desk)
    assert Share(1, 2) == sums_of(her).own_steps
    her.at(MONDAY + 2 * DAYS)
    given = paths.Words("", "say hello first", "the door opens")
    stepping.give(her.parts, her.organisation, her.person, given, "Ruth")
    assert Share(1, 3) == sums_of(her).own_steps


def facts(her: Past, *names: str) -> list[object]:
    with her.desk() as desk:
        return [adding_up.SOURCES[name](desk) for name in names]


FIT = ("calibration", "said_confidence", "did_times", "of_times")


def test_what_she_said_and_did_this_month_are_facts_once_there_is_enough(
    her: Past,
) -> None:
    assert ["", "", "", ""] == facts(her, *FIT)
    her.says("confidence", 5, MONDAY)
    her.lives(MONDAY + DAYS, "UUMU")
    assert ["", "", "", ""] == facts(her, *FIT)
    her.lives(MONDAY + 5 * DAYS, "U")
    assert ["under", 5, 4, 5] == facts(her, *FIT)
    her.at(MONDAY + 40 * DAYS)
    assert ["", "", "", ""] == facts(her, *FIT)


def test_tries_returns_and_unprompted_are_facts(her: Past) -> None:
    assert ["", "", 0, 0] == facts(her, "unprompted", "of_last", "tries_all", "places")
    her.lives(MONDAY, ["U", "M", Day("P", "late", 1.0, "prompt")])
    names = ("tries_month", "tries_all", "returns", "unprompted_month")
    assert [2, 2, 1, 1] == facts(her, *names)
    assert [1, 3, 1] == facts(her, "unprompted", "of_last", "places")
    her.at(MONDAY + 40 * DAYS)
    assert [0, 2, 1, 0] == facts(her, *names)


def test_every_fact_a_script_may_use_has_a_source_or_is_known_to_have_none() -> None:
    from flows.talk.check_facts import FACTS, FACTS_ALWAYS

    assert FACTS_ALWAYS <= set(SOURCES)
    # `minutes` is kept by the script that plans a step.
    assert {"minutes"} == FACTS - set(SOURCES)


# ---- programmes ----


def rows(her: Past) -> dict[str, Group]:
    with her.parts.db.transaction(her.organisation) as tx:
        return dict(summing.of_programmes(tx))


def test_a_programme_is_a_row_with_what_its_people_add_up_to(
    her: Past, where: UUID
) -> None:
    late = Day("P", "late", 1.0, "prompt")
    her.lives(MONDAY + DAYS, ["U", late] * 7)
    ben = Past(her.parts, her.clone, her.organisation, UUID(int=0))
    ben.person = crowd.person(
        her.parts, her.organisation, where, name="Ben", number="+15550100002"
    )
    her.at(MONDAY + 14 * DAYS + timedelta(hours=9))
    empty = crowd.programme(her.parts, her.organisation, "Hard conversation")
    assert empty
    found = rows(her)
    assert ["Find my voice", "Hard conversation"] == list(found)
    voice = found["Find my voice"]
    assert (1, Share(7, 14), Share(0, 1)) == (
        voice.people, voice.independence, voice.opt_outs,
    )  # fmt: skip
    assert 7.0 == voice.tries_week
    assert 3.5 == voice.prompts_week
    assert (
        Group(0, None, None, Share(0, 0), None, Share(0, 0))
        == found["Hard conversation"]
    )


def test_who_stopped_is_counted_and_no_longer_averaged(her: Past) -> None:
    her.lives(MONDAY + DAYS, ["U"] * 8)
    crowd.text(her.parts, "STOP")
    found = rows(her)["Find my voice"]
    assert (0, Share(1, 1)) == (found.people, found.opt_outs)
    assert found.tries_week is None
    assert Share(0, 0) == found.independence


def test_another_organisation_is_not_looked_into(her: Past) -> None:
    her.lives(MONDAY + DAYS, ["U"] * 8)
    other = crowd.organisation(her.parts, "Other", "+15550100200")
    with her.parts.db.transaction(other) as tx:
        assert 0 == summing.of_person(tx, her.person).known
        assert () == summing.of_programmes(tx)


# ---- the command ----


def run(*words: str) -> Result:
    result = CliRunner().invoke(app, ["programme", "sums", *words])
    assert 0 == result.exit_code, result.output
    return result


@pytest.mark.usefixtures("command_settings")
def test_the_command_shows_a_row_and_its_json(her: Past) -> None:
    head, row = run().output.splitlines()
    assert counting.HEADS == tuple(head.split("\t"))
    unknown = counting.UNKNOWN
    assert ["Find my voice", "1", *[unknown] * 5, "0 of 1"] == row.split("\t")
    her.lives(MONDAY, [BY_LOT[at % 2 == 0] for at in range(20)])
    cells = run().output.splitlines()[1].split("\t")
    assert "+100 points" == cells[5]
    assert cells[6].startswith("+")
    (told,) = json.loads(run("--json").output)
    assert "Find my voice" == told["programme"]
    assert {"count": 0, "n": 1} == told["opt_outs"]
    assert 10 == told["effect"]["rested"]["n"]
    assert 1.0 == told["effect"]["difference"]


def test_a_terminal_gets_a_table() -> None:
    console = Console(force_terminal=True, width=200, record=True)
    group = Group(0, None, None, Share(0, 0), None, Share(0, 0))
    counting.rows.write(console, counting.HEADS, [counting._row("[red]", group)])
    assert "[red]" in console.export_text()
