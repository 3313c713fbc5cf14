"""The demo: Mila's programme from the sources, and two people who have not begun."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flows.coach import programmes
from service.store import enrolment, people
from service.usecases import acting, enrol, paths
from service.usecases.enrol import NewPerson, NewProgramme
from service.usecases.parts import Desk, Parts

SERVICE_NUMBER = "+15550100000"
COACH_NUMBER = "+15550100009"
ORGANISATION = "Stairwell Coaching"
CONSENT_TEXT = (
    "I agree to get coaching texts from Find my voice, about 8 a week, fewer as I go. "
    "I can text STOP at any time. This is not for emergencies."
)


CALLS_TEXT = (
    "I agree to get one short automated check-in call a week from Find my voice. I can "
    "press 9 in a call, or text that calls should stop, at any time."
)
RECORDING_TEXT = (
    "I agree that my answers in these calls are recorded. My coach may listen to them."
)


@dataclass(frozen=True, slots=True)
class Demo:
    """Who is in the demo: names and numbers for the switchboard's phones."""

    service_number: str
    phones: tuple[tuple[str, str], ...]


# Mila has her say in a busy team (#55-#58); the others show a first text to come.
MILA = NewPerson(
    name="Mila",
    number="+15550100001",
    zone="America/New_York",
    goal="find my voice in a busy team",
    step="say one idea at the daily meeting",
    cue="the floor is opened",
    consent_text=CONSENT_TEXT,
    consent_method="demo",
    calls_text=CALLS_TEXT,
    recording_text=RECORDING_TEXT,
)
TOMAS = NewPerson(
    name="Tomas",
    number="+15550100002",
    zone="America/Lima",
    goal="say no without a knot in my stomach",
    step="say no to one small ask",
    cue="somebody asks for five minutes",
    consent_text=CONSENT_TEXT,
    consent_method="demo",
    calls_text=CALLS_TEXT,
)
PROGRAMME = NewProgramme(
    name="Find my voice",
    coach="Ruth",
    coach_number=COACH_NUMBER,
    settings={
        "start_rung": 1,
        "days": "0123456",
        "call_days": "3",
        # Whoever tries the demo texts faster than a person with a day around her.
        "most_in_burst": 12,
        "most_a_day": 60,
        "most_alike": 10,
    },
)
DEMO = Demo(
    service_number=SERVICE_NUMBER,
    phones=(
        (MILA.number, MILA.name),
        (TOMAS.number, TOMAS.name),
        (COACH_NUMBER, "Ruth (coach)"),
    ),
)


def daily() -> dict[str, Any]:
    """Return the shipped path of finding one's voice, with a chance on every day.

    It is made for one meeting on Tuesdays, and a demo is tried on any day.
    """
    path = paths.named("find_my_voice")
    days = str(PROGRAMME.settings["days"])
    cue = {"en": MILA.cue, "es": "cuando se abre la palabra"}
    every = (replace(one, days=days, kind="window", cue=cue) for one in path.steps)
    return programmes.dump(replace(path, steps=tuple(every)))


def seed(parts: Parts) -> UUID:
    """Set up the demo once; return its organisation. Safe to run again."""
    standing = people.organisations(parts.db)
    if standing:
        return standing[0]
    organisation = enrol.organisation(parts, ORGANISATION, "US", SERVICE_NUMBER)
    programme = enrol.programme(parts, organisation, replace(PROGRAMME, own=daily()))
    tenant = parts.tenant(organisation)
    with parts.db.transaction(organisation) as tx:
        mila = enrol.enrol(parts, tx, tenant, programme, MILA)
        enrol.enrol(parts, tx, tenant, programme, TOMAS)
        person = people.lock(tx, parts.vault, mila)
        if person is not None:
            desk = Desk(parts, tx, tenant, person)
            enrolment.drop_invitation(tx, mila)
            acting.change_consent(desk, "active", "given", "demo", CONSENT_TEXT)
    return organisation
