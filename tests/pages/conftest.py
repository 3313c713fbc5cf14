"""Fixtures of the pages' tests: parts, a client, a browser, and somebody to look at."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright

from service import wiring
from service.store.db import Database
from service.store.vault import Vault
from service.usecases.parts import Parts
from tests.database import Clone, wait
from tests.pages.reading import came_in, serving, site
from tests.service import crowd
from tests.service.conftest import MASTER, SilentBell, TakingCarrier

ORIGIN = "http://127.0.0.1:8017"


@pytest.fixture
def parts(clone: Clone) -> Iterator[Parts]:
    db = Database(clone.app_url, pool_size=2)
    yield Parts(
        db=db,
        vault=Vault([MASTER]),
        carrier=TakingCarrier(),
        bell=SilentBell(),  # type: ignore[arg-type] # it does what a Bell does
        new_id=wiring.new_id,
        new_token=wiring.new_token,
        origin=ORIGIN,
        carrier_answers=frozenset(),
        # The clock goes on while a test tells its story; its coach stays in.
        console_idle=timedelta(days=365),
        console_whole=timedelta(days=365),
    )
    db.close()


@pytest.fixture
def client(parts: Parts, stairwell: UUID) -> FlaskClient:
    """A browser of somebody who is in, as the owner."""
    found = site(parts).test_client()
    found.set_cookie("handrail", came_in(parts, stairwell), domain="localhost")
    return found


@pytest.fixture
def stairwell(parts: Parts) -> UUID:
    return crowd.organisation(parts)


@pytest.fixture
def where(parts: Parts, stairwell: UUID) -> UUID:
    return crowd.programme(parts, stairwell)


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID, clone: Clone) -> UUID:
    """Mila after her first try."""
    found = crowd.person(parts, stairwell, where)
    texts = ("GO", "said my idea", "I wrote it on a card")
    for body in texts:
        wait(clone, timedelta(minutes=5))
        crowd.text(parts, body)
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module: to start one takes longer than most tests in it."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()


@pytest.fixture
def browser_page(
    browser: Browser, served: str, parts: Parts, stairwell: UUID
) -> Iterator[Page]:
    """A page of somebody who is in, in a context of its own: nothing of another test."""
    context = browser.new_context()
    token = came_in(parts, stairwell)
    context.add_cookies([{"name": "handrail", "value": token, "url": served}])
    yield context.new_page()
    context.close()


@pytest.fixture
def served(parts: Parts) -> Iterator[str]:
    server = serving()
    origin = f"http://127.0.0.1:{server.server_port}"
    server.app = site(replace(parts, origin=origin))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield origin
    server.shutdown()
    thread.join()
    server.server_close()
