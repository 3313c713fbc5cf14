"""Whom an organisation sends to, and for how much: toll fraud and pumping (failure 30).

Laws: no number outside the countries of an organisation's list, and no premium number,
is enrolled or sent to; no limit of messages or money, of the organisation or of a
programme, is gone beyond, however many send at once; a limit that is reached holds back
nudges alone, never a reply to her own words, a confirmation, a safety reply or an
alert, and lets go at midnight UTC, or when it is raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from typing import Any
from uuid import UUID

import phonenumbers
from phonenumbers import PhoneNumberType

from flows.coach import spending
from flows.coach.explain import NudgeContext
from flows.coach.preview import Full
from flows.coach.spending import Limits
from service.carrier import prices
from service.carrier.prices import Price
from service.store import plans, spendings
from service.store.db import Found, Tx
from service.usecases import alerting
from service.usecases.entries import FICTION
from service.usecases.parts import Desk

NUDGES = frozenset({"prompt", "recap", "follow_up", "invitation", "call"})
NOWHERE = "001"  # the published plans' word for a number of no country
# Dear to reach, or nobody's own telephone.
SPECIAL: Mapping[int, str] = {
    PhoneNumberType.PREMIUM_RATE: "a premium number",
    PhoneNumberType.SHARED_COST: "a shared-cost number",
    PhoneNumberType.TOLL_FREE: "a toll-free number",
    PhoneNumberType.PERSONAL_NUMBER: "a personal number that is dear to reach",
    PhoneNumberType.PAGER: "a pager",
    PhoneNumberType.UAN: "a company's access number",
    PhoneNumberType.VOICEMAIL: "a voicemail's number",
}
NAMES: Mapping[str, str] = {
    "messages_day": "most messages of a day",
    "budget_day": "budget of the day",
    "budget_month": "budget of the month",
    spending.OF_PROGRAMME: "budget of the month",
}
# Why a number is not taken, as a terminal says it; pages say it in words of their own.
ELSEWHERE = (
    "this number is in {country}, and texts go to {allowed} alone; whoever runs"
    " this service can allow it, by: handrail organisation limits --allow {again}"
)
ITS, PROGRAMMES = "This organisation", "This programme"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an organisation has set: countries by their two letters, limits, prices.

    Of a programme of it the limits hold its own budget, too.
    """

    countries: frozenset[str]
    limits: Limits
    price: Price | None

    @classmethod
    def read(
        cls, told: Mapping[str, Any], own: str, programme_month: int | None = None
    ) -> Terms:
        """Read what is kept; without a list it is the organisation's own country."""
        most = {name: told.get(name) for name in spending.SPANS}
        most[spending.OF_PROGRAMME] = programme_month
        price = Price(*told["price"]) if told.get("price") else None
        listed = frozenset(told.get("countries") or (own,))
        return cls(listed, Limits(**most), price)

    def price_in(self, country: str) -> Price:
        """Return what a text and a call to a country are taken to cost."""
        return self.price or prices.PRICES.get(country, prices.ELSEWHERE)


def terms(tx: Tx, programme: UUID | None = None) -> Terms:
    """Return what the organisation of this transaction, and a programme, has set."""
    return Terms.read(*spendings.limits(tx, programme))


def country_of(number: str) -> str:
    """Return the two letters of a number's country, NOWHERE or "" for fiction."""
    if FICTION.fullmatch(number):
        return ""
    return phonenumbers.region_code_for_number(phonenumbers.parse(number)) or NOWHERE


def closed_to(number: str, countries: frozenset[str]) -> str:
    """Return what a number is, where nothing is sent to such, or "" (E.164)."""
    country = country_of(number)
    if not country:
        return ""
    special = SPECIAL.get(phonenumbers.number_type(phonenumbers.parse(number)))
    if special is not None:
        return special
    if country == NOWHERE:
        return "a satellite's or a worldwide number"
    return "" if country in countries else f"in {country}"


def mend(number: str, countries: frozenset[str]) -> str:
    """Return why a number cannot be taken, and how to mend that, or ""."""
    what = closed_to(number, countries)
    if not what:
        return ""
    if not what.startswith("in "):
        return f"this is {what}; write the person's own number"
    country = what.removeprefix("in ")
    allowed = ", ".join(sorted(countries))
    return ELSEWHERE.format(country=country, allowed=allowed, again=country)


# ---- at the moment of sending ----


@dataclass(frozen=True, slots=True)
class Bill:
    """What one message would cost, and what stands against it."""

    cost: int
    closed_to: str
    limit: str | None
    ends_at: datetime | None


def bill(desk: Desk, row: Found, number: str, own: str = "") -> Bill:
    """Ask what a message to a number costs, and whether that may be spent now.

    `own` is the coach's telephone where a call rings that first. Where there is a
    limit, nobody else can spend until this transaction ends: ask last.
    """
    tx, programme = desk.tx, desk.person.programme_id
    told, limit = terms(tx, programme), None
    cost = _cost(told, row, number, own)
    if row["kind"] in NUDGES and told.limits.bounded:
        held = spendings.held(tx, programme)
        limit = spending.reached(told.limits, held, cost)
        if limit is not None:
            # Whoever raises one holds the same rows: this is what stands now.
            told = terms(tx, programme)
            cost = _cost(told, row, number, own)
            limit = spending.reached(told.limits, held, cost)
    ends_at = None if limit is None else spending.ends(limit, tx.now)
    return Bill(cost, closed_to(number, told.countries), limit, ends_at)


def _cost(told: Terms, row: Found, *numbers: str) -> int:
    """Return what a message costs: a call through the service is one to each number."""
    return sum(
        prices.estimate(
            told.price_in(country_of(number)), row["channel"], row["segments"]
        )
        for number in numbers
        if number
    )


def lasted(desk: Desk, message: UUID, seconds: int, *numbers: str) -> None:
    """Count what a call to these numbers cost beyond what it was taken to cost.

    `message` is the call's row in the outbox.
    """
    more = ceil(seconds / 60) - prices.MINUTES_OF_A_CALL
    if more > 0:
        told = terms(desk.tx)
        each = (told.price_in(country_of(number)).minute for number in numbers)
        spendings.longer(desk.tx, message, sum(each) * more, desk.person.programme_id)


def cost(tx: Tx, row: Found, to: str) -> int:
    """Return what an alert to a coach may cost, in millionths of a US dollar."""
    if row["channel"] == "email":
        return 0
    return _cost(terms(tx), row, to)


def bounded(context: NudgeContext, asked: Bill) -> NudgeContext:
    """Return what the rules look at with the limits of organisation and programme."""
    return replace(
        context,
        closed_to=asked.closed_to,
        limit=NAMES.get(asked.limit or "", ""),
        limit_of=_whose(asked.limit),
        limit_ends_at=asked.ends_at,
    )


def full(tx: Tx) -> Mapping[UUID, Full]:
    """Return the limit that keeps each programme's nudges here now, if any.

    As a text of one segment within the organisation's own country would find it.
    """
    told, own, _ = spendings.limits(tx)
    here, spent = Terms.read(told, own), spendings.seen(tx)[0]
    cost = here.price_in(own).segment
    each = {
        purse.id: spending.reached(
            replace(here.limits, programme_month=purse.budget),
            replace(spent, programme_month=purse.cost),
            cost,
        )
        for purse in spendings.purses(tx, tx.now.date())
    }
    return {
        one: Full(NAMES[limit], _whose(limit), spending.ends(limit, tx.now))
        for one, limit in each.items()
        if limit is not None
    }


def _whose(limit: str | None) -> str:
    return PROGRAMMES if limit == spending.OF_PROGRAMME else ITS


def tell(desk: Desk, asked: Bill) -> None:
    """Tell the coaches that a limit is reached, once in its span."""
    if asked.limit is None or asked.ends_at is None:
        return
    own = asked.limit == spending.OF_PROGRAMME
    programme = desk.person.programme_id if own else None
    if spendings.tell(desk.tx, spending.SPANS[asked.limit], programme):
        alert = desk.parts.new_id()
        plans.raise_alert(desk.tx, alert, None, "limit", asked.limit, programme)
        desk.rings += alerting.step_now(desk.parts, desk.tx, desk.tenant, alert)


def may_greet(tx: Tx, number: str) -> bool:
    """Say whether a stranger's number may be answered, and count that it is.

    Ten thousand strange numbers are ten thousand texts: the limits hold for them.
    """
    told = terms(tx)
    if closed_to(number, told.countries):
        return False
    cost = told.price_in(country_of(number)).segment
    held = spendings.held(tx) if told.limits.bounded else spending.Spent()
    if spending.reached(told.limits, held, cost):
        return False
    spendings.count(tx, cost)
    return True
