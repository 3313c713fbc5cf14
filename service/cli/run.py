"""`handrail run`: everything on one machine, started, watched and stopped together."""

import signal
import sys
import time
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated

import typer

from service import config
from service.cli import staging, way_in
from service.cli.asking import NoAnswer, answers
from service.cli.children import ChildFailed, Children
from service.cli.selftest import Hop, HopMissing, self_test
from service.cli.show import Show, called, shorter
from service.embedded import process
from service.embedded.servers import TROUBLES, Servers
from service.usecases import first_owner

app = typer.Typer(add_completion=False)

_READY_WITHIN_S = 30.0
_WATCH_S = 0.25
_WORTH_SAYING_S = 0.02
_MENDABLE: tuple[type[Exception], ...] = (
    *TROUBLES,
    staging.NotPossible,
    config.MissingSettings,
    ChildFailed,
    HopMissing,
    NoAnswer,
)


@app.command()
def run(
    *,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Start over: erase the demo's data first.")
    ] = False,
    self_test: Annotated[
        bool,
        typer.Option(
            "--self-test",
            help="Send one text, wait for the reply, show each hop, and end; with "
            "data and ports of its own, beside whatever runs.",
        ),
    ] = False,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the pages, open none.")
    ] = False,
) -> None:
    """Run everything on this machine: servers, pages, worker, clock and phones.

    PostgreSQL and a Redis-protocol server are started for you and keep their data from
    run to run. DATABASE_URL (with DATABASE_OWNER_URL), REDIS_URL and TWILIO_* replace
    each part by your own; PORT and SWITCHBOARD_PORT choose other ports. Ctrl-C stops
    everything. Exit code: 0 when it was stopped or the self-test passed, else 1.
    """
    show = Show()
    quiet = no_browser or self_test
    try:
        with _stoppable():
            _everything(show, fresh=fresh, test=self_test, quiet=quiet)
    except KeyboardInterrupt:
        show.line("Stopped; nothing is left running.")
    except _MENDABLE as trouble:
        show.line(f"\nHandrail cannot go on: {trouble}")
        raise typer.Exit(1) from trouble


def _everything(show: Show, *, fresh: bool, test: bool, quiet: bool) -> None:
    began = time.monotonic()
    environ = staging.apart(config.environment()) if test else config.environment()
    plan = staging.plan(environ)
    staging.refuse(plan, fresh=fresh, self_test=test)
    servers = Servers(plan.data_folder, throwaway=test)
    servers.hold()
    children = Children(servers.place.folder)
    with _ended_well(show, servers, children):
        _prepare(show, servers, children, plan, fresh=fresh)
        service = _start(show, servers, children, plan, environ)
        show.line(f"Ready after {time.monotonic() - began:.1f} s.")
        if test:
            _test(show, children, plan)
        else:
            ways = way_in.found(service, demo=plan.own_carrier)
            again = first_owner.another_link(called(), plan.data_folder)
            _invite(show, {**plan.pages, **ways}, again, servers, quiet=quiet)
            _watch(children)


def _prepare(
    show: Show,
    servers: Servers,
    children: Children,
    plan: staging.Plan,
    *,
    fresh: bool,
) -> None:
    children.stop_orphans()
    staging.check_ports(plan)
    if fresh:
        with show.step("Erased the demo's data"):
            servers.erase()
    if plan.own_database and (since := staging.begun(servers.place.folder)):
        show.line(
            f"Going on with the data of an earlier run, begun on {since:%-d %B %Y}."
            " To start over: make run ARGS=--fresh"
        )


def _start(
    show: Show,
    servers: Servers,
    children: Children,
    plan: staging.Plan,
    environ: Mapping[str, str],
) -> dict[str, str]:
    """Start all parts; return the environment of the service's processes."""
    with show.step("PostgreSQL and Redis answer"):
        addresses = staging.start_servers(plan, servers)
    keys = staging.keys_of(servers.place.folder)
    owner = staging.compose(plan, environ, addresses, keys)
    service = staging.without_owner(owner)
    if plan.own_carrier:
        children.start("switchboard", ["switchboard"], service)
    with show.step("The tables are up to date"):
        children.finish("migrate", ["migrate"], owner)
    for name, *words in (("web", "--workers", "1"), ("worker",), ("clock",)):
        children.start(name, [name, *words], service)
    if plan.own_carrier:
        with show.step("The phone network answers"):
            _wait_for(children, plan.switchboard_port, "/_switchboard/phones")
        with show.step("Mila's programme is there"):
            children.finish("demo", ["demo"], service)
    with show.step("Web, worker and clock are up"):
        _wait_for(children, plan.port, "/healthz")
    staging.leave_address(servers.place.folder, service)
    return service


def _wait_for(children: Children, port: int, path: str) -> None:
    def up() -> bool:
        children.check()
        return answers(port, path)

    if not process.wait_until(up, within_s=_READY_WITHIN_S):
        raise NoAnswer(
            f"127.0.0.1:{port}{path} did not answer 200 within {_READY_WITHIN_S:.0f} s."
        )


def _test(show: Show, children: Children, plan: staging.Plan) -> None:
    def tell(hop: Hop) -> None:
        show.line(f"{hop.what:<38} {hop.after_s * 1000:6.0f} ms", mark="->")

    try:
        took = self_test(plan.switchboard_port, plan.port, tell)
    except (HopMissing, NoAnswer):
        show.line(children.said())  # the logs go with the data of the self-test
        raise
    show.line(f"Self-test passed: text in to reply accepted in {took * 1000:.0f} ms.")


def _invite(
    show: Show, pages: Mapping[str, str], again: str, servers: Servers, *, quiet: bool
) -> None:
    show.line("\nHandrail runs on this machine.")
    for name, url in pages.items():
        show.line(f"  {name:<18} {url}")
    show.line(f"  {'Data and logs':<18} {shorter(servers.place.folder)}")
    show.line(f"  A link with a long end works once; another: {again}")
    show.line("  Ctrl-C stops everything; the data stay for the next time.\n")
    if not quiet and has_screen(terminal=sys.stdout.isatty(), platform=sys.platform):
        for url in pages.values():
            webbrowser.open(url)


def has_screen(*, terminal: bool, platform: str) -> bool:
    """Say whether a browser window can open; a text browser must not take over."""
    environ = config.environment()
    windows = platform == "darwin" or bool(
        environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    )
    return terminal and windows


def _watch(children: Children) -> None:
    while True:
        children.check()
        time.sleep(_WATCH_S)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Turn every polite way of ending us into KeyboardInterrupt."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    for word in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(word, interrupt)
    yield


@contextmanager
def _ended_well(show: Show, servers: Servers, children: Children) -> Iterator[None]:
    """Whatever happens inside: stop all, in order, before the error goes on."""
    try:
        yield
    finally:
        # A second Ctrl-C must not leave half of it running; stopping is bounded.
        for word in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(word, signal.SIG_IGN)
        began = time.monotonic()
        staging.take_address_away(servers.place.folder)
        children.stop()
        servers.stop()
        if (took := time.monotonic() - began) > _WORTH_SAYING_S:
            show.line(f"{'Everything has stopped':<38} {took:6.2f} s", mark="ok")
