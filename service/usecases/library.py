"""The library of scripts: publishing the shipped ones, reading pinned versions."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from uuid import UUID

from flows.talk import engine
from flows.talk import script as grammar
from flows.talk.script import Script
from service.store import people, talks
from service.store.db import Tx
from service.store.people import Tenant
from service.store.talks import Published
from service.usecases.parts import Parts

SCRIPTS = files("flows").joinpath("scripts")


@cache
def sources() -> dict[str, str]:
    """Return the sources of the scripts that ship with Handrail, each by itself."""
    return {
        entry.name.removesuffix(".yaml"): entry.read_text(encoding="utf-8")
        for entry in sorted(SCRIPTS.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".yaml")
    }


@cache
def shipped() -> dict[str, str]:
    """Return the shipped scripts by name, each with those it enters behind it."""
    return {name: grammar.bundle(name, sources().__getitem__) for name in sources()}


@lru_cache(maxsize=1024)
def read(name: str, source: str) -> Script:
    """Return the script that a source says, read once per process."""
    return grammar.parse(source, name=name)


def publish_shipped(parts: Parts, tx: Tx) -> int:
    """Publish every shipped script that this organisation lacks; return how many.

    Every organisation begins with them, and most need few: they are read when needed.
    """
    return talks.publish_scripts(tx, (_published(parts, name) for name in shipped()))


def _published(parts: Parts, name: str) -> Published:
    source = shipped()[name]
    return Published(str(parts.new_id()), name, grammar.version_of(source), source)


def version_of(parts: Parts, tx: Tx, name: str) -> tuple[UUID, Script]:
    """Return the newest published version of a script, parsed; raises LookupError.

    One that ships, and that nobody published here, is published: an upgrade brought it,
    and an organisation has those of the day it began.
    """
    version_id = talks.latest_script(tx, name)
    if version_id is None and name in shipped():
        talks.publish_scripts(tx, [_published(parts, name)])
        version_id = talks.latest_script(tx, name)
    if version_id is None:
        raise LookupError(f"the script {name!r} is not published in this organisation")
    return version_id, pinned(parts, tx, version_id)


def pinned(parts: Parts, tx: Tx, version_id: UUID) -> Script:
    """Return the very version a conversation runs on (I8), parsed once per process."""
    found = parts.scripts.get(version_id)
    if found is None:
        name, source = talks.script_source(tx, version_id)
        found = parts.scripts[version_id] = read(name, source)
    return found


def facts_of_strangers(tx: Tx, tenant: Tenant) -> dict[str, engine.Fact]:
    """Return what is known of a number we do not know: whom it reached, and nothing."""
    language = people.language_of_all(tx)
    return {"programme": tenant.name, "seed": 0, "language": language}
