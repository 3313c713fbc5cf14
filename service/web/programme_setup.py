"""The pages of a programme's path and of its settings: filled, looked at, applied.

Laws: what is typed is shown again as it was, whatever is refused; nothing is applied
that was not looked at as it is typed now.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from flask import Response, url_for

from flows.coach import programme_files
from flows.coach.programmes import tongue
from service.usecases import authoring, enrol, library, paths, programme_setup, terms
from service.usecases.entries import Refused, of_language
from service.usecases.person_days import Changed
from service.usecases.programme_setup import Section, Settings, Stand, Told, Wanted
from service.usecases.terms import BadTerms
from service.web import entries, path_form, setup_words, terms_form
from service.web.admission import redirected
from service.web.entries import Entry
from service.web.script_room import CONFLICT, Room
from service.web.tongues import count, later, say, tell

LOOKED = later("The form was changed since you looked: here is what changes, anew.")
PATH_SAVED = later(
    "It holds now. Whoever is on a step keeps its words and its days; whoever begins a"
    " step next gets the new ones."
)
FIELDS: Mapping[str, str] = {
    "coach_number": "number",
    "coach": "coach",
    **{f"terms.{term}": term for term in terms.SAID_BY.values()},
}
PANELS: Mapping[str, str] = {
    "words": r"(name|about|goal)_\w+",
    "contexts": r"context_.*",
    "scripts": r"script_.*",
}


@dataclass(slots=True)
class Form:
    """A section as it was typed: what it says, None where something cannot stand."""

    wanted: Wanted | None
    wrong: dict[str, str] = field(default_factory=dict)


# ---- what a form says, by section ----


def _fill(stand: Stand, section: Section) -> dict[str, str]:
    if section == "path":
        return path_form.fill(stand.file.path, tongue(stand.file.language))
    stands = stand.settings
    return {
        "coach": stands.coach,
        "number": stands.number,
        "language": stands.language,
        **stands.terms,
    }


def _read(stand: Stand, section: Section, typed: Mapping[str, str]) -> Form:
    if section == "path":
        stood = () if stand.file.path is None else stand.file.path.scripts
        known = tuple(dict.fromkeys((*stood, *_known())))
        first = tongue(stand.file.language)
        said = path_form.read(typed, stand.file.id, known, first)
        return Form(said.path, said.wrong)
    said_terms = {name: typed.get(name, "").strip() for name in programme_setup.TERMS}
    wrong: dict[str, str] = {}
    for name, text in said_terms.items():
        try:
            terms.judge(name, text)
        except BadTerms as bad:
            wrong[name] = terms_form.mend(name, bad)
    for refused in of_language(typed.get("language", "")):
        wrong["language"] = entries.mend(refused)
    number = typed.get("number", "").strip()
    coach = typed.get("coach", "")
    try:
        coach = enrol.named("coach", coach, enrol.LONGEST_COACH)
    except Refused as refused:
        wrong["coach"] = entries.mend(refused)
    wanted = Settings(coach, number, typed.get("language", ""), said_terms)
    return Form(None if wrong else wanted, wrong)


@cache
def _known() -> tuple[str, ...]:
    """Return the scripts that a path may use, those that shipped ones use first."""
    used = dict.fromkeys(n for path in paths.shipped().values() for n in path.scripts)
    return (*used, *(name for name in library.sources() if name not in used))


# ---- the pages ----


def path(room: Room, which: UUID) -> Response:
    """Show a programme's path as a form."""
    return _shown(room, which, "path")


def settings(room: Room, which: UUID) -> Response:
    """Show who coaches a programme, its language and its limits as a form."""
    return _shown(room, which, "settings")


def set_path(room: Room, which: UUID) -> Response:
    """Do what the path's button says: a row more, look what changes, apply."""
    return _sent(room, which, "path")


def set_settings(room: Room, which: UUID) -> Response:
    """Do what the settings' button says: look what changes, apply."""
    return _sent(room, which, "settings")


def _shown(room: Room, which: UUID, section: Section) -> Response:
    stand = programme_setup.look(room.parts, room.signed, which, section)
    return _page(stand, section, Entry(_fill(stand, section)))


def _sent(room: Room, which: UUID, section: Section) -> Response:
    entry = entries.read()
    stand = programme_setup.look(room.parts, room.signed, which, section)
    if "." in entry["do"]:
        entry.typed = path_form.changed(entry.typed, entry["do"])
        verb, name, at = [*entry["do"].split("."), "", ""][:3]
        added = len(path_form.laid(entry.typed, name)) - 1
        open_ = f"{name}_{added}" if verb == "add" else f"{name}_{at}"
        return _page(stand, section, entry, more=open_)
    form = _read(stand, section, entry.typed)
    entry.wrong.update(form.wrong)
    if form.wanted is None:
        return _page(stand, section, entry)
    try:
        return _wanted(room, stand, section, entry, form.wanted)
    except Changed:
        stand = programme_setup.look(room.parts, room.signed, which, section)
        return _both(stand, section, entry, form.wanted)
    except Refused as refused:
        told = entries.mend(refused)
        entry.wrong[FIELDS.get(refused.field, refused.field)] = told
        return _page(stand, section, entry)


def _wanted(
    room: Room, stand: Stand, section: Section, entry: Entry, wanted: Wanted
) -> Response:
    """Apply what was looked at; else show what it would do."""
    asked = (room.parts, room.signed)
    mark = programme_setup.version_of(wanted)
    if entry["do"] == "apply" and entry["looked"] == mark:
        done = programme_setup.apply(*asked, stand.id, wanted, entry["base"])
        where, whom = "programmes.programme", done.people
        return redirected(url_for(where, which=stand.id, people=whom, section=section))
    told = programme_setup.would(*asked, stand.id, wanted, entry["base"])
    # What a file refuses beside the fields' own mends stands above the form.
    problems = programme_setup.judge(*asked, stand, wanted).problems
    if problems:
        wrong = [part for one in problems for part in (one.problem, one.mend)]
        entry.saying = " ".join(filter(None, map(tell, wrong)))
        return _page(stand, section, entry)
    late = say(LOOKED) if entry["do"] == "apply" else ""
    return _page(stand, section, entry, told=told, looked=mark, late=late)


def _both(stand: Stand, section: Section, entry: Entry, wanted: Wanted) -> Response:
    """Show what stands now beside what was typed; nothing of either is lost."""
    after = programme_setup.laid(stand.file, wanted)
    both = list(setup_words.told(programme_files.differences(stand.file, after)))
    entry.typed["base"] = stand.base
    return _page(stand, section, entry, CONFLICT, both=both)


def _page(
    stand: Stand,
    section: Section,
    entry: Entry,
    status: int | None = None,
    told: Told | None = None,
    more: str = "",
    **given: Any,
) -> Response:
    stands = _fill(stand, section)
    return entries.shown(
        f"programmes/{section}.html",
        entry,
        status,
        stand=stand,
        first=tongue(stand.file.language),
        base=entry["base"] or stand.base,
        told_of=told,
        changes=list(setup_words.told(told.revision.differences)) if told else [],
        opens=_open(entry, stands, more),
        steps=path_form.laid(entry.typed, "step"),
        contexts=path_form.laid(entry.typed, "context"),
        scripts=_scripts(),
        usual=len(_used()),
        said_by=list(setup_words.said_by(stand.own)),
        says=setup_words,
        scripted=False,
        **given,
    )


def _used() -> frozenset[str]:
    return frozenset(n for path in paths.shipped().values() for n in path.scripts)


def _scripts() -> list[tuple[str, str]]:
    sources = library.sources()
    return [(name, say(authoring.about(sources[name]))) for name in _known()]


def _open(entry: Entry, stands: Mapping[str, str], more: str) -> frozenset[str]:
    """Return the panels that stand open: with a mend, changed, or just added."""
    hidden = ("csrf_token", "base", "looked", "do")
    typed = {k: t for k, t in entry.typed.items() if t and k not in hidden}
    differ = {
        name
        for name, _ in typed.items() ^ {k: t for k, t in stands.items() if t}.items()
    }
    here = {*differ, *entry.wrong}
    steps = {found[0] for name in here if (found := re.match(r"step_[0-9]+", name))}
    panels = (
        panel
        for panel, names in PANELS.items()
        if any(re.fullmatch(names, name) for name in (*here, f"{more}_"))
    )
    return frozenset({*steps, *panels, more})


def saved(people: str, section: str) -> str:
    """Say that a section holds now, and for whom."""
    if not people.isdecimal():
        return ""
    if section == "path":
        return say(PATH_SAVED)
    return count(
        "It holds now, for %(num)s person.",
        "It holds now, for %(num)s people.",
        int(people),
    )
