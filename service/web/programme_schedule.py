"""The page of a programme's schedule: its terms, its layer, one person's days, Apply.

Laws: as of a person's page (schedule_pages); nothing is applied that was not looked at
as it is typed now.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, render_template, request, url_for

from flows.coach.rungs import RUNGS
from flows.coach.schedule import BadSchedule
from service.usecases import finding, programme_days, rights
from service.usecases.entries import Refused, of_zone
from service.usecases.parts import Parts
from service.usecases.person_days import Changed
from service.usecases.programme_days import Consequences, Stand, Wanted, version_of
from service.usecases.rights import Signed
from service.web import (
    entries,
    policy_words,
    schedule_folds,
    schedule_form,
    schedule_rows,
    schedule_seen,
    schedule_words,
    terms_form,
)
from service.web.admission import redirected
from service.web.entries import Entry
from service.web.tongues import count, say

CONFLICT = 409
# What Return in a field of one line presses: the search where somebody is looked for.
ENTER, FIND, SHOW = "enter", "find", "show"
# Who is looked for, and who is chosen of those found.
WHO, PICK = "who", "pick"


def _filled(stands: Wanted) -> dict[str, str]:
    return {**schedule_form.fill(stands.schedule), **terms_form.fill(stands.terms)}


def _read(typed: Mapping[str, str]) -> tuple[Wanted | None, dict[str, str]]:
    layer = schedule_form.read(typed)
    said, wrong = terms_form.read(typed)
    wrong = {**layer.wrong, **wrong}
    if typed.get("example_zone"):
        for refused in of_zone(typed["example_zone"]):
            mended = schedule_words.mended(refused)
            wrong["example_zone"] = entries.offered(refused, mended, "example_zone")
    if layer.schedule is None or wrong:
        return None, wrong
    return Wanted(said, layer.schedule), {}


def _whom(typed: Mapping[str, str]) -> UUID | str:
    """Return whose days are shown: one of its people, or the clock of an example."""
    try:
        return UUID(typed.get("whom", ""))
    except ValueError:
        zone = typed.get("example_zone", "")
        return "" if any(of_zone(zone)) else zone


def shown(parts: Parts, signed: Signed, programme: UUID) -> Response:
    """Show what a programme says of when, and the days of one of its people."""
    stand = programme_days.look(parts, signed, programme, None, _whom(request.args))
    if not rights.may(signed.role, "schedules").allowed:
        return schedule_seen.of_programme(stand, _filled(stand.stands))
    entry = Entry({**_filled(stand.stands), **request.args.to_dict()})
    if request.args.get("people", "").isdecimal():
        entry.saying = count(
            "It holds now. The days of %(num)s person are planned anew.",
            "It holds now. The days of %(num)s people are planned anew.",
            int(request.args["people"]),
        )
    return _page(stand, entry)


def _page(
    stand: Stand, entry: Entry, status: int | None = None, **more: Any
) -> Response:
    wanted = _read(entry.typed)[0] or stand.stands
    told = schedule_folds.of_programme(wanted)
    whom = _whom(entry.typed)
    listed = isinstance(whom, str) or whom in {one.id for one in stand.people}
    return entries.shown(
        "schedules/programme.html",
        entry,
        status,
        stand=stand,
        whom=None if isinstance(whom, str) else whom,
        # Whose days are shown, where she is not among those who are listed anyway.
        beyond=None if listed else whom,
        # What a page was made from stays what it was, however often it is shown.
        base=stand.base if "both" in more else entry["base"] or stand.base,
        policies=policy_words.policies(),
        rungs=[say(row.name) for row in RUNGS],
        scripted=True,
        folds=schedule_folds.folds(
            told, entry.typed, _filled(stand.stands), entry.wrong, more.get("more", "")
        ),
        **more,
    )


def save(parts: Parts, signed: Signed, programme: UUID) -> Response:
    """Do what the form's button says: a row more, show, look what changes, apply."""
    rights.require(signed, "schedules")
    entry = entries.read()
    do = _done(entry)
    if "." in do:
        return _rows_changed(parts, signed, programme, entry)
    if entry[PICK]:
        entry.typed |= {"whom": entry[PICK], WHO: ""}
    if do == FIND:
        return _found(parts, signed, programme, entry)
    wanted, wrong = _read(entry.typed)
    entry.wrong.update(wrong)
    try:
        if wanted and do == "apply" and entry["looked"] == version_of(wanted):
            done = programme_days.apply(parts, signed, programme, wanted, entry["base"])
            address = url_for("schedules.programme", whose=programme, people=done)
            return redirected(address)
        return _looked(parts, signed, programme, entry, wanted)
    except Changed:
        return _both(parts, signed, programme, entry, wanted)
    except (Refused, BadSchedule) as refused:
        entry.wrong[_field(refused)] = schedule_words.sentence(refused)
        stand = programme_days.look(parts, signed, programme, None, _whom(entry.typed))
        return _page(stand, entry)


def _done(entry: Entry) -> str:
    """Return what is to be done: what the button said, or what Return means."""
    do = entry["do"] or SHOW
    if do == ENTER:
        return FIND if entry[WHO] else SHOW
    return do


def _found(parts: Parts, signed: Signed, programme: UUID, entry: Entry) -> Response:
    """Show who may be meant by what is typed; one alone is chosen at once."""
    found = None
    try:
        found = finding.choices(parts, signed, entry[WHO], programme)
        own = [one.id for one in found.people if one.programme == programme]
        if len(own) == len(found.people) == 1:
            entry.typed["whom"] = str(own[0])
    except Refused as refused:
        entry.wrong[WHO] = schedule_words.sentence(refused)
    wanted, wrong = _read(entry.typed)
    entry.wrong.update(wrong)
    try:
        stand = programme_days.look(
            parts, signed, programme, wanted, _whom(entry.typed)
        )
    except (Refused, BadSchedule) as refused:
        entry.wrong[_field(refused)] = schedule_words.sentence(refused)
        stand = programme_days.look(parts, signed, programme, None, _whom(entry.typed))
    return _page(stand, entry, who=found)


def _looked(
    parts: Parts, signed: Signed, programme: UUID, entry: Entry, wanted: Wanted | None
) -> Response:
    stand = programme_days.look(parts, signed, programme, wanted, _whom(entry.typed))
    told: Consequences | None = None
    if wanted is not None and entry["do"] in ("look", "apply"):
        told = programme_days.consequences(
            parts, signed, programme, wanted, entry["base"]
        )
    return _page(stand, entry, told_of=told, looked=wanted and version_of(wanted))


def _field(refused: Refused | BadSchedule) -> str:
    if isinstance(refused, BadSchedule):
        return refused.name
    known = refused.field in programme_days.WHEN
    return f"{terms_form.T}{refused.field}" if known else refused.field


def _rows_changed(
    parts: Parts, signed: Signed, programme: UUID, entry: Entry
) -> Response:
    typed, more = schedule_rows.changed(entry.typed, entry["do"])
    wanted, _ = _read(typed)
    try:
        stand = programme_days.look(parts, signed, programme, wanted, _whom(typed))
    except (Refused, BadSchedule):
        stand = programme_days.look(parts, signed, programme)
    return _page(stand, Entry(typed), more=more)


def _both(
    parts: Parts, signed: Signed, programme: UUID, entry: Entry, wanted: Wanted | None
) -> Response:
    stand = programme_days.look(parts, signed, programme, wanted, _whom(entry.typed))
    typed = wanted or stand.stands
    both = schedule_words.differing(_in_words(stand.stands), _in_words(typed))
    return _page(stand, entry, CONFLICT, both=both)


def _in_words(wanted: Wanted) -> dict[str, str]:
    names = schedule_words.FIELD_NAMES
    said = {
        say(names[name]): told
        for name, told in schedule_words.lines(wanted.schedule).items()
    }
    return {**schedule_words.terms(wanted.terms), **said}


def tried(parts: Parts, signed: Signed, programme: UUID) -> Response:
    """Return the days alone, as what is typed would have them: nothing is kept."""
    typed = entries.read().typed
    wanted, wrong = _read(typed)
    whom = _whom(typed)
    try:
        stand = programme_days.look(parts, signed, programme, wanted, whom)
    except (Refused, BadSchedule) as refused:
        stand, whom = programme_days.look(parts, signed, programme), ""
        wrong = {_field(refused): schedule_words.sentence(refused)}
    return Response(
        render_template(
            "schedules/coming.html",
            shown=stand.shown,
            wrong=wrong,
            whom=None if isinstance(whom, str) else whom,
            alone=True,
        )
    )
