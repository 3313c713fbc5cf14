"""A hold counts her consent one up: what is owed goes on, also where a sender has it."""

from __future__ import annotations

import threading
from dataclasses import replace
from uuid import UUID

from service.store import outbox
from service.usecases import acting, deliver, guarding
from tests.service.her import Her, Meddling


def _claimed(her: Her, kind: str) -> UUID:
    """Her newest message, of that kind, as a sender holds it; returns the claim."""
    her.texts("WHY")
    parts, message = her.world.parts, her.reply["id"]
    her.world.run("UPDATE outbox_messages SET kind = %s WHERE id = %s", kind, message)
    claim = parts.new_id()
    with parts.db.transaction(her.world.organisation) as tx:
        assert (message,) == outbox.claim(tx, [message], claim)
    return claim


def _send(her: Her, claim: UUID) -> bool:
    world = her.world
    return deliver._send(world.parts, world.organisation, her.reply["id"], claim)


def test_a_coachs_text_goes_though_a_hold_came_while_it_was_claimed(her: Her) -> None:
    claim = _claimed(her, "personal")
    with her.world.desk(her.number) as desk:
        acting.hold(desk, "unclear_stop", None)
    assert _send(her, claim)
    assert "sent" == her.reply["state"]


def test_a_cry_while_the_first_reply_is_on_the_line_leaves_it_to_go(her: Her) -> None:
    """The carrier is busy, and it waits: under the version of before it stayed here."""
    her.texts("I want to die")
    her.fails("429")
    cries = Meddling(her.world.parts.carrier, lambda _: her.texts("I want to die"))
    her.deliver(replace(her.world.parts, carrier=cries))
    assert "due" == her.reply["state"]
    her.world.jump(seconds=30)
    her.deliver()
    assert "sent" == her.reply["state"]
    assert 1 == [row["kind"] for row in her.world.outbox(her.number)].count("crisis")


def test_a_reply_is_not_carried_on(her: Her) -> None:
    claim = _claimed(her, "reply")
    with her.world.desk(her.number) as desk:
        acting.hold(desk, "unclear_stop", None)
    assert not _send(her, claim)
    assert "withheld" == her.reply["state"]


def test_what_a_stop_left_behind_is_not_carried_on_later(her: Her) -> None:
    """It was claimed when the STOP came; START and a hold bring it back no more (I4)."""
    claim = _claimed(her, "personal")
    with her.world.desk(her.number) as desk:
        guarding.stop(desk, "text", "STOP")
        acting.change_consent(desk, "active", "given", "text", "START")
        acting.hold(desk, "unclear_stop", None)
    assert not _send(her, claim)
    assert "withheld" == her.reply["state"]


def test_a_hold_and_a_sender_at_once_do_not_wait_for_each_other(her: Her) -> None:
    """In the other order of locks both waited, and PostgreSQL ended one of them."""
    claim, sent = _claimed(her, "personal"), list[bool]()
    sender = threading.Thread(target=lambda: sent.append(_send(her, claim)))
    with her.world.desk(her.number) as desk:
        sender.start()
        while not her.world.rows("SELECT 1 FROM pg_locks WHERE NOT granted"):
            assert sender.is_alive()
        acting.hold(desk, "unclear_stop", None)
    sender.join()
    assert [True] == sent
    assert "sent" == her.reply["state"]
