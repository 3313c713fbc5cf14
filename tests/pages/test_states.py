"""The table of states knows every page there is: a new one cannot be forgotten.

`make screens`, `make axe` and `make payloads` go that table in a browser; here it is
compared with the templates, and with what the links of a console lead to.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import template_rendered
from jinja2 import Template

from infra import linked, states
from infra.screens import FILES, kind, name_of
from tests.pages.visiting import Visitor

LINK = re.compile(r'<a\s[^>]*?href="(/[^"#?]*)')


def test_every_page_is_shown_by_a_state_or_has_a_link() -> None:
    pages = linked.whole()
    assert [] == states.forgotten(pages)
    named = {one.shows for one in states.STATES} | {*linked.LINKED.values()}
    assert set() == named - pages, "a page that there is no more"


def test_a_forgotten_page_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "frame.html").write_text("a frame")
    (tmp_path / "room.html").write_text('{% extends "frame.html" %}')
    (tmp_path / "new.html").write_text('{# new #}\n{% extends "room.html" %}')
    (tmp_path / "piece.html").write_text("a piece")
    assert {"new.html"} == linked.whole(tmp_path)
    assert ["new.html"] == states.forgotten(linked.whole(tmp_path))
    assert ["team"] == linked.unseen(set(linked.LINKED) - {"team"})


def test_each_state_has_a_name_of_its_own() -> None:
    names = [one.name for one in states.STATES] + [*linked.LINKED]
    assert sorted(set(names)) == sorted(names)


def test_links_lead_to_what_the_table_says(mila: UUID, coach: Visitor) -> None:
    """Each page that the table has under links is led to, and shows that template."""
    assert mila
    shown: dict[str, set[str]] = {}
    waiting, known = ["/", "/forgotten"], {"/", "/forgotten"}
    while waiting:
        path = waiting.pop(0)
        shown[name_of(path)] = _drawn(coach, path)
        for link in LINK.findall(coach.answer.text):
            if kind(link) not in known and not FILES.search(kind(link)):
                known.add(kind(link))
                waiting.append(link)
    doors = {"sign-in"}  # nobody who is in comes there
    lost = {
        name: template
        for name, template in linked.LINKED.items()
        if name not in doors and template not in shown.get(name, set())
    }
    assert {} == lost


def _drawn(coach: Visitor, path: str) -> set[str]:
    drawn: set[str] = set()

    def noted(_app: object, template: Template, **_more: Any) -> None:
        drawn.add(str(template.name))

    with template_rendered.connected_to(noted):
        coach.goes(path)
    return drawn
