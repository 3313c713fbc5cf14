"""What a conversation about growing leads to: her answer, and what it changes.

Laws: a yes turns one dial by one notch, as flows.coach.taking_up says; what cannot be
done by a machine is put before a coach, and nothing is refused without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from flows.coach import dials, ladder
from flows.coach.grounds import Begun, Reply
from flows.coach.growing import Answer, Change
from flows.coach.ladder_state import Rhythm
from flows.coach.offer_rows import BY_RULE, ROWS
from flows.talk import effects as e
from service.store import growths, plans, talks
from service.usecases import acting, growth, stepping
from service.usecases.parts import Desk

OFFERS = frozenset(row.script for row in ROWS if row.sort == "offer")
Kept = Mapping[str, str]
SURE = 7
# What she picks in both scripts, and which words of hers are then the new step.
PICKED: Mapping[str, tuple[Mapping[str, dials.Dial], str]] = {
    "stretch": (dials.PICKED, "stretch_step"),
    "smaller": (dials.EASED, "smaller_step"),
}
# The script has put these before the coach itself.
ASKED_ALREADY = {"O-help": "asked", "O-help-falling": "asked", "O-help-lapse": "asked",
                 "STAY-cost": "serious"}  # fmt: skip


def begin(desk: Desk, rule: str) -> None:
    """Keep that a conversation of the table begins now."""
    row = BY_RULE[rule]
    growth.tell(desk, Begun(rule, row.script, row.sort, desk.today))
    if row.sort == "offer":
        # An answer of weeks ago is none to this one.
        _remember(desk, f"offered_{row.script}", "")


def is_open(desk: Desk, script: str) -> bool:
    """Say whether growing waits for the answer to an offer of this script."""
    return script in OFFERS and _open(desk, script) is not None


def _open(desk: Desk, script: str) -> Begun | None:
    grown = growth.of(desk)
    begun = () if grown is None else reversed(grown.begun)
    last = next((one for one in begun if one.sort == "offer"), None)
    fits = last is not None and last.script == script and last.reply is None
    return last if fits else None


def heard(desk: Desk, script: str, memory: Kept, effects: Iterable[e.Effect]) -> None:
    """Take in how a conversation ended: her answer, and what follows from it.

    Args:
        desk: hers.
        script: the conversation's.
        memory: what it had kept before this turn.
        effects: of this turn, carried out already.
    """
    done = tuple(effects)
    end = next((one for one in done if isinstance(one, e.End)), None)
    begun = _open(desk, script) if end is not None and script in OFFERS else None
    if begun is None or end is None:
        return
    kept = {**memory, **_kept(done)}
    said = talks.memories(desk.tx, desk.person).get(f"offered_{script}", "")
    if end.reason == "silence":
        if said == "accept":  # half of an answer: a person finishes it with her
            acting.put_before_coach(desk, "hand", f"accepted_{script}")
        return
    reply = REPLIES[script](kept, said)
    changes = growth.tell(desk, _answer(desk, begun.rule, reply, kept))
    for change in changes:
        _carry(desk, script, kept, change)


def _kept(effects: Iterable[e.Effect]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in effects:
        if isinstance(one, e.Remember | e.Measured):
            found[one.name] = str(one.value)
        elif isinstance(one, e.TakeUp):
            found["took_up"] = "yes"
    return found


def _answer(desk: Desk, rule: str, reply: Reply, kept: Kept) -> Answer:
    picked = {**dials.PICKED, **dials.EASED}.get(kept.get("dial", ""))
    fear = kept.get("fear_expected", "")
    cost = kept.get("cost")
    return Answer(
        rule,
        reply,
        desk.today,
        dial=picked,
        cost=cast("Any", cost) if cost in ("minutes", "awkward", "serious") else None,
        fear=int(fear) if fear.isdecimal() else None,
        context=kept.get("new_context", ""),
    )


# ---- what she said, script by script ----


def _sized(script: str) -> Callable[[Kept, str], Reply]:
    names, words = PICKED[script]

    def reply(kept: Kept, said: str) -> Reply:
        if said == "later":
            return "later"
        whole = kept.get("dial") in names and kept.get(words, "").strip()
        return "accept" if said == "accept" and whole else "keep"

    return reply


def _said(_kept: Kept, said: str) -> Reply:
    return cast("Reply", said) if said in ("accept", "later") else "keep"


def _elsewhere(kept: Kept, _said: str) -> Reply:
    sure = kept.get("confidence", "")
    fits = not sure.isdecimal() or int(sure) >= SURE or kept.get("smaller_there")
    return "accept" if kept.get("new_context", "").strip() and fits else "keep"


def _own_step(kept: Kept, _said: str) -> Reply:
    return "accept" if kept.get("took_up") else "keep"


def _on_her_own(_kept: Kept, _said: str) -> Reply:
    return "accept"  # as it is or a next step: both go on without prompts


REPLIES: Mapping[str, Callable[[Kept, str], Reply]] = {
    "stretch": _sized("stretch"),
    "smaller": _sized("smaller"),
    "more_help": _said,
    "less_help": _said,
    "new_context": _elsewhere,
    "plan_step": _own_step,
    "graduate": _on_her_own,
}


# ---- what follows ----


def _carry(desk: Desk, script: str, kept: Kept, change: Change) -> None:
    keep(desk, change)
    if change.rung_at_most is not None:
        prompts_back(desk, change.rung_at_most)
    stays = change.rule.startswith("STAY")
    if change.task or stays:
        raise_once(desk, ASKED_ALREADY.get(change.rule, change.rule))
    if script in PICKED and not stays:
        _resize(desk, kept, PICKED[script][1])


def keep(desk: Desk, change: Change) -> None:
    """Keep a change of growing with its sentence, as the coach reads it.

    Who goes on alone is asked once a month instead of once a week, as she was told.
    """
    plans.decide(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        change.sentence,
        nudge_id=None,
        verdict="grown",
        rule=change.rule,
        inputs=change.inputs,
    )
    if change.what == "stage" and "keep" in (change.before, change.after):
        own = cast("Rhythm", desk.terms.recap_rhythm)
        acting.look_in(desk, "monthly" if change.after == "keep" else own)


def prompts_back(desk: Desk, rung: int) -> None:
    """Let prompts come back to that rung where she stands beyond it."""
    if acting.the_ladder(desk).rung > rung:
        acting.climb(desk, ladder.Asked("new", desk.today))


def _resize(desk: Desk, kept: Kept, words: str) -> None:
    """Let her words be the step from now on; of a day more or less a coach decides."""
    picked = kept.get("dial", "")
    if picked in ("more_often", "less_often"):
        raise_once(desk, picked)
    else:
        stepping.resize(desk, kept[words])


def raise_once(desk: Desk, reason: str) -> None:
    """Put something before a coach, unless it is there already."""
    if reason not in growths.raised(desk.tx, desk.person, desk.tx.now):
        acting.put_before_coach(desk, "hand", reason)


def _remember(desk: Desk, name: str, value: str) -> None:
    desk.remember(name, value)
