"""The control routes: phones, live events, ledger, faults, and whom they refuse."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient

from service.switchboard import feed as feed_room
from service.switchboard.app import create_app
from service.switchboard.feed import Feed
from service.switchboard.network import Network
from service.switchboard.outgoing import Order
from service.switchboard.phone import Phone
from service.switchboard.server import Running
from tests.switchboard.conftest import MILA, OURS

LOCAL = "http://127.0.0.1:8011"


@pytest.fixture
def page(network: Network) -> FlaskClient:
    app = create_app(network)
    client = app.test_client()
    client.environ_base["HTTP_HOST"] = "127.0.0.1:8011"
    return client


def test_a_phone_is_added_listed_and_found(page: FlaskClient) -> None:
    asked = {"number": "+1 503-555-0123", "name": " Mila "}
    made = page.post("/_switchboard/phones", json=asked)
    assert (201, MILA, "Mila") == (
        made.status_code,
        made.json["number"],
        made.json["name"],
    )
    listed = page.get("/_switchboard/phones").json
    assert [MILA] == [phone["number"] for phone in listed["phones"]]
    assert [{"number": OURS, "name": "Handrail"}] == listed["numbers"]
    assert [] == page.get(f"/_switchboard/phones/{MILA}").json["thread"]
    assert 404 == page.get("/_switchboard/phones/+15035550188").status_code


@pytest.mark.parametrize(
    "asked",
    [
        {},
        [],
        {"number": 5},
        {"number": "12"},
        {"number": "hello"},
        {"number": OURS},
        {"number": MILA, "name": None},
    ],
)
def test_a_phone_that_cannot_be_is_refused_with_a_reason(
    page: FlaskClient, network: Network, asked: object
) -> None:
    answer = page.post("/_switchboard/phones", json=asked)
    assert 400 == answer.status_code
    assert answer.json["error"]
    assert () == network.phones


def test_a_phone_sends_a_text_and_her_thread_shows_it(
    page: FlaskClient, network: Network, mila: Phone
) -> None:
    path = f"/_switchboard/phones/{MILA}"
    sent = page.post(f"{path}/send", json={"body": "hello", "media": 1})
    assert (201, OURS) == (sent.status_code, sent.json["to"])
    (bubble,) = page.get(path).json["thread"]
    assert ("hello", True, 1, sent.json["sid"], "GSM-7") == (
        bubble["body"],
        bubble["mine"],
        bubble["media"],
        bubble["sid"],
        bubble["encoding"],
    )
    assert mila.thread[0].sid == sent.json["sid"]


@pytest.mark.parametrize(
    ("number", "asked", "status"),
    [
        ("+15035550188", {"body": "hello"}, 404),
        (MILA, {"body": " "}, 400),
        (MILA, {"body": "x" * 1601}, 400),
        (MILA, {"body": "x", "media": 11}, 400),
        (MILA, {"body": "x", "media": "one"}, 400),
        (MILA, {"text": "x"}, 400),
    ],
)
def test_a_text_that_cannot_be_sent_is_refused(
    page: FlaskClient, mila: Phone, number: str, asked: dict[str, Any], status: int
) -> None:
    answer = page.post(f"/_switchboard/phones/{number}/send", json=asked)
    assert (status, True) == (answer.status_code, "error" in answer.json)
    assert () == mila.thread


def test_a_form_of_another_site_is_not_json(page: FlaskClient, mila: Phone) -> None:
    path = f"/_switchboard/phones/{MILA}/send"
    assert 415 == page.post(path, data={"body": "hello"}).status_code
    assert () == mila.thread


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:8011"},
        {"Host": ""},
        {"Host": "192.168.0.5:8011"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize(
    "path",
    [
        "/_switchboard/phones",
        "/_switchboard/ledger",
        "/_switchboard/events",
        "/phones",
        "/",
    ],
)
def test_only_this_machine_and_this_page_are_let_in(
    network: Network, headers: dict[str, str], path: str
) -> None:
    environ = {"HTTP_HOST": "127.0.0.1:8011"}
    client = create_app(network).test_client()
    client.environ_base.update(environ)
    assert 403 == client.get(path, headers=headers).status_code


@pytest.mark.parametrize("host", ["127.0.0.1:8011", "localhost:1", "[::1]:8011"])
def test_every_name_of_loopback_is_let_in(network: Network, host: str) -> None:
    client = create_app(network).test_client()
    headers = {"Host": host, "Origin": f"http://{host}"}
    assert 200 == client.get("/_switchboard/phones", headers=headers).status_code


def test_faults_are_put_in_force_shown_and_lifted(
    page: FlaskClient, network: Network
) -> None:
    asked = {"kind": "429", "times": None, "to": MILA, "chance": 0.5, "seconds": 2}
    made = page.post("/_switchboard/faults", json=asked)
    assert 201 == made.status_code
    (standing,) = made.json["faults"]
    assert asked.items() <= standing.items()
    assert "drop_after" in page.get("/_switchboard/faults").json["kinds"]
    gone = page.delete(f"/_switchboard/faults/{standing['id']}")
    assert [] == gone.json["faults"]
    assert 404 == page.delete("/_switchboard/faults/99").status_code
    page.post("/_switchboard/faults", json={"kind": "30003"})
    assert [] == page.delete("/_switchboard/faults").json["faults"]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kind": "nonsense"},
        {"kind": "429", "often": 1},
        {"kind": 429},
        {"kind": "429", "times": True},
        {"kind": "429", "times": "1"},
    ],
)
def test_a_fault_that_cannot_be_is_refused(
    page: FlaskClient, network: Network, asked: dict[str, Any]
) -> None:
    answer = page.post("/_switchboard/faults", json=asked)
    assert (400, True) == (answer.status_code, bool(answer.json["error"]))
    assert () == network.faults.standing()


def test_the_ledger_tells_what_was_accepted_and_what_was_said_of_it(
    page: FlaskClient, network: Network, mila: Phone
) -> None:
    for body in ("one", "two", "one"):
        network.outgoing.accept(
            Order(MILA, OURS, body, callback="http://127.0.0.1:1/x/t1#rc=0")
        )
    network.settle()
    dump = page.get("/_switchboard/ledger").json
    assert (3, [{"to": MILA, "body": "one", "times": 2}]) == (
        dump["accepted"],
        dump["repeated"],
    )
    told = {"sid", "to", "from", "body", "accepted_at", "callback_url", "direction"}
    assert told == set(dump["entries"][0])
    assert 6 == len(dump["callbacks"])
    assert 3 == network.ledger.times("t1")
    assert 6 == len(page.get("/_switchboard/log").json["log"])


def test_the_page_is_locked_down(page: FlaskClient) -> None:
    answer = page.get("/phones")
    policy = answer.headers["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert 4 == answer.text.count(f'nonce="{nonce}"')
    assert "{{" not in answer.text
    assert nonce not in page.get("/phones").headers["Content-Security-Policy"]
    assert "nosniff" == answer.headers["X-Content-Type-Options"]


def test_the_pages_parts_are_served_and_nothing_else(page: FlaskClient) -> None:
    for name in ("phones", "calls"):
        assert "text/css" in page.get(f"/phones/{name}.css").content_type
        assert "text/javascript" in page.get(f"/phones/{name}.js").content_type
    assert 404 == page.get("/phones/phones.html").status_code
    assert 404 == page.get("/phones/..%2fapp.py").status_code
    assert "/phones" == page.get("/").headers["Location"]


def test_no_part_of_the_page_comes_from_elsewhere(page: FlaskClient) -> None:
    parts = ("phones.css", "phones.js", "calls.css", "calls.js")
    for path in ("/phones", *(f"/phones/{part}" for part in parts)):
        text = page.get(path).text.replace("http://www.w3.org/2000/svg", "")
        assert "//" not in re.sub(r"(^ *|; )// [A-Z].*", "", text, flags=re.MULTILINE)
        assert "innerHTML" not in text


def test_a_request_too_large_is_refused(page: FlaskClient, mila: Phone) -> None:
    path = f"/_switchboard/phones/{MILA}/send"
    answer = page.post(path, json={"body": "x" * 300_000})
    assert 413 == answer.status_code


def events(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    kind = ""
    for line in lines:
        if line.startswith("event: "):
            kind = line.removeprefix("event: ")
        if line.startswith("data: "):
            yield kind, json.loads(line.removeprefix("data: "))


def test_events_begin_with_everything_and_go_on_live(
    running: Running, network: Network, mila: Phone
) -> None:
    mila.texts("before")
    url = running.url + "/_switchboard/events"
    with requests.get(url, stream=True, timeout=5) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        live = events(answer.iter_lines(chunk_size=1, decode_unicode=True))
        kind, everything = next(live)
        assert "all" == kind
        assert "before" == everything["phones"][0]["thread"][0]["body"]
        network.add_phone("+15035550188", "Rosa")
        network.outgoing.accept(Order(MILA, OURS, "hi"))
        network.settle()
        seen = [next(live) for _ in range(4)]
        running.stop()
        assert [] == list(live)
    assert ("phone", "Rosa") == (seen[0][0], seen[0][1]["name"])
    assert ["queued", "sent", "delivered"] == [
        data["bubble"]["status"] for _, data in seen[1:]
    ]
    assert {MILA} == {data["phone"] for _, data in seen[1:]}


def test_many_watchers_hear_the_same_and_leave_in_peace() -> None:
    feed = Feed()
    first, second = feed.watch(), feed.watch()
    assert 2 == feed.watchers()
    feed.say("log", {"code": 1})
    for live in (first, second):
        next(live)
        assert 'event: log\ndata: {"code": 1}\n\n' == next(live)
    first.close()
    assert 1 == feed.watchers()
    feed.close()
    assert [] == list(second)
    assert ["retry: 1000\n\n"] == list(feed.watch())


def test_a_quiet_line_is_kept_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_room, "KEEP_ALIVE_S", 0.01)
    live = Feed().watch()
    next(live)
    assert ": still here\n\n" == next(live)


def test_texts_sent_at_the_same_time_all_arrive(running: Running, mila: Phone) -> None:
    url = f"{running.url}/_switchboard/phones/{MILA}/send"

    def send(index: int) -> None:
        requests.post(url, json={"body": f"text {index}"}, timeout=5)

    threads = [threading.Thread(target=send, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {f"text {n}" for n in range(12)} == {text.body for text in mila.thread}
