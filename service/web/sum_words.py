"""What the tries add up to, in words: each number with its n and one plain sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.coach.attempts import Share
from flows.coach.effect import NEEDED, Effect
from flows.coach.sums import CALIBRATED, Calibration, Sums
from service.web import words
from service.web.tongues import count, later, say, spoken


@dataclass(frozen=True, slots=True)
class Line:
    """One number: what it is, the figure, what it is of, and what it tells."""

    label: str
    figure: str
    of: str
    says: str


TIMES = (later("time"), later("times"))
DAYS = (later("day"), later("days"))
UNKNOWN = later(
    "Nothing to add up yet. The first numbers stand here once something is told of a"
    " chance."
)
FIT: Mapping[str, str] = spoken(
    {
        "under": "They do more than they expect of themselves.",
        "even": "They do about what they expect of themselves.",
        "over": "They expected more than came: a smaller step may fit better.",
    }
)


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
    says = say("Tries, whatever came of them.")
    if sums.best is not None:
        best, began = sums.best.tries, words.day(sums.best.began)
        most = say("Most in two weeks: %(tries)s, from %(day)s.", tries=best, day=began)
        says = f"{says} {most}"
    of = count("of %(num)s known chance", "of %(num)s known chances", sums.known)
    return Line(say("Tries"), str(sums.tries), of, says)


def _own(share: Share) -> Line:
    says = say(
        "Of the last known chances that no prompt opened, these were unprompted."
    )
    return Line(say("On their own"), str(share.count), _of(share), says)


def _of(share: Share) -> str:
    return say("of %(many)s", many=share.n)


def _returns(times: int) -> Line:
    says = say("A try that followed a miss. Nothing takes these away.")
    return Line(say("Came back"), str(times), _unit(TIMES, times), says)


def _effect(effect: Effect) -> Line:
    given = count("%(num)s chance", "%(num)s chances", effect.prompted.n)
    says = say(
        "Where a reminder stood by they tried %(rate)s of %(chances)s, where none did"
        " %(rested)s of %(many)s, as the lot fell.",
        rate=_percent(effect.prompted.value),
        chances=given,
        rested=_percent(effect.rested.value),
        many=effect.rested.n,
    )
    says = f"{says} {verdict(effect)}"
    if effect.unknown:
        says += " " + say("No word came of %(many)s more.", many=effect.unknown)
    figure = f"{round(100 * effect.difference):+d}"
    n = effect.prompted.n + effect.rested.n
    return Line(say("Reminders"), figure, say("points, %(n)s chances", n=n), says)


def verdict(effect: Effect) -> str:
    """Say what an effect tells, with its interval, and no more than that."""
    low, high = (round(100 * bound) for bound in (effect.low, effect.high))
    if effect.low > 0:
        return say("They help, by %(low)s to %(high)s points.", low=low, high=high)
    if effect.high < 0:
        return say(
            "They stand in the way, by %(low)s to %(high)s points.",
            low=-high,
            high=-low,
        )
    return say(
        "It may be %(low)s to %(high)s points: nobody can say yet whether they help.",
        low=f"{low:+d}",
        high=f"{high:+d}",
    )


def points(difference: float) -> str:
    """Say a difference of rates in points of a hundred, with its sign."""
    whole = round(100 * difference)
    return say("%(many)s points", many=f"{whole:+d}" if whole else "0")


def _percent(rate: float) -> str:
    return f"{round(100 * rate)} %"


def _course(sums: Sums) -> Iterator[Line]:
    """Yield how soon she began, and how soon she came back."""
    if sums.first_try_days is not None:
        days = sums.first_try_days
        says = say("From their first step to the first real try.")
        yield Line(say("First try after"), str(days), _unit(DAYS, days), says)
    if sums.recovery is not None:
        half = sums.recovery.days
        says = say(
            "The middle of %(lapses)s: two misses, or seven days of chances without a"
            " try, until the next one.",
            lapses=count("%(num)s lapse", "%(num)s lapses", sums.recovery.n),
        )
        yield Line(say("Back from a lapse in"), f"{half:g}", _unit(DAYS, half), says)
    if sums.own_steps.n > 1:
        share = sums.own_steps
        says = say("Steps they wrote themselves.")
        yield Line(say("Steps of their own"), str(share.count), _of(share), says)


def _unit(words: tuple[str, str], many: float) -> str:
    one, more = words
    return say(one) if many == 1 else say(more)


def _told(sums: Sums) -> Iterator[Line]:
    """Yield what the numbers she gave come to."""
    if sums.confidence and sums.confidence[-1].n > 1:
        trend = sums.confidence[-1]
        says = say(
            "First and last of %(n)s numbers about the latest step, 0 to 10.", n=trend.n
        )
        moved = f"{trend.first} \N{RIGHTWARDS ARROW} {trend.last}"
        yield Line(say("How sure of doing it"), moved, "", says)
    if sums.calibration is not None:
        yield _calibration(sums.calibration)
    if sums.fear is not None:
        before, after = f"{sums.fear.before:.0f}", f"{sums.fear.after:.0f}"
        tries = count("%(num)s try", "%(num)s tries", sums.fear.n)
        says = say("Expected, then felt: the mean of %(tries)s.", tries=tries)
        moved = f"{before} \N{RIGHTWARDS ARROW} {after}"
        yield Line(say("Fear, 0 to 10"), moved, "", says)


def _calibration(found: Calibration) -> Line:
    did = say("%(count)s of %(n)s", count=found.did.count, n=found.did.n)
    says = say("Said %(said)s of 10, did it %(did)s times.", said=found.said, did=did)
    of = say("said %(said)s of 10", said=found.said)
    return Line(say("Done, beside said"), did, of, f"{says} {FIT[found.fit]}")


def waits_for(sums: Sums) -> str:
    """Say which numbers need more to go by, and how much; "" when none does."""
    wanted = (
        (
            sums.independence.n == 0,
            later(
                "how often they try unprompted (after one known chance without a"
                " prompt)"
            ),
        ),
        (
            sums.effect is None,
            later(
                "whether reminders help (after %(needed)s known chances with one and"
                " %(needed)s without, as the lot falls)"
            ),
        ),
        (
            sums.calibration is None,
            later(
                "whether they do what they expect of themselves (after %(after)s"
                " known chances since they said how sure they are)"
            ),
        ),
        (
            sums.recovery is None,
            later("how soon they come back from a lapse (after the first one)"),
        ),
    )
    many = {"needed": NEEDED, "after": CALIBRATED}
    missing = [say(what, **many) for lacks, what in wanted if lacks]
    return say("Not known yet: %(what)s.", what="; ".join(missing)) if missing else ""
