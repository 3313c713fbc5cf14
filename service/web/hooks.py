"""The carrier's hooks: texts, calls, recordings, and what became of each."""

from __future__ import annotations

import re
from collections.abc import Callable

import structlog
from flask import Blueprint, Response

from service.carrier import calls_in, reports_in, wire
from service.usecases import (
    alert_calls,
    bridge_calls,
    call_ends,
    calling,
    converse,
    deliver,
    listening,
    replaying,
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


def _views(parts: Parts) -> dict[str, View]:
    """Return what stands behind each address the carrier posts to."""

    def sms(signed: Signed) -> Response:
        text = wire.read_text(signed.pairs, changed=signed.changed)
        said = converse.text_in(parts, text)
        return _twiml(wire.answer(said) if said else wire.empty_answer())

    def status(signed: Signed) -> Response:
        deliver.status_in(parts, wire.read_status(signed.pairs, signed.query))
        return Response(status=204)

    def recording(signed: Signed) -> Response:
        report = reports_in.read_recording_status(signed.pairs, signed.query)
        listening.recording_in(parts, report)
        return Response(status=204)

    def transcript(signed: Signed) -> Response:
        report = reports_in.read_transcript(signed.pairs, signed.query)
        listening.transcript_in(parts, report)
        return Response(status=204)

    views = {
        "sms": sms,
        "status": status,
        "recording": recording,
        "transcript": transcript,
    }
    return {
        path: _strictly(view)
        for path, view in (views | _call_views(parts) | _bridge_views(parts)).items()
    }


def _call_views(parts: Parts) -> dict[str, View]:
    """Return what asks what to say in a call, and what tells how one went."""

    def voice(signed: Signed) -> Response:
        event = calls_in.read_call(signed.pairs, signed.query, changed=signed.changed)
        return _twiml(calling.voice_in(parts, event))

    def call_status(signed: Signed) -> Response:
        report = reports_in.read_call_status(signed.pairs, signed.query)
        call_ends.status_in(parts, report)
        return Response(status=204)

    def alert(signed: Signed) -> Response:
        event = calls_in.read_call(signed.pairs, signed.query, changed=signed.changed)
        return _twiml(alert_calls.voice_in(parts, event))

    def alert_status(signed: Signed) -> Response:
        report = reports_in.read_call_status(signed.pairs, signed.query)
        alert_calls.status_in(parts, report)
        return Response(status=204)

    return {
        "voice": voice,
        "call-status": call_status,
        "alert": alert,
        "alert-status": alert_status,
    }


def _bridge_views(parts: Parts) -> dict[str, View]:
    """Return what a coach's own call asks, and what tells of either end of it."""

    def bridge(signed: Signed) -> Response:
        event = calls_in.read_call(signed.pairs, signed.query, changed=signed.changed)
        return _twiml(bridge_calls.voice_in(parts, event))

    def bridge_over(signed: Signed) -> Response:
        report = reports_in.read_through(signed.pairs, signed.query)
        return _twiml(bridge_calls.over_in(parts, report))

    def bridge_status(signed: Signed) -> Response:
        report = reports_in.read_call_status(signed.pairs, signed.query)
        bridge_calls.status_in(parts, report)
        return Response(status=204)

    def bridge_other(signed: Signed) -> Response:
        report = reports_in.read_call_status(signed.pairs, signed.query)
        bridge_calls.other_in(parts, report)
        return Response(status=204)

    return {
        "bridge": bridge,
        "bridge-over": bridge_over,
        "bridge-status": bridge_status,
        "bridge-other": bridge_other,
    }


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
