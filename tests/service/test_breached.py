"""Stolen passwords: found in a file of Pwned Passwords, wherever they stand in it."""

from dataclasses import replace
from hashlib import sha1
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.config import MissingSettings, one
from service.usecases import (
    breached,
    factors,
    first_owner,
    passwords,
    resetting,
    team,
)
from service.usecases.entries import Refused
from service.usecases.first_owner import NewOwner
from tests.service.console import FIREFOX, PASSWORD, RUTH, Console

STOLEN = "tables remember nine quiet lamps"


def line(password: str, times: int) -> str:
    return (
        f"{sha1(password.encode(), usedforsecurity=False).hexdigest().upper()}:{times}"
    )


def listed(file: Path, among: list[str], end: str = "\r\n") -> Path:
    lines = sorted(line(one, 7**n % 99991) for n, one in enumerate(among))
    file.write_text(end.join(lines) + end, newline="")
    return file


@given(
    st.sets(st.text(max_size=5), min_size=1, max_size=40),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_each_is_found_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, among: set[str], end: str, ended: bool
) -> None:
    file = listed(tmp_path_factory.mktemp("list") / "pwned.txt", [*among], end)
    if not ended:
        file.write_bytes(file.read_bytes().rstrip())
    for password in among:
        assert breached.known(file, password), password
        longer = password + "x"
        assert (longer in among) == breached.known(file, longer)


def test_an_empty_file_knows_none(tmp_path: Path) -> None:
    (tmp_path / "none").touch()
    assert not breached.known(tmp_path / "none", STOLEN)


def test_a_stolen_one_is_refused_and_not_repeated(tmp_path: Path) -> None:
    file = listed(tmp_path / "pwned.txt", [STOLEN, "a", "b", "c"])
    passwords.check(STOLEN, among=None)
    with pytest.raises(Refused) as refused:
        passwords.check(STOLEN, among=file)
    assert "password" == refused.value.field
    assert "stolen" in refused.value.mend
    assert STOLEN not in refused.value.mend
    passwords.check(STOLEN + " too", among=file)


@pytest.mark.parametrize(("held", "fits"), [
    (line("a", 1) + "\r\n" + line("b", 2), True), (line("a", 1), True),
    (line("a", 1).lower()[:40] + "\n", True), ("", False), ("password\n", False),
    ("A" * 32 + ":7\n", False), (None, False),
])  # fmt: skip
def test_the_start_names_a_file_that_is_none_of_these(
    tmp_path: Path, held: str | None, fits: bool
) -> None:
    file = tmp_path / "pwned.txt"
    if held is not None:
        file.write_text(held, newline="")
    told = {"HANDRAIL_BREACHED_PASSWORDS": str(file)}
    if fits:
        assert file == one("HANDRAIL_BREACHED_PASSWORDS", told)
        return
    with pytest.raises(MissingSettings, match="HANDRAIL_BREACHED_PASSWORDS must be"):
        one("HANDRAIL_BREACHED_PASSWORDS", told)
    assert one("HANDRAIL_BREACHED_PASSWORDS", {}) is None


def test_no_road_takes_a_stolen_one(console: Console, tmp_path: Path) -> None:
    file = listed(tmp_path / "pwned.txt", [STOLEN, "other"])
    code = first_owner.code(console.parts)
    assert code is not None
    guarded = replace(console.parts, breached=file)
    new = NewOwner("", "", "", "Ruth Miller", RUTH, STOLEN)
    with pytest.raises(Refused, match="stolen"):
        first_owner.set_up(guarded, code, new, FIREFOX)
    ruth = console.owner()
    asked = console.asked(ruth, "ana@example.org", "coach")
    link = (resetting.link(console.parts, RUTH) or "").rpartition("/")[2]
    signed = console.signed(ruth.token)
    for road in (
        lambda: team.accept(guarded, asked, "Ana Costa", STOLEN, FIREFOX),
        lambda: resetting.finish(guarded, link, STOLEN, FIREFOX),
        lambda: factors.change_password(guarded, signed, PASSWORD, STOLEN),
    ):
        with pytest.raises(Refused, match="stolen"):
            road()
