"""Say which conversation about growing, if any, begins next: offers, never orders.

Laws: one row decides, the first of the table that may; at most one offer in seven days
and one lever in seven days; none while a question is open, on a pause, under a hold or
in the week of a lapse; what she refused rests for four weeks, "later" and silence for
two. It changes nothing: only her own answer does (flows/coach/growing.py).
"""

from collections.abc import Collection
from dataclasses import dataclass

from flows.coach.grounds import Begun, Grounds, Lever, Reply, Sort
from flows.coach.ladder_state import Value
from flows.coach.offer_rows import ROWS, Row
from flows.coach.spoken import Spoken

LEVER_RESTS = 7
# Days between two conversations of a sort; notices say what was decided already.
RESTS: dict[Sort, int] = {"notice": 0, "offer": 7, "beside": 3, "look": 7}
# One look a month once she goes on alone. Two of them come on the first Sundays of two
# months, say, which may lie five weeks apart: nothing else stands between them.
KEEP_LOOKS = 36
# Days an offer rests, by her answer; None is no answer.
ANSWERED: dict[Reply | None, int] = {"accept": 7, "keep": 28, "later": 14, None: 14}


@dataclass(frozen=True, slots=True)
class Offer:
    """What begins: the rule that spoke, the script, on what grounds, and why.

    `lever` is what her yes would change, None when nothing; `sentence` is the coach's,
    `why` hers for WHY, in each language.
    """

    rule: str
    script: str
    sort: Sort
    lever: Lever | None
    inputs: dict[str, Value]
    sentence: str
    why: Spoken


def next_offer(
    grounds: Grounds, name: str = "This person", without: Collection[str] = ()
) -> Offer | None:
    """Say what begins next.

    Args:
        grounds: all that is known today.
        name: what the coach's sentence calls her.
        without: scripts that cannot begin, such as one that lacks a fact; the rows
            after theirs are asked instead.

    Returns:
        The offer of the first row that may begin and whose evidence holds; None when
        there is none. Whether it goes out is asked again at the moment of sending.
    """
    rows = (
        row
        for row in ROWS
        if row.script not in without and may(row, grounds) and row.when(grounds)
    )
    row = next(rows, None)
    return None if row is None else _offer(row, grounds, name)


def _offer(row: Row, grounds: Grounds, name: str) -> Offer:
    inputs = grounds.read(row.inputs)
    return Offer(
        row.rule,
        row.script,
        row.sort,
        row.lever,
        inputs,
        row.coach.format(name=name, **inputs),
        row.person,
    )


def may(row: Row, grounds: Grounds) -> bool:
    """Say whether a row may begin at all today, whatever its evidence says."""
    seen = grounds.seen
    if seen.held or seen.paused or seen.open_question or not _uses(row, grounds):
        return False
    if row.sort != "notice" and (seen.lapsed or _busy_today(grounds)):
        return False
    if grounds.stage not in row.stages or not _rested(row, grounds):
        return False
    return row.lever is None or lever_free(grounds)


def lever_free(grounds: Grounds) -> bool:
    """Say whether a week has passed since something last changed by an offer."""
    return grounds.lever_days is None or grounds.lever_days >= LEVER_RESTS


def _uses(row: Row, grounds: Grounds) -> bool:
    named = grounds.seen.scripts
    return not row.by_path or named is None or row.script in named


def _days(begun: Begun, grounds: Grounds) -> int:
    return (grounds.seen.today - begun.on).days


def _busy_today(grounds: Grounds) -> bool:
    """Say whether one was begun today: two in a day are none too few."""
    return any(_days(one, grounds) < 1 for one in grounds.begun)


def _rested(row: Row, grounds: Grounds) -> bool:
    rests = RESTS[row.sort]
    if row.sort == "look" and grounds.stage == "keep":
        rests = KEEP_LOOKS
    for one in grounds.begun:
        days = _days(one, grounds)
        if one.sort == row.sort and days < rests and not row.passing:
            return False
        if one.rule == row.rule and days < row.rests:
            return False
        same = one.sort == "offer" and one.script == row.script
        if same and days < ANSWERED[one.reply]:
            return False
    return True
