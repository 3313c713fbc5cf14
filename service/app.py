"""The HTTP process: the carrier's hooks, the console, health."""

from __future__ import annotations

import structlog
from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from service import heap, logs, wiring
from service.config import Settings
from service.store.db import Unavailable
from service.usecases.parts import Parts
from service.web import hooks, site
from service.web.guard import LARGEST_BODY, Guard, Turned

log = structlog.get_logger()


def create_app(parts: Parts, settings: Settings) -> Flask:
    """Build the Flask application around these parts."""
    logs.configure()
    app = Flask("service.web", static_folder="static", template_folder="templates")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    guard = Guard(
        origin=settings.public_origin,
        tokens=settings.twilio_auth_tokens,
        account_sids=settings.twilio_account_sids,
        tell=_turned_away,
    )
    app.register_blueprint(hooks.blueprint(parts, guard))
    app.add_url_rule("/healthz", "health", lambda: _health(parts))
    site.furnish(app, parts)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(Exception, _unexpected)
    return app


def create_from_env() -> Flask:
    """Build the application from the environment (what gunicorn calls)."""
    settings = Settings.from_env()
    app = create_app(wiring.build(settings, in_a_hurry=True), settings)
    heap.settle()
    return app


def _turned_away(turned: Turned) -> None:
    log.warning("webhook_refused", status=turned.status, why=turned.why)


def _health(parts: Parts) -> Response:
    """Say whether this process can do its work: the database answers."""
    with parts.db.transaction() as tx:
        _ = tx.now  # asks the database: opening a transaction asks the pool alone
        return Response("ok\n", mimetype="text/plain")


def _unavailable(error: Unavailable) -> Response:
    """Ask the carrier to come again: nothing was written (failure 4)."""
    log.warning("database_away", sqlstate=error.state)
    return Response(status=503, headers={"Retry-After": "2"})


def _unexpected(error: Exception) -> Response | HTTPException:
    """The door: what nobody foresaw is logged once, without a word of a person."""
    if isinstance(error, HTTPException):
        return error
    log.error("request_failed", exc_info=error)
    return Response("Something broke on our side; it is in the log.\n", status=500)


def options(host: str, port: int, *, workers: int, threads: int) -> list[str]:
    """Give gunicorn's words: threads, bounded ending, no log of requests.

    A log of requests would hold the callback tokens of messages.
    """
    shown = f"[{host}]" if ":" in host else host
    return [
        *("--bind", f"{shown}:{port}", "--worker-class", "gthread"),
        *("--workers", str(workers), "--threads", str(threads)),
        *("--timeout", "30", "--graceful-timeout", "8", "--keep-alive", "20"),
        *("--log-level", "warning", "--no-control-socket"),
        "service.app:create_from_env()",
    ]
