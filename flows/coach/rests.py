"""On a moment step, set the chances that rest beside those a prompt opened.

A chance that rests cannot be rescued later, and which one rests is drawn (G8): so the
rests say what fewer prompts would cost, before anything is thinned.

Laws: what is unknown is on neither side (G7); too few on a side say nothing, and a
window step, where a late prompt goes only to who has not told of a try, says nothing.
"""

from datetime import date

from flows.coach.ladder_state import Inputs, Ladder, kind_on
from flows.coach.tries import known, rate, tried, used

KEEPS_UP = 85  # percent of what it was
FEWEST = 3  # known chances by which a rate can be judged
COMPARED = 7  # known chances of each side, the newest


def behind(ladder: Ladder, today: date) -> Inputs | None:
    """Give both sides where the rests are tried clearly less often, else None."""
    if kind_on(ladder, today) != "moment":
        return None
    told = known(ladder)
    rests = [e for e in told if e.prompt == "none"][-COMPARED:]
    led = [e for e in told if e.prompt == "before"][-COMPARED:]
    few = min(len(rests), len(led)) < FEWEST
    if few or 100 * rate(rests) >= KEEPS_UP * rate(led):
        return None
    return {
        "alone": sum(map(tried, rests)),
        "rests": len(rests),
        "tries": sum(map(tried, led)),
        "led": len(led),
        **used(sorted((*rests, *led), key=lambda e: (e.on, e.key))),
    }
