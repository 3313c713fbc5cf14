"""The page of a programme's budget, and where else its money stands in the console."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from service.store import spendings
from service.usecases import budgeting, limiting, rights, zoning
from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.visiting import Visitor, visitor
from tests.service.console import RUTH, Console, Someone
from tests.service.console import opened as open_console

DOLLAR = 1_000_000


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return open_console(parts, clone, stairwell)


@pytest.fixture
def owner(console: Console) -> str:
    return console.owner().token


def at(console: Console, token: str, path: str) -> Visitor:
    return visitor(console, token).goes(path)


def test_an_owner_sets_it_and_it_stands_wherever_money_does(
    console: Console, owner: str, where: UUID
) -> None:
    path = f"/limits/{where}"
    page = at(console, owner, path)
    assert "no budget of its own" in page.said
    page.sends(path, budget="lots")
    assert 422 == page.answer.status_code
    assert 'value="lots"' in page.said
    assert "write a number like 20, or leave it empty" in page.said
    page.goes(path).sends(path, budget="20")
    assert 1 == page.said.count("Saved.")
    assert 'value="20"' in page.said
    assert "of $20.00" in page.said
    assert "budget changed" == console.audited()[-1]
    assert "Its budget is $20.00." in page.goes("/limits").said
    assert path in page.answer.text
    result = page.goes(f"/results/{where}")
    assert "This month, this programme" in result.said
    assert "<h1>Results: <bdi>Find my voice</bdi></h1>" in result.said
    assert f'href="/results/{where}" aria-current="page">Results<' in result.said
    assert "Its budget, and what happens when it is reached" in result.said
    assert "changed a programme's budget" in page.goes("/audit").said
    assert path in page.goes(f"/programmes/{where}").answer.text
    # Empty again is none of its own.
    page.goes(path).sends(path, budget="")
    assert "It has no budget of its own" in page.said


@pytest.mark.parametrize(
    ("page", "to", "typed", "stands", "room"),
    [
        ("/limits/{}", "/limits/{}", {"budget": "20"}, "set", "Programmes"),
        ("/limits", "/limits", {"budget_month": "20"}, "set", "Results"),
        ("/limits", "/limits/clock", {"zone": "Pacific/Auckland"}, "clock", "Results"),
    ],
)
def test_what_came_of_a_form_is_in_sight_and_the_room_is_lit(
    console: Console,
    owner: str,
    where: UUID,
    page: str,
    to: str,
    typed: dict[str, str],
    stands: str,
    room: str,
) -> None:
    seen = at(console, owner, page.format(where))
    # What is refused comes back at the address that the form is sent to.
    assert f'action="{to.format(where)}#{stands}"' in seen.answer.text
    assert f'aria-current="true">{room}<' in seen.answer.text
    seen.sends(to.format(where), **typed)
    assert seen.answer.history[-1].location.endswith(f"#{stands}")
    assert f'id="{stands}"' in seen.answer.text


def test_the_overview_of_a_programme_says_budget_and_retention(
    console: Console, owner: str, where: UUID
) -> None:
    page = at(console, owner, f"/programmes/{where}")
    assert "<dd>$0.00 this month, no budget set</dd>" in page.said
    assert ">Words are kept always</a>" in page.said
    page.goes(f"/limits/{where}").sends(f"/limits/{where}", budget="20")
    kept = f"/programmes/{where}/retention"
    page.goes(kept).sends(kept, keep_words="365", keep_recordings="30")
    said = page.goes(f"/programmes/{where}").said
    assert "<dd>$0.00 of $20.00 this month</dd>" in said
    assert ">Words are kept 365 days</a></dd>" in said
    assert ">Recordings 30 days<" in said


def test_a_decimal_comma_is_a_point_and_one_of_thousands_is_asked_about(
    console: Console, owner: str, where: UUID
) -> None:
    path = f"/limits/{where}"
    page = at(console, owner, path)
    assert "<h1>Budget: <bdi>Find my voice</bdi></h1>" in page.answer.text
    page.sends(path, budget="12,50")
    assert 'value="12.5"' in page.said
    page.goes(path).sends(path, budget="1,000")
    assert 422 == page.answer.status_code
    assert "write a number like 20" in page.said


def test_whoever_is_second_is_shown_what_the_first_has_saved(
    console: Console, owner: str, where: UUID
) -> None:
    path = f"/limits/{where}"
    page = at(console, owner, path)
    first = rights.operator(console.organisation, "Stairwell")
    budgeting.save(console.parts, first, where, "30", "")
    page.sends(path, budget="20")
    assert 409 == page.answer.status_code
    assert "Somebody changed this while you were writing" in page.said
    assert 'value="20"' in page.said
    assert "Now: $30.00" in page.said
    page.sends(path, budget="20")
    assert "of $20.00" in page.said


def test_the_limits_and_the_clock_are_saved_over_what_was_seen(
    console: Console, owner: str
) -> None:
    """Of two owners the second put her old figures back over the first one's."""
    page = at(console, owner, "/limits")
    first = rights.operator(console.organisation, "Stairwell")
    limiting.set_most(console.parts, first, {"budget_month": "400"})
    zoning.choose(console.parts, first, "Pacific/Auckland")
    page.sends("/limits", budget_day="20")
    assert 409 == page.answer.status_code
    assert 'value="20"' in page.said
    assert "Now: 400" in page.said
    page.sends("/limits", budget_month="400", budget_day="20")
    assert "of $400.00" in page.said
    assert "of $20.00" in page.said
    over = {"zone": "Europe/Madrid", "clock_base": ""}
    page.goes("/limits").sends("/limits/clock", **over)
    assert 409 == page.answer.status_code
    assert "Now: Pacific/Auckland" in page.said
    page.sends("/limits/clock", zone="Europe/Madrid")
    assert "Europe/Madrid" == zoning.of(console.parts, first).name


def test_all_see_it_owners_set_it_and_there_is_none_of_another(
    console: Console, owner: str, where: UUID
) -> None:
    for gone in (uuid4(), "nothing"):
        assert 404 == at(console, owner, f"/limits/{gone}").answer.status_code
    coach = console.colleague(Someone(RUTH, b"", owner, ()), "c@example.org", "coach")
    path = f"/limits/{where}"
    seen = at(console, coach.token, path)
    assert "An owner of your organisation can change this" in seen.said
    form = {"csrf_token": seen._form("/sign-out").get("csrf_token", ""), "budget": "1"}
    assert 403 == seen.client.post(path, data=form).status_code
    stand = budgeting.look(console.parts, console.organisation, where)
    assert stand.month.budget is None


def test_a_budget_that_is_reached_stands_on_its_page_and_on_today(
    console: Console, owner: str, where: UUID
) -> None:
    budgeting.change(console.parts, console.organisation, where, "1", "Ruth")
    console.sql(
        "UPDATE programme_spendings SET messages = 9, cost = 1000000,"
        " told_at = handrail_now() WHERE programme_id = %s AND span = 'month'",
        where,
    )
    page = at(console, owner, f"/limits/{where}")
    assert "Its budget was reached on" in page.said
    assert "Its budget of $1.00 is reached: nudges wait." in page.said
    console.sql(
        "INSERT INTO alerts (id, organisation_id, programme_id, kind, reason, state,"
        " raised_at, step) VALUES (gen_random_uuid(), %s, %s, 'limit',"
        " 'programme_month', 'open', handrail_now(), 0)",
        console.organisation, where,
    )  # fmt: skip
    said = page.goes("/").said
    assert "has reached its budget of the month. Prompts wait or are not sent" in said
    assert "A limit of messages or money" not in said


def spent(console: Console, where: UUID, *, told: bool = False) -> None:
    """Have the programme and all of them spent $1.80; `told` where a nudge met a limit."""
    with console.parts.db.transaction(console.organisation) as tx:
        spendings.held(tx, where)
    for table in ("programme_spendings", "spendings"):
        console.sql(
            f"UPDATE {table} SET messages = 9, cost = 1800000,"
            " told_at = CASE WHEN %s AND span = 'month' THEN handrail_now() END",
            told,
        )


def test_what_belongs_to_no_programme_is_a_line_so_that_it_adds_up(
    console: Console, owner: str, where: UUID
) -> None:
    spent(console, where)
    rest = "Alerts to coaches and what belongs to no programme, so far"
    for path in ("/results", "/limits"):
        assert rest not in at(console, owner, path).said
    # $1.00 in all, as the programme has $0.66 of it: alerts went to a coach.
    cost = "UPDATE {} SET cost = %s"
    console.sql(cost.format("spendings"), 998_000)
    console.sql(cost.format("programme_spendings"), 656_000)
    for path in ("/results", "/limits"):
        page = at(console, owner, path)
        for told in ("$1.00", "$0.66", f"{rest}: $0.34."):
            assert told in page.said
    # Less than a cent, and what only rounding makes, is no line.
    console.sql(cost.format("programme_spendings"), 997_000)
    assert rest not in at(console, owner, "/results").said


WAITS = (
    "$1.80 of $1.00 is spent this month, so the budget is reached already. Prompts,"
    " recaps, follow-ups, invitations and planned calls wait or are not sent until it is"
    " raised or the month is over. Replies to what people write go on."
)


@pytest.mark.parametrize("told", [False, True])
def test_a_budget_below_what_is_spent_says_what_waits_as_it_is_set(
    console: Console, owner: str, where: UUID, *, told: bool
) -> None:
    """Once it said "Saved." alone, and prompts stopped."""
    budgeting.change(console.parts, console.organisation, where, "5", "Ruth")
    spent(console, where, told=told)
    path = f"/limits/{where}"
    page = at(console, owner, path)
    assert "reached already" not in page.said
    page.sends(path, budget="1")
    assert WAITS in page.said
    assert "Its budget of $1.00 is reached" in page.said  # beside the sums, too
    page.goes(path).sends(path, budget="5")
    assert "reached" not in page.said.partition('id="set"')[2]


def test_a_limit_of_all_that_is_spent_says_what_waits_as_it_is_set(
    console: Console, owner: str, where: UUID
) -> None:
    spent(console, where)
    page = at(console, owner, "/limits")
    for field, span in (("budget_month", "month"), ("messages_day", "day")):
        page.goes("/limits").sends("/limits", **{field: "1"})
        assert f"A limit of the {span} is reached already, so nudges wait" in page.said
    page.goes("/limits").sends("/limits", budget_month="50")
    assert "reached already" not in page.said


def test_it_is_in_spanish_too(console: Console, owner: str, where: UUID) -> None:
    page = visitor(console, owner)
    page.client.set_cookie("handrail-language", "es", domain="localhost")
    said = page.goes(f"/limits/{where}").said
    for words in ("Guardar el presupuesto", "sin presupuesto propio"):
        assert words in said
    spent(console, where)
    page.sends(f"/limits/{where}", budget="1")
    assert "así que el presupuesto ya se alcanzó" in page.said
    assert "Las respuestas a lo que la gente escribe siguen" in page.said
