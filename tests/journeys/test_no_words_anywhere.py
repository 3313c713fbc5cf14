"""No word and no number of a person stands open anywhere (law 8, I12).

Two hundred words that occur nowhere else are said in every way there is to say them;
then the whole database, Redis and every log line are searched for them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import cycle, islice

import psycopg
import pytest
import structlog
from psycopg import sql
from redis import Redis

from service import clock, jobs
from service.queue import Bell
from service.switchboard.faults import Fault
from service.switchboard.phone import Phone
from service.usecases import enrol, looking_after
from service.usecases.enrol import NewPerson
from tests.journeys.world import COACH, SERVICE, World

MILA, STRANGER = "+15550100001", "+15550100077"
LIMA = "America/Lima"
SAYINGS = (
    "did it, {}", "{}", "I put my hand up {}", "not today {}", "no time {}", "WHY",
    "I have a question, what about {}?", "can somebody call me {}", "{} {}", "M W F",
    "tried but {}", "LESS", "imagined saying {}", "{}!!", "BACK", "👍 {}",
)  # fmt: skip


SAID = 160


def canaries() -> Iterator[str]:
    """Words that stand in no dictionary and no script."""
    for number in range(200):
        yield f"zq{number:03d}vlx"


def test_two_hundred_words_leave_no_trace(
    world: World,
    redis_url: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.INFO)
    words = list(canaries())
    fresh = iter(words[SAID:])
    _enrol(world, fresh)
    mila = world.network.add_phone(MILA, "Mila")
    world.beat()
    mila.texts("GO")
    with structlog.testing.capture_logs() as logs:
        _talk(world, mila, iter(words[:SAID]))
        _troubles(world, fresh)
    assert [] == list(fresh)
    mila.forgets()
    bell = Bell(redis_url)
    for duty in looking_after.DUTIES:
        ids = [row["id"] for row in world.outbox(MILA)]
        assert bell.ring(duty.job, world.organisation, ids, duty.lane)
    with Redis.from_url(redis_url) as line:
        places = {"redis": b"".join(_all_of(line)), **_columns(world)}
    assert places["redis"]
    out, err = capfd.readouterr()
    places["logs"] = f"{logs} {caplog.text} {out} {err}".encode()
    told = [
        (place, trace)
        for place, found in places.items()
        for trace in (
            *words,
            *(n.lstrip("+") for n in (MILA, COACH, SERVICE, STRANGER)),
        )
        if trace.encode() in found.lower()
    ]
    assert [] == told
    # And the search could have found them: they are there, sealed.
    opened = " ".join(world.words(MILA, "inbox", "body_sealed"))
    assert all(word in opened for word in words[:SAID])


def _talk(world: World, mila: Phone, fresh: Iterator[str]) -> None:
    for turn, saying in enumerate(cycle(SAYINGS)):
        said = list(islice(fresh, saying.count("{}")))
        if not said and "{}" in saying:
            return
        mila.texts(saying.format(*said, *said))
        world.jump(minutes=50)
        if turn % 12 == 0:
            world.beat()


def _enrol(world: World, fresh: Iterator[str]) -> None:
    word = lambda: next(fresh)  # noqa: E731 - one word after the other
    new = NewPerson(
        name=word(),
        number=MILA,
        zone=LIMA,
        goal=f"find my {word()}",
        step=f"say {word()}",
        cue=f"when {word()}",
        consent_text=f"I agree to {word()}",
        consent_method="in person",
    )
    programme = world.programme()
    world.jump_to("10:00", LIMA)
    with world.parts.db.transaction(world.organisation) as tx:
        tenant = world.parts.tenant(world.organisation)
        enrol.enrol(world.parts, tx, tenant, programme, new)


def _troubles(world: World, fresh: Iterator[str]) -> None:
    """Everything that writes an error into a log, with words near by."""
    for kind in ("500", "drop_after", "21211", "429"):
        world.network.faults.add(Fault(kind, to=MILA))
        world.network.text(MILA, SERVICE, f"HELP {next(fresh)}")
        world.network.settle()
        world.jump(minutes=50)
    # A stranger's words, an unsigned request, a form no carrier writes.
    world.hears(STRANGER, f"who are you, {next(fresh)}")
    world.post((("AccountSid", "AC" + "1" * 32), ("Body", next(fresh))))
    world.post((("Body", next(fresh)),))
    # A script that is gone in the middle of a talk, a key that does not open.
    world.hears(MILA, f"did it {next(fresh)}")
    world.run("UPDATE script_versions SET source = 'broken: [' || source")
    world.parts.scripts.clear()
    world.hears(MILA, f"I said {next(fresh)}")
    jobs.log.error("job_failed", item=str(world.organisation))
    clock.beat(world.parts, 0)
    sealed = world.person(MILA)["wrapped_key"]
    world.change("UPDATE participants SET wrapped_key = 'none' WHERE id = %s", MILA)
    for word in fresh:
        world.hears(MILA, word)
        clock.beat(world.parts, 0)
    world.run("UPDATE participants SET wrapped_key = %s", sealed)
    world.run("UPDATE script_versions SET source = substr(source, 10)")


def _all_of(line: Redis) -> Iterator[bytes]:
    readers = {
        b"string": line.get,
        b"hash": line.hgetall,
        b"list": lambda key: line.lrange(key, 0, -1),
        b"set": line.smembers,
        b"zset": lambda key: line.zrange(key, 0, -1),
    }
    from zlib import decompress

    for key in line.scan_iter():
        found = readers[line.type(key)](key)
        yield key + str(found).encode()
        if isinstance(found, dict) and b"data" in found:
            yield decompress(found[b"data"])


def _columns(world: World) -> dict[str, bytes]:
    """Everything that stands in any column of any table, by its place."""
    found: dict[str, bytes] = {}
    with psycopg.connect(world.clone.superuser_url, autocommit=True) as line:
        columns = line.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public'"
        ).fetchall()
        for table, column, kind in columns:
            query = sql.SQL(
                "SELECT {} FROM {}" if kind == "bytea" else "SELECT {}::text FROM {}"
            )
            rows = line.execute(
                query.format(sql.Identifier(column), sql.Identifier(table))
            )
            values = (value for (value,) in rows if value is not None)
            found[f"{table}.{column}"] = b"\n".join(
                bytes(value) if kind == "bytea" else value.encode() for value in values
            )
    return found
