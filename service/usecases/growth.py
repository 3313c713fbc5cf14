"""The growth of a person's step: begun, told what came of it, and kept sealed.

Law: nothing told here changes a dial; only her own yes does (usecases.answering).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from flows.coach import contexts, exposure, growing
from flows.coach.attempts import Outcome
from flows.coach.contexts import FAMILIAR
from flows.coach.exposure import Exposure
from flows.coach.growing import Change, Event, Growth
from flows.coach.programmes import NUMBERS
from flows.coach.programmes import Step as Size
from flows.coach.signs import Measure, Placed, Sign, sign_of
from flows.coach.staircase import USUAL, Setting
from flows.talk import answers, naming
from flows.talk.expects import Expect
from service.store import growths, talks
from service.usecases import paths
from service.usecases.parts import Desk
from service.usecases.paths import Plan
from service.usecases.terms import NO_GROWTH

# What growing hears of; the other measures are for the sums.
MEASURED = frozenset(
    {"confidence", "fear_expected", "fear_felt", "effort", "automatic"}
)
# A step of her own is small and real, and nobody helps with it.
OWN_MINUTES, OWN_FEAR = 5, 3
# Under which name the script `where_it_was` keeps her answer, and the two answers that
# place a try; any other leaves it as it is.
WHERE, THERE, USUAL_PLACE = "where_it_was", "there", "usual"
_WORDS = {"attempted": "", "imagined": "", "skipped": "attempt", "missed": "reason"}


def of(desk: Desk) -> Growth | None:
    """Return the growth of her current step, begun if it was not; None without one."""
    step = desk.step
    if desk.grown is None and step is not None:
        kept = step.growth
        found = (
            _started(desk, step.place, "".join(map(str, sorted(step.days))), own=False)
            if kept is None
            else growing.load(growths.opened(desk.person, step.id, kept))
        )
        desk.grown = (step.id, found)
    return None if desk.grown is None else desk.grown[1]


def begin(desk: Desk, plan: Plan, *, own: bool) -> Growth:
    """Return the growth of the next step; what was offered goes with her."""
    before = of(desk)
    if before is None:
        return _started(desk, plan.place, plan.days, own=own)
    told = talks.memories(desk.tx, desk.person)
    size, goal = _size(desk, plan.place, plan.days, told)
    return growing.next_step(before, size, desk.today, goal=goal, own=own)


def tell(desk: Desk, event: Event) -> tuple[Change, ...]:
    """Tell the growth of her step something, and keep it; return what changed.

    What can be told without a step tells it nothing.
    """
    before = of(desk)
    if before is None or desk.grown is None:
        return ()
    after, changes = growing.observe(before, event, desk.person.name)
    if after != before:
        keep(desk, after)
    return changes


def keep(desk: Desk, growth: Growth) -> None:
    """Keep a growth of the step that is current now."""
    if desk.grown is None:  # pragma: no cover -- asked by callers; tells mypy so
        raise LookupError("no step")
    step_id = desk.grown[0]
    desk.grown = (step_id, growth)
    growths.save(desk.tx, desk.person, step_id, growing.dump(growth))


def came(desk: Desk, day: date, slot: int, outcome: str, words: str = "") -> None:
    """Tell what came of a chance.

    `words` are hers, in which a reason may stand, or a further place that she took up.
    """
    before = of(desk)
    if before is None:
        return
    kind = _WORDS[outcome]
    reason = _reason(desk, words, kind) if kind and words else ""
    _sign(desk, before, (day, slot, outcome), reason, words)


def missing(desk: Desk, told: growths.Told, words: str) -> None:
    """Tell what she says was missing at a chance that was told before."""
    before, reason = of(desk), _reason(desk, words, "reason")
    if before is not None and reason:
        _sign(desk, before, told, reason)


def placed(desk: Desk, chance: growths.Told, words: str) -> None:
    """Tell where a chance that was told before was, if her words plainly say it."""
    before = of(desk)
    where = "" if before is None else naming.named(words, before.contexts)
    if where:
        tell(desk, Placed(f"{chance.day}/{chance.slot}", where))


def answered_where(desk: Desk, said: str) -> None:
    """Take her answer to the question in which place a try was."""
    before = of(desk)
    asked = None if before is None else before.asked
    if asked is not None and said == THERE:
        tell(desk, asked)
    if asked is not None and said == USUAL_PLACE:
        tell(desk, replace(asked, context=FAMILIAR))


def new_place(desk: Desk) -> str:
    """Return the further place that her last try may have been in, or ""."""
    growth = of(desk)
    asked = None if growth is None else growth.asked
    return "" if asked is None else asked.context


def further(desk: Desk) -> int:
    """Return in how many further places she has tried her step."""
    growth = of(desk)
    if growth is None:
        return 0
    return len(contexts.further(contexts.added(growth.past, growth.signs)))


def _sign(
    desk: Desk,
    growth: Growth,
    chance: tuple[date, int, str],
    reason: str,
    words: str = "",
) -> None:
    day, slot, outcome = chance
    came_of = cast("Outcome", outcome)
    imagining = growth.difficulty.imagining
    went = sign_of(came_of, reason=reason, imagining=imagining)
    tried = outcome in ("attempted", "imagined")
    where = naming.named(words, growth.contexts)
    tell(desk, Sign(f"{day}/{slot}", day, went, tried, where))


def _reason(desk: Desk, words: str, kind: Any) -> str:
    """Return what she says was missing: time, know_how, moment, or ""."""
    meant = answers.understand(words, Expect(kind), desk.person.language)
    named = getattr(meant, "reason", "")
    return named if named in ("time", "know_how", "moment") else ""


def measured(desk: Desk, name: str, value: int) -> None:
    """Tell a number she gave about the step."""
    if name in MEASURED:
        tell(desk, Measure(cast("Any", name), value, desk.today))


def edge(desk: Desk) -> str:
    """Return the next item of her list, in her words, or ""."""
    growth = of(desk)
    item = None if growth is None else exposure.next_item(growth.exposure)
    return "" if item is None else item.words


# ---- how big a step is ----


def _started(desk: Desk, place: int | None, days: str, *, own: bool) -> Growth:
    told = _told(desk)
    size, goal = _size(desk, place, days, told)
    setting = desk.terms.growth
    return growing.start(
        size,
        desk.today,
        goal=goal,
        setting=USUAL if setting == NO_GROWTH else cast("Setting", setting),
        own=own,
        exposure=_list(told),
    )


def _told(desk: Desk) -> Mapping[str, str]:
    """Return what scripts kept of her, this turn's too; most have kept nothing yet."""
    if not (desk.near.remembers or desk.remembered):
        return {}
    return talks.memories(desk.tx, desk.person)


def _list(told: Mapping[str, str]) -> Exposure:
    """Return the list that the intake asked for (#55)."""
    names = ("easy", "edge", "too_much")
    return exposure.start(**{name: told.get(name, "") for name in names})


def _size(
    desk: Desk, place: int | None, days: str, told: Mapping[str, str]
) -> tuple[Size, Size | None]:
    """Return the dials of a step and those aimed for: the path's, or usual ones."""
    # Only a step with a place is on a path: no text of another waits for that read.
    path = None if place is None else paths.read(desk.programme.path)
    if path is not None and place is not None:
        return path.steps[place], path.steps[-1]
    return Size(
        text={},
        cue={},
        kind="window",
        days=days,
        minutes=_number(told.get("minutes"), "minutes", OWN_MINUTES),
        per_week=len(days) or 1,
        imagining=0,
        complexity=1,
        fear=_number(told.get("fear_expected"), "fear", OWN_FEAR),
        support="self",
    ), None


def _number(told: str | None, name: str, otherwise: int) -> int:
    low, high = NUMBERS[name]
    number = int(told) if told and told.isdecimal() else otherwise
    return min(max(number, low), high)
