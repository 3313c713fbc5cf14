"""Two organisations that each hold one of everything that an address or a form names.

What every id in an address is of stands in NAMES, and what a form about it holds in
FORMS: a new route is not tried before somebody says so there, and a test fails.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, get_args
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from sqlalchemy import Column, Table, Uuid
from werkzeug.routing import Rule

from service.carrier.wire import InboundText
from service.store import recordings
from service.usecases import (
    authoring,
    converse,
    exporting,
    library,
    lining_up,
    minding,
    publishing,
    taking_over,
    tallying,
    tending,
)
from service.usecases.doubting import Answer
from service.usecases.lining_up import Said
from service.usecases.rights import Signed
from service.web import edits
from tests.database import wait
from tests.pages.phoned import Phoned, tone
from tests.pages.reading import came_in
from tests.service import crowd
from tests.service.console import Console, Someone
from tests.service.test_rls import PLAIN, TABLES, WALLED

# ---- what an address and a form name ----

# By an address up to its argument: of what it is the id, or the words it may be.
NAMES: Mapping[str, str | tuple[str, ...]] = {
    "/alerts/<programme>": "programme",
    "/alerts/who/<whose>": "coach",
    "/demo/<token>": "link",
    "/exports/<export>": "export",
    "/exports/<export>/<what>": ("data", "mistakes"),
    "/inbox/<whose>": "person",
    "/join/<token>": "link",
    "/limits/<programme>": "programme",
    "/people/<whose>": "person",
    "/people/<whose>/edit/<what>": tuple(edits.ALL),
    "/people/<whose>/pictures/<name>": ("weeks",),
    "/people/<whose>/recordings/<recording>": "recording",
    "/programmes/<which>": "programme",
    "/programmes/<whose>": "programme",
    "/reset/<token>": "link",
    "/results/<programme>": "programme",
    "/results/<programme>/<which>": ("tries",),
    "/results/<programme>/figures.<form>": ("csv", "json"),
    "/scripts/<name>": "script",
    "/scripts/<name>/versions/<which>": "version",
    "/setup/<code>": "link",
    "/today/alerts/<which>": "alert",
    "/today/doubts/<which>": "doubt",
    "/today/news/<which>": "news",
    "/today/talks/<which>": "person",
}
NOW, ONCE = "2026-12-01T20:00:00+00:00", str(UUID(int=7))
_SHEET = (
    "name,number,zone,goal,step,cue,consent_text,consent_method\n"
    "Kim,+15550100941,America/New_York,speak up,say one idea,the floor is opened,"
    "I agree to coaching texts.,paper form\n"
)
_FILE = {"programme": "{programme}", "packed": b64encode(_SHEET.encode()).decode()}
_TRIES = {"packed": b64encode(b"number,date\n+15550100942,2026-03-02\n").decode()}
_NEW = {
    "programme": "{programme}", "begins": "own", "name": "Noor",
    "number": "+15550100942", "zone": "America/New_York", "goal": "speak up",
    "step": "say one idea", "cue": "the floor is opened",
    "consent_text": "I agree to coaching texts.", "consent_method": "paper form",
}  # fmt: skip
_TOLD = {
    "name": "Ada", "number": "", "email": "ada@example.org", "takes": "yes",
    "by_email": "yes", "language": "en", "after": "{coach}",
}  # fmt: skip
# Of routes whose addresses name another state of it than its neighbours' do.
ELSE: Mapping[str, str] = {"exports.cancel": "begun export"}
Form = Mapping[str, str]
# What is sent to a route that changes something, {a kind of thing} for an id of one:
# each that names somebody in its address stands here, and each that takes an id.
FORMS: Mapping[str, tuple[Form, ...]] = {
    "door.demo": ({},),
    "door.join": ({"name": "Ana", "password": "violet anchor pumpkin radio"},),
    "door.reset": ({"password": "violet anchor pumpkin radio"},),
    "door.setup": ({"name": "Ana", "email": "a@example.org", "password": "violet an"},),
    "editing.edit": (
        {"name": "Mo", "step": "ask", "language": "es", "until": "2026-03-20"},
    ),
    "editing.invite": ({},),
    "editing.lift": ({"lever": "cap"},),
    "editing.resume": ({},),
    "enrolment.bring": (_FILE,),
    "enrolment.bring_all": (_FILE,),
    "enrolment.errors": (_FILE,),
    "enrolment.new": (_NEW,),
    "tries.bring": (_TRIES,),
    "tries.bring_all": (_TRIES,),
    "tries.errors": (_TRIES,),
    "exports.ask": (
        {"kind": "people", "form": "csv", "programme": "{programme}"},
        {"kind": "attempts", "form": "csv", "person": "{person}"},
    ),
    "exports.cancel": ({},),
    "exports.download": ({},),
    "inbox.alert": ({"away": "{alert}"}, {"heed": "{alert}"}),
    "inbox.assign": ({"to": "{colleague}"},),
    "inbox.call": ({"call_once": ONCE, "seen": "{talk}"},),
    "inbox.count": ({"words": "hello"},),
    "inbox.doubt": tuple({one: "{doubt}"} for one in get_args(Answer)),
    "inbox.end": ({},),
    "inbox.read": ({"until": NOW},),
    "inbox.search": ({"sought": "idea", "before": "{text}"},),
    "inbox.settle": ({"shown": NOW},),
    "inbox.snooze": ({"put": "hour"},),
    "inbox.take": ({}, {"over": "{talk}"}),
    "inbox.undo": ({"closed": "{closing}"}, {"closed": "{closing}~{text}"}),
    "inbox.write": (
        {"words": "hello", "once": ONCE, "seen": "{talk}", "shown": NOW},
        {"do": "note", "note": "hello", "note_once": ONCE},
        {"words": "hello", "once": "{sent}", "seen": "{talk}", "shown": NOW},
        {"do": "note", "note": "hello", "note_once": "{note}"},
    ),
    "limits.save_programme": ({"budget": "5"},),
    "own.confirm_totp": ({"factor": "{factor}", "code": "123456", "name": "x"},),
    "own.end_browser": ({"browser": "{browser}"},),
    "own.end_session": ({"session": "{session}"},),
    "own.know_browser": ({"browser": "{browser}"},),
    "own.remove_factor": ({"factor": "{factor}"},),
    "programmes.duplicate": ({"name": "Another"},),
    "programmes.export": ({},),
    "programmes.file": ({"source": "programme: find_my_voice\ncalled: Another\n"},),
    "programmes.rename": ({"name": "Another", "seen": "Find my voice"},),
    "programmes.set_path": ({"do": "add.step"},),
    "programmes.set_settings": ({"do": "look", "coach": "Ana", "language": "en"},),
    "results.count": ({},),
    "results.file": ({},),
    "results.keep": ({},),
    "rights.erase": ({"name": "Mila"},),
    "rights.remove": ({"kind": "heard", "item": "{text}"},),
    "rights.retain": ({"keep_words": "90", "keep_recordings": "30"},),
    "rights.take": ({},),
    "schedules.save_person": ({"do": "show", "zone": "America/Lima"},),
    "schedules.save_programme": (
        {"do": "show", "whom": "{person}"},
        {"do": "show", "pick": "{person}"},
    ),
    "schedules.say_word": ({"what": "cap", "cap": "1", "until": "2026-03-20"},),
    "schedules.try_person": ({"zone": "America/Lima"},),
    "schedules.try_programme": ({"whom": "{person}"},),
    "scripts.again": ({"note": "as before", "seen": "{version}"},),
    "scripts.drop": ({},),
    "scripts.new": ({"name": "another_one", "origin": "{script}"},),
    "scripts.publish": ({"note": "new", "seen": "{version}"},),
    "scripts.reword": ({"do": "keep", "w_0": "Hello."},),
    "scripts.take": ({"note": "new", "seen": "{version}"},),
    "scripts.work": (
        {"do": "check", "source": "x"},
        {"do": "keep", "source": "x", "base": "{version}", "edition": "1"},
    ),
    "team.change_role": ({"whose": "{colleague}", "role": "viewer"},),
    "team.end": ({"whose": "{colleague}"},),
    "team.withdraw": ({"whose": "{link}"},),
    "today.have": ({},),
    "today.hold": ({"note": "spoke with her", "looked": NOW},),
    "today.leave": ({},),
    "today.put_away": ({},),
    "today.seen": ({},),
    "today.settle": tuple({"answer": one} for one in get_args(Answer)),
    "today.end_talk": ({},),
    "today.undo": ({"closed": "{closing}"}, {"closed": "{closing}~{text}"}),
    "told.add": (_TOLD,),
    "told.move": ({"past": "{another coach}"},),
    "told.save": ({**_TOLD, "after": "{another coach}"},),
}
# What an address may ask for besides: ids that stand after its question mark.
LOOKS: Mapping[str, tuple[Form, ...]] = {
    "enrolment.new": ({"programme": "{programme}"},),
    "exports.home": ({"programme": "{programme}"}, {"person": "{person}"}),
    "inbox.talk": tuple({"found": one} for one in ("{text}", "{sent}", "{note}")),
    "pages.home": ({"programme": "{programme}"}, {"after": "{person}"}),
    "rights.audit": (
        {"person": "{person}"}, {"colleague": "{colleague}"},
        {"at": NOW, "row": "{closing}"},
    ),
    "rights.words": ({"kind": "heard", "item": "{text}"},),
    "schedules.programme": ({"whom": "{person}"},),
    "scripts.new": ({"origin": "{script}"},),
    "scripts.script": ({"now": "{version}"},),
    "telling.home": ({"came": "talk", "whose": "{person}"}, {"who": "{coach}"}),
    "told.new": ({"came": "talk", "person": "{person}"},),
    "told.one": ({"came": "talk", "person": "{person}"},),
    "today.home": (
        {"whose": "{person}"}, {"of": "{person}", "done": "released"},
        {"closed": "{closing}"}, {"closed": "{closing}~{text}"},
    ),
}  # fmt: skip
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
_BLANK = re.compile(r"\{([a-z ]+)\}")


class Unnamed(Exception):
    """Nobody said what an address names, or what a form about it holds."""


@dataclass(frozen=True)
class Ask:
    """One way of asking one route: where it wants ids stands {the kind of thing}."""

    rule: Rule
    method: str
    path: str
    form: Form

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of things it names, those of its address first."""
        return tuple(_BLANK.findall(" ".join((self.path, *self.form.values()))))

    @property
    def addressed(self) -> int:
        """How many of them its path names: what is not there is 404."""
        return len(_BLANK.findall(self.path.partition("?")[0]))

    def filled(self, ids: tuple[str, ...]) -> tuple[str, dict[str, str]]:
        """Return its path and its form with these ids in place of the kinds."""
        left = list(ids)

        def put(words: str) -> str:
            return _BLANK.sub(lambda _: left.pop(0), words)

        path = put(self.path)
        return path, {name: put(value) for name, value in self.form.items()}

    def __str__(self) -> str:
        return f"{self.method} {self.path} {dict(self.form)}"


def asks(rule: Rule) -> Iterator[Ask]:
    """Yield each way of asking a route that names something. Raises Unnamed."""
    paths = list(_paths(_ARGUMENT.sub(r"<\1>", rule.rule), ELSE.get(rule.endpoint)))
    methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
    for path in paths:
        if "GET" in methods:
            bare = ({},) if rule.arguments else ()
            for look in (*bare, *LOOKS.get(rule.endpoint, ())):
                query = "&".join(f"{name}={value}" for name, value in look.items())
                yield Ask(rule, "GET", f"{path}?{query}".rstrip("?"), {})
        for method in sorted(methods - {"GET"}):
            if rule.endpoint not in FORMS:
                if rule.arguments:
                    raise Unnamed(f"say in FORMS what {rule.endpoint!r} is sent")
                continue
            for form in FORMS[rule.endpoint]:
                yield Ask(rule, method, path, form)


def _paths(path: str, instead: str | None) -> Iterator[str]:
    found = re.search(r"<\w+>", path)
    if found is None:
        yield path
        return
    of = instead or NAMES.get(name := _bare(path, found))
    if of is None:
        raise Unnamed(f"say in NAMES what {name!r} names")
    for put in (f"{{{of}}}",) if isinstance(of, str) else of:
        yield from _paths(path[: found.start()] + put + path[found.end() :], None)


def _bare(path: str, found: re.Match[str]) -> str:
    """Return an address up to an argument, with the arguments before as they were."""
    known = {f"{{{of}}}" for of in NAMES.values() if isinstance(of, str)}
    before, argument = path[: found.start()], found[0]
    for name in sorted(NAMES, key=len, reverse=True):
        shape = re.escape(name)
        for one in re.findall(r"<\w+>", name)[:-1]:
            words = "|".join(map(re.escape, sorted(known)))
            shape = shape.replace(re.escape(one), f"(?:{words})", 1)
        if re.fullmatch(shape, before + argument):
            return name
    return before + argument


# ---- one of everything ----


@dataclass
class Organisation:
    """An organisation with one of everything, by kind; `owner` and others are in."""

    id: UUID
    owner: Someone = field(init=False)
    colleague: Someone = field(init=False)
    ids: dict[str, str] = field(default_factory=dict)


@dataclass
class Filling:
    """Fills one organisation by the use cases that its people and coaches go through."""

    console: Console
    one: Organisation
    service: str
    number: str

    @property
    def ids(self) -> dict[str, str]:
        """What was made so far."""
        return self.one.ids

    @property
    def signed(self) -> Signed:
        """Its owner."""
        return self.console.signed(self.one.owner.token)

    def lives(self) -> None:
        """Somebody who tries in three weeks; nobody has signed in yet."""
        parts, whose = self.console.parts, self.one.id
        where = crowd.programme(parts, whose)
        self.ids["programme"] = str(where)
        crowd.programme(parts, whose, "Another one")
        her = crowd.person(parts, whose, where, number=self.number)
        self.ids["person"] = str(her)
        for words in ("GO", "said my idea", "I wrote it on a card", "did it", "did it"):
            self.texts(words)
            wait(self.console.clone, timedelta(days=5))

    def coaches(self) -> None:
        """Make all that her coaches make of her, of programmes and of themselves."""
        self.messages()
        self.recording()
        self.said_of_her()
        self.account()
        self.script()
        self.told()
        self.exports()

    def messages(self) -> None:
        tallying.count_now(self.console.parts, self.signed, UUID(self.ids["programme"]))
        self.ids["text"] = self.row("inbox")
        self.ids["sent"] = self.row("outbox_messages")
        self.ids["news"] = self.row("attempts")
        self.ids["doubt"] = str(
            self.console.one(
                "UPDATE outbox_messages SET state = 'in_doubt',"
                " called_at = handrail_now() WHERE id = (SELECT id FROM outbox_messages"
                " WHERE participant_id = %s AND id <> %s ORDER BY id LIMIT 1)"
                " RETURNING id",
                UUID(self.ids["person"]), UUID(self.ids["sent"]),
            )
        )  # fmt: skip

    def texts(self, words: str) -> None:
        heard = InboundText(
            sid=f"SM{uuid4().hex}",
            account_sid="AC" + "0" * 32,
            sender=self.number,
            to=self.service,
            words=words,
            changed=False,
            media=0,
            opt_out=None,
        )
        converse.text_in(self.console.parts, heard)

    def recording(self) -> None:
        her = UUID(self.ids["person"])
        phoned = Phoned(self.console.parts, self.console.clone, self.one.id, her)
        phoned.agrees("call", "recording")
        with phoned.desk() as desk:
            call = phoned.call(desk, message=phoned.asks_for(desk, "sent"), seconds=80)
            found = phoned.records(desk, call)
            recordings.keep(desk.tx, desk.person, found, tone(), "audio/wav")
        self.ids["recording"] = str(found)

    def said_of_her(self) -> None:
        """An alert that is open, another put away, a note, and a colleague's talk."""
        parts, her = self.console.parts, UUID(self.ids["person"])
        note = uuid4()
        minding.note(parts, self.signed, her, "likes mornings", note)
        self.ids["note"] = str(note)
        away = tending.put_away_alert(parts, self.signed, self.alert())
        self.ids["closing"] = str(away.id)
        self.ids["alert"] = str(self.alert("serious"))
        colleague = self.console.signed(self.one.colleague.token)
        self.ids["colleague"] = str(colleague.account)
        self.ids["talk"] = str(taking_over.begin(parts, colleague, her).id)

    def alert(self, reason: str = "question") -> UUID:
        new = uuid4()
        self.console.sql(
            "INSERT INTO alerts (id, organisation_id, participant_id, kind, reason,"
            " state, raised_at, step)"
            " VALUES (%s, %s, %s, 'hand', %s, 'open', handrail_now(), 0)",
            new, self.one.id, UUID(self.ids["person"]), reason,
        )  # fmt: skip
        return new

    def account(self) -> None:
        """What belongs to the owner's account: another session, a factor, a browser."""
        again = self.console.signs_in(self.one.owner)
        other = self.console.signed(again.token)
        self.ids["session"] = str(other.session)
        self.ids["factor"] = self.row("factors", f"account_id = '{other.account}'")
        self.browser(self.signed, "1 hour")
        self.ids["browser"] = str(self.browser(other, "0"))
        self.console.asked(
            self.one.owner, f"new{self.number[-4:]}@example.org", "coach"
        )
        self.ids["link"] = self.row("passes", "kind = 'joining' AND used_at IS NULL")

    def browser(self, signed: Signed, ago: str) -> UUID:
        new = uuid4()
        self.console.sql(
            "INSERT INTO known_devices (id, organisation_id, account_id, session_id,"
            " hash, device, begun_at, seen_at) VALUES (%s, %s, %s, %s, %s, 'Firefox',"
            " handrail_now() - CAST(%s AS interval), handrail_now())",
            new, self.one.id, signed.account, signed.session, new.bytes, ago,
        )  # fmt: skip
        return new

    def script(self) -> None:
        parts, name = self.console.parts, f"zz_own_{self.number[-4:]}"
        self.ids["script"] = authoring.begin(parts, self.signed, name, "daily_win")
        made = publishing.publish(parts, self.signed, name, None, "the first")
        self.ids["version"] = str(made.id)
        source = library.sources()["daily_win"]
        authoring.keep(parts, self.signed, name, source, made.id, 0)

    def told(self) -> None:
        """Two who are told of alerts, one after the other."""
        before = ""
        for kind, name in (("coach", "Ada"), ("another coach", "Bea")):
            mail = f"{name.lower()}{self.number[-4:]}@example.org"
            said = Said(name, "", mail, ("email",), "en", before)
            before = str(lining_up.add(self.console.parts, self.signed, said))
            self.ids[kind] = before

    def exports(self) -> None:
        """One that can be fetched, and one that can be cancelled."""
        parts = self.console.parts
        made, begun = (exporting.ask(parts, self.signed, "people", "csv") for _ in "ab")
        exporting.work(parts, self.one.id, [made])
        self.ids["export"], self.ids["begun export"] = str(made), str(begun)

    def rest(self) -> None:
        """Put a row into each table that holds nothing of this organisation yet."""
        with psycopg.connect(self.console.clone.superuser_url) as line:
            line.execute("SET session_replication_role = replica")
            for name in WALLED:
                if name == "organisations":
                    continue
                query = sql.SQL("SELECT 1 FROM {} WHERE organisation_id = %s LIMIT 1")
                found = line.execute(query.format(sql.Identifier(name)), (self.one.id,))
                if found.fetchone() is None:
                    line.execute(*_plain_row(TABLES[name], self.one.id))

    def row(self, table: str, told: str = "true") -> str:
        """Return the first row of theirs in a table."""
        words = f"SELECT id FROM {table} WHERE organisation_id = %s AND {told}"
        return str(self.console.one(f"{words} ORDER BY id LIMIT 1", self.one.id))


def _plain_row(table: Table, whose: UUID) -> tuple[sql.Composed, dict[str, object]]:
    """Return a row that nothing reads: of no person, and sealed with no key."""
    values = {column.name: _plain(column, whose) for column in table.columns}
    words = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(map(sql.Placeholder, values)),
    )
    return words, values


def _plain(column: Column[Any], whose: UUID) -> object:
    if column.name == "organisation_id":
        return whose
    if column.nullable:
        return None
    if isinstance(column.type, Uuid):
        return uuid4()
    for check in column.table.constraints:
        told = str(getattr(check, "sqltext", ""))
        if told.startswith(f"{column.name} IN ("):
            return re.findall(r"'([^']*)'", told)[0]
    return next(value for kind, value in PLAIN.items() if isinstance(column.type, kind))


def nobodys(ids: Mapping[str, str]) -> dict[str, str]:
    """Return ids of nobody and nothing, for each kind."""
    return {kind: str(uuid4()) for kind in ids} | {"script": "zz_own_none"}


def staffed(console: Console, one: Organisation) -> None:
    """Let an organisation that is not the first have an owner and a coach."""
    demo = Someone("", b"", came_in(console.parts, one.id), ())
    one.owner = console.colleague(demo, "ida@example.org", "owner")
    one.colleague = console.colleague(one.owner, "bo@example.org", "coach")
