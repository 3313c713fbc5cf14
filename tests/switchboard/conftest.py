"""A network on a port, the unmodified SDK as its client, a listener for webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from service.switchboard.calls import CallOrder, Document, PhoneCall
from service.switchboard.network import Network
from service.switchboard.phone import Phone
from service.switchboard.server import Running, serve
from tests.switchboard.listener import Listener, listening

OURS = "+15035550100"
MILA = "+15035550123"


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    at: datetime = datetime(2026, 3, 2, 17, 40, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as one:
        yield one


@pytest.fixture
def network(clock: Clock) -> Network:
    network = Network(now=clock)
    network.add_number(OURS, name="Handrail")
    return network


@pytest.fixture
def mila(network: Network) -> Phone:
    return network.add_phone(MILA, "Mila")


@pytest.fixture
def heeded(network: Network, listener: Listener) -> Network:
    """The network, its number posting to the listener."""
    number = network.records.numbers[OURS]
    network.add_number(
        OURS,
        sms_url=listener.url("/sms"),
        sms_fallback_url=listener.url("/fallback"),
        answers=number.answers,
    )
    return network


@pytest.fixture
def voiced(network: Network, listener: Listener) -> Network:
    """The network, its number letting the listener say how a call goes on."""
    network.add_number(OURS, name="Handrail", voice_url=listener.url("/voice"))
    return network


def places(network: Network, listener: Listener, **order: Any) -> PhoneCall:
    """The service calls Mila, as the API would have it do."""
    document = Document(listener.url("/voice"))
    return network.exchange.place(
        CallOrder(**({"to": MILA, "from_": OURS, "document": document} | order))
    )


@pytest.fixture
def running(network: Network) -> Iterator[Running]:
    one = serve(network)
    yield one
    one.stop()


def sdk(running: Running, http: TwilioHttpClient | None = None) -> Client:
    """The SDK pointed at the switchboard."""
    network = running.network
    http = http or TwilioHttpClient(timeout=5, pool_connections=False)
    one = Client(network.account_sid, network.auth_token, http_client=http)
    one.api.base_url = running.url
    return one


@pytest.fixture
def client(running: Running) -> Client:
    return sdk(running)
