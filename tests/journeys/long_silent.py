"""Somebody from whom nothing came for weeks, for the journeys that are about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from service.carrier.wire import InboundText
from service.store import inboxes
from service.switchboard.phone import Phone
from service.usecases import catching_up, heeding, releasing, sessions, writing
from service.usecases.writing import Ahead, Draft
from tests.journeys.wording import says
from tests.journeys.world import SERVICE, World, new_sid
from tests.pages.reading import came_in

MILA = "+15550100181"
ZONE = "America/Lima"
ASKED = says("whose_number", "still_yours")
READ = says("whose_number_read", "somebody_reads")
THANKS = says("whose_number_yes", "thanks")
NO_CALLS = says("whose_number_calls", "no_more_calls")
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


def names_her(phone: Phone) -> list[str]:
    """Return what came to the phone that tells of her."""
    said = [one.body for one in phone.unread]
    return [one for one in said if personal(one)]


def has_it(world: World) -> None:
    """Let a coach say that she has every open alert, and lift nothing."""
    for row in world.of(MILA, "alerts"):
        if row["state"] == "open":
            heeding.by_command(world.parts, world.organisation, row["id"], "Ruth")


def missed(world: World, words: str, came: datetime) -> None:
    """Take in a text of hers that came to the carrier then, and never to us."""
    sid, account = new_sid(), "AC" + "0" * 32
    text = InboundText(sid, account, MILA, SERVICE, words, False, 0, None)
    tenant = world.parts.tenant(world.organisation)
    catching_up.missed_in(world.parts, tenant, text, came)
    world.work()
    world.network.settle()


def coach_texts(world: World) -> list[dict[str, Any]]:
    """Return the texts to coaches, opened."""
    key = world.parts.tenant(world.organisation).key
    rows = world.rows(
        "SELECT * FROM outbox_messages WHERE coach_id IS NOT NULL"
        " AND channel = 'text' ORDER BY created_at"
    )
    for row in rows:
        sealed, whose = row["body_sealed"], row["id"]
        row["body"] = key.open(sealed, "outbox_messages", whose, "body_sealed")
    return rows


def in_spanish(world: World) -> Phone:
    """Enrol somebody whose language is Spanish, and let her agree."""
    programme = world.programme("Encontrar mi voz", "es")
    world.jump_to("10:00", ZONE)
    phone = world.enrol(programme, "Lucía", MILA, ZONE, language="es")
    world.beat()
    phone.texts("VA").forgets()
    world.jump(minutes=10)
    world.beat()
    return phone
