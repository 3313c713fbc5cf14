"""Twilio's REST API (2010-04-01): texts and rented numbers; calls stand beside."""

from __future__ import annotations

import hmac
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import MethodNotAllowed, NotFound

from service.switchboard.breaking import breakable
from service.switchboard.callrest import call_routes, recording_routes
from service.switchboard.model import API_VERSION, FINAL, Message, Number
from service.switchboard.network import Network
from service.switchboard.orders import Form, absolute, one, read_order
from service.switchboard.refusals import Refusal, found
from service.switchboard.resources import (
    Asked,
    account_uri,
    message_json,
    number_json,
    page_json,
    rfc2822,
)
from service.switchboard.sifting import sieve, sifted

TEXTS = {
    "FriendlyName": "friendly_name",
    "SmsMethod": "sms_method",
    "SmsFallbackMethod": "sms_fallback_method",
    "StatusCallbackMethod": "status_callback_method",
    "VoiceMethod": "voice_method",
    "VoiceFallbackMethod": "voice_fallback_method",
}
URLS = {
    "SmsUrl": "sms_url",
    "SmsFallbackUrl": "sms_fallback_url",
    "StatusCallback": "status_callback",
    "VoiceUrl": "voice_url",
    "VoiceFallbackUrl": "voice_fallback_url",
}


def create_rest(network: Network) -> Blueprint:
    """The API as a blueprint; every answer, refusals too, has the carrier's form."""
    api = Blueprint("rest", __name__, url_prefix=f"/{API_VERSION}")
    api.before_request(lambda: _authenticate(network))
    _messages_routes(api, network)
    _message_routes(api, network)
    _number_routes(api, network)
    call_routes(api, network)
    recording_routes(api, network)

    @api.get("/Accounts/<account>.json")
    def fetch_account(account: str) -> Response:
        return jsonify(_account_json(network))

    return api


def answer_refusal(refusal: Refusal) -> tuple[Response, int]:
    """A refusal in the carrier's JSON."""
    return jsonify(refusal.as_json()), refusal.status


def answer_http(error: NotFound | MethodNotAllowed) -> tuple[Response, int]:
    """An address or method the API does not have, in the carrier's JSON."""
    code = {404: 20404, 405: 20004}[error.code]
    return answer_refusal(Refusal(code, request.path))


def _messages_routes(api: Blueprint, network: Network) -> None:
    records, account_sid = network.records, network.account_sid
    many = "/Accounts/<account>/Messages.json"

    @api.post(many)
    def create_message(account: str) -> tuple[Response, int]:
        return _create(network)

    @api.get(many)
    def list_messages(account: str) -> Response:
        pairs = tuple(request.args.items(multi=True))
        with records.lock:
            sids = sifted(records.messages.values(), sieve(pairs))
            asked = Asked.read(request.path, pairs)
            return jsonify(
                page_json(
                    asked,
                    "messages",
                    sids,
                    lambda sid: message_json(records.messages[sid], account_sid),
                )
            )


def _message_routes(api: Blueprint, network: Network) -> None:
    records = network.records
    single = "/Accounts/<account>/Messages/<sid>.json"

    def shown(message: Message) -> Response:
        return jsonify(message_json(message, network.account_sid))

    def known(sid: str) -> Message:
        return found(records.messages.get(sid), request.path)

    @api.get(single)
    def fetch_message(account: str, sid: str) -> Response:
        return shown(known(sid))

    @api.post(single)
    def update_message(account: str, sid: str) -> Response:
        _refuse_update(known(sid), request.form.to_dict())
        return shown(records.redact(sid))

    @api.delete(single)
    def delete_message(account: str, sid: str) -> tuple[str, int]:
        if known(sid).status not in FINAL:
            raise Refusal(20009)
        records.delete(sid)
        return "", 204


def _create(network: Network) -> tuple[Response, int]:
    form: Form = dict(request.form.lists())

    def accept() -> tuple[Response, int]:
        message = network.outgoing.accept(read_order(form, network.records))
        return jsonify(message_json(message, network.account_sid)), 201

    to, body = one(form, "To"), one(form, "Body")
    return breakable(network, to=to, body=body, on="text", accept=accept)


def _refuse_update(message: Message, form: dict[str, str]) -> None:
    if "Status" in form and "Body" not in form:
        # Nothing here is ever scheduled, so there is nothing to cancel.
        raise Refusal(30409 if form["Status"] == "canceled" else 30400)
    if form.get("Body") != "" or "Status" in form:
        raise Refusal(30400)
    if message.status not in FINAL:
        raise Refusal(20009)


def _number_routes(api: Blueprint, network: Network) -> None:
    records, account_sid = network.records, network.account_sid
    single = "/Accounts/<account>/IncomingPhoneNumbers/<sid>.json"

    @api.get("/Accounts/<account>/IncomingPhoneNumbers.json")
    def list_numbers(account: str) -> Response:
        pairs = tuple(request.args.items(multi=True))
        fitting = {
            number.sid: number
            for number in records.numbers.values()
            if request.args.get("PhoneNumber", "") in number.phone_number
            and request.args.get("FriendlyName", number.friendly_name)
            == number.friendly_name
        }
        return jsonify(
            page_json(
                Asked.read(request.path, pairs),
                "incoming_phone_numbers",
                tuple(fitting),
                lambda sid: number_json(fitting[sid], account_sid),
            )
        )

    @api.get(single)
    def fetch_number(account: str, sid: str) -> Response:
        return jsonify(
            number_json(found(records.number_of(sid), request.path), account_sid)
        )

    @api.post(single)
    def update_number(account: str, sid: str) -> Response:
        number = found(records.number_of(sid), request.path)
        changed = _changed(number, request.form.to_dict())
        changed = replace(changed, updated=records.now())
        return jsonify(number_json(records.put_number(changed), account_sid))


def _changed(number: Number, form: dict[str, str]) -> Number:
    texts: dict[str, Any] = {TEXTS[n]: v for n, v in form.items() if n in TEXTS}
    urls: dict[str, Any] = {URLS[n]: v for n, v in form.items() if n in URLS}
    for name, url in urls.items():
        if url and not absolute(url):
            raise Refusal(21502, name)
    for name, method in texts.items():
        if name.endswith("_method") and method not in ("GET", "POST"):
            raise Refusal(20001, name)
    return replace(number, **texts, **urls)


def _authenticate(network: Network) -> None:
    given = request.authorization
    name = (given.username or "") if given else ""
    word = (given.password or "") if given else ""
    right = hmac.compare_digest(name.encode(), network.account_sid.encode())
    right &= hmac.compare_digest(word.encode(), network.auth_token.encode())
    if not right:
        raise Refusal(20003)
    asked = (request.view_args or {}).get("account", network.account_sid)
    if asked != network.account_sid:
        raise Refusal(20404, request.path)


def _account_json(network: Network) -> dict[str, Any]:
    uri, sid = account_uri(network.account_sid), network.account_sid
    today = rfc2822(network.records.now())
    return {
        "sid": sid,
        "owner_account_sid": sid,
        "friendly_name": "Switchboard",
        "status": "active",
        "type": "Full",
        "auth_token": network.auth_token,
        "date_created": today,
        "date_updated": today,
        "subresource_uris": {
            "messages": f"{uri}/Messages.json",
            "calls": f"{uri}/Calls.json",
            "recordings": f"{uri}/Recordings.json",
            "incoming_phone_numbers": f"{uri}/IncomingPhoneNumbers.json",
        },
        "uri": f"{uri}.json",
    }
