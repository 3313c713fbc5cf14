"""The commands of the single processes: worker, clock, switchboard, migrate, demo."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from service.config import Settings, one


def worker(
    *,
    urgent_only: Annotated[
        bool,
        typer.Option(
            "--urgent-only", help="Take replies, confirmations, alerts alone."
        ),
    ] = False,
) -> None:
    """Do the queued work: send messages, carry out nudges, plan days.

    Start as many as the machine has cores to spare; each is safe to kill at any
    moment. All take urgent work first; with --urgent-only one takes nothing else, so
    that a slow carrier cannot keep every worker. Stops after the job in hand on Ctrl-C
    or SIGTERM.
    """
    from service import jobs
    from service.queue import LANES, URGENT

    jobs.work(one("REDIS_URL"), lanes=(URGENT,) if urgent_only else LANES)


def clock() -> None:
    """Look once a second for what is due, and ring the workers.

    Run at least one; any number may run. Without Redis it sends replies,
    confirmations and alerts itself. Stops on Ctrl-C or SIGTERM.
    """
    from service import clock as beating

    beating.run_from_env()


def switchboard(
    phones: Annotated[
        bool, typer.Option(help="Put the demo's phones on the network.")
    ] = True,
) -> None:
    """Serve the phone network of the demo: phones in the browser, no real carrier.

    It speaks Twilio's REST API on 127.0.0.1 and posts signed webhooks to
    HANDRAIL_PUBLIC_ORIGIN. Stops on Ctrl-C or SIGTERM.
    """
    from service.switchboard.model import LIFELIKE
    from service.switchboard.network import Network
    from service.switchboard.server import serve
    from service.usecases.demo import DEMO

    settings = Settings.from_env()
    network = Network(
        settings.twilio_account_sid, settings.twilio_auth_tokens[0], pace=LIFELIKE
    )
    network.add_number(
        DEMO.service_number,
        name="Handrail",
        sms_url=f"{settings.public_origin}/twilio/sms#rc=3&rp=ct,rt,5xx",
        voice_url=f"{settings.public_origin}/twilio/voice",
        status_callback=f"{settings.public_origin}/twilio/call-status",
        answers=settings.carrier_answers,
    )
    for number, name in DEMO.phones if phones else ():
        network.add_phone(number, name)
    running = serve(network, port=settings.switchboard_port)
    network.start()
    ended = _until_told()
    typer.echo(f"phones: {running.url}/phones")
    ended.wait()
    running.stop()


def migrate() -> None:
    """Bring the tables up to this version, as the role that owns them.

    Needs DATABASE_OWNER_URL. Safe to run twice, and while the service runs.
    """
    from service.store import db

    db.migrate(one("DATABASE_OWNER_URL"))


def demo() -> None:
    """Seed the demo programme: Mila, who is active, and Tomas, who is invited.

    Does nothing when an organisation stands already.
    """
    from service import wiring
    from service.usecases.demo import seed

    seed(wiring.build(Settings.from_env(), pool_size=1))


def _until_told() -> threading.Event:
    """Return an event that a signal to stop sets."""
    ended = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda _signal, _frame: ended.set())
    return ended
