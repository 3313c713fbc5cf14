"""Results in the console: every figure with its n and definition, and what is taken out."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

import pytest

from flows.coach.attempts import Share
from service.usecases import results, rights, tallying
from service.usecases.limiting import Month
from service.usecases.parts import Parts
from service.usecases.results import Asked, Money, Results
from service.web import figure_meanings, figure_rows, figures
from tests.database import Clone, put_clock
from tests.pages.visiting import Visitor, visitor
from tests.service import crowd
from tests.service.console import RUTH, Console, Someone
from tests.service.console import opened as open_console
from tests.service.past import Day, Past

MONDAY = datetime(2026, 3, 2, 17, tzinfo=UTC)
DAYS = timedelta(days=1)
BY_LOT = {
    True: Day("P", "late", 0.5, "prompt"),
    False: Day("M", "none", 0.5),
}


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return open_console(parts, clone, stairwell)


@pytest.fixture
def her(parts: Parts, stairwell: UUID, where: UUID, clone: Clone) -> Past:
    mila = crowd.joined(parts, clone, stairwell, where, MONDAY)
    past = Past(parts, clone, stairwell, mila)
    past.lives(MONDAY + DAYS, ["U", "M", "M", "?", "U"])
    tallying.add_up(parts, stairwell, [mila])
    return past


@pytest.fixture
def owner(console: Console, her: Past) -> str:
    """The token of Ruth, who proved who she is just now."""
    return console.owner().token


def at(console: Console, token: str, path: str) -> Visitor:
    return visitor(console, token).goes(path)


def test_the_first_page_says_when_nobody_is_here(console: Console, owner: str) -> None:
    empty = crowd.programme(console.parts, console.organisation, "Nobody yet")
    assert "Nobody here has agreed to texts yet" in at(console, owner, "/results").said
    page = at(console, owner, f"/results/{empty}")
    assert 200 == page.answer.status_code
    assert page.said.count("not known yet") >= 6
    assert "No try is known in these weeks." in page.said
    assert "Nothing has come since this was counted." in page.said
    assert "<img" not in page.answer.text
    assert "0 chances with a reminder standing by, 0 without" in page.said


def test_a_small_share_is_no_percentage_and_each_figure_has_its_definition(
    console: Console, owner: str, her: Past, where: UUID
) -> None:
    page = at(console, owner, f"/results/{where}?since=2026-03-02&until=2026-03-16")
    assert "2 of 4" in page.said
    figure = page.said.partition('<dl class="figures"')[2].partition("</dl>")[0]
    assert not re.search(r"[0-9] %", re.sub(r"<details.*?</details>", "", figure))
    for key, definition in figure_meanings.DEFINITIONS.items():
        if key in figures.SHOWN:
            assert definition.name in page.said
            assert definition.meaning in page.said
    assert "Not enough to say yet" in page.said
    listed = at(console, owner, "/results").said
    assert "Find my voice" in listed


MEANING = re.compile(r'href="/results/definitions#(\w+)"')


def test_whatever_is_counted_leads_to_its_meaning(
    console: Console, owner: str, her: Past, where: UUID
) -> None:
    meanings = at(console, owner, "/results/definitions").answer.text
    assert set(figure_meanings.DEFINITIONS) == set(
        re.findall(r'<div id="(\w+)">', meanings)
    )
    listed = at(console, owner, "/results").answer.text
    money, *programmes = listed.split('<li class="panel programme">')
    assert ["month"] == MEANING.findall(money)
    for figure in re.findall("<dt>.*?</dt>", programmes[0]):
        assert MEANING.search(figure), figure
    here = MEANING.findall(programmes[0])
    assert {"people", "tries", "own", "prompts", "cost", "month_here"} == set(here)
    # Its budget is one click away still.
    assert f'href="/limits/{where}"' in programmes[0]
    page = at(console, owner, f"/results/{where}").answer.text
    lead = page[page.index('<p class="lead">') : page.index('<p class="on-paper">')]
    assert ["people"] == MEANING.findall(lead)
    _week, *columns = re.findall('<th scope="col">.*?</th>', page)
    assert 7 == len(columns)
    for column in columns:
        assert MEANING.search(column), column
    led = {*MEANING.findall(page), *here, "month"}
    assert {*figure_meanings.DEFINITIONS} == led | set(figures.SHOWN)


def found_of(console: Console, where: UUID) -> Results:
    signed = rights.operator(console.organisation, "Stairwell")
    return results.of(console.parts, signed, where, Asked())


def test_the_effect_stands_with_its_interval(
    console: Console, owner: str, her: Past, where: UUID
) -> None:
    her.lives(MONDAY + 7 * DAYS, [BY_LOT[at % 2 == 0] for at in range(12)])
    tallying.add_up(console.parts, console.organisation, [her.person])
    page = at(console, owner, f"/results/{where}")
    assert "+100 points" in page.answer.text.replace("<small> ", "").replace("  ", " ")
    assert "Reminders help." in page.said
    assert "(95 % interval)" in page.said
    assert "6 chances with a reminder, 6 without" in page.said
    assert "+100 points; the line is the 95 % interval, from +" in page.said
    path = f"/results/{where}/effect.svg"
    console.sql("UPDATE sessions SET proved_at = handrail_now()")
    kept = page.client.post(path, data=page._form(path))
    assert "-reminder-effect-2026-" in kept.headers["Content-Disposition"]
    for told in ("The interval", "Points", "+50"):
        assert told.encode() in kept.data, told


def test_an_effect_nobody_can_tell_yet_is_not_drawn(
    console: Console, owner: str, her: Past, where: UUID
) -> None:
    assert "picture-effect" not in at(console, owner, f"/results/{where}").answer.text
    assert 404 == at(console, owner, f"/results/{where}/effect.svg").answer.status_code


def test_the_share_on_their_own_stands_with_what_it_is_of(
    console: Console, owner: str, her: Past, where: UUID
) -> None:
    her.lives(MONDAY + 7 * DAYS, ["U"] * 7 + ["M"] * 7)
    tallying.add_up(console.parts, console.organisation, [her.person])
    page = at(console, owner, f"/results/{where}")
    assert "Whole weeks alone: from 2 of 4 to 7 of 7 known chances" in page.said
    picture = at(console, owner, f"/results/{where}/own.svg").answer.text
    assert "100 %" in picture


def three_weeks(console: Console, her: Past) -> None:
    """Let three weeks go by, with a cost in each."""
    her.lives(MONDAY + 7 * DAYS, [Day("P", "before", 1.0, "prompt")] * 14)
    console.sql("UPDATE outbox_messages SET cost = 8300")
    tallying.add_up(console.parts, console.organisation, [her.person])


def unnamed(picture: bytes) -> bytes:
    """Return a picture without the name that each drawing gets of its own."""
    return re.sub(rb"[0-9a-f]{8}-[0-9a-f-]{27}", b"", picture)


@pytest.mark.parametrize("which", ["prompts", "tries", "own", "cost"])
def test_its_pictures_are_pictures_and_can_be_kept(
    console: Console, owner: str, her: Past, where: UUID, which: str
) -> None:
    her.lives(MONDAY + 21 * DAYS, ["U"] * 8)
    three_weeks(console, her)
    her.at(MONDAY + 35 * DAYS)
    tallying.add_up(console.parts, console.organisation, [her.person])
    page = at(console, owner, f"/results/{where}/{which}.svg")
    assert "image/svg+xml" == page.answer.mimetype
    assert "Content-Disposition" not in page.answer.headers
    console.sql("UPDATE sessions SET proved_at = handrail_now()")
    path = f"/results/{where}/{which}.svg"
    shown = at(console, owner, f"/results/{where}")
    kept = shown.client.post(path, data=shown._form(path))
    named = f"handrail-find-my-voice-{which}-by-week-2026-"
    assert named in kept.headers["Content-Disposition"]
    assert unnamed(page.answer.data) == unnamed(kept.data)
    assert 1 == console.audited().count("exported a picture")
    narrow = at(console, owner, f"/results/{where}/{which}.svg?narrow=1")
    assert len(narrow.answer.data) > 0
    assert narrow.answer.data != page.answer.data


def test_the_figures_go_out_as_files_by_whoever_may_and_the_audit_says_so(
    console: Console, owner: str, her: Past, where: UUID
) -> None:
    shown = f"/results/{where}?since=2026-03-02&until=2026-03-16&cohort=2026-03"
    for form in ("csv", "json"):
        page = at(console, owner, shown)
        path = f"/results/{where}/figures.{form}"
        query = "since=2026-03-02&until=2026-03-16&cohort=2026-03"
        answer = page.client.post(f"{path}?{query}", data=page._form(path))
        assert 200 == answer.status_code
        assert "attachment" in answer.headers["Content-Disposition"]
        if form == "json":
            assert "USD" == by_figure(answer.text)["month_so_far"]["unit"]
            told: dict[str, Any] = json.loads(answer.text)
            by_name = {one["figure"]: one for one in told["figures"]}
            assert (2, 4) == (by_name["own"]["value"], by_name["own"]["n"])
            assert ("2026-03", 1) == (told["cohort"], len(told["weeks"]))
        else:
            text = answer.text.removeprefix("\ufeff")
            rows = list(csv.reader(StringIO(text, newline="")))
            assert list(figure_rows.HEADS) == rows[0]
            assert list(figure_rows.WEEK_HEADS) in rows
        assert "Mila" not in answer.text
    assert 2 == console.audited().count("exported figures")


def test_what_is_not_there_is_the_same_404(
    console: Console, owner: str, where: UUID
) -> None:
    paths = (
        f"/results/{uuid4()}",
        f"/results/{where}/other.svg",
        f"/results/{uuid4()}/tries.svg",
        "/results/nothing",
    )
    answers = [at(console, owner, path).answer for path in paths]
    assert {404} == {answer.status_code for answer in answers}
    page = at(console, owner, f"/results/{where}")
    form = page._form(f"/results/{where}/figures.csv")
    for path in (f"/results/{where}/figures.xls", f"/results/{where}/other.svg"):
        assert 404 == page.client.post(path, data=form).status_code
    assert {"exported figures", "exported a picture"}.isdisjoint(console.audited())


def test_what_is_asked_amiss_asks_for_nothing(
    console: Console, owner: str, where: UUID
) -> None:
    path = f"/results/{where}?since=soon&until=9999-99-99&cohort=2026-13"
    assert 200 == at(console, owner, path).answer.status_code


def test_a_viewer_looks_and_takes_nothing_out(
    console: Console, where: UUID, her: Past
) -> None:
    first = console.owner()
    token = console.colleague(first, "viewer@example.org", "viewer").token
    page = at(console, token, f"/results/{where}")
    assert "Take these figures out" not in page.said
    assert "Keep this picture" not in page.said
    assert "Take data out" not in at(console, token, "/results").said
    assert 200 == at(console, token, "/results/definitions").answer.status_code


def test_each_figure_says_itself_whatever_is_known(
    console: Console, where: UUID, her: Past
) -> None:
    found = found_of(console, where)
    money = Money(1_000_000, 2_000_000, 4, outlook(5_000_000), outlook(None))
    many = replace(found, own=Share(20, 40), opt_outs=Share(5, 50), money=money)
    own, out, cost = (
        one for one in figures.shown(many) if one.key in ("own", "opt_outs", "cost")
    )
    assert ("50 %", "20 of 40") == (own.figure, own.of)
    assert ("10 %", "5 of 50") == (out.figure, out.of)
    assert "$2.00 a month at the pace of the last 4 whole weeks." == cost.says
    assert found.effect is None
    assert list(figure_rows.table(found))[2][2] is None


def by_figure(told: str) -> dict[str, dict[str, Any]]:
    return {one["figure"]: one for one in json.loads(told)["figures"]}


def test_files_hold_amounts_in_dollars_and_figures_by_their_names(
    console: Console, where: UUID, her: Past
) -> None:
    found = found_of(console, where)
    money = Money(1_008_300, None, 0, outlook(5_000_000), outlook(None))
    week = replace(found.weeks[-1], cost=8_300)
    rows = {row[0]: row for row in figure_rows.table(replace(found, money=money))}
    assert ("Cost", 1.0083) == rows["cost"][1:3]
    assert ("This month, this programme, budget", 5.0) == rows["month_here_budget"][1:3]
    assert "USD" == rows["month_so_far"][-1]
    assert 0.0083 == figure_rows.week(week)[-1]
    assert {len(figure_rows.HEADS)} == set(map(len, rows.values()))


def outlook(budget: int | None, **more: Any) -> Month:
    told: dict[str, Any] = {
        "cost": 3_000_000,
        "budget": budget,
        "full": False,
        "reached": None,
        "forecast": 9_000_000,
        "days": 12,
        "since": MONDAY.date(),
    }
    return Month(**{**told, **more})


@pytest.mark.parametrize(("told", "figure", "says"), [
    (outlook(5_000_000), "$9.00", "That is more than its budget of $5.00."),
    (outlook(10_000_000), "$9.00", "Forecast from 12 whole days, since 2 Mar."),
    (outlook(None), "$9.00", "No budget is set."),
    (outlook(5_000_000, full=True, reached=MONDAY), "$9.00", "reached: nudges wait"),
    (outlook(3_000_000, full=True), "$9.00", "reached already: from now on nudges wait"),
    (outlook(5_000_000, forecast=None, days=1), "$3.00",
     "it takes 7 whole days, and there is 1 so far. Its budget is $5.00."),
])  # fmt: skip
def test_a_forecast_says_from_how_many_days_and_what_the_budget_is(
    told: Month, figure: str, says: str
) -> None:
    shown = figures.month(told)
    assert figure == shown.figure
    assert says in shown.says


def test_the_budget_and_the_clock_are_seen_by_all_and_set_by_an_owner(
    console: Console, owner: str, her: Past
) -> None:
    page = at(console, owner, "/limits")
    assert "no limit" in page.said
    page.sends("/limits", budget_month="lots", budget_day="5", messages_day="")
    assert "write a number like 20, or leave it empty" in page.said
    assert 'value="lots"' in page.said
    page.goes("/limits").sends("/limits", budget_month="500", messages_day="90")
    assert 'value="500"' in page.said
    assert "of $500.00" in page.said
    assert 1 == page.said.count("Saved.")
    page.sends("/limits/clock", zone="Aukland")
    assert "did you mean Pacific/Auckland?" in page.said
    page.goes("/limits").sends("/limits/clock", zone="Auckland")
    assert "Auckland, UTC+1" in page.said
    assert "Auckland, UTC+1" in page.goes("/audit").said
    assert ["limits changed", "changed the clock"] == console.audited()[-2:]
    first = Someone(RUTH, b"", owner, ())
    coach = console.colleague(first, "c@example.org", "coach")
    seen = at(console, coach.token, "/limits")
    assert "An owner of your organisation can change this" in seen.said


def test_last_month_is_one_press_away_in_whole_weeks(
    console: Console, owner: str, her: Past, where: UUID
) -> None:
    put_clock(console.clone, datetime(2026, 4, 15, 12, tzinfo=UTC))
    page = at(console, owner, f"/results/{where}?cohort=2026-03")
    text = page.answer.text
    month = f"/results/{where}?since=2026-02-23&amp;until=2026-03-30&amp;cohort=2026-03"
    assert f'<a href="{month}">Last month: March 2026</a>' in text
    assert 'aria-current="true">Last 12 weeks' in text
    page.goes(month.replace("&amp;", "&"))
    assert 'aria-current="true">Last month: March 2026' in page.answer.text
    assert 'name="since" type="date" value="2026-02-23"' in page.answer.text
    labels = re.findall(r'<label for="(?:since|until)">(.*?)</label>', text)
    assert ["First week shown", "Last week shown"] == labels


def test_a_sunday_shows_no_week_that_has_not_begun(
    console: Console, her: Past, where: UUID
) -> None:
    put_clock(console.clone, datetime(2026, 4, 5, 15, tzinfo=UTC))
    page = at(console, console.owner().token, f"/results/{where}")
    text = page.answer.text
    assert 'name="until" type="date" value="2026-03-30"' in text
    assert 'aria-current="true">Last 12 weeks' in text
    ends = re.findall(r"until=([0-9-]+)[^>]*>Last (?:4|12) weeks", text)
    assert ["2026-03-30", "2026-03-30"] == ends
    assert "6 Apr" not in page.said
    for form in ("csv", "json"):
        path = f"/results/{where}/figures.{form}"
        told = page.client.post(path, data=page._form(path)).text
        assert "2026-03-30" in told
        assert "2026-04-06" not in told
    picture = page.goes(f"/results/{where}/tries.svg").answer.text
    assert "30 Mar" in picture
    assert "6 Apr" not in picture


HOURS = "interval '3 hours'"


def test_count_now_counts_what_came_and_keeps_what_was_asked(
    console: Console, owner: str, her: Past, where: UUID
) -> None:
    page = at(console, owner, f"/results/{where}?since=2026-03-02&cohort=2026-03")
    assert "Count now" not in page.said  # it was counted just now
    assert "are counted, and whatever people wrote since then." in page.said
    console.sql(f"UPDATE person_tallies SET added_up_at = added_up_at - {HOURS}")
    page.goes(f"/results/{where}?since=2026-03-02&cohort=2026-03")
    assert re.search(r"Tries and prompts up to .* are counted; of what", page.said)
    path = f"/results/{where}/count"
    answer = page.client.post(
        f"{path}?since=2026-03-02&cohort=2026-03", data=page._form(path)
    )
    kept = f"/results/{where}?since=2026-03-02&cohort=2026-03&done=1"
    assert kept == answer.headers["Location"]
    page.goes(kept)
    assert '<p role="status"><b>All is counted.</b> Tries and prompts' in page.said
    assert "Count now" not in page.said
    console.sql(f"UPDATE person_tallies SET added_up_at = added_up_at - {HOURS}")
    page.goes(kept)
    assert "All is counted." not in page.said
    page.goes(f"/results/{where}?since=2026-03-02&left=40")
    assert "40 people are being counted now" in page.said
    form = page._form(f"/results/{where}/count")
    gone = page.client.post(f"/results/{uuid4()}/count", data=form)
    assert 404 == gone.status_code


def test_nobody_is_said_to_have_done_nothing_while_somebody_is_not_counted(
    console: Console, owner: str, where: UUID
) -> None:
    console.sql("DELETE FROM week_tallies")
    console.sql("DELETE FROM person_tallies")
    page = at(console, owner, f"/results/{where}")
    assert "1 person is not counted yet." in page.said
    assert "Not counted yet." in page.said
    assert "Nobody had their first try" not in page.said
    assert "No try is known" not in page.said
    assert '<button class="small">Count now' in page.answer.text
    listed = page.goes("/results")
    assert "not counted yet" in listed.said
    assert "of 0 known chances" not in listed.said
    path = f"/results/{where}/count"
    form = listed._form(f"{path}?listed=1")
    answer = listed.client.post(f"{path}?listed=1", data=form)
    assert f"/results?done={where}" == answer.headers["Location"]
    assert "of 4 known chances" in listed.goes(answer.headers["Location"]).said
    assert "All is counted." in listed.said
    console.sql("UPDATE participants SET last_heard_at = now() + interval '9 years'")
    assert "1 person wrote since this was counted." in listed.goes("/results").said


@pytest.mark.parametrize(("low", "high", "says"), [
    (0.1, 0.4, "Reminders help."),
    (-0.4, -0.1, "Reminders stand in the way."),
    (-0.1, 0.1, "Nobody can say yet whether reminders help."),
])  # fmt: skip
def test_what_an_interval_says(low: float, high: float, says: str) -> None:
    assert says == figures._verdict(low, high)


def test_results_speak_spanish_too(console: Console, owner: str, where: UUID) -> None:
    page = visitor(console, owner)
    page.client.set_cookie("handrail-language", "es", domain="localhost")
    page.goes(f"/results/{where}")
    for words in ("Por su cuenta", "Aún no alcanza para decirlo", "1 persona"):
        assert words in page.said
    assert "Take these figures out" not in page.said
