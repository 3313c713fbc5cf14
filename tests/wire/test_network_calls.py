"""Calls placed, looked up and ended: what goes out, and what each answer becomes."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest

from service.carrier.codes import refusal
from service.carrier.network import connect
from service.carrier.port import Accepted, Busy, CannotAsk, Outcome, SeenCall, Unclear
from tests.wire import openapi
from tests.wire.line import DROP, HANG, Asked, Line, line, reply
from tests.wire.signing import ACCOUNT, DELIVERY
from tests.wire.test_network import SOON_S, connected, error

TO, FROM = "+14155550123", "+18005551212"
CALL = "CA" + "fedcba9876543210" * 2
ANSWER_URL = f"https://coach.example.com/twilio/voice?d={DELIVERY}&t=0"
STATUS_URL = f"https://coach.example.com/twilio/call-status?d={DELIVERY}"
TURN = ANSWER_URL + "#ct=2000&rt=4500&rc=2&rp=ct,rt,5xx"
YES = reply(201, {"sid": CALL, "status": "queued"})
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def placed(
    *answers: object, timeout_s: float = 5, **values: object
) -> tuple[Outcome, Line]:
    told = {"to": TO, "from_": FROM, "answer_url": ANSWER_URL, "status_url": STATUS_URL}
    with line(*answers) as here, connected(here.url, timeout_s=timeout_s) as network:
        return network.place_call(**(told | values)), here


def test_a_call_is_one_post_of_exactly_these_parameters() -> None:
    outcome, here = placed(YES)
    assert Accepted(CALL, "queued") == outcome
    [asked] = here.asked
    assert ("POST", f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json") == (
        asked.method,
        asked.path,
    )
    assert [
        ("To", TO),
        ("From", FROM),
        ("Url", TURN),
        ("Method", "POST"),
        ("FallbackUrl", TURN),
        ("FallbackMethod", "POST"),
        ("StatusCallback", STATUS_URL + "#rc=2&rp=ct,rt,5xx"),
        ("StatusCallbackMethod", "POST"),
        ("StatusCallbackEvent", "initiated"),
        ("StatusCallbackEvent", "answered"),
        ("StatusCallbackEvent", "completed"),
        ("Timeout", "20"),
        ("TimeLimit", "240"),
    ] == asked.pairs


@pytest.mark.parametrize(
    ("values", "name", "expected"),
    [
        ({"ring_s": 1}, "Timeout", "5"),
        ({"ring_s": 600}, "Timeout", "40"),
        ({"ring_s": 15}, "Timeout", "15"),
        ({"longest_s": 0}, "TimeLimit", "30"),
        ({"longest_s": 10**6}, "TimeLimit", "3600"),
        ({"longest_s": 90}, "TimeLimit", "90"),
        ({"detect_machine": True}, "MachineDetection", "Enable"),
        ({"detect_machine": True}, "MachineDetectionTimeout", "8"),
    ],
)
def test_a_call_rings_and_lasts_within_what_we_ever_allow(
    values: dict[str, object], name: str, expected: str
) -> None:
    _, here = placed(YES, **values)
    assert expected == dict(here.asked[0].pairs)[name]


def test_machine_detection_is_not_bought_unasked() -> None:
    _, here = placed(YES)
    assert not [n for n, _ in here.asked[0].pairs if n.startswith("Machine")]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (error(429, 20429), Busy(1.0)),
        (reply(429, {}, Retry_After="7"), Busy(7.0)),
        (error(400, 21217), refusal(21217)),
        (error(400, 13224), refusal(13224)),
        (error(400, 99999), refusal(99999)),
        (error(401, 20003), refusal(20003)),
        (error(500, 20500), Unclear("the carrier answered 500")),
        (reply(503, {}, Retry_After="1"), Unclear("the carrier answered 503")),
        (reply(302, ""), Unclear("the carrier answered 302 in a form we cannot read")),
        *(
            (
                reply(201, text),
                Unclear("the carrier answered yes in a form we cannot read"),
            )
            for text in [
                "",
                {},
                {"sid": "SM" + CALL[2:], "status": "queued"},
                {"sid": CALL},
            ]
        ),
    ],
)
def test_each_answer_becomes_its_outcome_after_exactly_one_post(
    answer: bytes, outcome: Outcome
) -> None:
    got, here = placed(answer, YES)
    assert outcome == got
    assert ["POST"] == [asked.method for asked in here.asked]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (HANG, "the carrier did not answer in time"),
        (DROP, "the line to the carrier dropped"),
        (YES[:-5], "the line to the carrier dropped"),
    ],
)
def test_a_call_without_an_answer_is_unclear_and_never_asked_for_again(
    answer: object, reason: str
) -> None:
    got, here = placed(answer, YES, timeout_s=SOON_S)
    assert Unclear(reason) == got
    assert 1 == len(here.asked)


def test_a_refused_connection_is_busy_because_nothing_was_asked() -> None:
    with line(YES) as here:
        gone = here.url
    with connected(gone) as network:
        assert Busy(1.0) == network.place_call(
            to=TO, from_=FROM, answer_url=ANSWER_URL, status_url=STATUS_URL
        )


def test_no_number_and_no_address_reach_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    got, _ = placed(HANG, timeout_s=SOON_S)
    with (
        line(HANG) as here,
        connected(here.url, timeout_s=SOON_S) as network,
        pytest.raises(CannotAsk) as refused,
    ):
        network.find_calls(to=TO, since=NINE)
    told = f"{got} {refused.value} {caplog.text}"
    assert "4155550123" not in told
    assert DELIVERY not in told


def call(sid: str = CALL, **more: object) -> dict[str, object]:
    told = {"sid": sid, "status": "completed", "from": FROM, "duration": "61"}
    made = "Mon, 23 Nov 2026 09:00:00 +0000"
    return {**told, "answered_by": "machine_start", "date_created": made, **more}


def page(*calls: dict[str, object], following: str | None = None) -> bytes:
    return reply(200, {"calls": list(calls), "next_page_uri": following})


def test_calls_are_found_over_all_pages_from_the_moment_asked_for() -> None:
    path = f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
    old = call(date_created="Sun, 22 Nov 2026 09:00:00 +0000")
    ringing = call("CA" + "2" * 32, status="ringing", answered_by=None, duration=None)
    answers = [page(old, call(), following=path + "?Page=1"), page(ringing)]
    with line(*answers) as here, connected(here.url) as network:
        found = network.find_calls(to=TO, since=NINE)
    assert (
        SeenCall(CALL, FROM, "completed", "machine", 61, NINE),
        SeenCall("CA" + "2" * 32, FROM, "ringing", None, None, NINE),
    ) == found
    assert ("To", TO) in here.asked[0].query


def test_one_call_is_looked_up_and_an_unknown_one_is_none() -> None:
    answers = [reply(200, call(answered_by="human")), error(404, 20404)]
    with line(*answers) as here, connected(here.url) as network:
        seen = network.fetch_call(CALL)
        assert network.fetch_call(CALL) is None
    assert seen == SeenCall(CALL, FROM, "completed", "human", 61, NINE)
    assert here.asked[0].path.endswith(f"/Calls/{CALL}.json")


@pytest.mark.parametrize(
    "answer",
    [
        HANG,
        DROP,
        error(500, 20500),
        error(401, 20003),
        reply(429, {}),
        reply(200, "no JSON"),
        reply(200, {"calls": [call(date_created=None)]}),
        reply(200, {"calls": [call(status=None)]}),
        reply(200, {"calls": [call(duration="long")]}),
        reply(200, {}),
    ],
)
def test_without_a_usable_answer_nothing_is_claimed(answer: object) -> None:
    with (
        line(answer) as here,
        connected(here.url, timeout_s=SOON_S) as network,
        pytest.raises(CannotAsk),
    ):
        network.find_calls(to=TO, since=NINE)
        with pytest.raises(CannotAsk):
            network.fetch_call(CALL)
        with pytest.raises(CannotAsk):
            network.end_call(CALL)


def over(status: str) -> bytes:
    return reply(200, call(status=status))


@pytest.mark.parametrize(
    ("answers", "asked_for", "ended"),
    [
        # It rang: taken back, and nobody was cut off.
        ([over("canceled")], ["canceled"], True),
        ([over("busy")], ["canceled"], True),
        # Answered, before or while we asked.
        ([over("in-progress"), over("completed")], ["canceled", "completed"], True),
        ([error(400, 21220), over("completed")], ["canceled", "completed"], True),
        (
            [over("ringing"), over("in-progress"), over("in-progress")],
            ["canceled", "completed"],
            True,
        ),
        # Over long ago.
        (
            [error(400, 21220), error(400, 21220), over("no-answer")],
            ["canceled", "completed"],
            True,
        ),
        # Unknown to the carrier.
        ([error(404, 20404)], ["canceled"], False),
        ([over("ringing"), error(404, 20404)], ["canceled", "completed"], False),
    ],
)
def test_a_call_is_taken_back_before_it_is_answered_and_hung_up_after(
    answers: list[bytes], asked_for: list[str], ended: bool
) -> None:
    with line(*answers) as here, connected(here.url) as network:
        assert ended is network.end_call(CALL)
    posts = [asked for asked in here.asked if asked.method == "POST"]
    assert asked_for == [dict(asked.pairs)["Status"] for asked in posts]
    assert {f"/2010-04-01/Accounts/{ACCOUNT}/Calls/{CALL}.json"} == {
        asked.path for asked in here.asked
    }


@pytest.mark.parametrize(
    "answers",
    [
        [over("ringing"), error(500, 20500)],
        [error(400, 21220), error(400, 21220), error(503, 0)],
        [error(400, 20001)],
        [over("ringing"), HANG],
    ],
)
def test_a_call_that_may_still_ring_is_never_said_to_be_over(
    answers: list[object],
) -> None:
    with (
        line(*answers) as here,
        connected(here.url, timeout_s=SOON_S) as network,
        pytest.raises(CannotAsk),
    ):
        network.end_call(CALL)


def test_a_call_that_will_not_end_is_said_to_be_there() -> None:
    answers = [over("ringing"), over("ringing"), over("ringing")]
    with (
        line(*answers) as here,
        connected(here.url) as network,
        pytest.raises(CannotAsk),
    ):
        network.end_call(CALL)


@pytest.mark.parametrize(
    "sid", ["", "CA1", CALL.upper(), CALL + "/..", "RE" + CALL[2:]]
)
def test_nothing_but_a_calls_name_gets_into_an_address(sid: str) -> None:
    network = connect(ACCOUNT, "token")
    for use in (network.fetch_call, network.end_call, network.recordings_of):
        with pytest.raises(ValueError, match="no name of the carrier"):
            use(sid)
    network.close()


@pytest.mark.openapi
@pytest.mark.skipif(not openapi.present(), reason=openapi.WHY_ABSENT)
def test_the_published_description_finds_nothing_wrong_with_any_of_it() -> None:
    asked: list[Asked] = []
    _, here = placed(YES, detect_machine=True)
    asked += here.asked
    answers = (page(), reply(200, call()), over("ringing"), over("completed"))
    with line(*answers) as here, connected(here.url) as network:
        network.find_calls(to=TO, since=NINE)
        network.fetch_call(CALL)
        network.end_call(CALL)
    asked += here.asked
    assert 5 == len(asked)
    for one in asked:
        pairs = one.pairs if one.method == "POST" else one.query
        assert [] == openapi.findings(one.method, one.path, pairs)
