"""Every route of the process, by every role: generated from the URL map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask
from werkzeug.routing import Rule

from service.usecases import signing_in
from service.usecases.parts import Parts
from service.web import access, site
from service.web.access import Unlisted
from tests.database import Clone
from tests.pages import reading
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import FIREFOX, PASSWORD, RUTH, Console, Someone

pytestmark = pytest.mark.long

SAFE = {"GET", "HEAD", "OPTIONS"}
# What each kind of caller gets from a route that asks for so much: "in" is a page or
# what its use case says, "away" the door, "403" not hers.
ROLES = ("nobody", "half", "viewer", "coach", "owner")
NEEDS: dict[str, tuple[str, ...]] = {
    "anybody": ROLES,
    "begun": ("half", "viewer", "coach", "owner"),
    "in": ("viewer", "coach", "owner"),
    "own": ("viewer", "coach", "owner"),
    "see": ("viewer", "coach", "owner"),
    "answer": ("coach", "owner"),
    "people": ("coach", "owner"),
    "schedules": ("coach", "owner"),
    "programmes": ("coach", "owner"),
    "export": ("coach", "owner"),
    "line": ("coach", "owner"),
    "words": ("coach", "owner"),
    "erase": ("owner",),
    "team": ("owner",),
    "retention": ("owner",),
    "settings": ("owner",),
    "alerts": ("owner",),
}


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    usual = replace(
        parts, console_idle=timedelta(minutes=15), console_whole=timedelta(hours=8)
    )
    return desk.opened(usual, clone, stairwell)


@pytest.fixture
def app(console: Console) -> Flask:
    return reading.site(console.parts)


def rules(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if access.of(rule.endpoint) not in ("open", "carrier"):
            yield rule


def address(rule: Rule) -> str:
    given = dict.fromkeys(rule.arguments, str(uuid4()))
    _, path = rule.build(given) or ("", "")
    return path


def tokens(console: Console) -> dict[str, str]:
    owner = console.owner()
    begun = signing_in.begin(console.parts, RUTH, PASSWORD, FIREFOX)
    assert begun is not None
    people: dict[str, Someone] = {
        role: console.colleague(owner, f"{role}@example.org", role)
        for role in ("viewer", "coach")
    }
    return {
        "nobody": "",
        "half": begun.token,
        "owner": owner.token,
        **{role: who.token for role, who in people.items()},
    }


def ask(app: Flask, console: Console, token: str, method: str, path: str) -> int:
    client = app.test_client()
    data = {}
    if token:
        client.set_cookie("handrail", token, domain="localhost")
        data = {"csrf_token": console.signed(token).forms}
    return client.open(path, method=method, data=data).status_code


def test_a_route_that_nobody_is_named_for_stops_the_start(parts: Parts) -> None:
    app = Flask("service.web")
    app.add_url_rule("/new", "new", lambda: "everything of everybody")
    with pytest.raises(Unlisted, match="'new'"):
        site.furnish(app, parts)


def test_every_named_route_stands(app: Flask) -> None:
    stand = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert set(access.TABLE) == stand


def test_each_route_lets_in_whom_the_table_names(app: Flask, console: Console) -> None:
    asked = 0
    for role, token in tokens(console).items():
        for rule in rules(app):
            if "GET" not in (rule.methods or ()):
                continue
            needed = access.of(rule.endpoint)
            got = ask(app, console, token, "GET", address(rule))
            if role in NEEDS[needed]:
                assert got in (200, 303, 404), (role, rule, got)
            else:
                owes = role in ("nobody", "half")
                assert (303 if owes else 403) == got, (role, rule, got)
            asked += 1
    assert asked > 50


def test_each_change_is_refused_whoever_may_not(app: Flask, console: Console) -> None:
    everybody = tokens(console)
    for rule in rules(app):
        needed = access.of(rule.endpoint)
        if "POST" not in (rule.methods or ()) or needed == "anybody":
            continue
        before = everything(console)
        for role, token in everybody.items():
            if role in NEEDS[needed] or role == "nobody":
                continue
            got = ask(app, console, token, "POST", address(rule))
            assert (303 if role == "half" else 403) == got, (role, rule, got)
        assert before == everything(console), rule


def test_no_change_without_the_token_of_a_form(app: Flask, console: Console) -> None:
    everybody = tokens(console)
    tried = 0
    for rule in rules(app):
        for method in sorted((rule.methods or set()) - SAFE):
            before = everything(console)
            for token in everybody.values():
                for given in ({}, {"csrf_token": ""}, {"csrf_token": "x" * 64}):
                    client = app.test_client()
                    if token:
                        client.set_cookie("handrail", token, domain="localhost")
                    answer = client.open(address(rule), method=method, data=given)
                    assert 403 == answer.status_code, (rule, method)
                    tried += 1
            assert before == everything(console), rule
    assert tried > 200


def test_no_look_changes_anything(
    app: Flask, console: Console, parts: Parts, where: UUID
) -> None:
    crowd.person(parts, console.organisation, where)
    everybody = tokens(console)
    before = everything(console)
    for token in everybody.values():
        for rule in rules(app):
            for method in sorted((rule.methods or set()) & SAFE):
                ask(app, console, token, method, address(rule))
    assert before == everything(console)


def everything(console: Console) -> list[tuple[str, list[str]]]:
    with psycopg.connect(console.clone.superuser_url) as line:
        names = line.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        return [
            # When a session was last used may move; a slow run takes over a minute.
            (
                name,
                sorted(
                    str(row)
                    for row in line.execute(
                        f"SELECT to_jsonb(t) - 'seen_at' FROM {name} t".encode()
                    )
                ),
            )
            for (name,) in names
        ]


def test_what_is_anothers_is_nobodys(app: Flask, console: Console) -> None:
    everybody = tokens(console)
    viewer = console.signed(everybody["viewer"])
    client = app.test_client()
    client.set_cookie("handrail", everybody["owner"], domain="localhost")
    form = {"csrf_token": console.signed(everybody["owner"]).forms}
    client.post("/account/sessions/end", data={**form, "session": str(viewer.session)})
    assert console.signed(everybody["viewer"]).whole
    theirs = console.one("SELECT id FROM factors WHERE account_id = %s", viewer.account)
    client.post("/account/factors/remove", data={**form, "factor": str(theirs)})
    assert 1 == console.one(
        "SELECT count(*) FROM factors WHERE account_id = %s", viewer.account
    )


def test_another_organisations_owner_finds_nobody_of_ours(
    app: Flask, console: Console, parts: Parts, where: UUID
) -> None:
    ours = crowd.person(parts, console.organisation, where)
    token = tokens(console)["owner"]
    other = crowd.organisation(parts, "Other", "+15550100200")
    theirs = reading.came_in(console.parts, other)
    account = console.signed(token).account
    client = app.test_client()
    client.set_cookie("handrail", theirs, domain="localhost")
    form = {"csrf_token": console.signed(theirs).forms, "whose": str(account)}
    paths = [f"/people/{ours}", f"/people/{ours}/recordings/{uuid4()}"]
    answers = [client.get(path) for path in (*paths, f"/people/{uuid4()}")]
    assert {404} == {answer.status_code for answer in answers}
    assert 1 == len({answer.data for answer in answers[::2]})
    before = console.sql("SELECT * FROM accounts ORDER BY id")
    client.post("/team/end", data=form)
    client.post("/team/change-role", data={**form, "role": "viewer"})
    assert before == console.sql("SELECT * FROM accounts ORDER BY id")
    assert "Ruth" not in client.get("/team").text


def test_what_was_the_answer_to_a_form_says_so_when_it_is_opened_anew(
    app: Flask, console: Console
) -> None:
    """A bare "Method Not Allowed", in the middle of joining, led nowhere."""
    who = tokens(console)
    shut = {}
    for role in ("nobody", "owner"):
        client = app.test_client()
        client.set_cookie("handrail", who[role], domain="localhost")
        shut[role] = client.get("/account/authenticator")
    assert {405} == {answer.status_code for answer in shut.values()}
    for answer in shut.values():
        assert {"OPTIONS", "POST"} == set(answer.headers["Allow"].split(", "))
    assert "This was shown once" in shut["owner"].text
    assert 'href="/people"' in shut["owner"].text
    assert "This was shown once" not in shut["nobody"].text
