"""Setting whom an organisation sends to, and how much it may send and spend.

Laws: what is refused is refused whole, with the field and the mend; who changed what is
in the audit; what waits because of a limit is asked about anew once it is raised.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

import phonenumbers

from flows.coach import spending
from flows.coach.spending import Limits, Spent
from service.carrier.prices import DOLLAR
from service.store import added_up, alerts, differences, enrolment, outbox, spendings
from service.store.db import Tx
from service.store.spendings import Purse
from service.usecases import rights
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.spending import Terms
from service.usecases.unchanged import Changed

NONE = "none"
LONGEST_BY = 80
MOST_DOLLARS = Decimal(1_000_000)
# One or two digits behind it: three would be the comma of thousands somewhere.
DECIMAL_COMMA = re.compile(r"^([0-9]+),([0-9]{1,2})$")
# The budgets, in dollars, of an organisation that sets none.
BEGINS_WITH = {"budget_day": "50", "budget_month": "500"}
# The pace of money is that of so many days.
PACE = timedelta(days=28)
# What a coach sets on the page; whom to send to and prices are set by command.
ON_PAGE = ("budget_month", "budget_day", "messages_day")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is set, what went out in this day and month, and the organisation's own
    country, at whose prices what is not set is estimated.

    `reached` says when a limit of the day or month was reached that goes on.
    """

    terms: Terms
    spent: Spent
    own: str
    reached: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class Month:
    """Where the money of this month stands, in millionths of a US dollar.

    `forecast` is what the month will have cost by its end, from `days` whole days since
    `since`; None while those are too few. `full` says that not one more text fits in
    its budget; `reached` since when a nudge has met that, None while none has.
    """

    cost: int
    budget: int | None
    full: bool
    reached: datetime | None
    forecast: int | None
    days: int
    since: date | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where an organisation's money stands in this day and month.

    `full` are the spans in which a limit lets not one more text go, and `reached` says
    of these since when a nudge has met that; `segment` is what a segment of a text
    costs in its own country.
    """

    spent: Spent
    limits: Limits
    full: frozenset[str]
    reached: Mapping[str, datetime]
    now: datetime
    segment: int
    month: Month


def outlook(tx: Tx) -> Outlook:
    """Return where the money of this transaction's organisation stands."""
    told, own, _ = spendings.limits(tx)
    terms = Terms.read(told, own)
    spent, reached = spendings.seen(tx)
    segment = terms.price_in(own).segment
    full = _full(terms.limits, spent, segment)
    first, lately = added_up.spent_lately(tx, paced_since(tx.now))
    purse = Purse(
        id=tx.organisation_id,
        name="",
        budget=terms.limits.budget_month,
        cost=spent.cost_month,
        reached=reached.get(spending.MONTH),
        first=first,
        lately=lately,
    )
    return Outlook(
        spent=spent,
        limits=terms.limits,
        full=full,
        reached={span: at for span, at in reached.items() if span in full},
        now=tx.now,
        segment=segment,
        month=month(purse, segment, tx.now),
    )


def segment(tx: Tx) -> int:
    """Return what a segment of a text costs in the organisation's own country."""
    told, own, _ = spendings.limits(tx)
    return Terms.read(told, own).price_in(own).segment


def paced_since(now: datetime) -> date:
    """Return the first day of which the pace of money is drawn."""
    return spending.began(spending.DAY, now) - PACE


def month(purse: Purse, segment: int, now: datetime) -> Month:
    """Return where a purse stands this month; a segment is the least that may go."""
    today = spending.began(spending.DAY, now)
    since = None if purse.first is None else max(purse.first, paced_since(now))
    days = 0 if since is None else (today - since).days
    full = purse.budget is not None and purse.cost + segment > purse.budget
    return Month(
        cost=purse.cost,
        budget=purse.budget,
        full=full,
        reached=purse.reached if full else None,
        forecast=spending.forecast(purse.cost, purse.lately, days, now),
        days=days,
        since=since,
    )


def _full(limits: Limits, spent: Spent, cost: int) -> frozenset[str]:
    """Return the spans in which one more segment would go beyond a limit."""
    each = ((name, Limits(**{name: getattr(limits, name)})) for name in spending.SPANS)
    return frozenset(
        spending.SPANS[name] for name, one in each if spending.reached(one, spent, cost)
    )


def set_most(
    parts: Parts, signed: Signed, told: Mapping[str, str], seen: str | None = None
) -> None:
    """Set the limits of ON_PAGE over those that were seen, or whatever they were.

    A field left empty is no limit. Raises NotAllowed, Refused, and Changed where others
    stand now than `base` told.
    """
    rights.require(signed, "settings")
    given = {name: told.get(name, "").strip() or NONE for name in ON_PAGE}
    _change(parts, signed.organisation, given, (signed.actor, seen))


def base(limits: Limits) -> str:
    """Return what tells the limits of ON_PAGE from others in a form."""
    return "/".join(str(getattr(limits, name)) for name in ON_PAGE)


def look(parts: Parts, organisation: UUID) -> Standing:
    """Return an organisation's limits as they stand, and what it has spent."""
    with parts.db.transaction(organisation) as tx:
        told, own, _ = spendings.limits(tx)
        spent, reached = spendings.seen(tx)
        return Standing(Terms.read(told, own), spent, own, reached)


def change(
    parts: Parts, organisation: UUID, told: Mapping[str, str], by: str
) -> Standing:
    """Change limits: `told` has words by name; return what stands then.

    `allow` and `forbid` name countries, `messages_day`, `budget_day` and
    `budget_month` say the most or "none", `segment` and `minute` an organisation's own
    prices in dollars, both or neither. Raises Refused.
    """
    if not 0 < len(by.strip()) <= LONGEST_BY:
        raise Refused("by", "write 1 to %(most)s characters", most=LONGEST_BY)
    _change(parts, organisation, told, (by.strip(), None))
    return look(parts, organisation)


def _change(
    parts: Parts,
    organisation: UUID,
    told: Mapping[str, str],
    by: tuple[str, str | None],
) -> None:
    """Change limits, as a name does and over what was seen, or whatever they were."""
    who, seen = by
    with parts.db.transaction(organisation) as tx:
        # Whoever asks whether one more may go holds these: it waits by what stood
        # before and is found here, or is asked about by what stands after.
        spent = spendings.held(tx)
        kept, own, _ = spendings.limits(tx)
        new = dict(kept)
        new |= _countries(frozenset(kept.get("countries") or (own,)), told)
        new |= _most(told)
        new |= _price(told)
        before, after = Terms.read(kept, own), Terms.read(new, own)
        stands = base(before.limits)
        if seen not in (None, stands) and base(after.limits) != stands:
            raise Changed
        spendings.keep_limits(tx, new)
        _look_again(tx, own, (before, after), spent)
        line, key = parts.new_id(), parts.tenant(organisation).key
        enrolment.audit(tx, line, who, "limits changed", None)
        found = differences.between(_texts(before), _texts(after), "limits")
        differences.keep(tx, key, line, found)


def _texts(terms: Terms) -> dict[str, str]:
    """Return all that is set as texts, for the audit; amounts are in millionths."""
    most = {name: getattr(terms.limits, name) for name in ON_PAGE}
    price = terms.price
    prices = {} if price is None else {"segment": price.segment, "minute": price.minute}
    numbers = {
        name: str(one) for name, one in (most | prices).items() if one is not None
    }
    return {**numbers, "countries": ", ".join(sorted(terms.countries))}


def _look_again(tx: Tx, own: str, terms: tuple[Terms, Terms], spent: Spent) -> None:
    """Have what waits asked about anew where more may go than before."""
    before, after = terms
    if before.price == after.price and not spending.raised(before.limits, after.limits):
        return
    full = _full(after.limits, spent, after.price_in(own).segment)
    free = [name for name, span in spending.SPANS.items() if span not in full]
    outbox.wake(tx)
    spendings.untell(tx, {spending.SPANS[name] for name in free})
    alerts.limit_raised(tx, free)


def check(told: Mapping[str, str]) -> None:
    """Raise Refused for amounts that cannot be set."""
    _most(told)
    _price(told)


def _countries(listed: frozenset[str], told: Mapping[str, str]) -> dict[str, Any]:
    allowed, forbidden = (_listed(name, told.get(name, "")) for name in CHANGES)
    if not allowed and not forbidden:
        return {}
    left = (listed | allowed) - forbidden
    if not left:
        raise Refused("forbid", "one country must stay; allow another first")
    return {"countries": sorted(left)}


CHANGES = ("allow", "forbid")


def _listed(field: str, written: str) -> frozenset[str]:
    named = {one.strip().upper() for one in written.split(",") if one.strip()}
    for one in sorted(named - set(phonenumbers.SUPPORTED_REGIONS)):
        raise Refused(
            field, "%(given)r is no country; write two letters, like NZ", given=one
        )
    return frozenset(named)


def _most(told: Mapping[str, str]) -> dict[str, Any]:
    new: dict[str, Any] = {}
    if "messages_day" in told:
        most = _amount("messages_day", told["messages_day"])
        if most is not None and most != most.to_integral_value():
            raise Refused("messages_day", "write a whole number, or leave it empty")
        new["messages_day"] = None if most is None else int(most)
    for name in ("budget_day", "budget_month"):
        if name in told:
            new[name] = millionths(name, told[name])
    return new


def millionths(field: str, written: str) -> int | None:
    """Read an amount of dollars; None for no limit. Raises Refused."""
    most = _amount(field, written)
    return None if most is None else int(most * DOLLAR)


def _price(told: Mapping[str, str]) -> dict[str, Any]:
    if ("segment" in told) != ("minute" in told):
        raise Refused("segment", "give the price of a segment and of a minute together")
    if "segment" not in told:
        return {}
    prices = [_amount(name, told[name]) for name in ("segment", "minute")]
    if None in prices:
        return {"price": None}
    return {"price": [int(one * DOLLAR) for one in prices if one is not None]}


def _pointed(written: str) -> str:
    """Return a number with a point for a decimal comma; "1,000" stays as it is."""
    return DECIMAL_COMMA.sub(r"\1.\2", written)


def _amount(field: str, written: str) -> Decimal | None:
    if written.strip().casefold() in ("", NONE):
        return None
    try:
        amount = Decimal(_pointed(written.strip().lstrip("$").strip()))
    except InvalidOperation:
        raise Refused(
            field, "%(given)r; write a number like 20, or leave it empty", given=written
        ) from None
    if not amount.is_finite() or not 0 <= amount <= MOST_DOLLARS:
        most = f"{MOST_DOLLARS:,}"
        raise Refused(field, "write 0 to %(most)s, or leave it empty", most=most)
    return amount
