"""Growing in the shell: what is told, what is offered and when, and what a yes does."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from flows.coach import explain, for_coach, why
from flows.coach.signs import Measure, Sign
from flows.talk import effects as e
from service.store import people, plans, talks
from service.switchboard.phone import Phone
from service.usecases import acting, answering, growth, nudging, offering
from service.usecases.parts import Desk
from service.web import alarm_words
from tests.journeys.world import World

NUMBERS = count(15551700001)
LIMA = "America/Lima"
NEW = "say two ideas at the daily meeting"
YES = {"dial": "tougher", "stretch_step": NEW, "cost": "minutes", "fear_expected": "4"}


@pytest.fixture
def her(shared: World) -> Phone:
    """Somebody with a step of her own, on a morning; nothing is asked yet."""
    shared.leap_to("11:00", LIMA)
    where = shared.programme(f"growing {next(NUMBERS)}", growth="gentle")
    return shared.join(f"+{next(NUMBERS)}", programme=where)


def tries(world: World, her: Phone, days: int = 4, went: str = "attempted") -> None:
    """So many days went like that; today is the last of them."""
    world.jump(days=days)
    with world.desk(her.number) as desk:
        for ago in reversed(range(days)):
            growth.came(desk, desk.today - timedelta(days=ago), 0, went)


def offered(world: World, her: Phone) -> list[str]:
    """What waits to be asked of her."""
    rows = world.of(her.number, "nudges")
    return [
        row["occurrence"]
        for row in rows
        if row["occurrence"].startswith("offer/") and row["state"] == "planned"
    ]


def plans_offer(world: World, her: Phone) -> list[str]:
    with world.desk(her.number) as desk:
        offering.plan(desk)
    return [one.split("/")[1] for one in offered(world, her)]


def says(world: World, her: Phone, rule: str, offered: str, **kept: str) -> None:
    """She answers an offer of that rule, and the conversation ends."""
    with world.desk(her.number) as desk:
        answering.begin(desk, rule)
        script = answering.BY_RULE[rule].script
        desk.remember(f"offered_{script}", offered)
        answering.heard(desk, script, kept, (e.End("done"),))


def raised(world: World, her: Phone) -> list[str]:
    return [row["reason"] for row in world.of(her.number, "alerts")]


def test_what_this_very_turn_kept_sizes_her_step(shared: World, her: Phone) -> None:
    """Her memories are not read where there were none: that must not hide new ones."""
    not_begun = "UPDATE steps SET growth_sealed = NULL WHERE participant_id = %s"
    shared.change(not_begun, her.number)
    shared.change("DELETE FROM memories WHERE participant_id = %s", her.number)
    with shared.desk(her.number) as desk:
        assert not desk.near.remembers
        desk.remember("minutes", "9")
        grown = growth.of(desk)
        assert grown is not None
        assert 9 == grown.difficulty.minutes
    with shared.desk(her.number) as desk:
        assert desk.near.remembers
        grown = growth.of(desk)
        assert grown is not None
        assert 9 == grown.difficulty.minutes


def test_four_tries_in_a_row_plan_one_offer_at_a_good_moment(
    shared: World, her: Phone
) -> None:
    tries(shared, her)
    assert ["O-harder"] == plans_offer(shared, her)
    assert ["O-harder"] == plans_offer(shared, her)  # once
    nudge = next(
        row
        for row in shared.of(her.number, "nudges")
        if row["occurrence"].startswith("offer/")
    )
    assert "stretch" == nudge["script"]
    local = nudge["due_at"].astimezone(ZoneInfo(LIMA))
    assert "12:30" == f"{local:%H:%M}"


def test_her_yes_makes_the_new_step_and_brings_one_kind_of_help_back(
    shared: World, her: Phone
) -> None:
    tries(shared, her)
    with shared.desk(her.number) as desk:
        after = acting.ladder.Override(
            "rung", 4, desk.today, desk.today, "Ruth", "to see prompts come back"
        )
        acting.climb(desk, after)
    says(shared, her, "O-harder", "accept", **YES)
    with shared.desk(her.number) as desk:
        grown = growth.of(desk)
        assert grown is not None
        assert desk.step is not None
        assert (NEW, "the floor is opened") == (desk.step.step, desk.step.cue)
        assert (2, "story") == (grown.difficulty.complexity, grown.support)
        assert 2 == desk.person.rung
        assert 4 == acting.the_ladder(desk).top
    rules = [
        (row["verdict"], row["rule"]) for row in shared.of(her.number, "decisions")
    ]
    assert ("grown", "O-harder") in rules
    assert ("rung", "NEW") in rules
    assert [] == raised(shared, her)


@pytest.mark.parametrize(
    ("kept", "reason"),
    [
        ({**YES, "cost": "serious"}, "serious"),
        ({**YES, "fear_expected": "6"}, "STAY-fear"),
        ({**YES, "dial": "longer", "stretch_step": "", "cost": "minutes"}, None),
        ({**YES, "dial": "more_often"}, "STAY"),  # seven days a week already
    ],
)
def test_what_stays_is_put_before_the_coach_and_changes_nothing(
    shared: World, her: Phone, kept: dict[str, str], reason: str | None
) -> None:
    tries(shared, her)
    says(shared, her, "O-harder", "accept", **kept)
    with shared.desk(her.number) as desk:
        assert desk.step is not None
        assert "say one idea at the daily meeting" == desk.step.step
    assert ([] if reason is None else [reason]) == raised(shared, her)


def test_a_refusal_rests_four_weeks(shared: World, her: Phone) -> None:
    tries(shared, her)
    says(shared, her, "O-harder", "keep")
    shared.jump(days=23)
    tries(shared, her)
    with shared.desk(her.number) as desk:
        assert offering.still(desk, "O-harder") is None
    tries(shared, her, days=1)
    with shared.desk(her.number) as desk:
        assert offering.still(desk, "O-harder") is not None


def test_nothing_is_offered_in_a_pause_under_a_hold_or_after_a_lapse(
    shared: World, her: Phone
) -> None:
    tries(shared, her)
    with shared.desk(her.number) as desk:
        assert offering.still(desk, "O-harder") is not None
        people.pause(desk.tx, desk.person, desk.today + timedelta(days=3))
    assert [] == plans_offer(shared, her)
    with shared.desk(her.number) as desk:
        people.pause(desk.tx, desk.person, None)
        acting.hold(desk, "take_over", None)
    assert [] == plans_offer(shared, her)
    with shared.desk(her.number) as desk:
        people.release(desk.tx, desk.person)
        plans.decide(
            desk.tx, desk.person, desk.parts.new_id(), "a run of misses",
            nudge_id=None, verdict="rung", rule="L1", inputs={},
        )  # fmt: skip
    with shared.desk(her.number) as desk:
        assert offering.still(desk, "O-harder") is None


def test_silence_after_a_yes_is_finished_by_a_person(shared: World, her: Phone) -> None:
    with shared.desk(her.number) as desk:
        answering.begin(desk, "O-easier")
        assert answering.is_open(desk, "smaller")
        assert not answering.is_open(desk, "stretch")
        talks.remember(
            desk.tx, desk.person, desk.parts.new_id(), "offered_smaller", "accept"
        )
        answering.heard(desk, "smaller", {}, (e.End("silence"),))
    assert ["accepted_smaller"] == raised(shared, her)


def test_smaller_in_her_words_and_more_help_and_a_new_place(
    shared: World, her: Phone
) -> None:
    little = "say half an idea"
    says(shared, her, "O-easier", "accept", dial="shorter", smaller_step=little)
    with shared.desk(her.number) as desk:
        grown = growth.of(desk)
        assert desk.step is not None
        assert grown is not None
        assert (little, 3) == (desk.step.step, grown.difficulty.minutes)
    shared.jump(days=8)
    says(shared, her, "O-help", "accept")
    shared.jump(days=8)
    unsure = {"new_context": "the board", "confidence": "4"}
    says(shared, her, "O-context", "", **unsure)
    says(shared, her, "O-context", "", **{**unsure, "smaller_there": "listen"})
    with shared.desk(her.number) as desk:
        grown = growth.of(desk)
        assert grown is not None
        assert ("story", ("the board",)) == (grown.support, grown.contexts)
    assert ["asked"] == raised(shared, her)


def test_later_and_her_own_step_and_going_on_alone(shared: World, her: Phone) -> None:
    says(shared, her, "O-harder", "later")
    says(shared, her, "O-own", "")
    says(shared, her, "O-own", "", took_up="yes")
    says(shared, her, "O-alone", "")
    with shared.desk(her.number) as desk:
        grown = growth.of(desk)
        assert grown is not None
        assert ["later", "keep", "accept", "accept"] == [
            one.reply for one in grown.begun
        ]


def test_a_frightening_number_is_a_task_for_the_coach_once(
    shared: World, her: Phone
) -> None:
    for _ in range(2):
        with shared.desk(her.number) as desk:
            growth.tell(desk, Measure("fear_expected", 8, desk.today))
            offering.plan(desk)
    assert ["C-fear"] == raised(shared, her)


def test_off_offers_nothing_and_keeps_what_is_told(shared: World) -> None:
    where = shared.programme(f"off {next(NUMBERS)}", growth="off")
    her = shared.join(f"+{next(NUMBERS)}", programme=where)
    tries(shared, her)
    assert [] == plans_offer(shared, her)
    with shared.desk(her.number) as desk:
        assert offering.still(desk, "O-harder") is None
        grown = growth.of(desk)
        assert grown is not None
        assert 4 == len(grown.signs)
    # An upgrade begins between two tellings: nothing of the step was kept before it.
    shared.change(
        "UPDATE steps SET growth_sealed = NULL WHERE participant_id = %s", her.number
    )
    with shared.desk(her.number) as desk:
        grown = growth.of(desk)
        assert grown is not None
        assert () == grown.signs


def test_a_reason_is_read_from_her_words(shared: World, her: Phone) -> None:
    with shared.desk(her.number) as desk:
        growth.came(desk, desk.today, 0, "skipped", "no time today")
        growth.came(desk, desk.today - timedelta(days=1), 0, "missed", "know-how")
        growth.came(desk, desk.today - timedelta(days=2), 0, "skipped")
        grown = growth.of(desk)
        assert grown is not None
        assert ["other", "hard", "other"] == [one.went for one in grown.signs]


def test_words_of_hers_stay_sealed(shared: World, her: Phone) -> None:
    with shared.desk(her.number) as desk:
        growth.tell(desk, Sign("x", desk.today, "planned", tried=True, context="Ben"))
        offer = offering.offers.Offer(
            "O-harder", "stretch", "offer", "harder", {"at_the_edge": "ask Ben"}, "", ""
        )
        assert "Ben" not in str(offering.inputs(offer))
    for row in shared.of(her.number, "steps"):
        assert row["growth_sealed"]
        assert b"Ben" not in row["growth_sealed"]


def test_every_task_reads_in_words_and_every_offer_has_its_answer() -> None:
    rows = [*for_coach.ROWS, *taking_up_rules()]
    assert all(("hand", getattr(row, "rule", row)) in alarm_words.ALERT for row in rows)
    assert answering.OFFERS == set(answering.REPLIES)


def taking_up_rules() -> list[str]:
    return ["STAY", "STAY-fear", "STAY-unsure", *answering.ASKED_ALREADY.values()]


def due_offer(world: World, her: Phone) -> dict[str, object]:
    """An offer that is due this minute, as the nudge it is."""
    tries(world, her)
    plans_offer(world, her)
    row = next(
        row
        for row in world.of(her.number, "nudges")
        if row["occurrence"].startswith("offer/O-harder")
    )
    world.jump(seconds=(row["due_at"] - world.now).total_seconds() + 60)
    return row


def carry_out(world: World, nudge: dict[str, object]) -> tuple[str, str, str]:
    """Carry it out; return (verdict, rule, what she is told on WHY)."""
    nudging.nudge(world.parts, world.organisation, [nudge["id"]])  # type: ignore[list-item]  # a row holds anything
    row = world.rows("SELECT * FROM decisions WHERE nudge_id = %s", nudge["id"])[-1]
    told = why.for_participant(
        explain.Verdict(row["verdict"], row["rule"], row["inputs"], "")
    )
    return row["verdict"], row["rule"], told


def test_an_offer_that_goes_says_why_and_is_kept_as_begun(
    shared: World, her: Phone
) -> None:
    verdict, rule, told = carry_out(shared, due_offer(shared, her))
    assert ("send", "O-harder") == (verdict, rule)
    assert "several times in a row" in told
    with shared.desk(her.number) as desk:
        assert answering.is_open(desk, "stretch")


def test_what_no_longer_holds_is_not_said(shared: World, her: Phone) -> None:
    nudge = due_offer(shared, her)
    with shared.desk(her.number) as desk:
        growth.came(desk, desk.today, 0, "missed", "know-how")
    verdict, rule, told = carry_out(shared, nudge)
    assert ("withhold", "offer_over") == (verdict, rule)
    assert "settled" in told


def test_no_moment_is_good_in_the_midst_of_other_texts(
    shared: World, her: Phone
) -> None:
    with shared.desk(her.number) as desk:
        at = offering.good_moment(desk)
        assert at is not None
        _busy(desk)
        later = offering.good_moment(desk)
    assert later is None


def _busy(desk: Desk) -> None:
    """Plan a text for every hour of three days."""
    for hour in range(72):
        at = desk.tx.now + timedelta(hours=hour)
        plans.keep_nudge(
            desk.tx,
            desk.person,
            plans.NewNudge(
                id=desk.parts.new_id(), chance_id=None, kind="follow_up",
                occurrence=f"busy/{hour}", script="quiet", local_date=desk.today,
                wall=at.time(), zone=LIMA, due_at=at, expires_at=at,
            ),
        )  # fmt: skip
