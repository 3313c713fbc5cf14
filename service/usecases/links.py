"""One-time links into the console: where each leads, its token and the token's hash.

Law: only the SHA-256 of a token is kept; a token has 256 random bits, so that nothing
slower is needed to guard it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Literal, TypeAlias
from uuid import UUID

from service.store import sessions as rows
from service.store.db import NOWHERE, Tx
from service.store.people import Tenant
from service.store.sessions import Pass
from service.usecases.parts import Parts

Kind: TypeAlias = Literal["first", "joining", "reset", "demo"]

# The pages behind the links; a GET there shows and changes nothing, a POST uses it.
PATHS: Mapping[Kind, str] = {
    "first": "/setup/",
    "joining": "/join/",
    "reset": "/reset/",
    "demo": "/demo/",
}
TOKEN_BYTES = 32


def new_token() -> str:
    """Return a fresh token of 43 characters that may stand in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hashed(token: str) -> bytes:
    """Return the hash by which a token is known."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def to(origin: str, kind: Kind, token: str) -> str:
    """Return the address of a link."""
    return f"{origin}{PATHS[kind]}{token}"


def found(parts: Parts, token: str, kind: Kind) -> tuple[Tenant, Pass] | None:
    """Return the link of a token with whose it is, None when it works no more."""
    with parts.db.transaction() as tx:
        whose = rows.whose_pass(tx, hashed(token))
    # Nobody's are the set-up codes, which open no organisation's door.
    if whose is None or whose[0] == NOWHERE:
        return None
    tenant = parts.tenant(whose[0])
    with parts.db.transaction(tenant.id) as tx:
        link = rows.look_at_pass(tx, tenant.key, whose[1])
        works = link is not None and link.works(kind, tx.now)
    return (tenant, link) if link is not None and works else None


def locked(tx: Tx, tenant: Tenant, link: UUID, kind: Kind) -> Pass | None:
    """Lock a link, so that of two who use it at once one finds it used."""
    found = rows.lock_pass(tx, tenant.key, link)
    return found if found is not None and found.works(kind, tx.now) else None
