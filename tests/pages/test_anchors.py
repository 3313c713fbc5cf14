"""Each link to a place in a page finds it: no link does nothing when it is pressed."""

from __future__ import annotations

import html
import re
from urllib.parse import urldefrag, urlsplit
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from service.usecases.parts import Parts
from tests.service import crowd

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
# What a link leads to that is no page.
FILE = re.compile(r"\.(svg|csv|json|zip|wav|yaml|css|js)$|/recordings/|/export$")
# A link may lead to what is there only sometimes; the page's top is what it means then.
SOMETIMES = re.compile("newest|w-.*|e-.*")


def kind(path: str) -> str:
    """Return what pages have in common that differ only in whose they are."""
    return ID.sub("ID", urlsplit(path).path)


def links(said: str) -> list[str]:
    """Return where the links of a page lead, those of its drawings left out."""
    return [html.unescape(one) for one in re.findall(r'<a\b[^>]* href="([^"]*)"', said)]


class Walk:
    """Every page that a link leads to, of those of one kind the first."""

    def __init__(self, client: FlaskClient, start: str) -> None:
        self.client = client
        self.pages: dict[str, str] = {}
        self.lost: set[str] = set()
        ahead = [start]
        while ahead:
            path = ahead.pop(0)
            if kind(path) in {kind(one) for one in self.pages}:
                continue
            self.pages[path] = self.opens(path)
            ahead += self.leads(path)

    def opens(self, path: str) -> str:
        answer = self.client.get(path, follow_redirects=True)
        assert 200 == answer.status_code, path
        return answer.text

    def leads(self, path: str) -> list[str]:
        """Return the pages that this one leads to, having looked for each place."""
        found = []
        for href in links(self.pages[path]):
            there, place = urldefrag(href)
            if there and (not there.startswith("/") or FILE.search(kind(there))):
                continue
            if place and not SOMETIMES.fullmatch(place):
                said = self.opens(there) if there else self.pages[path]
                if f'id="{place}"' not in said:
                    self.lost.add(f"{kind(path)} -> {kind(there)}#{place}")
            if there:
                found.append(there)
        return found


@pytest.mark.long
@pytest.mark.usefixtures("mila")
def test_every_place_that_a_link_leads_to_is_there(
    client: FlaskClient, parts: Parts, mila: UUID
) -> None:
    crowd.text(parts, "I wonder about it")
    walk = Walk(client, f"/people/{mila}")
    assert set() == walk.lost
    seen = {kind(one) for one in walk.pages}
    assert {"/people/ID/schedule", "/inbox", "/programmes/ID/path"} <= seen
