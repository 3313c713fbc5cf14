"""The table of offers: which conversation begins, which may not, and what is said."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import flows
from flows.coach import for_coach
from flows.coach.alarms import Alarm
from flows.coach.attempts import Share
from flows.coach.contexts import STAGES
from flows.coach.dials import DIALS, Difficulty, room
from flows.coach.grounds import Begun, Grounds, Seen
from flows.coach.offer_rows import ROWS
from flows.coach.offers import Offer, next_offer
from flows.coach.programmes import NUMBERS
from flows.coach.support import KINDS
from flows.talk.check_tone import blames
from tests.flows.shipped import SHIPPED, source_of

SERVICE = Path(flows.__file__).parents[1] / "service"
TODAY = date(2026, 3, 30)
PLAIN = Difficulty(minutes=10, per_week=2, imagining=0, complexity=3, fear=3)
HARD = Alarm("HARD-few", {}, "Mila tried 2 of the last 7 known times.")
FALLING = Alarm("HARD-falling", {}, "Mila's confidence went from 9 to 5 of 10.")
EASY = Alarm("TOO-EASY", {}, "")


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def grounds(seen: dict[str, object] | None = None, **found: object) -> Grounds:
    plain = {"up": room(PLAIN, "up"), "down": room(PLAIN, "down")}
    return Grounds(Seen(TODAY, **(seen or {})), PLAIN, **{**plain, **found})  # type: ignore[arg-type]  # plain words in tests


def rule(one: Grounds) -> str | None:
    offer = next_offer(one, "Mila")
    return None if offer is None else offer.rule


def test_nothing_is_offered_on_nothing() -> None:
    assert next_offer(grounds()) is None


# ---- each row, by the least it needs ----

UP = {"wish": "up", "in_a_row": 4}
TRIED = {"tries": 1, "last_try_days": 0}
SOLID = {"stage": "solidify", "settled": True}
ROW_BY_ROW = [
    ("N-quiet", grounds({"silent_days": 12})),
    ("N-back", grounds({"returned": True, "lapse_days": 0})),
    ("N-more", grounds({"rung_move": "more", "lapse_days": 0})),
    ("N-less", grounds({"rung_move": "less"})),
    ("O-help-falling", grounds(hard=FALLING, support="tool")),
    ("O-easier", grounds(hard=FALLING, support="with_me")),
    ("O-easier", grounds(wish="down")),
    ("O-easier", grounds(hard=HARD)),
    ("O-help", grounds(hard=HARD, down=())),
    ("O-help-lapse", grounds({"lapse_days": 8})),
    ("B-imagine", grounds({"next_in": 0}, fear=6)),
    ("B-rehearse", grounds({"next_in": 1, "scenario": True}, support="with_me")),
    ("B-harder", grounds({"next_in": 1}, lever="harder", lever_days=2)),
    ("B-nerves", grounds({"next_in": 0, "kind": "moment"}, fear=4)),
    ("B-prediction", grounds({"prediction": True}, **TRIED)),
    ("B-where", grounds(unplaced="the workshop", **TRIED)),
    ("B-attribution", grounds(first_there="the workshop", **TRIED)),
    ("O-less-help", grounds(support="tool", less_help=True)),
    ("O-alone", grounds(stage="solidify", graduates=True)),
    ("O-own", grounds(at_goal=True, tries=12, own=Share(0, 1), **UP)),
    ("O-harder", grounds(**UP)),
    ("O-harder", grounds(easy=EASY, in_a_row=4)),
    ("O-context", grounds(**SOLID)),
    ("L-digest", grounds(days_begun=28, tries=1)),
    ("L-automatic", grounds(
        days_begun=28, tries=1, stage="fade",
        begun=(Begun("L-digest", "digest", "look", ago(7)),),
    )),
    ("B-untold", grounds({"untold": 4})),
    ("B-story", grounds({"story": True}, support="story")),
    ("B-curious", grounds(**TRIED)),
    ("B-joy", grounds(
        **TRIED, begun=(Begun("B-curious", "curiosity", "beside", ago(3)),),
    )),
]  # fmt: skip


NAMES = [f"{name}-{n}" for n, (name, _) in enumerate(ROW_BY_ROW)]


@pytest.mark.parametrize(("name", "given"), ROW_BY_ROW, ids=NAMES)
def test_a_row_speaks_on_the_least_it_needs(name: str, given: Grounds) -> None:
    assert name == rule(given)


def test_every_row_is_tried_above() -> None:
    assert {row.rule for row in ROWS} == {name for name, _ in ROW_BY_ROW}
    assert len(ROWS) == len({row.rule for row in ROWS})


@pytest.mark.parametrize(("_", "given"), ROW_BY_ROW, ids=NAMES)
def test_both_sentences_are_filled_and_kind(_: str, given: Grounds) -> None:
    """#4, #33, #36, #39: no verdict, no blame, in a plain sentence."""
    offer = next_offer(given, "Mila")
    assert offer is not None
    for said in (offer.sentence, offer.why.en, offer.why.es):
        assert said.endswith((".", "?"))
        assert "{" not in said
        assert "None" not in said
        assert not blames(said, "es" if said == offer.why.es else "en")


# ---- the order (#11) ----


def test_support_moves_first_difficulty_second_context_third() -> None:
    """#11: one lever at a time, and in this order."""
    everything = {"support": "tool", "less_help": True, **UP, **SOLID}
    assert "O-less-help" == rule(grounds(**everything))
    assert "O-context" == rule(grounds(**{**everything, "less_help": False}))
    growing = {**everything, "stage": "stretch", "less_help": False}
    assert "O-harder" == rule(grounds(**growing))


def test_a_drop_in_confidence_adds_help_before_it_shrinks_the_step() -> None:
    """#49: add support, and shrink the step."""
    assert "O-help-falling" == rule(grounds(hard=FALLING, support="self"))
    week = Begun("O-help-falling", "more_help", "offer", ago(7), "accept")
    after = grounds(hard=FALLING, support="with_me", begun=(week,), lever_days=7)
    assert "O-easier" == rule(after)


def test_easier_stands_before_harder_whatever_was_easy() -> None:
    assert "O-easier" == rule(grounds(easy=EASY, in_a_row=9, hard=HARD))


# ---- what holds offers back ----

PUSHED = (
    grounds(**UP),
    grounds(hard=HARD),
    grounds(support="tool", less_help=True),
    grounds(**SOLID),
)


@pytest.mark.parametrize("one", PUSHED)
@pytest.mark.parametrize("why", ["open_question", "paused", "held"])
def test_none_while_a_question_is_open_on_a_pause_or_under_a_hold(
    one: Grounds, why: str
) -> None:
    assert next_offer(replace(one, seen=replace(one.seen, **{why: True}))) is None


@pytest.mark.parametrize("one", PUSHED)
@pytest.mark.parametrize("days", range(7))
def test_none_in_the_week_of_a_lapse(one: Grounds, days: int) -> None:
    assert next_offer(replace(one, seen=replace(one.seen, lapse_days=days))) is None


@pytest.mark.parametrize(
    ("reply", "rests"), [("keep", 28), ("later", 14), (None, 14), ("accept", 7)]
)
def test_an_offer_rests_by_her_answer(reply: str | None, rests: int) -> None:
    """A refused offer rests four weeks, "later" and silence two."""
    asked = lambda days: (Begun("O-harder", "stretch", "offer", ago(days), reply),)  # type: ignore[arg-type]  # plain words in tests  # noqa: E731 - said once
    assert rule(grounds(**UP, begun=asked(rests - 1))) != "O-harder"
    assert "O-harder" == rule(grounds(**UP, begun=asked(rests)))


def test_one_refused_under_another_rule_rests_all_the_same() -> None:
    no = Begun("O-help-falling", "more_help", "offer", ago(20), "keep")
    assert rule(grounds({"lapse_days": 8}, begun=(no,))) is None


@pytest.mark.parametrize("days", range(7))
def test_one_offer_and_one_lever_a_week(days: int) -> None:
    other = Begun("O-easier", "smaller", "offer", ago(days), "keep")
    assert next_offer(grounds(**UP, begun=(other,))) is None
    assert next_offer(grounds(**UP, lever="easier", lever_days=days)) is None


def test_two_conversations_of_the_table_are_never_begun_on_one_day() -> None:
    joy = Begun("B-joy", "joy", "beside", TODAY)
    assert next_offer(grounds(**UP, begun=(joy,))) is None
    told = grounds({"rung_move": "less"}, begun=(joy,))
    assert "N-less" == rule(told)  # it says what was decided already


def test_in_keep_there_is_one_look_a_month_and_nothing_to_grow() -> None:
    """#48, #34: she goes on alone; what is left is a look back once a month."""
    kept = {"stage": "keep", "days_begun": 200, **TRIED, "tries": 80}
    assert "L-digest" == rule(grounds(**kept, **UP))
    # From one first Sunday of a month to the next there may be five weeks.
    look = Begun("L-digest", "digest", "look", ago(35))
    assert rule(grounds(**kept, begun=(look,))) is None
    month = replace(look, on=ago(36))
    assert rule(grounds(**kept, begun=(month,))) in {"L-digest", "L-automatic"}


def test_silence_is_asked_about_after_four_chances_and_not_after_one() -> None:
    """G7: a chance without a word is no verdict, and no reason to take a prompt away."""
    for few in (0, 1, 3):
        assert rule(grounds({"untold": few})) is None
    assert "B-untold" == rule(grounds({"untold": 4, "rung": 1}))
    assert rule(grounds({"untold": 4, "rung": 2})) is None  # few prompts, few words
    asked = (Begun("B-untold", "miss", "beside", ago(13)),)
    assert rule(grounds({"untold": 8}, begun=asked)) is None


def test_no_third_place_is_asked_for() -> None:
    """#29: two further ones are enough; a third would begin on Half again."""
    assert "O-context" == rule(grounds(**SOLID, places=1))
    assert rule(grounds(**SOLID, places=2)) is None


def test_where_a_try_was_is_asked_the_day_after_at_the_latest() -> None:
    """#29: and before the question what made it work, which needs to know it."""
    fresh = {"unplaced": "the workshop", "tries": 1}
    assert "B-where" == rule(grounds(**fresh, last_try_days=1))
    assert rule(grounds(**fresh, last_try_days=2)) is None
    beside = (Begun("B-joy", "joy", "beside", ago(2)),)
    assert rule(grounds(**fresh, last_try_days=0, begun=beside)) is None
    named = {"scripts": frozenset({"new_context", "graduate"})}
    assert "B-where" == rule(grounds(named, **fresh, last_try_days=0))


def test_a_first_try_in_a_new_place_waits_for_no_other_question_but_of_today() -> None:
    """#31: an earlier win was recalled the day before, and the moment comes once."""
    first = {"first_there": "the workshop", **TRIED}
    recalled = lambda days: (Begun("B-harder", "before_harder", "beside", ago(days)),)  # noqa: E731 - said once
    assert "B-attribution" == rule(grounds(**first, begun=recalled(1)))
    assert rule(grounds(**first, begun=recalled(0))) is None
    own = (Begun("B-attribution", "attribution", "beside", ago(6)),)
    assert rule(grounds(**first, begun=own)) != "B-attribution"


def test_a_path_that_names_its_scripts_begins_no_other() -> None:
    """#21: without advice, for who wants to find her own way."""
    own_way = {"scripts": frozenset({"plan_step", "curiosity", "graduate"})}
    assert rule(grounds(own_way, **UP)) is None
    assert "B-curious" == rule(grounds(own_way, **TRIED))
    told = {**own_way, "story": True}
    assert "O-easier" == rule(grounds(told, hard=HARD))
    one = Begun("O-easier", "smaller", "offer", ago(1), "keep")
    assert rule(grounds(told, hard=HARD, begun=(one,))) is None


def test_small_questions_thin_out_with_the_prompts() -> None:
    """#37, #38: one question a week instead of advice, while prompts still come."""
    assert "B-curious" == rule(grounds({"rung": 3}, **TRIED))
    assert rule(grounds({"rung": 4}, **TRIED)) is None


def test_steps_of_her_own_are_offered_sooner_as_she_goes_on() -> None:
    """#20: the share of steps she writes herself rises over time."""

    def offered(steps: int, tries: int) -> str | None:
        one = grounds(at_goal=True, tries=tries, own=Share(0, steps), **UP)
        return rule(one)

    assert ["O-own", "O-harder"] == [offered(1, 12), offered(1, 11)]
    assert ["O-own", "O-harder"] == [offered(2, 8), offered(2, 7)]
    assert ["O-own", "O-own"] == [offered(3, 4), offered(9, 4)]


# ---- guarantees over anything ----

alarms = st.none() | st.sampled_from((HARD, FALLING))
begun = st.lists(
    st.builds(
        Begun,
        rule=st.sampled_from([row.rule for row in ROWS]),
        script=st.sampled_from([row.script for row in ROWS]),
        sort=st.sampled_from(("notice", "offer", "beside", "look")),
        on=st.integers(0, 40).map(ago),
        reply=st.sampled_from((None, "accept", "keep", "later")),
    ),
    max_size=5,
).map(tuple)
seens = st.builds(
    Seen,
    today=st.just(TODAY),
    rung=st.integers(0, 5),
    rung_days=st.integers(0, 60),
    rung_move=st.sampled_from((None, "less", "more")),
    lapse_days=st.none() | st.integers(0, 30),
    open_question=st.booleans(),
    paused=st.booleans(),
    held=st.booleans(),
    kind=st.sampled_from(("window", "moment")),
    next_in=st.none() | st.integers(0, 7),
    untold=st.integers(0, 8),
    silent_days=st.integers(0, 20),
    returned=st.booleans(),
    prediction=st.booleans(),
    story=st.booleans(),
    scenario=st.booleans(),
    resources=st.integers(0, 3),
    reminders_help=st.sampled_from((None, True, False)),
)
every = st.builds(
    Grounds,
    seen=seens,
    difficulty=st.builds(Difficulty, **{d: st.integers(*NUMBERS[d]) for d in DIALS}),
    stage=st.sampled_from(STAGES),
    wish=st.sampled_from((None, "up", "down")),
    up=st.just(("minutes",)) | st.just(()),
    down=st.just(("minutes",)) | st.just(()),
    easy=st.none() | st.just(EASY),
    hard=alarms,
    confidence=st.none() | st.integers(0, 10),
    fear=st.none() | st.integers(0, 10),
    in_a_row=st.integers(0, 9),
    tries=st.integers(0, 30),
    tries_week=st.integers(0, 7),
    last_try_days=st.none() | st.integers(0, 9),
    lever=st.sampled_from((None, "harder", "context", "easier")),
    lever_days=st.none() | st.integers(0, 20),
    support=st.sampled_from(KINDS),
    less_help=st.booleans(),
    at_goal=st.booleans(),
    settled=st.booleans(),
    graduates=st.booleans(),
    first_there=st.sampled_from(("", "the workshop")),
    unplaced=st.sampled_from(("", "the workshop")),
    places=st.integers(0, 3),
    days_begun=st.integers(0, 90),
    own=st.builds(Share, st.just(0), st.integers(1, 5)),
    begun=begun,
)


@given(every)
def test_nothing_grows_while_she_is_not_sure_or_too_afraid(one: Grounds) -> None:
    """#10, #28: never up when confidence is below 7 or fear above 5."""
    offer = next_offer(one)
    if offer is not None and offer.lever in ("harder", "less_help", "context", "step"):
        assert one.confidence is None or one.confidence >= 7
        assert one.fear is None or one.fear <= 5
        assert one.hard is None


@given(every)
def test_offers_and_levers_keep_a_week_between_them(one: Grounds) -> None:
    offer = next_offer(one)
    if offer is not None and offer.sort == "offer":
        gaps = [(TODAY - b.on).days for b in one.begun if b.sort == "offer"]
        assert min(gaps, default=7) >= 7
        assert one.lever_days is None or one.lever_days >= 7 or offer.lever is None
        held_back = {one.seen.lapsed, one.seen.paused, one.seen.held}
        assert {False} == held_back | {one.seen.open_question}


@given(every)
def test_the_same_grounds_give_the_same_offer_and_change_nothing(one: Grounds) -> None:
    first = next_offer(one, "Mila")
    assert first == next_offer(one, "Mila")
    if first is not None:
        assert isinstance(first, Offer)
        assert "{" not in first.sentence + first.why.en + first.why.es
    for task in for_coach.tasks(one, "Mila"):
        assert "Mila" in task.sentence
        assert "{" not in task.sentence


# ---- what a coach is told ----


def due(one: Grounds) -> list[str]:
    return [task.rule for task in for_coach.tasks(one, "Mila")]


def test_a_coach_has_nothing_to_do_on_nothing() -> None:
    assert [] == due(grounds())


def test_two_resources_and_at_most_one_try_ask_for_a_tailored_step() -> None:
    """#19: generic material may not fit; a solution of her own is needed then."""
    assert ["C-tailor"] == due(grounds({"resources": 2}, tries_week=1))
    assert [] == due(grounds({"resources": 2}, tries_week=2))
    assert [] == due(grounds({"resources": 1}, tries_week=0))


def test_a_lot_of_fear_goes_to_the_coach() -> None:
    assert ["C-fear"] == due(grounds(fear=7))
    assert [] == due(grounds(fear=6))


def test_a_frightening_item_of_her_list_goes_to_the_coach() -> None:
    """#27: easier cases first, and what is too much with a person."""
    assert ["C-list"] == due(grounds(for_coach=("the all-hands",)))


def test_where_reminders_do_not_help_a_coach_makes_the_step_smaller() -> None:
    assert ["C-prompts"] == due(grounds({"reminders_help": False}))


def test_where_nothing_is_left_to_ease_a_coach_talks_to_her() -> None:
    assert ["C-nothing-left"] == due(grounds(hard=HARD, down=(), support="with_me"))


# ---- every shipped conversation is begun by something ----

# By her own text or word, by a call, or by the plan of the day.
COMMANDS = frozenset(
    {"back", "call_me", "calls_off", "erase", "go", "help", "less", "more", "my_data", "next",
     "pause", "start_again", "stop_confirmation",
     "whose_number_calls", "whose_number_read", "whose_number_stop", "whose_number_yes", "why"}
)  # fmt: skip
SHELL = frozenset(
    {"check_in", "check_in_inbound", "check_in_text", "daily_win", "greeting", "intake",
     "late_prompt", "opt_in", "prompt_before", "recap", "stranger", "whose_number"}
)  # fmt: skip
# Nothing is said to a machine today (docs/explanation/voice.md).
BEGUN_BY_NOTHING = {"voicemail"}


def begun_inside() -> set[str]:
    """What other scripts enter, borrow as an aside, or promise to come back to."""
    words = ("enter: ", "asides: ", "follow_up: {script: ")
    found = set()
    for name in SHIPPED:
        for word in words:
            parts = source_of(name).split(word)[1:]
            found |= {part.split()[0].strip(",}") for part in parts}
    return found


def test_every_shipped_script_is_begun_by_a_row_the_shell_or_another() -> None:
    rows = {row.script for row in ROWS}
    assert rows <= set(SHIPPED)
    begun = rows | COMMANDS | SHELL | begun_inside()
    assert BEGUN_BY_NOTHING == set(SHIPPED) - begun


def test_no_script_is_named_as_begun_elsewhere_and_by_a_row() -> None:
    assert set() == {row.script for row in ROWS} & (COMMANDS | SHELL)


@pytest.mark.parametrize("name", sorted(SHELL | COMMANDS))
def test_what_is_said_to_be_begun_by_the_shell_stands_there(name: str) -> None:
    source = "".join(
        path.read_text("utf-8")
        for path in [*SERVICE.rglob("*.py"), *SERVICE.parent.glob("flows/**/*.py")]
        if "coach" not in path.parts
    )
    assert f'"{name}"' in source
