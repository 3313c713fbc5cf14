"""A coach calls somebody through the service: hers rings first, then theirs."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from service.carrier.glued import Malformed
from service.carrier.reports_in import CallReport, ThroughReport
from service.switchboard.faults import Fault
from service.switchboard.phone import Phone
from service.usecases import (
    bridge_calls,
    bridging,
    doubting,
    erasing,
    languages,
    looking_up,
    own_line,
    rights,
    sessions,
    taking_over,
    today,
)
from service.usecases.bridging import Wish
from service.usecases.entries import Refused
from service.usecases.rights import Signed
from tests.journeys.world import SERVICE, World
from tests.pages.reading import came_in

MILA, RUTH = "+15550100001", "+15550100019"
AGREES = "UPDATE participants SET calls = 'agreed' WHERE id = %s"
LIMA = "America/Lima"


@pytest.fixture
def ruth(world: World) -> Signed:
    found = sessions.of(world.parts, came_in(world.parts, world.organisation))
    assert found is not None
    return found


@pytest.fixture
def hers(world: World, ruth: Signed) -> Phone:
    """The coach's own telephone, confirmed."""
    phone = world.network.add_phone(RUTH, "Ruth")
    own_line.ask(world.parts, ruth, RUTH)
    world.work()
    came = phone.expects_sms("is the code")
    code = next(word for word in came.body.split() if word.isdigit())
    with pytest.raises(Refused, match="not the code"):
        own_line.confirm(world.parts, ruth, f"{(int(code) + 1) % 10**6:06}")
    own_line.confirm(world.parts, ruth, f"{code[:3]} {code[3:]}")
    assert RUTH == own_line.of(world.parts, ruth).number
    return phone


@pytest.fixture
def mila(world: World, hers: Phone) -> Phone:
    phone = world.join(MILA)
    world.change(AGREES, MILA)
    return phone


def whom(world: World) -> UUID:
    found: UUID = world.person(MILA)["id"]
    return found


def calls(world: World, ruth: Signed, **more: object) -> Wish:
    wish = Wish(world.parts.new_id(), **more)  # type: ignore[arg-type]  # its fields
    bridging.call(world.parts, ruth, whom(world), wish)
    world.work()
    world.network.settle()
    return wish


def stands(world: World) -> tuple[list[str], list[tuple[str, int | None]]]:
    bridges = [row["ended"] for row in world.of(MILA, "bridges")]
    rung = [(row["state"], row["seconds"]) for row in world.of(MILA, "calls")]
    return bridges, rung


def test_both_talk_and_see_our_number_alone(
    world: World, ruth: Signed, hers: Phone, mila: Phone
) -> None:
    with world.network.watching():
        wish = calls(world, ruth)
        first = hers.expects_call("press 1").hears_nothing_of("Mila")
        first.presses("1").hears("Calling Mila")
        second = mila.expects_call()
        first.says("Hello, it is Ruth")
        second.hears("it is Ruth").says("I said it!")
        first.hears("I said it!")
        assert {SERVICE} == {first.call.service, second.call.service}
        assert not first.call.order.record
        # The very same form, once more: nobody is called twice.
        bridging.call(world.parts, ruth, whom(world), wish)
        with pytest.raises(Refused, match="goes on just now"):
            bridging.call(world.parts, ruth, whom(world), Wish(world.parts.new_id()))
        world.work()
        world.jump(minutes=3)
        second.hangs_up()
        first.hears("The call is over").expects_hang_up()
    # A call to each of both numbers, at what a minute costs there, is counted: as two
    # minutes at first, and as the four that were begun once it is over.
    assert [2 * 4 * 150_000] == [
        row["cost"] for row in world.outbox(MILA) if row["channel"] == "call"
    ]
    # Beside the two texts of her joining.
    assert [{"cost": 2 * 4 * 150_000 + 2 * 100_000}] == world.rows(
        "SELECT cost FROM programme_spendings WHERE span = 'month'"
    )
    ends, ((state, seconds),) = stands(world)
    assert ([None], "talked") == (ends, state)
    assert 180 <= (seconds or 0) < 200
    assert "take_over" == world.person(MILA)["hold"]
    assert ["sent"] == [
        row["state"] for row in world.outbox(MILA) if row["channel"] == "call"
    ]


def test_a_coach_who_does_not_pick_up_or_press_reaches_nobody(
    world: World, ruth: Signed, hers: Phone, mila: Phone
) -> None:
    with world.network.watching():
        calls(world, ruth)
        hers.lets_it_ring()
        calls(world, ruth)
        silent = hers.expects_call("press 1")
        for _ in range(3):
            silent.stays_silent()
        silent.hears("Nobody was called").expects_hang_up()
        hers.has_voicemail(1)
        calls(world, ruth)
        mila.expects_nothing()
    hers.forgets()
    assert (["not_taken"] * 3, []) == stands(world)


@pytest.mark.parametrize(
    ("does", "state", "says"),
    [
        ("lets_it_ring", "no_answer", "Mila no contestó"),
        ("declines_call", "busy", "no la tomó"),
    ],
)
def test_she_does_not_take_it_and_the_coach_is_told_in_her_language(
    world: World, ruth: Signed, hers: Phone, mila: Phone,
    does: str, state: str, says: str,
) -> None:  # fmt: skip
    languages.choose(world.parts, ruth, "es")
    calls(world, replace(ruth, language="es"))
    first = hers.expects_call("Marca 1").presses("1")
    getattr(mila, does)()
    first.hears(says).expects_hang_up()
    assert state == stands(world)[1][0][0]


def test_a_stop_meanwhile_wins(
    world: World, ruth: Signed, hers: Phone, mila: Phone
) -> None:
    calls(world, ruth)
    first = hers.expects_call("press 1")
    mila.texts("STOP").forgets()
    first.presses("1").hears("may not be put through").expects_hang_up()
    mila.expects_nothing()
    assert (["refused"], []) == stands(world)
    told = world.words(MILA, "decisions", "sentence_sealed")
    assert "Mila asked for texts to stop, so nothing goes out." in told
    with pytest.raises(Refused, match="asked for texts to stop"):
        calls(world, ruth, stated="she asked me to")


def test_a_stop_before_it_rings_keeps_it_here(
    world: World, ruth: Signed, hers: Phone, mila: Phone
) -> None:
    bridging.call(world.parts, ruth, whom(world), Wish(world.parts.new_id()))
    world.hears(MILA, "STOP")
    world.work()
    hers.expects_nothing()
    (row,) = [row for row in world.outbox(MILA) if row["channel"] == "call"]
    assert "withheld" == row["state"]


def test_hours_and_a_missing_yes_are_lifted_by_a_reason_that_is_kept(
    world: World, ruth: Signed, hers: Phone, mila: Phone
) -> None:
    world.jump_to("22:00", LIMA)
    with pytest.raises(Refused, match="write why"):
        calls(world, ruth)
    calls(world, ruth, stated="She asked me to call after ten.")
    hers.expects_call().presses("1")
    mila.expects_call().hangs_up()
    assert any(
        "called all the same: She asked me to call after ten." in words
        for words in world.words(MILA, "decisions", "sentence_sealed")
    )
    world.change("UPDATE participants SET calls = 'none' WHERE id = %s", MILA)
    assert "calls_not_agreed" == bridging.look(world.parts, ruth, whom(world)).rule
    world.change("UPDATE participants SET calls = 'stopped' WHERE id = %s", MILA)
    with pytest.raises(Refused, match="asked for calls to stop"):
        calls(world, ruth, stated="it is urgent")


def test_in_doubt_it_is_never_made_again_and_her_phone_settles_it(
    world: World, ruth: Signed, hers: Phone, mila: Phone
) -> None:
    world.network.faults.add(Fault("timeout_after", on="call", times=1))
    wish = calls(world, ruth)
    (row,) = [row for row in world.outbox(MILA) if row["id"] == wish.once]
    assert row["state"] in ("in_doubt", "sent")
    world.run("UPDATE outbox_messages SET state = 'in_doubt', carrier_id = NULL"
              " WHERE id = %s", wish.once)  # fmt: skip
    with pytest.raises(Refused, match="ask for it anew"):
        doubting.settle(world.parts, world.organisation, wish.once, "send_again", "R")
    assert looking_up.settle_doubt(world.parts, world.organisation, wish.once)
    hers.expects_call().presses("1")
    mila.expects_call().hangs_up()
    assert "talked" == stands(world)[1][0][0]


def test_a_token_of_another_kind_of_message_is_turned_away(
    world: World, ruth: Signed, hers: Phone, mila: Phone
) -> None:
    token = world.outbox(MILA)[0]["token"]
    report = ThroughReport("CA" + "a" * 32, "", None, "failed", None, token)
    for odd in (report, replace(report, token="x" * 20)):
        with pytest.raises(Malformed):
            bridge_calls.over_in(world.parts, odd)


def test_without_a_telephone_of_her_own_or_to_herself_there_is_no_call(
    world: World, ruth: Signed, hers: Phone, mila: Phone
) -> None:
    own_line.forget(world.parts, ruth)
    with pytest.raises(Refused, match="confirm your own telephone"):
        calls(world, ruth)
    with pytest.raises(Refused, match="our own number"):
        own_line.ask(world.parts, ruth, SERVICE)
    with pytest.raises(Refused, match="holds no more"):
        own_line.confirm(world.parts, ruth, "123456")
    for _ in range(5):
        own_line.ask(world.parts, ruth, MILA)
    with pytest.raises(Refused, match="too many codes"):
        own_line.ask(world.parts, ruth, MILA)
    world.work()
    code = mila.expects_sms("is the code").body.split()[1]
    own_line.confirm(world.parts, ruth, code)
    with pytest.raises(Refused, match="yourself"):
        calls(world, ruth)


@pytest.mark.parametrize("kind", ["lost_callback", "triple_call_webhook"])
def test_what_is_lost_or_asked_again_ends_alike(
    world: World, ruth: Signed, hers: Phone, mila: Phone, kind: str
) -> None:
    world.network.faults.add(Fault(kind, on="call", times=None))
    calls(world, ruth)
    first = hers.expects_call("press 1").presses("1").hears("Calling Mila")
    mila.expects_call().hangs_up()
    first.hears("The call is over").expects_hang_up()
    assert ([None], "talked") == (stands(world)[0], stands(world)[1][0][0])
    assert [] == list(world.network.log)


def test_she_hangs_up_while_it_rings(
    world: World, ruth: Signed, hers: Phone, mila: Phone
) -> None:
    calls(world, ruth)
    hers.expects_call().presses("1").hangs_up()
    mila.missed_call().expects_nothing()
    assert ([None], "canceled") == (stands(world)[0], stands(world)[1][0][0])


# ---- what a talk answers ----


def asks_for_her(world: World, mila: Phone) -> None:
    mila.texts("Can I talk to Ruth please?").forgets()


def needs(world: World, by: Signed) -> list[str]:
    found = today.look(world.parts, by).waiting
    return [one.need for each in found for one in each.items]


@pytest.mark.parametrize(
    ("minutes", "then"), [(3, []), (0, ["asked"])], ids=["talked", "a greeting"]
)
def test_a_talk_answers_whoever_asked_for_her_coach(
    world: World, ruth: Signed, hers: Phone, mila: Phone, minutes: int, then: list[str]
) -> None:
    """The coach had called her, and Today asked for a call on."""
    asks_for_her(world, mila)
    assert ["asked"] == needs(world, ruth)
    world.jump(minutes=1)
    calls(world, ruth)
    first = hers.expects_call("press 1").presses("1")
    second = mila.expects_call()
    world.jump(minutes=minutes)
    second.hangs_up()
    first.hears("The call is over").expects_hang_up()
    assert then == needs(world, ruth)
    taking_over.finish(world.parts, ruth, whom(world))
    assert then == needs(world, ruth)


def test_what_she_texts_while_they_talk_waits_on(
    world: World, ruth: Signed, hers: Phone, mila: Phone
) -> None:
    asks_for_her(world, mila)
    world.jump(minutes=1)
    calls(world, ruth)
    first = hers.expects_call("press 1").presses("1")
    second = mila.expects_call()
    world.jump(minutes=3)
    mila.texts("and what if nobody opens the floor?")
    second.hangs_up()
    first.hears("The call is over").expects_hang_up()
    assert ["talk"] == needs(world, ruth)
    taking_over.finish(world.parts, ruth, whom(world))
    assert ["unanswered"] == needs(world, ruth)


# ---- erased meanwhile ----


def erased(world: World, person: UUID) -> None:
    """An owner erases her, and what can be done at once is done."""
    operator = rights.operator(world.organisation, "Stairwell")
    erasing.ask(world.parts, operator, person, "Mila")
    world.work()


def done(world: World) -> bool:
    (row,) = world.rows("SELECT done_at FROM erasures")
    return row["done_at"] is not None


def left_at_the_carrier(world: World) -> list[str]:
    books = world.network.records
    told = [one.sid for one in books.messages.values() if MILA in (one.to, one.from_)]
    return told + [
        one.sid for one in books.calls.values() if MILA in (one.to, one.from_)
    ]


def nothing_is_left(world: World, person: UUID, *, answered: int = 0) -> None:
    assert done(world)
    # What was answered in the call to our webhook has no name of the carrier's here.
    assert answered == len(left_at_the_carrier(world))
    for table in ("participants", "bridges", "calls", "outbox_messages", "decisions"):
        column = "id" if table == "participants" else "participant_id"
        assert [] == world.rows(f"SELECT 1 FROM {table} WHERE {column} = %s", person)


def test_erased_while_it_waits_nobody_is_rung(
    world: World, ruth: Signed, hers: Phone, mila: Phone
) -> None:
    person = whom(world)
    bridging.call(world.parts, ruth, person, Wish(world.parts.new_id()))
    erased(world, person)
    world.work()
    hers.expects_nothing()
    world.jump(minutes=90)
    world.beat()
    nothing_is_left(world, person)


def test_erased_while_hers_rings_nobody_is_put_through(
    world: World, ruth: Signed, hers: Phone, mila: Phone
) -> None:
    person = whom(world)
    calls(world, ruth, stated="")
    first = hers.expects_call("press 1")
    erased(world, person)
    assert not done(world)
    first.presses("1").hears("may not be put through").hears_nothing_of("Mila")
    first.expects_hang_up()
    mila.forgets().expects_nothing()
    world.jump(minutes=10)
    world.beat()
    nothing_is_left(world, person)


def test_erased_while_they_talk_what_is_told_later_is_forgotten_too(
    world: World, ruth: Signed, hers: Phone, mila: Phone
) -> None:
    person = whom(world)
    with world.network.watching():
        calls(world, ruth)
        first = hers.expects_call("press 1").presses("1").hears("Calling Mila")
        second = mila.expects_call()
        erased(world, person)
        world.jump(minutes=10)
        world.beat()
        assert not done(world)
        # They may end what they have to say; no machine breaks in.
        second.says("I want to be forgotten").hangs_up()
        first.hears("The call is over").expects_hang_up()
    assert [] == list(world.network.log)
    world.jump(minutes=90)
    world.beat()
    nothing_is_left(world, person)


def test_by_her_own_word_in_the_middle_of_the_call(
    world: World, ruth: Signed, hers: Phone, mila: Phone
) -> None:
    person = whom(world)
    calls(world, ruth)
    first = hers.expects_call().presses("1")
    second = mila.expects_call()
    # While the two talk a coach reads what she writes; after it the machine does.
    mila.texts("erase")
    world.work()
    assert [] == world.rows("SELECT 1 FROM erasures")
    taking_over.finish(world.parts, ruth, person)
    mila.texts("erase")
    mila.texts("erase all")
    world.work()
    assert not done(world)
    second.hangs_up()
    first.hears("The call is over").expects_hang_up()
    world.jump(minutes=90)
    world.beat()
    nothing_is_left(world, person, answered=1)


@pytest.mark.parametrize("told", ["busy", "completed"])
def test_a_report_after_the_erasure_has_no_effect_and_tells_nothing(
    world: World, ruth: Signed, hers: Phone, mila: Phone, told: str
) -> None:
    person = whom(world)
    wish = calls(world, ruth)
    (row,) = [row for row in world.outbox(MILA) if row["id"] == wish.once]
    sid, token = row["carrier_id"], row["token"]
    hers.expects_call().presses("1")
    erased(world, person)
    other = "CA" + "b" * 32
    late = CallReport(other, "", told, None, 7, None, token)
    bridge_calls.other_in(world.parts, late)
    over = ThroughReport(sid, "", other, told, 7, token)
    said = bridge_calls.over_in(world.parts, over)
    assert "Mila" not in said
    assert MILA not in said
    (kept,) = world.rows("SELECT * FROM calls WHERE carrier_id = %s", other)
    assert (person, None) == (kept["participant_id"], kept["conversation_id"])
    mila.declines_call()
    world.jump(minutes=90)
    world.beat()
    nothing_is_left(world, person)
    for again in (late, replace(late, sid="CA" + "c" * 32)):
        with pytest.raises(Malformed):
            bridge_calls.other_in(world.parts, again)
    assert [] == world.rows("SELECT 1 FROM calls")
