"""`people ladder` and `people policy`: a coach's word on one person's prompts."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from typer.testing import CliRunner, Result

from flows.coach import policy as rules
from flows.coach.ladder import Asked, Ladder
from service.cli import people
from service.store import views
from service.usecases import acting, overriding, planning
from service.usecases.parts import Parts
from tests.database import Clone
from tests.service import crowd

pytestmark = pytest.mark.usefixtures("command_settings")
REASON = "her father is in hospital"
WHY = ("--reason", REASON, "--by", "Ruth")
UNTIL = ("--until", "2026-04-10", *WHY)


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, clone: Clone) -> UUID:
    """Somebody with a step, planned on Friday, 27 March 2026."""
    where = crowd.programme(parts, stairwell, cap_week=7)
    friday = datetime(2026, 3, 27, 15, tzinfo=UTC)
    found = crowd.joined(parts, clone, stairwell, where, friday)
    planning.plan(parts, stairwell, [found])
    return found


def kept(parts: Parts, whose: UUID, mila: UUID) -> Ladder:
    with parts.at_desk(whose, mila) as desk:
        return rules.kept(rules.of(desk.person.ladder).load(desk.person.ladder))


def pause(parts: Parts, whose: UUID, mila: UUID) -> None:
    with parts.at_desk(whose, mila) as desk:
        acting.climb(desk, Asked("pause", desk.today, 5))


def ladder(*words: str) -> Result:
    return CliRunner().invoke(people.app, ["ladder", "Mila", *words])


def done(*words: str) -> str:
    result = ladder(*words)
    assert 0 == result.exit_code, result.output
    return result.output


def policy(*words: str) -> Result:
    return CliRunner().invoke(people.app, ["policy", "Mila", *words])


def prompts(clone: Clone) -> int:
    with psycopg.connect(clone.owner_url) as owner:
        told = "SELECT count(*) FROM nudges WHERE kind = 'prompt' AND state = 'planned'"
        found = owner.execute(told).fetchone()
        assert found
        return int(found[0])


def stored(clone: Clone) -> str:
    """Everything that is kept in the clear about decisions, Ladders and the audit."""
    with psycopg.connect(clone.owner_url) as owner:
        rows = owner.execute(
            "SELECT ladder::text FROM participants UNION ALL SELECT inputs::text FROM"
            " decisions UNION ALL SELECT actor || ' ' || action FROM audits"
        ).fetchall()
        return "\n".join(row[0] for row in rows)


@pytest.mark.usefixtures("mila")
def test_without_an_option_it_shows_where_she_stands() -> None:
    shown = done()
    assert "Mila: ladder, R1, since Friday 27 March: a prompt waits for the" in shown
    assert "No coach has set anything." in shown
    assert "Nothing has been decided about the rung yet." in shown


@pytest.mark.usefixtures("mila")
def test_a_rung_holds_at_once_and_the_reason_is_kept_sealed(clone: Clone) -> None:
    assert prompts(clone) > 0
    shown = done("--rung", "5", *UNTIL)
    assert 0 == prompts(clone)
    assert "Mila: ladder, R5" in shown
    assert f"  rung 5 until Friday 10 April, by Ruth: {REASON}" in shown
    assert f"Ruth: {REASON}" in shown.splitlines()[-1]
    assert REASON not in stored(clone)
    assert "Ruth set rung" in stored(clone)
    assert done() == shown


@pytest.mark.usefixtures("mila")
def test_what_was_set_is_taken_back_and_prompts_come_again(clone: Clone) -> None:
    done("--skip", "2026-03-27,2026-03-28,2026-03-29,2026-03-30", *UNTIL)
    assert 0 == prompts(clone)
    shown = done("--lift", "skip", "--by", "Ruth")
    assert prompts(clone) > 0
    assert "No coach has set anything." in shown
    assert "A coach took back what was set for Mila" in shown
    assert "Ruth lift skip" in stored(clone)
    refused = ladder("--lift", "hold", "--by", "Ruth")
    assert 1 == refused.exit_code
    assert "nothing of this is set for them (hold); what is: nothing" in refused.output


@pytest.mark.usefixtures("mila")
def test_a_word_is_said_with_what_her_policy_does() -> None:
    """Not with what the Ladder would do, which thins nothing of hers."""
    policy("fixed", "--by", "Ruth")
    assert "; from now on: a prompt before each chance." in done("--cap", "2", *UNTIL)
    shown = done("--lift", "cap", "--by", "Ruth")
    took = "A coach took back what was set for Mila; from now on: a prompt before each"
    assert took in shown
    assert "waits for the deadline" not in shown


@pytest.mark.parametrize("words", [("--hold",), ("--floor", "2")])
@pytest.mark.usefixtures("mila")
def test_a_word_that_only_rungs_obey_is_refused_where_there_are_none(
    words: tuple[str, ...], clone: Clone
) -> None:
    """It was said to hold, and boxes and days went on under it."""
    policy("leitner", "--by", "Ruth")
    before = stored(clone)
    refused = ladder(*words, *UNTIL)
    assert 1 == refused.exit_code
    assert "holds nothing under a fixed way" in refused.output
    assert before == stored(clone)
    policy("ladder", "--by", "Ruth")
    assert "until" in done(*words, *UNTIL)


@pytest.mark.parametrize(
    "words", [("--lift", "joy", "--by", "Ruth"), ("--lift", "hold"),
              ("--lift", "hold", "--by", "Ruth", "--rung", "2")]
)  # fmt: skip
@pytest.mark.usefixtures("mila")
def test_a_lift_that_is_not_whole_is_told_how(words: tuple[str, ...]) -> None:
    refused = ladder(*words)
    assert 1 == refused.exit_code
    assert "Give --lift one of hold, rung, cap" in refused.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--hold",), "  hold until"),
        (("--cap", "2"), "  cap 2 until"),
        (("--floor", "3"), "  floor 3 until"),
        (("--kind", "moment"), "  kind moment until"),
        (("--skip", "2026-04-01, 2026-04-02"), "  skip 2026-04-01, 2026-04-02 until"),
    ],
)
@pytest.mark.usefixtures("mila")
def test_each_lever_is_kept_with_author_and_last_day(
    words: tuple[str, ...], said: str
) -> None:
    assert said in done(*words, *UNTIL)


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("--hold", "--cap", "2", *UNTIL), "Give one of hold"),
        (UNTIL, "Give one of hold"),
        (("--hold", *WHY), "Give --until DATE"),
        (("--hold", "--until", "soon", *WHY), "write it as 2026-12-24"),
        (("--skip", "Monday", *UNTIL), "write it as 2026-12-24"),
        (("--hold", "--until", "2026-03-26", *WHY), "that is over"),
        (("--rung", "9", *UNTIL), "rung 9 is none of 0 to 5"),
        (("--kind", "week", *UNTIL), "window or moment"),
        (("--cap", "-1", *UNTIL), "a number from 0 on"),
        (
            ("--hold", "--until", "2026-04-01", "--reason", "x" * 201, "--by", "R"),
            "200",
        ),
    ],
)
@pytest.mark.usefixtures("mila")
def test_what_cannot_stand_is_refused_whole(
    words: tuple[str, ...], mend: str, clone: Clone
) -> None:
    before = stored(clone)
    result = ladder(*words)
    assert 1 == result.exit_code
    assert mend in result.output
    assert before == stored(clone)


@pytest.mark.usefixtures("mila")
def test_another_policy_begins_anew_and_says_so(clone: Clone) -> None:
    done("--cap", "2", *UNTIL)
    told = policy("fixed", "--by", "Ruth").output
    assert "Mila is on fixed from now on; its state begins anew." in told
    assert "Mila: fixed, not begun yet: a prompt before each chance." in told
    assert "No coach has set anything." in told
    assert "what was learned before is not carried over." in told
    assert prompts(clone) > 0
    before = stored(clone)
    again = policy("fixed").output
    assert "Mila is on fixed already; nothing is changed." in again
    assert before == stored(clone)
    assert "cap 1 until" in done("--cap", "1", *UNTIL)
    back = policy("ladder").output
    assert "Mila: ladder, R1" in back


@pytest.mark.parametrize("name", ["ladder", "fixed", "coach_locked"])
def test_a_coachs_kind_of_step_is_shown_under_every_policy(
    parts: Parts, stairwell: UUID, mila: UUID, name: str
) -> None:
    policy(name, "--by", "Ruth")
    done("--kind", "moment", *UNTIL)
    with parts.db.transaction(stairwell, reading=True) as tx:
        card = views.card(tx, parts.vault, mila)
    assert card is not None
    assert "moment" == card.kind


@pytest.mark.usefixtures("mila")
def test_a_policy_that_is_none_is_refused_with_those_there_are() -> None:
    result = policy("never")
    assert 1 == result.exit_code
    assert "write one of: ladder" in result.output


def test_a_pause_of_hers_goes_on_under_another_policy(
    parts: Parts, mila: UUID, stairwell: UUID
) -> None:
    pause(parts, stairwell, mila)
    before = kept(parts, stairwell, mila)
    assert before.paused_until is not None
    policy("fixed")
    assert before.paused_until == kept(parts, stairwell, mila).paused_until
    policy("ladder")
    assert before.paused_until == kept(parts, stairwell, mila).paused_until


def test_nobody_is_told_of(parts: Parts, stairwell: UUID) -> None:
    with pytest.raises(LookupError):
        overriding.look(parts, stairwell, UUID(int=1))
