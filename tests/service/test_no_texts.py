"""A line that takes no texts: the coach is asked, texts stay, and her text ends it."""

from __future__ import annotations

import pytest

from service.store import timelines, views
from service.usecases import gating
from service.web import words
from tests.service.her import Her


def alerts(her: Her) -> list[str]:
    return [row["reason"] for row in her.world.of(her.number, "alerts")]


@pytest.mark.parametrize("fault", ["21614", "30006"])
def test_the_person_is_put_before_the_coach_once(her: Her, fault: str) -> None:
    her.fails(fault, times=2)
    her.texts()
    her.deliver()
    her.world.network.settle()
    assert ["no_texts"] == alerts(her)
    assert int(fault) == her.world.person(her.number)["no_texts"]
    assert "active" == her.world.person(her.number)["consent"]
    with her.world.parts.db.transaction(her.world.organisation) as tx:
        cards = views.cards(tx, her.world.parts.vault, most=99)
    (card,) = [one for one in cards if one.id == her.world.person(her.number)["id"]]
    assert "offer calls" in words.alert(card.alerts[0])


def test_a_second_code_asks_nobody_again(her: Her) -> None:
    her.fails("lost_callback", times=None)
    her.texts()
    her.deliver()
    her.tells("failed", 30006)
    her.tells("undelivered", 30006)
    assert ["no_texts"] == alerts(her)


def test_further_texts_stay_with_a_sentence_until_she_texts(her: Her) -> None:
    world = her.world
    her.fails("21614")
    her.texts()
    her.deliver()
    world.until("18:31", "America/Lima")
    said = world.words(her.number, "decisions", "sentence_sealed")
    assert (
        "Mila's line takes no texts, so this one stays here until that changes." in said
    )
    assert "no_texts" == world.of(her.number, "decisions")[-1]["rule"]
    assert 0 == her.accepted()
    her.texts("HELP")
    assert world.person(her.number)["no_texts"] is None
    assert 1 == her.deliver()
    assert 1 == her.accepted()


def test_what_waits_is_asked_again_and_stays(her: Her) -> None:
    her.texts()
    her.world.change(
        "UPDATE participants SET no_texts = 30006 WHERE id = %s", her.number
    )
    assert 0 == her.deliver()
    assert "withheld" == her.reply["state"]


def test_what_she_is_owed_is_tried_all_the_same(her: Her) -> None:
    her.texts("I want to kill myself")
    her.world.change(
        "UPDATE participants SET no_texts = 30006 WHERE id = %s", her.number
    )
    her.world.beat()
    assert ("crisis", "sent") == (her.reply["kind"], her.reply["state"])


def test_a_coach_lets_texts_go_again(her: Her) -> None:
    world, person = her.world, her.world.person(her.number)["id"]
    world.change("UPDATE participants SET no_texts = 30006 WHERE id = %s", her.number)
    told = gating.texts_again(world.parts, world.organisation, person, "Ruth")
    assert "Mila" == told
    assert world.person(her.number)["no_texts"] is None
    assert gating.texts_again(world.parts, world.organisation, person, "Ruth") is None


def test_a_call_that_the_carrier_refuses_says_nothing_of_texts(her: Her) -> None:
    """30006 about a call's message would be no word about texts."""
    her.texts()
    her.world.run(
        "UPDATE outbox_messages SET channel = 'call' WHERE id = %s", her.reply["id"]
    )
    her.world.network.faults.clear()
    her.fails("21614", on="call")
    her.deliver()
    assert her.world.person(her.number)["no_texts"] is None


def test_opted_out_at_the_carrier_is_shown_with_its_reason(her: Her) -> None:
    her.fails("21610")
    her.texts()
    her.deliver()
    world = her.world
    person = world.person(her.number)["id"]
    with world.parts.db.transaction(world.organisation) as tx:
        portrait = timelines.portrait(tx, world.parts.vault, person)
    assert portrait is not None
    assert "Stopped texts at the carrier" == words.changed(portrait.consents[0])
    said = next(one for one in portrait.thread if isinstance(one, timelines.Said))
    shown = words.delivery(said, "America/Lima")
    assert "has stopped texts at the carrier (21610)" in shown
