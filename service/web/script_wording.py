"""The words of a script as a form: each text with its count, kept in one's draft.

Laws: what is typed is shown again in its field, whatever is refused and whatever was
changed meanwhile; only words change (rewording); what is said of a text is said of it
as it is typed; it works without script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Response, render_template, request, url_for

from flows.talk.fact_words import WORDS
from flows.talk.wording import SLOT
from service.usecases import authoring, proofing, rewording
from service.usecases.authoring import Behind, Opened
from service.usecases.entries import Refused
from service.usecases.proofing import Proof
from service.usecases.rewording import Returned, Typed, Wording
from service.web import entries, script_phone, script_words
from service.web.admission import redirected
from service.web.entries import Entry
from service.web.script_phone import Phone
from service.web.script_room import CONFLICT, Room, id_of, withheld
from service.web.tongues import later, say, tell

FIELD, KEY = "w_", "k_"
LONGEST_NUMBER = 4
# The parts of the page that are asked for by themselves.
PARTS = ("found", "phone")
EMPTY = later("Write some words; a text cannot be empty.")
OVER = later(
    "The script was changed meanwhile, and nothing was overwritten. What you typed"
    " stands in its fields, each with what stands now beside it. Keep yours as a draft"
    " once more to put it in place of that."
)
CHANGED = later(
    "Not checked: the script was changed meanwhile. Keep yours as a draft, and you see"
    " both."
)
KEPT = later("It is kept in your draft. Nobody gets it yet.")
LOST = later("This that you typed has no place there any more:")


def words(room: Room, name: str) -> Response:
    """Show each text of one's draft, or of what stands."""
    here = room.open(name)
    sheet = _sheet(room, here)
    at_the_top = "kept" in request.args and _led_to(sheet) is None
    return _page(here, sheet, Entry(saying=say(KEPT) if at_the_top else ""))


def _led_to(sheet: _Sheet) -> int | None:
    """Return the number of the text that somebody is led back to, None for none."""
    return entry_of(request.args.get("kept", ""), len(sheet.texts))


def reword(room: Room, name: str) -> Response:
    """Do what the form asks: keep the words, check them, or play them.

    Words that cannot stand are not kept, and it is said why.
    """
    here, entry = room.open(name), entries.read()
    part = _part_wanted()
    do = entry["do"] or ("check" if part else "keep")
    if entry["mark"] != rewording.mark_of(_source(room, here)[0]):
        return _changed() if part else _over(room, here, entry)
    sheet = _sheet(room, here, entry)
    if do in ("keep", "publish"):
        return _kept(room, here, sheet, entry)
    phone = script_phone.told(room, script_phone.read(room), do)
    last = entry_of(request.headers.get("HX-Trigger-Name", ""), len(sheet.texts))
    if last is not None:
        phone = script_phone.turned_to(phone, sheet.proof, sheet.texts[last])
    entry.wrong = _empty(sheet)
    if part:
        return _part(part, here, sheet, entry, phone)
    return _page(here, sheet, entry, phone=phone)


def entry_of(field: str, many: int) -> int | None:
    """Return the number of the text that a field holds; None for no such field."""
    number = field.removeprefix(FIELD)
    if field == number or not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return None
    return int(number) if int(number) < many else None


def _part_wanted() -> str:
    """Return which part of the page htmx asks for; "" for the whole of it."""
    target = request.headers.get("HX-Target", "")
    asked = request.headers.get("HX-Request") == "true" and target in PARTS
    return target if asked else ""


def _kept(room: Room, here: Opened, sheet: _Sheet, entry: Entry) -> Response:
    entry.wrong = _empty(sheet)
    if entry.wrong:
        return _page(here, sheet, entry)
    _, base, edition = _source(room, here)
    id = id_of(base) if base else None
    try:
        authoring.keep(
            room.parts, room.signed, here.name, sheet.proof.source, id, edition
        )
    except Refused as refused:
        entry.saying = entries.mend(refused)
        return _page(here, sheet, entry, entries.UNFIT)
    except Behind:
        return _over(room, room.open(here.name), entry)
    if entry["do"] == "publish":
        return redirected(url_for("scripts.review", name=here.name, came="words"))
    last = sheet.last_changed
    at = None if last is None else f"{FIELD}{last}"
    to = url_for("scripts.words", name=here.name, kept=at or "all", _anchor=at)
    return redirected(to)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A source with the words typed over it: what it was, and what it would be.

    `texts` are those that would stand, in the order of `stood`; an empty one is left
    as it was. `drafted` says that what stands is a draft.
    """

    drafted: bool
    stood: str
    was: tuple[Wording, ...]
    texts: tuple[Wording, ...]
    proof: Proof
    empty: tuple[int, ...] = ()

    @property
    def changed(self) -> int:
        """How many texts are not as they were."""
        return len(self.empty) + len(self._other)

    @property
    def last_changed(self) -> int | None:
        """Which text is the last that is not as it was; None where all are."""
        return max((*self._other, *self.empty), default=None)

    @property
    def _other(self) -> tuple[int, ...]:
        both = enumerate(zip(self.was, self.texts, strict=True))
        return tuple(at for at, (one, now) in both if one.words != now.words)


def _sheet(room: Room, here: Opened, entry: Entry | None = None) -> _Sheet:
    """Return what stands, with the words of a form in it where there are any."""
    source, _, edition = _source(room, here)
    proof = _proof(here, source)
    texts = rewording.wordings(proof)
    if entry is None:
        return _Sheet(edition > 0, source, texts, texts, proof)
    typed = {at: entry[f"{FIELD}{at}"] for at in range(len(texts))}
    said = {at: words for at, words in typed.items() if words.strip()}
    after = _proof(here, rewording.reworded(source, texts, said))
    now = rewording.wordings(after)
    empty = tuple(at for at in typed if at not in said)
    fits = now if len(now) == len(texts) else texts
    return _Sheet(edition > 0, source, texts, fits, after, empty)


def _empty(sheet: _Sheet) -> dict[str, str]:
    return {f"{FIELD}{at}": say(EMPTY) for at in sheet.empty}


def _over(room: Room, here: Opened, entry: Entry) -> Response:
    """Show what was typed in the fields of what stands now, which is another source."""
    sheet = _sheet(room, here)
    back = rewording.returned(sheet.texts, _typed(entry))
    after = Entry({f"{FIELD}{at}": words for at, words in back.typed.items()})
    after.saying = say(OVER)
    return _page(here, sheet, after, CONFLICT, back=back)


def _typed(entry: Entry) -> Iterator[Typed]:
    for name, words in entry.typed.items():
        if name.startswith(FIELD):
            key, _, began = entry[f"{KEY}{name.removeprefix(FIELD)}"].rpartition(" ")
            yield Typed(key, began, words)


def _source(room: Room, here: Opened) -> tuple[str, str, int]:
    draft = here.draft_of(room.signed.account)
    if draft is None:
        return here.own, str(here.newest.id) if here.newest else "", 0
    return draft.source, str(draft.base or ""), draft.edition


def _proof(here: Opened, source: str) -> Proof:
    return proofing.proof(here.name, source, here.source_of)


def _page(
    here: Opened, sheet: _Sheet, entry: Entry, status: int | None = None, *,
    back: Returned | None = None, phone: Phone = script_phone.NEW,
) -> Response:  # fmt: skip
    return entries.shown(
        "scripts/words.html",
        entry,
        status,
        **_given(here, sheet, phone),
        mark=rewording.mark_of(sheet.stood),
        by_node=_by_node(sheet.texts),
        about=authoring.about(sheet.stood),
        keys=_keys(sheet.was),
        facts=_facts(sheet.was, proofing.known(sheet.proof)),
        back=back,
        lost=say(LOST),
        kept=_led_to(sheet),
        kept_says=say(KEPT),
    )


def _facts(
    texts: tuple[Wording, ...], known: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    """Return what stands in braces in these texts, each once, with what it is.

    What is no fact is not filled in for anybody: it is for the check to tell.
    """
    found = {name for one in texts for name in SLOT.findall(one.words)}
    told = ((name, WORDS.get(name, "")) for name in sorted(found & known))
    return tuple((name, tell(words)) for name, words in told)


def _part(
    part: str, here: Opened, sheet: _Sheet, entry: Entry, phone: Phone
) -> Response:
    """Return the part of the page that htmx asks for."""
    given = _given(here, sheet, phone)
    page = render_template(f"scripts/words_{part}.html", wrong=entry.wrong, **given)
    return Response(page)


def _changed() -> Response:
    """Say that what is typed stands over another source than the one that is there."""
    return Response(render_template("scripts/words_changed.html", changed=say(CHANGED)))


def _given(here: Opened, sheet: _Sheet, phone: Phone) -> dict[str, object]:
    """Return what the page and each part of it shows."""
    proof, texts = sheet.proof, sheet.texts
    found = [one for one in proof.wrong if not one.elsewhere]
    return {
        "script": here,
        "proof": proof,
        "sheet": sheet,
        "texts": texts,
        "turns": rewording.turns(texts),
        "places": script_words.places(proof.script),
        "found": {at: _found(texts, at, found) for at in range(len(texts))},
        "named": _named(proof, texts),
        "drafted": sheet.drafted,
        "withheld": withheld(here, proof),
        "held_back": say(EMPTY) if sheet.empty else withheld(here, proof),
        "phone_held": phone,
        "played": script_phone.played(here, proof, phone),
    }


def _by_node(texts: tuple[Wording, ...]) -> dict[str, list[tuple[int, Wording]]]:
    """Return the texts, with their numbers, by node as the script has them."""
    by_node: dict[str, list[tuple[int, Wording]]] = {}
    for at, one in enumerate(texts):
        by_node.setdefault(one.node, []).append((at, one))
    return by_node


def _named(proof: Proof, texts: tuple[Wording, ...]) -> dict[int, tuple[str, str]]:
    """Return the field of each line on which something was found, and its title.

    The form shows no lines: of one that holds no text the node is named.
    """
    fields = {one.line: at for at, one in reversed([*enumerate(texts)])}
    places, turns = script_words.places(proof.script), rewording.turns(texts)
    named: dict[int, tuple[str, str]] = {}
    for line in {one.line for one in proof.problems if not one.elsewhere}:
        if line in fields:
            one = texts[fields[line]]
            title = _title(one, places, turns.get(fields[line]))
            named[line] = f"{FIELD}{fields[line]}", title
            continue
        above = [node.name for node in proof.outline if node.line <= line]
        if above:
            named[line] = "", places.get(above[-1], above[-1])
        else:
            named[line] = "", say(later("In the file, line %(line)s"), line=line)
    return named


def _title(
    one: Wording, places: Mapping[str, str], turn: tuple[int, int] | None
) -> str:
    what = say(script_words.WHAT.get(one.what, one.what))
    language = say(script_words.LANGUAGES.get(one.language, one.language))
    which = say("%(n)s of %(of)s", n=turn[0], of=turn[1]) if turn else ""
    parts = (places.get(one.node, one.node), what, language, which)
    return " · ".join(filter(None, parts))


def _found(
    texts: tuple[Wording, ...], at: int, found: list[proofing.Problem]
) -> list[proofing.Problem]:
    """Return what the check says of the line on which a text stands."""
    return [one for one in found if one.line == texts[at].line]


def _keys(texts: tuple[Wording, ...]) -> list[str]:
    """Return by what each field is known, with the mark of the words it begins with."""
    known = zip(rewording.keys(texts), texts, strict=True)
    return [f"{key} {rewording.mark_of(one.words)}" for key, one in known]
