"""One-time links into the console: where each leads, its token and the token's hash.

Law: only the SHA-256 of a token is kept; a token has 256 random bits, so that nothing
slower is needed to guard it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Literal, TypeAlias

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
