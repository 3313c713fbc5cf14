"""How pytest runs in `make mutants`: one pair of servers, quick tests first, few draws.

Thousands of runs follow each other, each over in a second: none starts PostgreSQL of
its own; what is quick to say no is asked first; laws are drawn the same way each time
and nothing is made smaller, since nobody reads the counterexample.
"""

import atexit
import json
import os
import resource
import shutil
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from service.embedded.servers import Addresses, Servers
from tests import database, lending

STANDS = "HANDRAIL_MUTANTS_SERVERS"
SHELL = "tests/service/"  # these tests need PostgreSQL, those of the core do not
REDIS = "redis_url"
TIMES = Path("mutmut-stats.json")  # mutmut writes it where it runs the tests
DRAWS = 15
PATIENCE_S, AS_LONG = 10, 3

settings.register_profile(
    "mutants",
    deadline=None,
    max_examples=DRAWS,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
)


def pytest_configure(config: pytest.Config) -> None:
    """Say where the servers are, as xdist would tell a worker."""
    settings.load_profile("mutants")
    if not any(SHELL in chosen for chosen in config.args):
        return
    if STANDS not in os.environ:
        os.environ[STANDS] = json.dumps(asdict(_started()))
    told = {"handrail_servers": os.environ[STANDS]}
    config.workerinput = told  # type: ignore[attr-defined] # xdist ships no types


def pytest_unconfigure() -> None:
    """Hang up: a mutant's process is forked from this one and would share the lines.

    Two that were lent one database threw each other out, and each was called noticed.
    """
    if STANDS in os.environ:
        lending.hang_up(Addresses(**json.loads(os.environ[STANDS])))
    database.hang_up()


def _fixtures(item: pytest.Item) -> tuple[str, ...]:
    return tuple(getattr(item, "fixturenames", ()))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the quickest tests first, once it is known how long they take.

    Left out are those that use Redis: two at once would empty it for each other.
    """
    items[:] = [item for item in items if REDIS not in _fixtures(item)]
    if os.environ.get("MUTANT_UNDER_TEST", "").rpartition(".")[0] and TIMES.exists():
        took = json.loads(TIMES.read_text())["duration_by_test"]
        items.sort(key=lambda item: took.get(item.nodeid, 0.0))
        _give_up_after(PATIENCE_S + AS_LONG * sum(took[one.nodeid] for one in items))


def _give_up_after(seconds: float) -> None:
    """End an endless loop by processor time: a busy machine is slow by the clock."""
    most = int(time.process_time() + seconds)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _started() -> Addresses:
    folder = Path(tempfile.mkdtemp(prefix="handrail-mutants-servers-"))
    servers = Servers(folder, throwaway=True)
    addresses = servers.start()
    atexit.register(_end, servers, folder, os.getpid())
    database.make_template(addresses)
    database.hang_up()
    return addresses


def _end(servers: Servers, folder: Path, started_by: int) -> None:
    """Stop the servers where they were started: a mutant's process may end here too."""
    if os.getpid() == started_by:
        servers.stop()
        shutil.rmtree(folder, ignore_errors=True)
