"""Requests of the carrier's API that a fault breaks, before or after they are done."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, request

from service.switchboard.faults import Fault
from service.switchboard.network import Network
from service.switchboard.refusals import Refusal

GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head></html>"
STATUSES = {"429": 20429, "500": 20500, "503": 20503}

Answered = tuple[Response, int]


class Cut(ConnectionAbortedError):
    """The line goes dead without an answer; the server closes it."""


def breakable(
    network: Network, *, to: str, body: str, on: str, accept: Callable[[], Answered]
) -> Answered:
    """What `accept` answers, unless a fault strikes before it is asked or after it.

    Raises Refusal where the carrier refuses, Cut where the line goes dead.
    """
    before = network.faults.strike("before", to=to, body=body, on=on)
    if before:
        return _break(network, before)
    answer = accept()
    after = network.faults.strike("after", to=to, body=body, on=on)
    if after is None:
        return answer
    if after.kind == "slow_answer":
        network.closing.wait(after.seconds)
        return answer
    return _break(network, after)


def _break(network: Network, fault: Fault) -> Answered:
    if fault.code:
        raise Refusal(fault.code, request.form.get("To", ""))
    cause = fault.kind.split("_", maxsplit=1)[0]
    if cause in STATUSES:
        raise Refusal(STATUSES[cause])
    if cause == "502":
        return Response(GATEWAY_PAGE, mimetype="text/html"), 502
    if cause == "timeout":
        network.closing.wait(fault.seconds)
    raise Cut(fault.kind)
