"""What the page and the self-test steer the network with: phones, faults, ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from service.switchboard.asking import json_object, text_in
from service.switchboard.callcontrol import call_controls
from service.switchboard.faults import CODE, STAGES, Fault, UnknownFault
from service.switchboard.forms import possible
from service.switchboard.network import Network

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MAX_TEXT = 1600
MAX_MEDIA = 10
MAX_NAME = 40
KINDS: dict[str, tuple[type, ...]] = {
    "kind": (str,),
    "times": (int, type(None)),
    "to": (str,),
    "body": (str,),
    "status": (str,),
    "chance": (int, float),
    "seed": (int,),
    "seconds": (int, float),
    "on": (str,),
}


def refuse_strangers() -> None:
    """Let only a browser or program of this machine in, by Host and Origin.

    A page of some other site could otherwise reach a loopback port through a name of
    its own (DNS rebinding) or by a plain cross-site form. Aborts with 403.
    """
    host = urlsplit(f"//{request.host}").hostname
    origin = request.headers.get("Origin")
    if host not in LOOPBACK:
        abort(403, "only 127.0.0.1 and localhost are served")
    if origin and urlsplit(origin).netloc != request.host:
        abort(403, "only the switchboard's own page may do this")


def create_control(network: Network) -> Blueprint:
    """The control routes under /_switchboard."""
    control = Blueprint("control", __name__, url_prefix="/_switchboard")
    control.before_request(refuse_strangers)
    for kind in (HTTPException, NotFound, MethodNotAllowed):
        control.register_error_handler(kind, _say)
    _phone_routes(control, network)
    _fault_routes(control, network)
    call_controls(control, network)

    @control.get("/events")
    def events() -> Response:
        return Response(
            _stream(network),
            mimetype="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    @control.get("/ledger")
    def ledger() -> Response:
        posted = [
            {"sid": p.sid, "status": p.status, "outcome": p.outcome, "tries": p.tries}
            for p in network.callbacks
        ]
        calls = {"calls": network.calls.as_json(), "callbacks": posted}
        return jsonify(network.ledger.as_json() | calls)

    @control.get("/log")
    def log() -> Response:
        return jsonify({"log": [line.as_json() for line in network.log]})

    return control


def _phone_routes(control: Blueprint, network: Network) -> None:
    records = network.records

    @control.get("/phones")
    def list_phones() -> Response:
        return jsonify(records.snapshot())

    @control.get("/phones/<number>")
    def one_phone(number: str) -> Response:
        if number not in records.handsets:
            abort(404, "no such phone")
        return jsonify(records.handset_json(number))

    @control.post("/phones")
    def add_phone() -> tuple[Response, int]:
        return jsonify(_add_phone(network, json_object())), 201

    @control.post("/phones/<number>/send")
    def send(number: str) -> tuple[Response, int]:
        if number not in records.handsets:
            abort(404, "no such phone")
        return jsonify(_send(network, number, json_object())), 201


def _add_phone(network: Network, asked: dict[str, Any]) -> dict[str, Any]:
    number, name = text_in(asked, "number"), text_in(asked, "name", "")
    number = number.replace(" ", "").replace("-", "")
    if not possible(number):
        abort(400, "Write the number with its country, like +1 503 555 0123.")
    if number in network.records.numbers:
        abort(400, "That number belongs to the service itself.")
    network.add_phone(number, name.strip()[:MAX_NAME])
    return network.records.handset_json(number)


def _send(network: Network, number: str, asked: dict[str, Any]) -> dict[str, str]:
    body, to = text_in(asked, "body"), text_in(asked, "to", "")
    media = asked.get("media", 0)
    if not isinstance(media, int) or not 0 <= media <= MAX_MEDIA:
        abort(400, f"media is a whole number from 0 to {MAX_MEDIA}")
    if not (body.strip() or media) or len(body) > MAX_TEXT:
        abort(400, f"a text has 1 to {MAX_TEXT} characters")
    to = to or next(iter(network.records.numbers), "")
    message = network.text(number, to, body, media=media)
    return {"sid": message.sid, "to": to}


def _fault_routes(control: Blueprint, network: Network) -> None:
    faults = network.faults

    def standing() -> dict[str, Any]:
        return {
            "faults": [one.as_json() for one in faults.standing()],
            "kinds": [*sorted(STAGES), CODE.pattern],
        }

    def said() -> Response:
        network.records.feed.say("faults", standing())
        return jsonify(standing())

    @control.get("/faults")
    def list_faults() -> Response:
        return jsonify(standing())

    @control.post("/faults")
    def add_fault() -> tuple[Response, int]:
        faults.add(_fault(json_object()))
        return said(), 201

    @control.delete("/faults/<int:key>")
    def remove_fault(key: int) -> Response:
        if not faults.remove(key):
            abort(404, "no such fault")
        return said()

    @control.delete("/faults")
    def clear_faults() -> Response:
        faults.clear()
        return said()


def _fault(asked: dict[str, Any]) -> Fault:
    for name, value in asked.items():
        kinds = KINDS.get(name, ())
        if not isinstance(value, kinds) or isinstance(value, bool):
            abort(400, f"{name} is not a field of a fault, or not of its kind")
    try:
        return Fault(**asked)
    except UnknownFault as error:
        abort(400, str(error))
    except TypeError:
        abort(400, "a fault needs its kind")


def _stream(network: Network) -> Iterator[str]:
    # Watch first, then look: nothing that changes in between can be missed.
    live = network.records.feed.watch()
    yield f"event: all\ndata: {json.dumps(network.records.snapshot())}\n\n"
    yield from live


def _say(error: HTTPException) -> tuple[Response, int]:
    return jsonify({"error": error.description}), error.code or 500
