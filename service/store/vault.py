"""The vault: words and numbers sealed at rest, numbers found by keyed hash.

AES-256-GCM under one key per participant (or organisation), itself wrapped by a
master key. The associated data names table, row and column, so that sealed bytes
moved to another place do not open. Deleting a wrapped key erases its words.
Layout of sealed bytes: one byte of version, 12 of nonce, then ciphertext and tag.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
NONCE = 12
TAG = 16
KEY = 32
SHORTEST = len(VERSION) + NONCE + TAG


class Unreadable(Exception):
    """Sealed bytes do not open here: wrong key, wrong place, or altered."""


def _bound(table: str, row: UUID, column: str) -> bytes:
    """Return the associated data that binds sealed bytes to where they live."""
    return f"{table}\x1f{row.hex}\x1f{column}".encode()


def _opened(aead: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    # Another layout, or cut short: for the latter the library raises ValueError.
    if sealed[:1] != VERSION or len(sealed) < SHORTEST:
        raise InvalidTag
    return aead.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], bound)


class Key:
    """One data key: seals words and voices for a place and opens them there."""

    __slots__ = ("_aead", "_raw")

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._aead = AESGCM(raw)

    def seal(self, words: str, table: str, row: UUID, column: str) -> bytes:
        """Return `words` as bytes that open only at this table, row and column."""
        return self.seal_bytes(words.encode(), table, row, column)

    def open(self, sealed: bytes, table: str, row: UUID, column: str) -> str:
        """Return the words sealed for this place; raises Unreadable otherwise."""
        return self.open_bytes(sealed, table, row, column).decode()

    def words(self, sealed: bytes | None, table: str, row: UUID, column: str) -> str:
        """Return the words sealed for this place, "" where none are."""
        return "" if sealed is None else self.open(sealed, table, row, column)

    def seal_bytes(self, sound: bytes, table: str, row: UUID, column: str) -> bytes:
        """Return `sound` as bytes that open only at this table, row and column."""
        nonce = secrets.token_bytes(NONCE)
        bound = _bound(table, row, column)
        return VERSION + nonce + self._aead.encrypt(nonce, sound, bound)

    def open_bytes(self, sealed: bytes, table: str, row: UUID, column: str) -> bytes:
        """Return the bytes sealed for this place; raises Unreadable otherwise."""
        bound = _bound(table, row, column)
        try:
            return _opened(self._aead, sealed, bound)
        except InvalidTag as error:
            where = f"{table}.{column} of row {row}"
            raise Unreadable(f"the sealed bytes in {where} do not open") from error

    def hash(self, number: str) -> bytes:
        """Return the keyed hash (32 bytes) by which `number` (E.164) is found."""
        return hmac.digest(self._raw, number.encode(), hashlib.sha256)


class Vault:
    """The master keys: the first wraps, all of them unwrap (rotation)."""

    def __init__(self, masters: Sequence[bytes]) -> None:
        if not masters or any(len(master) != KEY for master in masters):
            raise ValueError("MASTER_KEYS: each key must be 32 bytes")
        self._masters = [AESGCM(master) for master in masters]
        self._lookup = Key(hmac.digest(masters[-1], b"service numbers", "sha256"))
        self._emails = Key(hmac.digest(masters[-1], b"account e-mails", "sha256"))
        self.unwrap = lru_cache(maxsize=4096)(self._unwrap)

    def new_key(self, owner: UUID, use: str) -> tuple[bytes, Key]:
        """Return a fresh key for `owner` and `use`: (wrapped bytes, key)."""
        raw, nonce = secrets.token_bytes(KEY), secrets.token_bytes(NONCE)
        sealed = self._masters[0].encrypt(nonce, raw, self._bound(owner, use))
        return VERSION + nonce + sealed, Key(raw)

    def _unwrap(self, wrapped: bytes, owner: UUID, use: str) -> Key:
        """Return the key wrapped for `owner`; raises Unreadable."""
        for master in self._masters:
            try:
                return Key(_opened(master, wrapped, self._bound(owner, use)))
            except InvalidTag:
                continue
        raise Unreadable(f"no master key opens the {use} key of {owner}")

    def service_hash(self, number: str) -> bytes:
        """Return the hash of one of our own numbers: asked before we know whose."""
        return self._lookup.hash(number)

    def account_hash(self, email: str) -> bytes:
        """Return the hash by which an account is found: asked before we know whose."""
        return self._emails.hash(email)

    @staticmethod
    def _bound(owner: UUID, use: str) -> bytes:
        return f"{use}\x1f{owner.hex}".encode()
