"""The team: asked in, accepted, in another role, ended; and who may do so."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from service.usecases import factors, rights, sessions, signing_in, team
from service.usecases.entries import Refused
from service.usecases.rights import NotAllowed, ProofNeeded, Signed
from service.usecases.sessions import Begun
from service.usecases.team import Colleague
from tests.racing import at_once
from tests.service import crowd
from tests.service.console import ANOTHER, FIREFOX, PASSWORD, RUTH, Console, Someone

ANA = "ana@example.org"


def whose(console: Console, who: Someone) -> UUID:
    found = console.signed(who.token).account
    assert found is not None
    return found


def test_a_colleague_is_asked_in_and_comes(console: Console) -> None:
    ruth = console.owner()
    made = team.invite(
        console.parts,
        console.signed(ruth.token),
        Colleague(f" {ANA} ", " Ana  Costa ", "coach"),
    )
    assert made.mailed
    assert made.link not in repr(made)
    (letter,) = [one for one in console.posted() if one.to == ANA]
    assert "You are asked into Handrail" == letter.subject
    assert made.link in letter.body
    assert "Stairwell asks you in" in letter.body
    token = made.link.rpartition("/")[2]
    for _ in range(2):
        seen = team.joining(console.parts, token)
        assert team.Joining("Stairwell", "Ana Costa", ANA, "coach", "en") == seen
    begun = team.accept(console.parts, token, "Ana C.", ANOTHER, FIREFOX)
    ana = console.enrolled(begun, ANA)
    signed = console.signed(ana.token)
    assert ("coach", "Ana C.", ANA) == (signed.role, signed.name, signed.email)
    assert team.joining(console.parts, token) is None
    assert team.accept(console.parts, token, "Ana", ANOTHER, FIREFOX) is None
    again = signing_in.begin(console.parts, ANA, ANOTHER, FIREFOX)
    assert again is not None


def test_the_team_shows_who_is_in_and_who_is_asked(console: Console) -> None:
    ruth = console.owner()
    ana = console.colleague(ruth, ANA, "viewer")
    console.asked(ruth, "ben@example.org", "owner")
    seen = team.look(console.parts, console.signed(ruth.token))
    assert [("owner", RUTH, 1), ("viewer", ANA, 1)] == [
        (one.role, one.email, one.factors) for one in seen.accounts
    ]
    assert all(one.seen_at for one in seen.accounts)
    assert ["ben@example.org"] == [one.email for one in seen.asked]
    assert seen == team.list_all(console.parts, console.organisation)
    with pytest.raises(NotAllowed):
        team.look(console.parts, console.signed(ana.token))


def test_a_link_lasts_seven_days_can_be_withdrawn_and_gives_way_to_a_new_one(
    console: Console,
) -> None:
    ruth = console.owner()
    signed = console.signed(ruth.token)
    first = console.asked(ruth, ANA, "coach")
    second = console.asked(ruth, ANA.upper(), "coach")
    assert team.joining(console.parts, first) is None
    assert team.joining(console.parts, second) is not None
    (asked,) = team.look(console.parts, signed).asked
    assert team.withdraw(console.parts, signed, asked.id)
    assert not team.withdraw(console.parts, signed, asked.id)
    assert not team.withdraw(console.parts, signed, uuid4())
    assert team.accept(console.parts, second, "Ana", ANOTHER, FIREFOX) is None
    third = console.asked(ruth, ANA, "coach")
    console.forward(days=6, hours=23)
    assert team.joining(console.parts, third) is not None
    console.forward(hours=2)
    assert team.joining(console.parts, third) is None
    assert team.accept(console.parts, third, "Ana", ANOTHER, FIREFOX) is None


def test_of_two_with_one_link_at_once_one_comes_in(console: Console) -> None:
    ruth = console.owner()
    token = console.asked(ruth, ANA, "coach")

    def accept() -> object:
        return team.accept(console.parts, token, "Ana", ANOTHER, FIREFOX)

    got = at_once(accept, accept, accept)
    assert 1 == sum(isinstance(one, Begun) for one in got)
    assert 2 == console.one("SELECT count(*) FROM accounts")


def test_what_is_refused_at_the_door_leaves_the_link_as_it_was(
    console: Console,
) -> None:
    ruth = console.owner()
    token = console.asked(ruth, ANA, "coach")
    for name, password, field in (
        ("", ANOTHER, "name"),
        ("Ana", "too short", "password"),
        ("Ana", "ana@example.org ana", "password"),
    ):
        with pytest.raises(Refused) as refused:
            team.accept(console.parts, token, name, password, FIREFOX)
        assert field == refused.value.field
    assert team.accept(console.parts, token, "Ana", ANOTHER, FIREFOX) is not None


def test_an_e_mail_has_one_account_wherever(console: Console) -> None:
    ruth = console.owner()
    signed = console.signed(ruth.token)
    with pytest.raises(Refused, match="already"):
        team.invite(console.parts, signed, Colleague(RUTH.upper(), "Ruth", "coach"))
    elsewhere = crowd.organisation(console.parts, "Elsewhere", "+15550100300")
    there = rights.operator(elsewhere, "Elsewhere")
    made = team.invite(console.parts, there, Colleague(RUTH, "Ruth", "owner"))
    token = made.link.rpartition("/")[2]
    with pytest.raises(Refused, match="already"):
        team.accept(console.parts, token, "Ruth", ANOTHER, FIREFOX)
    # Once the one has ended its e-mail is free.
    ana = console.colleague(ruth, ANA, "coach")
    team.end(console.parts, console.signed(ruth.token), whose(console, ana))
    console.colleague(ruth, ANA, "viewer")


@pytest.mark.parametrize(("email", "name", "role", "field"), [
    ("", "Ana", "coach", "email"),
    ("none", "Ana", "coach", "email"),
    ("no e-mail", "Ana", "coach", "email"),
    (ANA, " ", "coach", "name"),
    (ANA, "A" * 81, "coach", "name"),
    (ANA, "Ana", "admin", "role"),
])  # fmt: skip
def test_what_cannot_stand_is_refused(
    console: Console, email: str, name: str, role: str, field: str
) -> None:
    by = rights.operator(console.organisation, "Stairwell")
    with pytest.raises(Refused) as refused:
        team.invite(console.parts, by, Colleague(email, name, role))
    assert field == refused.value.field


def test_a_colleague_may_be_one_of_the_coaches(console: Console) -> None:
    ruth = console.owner()
    signed = console.signed(ruth.token)
    crowd.programme(console.parts, console.organisation)
    coach = console.one("SELECT id FROM coaches")
    with pytest.raises(Refused, match="no such coach"):
        team.invite(console.parts, signed, Colleague(ANA, "Ana", "coach", uuid4()))
    made = team.invite(console.parts, signed, Colleague(ANA, "Ana", "coach", coach))
    begun = team.accept(
        console.parts, made.link.rpartition("/")[2], "Ana", ANOTHER, FIREFOX
    )
    assert begun is not None
    assert coach == console.signed(begun.token).coach
    (_, ana) = team.look(console.parts, signed).accounts
    assert coach == ana.coach


def test_a_role_holds_at_the_next_request(console: Console) -> None:
    ruth = console.owner()
    ana = console.colleague(ruth, ANA, "coach")
    signed = console.signed(ruth.token)
    team.change_role(console.parts, signed, whose(console, ana), "viewer")
    now = console.signed(ana.token)
    assert "viewer" == now.role
    with pytest.raises(NotAllowed):
        rights.require(now, "answer")
    before = len(console.audited())
    team.change_role(console.parts, signed, whose(console, ana), "viewer")
    assert before == len(console.audited())
    with pytest.raises(Refused, match="owner, coach or viewer"):
        team.change_role(console.parts, signed, whose(console, ana), "king")
    with pytest.raises(LookupError):
        team.change_role(console.parts, signed, uuid4(), "viewer")


def test_an_ended_account_is_out_at_once_with_its_links(console: Console) -> None:
    ruth = console.owner()
    ana = console.colleague(ruth, ANA, "owner")
    theirs = console.asked(ana, "ben@example.org", "coach")
    ours = console.asked(ruth, "cleo@example.org", "coach")
    signed = console.signed(ruth.token)
    account = whose(console, ana)
    team.end(console.parts, signed, account)
    assert sessions.of(console.parts, ana.token) is None
    assert signing_in.begin(console.parts, ANA, PASSWORD, FIREFOX) is None
    assert team.joining(console.parts, theirs) is None
    assert team.joining(console.parts, ours) is not None
    with pytest.raises(LookupError):
        team.end(console.parts, signed, account)


def test_the_last_owner_stays_owner(console: Console) -> None:
    ruth = console.owner()
    signed = console.signed(ruth.token)
    me = whose(console, ruth)
    for attempt in (
        lambda: team.end(console.parts, signed, me),
        lambda: team.change_role(console.parts, signed, me, "coach"),
    ):
        with pytest.raises(Refused, match="last owner"):
            attempt()
    ana = console.colleague(ruth, ANA, "owner")
    team.change_role(console.parts, signed, me, "viewer")
    with pytest.raises(NotAllowed):
        team.end(console.parts, console.signed(ruth.token), whose(console, ana))


def test_of_two_owners_who_end_each_other_at_once_one_stays(console: Console) -> None:
    ruth = console.owner()
    ana = console.colleague(ruth, ANA, "owner")
    both: list[tuple[Signed, UUID]] = [
        (console.signed(ruth.token), whose(console, ana)),
        (console.signed(ana.token), whose(console, ruth)),
    ]

    def end(by: Signed, account: UUID) -> str:
        try:
            team.end(console.parts, by, account)
        except (NotAllowed, Refused) as error:
            return type(error).__name__
        return "ended"

    got = at_once(*[lambda one=one: end(*one) for one in both])  # type: ignore[misc]  # bound now
    assert ["NotAllowed", "ended"] == sorted(got)
    left = console.one("SELECT count(*) FROM accounts WHERE ended_at IS NULL")
    assert 1 == left


def test_the_team_is_changed_by_owners_with_a_fresh_proof(console: Console) -> None:
    ruth = console.owner()
    ana = console.colleague(ruth, ANA, "coach")
    console.forward(mins=11)
    stale, coach = console.signed(ruth.token), console.signed(ana.token)
    them = whose(console, ana)
    for by, error in ((stale, ProofNeeded), (coach, NotAllowed)):
        for attempt in (
            lambda by=by: team.invite(
                console.parts, by, Colleague("b@example.org", "B", "coach")
            ),
            lambda by=by: team.withdraw(console.parts, by, them),
            lambda by=by: team.change_role(console.parts, by, them, "owner"),
            lambda by=by: team.end(console.parts, by, them),
        ):
            with pytest.raises(error):
                attempt()
    assert team.look(console.parts, stale).accounts, "to look needs no proof"


def test_nobody_of_another_organisation_is_reached(console: Console) -> None:
    ruth = console.owner()
    elsewhere = crowd.organisation(console.parts, "Elsewhere", "+15550100300")
    there = rights.operator(elsewhere, "Elsewhere")
    account, session = whose(console, ruth), console.signed(ruth.token).session
    assert session is not None
    for attempt in (
        lambda: team.end(console.parts, there, account),
        lambda: team.change_role(console.parts, there, account, "viewer"),
    ):
        with pytest.raises(LookupError):
            attempt()
    foreign = replace(console.signed(ruth.token), organisation=elsewhere)
    assert not sessions.end_one(console.parts, foreign, session)
    assert () == sessions.all_of(console.parts, foreign)
    with pytest.raises(NotAllowed):
        factors.new_codes(console.parts, foreign)
    assert team.Team((), ()) == team.list_all(console.parts, elsewhere)
