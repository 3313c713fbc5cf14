"""Each page asks as many queries whoever and however much there is to show on it.

Those of Today, the people, a person, the inbox and its conversation are bounded beside
what they show (test_today, test_overviews, test_person_page, test_inbox_pages).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from service.usecases import authoring, erasing, exporting, lining_up, minding
from service.usecases.lining_up import Said
from tests import asking
from tests.pages.foreign import Filling, Organisation
from tests.pages.reading import site
from tests.service import crowd
from tests.service.console import Console

# At each address of {a person} or {a programme}: how many queries it may ask, which are
# two more than it asks.
MOST: Mapping[str, int] = {
    "/account": 9,
    "/alerts": 9,
    "/alerts/{programme}": 10,
    "/audit": 12,
    "/audit?person={person}": 10,
    "/erasures": 7,
    "/exports": 10,
    "/inbox/search": 12,
    "/limits": 10,
    "/limits/{programme}": 7,
    "/people/import": 5,
    "/people/search": 9,
    "/people/{person}/data": 10,
    "/people/{person}/hold": 10,
    "/people/{person}/schedule": 35,
    "/programmes": 5,
    "/programmes/new": 4,
    "/programmes/{programme}": 12,
    "/programmes/{programme}/duplicate": 7,
    "/programmes/{programme}/file": 8,
    "/programmes/{programme}/path": 6,
    "/programmes/{programme}/retention": 8,
    "/programmes/{programme}/schedule": 6,
    "/programmes/{programme}/settings": 6,
    "/results": 14,
    "/results/{programme}": 15,
    "/scripts": 7,
    "/scripts/daily_win": 10,
    "/scripts/daily_win/edit": 8,
    "/scripts/daily_win/words": 8,
    "/team": 6,
}
# Pages on which nothing need stand that there is more of later.
SAME = (
    "/limits/{programme}", "/people/{person}/data", "/people/{person}/hold",
    "/people/{person}/schedule", "/programmes/new", "/programmes/{programme}",
    "/programmes/{programme}/duplicate", "/programmes/{programme}/file",
    "/programmes/{programme}/path", "/programmes/{programme}/retention",
    "/programmes/{programme}/settings", "/results/{programme}", "/scripts/daily_win",
    "/scripts/daily_win/edit", "/scripts/daily_win/words",
)  # fmt: skip
# What is looked for stands in no address.
SOUGHT = {"/people/search": {"wanted": "Mila"}, "/inbox/search": {"sought": "idea"}}


@dataclass
class Grown:
    """An organisation that grows, and its owner's browser."""

    console: Console
    made: Filling
    client: FlaskClient
    numbers: count[int] = field(default_factory=lambda: count(1))
    long: dict[str, int] = field(default_factory=dict)

    def grows(self) -> None:
        """Let as much come again as there was at first, of all that a page lists."""
        parts, signed = self.console.parts, self.made.signed
        where = UUID(self.made.ids["programme"])
        for _ in range(3):
            one = next(self.numbers)
            number = f"+155503{one:05d}"
            her = crowd.person(parts, signed.organisation, where, number=number)
            for words in ("GO", "said my idea"):
                crowd.text(parts, words, sender=number)
            minding.note(parts, signed, her, "an idea of mine", parts.new_id())
            crowd.programme(parts, signed.organisation, f"P{one}")
            gone = crowd.person(
                parts, signed.organisation, where, number=f"+155504{one:05d}"
            )
            erasing.ask(parts, signed, gone, "Mila")
            mail = f"c{one}@example.org"
            said = Said(f"C{one}", "", mail, ("email",), "en", "")
            lining_up.add(parts, signed, said)
            self.console.colleague(self.made.one.owner, mail, "coach")
            self.console.asked(self.made.one.owner, f"n{one}@example.org", "viewer")
            exporting.ask(parts, signed, "people", "csv")
            self.made.browser(signed, "0")
            authoring.begin(parts, signed, f"own_{one}", "daily_win")
        self.console.signs_in(self.made.one.owner)

    def asks(self) -> dict[str, int]:
        """Return how many queries each page asks."""
        ids = self.made.ids
        return {path: self.queries(path, path.format(**ids)) for path in MOST}

    def queries(self, path: str, address: str) -> int:
        token = {"csrf_token": self.made.signed.forms}
        with asking.asked() as seen:
            if path in SOUGHT:
                got = self.client.post(address, data={**SOUGHT[path], **token})
            else:
                got = self.client.get(address)
        assert 200 == got.status_code, path
        self.long[path] = len(got.data)
        return len(seen)


@pytest.fixture
def grown(console: Console) -> Grown:
    one = Organisation(console.organisation)
    made = Filling(console, one, crowd.SERVICE, crowd.MILA.number)
    made.lives()
    one.owner = console.owner()
    one.colleague = console.colleague(one.owner, "ana@example.org", "coach")
    client = site(console.parts).test_client()
    client.set_cookie("handrail", one.owner.token, domain="localhost")
    return Grown(console, made, client)


@pytest.mark.long
def test_no_page_asks_more_the_more_there_is(grown: Grown) -> None:
    grown.grows()
    grown.asks()  # what is asked once only is known by then
    few, short = grown.asks(), dict(grown.long)
    grown.grows()
    many = grown.asks()
    assert set(MOST) - set(SAME) <= {
        path for path in MOST if grown.long[path] > short[path]
    }
    assert few == many
    much = {path: asked for path, asked in few.items() if asked > MOST[path]}
    assert not much
