"""The last days of one person: what went out, what did not, and why.

Law: each day says something: what went, what stayed with its reason, or why there was
nothing to go; of today also what would not go later on, as things stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach.chances import Left
from flows.coach.preview import SAID, Row
from service.store import lookbacks, timelines
from service.store.lookbacks import Past
from service.store.timelines import Consent, Decided, Said
from service.store.views import Card
from service.store.voices import Called
from service.usecases import previewing, rights, schedules
from service.usecases.parts import Desk, Parts
from service.usecases.previewing import Preview
from service.usecases.rights import Signed

DAYS = 7
Entry: TypeAlias = Said | Called | Decided
# Why a day had no chance at all.
NoChance = Literal[
    "skip", "holiday", "pause", "illness", "no_date", "no_step", "before", "over",
    "off", "unanswered", "not_enrolled",
]  # fmt: skip
# When prompts could begin; the days of the first and the last invitation, while none of
# them has an answer: another goes out where her number was corrected.
Begun: TypeAlias = tuple[datetime | None, tuple[date, date] | None]


@dataclass(frozen=True, slots=True)
class Day:
    """One local day, in order: what went or stayed, and chances without a prompt.

    `rested` are its chances for which nothing was laid out; `none` says why it had no
    chance, None where it had one. Of today alone, `stays` is what would come later on
    and does not, and `rests` are the open chances that get no prompt, by their key:
    each as it would be decided now.
    """

    on: date
    entries: tuple[Entry, ...]
    rested: tuple[Past, ...]
    none: NoChance | None
    stays: tuple[Row, ...] = ()
    rests: Mapping[str, Row] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Back:
    """A person's last days, the newest first, today among them.

    `joined` is when prompts could begin: a yes to texts and a step; None for not yet.
    `invited` is the day of the last invitation that has no answer, None for none.
    """

    card: Card
    days: tuple[Day, ...]
    older: bool
    joined: datetime | None
    invited: date | None


def look(
    parts: Parts, signed: Signed, participant: UUID, shown: Preview | None = None
) -> Back:
    """Return the last days of a person. Raises NotAllowed, LookupError for nobody.

    `shown` are her coming days as they stand, where somebody has looked already.
    """
    rights.require(signed, "see")
    with parts.glimpse(signed.organisation, participant) as desk:
        zone = ZoneInfo(desk.person.zone)
        today = desk.tx.now.astimezone(zone).date()
        first = today - timedelta(days=DAYS - 1)
        past = lookbacks.chances(desk.tx, participant, first, today)
        since = desk.tx.now - timedelta(days=DAYS + 1)
        found = timelines.portrait(desk.tx, parts.vault, participant, since)
        if found is None:
            raise LookupError(f"there is nobody {participant} here")
        thread = [one for one in found.thread if isinstance(one, Entry)]
        thread.reverse()
        joined, invited = _joined(desk, found.consents), _invited(desk, found.consents)
        days = tuple(
            _day(desk, on, thread, past, (joined, invited))
            for on in (today - timedelta(days=back) for back in range(DAYS))
        )
        days = (_ahead(desk, days[0], shown), *days[1:])
        return Back(found.card, days, found.older, joined, invited and invited[1])


def _ahead(desk: Desk, day: Day, shown: Preview | None) -> Day:
    """Return today with what is decided of it already, as its 14 days say it.

    These show whoever has not answered yet what a yes brings: nothing is decided then.
    """
    if desk.person.consent == previewing.INVITED:
        return day
    rows = (shown or previewing.at(desk, 1)).rows
    today = (one for one in rows if one.local_date == day.on)
    stay = [one for one in today if not (one.goes or previewing.is_off(one))]
    rests = {one.occurrence: one for one in stay if one.kind == "chance"}
    open_ = (one.key for one in day.rested if _is_open(one, desk.tx.now))
    return replace(
        day,
        stays=tuple(one for one in stay if one.kind not in SAID),
        rests={key: rests[key] for key in open_ if key in rests},
    )


def _is_open(one: Past, now: datetime) -> bool:
    return one.outcome == "open" and one.closes_at > now


def _joined(desk: Desk, consents: Sequence[Consent]) -> datetime | None:
    to_texts = (e for e in consents if e.change == "given" and e.channel != "call")
    yes, step = min((one.at for one in to_texts), default=None), desk.step
    return None if yes is None or step is None else max(yes, step.created_at)


def _invited(desk: Desk, consents: Sequence[Consent]) -> tuple[date, date] | None:
    """Return her days of the first and the last invitation, while none is answered."""
    if desk.person.consent != previewing.INVITED:
        return None
    asked = [one.at for one in consents if one.change == previewing.INVITED]
    zone, asked = ZoneInfo(desk.person.zone), asked or [desk.tx.now]
    return min(asked).astimezone(zone).date(), max(asked).astimezone(zone).date()


def _day(
    desk: Desk,
    on: date,
    thread: Sequence[Entry],
    past: Sequence[Past],
    begun: Begun,
) -> Day:
    zone = ZoneInfo(desk.person.zone)
    entries = tuple(one for one in thread if one.at.astimezone(zone).date() == on)
    chances = tuple(one for one in past if one.local_date == on)
    rested = tuple(one for one in chances if one.plan == "none" and not one.nudged)
    return Day(on, entries, rested, None if chances else _why_none(desk, on, begun))


def _why_none(desk: Desk, on: date, begun: Begun) -> NoChance:
    """Say why a day has no chance, as her schedule stands now."""
    step, (joined, invited) = desk.step, begun
    if invited is not None:
        return "unanswered" if on >= invited[0] else "not_enrolled"
    if step is None:
        return "no_step"
    if on < schedules.since(desk, step):
        return "before"
    for one in schedules.lines(desk, on, on):
        if isinstance(one, Left):
            return one.reason
        if joined is not None and one.moments(desk.person.zone).closes <= joined:
            return "over"
    return "off"
