"""Model check of sending: every order of claims, deaths, answers, callbacks and a STOP."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from service.store import outbox
from tests.database import Clone
from tests.journeys.world import world as open_world
from tests.service import sending
from tests.service.sending import BODY, Now, Product, Row, Step, explored, story

MILA = "+15550840001"
AT_WORK = frozenset({"claimed", "calling"})


@pytest.fixture(scope="module")
def product(module_clone: Clone) -> Iterator[Product]:
    with open_world(module_clone) as world:
        world.join(MILA)
        world.hears(MILA, "HELP")
        row = world.outbox(MILA)[-1]
        with world.desk(MILA) as desk:
            outbox.reword(desk.tx, desk.person.key, row["id"], BODY)
        # As a reply: what STOP withholds, unlike a confirmation.
        world.run("UPDATE outbox_messages SET kind = 'reply' WHERE id = %s", row["id"])
        person = world.person(MILA)
        yield Product(
            world, person["id"], row["id"], row["token"], row["consent_version"]
        )


@pytest.fixture(scope="module")
def steps(product: Product) -> list[tuple[Now, Step]]:
    seen: list[tuple[Now, Step]] = []
    product_came.update(explored(product, lambda now, step: seen.append((now, step))))
    return seen


product_came: dict[Now, tuple[Now, str] | None] = {}


def test_no_message_is_taken_twice_and_none_is_called_after_a_stop(
    steps: list[tuple[Now, Step]],
) -> None:
    """I2 and I4, in every state that can be reached."""
    assert len(product_came) > 400
    for now, step in steps:
        assert len(step.to.taken) <= 1, story(product_came, now) + step.name
        begun = "asks again" in step.name and "calling" in step.to.senders
        if begun and "calling" not in now.senders:
            assert not now.stopped, story(product_came, now) + step.name


def test_nobody_holds_a_message_for_ever(steps: list[tuple[Now, Step]]) -> None:
    """I3: past its lease one sweep frees it, and what was called is never due again."""
    for now, step in steps:
        if step.name == "the clock sweeps" and now.row.lease == "over":
            assert step.to.row.state not in AT_WORK, now
        called = now.row.state in ("calling", "in_doubt", "sent")
        busy = step.name.endswith("writes busy")
        if called and not busy:
            assert step.to.row.state != "due", story(product_came, now) + step.name


def test_what_the_carrier_took_is_never_told_as_not_sent_once_it_called_back(
    product: Product, steps: list[tuple[Now, Step]]
) -> None:
    """I6: when all callbacks have come, the row says the same whatever their order."""
    ends: dict[Now, set[Row]] = defaultdict(set)
    for now, step in steps:
        if step.name.startswith("callback"):
            assert "sent" == step.to.row.state, story(product_came, now) + step.name
    for now in product_came:
        if len(now.taken) == 1 and now.senders == ("idle", "idle"):
            row = now.row
            for status in sending.STATUSES:
                row, _, _ = product.do(
                    "callback", row, now.stopped, now.taken[0], status
                )
            again, _, _ = product.do(
                "callback", row, now.stopped, now.taken[0], sending.STATUSES[0]
            )
            assert row == again
            ends[Now()].add(row._replace(claim=None))
    assert {Row("sent", None, "none", sending.SIDS[0], "delivered")} == ends[Now()]


class _Twice(Exception):
    """The carrier took the message twice."""


def _not_twice(_: Now, step: Step) -> None:
    if len(step.to.taken) > 1:
        raise _Twice


def test_a_safeguard_that_is_taken_away_is_noticed(product: Product) -> None:
    """The model sees what it is there to see: who resends a doubt sends twice."""
    kept = outbox.LOST
    outbox.LOST = text(str(kept).replace("ELSE 'in_doubt' END", "ELSE 'due' END"))
    product.asked.clear()
    try:
        with pytest.raises(_Twice):
            explored(product, _not_twice)
    finally:
        outbox.LOST = kept
        product.asked.clear()
