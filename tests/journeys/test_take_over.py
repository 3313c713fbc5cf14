"""A coach takes a conversation over: her words go out, everything automatic waits, and
it ends by her word or by the clock.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from service.store import inboxes, take_overs
from service.store.inboxes import Asker
from service.store.vault import Unreadable
from service.switchboard.faults import Fault
from service.usecases import (
    left_open,
    minding,
    releasing,
    sessions,
    taking_over,
    tending,
    today,
    writing,
)
from service.usecases.entries import Refused
from service.usecases.releasing import NotHeld
from service.usecases.rights import NotAllowed, Signed
from service.usecases.taking_over import LASTS, Taken
from service.usecases.writing import Ahead, Draft
from service.web import need_words
from tests.journeys.world import World
from tests.pages.reading import came_in
from tests.racing import at_once
from tests.service import console as desk

MILA = "+15550100001"
LIMA = "America/Lima"
WORDS = "I read your text. Shall we talk at five?"


@pytest.fixture
def ruth(world: World) -> Signed:
    """A coach who is in."""
    found = sessions.of(world.parts, came_in(world.parts, world.organisation))
    assert found is not None
    return found


@pytest.fixture
def ana(world: World, ruth: Signed) -> Signed:
    """A colleague of hers."""
    opened = desk.opened(world.parts, world.clone, world.organisation)
    owner = opened.owner()
    return opened.signed(opened.colleague(owner, "ana@example.org", "coach").token)


def whom(world: World) -> UUID:
    found: UUID = world.person(MILA)["id"]
    return found


def write(
    world: World, by: Signed, words: str = WORDS, *, seen: UUID | None = None
) -> Ahead:
    draft = Draft(words, world.parts.new_id(), seen)
    ahead = writing.send(world.parts, by, whom(world), draft)
    world.work()
    world.network.settle()
    return ahead


def kinds(world: World) -> list[tuple[str, str]]:
    return [(row["kind"], row["state"]) for row in world.outbox(MILA)]


def ends(world: World) -> list[str | None]:
    return [row["ended_by"] for row in world.of(MILA, "take_overs")]


def test_her_phone_gets_the_coachs_words_and_no_prompt_until_the_release(
    world: World, ruth: Signed
) -> None:
    mila = world.join(MILA)
    with world.network.watching():
        world.until("16:00", LIMA)
        write(world, ruth)
        mila.expects_sms(WORDS)
        # What she answers is the coach's: no machine says a word to it.
        mila.texts("yes, and how do I begin?")
        world.until("20:00", LIMA)
        mila.expects_nothing()
        assert "take_over" == world.person(MILA)["hold"]
        assert "take_over" in [row["rule"] for row in world.of(MILA, "decisions")]
        assert taking_over.finish(world.parts, ruth, whom(world)) is None
        assert world.person(MILA)["hold"] is None
        # The next silent day brings its prompt again.
        world.until("17:00", LIMA)
        mila.expects_nothing()
        world.until("19:00", LIMA)
        mila.expects_sms("D for done")
    assert ["coach"] == ends(world)
    with pytest.raises(NotHeld):
        taking_over.finish(world.parts, ruth, whom(world))


def test_it_ends_by_the_clock_a_day_after_the_last_word_of_either(
    world: World, ruth: Signed
) -> None:
    mila = world.join(MILA)
    write(world, ruth)
    world.jump(hours=23)
    mila.texts("thank you")
    world.beat()
    world.jump(hours=23)
    world.beat()
    assert [None] == ends(world)
    assert "take_over" == world.person(MILA)["hold"]
    world.jump(hours=1, minutes=1)
    world.beat()
    assert ["clock"] == ends(world)
    assert world.person(MILA)["hold"] is None
    told = world.words(MILA, "decisions", "sentence_sealed")
    assert "Nobody wrote for 24 hours, so the talk ended by itself." in told
    # Once more by a second clock changes nothing.
    assert 0 == taking_over.end_due(
        world.parts, world.organisation, [world.of(MILA, "take_overs")[0]["id"]]
    )


def test_a_word_that_comes_as_the_clock_ends_it_lets_it_go_on(
    world: World, ruth: Signed
) -> None:
    world.join(MILA)
    write(world, ruth)
    world.jump(hours=24, minutes=1)
    one = world.of(MILA, "take_overs")[0]["id"]
    world.hears(MILA, "still here")
    assert 0 == taking_over.end_due(world.parts, world.organisation, [one])
    assert [None] == ends(world)


def test_stop_help_and_danger_work_as_ever_while_a_coach_talks(
    world: World, ruth: Signed
) -> None:
    mila = world.join(MILA)
    write(world, ruth)
    mila.forgets()
    mila.texts("HELP").expects_sms("STOP")
    mila.forgets()
    mila.texts("I want to kill myself tonight").expects_sms(
        "your local emergency number"
    )
    assert "crisis" == world.person(MILA)["hold"]
    mila.forgets()
    # A person may speak through a hold for safety.
    write(world, ruth, "I am calling you now.")
    mila.expects_sms("I am calling you now.")
    mila.texts("STOP").expects_sms("any more messages")
    with pytest.raises(Refused, match="asked for texts to stop"):
        write(world, ruth, "please?")
    mila.expects_nothing()


def test_what_is_graver_holds_on_after_it_and_it_holds_on_after_what_is_graver(
    world: World, ruth: Signed
) -> None:
    mila = world.join(MILA)
    write(world, ruth)
    mila.texts("I want to kill myself tonight")
    back = releasing.release(world.parts, world.organisation, whom(world), by="Ruth")
    assert ("crisis", "take_over") == (back.lifted, back.still)
    mila.texts("maybe stop texting me on Sundays")
    assert "take_over" == world.person(MILA)["hold"]
    assert "unclear_stop" == taking_over.finish(world.parts, ruth, whom(world))
    # A coach may take over while something graver holds, and end that by itself.
    write(world, ruth)
    assert "unclear_stop" == world.person(MILA)["hold"]
    assert "unclear_stop" == taking_over.finish(world.parts, ruth, whom(world))
    assert "unclear_stop" == world.person(MILA)["hold"]


def waits(world: World, by: Signed) -> tuple[list[str], int]:
    """Return what Today asks for her words, and how many wait by the inbox."""
    found = today.look(world.parts, by).waiting
    said = [item.standing.reason for one in found for item in one.items]
    asker, key = Asker(by.account, left_open.ASKED), world.parts.tenant(by.organisation)
    with world.parts.db.transaction(by.organisation) as tx:
        shown = inboxes.listed(tx, world.parts.vault, key.key, asker, show="waiting")
    return [one for one in said if one], len(shown.lines)


@pytest.mark.parametrize("ended", ["coach", "clock", "release"])
def test_whose_last_words_nobody_answered_stays_on_today(
    world: World, ruth: Signed, ended: str
) -> None:
    mila = world.join(MILA)
    write(world, ruth)
    mila.texts("I will bring my notes on Thursday.")
    if ended == "coach":
        taking_over.finish(world.parts, ruth, whom(world))
    elif ended == "release":
        releasing.release(world.parts, world.organisation, whom(world), by="Ruth")
    else:
        world.jump(hours=24, minutes=1)
        world.beat()
    assert (["left_open"], 1) == waits(world, ruth)
    (her,) = today.look(world.parts, ruth).waiting
    # It may be no question: what it is called says that nobody has answered it.
    assert ("unanswered", ("I will bring my notes on Thursday.",)) == (
        her.first.need, need_words.quoted(her.first),
    )  # fmt: skip
    # Another talk that ends without an answer puts her there once, and an answer ends it.
    taking_over.begin(world.parts, ruth, whom(world))
    taking_over.finish(world.parts, ruth, whom(world))
    assert (["left_open"], 1) == waits(world, ruth)
    write(world, ruth, "Then I open it for you.")
    assert ([], 0) == waits(world, ruth)
    taking_over.finish(world.parts, ruth, whom(world))
    assert ([], 0) == waits(world, ruth)


@pytest.mark.parametrize("place", ["today", "talk", "nothing"])
def test_what_needs_no_answer_is_done_in_both_places(
    world: World, ruth: Signed, place: str
) -> None:
    mila = world.join(MILA)
    write(world, ruth)
    mila.texts("Thank you!")
    taking_over.finish(world.parts, ruth, whom(world))
    (alert,) = [row["id"] for row in world.of(MILA, "alerts")]
    if place == "today":
        tending.put_away_alert(world.parts, ruth, alert)
    elif place == "talk":
        minding.put_away(world.parts, ruth, whom(world), alert)
    else:
        minding.settle(world.parts, ruth, whom(world))
    assert ([], 0) == waits(world, ruth)


def test_one_that_breaks_stops_no_other(world: World, ruth: Signed) -> None:
    world.join(MILA)
    write(world, ruth)
    ben = world.person(world.join("+15550100003", name="Ben 100 %s").number)["id"]
    taking_over.begin(world.parts, ruth, ben)
    world.change("UPDATE participants SET wrapped_key = 'broken' WHERE id = %s", MILA)
    world.jump(hours=25)
    due = [row["id"] for row in world.rows("SELECT id FROM take_overs ORDER BY id")]
    with pytest.raises(Unreadable):
        taking_over.end_due(world.parts, world.organisation, due)
    ended = world.rows("SELECT ended_by FROM take_overs ORDER BY id")
    assert [None, "clock"] == [row["ended_by"] for row in ended]


def test_releasing_a_take_over_ends_it(world: World, ruth: Signed) -> None:
    world.join(MILA)
    write(world, ruth)
    done = releasing.release(world.parts, world.organisation, whom(world), by="Ruth")
    assert ("take_over", None) == (done.lifted, done.still)
    assert ["coach"] == ends(world)


def test_a_try_told_to_the_coach_counts_and_is_asked_for_no_more(
    world: World, ruth: Signed
) -> None:
    mila = world.join(MILA)
    with world.network.watching():
        world.until("17:30", LIMA)
        write(world, ruth, "How are you?")
        mila.forgets()
        mila.texts("when do we talk?")
        assert [] == world.of(MILA, "attempts")
        mila.texts("said my idea when the floor was opened")
        (told,) = world.of(MILA, "attempts")
        assert ("attempted", "unprompted") == (told["outcome"], told["label"])
        mila.texts("I did it once more")
        assert 1 == len(world.of(MILA, "attempts"))
        taking_over.finish(world.parts, ruth, whom(world))
        world.until("20:00", LIMA)
        mila.expects_nothing()


def test_at_night_a_word_waits_for_her_morning_unless_she_wrote_just_now(
    world: World, ruth: Signed
) -> None:
    mila = world.join(MILA)
    world.jump_to("23:30", LIMA)
    ahead = write(world, ruth)
    assert ahead.waits_until is not None
    assert "08:30" == world.local(LIMA, ahead.waits_until)
    mila.expects_nothing()
    mila.texts("are you awake?")
    assert write(world, ruth, "I am. What is it?").waits_until is None
    mila.expects_sms("I am. What is it?")
    # The talk ends while the first word waits: it was a person's, and goes all the same.
    taking_over.finish(world.parts, ruth, whom(world))
    world.leap_to("08:35", LIMA)
    mila.expects_sms(WORDS)


def test_a_stop_at_night_keeps_what_waited_here(world: World, ruth: Signed) -> None:
    mila = world.join(MILA)
    world.jump_to("23:30", LIMA)
    write(world, ruth)
    mila.texts("STOP").forgets()
    mila.texts("START").forgets()
    world.leap_to("08:35", LIMA)
    mila.expects_nothing()
    assert ("personal", "withheld") in kinds(world)


def test_a_word_that_could_not_leave_for_half_a_day_stays_here(
    world: World, ruth: Signed
) -> None:
    mila = world.join(MILA)
    world.network.faults.add(Fault("429", times=None, to=MILA))
    write(world, ruth)
    world.network.faults.clear()
    world.jump(hours=12, minutes=1)
    world.beat()
    mila.expects_nothing()
    assert ("personal", "withheld") in kinds(world)


def test_however_often_it_is_pressed_it_is_sent_once(
    world: World, ruth: Signed
) -> None:
    mila = world.join(MILA)
    draft = Draft(WORDS, world.parts.new_id())

    def press() -> Ahead:
        return writing.send(world.parts, ruth, whom(world), draft)

    at_once(*[press] * 4)
    world.work()
    world.network.settle()
    mila.expects_sms(WORDS)
    mila.expects_nothing()
    with pytest.raises(Refused, match="other words"):
        writing.send(world.parts, ruth, whom(world), Draft("Hello", draft.once))
    theirs = world.person(world.join("+15550100003", name="Ben").number)["id"]
    with pytest.raises(Refused, match="before"):
        writing.send(world.parts, ruth, theirs, draft)


def test_of_two_coaches_at_once_one_talks_and_the_other_is_told(
    world: World, ruth: Signed, ana: Signed
) -> None:
    mila = world.join(MILA)
    told: list[Taken] = []

    def begins(who: Signed) -> None:
        try:
            write(world, who, f"{who.name} here")
        except Taken as taken:
            told.append(taken)

    at_once(lambda: begins(ruth), lambda: begins(ana))
    assert 1 == len(told)
    first = told[0].by
    other = ana if first.account == ruth.account else ruth
    mila.expects_sms(f"{first.name} here")
    mila.expects_nothing()
    # Knowing of her, the other may take over; then the first is told in her turn.
    write(world, other, "now I am", seen=first.id)
    mila.expects_sms("now I am")
    assert ["taken", None] == sorted(ends(world), key=str, reverse=True)
    with pytest.raises(Taken, match=other.name):
        write(world, ruth if other is ana else ana, seen=first.id)


def test_whoever_may_not_answer_takes_nothing_over(world: World, ruth: Signed) -> None:
    world.join(MILA)
    viewer = replace(ruth, role="viewer")
    for tried in (
        lambda: write(world, viewer),
        lambda: taking_over.begin(world.parts, viewer, whom(world)),
        lambda: taking_over.finish(world.parts, viewer, whom(world)),
        lambda: writing.look(world.parts, viewer, whom(world), WORDS),
        lambda: taking_over.begin(
            world.parts, replace(ruth, account=None), whom(world)
        ),
    ):
        with pytest.raises(NotAllowed):
            tried()
    assert [] == world.of(MILA, "take_overs")


def test_the_talk_with_somebody_erased_is_over_too(world: World, ruth: Signed) -> None:
    world.join(MILA)
    begun = taking_over.begin(world.parts, ruth, whom(world))
    assert begun.ends_at - begun.began_at == LASTS == timedelta(hours=24)
    again = taking_over.begin(world.parts, ruth, whom(world))
    assert again.id == begun.id
    world.erase(MILA)
    world.jump(hours=25)
    world.beat()
    assert ["clock"] == [row["ended_by"] for row in world.rows("TABLE take_overs")]
    with world.parts.db.transaction(world.organisation) as tx:
        assert take_overs.due(tx, begun.id) is None
