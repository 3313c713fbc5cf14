"""The carrier's hooks: texts, calls, recordings, and what became of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import structlog
from flask import Blueprint, Response

from service.carrier import calls_in, reports_in, wire
from service.carrier.glued import Pairs
from service.usecases import (
    alert_calls,
    bridge_calls,
    call_ends,
    calling,
    converse,
    listening,
    replaying,
    settling,
)
from service.usecases.parts import Parts
from service.web.guard import Guard, Signed

log = structlog.get_logger()

CALL = re.compile(r"CA[0-9a-f]{32}")
TAKE = re.compile(r"RE[0-9a-f]{32}")
View = Callable[[Signed], Response]


def blueprint(parts: Parts, guard: Guard) -> Blueprint:
    """Return the hooks, behind the guard."""
    hooks = Blueprint("hooks", __name__, url_prefix="/twilio")

    def take(signed: Signed, call: str, sid: str) -> Response:
        ours = CALL.fullmatch(call) and TAKE.fullmatch(sid)
        found = replaying.replay(parts, call, sid) if ours else None
        if found is None:
            return Response(status=404)
        return Response(found.audio, mimetype=found.media_type)

    for path, view in _views(parts).items():
        # Flask would answer OPTIONS by itself, past the guard.
        hooks.add_url_rule(
            f"/{path}",
            path,
            guard(view),
            methods=["POST"],
            provide_automatic_options=False,
        )
    hooks.add_url_rule(
        "/take/<call>/<sid>",
        "take",
        guard(take),
        methods=["GET"],
        provide_automatic_options=False,
    )
    hooks.after_request(_not_kept)
    return hooks


def _not_kept(response: Response) -> Response:
    """Let nobody on the way keep an answer: it may hold her words, or her voice."""
    response.headers["Cache-Control"] = "no-store"
    return response


# Path -> what reads a report, and what hears of it; the carrier is told nothing.
TOLD: Mapping[str, tuple[Callable[[Pairs, Pairs], Any], Callable[[Parts, Any], Any]]]
TOLD = {
    "status": (wire.read_status, settling.status_in),
    "recording": (reports_in.read_recording_status, listening.recording_in),
    "transcript": (reports_in.read_transcript, listening.transcript_in),
    "call-status": (reports_in.read_call_status, call_ends.status_in),
    "alert-status": (reports_in.read_call_status, alert_calls.status_in),
    "bridge-status": (reports_in.read_call_status, bridge_calls.status_in),
    "bridge-other": (reports_in.read_call_status, bridge_calls.other_in),
}
# Path -> what says how a call goes on.
SPEAKS: Mapping[str, Callable[[Parts, calls_in.CallEvent], str]] = {
    "voice": calling.voice_in,
    "alert": alert_calls.voice_in,
    "bridge": bridge_calls.voice_in,
}


def _views(parts: Parts) -> dict[str, View]:
    """Return what stands behind each address the carrier posts to."""

    def sms(signed: Signed) -> Response:
        text = wire.read_text(signed.pairs, changed=signed.changed)
        said = converse.text_in(parts, text)
        return _twiml(wire.answer(said) if said else wire.empty_answer())

    def told(path: str, signed: Signed) -> Response:
        read, hear = TOLD[path]
        hear(parts, read(signed.pairs, signed.query))
        return Response(status=204)

    def speaks(path: str, signed: Signed) -> Response:
        event = calls_in.read_call(signed.pairs, signed.query, changed=signed.changed)
        return _twiml(SPEAKS[path](parts, event))

    def bridge_over(signed: Signed) -> Response:
        report = reports_in.read_through(signed.pairs, signed.query)
        return _twiml(bridge_calls.over_in(parts, report))

    views: dict[str, View] = {
        "sms": sms,
        "bridge-over": bridge_over,
        **{path: partial(told, path) for path in TOLD},
        **{path: partial(speaks, path) for path in SPEAKS},
    }
    return {path: _strictly(view) for path, view in views.items()}


def _strictly(view: View) -> View:
    """Refuse a rightly signed request that no carrier writes: nothing happens."""

    def read(signed: Signed) -> Response:
        try:
            return view(signed)
        except wire.Malformed as error:
            log.warning("webhook_malformed", why=str(error))
            return Response(status=403)

    return read


def _twiml(answer: str) -> Response:
    return Response(answer, mimetype="text/xml")
