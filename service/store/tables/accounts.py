"""Tables of the console's accounts: who may sign in, by what, and who is signed in.

What belongs to nobody known (a password tried for an e-mail without account, the
set-up code of an empty database) stands under the organisation of nobody, `NOWHERE`:
so these tables have no key to organisations, and are walled like any other.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables.columns import (
    Id,
    Instant,
    Organisation,
    Row,
    Sealed,
    Tenant,
    one_of,
)


class AccountRow(Row):
    """Somebody who may sign in to the console; found by the keyed hash of her e-mail.

    Without a password it is the demo's, which signs in by its link alone. `language`
    is hers in the console and in letters, null until one is said.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        one_of("role", "owner", "coach", "viewer"),
        Index(
            "uq_accounts_email_hash",
            "email_hash",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Organisation]
    role: Mapped[str]
    name_sealed: Mapped[Sealed]
    email_sealed: Mapped[Sealed]
    email_hash: Mapped[Sealed]
    password_hash: Mapped[str | None]
    coach_id: Mapped[UUID | None] = mapped_column(ForeignKey("coaches.id"))
    language: Mapped[str | None]
    created_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]


class FactorRow(Row):
    """A second factor: an authenticator's secret, or a passkey's id and public key.

    `counter` is the last step of time whose code was taken, or the passkey's own count.
    It counts for nothing until `confirmed_at`.
    """

    __tablename__ = "factors"
    __table_args__ = (one_of("kind", "totp", "passkey"),)

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[str]
    name_sealed: Mapped[Sealed]
    secret_sealed: Mapped[Sealed]
    counter: Mapped[int] = mapped_column(BigInteger)
    added_at: Mapped[Instant]
    confirmed_at: Mapped[Instant | None]
    used_at: Mapped[Instant | None]


class SpareCodeRow(Row):
    """A code for when no factor is at hand: its keyed hash, and when it was used."""

    __tablename__ = "spare_codes"
    __table_args__ = (UniqueConstraint("account_id", "hash"),)

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    hash: Mapped[Sealed]
    used_at: Mapped[Instant | None]


class SessionRow(Row):
    """Somebody at a browser, known by the hash of her token; it is gone when it ends.

    `proved_at` is when she last proved who she is, `challenge` what her passkey is to
    sign, once.
    """

    __tablename__ = "sessions"
    __table_args__ = (one_of("owes", "code", "factor", "nothing"),)

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    hash: Mapped[Sealed] = mapped_column(unique=True)
    owes: Mapped[str]
    device: Mapped[str]
    demo: Mapped[bool]
    begun_at: Mapped[Instant]
    seen_at: Mapped[Instant] = mapped_column(index=True)
    proved_at: Mapped[Instant | None]
    challenge: Mapped[Sealed | None]
    challenged_at: Mapped[Instant | None]


class KnownDeviceRow(Row):
    """A browser from which an account came in whole, known by the hash of its token.

    `session_id` is the session that it came in by last; `answered_at` is when she said
    in an older one that it is hers.
    """

    __tablename__ = "known_devices"

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    session_id: Mapped[UUID]
    hash: Mapped[Sealed] = mapped_column(unique=True)
    device: Mapped[str]
    begun_at: Mapped[Instant]
    seen_at: Mapped[Instant]
    answered_at: Mapped[Instant | None]


class PassRow(Row):
    """A one-time link into the console, known by the hash of its token.

    Role, name, e-mail, coach and language are those of a colleague who is asked in;
    `account_id` is whose password it resets, or the demo's.
    """

    __tablename__ = "passes"
    __table_args__ = (one_of("kind", "first", "joining", "reset", "demo"),)

    id: Mapped[Id]
    organisation_id: Mapped[Tenant] = mapped_column(index=True)
    kind: Mapped[str]
    hash: Mapped[Sealed] = mapped_column(unique=True)
    account_id: Mapped[UUID | None]
    coach_id: Mapped[UUID | None]
    role: Mapped[str | None]
    name_sealed: Mapped[Sealed | None]
    email_sealed: Mapped[Sealed | None]
    email_hash: Mapped[Sealed | None]
    language: Mapped[str | None]
    made_by: Mapped[str]
    made_at: Mapped[Instant]
    expires_at: Mapped[Instant] = mapped_column(index=True)
    used_at: Mapped[Instant | None]
    withdrawn_at: Mapped[Instant | None]


class SignInRow(Row):
    """One try to get in: for which e-mail (its keyed hash) or account (its id), and
    what came of it.

    Kept for an e-mail without account too; the limits are counted over these rows.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (
        one_of("kind", "password", "code", "reset", "export", "known"),
        one_of("outcome", "asked", "wrong", "right"),
        Index("ix_sign_ins_counted", "organisation_id", "key", "kind", "at"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    key: Mapped[Sealed]
    kind: Mapped[str]
    outcome: Mapped[str]
    at: Mapped[Instant] = mapped_column(index=True)


class LetterRow(Row):
    """An e-mail of the console on its way: sealed, and gone once it was handed over.

    `void` is one to nobody: written for an unknown e-mail, so that asking costs alike.
    `losses` counts workers that died with it in hand.
    """

    __tablename__ = "letters"
    __table_args__ = (
        one_of("state", "due", "sending", "failed", "void"),
        Index("ix_letters_due", "not_before", postgresql_where=text("state = 'due'")),
        Index(
            "ix_letters_leased",
            "lease_until",
            postgresql_where=text("state = 'sending'"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Tenant]
    to_sealed: Mapped[Sealed]
    words_sealed: Mapped[Sealed]
    state: Mapped[str]
    not_before: Mapped[Instant]
    expires_at: Mapped[Instant]
    lease_until: Mapped[Instant | None]
    losses: Mapped[int] = mapped_column(server_default="0")
