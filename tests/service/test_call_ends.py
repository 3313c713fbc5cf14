"""What the carrier says of a call's end, in any order, twice, or of nobody any more."""

from __future__ import annotations

import secrets
from itertools import permutations
from typing import Any

import pytest

from service.carrier.reports_in import CallReport
from service.usecases import call_ends
from tests.journeys.wording import says
from tests.journeys.world import ACCOUNT, World
from tests.service import called
from tests.service.called import Called
from tests.service.dialled import Dialled

DID_YOU = says("check_in", "did_you_try")


class Rung:
    """A call we placed to somebody, seen from the carrier's reports about it."""

    def __init__(self, shared: World, **settings: object) -> None:
        self.her = called.agreed(shared, call_days="0123456", **settings)
        nudges = self.her.nudges()
        self.nudge = next(row for row in nudges if row["due_at"] > shared.now)
        self.her.at(self.nudge["due_at"])
        self.message = self.her.made(self.nudge)
        self.sid = "CA" + secrets.token_hex(16)

    @property
    def row(self) -> dict[str, Any]:
        """The message that asked for the call."""
        query = "SELECT * FROM outbox_messages WHERE id = %s"
        (found,) = self.her.world.rows(query, self.message)
        return found

    def tells(self, status: str, sid: str = "", seconds: int | None = None) -> None:
        """The carrier says how the call stands."""
        report = CallReport(
            sid=sid or self.sid,
            account_sid=ACCOUNT,
            status=status,
            answered_by=None,
            seconds=seconds,
            sequence=None,
            token=self.row["token"],
        )
        call_ends.status_in(self.her.world.parts, report)

    @property
    def calls(self) -> list[tuple[str, str]]:
        """Her calls as they are kept."""
        rows = self.her.world.of(self.her.phone.number, "calls")
        return [(row["carrier_id"], row["state"]) for row in rows]

    @property
    def retries(self) -> int:
        """How many calls are planned in place of this one."""
        again = self.nudge["occurrence"] + "/2"
        return sum(row["occurrence"] == again for row in self.her.nudges())


TOLD = ("initiated", "ringing", "no-answer")


@pytest.mark.parametrize("order", list(permutations(TOLD)), ids="-".join)
def test_reports_in_any_order_and_twice_end_alike(
    shared: World, order: tuple[str, ...]
) -> None:
    rung = Rung(shared)
    for status in (*order, *order):
        rung.tells(status)
    assert [(rung.sid, "no_answer")] == rung.calls
    assert ("sent", "no-answer") == (rung.row["state"], rung.row["carrier_status"])
    assert 1 == rung.retries


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("busy", "busy"),
        ("failed", "failed"),
        ("canceled", "canceled"),
        ("completed", "no_answer"),
    ],
)
def test_every_end_before_our_first_word_is_a_call_that_did_not_reach_her(
    shared: World, status: str, state: str
) -> None:
    rung = Rung(shared)
    rung.tells(status)
    assert [(rung.sid, state)] == rung.calls


def test_a_report_of_another_call_under_the_same_token_changes_nothing(
    shared: World,
) -> None:
    rung = Rung(shared)
    rung.tells("ringing")
    rung.tells("busy", sid="CA" + "0" * 32)
    assert ([], "ringing") == (rung.calls, rung.row["carrier_status"])


def test_a_call_withheld_in_the_meantime_stays_withheld(shared: World) -> None:
    rung = Rung(shared)
    shared.run(
        "UPDATE outbox_messages SET state = 'withheld' WHERE id = %s", rung.message
    )
    rung.tells("initiated")
    assert "withheld" == rung.row["state"]


def test_of_an_erased_person_nothing_is_kept(shared: World) -> None:
    rung = Rung(shared)
    shared.erase(rung.her.phone.number)
    rung.tells("no-answer")
    whose = rung.row["participant_id"]
    assert [] == shared.rows("SELECT * FROM calls WHERE participant_id = %s", whose)


def test_a_report_of_nobody_is_let_be(shared: World) -> None:
    gone = CallReport("CA" + "1" * 32, ACCOUNT, "completed", None, 3, None, "t" * 20)
    call_ends.status_in(shared.parts, gone)
    assert [] == shared.rows("SELECT * FROM calls WHERE carrier_id = %s", gone.sid)


# ---- calls of hers ----


@pytest.fixture
def her(shared: World) -> Called:
    return called.join(shared)


def test_a_hang_up_before_our_first_word_leaves_nothing(her: Called) -> None:
    before, call = her.sent(), Dialled(her.world, her.phone.number)
    assert 204 == call.ends("canceled")
    assert [] == her.world.of(her.phone.number, "calls")
    assert before == her.sent()


def test_a_hang_up_in_the_middle_is_told_once_with_its_length(her: Called) -> None:
    before, call = her.sent(), Dialled(her.world, her.phone.number)
    call.asks()
    assert [204] * 3 == [
        call.ends(CallDuration="17"),
        call.ends(CallDuration="17"),
        call.ends("in-progress"),
    ]
    (row,) = her.world.of(her.phone.number, "calls")
    assert ("hung_up", 17) == (row["state"], row["seconds"])
    (asked,) = her.sent()[len(before) :]
    assert DID_YOU.search(asked)


def test_an_end_without_a_length_is_an_end(her: Called) -> None:
    call = Dialled(her.world, her.phone.number)
    call.asks()
    call.ends()
    (row,) = her.world.of(her.phone.number, "calls")
    assert ("hung_up", None) == (row["state"], row["seconds"])


def test_what_a_text_answered_meanwhile_is_not_asked_once_more(her: Called) -> None:
    call = Dialled(her.world, her.phone.number)
    call.asks()
    her.phone.texts("D").forgets()
    before = her.sent()
    call.ends()
    assert before == her.sent()
    (row,) = her.world.of(her.phone.number, "calls")
    assert "talked" == row["state"]


def test_who_has_talked_with_us_is_not_rung_once_more(shared: World) -> None:
    rung = Rung(shared)
    rung.tells("no-answer")
    (again,) = (row for row in rung.her.nudges() if row["occurrence"].endswith("/2"))
    assert "planned" == again["state"]
    call = Dialled(shared, rung.her.phone.number)
    call.asks()
    assert [204, 204] == [call.ends(CallDuration="40"), call.ends(CallDuration="40")]
    (after,) = (row for row in rung.her.nudges() if row["id"] == again["id"])
    assert "cancelled" == after["state"]
    (told,) = (row for row in rung.her.decisions() if row["nudge_id"] == again["id"])
    assert ("withhold", "call_nothing") == (told["verdict"], told["rule"])
