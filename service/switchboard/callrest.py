"""Twilio's REST API (2010-04-01): calls and recordings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from service.switchboard.breaking import Answered, breakable
from service.switchboard.callorders import read_call, read_document
from service.switchboard.callresources import call_json, recording_json
from service.switchboard.calls import PhoneCall, Recording
from service.switchboard.exchange import NotThere
from service.switchboard.network import Network
from service.switchboard.orders import Form, one
from service.switchboard.refusals import Refusal, found
from service.switchboard.resources import Asked, page_json
from service.switchboard.sifting import sifted_calls, sifted_recordings
from service.switchboard.sound import mp3, wav

CALLS = "/Accounts/<account>/Calls"
RECORDINGS = "/Accounts/<account>/Recordings"

MEDIA: dict[str, tuple[Callable[[int], bytes], str]] = {
    "": (wav, "audio/x-wav"),
    ".wav": (wav, "audio/x-wav"),
    ".mp3": (mp3, "audio/mpeg"),
}
"""Ending of a recording's address -> what makes the sound, and its type."""


def call_routes(api: Blueprint, network: Network) -> None:
    """Create, list, fetch, change and delete calls."""
    records = network.records

    def known(sid: str) -> PhoneCall:
        return found(records.calls.get(sid), request.path)

    @api.post(f"{CALLS}.json")
    def create_call(account: str) -> Answered:
        return _create(network)

    @api.get(f"{CALLS}.json")
    def list_calls(account: str) -> Response:
        pairs = tuple(request.args.items(multi=True))
        with records.lock:
            sids = sifted_calls(records.calls.values(), pairs)
            asked = Asked.read(request.path, pairs)
            return jsonify(
                page_json(
                    asked,
                    "calls",
                    sids,
                    lambda sid: _shown(network, records.calls[sid]),
                )
            )

    @api.get(f"{CALLS}/<sid>.json")
    def fetch_call(account: str, sid: str) -> Response:
        return jsonify(_shown(network, known(sid)))

    @api.post(f"{CALLS}/<sid>.json")
    def update_call(account: str, sid: str) -> Response:
        _steer(network, known(sid), dict(request.form.lists()))
        return jsonify(_shown(network, known(sid)))

    @api.delete(f"{CALLS}/<sid>.json")
    def delete_call(account: str, sid: str) -> tuple[str, int]:
        if known(sid).live:
            raise Refusal(20009)
        records.delete_call(sid)
        return "", 204


def recording_routes(api: Blueprint, network: Network) -> None:
    """List, fetch, hear and delete recordings, also below their call."""
    below = f"{CALLS}/<call>/Recordings"

    @api.get(f"{RECORDINGS}.json")
    def list_recordings(account: str) -> Response:
        return _listed(network, tuple(request.args.items(multi=True)))

    @api.get(f"{below}.json")
    def list_recordings_of_call(account: str, call: str) -> Response:
        found(network.records.calls.get(call), request.path)
        pairs = tuple(request.args.items(multi=True))
        return _listed(network, (*pairs, ("CallSid", call)), below_call=True)

    @api.get(f"{RECORDINGS}/<name>")
    def fetch_recording(account: str, name: str) -> Response:
        sid, dot, ending = name.partition(".")
        recording = _recording(network, sid)
        if dot + ending == ".json":
            return jsonify(_taken(network, recording))
        return _sound(network, recording, dot + ending)

    @api.get(f"{below}/<sid>.json")
    def fetch_recording_of_call(account: str, call: str, sid: str) -> Response:
        recording = _recording(network, sid, call)
        return jsonify(_taken(network, recording, below_call=True))

    @api.delete(f"{RECORDINGS}/<sid>.json")
    def delete_recording(account: str, sid: str) -> tuple[str, int]:
        del network.records.recordings[_recording(network, sid).sid]
        return "", 204

    @api.delete(f"{below}/<sid>.json")
    def delete_recording_of_call(account: str, call: str, sid: str) -> tuple[str, int]:
        del network.records.recordings[_recording(network, sid, call).sid]
        return "", 204


def _create(network: Network) -> Answered:
    form: Form = dict(request.form.lists())

    def accept() -> Answered:
        call = network.exchange.place(read_call(form, network.records))
        return jsonify(_shown(network, call)), 201

    body = one(form, "Url") or one(form, "Twiml")
    to = one(form, "To")
    return breakable(network, to=to, body=body, on="call", accept=accept)


def _steer(network: Network, call: PhoneCall, form: Form) -> None:
    """End a call, or let it go on elsewhere."""
    status = one(form, "Status")
    if not call.live:
        raise Refusal(21220)
    if status == "canceled":
        network.exchange.cancel(call.sid)
    elif status == "completed":
        network.exchange.complete(call.sid)
    elif status or not (one(form, "Url") or one(form, "Twiml")):
        raise Refusal(20001, "Status" if status else "Url")
    else:
        _redirect(network, call, form)


def _redirect(network: Network, call: PhoneCall, form: Form) -> None:
    document = read_document(form)
    try:
        network.exchange.redirect(call.sid, document)
    except NotThere as error:
        raise Refusal(21220) from error


def _shown(network: Network, call: PhoneCall) -> dict[str, Any]:
    number = network.records.numbers.get(call.service)
    return call_json(call, network.account_sid, number.sid if number else None)


def _recording(network: Network, sid: str, call: str = "") -> Recording:
    recording = found(network.records.recordings.get(sid), request.path)
    if call not in ("", recording.call_sid):
        raise Refusal(20404, request.path)
    return recording


def _taken(
    network: Network, recording: Recording, *, below_call: bool = False
) -> dict[str, Any]:
    now = network.records.now()
    return recording_json(recording, network.account_sid, now, below_call=below_call)


def _listed(
    network: Network, pairs: tuple[tuple[str, str], ...], *, below_call: bool = False
) -> Response:
    recordings = network.records.recordings
    with network.records.lock:
        sids = sifted_recordings(recordings.values(), pairs)
        asked = Asked.read(request.path, tuple(request.args.items(multi=True)))
        page = page_json(
            asked,
            "recordings",
            sids,
            lambda sid: _taken(network, recordings[sid], below_call=below_call),
        )
    return jsonify(page)


def _sound(network: Network, recording: Recording, ending: str) -> Response:
    ready = recording.status(network.records.now()) == "completed"
    if ending not in MEDIA or not ready:
        raise Refusal(20404, request.path)
    maker, kind = MEDIA[ending]
    return Response(maker(recording.seconds), mimetype=kind)
