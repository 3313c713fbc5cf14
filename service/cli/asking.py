"""Asks a server of this machine over HTTP, for the supervisor and the self-test."""

import http.client
import json
from typing import Any

_TIMEOUT_S = 5.0


class NoAnswer(Exception):
    """Nothing useful came back; the message says from where and what."""


def ask(port: int, path: str, body: object | None = None) -> tuple[int, bytes]:
    """GET `path` (POST when there is a JSON `body`) from 127.0.0.1:`port`.

    Returns the HTTP status and the bytes. Raises NoAnswer when nobody listens.
    """
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_S)
    try:
        if body is None:
            line.request("GET", path)
        else:
            kind = {"Content-Type": "application/json"}
            line.request("POST", path, json.dumps(body), kind)
        answer = line.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException) as error:
        reason = f"{type(error).__name__}: {error}"
        raise NoAnswer(f"127.0.0.1:{port}{path} does not answer ({reason})") from error
    finally:
        line.close()


def ask_json(port: int, path: str, body: object | None = None) -> Any:
    """Ask as `ask` does and read the JSON. Raises NoAnswer for any error status."""
    status, content = ask(port, path, body)
    said = content.decode("utf-8", "replace")
    if status >= http.client.BAD_REQUEST:
        raise NoAnswer(f"127.0.0.1:{port}{path} answered {status}: {said[:300]}")
    try:
        return json.loads(said)
    except ValueError as error:
        raise NoAnswer(f"127.0.0.1:{port}{path} answered no JSON") from error


def answers(port: int, path: str) -> bool:
    """Say whether `path` answers 200 now."""
    try:
        return ask(port, path)[0] == http.client.OK
    except NoAnswer:
        return False
