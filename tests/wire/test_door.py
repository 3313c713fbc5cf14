"""The door: what comes through can be kept, and what a person typed stays."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.carrier.door import Cleaned, Form, clean, form

ANYTHING = st.text(
    st.characters(codec=None, categories=None) | st.characters(), max_size=60
)
TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=60)


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        ("ST\x00OP", "STOP"),
        ("a\x1bb\x7fc\x9bd", "abcd"),
        ("\ud83d\udc4d", "👍"),
        ("a\ud83d b", "a\ufffd b"),
        ("\udc4d\ud83d", "\ufffd\ufffd"),
        ("\ufffe\uffff", ""),
    ],
)
def test_what_cannot_be_kept_is_replaced_and_marked(came: str, kept: str) -> None:
    assert Cleaned(kept, changed=True) == clean(came)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "done\r\n\tyes",
        "👩🏽‍🚀 ❤️",
        "שלום \u200fעולם\u202e",  # noqa: RUF001 - Hebrew, as typed
        "مرحبا",
        "कि",
        "a\u0301",
        "\ufffd",
    ],
)
def test_what_people_type_stays_as_it_is(typed: str) -> None:
    assert Cleaned(typed, changed=False) == clean(typed)


@given(TYPED)
def test_every_assigned_character_stays(typed: str) -> None:
    kept = "".join(c for c in typed if c not in "\ufffe\uffff")
    assert kept == clean(typed).text


@example("\ud800\x00\udc00")
@given(ANYTHING)
def test_what_leaves_fits_utf8_postgresql_and_xml_and_is_clean_for_good(
    came: str,
) -> None:
    cleaned = clean(came)
    assert cleaned.changed == (cleaned.text != came)
    assert Cleaned(cleaned.text, changed=False) == clean(cleaned.text)
    assert b"\x00" not in cleaned.text.encode("utf-8")
    told = ET.Element("t")
    told.text = cleaned.text
    unix = cleaned.text.replace("\r\n", "\n").replace("\r", "\n")
    assert unix == (ET.fromstring(ET.tostring(told, "utf-8")).text or "")


@pytest.mark.parametrize(
    ("raw", "text", "changed"),
    [
        (b"caf\xc3\xa9", "café", False),
        (b"caf%C3%A9+au+lait", "café au lait", False),
        (b"caf\xe9", "caf\ufffd", True),
        (b"caf%E9", "caf\ufffd", True),
        (b"", "", False),
    ],
)
def test_bytes_are_read_as_utf8(raw: bytes, text: str, changed: bool) -> None:
    assert Form((("Body", text), ("To", "é")), changed) == form(
        b"Body=" + raw + b"&To=%C3%A9"
    )


@given(st.lists(st.tuples(TYPED, TYPED)))
def test_a_form_is_read_as_the_standard_library_reads_it(
    pairs: list[tuple[str, str]],
) -> None:
    raw = urlencode(pairs)
    assert Form(tuple(parse_qsl(raw, keep_blank_values=True)), False) == form(
        raw.encode()
    )


@given(st.binary())
def test_no_form_makes_the_door_raise(raw: bytes) -> None:
    for name, value in form(raw).pairs:
        assert (name + value).encode("utf-8") is not None
