"""Judges requests and answers by the carrier's own published OpenAPI file.

The file ships in Twilio's npm package `@twilio/cli-core`; `infra/fetch_openapi.py`
(called by `make test` when npm is there) puts it into `.cache/openapi`. It is
never committed. The rules follow the recipe tried in the reference notes:
`$ref` resolved, unknown names refused, repeated keys read by declared type.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import jsonschema

SPEC = Path(__file__).parents[2] / ".cache" / "openapi" / "twilio_api_v2010.json"
WHY_ABSENT = (
    "The carrier's OpenAPI file is not in .cache/openapi: run"
    " `python infra/fetch_openapi.py` (needs npm and the network) to check against it."
)
FORM = "application/x-www-form-urlencoded"

# Newer in the SDK and the API than in the published file.
NEWER_THAN_THE_FILE = frozenset({"MessageIntent"})
ERROR_FORM = {
    "type": "object",
    "properties": {
        "code": {"type": "integer"},
        "message": {"type": "string"},
        "more_info": {"type": "string", "pattern": r"^https://www\.twilio\.com/docs/"},
        "status": {"type": "integer"},
        "details": {"type": ["object", "null"]},
    },
    "required": ["code", "message", "more_info", "status"],
    "additionalProperties": False,
}


def present() -> bool:
    """Say whether the published file has been fetched."""
    return SPEC.is_file()


def findings(method: str, path: str, pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Judge one request; an empty list means that it is right.

    `path` is the request's path without its query; `pairs` are the decoded form
    pairs of a POST (blank values kept) or the decoded query pairs of a GET.
    """
    found = _operation(method, path)
    if found is None:
        return [f"no such operation: {method.upper()} {path}"]
    template, operation = found
    return [
        *_path_findings(template, path, operation),
        *_pair_findings(method, operation, pairs),
    ]


def response_findings(
    method: str, path: str, status: int, document: object
) -> list[str]:
    """Judge one answer (`document` is the parsed JSON); empty means right.

    Answers of 400 and above are judged by Twilio's one error form, which the
    published file does not contain.
    """
    if status >= 400:
        return _error_findings(status, document)
    found = _operation(method, path)
    if found is None:
        return [f"no such operation: {method.upper()} {path}"]
    answers = found[1]["responses"]
    if str(status) not in answers:
        return [f"status {status} is not one of {', '.join(answers)}"]
    content = answers[str(status)].get("content")
    if content is None:
        return [] if document in (None, "") else ["an answer where none is due"]
    return _errors(_schema(content["application/json"]["schema"]), document)


@functools.cache
def _spec() -> dict[str, Any]:
    return json.loads(SPEC.read_text(encoding="utf-8"))


@functools.cache
def _templates() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_as_pattern(template), template) for template in _spec()["paths"])


def _as_pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    pattern = "".join(
        f"(?P<{part}>[^/]+)" if place % 2 else re.escape(part)
        for place, part in enumerate(parts)
    )
    return re.compile(pattern)


def _operation(method: str, path: str) -> tuple[str, dict[str, Any]] | None:
    # `IncomingPhoneNumbers/{Sid}.json` must not swallow `.../Local.json`: the template
    # with the fewest holes wins.
    fitting = [
        template
        for pattern, template in _templates()
        if pattern.fullmatch(path) and method.lower() in _spec()["paths"][template]
    ]
    if not fitting:
        return None
    best = min(fitting, key=lambda template: template.count("{"))
    return best, _spec()["paths"][best][method.lower()]


def _path_findings(template: str, path: str, operation: dict[str, Any]) -> list[str]:
    match = _as_pattern(template).fullmatch(path)
    assert match is not None
    schemas = {
        p["name"]: _schema(p["schema"])
        for p in operation.get("parameters", ())
        if p["in"] == "path"
    }
    return [
        f"{name} in the path: {error}"
        for name, value in match.groupdict().items()
        for error in _errors(schemas.get(name, {}), value)
    ]


def _pair_findings(
    method: str, operation: dict[str, Any], pairs: Sequence[tuple[str, str]]
) -> list[str]:
    if method.upper() == "GET":
        return _errors(*_query(operation, pairs))
    content = operation.get("requestBody", {}).get("content", {})
    if FORM not in content:
        return [f"unknown name: {name}" for name, _ in pairs]
    schema = _schema(content[FORM]["schema"])
    return [
        *_errors(schema, _document(schema, pairs)),
        *_conditional(operation, {name for name, _ in pairs}),
    ]


def _query(
    operation: dict[str, Any], pairs: Sequence[tuple[str, str]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    properties = {
        p["name"]: _schema(p["schema"])
        for p in operation.get("parameters", ())
        if p["in"] == "query"
    }
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema, _document(schema, pairs)


def _schema(raw: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in raw:
        name = raw["$ref"].rsplit("/", 1)[-1]
        return _named(name)
    schema = {k: v for k, v in raw.items() if k in _KEPT}
    if "properties" in raw:
        schema["properties"] = {k: _schema(v) for k, v in raw["properties"].items()}
        schema["additionalProperties"] = False
    if "items" in raw:
        schema["items"] = _schema(raw["items"])
    return _nullable(schema) if raw.get("nullable") else schema


_KEPT = frozenset(
    {"type", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum"}
    | {"required", "minItems", "maxItems"}
)


@functools.cache
def _named(name: str) -> dict[str, Any]:
    return _schema(_spec()["components"]["schemas"][name])


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    widened = dict(schema)
    if "type" in schema:
        widened["type"] = [schema["type"], "null"]
    if "enum" in schema:
        widened["enum"] = [*schema["enum"], None]
    return widened


def _document(
    schema: Mapping[str, Any], pairs: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for name, text in pairs:
        if name in NEWER_THAN_THE_FILE:
            continue
        declared = schema.get("properties", {}).get(name, {})
        kind = declared.get("type", "string")
        if kind == "array":
            document.setdefault(name, []).append(text)
        else:
            document[name] = _typed(kind, text)
    return document


def _typed(kind: str, text: str) -> object:
    if kind == "integer" and re.fullmatch(r"-?\d+", text):
        return int(text)
    if kind == "number" and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def _errors(schema: Mapping[str, Any], document: object) -> list[str]:
    errors: Iterable[jsonschema.ValidationError] = jsonschema.Draft7Validator(
        schema
    ).iter_errors(document)
    return [_sentence(error) for error in errors]


def _sentence(error: jsonschema.ValidationError) -> str:
    place = ".".join(str(step) for step in error.absolute_path)
    return f"{place}: {error.message}" if place else error.message


def _conditional(operation: Mapping[str, Any], names: set[str]) -> list[str]:
    groups = operation.get("x-twilio", {}).get("conditional", ())
    wanted = [[_form_name(name) for name in group] for group in groups]
    return [
        f"one of {', '.join(group)} required"
        for group in wanted
        if not names.intersection(group)
    ]


def _form_name(snake: str) -> str:
    return "".join(part.capitalize() for part in snake.split("_"))


def _error_findings(status: int, document: object) -> list[str]:
    found = _errors(ERROR_FORM, document)
    if not found and isinstance(document, dict) and document["status"] != status:
        return [f"status: {document['status']} in the document, {status} on the line"]
    return found
