"""Setting whom an organisation sends to, and how much it may send and spend.

Law: what is refused is refused whole, with the field and the mend; who changed what is
in the audit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

import phonenumbers

from flows.coach.spending import Spent
from service.carrier.prices import DOLLAR
from service.store import enrolment, spendings
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.spending import Terms

NONE = "none"
LONGEST_BY = 80
MOST_DOLLARS = Decimal(1_000_000)
# The budgets, in dollars, of an organisation that sets none.
BEGINS_WITH = {"budget_day": "50", "budget_month": "500"}


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


def look(parts: Parts, organisation: UUID) -> Standing:
    """Return an organisation's limits as they stand, and what it has spent."""
    with parts.db.transaction(organisation) as tx:
        told, own = spendings.limits(tx)
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
    with parts.db.transaction(organisation) as tx:
        kept, own = spendings.limits(tx)
        new = dict(kept)
        new |= _countries(frozenset(kept.get("countries") or (own,)), told)
        new |= _most(told)
        new |= _price(told)
        spendings.keep_limits(tx, new)
        enrolment.audit(tx, parts.new_id(), by.strip(), "limits changed", None)
    return look(parts, organisation)


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
            raise Refused("messages_day", "write a whole number, or none")
        new["messages_day"] = None if most is None else int(most)
    for name in ("budget_day", "budget_month"):
        if name in told:
            most = _amount(name, told[name])
            new[name] = None if most is None else int(most * DOLLAR)
    return new


def _price(told: Mapping[str, str]) -> dict[str, Any]:
    if ("segment" in told) != ("minute" in told):
        raise Refused("segment", "give the price of a segment and of a minute together")
    if "segment" not in told:
        return {}
    prices = [_amount(name, told[name]) for name in ("segment", "minute")]
    if None in prices:
        return {"price": None}
    return {"price": [int(one * DOLLAR) for one in prices if one is not None]}


def _amount(field: str, written: str) -> Decimal | None:
    if written.strip().casefold() == NONE:
        return None
    try:
        amount = Decimal(written.strip().lstrip("$"))
    except InvalidOperation:
        raise Refused(field, f"{written!r}; write a number like 20, or none") from None
    if not amount.is_finite() or not 0 <= amount <= MOST_DOLLARS:
        raise Refused(field, f"write 0 to {MOST_DOLLARS:,}, or none")
    return amount
