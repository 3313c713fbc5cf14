"""One rehearsal from beginning to end: set up, enrol, live, read the diary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from flows.coach import timing
from flows.coach.programmes import Programme
from flows.lab.personas import Persona
from service.rehearsal import diary
from service.rehearsal.diary import Page
from service.rehearsal.life import Life
from service.rehearsal.stage import SERVICE, Stage, hers, opened
from service.usecases import enrol
from service.usecases.enrol import NewPerson, NewProgramme
from service.usecases.terms import Terms

HER, COACH = "+15550100001", "+15550100009"
# A Monday, a week before clocks change in America and three before Europe's.
BEGINS = datetime(2026, 3, 2, tzinfo=UTC)
ENROLLED = time(9, 0)
OWN_WORDS: Mapping[str, str] = {
    "goal": "find my voice in a busy team",
    "step": "say one idea at the daily meeting",
    "cue": "the floor is opened",
}
CONSENT = "I agree to coaching texts and calls. I can text STOP at any time."


@dataclass(frozen=True, slots=True)
class Plan:
    """What to rehearse: a persona in a programme with these terms, for so many days."""

    persona: Persona
    path: Programme | None
    settings: Mapping[str, Any]
    days: int


def rehearse(plan: Plan, *, app_url: str, owner_url: str) -> Iterator[Page]:
    """Live through a plan on an empty, migrated database; yield each day's page."""
    persona = plan.persona
    begins = timing.moment(BEGINS.date(), ENROLLED, persona.zone)
    with opened(app_url, owner_url, begins, seed=persona.seed) as stage:
        organisation = enrol.organisation(stage.parts, "Stairwell", "US", SERVICE)
        stage.network.add_phone(COACH, "Ruth")
        programme = _programme(stage, organisation, plan)
        life = _enrolled(stage, organisation, programme, plan)
        hours = _hours(plan)
        for lived in life.live(plan.days):
            yield diary.page(life, lived, hours)


def _programme(stage: Stage, organisation: UUID, plan: Plan) -> UUID:
    path = "" if plan.path is None else plan.path.id
    new = NewProgramme(
        name="" if path else "Small Steps",
        coach="Ruth",
        coach_number=COACH,
        settings=dict(plan.settings),
        language=plan.persona.language,
        path=path,
    )
    return enrol.programme(stage.parts, organisation, new)


def _hours(plan: Plan) -> timing.Hours:
    preset = {} if plan.path is None else plan.path.nudges
    return Terms.standing({**preset, **plan.settings}).hours


def _enrolled(stage: Stage, organisation: UUID, programme: UUID, plan: Plan) -> Life:
    persona = plan.persona
    phone = stage.network.add_phone(HER, persona.name)
    new = NewPerson(
        name=persona.name,
        number=HER,
        zone=persona.zone,
        consent_text=CONSENT,
        consent_method="rehearsal",
        calls_text=CONSENT if persona.calls else "",
        language=persona.language,
        begins=persona.begins,
        **_words(plan),
    )
    with stage.parts.db.transaction(organisation) as tx:
        tenant = stage.parts.tenant(organisation)
        parts = hers(stage.parts, persona.seed)
        who = enrol.enrol(parts, tx, tenant, programme, new)
    stage.beat(organisation)
    phone.texts("GO").forgets()
    return Life(stage, persona, organisation, who, phone, BEGINS.date(), persona.zone)


def _words(plan: Plan) -> dict[str, str]:
    """Return goal, step and cue: hers, else the path's, else those of the demo."""
    own = {name: getattr(plan.persona, name) for name in OWN_WORDS}
    if plan.persona.begins or plan.path is not None:
        return own
    return {name: own[name] or usual for name, usual in OWN_WORDS.items()}
