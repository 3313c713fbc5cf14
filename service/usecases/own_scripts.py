"""Scripts of the organisation's own that a programme says in place of shipped ones.

Laws: a programme names none that nobody published, and none that gives consent by
itself; one that is not there after all, is not in her language or not for her channel
is not said, and the shipped one is (usecases.turns): nothing that is due stays away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.talk.effects import GiveConsent
from flows.talk.grammar import Emit, Script
from service.store import scripts
from service.store.db import Tx
from service.usecases import library
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.terms import DEFAULTS, SAID_BY

CALL = "call_script"


def names(tx: Tx) -> tuple[str, ...]:
    """Return the published scripts of this organisation that do not ship, by name."""
    shipped = library.sources()
    return tuple(one.name for one in scripts.shelf(tx) if one.name not in shipped)


def judge(
    parts: Parts, tx: Tx, before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    """Judge the scripts that a programme's terms name; what stood already may stand.

    Raises Refused, which names the term.
    """
    for term in SAID_BY.values():
        usual = str(DEFAULTS[term])
        named = after.get(term, usual)
        if named not in (usual, before.get(term, usual)):
            _judge(parts, tx, term, named)


def _judge(parts: Parts, tx: Tx, term: str, named: str) -> None:
    field, usual = f"terms.{term}", str(DEFAULTS[term])
    if named in library.sources():
        raise Refused(
            field,
            "write %(usual)s or a script of your own: %(named)s says something else",
            usual=usual,
            named=named,
        )
    try:
        _version, script = library.version_of(parts, tx, named)
    except LookupError:
        raise Refused(
            field,
            "no script is published here as %(named)s: publish it first, or write"
            " %(usual)s",
            named=named,
            usual=usual,
        ) from None
    if any(_gives_consent(script)):
        raise Refused(
            field,
            "%(named)s gives consent, which only the invitation may: choose another",
            named=named,
        )
    channel = "voice" if term == CALL else "text"
    if channel not in script.channels:
        raise Refused(
            field, "%(named)s cannot be said there: see its `channels:`", named=named
        )


def _gives_consent(script: Script) -> Iterator[bool]:
    for node in script.nodes.values():
        for act in node.acts:
            yield isinstance(act, Emit) and isinstance(act.effect, GiveConsent)
