"""The first owner of an empty database, and the demo's one-time link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest

from service.store import views
from service.usecases import (
    first_owner,
    limiting,
    links,
    resetting,
    sessions,
    signing_in,
    team,
)
from service.usecases.entries import Refused
from service.usecases.first_owner import NewOwner
from service.usecases.parts import Parts
from service.usecases.sessions import Begun
from service.usecases.team import Colleague
from tests.database import Clone
from tests.racing import at_once
from tests.service import crowd
from tests.service.console import (
    ANOTHER,
    FIREFOX,
    PASSWORD,
    RUTH,
    Console,
    opened,
)

HER = NewOwner("", "", "", "Ruth Miller", RUTH, PASSWORD)
NEW = replace(HER, organisation="Harbour", country="NZ", number="+64 21 123 4567")


def code_of(console: Console) -> str:
    code = first_owner.code(console.parts)
    assert code is not None
    return code


@pytest.fixture
def empty(parts: Parts, clone: Clone) -> Console:
    """A console on a database without any organisation."""
    return opened(parts, clone, UUID(int=0))


def test_the_first_owner_makes_her_organisation(empty: Console) -> None:
    assert first_owner.needed(empty.parts)
    assert () == first_owner.standing(empty.parts)
    code = code_of(empty)
    assert first_owner.works(empty.parts, code)
    begun = first_owner.set_up(empty.parts, code, NEW, FIREFOX)
    assert begun is not None
    assert "factor" == begun.owes
    signed = empty.signed(begun.token)
    assert ("owner", "Harbour") == (signed.role, signed.organisation_name)
    terms = limiting.look(empty.parts, signed.organisation).terms
    assert (50_000_000, 500_000_000) == (
        terms.limits.budget_day,
        terms.limits.budget_month,
    )
    assert not first_owner.needed(empty.parts)
    assert first_owner.code(empty.parts) is None
    assert not first_owner.works(empty.parts, code)
    assert first_owner.set_up(empty.parts, code, NEW, FIREFOX) is None


def test_what_is_refused_leaves_the_code_as_it_was(empty: Console) -> None:
    code = code_of(empty)
    for new, field in (
        (replace(NEW, name=""), "name"),
        (replace(NEW, email="nobody"), "email"),
        (replace(NEW, password="short"), "password"),
        (replace(NEW, organisation=""), "name"),
        (replace(NEW, country="XX"), "country"),
        (replace(NEW, number="12"), "number"),
    ):
        with pytest.raises(Refused) as refused:
            first_owner.set_up(empty.parts, code, new, FIREFOX)
        assert field == refused.value.field
        assert () == views.organisations(empty.parts.db, empty.parts.vault)
    assert first_owner.set_up(empty.parts, code, NEW, FIREFOX) is not None


def test_an_organisation_that_stands_is_taken(console: Console) -> None:
    code = code_of(console)
    with pytest.raises(Refused, match="write one of: Stairwell"):
        first_owner.set_up(console.parts, code, NEW, FIREFOX)
    begun = first_owner.set_up(console.parts, code, HER, FIREFOX)
    assert begun is not None
    assert console.organisation == console.signed(begun.token).organisation


def test_of_several_one_is_named(console: Console) -> None:
    elsewhere = crowd.organisation(console.parts, "Elsewhere", "+15550100300")
    assert ("Stairwell", "Elsewhere") == first_owner.standing(console.parts)
    code = code_of(console)
    with pytest.raises(Refused, match="Stairwell, Elsewhere"):
        first_owner.set_up(console.parts, code, HER, FIREFOX)
    there = replace(HER, organisation=" elsewhere ")
    begun = first_owner.set_up(console.parts, code, there, FIREFOX)
    assert begun is not None
    assert elsewhere == console.signed(begun.token).organisation


def test_a_code_lasts_an_hour_and_the_newest_alone_works(console: Console) -> None:
    first, second = code_of(console), code_of(console)
    assert not first_owner.works(console.parts, first)
    assert first_owner.set_up(console.parts, first, HER, FIREFOX) is None
    assert first_owner.set_up(console.parts, "nobody's", HER, FIREFOX) is None
    console.forward(mins=59)
    assert first_owner.works(console.parts, second)
    console.forward(mins=2)
    assert first_owner.set_up(console.parts, second, HER, FIREFOX) is None


def test_of_two_with_one_code_at_once_one_is_the_owner(console: Console) -> None:
    code = code_of(console)

    def set_up() -> object:
        return first_owner.set_up(console.parts, code, HER, FIREFOX)

    got = at_once(set_up, set_up, set_up)
    assert 1 == sum(isinstance(one, Begun) for one in got)
    assert 1 == console.one("SELECT count(*) FROM accounts")


def test_a_code_that_another_takes_between_look_and_use_lets_nobody_in(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_of(console)
    monkeypatch.setattr(first_owner, "works", lambda *_: True)
    console.sql("UPDATE passes SET used_at = handrail_now()")
    assert first_owner.set_up(console.parts, code, HER, FIREFOX) is None


def test_another_kind_of_link_sets_nothing_up(console: Console) -> None:
    link = first_owner.demo_link(console.parts, console.organisation)
    token = link.rpartition("/")[2]
    assert not first_owner.works(console.parts, token)
    assert first_owner.demo(console.parts, code_of(console), FIREFOX) is None


# ---- the demo ----


def token_of(console: Console) -> str:
    link = first_owner.demo_link(console.parts, console.organisation)
    assert link.startswith("http://localhost:8017/demo/")
    return link.rpartition("/")[2]


def test_the_demos_link_signs_in_once_and_is_always_proved(console: Console) -> None:
    token = token_of(console)
    begun = first_owner.demo(console.parts, token, FIREFOX)
    assert begun is not None
    assert "nothing" == begun.owes
    signed = console.signed(begun.token)
    assert ("owner", True, True, True) == (
        signed.role, signed.whole, signed.demo, signed.proved
    )  # fmt: skip
    assert first_owner.demo(console.parts, token, FIREFOX) is None
    console.forward(mins=14)
    assert console.signed(begun.token).proved
    again = first_owner.demo(console.parts, token_of(console), FIREFOX)
    assert again is not None
    assert signed.account == console.signed(again.token).account


def test_the_demos_link_lasts_five_minutes_and_the_newest_alone_works(
    console: Console,
) -> None:
    first, second = token_of(console), token_of(console)
    assert first_owner.demo(console.parts, first, FIREFOX) is None
    console.forward(mins=5)
    assert first_owner.demo(console.parts, second, FIREFOX) is None


def test_of_two_with_the_demos_link_at_once_one_comes_in(console: Console) -> None:
    token = token_of(console)

    def enter() -> object:
        return first_owner.demo(console.parts, token, FIREFOX)

    got = at_once(enter, enter, enter)
    assert 1 == sum(isinstance(one, Begun) for one in got)


def test_a_link_used_between_look_and_use_lets_nobody_in(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo, ruth = token_of(console), console.owner()
    reset = (resetting.link(console.parts, RUTH) or "").rpartition("/")[2]
    asked = console.asked(ruth, "ana@example.org", "coach")
    doors: list[tuple[links.Kind, str, Callable[[str], object]]] = [
        ("demo", demo, lambda one: first_owner.demo(console.parts, one, FIREFOX)),
        ("reset", reset, lambda one: resetting.finish(console.parts, one, ANOTHER, FIREFOX)),
        ("joining", asked, lambda one: team.accept(console.parts, one, "A", ANOTHER, FIREFOX)),
    ]  # fmt: skip
    for kind, token, use in doors:
        seen = links.found(console.parts, token, kind)
        assert seen is not None
        assert isinstance(use(token), Begun)
        monkeypatch.setattr(links, "found", lambda *_, seen=seen: seen)
        assert use(token) is None
        monkeypatch.undo()


def test_where_the_origin_is_not_this_machine_there_is_no_demo(
    console: Console,
) -> None:
    public = replace(console.parts, origin="https://handrail.example.org")
    with pytest.raises(Refused, match="this machine"):
        first_owner.demo_link(public, console.organisation)
    token = token_of(console)
    assert first_owner.demo(public, token, FIREFOX) is None
    begun = first_owner.demo(console.parts, token, FIREFOX)
    assert begun is not None
    assert sessions.of(public, begun.token) is None, "nor is a session of one"
    assert console.signed(begun.token).demo


def test_the_demo_is_no_account_of_the_team_and_signs_in_by_no_password(
    console: Console,
) -> None:
    begun = first_owner.demo(console.parts, token_of(console), FIREFOX)
    assert begun is not None
    demo = console.signed(begun.token)
    assert demo.account is not None
    assert first_owner.needed(console.parts)
    assert () == team.look(console.parts, demo).accounts
    for written in ("", "Demo", f"the demo of {console.organisation}"):
        tried = signing_in.begin(console.parts, written, "", FIREFOX)
        assert tried is None or not tried
    with pytest.raises(LookupError):
        team.end(console.parts, demo, demo.account)
    ruth = console.owner()
    account = console.signed(ruth.token).account
    assert account is not None
    with pytest.raises(Refused, match="last owner"):
        team.end(console.parts, demo, account)
    assert team.invite(
        console.parts, demo, Colleague("b@example.org", "Ben", "coach")
    ).link
