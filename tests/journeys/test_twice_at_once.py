"""The same text twice, and two texts at once: one effect each, in order (I5, I7; cat. 7)."""

from __future__ import annotations

from functools import partial
from itertools import count

import pytest

from service.switchboard.faults import Fault
from service.switchboard.phone import Phone
from tests import racing
from tests.journeys.wording import AFTER_A_TRY
from tests.journeys.world import Answer, Pairs, World, new_sid, text_form

NUMBERS = count(15550600001)


@pytest.fixture
def her(shared: World) -> Phone:
    return shared.join(f"+{next(NUMBERS)}")


def at_once(world: World, *forms: Pairs) -> list[Answer]:
    """Post these forms, all at the same moment."""
    return racing.at_once(*(partial(world.post, form) for form in forms))


def test_the_same_webhook_three_times_has_one_effect(shared: World, her: Phone) -> None:
    form = text_form(her.number, "did it, spoke up")
    assert [200] * 3 == [shared.post(form).status for _ in range(3)]
    her.expects_sms(AFTER_A_TRY)
    her.expects_nothing()
    assert 1 == len(shared.of(her.number, "attempts"))
    assert 1 == sum(
        row["carrier_id"] == dict(form)["MessageSid"]
        for row in shared.of(her.number, "inbox")
    )


def test_the_same_webhook_eight_times_at_once_has_one_effect(
    shared: World, her: Phone
) -> None:
    form = text_form(her.number, "did it, spoke up")
    answers = at_once(shared, *[form] * 8)
    assert {200} == {answer.status for answer in answers}
    assert 1 == len({answer.text for answer in answers})
    her.expects_sms(AFTER_A_TRY)
    her.expects_nothing()
    heard = shared.words(her.number, "turns", "heard_sealed")
    assert 1 == heard.count("did it, spoke up")


def test_the_networks_own_double_has_one_effect(shared: World, her: Phone) -> None:
    shared.network.faults.add(Fault("duplicate_text"))
    her.texts("did it, spoke up")
    her.expects_sms(AFTER_A_TRY)
    her.expects_nothing()


def test_a_repeat_days_later_is_still_a_repeat(world: World) -> None:
    mila = world.join("+15550100001")
    form = text_form(mila.number, "STOP")
    world.post(form)
    world.jump(days=2)
    mila.texts("START").forgets()
    world.jump(days=2)
    assert 200 == world.post(form).status
    assert "active" == world.person(mila.number)["consent"]


def test_the_same_words_under_another_id_are_another_text(
    shared: World, her: Phone
) -> None:
    for _ in range(2):
        shared.hears(her.number, "HELP", sid=new_sid())
    assert 2 == shared.words(her.number, "turns", "heard_sealed").count("HELP")


def test_six_texts_of_one_person_at_once_are_all_kept_one_after_the_other(
    shared: World, her: Phone
) -> None:
    """The row of the person is the lock: no turn starts from a stale conversation."""
    words = [f"did it, part {part}" for part in range(6)]
    answers = at_once(shared, *(text_form(her.number, one) for one in words))
    assert {200} == {answer.status for answer in answers}
    heard = shared.words(her.number, "turns", "heard_sealed")
    assert sorted(words) == sorted(one for one in heard if one in words)
    open_ones = [
        row for row in shared.of(her.number, "conversations") if row["status"] == "open"
    ]
    assert len(open_ones) <= 1
    # One day, one chance, one attempt, whatever the order; and no word is lost.
    assert 1 == len(shared.of(her.number, "attempts"))
    kept = "\n".join(
        shared.words(her.number, "attempts", "words_sealed")
        + shared.words(her.number, "attempts", "what_i_did_sealed")
        + heard
    )
    assert all(one in kept for one in words)
    her.forgets()


def test_stop_and_a_story_at_once_end_stopped(shared: World, her: Phone) -> None:
    at_once(
        shared,
        text_form(her.number, "did it, spoke up"),
        text_form(her.number, "please stop texting me"),
        text_form(her.number, "and it felt good"),
    )
    assert "stopped" == shared.person(her.number)["consent"]
    shared.network.settle()
    confirmed = [b for b in her.thread if "you will get no more texts" in b.body]
    assert 1 == len(confirmed)
    due = [
        row for row in shared.outbox(her.number) if row["state"] in ("due", "claimed")
    ]
    assert [] == due
    her.forgets()


def test_texts_of_many_people_at_once_do_not_mix(shared: World) -> None:
    phones = [shared.join(f"+{next(NUMBERS)}", name=f"P{n}") for n in range(6)]
    forms = [
        text_form(phone.number, f"did it, said {phone.number}") for phone in phones
    ]
    assert {200} == {answer.status for answer in at_once(shared, *forms)}
    for phone in phones:
        own = shared.words(phone.number, "attempts", "words_sealed")
        assert [f"did it, said {phone.number}"] == own
        phone.expects_sms(AFTER_A_TRY)
        phone.expects_nothing()


def test_two_strangers_texts_at_once_get_one_answer(shared: World) -> None:
    number = f"+{next(NUMBERS)}"
    answers = at_once(shared, *(text_form(number, f"hi {n}") for n in range(4)))
    said = [answer for answer in answers if "automated line" in answer.text]
    assert (1, 4) == (len(said), sum(answer.status == 200 for answer in answers))
