"""The switchboard over HTTP: the carrier's API, the phones page, the controls."""

from __future__ import annotations

import secrets
from importlib.resources import files

from flask import Blueprint, Flask, Response, redirect
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.wrappers import Response as Redirected

from service.switchboard.control import create_control, refuse_strangers
from service.switchboard.network import Network
from service.switchboard.refusals import Refusal
from service.switchboard.rest import answer_http, answer_refusal, create_rest

MAX_REQUEST = 256 * 1024
PAGES = files("service.switchboard") / "pages"
ASSETS = {
    "phones.css": "text/css",
    "calls.css": "text/css",
    "phones.js": "text/javascript",
    "calls.js": "text/javascript",
}

POLICY = (
    "default-src 'none'; script-src 'nonce-{0}'; style-src 'nonce-{0}'; "
    "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)


def create_app(network: Network) -> Flask:
    """A WSGI app that serves `network`; bind it to loopback only."""
    app = Flask("switchboard", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST
    # A cut line is an exception that has to reach the server, which then hangs up.
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(NotFound, answer_http)
    app.register_error_handler(MethodNotAllowed, answer_http)
    app.register_blueprint(create_rest(network))
    app.register_blueprint(create_control(network))
    app.register_blueprint(_create_page())
    app.after_request(_harden)
    return app


def _create_page() -> Blueprint:
    page = Blueprint("page", __name__)
    page.before_request(refuse_strangers)

    @page.get("/")
    def front() -> Redirected:
        return redirect("/phones")

    @page.get("/phones")
    def phones() -> Response:
        nonce = secrets.token_urlsafe(16)
        html = (PAGES / "phones.html").read_text("utf-8").replace("{{nonce}}", nonce)
        response = Response(html, mimetype="text/html")
        response.headers["Content-Security-Policy"] = POLICY.format(nonce)
        return response

    @page.get("/phones/<name>")
    def asset(name: str) -> Response:
        if name not in ASSETS:
            raise NotFound
        return Response((PAGES / name).read_text("utf-8"), mimetype=ASSETS[name])

    return page


def _harden(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'")
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
