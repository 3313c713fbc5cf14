"""The carrier's hooks: an inbound text, a message's status. They only translate."""

from __future__ import annotations

import structlog
from flask import Blueprint, Response

from service.carrier import wire
from service.usecases import converse, deliver
from service.usecases.parts import Parts
from service.web.guard import Guard, Signed

log = structlog.get_logger()


def blueprint(parts: Parts, guard: Guard) -> Blueprint:
    """Return the hooks, behind the guard."""
    hooks = Blueprint("hooks", __name__, url_prefix="/twilio")

    def sms(signed: Signed) -> Response:
        try:
            text = wire.read_text(signed.pairs, changed=signed.changed)
        except wire.Malformed as error:
            return _refused(error)
        said = converse.text_in(parts, text)
        return _twiml(wire.answer(said) if said else wire.empty_answer())

    def status(signed: Signed) -> Response:
        try:
            report = wire.read_status(signed.pairs, signed.query)
        except wire.Malformed as error:
            return _refused(error)
        deliver.status_in(parts, report)
        return Response(status=204)

    for path, view in (("/sms", sms), ("/status", status)):
        # Flask would answer OPTIONS by itself, past the guard.
        hooks.add_url_rule(
            path,
            view.__name__,
            guard(view),
            methods=["POST"],
            provide_automatic_options=False,
        )
    return hooks


def _twiml(answer: str) -> Response:
    return Response(answer, mimetype="text/xml")


def _refused(error: wire.Malformed) -> Response:
    """A rightly signed request that no carrier writes: refused, nothing happens."""
    log.warning("webhook_malformed", why=str(error))
    return Response(status=403)
