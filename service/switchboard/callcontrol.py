"""What the page does to calls: dial, answer, press, say, hang up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, jsonify

from service.switchboard.asking import json_object, text_in
from service.switchboard.exchange import Exchange
from service.switchboard.network import Network
from service.switchboard.voicetwiml import KEYS

MAX_WORDS = 1000

Asked = dict[str, Any]


def call_controls(control: Blueprint, network: Network) -> None:
    """Add the routes that dial and act on calls."""
    records = network.records

    @control.post("/phones/<number>/dial")
    def dial(number: str) -> tuple[Response, int]:
        to = text_in(json_object(), "to", "") or next(iter(records.numbers), "")
        if number not in records.handsets:
            abort(404, "no such phone")
        if network.exchange.open(number) or network.exchange.ringing(number):
            abort(409, "This phone is in a call already.")
        return jsonify({"sid": network.dial(number, to).sid, "to": to}), 201

    @control.post("/calls/<sid>/<act>")
    def act(sid: str, act: str) -> tuple[Response, int]:
        asked = json_object()
        if sid not in records.calls or act not in ACTS:
            abort(404, "no such call, or nothing of that name to do to it")
        if not records.calls[sid].live:
            abort(409, "The call has ended.")
        ACTS[act](network.exchange, sid, asked)
        return jsonify({}), 202


def _answer(exchange: Exchange, sid: str, asked: Asked) -> None:
    exchange.answer(sid)


def _to_machine(exchange: Exchange, sid: str, asked: Asked) -> None:
    exchange.answer(sid, machine=True)


def _decline(exchange: Exchange, sid: str, asked: Asked) -> None:
    exchange.decline(sid)


def _hang_up(exchange: Exchange, sid: str, asked: Asked) -> None:
    exchange.hang_up(sid)


def _press(exchange: Exchange, sid: str, asked: Asked) -> None:
    keys = text_in(asked, "keys")
    if not keys or set(keys) - set(KEYS):
        abort(400, "keys are 0 to 9, * and #")
    exchange.press(sid, keys)


def _say(exchange: Exchange, sid: str, asked: Asked) -> None:
    words = text_in(asked, "words").strip()
    if not words or len(words) > MAX_WORDS:
        abort(400, f"Say something, in at most {MAX_WORDS} characters.")
    exchange.say(sid, words)


def _keep_busy(exchange: Exchange, sid: str, asked: Asked) -> None:
    exchange.keep_busy(sid)


ACTS: dict[str, Callable[[Exchange, str, Asked], None]] = {
    "answer": _answer,
    "voicemail": _to_machine,
    "decline": _decline,
    "hang_up": _hang_up,
    "press": _press,
    "say": _say,
    "busy": _keep_busy,
}
"""What a page may do to a call; `busy` says that she has not finished yet."""
