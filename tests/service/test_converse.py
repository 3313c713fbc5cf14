"""What one text does, case by case: the paths no journey walks."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import psycopg
import pytest

from flows.coach.sentences import NO_DECISION
from flows.talk import effects as e
from service.carrier.wire import InboundText
from service.store.db import Stands
from service.switchboard.phone import Phone
from service.usecases import carrying, converse, nudging
from service.usecases.acting import Scene
from service.usecases.facts import SOURCES, Facts
from tests.journeys.wording import AFTER_A_TRY
from tests.journeys.world import ACCOUNT, COACH, SERVICE, World, new_sid, text_form

NUMBERS = count(15550800001)
LIMA = "America/Lima"


@pytest.fixture
def her(shared: World) -> Phone:
    return shared.join(f"+{next(NUMBERS)}")


def inbound(number: str, words: str, **more: Any) -> InboundText:
    values: dict[str, Any] = {
        "sid": new_sid(),
        "account_sid": ACCOUNT,
        "sender": number,
        "to": SERVICE,
        "words": words,
        "changed": False,
        "media": 0,
        "opt_out": None,
    }
    return InboundText(**{**values, **more})


def alerts(world: World, phone: Phone) -> list[tuple[str, str]]:
    return [(row["kind"], row["reason"]) for row in world.of(phone.number, "alerts")]


def said(world: World, phone: Phone) -> list[str]:
    return [row["body"] for row in world.outbox(phone.number)]


UNCLEAR = "my husband wants you to stop texting me"


def test_an_unclear_wish_holds_everything_and_tells_a_person_once(world: World) -> None:
    shared, her = world, world.join("+15550100001")
    ruth = world.network.phone(COACH)
    for _ in range(3):
        her.texts(UNCLEAR)
        world.jump(minutes=1)
    her.expects_nothing()
    ruth.expects_sms("may want texts to end")
    ruth.expects_nothing()
    row = shared.person(her.number)
    assert ("unclear_stop", "active") == (row["hold"], row["consent"])
    assert [("unclear_stop", "unclear_stop")] == alerts(shared, her)
    assert 3 == shared.words(her.number, "turns", "heard_sealed").count(UNCLEAR)


def test_an_unclear_wish_after_a_stop_is_kept_and_holds_nothing(
    shared: World, her: Phone
) -> None:
    shared.hears(her.number, "STOP")
    shared.jump(minutes=1)
    shared.hears(her.number, UNCLEAR)
    row = shared.person(her.number)
    assert (None, "stopped") == (row["hold"], row["consent"])
    assert [] == alerts(shared, her)


def test_an_unclear_wish_during_a_crisis_hold_leaves_that_hold(
    shared: World, her: Phone
) -> None:
    shared.hears(her.number, "I want to kill myself")
    shared.jump(minutes=1)
    shared.hears(her.number, UNCLEAR)
    assert "crisis" == shared.person(her.number)["hold"]
    assert [("crisis", "screen"), ("unclear_stop", "unclear_stop")] == alerts(
        shared, her
    )


def test_start_takes_up_an_invitation(shared: World) -> None:
    phone = shared.network.add_phone(f"+{next(NUMBERS)}")
    programme = shared.programme(f"programme {phone.number}")
    shared.enrol(programme, "Tomas", phone.number, LIMA)
    shared.beat()
    phone.forgets()
    shared.hears(phone.number, "START")
    assert "active" == shared.person(phone.number)["consent"]
    entries = [row["change"] for row in shared.of(phone.number, "consent_entries")]
    assert ["invited", "given"] == entries


def test_start_without_a_stop_is_an_answer(shared: World, her: Phone) -> None:
    her.texts("did it, spoke up").forgets()
    shared.jump(minutes=1)
    before = shared.of(her.number, "consent_entries")
    her.texts("unstop")
    assert before == shared.of(her.number, "consent_entries")
    assert "active" == shared.person(her.number)["consent"]


@pytest.mark.parametrize("wish", ["stop", "start", "help"])
def test_what_the_carrier_has_answered_is_not_answered_again(
    shared: World, her: Phone, wish: str
) -> None:
    """Advanced Opt-Out: the carrier says which wish it carried out, in any language."""
    if wish == "start":
        shared.hears(her.number, "STOP")
    before = len(said(shared, her))
    converse.text_in(shared.parts, inbound(her.number, "ARRET", opt_out=wish))
    assert before == len(said(shared, her))
    consents = {"stop": "stopped", "start": "active", "help": "active"}
    assert consents[wish] == shared.person(her.number)["consent"]
    assert wish == shared.of(her.number, "turns")[-1]["kind"]


def test_where_the_carrier_answers_nothing_each_wish_is_confirmed_by_us(
    shared: World, her: Phone
) -> None:
    parts = replace(shared.parts, carrier_answers=frozenset())
    for word, pattern in (
        ("STOP", "you will get no more texts"),
        ("START", "welcome back"),
        ("HELP", "texts on one small step"),
    ):
        converse.text_in(parts, inbound(her.number, word))
        assert pattern in said(shared, her)[-1]
        shared.jump(minutes=1)


def test_help_after_a_stop_is_kept(shared: World, her: Phone) -> None:
    shared.hears(her.number, "please stop texting me")
    shared.jump(minutes=1)
    before = len(said(shared, her))
    shared.hears(her.number, "HELP")
    assert before == len(said(shared, her))
    assert "HELP" == shared.words(her.number, "turns", "heard_sealed")[-1]


def test_a_second_stop_is_not_confirmed_again(shared: World, her: Phone) -> None:
    shared.hears(her.number, "please stop texting me")
    shared.jump(minutes=1)
    before = len(said(shared, her))
    shared.hears(her.number, "no more texts")
    assert before == len(said(shared, her))
    changes = [row["change"] for row in shared.of(her.number, "consent_entries")]
    assert ["invited", "given", "withdrawn"] == changes


def test_each_change_of_consent_counts_the_version_up(
    shared: World, her: Phone
) -> None:
    before = shared.person(her.number)["consent_version"]
    for at, word in enumerate(("STOP", "START", "STOP"), start=1):
        shared.hears(her.number, word)
        shared.jump(minutes=1)
        assert before + at == shared.person(her.number)["consent_version"]


def test_a_question_nobody_answered_for_a_day_is_over_and_her_text_begins_anew(
    shared: World, her: Phone
) -> None:
    her.texts("did it, spoke up").forgets()
    shared.jump(hours=25)
    her.texts("did it again").expects_sms(AFTER_A_TRY)
    talks = shared.of(her.number, "conversations")
    assert ["ended", "ended", "open"] == [row["status"] for row in talks]


def test_an_invitation_that_is_over_can_still_be_taken_up(shared: World) -> None:
    phone = shared.network.add_phone(f"+{next(NUMBERS)}")
    programme = shared.programme(f"programme {phone.number}")
    shared.enrol(programme, "Tomas", phone.number, LIMA)
    shared.beat()
    phone.forgets()
    shared.jump(days=3)
    phone.texts("GO").expects_sms("you're in")
    assert "active" == shared.person(phone.number)["consent"]


def test_a_coach_who_was_asked_for_has_the_words(shared: World, her: Phone) -> None:
    her.texts("can somebody call me?")
    shared.network.settle()
    assert "hand" == alerts(shared, her)[-1][0]
    assert "can somebody call me?" in shared.words(
        her.number, "memories", "value_sealed"
    )


def test_what_is_remembered_anew_takes_the_place_of_the_old(
    shared: World, her: Phone
) -> None:
    for words in ("old", "new"):
        with shared.desk(her.number) as desk:
            carrying.carry_out(
                Scene(desk, None, None), [e.Remember("tiny_step", words)]
            )
    assert ["GO", "new"] == shared.words(her.number, "memories", "value_sealed")


def test_words_that_belong_to_no_attempt_are_remembered(
    shared: World, her: Phone
) -> None:
    with shared.desk(her.number) as desk:
        carrying.carry_out(
            Scene(desk, None, None), [e.AddWords("on the bus", "what_i_did")]
        )
    assert "on the bus" in shared.words(her.number, "memories", "value_sealed")


def test_words_are_added_behind_those_that_stand(shared: World, her: Phone) -> None:
    with shared.desk(her.number) as desk:
        scene = Scene(desk, None, None)
        carrying.carry_out(
            scene,
            [
                e.RecordAttempt("attempted", "did it"),
                e.AddWords("wrote it down", "what_i_did"),
                e.AddWords("and said it", "what_i_did"),
                e.AddWords("time", "missing"),
            ],
        )
    assert ["wrote it down\nand said it"] == shared.words(
        her.number, "attempts", "what_i_did_sealed"
    )
    assert ["time"] == shared.words(her.number, "attempts", "missing_sealed")


def test_words_about_another_day_join_that_days_attempt(
    shared: World, her: Phone
) -> None:
    for words in ("first", "second"):
        with shared.desk(her.number) as desk:
            scene = Scene(desk, None, None)
            carrying.carry_out(
                scene,
                [
                    e.RecordAttempt("attempted", words, days_ago=2),
                    e.AddWords(f"{words} how", "what_i_did"),
                ],
            )
    assert ["first\nsecond"] == shared.words(her.number, "attempts", "words_sealed")
    assert ["first how\nsecond how"] == shared.words(
        her.number, "attempts", "what_i_did_sealed"
    )


def test_not_today_then_a_try_is_a_try_and_never_two(shared: World, her: Phone) -> None:
    reports: tuple[e.Outcome, ...] = ("skipped", "attempted", "skipped")
    for outcome in reports:
        with shared.desk(her.number) as desk:
            effect = e.RecordAttempt(outcome, outcome)
            carrying.carry_out(Scene(desk, None, None), [effect])
    assert ["attempted"] == [
        row["outcome"] for row in shared.of(her.number, "attempts")
    ]
    todays = [
        row for row in shared.of(her.number, "chances") if row["outcome"] != "open"
    ]
    assert ["attempted"] == [row["outcome"] for row in todays]


def test_without_a_step_a_try_goes_to_a_person(shared: World, her: Phone) -> None:
    shared.change(
        "UPDATE steps SET ended_at = handrail_now() WHERE participant_id = %s",
        her.number,
    )
    with shared.desk(her.number) as desk:
        scene = Scene(desk, None, None)
        carrying.carry_out(
            scene, [e.RecordAttempt("attempted", "did it"), e.Recapped(())]
        )
    assert ("hand", "no_step") in alerts(shared, her)
    assert [] == shared.of(her.number, "attempts")


def test_a_follow_up_is_queued_once_for_its_day_and_comes(
    shared: World, her: Phone
) -> None:
    effect = e.FollowUp("late_prompt", timedelta(hours=3))
    for _ in range(2):
        with shared.desk(her.number) as desk:
            carrying.carry_out(Scene(desk, None, None), [effect])
    (row,) = [
        one for one in shared.of(her.number, "nudges") if one["kind"] == "follow_up"
    ]
    shared.jump(hours=3, minutes=1)
    assert 1 == nudging.nudge(shared.parts, shared.organisation, [row["id"]])
    shared.network.settle()
    her.expects_sms("D for done")
    why = [
        one["rule"]
        for one in shared.of(her.number, "decisions")
        if one["nudge_id"] == row["id"]
    ]
    assert ["send"] == why


def test_why_without_any_decision_says_so(shared: World, her: Phone) -> None:
    shared.change("DELETE FROM decisions WHERE participant_id = %s", her.number)
    her.texts("WHY").expects_sms(NO_DECISION.en)


def test_every_fact_a_script_may_use_is_there(shared: World, her: Phone) -> None:
    with shared.desk(her.number) as desk:
        facts = Facts(desk, tiny_step="stand up")
        assert {*SOURCES, "tiny_step"} == set(facts)
        assert len(SOURCES) + 1 == len(facts)
        said = set(facts) - {
            "wordings"
        }  # days since each wording: for the engine alone
        assert all(isinstance(facts[name], str | int | bool) for name in said)
        assert {} == facts["wordings"]
        assert "Mila" == facts["name"]
        assert "say one idea at the daily meeting" == facts["step"]
        with pytest.raises(KeyError):
            facts["no such fact"]


def test_a_person_without_a_step_has_facts_all_the_same(
    shared: World, her: Phone
) -> None:
    shared.change(
        "UPDATE steps SET ended_at = handrail_now() WHERE participant_id = %s",
        her.number,
    )
    with shared.desk(her.number) as desk:
        facts = Facts(desk)
        assert ("", "", "") == (facts["goal"], facts["step"], facts["cue"])


def test_one_id_under_two_senders_at_one_moment_is_kept_once(
    shared: World, her: Phone
) -> None:
    """The second waits for the first at the key, and is then told nothing, quietly."""
    form = text_form(her.number, "did it")
    other = shared.join(f"+{next(NUMBERS)}")
    answers: list[int] = []
    with psycopg.connect(shared.clone.owner_url) as first:
        first.execute(
            "INSERT INTO inbox (id, organisation_id, participant_id, carrier_id, cleaned,"
            " media, effect, received_at) VALUES (%s, %s, %s, %s, false, 0, 'turn', handrail_now())",
            (
                shared.parts.new_id(),
                shared.organisation,
                shared.person(other.number)["id"],
                dict(form)["MessageSid"],
            ),
        )
        second = threading.Thread(
            target=lambda: answers.append(shared.post(form).status)
        )
        second.start()
        _until_somebody_waits(shared)
        first.commit()
    second.join()
    assert [200] == answers
    assert "did it" not in shared.words(her.number, "turns", "heard_sealed")


def _until_somebody_waits(world: World) -> None:
    pause = threading.Event()
    for _ in range(500):
        if world.rows("SELECT 1 FROM pg_locks WHERE NOT granted"):
            return
        pause.wait(0.01)
    raise AssertionError("nobody came to wait")


def test_any_other_clash_of_keys_is_no_repeat_and_loses_no_text(
    shared: World, her: Phone
) -> None:
    """A text that was not kept must not be answered 200: the carrier comes again."""
    taken = shared.of(her.number, "inbox")[-1]["id"]
    clashing = replace(shared.parts, new_id=lambda: taken)
    text = inbound(her.number, "did it, you know")
    with pytest.raises(Stands):
        converse.text_in(clashing, text)
    assert "" == converse.text_in(shared.parts, text)
    assert "did it, you know" in shared.words(her.number, "turns", "heard_sealed")


def test_the_conversation_stays_on_the_version_it_began_with(world: World) -> None:
    """I8: a script published in the middle is for the next conversation."""
    shared, her = world, world.join("+15550100001")
    her.texts("did it, spoke up").forgets()
    began = shared.of(her.number, "conversations")[-1]["script_version_id"]
    newer = shared.parts.new_id()
    shared.run(
        "INSERT INTO script_versions SELECT %s, organisation_id, name, 'newer',"
        " source || E'\\n# newer\\n',"
        " published_at + interval '1 hour' FROM script_versions WHERE id = %s",
        newer,
        began,
    )
    shared.jump(minutes=2)
    her.texts("I wrote it down").expects_sms("I wrote it down")
    assert began == shared.of(her.number, "conversations")[-1]["script_version_id"]
    shared.jump(days=1)
    her.texts("did it once more").expects_sms(AFTER_A_TRY)
    assert newer == shared.of(her.number, "conversations")[-1]["script_version_id"]
