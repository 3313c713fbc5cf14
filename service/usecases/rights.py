"""Who asks, and what she may: one table of roles and rights.

Laws: a role that the table does not name may nothing; whoever has not signed in whole
may nothing; a right marked so is given to a fresh proof alone. Every use case of the
console asks here, whatever its page has asked before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias
from uuid import UUID

Role: TypeAlias = Literal["owner", "coach", "viewer"]
Right: TypeAlias = Literal[
    "see", "answer", "people", "schedules", "programmes", "export", "erase", "team",
    "settings", "alerts", "retention", "own", "line", "words",
]  # fmt: skip
Owes: TypeAlias = Literal["code", "factor", "nothing"]

ROLES: tuple[Role, ...] = ("owner", "coach", "viewer")
# For so long a proof of who she is holds.
PROOF_HOLDS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Rule:
    """One right: what it is to have it, who has it, whether it asks a fresh proof."""

    meaning: str
    roles: frozenset[Role]
    proof: bool = False


_ALL: frozenset[Role] = frozenset(ROLES)
_COACHES: frozenset[Role] = frozenset({"owner", "coach"})
_OWNERS: frozenset[Role] = frozenset({"owner"})

TABLE: Mapping[Right, Rule] = {
    "see": Rule("look at people, their words and their numbers", _ALL),
    "answer": Rule("write to people, take over, settle alerts and doubts", _COACHES),
    "people": Rule("enrol people, change what stands of them, hold, pause", _COACHES),
    "schedules": Rule("change the schedule of a programme or a person", _COACHES),
    "programmes": Rule("change programmes and scripts, publish, roll back", _COACHES),
    "export": Rule("take people's data out", _COACHES, proof=True),
    "erase": Rule("erase a person", _OWNERS, proof=True),
    "words": Rule("remove the words of one line", _COACHES, proof=True),
    "team": Rule("ask colleagues in, change their role, end them", _OWNERS, proof=True),
    "settings": Rule("change limits and gates", _OWNERS),
    "alerts": Rule("change who is told of alerts", _OWNERS, proof=True),
    "retention": Rule("change how long words are kept", _OWNERS, proof=True),
    "own": Rule("change one's own password and second factors", _ALL, proof=True),
    "line": Rule("change one's own telephone", _COACHES, proof=True),
}


@dataclass(frozen=True, slots=True)
class May:
    """Whether a role has a right, and whether it asks a fresh proof."""

    allowed: bool
    proof: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """Who asks: an account in one session, as it stands at this request.

    `owes` says what is missing before she is in: "code" (her second factor), "factor"
    (she has none yet and must set one up), "nothing". `role` is read at each request.
    `proved` says whether her last proof is fresh, `proved_at` when it was. `forms` is
    the secret that the forms of this session are bound to; it outlives a proof. `demo`
    is whoever came by the demo's link: she always counts as proved, has no password and
    no factor. `language` is hers, "" until one is said. `account` and `session` are
    None for the operator, at the command line, whose `actor` is "operator".
    """

    organisation: UUID
    organisation_name: str
    role: Role
    account: UUID | None
    session: UUID | None
    name: str
    email: str
    owes: Owes
    proved: bool
    proved_at: datetime | None
    coach: UUID | None = None
    forms: str = ""
    demo: bool = False
    language: str = ""

    @property
    def whole(self) -> bool:
        """Whether she is in: nothing is owed any more."""
        return self.owes == "nothing"

    @property
    def actor(self) -> str:
        """Return by what name the audit knows her."""
        return "operator" if self.account is None else str(self.account)


class NotAllowed(Exception):
    """Her role has not this right, or she is not in yet."""

    def __init__(self, right: Right) -> None:
        super().__init__(f"this is not yours to do: {TABLE[right].meaning}")
        self.right = right


class ProofNeeded(Exception):
    """She has the right, and must prove anew who she is (signing_in.prove)."""

    def __init__(self, right: Right) -> None:
        super().__init__(f"sign in once more: {TABLE[right].meaning}")
        self.right = right


def may(role: str, right: Right) -> May:
    """Say whether a role has a right, and whether it asks a fresh proof."""
    rule = TABLE[right]
    return May(role in rule.roles, rule.proof)


def require(signed: Signed, right: Right) -> None:
    """Raise NotAllowed or ProofNeeded unless she may do this now."""
    found = may(signed.role, right)
    if not (signed.whole and found.allowed):
        raise NotAllowed(right)
    if found.proof and not signed.proved:
        raise ProofNeeded(right)


def operator(organisation: UUID, name: str) -> Signed:
    """Return who stands at the command line: an owner, proved by being there."""
    return Signed(
        organisation=organisation,
        organisation_name=name,
        role="owner",
        account=None,
        session=None,
        name="operator",
        email="",
        owes="nothing",
        proved=True,
        proved_at=None,
    )
