"""Toll fraud and pumping (failure 30): countries, special numbers, caps and budgets."""

from __future__ import annotations

import io
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from flows.talk import wording
from service.carrier import prices, segments
from service.carrier.prices import DOLLAR, Price
from service.cli import app as cli
from service.switchboard.faults import Fault
from service.usecases import (
    alert_words,
    deliver,
    enrol,
    importing,
    languages,
    limiting,
    speaking,
    spending,
)
from service.usecases.entries import Refused
from service.usecases.importing import How
from service.usecases.speaking import About
from tests.journeys.world import World, status_form
from tests.racing import at_once

MILA = "+15550100001"
REAL = "+12125550123"  # a number of the United States that somebody could have
LIMA = "America/Lima"
WORDS = count(1)


def _set(world: World, **told: str) -> None:
    limiting.change(world.parts, world.organisation, told, "Ruth")


def _waiting(world: World, number: str, kind: str = "follow_up") -> UUID:
    """A message of this kind to her, written and due, beyond every loop's guard."""
    world.jump(minutes=6)
    with world.desk(number) as desk:
        speaking.say(desk, [f"A text of kind {kind}: {next(WORDS)}."], About(kind))
        return desk.rings[-1]


def _go(world: World, message: UUID) -> dict[str, Any]:
    deliver.deliver(world.parts, world.organisation, [message])
    return world.rows("SELECT * FROM outbox_messages WHERE id = %s", message)[0]


def _rule(world: World, number: str) -> tuple[str, str]:
    last = world.of(number, "decisions")[-1]
    return last["rule"], last["verdict"]


def _spent(world: World) -> tuple[int, int]:
    spent = limiting.look(world.parts, world.organisation).spent
    return spent.messages_day, spent.cost_day


# ---- countries and special numbers ----


@pytest.mark.parametrize(
    ("number", "mend"),
    [
        (
            "+64 21 123 4567",
            "in NZ, and texts go to US alone; whoever runs this service",
        ),
        ("+1 876 555 1234", "in JM"),  # it looks like a number of the United States
        ("+1 900 234 5678", "a premium number; write the person's own"),
        ("+1 800 234 5678", "a toll-free number"),
        ("+882 16 2345 6789", "a satellite's or a worldwide number; write"),
        ("+44 9098 790 123", "a premium number"),
    ],
)
def test_a_number_that_may_not_be_reached_is_refused_with_its_mend(
    world: World, number: str, mend: str
) -> None:
    where = world.programme()
    with pytest.raises(Refused, match=mend):
        world.enrol(where, "Mila", number, LIMA)
    assert [] == world.rows("SELECT id FROM participants")


def test_a_country_that_is_allowed_is_reached_and_a_premium_number_in_it_is_not(
    world: World,
) -> None:
    _set(world, allow="nz, GB")
    where = world.programme()
    world.enrol(where, "Mila", "+64 21 123 4567", LIMA)
    with pytest.raises(Refused, match="a premium number"):
        world.enrol(where, "Tomas", "+44 9098 790 123", LIMA)


def test_of_a_file_full_of_foreign_numbers_nobody_is_enrolled_and_nothing_sent(
    world: World,
) -> None:
    where = world.programme()
    head = "name,number,zone,goal,step,cue,consent_text,consent_method\n"
    lines = (
        f"A,+6421{at:07d},{LIMA},goal,step,cue,I agree.,paper\n"
        for at in range(1_000_000, 1_000_300)
    )
    file = io.BytesIO((head + "".join(lines)).encode())
    how = How(where, skip_bad=True)
    report = importing.bring_in(world.parts, world.organisation, file, how)
    assert (300, 300, 0) == (report.read, report.bad, report.enrolled)
    assert "in NZ, and texts go to US alone" in report.problems[0].mend
    world.beat()
    assert 0 == len(world.network.ledger)


@given(
    st.sampled_from(["+6421", "+4479", "+8821", "+1876", "+2519", "+9715"]),
    st.text("0123456789", min_size=4, max_size=9),
)
def test_no_number_outside_the_list_is_open(prefix: str, rest: str) -> None:
    try:
        number = enrol.e164(prefix + rest, "US", "number")
    except Refused:
        return
    assert spending.closed_to(number, frozenset({"US"}))


def test_a_coach_may_live_abroad_but_has_no_premium_number(world: World) -> None:
    new = enrol.NewProgramme("Abroad", "Ruth", "+64 21 123 4567", {})
    enrol.programme(world.parts, world.organisation, new)
    dear = enrol.NewProgramme("Dear", "Ruth", "+1 900 234 5678", {})
    with pytest.raises(Refused, match="coach_number: this is a premium number"):
        enrol.programme(world.parts, world.organisation, dear)


def test_a_country_that_was_closed_since_gets_only_what_is_owed(world: World) -> None:
    phone = world.join(REAL, zone="America/New_York")
    _set(world, allow="NZ", forbid="US")
    for kind in ("prompt", "recap", "reply", "answer"):
        assert "withheld" == _go(world, _waiting(world, REAL, kind))["state"]
        assert ("number_closed", "withhold") == _rule(world, REAL)
    for kind in ("crisis", "confirmation"):
        assert "sent" == _go(world, _waiting(world, REAL, kind))["state"]
    phone.forgets()


def test_a_stranger_in_a_country_that_is_closed_is_not_answered(world: World) -> None:
    assert "Message" not in world.hears("+64211234567", "hello").text
    assert "Message" in world.hears(REAL, "hello").text


# ---- caps and budgets ----


@pytest.mark.long
def test_a_cap_is_exact_when_many_send_at_the_same_moment(world: World) -> None:
    """One row a day and organisation is held by whoever asks: fifty threads, ten go."""
    numbers = [f"+155502{at:05d}" for at in range(50)]
    for number in numbers:
        world.join(number)
    before, _ = _spent(world)
    messages = [_waiting(world, number) for number in numbers]
    _set(world, messages_day=str(before + 10))
    sent = at_once(*(lambda one=one: _go(world, one)["state"] for one in messages))
    assert (10, 40) == (sent.count("sent"), sent.count("due"))
    assert before + 10 == _spent(world)[0]
    # Told once, to the coach and on the board.
    assert {"day"} == set(limiting.look(world.parts, world.organisation).reached)
    told = world.rows("SELECT reason FROM alerts WHERE participant_id IS NULL")
    assert [{"reason": "messages_day"}] == told
    alerts = world.rows("SELECT id FROM outbox_messages WHERE kind = 'alert'")
    assert 1 == len(alerts)


def test_a_budget_holds_nudges_back_with_its_reason_and_lets_go_at_midnight(
    world: World,
) -> None:
    world.join(MILA, zone="UTC")
    _, before = _spent(world)  # her invitation, at the usual price
    _set(world, segment="0.5", minute="1")
    _set(world, budget_day=str((before + 1_200_000) / DOLLAR))
    for _ in range(2):
        assert "sent" == _go(world, _waiting(world, MILA, "recap"))["state"]
    held = _waiting(world, MILA, "recap")
    assert "due" == _go(world, held)["state"]
    assert ("limit", "move") == _rule(world, MILA)
    sentence = world.words(MILA, "decisions", "sentence_sealed")[-1]
    assert "This organisation has reached its budget of the day" in sentence
    # What answers her own words goes on, and what is owed.
    for kind in ("reply", "answer", "confirmation", "crisis"):
        assert "sent" == _go(world, _waiting(world, MILA, kind))["state"]
    assert "due" == _go(world, held)["state"]  # not yet due again: nothing is asked
    world.jump_to("08:31", "UTC")
    assert "sent" == _go(world, held)["state"]


def test_a_call_costs_minutes_and_a_budget_of_the_month_ends_with_it(
    world: World,
) -> None:
    world.join(MILA, zone="UTC")
    _set(world, segment="0.01", minute="0.5", budget_month="0.9")
    told = limiting.look(world.parts, world.organisation).terms
    assert DOLLAR == prices.estimate(told.price_in("US"), "call", 0)
    assert "sent" == _go(world, _waiting(world, MILA, "recap"))["state"]
    _set(world, budget_month="0.01")
    held = _go(world, _waiting(world, MILA, "recap"))
    assert ("due", 1) == (held["state"], held["not_before"].day)
    assert world.now.month % 12 + 1 == held["not_before"].month


def test_what_the_carrier_did_not_take_costs_nothing(world: World) -> None:
    world.join(MILA)
    before = _spent(world)
    for kind in ("429", "21211"):
        world.network.faults.add(Fault(kind, to=MILA))
        _go(world, _waiting(world, MILA, "reply"))
        assert before == _spent(world), kind
    # In doubt it may have been taken, and counts.
    world.network.faults.add(Fault("drop_before", to=MILA))
    assert "in_doubt" == _go(world, _waiting(world, MILA, "reply"))["state"]
    assert before[0] + 1 == _spent(world)[0]


def test_what_the_coaches_are_told_of_a_limit_is_two_texts_at_the_most() -> None:
    _, told = alert_words.SAID["limit"]
    for spoken in languages.TONGUES:
        whole = f"{told.to(spoken)} {alert_words.HAS_IT.to(spoken)}"
        found = segments.count(wording.written(whole))
        assert (2, "GSM-7") >= (found.count, found.encoding)


def test_strangers_are_answered_within_the_limits(world: World) -> None:
    """Pumping: strange numbers ask for texts without end."""
    before, _ = _spent(world)
    _set(world, messages_day=str(before + 3))
    said = [world.hears(f"+121255501{at:02d}", "hello").text for at in range(8)]
    assert 3 == sum("Message" in text for text in said)


def test_an_alert_is_counted_and_never_held_back(world: World) -> None:
    world.join(MILA)
    _set(world, messages_day="0")
    before, _ = _spent(world)
    world.hears(MILA, "I want to kill myself")
    world.network.settle()
    world.beat()
    assert {"sent"} == {
        row["state"]
        for row in world.rows(
            "SELECT state FROM outbox_messages WHERE kind IN ('alert', 'crisis')"
        )
    }
    assert before + 2 == _spent(world)[0]


def test_a_callback_changes_nothing_of_what_was_counted(world: World) -> None:
    world.join(MILA)
    row = _go(world, _waiting(world, MILA, "reply"))
    before = _spent(world)
    form = status_form(row["carrier_id"], "failed", 30003)
    world.post(form, f"/twilio/status?d={row['token']}")
    assert before == _spent(world)


# ---- setting them ----


def test_prices_are_data_and_dear_where_nobody_knows() -> None:
    assert prices.ELSEWHERE.segment > max(one.segment for one in prices.PRICES.values())
    assert 28_000 == prices.estimate(prices.PRICES["US"], "text", 2)
    assert 2 * 18_000 == prices.estimate(prices.PRICES["US"], "call", 0)
    own = spending.Terms.read({"price": [1, 2]}, "US")
    assert Price(1, 2) == own.price_in("NZ")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"allow": "Aotearoa"}, "allow"),
        ({"forbid": "US,NZ"}, "forbid"),
        ({"messages_day": "ten"}, "messages_day"),
        ({"messages_day": "1.5"}, "messages_day"),
        ({"budget_day": "-1"}, "budget_day"),
        ({"budget_month": "NaN"}, "budget_month"),
        ({"segment": "0.01"}, "segment"),
    ],
)
def test_what_cannot_be_set_is_refused_whole(
    world: World, told: dict[str, str], field: str
) -> None:
    before = world.rows("SELECT limits FROM organisations")
    with pytest.raises(Refused) as refused:
        limiting.change(world.parts, world.organisation, {"allow": "NZ"} | told, "R")
    assert field == refused.value.field
    with pytest.raises(Refused):
        limiting.change(world.parts, world.organisation, told, " ")
    assert before == world.rows("SELECT limits FROM organisations")


def test_the_command_says_that_a_limit_was_reached(
    world: World, command_settings: None
) -> None:
    world.join(MILA)
    _set(world, messages_day="0")
    _go(world, _waiting(world, MILA, "recap"))
    done = CliRunner().invoke(cli, ["organisation", "limits"])
    assert "a limit of this day was reached at 02 Mar" in done.output


def test_the_command_shows_and_sets_them(world: World, command_settings: None) -> None:
    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["organisation", "limits", *words])
        return done.exit_code, done.output

    code, told = run()
    assert 0 == code
    assert "sends to: US\nmessages today: 0, no limit\n" in told
    assert "our estimate for US" in told
    assert (1, "Give --by NAME with what you change.\n") == run("--allow", "NZ")
    code, told = run(
        *("--allow", "NZ,AU", "--budget-day", "20", "--messages-day", "1000"),
        *("--segment", "0.01", "--minute", "0.02", "--by", "Ruth"),
    )
    assert "sends to: AU, NZ, US" in told
    assert "messages today: 0, of 1,000 at most" in told
    assert "cost today: $0.00, of $20.00 at most" in told
    assert "$0.0100 a segment and $0.0200 a minute (your own)" in told
    code, told = run("--segment", "none", "--minute", "none", "--budget-day", "none",
                     "--by", "Ruth")  # fmt: skip
    assert "cost today: $0.00, no limit" in told
    audits = world.rows("SELECT actor FROM audits WHERE action = 'limits changed'")
    assert [{"actor": "Ruth"}] * 2 == audits
