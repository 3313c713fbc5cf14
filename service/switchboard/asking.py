"""Reads what the page sends: JSON objects with fields of a known kind."""

from __future__ import annotations

from typing import Any

from flask import abort, request


def json_object() -> dict[str, Any]:
    """The body of this request; aborts with 415 or 400 when it is no JSON object."""
    # JSON only: a form of another site cannot send it without asking first.
    asked = request.get_json()
    if not isinstance(asked, dict):
        abort(400, "a JSON object is needed")
    return asked


def text_in(asked: dict[str, Any], name: str, default: str | None = None) -> str:
    """A field that is text; aborts with 400 when it is not."""
    value = asked.get(name, default)
    if not isinstance(value, str):
        abort(400, f"{name} is needed, as text")
    return value
