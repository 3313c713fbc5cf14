"""What stands in tables of others, cities and laws, is Spanish on a Spanish page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from flows.coach.quiet import PRESETS
from flows.coach.schedule import Schedule
from service.web import audit_words, enrolment, policy_words, schedule_words, words


@pytest.fixture
def spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    headers = {"Accept-Language": request.param}
    with Flask("service.web").test_request_context(headers=headers):
        yield


CITIES = (
    ("America/New_York", "New York", "Nueva York"),
    ("Asia/Kolkata", "Kolkata", "Calcuta"),
    ("Asia/Calcutta", "Kolkata", "Calcuta"),
    ("Europe/London", "London", "Londres"),
    ("America/Lima", "Lima", "Lima"),
    ("UTC", "UTC", "UTC"),
)


@pytest.mark.parametrize("spoken", ["en"], indirect=True)
@pytest.mark.usefixtures("spoken")
def test_a_zone_is_said_as_its_city() -> None:
    assert [(zone, words.place(zone)) for zone, _, _ in CITIES] == [
        (zone, english) for zone, english, _ in CITIES
    ]


@pytest.mark.parametrize("spoken", ["es"], indirect=True)
@pytest.mark.usefixtures("spoken")
def test_a_city_is_called_as_the_reader_calls_it() -> None:
    assert [(zone, words.place(zone)) for zone, _, _ in CITIES] == [
        (zone, spanish) for zone, _, spanish in CITIES
    ]
    assert "Nueva York, Estados Unidos" in dict(enrolment.places("es")).values()


@pytest.mark.parametrize("spoken", ["es"], indirect=True)
@pytest.mark.usefixtures("spoken")
def test_laws_policies_and_looks_are_named_in_spanish() -> None:
    told = schedule_words.LINES["law"](Schedule(law=frozenset(PRESETS)))
    assert all(preset.about not in told for preset in PRESETS.values())
    assert "Canadá, llamadas de telemercadeo" in told
    assert all(f"({name})" not in one for name, one in policy_words.policies().items())
    assert "miró su página o sus palabras" == audit_words.done("looked at")
