"""The vault: sealed words open at their own place, under their own key, and nowhere else."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.store.vault import KEY, Key, Unreadable, Vault

ROW, OTHER = UUID(int=1), UUID(int=2)
PLACE = ("turns", ROW, "heard_sealed")
OLD, NEW = bytes(range(32)), bytes(range(32, 64))
words = st.text(st.characters(codec="utf-8"), max_size=60)


@given(words)
def test_what_is_sealed_opens_in_its_place(said: str) -> None:
    key = Key(OLD)
    assert said == key.open(key.seal(said, *PLACE), *PLACE)
    assert said == key.words(key.seal(said, *PLACE), *PLACE)
    assert "" == key.words(None, *PLACE)


@given(words.filter(lambda said: len(said) > 3))
def test_sealed_bytes_do_not_show_the_words(said: str) -> None:
    assert said.encode() not in Key(OLD).seal(said, *PLACE)


def test_the_same_words_never_seal_alike() -> None:
    key = Key(OLD)
    assert 50 == len({key.seal("done", *PLACE) for _ in range(50)})


@pytest.mark.parametrize(
    "place",
    [
        ("inbox", ROW, "heard_sealed"),
        ("turns", OTHER, "heard_sealed"),
        ("turns", ROW, "said_sealed"),
    ],
)
def test_moved_to_another_table_row_or_column_they_do_not_open(
    place: tuple[str, UUID, str],
) -> None:
    sealed = Key(OLD).seal("my own words", *PLACE)
    with pytest.raises(Unreadable, match=f"{place[0]}.{place[2]} of row {place[1]}"):
        Key(OLD).open(sealed, *place)


@given(st.data())
def test_altered_in_any_byte_or_cut_they_do_not_open(data: st.DataObject) -> None:
    key = Key(OLD)
    sealed = key.seal("my own words", *PLACE)
    at = data.draw(st.integers(0, len(sealed) - 1))
    altered = bytearray(sealed)
    altered[at] ^= data.draw(st.integers(1, 255))
    for broken in (bytes(altered), sealed[:at]):
        with pytest.raises(Unreadable):
            key.open(broken, *PLACE)


def test_the_error_holds_neither_words_nor_key() -> None:
    with pytest.raises(Unreadable) as error:
        Key(NEW).open(Key(OLD).seal("my own words", *PLACE), *PLACE)
    assert "my own words" not in str(error.value)
    assert NEW.hex() not in str(error.value)


def test_a_key_of_one_owner_or_use_does_not_unwrap_for_another() -> None:
    vault = Vault([OLD])
    wrapped, key = vault.new_key(ROW, "participant")
    sealed = key.seal("hers", *PLACE)
    assert "hers" == vault.unwrap(wrapped, ROW, "participant").open(sealed, *PLACE)
    for owner, use in ((OTHER, "participant"), (ROW, "organisation")):
        with pytest.raises(Unreadable, match=f"opens the {use} key of {owner}"):
            vault.unwrap(wrapped, owner, use)


def test_master_keys_rotate_the_first_wraps_and_all_unwrap() -> None:
    before = Vault([OLD])
    wrapped, key = before.new_key(ROW, "participant")
    sealed = key.seal("hers", *PLACE)
    both = Vault([NEW, OLD])
    assert "hers" == both.unwrap(wrapped, ROW, "participant").open(sealed, *PLACE)
    newer, _ = both.new_key(OTHER, "participant")
    assert Vault([NEW]).unwrap(newer, OTHER, "participant")
    with pytest.raises(Unreadable):
        before.unwrap(newer, OTHER, "participant")
    # Our own numbers are found by the same hash while the old key is still named last.
    assert before.service_hash("+15550100000") == both.service_hash("+15550100000")


@pytest.mark.parametrize(
    "wrapped", [b"", b"\x01", b"\x01" * 13, b"\x02" + b"\x00" * 60]
)
def test_a_broken_wrapped_key_is_unreadable_and_no_crash(wrapped: bytes) -> None:
    with pytest.raises(Unreadable):
        Vault([OLD]).unwrap(wrapped, ROW, "participant")


@pytest.mark.parametrize(
    "masters", [[], [b""], [bytes(KEY - 1)], [OLD, bytes(KEY + 1)]]
)
def test_a_master_key_of_another_length_is_refused(masters: list[bytes]) -> None:
    with pytest.raises(ValueError, match="MASTER_KEYS: each key must be 32 bytes"):
        Vault(masters)


@given(st.text("+0123456789", max_size=16), st.text("+0123456789", max_size=16))
def test_numbers_are_found_by_a_hash_that_needs_the_key(one: str, two: str) -> None:
    key = Key(OLD)
    assert (one == two) == (key.hash(one) == key.hash(two))
    assert key.hash(one) != Key(NEW).hash(one)
    assert 32 == len(key.hash(one))
