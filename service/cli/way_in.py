"""Which link opens the console of a service that was just started."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

from service import wiring
from service.addresses import is_here
from service.config import Settings
from service.store import views
from service.usecases import first_owner, links
from service.usecases.parts import Parts


def way_in(environ: Mapping[str, str]) -> str:
    """Return the address to open, by the settings of the service.

    On this machine the demo's link, where there is an organisation; else the set-up
    link, while no account stands; else the plain address, where one signs in.
    """
    parts = wiring.build(Settings.from_env(environ), pool_size=1)
    with closing(parts.db):
        return _demo(parts) or _first(parts) or parts.origin


def _demo(parts: Parts) -> str:
    found = views.organisations(parts.db, parts.vault) if is_here(parts.origin) else ()
    return first_owner.demo_link(parts, found[0].id) if found else ""


def _first(parts: Parts) -> str:
    code = first_owner.code(parts)
    return "" if code is None else links.to(parts.origin, "first", code)
