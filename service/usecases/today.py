"""Who needs somebody today, most urgent first: a table of needs, and what stands.

Laws: each person stands once, with her gravest need first; the order is this table's
and nothing else's; looking changes nothing, and costs as many queries for two hundred
people as for two. What is known of a person is what the core and the rows say already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flows.safety import alerting as table
from service.store import alerts, coaches, gates, needs, spendings, views, watches
from service.store.coaches import Coach
from service.store.db import Tx
from service.store.gates import Gate
from service.store.invitations import UNINVITED
from service.store.needs import Raised, Since, Standing, Told, Who
from service.store.taken_off import Off
from service.store.views import REACH
from service.store.watches import Notice
from service.usecases import alerting, appointing, rights
from service.usecases.parts import Parts
from service.usecases.rights import Signed

MOST = 50
WEEK, LATELY = timedelta(days=7), timedelta(days=3)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Need:
    """One row of the order: its name, and why it stands where it stands."""

    name: str
    because: str


ORDER: tuple[Need, ...] = (
    Need("crisis", "Somebody may be in danger: nothing comes before that."),
    Need("watch", "It may be about safety, and only a person can tell."),
    Need("unclear_stop", "A no is respected before anything else is done."),
    Need("asked", "They asked for a person: a machine cannot stand in for one."),
    Need("talk", "They wrote last in a talk with a coach, and wait for a word."),
    Need("doubt", "They may be waiting for words that never went out."),
    Need("question", "They wait for an answer that only a person has."),
    Need("unanswered", "They told a person something, and nobody has answered it."),
    Need("know_how", "They want to try and do not know how."),
    Need("unsure", "What they wrote was not understood, and got no real answer."),
    Need("hold", "Everything automatic rests until a person lets it go on."),
    Need("stuck", "Something broke on our side, or no text reaches them."),
    Need("silence", "The longer nobody looks in, the harder it is to come back."),
    Need("too_hard", "Tries that keep going badly take heart away."),
    Need("too_easy", "A step that costs nothing teaches nothing; it can wait."),
    Need("offer", "They agreed to something, and a person has to finish it."),
    Need("approval", "A person looks before it gets harder; until then it stays."),
    Need(
        "celebrate",
        "A human word makes a first time count; it is not too late tomorrow.",
    ),
)
# Where somebody may not be safe, nothing else is told of her that can wait.
DANGER = frozenset({"crisis", "watch"})
CAN_WAIT = frozenset({"too_easy", "offer", "approval", "celebrate"})
_PLACE: Mapping[str, int] = {need.name: at for at, need in enumerate(ORDER)}
# What a reason of the kind "hand" asks for; what a script's author calls otherwise is
# a question.
ACCEPTED = "accepted_"
HANDS: Mapping[str, str] = {
    ACCEPTED: "offer",
    UNINVITED: "stuck",
    "watch": "watch",
    "asked": "asked",
    "question": "question",
    "left_open": "unanswered",
    "my_data": "question",
    "news": "unanswered",
    "know_how": "know_how",
    "unsure": "unsure",
    "no_words": "unsure",
    "no_texts": "stuck",
    "unconfirmed": "silence",
    "L3-quiet": "silence",
    **dict.fromkeys(
        ("A3", "L5", "C-tailor", "C-prompts", "C-nothing-left"), "too_hard"
    ),
    **dict.fromkeys(("more_often", "less_often", "STAY", "no_step"), "offer"),
    **dict.fromkeys(("serious", "C-fear", "C-list"), "approval"),
    **dict.fromkeys(("STAY-fear", "STAY-unsure", "STAY-cost"), "approval"),
}
# Reasons that go on behind this: with an offer's name, with a carrier's code.
BEGIN = (ACCEPTED, UNINVITED)
# Decisions of the last week that a person may look at, by their rule.
NEWS: Mapping[str, str] = {
    **dict.fromkeys(("O-easier", "O-help", "O-help-falling"), "too_hard"),
    "O-harder": "too_easy",
    "S-kept": "celebrate",
    "L3-word": "celebrate",
}
KINDS: Mapping[str, str] = {"quarantine": "stuck", "limit": "stuck"}


def need_of(one: Standing | Off) -> str:
    """Return the name of the row of the order that something belongs to."""
    if one.source == "news":
        return NEWS.get(one.kind, "celebrate")
    if one.source == "try":
        return "celebrate"
    if one.source in ("doubt", "hold", "talk"):
        return one.source
    return need_of_alert(one.kind, one.reason)


def need_of_alert(kind: str, reason: str) -> str:
    """Return the name of the row of the order that an alert belongs to."""
    if kind != "hand":
        return KINDS.get(kind, kind)
    begun = (HANDS[begins] for begins in BEGIN if reason.startswith(begins))
    return next(begun, HANDS.get(reason, "question"))


@dataclass(frozen=True, slots=True)
class Next:
    """Who is told next of an alert, by what, and when; nobody where none can be."""

    at: datetime
    whom: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that stands, with what is known of it.

    `need` is its row of the order; `raised`, `notices` and `next` belong to an alert,
    `told` to a doubt, a decision or a try. `coach` is whom a message in doubt was to.
    `quoted` are the texts that raised the alert and the same before it.
    """

    need: str
    standing: Standing
    raised: Raised | None = None
    told: Told | None = None
    notices: tuple[Notice, ...] = ()
    next: Next | None = None
    coach: str = ""
    quoted: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it goes on until a person releases her."""
        return self.standing.kind in REACH and self.standing.person is not None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who needs somebody; `who` is None for nobody known, or erased since."""

    who: Who | None
    items: tuple[Item, ...]

    @property
    def first(self) -> Item:
        """Her gravest need."""
        return self.items[0]

    @property
    def key(self) -> UUID:
        """What she, or what is about nobody, is known by on the page."""
        return self.first.standing.id if self.who is None else self.who.id


@dataclass(frozen=True, slots=True)
class Today:
    """What stands now: a page of people in order, and how many stand below them.

    `total` counts people who need somebody, `nobodys` what is about nobody who is
    enrolled here, so that both make up what is shown, and `joys` those who have
    something to celebrate, in need or not; `coming` is what is planned for the rest of
    each person's day, by its kind; `limits` are the alerts that a limit of messages or
    money is reached, `programmes` of which programme's budget by its name, and
    `reached` in which spans one of the organisation is. `people` are all who are
    enrolled, and `silent` says that an alert would reach nobody.
    """

    now: datetime
    waiting: tuple[Waiting, ...]
    page: int
    pages: int
    more: int
    total: int
    nobodys: int
    joys: int
    coming: Mapping[str, int]
    shut: tuple[Gate, ...]
    limits: tuple[Standing, ...]
    programmes: Mapping[UUID, str]
    reached: frozenset[str]
    people: int
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page is asked for, from 1 on, or that on which somebody stands."""

    page: int = 1
    whose: UUID | None = None


FIRST = Asked()


def look(parts: Parts, signed: Signed, asked: Asked = FIRST) -> Today:
    """Return what stands for whoever looks; the last page for one behind it.

    Raises NotAllowed.
    """
    rights.require(signed, "see")
    ours = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation, reading=True) as tx:
        since = Since(tx.now - WEEK, tx.now - LATELY)
        standing = needs.standing(tx, since, signed.account)
        groups = _in_order(one for one in standing if not _is_ours(one))
        page, pages = _page(groups, asked)
        everybody = coaches.in_order(tx, ours)
        of_page = groups[(page - 1) * MOST : page * MOST]
        shown = _shown(parts, tx, everybody, of_page)
        joys = [{need_of(one) == "celebrate" for one in group} for group in groups]
        needing = [g for g, each in zip(groups, joys, strict=True) if False in each]
        nobodys = sum(group[0].person is None for group in needing)
        return Today(
            now=tx.now,
            waiting=shown,
            page=page,
            pages=pages,
            more=max(len(groups) - page * MOST, 0),
            total=len(needing) - nobodys,
            nobodys=nobodys,
            joys=sum(True in each for each in joys),
            coming=needs.coming(tx, tx.now + A_DAY),
            people=views.count(tx),
            silent=not appointing.reached(parts, everybody),
            **_above(tx, standing),
        )


def _above(tx: Tx, standing: Iterable[Standing]) -> dict[str, Any]:
    """Return what is told above everybody, by the names it has in Today."""
    limits = tuple(one for one in standing if one.kind == "limit")
    return {
        "shut": tuple(one for one in gates.show(tx) if not one.open),
        "limits": limits,
        "programmes": spendings.alerted(tx, [one.id for one in limits]),
        "reached": frozenset(spendings.seen(tx)[1]),
    }


def _is_ours(one: Standing) -> bool:
    """Say whether it is told above everybody: a limit, or a gate that is stopped."""
    return one.kind == "limit" or (one.kind, one.reason) == table.STOPPED


def _page(groups: Sequence[Sequence[Standing]], asked: Asked) -> tuple[int, int]:
    """Return which page it is, and how many there are."""
    pages = max(-(-len(groups) // MOST), 1)
    here = (at for at, group in enumerate(groups) if group[0].person == asked.whose)
    at = None if asked.whose is None else next(here, None)
    page = min(max(asked.page, 1), pages) if at is None else at // MOST + 1
    return page, pages


def _in_order(standing: Iterable[Standing]) -> list[list[Standing]]:
    """Group what stands by whom it is about, most urgent first throughout."""
    groups: dict[UUID, list[Standing]] = {}
    for one in standing:
        groups.setdefault(one.person or one.id, []).append(one)
    found = [
        _once(_newest_of_same(sorted(group, key=_urgency))) for group in groups.values()
    ]
    return sorted(found, key=lambda group: _urgency(group[0]))


def _newest_of_same(group: Sequence[Standing]) -> list[Standing]:
    """Let the newest stand for the same before it, since the first of them."""
    found: dict[object, Standing] = {}
    for one in group:
        same = one.source == "alert" and one.reason in alerts.AGAIN
        named = (one.kind, one.reason, one.had) if same else one
        before = found.get(named)
        found[named] = one if before is None else _after(before, one)
    return list(found.values())


def _after(before: Standing, one: Standing) -> Standing:
    return replace(one, at=before.at, earlier=before.every)


def _once(group: Sequence[Standing]) -> list[Standing]:
    """Leave out what says the same again: a hold beside its alert, a second joy.

    And beside danger what can wait: it comes back once that is seen to.
    """
    named: set[str] = set()
    kept = []
    danger = any(need_of(one) in DANGER for one in group)
    held = {one.kind for one in group if one.source == "alert"}
    for one in group:
        name = need_of(one)
        again = name == "celebrate" and name in named
        again = again or (danger and name in CAN_WAIT)
        if not again and not (one.source == "hold" and one.kind in held):
            kept.append(one)
        named.add(name)
    return kept


def _urgency(one: Standing) -> tuple[int, bool, datetime, UUID]:
    # What nobody has yet comes before what somebody has; then who waits longest.
    return _PLACE[need_of(one)], one.had, one.at, one.id


# ---- who is shown ----


def _shown(
    parts: Parts,
    tx: Tx,
    everybody: tuple[Coach, ...],
    groups: Sequence[Sequence[Standing]],
) -> tuple[Waiting, ...]:
    ours = parts.tenant(tx.organisation_id).key
    each = [one for group in groups for one in group]
    asked = [its for one in each if one.source == "alert" for its in one.every]
    people = dict.fromkeys(one.person for one in each if one.person is not None)
    reach = frozenset(
        one.person
        for one in each
        if one.source == "alert" and one.kind in REACH and one.person is not None
    )
    known = needs.keys(tx, parts.vault, people, reach)
    found = _Found(
        parts=parts,
        everybody=everybody,
        names={coach.id: coach.name for coach in everybody},
        raised=needs.raised(tx, ours, known, asked),
        told=needs.told(tx, ours, known, each),
        notices=watches.notices(tx, {one.id: one.name for one in everybody}, asked),
    )
    return tuple(_waiting(found, known, group) for group in groups)


@dataclass(frozen=True, slots=True)
class _Found:
    """All that was read of those who are shown."""

    parts: Parts
    everybody: tuple[Coach, ...]
    names: Mapping[UUID, str]
    raised: Mapping[UUID, Raised]
    told: Mapping[UUID, Told]
    notices: Mapping[UUID, tuple[Notice, ...]]


def _waiting(found: _Found, known: needs.Keys, group: Sequence[Standing]) -> Waiting:
    person = group[0].person
    who = known[person][0] if person is not None and person in known else None
    return Waiting(who, tuple(_item(found, who, one) for one in group))


def _item(found: _Found, who: Who | None, one: Standing) -> Item:
    raised = found.raised.get(one.id) if one.source == "alert" else None
    return Item(
        need=need_of(one),
        standing=one,
        raised=raised,
        told=found.told.get(one.id) if one.source != "alert" else None,
        notices=found.notices.get(one.id, ()),
        next=None if raised is None else _next(found, who, one, raised),
        coach="" if one.coach is None else found.names.get(one.coach, ""),
        quoted=tuple(
            found.raised[its].words for its in one.every if its in found.raised
        ),
    )


def _next(found: _Found, who: Who | None, one: Standing, raised: Raised) -> Next | None:
    if raised.next_at is None or raised.heeded_at is not None:
        return None
    first = None if who is None else who.coach
    way = table.way(one.kind, one.reason)
    whom = alerting.next_told(found.parts, found.everybody, way, raised.step, first)
    if not whom and one.kind not in REACH:
        return None  # it waits on the page, and is meant to
    return Next(raised.next_at, tuple((coach.name, by) for coach, by in whom))
