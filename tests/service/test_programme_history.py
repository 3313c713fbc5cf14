"""No change of a programme escapes its history, and a version is put back by a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from uuid import UUID, uuid4

import psycopg
import pytest

import service
from flows.coach import programme_files, schedule
from service.store import coaches, db, programme_versions, programmes
from service.usecases import (
    appointing,
    languages,
    paths,
    programme_days,
    programme_history,
    programme_setup,
    programming,
    rescheduling,
    retaining,
    revising,
    rights,
)
from service.usecases.appointing import Changes
from service.usecases.enrol import NewProgramme, Refused
from service.usecases.parts import Parts
from service.usecases.programme_history import History
from service.usecases.rescheduling import Change
from service.usecases.revising import Revision
from service.usecases.rights import NotAllowed, Signed
from tests.database import Clone
from tests.service import crowd

ROOT = Path(service.__file__).parent
# Whatever writes a programme, or the name of its coach, goes through one of these.
DOORS = (
    "store.save(",
    "store.save_coach(",
    "layouts.save_programme_schedule(",
    "enrolment.change_programme_language(",
    "enrolment.keep_programme(",
    "coaches.save(",
    "store.rename(",
)
WRITES = re.compile(
    r"(?:UPDATE programmes|INSERT INTO programmes|UPDATE coaches|ProgrammeRow,)"
)


@pytest.fixture
def signed(stairwell: UUID) -> Signed:
    return rights.operator(stairwell, "Stairwell")


@pytest.fixture
def where(parts: Parts, stairwell: UUID) -> UUID:
    new = NewProgramme("Meetings", "Ruth", None, {}, path="lead_a_meeting")
    return programming.begin(parts, rights.operator(stairwell, "Stairwell"), new)


def history(parts: Parts, signed: Signed, where: UUID) -> History:
    return programme_history.look(parts, signed, where)


def numbers(found: History) -> list[int]:
    return [one.version.number for one in found.entries]


def changed(found: History) -> list[str]:
    """What the newest version changed."""
    return [one.what for one in found.entries[0].differences or ()]


# ---- every road by which a programme changes ----

Road = Callable[[Parts, Signed, UUID], object]


def by_file(parts: Parts, signed: Signed, where: UUID) -> None:
    source = programming.export(parts, signed, where)
    file = programming.judge(parts, signed, where, source).file
    assert file is not None
    file = replace(file, terms={**(file.terms or {}), "cap_week": "3"})
    programming.apply(
        parts, signed, file, programming.would(parts, signed, file).version
    )


def by_terminal_file(parts: Parts, signed: Signed, where: UUID) -> None:
    with parts.db.transaction(signed.organisation) as tx:
        file = revising.standing_of(tx, parts.tenant(signed.organisation), where)
    told = replace(file, language="es")
    revising.apply(parts, signed.organisation, told, file.version, "Ana")


def by_schedule(parts: Parts, signed: Signed, where: UUID) -> None:
    stand = programme_days.look(parts, signed, where)
    wanted = programme_days.Wanted(
        {**stand.stands.terms, "cap_day": "2"}, schedule.Schedule(times=30)
    )
    programme_days.apply(parts, signed, where, wanted, stand.base)


def by_path(parts: Parts, signed: Signed, where: UUID) -> None:
    stand = programme_setup.look(parts, signed, where, "path")
    path = stand.file.path
    assert path is not None
    fewer = replace(path, steps=path.steps[:-1])
    programme_setup.apply(parts, signed, where, fewer, stand.base)


def by_settings(parts: Parts, signed: Signed, where: UUID) -> None:
    stand = programme_setup.look(parts, signed, where, "settings")
    new = replace(stand.settings, coach="Ana", terms={"growth": "bold"})
    programme_setup.apply(parts, signed, where, new, stand.base)


def by_retention(parts: Parts, signed: Signed, where: UUID) -> None:
    retaining.change(parts, signed, where, ("365", ""), retaining.base(None, None))


def by_command_schedule(parts: Parts, signed: Signed, where: UUID) -> None:
    change = Change(("every=2 weeks",))
    rescheduling.of_programme(parts, signed.organisation, where, change, "Ruth")


def by_command_language(parts: Parts, signed: Signed, where: UUID) -> None:
    languages.change_programme(parts, signed.organisation, where, "es", "Ruth")


def by_coachs_name(parts: Parts, signed: Signed, where: UUID) -> None:
    assert where
    called = Changes(name="Anna")
    appointing.change(parts, signed.organisation, "Ruth", called, "Ruth")


def by_name(parts: Parts, signed: Signed, where: UUID) -> None:
    programming.rename(parts, signed, where, "Our meetings", "Meetings")


ROADS: dict[Road, str] = {
    by_file: "terms.cap_week",
    by_terminal_file: "language",
    by_schedule: "schedule.times",
    by_path: "steps.4.text.en",
    by_settings: "coach.name",
    by_retention: "terms.keep_words",
    by_command_schedule: "schedule.every",
    by_command_language: "language",
    by_coachs_name: "coach.name",
    by_name: "called",
}


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
def test_whatever_road_a_change_comes_by_the_newest_version_is_in_force(
    parts: Parts, signed: Signed, where: UUID, road: Road
) -> None:
    first = history(parts, signed, where)
    assert ([1], ()) == (numbers(first), first.unkept)
    road(parts, signed, where)
    found = history(parts, signed, where)
    assert ([2, 1], ()) == (numbers(found), found.unkept)
    assert ROADS[road] in changed(found)
    assert found.entries[0].version.by in ("operator", "Ruth", "Ana")
    assert [True, False] == [one.newest for one in found.entries]


def test_a_programme_set_up_by_any_road_has_its_first_version(
    parts: Parts, signed: Signed, where: UUID
) -> None:
    other = programming.duplicate(parts, signed, where, "Copy")
    blank = crowd.programme(parts, signed.organisation, "Own")
    for each in (where, other, blank):
        found = history(parts, signed, each)
        assert ([1], ()) == (numbers(found), found.unkept)
        assert "operator" == found.entries[0].version.by


def _sources(room: str) -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / room).rglob("*.py")):
        yield str(file.relative_to(ROOT)), file.read_text("utf-8")


def test_whoever_opens_a_door_to_a_programme_keeps_a_version() -> None:
    """A road that is added later stops here: keep a version there, and try it above."""
    rooms = ("usecases", "cli", "web", "rehearsal", "drill")
    opening = {
        name
        for room in rooms
        for name, source in _sources(room)
        if any(door in source for door in DOORS)
    }
    assert {
        f"usecases/{one}.py"
        for one in ("appointing", "enrol", "languages", "programming", "rescheduling",
                    "retaining", "revising")
    } == opening  # fmt: skip
    for name in opening:
        assert "programme_versions.keep(" in (ROOT / name).read_text("utf-8"), name
    writing = {name for name, source in _sources("store") if WRITES.search(source)}
    assert {
        f"store/{one}.py"
        for one in ("coaches", "enrolment", "layouts", "programmes", "spendings")
    } | {"store/tables/__init__.py"} >= writing


def test_what_changes_nothing_and_what_is_only_tried_makes_no_version(
    parts: Parts, signed: Signed, where: UUID
) -> None:
    with parts.db.transaction(signed.organisation) as tx:
        file = revising.standing_of(tx, parts.tenant(signed.organisation), where)
    revising.apply(parts, signed.organisation, file, file.version, "Ruth")
    languages.change_programme(parts, signed.organisation, where, "en", "Ruth")
    revising.look(parts, signed.organisation, replace(file, language="es"))
    refused = replace(file, language="es")
    with pytest.raises(Refused):
        revising.apply(parts, signed.organisation, refused, "000", "Ruth")
    assert [1] == numbers(history(parts, signed, where))


def test_a_file_that_comes_while_its_coach_is_renamed_waits_for_that(
    parts: Parts, signed: Signed, where: UUID, clone: Clone
) -> None:
    """Each locked what the other one waited for: one of both came to nothing."""
    with parts.db.transaction(signed.organisation) as tx:
        file = revising.standing_of(tx, parts.tenant(signed.organisation), where)
    assert file.coach is not None
    told = replace(file, coach=replace(file.coach, number="+15035550109"))
    done: list[Revision] = []
    second = Thread(
        target=lambda: done.append(
            revising.apply(parts, signed.organisation, told, file.version, "Ana")
        )
    )
    key = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation) as tx:
        coaches.hold(tx)
        with psycopg.connect(clone.superuser_url, autocommit=True) as line:
            second.start()
            waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
            while second.is_alive() and line.execute(waits).fetchone() == (0,):
                second.join(0.01)
        programme_versions.keep(tx, key, parts.new_id(), where, "Ruth")
    second.join(20)
    assert ["coach.number"] == [one.what for each in done for one in each.differences]


def test_what_is_changed_past_every_road_is_told(
    parts: Parts, signed: Signed, where: UUID, clone: Clone
) -> None:
    with psycopg.connect(clone.superuser_url) as line:
        line.execute("UPDATE programmes SET language = 'es'")
    found = history(parts, signed, where)
    assert ["language"] == [one.what for one in found.unkept]


# ---- back to a version ----


def put_back(parts: Parts, signed: Signed, where: UUID, number: int) -> None:
    """As the page does: the text of a version, judged, looked at, applied."""
    source = programme_history.again(parts, signed, where, number)
    judged = programming.judge(parts, signed, where, source)
    assert judged.file is not None, judged.problems
    seen = programming.would(parts, signed, judged.file)
    programming.apply(parts, signed, judged.file, seen.version)


@pytest.mark.parametrize(
    "road",
    [one for one in ROADS if one not in (by_retention, by_name)],
    ids=lambda one: one.__name__,
)
def test_a_version_holds_again_whole(
    parts: Parts, signed: Signed, where: UUID, road: Road
) -> None:
    road(parts, signed, where)
    put_back(parts, signed, where, 1)
    found = history(parts, signed, where)
    assert [3, 2, 1] == numbers(found)
    last = found.entries[0].version
    assert (1, "Ruth") == (found.entries[0].same_as, last.coach)
    with parts.db.transaction(signed.organisation) as tx:
        key = parts.tenant(signed.organisation).key
        stands = programmes.standing(tx, key, where)
    assert last.settings == stands.settings
    assert last.schedule == stands.schedule


def test_how_long_words_are_kept_stays_as_an_owner_has_set_it(
    parts: Parts, signed: Signed, where: UUID
) -> None:
    by_retention(parts, signed, where)
    by_settings(parts, signed, where)
    put_back(parts, replace(signed, role="coach"), where, 1)
    newest = history(parts, signed, where).entries[0].version
    assert 365 == newest.settings["keep_words"]
    assert "growth" not in newest.settings


def test_a_path_that_was_none_is_none_again(parts: Parts, signed: Signed) -> None:
    where = crowd.programme(parts, signed.organisation)
    stand = programme_setup.look(parts, signed, where, "path")
    path = paths.shipped()["presentation"]
    programme_setup.apply(parts, signed, where, replace(path, nudges={}), stand.base)
    assert "steps: none" in programme_history.again(parts, signed, where, 1)
    put_back(parts, signed, where, 1)
    newest = history(parts, signed, where).entries[0]
    assert (None, 1) == (newest.version.path, newest.same_as)


def test_a_file_without_a_path_says_so_and_is_read_back() -> None:
    told = programme_files.ProgrammeFile("own", called="Own", pathless=True)
    found = programme_files.read(programme_files.write(told), "own")
    assert (told, ()) == (found.file, found.problems)
    beside = programme_files.read("programme: own\nname: a\nsteps: none\n", "own")
    assert beside.problems


def test_a_version_of_meanwhile_is_not_overwritten(
    parts: Parts, signed: Signed, where: UUID
) -> None:
    by_settings(parts, signed, where)
    source = programme_history.again(parts, signed, where, 1)
    by_command_schedule(parts, signed, where)
    file = programming.judge(parts, signed, where, source).file
    assert file is not None
    with pytest.raises(Refused, match="the file was exported from"):
        programming.would(parts, signed, file)


def test_a_version_whose_scripts_are_gone_says_what_to_mend(
    parts: Parts, signed: Signed, where: UUID, clone: Clone
) -> None:
    with psycopg.connect(clone.superuser_url) as line:
        line.execute(
            "UPDATE programme_versions SET path = jsonb_set(path, '{scripts}', %s)",
            ('["intake", "gone_long_ago"]',),
        )
    by_settings(parts, signed, where)
    source = programme_history.again(parts, signed, where, 1)
    (wrong,) = programming.judge(parts, signed, where, source).problems
    assert "gone_long_ago" in wrong.problem
    assert "Take it out" in wrong.mend


def test_a_version_of_a_form_that_is_not_known_is_shown_and_not_put_back(
    parts: Parts, signed: Signed, where: UUID, clone: Clone
) -> None:
    by_settings(parts, signed, where)
    with psycopg.connect(clone.superuser_url) as line:
        line.execute(
            "UPDATE programme_versions SET path = '{\"form\": 99}' WHERE number = 1"
        )
    newest, oldest = history(parts, signed, where).entries
    assert (True, None, False) == (newest.readable, newest.differences, oldest.readable)
    for number in (0, 1, 7):
        with pytest.raises(LookupError):
            programme_history.again(parts, signed, where, number)


def test_a_name_is_changed_over_what_was_seen_and_to_none_that_stands(
    parts: Parts, signed: Signed, where: UUID
) -> None:
    other = crowd.programme(parts, signed.organisation, "Own")
    for name, seen in (("own", "Meetings"), ("x" * 25, "Meetings"), ("New", "Old")):
        with pytest.raises(Refused):
            programming.rename(parts, signed, where, name, seen)
    with pytest.raises(NotAllowed):
        programming.rename(parts, replace(signed, role="viewer"), where, "a", "a")
    programming.rename(parts, signed, where, "MEETINGS", "Meetings")
    assert "MEETINGS" == history(parts, signed, where).name
    assert [1] == numbers(history(parts, signed, other))
    by_settings(parts, signed, where)
    put_back(parts, signed, where, 1)
    assert "MEETINGS" == history(parts, signed, where).name


# ---- whose it is ----


def test_it_is_theirs_alone_and_for_who_may_apply(
    parts: Parts, signed: Signed, where: UUID
) -> None:
    other = crowd.organisation(parts, "Other", "+15550100200")
    theirs = rights.operator(other, "Other")
    for act in (
        lambda who: programme_history.look(parts, who, where),
        lambda who: programme_history.again(parts, who, where, 1),
    ):
        with pytest.raises(LookupError):
            act(theirs)
        with pytest.raises(NotAllowed):
            act(replace(signed, role="viewer"))


def test_pages_of_the_history_follow_each_other(
    parts: Parts, signed: Signed, where: UUID
) -> None:
    for turn in range(21):
        to = "es" if turn % 2 == 0 else "en"
        languages.change_programme(parts, signed.organisation, where, to, "Ruth")
    found = history(parts, signed, where)
    assert [*range(22, 2, -1)] == numbers(found)
    rest = programme_history.look(parts, signed, where, found.older)
    assert ([2, 1], 0) == (numbers(rest), rest.older)
    assert all(one.differences for one in found.entries)
    assert not any(one.newest for one in rest.entries)


def test_version_one_is_what_stood_at_the_upgrade(
    empty_clone: Clone,
) -> None:
    db.migrate(empty_clone.owner_url, "0034")
    ours, made, coach = uuid4(), uuid4(), uuid4()
    with psycopg.connect(empty_clone.superuser_url, autocommit=True) as line:
        line.execute("SET session_replication_role = replica")
        line.execute(
            "INSERT INTO organisations (id, name, country, wrapped_key,"
            " wrapped_hash_key, created_at) VALUES (%s, 'Ours', 'NZ', '', '', now())",
            (ours,),
        )
        line.execute(
            "INSERT INTO coaches (id, organisation_id, name_sealed, takes_alerts,"
            " created_at) VALUES (%s, %s, 'sealed', false, now())",
            (coach, ours),
        )
        line.execute(
            "INSERT INTO programmes (id, organisation_id, coach_id, name, language,"
            " settings, path, created_at) VALUES (%s, %s, %s, 'L', 'es',"
            ' \'{"days": "02"}\', \'{"nudges": {}}\', now())',
            (made, ours, coach),
        )
        db.migrate(empty_clone.owner_url)
        found = line.execute(
            "SELECT programme_id, number, by, name, language, settings, path,"
            " coach_sealed FROM programme_versions"
        ).fetchall()
    said = ("L", "es", {"days": "02"}, {"nudges": {}}, b"sealed")
    assert [(made, 1, "", *said)] == found
