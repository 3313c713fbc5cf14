"""A passkey of software: it makes and signs what a browser hands on (WebAuthn)."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url as b64

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Passkey:
    """One key at one origin; `verified` says whether its holder was asked for a PIN."""

    origin: str = "http://localhost:8017"
    verified: bool = True
    counts: bool = True
    count: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def made(self, options: str) -> str:
        """Answer what navigator.credentials.create is asked."""
        asked = json.loads(options)
        point = self.key.public_key().public_numbers()
        cose = cbor2.dumps({
            1: 2, 3: -7, -1: 1,
            -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big"),
        })  # fmt: skip
        about = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cose
        data = self._data(asked["rp"]["id"], ATTESTED) + about
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        told = self._client("webauthn.create", asked["challenge"])
        return self._answer({
            "clientDataJSON": b64(told), "attestationObject": b64(attested),
        })  # fmt: skip

    def signed(self, options: str) -> str:
        """Answer what navigator.credentials.get is asked."""
        asked = json.loads(options)
        self.count += self.counts
        data = self._data(asked["rpId"])
        told = self._client("webauthn.get", asked["challenge"])
        signature = self.key.sign(
            data + hashlib.sha256(told).digest(), ec.ECDSA(hashes.SHA256())
        )
        return self._answer({
            "clientDataJSON": b64(told), "authenticatorData": b64(data),
            "signature": b64(signature), "userHandle": None,
        })  # fmt: skip

    def _data(self, host: str, more: int = 0) -> bytes:
        flags = PRESENT | more | (VERIFIED if self.verified else 0)
        counted = self.count.to_bytes(4, "big")
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + counted

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps(
            {"type": kind, "challenge": challenge, "origin": self.origin}
        ).encode()

    def _answer(self, response: dict[str, Any]) -> str:
        return json.dumps({
            "id": b64(self.id), "rawId": b64(self.id), "type": "public-key",
            "response": response, "clientExtensionResults": {},
        })  # fmt: skip
