"""The pages on which a coach sees and sets when: of a person, and of a programme.

Laws: what is typed is shown again as it was, whatever is refused; looking, trying and
adding a row keep nothing; an unknown id and another organisation's are the same 404.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from flask import Blueprint, Response, render_template, request, url_for

from flows.coach.fields import PARTS
from flows.coach.quiet import PRESETS
from flows.coach.schedule import BadSchedule
from service.usecases import looking_back, person_days, person_words, rights
from service.usecases.entries import Refused, of_zone
from service.usecases.moved import Coming
from service.usecases.parts import Parts
from service.usecases.person_days import Changed, Stand, Wanted
from service.usecases.rights import Signed
from service.web import (
    changed_words,
    conflict_words,
    entries,
    moved_words,
    policy_words,
    programme_schedule,
    schedule_folds,
    schedule_form,
    schedule_rows,
    schedule_seen,
    schedule_word,
    schedule_words,
    strip_words,
    terms_form,
    tried_words,
)
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.entries import Entry
from service.web.tongues import later, say

OK, CONFLICT = 200, 409
SAVED = "saved"
# The part of the page for a word on a person's prompts.
WORD = "word"
# What Return in a field of one line presses, where no button beside it is meant.
ENTER = "enter"
# What a programme says where a person says nothing, in place of a field.
AS_BELOW = later("As the programme has it")


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages of schedules."""
    pages = Blueprint("schedules", __name__)

    def seen(
        view: Callable[[Parts, Signed, UUID], Response],
    ) -> Callable[..., Response]:
        def asked(whose: str) -> Response:
            try:
                return view(parts, callers.here(), UUID(whose))
            except (LookupError, ValueError) as missing:
                if isinstance(missing, (Refused, BadSchedule)):
                    raise
                return Response(render_template("unknown.html"), 404)

        return asked

    person, programme = "/people/<whose>/schedule", "/programmes/<whose>/schedule"
    of = programme_schedule
    for path, name, view, method in (
        (person, "person", _person, "GET"),
        (person, "save_person", _save, "POST"),
        (f"{person}/preview", "try_person", _try, "POST"),
        (f"{person}/word", "say_word", _say, "POST"),
        (programme, "programme", of.shown, "GET"),
        (programme, "save_programme", of.save, "POST"),
        (f"{programme}/preview", "try_programme", of.tried, "POST"),
    ):
        pages.add_url_rule(path, name, seen(view), methods=[method])
    given: dict[str, object] = {
        "when": schedule_words,
        "pause_words": schedule_folds.pause,
        "strips": strip_words,
        "against": conflict_words,
        "tries": tried_words,
        "comes": moved_words,
        "changes": changed_words,
        "rows_of": schedule_rows.laid,
        "minutes_before": schedule_rows.MINUTES_BEFORE,
        "most_before": schedule_rows.MOST_BEFORE,
        "day_parts": PARTS,
        "laws": PRESETS,
        "zones": zones,
    }
    pages.app_context_processor(lambda: given)
    return pages


@cache
def zones() -> tuple[str, ...]:
    """Return the clocks that a place has."""
    found = (name for name in sorted(available_timezones()) if "/" in name)
    return tuple(name for name in found if not name.startswith(("Etc/", "posix", "ri")))


# ---- a person ----


@dataclass(frozen=True, slots=True)
class Read:
    """What a form says of a person, None where something cannot stand."""

    wanted: Wanted | None
    wrong: Mapping[str, str]


def _read(typed: Mapping[str, str]) -> Read:
    said = schedule_form.read(typed)
    calls, wrong = terms_form.read_calls(typed)
    hers, wrong_hers = terms_form.read_own(typed)
    wrong = {**said.wrong, **wrong, **wrong_hers}
    zone = typed.get("zone", "")
    for refused in of_zone(zone):
        wrong["zone"] = entries.offered(refused, schedule_words.mended(refused))
    if said.schedule is None or wrong:
        return Read(None, wrong)
    way = schedule_word.way_of(typed)
    return Read(Wanted(said.schedule, zone, calls, way, hers), {})


def filled(stands: Wanted) -> dict[str, str]:
    """Return the fields of a form that say what stands of a person."""
    own = schedule_form.fill(stands.own)
    own |= terms_form.fill_calls(stands.calls) | terms_form.fill_own(stands.terms)
    return {**own, "zone": stands.zone}


def _filled(stand: Stand) -> dict[str, str]:
    """Return the fields; a call of their own begins with what the programme has."""
    typed, below = filled(stand.stands), stand.below_calls
    if typed.get("calls"):
        return typed
    days = {f"call_day_{day}": "on" for day in below.call_days}
    times = {
        "call_at": f"{below.call_at:%H:%M}",
        "call_until": f"{below.call_until:%H:%M}",
        "call_retry": str(below.call_retry),
    }
    return {**days, **times, **typed}


def _person(parts: Parts, signed: Signed, whose: UUID) -> Response:
    stand = person_days.look(parts, signed, whose)
    if not rights.may(signed.role, "schedules").allowed:
        return schedule_seen.of_person(parts, signed, stand, _filled(stand))
    entry = Entry(_filled(stand))
    if request.args.get(SAVED):
        spoken = person_words.look(parts, signed, whose)
        entry.saying = schedule_word.told(request.args[SAVED], spoken)
        if entry.saying:
            came = moved_words.of_address(request.args)
            entry.saying = f"{entry.saying} {came}".strip()
    at = request.args.get("at", "")
    known = entry.saying and (at in schedule_folds.PANELS or at == WORD)
    return _page(parts, signed, stand, entry, saved_at=at if known else "")


def _page(
    parts: Parts,
    signed: Signed,
    stand: Stand,
    entry: Entry,
    status: int | None = None,
    **more: Any,
) -> Response:
    # A change that is only tried says nothing of what was decided.
    stands = stand.shown if stand.changes is None else None
    back = looking_back.look(parts, signed, stand.id, stands)
    wanted = _read(entry.typed).wanted or stand.stands
    told = schedule_folds.of_person(stand, wanted)
    slots = wanted.own.slots or stand.below.slots
    return entries.shown(
        "schedules/person.html",
        entry,
        status,
        stand=stand,
        # What a page was made from stays what it was, however often it is shown.
        base=stand.base if "both" in more else entry["base"] or stand.base,
        below=schedule_words.lines(stand.below),
        only=schedule_words.only(slots),
        wins=schedule_words.wins(slots),
        spoken=person_words.look(parts, signed, stand.id),
        policies=policy_words.policies(),
        back=back,
        scripted=True,
        folds=schedule_folds.folds(
            told,
            entry.typed,
            _filled(stand),
            entry.wrong,
            more.get("more") or more.get("saved_at", ""),
        ),
        **more,
    )


def _save(parts: Parts, signed: Signed, whose: UUID) -> Response:
    rights.require(signed, "schedules")
    entry = entries.read()
    do = entry["do"] or "show"
    if "." in do:
        return _rows_changed(parts, signed, whose, entry)
    if do == ENTER:
        return _entered(parts, signed, whose, entry)
    read = _read(entry.typed)
    entry.wrong.update(read.wrong)
    try:
        if read.wanted is not None and do == "save":
            stood = _filled(person_days.look(parts, signed, whose))
            came = person_days.save(parts, signed, whose, read.wanted, entry["base"])
            done = Done(
                schedule_word.of_save(read.wanted),
                schedule_folds.place_of(entry.typed, stood),
                came,
            )
            beside = schedule_word.typed_of(entry.typed, but=done.what)
            return _saved(parts, signed, whose, done, beside)
        stand = person_days.look(parts, signed, whose, read.wanted)
        return _page(parts, signed, stand, entry)
    except Changed:
        return _both(parts, signed, whose, entry, read)
    except (Refused, BadSchedule) as refused:
        entry.wrong[_field(refused)] = schedule_words.mended(refused)
        return _page(parts, signed, person_days.look(parts, signed, whose), entry)


def _entered(parts: Parts, signed: Signed, whose: UUID, entry: Entry) -> Response:
    """Save nothing, show the days, and say what is typed and not saved yet."""
    read = _read(entry.typed)
    entry.wrong.update(read.wrong)
    stand = _tried(parts, signed, whose, entry.typed)
    spoken = person_words.look(parts, signed, whose)
    waiting = schedule_word.waiting(entry.typed, _filled(stand), spoken)
    entry.saying = " ".join(waiting)
    return _page(parts, signed, stand, entry, None if entry.wrong else OK)


def _field(refused: Refused | BadSchedule) -> str:
    if isinstance(refused, BadSchedule):
        return refused.name
    return terms_form.place(refused.field)


def _rows_changed(parts: Parts, signed: Signed, whose: UUID, entry: Entry) -> Response:
    typed, more = schedule_rows.changed(entry.typed, entry["do"])
    stand = _tried(parts, signed, whose, typed)
    return _page(parts, signed, stand, Entry(typed), more=more)


def _tried(
    parts: Parts, signed: Signed, whose: UUID, typed: Mapping[str, str]
) -> Stand:
    """Return her days as what is typed would have them, as they stand if it cannot."""
    try:
        return person_days.look(parts, signed, whose, _read(typed).wanted)
    except (Refused, BadSchedule):
        return person_days.look(parts, signed, whose)


@dataclass(frozen=True, slots=True)
class Done:
    """What was saved, as an address says it, and the part of the page that it is of.

    `came` is what it did to the coming days, where that is told.
    """

    what: str
    at: str
    came: Coming | None = None


def _saved(
    parts: Parts, signed: Signed, whose: UUID, done: Done, typed: Mapping[str, str]
) -> Response:
    """Say what was saved; what is typed beside it is shown again, as not saved yet."""
    stands = _filled(person_days.look(parts, signed, whose))
    if done.what in schedule_word.WHOLE:
        typed = {**stands, **typed}
    spoken = person_words.look(parts, signed, whose)
    waiting = schedule_word.waiting(typed, stands, spoken)
    if not waiting:
        # She is led to where she saved it: it is said there, and not at the top alone.
        at = done.at or None
        kept = moved_words.as_address(done.came) if done.came else {}
        told: dict[str, Any] = {SAVED: done.what, "at": at, **kept, "_anchor": at}
        return redirected(url_for("schedules.person", whose=whose, **told))
    entry = Entry(dict(typed))
    came = [moved_words.told(done.came)] if done.came else []
    entry.saying = " ".join((schedule_word.told(done.what, spoken), *came, *waiting))
    return _page(parts, signed, _tried(parts, signed, whose, typed), entry, OK)


def _both(
    parts: Parts, signed: Signed, whose: UUID, entry: Entry, read: Read
) -> Response:
    """Show what stands now beside what was typed; nothing of either is lost."""
    stand = person_days.look(parts, signed, whose, read.wanted)
    typed = read.wanted or stand.stands
    both = schedule_words.differing(_in_words(stand.stands), _in_words(typed))
    return _page(parts, signed, stand, entry, CONFLICT, both=both)


def _in_words(wanted: Wanted) -> dict[str, str]:
    names = schedule_words.FIELD_NAMES
    said = {
        say(names[name]): told
        for name, told in schedule_words.lines(wanted.own).items()
        if name != "began"
    }
    calls = ", ".join(wanted.calls.values())
    hers = schedule_words.terms(wanted.terms)
    clock = {say(later("Clock")): wanted.zone, say(later("Calls")): calls}
    return {**said, **clock, **hers}


def _try(parts: Parts, signed: Signed, whose: UUID) -> Response:
    """Return the days alone, as what is typed would have them: nothing is kept."""
    read = _read(entries.read().typed)
    try:
        stand = person_days.look(parts, signed, whose, read.wanted)
        wrong = read.wrong
    except (Refused, BadSchedule) as refused:
        stand = person_days.look(parts, signed, whose)
        wrong = {_field(refused): schedule_words.mended(refused)}
    return Response(
        render_template(
            "schedules/coming.html",
            shown=stand.shown,
            effects=stand.changes,
            wrong=wrong,
            whose=whose,
            alone=True,
        )
    )


# ---- a word on her prompts ----


def _say(parts: Parts, signed: Signed, whose: UUID) -> Response:
    entry = entries.read()
    try:
        what = schedule_word.done(parts, signed, whose, entry)
    except Refused as refused:
        field = {"until": "word_until"}.get(refused.field, refused.field)
        entry.wrong[field] = schedule_words.sentence(refused)
        return _page(parts, signed, _tried(parts, signed, whose, entry.typed), entry)
    typed = schedule_word.without(entry.typed, what)
    return _saved(parts, signed, whose, Done(what, WORD), typed)
