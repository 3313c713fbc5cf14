"""Texts and calls deleted at the carrier: by name only, and never said to be gone when
they may not be.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.carrier.network import Network
from service.carrier.port import CannotAsk
from tests.wire.line import DROP, line, reply
from tests.wire.test_network import SOON_S, connected, error

TEXT, CALL = ("SM" + "fedcba9876543210" * 2, "CA" + "fedcba9876543210" * 2)
Deletes = Callable[[Network, str], bool]
WAYS: dict[str, tuple[str, Deletes]] = {
    f"/Messages/{TEXT}.json": (TEXT, Network.delete_text),
    f"/Calls/{CALL}.json": (CALL, Network.delete_call),
}


@pytest.mark.parametrize("path", WAYS)
def test_it_is_deleted_once_and_is_gone_the_second_time(path: str) -> None:
    sid, delete = WAYS[path]
    answers = [reply(204, ""), error(404, 20404)]
    with line(*answers) as here, connected(here.url) as network:
        assert [True, False] == [delete(network, sid) for _ in range(2)]
    assert ["DELETE", "DELETE"] == [asked.method for asked in here.asked]
    assert here.asked[0].path.endswith(path)


@pytest.mark.parametrize("path", WAYS)
@pytest.mark.parametrize("answer", [DROP, error(500, 20500), error(409, 20009)])
def test_what_may_still_be_there_is_never_said_to_be_gone(
    path: str, answer: object
) -> None:
    sid, delete = WAYS[path]
    with (
        line(answer) as here,
        connected(here.url, timeout_s=SOON_S) as network,
        pytest.raises(CannotAsk),
    ):
        delete(network, sid)


@pytest.mark.parametrize("path", WAYS)
def test_nothing_but_its_name_gets_into_an_address(path: str) -> None:
    _, delete = WAYS[path]
    with line() as here, connected(here.url) as network:
        for sid in ("", "gone/1", "SM/../Calls"):
            with pytest.raises(ValueError, match="no name of the carrier"):
                delete(network, sid)
    assert [] == here.asked
