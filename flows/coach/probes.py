"""Probe blocks (A4): try one rung lighter for ten days, and keep it if tries keep up.

Law: a thinner rung stays by this rule only with tries of at least 85 % of the last
fortnight and of her personal best (G5); a block only ever goes lighter (G2).
"""

from dataclasses import replace
from datetime import date, timedelta

from flows.coach.ladder_state import FIRST_WAIT, LAST_RUNG, Inputs, Ladder, Probe
from flows.coach.moves import (
    LONGEST_WAIT,
    Rule,
    after_known,
    longer,
    moved,
    one_back,
)
from flows.coach.rests import FEWEST, KEEPS_UP, behind
from flows.coach.tries import MINIMUM_DOSE, fresh, known, percent, rate, used

BLOCK_DAYS = 10
_FORTNIGHT = timedelta(days=14)


def _unchanged(ladder: Ladder, today: date) -> Inputs | None:
    still = max(filter(None, (ladder.since, ladder.paused_until)), default=today)
    days = (today - still).days
    due = ladder.probe is None and days >= ladder.probe_wait
    if not due or len(fresh(ladder)) < MINIMUM_DOSE:
        return None
    last = [e for e in known(ladder) if today - _FORTNIGHT <= e.on]
    par = percent(max(rate(last), ladder.best))
    return {"days": days, "par": par, **used(last)} if par else None


def _rests_behind(ladder: Ladder, today: date) -> Inputs | None:
    """Find that the rests have answered what a block would ask; not for ever."""
    if ladder.probe_wait >= LONGEST_WAIT or _unchanged(ladder, today) is None:
        return None
    return behind(ladder, today)


def _later(ladder: Ladder, _today: date, _: Inputs) -> Ladder:
    return replace(ladder, probe_wait=longer(ladder.probe_wait))


def _lighter(ladder: Ladder, today: date, inputs: Inputs) -> Ladder:
    after = moved(ladder, ladder.rung + 1, today, after_known(ladder, today))
    # The rung was not reached yet, so nobody climbs "back" to it.
    return replace(after, top=ladder.top, probe=Probe(today, int(inputs["par"] or 0)))


def _block(ladder: Ladder, today: date) -> Inputs | None:
    """Give the numbers of a block that is over."""
    probe = ladder.probe
    if probe is None or (today - probe.began).days < BLOCK_DAYS:
        return None
    end = probe.began + timedelta(days=BLOCK_DAYS)
    told = [e for e in known(ladder) if probe.began <= e.on < end]
    share = percent(rate(told))
    return {"share": share, "par": probe.par, "known": len(told), **used(told)}


def _kept_up(ladder: Ladder, today: date) -> Inputs | None:
    block = _block(ladder, today)
    return block if block is not None and _held(block) else None


def _fell_behind(ladder: Ladder, today: date) -> Inputs | None:
    block = _block(ladder, today)
    return None if block is None or _held(block) else block


def _held(block: Inputs) -> bool:
    share, par, told = (int(block[name] or 0) for name in ("share", "par", "known"))
    return told >= FEWEST and 100 * share >= KEEPS_UP * par


def _kept(ladder: Ladder, _today: date, _: Inputs) -> Ladder:
    top = max(ladder.top, ladder.rung)
    return replace(ladder, top=top, probe=None, probe_wait=FIRST_WAIT)


NOT_YET = Rule(
    "A4-rests",
    range(1, LAST_RUNG),
    _rests_behind,
    _later,
    "{name} tried {tries} of {led} chances with a prompt first and {alone} of {rests} "
    "without, so fewer prompts are not tried yet",
    daily=True,
    rung_said=False,
)
BEGIN = Rule(
    "A4-begin",
    range(1, LAST_RUNG),
    _unchanged,
    _lighter,
    "Nothing has changed for {name} in {days} days, and ten days are tried with less",
    daily=True,
)
JUDGED: tuple[Rule, ...] = (
    Rule(
        "A4-back",
        range(1, LAST_RUNG + 1),
        _fell_behind,
        one_back,
        "In the ten days with less {name} tried {share} % of the known chances "
        "({known}), against {par} % before",
        daily=True,
    ),
    Rule(
        "A4-held",
        range(1, LAST_RUNG + 1),
        _kept_up,
        _kept,
        "In the ten days with less {name} tried {share} % of the chances, "
        "against {par} % before",
        daily=True,
    ),
)
