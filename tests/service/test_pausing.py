"""A coach's pause and her own: beside each other, and none shortens the other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from flows.coach import days
from service.usecases import acting, pausing, rights
from service.usecases.entries import Refused
from service.usecases.facts import PAUSE_DAYS
from service.usecases.rescheduling import Change, of_person
from service.usecases.rights import Signed
from tests.journeys.world import World
from tests.service import called
from tests.service.called import LIMA, Called

DAY = timedelta(days=1)


@pytest.fixture
def her(shared: World) -> Called:
    shared.leap_to("10:00", LIMA)
    return called.join(shared, call_days=None)


@pytest.fixture
def ruth(shared: World) -> Signed:
    return rights.operator(shared.organisation, "Stairwell")


def today(her: Called) -> date:
    with her.desk() as desk:
        return desk.today


def ends(her: Called) -> date | None:
    """The last day of her pause; prompts and her policy know of the same."""
    with her.desk() as desk:
        assert desk.person.paused_until == acting.the_ladder(desk).paused_until
        return desk.person.paused_until


def pauses(her: Called, by: Signed, until: date) -> None:
    pausing.pause(her.world.parts, by, her.row["id"], until, "away")


def resumes(her: Called, by: Signed) -> None:
    pausing.resume(her.world.parts, by, her.row["id"])


def texts(her: Called, word: str) -> None:
    her.world.jump(minutes=6)
    her.phone.texts(word)


def why(her: Called) -> str:
    """What was decided last about her, as a coach reads it."""
    return her.world.words(her.phone.number, "decisions", "sentence_sealed")[-1]


def test_a_longer_pause_of_a_coach_that_ends_leaves_the_one_she_asked_for(
    her: Called, ruth: Signed
) -> None:
    hers = today(her) + PAUSE_DAYS * DAY
    texts(her, "PAUSE")
    assert hers == ends(her)
    pauses(her, ruth, hers + 21 * DAY)
    with pytest.raises(Refused, match="asked for a pause up to"):
        pauses(her, ruth, hers - DAY)
    # The coach's own is the coach's to shorten, down to hers.
    pauses(her, ruth, hers + 2 * DAY)
    resumes(her, ruth)
    assert hers == ends(her)
    assert f"goes on up to and including {days.said(hers)}." in why(her)
    with pytest.raises(Refused, match="asked for a pause up to"):
        resumes(her, ruth)
    her.world.jump(days=PAUSE_DAYS + 1)
    with pytest.raises(Refused, match="there is no pause to end"):
        resumes(her, ruth)


def test_one_that_ends_on_her_own_last_day_is_hers(her: Called, ruth: Signed) -> None:
    hers = today(her) + PAUSE_DAYS * DAY
    texts(her, "PAUSE")
    pauses(her, ruth, hers)
    with pytest.raises(Refused, match="asked for a pause up to"):
        resumes(her, ruth)
    assert hers == ends(her)


@pytest.mark.parametrize("word", ["GO", "BACK"])
def test_what_she_ended_herself_is_hers_no_more(
    her: Called, ruth: Signed, word: str
) -> None:
    texts(her, "PAUSE")
    texts(her, word)
    assert ends(her) is None
    pauses(her, ruth, today(her) + DAY)
    resumes(her, ruth)
    assert ends(her) is None


def test_one_that_was_kept_without_its_day_is_hers_up_to_it(
    her: Called, ruth: Signed
) -> None:
    hers = today(her) + PAUSE_DAYS * DAY
    texts(her, "PAUSE")
    her.world.run("UPDATE decisions SET inputs = inputs - 'until' WHERE rule = 'PAUSE'")
    pauses(her, ruth, hers + DAY)
    resumes(her, ruth)
    assert hers == ends(her)


def test_a_pause_she_asks_for_shortens_no_coachs_and_she_is_told_until_when(
    her: Called, ruth: Signed
) -> None:
    hers, longer = today(her) + PAUSE_DAYS * DAY, today(her) + 28 * DAY
    pauses(her, ruth, longer)
    texts(her, "PAUSE")
    her.phone.expects_sms(f"up to and including {days.said(longer)}")
    assert longer == ends(her)
    assert f"one that stands goes on up to and including {days.said(longer)}." in why(
        her
    )
    resumes(her, ruth)
    assert hers == ends(her)


def test_one_that_is_over_makes_hers_no_longer(her: Called, ruth: Signed) -> None:
    pauses(her, ruth, today(her) + DAY)
    her.world.jump(days=3)
    hers = today(her) + PAUSE_DAYS * DAY
    texts(her, "PAUSE")
    her.phone.expects_sms(f"up to and including {days.said(hers)}")
    assert hers == ends(her)


def test_an_illness_that_ends_makes_a_coachs_pause_no_pause_of_hers(
    her: Called, ruth: Signed
) -> None:
    first, longer = today(her), today(her) + 20 * DAY
    pauses(her, ruth, longer)
    parts, whose = her.world.parts, her.row["id"]
    ill = Change((f"ill={first}..{first + DAY}",), (), "")
    of_person(parts, her.world.organisation, whose, ill, "Ruth")
    her.world.jump(days=3)
    her.plan()
    assert "L6" in [row["rule"] for row in her.world.of(her.phone.number, "decisions")]
    assert longer == ends(her)
    resumes(her, ruth)
    assert ends(her) is None
