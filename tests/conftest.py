"""Fixtures every test may ask for: servers, a database of its own, a Redis.

With xdist the servers start once, in the controlling process, and every worker is told
where they are; without it they start when the first test asks.
"""

import gc
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from types import CodeType
from typing import ClassVar

import pytest
import redis
from coverage import Coverage
from flask import Flask
from hypothesis import is_hypothesis_test, settings
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from infra import browser
from service.embedded.servers import Addresses, Servers
from tests import database, lending
from tests.database import Clone

# Fifty of each law keep the whole run under ten minutes; `make laws` plays more of the Ladder's.
settings.register_profile("house", deadline=None, print_blob=True, max_examples=50)
settings.load_profile("house")


class Compiled(BytecodeCache):
    """Templates are compiled once in a process, and not by each test's own app.

    That was a third of the time of the pages' tests.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


class Written(Rule):
    """How an address is built is compiled once in a process, and not by each test's own app.

    An app has 170 rules; compiling them took 0.15 s of every test that has one.
    """

    _kept: ClassVar[dict[tuple[object, ...], Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(
        self, append_unknown: bool = True
    ) -> Callable[..., tuple[str, str]]:
        # What is compiled holds no app: the rule it is asked for comes as its first argument.
        key = (self.rule, self.subdomain, self.host, str(self.defaults), append_unknown)
        if key not in self._kept:
            self._kept[key] = super()._compile_builder(append_unknown)
        return self._kept[key]


Flask.jinja_options = {"bytecode_cache": Compiled()}
Flask.url_rule_class = Written

# Python looks for garbage among all that 13,000 tests are made of: at its usual measure
# that took a quarter of collecting, and a tenth of the tests' own time.
gc.set_threshold(20_000, 20, 20)

_KEY = "handrail_servers"
# Processes with this setting are measured (coverage.py, `patch = ["subprocess"]`).
_MEASURED = "COVERAGE_PROCESS_CONFIG"
# Whether a test is measured, where others of its function come before it.
_ONE_OF_MANY = pytest.StashKey[bool]()
_resting: list[tuple[Coverage, str | None]] = []
_running: dict[Path, Servers] = {}


def _start() -> Addresses:
    folder = Path(tempfile.mkdtemp(prefix="handrail-tests-"))
    servers = _running[folder] = Servers(folder, throwaway=True)
    addresses = servers.start()
    database.make_template(addresses)
    return addresses


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell an xdist worker where the servers are (called in the controller)."""
    config = node.config  # type: ignore[attr-defined] # xdist ships no types
    if not hasattr(config, _KEY):
        setattr(config, _KEY, json.dumps(asdict(_start())))
    node.workerinput[_KEY] = getattr(config, _KEY)  # type: ignore[attr-defined] # as above


def pytest_unconfigure() -> None:
    """Stop the servers this process started; their data go with them."""
    while _running:
        folder, servers = _running.popitem()
        servers.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection() -> None:
    """Measure no collecting: it takes a third of what all measured tests take.

    What runs as a module is imported is measured once, by infra/importing.py.
    """
    _rest()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """Measure nothing that goes a long way: what it alone reaches is not covered.

    Measuring doubles to quadruples what Python does. To begin anew takes 0.1 s: from one
    test to the next it stays as it is, and those that are measured come together.
    """
    if _goes_a_long_way(item):
        _rest()
    else:
        _measure()
    return (yield)


def _rest() -> None:
    """Rest from measuring, here and in the processes that are started from now on."""
    if (measuring := Coverage.current()) is not None:
        measuring.stop()
        _resting.append((measuring, os.environ.pop(_MEASURED, None)))


def _measure() -> None:
    """Measure again, if something did before."""
    while _resting:
        measuring, told = _resting.pop()
        os.environ |= {} if told is None else {_MEASURED: told}
        measuring.start()


def _goes_a_long_way(item: pytest.Item) -> bool:
    """Say whether this is a journey, a page in Chromium, a law, or about the house.

    A law roams; that every line is reached is for the examples to show. So is, outside
    the core, a test that differs from the one before it by its arguments alone.
    """
    return (
        item.stash.get(_ONE_OF_MANY, False)
        or not {"journeys", "house"}.isdisjoint(item.path.parts)
        or any(map(item.get_closest_marker, ("page", "long")))
        or is_hypothesis_test(getattr(item, "obj", None))
    )


def pytest_collection_finish() -> None:
    """Let Python's search for garbage pass over what was collected: it stays till the end."""
    gc.collect()
    gc.freeze()


def _mark_the_many(items: list[pytest.Item]) -> None:
    """Mark what runs a function again with other arguments; the core is measured whole."""
    seen = set[str]()
    for item in items:
        function = item.nodeid.partition("[")[0]
        core = function.startswith("tests/flows/")
        item.stash[_ONE_OF_MANY] = function in seen and not core
        seen.add(function)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long goes first, or one worker would be at it alone; what is measured last.

    Where there is no Chromium, what needs one is skipped, and said to be.
    """
    _mark_the_many(items)
    items.sort(key=lambda item: (_is_short(item), not _goes_a_long_way(item)))
    if browser.found() is None:
        for item in items:
            if item.get_closest_marker("page"):
                item.add_marker(pytest.mark.skip(reason="there is no Chromium here"))


def _is_short(item: pytest.Item) -> bool:
    return not any(map(item.get_closest_marker, ("page", "long")))


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest) -> Addresses:
    """Where the embedded servers of this test run answer."""
    told = getattr(request.config, "workerinput", {}).get(_KEY)
    return Addresses(**json.loads(told)) if told else _start()


@pytest.fixture
def clone(servers: Addresses) -> Iterator[Clone]:
    """A migrated database of this test's own, holding nothing of any other's."""
    with lending.lent(servers) as lent:
        yield lent


@pytest.fixture
def empty_clone(servers: Addresses) -> Iterator[Clone]:
    """An empty database of this test's own: no table, no migration run."""
    with database.clone(servers, migrated=False) as lent:
        yield lent


@pytest.fixture(scope="module")
def module_clone(servers: Addresses) -> Iterator[Clone]:
    """A migrated database that the tests of one module share."""
    with lending.lent(servers) as lent:
        yield lent


@pytest.fixture
def database_url(clone: Clone) -> str:
    """This test's own database, as handrail_app."""
    return clone.app_url


@pytest.fixture
def database_owner_url(clone: Clone) -> str:
    """This test's own database, as handrail_owner."""
    return clone.owner_url


@pytest.fixture
def redis_url(servers: Addresses, worker_id: str) -> Iterator[str]:
    """A Redis database of this xdist worker, empty before and after the test."""
    number = int(worker_id.removeprefix("gw")) % 16 if worker_id != "master" else 0
    url = f"{servers.redis_url.rpartition('/')[0]}/{number}"
    with redis.Redis.from_url(url) as bell:
        bell.flushdb()
        yield url
        bell.flushdb()
