"""The JSON Schema of a script, for editors, made from the tables the reader uses.

What only the whole of a script can tell, such as a way to a node that is not there, is
left to the check. Law: a script that can be read is valid.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, get_args

from flows.talk.effects import Command, HandReason, Outcome, Right
from flows.talk.events import CHANNELS
from flows.talk.expects import MEANINGS, RANGES
from flows.talk.grammar import END, INSIDE
from flows.talk.nodes import LEADS, PARTS
from flows.talk.questions import MOST_CHOICES, UNITS
from flows.talk.script import TOP

# Any: JSON has values of every kind, one inside the other.
Json: TypeAlias = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
_WORDS: Json = {"type": "string", "pattern": r"\S"}
_NAME: Json = {"type": ["string", "integer", "boolean"], "pattern": r"\S"}
_NAMES: Json = {"type": "array", "items": {"type": "string"}, "minItems": 1}
_VARIANTS: Json = {"anyOf": [_WORDS, {"type": "array", "items": _WORDS, "minItems": 1}]}
_LANGUAGE = "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"
_RANGE = r"^[0-9]{1,4}( ?(to|-) ?[0-9]{1,4}|\+)?$"
_SPAN: Json = {
    "type": "string",
    "pattern": rf"^[0-9]{{1,3}} ({'|'.join(UNITS)})s?$",
}
_WHOLE: Json = {
    "anyOf": [
        {"type": "integer", "minimum": 0, "maximum": 9999},
        {"type": "string", "pattern": "^[0-9]{1,4}$"},
    ]
}


def _ref(name: str) -> Json:
    return {"$ref": f"#/definitions/{name}"}


def _card(properties: Json, *required: str) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _by_language(inside: Json) -> Json:
    return {
        "type": "object",
        "propertyNames": {"pattern": _LANGUAGE},
        "additionalProperties": inside,
        "minProperties": 1,
    }


_CHANNELS: Json = _card(dict.fromkeys(CHANNELS, _VARIANTS), *CHANNELS)
_LISTS: Json = {"anyOf": [_NAME, _by_language(_NAME)]}
_RECORD: Json = {
    "anyOf": [
        {"enum": [*get_args(Outcome), "recap"]},
        _card(
            {
                "outcome": {"enum": list(get_args(Outcome))},
                "days_ago": {"enum": [*range(7), *map(str, range(7))]},
            },
            "outcome",
        ),
    ]
}
_SILENCE: Json = _card({"again": _ref("text"), "wait": _SPAN, "then": _NAME})
_MAP: Json = {"type": "object", "additionalProperties": _NAME}

# The value of each part, lead and companion, and what an editor says of it.
FORMS: Mapping[str, tuple[Json, str]] = {
    "record": (_RECORD, "Records the attempt, in her words."),
    "remember": (_MAP, "Keeps facts about her: name, and a text with slots."),
    "consent": ({"enum": ["given"]}, "Completes the opt-in."),
    "adjust": ({"enum": list(get_args(Command))}, "Changes how she is reached."),
    "claim": ({"enum": list(get_args(Right))}, "Carries out a right."),
    "hand": ({"enum": list(get_args(HandReason))}, "Puts this before a coach."),
    "follow_up": (
        _card({"script": _NAME, "after": _SPAN}, "script", "after"),
        "Queues a later conversation.",
    ),
    "take_up": ({"enum": ["step"]}, "Makes the step she told the current one."),
    "say": (_ref("text"), "Says a text."),
    "instead": (_ref("text"), "Said when a slot of `say:` has no value."),
    "then": (_NAME, "Where it leads otherwise: a node, or `end`."),
    "ask": (_ref("text"), "Asks, and waits for the kind in `expect:`."),
    "hear": ({"enum": list(MEANINGS)}, "First node only: what she began with."),
    "offer": (_ref("text"), "Offers what `about:` names."),
    "imagine": (_ref("text"), "Asks her to picture it; recorded as imagined."),
    "rehearse": (_ref("text"), "Takes a recording, plays it back, takes another."),
    "recall": ({"enum": ["win"]}, "Goes by whether an earlier win is there."),
    "branch": (_NAME, "Goes by the value of a fact."),
    "enter": (_NAME, "Goes through another script, then on."),
    "expect": ({"enum": list(MEANINGS)}, "The kind of answer waited for."),
    "keep": (_NAME, "Where the answer goes: a field, a measure, or a fact."),
    "unsure": (_ref("text"), "Asked once more when it could mean either."),
    "on": (_MAP, "An answer, and the node it leads to."),
    "silence": (_SILENCE, "What is done when nobody answers."),
    "choices": (
        {
            "type": "object",
            "additionalProperties": _LISTS,
            "maxProperties": MOST_CHOICES,
        },
        "The choices: a name, and words with commas.",
    ),
    "called": (_MAP, "A choice, and the fact that holds her own name for it."),
    "phrase": (_LISTS, "The words that must be said exactly."),
    "from": (_WHOLE, "The lowest number."),
    "to": (_WHOLE, "The highest number."),
    "about": (_NAME, "What is offered."),
    "hear_back": (_ref("text"), "Said around the recording played back."),
    "again": (_ref("text"), "Said before another recording."),
}
# What must stand beside a lead, or beside a kind of question.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "ask": ("expect",),
    "offer": ("about",),
    "rehearse": ("hear_back", "again"),
    "recall": ("on",),
}
KIND_NEEDS: Mapping[str, str] = {"choice": "choices", "phrase": "phrase"}
# What kind a lead waits for, where it does not say.
KIND_OF: Mapping[str, str] = {"offer": "offer", "imagine": "words", "rehearse": "take"}
_TOP: Mapping[str, tuple[Json, str]] = {
    "script": (_NAME, "The name, the same as the file's."),
    "grammar": ({"enum": [1, "1"]}, "The version of the grammar."),
    "about": (_NAME, "One line for those who choose scripts."),
    "languages": (_NAMES, "The languages of all texts; the first stands in."),
    "asides": (_NAME, "The script that answers what this one does not."),
    "channels": (
        {"type": "array", "items": {"enum": [*CHANNELS]}, "minItems": 1},
        "Where it can be played: `[text]` for one too long for a call.",
    ),
    "knows": (_NAMES, "Facts that other scripts keep and this one uses."),
    "nodes": (_ref("nodes"), "The nodes; the first is where it begins."),
}


def schema() -> Json:
    """Return the schema of a script as JSON values."""
    return {
        "$schema": DRAFT,
        "title": "A Handrail script",
        **_card(_told(_TOP, TOP), "script", "grammar", "nodes"),
        "definitions": {
            "text": {
                "anyOf": [
                    _VARIANTS,
                    _CHANNELS,
                    _by_language({"anyOf": [_VARIANTS, _CHANNELS]}),
                ]
            },
            "nodes": {
                "type": "object",
                "minProperties": 1,
                "propertyNames": {"not": {"pattern": f"^{END}$|{INSIDE}"}},
                "additionalProperties": _ref("node"),
            },
            "node": _node(),
        },
    }


def _told(table: Mapping[str, tuple[Json, str]], names: tuple[str, ...]) -> Json:
    # A `$ref` hides what stands beside it in draft 7, hence allOf.
    return {
        name: {"description": table[name][1], "allOf": [table[name][0]]}
        for name in names
    }


def _node() -> Json:
    rules = [*_leads(), *_kinds("expect"), *_kinds("hear"), *_ways()]
    return {
        "type": "object",
        "properties": _told(FORMS, tuple(FORMS)),
        "additionalProperties": False,
        "allOf": rules,
    }


def _leads() -> Iterator[Json]:
    """Yield what may and must stand beside each lead, and beside none."""
    always = [*PARTS, "instead", "then"]
    for lead, beside in LEADS.items():
        names = [*always, lead, *beside]
        needed = list(NEEDS.get(lead, ()))
        then = {"propertyNames": {"enum": names}, "required": needed}
        yield {"if": {"required": [lead]}, "then": then}
    none = {"not": {"anyOf": [{"required": [lead]} for lead in LEADS]}}
    yield {"if": none, "then": {"propertyNames": {"enum": always}}}


def _kinds(key: str) -> Iterator[Json]:
    """Yield what each kind of question needs, and what its `on:` may name."""
    for kind in MEANINGS:
        is_kind = {"required": [key], "properties": {key: {"const": kind}}}
        needed = [KIND_NEEDS[kind]] if kind in KIND_NEEDS else []
        then: Json = {"required": needed}
        if kind != "choice":
            then["properties"] = {"on": {"propertyNames": _answers(kind)}}
        yield {"if": is_kind, "then": then}


def _ways() -> Iterator[Json]:
    """Yield what `on:` may name beside the leads that say no kind."""
    for lead, kind in KIND_OF.items():
        then = {"properties": {"on": {"propertyNames": _answers(kind)}}}
        yield {"if": {"required": [lead]}, "then": then}
    both = {"propertyNames": {"enum": ["found", "none"]}, "minProperties": 2}
    yield {"if": {"required": ["recall"]}, "then": {"properties": {"on": both}}}


def _answers(kind: str) -> Json:
    named: Json = {"enum": list(MEANINGS[kind])}
    if kind not in RANGES:
        return named
    return {"anyOf": [named, {"pattern": _RANGE}]}
