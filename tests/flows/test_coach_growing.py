"""Growing: whatever happens, only her own yes changes something, one notch a week."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach import dials, exposure, growing, offers
from flows.coach.dials import DIALS
from flows.coach.exposure import Item, Met
from flows.coach.grounds import Begun, Seen
from flows.coach.growing import Answer, BrokenGrowth, Change, Growth
from flows.coach.offer_rows import ROWS
from flows.coach.programmes import NUMBERS
from flows.coach.signs import Measure, Sign
from flows.coach.support import KINDS
from tests.flows.test_programmes import SHIPPED

MONDAY = date(2026, 3, 2)
FIRST, SECOND, THIRD = SHIPPED["find_my_voice"].steps
RULES = [row.rule for row in ROWS]
LEVERS = [row.rule for row in ROWS if row.lever]


def day(n: int) -> date:
    return MONDAY + timedelta(days=n)


def mila(**changed: object) -> Growth:
    begun = growing.start(FIRST, MONDAY, goal=THIRD)
    return replace(begun, **changed)  # type: ignore[arg-type]  # plain words in tests


def sign(n: int, went: str = "planned", context: str = "") -> Sign:
    return Sign(str(day(n)), day(n), went, went == "planned", context)  # type: ignore[arg-type]  # plain words in tests


def follow(growth: Growth, *events: growing.Event) -> tuple[Growth, list[Change]]:
    found: list[Change] = []
    for one in events:
        growth, changes = growing.observe(growth, one, "Mila")
        found += changes
    return growth, found


def asked(rule: str, n: int) -> Begun:
    row = next(row for row in ROWS if row.rule == rule)
    return Begun(rule, row.script, row.sort, day(n))


def yes(rule: str, n: int, **more: object) -> Answer:
    return Answer(rule, "accept", day(n), **more)  # type: ignore[arg-type]  # plain words in tests


def taken(growth: Growth, answer: Answer) -> tuple[Growth, list[Change]]:
    n = (answer.today - MONDAY).days
    return follow(growth, asked(answer.rule, n), answer)


# ---- what a yes changes ----

CHEAP = {"dial": "minutes", "cost": "minutes", "fear": 4}


def test_her_yes_turns_one_dial_and_brings_help_and_prompts_back() -> None:
    """#23, #24, #58: longer by a notch; contingent support, prompts to R2 at most."""
    after, (change,) = taken(mila(support="tool"), yes("O-harder", 30, **CHEAP))
    assert 2 == after.difficulty.minutes
    assert {d for d in DIALS if d != "minutes"} == {
        d
        for d in DIALS
        if getattr(after.difficulty, d) == getattr(mila().difficulty, d)
    }
    assert ("with_me", 2, "minutes") == (
        after.support,
        change.rung_at_most,
        change.what,
    )
    assert ("1", "2") == (change.before, change.after)
    assert "“Minutes” goes from 1 to 2" in change.sentence
    assert not change.task


@pytest.mark.parametrize("reply", ["keep", "later"])
@pytest.mark.parametrize("rule", RULES)
def test_anything_but_a_yes_changes_nothing(rule: str, reply: str) -> None:
    before = mila(stage="solidify", support="tool")
    no = Answer(rule, reply, day(30), "minutes", "minutes", 4, "there")  # type: ignore[arg-type]  # plain words in tests
    after, changes = taken(before, no)
    assert [] == changes
    assert shape(before) == shape(after)


@pytest.mark.parametrize(
    ("more", "rule", "task"),
    [
        ({"cost": None}, "STAY-cost", True),
        ({"cost": "serious"}, "STAY-cost", True),
        ({"fear": 6}, "STAY-fear", False),
        ({"fear": 7}, "STAY-fear", True),
        ({"dial": None}, "STAY", False),
    ],
)
def test_a_yes_to_more_waits_where_it_may_cost_or_frighten(
    more: dict[str, object], rule: str, task: bool
) -> None:
    """#43: what would a mistake cost? Serious, or not known: a person looks first."""
    after, (change,) = taken(mila(), yes("O-harder", 30, **{**CHEAP, **more}))
    assert (rule, task) == (change.rule, change.task)
    assert shape(mila()) == shape(after)


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [("confidence", 6, "STAY-unsure"), ("fear_expected", 6, "STAY-fear")],
)
def test_what_she_told_before_counts_too(name: str, value: int, rule: str) -> None:
    """#10, #28: never up when confidence is below 7 or fear above 5."""
    told = Measure(name, value, day(20))  # type: ignore[arg-type]  # plain words in tests
    before, _ = follow(mila(), told)
    answer = yes("O-harder", 30, dial="minutes", cost="awkward")
    after, (change,) = taken(before, answer)
    assert rule == change.rule
    assert shape(before) == shape(after)
    # Four weeks on it is not known any more.
    _, (later,) = taken(before, replace(answer, today=day(60)))
    assert "O-harder" == later.rule


def test_one_notch_down_leaves_the_help_as_it_is() -> None:
    """#41, #54: a smaller version is always on offer."""
    before = mila(difficulty=dials.of(SECOND))
    after, (change,) = taken(before, yes("O-easier", 30, dial="minutes"))
    assert (2, before.support) == (after.difficulty.minutes, after.support)
    assert change.rung_at_most is None


@pytest.mark.parametrize(
    ("rule", "before", "after", "task"),
    [
        ("O-less-help", "with_me", "tool", False),
        ("O-help", "story", "tool", True),
        ("O-help-lapse", "tool", "with_me", True),
    ],
)
def test_support_moves_by_one_kind(
    rule: str, before: str, after: str, task: bool
) -> None:
    """#12, #16, #22: with_me, tool, story, self; and back after a lapse."""
    now, (change,) = taken(mila(support=before), yes(rule, 30))
    assert after == now.support
    assert (task, before, after) == (change.task, change.before, change.after)
    assert mila().difficulty == now.difficulty


def test_help_that_is_at_its_end_stays_and_a_person_hears_of_it() -> None:
    after, (change,) = taken(mila(), yes("O-help", 30))
    assert ("STAY", True) == (change.rule, change.task)
    assert "with_me" == after.support


def test_a_new_context_restarts_prompts_on_half_at_most() -> None:
    """#29, #5: counted per place, and a new one restarts support."""
    after, (change,) = taken(mila(), yes("O-context", 30, context=" the workshop "))
    assert ("the workshop",) == after.contexts
    assert 2 == change.rung_at_most
    for place in ("", "the workshop"):
        again, (stays,) = taken(after, yes("O-context", 60, context=place))
        assert ("STAY", after.contexts) == (stays.rule, again.contexts)


def test_going_on_alone_is_a_stage() -> None:
    """#20, #48: the path so far, and one look a month from there."""
    after, (change,) = taken(mila(stage="solidify"), yes("O-alone", 200))
    assert ("keep", "stage", "S-kept") == (after.stage, change.what, change.rule)
    same, none = taken(mila(stage="fade"), yes("O-alone", 200))
    assert ("fade", []) == (same.stage, none)


def test_the_next_step_carries_what_was_offered_and_who_wrote_it() -> None:
    """#20, #59: the share of steps she wrote herself is counted."""
    ended, (change,) = taken(mila(setting="bold"), yes("O-own", 40))
    assert "step" == change.what
    after = growing.next_step(ended, SECOND, day(41), goal=THIRD, own=True)
    assert (1, 2, "bold") == (after.own, after.steps, after.setting)
    assert ended.begun == after.begun
    assert ended.lever == after.lever
    own = growing.grounds(after, Seen(day(41))).own
    assert 0.5 == own.ratio
    path = growing.next_step(after, THIRD, day(90), own=False)
    assert (1, 3) == (path.own, path.steps)


def test_an_answer_to_nothing_and_a_second_answer_change_nothing() -> None:
    before = mila()
    assert (before, []) == follow(before, yes("O-harder", 30, **CHEAP))
    once, _ = taken(before, yes("O-harder", 30, **CHEAP))
    assert (once, []) == follow(once, yes("O-harder", 40, **CHEAP))


def test_an_answer_beside_a_try_moves_no_evidence() -> None:
    after, changes = taken(mila(), yes("B-joy", 30))
    assert [] == changes
    assert MONDAY == after.fresh


def test_a_yes_within_a_week_of_the_last_change_waits() -> None:
    """#11: one lever at a time, and one a week."""
    first, _ = taken(mila(), yes("O-harder", 30, **CHEAP))
    for rule, more in (
        ("O-harder", CHEAP),
        ("O-easier", CHEAP),
        ("O-less-help", {}),
        ("O-context", {"context": "there"}),
    ):
        second, (change,) = taken(first, yes(rule, 36, **more))
        assert "STAY" == change.rule
        assert shape(first) == shape(second)


# ---- laws over any story ----


def shape(growth: Growth) -> tuple[object, ...]:
    """What only she may change."""
    return growth.difficulty, growth.support, growth.contexts, growth.lever


signs = st.builds(
    sign,
    st.integers(0, 120),
    st.sampled_from(("planned", "hard", "too_much", "other", "unknown")),
    st.sampled_from(("", "the workshop")),
)
measures = st.builds(
    Measure,
    st.sampled_from(
        ("confidence", "fear_expected", "fear_felt", "effort", "automatic")
    ),
    st.integers(0, 10),
    st.integers(0, 120).map(day),
)
seens = st.builds(
    Seen,
    st.integers(0, 120).map(day),
    rung=st.integers(0, 5),
    rung_days=st.integers(0, 60),
    lapse_days=st.none() | st.integers(0, 20),
    next_in=st.none() | st.integers(0, 2),
)
begins = st.builds(asked, st.sampled_from(RULES), st.integers(0, 120))
answers = st.builds(
    Answer,
    st.sampled_from(LEVERS),
    st.sampled_from(("accept", "keep", "later")),
    st.integers(0, 120).map(day),
    dial=st.none() | st.sampled_from(DIALS),
    cost=st.sampled_from((None, "minutes", "awkward", "serious")),
    fear=st.none() | st.integers(0, 10),
    context=st.sampled_from(("", "the workshop", "the all-hands")),
)
stories = st.lists(signs | measures | seens | begins | answers, max_size=40)


@given(stories)
def test_only_her_own_yes_changes_dials_support_and_places(
    story: list[growing.Event],
) -> None:
    now = mila()
    for one in story:
        after, changes = growing.observe(now, one)
        if shape(after) != shape(now):
            assert isinstance(one, Answer)
            assert "accept" == one.reply
            assert 1 == len(changes)
        now = after


def test_a_yes_to_going_on_alone_that_changes_nothing_takes_no_turn() -> None:
    """A law found it: before there are places the yes moved the levers' week alone."""
    yes = Answer("O-alone", "accept", day(0))
    after, changes = follow(mila(), asked("O-alone", 0), yes)
    assert [] == changes
    assert shape(mila()) == shape(after)


@given(stories)
def test_levers_keep_a_week_between_them_whatever_comes(
    story: list[growing.Event],
) -> None:
    now = mila()
    for one in story:
        after, _ = growing.observe(now, one)
        if shape(after)[:3] != shape(now)[:3] and now.lever and after.lever:
            assert (after.lever - now.lever).days >= 7
        now = after


@given(stories)
def test_one_notch_at_a_time_inside_the_bounds(story: list[growing.Event]) -> None:
    now = mila()
    for one in story:
        after, _ = growing.observe(now, one)
        moved = [
            dial
            for dial in DIALS
            if getattr(after.difficulty, dial) != getattr(now.difficulty, dial)
        ]
        assert len(moved) <= 1
        for dial in DIALS:
            low, high = NUMBERS[dial]
            assert low <= getattr(after.difficulty, dial) <= high
        assert abs(KINDS.index(after.support) - KINDS.index(now.support)) <= 1
        now = after


@given(stories)
def test_harder_only_while_sure_calm_and_cheap(story: list[growing.Event]) -> None:
    now = mila()
    for one in story:
        after, changes = growing.observe(now, one)
        if any(c.rule == "O-harder" for c in changes):
            assert isinstance(one, Answer)
            assert one.cost in ("minutes", "awkward")
            grounds = growing.grounds(now, Seen(one.today))
            assert grounds.confidence is None or grounds.confidence >= 7
            assert one.fear is None or one.fear <= 5
        now = after


@given(stories, st.lists(st.integers(0, 120), max_size=20))
def test_what_is_unknown_is_no_evidence(
    story: list[growing.Event], silent: list[int]
) -> None:
    """G7: chances without a word change neither grounds nor stage."""
    plain, _ = follow(mila(), *story)
    known = {one.key for one in plain.signs}
    dumb = [sign(n, "unknown") for n in silent if str(day(n)) not in known]
    dumb = dumb[: max(0, 64 - len(plain.signs))]
    after, changes = follow(plain, *dumb)
    assert [] == changes
    seen = Seen(day(121), rung=2, rung_days=3)
    assert growing.grounds(plain, seen) == growing.grounds(after, seen)
    assert offers.next_offer(growing.grounds(after, seen)) == offers.next_offer(
        growing.grounds(plain, seen)
    )


@given(stories)
def test_the_state_comes_back_from_json_and_the_same_story_ends_alike(
    story: list[growing.Event],
) -> None:
    now, changes = follow(mila(), *story)
    assert now == growing.load(json.loads(json.dumps(growing.dump(now))))
    assert (now, changes) == follow(mila(), *story)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"v": 2},
        {"setting": "wild"},
        {"support": "magic"},
        {"began": "yesterday"},
        {"signs": [[1]]},
        {"begun": [{"on": "2026-03-02"}]},
        {"difficulty": {"v": 1}},
    ],
)
def test_a_growth_that_cannot_be_read_is_refused(spoilt: dict[str, object]) -> None:
    with pytest.raises(BrokenGrowth, match="cannot be read"):
        growing.load({**growing.dump(mila()), **spoilt})


# ---- Mila's path ----


def offered(growth: Growth, n: int, **seen: object) -> str | None:
    grounds = growing.grounds(growth, Seen(day(n), **seen))  # type: ignore[arg-type]  # plain words in tests
    offer = offers.next_offer(grounds, "Mila")
    return None if offer is None else offer.rule


def test_mila_turns_up_the_dial_after_four_in_a_row() -> None:
    """#56, #57, #58: speak once when the floor opens; four in a row, then longer.

    Once a week there is a chance: with somebody beside her, then with a card, then one
    notch longer, for which help and prompts come back.
    """
    path = {"scripts": frozenset(SHIPPED["find_my_voice"].scripts)}
    now, _ = follow(mila(), sign(0), sign(7))
    assert offered(now, 8, **path) is None
    now, _ = follow(now, sign(14))
    assert "O-less-help" == offered(now, 15, **path)
    now, _ = taken(now, yes("O-less-help", 15))
    assert "tool" == now.support
    now, _ = follow(now, sign(21))
    assert offered(now, 21, **path) is None  # one offer a week
    assert "O-harder" == offered(now, 22, **path)
    now, (change,) = taken(now, yes("O-harder", 22, **CHEAP))
    assert (2, "with_me") == (now.difficulty.minutes, now.support)
    assert 2 == change.rung_at_most
    assert "B-harder" == offered(now, 27, next_in=1, **path)


def test_mila_takes_it_to_another_meeting_and_goes_on_alone() -> None:
    """#29, #58: solidify in another meeting; prompts fade at each."""
    now = mila(difficulty=dials.of(THIRD), support="self", stage="stretch")
    light = {"rung": 4, "rung_days": 14}
    now, (change,) = follow(now, sign(0), Seen(day(1), **light))
    assert ("stretch", "solidify") == (change.before, change.after)
    places = {"contexts": ("the planning meeting", "a one-to-one")}
    found = growing.grounds(now, Seen(day(1), **light, **places))
    assert "the planning meeting" == found.suggested
    assert "O-context" == offered(now, 1, **light, **places)
    now, _ = taken(now, yes("O-context", 1, context="the planning meeting"))
    now, _ = follow(now, sign(8, context="the planning meeting"))
    assert "the planning meeting" == growing.grounds(now, Seen(day(8))).first_there
    assert "B-attribution" == offered(now, 8)
    assert offered(now, 20, rung=2, rung_days=12) is None
    now, _ = taken(now, yes("O-context", 22, context="a one-to-one"))
    now, _ = follow(
        now, sign(29, context="a one-to-one"), sign(36, context="a one-to-one")
    )
    assert "" == growing.grounds(now, Seen(day(36))).first_there
    assert offered(now, 70, rung=5, rung_days=28) != "O-alone"  # not told how sure
    now, _ = follow(now, Measure("confidence", 8, day(69)))
    assert "O-alone" == offered(now, 70, rung=5, rung_days=28)
    now, _ = taken(now, yes("O-alone", 70))
    assert "keep" == now.stage
    now, (change,) = follow(now, Seen(day(90), lapse_days=0))
    assert ("keep", "fade") == (change.before, change.after)
    assert (now, ()) == growing.observe(now, Seen(day(90), lapse_days=0))  # once a day


def test_a_step_of_her_own_aims_at_its_own_size() -> None:
    now = growing.start(FIRST, MONDAY, own=True)
    assert now.goal == now.difficulty
    assert (1, 1) == (now.own, now.steps)


def test_what_is_at_her_edge_goes_with_the_offer_of_more() -> None:
    """#27, #55: the next item of her own list; one met twice calmly makes room."""
    easy = exposure.start(edge="ask in the stand-up", too_much="the all-hands")
    now = growing.start(FIRST, MONDAY, goal=THIRD, exposure=easy)
    now, _ = follow(now, Item("ask Ben", "edge", 5), *map(sign, range(4)))
    seen = Seen(day(4), scripts=frozenset({"stretch"}))
    now = replace(now, support="self")
    offer = offers.next_offer(growing.grounds(now, seen), "Mila")
    assert offer is not None
    assert "ask in the stand-up" == offer.inputs["at_the_edge"]
    without = offers.next_offer(growing.grounds(now, seen), without={"stretch"})
    assert without is None or without.script != "stretch"
    now, _ = follow(now, *[Met("ask in the stand-up", 1)] * 2)
    assert "ask Ben" == growing.grounds(now, seen).at_the_edge
    after = growing.next_step(now, SECOND, day(9), own=False)
    assert after.exposure == now.exposure
    assert after == growing.load(json.loads(json.dumps(growing.dump(after))))
    frightening, _ = follow(after, Item("the all-hands", "too_much", 9))
    assert ("the all-hands",) == growing.grounds(frightening, seen).for_coach


def test_a_context_tried_long_ago_is_still_counted() -> None:
    """#29: evidence does not grow old."""
    now, _ = follow(mila(), sign(0, context="the workshop"), *map(sign, range(1, 200)))
    found = growing.grounds(now, Seen(day(200)))
    assert (200, 200, 64) == (found.known, found.tries, len(now.signs))
    assert 1 == growing.standing(now, Seen(day(200))).contexts
    assert now == growing.load(json.loads(json.dumps(growing.dump(now))))
    # What was counted long ago is not counted twice.
    assert now == follow(now, sign(0, context="the workshop"))[0]
    assert "" == found.first_there


def test_numbers_of_the_size_before_raise_no_alarm_on_the_new_one() -> None:
    now, _ = follow(mila(difficulty=dials.of(SECOND)), Measure("confidence", 4, day(9)))
    assert "O-easier" == offered(now, 10)
    now, _ = taken(now, yes("O-easier", 10, dial="minutes"))
    grounds = growing.grounds(now, Seen(day(20)))
    assert grounds.hard is None
    assert 4 == grounds.confidence  # and still nothing grows
    assert ("easier", 10, 0) == (
        grounds.lever, grounds.lever_days, grounds.tries_since_lever,
    )  # fmt: skip


def test_a_day_that_has_been_seen_moves_a_stage_or_nothing() -> None:
    first, moved = follow(mila(), Seen(day(1), rung=0))
    assert (day(1), first.stage, []) == (first.day, "start", moved)
    second, moved = follow(first, Seen(day(2), rung=1))
    assert (day(2), second.stage, ["S-begun"]) == (
        second.day,
        "fade",
        [one.rule for one in moved],
    )
