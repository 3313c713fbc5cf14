"""In which context a try was made: whether she is asked, and what her answer moves.

Laws: a try is asked about once; a context is asked about a few times at most, and no
more once a try is known there; a chance is moved to the familiar context or to one she
took up, and to no other.
"""

from dataclasses import replace
from datetime import date

from flows.coach import contexts
from flows.coach import signs as s
from flows.coach.contexts import FAMILIAR
from flows.coach.grounds import Begun
from flows.coach.growth import Growth
from flows.coach.signs import Placed, Sign

ASKS, TAKES = "B-where", "O-context"
# Whoever has told four times that it was elsewhere, or nothing, need not be asked on: a
# word of hers that names the place still counts.
ASKED_AT_MOST = 4


def question(growth: Growth) -> Placed | None:
    """Give the try whose context is asked, and the context it may have been made in.

    None where nothing is to be asked: no context is open, the last try has one, was
    asked about already, or was made before she took the context up.
    """
    tries = [one for one in s.known(growth.signs) if one.tried]
    taken, there = _taken(growth), _untried(growth)
    if not tries or not there:
        return None
    last = tries[-1]
    fresh = last.context == FAMILIAR and last.on > taken
    fresh = fresh and not asked_about(growth, last)
    return Placed(last.key, there) if fresh and not _enough(growth, taken) else None


def asked_about(growth: Growth, one: Sign) -> bool:
    """Say whether she was asked last where that try was."""
    return growth.asked is not None and growth.asked.key == one.key


def told(growth: Growth, where: Placed) -> Growth:
    """Move a chance to the context she tells; one she never took up moves nothing."""
    if where.context not in (FAMILIAR, *growth.contexts):
        return growth
    return replace(growth, signs=s.moved(growth.signs, where))


def begun(growth: Growth, one: Begun) -> Growth:
    """Keep of which try she is asked now, when that is what begins."""
    asks = question(growth) if one.rule == ASKS else None
    return growth if asks is None else replace(growth, asked=asks)


def _untried(growth: Growth) -> str:
    """Give the context taken up last in which no try is known, or ""."""
    tried = contexts.further(contexts.added(growth.past, growth.signs))
    return next((n for n in reversed(growth.contexts) if n not in tried), "")


def _taken(growth: Growth) -> date:
    """Give the date on which she took up a context last."""
    yes = (one.on for one in growth.begun if (one.rule, one.reply) == (TAKES, "accept"))
    return max(yes, default=growth.began)


def _enough(growth: Growth, taken: date) -> bool:
    asked = sum(one.rule == ASKS and one.on > taken for one in growth.begun)
    return asked >= ASKED_AT_MOST
