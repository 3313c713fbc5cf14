"""The carrier, or the mail server, lets nothing out: people hear of it otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.store import gates, zones
from service.switchboard.faults import Fault
from service.switchboard.phone import Phone
from service.usecases import appointing, gating, stoppages
from service.usecases.appointing import Changes
from tests.database import Clone
from tests.journeys.world import COACH, World
from tests.journeys.world import world as open_world
from tests.wire.postbox import Postbox, postbox

MILA = "+15550100001"
WAITS = "I tried, I don't want to kill myself any more"
SUBJECT = "Handrail: nothing goes out"
LIMA = "America/Lima"


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as opened:
        yield opened


@pytest.fixture
def mailed(clone: Clone, box: Postbox) -> Iterator[World]:
    """A world with a mail server, whose coach has an address."""
    told = {"smtp_url": box.url, "mail_from": "handrail@example.org"}
    with open_world(clone, **told) as world:
        changes = Changes(email="ruth@example.org")
        begins(world)
        appointing.change(world.parts, world.organisation, "Ruth", changes, "operator")
        yield world


def begins(world: World) -> None:
    world.join(MILA, zone=LIMA)
    with world.parts.db.transaction(world.organisation) as tx:
        zones.keep(tx, LIMA)
    world.jump_to("10:00", LIMA)


def stopped(world: World, code: str = "30034_sync") -> None:
    """The carrier refuses everything from our number, as she is answered."""
    world.network.faults.add(Fault(code, to=MILA))
    world.hears(MILA, "WHY")
    world.work()
    world.network.faults.clear()
    with world.parts.db.transaction(world.organisation) as tx:
        assert gates.show(tx)[0].stopped_code


def later(world: World, **span: float) -> None:
    world.jump(**span)
    world.beat()


def subjects(box: Postbox) -> list[str]:
    return [str(one["Subject"]) for one in box.letters]


def ruth(world: World) -> Phone:
    return world.network.phone(COACH)


def test_a_stop_by_the_carrier_is_told_at_once_by_what_still_goes_and_daily(
    mailed: World, box: Postbox
) -> None:
    """Nobody was told until somebody opened the console."""
    stopped(mailed)
    mailed.beat()
    mailed.beat()
    assert [SUBJECT] == subjects(box)
    assert "everything waits" in box.words[0]
    # No text goes any more, so her telephone rings.
    ruth(mailed).expects_call("lets nothing out").hangs_up()
    ruth(mailed).forgets()
    later(mailed, hours=4)
    later(mailed, seconds=5)
    later(mailed, days=1)
    later(mailed, seconds=5)
    assert len(box.letters) >= 2
    told = len(box.letters)
    later(mailed, days=1)
    later(mailed, seconds=5)
    assert told < len(box.letters)
    # A second code makes no second alert, and opening ends the telling.
    alerts = "SELECT state FROM alerts WHERE reason = 'stopped'"
    assert [{"state": "open"}] == mailed.rows(alerts)
    gating.reopen(mailed.parts, mailed.organisation, "Ruth")
    assert [{"state": "acknowledged"}] == mailed.rows(alerts)
    told = len(box.letters)
    later(mailed, days=2)
    assert SUBJECT not in subjects(box)[told:]


def test_with_calls_stopped_alone_a_text_tells(world: World) -> None:
    begins(world)
    with world.parts.db.transaction(world.organisation) as tx:
        stoppages.stop(world.parts, tx, "call", 20003)
        stoppages.stop(world.parts, tx, "call", 20003)
    world.beat()
    ruth(world).expects_sms("the carrier lets nothing out").replies("OK")
    ruth(world).expects_sms("you have it")
    assert 1 == len(world.rows("SELECT * FROM alerts"))


# ---- without e-mail ----


def test_without_a_mail_server_what_is_mailed_is_texted_in_her_hours(
    world: World,
) -> None:
    """Without SMTP no step of these kinds told anybody."""
    begins(world)
    world.jump_to("22:00", LIMA)
    world.network.phone(MILA).texts(WAITS).forgets()
    later(world, minutes=61)
    ruth(world).expects_nothing()
    world.leap_to("09:01", LIMA)
    ruth(world).expects_sms("has something that waits for you")


def test_after_half_an_hour_without_the_mail_server_a_text_tells(
    mailed: World, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.mail.smtp.SULK_S", 0)
    box.says = {"HELLO": ""}
    mailed.network.phone(MILA).texts(WAITS).forgets()
    later(mailed, minutes=61)
    later(mailed, seconds=1)
    for _ in range(12):
        ruth(mailed).expects_nothing()
        later(mailed, minutes=2)
    for _ in range(6):
        later(mailed, minutes=2)
    ruth(mailed).expects_sms("has something that waits for you")
    ruth(mailed).expects_nothing()
    # The e-mail is kept, and goes once the server is back.
    later(mailed, hours=5)
    box.says = {}
    later(mailed, minutes=2)
    later(mailed, minutes=2)
    assert "Handrail: something waits for you" in subjects(box)


def test_a_password_that_is_not_taken_loses_no_alert(
    mailed: World, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.mail.smtp.SULK_S", 0)
    box.says = {"MAIL": "535 no"}
    mailed.network.phone(MILA).texts(WAITS).forgets()
    later(mailed, minutes=61)
    later(mailed, minutes=1)
    assert [] == box.letters
    box.says = {}
    for _ in range(3):
        later(mailed, minutes=2)
    assert ["Handrail: something waits for you"] == subjects(box)
