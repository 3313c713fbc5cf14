"""What is another organisation's is nobody's, at every address and in every form.

Generated from the URL map: each route that names something is asked for it by every
role, in every way that its methods and the forms of `foreign` know, once by the id of
what another organisation has and once by an id of nothing. Both answers are alike, and
nothing of the other organisation is changed, nor named in ours.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain, islice, product
from typing import LiteralString
from urllib.parse import parse_qsl
from uuid import UUID

import psycopg
import pytest
from flask import Flask
from psycopg import sql

from service.web import access
from tests.database import Clone
from tests.pages import foreign, reading
from tests.pages.foreign import Ask, Filling, Organisation, Unnamed
from tests.pages.test_routes import NEEDS, rules
from tests.service import console as desk
from tests.service import crowd
from tests.service.conftest import _parts
from tests.service.console import Console
from tests.service.test_rls import WALLED

pytestmark = pytest.mark.long

# Routes that say to whoever asks what they say of anything, whosever it is, and why.
NOT_404 = {
    "door.demo": "a page that says that the link works no more",
    "door.join": "as above",
    "door.reset": "as above",
    "door.setup": "as above",
    "exports.cancel": "what is over, or none of hers, is not there afterwards either",
    "inbox.alert": "leads back to a conversation that is 404",
    "inbox.doubt": "as above",
    "inbox.undo": "as above",
    "today.end_talk": "Today says that it is over",
    "today.leave": "Today says that it is over",
    "today.put_away": "Today says that it is over",
    "today.settle": "as above",
}
UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# Tables that are written whatever is asked.
IDLE = {"sessions", "looks"}
_ID = UUIDS.pattern
SENT = re.compile(rf'name="(\w+)" value="{_ID}')
LINKS = re.compile(r'href="([^"?]*)\?([^"#]*)')
FLEETING = (
    re.compile(r'nonce="[^"]*"'),
    re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^\"<&]*"),
)


@dataclass(frozen=True)
class Said:
    """What was answered, without what differs from one time to the next."""

    status: int
    kind: str
    to: str
    body: str


# A table, and whose rows of it: None where they are nobody's.
Part = tuple[str, UUID | None]


class Books:
    """All rows of two organisations: whose were written, and how they were at first."""

    def __init__(self, clone: Clone) -> None:
        self.line = psycopg.connect(clone.superuser_url, autocommit=True)
        self.line.execute("SET session_replication_role = replica")
        self.line.execute("CREATE SCHEMA kept")
        told = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        self.tables = [name for (name,) in self.line.execute(told).fetchall()]
        for name in self.tables:
            self._do("CREATE TABLE kept.{0} AS TABLE {0}", name)
        self.marks = self._marks()

    def holds(self, table: str, whose: UUID) -> bool:
        """Say whether an organisation has a row in a table."""
        return (table, whose) in self.marks

    def written(self) -> list[Part]:
        """Return what was written, in the smallest, or taken out since it was put back."""
        now = self._marks()
        parts = now.keys() | self.marks.keys()
        return [one for one in parts if now.get(one) != self.marks.get(one)]

    def words(self, table: str, whose: UUID | None) -> str:
        """Return all rows of an organisation in a table, in words."""
        words = "SELECT string_agg(t::text, ' ') FROM {} t WHERE {} = %s"
        query = sql.SQL(words).format(sql.Identifier(table), _tenant(table))
        found = self.line.execute(query, (whose,)).fetchone()
        return str(found and found[0])

    def put_back(self, written: list[Part]) -> None:
        """Put back what was written since."""
        for name in {table for table, _ in written}:
            self._do("DELETE FROM {0}; INSERT INTO {0} TABLE kept.{0}", name)
        if written:
            self.marks = self._marks()

    def _marks(self) -> dict[Part, tuple[int, int]]:
        """Return of each part how many rows it has, and which wrote last to any."""
        each = sql.SQL(" UNION ALL ").join(map(_marking, self.tables))
        found = self.line.execute(each).fetchall()
        return {(table, whose): (many, last) for table, whose, many, last in found}

    def _do(self, words: LiteralString, table: str) -> None:
        self.line.execute(sql.SQL(words).format(sql.Identifier(table)))


def _tenant(table: str) -> sql.Composable:
    if table not in WALLED:
        return sql.SQL("NULL::uuid")
    return sql.Identifier("id" if table == "organisations" else "organisation_id")


def _marking(table: str) -> sql.Composed:
    words = "SELECT {}, {}, count(*), max(xmin::text::bigint) FROM {} GROUP BY 2"
    whose = _tenant(table)
    return sql.SQL(words).format(sql.Literal(table), whose, sql.Identifier(table))


@dataclass
class World:
    """A console that two organisations share, and the books of both."""

    console: Console
    app: Flask
    ours: Organisation
    theirs: Organisation
    tokens: dict[str, str]
    books: Books

    def answers(self, token: str, one: Ask, ids: tuple[str, ...]) -> Said:
        """Ask with these ids; return what is said."""
        path, form = one.filled(ids)
        client = self.app.test_client()
        client.set_cookie("handrail", token, domain="localhost")
        if one.method != "GET":
            form["csrf_token"] = self.console.signed(token).forms
        got = client.open(path, method=one.method, data=form or None)
        body = self.plain(got.data.decode(errors="replace"), ids)
        to = self.plain(got.headers.get("Location", ""), ids)
        return Said(got.status_code, got.mimetype, to, body)

    def plain(self, words: str, ids: tuple[str, ...]) -> str:
        """Leave out what was asked for, and every id but those of the others."""
        for at, asked in enumerate(ids):
            words = words.replace(asked, f"ASKED-{at}")
        for one in FLEETING:
            words = one.sub("", words)
        # A page that is written as it goes says by blanks that it is not dead.
        words = " ".join(words.split())
        theirs = set(self.theirs.ids.values()) | {str(self.theirs.id)}
        return UUIDS.sub(lambda one: one[0] if one[0] in theirs else "ID", words)


@pytest.fixture(scope="module")
def world(module_clone: Clone) -> Iterator[World]:
    with _parts(module_clone) as parts:
        console = desk.opened(
            replace(
                parts,
                console_idle=timedelta(days=365),
                console_whole=timedelta(days=365),
            ),
            module_clone,
            crowd.organisation(parts),
        )
        ours = Organisation(console.organisation)
        owner = ours.owner = console.owner()
        theirs = Organisation(crowd.organisation(parts, "Elsewhere", "+15550100200"))
        us = Filling(console, ours, crowd.SERVICE, "+15550100001")
        them = Filling(console, theirs, "+15550100200", "+15550100002")
        us.lives()
        them.lives()
        owner.token = console.signs_in(owner).token  # weeks later, with a fresh proof
        coach, viewer = (
            console.colleague(owner, f"{role}@example.org", role)
            for role in ("coach", "viewer")
        )
        ours.colleague = coach
        foreign.staffed(console, theirs)
        us.coaches()
        them.coaches()
        them.rest()
        books = Books(module_clone)
        tokens = {"owner": owner.token, "coach": coach.token, "viewer": viewer.token}
        app = reading.site(console.parts)
        yield World(console, app, ours, theirs, tokens, books)
        books.line.close()


@pytest.fixture(scope="module")
def asked(world: World) -> list[Ask]:
    return [one for rule in rules(world.app) for one in foreign.asks(rule) if one.kinds]


def mixes(world: World, one: Ask) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield each mix of ours and theirs, and the same of ours and nothing's."""
    nothing = foreign.nobodys(world.ours.ids)
    for mine in product((False, True), repeat=len(one.kinds)):
        if not all(mine):
            yield tuple(
                tuple(
                    (world.ours.ids if own else other)[kind]
                    for kind, own in zip(one.kinds, mine, strict=True)
                )
                for other in (world.theirs.ids, nothing)
            )


# ---- nothing is left out ----


def test_each_argument_of_each_route_is_named_and_has_a_maker(
    world: World, asked: list[Ask]
) -> None:
    tried = {one.rule.endpoint for one in asked}
    named = {rule.endpoint for rule in rules(world.app) if rule.arguments}
    assert named <= tried
    needed = {kind for one in asked for kind in one.kinds}
    assert needed <= world.ours.ids.keys(), "make one in foreign.Filling"
    assert world.ours.ids.keys() == world.theirs.ids.keys()
    stand = {rule.endpoint for rule in rules(world.app)}
    assert set(foreign.FORMS) | set(foreign.LOOKS) <= stand


@pytest.mark.parametrize(
    ("path", "mend"),
    [
        ("/things/<thing>", "say in NAMES what '/things/<thing>' names"),
        ("/people/<whose>/things", "say in FORMS what 'new' is sent"),
    ],
)
def test_a_route_that_nobody_has_named_yet_fails(path: str, mend: str) -> None:
    app = Flask("service.web")
    app.add_url_rule(path, "new", lambda: "", methods=["POST"])
    (rule,) = (one for one in app.url_map.iter_rules() if one.endpoint == "new")
    with pytest.raises(Unnamed, match=re.escape(mend)):
        list(foreign.asks(rule))


def test_the_others_hold_a_row_in_every_table(world: World) -> None:
    books, theirs = world.books, world.theirs.id
    assert [] == [name for name in WALLED if not books.holds(name, theirs)]


def test_each_id_that_a_page_sends_on_is_tried(world: World, asked: list[Ask]) -> None:
    """By the name it is sent under: fields and buttons of forms, and links."""
    sent, followed = set[str](), set[tuple[str, str]]()
    routes = world.app.url_map.bind("localhost")
    plain = [rule.rule for rule in rules(world.app) if not rule.arguments]
    looks = [
        one.filled(tuple(world.ours.ids[kind] for kind in one.kinds))[0]
        for one in asked
        if one.method == "GET"
    ]
    client = world.app.test_client()
    client.set_cookie("handrail", world.tokens["owner"], domain="localhost")
    for path in (*plain, *looks):
        page = client.get(path).data.decode(errors="replace")
        sent |= set(SENT.findall(page))
        for to, query in LINKS.findall(html.unescape(page)):
            for name, value in parse_qsl(query):
                # `next` is an address, of a page that is asked for by itself.
                if to and name != "next" and UUIDS.search(value):
                    followed.add((routes.match(to, "GET")[0], name))
    forms = {
        name
        for form in chain(*foreign.FORMS.values())
        for name, value in form.items()
        if "{" in value or value == foreign.ONCE
    }
    looked = {
        (of, name) for of, looks_ in foreign.LOOKS.items() for name in chain(*looks_)
    }
    assert set() == sent - forms
    assert set() == followed - looked
    assert len(sent) > 8
    assert len(followed) > 3


# ---- theirs is nobody's ----


@pytest.mark.parametrize("role", ["owner", "coach", "viewer"])
def test_what_another_organisation_has_is_as_what_nobody_has(
    world: World, asked: list[Ask], role: str
) -> None:
    books, wrong, tried = world.books, list[str](), 0
    for one in asked:
        hers = role in NEEDS[access.of(one.rule.endpoint)]
        # Whoever may not is turned away before anybody looks which id it is.
        for theirs, nothing in islice(mixes(world, one), None if hers else 1):
            unknown = world.answers(world.tokens[role], one, nothing)
            if one.method != "GET":
                books.put_back(books.written())
            known = world.answers(world.tokens[role], one, theirs)
            told = [*_differs(unknown, known), *_open(role, one, theirs, world, known)]
            told += _written(world)
            wrong += [f"{one}: {what}" for what in told]
            tried += 1
    assert not wrong, "\n".join(wrong)
    assert tried > 150


def _differs(unknown: Said, known: Said) -> Iterator[str]:
    if unknown.body != known.body:
        yield "what is theirs gets another page than what is nobody's"
    elif unknown != known:
        yield f"of nobody's {unknown}, of theirs {known}"


def _open(
    role: str, one: Ask, ids: tuple[str, ...], world: World, got: Said
) -> Iterator[str]:
    """Yield what answers otherwise than by 404 to an address that names theirs."""
    if set(ids[: one.addressed]).isdisjoint(world.theirs.ids.values()):
        return
    if one.rule.endpoint in NOT_404 and got.status in (200, 303):
        return
    hers = role in NEEDS[access.of(one.rule.endpoint)]
    if got.status != (404 if hers else 403):
        yield f"{got.status} to {role}"


def _written(world: World) -> Iterator[str]:
    """Yield what of theirs was written, or is named in ours; put it all back."""
    written, theirs = world.books.written(), set(world.theirs.ids.values())
    for table, whose in written:
        if whose != world.ours.id:
            yield f"{table} of {whose} was written"
        elif theirs & set(UUIDS.findall(world.books.words(table, whose))):
            yield f"{table} of ours names what is theirs"
    world.books.put_back(written)


# ---- and what is asked for is found where it is ours ----

# What is as if it were not there though it is ours, and why: (route, method, kind).
_LINK, _SINCE = "what opens is its token, and no id", "only says since when she waited"
_OWN, _HERE = "a form's key is its organisation's own", "only says where to go back to"
UNFOUND = {
    ("door.demo", "GET", "link"): _LINK,
    ("door.demo", "POST", "link"): _LINK,
    ("door.join", "GET", "link"): _LINK,
    ("door.join", "POST", "link"): _LINK,
    ("door.reset", "GET", "link"): _LINK,
    ("door.reset", "POST", "link"): _LINK,
    ("door.setup", "GET", "link"): _LINK,
    ("door.setup", "POST", "link"): _LINK,
    ("inbox.call", "POST", "talk"): "she has confirmed no telephone of her own",
    ("inbox.undo", "POST", "text"): _SINCE,
    ("inbox.write", "POST", "note"): _OWN,
    ("inbox.write", "POST", "sent"): _OWN,
    ("own.confirm_totp", "POST", "factor"): "without its code it is as none",
    ("rights.audit", "GET", "closing"): "only parts lines of one instant",
    ("scripts.take", "POST", "script"): "none that is one's own ships",
    ("scripts.take", "POST", "version"): "as above",
    ("scripts.work", "POST", "version"): "a draft stands already",
    ("telling.home", "GET", "coach"): "only said of who is told of nothing",
    ("telling.home", "GET", "person"): _HERE,
    ("today.end_talk", "POST", "person"): "only of whose talk it is",
    ("today.home", "GET", "person"): "only said of who is not on the list",
    ("today.home", "GET", "text"): _SINCE,
    ("today.undo", "POST", "text"): _SINCE,
    ("told.new", "GET", "person"): _HERE,
    ("told.one", "GET", "person"): _HERE,
}


def test_each_way_of_asking_finds_what_is_ours(world: World, asked: list[Ask]) -> None:
    nothing = foreign.nobodys(world.ours.ids)
    alike, apart = set[tuple[str, str, str]](), set[tuple[str, str, str]]()
    for one in asked:
        names = [(one.rule.endpoint, one.method, kind) for kind in one.kinds]
        if apart.issuperset(names):
            continue
        ours = tuple(world.ours.ids[kind] for kind in one.kinds)
        found = _done(world, one, ours)
        for at, name in enumerate(names):
            other = (*ours[:at], nothing[one.kinds[at]], *ours[at + 1 :])
            same = found == _done(world, one, other)
            (alike if same else apart).add(name)
    assert sorted(alike - apart) == sorted(UNFOUND)


def _done(world: World, one: Ask, ids: tuple[str, ...]) -> tuple[Said, set[str]]:
    """Return what was said, with no id in it, and which tables were written."""
    said = world.answers(world.tokens["owner"], one, ids)
    to, body = (re.sub(r"ASKED-\d", "ID", told) for told in (said.to, said.body))
    written = world.books.written()
    world.books.put_back(written)
    tables = {table for table, _ in written if table not in IDLE}
    return replace(said, to=to, body=body), tables
