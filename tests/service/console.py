"""Who signs in to the console in tests: an owner, colleagues, their authenticators."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import psycopg
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from service.mail.port import Ended, Letter
from service.usecases import (
    factors,
    first_owner,
    letters,
    passwords,
    sessions,
    signing_in,
    team,
)
from service.usecases.first_owner import NewOwner
from service.usecases.parts import Parts
from service.usecases.passwords import Cost
from service.usecases.rights import Signed
from service.usecases.sessions import Begun
from service.usecases.team import Colleague
from tests.database import Clone

# An Argon2 hash that costs next to nothing: what is tried here is who gets in.
CHEAP = Cost(passes=1, memory_kib=8)
PASSWORD = "gravel otter lantern mosaic"
ANOTHER = "violet anchor pumpkin radio"
RUTH = "ruth@example.org"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@dataclass
class Post:
    """A mail server that keeps what it was handed; `how` is how the next ends."""

    sent: list[Letter] = field(default_factory=list)
    how: Any = "taken"

    def send(self, letter: Letter) -> Ended:
        if self.how in ("taken", "unclear"):
            self.sent.append(letter)
        return Ended(self.how)


@dataclass
class Someone:
    """An account with an authenticator, signed in."""

    email: str
    secret: bytes
    token: str
    codes: tuple[str, ...]


@dataclass
class Console:
    """A console on a database of this test's own, and its clock."""

    parts: Parts
    clone: Clone
    organisation: UUID
    post: Post

    def forward(self, **span: float) -> None:
        words = ", ".join(f"{unit} => {value}" for unit, value in span.items())
        self.sql(f"UPDATE clock_offsets SET ahead = ahead + make_interval({words})")

    def sql(self, words: str, *values: object) -> list[Any]:
        with psycopg.connect(self.clone.superuser_url) as line:
            found = line.execute(words.encode(), values)
            return found.fetchall() if found.description else []

    def one(self, words: str, *values: object) -> Any:
        return self.sql(words, *values)[0][0]

    def in_doubt(self, person: UUID) -> UUID:
        """Let the carrier have broken off at the newest reply to somebody; its id."""
        found = self.one(
            "UPDATE outbox_messages SET state = 'in_doubt', called_at = handrail_now(),"
            " doubt = 'the carrier answered 500' WHERE id = (SELECT id FROM"
            " outbox_messages WHERE kind = 'reply' AND participant_id = %s"
            " ORDER BY id DESC LIMIT 1) RETURNING id",
            person,
        )
        return UUID(str(found))

    def now(self) -> float:
        return float(self.one("SELECT extract(epoch FROM handrail_now())"))

    def code(self, who: Someone, ahead: int = 0) -> str:
        totp = TOTP(who.secret, 6, SHA1(), 30)
        return totp.generate(int(self.now()) + 30 * ahead).decode()

    def fresh(self, who: Someone) -> str:
        """A code whose step was never taken before."""
        self.forward(secs=60)
        return self.code(who)

    def signed(self, token: str) -> Signed:
        found = sessions.of(self.parts, token)
        assert found is not None
        return found

    def audited(self) -> list[str]:
        return [row[0] for row in self.sql("SELECT action FROM audits ORDER BY at, id")]

    def posted(self) -> list[Letter]:
        """Have the workers post what is due; return all that was posted so far."""
        due = self.sql("SELECT organisation_id, id FROM letters WHERE state = 'due'")
        for organisation, letter in due:
            letters.post(self.parts, organisation, [letter])
        return self.post.sent

    # ---- ways in ----

    def enrolled(self, begun: Begun | None, email: str) -> Someone:
        """Set an authenticator up for whoever owes a factor."""
        assert begun is not None
        assert "factor" == begun.owes
        new = factors.add_totp(self.parts, self.signed(begun.token))
        someone = Someone(email, base64.b32decode(new.secret), "", ())
        changed = factors.confirm_totp(
            self.parts, self.signed(begun.token), new.id, self.code(someone)
        )
        someone.token, someone.codes = changed.begun.token, changed.codes
        return someone

    def owner(self) -> Someone:
        """The first owner, in."""
        code = first_owner.code(self.parts)
        assert code is not None
        new = NewOwner("", "", "", "Ruth Miller", RUTH, PASSWORD)
        begun = first_owner.set_up(self.parts, code, new, FIREFOX)
        return self.enrolled(begun, RUTH)

    def colleague(self, by: Someone, email: str, role: str) -> Someone:
        """Somebody asked in by an owner, in."""
        token = self.asked(by, email, role)
        begun = team.accept(self.parts, token, "Ana Costa", PASSWORD, FIREFOX)
        return self.enrolled(begun, email)

    def asked(self, by: Someone, email: str, role: str) -> str:
        """The token of a link for a colleague."""
        who = Colleague(email, "Ana", role)
        made = team.invite(self.parts, self.signed(by.token), who)
        return made.link.rpartition("/")[2]

    def signs_in(self, who: Someone, password: str = PASSWORD) -> Begun:
        """Sign in once more, by password and a fresh code, in another browser."""
        begun = signing_in.begin(self.parts, who.email, password, FIREFOX)
        assert begun is not None
        whole = signing_in.second(self.parts, begun.token, self.fresh(who))
        assert isinstance(whole, Begun)
        return whole


def opened(parts: Parts, clone: Clone, organisation: UUID) -> Console:
    post = Post()
    cheap = replace(
        parts, password_cost=CHEAP, mail=post, origin="http://localhost:8017"
    )
    return Console(cheap, clone, organisation, post)


def counting(
    verify: Callable[..., bool], seen: list[str | None]
) -> Callable[..., bool]:
    """Wrap what compares passwords, and keep what each was compared with."""

    def wrapped(cost: Cost, kept: str | None, password: str) -> bool:
        seen.append(kept)
        return verify(cost, kept, password)

    return wrapped


COMPARES = passwords.matches
