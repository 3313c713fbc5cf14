"""The words of a script as a form: each text with its count, kept in one's draft.

Laws: what is typed is shown again in its field, whatever is refused and whatever was
changed meanwhile; only words change (rewording); it works without script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from flask import Response, render_template, request, url_for

from service.usecases import authoring, proofing, rewording
from service.usecases.authoring import Behind, Opened
from service.usecases.entries import Refused
from service.usecases.proofing import Proof
from service.usecases.rewording import Returned, Typed, Wording
from service.web import entries, script_words
from service.web.admission import redirected
from service.web.entries import Entry
from service.web.script_room import CONFLICT, Room, id_of, withheld
from service.web.tongues import later, say

FIELD, KEY = "w_", "k_"
EMPTY = later("Write some words; a text cannot be empty.")
OVER = later(
    "The script was changed meanwhile, and nothing was overwritten. What you typed"
    " stands in its fields, each with what stands now beside it. Keep the words once"
    " more to put yours in its place."
)
LATE = later(
    "The script was changed meanwhile, so what you type is not checked. Keep the words:"
    " nothing is overwritten, and you see what stands now."
)
LOST = later("This that you typed has no place there any more:")


def words(room: Room, name: str) -> Response:
    """Show each text of one's draft, or of what stands."""
    here = room.open(name)
    entry = Entry()
    if request.args.get("kept"):
        entry.saying = say(later("It is kept in your draft. Nobody gets it yet."))
    return _page(room, here, entry)


def reword(room: Room, name: str) -> Response:
    """Keep the words that were typed in one's draft, or say what cannot stand."""
    here, entry = room.open(name), entries.read()
    source, base, edition = _source(room, here)
    texts = rewording.wordings(_proof(here, source))
    typed = {at: entry[f"{FIELD}{at}"] for at in range(len(texts))}
    if request.headers.get("HX-Request") == "true":
        return _checked(room, here, entry, typed)
    if entry["mark"] != rewording.mark_of(source):
        return _over(room, here, entry)
    empty = [at for at, one in typed.items() if not one.strip()]
    if empty:
        entry.wrong = {f"{FIELD}{at}": say(EMPTY) for at in empty}
        return _page(room, here, entry)
    after = rewording.reworded(source, texts, typed)
    try:
        authoring.keep(
            room.parts, room.signed, name, after, id_of(base) if base else None, edition
        )
    except Refused as refused:
        entry.saying = entries.mend(refused)
        return _page(room, here, entry, entries.UNFIT)
    except Behind:
        return _over(room, room.open(name), entry)
    return redirected(url_for("scripts.words", name=name, kept=1))


def _checked(
    room: Room, here: Opened, entry: Entry, typed: Mapping[int, str]
) -> Response:
    """Say what the check finds in the words as they are typed; nothing is kept."""
    source = _source(room, here)[0]
    if entry["mark"] != rewording.mark_of(source):
        return Response(render_template("scripts/words_checked.html", late=say(LATE)))
    texts = rewording.wordings(_proof(here, source))
    empty = [at for at, one in typed.items() if not one.strip()]
    written = {at: one for at, one in typed.items() if at not in empty}
    proof = _proof(here, rewording.reworded(source, texts, written))
    after = rewording.wordings(proof)
    found = [one for one in proof.wrong if not one.elsewhere]
    # A text in words that cannot be read any more may have no field, and no number.
    same = len(after) == len(texts)
    part = render_template(
        "scripts/words_checked.html",
        proof=proof,
        named=_named(proof, after) if same else {},
        texts=list(enumerate(after)) if same else [],
        found={at: _found(after, at, found) for at in range(len(after))},
        empty={at: say(EMPTY) for at in empty},
    )
    return Response(part)


def _over(room: Room, here: Opened, entry: Entry) -> Response:
    """Show what was typed in the fields of what stands now, which is another source."""
    texts = rewording.wordings(_proof(here, _source(room, here)[0]))
    back = rewording.returned(texts, _typed(entry))
    after = Entry({f"{FIELD}{at}": words for at, words in back.typed.items()})
    after.saying = say(OVER)
    return _page(room, here, after, CONFLICT, back)


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
    room: Room, here: Opened, entry: Entry, status: int | None = None,
    back: Returned | None = None,
) -> Response:  # fmt: skip
    source, _, edition = _source(room, here)
    proof = _proof(here, source)
    texts = rewording.wordings(proof)
    found = [one for one in proof.wrong if not one.elsewhere]
    return entries.shown(
        "scripts/words.html",
        entry,
        status,
        script=here,
        proof=proof,
        mark=rewording.mark_of(source),
        texts=_by_node(texts),
        places=script_words.places(proof.outline),
        about=authoring.about(source),
        found={at: _found(texts, at, found) for at in range(len(texts))},
        named=_named(proof, texts),
        drafted=edition > 0,
        withheld=withheld(here, proof),
        keys=_keys(texts),
        numbered=_numbered(texts),
        scripted=True,
        back=back,
        lost=say(LOST),
    )


def _by_node(texts: tuple[Wording, ...]) -> dict[str, list[tuple[int, Wording]]]:
    """Return the texts, with their numbers, by node as the script has them."""
    by_node: dict[str, list[tuple[int, Wording]]] = {}
    for at, one in enumerate(texts):
        by_node.setdefault(one.node, []).append((at, one))
    return by_node


def _numbered(texts: tuple[Wording, ...]) -> dict[int, tuple[int, int]]:
    """Return which of how many wordings of its line each text is, where it has some."""
    lines = [(one.node, one.what, one.language, one.spoken) for one in texts]
    of = Counter(lines)
    return {
        at: (lines[: at + 1].count(line), of[line])
        for at, line in enumerate(lines)
        if of[line] > 1
    }


def _named(proof: Proof, texts: tuple[Wording, ...]) -> dict[int, tuple[str, str]]:
    """Return the field of each line on which something was found, and its title.

    The form shows no lines: of one that holds no text the node is named.
    """
    fields = {one.line: at for at, one in reversed([*enumerate(texts)])}
    places = script_words.places(proof.outline)
    named: dict[int, tuple[str, str]] = {}
    for line in {one.line for one in proof.problems if not one.elsewhere}:
        if line in fields:
            one = texts[fields[line]]
            named[line] = f"{FIELD}{fields[line]}", _title(one, places)
            continue
        above = [node.name for node in proof.outline if node.line <= line]
        if above:
            named[line] = "", places.get(above[-1], above[-1])
        else:
            named[line] = "", say(later("In the file, line %(line)s"), line=line)
    return named


def _title(one: Wording, places: Mapping[str, str]) -> str:
    what = say(script_words.WHAT.get(one.what, one.what))
    language = say(script_words.LANGUAGES.get(one.language, one.language))
    parts = (places.get(one.node, one.node), what, language)
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
