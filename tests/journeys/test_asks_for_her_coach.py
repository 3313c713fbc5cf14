"""Who asks for her coach gets her coach: every word of it stands until one has seen it."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.store import inboxes
from service.store.inboxes import Asker
from service.usecases import left_open, sessions, taking_over, tending, today, writing
from service.usecases.rights import Signed
from service.usecases.today import Waiting
from service.usecases.writing import Draft
from service.web import need_words
from tests.journeys.world import World
from tests.pages.reading import came_in

MILA = "+15550100001"
LIMA = "America/Lima"
WISH = "Can I talk to Ruth please?"
LAUGHED = "I said my idea and my boss laughed, I do not know what to do"


@pytest.fixture
def ruth(world: World) -> Signed:
    """A coach who is in."""
    found = sessions.of(world.parts, came_in(world.parts, world.organisation))
    assert found is not None
    return found


def standing(world: World, by: Signed) -> list[tuple[str, tuple[str, ...]]]:
    """Return what Today asks somebody for, and the words of hers that it shows."""
    found = today.look(world.parts, by).waiting
    items = [item for one in found for item in one.items if item.need != "celebrate"]
    return [(item.need, need_words.quoted(item)) for item in items]


def first(world: World, by: Signed) -> Waiting:
    return today.look(world.parts, by).waiting[0]


def waits(world: World, by: Signed) -> bool:
    """Say whether she waits for an answer, by the inbox."""
    asker, key = Asker(by.account, left_open.ASKED), world.parts.tenant(by.organisation)
    with world.parts.db.transaction(by.organisation) as tx:
        shown = inboxes.listed(tx, world.parts.vault, key.key, asker, show="waiting")
    return bool(shown.lines)


def whom(world: World) -> UUID:
    found: UUID = world.person(MILA)["id"]
    return found


def test_two_texts_seconds_apart_both_stand_before_a_coach(
    world: World, ruth: Signed
) -> None:
    mila = world.join(MILA)
    world.until("17:30", LIMA)
    mila.texts(WISH)
    mila.expects_sms("Ruth")
    world.jump(seconds=4)
    mila.texts(LAUGHED)
    mila.expects_nothing()
    assert ("asked", (WISH, LAUGHED)) == standing(world, ruth)[0]
    # What a machine says to a later text answers neither.
    world.jump(hours=3)
    mila.texts("did it")
    mila.expects_sms("")  # one of many wordings
    assert ("asked", (WISH, LAUGHED)) == standing(world, ruth)[0]
    assert waits(world, ruth)
    # The try that she told on the way counts, in her words.
    assert [f"{LAUGHED}\ndid it"] == world.words(MILA, "attempts", "words_sealed")


def test_done_covers_what_it_showed_and_nothing_behind_it(
    world: World, ruth: Signed
) -> None:
    mila = world.join(MILA)
    world.until("17:30", LIMA)
    mila.texts(WISH)
    mila.expects_sms("Ruth")
    shown = first(world, ruth).first.standing.id
    world.jump(seconds=4)
    mila.texts("it went so badly")
    tending.put_away_alert(world.parts, ruth, shown)
    assert ("asked", ("it went so badly",)) == standing(world, ruth)[0]
    assert waits(world, ruth)
    tending.put_away_alert(world.parts, ruth, first(world, ruth).first.standing.id)
    assert [] == standing(world, ruth)
    assert not waits(world, ruth)


def test_by_name_in_the_middle_of_a_story_it_is_her_coach(
    world: World, ruth: Signed
) -> None:
    mila = world.join(MILA)
    world.until("17:30", LIMA)
    told = "Could I talk to Ruth? My boss laughed at my idea and I am lost"
    mila.texts(told)
    mila.expects_sms("Ruth")
    assert [("asked", (told,))] == standing(world, ruth)
    assert [] == world.of(MILA, "attempts")


def test_who_wrote_last_in_a_talk_stands_on_today_until_her_coach_answers(
    world: World, ruth: Signed
) -> None:
    mila = world.join(MILA)
    world.until("12:00", LIMA)
    writing.send(
        world.parts, ruth, whom(world), Draft("How was it?", world.parts.new_id(), None)
    )
    world.work()
    world.network.settle()
    mila.expects_sms("How was it?")
    assert [] == standing(world, ruth)
    mila.texts("Not good. I froze.")
    world.jump(minutes=2)
    mila.texts("Are you there?")
    assert [("talk", ("Are you there?",))] == standing(world, ruth)
    assert "You are talking with them" in need_words.sentence(
        first(world, ruth), first(world, ruth).first
    )
    writing.send(
        world.parts, ruth, whom(world), Draft("I am here.", world.parts.new_id(), None)
    )
    assert [] == standing(world, ruth)
    taking_over.finish(world.parts, ruth, whom(world))
    assert [] == standing(world, ruth)


def test_a_wish_right_after_a_try_is_answered_and_is_no_part_of_it(
    world: World, ruth: Signed
) -> None:
    """Once the request got no reply, and stood in the words of the try."""
    mila = world.join(MILA)
    mila.texts("I tried it today").expects_sms("?")
    world.jump(seconds=2)
    mila.texts("can I talk to Ruth?").expects_sms("would like to talk")
    mila.expects_nothing()
    asked = dict(standing(world, ruth))
    assert ("can I talk to Ruth?",) == asked["asked"]
    (celebrated,) = (
        need_words.quoted(item)
        for item in first(world, ruth).items
        if item.need == "celebrate"
    )
    assert ("I tried it today",) == celebrated


@pytest.mark.parametrize(
    "words",
    [
        "Ruth, can I do this step with my sister instead of at work?",
        "My sister may come with me?",
    ],
)
def test_a_question_that_begins_otherwise_stands_before_a_coach(
    world: World, ruth: Signed, words: str
) -> None:
    """It was answered with "Was that a try?", and nobody was told of it."""
    mila = world.join(MILA)
    mila.texts(words)
    mila.expects_sms("pass")
    assert ("question", (words,)) == standing(world, ruth)[0]
    assert waits(world, ruth)


def test_who_wants_a_next_step_stands_before_her_coach(
    world: World, ruth: Signed
) -> None:
    """It was in no script when nothing had asked for it: an error, and silence."""
    mila = world.join(MILA)
    mila.texts("what's next?")
    mila.expects_sms("would like a next step")
    assert ("question", ("what's next?",)) == standing(world, ruth)[0]
