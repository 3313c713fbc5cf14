"""The HTTP process at its edges: health, a database away, what nobody foresaw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient

from service import app as door
from service.app import create_app
from service.config import Settings
from service.store.db import Database
from service.usecases.parts import Parts
from tests.database import Clone
from tests.journeys.world import ACCOUNT, MASTER, TOKEN, World, text_form

MILA = "+15550100001"
WORDS = "canary words of hers"


def settings(parts: Parts) -> Settings:
    return Settings(
        database_url="",
        database_owner_url=None,
        redis_url="",
        master_keys=(MASTER,),
        public_origin=parts.origin,
        twilio_account_sid=ACCOUNT,
        twilio_auth_tokens=(TOKEN,),
        twilio_account_sids=frozenset({ACCOUNT}),
        twilio_base_url=None,
        carrier_answers=frozenset(),
        port=8017,
        switchboard_port=8018,
    )


@pytest.fixture
def client(parts: Parts) -> FlaskClient:
    return create_app(parts, settings(parts)).test_client()


@pytest.fixture
def cut_off(parts: Parts) -> Iterator[Flask]:
    gone = Database("postgresql://nobody:none@127.0.0.1:1/none", pool_size=1)
    yield create_app(replace(parts, db=gone), settings(parts))
    gone.close()


def test_it_is_healthy_when_the_database_answers(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (200, "ok\n") == (answer.status_code, answer.text)


def test_without_the_database_it_is_not_healthy_and_asks_to_come_again(
    cut_off: Flask,
) -> None:
    with structlog.testing.capture_logs() as logs:
        answer = cut_off.test_client().get("/healthz")
    assert (503, "2", b"") == (
        answer.status_code,
        answer.headers["Retry-After"],
        answer.data,
    )
    assert ["database_away"] == [line["event"] for line in logs]


NAMES = {
    "call": "CA" + "0" * 32,
    "sid": "RE" + "0" * 32,
    "whose": UUID(int=7),
    "recording": UUID(int=8),
}


def test_whatever_may_hold_words_or_sound_is_kept_by_nobody_on_the_way(
    parts: Parts,
) -> None:
    app = create_app(parts, settings(parts))
    addresses = app.url_map.bind("127.0.0.1")
    asked = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] in ("hooks", "pages")
    ]
    assert len(asked) >= 10
    for rule in asked:
        named = {name: NAMES[name] for name in rule.arguments}
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        url = addresses.build(rule.endpoint, named)
        answer = app.test_client().open(url, method=method)
        assert "no-store" == answer.headers.get("Cache-Control"), rule.rule


def test_an_address_there_is_not_is_a_404_and_no_fault(client: FlaskClient) -> None:
    with structlog.testing.capture_logs() as logs:
        assert 404 == client.get("/no-such-page").status_code
    assert [] == [line for line in logs if line["event"] == "request_failed"]


def test_a_fault_nobody_foresaw_is_said_plainly_and_logged_without_words(
    parts: Parts,
) -> None:
    class Breaking:
        def transaction(self, organisation: object = None) -> Any:
            raise RuntimeError(WORDS)

    broken: Any = Breaking()
    app = create_app(replace(parts, db=broken), settings(parts))
    with structlog.testing.capture_logs() as logs:
        answer = app.test_client().get("/healthz")
    assert 500 == answer.status_code
    assert WORDS not in answer.text
    assert "Something broke on our side" in answer.text
    assert ["request_failed"] == [line["event"] for line in logs]


def test_an_unsigned_webhook_is_turned_away_and_logged_without_its_words(
    client: FlaskClient,
) -> None:
    with structlog.testing.capture_logs() as logs:
        answer = client.post("/twilio/sms", data=dict(text_form(MILA, WORDS)))
    assert 403 == answer.status_code
    assert ["webhook_refused"] == [line["event"] for line in logs]
    assert WORDS not in str(logs)
    assert MILA not in str(logs)


@pytest.mark.parametrize(
    ("path", "status"), [("/twilio/sms", 403), ("/twilio/status", 403)]
)
def test_rightly_signed_but_no_carriers_form_is_refused(
    shared: World, path: str, status: int
) -> None:
    pairs = (("AccountSid", ACCOUNT), ("Body", WORDS))
    with structlog.testing.capture_logs() as logs:
        assert status == shared.post(pairs, path).status
    assert ["webhook_malformed"] == [line["event"] for line in logs]
    assert WORDS not in str(logs)


def test_for_a_number_that_is_not_ours_nothing_is_done(shared: World) -> None:
    answer = shared.post(text_form(MILA, WORDS, to="+15550109999"))
    assert (200, "<Response />") == (answer.status, answer.text[-12:])
    assert [] == shared.rows("SELECT 1 FROM strangers")


def test_a_body_too_large_is_refused_before_it_is_read(shared: World) -> None:
    assert 413 == shared.post(text_form(MILA, "x" * 70_000)).status


def test_a_database_away_at_a_webhook_asks_the_carrier_to_come_again(
    shared: World,
) -> None:
    """Failure 4: no 200 without a commit; the carrier tries again and it is all there."""
    mila = shared.join(MILA)
    form = text_form(MILA, "HELP")
    kept = len(shared.of(MILA, "inbox"))
    with away(shared.clone):
        answers = [shared.post(form).status for _ in range(3)]
    assert [503] * 3 == answers
    assert kept == len(shared.of(MILA, "inbox"))
    assert 200 == _when_back(lambda: shared.post(form).status)
    mila.expects_sms("texts on one small step")
    assert kept + 1 == len(shared.of(MILA, "inbox"))


def test_health_asks_the_database_and_not_only_the_pool(shared: World) -> None:
    def health() -> int:
        line = HTTPConnection(urlsplit(shared.parts.origin).netloc, timeout=10)
        line.request("GET", "/healthz")
        status = line.getresponse().status
        line.close()
        return status

    assert 200 == health()
    with away(shared.clone):
        assert [503] * 3 == [health() for _ in range(3)]
    assert 200 == _when_back(health)


@contextmanager
def away(clone: Clone) -> Iterator[None]:
    """A database that nobody can reach, with every line of the app's to it cut."""
    house = urlsplit(clone.superuser_url)._replace(path="/postgres").geturl()
    with psycopg.connect(house, autocommit=True) as line:
        line.execute(f"ALTER DATABASE {clone.name} ALLOW_CONNECTIONS false".encode())
        line.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = 'handrail_app'",
            (clone.name,),
        )
        try:
            yield
        finally:
            line.execute(f"ALTER DATABASE {clone.name} ALLOW_CONNECTIONS true".encode())


def _when_back(ask: Callable[[], int]) -> int:
    """The answer after every dead line has been met at most once."""
    answers = [ask() for _ in range(10)]
    assert {200, 503} >= set(answers)
    return answers[-1]


def test_the_head_of_the_process_is_built_from_the_environment(
    shared: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in shared.environ("redis://127.0.0.1:1/0").items():
        monkeypatch.setenv(name, value)
    built: list[Parts] = []

    def keep(parts: Parts, given: Settings) -> Flask:
        built.append(parts)
        return create_app(parts, given)

    monkeypatch.setattr(door, "create_app", keep)
    assert 200 == door.create_from_env().test_client().get("/healthz").status_code
    built[0].db.close()
    structlog.reset_defaults()


def test_many_requests_on_one_line_are_all_answered(shared: World) -> None:
    """HTTP keep-alive: a refused body must not leave its rest on the line."""
    line = HTTPConnection(urlsplit(shared.parts.origin).netloc, timeout=10)
    for _ in range(3):
        line.request("POST", "/twilio/sms", b"x=1", {"Content-Type": "text/plain"})
        answer = line.getresponse()
        answer.read()
        assert 403 == answer.status
    line.close()
