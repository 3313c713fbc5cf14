"""Beginning without a step: the intake asks what she wants, and she picks her first one."""

from __future__ import annotations

from tests.journeys.wording import says
from tests.journeys.world import World

NOOR = "+15550100031"
ZONE = "America/Lima"
NONE_YET = {"begins": "intake", "goal": "", "step": "", "cue": ""}


def test_she_is_asked_what_she_wants_and_takes_up_her_own_step(world: World) -> None:
    """#1, #2, #3, #32, #47, #55: her words become the goal, the step and its cue."""
    world.until("10:00", ZONE)
    with world.network.watching():
        noor = world.enrol(world.programme(), "Noor", NOOR, ZONE, **NONE_YET)
        world.beat()
        noor.expects_sms("Reply GO to join").replies("GO")
        noor.expects_sms("you're in")
        world.forward(minutes=20)
        noor.expects_sms(says("intake", "what_goal"))
        for told, node in (
            ("speak up in the team", "why_it_matters"),
            ("I want to be heard", "what_stopped_you"),
            ("my voice shakes", "an_earlier_try"),
            ("none", "what_you_do_now"),
            ("I stay quiet", "what_is_easy"),
            ("asking a question", "what_is_the_edge"),
            ("giving an opinion", "what_is_too_much"),
            ("leading a meeting", "what_you_expect"),
            ("they will frown", "now_or_later"),
        ):
            world.forward(minutes=2)
            noor.texts(told)
            noor.expects_sms(says("intake", node))
        for told, node in (
            ("now", "small_thing_for_goal"),
            ("ask one question", "how_long"),
            ("2 minutes", "which_cue"),
            ("the agenda is read out", "how_sure"),
            ("8", "how_nervous"),
            ("4", "good_stretch"),
        ):
            world.forward(minutes=2)
            noor.texts(told)
            noor.expects_sms(says("plan_step", node))
    assert ["speak up in the team"] == world.words(NOOR, "goals", "goal_sealed")
    assert ["ask one question"] == world.words(NOOR, "steps", "step_sealed")
    assert ["the agenda is read out"] == world.words(NOOR, "steps", "cue_sealed")
    assert [None] == [row["place"] for row in world.of(NOOR, "steps")]

    # The next silent day brings a prompt for the step that is hers.
    with world.network.watching():
        world.until("18:25", ZONE, days=1)
        noor.forgets()  # today's prompt, if any
        world.until("18:45", ZONE, days=0)
        noor.expects_sms("ask one question")


def test_whoever_says_nothing_is_asked_twice_more_and_then_left_alone(
    world: World,
) -> None:
    world.until("10:00", ZONE)
    noor = world.enrol(
        world.programme(recap_day="none"), "Noor", NOOR, ZONE, **NONE_YET
    )
    world.beat()
    noor.texts("GO").forgets()
    world.beat()
    world.beat()  # what one round planned is due in the next
    for _ in range(12):
        world.leap_to("12:00", ZONE)
        world.beat()
    states = [
        row["state"] for row in world.of(NOOR, "nudges") if row["script"] == "intake"
    ]
    assert ["sent"] * 3 == states


def test_whoever_told_the_goal_is_not_asked_for_it_again(world: World) -> None:
    world.until("10:00", ZONE)
    noor = world.enrol(world.programme(), "Noor", NOOR, ZONE, **NONE_YET)
    world.beat()
    noor.texts("GO").forgets()
    world.forward(minutes=20)
    noor.expects_sms(says("intake", "what_goal")).replies("speak up in the team")
    noor.forgets()
    world.forward(days=3, hours=1)
    noor.forgets()
    sent = [row["body"] for row in world.outbox(NOOR)]
    assert "speak up in the team" in sent[-1]
    assert says("plan_step", "small_thing_for_goal").search(sent[-1])


def test_whoever_waits_for_the_coach_is_not_asked_again(world: World) -> None:
    """A rehearsal with `noor` found it: "Ruth will look at it first", asked anew."""
    world.until("10:00", ZONE)
    noor = world.enrol(world.programme(), "Noor", NOOR, ZONE, **NONE_YET)
    world.beat()
    noor.texts("GO").forgets()
    world.forward(minutes=20)
    noor.texts("speak up in the team").forgets()
    world.forward(days=3, hours=1)
    for told in (
        "lead the meeting",
        "20",
        "lead half of it",
        "it is my turn",
        "8",
        "9",
    ):
        noor.forgets()
        world.forward(minutes=2)
        noor.texts(told)
    told = says("plan_step", "a_lot_of_nerves")
    assert told.search(world.outbox(NOOR)[-1]["body"])
    noor.forgets()
    for _ in range(8):
        world.leap_to("12:00", ZONE)
        world.beat()
    asked = [row for row in world.of(NOOR, "nudges") if row["script"] == "intake"]
    assert 2 == len(asked)


def test_a_try_before_there_is_a_step_is_not_lost(world: World) -> None:
    world.until("10:00", ZONE)
    noor = world.enrol(world.programme(), "Noor", NOOR, ZONE, **NONE_YET)
    noor.texts("GO").forgets()
    world.jump(minutes=10)
    noor.texts("said my idea when the floor was opened")
    noor.expects_sms(says("daily_win", "before_a_step"))
    assert "no_step" in [row["reason"] for row in world.of(NOOR, "alerts")]
    heard = world.words(NOOR, "turns", "heard_sealed")
    assert "said my idea when the floor was opened" in heard
