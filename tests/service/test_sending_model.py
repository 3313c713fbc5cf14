"""Model check of sending: every order of claims, deaths, answers, callbacks and a STOP.

All states of one message here, and the first thousands of two alike; `make model`
reaches all of two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from flows.coach import explain
from service.store import gates, guesses, outbox
from tests.database import Clone
from tests.service import sending_laws
from tests.service.sending import BODY, Now, Product, Row, explored, first, opened
from tests.service.sending_laws import Broken

pytestmark = pytest.mark.long

OF_TWO = 4_000


@pytest.fixture(scope="module")
def product(module_clone: Clone) -> Iterator[Product]:
    with opened(module_clone) as found:
        yield found


@pytest.mark.parametrize(("messages", "most"), [(1, None), (2, OF_TWO)])
def test_all_laws_hold_in_every_state(
    product: Product, messages: int, most: int | None
) -> None:
    """I2, I3, I4, I6; and nothing that moves a message changes its words (I8)."""
    words = product.words()
    came = explored(product, sending_laws.look, first(messages), most)
    assert len(came) >= (most or 400)
    assert sending_laws.ends_alike(product, came) > 80
    assert words == product.words()


def test_all_laws_hold_for_a_reply_to_danger(product: Product) -> None:
    """It outlives holds, and no STOP (I4): not even with START after it."""
    whose = "UPDATE outbox_messages SET kind = %s WHERE id = ANY(%s)"
    messages = list(product.messages)
    product.world.run(whose, "crisis", messages)
    product.asked.clear()
    try:
        came = explored(product, sending_laws.look, first(1))
        assert len(came) >= 400
        assert sending_laws.ends_alike(product, came) > 80
    finally:
        product.world.run(whose, "reply", messages)
        # What goes out of it are words of their own, which a list of ours does not show.
        product.says(BODY)
        product.asked.clear()


def _broken(product: Product, begin: Now) -> str:
    product.asked.clear()
    try:
        came = explored(product, sending_laws.look, begin, 2000)
        sending_laws.ends_alike(product, came)
    except Broken as broken:
        return str(broken)
    finally:
        product.asked.clear()
    return ""


def test_who_resends_a_doubt_is_noticed(product: Product) -> None:
    """The model sees what it is there to see: a doubt that is due again goes twice."""
    kept = outbox.LOST
    outbox.LOST = text(str(kept).replace("ELSE 'in_doubt' END", "ELSE 'due' END"))
    try:
        assert _broken(product, first(1)).startswith("I2")
    finally:
        outbox.LOST = kept


def test_who_believes_the_list_more_than_a_callback_is_noticed(
    product: Product,
) -> None:
    """Of two alike in doubt the list shows one and does not say which."""
    kept, doubt = guesses.UNGUESS, Row("in_doubt")
    guesses.UNGUESS = text(str(kept).replace("o.state = 'sent'", "false"))
    try:
        found = _broken(product, Now((doubt, doubt), taken=(0, 1)))
        assert found.startswith("told as sent, never taken")
    finally:
        guesses.UNGUESS = kept


def test_who_calls_without_a_look_at_consent_is_noticed(product: Product) -> None:
    """Two nets must be gone: the question at the last moment, and the version."""
    verdict, kept = explain.verdict, gates.CALL
    words = str(kept).replace(
        "o.consent_version = :consent_version",
        "CAST(:consent_version AS int) IS NOT NULL",
    )
    gates.CALL = text(words)
    explain.verdict = lambda context: verdict(replace(context, consent="active"))
    try:
        assert _broken(product, first(1)).startswith("I4")
    finally:
        explain.verdict, gates.CALL = verdict, kept
