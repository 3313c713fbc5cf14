"""Fixtures of the pages' tests: parts, a client, a browser, and somebody to look at."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from infra.browser import browser as chromium
from service import wiring
from service.store.vault import Vault
from service.usecases.parts import Parts
from tests.database import Clone, wait
from tests.pages.reading import came_in, opened, serving, site
from tests.pages.visiting import Visitor, visitor
from tests.service import console as desk
from tests.service import crowd
from tests.service.conftest import MASTER, SilentBell, TakingCarrier, Watched
from tests.service.console import Console, Someone

ORIGIN = "http://127.0.0.1:8017"
# ms: what stands where it must is seen at once; a busy machine is waited for.
expect.set_options(timeout=30_000)


@pytest.fixture
def parts(clone: Clone) -> Iterator[Parts]:
    db = Watched(clone.app_url, pool_size=2)
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
    with chromium() as started:
        yield started


@pytest.fixture
def browser_page(
    browser: Browser, served: str, parts: Parts, stairwell: UUID
) -> Iterator[Page]:
    """A page of somebody who is in, in a context of its own: nothing of another test."""
    with opened(browser, served, came_in(parts, stairwell)) as (page, complaints):
        yield page
    assert [] == complaints


@pytest.fixture
def nobodys_page(browser: Browser, console: Console) -> Iterator[Page]:
    """A page of nobody yet, at a console whose clock can be moved."""
    with opened(browser, console.parts.origin) as (page, complaints):
        yield page
    assert [] == complaints


@pytest.fixture
def served(parts: Parts) -> Iterator[str]:
    with serving("127.0.0.1", lambda origin: site(replace(parts, origin=origin))) as at:
        yield at


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Iterator[Console]:
    """A console that is served; at a name, for passkeys belong to no bare address."""
    found = desk.opened(parts, clone, stairwell)

    def at(origin: str) -> Flask:
        found.parts = replace(found.parts, origin=origin)
        return site(found.parts)

    with serving("localhost", at):
        yield found


@pytest.fixture
def ruth(console: Console) -> Someone:
    """The owner, who has set the console up."""
    return console.owner()


@pytest.fixture
def coach(console: Console, ruth: Someone) -> Visitor:
    """The owner at a browser of her own."""
    return visitor(console, ruth.token)


@pytest.fixture
def ana(console: Console, ruth: Someone) -> Visitor:
    """A coach whom the owner has asked in, at a browser of hers."""
    return visitor(console, console.colleague(ruth, "ana@example.org", "coach").token)
