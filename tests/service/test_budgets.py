"""A programme's own budget, and a limit that is raised while something waits for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from typer.testing import CliRunner

from flows.coach.preview import Full
from flows.coach.spending import NEEDED_DAYS
from flows.talk import wording
from service.carrier import segments
from service.carrier.prices import DOLLAR
from service.cli import app as cli
from service.store import spendings
from service.store.alerts import Due
from service.switchboard.faults import Fault
from service.usecases import alert_words, budgeting, limiting, rights, spending
from service.usecases.budgeting import Stand
from service.usecases.entries import Refused
from service.usecases.unchanged import Changed
from tests.journeys.world import World
from tests.racing import at_once
from tests.service.test_spending import _go, _rule, _set, _spent, _waiting

MILA, TOMAS = "+15550100001", "+15550100002"
HALF = DOLLAR // 2


def _joined(world: World, *numbers: str) -> UUID:
    """Somebody for each number in a programme of their own, at half a dollar a text."""
    programme = world.programme(f"Programme of {len(numbers)} {numbers[0][-3:]}")
    for number in numbers:
        world.join(number, zone="UTC", programme=programme)
    _set(world, segment="0.5", minute="1")
    return programme


def _stand(world: World, programme: UUID) -> Stand:
    return budgeting.look(world.parts, world.organisation, programme)


def _budget(world: World, programme: UUID, *, more: int) -> None:
    """Let a programme spend so much more than it has, in millionths."""
    cost = _stand(world, programme).month.cost
    dollars = str((cost + more) / DOLLAR)
    budgeting.change(world.parts, world.organisation, programme, dollars, "Ruth")


def _full(world: World) -> dict[UUID, Full]:
    """What a preview takes to be reached already."""
    with world.parts.db.transaction(world.organisation) as tx:
        return dict(spending.full(tx))


def test_a_budget_holds_its_own_nudges_back_and_nothing_else(world: World) -> None:
    lantern, other = _joined(world, MILA), _joined(world, TOMAS)
    _budget(world, lantern, more=2 * HALF)
    for _ in range(2):
        assert _full(world) == {}
        assert "sent" == _go(world, _waiting(world, MILA, "recap"))["state"]
    (whose, full) = _full(world).popitem()
    assert (lantern, "budget of the month") == (whose, full.limit)
    assert ("This programme", 1) == (full.of, full.ends_at.day)
    held = _go(world, _waiting(world, MILA, "recap"))
    assert ("due", "limit", 1) == (
        held["state"], held["waits_for"], held["not_before"].day,
    )  # fmt: skip
    assert ("limit", "move") == _rule(world, MILA)
    said = world.words(MILA, "decisions", "sentence_sealed")[-1]
    assert said.startswith("This programme has reached its budget of the month, so ")
    for kind in ("reply", "answer", "confirmation", "crisis"):
        assert "sent" == _go(world, _waiting(world, MILA, kind))["state"]
    assert "sent" == _go(world, _waiting(world, TOMAS, "recap"))["state"]
    assert _stand(world, lantern).month.reached is not None
    assert _stand(world, other).month.reached is None
    # Its coach is told, once, and of which programme.
    assert "due" == _go(world, _waiting(world, MILA, "recap"))["state"]
    told = world.rows("SELECT reason, programme_id FROM alerts")
    assert [{"reason": "programme_month", "programme_id": lantern}] == told


def test_both_limits_are_exact_when_many_send_at_the_same_moment(world: World) -> None:
    """Of one programme three may go, of all nine: sixteen senders at once."""
    numbers = [f"+155503{at:05d}" for at in range(16)]
    mine, others = numbers[:8], numbers[8:]
    lantern = _joined(world, *mine)
    _joined(world, *others)
    messages = {number: _waiting(world, number, "recap") for number in numbers}
    before, _ = _spent(world)
    _budget(world, lantern, more=3 * HALF)
    cost = _stand(world, lantern).month.cost
    _set(world, messages_day=str(before + 9))
    at_once(*(lambda one=one: _go(world, one) for one in messages.values()))
    of_mine = [_state(world, messages[number]) for number in mine]
    of_all = of_mine + [_state(world, messages[number]) for number in others]
    assert 9 == of_all.count("sent")
    assert 7 == of_all.count("due")
    assert of_mine.count("sent") <= 3
    assert before + 9 == _spent(world)[0]
    spent = _stand(world, lantern).month.cost - cost
    assert of_mine.count("sent") * HALF == spent


def _state(world: World, message: UUID) -> str:
    found = world.rows("SELECT state FROM outbox_messages WHERE id = %s", message)
    return str(found[0]["state"])


def test_what_the_carrier_did_not_take_costs_a_programme_nothing(world: World) -> None:
    lantern = _joined(world, MILA)
    before = _stand(world, lantern).month.cost
    for kind in ("429", "21211"):
        world.network.faults.add(Fault(kind, to=MILA))
        _go(world, _waiting(world, MILA, "reply"))
        assert before == _stand(world, lantern).month.cost, kind
    _go(world, _waiting(world, MILA, "reply"))
    assert before + HALF == _stand(world, lantern).month.cost


# ---- a limit is raised ----


def _of_all(world: World, programme: UUID, most: int) -> None:
    _set(world, budget_day=str(most / DOLLAR))


def _of_one(world: World, programme: UUID, most: int) -> None:
    dollars = str(most / DOLLAR)
    budgeting.change(world.parts, world.organisation, programme, dollars, "Ruth")


def _cost_of_all(world: World, programme: UUID) -> int:
    return _spent(world)[1]


def _cost_of_one(world: World, programme: UUID) -> int:
    return _stand(world, programme).month.cost


Bounds = Callable[[World, UUID, int], None]
Costs = Callable[[World, UUID], int]


@pytest.mark.parametrize(
    ("bounds", "cost"), [(_of_all, _cost_of_all), (_of_one, _cost_of_one)]
)
def test_what_waits_is_asked_about_anew_once_the_limit_is_raised(
    world: World, bounds: Bounds, cost: Costs
) -> None:
    """It waited till midnight, though the owner had raised the budget at noon."""
    lantern = _joined(world, MILA)
    bounds(world, lantern, cost(world, lantern))
    held = _waiting(world, MILA, "recap")
    until = _go(world, held)["not_before"]
    world.jump(minutes=10)
    # Not by enough: asked about, it waits again, and nobody is told a second time.
    bounds(world, lantern, cost(world, lantern) + HALF - 1)
    assert until > _row(world, held)["not_before"]
    world.beat()
    assert ("due", "limit", until) == _waits(world, held)
    # Lowered, nothing is asked about.
    bounds(world, lantern, 0)
    assert ("due", "limit", until) == _waits(world, held)
    bounds(world, lantern, cost(world, lantern) + HALF)
    world.beat()
    assert "sent" == _row(world, held)["state"]
    assert 1 == len(_limits_told(world))
    # What is raised was another limit: when that is reached, it is told.
    assert "due" == _go(world, _waiting(world, MILA, "recap"))["state"]
    assert 2 == len(_limits_told(world))


def _row(world: World, message: UUID) -> dict[str, Any]:
    return world.rows("SELECT * FROM outbox_messages WHERE id = %s", message)[0]


def _waits(world: World, message: UUID) -> tuple[str, str, datetime]:
    row = _row(world, message)
    return row["state"], row["waits_for"], row["not_before"]


def _limits_told(world: World) -> list[dict[str, Any]]:
    return world.rows("SELECT next_at FROM alerts WHERE kind = 'limit' ORDER BY id")


def test_nobody_is_told_further_of_a_limit_that_was_raised(world: World) -> None:
    lantern = _joined(world, MILA)
    _budget(world, lantern, more=0)
    _go(world, _waiting(world, MILA, "recap"))
    assert _limits_told(world)[0]["next_at"] is not None
    _budget(world, lantern, more=10 * HALF)
    assert [{"next_at": None}] == _limits_told(world)


def test_hours_and_what_else_stands_against_it_are_asked_about_anew_too(
    world: World,
) -> None:
    lantern = _joined(world, MILA)
    _budget(world, lantern, more=0)
    held = _waiting(world, MILA, "recap")
    _go(world, held)
    world.jump_to("23:30", "UTC")
    _budget(world, lantern, more=HALF)
    world.beat()
    assert "due" == _row(world, held)["state"]
    asked = world.of(MILA, "decisions")
    assert "quiet_hours" in {one["rule"] for one in asked if one["verdict"] == "move"}


def test_prices_that_change_are_looked_at_anew(world: World) -> None:
    lantern = _joined(world, MILA)
    _budget(world, lantern, more=HALF // 2)
    held = _waiting(world, MILA, "recap")
    assert "due" == _go(world, held)["state"]
    _set(world, segment="0.1", minute="1")
    world.beat()
    assert "sent" == _row(world, held)["state"]


@pytest.mark.parametrize("bounds", [_of_all, _of_one])
def test_nothing_is_forgotten_that_came_to_the_limit_as_it_was_raised(
    world: World, bounds: Bounds
) -> None:
    """Whoever read the old limit holds what was spent, or reads the new one."""
    numbers = [f"+155504{at:05d}" for at in range(6)]
    lantern = _joined(world, *numbers)
    messages = [_waiting(world, number, "recap") for number in numbers]
    bounds(world, lantern, 0)
    raises = lambda: bounds(world, lantern, 100 * HALF)  # noqa: E731 -- one of the works
    at_once(raises, *(lambda one=one: _go(world, one) for one in messages))
    world.beat()
    assert {"sent"} == {_state(world, one) for one in messages}


# ---- what is told, set and shown ----


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_its_coach_is_told_names_the_programme_in_two_texts(language: str) -> None:
    due = Due(
        id=uuid4(), kind="limit", reason="programme_month", participant_id=None, step=0,
        programme="L" * 24, coach_id=None, erased=False, follows=False,
    )  # fmt: skip
    told = alert_words.of("https://example.org", "Stairwell", due, language)
    assert f"Handrail: {'L' * 24} " in told["text"]
    assert "handrail programme budget" in told["text"]
    assert segments.count(wording.written(told["text"])).count <= 2


def test_a_call_through_the_service_costs_a_call_to_each_number() -> None:
    told = spending.Terms.read({}, "US")
    call = {"channel": "call", "segments": 0}
    assert 2 * 18_000 == spending._cost(told, call, "+12125550123", "")
    both = spending._cost(told, call, "+12125550123", "+64211234567")
    assert 2 * 18_000 + 2 * 150_000 == both


def test_a_month_is_forecast_from_what_the_programme_cost(world: World) -> None:
    lantern = world.programme("Lantern")
    days = 10
    for _ in range(days):
        with world.parts.db.transaction(world.organisation) as tx:
            spendings.count(tx, DOLLAR, lantern)
        world.jump(days=1)
    month = _stand(world, lantern).month
    assert (days * DOLLAR, days) == (month.cost, month.days)
    assert days >= NEEDED_DAYS
    # March has twenty days left at a dollar a day, and some minutes less.
    assert month.forecast is not None
    ends = datetime(2026, 4, 1, tzinfo=UTC) - world.now
    expected = days * DOLLAR + DOLLAR * (ends / timedelta(days=1))
    assert month.forecast == pytest.approx(expected, rel=0.01)
    assert days * DOLLAR == _spent_in_month(world)


def _spent_in_month(world: World) -> int:
    return limiting.look(world.parts, world.organisation).spent.cost_month


def test_it_is_set_over_what_was_seen_and_over_nothing_else(world: World) -> None:
    lantern = world.programme("Lantern")
    owner = rights.operator(world.organisation, "Ruth")
    budgeting.save(world.parts, owner, lantern, "20", "")
    with pytest.raises(Changed):
        budgeting.save(world.parts, owner, lantern, "30", "")
    # The same is no change, whatever was seen, and stands in no audit.
    budgeting.save(world.parts, owner, lantern, "20.00", "")
    assert 20 * DOLLAR == _stand(world, lantern).month.budget
    seen = budgeting.base(20 * DOLLAR)
    budgeting.save(world.parts, owner, lantern, "", seen)
    assert _stand(world, lantern).month.budget is None
    audits = world.rows("SELECT subject FROM audits WHERE action = 'budget changed'")
    assert [{"subject": lantern}] * 2 == audits


def test_what_cannot_be_set_is_refused(world: World) -> None:
    lantern = world.programme("Lantern")
    for written, by, field in (
        ("lots", "Ruth", "budget"),
        ("-1", "Ruth", "budget"),
        ("20", " ", "by"),
    ):
        with pytest.raises(Refused) as refused:
            budgeting.change(world.parts, world.organisation, lantern, written, by)
        assert field == refused.value.field
    with pytest.raises(LookupError):
        budgeting.change(world.parts, world.organisation, uuid4(), "20", "Ruth")
    assert _stand(world, lantern).month.budget is None


def test_the_command_shows_and_sets_it(world: World, command_settings: None) -> None:
    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["programme", "budget", *words])
        return done.exit_code, done.output

    lantern = _joined(world, MILA)
    name = _stand(world, lantern).name
    code, told = run()
    assert 0 == code
    assert f"{name} this month: $0." in told
    assert "no budget of its own\nby its end: no forecast from 0 of 7 whole" in told
    assert (1, "Give --by NAME with what you change.\n") == run("--month", "20")
    code, told = run("--month", "20", "--by", "Ruth")
    assert "of $20.00 at most" in told
    run("--month", "0", "--by", "Ruth")
    _go(world, _waiting(world, MILA, "recap"))
    assert "its budget was reached at 02 Mar" in run()[1]
    listed = CliRunner().invoke(cli, ["alerts", "list"]).output
    assert f"reached its limit of messages or money\t{name}" in listed
    world.jump(days=8)
    assert "forecast from 8 whole days since 02 Mar" in run()[1]
    assert "no budget of its own" in run("--month", "none", "--by", "Ruth")[1]
