"""The panels of a schedule's form: what each says in a line, and which stand open."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from tests.pages.test_schedule_pages import fields, sends
from tests.pages.visiting import Visitor

PANEL = re.compile(
    r'<details class="panel (?:calm )?folding[^"]*" id="([a-z-]+)"( open)?>'
    r'\s*<summary><h2>.*?</h2>\s*<span class="set">(.*?)</span></summary>',
    re.S,
)


@pytest.fixture
def coach(client: FlaskClient) -> Visitor:
    return Visitor(client)


def panels(coach: Visitor) -> dict[str, str]:
    """Return what each panel says is set in it."""
    return {
        name: " ".join(told.split())
        for name, _, told in PANEL.findall(coach.answer.text)
    }


def further_open(coach: Visitor) -> list[str]:
    """Return what stands open beside the days and times, which always do."""
    first, *others = standing_open(coach)
    assert first == "times"
    return others


def standing_open(coach: Visitor) -> list[str]:
    return [name for name, opens, _ in PANEL.findall(coach.answer.text) if opens]


def test_each_panel_of_a_person_says_what_is_set(coach: Visitor, mila: UUID) -> None:
    path = f"/people/{mila}/schedule"
    said = panels(coach.goes(path))
    below = ", as the programme has it"
    days = said["times"].partition(" · ")[0]
    assert said == {
        "times": f"{days} · 17:00, waiting until 18:30, over at 20:00{below}",
        "calls": f"no calls{below}",
        "limits": f"1 a day, 7 in seven days · Sunday 19:00{below}",
        "off": "nothing",
        "span": said["span"],
        "night": "texts and calls go 08:30 to 20:30 unless something else stands here"
        " · New York",
        "word": "By what they do: Waiting",
        "back": "what went out, what stayed here",
    }
    assert days.endswith(below)
    sends(
        coach, path, do="save", rhythm="days", day_0="on", day_2="on", calls="own",
        call_day_3="on", skip_0_day="2027-03-01", until="2027-05-01", times="12",
        law_fcc="", texts_from="10:00", texts_to="18:00", date_0_name="exam_on",
        date_0_day="2027-04-01", holiday_0_name="nz", holiday_0_days="2027-02-06",
        observe="own", holiday_0_counts="on", pause_0_first="2027-03-08",
    )  # fmt: skip
    assert "It is saved" in coach.said
    said = panels(coach)
    assert said["times"].startswith("Mon, Wed · ")
    assert said["calls"] == "Thu at 12:15, at the latest 13:00"
    assert said["off"] == "Mon 1 Mar · Mon 8 Mar · nz"
    assert said["span"] == ("up to Sat 1 May · 12 chances in all · exam_on: Thu 1 Apr")
    assert said["night"] == "Texts may go out 10:00 to 18:00 · New York"
    assert ["times"] == standing_open(coach)


def test_what_cannot_stand_was_changed_or_got_a_row_stands_open(
    coach: Visitor, mila: UUID
) -> None:
    path = f"/people/{mila}/schedule"
    assert [] == further_open(coach.goes(path))
    sends(coach, path, do="save", skip_0_day="2027-02-31", zone="Nowhere/At_all")
    assert ["off", "night"] == further_open(coach)
    sends(coach.goes(path), path, do="show", until="2027-05-01", from_="")
    assert ["span"] == further_open(coach)
    assert panels(coach)["span"] == "up to Sat 1 May"
    for row, panel in (("window", []), ("moment", []), ("pause", ["off"]),
                       ("date", ["span"]), ("holiday", ["off"])):  # fmt: skip
        sends(coach.goes(path), path, do=f"add.{row}")
        assert panel == further_open(coach)
    sends(coach.goes(path), f"{path}/word", word="say", what="cap", cap="many")
    assert ["word"] == further_open(coach)


def test_many_windows_and_days_off_are_counted(coach: Visitor, mila: UUID) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    windows = {
        f"window_{at}_{part}": value
        for at, part_ in enumerate(("morning", "midday", "evening"))
        for part, value in (("kind", "part"), ("part", part_))
    }
    off = {f"skip_{at}_day": f"2027-03-0{at + 1}" for at in range(3)}
    pauses = {f"pause_{at}_first": f"2027-0{at + 4}-01" for at in range(3)}
    sends(coach, path, do="show", **windows, **off, **pauses)
    said = panels(coach)
    assert said["times"].endswith(" · 3 windows")
    assert said["off"] == "3 days off · 3 pauses"


def test_each_panel_of_a_programme_says_what_is_set(
    coach: Visitor, where: UUID
) -> None:
    path = f"/programmes/{where}/schedule"
    said = panels(coach.goes(path))
    usual = "17:00, waiting until 18:30, over at 20:00 · some time in the window"
    assert said == {
        "times": f"on every day · {usual} · the usual days · the usual window",
        "tcalls": "no calls",
        "night": "08:30 to 20:30 · 1 a day, 7 in seven days · Sunday 19:00 · texts and"
        " calls go 08:30 to 20:30 unless something else stands here",
        "off": "nothing",
        "span": "from the day the step began, without an end",
        "thinning": "By what they do",
    }
    assert [] == further_open(coach)
    sends(
        coach,
        path,
        do="look",
        t_recap_day="none",
        t_cap_week="ten",
        **{"from": "2027-01-04"},
    )
    assert ["night", "span"] == further_open(coach)
    sends(coach, path, do="look", t_cap_week="3")
    assert panels(coach)["night"].startswith(
        "08:30 to 20:30 · 1 a day, 3 in seven days · no recap · "
    )
    assert panels(coach)["span"] == "from Mon 4 Jan"
    assert fields(coach)["t_cap_week"] == "3"
