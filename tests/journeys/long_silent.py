"""Somebody from whom nothing came for weeks, for the journeys that are about it."""

from __future__ import annotations

from service.store import inboxes
from service.switchboard.phone import Phone
from service.usecases import releasing, sessions, writing
from service.usecases.writing import Ahead, Draft
from tests.journeys.wording import says
from tests.journeys.world import World
from tests.pages.reading import came_in

MILA = "+15550100181"
ZONE = "America/Lima"
ASKED = says("whose_number", "still_yours")
READ = says("whose_number_read", "somebody_reads")
THANKS = says("whose_number_yes", "thanks")
NO_MORE = says("whose_number_stop", "no_more")
TRY = "said my idea when the floor was opened"
# Of Mila, her step, her programme and her coach, as `World.join` enrols her.
PERSONAL = ("mila", "one idea", "daily meeting", "floor", "my voice", "ruth")


def silent(world: World, phone: Phone, days: int = 47) -> None:
    """Let days go by without a word of hers, and live the last of them in her hours."""
    world.jump(days=days - 2)
    world.beat()
    world.leap_to("09:00", ZONE)
    phone.forgets()
    world.until("19:30", ZONE)


def rules(world: World, number: str = MILA) -> list[str]:
    return [row["rule"] for row in world.of(number, "decisions")]


def reasons(world: World, state: str = "open", number: str = MILA) -> list[str]:
    alerts = world.of(number, "alerts")
    return [row["reason"] for row in alerts if row["state"] == state]


def waits(world: World, number: str = MILA) -> bool:
    """Say whether a coach sees that she waits, in the inbox or before them."""
    with world.desk(number) as desk:
        newest = inboxes.unanswered(desk.tx, desk.person.id)
    return newest is not None or bool({"whose", "left_open"} & {*reasons(world)})


def lift(world: World, number: str = MILA) -> None:
    """Let a coach look, and lift the hold."""
    whose = world.person(number)["id"]
    releasing.release(world.parts, world.organisation, whose, by="Ruth")


def coach_writes(world: World, words: str, number: str = MILA) -> Ahead:
    ruth = sessions.of(world.parts, came_in(world.parts, world.organisation))
    draft = Draft(words, world.parts.new_id())
    ahead = writing.send(world.parts, ruth, world.person(number)["id"], draft)
    world.work()
    world.network.settle()
    return ahead


def personal(body: str) -> bool:
    return any(word in body.lower() for word in PERSONAL)
