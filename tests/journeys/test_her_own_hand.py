"""What she can ask for at any time: WHY, LESS, BACK, PAUSE, GO, HELP; and her hours."""

from __future__ import annotations

from tests.journeys.wording import AFTER_A_TRY, STOPPED
from tests.journeys.world import World

MILA = "+15550100001"
LIMA = "America/Lima"


def test_why_says_what_happened_to_the_last_nudge(world: World) -> None:
    mila = world.join(MILA)
    with world.network.watching():
        mila.texts("why?")
        mila.expects_sms("Your coach invited you, so I asked if you want this")
        world.until("18:45", LIMA)
        mila.expects_sms("D for done")
        world.forward(minutes=5)
        mila.texts("WHY")
        mila.expects_sms(
            "I had no word from you on that step yet, so I sent one prompt"
        )
        # The question stays open beside the answer.
        world.forward(minutes=2)
        mila.texts("d")
        mila.expects_sms(AFTER_A_TRY)
        world.forward(minutes=2)
        mila.texts("I put my hand up")
        mila.expects_sms("I put my hand up")
        # Next day she is first, so no prompt goes out; WHY says so.
        world.until("18:00", LIMA)
        mila.texts("spoke up in the meeting")
        mila.expects_sms(AFTER_A_TRY)
        world.until("21:00", LIMA)
        mila.texts("WHY")
        mila.expects_sms(
            "You had already told me about that one, so no prompt was needed"
        )


def test_less_brings_fewer_prompts_and_back_brings_more(world: World) -> None:
    mila = world.join(MILA)
    rung = world.person(MILA)["rung"]
    with world.network.watching():
        mila.texts("LESS")
        mila.expects_sms("Fewer it is")
        assert rung + 1 == world.person(MILA)["rung"]
        world.forward(minutes=6)
        mila.texts("back")
        mila.expects_sms("I will check in a bit more")
        assert rung >= world.person(MILA)["rung"]


def test_a_pause_is_quiet_for_a_week_and_a_try_still_counts(world: World) -> None:
    mila = world.join(MILA)
    with world.network.watching():
        mila.texts("PAUSE")
        mila.expects_sms("Paused, no prompts up to and including")
        world.leap_to("18:45", LIMA)
        world.leap_to("18:45", LIMA)
        mila.expects_nothing()
        mila.texts("did it anyway")
        mila.expects_sms(AFTER_A_TRY)
        world.forward(hours=2)
        mila.texts("GO")
        mila.expects_sms("On we go")
        world.leap_to("12:00", LIMA)
        world.leap_to("18:45", LIMA)
        mila.expects_sms("D for done")


def test_help_says_who_this_is_and_how_it_ends(world: World) -> None:
    mila = world.join(MILA)
    with world.network.watching():
        for word in ("HELP", "info", "Help!"):
            mila.texts(word)
            answer = mila.expects_sms("Find my voice, coach Ruth")
            assert "STOP to end" in answer.body
            assert "Not for emergencies" in answer.body
            world.jump(hours=25)


def test_what_she_asks_at_three_in_the_morning_is_answered(world: World) -> None:
    mila = world.join(MILA)
    world.until("18:00", LIMA)
    mila.texts("did it").forgets()
    with world.network.watching():
        world.until("03:00", LIMA)
        mila.texts("WHY")
        mila.expects_sms("You had already told me")
        world.forward(minutes=10)
        mila.texts("I wrote it on my hand before")
        mila.expects_sms("I wrote it on my hand before")


def test_nothing_but_an_answer_comes_outside_her_hours(world: World) -> None:
    """A window that closes late at night: the prompt is due after hours, so it stays."""
    programme = world.programme(opens="19:00", deadline="22:00", closes="23:30")
    mila = world.join(MILA, programme=programme)
    with world.network.watching():
        world.until("23:59", LIMA)
        mila.expects_nothing()
    rows = world.rows(
        "SELECT DISTINCT verdict, rule FROM decisions WHERE rule <> 'send'"
    )
    assert [{"verdict": "withhold", "rule": "quiet_hours"}] == rows


def test_an_invitation_at_night_waits_for_the_morning(world: World) -> None:
    world.jump_to("03:00", LIMA)
    mila = world.enrol(world.programme(), "Mila", MILA, LIMA)
    with world.network.watching():
        world.until("08:15", LIMA)
        mila.expects_nothing()
        world.until("09:00", LIMA)
        came = mila.expects_sms("Reply GO to join")
        assert "08:30" <= world.local(LIMA, came.bubble.at)


def test_who_joined_before_the_invitation_is_not_invited_again(world: World) -> None:
    """She was told the number in person, and texted first, in the night."""
    world.jump_to("03:00", LIMA)
    mila = world.enrol(world.programme(), "Mila", MILA, LIMA)
    world.beat()
    with world.network.watching():
        mila.texts("GO")
        mila.expects_sms("you're in")
        world.until("09:00", LIMA)
        mila.expects_nothing()


def test_a_few_texts_of_the_same_day_make_one_prompt_at_most(world: World) -> None:
    mila = world.join(MILA)
    with world.network.watching():
        world.until("18:45", LIMA)
        mila.expects_sms("D for done")
        world.until("23:59", LIMA)
        mila.expects_nothing()


def test_the_week_has_its_cap_as_well(world: World) -> None:
    programme = world.programme(cap_week=2, recap_day=None)
    mila = world.join(MILA, programme=programme)
    with world.network.watching():
        for _ in range(2):
            world.leap_to("18:45", LIMA)
            mila.expects_sms("D for done")
        for _ in range(2):
            world.leap_to("18:45", LIMA)
        mila.expects_nothing()


def test_start_after_free_words_of_stop_is_confirmed_by_somebody(world: World) -> None:
    """The carrier knows nothing of a stop in free words, so it confirms no START."""
    mila = world.join(MILA)
    with world.network.watching():
        mila.texts("please stop texting me")
        mila.expects_sms(STOPPED)
        world.forward(hours=1)
        mila.texts("START")
        mila.expects_sms("welcome back")
    assert "active" == world.person(MILA)["consent"]
