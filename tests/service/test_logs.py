"""Logs say what happened and where, and never a person's words (I12)."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import psycopg
import pytest
import structlog

from service import logs
from tests.database import Clone

WORDS = "her own words"


@pytest.fixture
def log() -> Iterator[structlog.typing.FilteringBoundLogger]:
    logs.configure()
    yield structlog.get_logger()
    structlog.reset_defaults()


def broken(words: str) -> None:
    said = words  # a frame that holds them
    raise RuntimeError(said) from KeyError(said)


def test_an_exception_is_its_type_and_its_places(
    log: structlog.typing.FilteringBoundLogger, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        broken(WORDS)
    except RuntimeError as error:
        log.exception("job_failed", item="17")
        caught = error
    log.error("request_failed", exc_info=caught)
    lines = capsys.readouterr().out.splitlines()
    assert not any(WORDS in line for line in lines)
    for line in map(json.loads, lines):
        assert ("RuntimeError", "KeyError") == (line["error"], line["cause"])
        assert line["at"][-1].endswith(" broken")
        assert line["at"][-1].startswith("service/test_logs.py:")


def test_an_event_without_an_exception_is_left_as_it_is(
    log: structlog.typing.FilteringBoundLogger, capsys: pytest.CaptureFixture[str]
) -> None:
    log.warning("database_away", beat=3, exc_info=False)
    line = json.loads(capsys.readouterr().out)
    assert ("database_away", 3, "warning") == (
        line["event"],
        line["beat"],
        line["level"],
    )
    assert "error" not in line


def test_the_driver_does_not_repeat_a_refusal_in_the_databases_words(
    clone: Clone, caplog: pytest.LogCaptureFixture
) -> None:
    logs.configure()
    with psycopg.connect(clone.app_url) as line:
        with pytest.raises(KeyError), line.pipeline():
            line.execute("SELECT 1/0")
            broken_off = "while a statement was on its way"
            raise KeyError(broken_off)
        line.rollback()
    assert not caplog.records
    structlog.reset_defaults()


def test_an_exception_without_a_cause_has_none() -> None:
    event = {"exc_info": ValueError(WORDS)}
    assert {"error": "ValueError", "cause": None, "at": []} == logs.without_words(
        None, "error", event
    )


@pytest.mark.parametrize("name", ["twilio", "rq", "urllib3", "werkzeug", "sqlalchemy"])
def test_libraries_that_log_addresses_or_arguments_are_hushed(
    log: structlog.typing.FilteringBoundLogger, name: str
) -> None:
    assert not logging.getLogger(name).isEnabledFor(logging.INFO)
