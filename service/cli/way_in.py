"""The way into the console that `handrail run` prints, while nobody has an account."""

from __future__ import annotations

from collections.abc import Mapping

from service import wiring
from service.addresses import is_here
from service.cli.staging import CONSOLE
from service.config import Settings
from service.store import views
from service.usecases import first_owner, links
from service.usecases.parts import Parts


def found(environ: Mapping[str, str], *, demo: bool) -> dict[str, str]:
    """Return the link to take in place of the console's plain address.

    It leads into the demo, or sets the console up. Nothing where an account stands:
    whoever has it signs in. `demo` says that texts go to the switchboard.
    """
    parts = wiring.build(Settings.from_env(environ), pool_size=1)
    try:
        return _found(parts, demo=demo) if first_owner.needed(parts) else {}
    finally:
        parts.db.close()


def _found(parts: Parts, *, demo: bool) -> dict[str, str]:
    whose = views.organisations(parts.db, parts.vault)
    if demo and whose and is_here(parts.origin):
        return {CONSOLE: first_owner.demo_link(parts, whose[0].id)}
    code = first_owner.code(parts)
    return {CONSOLE: links.to(parts.origin, "first", code)} if code else {}
