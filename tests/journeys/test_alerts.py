"""An alert goes round until a person has it: by text, call and e-mail (I14, goal C1).

For people who stopped, paused or are erased as for any other, and with Redis gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage

import pytest

from service import clock
from service.queue import Bell
from service.store import watches
from service.switchboard.faults import Fault
from service.switchboard.phone import Phone
from service.usecases import appointing, looking_after, releasing
from service.usecases.appointing import Changes
from tests.database import Clone
from tests.journeys.world import COACH, World, new_sid, text_form
from tests.journeys.world import world as open_world
from tests.wire.postbox import Postbox, postbox

MILA, ANN = "+15550100001", "+15550100008"
DANGER = "I want to kill myself tonight"
DEAD = "redis://127.0.0.1:1/0"


@pytest.fixture
def ruth(world: World) -> Phone:
    """The coach of the programme that Mila is in."""
    world.join(MILA)
    return world.network.phone(COACH)


@pytest.fixture
def ann(world: World, ruth: Phone) -> Phone:
    """The backup, who coaches nothing."""
    changes = Changes(number=ANN)
    appointing.add(world.parts, world.organisation, "Ann", changes, "operator")
    return world.network.add_phone(ANN, "Ann")


def later(world: World, **span: float) -> None:
    world.jump(**span)
    world.beat()


def alert(world: World) -> dict[str, object]:
    return world.rows("SELECT * FROM alerts ORDER BY id")[-1]


def test_from_the_first_text_to_the_next_person_who_has_it(
    world: World, ruth: Phone, ann: Phone
) -> None:
    with world.network.watching():
        world.network.phone(MILA).texts(DANGER).forgets()
        # At once: her coach and the backup.
        ruth.expects_sms("may not be safe")
        ann.expects_sms("may not be safe")
        later(world, minutes=1)
        ruth.expects_nothing()
        # Two minutes: the coach is called, and does not answer.
        later(world, minutes=1)
        ruth.lets_it_ring()
        ann.expects_nothing()
        # Ten minutes: the next person, by text and by call.
        later(world, minutes=8)
        ruth.expects_nothing()
        ann.declines_call()
        ann.expects_sms("may not be safe").replies("OK")
        ann.expects_sms("you have it. What is held stays held")
        ruth.expects_sms("Ann has the alert about someone in Find my voice")
        world.forward(hours=3)
        ruth.expects_nothing()
        ann.expects_nothing()
    stands = alert(world)
    assert ("open", "text", None) == (
        stands["state"],
        stands["heeded_via"],
        stands["next_at"],
    )
    # Having it is no clearance.
    assert "crisis" == world.person(MILA)["hold"]


def test_one_in_the_call_has_it_and_the_other_hears_so(
    world: World, ruth: Phone, ann: Phone
) -> None:
    world.network.phone(MILA).texts(DANGER)
    later(world, minutes=2)
    call = ruth.expects_call("automated call. Someone in Find my voice may not be safe")
    call.hears("Press 1").presses("5").hears("may not be safe").presses("1")
    call.hears("You have it").expects_hang_up()
    ann.forgets()
    later(world, minutes=30)
    ann.expects_nothing()
    assert ("call", True) == (
        alert(world)["heeded_via"],
        alert(world)["heeded_at"] is not None,
    )
    assert ["sent"] == [
        row["state"]
        for row in world.rows(
            "SELECT state FROM outbox_messages WHERE channel = 'call'"
        )
    ]


def test_voicemail_hears_nothing_and_has_nothing(world: World, ruth: Phone) -> None:
    ruth.has_voicemail()
    world.network.phone(MILA).texts(DANGER)
    later(world, minutes=2)
    said = [
        line.text
        for call in world.network.records.calls.values()
        for line in call.lines
        if line.by == "service"
    ]
    assert [] == said
    assert alert(world)["heeded_at"] is None
    later(world, minutes=8)
    assert 2 == len(world.network.records.calls)


def test_who_presses_nothing_is_told_three_times_more_and_has_nothing(
    world: World, ruth: Phone
) -> None:
    world.network.phone(MILA).texts(DANGER)
    later(world, minutes=2)
    call = ruth.expects_call()
    for _ in range(4):
        call.hears("may not be safe").stays_silent()
    call.hears("Nobody pressed 1").expects_hang_up()
    assert alert(world)["heeded_at"] is None


def test_a_call_that_rings_when_another_has_it_says_so(
    world: World, ruth: Phone, ann: Phone
) -> None:
    world.network.phone(MILA).texts(DANGER)
    later(world, minutes=2)
    ann.texts("got it")
    ruth.expects_call("Somebody has it already").expects_hang_up()


def test_alone_she_is_called_again_and_again(world: World, ruth: Phone) -> None:
    world.network.phone(MILA).texts(DANGER)
    ruth.forgets()
    called = 0
    for _ in range(30):
        later(world, minutes=2)
        called += len(ruth.rang)
        ruth.forgets()
    assert 7 == called  # after 2, 10, 20, 30, 40, 50 and 60 minutes


@pytest.mark.parametrize("state", ["stopped", "paused", "erased", "held"])
def test_whatever_became_of_her_people_are_told(
    world: World, ruth: Phone, state: str
) -> None:
    mila = world.network.phone(MILA)
    said = {"stopped": "STOP", "paused": "PAUSE", "held": DANGER, "erased": "ERASE"}
    mila.texts(said[state])
    if state == "erased":
        mila.texts("ERASE ALL OF IT").forgets()
    mila.forgets()
    ruth.forgets()
    with world.network.watching():
        mila.texts("I am going to kill myself")
        ruth.expects_sms("may not be safe")
        later(world, minutes=2)
        ruth.lets_it_ring()
        mila.forgets()
    assert ("stranger" if state == "erased" else "screen") == alert(world)["reason"]


def test_erased_after_she_wrote_it_goes_on_and_says_so(
    world: World, ruth: Phone
) -> None:
    world.network.phone(MILA).texts(DANGER).forgets()
    ruth.forgets()
    world.erase(MILA)
    later(world, minutes=2)
    ruth.lets_it_ring()
    later(world, minutes=8)
    ruth.expects_sms("erased since, their page and number with them")


def test_with_redis_gone_the_clock_does_every_step(world: World, ruth: Phone) -> None:
    world.bell.broken = True
    parts = replace(world.parts, bell=Bell(DEAD))
    with world.network.watching():
        world.hears(MILA, DANGER)
        clock.beat(parts, 1)
        ruth.expects_sms("may not be safe")
        world.jump(minutes=2)
        clock.beat(parts, 2)
        ruth.lets_it_ring()
        world.jump(minutes=8)
        clock.beat(parts, 3)
        ruth.declines_call()
        ruth.expects_sms("may not be safe").replies("1")
        ruth.expects_sms("you have it")
        world.network.phone(MILA).forgets()


def test_a_text_that_the_carrier_refuses_leaves_the_call(
    world: World, ruth: Phone
) -> None:
    world.network.faults.add(Fault("21610", times=None, to=COACH))
    world.network.phone(MILA).texts(DANGER)
    world.network.faults.clear()
    later(world, minutes=2)
    ruth.expects_call("may not be safe").presses("1").hears("You have it")


def test_another_cry_while_it_goes_round_rings_no_second_telephone(
    world: World, ruth: Phone
) -> None:
    mila = world.network.phone(MILA)
    mila.texts(DANGER)
    later(world, minutes=1)
    mila.texts("I will kill myself now")
    ruth.expects_sms("may not be safe")
    ruth.expects_sms("may not be safe")
    later(world, minutes=1)
    ruth.lets_it_ring()
    later(world, minutes=2)
    ruth.expects_nothing()
    ruth.texts("ok").expects_sms("you have it")
    assert [True, True] == [
        row["heeded_at"] is not None for row in world.rows("SELECT * FROM alerts")
    ]


def test_two_people_wait_and_ok_is_for_the_first(world: World, ruth: Phone) -> None:
    tomas = world.join("+15550100003", name="Tomas")
    world.network.phone(MILA).texts(DANGER)
    later(world, seconds=30)
    tomas.texts(DANGER)
    ruth.forgets()
    mila_id, tomas_id = (world.person(one)["id"] for one in (MILA, tomas.number))
    told = ruth.texts("Hello? who is it").expects_sms("Reply OK when you do")
    # Once a day: two machines would go on answering each other.
    ruth.texts("I am away until Monday").expects_nothing()
    told = told.replies("OK").expects_sms(str(mila_id))
    assert "1 more waits: reply OK" in told.body
    last = told.replies("OK").expects_sms(str(tomas_id))
    assert "more" not in last.body
    ruth.texts("OK").expects_nothing()
    world.jump(days=1)
    ruth.texts("OK").expects_sms("Nothing that you were told of waits")


def test_what_else_a_coach_writes_is_read_as_anybodys(
    world: World, ruth: Phone
) -> None:
    world.network.phone(MILA).texts(DANGER)
    ruth.forgets()
    # Danger of her own is put before people as well, and a STOP is answered by nothing.
    ruth.texts("I want to kill myself").expects_sms("cannot keep you safe")
    assert "stranger" == alert(world)["reason"]
    ruth.forgets()
    ruth.texts("please stop texting me").expects_nothing()


def test_ok_is_for_the_danger_before_anything_that_was_told_earlier(
    world: World, ruth: Phone
) -> None:
    tomas = world.join("+15550100003", name="Tomas")
    tomas.texts("stop texting me on Sundays")
    ruth.expects_sms("may want texts to end")
    later(world, minutes=5)
    world.network.phone(MILA).texts(DANGER)
    told = ruth.expects_sms("may not be safe").replies("OK").expects_sms("you have it")
    assert str(world.person(MILA)["id"]) in told.body
    assert "1 more waits" in told.body


def test_released_is_over(world: World, ruth: Phone) -> None:
    world.network.phone(MILA).texts(DANGER).forgets()
    ruth.forgets()
    whose = world.person(MILA)["id"]
    releasing.release(world.parts, world.organisation, whose, by="Ruth")
    with world.network.watching():
        world.forward(hours=1)
        ruth.expects_nothing()


def test_whoever_was_texted_of_danger_hears_that_somebody_else_has_seen_to_it(
    world: World, ruth: Phone
) -> None:
    """Her phone had told her of it, and never that it was over."""
    world.network.phone(MILA).texts(DANGER).forgets()
    ruth.expects_sms("may not be safe")
    whose = world.person(MILA)["id"]
    with world.network.watching():
        releasing.release(world.parts, world.organisation, whose, by="Ana")
        later(world, minutes=1)
        told = ruth.expects_sms("Ana has seen to the alert about someone in")
        assert "Nothing more is asked of you." in told.body
        later(world, minutes=30)
        ruth.expects_nothing()


def test_of_what_is_no_danger_it_is_said_by_day_and_to_nobody_who_knows(
    world: World, ruth: Phone
) -> None:
    whose = world.person(MILA)["id"]
    with world.network.watching():
        world.until("21:00", "America/Lima")
        world.network.phone(MILA).texts("maybe stop texting me on Sundays").forgets()
        ruth.expects_sms("may want texts to end")
        later(world, minutes=30)
        releasing.release(world.parts, world.organisation, whose, by="Ana")
        later(world, minutes=30)
        ruth.expects_nothing()
        world.forward(hours=12)
        ruth.expects_sms("Ana has seen to the alert")
        # Who said that she has it is told no more of it.
        world.network.phone(MILA).texts(DANGER).forgets()
        ruth.expects_sms("may not be safe").replies("OK").expects_sms("you have it")
        releasing.release(world.parts, world.organisation, whose, by="Ana")
        later(world, minutes=1)
        ruth.expects_nothing()


def test_a_coach_who_is_also_a_participant_has_it_by_her_ok(
    world: World, ruth: Phone
) -> None:
    world.join(COACH, name="Ruth")
    world.network.phone(MILA).texts(DANGER)
    ruth.forgets()
    ruth.texts("OK").expects_sms("you have it")
    assert alert(world)["heeded_at"] is not None
    # Nothing waits any more: her next OK is a participant's.
    ruth.texts("OK")
    assert "OK" in world.words(COACH, "turns", "heard_sealed")[-1]


def test_a_strangers_danger_is_put_before_people_once_while_nobody_has_it(
    world: World, ruth: Phone
) -> None:
    stranger = world.network.add_phone("+15550100077", "")
    with world.network.watching():
        stranger.texts(DANGER).expects_sms("cannot keep you safe")
        told = ruth.expects_sms("not enrolled and not kept here")
        stranger.texts(DANGER)
        stranger.expects_nothing()
        ruth.expects_nothing()
        told.replies("OK")
        ruth.expects_sms("you have it")
        world.jump(hours=25)
        world.beat()
        stranger.texts(DANGER).expects_sms("cannot keep you safe")
        ruth.expects_sms("may not be safe").replies("OK")
        ruth.expects_sms("you have it")
    rows = world.rows("SELECT participant_id, reason FROM alerts")
    assert [{"participant_id": None, "reason": "stranger"}] * 2 == rows


@pytest.mark.parametrize(
    ("number", "line"),
    [("+15550109999", "988"), ("+447400123456", "your local emergency number")],
)
def test_a_stranger_is_told_no_number_of_another_country(
    world: World, number: str, line: str
) -> None:
    phone = world.network.phone(number)
    assert line in phone.texts("I want to kill myself").expects_sms("").body


def test_a_strangers_danger_counts_anew_once_somebody_has_the_first(
    world: World, ruth: Phone
) -> None:
    """Heeded at eight in the morning, a cry at eight in the evening alerted nobody."""
    stranger = world.network.add_phone("+15550100077", "")
    with world.network.watching():
        world.jump_to("08:00", "UTC")
        stranger.texts(DANGER).expects_sms("cannot keep you safe")
        ruth.expects_sms("not enrolled and not kept here").replies("OK")
        ruth.expects_sms("you have it")
        world.jump(hours=12)
        stranger.texts("I will kill myself").expects_sms("cannot keep you safe")
        ruth.expects_sms("may not be safe")
    # What was told of is no news when the carrier's list shows it again.
    for _ in range(2):
        later(world, minutes=2)
        looking_after.round_of(world.parts, 0)
    assert 2 == len(world.rows("SELECT 1 FROM alerts"))


def test_a_strangers_text_that_is_repeated_is_answered_alike(
    world: World, ruth: Phone
) -> None:
    """The reply is in our answer alone: lost with it, she had no helpline at all."""
    form = text_form("+15550100077", DANGER, sid=new_sid())
    first = world.post(form)
    assert "cannot keep you safe" in first.text
    assert first == world.post(form)
    world.beat()
    ruth.expects_sms("not enrolled and not kept here").replies("OK")
    assert first == world.post(form)
    assert 1 == len(world.rows("SELECT 1 FROM alerts"))


def test_whose_first_cry_never_reached_us_is_answered_at_the_next(
    world: World, ruth: Phone
) -> None:
    """A text of a while ago is answered nowhere, so the next one is."""
    stranger = world.network.add_phone("+15550100077", "")
    later(world, minutes=2)
    looking_after.round_of(world.parts, 0)
    world.network.faults.add(Fault("lost_text", body=DANGER))
    stranger.texts(DANGER)
    world.jump(minutes=2)
    looking_after.round_of(world.parts, 0)
    world.beat()
    stranger.expects_nothing()
    assert 1 == len(world.rows("SELECT 1 FROM alerts"))
    stranger.texts("I will kill myself").expects_sms("cannot keep you safe")
    assert 1 == len(world.rows("SELECT 1 FROM alerts"))


# ---- e-mail ----


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as opened:
        yield opened


@pytest.fixture
def mailed(clone: Clone, box: Postbox) -> Iterator[World]:
    """A world with a mail server, whose coach has an address."""
    told = {"smtp_url": box.url, "mail_from": "handrail@example.org"}
    with open_world(clone, **told) as world:
        world.join(MILA)
        changes = Changes(email="ruth@example.org")
        appointing.change(world.parts, world.organisation, "Ruth", changes, "operator")
        yield world


def test_the_coach_gets_an_e_mail_with_the_link_and_nothing_of_hers(
    mailed: World, box: Postbox
) -> None:
    mailed.network.phone(MILA).texts(DANGER)
    mailed.beat()
    (came,) = box.letters
    assert isinstance(came, EmailMessage)
    assert "ruth@example.org" == came["To"]
    assert "Handrail: someone may not be safe" == came["Subject"]
    (words,) = box.words
    assert f"/people/{mailed.person(MILA)['id']}" in words
    assert "handrail alerts ack" in words
    whole = came.as_string()
    assert not any(hers in whole for hers in ("kill", "Mila", "tonight", MILA, COACH))
    states = mailed.rows("SELECT state FROM outbox_messages WHERE channel = 'email'")
    assert [{"state": "sent"}] == states
    mailed.beat()
    assert 1 == len(box.letters)


def test_a_mail_server_that_is_away_is_asked_again_and_keeps_no_text_waiting(
    mailed: World, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.mail.smtp.SULK_S", 0)
    box.says = {"HELLO": ""}
    mailed.network.phone(MILA).texts(DANGER)
    mailed.network.phone(COACH).expects_sms("may not be safe")
    mailed.beat()
    assert [] == box.letters
    box.says = {}
    later(mailed, minutes=1)
    assert 1 == len(box.letters)


def test_an_e_mail_in_doubt_is_not_sent_again_and_the_steps_go_on(
    mailed: World, box: Postbox
) -> None:
    box.says = {"END": ""}
    mailed.network.phone(MILA).texts(DANGER)
    mailed.beat()
    box.says = {}
    mailed.beat()
    assert 1 == len(box.letters)
    states = mailed.rows("SELECT state FROM outbox_messages WHERE channel = 'email'")
    assert [{"state": "in_doubt"}] == states
    later(mailed, minutes=2)
    mailed.network.phone(COACH).lets_it_ring()
    later(mailed, minutes=8)
    assert 2 == len(box.letters)


def test_what_waits_for_a_coach_is_mailed_within_the_hour_and_gathered(
    mailed: World, box: Postbox
) -> None:
    mila = mailed.network.phone(MILA)
    mila.texts("I tried, I don't want to kill myself any more").forgets()
    later(mailed, minutes=30)
    mila.texts("I don't want to kill myself, I said").forgets()
    assert [] == box.letters
    later(mailed, minutes=31)
    assert ["Handrail: something waits for you"] == [
        one["Subject"] for one in box.letters
    ]
    assert "reply OK" not in box.words[0]
    # An OK by text is not about what was mailed.
    mailed.network.phone(COACH).texts("OK").expects_sms("Nothing that you were told of")
    # The second one an hour after it came: she has heard of the like lately.
    later(mailed, minutes=31)
    assert 1 == len(box.letters)
    later(mailed, minutes=300)
    assert 1 == len(box.letters)  # it is about Mila, whom she was told of


def test_what_is_gathered_about_somebody_else_is_told_after_a_while(
    mailed: World, box: Postbox
) -> None:
    """Of Ana she was told; of Ben, half an hour later, nobody ever was."""
    tomas = mailed.join("+15550100044", name="Tomas")
    for phone in (mailed.network.phone(MILA), tomas):
        phone.texts("I tried, I don't want to kill myself any more").forgets()
        later(mailed, minutes=30)
    later(mailed, minutes=60)
    assert 1 == len(box.letters)
    later(mailed, minutes=180)
    assert 2 == len(box.letters)
    assert f"/people/{mailed.person('+15550100044')['id']}" in box.words[1]


@pytest.mark.parametrize(("fault", "state"), [("30005", "failed"), ("", "delivered")])
def test_what_did_not_reach_a_coach_is_not_said_to_be_sent(
    world: World, ruth: Phone, fault: str, state: str
) -> None:
    """Today said "Ruth, by text: sent" of a line that takes none."""
    if fault:
        world.network.faults.add(Fault(fault, to=COACH, times=None))
    world.network.phone(MILA).texts(DANGER).forgets()
    world.beat()
    key = world.parts.tenant(world.organisation).key
    with world.parts.db.transaction(world.organisation) as tx:
        (watch,) = watches.standing(tx, world.parts.vault, key)
    assert (state, bool(fault)) == (watch.notices[0].state, watch.untold)
    ruth.forgets()
