"""The REST API, driven by the carrier's own unmodified SDK."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from service.switchboard.faults import Fault
from service.switchboard.network import Network
from service.switchboard.phone import Phone
from service.switchboard.server import NotLoopback, Running, serve
from tests.switchboard.conftest import MILA, OURS, Clock, sdk

ASKED = {"to": MILA, "from_": OURS, "body": "Yes. What did you do?"}


def refused(client: Client, **changed: object) -> TwilioRestException:
    asked = {k: v for k, v in (ASKED | changed).items() if v is not None}
    with pytest.raises(TwilioRestException) as caught:
        client.messages.create(**asked)
    return caught.value


def test_a_text_is_queued_then_delivered_with_the_carriers_fields(
    client: Client, network: Network, mila: Phone, clock: Clock
) -> None:
    made = client.messages.create(**ASKED)
    assert ("queued", "outbound-api", "1", "0") == (
        made.status,
        made.direction,
        made.num_segments,
        made.num_media,
    )
    assert made.sid.startswith("SM")
    assert len(made.sid) == 34
    assert clock.at == made.date_created
    assert made.date_sent is None
    network.settle()
    fetched = client.messages(made.sid).fetch()
    assert ("delivered", None, clock.at) == (
        fetched.status,
        fetched.error_code,
        fetched.date_sent,
    )
    assert ["Yes. What did you do?"] == [text.body for text in mila.thread]


def test_a_text_with_photos_has_a_sid_of_its_own_kind(
    client: Client, mila: Phone
) -> None:
    made = client.messages.create(
        to=MILA, from_=OURS, media_url=["https://example.com/a.png"]
    )
    assert ("MM", "1") == (made.sid[:2], made.num_media)


def test_a_number_without_a_phone_gives_30005(client: Client, network: Network) -> None:
    sid = client.messages.create(**ASKED).sid
    network.settle()
    text = client.messages(sid).fetch()
    assert ("undelivered", 30005, "Unknown destination handset") == (
        text.status,
        text.error_code,
        text.error_message,
    )


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        (21604, {"to": ""}),
        (21604, {"to": " "}),
        (21211, {"to": "+1555"}),
        (21211, {"to": "whatsapp:+15035550123"}),
        (21211, {"to": "5035550123"}),
        (21603, {"from_": None}),
        (21212, {"from_": "Handrail"}),
        (21659, {"from_": "+15035550199"}),
        (21266, {"to": OURS}),
        (21602, {"body": None}),
        (21602, {"body": ""}),
        (21617, {"body": "x" * 1601}),
        (21609, {"status_callback": "status"}),
        (21609, {"status_callback": "http://[::1/x"}),
        (21620, {"media_url": ["photo.png"]}),
        (21623, {"media_url": ["https://example.com/a.png"] * 11}),
        (21624, {"validity_period": 0}),
        (21624, {"validity_period": 36001}),
        (21701, {"messaging_service_sid": "MG" + "0" * 32}),
        (35118, {"send_at": "2026-03-03T00:00:00Z", "schedule_type": "fixed"}),
    ],
)
def test_what_the_carrier_refuses_is_refused_with_its_code(
    client: Client, network: Network, code: int, changed: dict[str, object]
) -> None:
    error = refused(client, **changed)
    assert (400, code) == (error.status, error.code)
    assert () == network.ledger


def test_a_number_that_cannot_text_gives_21606(
    client: Client, network: Network
) -> None:
    voice_only = network.add_number("+15035550101")
    network.records.put_number(replace(voice_only, sms_capable=False))
    assert 21606 == refused(client, from_="+15035550101").code


def test_1600_characters_are_accepted_and_counted(client: Client, mila: Phone) -> None:
    made = client.messages.create(to=MILA, from_=OURS, body="x" * 1600)
    assert "11" == made.num_segments


@pytest.mark.parametrize(("account", "token"), [("AC" + "5" * 32, "no"), ("x", "y")])
def test_a_wrong_token_or_account_gives_20003(
    running: Running, account: str, token: str
) -> None:
    http = TwilioHttpClient(timeout=5, pool_connections=False)
    client = Client(account, token, http_client=http)
    client.api.base_url = running.url
    error = refused(client)
    assert (401, 20003) == (error.status, error.code)


def test_without_any_credentials_it_is_20003_too(running: Running) -> None:
    path = f"/2010-04-01/Accounts/{running.network.account_sid}/Messages.json"
    answer = requests.post(running.url + path, data={}, timeout=5)
    assert {"code", "message", "more_info", "status"} == set(answer.json())
    assert (401, 20003) == (answer.status_code, answer.json()["code"])


def test_another_account_is_not_found(running: Running, client: Client) -> None:
    other = client.api.v2010.accounts("AC" + "6" * 32)
    with pytest.raises(TwilioRestException) as caught:
        other.messages.create(**ASKED)
    assert (404, 20404) == (caught.value.status, caught.value.code)


def test_the_account_itself_can_be_fetched(client: Client, network: Network) -> None:
    account = client.api.v2010.accounts(network.account_sid).fetch()
    assert (network.account_sid, "active") == (account.sid, account.status)


def test_what_is_not_there_is_20404(client: Client) -> None:
    for fetch in (
        client.messages("SM" + "0" * 32).fetch,
        client.messages("SM" + "0" * 32).delete,
        client.incoming_phone_numbers("PN" + "0" * 32).fetch,
        client.calls("CA" + "0" * 32).fetch,
    ):
        with pytest.raises(TwilioRestException) as caught:
            fetch()
        assert (404, 20404) == (caught.value.status, caught.value.code)


def test_a_method_a_resource_does_not_have_is_20004(
    running: Running, network: Network
) -> None:
    path = f"/2010-04-01/Accounts/{network.account_sid}/Messages.json"
    auth = (network.account_sid, network.auth_token)
    answer = requests.delete(running.url + path, auth=auth, timeout=5)
    assert (405, 20004) == (answer.status_code, answer.json()["code"])


def test_who_said_stop_is_refused_with_21610_until_she_says_start(
    client: Client, network: Network, mila: Phone
) -> None:
    mila.texts("STOP").expects_sms("unsubscribed")
    error = refused(client)
    assert (400, 21610) == (error.status, error.code)
    mila.texts("START").expects_sms("re-subscribed")
    assert "queued" == client.messages.create(**ASKED).status
    assert 1 == len(network.ledger)


def test_a_list_is_newest_first_and_filtered_by_to_from_and_date(
    client: Client, network: Network, mila: Phone, clock: Clock
) -> None:
    network.add_phone("+15035550188", "Rosa")
    for body, to in (("one", MILA), ("two", "+15035550188"), ("three", MILA)):
        client.messages.create(to=to, from_=OURS, body=body)
        network.settle()
        clock.move(days=1)
    mila.texts("hello")

    def bodies(**by: object) -> list[str]:
        return [text.body for text in client.messages.list(**by)]

    assert ["hello", "three", "two", "one"] == bodies()
    assert ["three", "one"] == bodies(to=MILA)
    assert ["hello"] == bodies(from_=MILA)
    second = datetime(2026, 3, 3, 17, 40, tzinfo=UTC)
    assert ["two"] == bodies(date_sent=second)
    assert ["two"] == bodies(date_sent=date(2026, 3, 3))
    assert ["hello", "three", "two"] == bodies(date_sent_after=second)
    assert ["two", "one"] == bodies(date_sent_before=second)
    just_after = second + timedelta(seconds=1)
    assert ["hello", "three"] == bodies(date_sent_after=just_after, date_sent=None)
    assert ["two"] == bodies(
        date_sent_after=date(2026, 3, 3), date_sent_before=date(2026, 3, 4)
    )


def test_a_text_still_queued_is_listed_by_the_time_it_was_made(
    client: Client, clock: Clock
) -> None:
    sid = client.messages.create(**ASKED).sid
    found = client.messages.list(to=MILA, date_sent_after=clock.at)
    assert [sid] == [text.sid for text in found]


def test_paging_reaches_every_text_once_though_new_ones_come_in(
    client: Client, network: Network
) -> None:
    for index in range(5):
        client.messages.create(to=MILA, from_=OURS, body=f"text {index}")
    seen = []
    for text in client.messages.stream(page_size=2):
        seen.append(text.body)
        if len(seen) == 1:
            client.messages.create(to=MILA, from_=OURS, body="late")
    assert [f"text {index}" for index in (4, 3, 2, 1, 0)] == seen


def test_pages_know_their_neighbours(client: Client) -> None:
    for index in range(5):
        client.messages.create(to=MILA, from_=OURS, body=f"text {index}")
    first = client.messages.page(to=MILA, page_size=2)
    second = first.next_page()
    third = second.next_page()
    assert None is third.next_page()
    back = third.previous_page()
    assert ["text 2", "text 1"] == [text.body for text in back]
    assert None is first.previous_page()
    by_index = client.messages.page(page_size=2, page_number=2)
    assert ["text 0"] == [text.body for text in by_index]
    beyond = client.messages.page(page_size=2, page_number=9)
    assert [] == list(beyond)


@pytest.mark.parametrize(
    "query",
    ["PageSize=0", "PageSize=x", "Page=-1", "PageToken=PAnobody", "DateSent>=soon"],
)
def test_a_page_that_cannot_be_is_refused(
    running: Running, network: Network, query: str
) -> None:
    path = f"/2010-04-01/Accounts/{network.account_sid}/Messages.json?{query}"
    auth = (network.account_sid, network.auth_token)
    answer = requests.get(running.url + path, auth=auth, timeout=5)
    assert (400, 20001) == (answer.status_code, answer.json()["code"])


def test_a_finished_text_is_redacted_but_the_handset_keeps_it(
    client: Client, network: Network, mila: Phone
) -> None:
    sid = client.messages.create(**ASKED).sid
    network.settle()
    assert "" == client.messages(sid).update(body="").body
    assert "" == client.messages(sid).fetch().body
    assert ["Yes. What did you do?"] == [text.body for text in mila.thread]


@pytest.mark.parametrize(
    ("settled", "update", "code"),
    [
        (False, {"body": ""}, 20009),
        (True, {"body": "other words"}, 30400),
        (True, {}, 30400),
        (True, {"status": "canceled", "body": ""}, 30400),
        (True, {"status": "sent"}, 30400),
        (False, {"status": "canceled"}, 30409),
    ],
)
def test_no_other_update_is_taken(
    client: Client, network: Network, settled: bool, update: dict[str, str], code: int
) -> None:
    sid = client.messages.create(**ASKED).sid
    if settled:
        network.settle()
    with pytest.raises(TwilioRestException) as caught:
        client.messages(sid).update(**update)
    assert code == caught.value.code


def test_a_text_is_deleted_only_when_it_is_finished(
    client: Client, network: Network, mila: Phone
) -> None:
    sid = client.messages.create(**ASKED).sid
    with pytest.raises(TwilioRestException) as caught:
        client.messages(sid).delete()
    assert (409, 20009) == (caught.value.status, caught.value.code)
    network.settle()
    assert client.messages(sid).delete()
    assert [] == client.messages.list()


def test_connect_finds_its_number_and_sets_where_texts_go(
    client: Client, network: Network, clock: Clock
) -> None:
    network.add_number("+15035550101", name="Other")
    found = client.incoming_phone_numbers.list(phone_number=OURS)
    assert [OURS] == [number.phone_number for number in found]
    named = client.incoming_phone_numbers.list(friendly_name="Other")
    assert ["+15035550101"] == [number.phone_number for number in named]
    clock.move(hours=1)
    changed = client.incoming_phone_numbers(found[0].sid).update(
        sms_url="https://coach.example.com/twilio/sms",
        sms_method="POST",
        sms_fallback_url="https://coach.example.com/twilio/sms",
        status_callback="https://coach.example.com/twilio/status",
        friendly_name="Handrail",
    )
    assert "https://coach.example.com/twilio/sms" == changed.sms_url
    again = client.incoming_phone_numbers(found[0].sid).fetch()
    assert changed.sms_fallback_url == again.sms_fallback_url
    assert clock.at == again.date_updated
    assert {"sms": True, "voice": True, "mms": True, "fax": False} == again.capabilities


@pytest.mark.parametrize(
    ("update", "code"),
    [({"sms_url": "twilio/sms"}, 21502), ({"sms_method": "PUT"}, 20001)],
)
def test_a_number_is_not_set_to_what_cannot_be_called(
    client: Client, update: dict[str, str], code: int
) -> None:
    sid = client.incoming_phone_numbers.list()[0].sid
    with pytest.raises(TwilioRestException) as caught:
        client.incoming_phone_numbers(sid).update(**update)
    assert code == caught.value.code


def test_a_network_is_served_on_loopback_only(network: Network) -> None:
    with pytest.raises(NotLoopback, match=r"0\.0\.0\.0"):
        serve(network, host="0.0.0.0")


def test_a_taken_port_is_an_error_of_the_caller(
    network: Network, running: Running
) -> None:
    with pytest.raises(OSError, match="in use"):
        serve(Network(), port=running.port)


def test_a_served_network_stops_though_a_line_is_held(
    network: Network, running: Running
) -> None:
    network.faults.add(Fault("timeout_before", seconds=3600))
    client = sdk(running, TwilioHttpClient(timeout=30, pool_connections=False))
    outcome: list[str] = []

    def send() -> None:
        try:
            client.messages.create(**ASKED)
        except requests.RequestException as error:
            outcome.append(type(error).__name__)

    thread = threading.Thread(target=send)
    thread.start()
    while not network.faults.standing()[0].struck:
        thread.join(0.01)
    network.closing.set()
    thread.join()
    assert ["ConnectionError"] == outcome
