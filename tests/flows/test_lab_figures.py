"""What the lab says of groups: ratios, claims, aims and the picture."""

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from flows.lab import aims, picture
from flows.lab.comparing import Claim, Comparison, Measured, compare
from flows.lab.metrics import mean
from tests.flows.lab import figures, group


def sure(value: float) -> Measured:
    return Measured(value, value, value)


def row(
    tries: float,
    prompts: float | None,
    *,
    world: str = "F1",
    baseline: str = "fixed",
    days: tuple[float, float] = (3.0, 5.0),
) -> Comparison:
    ours, theirs = days
    sent = None if prompts is None else sure(prompts)
    return Comparison(
        world, baseline, sure(tries), sent, sure(ours - theirs), ours, theirs
    )


# ---- means and ratios ----


def test_a_group_has_means_and_counts_what_was_broken() -> None:
    some = group("F1", "fixed", figures(4), replace(figures(5), broken={"G7": 2}))
    assert (4.5, {"G7": 2}) == (some.means()["tries"], some.broken())
    assert 0.0 == mean([])


def test_the_ladder_is_compared_with_each_of_its_world() -> None:
    rows = compare(
        [
            group("F1", "ladder", figures(4, 1, 2), figures(6, 1, 2)),
            group("F1", "fixed", figures(5, 7, 4), figures(5, 7, 6)),
        ],
        "ladder",
        seed=1,
    )
    assert ["fixed"] == [one.baseline for one in rows]
    found = rows[0]
    assert (1.0, 0.8, 1.2) == (found.tries.value, found.tries.low, found.tries.high)
    assert found.prompts is not None
    assert 1 / 7 == pytest.approx(found.prompts.value)
    assert (-3.0, 2.0, 5.0) == (
        found.recovery.value,
        found.recovery_ladder,
        found.recovery_baseline,
    )
    assert "beats, within chance" == found.claim


def test_one_person_has_no_interval_and_no_ratio_to_none() -> None:
    rows = compare(
        [
            group("F1", "ladder", figures(4, 1)),
            group("F1", "none", figures(0, 0)),
        ],
        "ladder",
        seed=1,
    )
    assert float("inf") == rows[0].tries.value
    assert None is rows[0].prompts


def test_a_world_without_the_ladder_has_nothing_to_compare() -> None:
    assert [] == compare([group("F1", "fixed")], "ladder", seed=1)


def test_the_same_seed_gives_the_same_intervals() -> None:
    groups = [
        group("F1", "ladder", *(figures(n, 1) for n in range(1, 30))),
        group("F1", "fixed", *(figures(5, n) for n in range(1, 30))),
    ]
    assert compare(groups, "ladder", 1) == compare(groups, "ladder", 1)
    assert compare(groups, "ladder", 1) != compare(groups, "ladder", 2)


@pytest.mark.parametrize(
    ("tries", "prompts", "claim"),
    [
        (0.95, 0.8, "beats"),
        (1.05, 1.0, "beats"),
        (0.94, 0.5, "fewer of both"),
        (0.99, 0.81, "fewer of both"),
        (1.04, 0.9, "fewer prompts, no fewer tries"),
        (1.2, 1.1, "more of both"),
        (0.9, 1.1, "LOSES"),
        (1.0, 1.0, "LOSES"),
        (1.2, None, "more of both"),
        (0.9, None, "LOSES"),
    ],
)
def test_beats_is_said_only_where_tries_are_kept_and_prompts_saved(
    tries: float, prompts: float | None, claim: Claim
) -> None:
    assert claim == row(tries, prompts).claim


def test_a_claim_that_chance_could_undo_says_so() -> None:
    wide = replace(row(0.96, 0.7), tries=Measured(0.96, 0.9, 1.0))
    assert "beats, within chance" == wide.claim


def test_the_worst_world_comes_first_and_its_losing_rows_before_others() -> None:
    rows = compare(
        [
            group("F1", "ladder", figures(4, 1), figures(4, 1)),
            group("F1", "fixed", figures(4, 7), figures(4, 7)),
            group("F3", "ladder", figures(4, 3), figures(4, 3)),
            group("F3", "fixed", figures(3, 7), figures(3, 7)),
            group("F3", "late_leitner", figures(5, 2), figures(5, 2)),
        ],
        "ladder",
        seed=1,
    )
    assert [("F3", "late_leitner"), ("F3", "fixed"), ("F1", "fixed")] == [
        (one.world, one.baseline) for one in rows
    ]


# ---- aims ----


def verdicts(
    *rows: Comparison, kind: str = "window", disturbed: bool = False
) -> list[bool | None]:
    found = aims.judge(rows, {"F1": kind}, disturbed=disturbed)
    return [one.holds for one in found]


def test_all_aims_hold_where_the_ladder_does_well() -> None:
    rows = (
        row(0.98, 0.55, baseline="late_only"),
        row(1.1, 1.4, baseline="late_leitner"),
    )
    assert [True, True, True, True] == verdicts(*rows)


def test_an_aim_that_is_missed_says_by_how_much() -> None:
    rows = (
        row(0.96, 0.65, baseline="late_only", days=(8, 5)),
        row(0.8, 1.6, baseline="late_leitner"),
        row(0.5, 2.0, baseline="oracle"),
        row(0.5, None, baseline="none"),
    )
    found = aims.judge(rows, {"F1": "window"}, disturbed=False)
    assert [False, False, False, True] == [one.holds for one in found]
    assert (
        "late_leitner makes 1.25 of its tries with 0.62 of its prompts" == found[0].told
    )
    assert "tries 0.960 (-0.010), prompts 0.650 (+0.050)" == found[1].told
    assert "8.0 days against 5.0" == found[2].told


def test_rare_reports_lower_the_aim_a_little() -> None:
    rows = (row(0.96, 0.6, baseline="late_only"),)
    assert [False, True] == [
        verdicts(*rows, disturbed=disturbed)[1] for disturbed in (False, True)
    ]


def test_a_moment_is_held_against_a_prompt_before_every_chance() -> None:
    assert verdicts(row(0.95, 0.65), kind="moment")[1]
    assert not verdicts(row(0.94, 0.65), kind="moment")[1]


def test_what_cannot_be_judged_is_open() -> None:
    assert [None, None, None, None] == verdicts()


# ---- the picture ----

SVG = "{http://www.w3.org/2000/svg}"


def test_every_policy_has_a_dot_and_a_name_that_covers_no_other() -> None:
    groups = [
        group("F1", name, figures(4 + n / 100, 2)) for n, name in enumerate("abcdefgh")
    ]
    drawn = picture.draw(
        [*groups, group("F3", "ladder")], ladder="ladder", told="<2 & 3>"
    )
    root = ET.fromstring(drawn)
    assert 9 == len(list(root.iter(f"{SVG}circle")))
    assert "<2 & 3>" in "".join(root.itertext())
    names = [one for one in root.iter(f"{SVG}text") if one.get("x") == "308"]
    places = sorted(float(one.get("y", 0)) for one in names if one.text != "ladder")
    assert all(b - a >= 13.9 for a, b in pairwise(places))
    assert 1 == drawn.count('class="us name"')


def test_one_world_alone_is_drawn_too() -> None:
    assert "F9" in picture.draw([group("F9", "ladder")], ladder="ladder", told="x")
