"""People laid into a database by the hundred thousand, as the product would have them.

Their words and numbers are sealed under keys of their own, their Ladders were lived
(`stories`), their days stand laid out as of yesterday. Only the way in is another: one
COPY and a few inserts in place of so many enrolments, which is not what is measured.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
from psycopg.types.json import Jsonb

from flows.coach import growing, ladder, timing
from flows.coach.chances import Occurrence
from flows.coach.grounds import Seen
from flows.coach.growing import Growth
from infra.bench import stories
from infra.bench.stage import Stage
from infra.bench.stories import DAY, Lived, Story
from service.store import people
from service.usecases import enrol, paths
from service.usecases.enrol import NewProgramme

AHEAD = 3  # days that stand laid out, as usecases.planning has it
BEFORE = 14  # days of chances behind her: as far as planning looks back
LIVES = 48
OPENS, DEADLINE, CLOSES = time(17), time(18, 30), time(20)
# Where they live, with weights: most places have many, some but a few.
ZONES = {
    "Pacific/Auckland": 2, "Australia/Sydney": 4, "Asia/Tokyo": 4, "Asia/Manila": 6,
    "Asia/Jakarta": 4, "Asia/Kolkata": 14, "Asia/Dubai": 2, "Africa/Nairobi": 6,
    "Europe/Berlin": 10, "Africa/Lagos": 6, "Europe/London": 8, "America/Sao_Paulo": 6,
    "America/New_York": 12, "America/Chicago": 8, "America/Denver": 2,
    "America/Los_Angeles": 5, "Pacific/Honolulu": 1,
}  # fmt: skip
# Three programmes: texts alone; with offers to grow on a path; with a call a week.
PROGRAMMES: tuple[tuple[int, NewProgramme], ...] = (
    (60, NewProgramme("Texts", "Ruth", None, {"days": "0123456"})),
    (25, NewProgramme(
        "Grow", "Ruth", None,
        {"growth": "steady", "days": "0123456", "opens": "17:00", "deadline": "18:30",
         "closes": "20:00", "start_rung": 1, "cap_week": 7, "kind": "window"},
        path="find_my_voice",
    )),
    (15, NewProgramme("Calls", "Ruth", None, {"days": "0123456", "call_days": "6"})),
)  # fmt: skip
OUTCOMES = {"U": "attempted", "P": "attempted", "M": "skipped", "?": "open"}

TEMPORARY = """
CREATE TEMP TABLE kinds (kind int PRIMARY KEY, zone text, rung int, ladder jsonb,
    planned_until date, plan_at timestamptz, heard timestamptz, began timestamptz);
CREATE TEMP TABLE days (kind int, local_date date, opens_at timestamptz,
    deadline_at timestamptz, closes_at timestamptz, outcome text, label text,
    plan text, probability float, prompted bool);
CREATE TEMP TABLE them (n int, kind int, programme uuid, calls text, person uuid,
    key bytea, name bytea, number uuid, hash bytea, sealed bytea, goal uuid,
    goal_sealed bytea, step uuid, step_sealed bytea, cue bytea, place int,
    growth bytea);
"""
LAY_IN = (
    "INSERT INTO participants (id, organisation_id, programme_id, wrapped_key,"
    " name_sealed, language, zone, consent, consent_version, calls, recorded,"
    " call_terms, rung, ladder, planned_until, plan_at, last_heard_at, created_at)"
    " SELECT person, %(organisation)s, programme, key, name, 'en', zone, 'active', 2,"
    " calls, false, '{}', rung, ladder, planned_until, plan_at, heard, began"
    " FROM them JOIN kinds USING (kind)",
    "INSERT INTO numbers (id, organisation_id, participant_id, kind, hash,"
    " number_sealed, country) SELECT number, %(organisation)s, person, 'participant',"
    " hash, sealed, 'US' FROM them",
    "INSERT INTO goals (id, organisation_id, participant_id, goal_sealed, created_at)"
    " SELECT goal, %(organisation)s, person, goal_sealed, began"
    " FROM them JOIN kinds USING (kind)",
    "INSERT INTO steps (id, organisation_id, participant_id, goal_id, step_sealed,"
    " cue_sealed, kind, days, opens, deadline, closes, place, growth_sealed,"
    " created_at) SELECT step, %(organisation)s, person, goal, step_sealed, cue,"
    " 'window', '0123456', %(opens)s, %(deadline)s, %(closes)s, place, growth, began"
    " FROM them JOIN kinds USING (kind)",
    "INSERT INTO chances (id, organisation_id, participant_id, step_id, local_date,"
    " slot, zone, opens, deadline, closes, opens_at, deadline_at, closes_at, outcome,"
    " plan, probability) SELECT gen_random_uuid(), %(organisation)s, person, step,"
    " local_date, 0, zone, %(opens)s, %(deadline)s, %(closes)s, opens_at, deadline_at,"
    " closes_at, outcome, plan, probability"
    " FROM them JOIN days USING (kind) JOIN kinds USING (kind)",
    "INSERT INTO attempts (id, organisation_id, participant_id, chance_id, outcome,"
    " label, channel, reported_at) SELECT gen_random_uuid(), %(organisation)s, person,"
    " c.id, c.outcome, coalesce(d.label, 'unprompted'), 'text', c.deadline_at"
    " FROM chances c JOIN them ON person = participant_id JOIN days d"
    " ON d.kind = them.kind AND d.local_date = c.local_date WHERE c.outcome <> 'open'",
    "INSERT INTO nudges (id, organisation_id, participant_id, chance_id, kind,"
    " occurrence, script, local_date, wall, zone, due_at, expires_at, state, tries)"
    " SELECT gen_random_uuid(), %(organisation)s, person, c.id, 'prompt',"
    " 'prompt/' || c.local_date || '/0', CASE c.plan WHEN 'late' THEN 'late_prompt'"
    " ELSE 'prompt_before' END, c.local_date, CASE c.plan WHEN 'late'"
    " THEN c.deadline ELSE c.opens END, c.zone, CASE c.plan WHEN 'late'"
    " THEN c.deadline_at ELSE c.opens_at END, CASE c.plan WHEN 'late'"
    " THEN c.closes_at ELSE c.deadline_at END,"
    " CASE WHEN c.closes_at > %(now)s THEN 'planned' ELSE 'sent' END, 0"
    " FROM chances c JOIN them ON person = participant_id JOIN days d"
    " ON d.kind = them.kind AND d.local_date = c.local_date"
    " WHERE d.prompted",
    "ANALYZE participants, numbers, goals, steps, chances, attempts, nudges",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """People of one zone who lived one story."""

    zone: str
    story: Story


def lay_in(stage: Stage, how_many: int, now: datetime, *, before: int = BEFORE) -> None:
    """Lay so many people in, as they stand at `now` with their days laid out before.

    Of what is behind them so many days are laid in.
    """
    programmes = [
        (weight, enrol.programme(stage.parts, stage.organisation, new), new.name)
        for weight, new in PROGRAMMES
    ]
    kinds = _kinds(how_many)
    organisation = {"organisation": str(stage.organisation)}
    scope = "SELECT set_config('handrail.organisation', %(organisation)s, false)"
    with psycopg.connect(stage.addresses.owner_url) as line:
        line.execute(scope, organisation)
        line.execute(TEMPORARY)
        _lives(line, kinds, now, before)
        _copy(line, "them", _them(stage, how_many, now, len(kinds), programmes))
        line.execute("CREATE INDEX ON them (person); ANALYZE them, days, kinds")
        walls = {"opens": OPENS, "deadline": DEADLINE, "closes": CLOSES}
        for words in LAY_IN:
            line.execute(words, {"now": now, **walls, **organisation})


def _kinds(most: int) -> tuple[Kind, ...]:
    """Give every kind, a zone as often as its weight says; no more than `most`."""
    zones = [zone for zone, weight in ZONES.items() for _ in range(weight)]
    lives = tuple(stories.many(LIVES))
    # Round after round of the zones, each time with the next life: any few are mixed.
    return tuple(
        Kind(zones[at % len(zones)], lives[(at + at // len(zones)) % LIVES])
        for at in range(min(most, len(zones) * LIVES))
    )


def _lives(
    line: psycopg.Connection[Any], kinds: tuple[Kind, ...], now: datetime, before: int
) -> None:
    """Keep what every kind has lived, and the days that stand before it."""
    lived: dict[tuple[Story, date], Any] = {}
    rows: list[tuple[Any, ...]] = []
    for at, kind in enumerate(kinds):
        today = now.astimezone(ZoneInfo(kind.zone)).date()
        if (kind.story, today) not in lived:
            lived[kind.story, today] = kind.story.live(today)
        state, _ = lived[kind.story, today]
        dawn = timing.moment(today + DAY, time(0), kind.zone)
        first = today - DAY * (kind.story.days - 1)
        began = timing.moment(first, time(9), kind.zone)
        rows.append((
            at, kind.zone, state.rung, Jsonb(ladder.dump(state)), today + DAY * AHEAD,
            dawn, now - timedelta(hours=20), began,
        ))  # fmt: skip
    _copy(line, "kinds", iter(rows))
    _copy(line, "days", _days(kinds, lived, now, before))


def _days(
    kinds: tuple[Kind, ...],
    lived: dict[tuple[Story, date], Any],
    now: datetime,
    before: int,
) -> Iterator[tuple[Any, ...]]:
    for at, kind in enumerate(kinds):
        today = now.astimezone(ZoneInfo(kind.zone)).date()
        state, chances = lived[kind.story, today]
        recent = [one for one in chances if one.ref.on >= today - DAY * before]
        for one in (*recent, *_ahead(state, chances, today)):
            yield at, *_day(one, kind.zone, now)


def _ahead(state: ladder.Ladder, chances: list[Lived], today: date) -> Iterator[Lived]:
    """Give the chances that stand laid out after today, as planned this morning."""
    number = len(chances)
    for day in (today + DAY * n for n in range(1, AHEAD + 1)):
        ref = ladder.ChanceRef(f"{day}/0", day, number)
        yield Lived(ref, ladder.plan(state, ref), "?")
        number += 1


def _day(one: Lived, zone: str, now: datetime) -> tuple[Any, ...]:
    at = Occurrence(one.ref.on, 0, OPENS, DEADLINE, CLOSES).moments(zone)
    outcome = OUTCOMES[one.mark] if at.closes <= now else "open"
    prompt = one.planned.prompt
    went = prompt != "none" and not (outcome != "open" and one.mark == "U")
    label = "prompted" if one.mark == "P" else "unprompted"
    return (
        one.ref.on, at.opens, at.deadline, at.closes, outcome, label, prompt,
        one.planned.probability, went,
    )  # fmt: skip


def _them(
    stage: Stage,
    how_many: int,
    now: datetime,
    kinds: int,
    programmes: list[tuple[int, UUID, str]],
) -> Iterator[tuple[Any, ...]]:
    """Make each person: her own key, her words and number sealed under it."""
    parts = stage.parts
    grown = json.dumps(growing.dump(_growth(now.date())))
    hashes = parts.tenant(stage.organisation).hashes
    share = [(each, name) for weight, each, name in programmes for _ in range(weight)]
    for n in range(how_many):
        person, number, goal, step = (parts.new_id() for _ in range(4))
        wrapped, key = parts.vault.new_key(person, people.PARTICIPANT)
        written = f"+1212{1000000 + n:07d}"
        programme, name = share[n * 37 % len(share)]
        yield (
            n, n % kinds, programme, "agreed" if name == "Calls" else "none", person,
            wrapped, key.seal("Mila", "participants", person, "name_sealed"),
            number, hashes.hash(written),
            key.seal(written, "numbers", number, "number_sealed"),
            goal, key.seal("find my voice", "goals", goal, "goal_sealed"),
            step, key.seal("say one idea", "steps", step, "step_sealed"),
            key.seal("the floor is opened", "steps", step, "cue_sealed"),
            *((0, key.seal(grown, "steps", step, "growth_sealed"))
              if name == "Grow" else (None, None)),
        )  # fmt: skip


def _growth(today: date) -> Growth:
    """Give the growth of a path's first step, which yesterday was looked at."""
    steps = paths.named("find_my_voice").steps
    begun = growing.start(steps[0], today - DAY * 10, goal=steps[-1])
    grown, _ = growing.observe(begun, Seen(today, rung=1, rung_days=5))
    return grown


def _copy(
    line: psycopg.Connection[Any], table: str, rows: Iterator[tuple[Any, ...]]
) -> None:
    with line.cursor().copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
