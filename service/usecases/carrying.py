"""Carrying out what a conversation decided: each effect becomes rows, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from flows.coach import ladder
from flows.talk import effects as e
from service.store import growths, measures, people, plans, recordings
from service.usecases import (
    acting,
    answering,
    call_consent,
    call_me,
    erasing,
    growth,
    stepping,
)
from service.usecases.acting import Scene
from service.usecases.facts import PAUSE_DAYS, pause_until
from service.usecases.parts import Desk

FOLLOW_UP_LIVES = timedelta(hours=24)
RECAP_DAYS = 7


# What the Ladder hears of; MORE is another word for BACK.
CLIMBS: Mapping[Any, Any] = {
    "less": "less", "back": "back", "more": "back", "pause": "pause", "go": "go"
}  # fmt: skip
# What the Ladder looks at of the numbers she gives.
MEASURED: Mapping[str, Any] = {"confidence": "confidence", "fear_expected": "fear"}


def carry_out(scene: Scene, effects: Iterable[e.Effect]) -> None:
    """Carry out every effect of a turn but `Say` and `End`, in order."""
    for effect in effects:
        carry = CARRY.get(type(effect))
        if carry is not None:
            carry(scene, effect)


def _record(scene: Scene, effect: e.RecordAttempt) -> None:
    desk = scene.desk
    if desk.step is None:
        acting.put_before_coach(desk, "hand", "no_step")
        return
    day = desk.today - timedelta(days=effect.days_ago)
    scene.attempt_id = acting.record(scene, day, effect.outcome, effect.words)
    _join_take(scene, effect.take)


def _join_take(scene: Scene, take: str) -> None:
    # A recording made at an earlier turn is kept already, without its attempt.
    if take and scene.attempt_id is not None:
        recordings.join_attempt(scene.desk.tx, take, scene.attempt_id)


def _add_words(scene: Scene, effect: e.AddWords) -> None:
    _join_take(scene, effect.take)
    if not effect.words:
        return  # they stand in the recording alone
    if scene.attempt_id is None:
        _remember(scene, e.Remember(effect.field, effect.words))
        return
    desk = scene.desk
    sealed, told = _standing(desk, scene.attempt_id)
    before = sealed[effect.field]
    plans.add_words(
        desk.tx, desk.person, scene.attempt_id, effect.field, effect.words, before
    )
    growth.placed(desk, told, effect.words)
    if effect.field == "missing":
        growth.missing(desk, told, effect.words)


def _standing(
    desk: Desk, attempt_id: UUID
) -> tuple[Mapping[str, bytes | None], growths.Told]:
    """Return an attempt's words by column, sealed, and the chance it is about."""
    chance = desk.near.chance
    known = None if chance is None else chance.attempt
    fresh = attempt_id not in desk.changed
    desk.changed.add(attempt_id)
    if chance is not None and known is not None and known.id == attempt_id and fresh:
        return known.sealed, growths.Told(desk.today, chance.slot, known.outcome)
    words = plans.sealed_words(desk.tx, attempt_id)
    return words, growths.of_attempt(desk.tx, attempt_id)


def _remember(scene: Scene, effect: e.Remember) -> None:
    desk = scene.desk
    desk.remember(effect.name, effect.value)
    if effect.name == growth.WHERE:
        growth.answered_where(desk, effect.value)


def _measured(scene: Scene, effect: e.Measured) -> None:
    """Keep a number she gave: of this step and, if there is one, this try (#5)."""
    desk = scene.desk
    measures.keep(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        effect.name,
        effect.value,
        step_id=None if desk.step is None else desk.step.id,
        attempt_id=scene.attempt_id,
    )
    _remember(scene, e.Remember(effect.name, str(effect.value)))
    growth.measured(desk, effect.name, effect.value)
    if effect.name in MEASURED:
        told = MEASURED[effect.name]
        acting.climb(desk, ladder.Measured(told, effect.value, desk.today))


def _offered(scene: Scene, effect: e.Offered) -> None:
    """Keep how an offer was answered; a coach does what growing does not wait for."""
    _remember(scene, e.Remember(f"offered_{effect.what}", effect.answer))
    if effect.answer == "accept" and not answering.is_open(scene.desk, effect.what):
        acting.put_before_coach(scene.desk, "hand", f"accepted_{effect.what}")


def _take_up(scene: Scene, _effect: e.TakeUp) -> None:
    stepping.take_up(scene.desk)


def _claim(scene: Scene, effect: e.Claim) -> None:
    CLAIMS[effect.right](scene.desk)


def _her_data(desk: Desk) -> None:
    acting.put_before_coach(desk, "hand", "my_data")


CLAIMS: Mapping[str, Callable[[Desk], None]] = {
    "my_data": _her_data,
    "erase": erasing.erase,
}


def _follow_up(scene: Scene, effect: e.FollowUp) -> None:
    desk, key = scene.desk, f"follow_up/{effect.script}"
    due_at = desk.tx.now + effect.after
    acting.follow_up(desk, effect.script, key, due_at, FOLLOW_UP_LIVES)


def _give_consent(scene: Scene, _effect: e.GiveConsent) -> None:
    acting.change_consent(scene.desk, "active", "given", "double opt-in", scene.heard)


def _adjust(scene: Scene, effect: e.Adjust) -> None:
    desk, asked = scene.desk, cast("Any", effect.command)
    if asked in CLIMBS:
        acting.climb(desk, ladder.Asked(CLIMBS[asked], desk.today, PAUSE_DAYS))
    if asked == "call_me":
        call_me.call_me(desk, scene.heard)
    if asked == "calls_off" and desk.person.calls == "agreed":
        call_consent.withdraw_calls(desk, scene.heard, "text")
    if effect.command in ("pause", "go", "back", "more"):
        until = pause_until(desk) if effect.command == "pause" else None
        people.pause(desk.tx, desk.person, until)
        desk.person = replace(desk.person, paused_until=until)


def _recapped(scene: Scene, effect: e.Recapped) -> None:
    """Tell the week: days she named are attempts, other open ones known misses.

    That week alone: Sunday's question, answered on Monday, was not about Monday.
    """
    desk = scene.desk
    if desk.step is None:
        return
    for day in effect.days:
        scene.attempt_id = acting.record(scene, day, "attempted", "")
    last = effect.asked_on or desk.today
    since = last - timedelta(days=RECAP_DAYS - 1)
    for silent in plans.silent_chances(desk.tx, desk.person, since):
        if silent.day > last:
            continue
        plans.close_chance(desk.tx, silent.id, "missed")
        acting.observe(desk, silent.day, "M", silent.prompt, silent.slot)
        growth.came(desk, silent.day, silent.slot, "missed")
    acting.climb(desk, ladder.Recapped(desk.today))


def _hand(scene: Scene, effect: e.Hand) -> None:
    acting.put_before_coach(scene.desk, "hand", effect.reason)


CARRY: dict[type[Any], Callable[[Scene, Any], None]] = {
    e.RecordAttempt: _record,
    e.AddWords: _add_words,
    e.Remember: _remember,
    e.Measured: _measured,
    e.Offered: _offered,
    e.Claim: _claim,
    e.TakeUp: _take_up,
    e.FollowUp: _follow_up,
    e.GiveConsent: _give_consent,
    e.Adjust: _adjust,
    e.Recapped: _recapped,
    e.Hand: _hand,
}
