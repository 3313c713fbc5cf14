"""From the familiar place to two further ones, and on alone: graduation, lived through."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from service.store import people
from service.switchboard.phone import Phone
from service.usecases import growth
from service.usecases.parts import Desk
from tests.journeys.wording import says
from tests.journeys.world import World

MILA = "+15550100072"
ZONE = "America/Lima"
SUNDAY = 6
TRY = "said my idea when the floor was opened"
# What she answers to each conversation that comes, one text after another.
ANSWERS: dict[str, tuple[re.Pattern[str], tuple[str, ...]]] = {
    "place": (says("new_context", "where_else"), ("{place}", "8")),
    "where": (says("where_it_was", "which_place"), ("at {place}", "me")),
    "an earlier win": (
        says("before_harder", "what_to_use_again"),
        ("I breathed first",),
    ),
    "why it worked": (says("attribution", "what_made_it_work"), ("me",)),
    "by itself": (says("automatic", "by_itself"), ("6",)),
    "alone": (says("graduate", "on_your_own"), ("KEEP",)),
}


@dataclass
class Life:
    """Mila's days: each try she tells, and what comes to her at midday."""

    world: World
    phone: Phone
    place: str = ""
    came: list[str] = field(default_factory=list)

    def day(self, told: str = TRY) -> list[str]:
        """Tell a try in the window, and answer what comes by the next midday."""
        self.tells(told)
        before = len(self.world.outbox(MILA))
        self.world.leap_to("00:05", ZONE)
        self.world.leap_to("12:31", ZONE)
        new = [row["body"] for row in self.world.outbox(MILA)[before:]]
        found = [kind for body in new if (kind := self._answers(body))]
        self.came += found
        return found

    def tells(self, told: str) -> None:
        self.world.jump_to("17:10", ZONE)
        self.phone.texts(told).forgets()
        self.world.jump(minutes=5)
        self.phone.texts("I had a note in my hand").forgets()

    def away(self, days: int) -> None:
        """Days on which nobody looks; at their end she tells of a try."""
        self.world.jump(days=days - 1)
        self.tells(TRY)

    def until(self, kind: str, most: int = 12) -> None:
        """Live day after day until that conversation has come."""
        for _ in range(most):
            if kind in self.day():
                return
        raise AssertionError(f"{kind!r} never came: {self.came}")

    def climbs_to(self, wanted: int) -> None:
        while rung(self.world) < wanted:
            self.day()

    def _answers(self, body: str) -> str:
        for kind, (asked, told) in ANSWERS.items():
            if asked.search(body):
                for words in told:
                    self.world.jump(minutes=2)
                    self.phone.texts(words.format(place=self.place)).forgets()
                return kind
        return ""


def of_growth(world: World, read: Callable[[growth.Growth], object]) -> object:
    tenant = world.parts.tenant(world.organisation)
    with world.parts.db.transaction(world.organisation) as tx:
        person = people.lock_by_number(tx, world.parts.vault, tenant.hashes.hash(MILA))
        assert person is not None
        found = growth.of(Desk(world.parts, tx, tenant, person))
        assert found is not None
        return read(found)


def tried(world: World) -> dict[str, int]:
    """How many tries each further place has."""
    contexts = growth.contexts
    counted = of_growth(world, lambda one: contexts.added(one.past, one.signs))
    assert isinstance(counted, dict)
    return {name: one.tries for name, one in counted.items() if name}


def rung(world: World) -> int:
    found: int = world.person(MILA)["rung"]
    return found


def test_two_further_places_and_four_weeks_alone_lead_to_keep(world: World) -> None:
    """#20, #29, #31, #48: each place is told by her, and then one look a month."""
    where = world.programme(growth="gentle", start_rung=4)
    mila = Life(world, world.join(MILA, zone=ZONE, programme=where))
    mila.away(14)
    a_place_she_names(mila, "the planning meeting")
    assert {"the planning meeting": 1} == tried(world)
    mila.climbs_to(4)
    mila.away(14)
    a_place_she_is_asked_about(mila, "the team lunch")
    assert {"the planning meeting": 1, "the team lunch": 1} == tried(world)
    mila.climbs_to(5)
    mila.away(14)
    assert "place" not in mila.day()  # two are enough
    mila.away(14)
    mila.until("alone")
    assert "keep" == of_growth(world, lambda one: one.stage)
    assert 1 == mila.came.count("where")
    assert ["digest"] * 2 == looks(world, mila, weeks=9)
    assert "keep" == of_growth(world, lambda one: one.stage)
    the_look_asks_about_her_days(mila)


def a_place_she_names(mila: Life, place: str) -> None:
    """Her own words say where it was: nobody asks, and what made it work is asked."""
    mila.place = place
    mila.until("place")
    assert rung(mila.world) == 2  # a new place begins again on Half
    mila.until("an earlier win")
    assert ["why it worked"] == mila.day(f"said one idea in {place}")


def a_place_she_is_asked_about(mila: Life, place: str) -> None:
    """Her words name no place, so she is asked once, and says that it was there."""
    mila.place = place
    mila.until("place")
    mila.until("where")


def the_look_asks_about_her_days(mila: Life) -> None:
    """Behaviour 3.2 and G4: the recap stays on every rung, else no rule could see a week
    without tries; what she answers to the month's look is told to the rules."""
    world = mila.world
    while not says("digest", "which_days").search(world.outbox(MILA)[-1]["body"]):
        world.leap_to("12:31", ZONE)
        mila.tells(TRY)
        world.leap_to("19:10", ZONE)
    mila.phone.forgets()
    with world.network.watching():
        mila.phone.texts("0")
        mila.phone.expects_sms(says("digest", "one_win"))
    assert world.now.astimezone(ZoneInfo(ZONE)).date().isoformat() == recapped(world)


def recapped(world: World) -> str:
    found: str = world.person(MILA)["ladder"]["recapped"]
    return found


def looks(world: World, mila: Life, weeks: int) -> list[str]:
    """Live on, with a word of hers each week; return the scripts of what goes out."""
    since = world.now
    for _ in range(weeks):
        world.leap_to("12:31", ZONE)
        mila.tells(TRY)
        world.jump(days=1)
        while world.now.astimezone(ZoneInfo(ZONE)).weekday() != SUNDAY:
            world.leap_to("12:31", ZONE)
        world.leap_to("19:10", ZONE)
    rows = world.rows(
        "SELECT script FROM nudges WHERE participant_id = %s AND state = 'sent'"
        " AND due_at > %s ORDER BY due_at",
        world.person(MILA)["id"],
        since,
    )
    return [row["script"] for row in rows]
