"""What is published is checked with nothing held, and whoever was quicker is seen."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from flows.talk.finding import Finding
from service.usecases import authoring, proofing, publishing
from service.usecases.authoring import Behind
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from tests.database import Clone
from tests.pages.reading import came_in
from tests.service import console as desk
from tests.service.conftest import Watched
from tests.service.console import Console
from tests.service.test_authoring import WIN, mended, publishes, seen, writes


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


@pytest.fixture
def ruth(console: Console) -> Signed:
    return console.signed(console.owner().token)


@pytest.fixture
def ana(console: Console, stairwell: UUID, ruth: Signed) -> Signed:
    """A colleague, who came after the owner."""
    assert ruth.account
    return console.signed(came_in(console.parts, stairwell))


def checking(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], None]) -> None:
    """Do something in the midst of each check."""
    examined = proofing.examined

    def examine(
        name: str, source: str, source_of: Callable[[str], str]
    ) -> tuple[Finding, ...]:
        meanwhile()
        return examined(name, source, source_of)

    monkeypatch.setattr(proofing, "examined", examine)


def test_no_transaction_is_open_while_what_is_published_is_checked(
    console: Console, ruth: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes(console, ruth, mended(console, ruth))
    opened: list[bool] = []
    checking(monkeypatch, lambda: opened.append(Watched.open()))
    publishes(console, ruth)
    assert opened
    assert not any(opened)


def test_what_was_published_while_it_was_checked_is_seen(
    console: Console, ruth: Signed, ana: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hers waits for a look; a script that hers enters is checked with as it stands."""
    entered = seen(console, ana, "what_she_did")
    writes(console, ana, entered.own + "# Ana was here\n", "what_she_did")
    writes(console, ana, seen(console, ana).own + "# Ana was here\n")
    writes(console, ruth, mended(console, ruth))
    names = [WIN, "what_she_did"]

    def ana_publishes() -> None:
        if names:
            publishes(console, ana, name=names.pop())

    checking(monkeypatch, ana_publishes)
    base = seen(console, ruth).newest
    assert base is not None
    # What Ana publishes first has hers go with it, so hers has another version then.
    with pytest.raises(Behind) as behind:
        publishing.publish(console.parts, ruth, WIN, base.id, "")
    assert behind.value.newest is not None
    assert [] == names
    assert "Kept as you said it" not in seen(console, ruth).own
    publishes(console, ruth)
    newest = seen(console, ruth).newest
    assert newest is not None
    assert "Kept as you said it" in newest.source
    assert "# Ana was here" in newest.source


def test_another_script_published_meanwhile_has_it_checked_once_more(
    console: Console, ruth: Signed, ana: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    authoring.begin(console.parts, ana, "water")
    writes(console, ruth, mended(console, ruth))
    times: list[str] = []

    def ana_publishes() -> None:
        times.append("checked")
        if len(times) == 1:
            publishes(console, ana, name="water")

    checking(monkeypatch, ana_publishes)
    publishes(console, ruth)
    assert len(times) > 2, "Ana's, and Ruth's twice"
    assert "Kept as you said it" in seen(console, ruth).own
    assert 2 == len(seen(console, ruth).versions)
