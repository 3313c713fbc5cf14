"""What the tries add up to, in words: each number with its n and one plain sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.coach.attempts import Share
from flows.coach.effect import NEEDED, Effect
from flows.coach.sums import CALIBRATED, Calibration, Sums
from service.web import words


@dataclass(frozen=True, slots=True)
class Line:
    """One number: what it is, the figure, what it is of, and what it tells."""

    label: str
    figure: str
    of: str
    says: str


UNKNOWN = (
    "Nothing to add up yet. The first numbers stand here once something is told of a"
    " chance."
)
FIT = {
    "under": "They do more than they expect of themselves.",
    "even": "They do about what they expect of themselves.",
    "over": "They expected more than came: a smaller step may fit better.",
}


def lines(sums: Sums) -> tuple[Line, ...]:
    """Return every number that is known, the most telling first."""
    return tuple(_lines(sums))


def _lines(sums: Sums) -> Iterator[Line]:
    if sums.known:
        yield _tries(sums)
    if sums.independence.n:
        yield _own(sums.independence)
    if sums.effect is not None:
        yield _effect(sums.effect)
    if sums.returns:
        yield _returns(sums.returns)
    yield from _course(sums)
    yield from _told(sums)


def _tries(sums: Sums) -> Line:
    best = ""
    if sums.best is not None:
        best = (
            f" Most in two weeks: {sums.best.tries}, from {words.day(sums.best.began)}."
        )
    says = f"Tries, whatever came of them.{best}"
    return Line("Tries", str(sums.tries), f"of {_n(sums.known, 'known chance')}", says)


def _own(share: Share) -> Line:
    says = "Of the last known chances that no prompt opened, these were unprompted."
    return Line("On their own", str(share.count), f"of {share.n}", says)


def _returns(times: int) -> Line:
    says = "A try that followed a miss. Nothing takes these away."
    return Line("Came back", str(times), "time" if times == 1 else "times", says)


def _effect(effect: Effect) -> Line:
    n = effect.prompted.n + effect.rested.n
    rates = (
        f"Where a reminder stood by they tried {_percent(effect.prompted.value)} of"
        f" {_n(effect.prompted.n, 'chance')}, where none did"
        f" {_percent(effect.rested.value)} of {effect.rested.n}, as the lot fell."
    )
    silent = f" No word came of {effect.unknown} more." if effect.unknown else ""
    says = f"{rates} {verdict(effect)}{silent}"
    figure = f"{round(100 * effect.difference):+d}"
    return Line("Reminders", figure, f"points, {n} chances", says)


def verdict(effect: Effect) -> str:
    """Say what an effect tells, with its interval, and no more than that."""
    low, high = (round(100 * bound) for bound in (effect.low, effect.high))
    if effect.low > 0:
        return f"They help, by {low} to {high} points."
    if effect.high < 0:
        return f"They stand in the way, by {-high} to {-low} points."
    return (
        f"It may be {low:+d} to {high:+d} points: nobody can say yet whether they help."
    )


def points(difference: float) -> str:
    """Say a difference of rates in points of a hundred, with its sign."""
    whole = round(100 * difference)
    return f"{whole:+d} points" if whole else "0 points"


def _percent(rate: float) -> str:
    return f"{round(100 * rate)} %"


def _course(sums: Sums) -> Iterator[Line]:
    """Yield how soon she began, and how soon she came back."""
    if sums.first_try_days is not None:
        days = sums.first_try_days
        says = "From their first step to the first real try."
        yield Line("First try after", str(days), "day" if days == 1 else "days", says)
    if sums.recovery is not None:
        half, times = sums.recovery.days, _n(sums.recovery.n, "lapse")
        says = (
            f"The middle of {times}: two misses, or seven days of chances without a"
            " try, until the next one."
        )
        unit = "day" if half == 1 else "days"
        yield Line("Back from a lapse in", f"{half:g}", unit, says)
    if sums.own_steps.n > 1:
        share = sums.own_steps
        says = "Steps they wrote themselves."
        yield Line("Steps of their own", str(share.count), f"of {share.n}", says)


def _told(sums: Sums) -> Iterator[Line]:
    """Yield what the numbers she gave come to."""
    if sums.confidence and sums.confidence[-1].n > 1:
        trend = sums.confidence[-1]
        says = f"First and last of {trend.n} numbers about the latest step, 0 to 10."
        moved = f"{trend.first} \N{RIGHTWARDS ARROW} {trend.last}"
        yield Line("How sure of doing it", moved, "", says)
    if sums.calibration is not None:
        yield _calibration(sums.calibration)
    if sums.fear is not None:
        before, after = f"{sums.fear.before:.0f}", f"{sums.fear.after:.0f}"
        says = f"Expected, then felt: the mean of {_n(sums.fear.n, 'try', 'tries')}."
        moved = f"{before} \N{RIGHTWARDS ARROW} {after}"
        yield Line("Fear, 0 to 10", moved, "", says)


def _calibration(found: Calibration) -> Line:
    did = f"{found.did.count} of {found.did.n}"
    says = f"Said {found.said} of 10, did it {did} times. {FIT[found.fit]}"
    return Line("Done, beside said", did, f"said {found.said} of 10", says)


def waits_for(sums: Sums) -> str:
    """Say which numbers need more to go by, and how much; "" when none does."""
    wanted = (
        (sums.independence.n == 0, "unprompted tries"),
        (sums.effect is None, f"reminders ({NEEDED} drawn chances of each kind)"),
        (
            sums.calibration is None,
            f"said and done ({CALIBRATED} chances after a number)",
        ),
        (sums.recovery is None, "lapses (none is over yet)"),
    )
    missing = [what for lacks, what in wanted if lacks]
    return f"Not known yet: {'; '.join(missing)}." if missing else ""


def _n(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"
