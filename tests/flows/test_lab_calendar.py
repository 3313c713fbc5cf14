"""The calendar of a rehearsal: what stands where, and that nothing in it is code."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

from flows.lab.calendar import HERS, OUT, SAID, Cell, draw

BEGINS = date(2026, 3, 4)  # a Wednesday


def days(*cells: tuple[int, tuple[str, ...], str]) -> list[Cell]:
    return [
        Cell(BEGINS + timedelta(days=at), rung, marks, note)
        for at, (rung, marks, note) in enumerate(cells)
    ]


def test_a_week_is_a_row_with_its_prompts_and_tries() -> None:
    many = days(*((1, ("prompt", "unprompted"), "") for _ in range(6)))
    drawn = draw("Mila", "Is back.", many)
    ET.fromstring(drawn)
    assert "Mila, 6 days" in drawn
    assert ["2 Mar", "9 Mar"] == re.findall(r">(\d+ Mar)<", drawn)
    totals = re.findall(r'class="(?:b|b us)" [^>]*middle">(\d)<', drawn)
    assert ["5", "5", "1", "1"] == totals


def test_every_mark_is_drawn_and_told_below() -> None:
    bare = draw("Mila", "", days((0, (), "")))
    full = draw("Mila", "", days((5, (*OUT, *HERS), "WHY")))
    assert all(SAID[mark] in bare for mark in (*OUT, *HERS))
    assert 2 * bare.count("<circle") == full.count("<circle")
    assert ">WHY<" in full


def test_words_are_words_whatever_they_look_like() -> None:
    drawn = draw('<script>"&', "</svg>", days((0, (), "<b>")))
    ET.fromstring(drawn)
    assert "<script>" not in drawn


def test_without_a_day_there_is_a_legend_alone() -> None:
    ET.fromstring(draw("Mila", "", []))
