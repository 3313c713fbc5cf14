"""What a log may say: one line of JSON per event, with ids; never a person's words.

Law (I12): an exception is logged as its type and the places it passed, never with its
message or the values of its frames: a database error quotes the row it failed on, a
frame holds the text that is being answered.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

DEEPEST = 12


def configure() -> None:
    """Set up the logs of this process; call once, before anything is logged."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_words,
            structlog.processors.JSONRenderer(),
        ],
        cache_logger_on_first_use=False,
    )
    # The SDK and RQ log request addresses and job arguments at INFO.
    for name in ("twilio", "rq", "urllib3", "werkzeug", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # Of statements sent together the driver raises the first refusal, and warns of the
    # others ("error ignored terminating ...") in the database's own words.
    logging.getLogger("psycopg").setLevel(logging.ERROR)


def without_words(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Put an exception's type and places where its text would have stood."""
    error = event.pop("exc_info", None)
    if error is True:
        error = _current()
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["cause"] = type(error.__cause__).__name__ if error.__cause__ else None
        event["at"] = places(error)
    return event


def places(error: BaseException) -> list[str]:
    """Return the last places an error passed, as `file:line function`."""
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    return [
        f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno} {frame.name}"
        for frame in frames
    ]


def _current() -> BaseException | None:
    import sys

    return sys.exc_info()[1]
