"""The acts that become rows: a try recorded, consent changed, a hold, a turn kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach import attempts, ladder, policy, timing
from flows.coach.attempts import ChanceRecord, Mark, PromptTrace
from flows.coach.chances import Occurrence
from flows.coach.ladder_state import Rhythm
from flows.talk import effects as e
from service.store import (
    enrolment,
    invitations,
    nearby,
    owed,
    people,
    plans,
    policies,
    talks,
)
from service.store.nearby import Attempt, Chance
from service.store.people import Step
from service.store.plans import NewChance, NewNudge
from service.usecases import growth
from service.usecases.parts import STORY, Desk


@dataclass(slots=True)
class Scene:
    """The conversation in which effects happen, its attempt, and what was heard."""

    desk: Desk
    conversation_id: UUID | None
    attempt_id: UUID | None
    heard: str = ""


def record(scene: Scene, day: date, outcome: e.Outcome, words: str) -> UUID:
    """Keep a report about one day's chance; a second one joins the first.

    Returns the attempt's id. The label (prompted or not) is decided by what the
    carrier may have accepted before now (design law 4).
    """
    desk = scene.desk
    chance = _chance(desk, day)
    prompts = () if chance is None else chance.prompts
    traces = [PromptTrace(*prompt) for prompt in prompts]
    label = attempts.label(reported_at=desk.tx.now, prompt_states=traces)
    new = ChanceRecord(str(day), day, outcome, label)
    if chance is not None and chance.attempt is not None:
        new = _merge(desk, chance.id, chance.attempt, new, words)
        attempt_id = chance.attempt.id
    else:
        attempt_id = _keep(scene, chance, new, words)
    desk.changed.add(attempt_id)
    led = chance.plan if chance and label == "prompted" else "none"
    slot = chance.slot if chance else 0
    observe(desk, day, new.mark, led, slot)
    growth.came(desk, day, slot, new.outcome, words)
    return attempt_id


def _keep(scene: Scene, chance: Chance | None, new: ChanceRecord, words: str) -> UUID:
    """Keep a new attempt; a try on a day without a chance makes its own."""
    desk, attempt_id = scene.desk, scene.desk.parts.new_id()
    if chance is None:
        made = new_chance(desk, _unplanned(desk, new.local_date), "none", 0.0)
        plans.keep_chance(desk.tx, desk.person, made, new.outcome)
        chance_id = made.id
    else:
        chance_id = chance.id
        plans.close_chance(desk.tx, chance_id, new.outcome)
    plans.keep_attempt(
        desk.tx,
        desk.person,
        attempt_id,
        words,
        chance_id=chance_id,
        outcome=new.outcome,
        label=new.label,
        channel=desk.channel,
    )
    return attempt_id


def _merge(
    desk: Desk, chance_id: UUID, standing: Attempt, new: ChanceRecord, words: str
) -> ChanceRecord:
    """Join a second report to the attempt that stands: never a second try."""
    day, sealed = new.local_date, standing.sealed["words"]
    outcome, label = cast("Any", standing.outcome), cast("Any", standing.label)
    joined = attempts.merge(ChanceRecord(str(day), day, outcome, label), new)
    before = "" if sealed is None else plans.opened(
        desk.person, standing.id, "words", sealed
    )  # fmt: skip
    both = "\n".join(part for part in (before, words) if part)
    merged = (joined.outcome, joined.label, both)
    plans.merge_attempt(desk.tx, desk.person, standing.id, chance_id, merged)
    return joined


def _chance(desk: Desk, day: date) -> Chance | None:
    """Return that day's chance, or None when it has none."""
    fresh = day not in desk.changed
    desk.changed.add(day)
    if day == desk.today and fresh:
        return desk.near.chance
    monday = day - timedelta(days=day.weekday())
    there = nearby.near(desk.tx, desk.person, day, monday, carrier_id="", story=STORY)
    return there.chance


def _unplanned(desk: Desk, day: date) -> Occurrence:
    """Return a chance for a try on a day that has none, in the window of her step."""
    step = _step(desk)
    return Occurrence(day, 0, step.opens, step.deadline, step.closes)


def _step(desk: Desk) -> Step:
    if desk.step is None:  # pragma: no cover -- asked by callers; tells mypy so
        raise LookupError("no step")
    return desk.step


def new_chance(
    desk: Desk, occurrence: Occurrence, plan: str, probability: float
) -> NewChance:
    """Return the chance of an occurrence on the person's own clock."""
    step, zone = _step(desk), desk.person.zone
    at = occurrence.moments(zone)
    return NewChance(
        id=desk.parts.new_id(),
        step_id=step.id,
        local_date=occurrence.local_date,
        slot=occurrence.slot,
        zone=zone,
        opens=occurrence.opens,
        deadline=occurrence.deadline,
        closes=occurrence.closes,
        opens_at=at.opens,
        deadline_at=at.deadline,
        closes_at=at.closes,
        plan=plan,
        probability=probability,
    )


def follow_up(
    desk: Desk, script: str, key: str, due_at: datetime, lives: timedelta
) -> int:
    """Plan a later conversation of no chance, once a day; return 1 if it is new.

    `key` is its occurrence but for the day.
    """
    local = due_at.astimezone(ZoneInfo(desk.person.zone))
    new = NewNudge(
        id=desk.parts.new_id(),
        chance_id=None,
        kind="follow_up",
        occurrence=f"{key}/{local.date()}",
        script=script,
        local_date=local.date(),
        wall=local.time().replace(microsecond=0),
        zone=desk.person.zone,
        due_at=due_at,
        expires_at=due_at + lives,
    )
    return plans.keep_nudge(desk.tx, desk.person, new)


def observe(desk: Desk, day: date, mark: Mark, prompt: str, slot: int = 0) -> None:
    """Tell the Ladder what came of a chance, and keep what it decides."""
    chance = ladder.ChanceRef(key=f"{day}/{slot}", on=day, number=0)
    led = cast("Any", prompt)
    climb(desk, ladder.Report(chance, mark, led, desk.today))


def climb(desk: Desk, told: ladder.Told, because: str = "") -> None:
    """Tell the person's policy something, and keep what it decides with its sentence.

    What a decision asks of a coach is put before her. `because` is said, sealed, after
    each sentence: a coach's own words.
    """
    rules, before = policy.of(desk.person.ladder), standing_on(desk)
    after, changes = rules.observe(before, told, name=desk.person.name)
    if after is before:
        return
    _save(desk, rules.dump(after), after)
    for change in changes:
        plans.decide(
            desk.tx,
            desk.person,
            desk.parts.new_id(),
            f"{change.sentence} {because}".strip(),
            nudge_id=None,
            verdict="rung",
            rule=change.rule,
            inputs={**change.inputs, **_rungs(change)},
        )
        if change.task:
            put_before_coach(desk, "hand", change.rule)
    if changes:
        plans.replan(desk.tx, desk.person)


def _rungs(change: ladder.Change) -> dict[str, int]:
    """Return from where to where it went, for the picture of her rungs."""
    return {"from_rung": change.from_rung, "to_rung": change.to_rung}


def hear(desk: Desk, last: datetime | None) -> None:
    """Tell the policy that she gave a word, the first of a day; `last` came before it.

    A word ends a quiet time, whatever it is about.
    """
    zone = desk.person.zone
    if last is None or timing.local_day(last, zone) < desk.today:
        climb(desk, ladder.Heard(desk.today))


def standing_on(desk: Desk) -> policy.State:
    """Return where the person stands on her policy of prompts, read once."""
    if not policy.is_whole(desk.person.ladder):
        whole = policies.whole(desk.tx, desk.person)
        desk.person = replace(desk.person, ladder=whole)
    stored = desk.person.ladder
    if desk.stood is None or desk.stood[0] is not stored:
        desk.stood = (stored, policy.of(stored).load(stored))
    return desk.stood[1]


def the_ladder(desk: Desk) -> ladder.Ladder:
    """Return the person's Ladder, or what her preset keeps in its place."""
    return policy.kept(standing_on(desk))


def begin_policy(desk: Desk, name: str, settings: ladder.Settings) -> None:
    """Let another policy thin her prompts: its state begins anew, her pause goes on."""
    rules, before = policy.POLICIES[name], the_ladder(desk)
    begun = policy.resting(rules.start(settings, before.seed), before.paused_until)
    _save(desk, rules.dump(begun), begun)


def rest(desk: Desk, until: date | None) -> None:
    """Let her policy rest up to and including that day, None for no longer."""
    after = policy.resting(standing_on(desk), until)
    _save(desk, policy.of(desk.person.ladder).dump(after), after)


def look_in(desk: Desk, rhythm: Rhythm) -> None:
    """Let the recap come in that rhythm; one of a week that stands is taken out."""
    after = policy.looking(standing_on(desk), rhythm)
    _save(desk, policy.of(desk.person.ladder).dump(after), after)
    if rhythm == "monthly":
        plans.cancel_script(desk.tx, desk.person, "recap")
    plans.replan(desk.tx, desk.person)


def _save(desk: Desk, dumped: dict[str, Any], state: policy.State) -> None:
    """Save where she stands; later effects of this turn start from it."""
    rung = policy.kept(state).rung
    people.save_ladder(desk.tx, desk.person, plans.as_json(dumped), rung)
    desk.person = replace(desk.person, ladder=dumped, rung=rung)
    desk.stood = (dumped, state)


def change_consent(
    desk: Desk,
    consent: str,
    change: str,
    method: str,
    wording: str,
    entered_by: str = "participant",
) -> None:
    """Change the person's consent, with the entry that proves it.

    What was written before a STOP, or before it ended, goes no more; a yes to an
    invitation takes back nothing that she is owed.
    """
    people.change_consent(desk.tx, desk.person, consent)
    if consent == "active":
        # Who joined before her invitation went out is not asked to join once more.
        enrolment.drop_invitation(desk.tx, desk.person.id)
        invitations.seen_to(desk.tx, desk.person.id, line=False)
    keep_entry(
        desk, change=change, method=method, wording=wording, entered_by=entered_by
    )
    if "stopped" in (consent, desk.person.consent):
        desk.consent_version += 1
    else:
        next_version(desk)
    desk.person = replace(desk.person, consent=consent)


def next_version(desk: Desk) -> None:
    """Count her consent one up here as well; what she is owed goes on under it."""
    desk.consent_version += 1
    owed.carry_on(desk.tx, desk.person, desk.consent_version)


def keep_entry(desk: Desk, **entry: str) -> None:
    """Keep a consent entry: what changed, how, in which wording, by whom."""
    people.keep_entry(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        channel=desk.channel,
        language=desk.person.language,
        **entry,
    )


def hold(desk: Desk, reason: str, answered: datetime | None) -> None:
    """Hold all automation for the person until a person clears it.

    What she is owed goes all the same. `answered` is when a reply to danger was said
    to her aloud.
    """
    people.hold(desk.tx, desk.person, reason, answered)
    next_version(desk)
    desk.person = replace(desk.person, hold=reason)


def plan_anew(desk: Desk) -> None:
    """Let the clock plan the person's coming days from now."""
    plans.replan(desk.tx, desk.person)


def keep_turn(
    desk: Desk,
    conversation_id: UUID | None,
    kind: str,
    heard: str | None,
    said: str | None,
    keys: str | None = None,
) -> None:
    """Keep one turn of the thread with the person; `keys` as `pressing` tells them."""
    talks.keep_turn(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        heard,
        said,
        keys,
        conversation_id=conversation_id,
        kind=kind,
        channel=desk.channel,
    )


def put_before_coach(desk: Desk, kind: str, reason: str) -> None:
    """Raise an alert about the person, open until a coach says it is seen."""
    plans.raise_alert(desk.tx, desk.parts.new_id(), desk.person.id, kind, reason)
