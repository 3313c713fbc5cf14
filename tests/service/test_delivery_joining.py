"""How the carrier's statuses join: in any order and number they end alike (I6, cat. 8)."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.carrier.wire import STATUSES, StatusReport
from service.store.tables import OutboxMessageRow
from service.usecases import delivery

SID = "SM" + "a" * 32
SIX = (
    ("queued", None),
    ("sending", None),
    ("sent", None),
    ("delivered", None),
    ("undelivered", 30003),
    ("failed", 30007),
)
reports = st.sampled_from([*SIX, *((status, None) for status in STATUSES)])


def fresh(state: str = "calling") -> dict[str, Any]:
    return {"state": state, "carrier_status": None, "error_code": None}


def hear(row: dict[str, Any], status: str, code: int | None) -> dict[str, Any]:
    told = StatusReport(SID, "AC", status, code, "token")
    after = delivery.joined(row, told)
    return {
        "state": after["state"],
        "carrier_status": after["status"],
        "error_code": after["error_code"],
    }


def hear_all(row: dict[str, Any], told: Any) -> dict[str, Any]:
    for status, code in told:
        row = hear(row, status, code)
    return row


@pytest.mark.parametrize("times", [1, 2, 3])
def test_all_720_orders_of_six_statuses_end_alike(times: int) -> None:
    ends = {
        tuple(hear_all(fresh(), [one for one in order for _ in range(times)]).items())
        for order in permutations(SIX)
    }
    end = (("state", "sent"), ("carrier_status", "delivered"), ("error_code", 30007))
    assert {end} == ends


@given(st.lists(reports, max_size=8), st.randoms(use_true_random=False))
def test_any_reports_in_any_order_with_any_repeats_end_alike(
    told: list[tuple[str, int | None]], chance: Any
) -> None:
    mixed = [*told, *chance.choices(told, k=len(told))] if told else []
    chance.shuffle(mixed)
    assert hear_all(fresh(), told) == hear_all(fresh(), mixed)


@given(st.sampled_from(sorted(delivery.STATES)), reports)
def test_hearing_a_thing_twice_is_hearing_it_once(
    state: str, told: tuple[str, int | None]
) -> None:
    once = hear(fresh(state), *told)
    assert once == hear(once, *told)


@pytest.mark.parametrize("state", ["calling", "in_doubt", "not_sent", "abandoned"])
def test_a_callback_proves_that_the_carrier_took_it(state: str) -> None:
    assert "sent" == hear(fresh(state), "queued", None)["state"]


@pytest.mark.parametrize("state", sorted(delivery.FINAL))
def test_what_is_final_stays(state: str) -> None:
    assert state == hear(fresh(state), "delivered", None)["state"]


def test_a_report_brings_the_carriers_id_and_no_code_where_it_has_none() -> None:
    told = StatusReport(SID, "AC", "queued", None, "token")
    assert delivery.joined(fresh(), told) == {
        "state": "sent",
        "status": "queued",
        "error_code": None,
        "carrier_id": SID,
    }


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        (None, "partially_delivered", None),
        ("queued", "partially_delivered", "queued"),
        ("in-progress", "accepted", "accepted"),  # the word of an answered call
    ],
)
def test_a_status_without_a_rank_gives_way_and_takes_no_place(
    old: str | None, new: str, after: str | None
) -> None:
    row = {**fresh(), "carrier_status": old}
    assert after == hear(row, new, None)["carrier_status"]


def test_every_status_the_wire_lets_in_has_its_rank_or_none() -> None:
    """Those without a rank tell nothing of a text of ours and change no status."""
    unranked = {status for status in STATUSES if status not in delivery.RANK}
    assert {"receiving", "received", "partially_delivered"} == unranked
    ranks = list(delivery.RANK.values())
    assert len(ranks) == len(set(ranks))


def test_the_states_of_the_table_are_those_of_the_database() -> None:
    checks = OutboxMessageRow.__table__.constraints
    words = next(
        str(c.sqltext) for c in checks if "state IN" in str(getattr(c, "sqltext", ""))
    )
    assert all(f"'{state}'" in words for state in delivery.STATES)
    assert len(delivery.STATES) == words.count("'") // 2
    assert all(set(ways) <= set(delivery.STATES) for ways in delivery.STATES.values())
