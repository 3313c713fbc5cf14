"""The schema for editors: it says what the reader says, as far as a schema can."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from flows.talk import script
from flows.talk.expects import MEANINGS
from flows.talk.nodes import LEADS, NODE, PARTS
from flows.talk.schema import FORMS, KIND_NEEDS, KIND_OF, NEEDS, schema
from flows.talk.script import TOP

HERE = Path(__file__).parent
SHIPPED = sorted((Path(script.__file__).parents[1] / "scripts").glob("*.yaml"))
SOUND = sorted((HERE / "sound").glob("*.yaml"))
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
VALIDATOR = Draft7Validator(schema())
# What is wrong in these can be seen only from the whole, or is no YAML at all.
BEYOND_A_SCHEMA = frozenset(
    (
        "no_yaml", "two_keys", "other_name", "way_to_nowhere", "goes_round",
        "hears_later", "language_not_declared", "enters_nobody", "enters_itself",
        "bounds_turned", "calls_no_choice",
    )
)  # fmt: skip


def keyed(value: Any) -> Any:
    """JSON has words for keys alone; an editor reads `7:` as one."""
    if isinstance(value, dict):
        return {str(key): keyed(one) for key, one in value.items()}
    return [keyed(one) for one in value] if isinstance(value, list) else value


def problems(path: Path) -> list[str]:
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    raw = keyed(reader.load(path.read_text("utf-8")))
    return [error.message for error in VALIDATOR.iter_errors(raw)]


def is_unreadable(path: Path) -> bool:
    head = path.read_text("utf-8").splitlines()[0]
    return re.search(r" unreadable: ", head) is not None


def test_the_schema_is_a_schema() -> None:
    Draft7Validator.check_schema(schema())
    assert json.loads(json.dumps(schema())) == schema()


@pytest.mark.parametrize(
    "path", [*SHIPPED, *SOUND], ids=lambda path: f"{path.parent.name} {path.stem}"
)
def test_a_script_that_can_be_read_is_valid(path: Path) -> None:
    assert [] == problems(path)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_script_is_refused_where_the_reader_refuses_its_form(path: Path) -> None:
    if is_unreadable(path):
        if path.stem not in BEYOND_A_SCHEMA:
            assert problems(path)
    else:
        assert [] == problems(path)


def test_every_name_the_reader_knows_has_a_form() -> None:
    assert set(NODE) == set(FORMS)
    assert {*PARTS, *LEADS} <= set(FORMS)
    assert set(TOP) == set(schema()["properties"])
    assert set(NEEDS) | set(KIND_OF) <= set(LEADS)
    assert set(KIND_NEEDS) | set(KIND_OF.values()) <= set(MEANINGS)


@pytest.mark.parametrize(
    "node",
    [
        {"say": {"voice": "Hello."}},
        {"say": []},
        {"say": {"EN": "Hello."}},
        {"ask": "Sure?", "expect": "scale", "on": {"7 up": "end"}},
        {"hear": "attempt", "on": {"dun": "end"}},
        {"offer": "Longer?", "about": "longer", "on": {"yes": "end"}},
        {"imagine": "Picture it.", "on": {"seen": "end"}},
        {"ask": "Sure?", "expect": "words", "silence": {"wait": "soon"}},
        {"record": {"days_ago": 1}},
        {"record": {"outcome": "missed", "days_ago": 7}},
        {"branch": "step", "keep": "x"},
        {"enter": "other", "on": {"x": "end"}},
        {"say": "x", "on": {"x": "end"}},
        {"ask": "Sure?", "expect": "number", "from": -1},
        {"claim": "everything"},
    ],
)
def test_a_node_of_the_wrong_form_is_refused(node: dict[str, Any]) -> None:
    top = {"script": "s", "grammar": 1, "nodes": {"a": node}}
    assert list(VALIDATOR.iter_errors(top))


def test_an_editor_is_told_what_each_name_does() -> None:
    node = schema()["definitions"]["node"]["properties"]
    assert [] == [name for name, form in node.items() if not form["description"]]
