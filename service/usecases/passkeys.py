"""Passkeys (WebAuthn): what a browser is asked, and whether what it says holds.

Laws: a challenge stands in the row of one session, for five minutes, and is gone at
the first answer; whoever holds the key must have been verified by it (finger, face,
PIN); host and origin are those of our own address; a count that stands still or goes
back is refused.
"""

from __future__ import annotations

import json
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from service.store import accounts
from service.store import sessions as rows
from service.store.accounts import Factor
from service.usecases.entries import Refused
from service.usecases.sessions import Here

CHALLENGE_BYTES = 32
HOLDS = timedelta(minutes=5)
NAME = "Handrail"
REQUIRED = UserVerificationRequirement.REQUIRED


def asked(here: Here) -> str | None:
    """Return what a browser is asked to prove by; None where there is no passkey."""
    known = _known(here)
    if not known:
        return None
    options = webauthn.generate_authentication_options(
        rp_id=_host(here),
        challenge=_challenge(here),
        allow_credentials=_described(known),
        user_verification=REQUIRED,
    )
    return options_to_json(options)


def answered(here: Here, answer: str) -> bool:
    """Say whether a passkey of the account signed this session's challenge."""
    challenge = taken(here)
    if challenge is None:
        return False
    known = {_id(one): one for one in _known(here)}
    try:
        told = json.loads(answer)
        factor = known[base64url_to_bytes(told["rawId"])]
        held = webauthn.verify_authentication_response(
            credential=told,
            expected_challenge=challenge,
            expected_rp_id=_host(here),
            expected_origin=here.parts.origin,
            credential_public_key=base64url_to_bytes(_kept(factor)["key"]),
            credential_current_sign_count=factor.counter,
            require_user_verification=True,
        )
    except Exception:  # whatever is wrong with an answer, it is no proof
        return False
    return accounts.used(here.tx, factor.id, held.new_sign_count)


def offered(here: Here) -> str:
    """Return what a browser is asked to make a passkey by."""
    options = webauthn.generate_registration_options(
        rp_id=_host(here),
        rp_name=NAME,
        user_id=here.account.id.bytes,
        user_name=here.account.email,
        user_display_name=here.account.name,
        challenge=_challenge(here),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=REQUIRED
        ),
        exclude_credentials=_described(_known(here)),
    )
    return options_to_json(options)


def made(here: Here, challenge: bytes | None, answer: str, name: str) -> Factor:
    """Return the factor of a passkey that was made for a challenge that was taken.

    Raises Refused("passkey").
    """
    if challenge is None:
        raise Refused("passkey", "this took too long; begin once more")
    try:
        held = webauthn.verify_registration_response(
            credential=json.loads(answer),
            expected_challenge=challenge,
            expected_rp_id=_host(here),
            expected_origin=here.parts.origin,
            require_user_verification=True,
        )
    except Exception:  # whatever is wrong with it, it is no passkey
        raise Refused(
            "passkey",
            "the browser's passkey did not answer as it should; try once more",
        ) from None
    known = {"id": held.credential_id, "key": held.credential_public_key}
    if held.credential_id in {_id(one) for one in _known(here)}:
        raise Refused("passkey", "this passkey stands already")
    kept = {part: bytes_to_base64url(value) for part, value in known.items()}
    return Factor(
        id=here.parts.new_id(),
        kind="passkey",
        name=name,
        secret=json.dumps(kept).encode(),
        counter=held.sign_count,
        added_at=here.tx.now,
        used_at=None,
    )


def _host(here: Here) -> str:
    return urlsplit(here.parts.origin).hostname or ""


def _challenge(here: Here) -> bytes:
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    rows.challenge(here.tx, here.row.id, challenge)
    return challenge


def taken(here: Here) -> bytes | None:
    """Take this session's challenge away and return it, None where none holds."""
    at, challenge = here.row.challenged_at, here.row.challenge
    rows.challenge(here.tx, here.row.id, None)
    return challenge if at is not None and here.tx.now - at < HOLDS else None


def _known(here: Here) -> list[Factor]:
    found = accounts.factors(here.tx, here.tenant.key, here.account.id)
    return [one for one in found if one.kind == "passkey"]


def _described(known: list[Factor]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=_id(one)) for one in known]


def _kept(factor: Factor) -> dict[str, str]:
    kept: dict[str, str] = json.loads(factor.secret)
    return kept


def _id(factor: Factor) -> bytes:
    return base64url_to_bytes(_kept(factor)["id"])
