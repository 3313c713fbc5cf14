"""Two machines wired together (failure 31), over the phone network, from end to end."""

from __future__ import annotations

from itertools import count

from service.store import people
from service.switchboard.phone import Phone
from service.usecases import acting, enrol
from service.usecases.enrol import NewPerson, NewProgramme
from service.usecases.parts import Desk
from tests.journeys.world import SERVICE, World

OTHER = "+15550100777"
ZONE = "America/Lima"
LONGEST = 40  # a loop that is still alive after so many texts never ends


def _other(world: World) -> None:
    """Another Handrail at the same carrier, which coaches our number."""
    parts = world.parts
    whose = enrol.organisation(parts, "Elsewhere", "US", OTHER)
    new = NewProgramme("Find my voice", "Ana", None, {"start_rung": 1, "growth": "off"})
    where = enrol.programme(parts, whose, new)
    world.network.add_number(
        OTHER,
        name="Elsewhere",
        sms_url=f"{parts.origin}/twilio/sms",
        voice_url=f"{parts.origin}/twilio/voice",
    )
    tenant = parts.tenant(whose)
    us = NewPerson(
        *("Robot", SERVICE, ZONE, "find my voice", "say one idea", "the floor opens"),
        consent_text="I agree.",
        consent_method="paper",
    )
    with parts.db.transaction(whose) as tx:
        person = people.lock(tx, parts.vault, enrol.enrol(parts, tx, tenant, where, us))
        assert person is not None
        acting.change_consent(Desk(parts, tx, tenant, person), "active", "given",
                              "paper", "I agree.")  # fmt: skip


def _wired(world: World, ours: Phone, theirs: Phone) -> tuple[int, int]:
    """Carry every text that reaches one number's handset into the other's webhook.

    Returns how many each side said.
    """
    said = {ours.number: 0, theirs.number: 0}
    for _ in range(LONGEST):
        world.network.settle()
        carried = 0
        for at, other in ((theirs, ours), (ours, theirs)):
            bubbles = at.unread
            if bubbles:
                at.forgets()  # after the network has settled, too
            for bubble in bubbles:
                said[other.number] += 1
                carried += 1
                world.network.text(other.number, at.number, bubble.body)
        world.jump(seconds=4)
        if not carried:
            return said[ours.number], said[theirs.number]
    raise AssertionError(f"they still talk: {said}")


def test_two_handrails_that_coach_each_other_stop_after_three_texts_each(
    world: World,
) -> None:
    theirs = world.join(OTHER, name="Robot", zone=ZONE)
    _other(world)
    ours = world.network.add_phone(SERVICE, "Us")
    world.jump(minutes=10)
    world.network.text(OTHER, SERVICE, "said my idea when the floor was opened")
    us, them = _wired(world, ours, theirs)
    # How far they come depends on the words that are drawn; the test of one machine
    # in test_strange_texts always meets the guard, and its decision.
    assert 0 < us <= 3
    assert them <= 3
    # An hour later nothing has begun anew by itself.
    world.jump(hours=1)
    assert (0, 0) == _wired(world, ours, theirs)


def test_an_autoresponder_that_answers_a_prompt_is_not_answered_for_ever(
    world: World,
) -> None:
    """A question is asked once more at most, and then the machine talks to itself."""
    mila = world.join("+15550100001", zone=ZONE)
    world.leap_to("18:31", ZONE)
    notes = count(1)
    said = 0
    while mila.unread:
        said += len(mila.unread)
        mila.forgets()
        assert said < LONGEST
        world.jump(seconds=5)
        mila.texts(f"I am out of office, note {next(notes)}")
    assert said <= 3
