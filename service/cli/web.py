"""`handrail web`: the HTTP process, under gunicorn with the options we measured."""

import os
import sys
from typing import Annotated

import typer

from service.config import Settings

app = typer.Typer(add_completion=False)


@app.command()
def web(
    *,
    host: Annotated[
        str, typer.Option(help="The address to listen on; a proxy stands before it.")
    ] = "127.0.0.1",
    workers: Annotated[int, typer.Option(help="Processes.", min=1)] = 2,
    threads: Annotated[int, typer.Option(help="Threads in each.", min=1)] = 8,
) -> None:
    """Serve the pages and webhooks on PORT, until it is told to end.

    Ends within ten seconds of SIGTERM, after the requests it holds. Settings that are
    missing or unfit are named before anything is served.
    """
    from service.app import options

    settings = Settings.from_env()
    words = options(host, settings.port, workers=workers, threads=threads)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *words])  # noqa: S606 - our own words; the process becomes gunicorn, so signals reach it
