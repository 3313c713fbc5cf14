"""The judge of requests and answers knows right from wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.wire import openapi
from tests.wire.signing import ACCOUNT, SID

pytestmark = [
    pytest.mark.openapi,
    pytest.mark.skipif(not openapi.present(), reason=openapi.WHY_ABSENT),
]
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
MESSAGE = MESSAGES.replace(".json", f"/{SID}.json")
CALLS = f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
NUMBERS = f"/2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers"
TO, FROM, BODY = ("To", "+14155550123"), ("From", "+18005551212"), ("Body", "x")


@pytest.mark.parametrize(
    ("method", "path", "pairs"),
    [
        ("POST", MESSAGES, [TO, FROM, BODY, ("ValidityPeriod", "60")]),
        ("POST", MESSAGES, [TO, FROM, BODY, ("SmartEncoded", "true")]),
        ("POST", MESSAGES, [TO, FROM, BODY, ("MessageIntent", "education")]),
        (
            "POST",
            CALLS,
            [
                *(TO, FROM, ("Url", "https://h/"), ("Timeout", "15")),
                ("Record", "true"),
                ("StatusCallbackEvent", "answered"),
                ("StatusCallbackEvent", "completed"),
            ],
        ),
        ("GET", MESSAGES, [TO, ("PageSize", "50")]),
        ("GET", NUMBERS + "/Local.json", []),
        ("DELETE", MESSAGE, []),
    ],
)
def test_right_requests_have_no_findings(
    method: str, path: str, pairs: list[tuple[str, str]]
) -> None:
    assert [] == openapi.findings(method, path, pairs)


@pytest.mark.parametrize(
    ("method", "path", "pairs", "words"),
    [
        ("POST", MESSAGES, [TO], ["one of From, Mess", "one of Body, MediaUrl"]),
        ("POST", MESSAGES, [TO, FROM, BODY, ("Bogus", "1")], ["'Bogus' was"]),
        ("POST", MESSAGES, [TO, FROM, BODY, ("ValidityPeriod", "x")], ["'integer'"]),
        ("POST", MESSAGES, [TO, FROM, BODY, ("SmartEncoded", "1")], ["'boolean'"]),
        ("POST", MESSAGES, [TO, FROM, BODY, ("ScheduleType", "soon")], ["['fixed']"]),
        ("POST", MESSAGES, [FROM, BODY], ["'To' is a required"]),
        ("GET", MESSAGES, [("Nope", "1")], ["'Nope' was"]),
        ("GET", MESSAGES, [("PageSize", "9999")], ["maximum of 1000"]),
        ("GET", MESSAGE.replace(SID, "SM1"), [], ["too short", "does not match"]),
        ("DELETE", MESSAGE, [BODY], ["unknown name: Body"]),
        ("PUT", MESSAGES, [], ["no such operation: PUT"]),
        ("GET", "/2010-04-01/Nowhere.json", [], ["no such operation"]),
    ],
)
def test_wrong_requests_have_findings(
    method: str, path: str, pairs: list[tuple[str, str]], words: list[str]
) -> None:
    found = openapi.findings(method, path, pairs)
    assert len(words) == len(found), found
    for word, finding in zip(words, found, strict=True):
        assert word in finding


def _examples(path: str, method: str, status: str) -> list[Any]:
    spec = json.loads(openapi.SPEC.read_text(encoding="utf-8"))
    content = spec["paths"][path][method]["responses"][status]["content"]
    return [one["value"] for one in content["application/json"]["examples"].values()]


def test_the_files_own_examples_are_right_answers() -> None:
    template = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
    made, listed = _examples(template, "post", "201"), _examples(template, "get", "200")
    assert made
    assert listed
    assert [] == [
        f for e in made for f in openapi.response_findings("POST", MESSAGES, 201, e)
    ]
    assert [] == [
        f for e in listed for f in openapi.response_findings("GET", MESSAGES, 200, e)
    ]


def error(status: int = 400, **more: object) -> dict[str, object]:
    link = "https://www.twilio.com/docs/errors/21610"
    return {"code": 21610, "message": "m", "more_info": link, "status": status, **more}


@pytest.mark.parametrize(
    ("method", "status", "document", "right"),
    [
        ("POST", 201, {"sid": "SM1"}, False),
        ("POST", 201, {"invented": 1}, False),
        ("POST", 200, {}, False),
        ("PUT", 200, {}, False),
        ("POST", 201, [], False),
        ("POST", 400, error(), True),
        ("POST", 400, error(404), False),
        ("POST", 400, error(extra=1), False),
        ("POST", 500, "oops", False),
    ],
)
def test_answers_are_judged(
    method: str, status: int, document: object, right: bool
) -> None:
    assert right == (not openapi.response_findings(method, MESSAGES, status, document))


def test_an_answer_to_a_delete_has_no_words() -> None:
    assert [] == openapi.response_findings("DELETE", MESSAGE, 204, None)
    assert openapi.response_findings("DELETE", MESSAGE, 204, {"sid": SID})


def test_the_file_is_never_committed() -> None:
    ignored = (Path(__file__).parents[2] / ".gitignore").read_text(encoding="utf-8")
    assert ".cache/" in ignored.split()
