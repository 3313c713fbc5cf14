"""A coach's own telephone: a code is texted to it, and it counts once that comes back.

Laws: another number, or none, asks for a fresh proof; nobody is called at a number
that has not answered so; a code is for one number
and one account, holds a quarter of an hour and five tries; five codes follow each other
within an hour at most; the number stands in no address and no audit.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from flows.coach.spoken import Spoken
from flows.talk import wording
from service.carrier import segments
from service.queue import URGENT
from service.store import accounts, outbox, own_lines, people
from service.store.outbox import Outgoing
from service.store.own_lines import OwnLine
from service.usecases import languages, rights, spending, taking_over
from service.usecases.entries import Refused, e164
from service.usecases.parts import Parts
from service.usecases.rights import Signed

DIGITS = 6
HOLDS = timedelta(minutes=15)
MOST_WRONG, MOST_ASKS = 5, 5
CODE = Spoken(
    "Handrail: {code} is the code that confirms this telephone as yours.",
    "Handrail: {code} es el código que confirma que este teléfono es tuyo.",
)


def of(parts: Parts, signed: Signed) -> OwnLine:
    """Return how her telephone stands, without one for whoever has no account."""
    if signed.account is None:
        return OwnLine()
    key = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation) as tx:
        return own_lines.of(tx, key, signed.account)


def ask(parts: Parts, signed: Signed, written: str) -> None:
    """Have a code texted to a number; what was confirmed before stands until then.

    Raises:
        Refused: the number cannot be taken, or too many codes were asked for.
    """
    rights.require(signed, "line")
    account, tenant = taking_over.account(signed), parts.tenant(signed.organisation)
    number = e164(written, tenant.country, "line")
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    with parts.db.transaction(signed.organisation) as tx:
        if number == people.service_number(tx, tenant.key):
            raise Refused("line", "this is our own number; write yours")
        if mend := spending.mend(number, spending.terms(tx).countries):
            raise Refused("line", mend)
        line = own_lines.of(tx, tenant.key, account, lock=True)
        lately = line.asked_at and tx.now - line.asked_at < own_lines.SPAN
        if lately and line.asks >= MOST_ASKS:
            raise Refused("line", "too many codes were sent; wait an hour")
        spoken = languages.spoken_to(parts, signed)
        words = wording.written(CODE.to(spoken).format(code=code))
        message = Outgoing(
            id=parts.new_id(),
            kind="confirmation",
            body=words,
            segments=segments.count(words).count,
            token=parts.new_token(),
            not_before=tx.now,
            expires_at=tx.now + HOLDS,
        )
        outbox.keep_for_us(tx, tenant.key, message)
        kept = (number, tenant.key.hash(_bound(account, code)), message.id)
        own_lines.ask(tx, tenant.key, account, kept)
    parts.bell.ring("deliver", signed.organisation, [message.id], URGENT)


def _bound(account: UUID, code: str) -> str:
    return f"own line {account} {code}"


def confirm(parts: Parts, signed: Signed, written: str) -> None:
    """Let the number that awaits its code count from now on.

    Raises:
        Refused: the code is another, or holds no more.
    """
    rights.require(signed, "answer")
    account, tenant = taking_over.account(signed), parts.tenant(signed.organisation)
    with parts.db.transaction(signed.organisation) as tx:
        line = own_lines.of(tx, tenant.key, account, lock=True)
        old = line.asked_at is None or tx.now - line.asked_at > HOLDS
        if not line.asked or old or line.wrong >= MOST_WRONG:
            raise Refused("code", "this code holds no more; have a new one sent")
        told = "".join(written.split())
        right = hmac.compare_digest(
            line.code_hash, tenant.key.hash(_bound(account, told))
        )
        if right:
            own_lines.confirm(tx, tenant.key, account, line.asked)
            hers = accounts.look(tx, tenant.key, account)
            if hers is not None:
                languages.begin(tx, tenant.key, hers)
            action = "confirmed a telephone of their own"
            accounts.audit(tx, parts.new_id(), signed.actor, action, account)
        else:
            own_lines.wrong(tx, account)
    if not right:
        raise Refused("code", "this is not the code; look at the newest text")


def forget(parts: Parts, signed: Signed) -> None:
    """Take her number away: calls through the service ring nowhere then."""
    rights.require(signed, "line")
    account = taking_over.account(signed)
    with parts.db.transaction(signed.organisation) as tx:
        own_lines.forget(tx, account)
        action = "removed a telephone of their own"
        accounts.audit(tx, parts.new_id(), signed.actor, action, account)
