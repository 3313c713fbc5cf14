"""Looking at somebody waits for nobody, and nobody waits for it: her texts go on."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from flask.testing import FlaskClient

from service.store import people
from service.usecases.parts import Parts
from service.web.callers import ANEW
from service.web.live import SEEN
from tests.database import Clone
from tests.service import crowd

HERS = (
    "/people/{her}", "/people/{her}/ahead", "/people/{her}/summary",
    "/people/{her}/schedule", "/people/{her}/edit/growth", "/people/{her}/edit/prompts",
    "/people/{her}/edit/policy", "/inbox/{her}",
    "/programmes/{where}/schedule?whom={her}",
)  # fmt: skip


@pytest.fixture
def her(parts: Parts, mila: UUID) -> UUID:
    crowd.text(parts, "GO")
    crowd.text(parts, "said my idea when the floor was opened")
    return mila


@pytest.fixture
def held(clone: Clone, her: UUID) -> Iterator[None]:
    """Her row, held by another transaction, as while her text is being answered."""
    with psycopg.connect(clone.superuser_url) as line:
        line.execute("SELECT 1 FROM participants WHERE id = %s FOR UPDATE", [her])
        yield


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("path", HERS)
def test_a_page_about_her_answers_while_another_transaction_holds_her_row(
    client: FlaskClient, her: UUID, where: UUID, path: str
) -> None:
    found = client.get(path.format(her=her, where=where))
    assert 200 == found.status_code, found.text


THE_PROGRAMMES = (
    "/programmes", "/programmes/{where}", "/programmes/{where}/schedule",
    "/programmes/{where}/file", "/programmes/{where}/path",
    "/programmes/{where}/settings", "/people", "/results",
)  # fmt: skip


@pytest.mark.parametrize("path", THE_PROGRAMMES)
def test_a_page_of_a_programme_answers_while_another_transaction_holds_its_row(
    client: FlaskClient, clone: Clone, where: UUID, path: str
) -> None:
    with psycopg.connect(clone.superuser_url) as line:
        line.execute("SELECT 1 FROM programmes WHERE id = %s FOR UPDATE", [where])
        found = client.get(path.format(where=where))
    assert 200 == found.status_code, found.text


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("room", ["people", "inbox"])
def test_a_live_part_makes_itself_anew_while_another_transaction_holds_her_row(
    client: FlaskClient, her: UUID, room: str
) -> None:
    again = f"/{room}/{her}?{ANEW}=1&{SEEN}=nothing"
    assert 200 == client.get(again, headers={"HX-Request": "true"}).status_code


def test_where_things_are_only_read_nobody_can_be_locked(
    parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    with (
        pytest.raises(psycopg.errors.ReadOnlySqlTransaction),
        parts.db.transaction(stairwell, reading=True) as tx,
    ):
        people.lock(tx, parts.vault, mila)


def test_a_glimpse_of_nobody_is_none(parts: Parts, stairwell: UUID) -> None:
    with (
        pytest.raises(LookupError),
        parts.glimpse(stairwell, UUID(int=1)),
    ):
        raise AssertionError
