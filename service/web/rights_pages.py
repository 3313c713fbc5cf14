"""People's rights in their data: taken out, erased, kept for how long, and the audit.

Laws: what is erased is typed by name first, after a fresh proof; an unknown person,
another organisation's and an erased one are the same 404.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Blueprint, Response, g, render_template, request, url_for

from service.store.removals import Kind
from service.usecases import (
    auditing,
    erasing,
    portable,
    removing,
    retaining,
    rights,
    zoning,
)
from service.usecases.auditing import Filter
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.portable import Everything
from service.usecases.rights import Signed
from service.usecases.unchanged import Changed
from service.web import (
    audit_words,
    dating,
    earlier_words,
    entries,
    everything_words,
    file_names,
    live,
    tongues,
    words,
)
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.entries import Entry
from service.web.tongues import later, say

KINDS = {
    "looks": later("Looked"),
    "changes": later("Changed"),
    "exports": later("Exported"),
    "erasures": later("Erased"),
    "accounts": later("Accounts"),
}
LINES: Mapping[Kind, str] = {
    "heard": later("Their text of"),
    "said": later("The text to them of"),
    "call": later("The call of"),
    "attempt": later("The try told of on"),
}
MEANWHILE = later(
    "Somebody changed this while you were writing: what stands now is shown above. Save"
    " again to put yours in its place."
)
View = Callable[[Signed, UUID], Response]


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages of rights."""
    pages = Blueprint("rights", __name__)

    def of(view: View) -> Callable[[str], Response]:
        """Let a view see whose or which its address names; 404 for nothing of ours."""

        def seen(whose: str) -> Response:
            try:
                return view(callers.here(), UUID(whose))
            except (LookupError, ValueError):
                return Response(render_template("unknown.html"), 404)

        return seen

    audit = lambda: _audit(parts, callers.here())  # noqa: E731 -- a view of one line
    erasures = lambda: _erasures(parts, callers.here())  # noqa: E731 -- as above
    pages.app_context_processor(lambda: {"dating": dating, "auditing": audit_words})
    pages.add_url_rule("/audit", "audit", audit)
    pages.add_url_rule("/erasures", "erasures", erasures)
    for name, path, method, view in (
        ("data", "/people/<whose>/data", "GET", _data),
        ("take", "/people/<whose>/data/export", "POST", _take),
        ("erase", "/people/<whose>/data/erase", "POST", _erase),
        ("words", "/people/<whose>/words", "GET", _words),
        ("remove", "/people/<whose>/words", "POST", _remove),
        ("retention", "/programmes/<whose>/retention", "GET", _retention),
        ("retain", "/programmes/<whose>/retention", "POST", _retain),
    ):
        pages.add_url_rule(path, name, of(_bound(view, parts)), methods=[method])
    pages.record(
        lambda state: state.app.jinja_env.globals.update(
            may_remove=lambda: callers.may("words"),
            removed=lambda whose, item: _removed(parts, callers.here(), whose, item),
        )
    )
    return pages


def _bound(view: Callable[[Parts, Signed, UUID], Response], parts: Parts) -> View:
    return lambda signed, whose: view(parts, signed, whose)


# ---- a person's data ----


def _data(parts: Parts, signed: Signed, whose: UUID) -> Response:
    return _shown(parts, signed, whose, Entry())


def _shown(parts: Parts, signed: Signed, whose: UUID, entry: Entry) -> Response:
    return entries.shown(
        "rights/data.html",
        entry,
        whose=whose,
        name=erasing.named(parts, signed, whose),
        taken=portable.last_taken(parts, signed, whose),
        zone=zoning.of(parts, signed).name,
        may_erase=rights.may(signed.role, "erase").allowed,
        may_audit=rights.may(signed.role, "settings").allowed,
    )


def _take(parts: Parts, signed: Signed, whose: UUID) -> Response:
    found = portable.take_out(parts, signed, whose)
    answer = Response(packed(found), mimetype="application/zip")
    day = dating.file_day(found.now, zoning.of(parts, signed).name)
    name = file_names.named("one-persons-data", day, ending="zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def packed(found: Everything) -> bytes:
    """Return a person's everything as a zip: data, a page to read, her recordings."""
    file = BytesIO()
    tongues.speak(found.language)
    told = {"tables": found.tables, "unopened": found.unopened}
    data = json.dumps(told, ensure_ascii=False, default=str, indent=1)
    with ZipFile(file, "w", ZIP_DEFLATED) as together:
        together.writestr("everything.json", data)
        page = render_template(
            "rights/everything.html",
            found=found,
            **everything_words.stands(found),
            quoted=everything_words.quoted,
            came=lambda row: words.outcome(_told(row)),
            brought=lambda row: earlier_words.came(_told(row)),
            changed=lambda row: words.changed(_told(row)),
        )
        together.writestr("read-me-first.html", page)
        for name, sound in found.recordings.items():
            together.writestr(name, sound)
    return file.getvalue()


def _told(row: Mapping[str, Any]) -> Any:
    return SimpleNamespace(**row)


def _erase(parts: Parts, signed: Signed, whose: UUID) -> Response:
    entry = entries.read()
    try:
        name = erasing.ask(parts, signed, whose, entry["name"])
    except Refused as refused:
        entry.refuse(refused)
        return _shown(parts, signed, whose, entry)
    # The name is kept nowhere any more: this answer alone can say it.
    return Response(render_template("rights/erasing.html", name=name, whose=whose))


def _erasures(parts: Parts, signed: Signed) -> Response:
    found = erasing.look(parts, signed)
    colleagues = auditing.colleagues(parts, signed)
    return live.shown(
        "rights/erasures.html",
        "rights/erasures_live.html",
        erasures=found,
        colleagues=colleagues,
        zone=zoning.of(parts, signed).name,
    )


# ---- the words of one line ----


def _words(parts: Parts, signed: Signed, whose: UUID) -> Response:
    kind, item = _line(request.args)
    return _sure(parts, signed, whose, (kind, item), Entry())


def _sure(
    parts: Parts, signed: Signed, whose: UUID, line: tuple[Kind, UUID], entry: Entry
) -> Response:
    """Show what goes and what stays, or why it cannot go now."""
    kind, item = line
    at = removing.when(parts, signed, whose, kind, item)
    return entries.shown(
        "rights/words.html",
        entry,
        whose=whose,
        name=erasing.named(parts, signed, whose),
        kind=kind,
        item=item,
        at=at,
        lead=say(LINES[kind]),
        zone=zoning.of(parts, signed).name,
        why=say(removing.refused(parts, signed, whose, kind, item)),
    )


def _remove(parts: Parts, signed: Signed, whose: UUID) -> Response:
    kind, item = _line(request.form)
    try:
        removing.remove(parts, signed, whose, kind, item)
    except Refused as refused:
        entry = Entry()
        entry.saying = say(refused.mend)
        return _sure(parts, signed, whose, (kind, item), entry)
    return redirected(url_for("pages.person", whose=whose, _anchor=f"text-{item}"))


def _line(told: Mapping[str, str]) -> tuple[Kind, UUID]:
    """Return which line is meant. Raises LookupError, ValueError for none."""
    kind = removing.KINDS.get(told.get("kind", ""))
    if kind is None:
        raise LookupError(told.get("kind", ""))
    return kind, UUID(told.get("item", ""))


def _removed(parts: Parts, signed: Signed, whose: UUID, item: UUID) -> Any:
    """Return who removed a line's words, asking once for each page and person."""
    asked: dict[UUID, Mapping[UUID, Any]] = g.setdefault("removals", {})
    if whose not in asked:
        asked[whose] = removing.told(parts, signed, whose)
    return asked[whose].get(item)


# ---- how long words are kept ----


def _retention(parts: Parts, signed: Signed, whose: UUID) -> Response:
    return _kept(parts, signed, whose, Entry())


def _kept(
    parts: Parts,
    signed: Signed,
    whose: UUID,
    entry: Entry,
    gone: Mapping[str, int] | None = None,
) -> Response:
    found = retaining.look(parts, signed, whose)
    if not entry.typed:
        days = {"keep_words": found.words, "keep_recordings": found.recordings}
        entry.typed = {name: str(one or "") for name, one in days.items()}
    typed = [entry[name] for name in retaining.KEPT]
    entry.typed["sure"] = "/".join(typed) if gone else ""
    entry.typed["base"] = retaining.base(found.words, found.recordings)
    may = rights.may(signed.role, "retention").allowed
    zone = zoning.of(parts, signed).name
    return entries.shown(
        "rights/retention.html",
        entry,
        found=found,
        may_set=may,
        zone=zone,
        gone=gone,
        saved=not entry.wrong and "saved" in request.args,
    )


def _would(
    parts: Parts, signed: Signed, whose: UUID, entry: Entry, gone: tuple[int, int]
) -> Response:
    """Show how many people's words go at once, before any do."""
    return _kept(
        parts, signed, whose, entry, dict(zip(retaining.KEPT, gone, strict=True))
    )


def _retain(parts: Parts, signed: Signed, whose: UUID) -> Response:
    entry = entries.read()
    typed = entry[retaining.KEPT[0]], entry[retaining.KEPT[1]]
    try:
        gone = retaining.goes(parts, signed, whose, *typed)
        if any(gone) and entry["sure"] != "/".join(typed):
            return _would(parts, signed, whose, entry, gone)
        retaining.change(parts, signed, whose, typed, entry["base"])
    except Refused as refused:
        entry.refuse(refused)
        return _kept(parts, signed, whose, entry)
    except Changed:
        entry.saying = say(MEANWHILE)
        return _kept(parts, signed, whose, entry)
    return redirected(url_for("rights.retention", whose=whose, saved=1))


# ---- the audit ----


def _audit(parts: Parts, signed: Signed) -> Response:
    asked = _asked()
    page = auditing.look(parts, signed, asked)
    more = None
    if page.more is not None:
        at, row = page.more
        more = f"{url_for('rights.audit')}?{urlencode(_address(asked, at, row))}"
    zone = zoning.of(parts, signed).name
    given = {"page": page, "asked": asked, "kinds": KINDS, "more": more, "zone": zone}
    return Response(render_template("rights/audit.html", **given))


def _asked() -> Filter:
    """Return what the address asks for; what is no id asks for nothing."""
    args = request.args
    kind = args.get("kind", "")
    return Filter(
        person=_id(args.get("person", "")),
        colleague=args.get("colleague", "")[:80],
        kind=kind if kind in KINDS else "",
        before=_before(args.get("at", ""), args.get("row", "")),
    )


def _address(asked: Filter, at: datetime, row: UUID) -> dict[str, object]:
    """Return what the address of the next page carries."""
    told = {"person": asked.person, "colleague": asked.colleague, "kind": asked.kind}
    kept = {name: value for name, value in told.items() if value}
    return {**kept, "at": at.isoformat(), "row": row}


def _id(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _before(at: str, row: str) -> tuple[datetime, UUID] | None:
    found = _id(row)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return None if found is None or moment.tzinfo is None else (moment, found)
