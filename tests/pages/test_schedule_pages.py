"""When, on the pages: seen, tried, refused with its mend, saved, never overwritten."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text

from service.store import plans, rosters
from service.usecases import (
    acting,
    call_consent,
    pausing,
    planning,
    programme_days,
    rights,
)
from service.usecases.parts import Parts
from tests.database import Clone, put_clock
from tests.pages.reading import came_in, site
from tests.pages.visiting import Visitor
from tests.service import crowd

# Friday, 27 March 2026, 11:00 in New York.
FRIDAY = datetime(2026, 3, 27, 15, tzinfo=UTC)
DUE = text(
    "SELECT id FROM nudges WHERE organisation_id = :organisation"
    " AND state = 'planned' AND due_at <= :now"
)


@pytest.fixture
def where(parts: Parts, stairwell: UUID, clone: Clone) -> UUID:
    put_clock(clone, FRIDAY)
    return crowd.programme(parts, stairwell, days="01234")


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID) -> UUID:
    found = crowd.person(parts, stairwell, where)
    crowd.text(parts, "GO")
    return found


@pytest.fixture
def coach(parts: Parts, stairwell: UUID) -> Visitor:
    client = site(parts).test_client()
    client.set_cookie("handrail", came_in(parts, stairwell), domain="localhost")
    return Visitor(client)


def fields(visitor: Visitor) -> dict[str, str]:
    """What a browser would send of the page's form, if its Save was pressed."""
    text = visitor.answer.text
    start = text.index('id="when"')
    form = text[start : text.index("</form>", start)]
    given: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        box = kind is not None and kind[1] in ("checkbox", "radio")
        if name and (not box or " checked" in tag):
            given[name[1]] = value[1] if value else "on"
    for name_, inner in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S
    ):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        first = re.search(r'value="([^"]*)"', inner)
        given[name_] = (chosen or first or ["", ""])[1]
    for name_, inner in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S
    ):
        given[name_] = inner
    return given


def sends(visitor: Visitor, path: str, **typed: str) -> Visitor:
    given = {**fields(visitor), **typed}
    visitor.answer = visitor.client.post(path, data=given, follow_redirects=True)
    visitor.path = visitor.answer.request.full_path.rstrip("?")
    return visitor


def test_what_holds_is_shown_with_the_days_it_gives(coach: Visitor, mila: UUID) -> None:
    said = coach.goes(f"/people/{mila}/schedule").said
    assert 200 == coach.answer.status_code
    for told in (
        "<h1>Schedule: <bdi>Mila</bdi> <small",
        "As the programme has it",
        "Monday to Friday",
        "17:00, waiting until 18:30, over at 20:00",
        "no calls",
        "9 prompts, 0 calls, 1 recap",
        "If nothing is told until then: There has been no word from Mila for 12 days,",
        "Goes, unless Mila has told of it by then",
        "The last seven days, and why",
        "It was before they said yes and had this step.",
    ):
        assert told in said, told


def test_whoever_has_not_answered_yet_is_shown_what_a_yes_brings(
    coach: Visitor, where: UUID, stairwell: UUID, parts: Parts
) -> None:
    noor = crowd.person(parts, stairwell, where)
    said = coach.goes(f"/people/{noor}/schedule").said
    assert 1 == said.count("This is what goes once they say yes;")
    assert "9 prompts, 0 calls, 1 recap</p>" in said
    assert "has told of it by then" in said
    assert 'is-kept">' not in coach.answer.text.replace(
        'is-prompt is-kept">18:30</span>does', "", 1
    )
    assert "There is no yes to texts" not in said
    sends(coach, f"/people/{noor}/schedule", do="show", pause_0_first="2026-03-27",
          pause_0_last="2026-04-12")  # fmt: skip
    assert "once they say yes" in coach.said
    assert "A day of a pause" in coach.said or "on a pause" in coach.said
    crowd.text(parts, "STOP")
    said = coach.goes(f"/people/{noor}/schedule").said
    assert "once they say yes" not in said
    assert "There is no yes to texts, so nothing of this goes out." in said


def test_a_thursday_call_and_prompts_before_a_meeting_are_saved(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts
) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    sends(
        coach, path, do="save", calls="own", call_day_3="on", call_at="12:15",
        call_until="13:00", window_0_kind="before", window_0_minutes="15",
        window_0_meets="10:00",
    )  # fmt: skip
    assert "It is saved" in coach.said
    hers = "10:00, with a prompt 15 minutes before"
    assert f"{hers}</span></summary>" in coach.said
    assert f"<b>{hers}" not in coach.said  # hers, not below
    given = fields(coach)
    assert ("before", "15", "10:00") == tuple(
        given[f"window_0_{part}"] for part in ("kind", "minutes", "meets")
    )
    assert ("own", "on", "12:15") == tuple(
        given[name] for name in ("calls", "call_day_3", "call_at")
    )
    assert "There is no yes to automated calls" in coach.said
    assert "yet the step counts as a window" not in coach.said  # one form says both
    assert "<b>The step is one moment</b>" in coach.said
    assert "About 3 of 4 chances get a prompt, before the moment; which" in coach.said
    with parts.at_desk(stairwell, mila) as desk:
        assert {"v": 1, "at": "09:45-10:00-12:00"} == desk.person.schedule
        assert "12:15" == desk.person.call_terms["call_at"]
    sends(coach, path, do="save", calls="", window_0_minutes="", window_0_meets="")
    with parts.at_desk(stairwell, mila) as desk:
        assert desk.person.schedule is None
        assert {} == desk.person.call_terms


def test_what_a_known_moment_changes_is_said_at_its_form(
    coach: Visitor, mila: UUID
) -> None:
    """More prompts, an end in a year and a recap at another time came unasked."""
    path = f"/people/{mila}/schedule"
    said = coach.goes(path).said
    for told in (
        "A prompt does not come before each one as it is now (“By what they do”).", "unless they have told of it by then",
        "A call counts as a prompt too.",
        "up to the last day of this schedule, or for a year",
    ):  # fmt: skip
        assert told in said, told
    sends(coach, path, do="show", rhythm="days", day_5="on", day_6="on")
    assert "19:30</time> Recap" in coach.said
    assert "Set for 19:00, and moved: Mila still has a question open" in coach.said
    sends(coach, path, do="show", window_0_kind="before", window_0_meets="10:00")
    assert "19:00</time> Recap" in coach.said
    assert "Set for" not in coach.said


def test_a_moment_that_is_tried_is_told_alike_beside_the_days_and_in_the_form(
    coach: Visitor, mila: UUID
) -> None:
    """The form said that a prompt waits, the days beside it 3 of 4 by chance."""
    path = f"/people/{mila}/schedule"
    both = (
        "Now: a prompt waits for the deadline and goes if no word has come."
        " With a known moment: a prompt comes before 3 of 4 chances, picked at random."
    )
    assert 2 == coach.goes(path).said.count(both)
    sends(coach, path, do="show", window_0_kind="before", window_0_meets="10:00")
    assert both in coach.said
    assert "About 3 of 4 chances get a prompt, before the moment;" in coach.said
    each = "For a prompt before each, choose “Every time”:"
    assert f'{each} <a href="#each">' in coach.said
    sends(coach, path, do="save", each="fixed")
    assert each not in coach.said


def test_what_is_only_tried_is_no_reason_in_the_last_days(
    coach: Visitor, mila: UUID
) -> None:
    def kept() -> int:
        last = coach.said[coach.said.index("The last seven days, and why") :]
        return last.count("does not go out")

    path = f"/people/{mila}/schedule"
    sends(coach.goes(path), path, do="show", own_cap_day="0")
    assert "and the most is 0." in coach.said
    assert 0 == kept()
    sends(coach, path, do="save", own_cap_day="0")
    coach.goes(path)
    assert 1 == kept()


def test_a_known_moment_is_told_as_one_on_every_page(
    coach: Visitor, mila: UUID
) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    sends(
        coach, path, do="save", window_0_kind="before", window_0_minutes="15",
        window_0_meets="10:00",
    )  # fmt: skip
    assert "Now: a prompt waits for the deadline" not in coach.said
    assert "Now: a prompt comes before 3 of 4 chances, picked at random." in coach.said
    assert "without a prompt, chosen by chance" in coach.said
    assert '<span class="tag">no prompt, chosen by chance</span>' in coach.answer.text
    said = coach.goes(f"/people/{mila}").said
    assert "A prompt comes before 3 of 4 chances, picked at random." in said
    assert "A prompt waits for the deadline" not in said
    held = said[said.index("When prompts come: before a known moment") :]
    assert held[: held.index("</span>")].startswith(
        "When prompts come: before a known moment</b> by <bdi>"
    )
    said = coach.goes(f"/people/{mila}/edit/policy?policy=fixed").answer.text
    assert '<option value="fixed" selected' in said


FOLLOWS_UP = (
    "INSERT INTO nudges (id, organisation_id, participant_id, kind, occurrence,"
    " script, local_date, wall, zone, due_at, expires_at, state, tries) VALUES"
    " (gen_random_uuid(), %s, %s, 'follow_up', 'follow_up/x', 'follow_up',"
    " '2026-03-28', '12:15', 'America/New_York', '2026-03-28T16:15Z',"
    " '2026-03-28T20:00Z', 'planned', 0)"
)


def test_each_kind_of_mark_among_the_days_is_told_apart(
    coach: Visitor, mila: UUID, stairwell: UUID, clone: Clone
) -> None:
    path, mark = f"/people/{mila}/schedule", '<span class="pip is-follow_up">'
    said = coach.goes(path).said
    assert '<span class="pip is-prompt is-kept">18:30</span>does not go out' in said
    assert '<span class="pip is-drawn">\N{EN DASH}</span>no prompt, chosen' in said
    assert mark not in said
    with psycopg.connect(clone.superuser_url) as line:
        line.execute(FOLLOWS_UP, (stairwell, mila))
    said = coach.goes(path).said
    assert f"{mark}12:15</span>" in said
    assert f"{mark}</span>Follow-up</li>" in said
    assert '<li class="is-follow_up"><b><time>12:15</time> Follow-up</b>' in said


def test_a_pause_is_told_once_a_day_and_its_days_are_counted(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts
) -> None:
    path = f"/people/{mila}/schedule"
    with parts.at_desk(stairwell, mila) as desk:
        call_consent.agree(desk, "call", "Please ring me.", "paper form", "Ruth")
    sends(coach.goes(path), path, do="save", calls="own", call_day_0="on",
          call_at="12:15", call_until="13:00")  # fmt: skip
    assert "without prompts" not in coach.said
    ruth = rights.operator(stairwell, "Stairwell")
    pausing.pause(parts, ruth, mila, date(2026, 4, 2), "She is away.")
    coach.goes(path)
    said = coach.said
    told = r"(\d) days without prompts \(a pause\), (\d) do not go out</p>"
    off = re.search(told, said)
    assert off, said[said.index('class="total"') :][:200]
    assert ("5", "2") == off.groups(), (
        "Friday, Monday to Thursday; a call, a prompt after one"
    )
    grid = said[said.index('<ol class="fortnight"') :].partition("</ol>")[0]
    assert 5 == grid.count("is-off")
    assert "a day without prompts</li>" in said
    diary = said[said.index('id="coming-days"') :].partition("</ol>")[0]
    days = re.findall(r"<li><h3>(.*?)</h3>(.*?)</ul> *</li>", diary)
    paused = {day: told.count("on a pause up to") for day, told in days}
    assert [1] * 5 == [times for times in paused.values() if times], paused


def test_a_choice_that_is_refused_says_so_of_itself(
    coach: Visitor, mila: UUID, where: UUID
) -> None:
    path = f"/programmes/{where}/schedule"
    sends(coach.goes(path), path, do="look", t_policy="none", t_start_rung="99")
    for name in ("t_policy", "t_start_rung"):
        (select,) = re.findall(rf'<select id="{name}"[^>]*>', coach.said)
        assert 'aria-invalid="true"' in select
        assert f'{name}-wrong"' in select
    said = coach.goes(f"/people/{mila}/schedule").said
    told = re.findall(r'<input type="radio"[^>]* aria-describedby="([^"]*)"', said)
    assert told
    assert all(f'class="hint" id="{one}"' in said for one in told)


def test_calls_of_one_who_agreed_to_none_are_one_line_and_counted_nowhere(
    coach: Visitor, mila: UUID
) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    line = "There is no yes to automated calls that stands, so no call is made."
    assert line not in coach.said
    sends(coach, path, do="show", calls="own", call_day_3="on", call_at="12:15",
          call_until="13:00")  # fmt: skip
    assert 1 == coach.said.count(line)
    days = coach.said[coach.said.index('id="coming"') :]
    assert 1 == days.count("automated calls")
    assert "not go out" not in days[: days.index('<ol class="fortnight"')]
    assert ", 0 calls, " in days
    assert "takes no automated calls" not in coach.said


def test_what_is_saved_is_said_where_it_was_saved(coach: Visitor, mila: UUID) -> None:
    """The page went to its top, far from the field that one had just changed."""
    path, told = f"/people/{mila}/schedule", "It is saved, and the coming days are"
    sent = {"do": "save", "skip_0_day": "2026-04-01"}
    form = coach.goes(path)._form(path)
    to = coach.client.post(path, data={**form, **fields(coach), **sent})
    came = "moves=0&gone=1&new=0&stays=0"
    assert to.headers["Location"] == f"{path}?saved=1&at=skips&{came}#skips"
    coach.goes(to.headers["Location"].partition("#")[0])
    skips = coach.said.partition('<section class="part" id="skips"')[2]
    assert told in skips.partition("</section>")[0]
    assert 1 == coach.said.count(told)
    assert '<details class="panel folding" id="off" open>' in coach.answer.text
    assert told not in coach.goes(f"{path}?at=skips").said
    for odd in ("", "nowhere"):
        top = coach.goes(f"{path}?saved=1&at={odd}").said.partition('id="when"')[0]
        assert told in top


def test_times_that_are_only_on_some_days_are_told_beside_the_days(
    coach: Visitor, mila: UUID
) -> None:
    path = f"/people/{mila}/schedule"
    assert "only on Mon" not in coach.goes(path).said
    given = {"window_0_kind": "before", "window_0_meets": "10:00",
             "window_0_on0": "on", "window_0_on3": "on"}  # fmt: skip
    sends(coach, path, do="save", **given)
    wins = "any other day none of them comes, whatever is chosen here."
    assert f"below are only on Mon, Thu. Those days win: on {wins}" in coach.said
    assert "Monday to Friday. The times' own days win: Mon, Thu.<" in coach.said
    sends(coach, path, do="show", window_1_kind="part", window_1_part="evening")
    assert "Some times below are only on Mon, Thu. Those days win for" in coach.said
    assert "Friday. For some times their own days win: Mon, Thu.<" in coach.said


@pytest.mark.parametrize("whose", ["person", "programme"])
def test_the_days_of_one_time_are_folded_and_say_what_they_win_over(
    coach: Visitor, mila: UUID, where: UUID, whose: str
) -> None:
    """They were taken for the weekdays of the whole schedule, which stand above."""
    of = f"/people/{mila}" if whose == "person" else f"/programmes/{where}"
    path = f"{of}/schedule"
    fold = r'<details class="some-days"( open)?><summary>Only on some of these days<'
    coach.goes(path)
    sends(coach, path, do="add.window")
    folds = re.findall(fold, coach.said)
    assert folds
    assert not any(folds)
    assert "Those days win over the days above: on any other day" in coach.said
    given = {"window_0_kind": "before", "window_0_meets": "10:00", "window_0_on3": "on"}
    sends(coach, path, do="show", **given)
    assert " open" in re.findall(fold, coach.said)


def test_more_prompts_are_chosen_without_losing_what_is_typed(
    coach: Visitor, mila: UUID
) -> None:
    """One link stays on the page; the other leads back to it once it is saved."""
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    sends(coach, path, do="save", window_0_kind="before", window_0_meets="10:00")
    for place in ("each", "policy-of"):
        assert f'href="#{place}"' in coach.said
        assert f'id="{place}"' in coach.said
    edit = f"/people/{mila}/edit/prompts?of=schedule"
    assert f'href="{edit}">let them have more for a time' in coach.said
    assert f'action="{edit}&next=' in coach.goes(edit).said
    assert f'href="{path}">Leave it as it stands' in coach.said
    coach.sends(
        edit, what="floor", floor="1", until="2026-12-24", reason="Asked for it"
    )
    assert coach.here(path), coach.said
    assert "Saved. The coming days are planned anew." in coach.said


def test_a_limit_is_told_with_what_counts_towards_it(
    coach: Visitor, mila: UUID, parts: Parts, stairwell: UUID
) -> None:
    """ "Today's prompts: 1" on a day with a call and no prompt."""
    said = "A call counts as a prompt."
    path = f"/people/{mila}/schedule"
    assert said not in shown_of(coach.goes(path).said)
    with parts.at_desk(stairwell, mila) as desk:
        plans.decide(
            desk.tx, desk.person, parts.new_id(),
            "Mila had today's prompts: 1, and the most is 1.", nudge_id=None,
            verdict="withhold", rule="cap_day", inputs={},
        )  # fmt: skip
    assert f"and the most is 1. {said}" in coach.goes(path).said
    assert f"and the most is 1. {said}" in coach.goes(f"/people/{mila}").said


def shown_of(said: str) -> str:
    """What stands outside the form: what comes, and what was."""
    return said[said.index('id="coming"') :]


def test_weekdays_of_every_so_many_weeks_are_their_own(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts
) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    sends(
        coach, path, do="save", rhythm="every_weeks", every="2", wday_1="on", day_4="on"
    )
    with parts.at_desk(stairwell, mila) as desk:
        assert {"v": 1, "every": "2 weeks", "days": "1"} == desk.person.schedule
    text = coach.goes(path).answer.text
    week = text.index('name="wday_1" checked')
    assert (
        text.index('id="rhythm-every_weeks"') < week < text.index('id="rhythm-around"')
    )
    own = text.index('name="day_1"')
    assert text.index('id="rhythm-days"') < own < text.index('id="rhythm-every_days"')


def test_a_call_of_her_own_begins_with_what_the_programme_has(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts
) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    sends(coach, path, do="show", calls="own")
    assert 200 == coach.answer.status_code
    assert fields(coach)["call_at"]
    sends(coach, path, do="save", calls="none")
    with parts.at_desk(stairwell, mila) as desk:
        assert {"call_days"} == set(desk.person.call_terms)


def test_what_is_typed_changes_the_days_and_keeps_nothing(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts
) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    sends(coach, f"{path}/preview", rhythm="days", day_0="on")
    assert "2 prompts, 0 calls, 1 recap" in coach.said
    assert "<html" not in coach.answer.text
    coach.goes(path)
    sends(coach, path, do="show", rhythm="days", day_0="on", zone="America/Lima")
    assert "2 prompts" in coach.said
    assert "by the clock of Lima" in coach.said
    assert "days" == fields(coach)["rhythm"]
    with parts.at_desk(stairwell, mila) as desk:
        assert desk.person.schedule is None
        assert "America/New_York" == desk.person.zone


def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(
    coach: Visitor, mila: UUID
) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    sends(
        coach, path, do="save", window_0_kind="window", window_0_opens="17:00",
        window_0_deadline="16:00", window_0_closes="20:00", zone="America/Lim",
        skip_0_day="2026-04-01", calls="own", call_at="23:15", call_day_1="on",
    )  # fmt: skip
    assert 422 == coach.answer.status_code
    assert "2 fields need a change: see beside each." in coach.said
    assert "did you mean America/Lima?" in coach.said
    assert 'id="window_0-wrong"' in coach.answer.text
    given = fields(coach)
    assert "2026-04-01" == given["skip_0_day"]
    assert "16:00" == given["window_0_deadline"]
    sends(coach, path, do="save", window_0_deadline="18:00", zone="America/Lima")
    assert 422 == coach.answer.status_code
    assert "must lie within the programme's hours" in coach.said
    sends(coach, f"{path}/preview")
    assert "Until these are mended" in coach.said


def test_rows_are_added_and_taken_out_without_script(
    coach: Visitor, mila: UUID
) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    sends(coach, path, do="add.window", window_0_kind="part", window_0_part="evening")
    assert 200 == coach.answer.status_code
    assert "window_1_kind" in fields(coach)
    sends(coach, path, do="show", window_1_kind="part", window_1_part="morning")
    assert "There are 2 windows a day" in coach.said
    sends(coach, path, do="drop.window.0")
    given = fields(coach)
    assert "morning" == given["window_0_part"]
    assert "window_1_part" not in given
    sends(coach, path, do="clear.window")
    assert "" == fields(coach)["window_0_part"]


def test_what_somebody_else_changed_is_not_overwritten(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts
) -> None:
    path = f"/people/{mila}/schedule"
    other = Visitor(coach.client)
    other.goes(path)
    coach.goes(path)
    sends(other, path, do="save", skip_0_day="2026-04-02")
    # However often it was shown since, the page was made from what stood before.
    sends(coach, path, do="show", rhythm="days")
    sends(coach, path, do="add.window", day_0="on")
    sends(coach, path, do="save")
    assert 409 == coach.answer.status_code
    assert "Somebody else changed this meanwhile" in coach.said
    assert "Thu 2 Apr" in coach.said
    with parts.at_desk(stairwell, mila) as desk:
        assert {"v": 1, "skip": "2026-04-02"} == desk.person.schedule
    assert "on" == fields(coach)["day_0"]
    sends(coach, path, do="save")  # she has seen both
    assert "It is saved" in coach.said
    with parts.at_desk(stairwell, mila) as desk:
        assert {"v": 1, "days": "0"} == desk.person.schedule


def test_a_change_of_the_clocks_is_called_out_on_its_day(
    coach: Visitor, mila: UUID
) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    sends(coach, f"{path}/preview", zone="Pacific/Auckland")
    assert "The clocks go back here, from UTC+13:00 to UTC+12:00." in coach.said


def test_a_programme_shows_whom_it_changes_before_it_is_applied(
    coach: Visitor, mila: UUID, where: UUID, stairwell: UUID, parts: Parts
) -> None:
    planning.plan(parts, stairwell, [mila])
    path = f"/programmes/{where}/schedule"
    coach.goes(path)
    assert "What holds for the 1 person in it" in coach.said
    assert "Goes, unless Sam has told of it by then." in coach.said
    sends(coach, path, do="look", t_deadline="18:00", t_call_days_3="on")
    assert 200 == coach.answer.status_code
    for told in (
        "The coming days of 1 person are planned anew.", "Waiting ends", "Mila",
        "by the clock of New York", "falls away</span> Prompt Fri 27 Mar 18:30",
        "new</span> Prompt Fri 27 Mar 18:00",
    ):  # fmt: skip
        assert told in coach.said, told
    with parts.at_desk(stairwell, mila) as desk:
        assert "18:00" != f"{desk.terms.deadline:%H:%M}"
    # What is changed after the look is looked at again before it holds.
    sends(coach, path, do="apply", t_deadline="18:15")
    assert "new</span> Prompt Fri 27 Mar 18:15" in coach.said
    sends(coach, path, do="apply")
    assert "It holds now. The days of 1 person are planned anew." in coach.said
    with parts.at_desk(stairwell, mila) as desk:
        assert "18:15" == f"{desk.terms.deadline:%H:%M}"
        assert frozenset({3}) == desk.terms.call_days


def test_a_programme_is_shown_for_one_of_its_people_or_in_any_zone(
    coach: Visitor, mila: UUID, where: UUID
) -> None:
    path = f"/programmes/{where}/schedule"
    coach.goes(path)
    sends(coach, f"{path}/preview", whom=str(mila), rhythm="days", day_0="on")
    assert "Goes, unless Mila has told of it by then." in coach.said
    assert "2 prompts" in coach.said
    coach.goes(path)
    sends(coach, f"{path}/preview", whom="", example_zone="Pacific/Auckland")
    assert "by the clock of Auckland" in coach.said
    assert "The clocks go back here" in coach.said
    coach.goes(path)
    sends(
        coach, path, do="show", example_zone="Nowhere", t_opens="later", t_cap_day="x"
    )
    assert 422 == coach.answer.status_code
    assert "3 fields need a change: see beside each." in coach.said
    sends(coach, path, do="look", t_opens="19:00", t_cap_day="2", example_zone="")
    assert "It must lie after opens" in coach.said
    sends(coach, path, do="add.skip")
    sends(coach, path, do="drop.skip.0")
    assert 200 == coach.answer.status_code


def many(parts: Parts, stairwell: UUID, where: UUID, people: int) -> list[UUID]:
    """So many people of a programme, each with her days planned."""
    found = [
        crowd.person(parts, stairwell, where, name=f"P{at:02d}",
                     number=f"+1555010{at + 200:04d}")
        for at in range(people)
    ]  # fmt: skip
    for at in range(people):
        crowd.text(parts, "GO", f"+1555010{at + 200:04d}")
    planning.plan(parts, stairwell, found)
    return found


def test_anybody_is_looked_up_by_name_or_last_digits_and_shown(
    coach: Visitor, mila: UUID, where: UUID, stairwell: UUID, parts: Parts
) -> None:
    """Of a large programme only the first people could be chosen."""
    found = many(parts, stairwell, where, 2)
    path = f"/programmes/{where}/schedule"
    coach.goes(path)
    sends(coach, path, do="find", who="p0", t_cap_day="3")
    assert "2 people found. Choose whose days to see:" in coach.said
    # What is typed stays; a press chooses.
    assert "3" == fields(coach)["t_cap_day"]
    sends(coach, path, pick=str(found[1]))
    assert f'<option value="{found[1]}" selected>P01' in coach.said
    assert "Goes, unless P01 has told of it by then." in coach.said
    # One alone is chosen at once, by the last digits too, or by Return in the field.
    for do, who in (("find", "0200"), ("enter", "+1 555 010 0200"), ("find", "P00")):
        coach.goes(path)
        sends(coach, path, do=do, who=who)
        assert "Found, and shown below: P00." in coach.said, who
        assert f'<option value="{found[0]}" selected>' in coach.said


def test_who_is_elsewhere_or_nobody_is_told_so(
    coach: Visitor, where: UUID, stairwell: UUID, parts: Parts
) -> None:
    other = crowd.programme(parts, stairwell, "Elsewhere")
    far = crowd.person(parts, stairwell, other, name="Émilie", number="+15550199999")
    path = f"/programmes/{where}/schedule"
    coach.goes(path)
    sends(coach, path, do="find", who="emilie")
    assert "in another programme: <bdi>Elsewhere</bdi>" in coach.said
    assert f"/programmes/{other}/schedule?whom={far}#coming-h" in coach.answer.text
    sends(coach, path, do="find", who="99999")  # more than a mask may tell
    assert "Nobody here is called that" in coach.said
    sends(coach, path, do="find", who=" ")
    assert 422 == coach.answer.status_code
    assert "Write 1 to 80 characters of a name." in coach.said
    coach.goes(path)
    sends(coach, path, do="enter", who="")
    assert 200 == coach.answer.status_code


def test_whoever_is_not_in_the_list_stands_in_it_once_she_is_chosen(
    coach: Visitor, where: UUID, stairwell: UUID, parts: Parts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(rosters, "MOST", 1)
    _, last = many(parts, stairwell, where, 2)
    path = f"/programmes/{where}/schedule"
    assert str(last) not in coach.goes(path).answer.text
    sends(coach, path, do="find", who="P01")
    assert f'<option value="{last}" selected>P01' in coach.said
    assert 1 == coach.answer.text.count(f'<option value="{last}"')


def test_nobody_of_another_organisation_is_looked_up(
    coach: Visitor, where: UUID, stairwell: UUID, parts: Parts
) -> None:
    other = crowd.organisation(parts, "Other", "+15550100200")
    elsewhere = crowd.programme(parts, other, "Theirs")
    crowd.person(parts, other, elsewhere, name="Zoe", number="+15550100909")
    path = f"/programmes/{where}/schedule"
    for who in ("zoe", "0909", "+15550100909"):
        coach.goes(path)
        sends(coach, path, do="find", who=who)
        assert "Nobody here is called that, or has that number." in coach.said


# Times of her own, which the programme's do not touch.
OWN_TIME = {
    "window_0_kind": "window", "window_0_opens": "09:00", "window_0_deadline": "10:00",
    "window_0_closes": "11:30",
}  # fmt: skip


def test_a_change_says_on_how_many_it_was_tried_and_what_became_of_each(
    coach: Visitor, where: UUID, stairwell: UUID, parts: Parts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """It was tried on forty and named four, as if that were all."""
    people = many(parts, stairwell, where, 7)
    own = f"/people/{people[0]}/schedule"
    coach.goes(own)
    sends(coach, own, do="save", **OWN_TIME)
    monkeypatch.setattr(programme_days, "MOST_TRIED", 6)
    path = f"/programmes/{where}/schedule"
    coach.goes(path)
    sends(coach, path, do="look", t_deadline="18:00")
    told = "The coming days of 7 people are planned anew. Tried for the first 6 of 7,"
    assert told in plain(coach)
    assert "For 5 of them:" in coach.said
    assert "For 1 nothing changes by then." in coach.said
    assert "What it does for each of the 6 it was tried on" in coach.said
    each = coach.said.partition('<ul class="outcomes">')[2].partition("</ul>")[0]
    assert {str(one) for one in people[:6]} == set(
        re.findall(r'href="/people/([^"]*)"', each)
    )
    changes = r"\d+ planned (text or call changes|texts or calls change); the first"
    assert 5 == len(re.findall(changes, each))
    assert 1 == each.count("nothing changes")
    monkeypatch.setattr(programme_days, "MOST_TRIED", 40)
    sends(coach, path, do="look", t_deadline="18:00")
    assert "Tried for all 7, for today and the 3 days after." in coach.said


def plain(visitor: Visitor) -> str:
    """What the page says without its marks."""
    return " ".join(re.sub("<[^>]*>", " ", visitor.said).split())


def test_a_programme_changed_meanwhile_is_not_overwritten(
    coach: Visitor, where: UUID
) -> None:
    path = f"/programmes/{where}/schedule"
    other = Visitor(coach.client)
    other.goes(path)
    coach.goes(path)
    sends(other, path, do="look", t_cap_week="3")
    sends(other, path, do="apply")
    assert "It holds now" in other.said
    sends(coach, path, do="show", t_cap_day="2")
    sends(coach, path, do="add.window")
    sends(coach, path, do="look")
    assert 409 == coach.answer.status_code
    assert "Most prompts in seven days" in coach.said
    assert "2" == fields(coach)["t_cap_day"]


def test_the_last_days_say_why_nothing_went(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts, clone: Clone
) -> None:
    from service.usecases import nudging, planning

    path = f"/people/{mila}/schedule"
    planning.plan(parts, stairwell, [mila])
    put_clock(clone, FRIDAY + timedelta(hours=2))
    crowd.text(parts, "said my idea when the floor was opened")
    ahead = coach.goes(path).said
    assert "Mila already told us about this chance" in ahead
    # Of one thing there is one reason: this is that of its prompt's chance.
    assert "so it gets no prompt" not in ahead
    put_clock(clone, FRIDAY + timedelta(hours=9))
    with parts.at_desk(stairwell, mila) as desk:
        due = [row["id"] for row in desk.tx.rows(DUE, now=desk.tx.now)]
    nudging.nudge(parts, stairwell, due)
    put_clock(clone, FRIDAY + timedelta(days=1))
    said = coach.goes(path).said
    assert "Prompt stayed here" in said
    assert "Mila already told us about this chance" in said
    assert "No chance was planned on this day." in said


def test_the_last_days_of_whoever_has_not_answered_say_exactly_that(
    coach: Visitor, where: UUID, stairwell: UUID, parts: Parts, clone: Clone
) -> None:
    noor = crowd.person(parts, stairwell, where)
    put_clock(clone, FRIDAY + timedelta(days=2))  # a Sunday: no chances on it anyway
    said = coach.goes(f"/people/{noor}/schedule").said.partition('id="back"')[2]
    told = (
        "They have not answered the invitation of 27 Mar yet, so nothing else is sent."
    )
    assert 3 == said.count(told), "since the invitation, today too"
    assert 4 == said.count("They were not enrolled yet.")
    assert "before they said yes" not in said
    assert "No chance was planned" not in said
    with parts.at_desk(stairwell, noor) as desk:  # as where her number is corrected
        acting.keep_entry(
            desk, change="invited", method="told", wording="ok", entered_by="Ruth"
        )
    said = coach.goes(f"/people/{noor}/schedule").said.partition('id="back"')[2]
    assert 3 == said.count(told.replace("27", "29"))
    assert 4 == said.count("They were not enrolled yet.")
    crowd.text(parts, "GO")
    said = coach.goes(f"/people/{noor}/schedule").said.partition('id="back"')[2]
    assert told not in said
    assert "It was before they said yes and had this step." in said


def test_nobody_elses_and_no_such(coach: Visitor, mila: UUID, parts: Parts) -> None:
    other = crowd.organisation(parts, "Other", "+15550100200")
    client = site(parts).test_client()
    client.set_cookie("handrail", came_in(parts, other), domain="localhost")
    theirs = Visitor(client)
    for path in (f"/people/{mila}/schedule", f"/people/{uuid4()}/schedule",
                 "/people/x/schedule", f"/programmes/{uuid4()}/schedule"):  # fmt: skip
        assert 404 == theirs.goes(path).answer.status_code
    assert coach.goes(f"/people/{mila}").said.count("Why was nothing sent?") == 1


def test_a_word_on_her_prompts_stands_for_a_time(coach: Visitor, mila: UUID) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    sends(coach, path, do="save", window_0_kind="before", window_0_minutes="15",
          window_0_meets="10:00", window_0_opens="")  # fmt: skip
    assert "The step is a window" in coach.said
    sends(coach, f"{path}/word", what="moment", reason="the daily meeting")
    assert 422 == coach.answer.status_code
    assert "Choose the last day on which this holds." in coach.said
    assert "the daily meeting" in coach.said
    sends(coach, f"{path}/word", what="moment", word_until="2026-06-30",
                reason="the daily meeting")  # fmt: skip
    assert "until Tue 30 Jun, by" in coach.said
    assert "09:45</time> Prompt" in coach.said
    assert "yet the step counts as a window" not in coach.said
    sends(coach, f"{path}/word", what="cap", cap="two", word_until="2026-06-30")
    assert "Write a whole number up to 50." in coach.said
    sends(coach, f"{path}/word", what="cap", cap="2", word_until="2026-06-30",
                reason="asked for less")  # fmt: skip
    assert "At most 2 prompts in seven days" in coach.said
    assert "the most prompts in seven days is 2" in coach.said
    lifting = 'Take it back<span class="unseen">: At most'
    assert lifting in coach.said
    sends(coach, f"{path}/word", lift="cap")
    assert lifting not in coach.said
    sends(coach, f"{path}/word", what="weather")
    assert "Choose one of them." in coach.said


def test_another_way_of_thinning_is_begun_for_her_alone(
    coach: Visitor, mila: UUID
) -> None:
    path = f"/people/{mila}/schedule"
    sends(coach.goes(path), f"{path}/word", word="begin", policy="nothing")
    assert "Write one of: ladder" in coach.said
    described = 'aria-invalid="true" aria-describedby="policy-hint policy-wrong"'
    assert f'name="policy" {described}' in coach.said
    sends(coach.goes(path), f"{path}/word", word="begin", policy="fixed")
    assert "Begun: Every time. The coming days are planned anew." in coach.said
    sends(coach, f"{path}/word", word="begin", policy="fixed")
    assert "Nothing has changed: Every time is how their prompts" in coach.said


CAP = {"what": "cap", "cap": "2", "word_until": "2026-06-30", "reason": "asked"}
SAVED_CAP = "Saved: at most 2 prompts in seven days. The coming days are planned anew."
SCHEDULE_WAITS = "What you changed in the schedule is not saved yet."
WORD_WAITS = "What you typed under “How many prompts they get” is not saved yet."


def test_a_word_that_is_saved_leaves_what_is_typed_in_the_schedule(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts
) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    # Nothing else is typed: what was saved is said, and nothing more.
    sends(coach, f"{path}/word", word="say", **CAP)
    assert f"{path}?saved=cap&at=word" == coach.path
    assert SAVED_CAP in coach.said
    assert "is not saved yet" not in coach.said
    edit = {"rhythm": "days", "day_0": "on", "skip_0_day": "2026-04-01"}
    sends(coach, f"{path}/word", word="say", **CAP, **edit)
    assert 200 == coach.answer.status_code
    assert f"{SAVED_CAP} {SCHEDULE_WAITS}" in coach.said
    assert edit == {name: fields(coach)[name] for name in edit}
    with parts.at_desk(stairwell, mila) as desk:
        assert desk.person.schedule is None
    sends(coach, f"{path}/word", lift="cap")
    assert "Taken back: the most prompts in seven days." in coach.said
    assert SCHEDULE_WAITS in coach.said
    sends(coach, f"{path}/word", word="begin", policy="fixed")
    assert f"Begun: Every time. The coming days are planned anew. {SCHEDULE_WAITS}" in (
        coach.said
    )
    assert edit == {name: fields(coach)[name] for name in edit}
    sends(coach, path, do="save")
    assert "It is saved, and the coming days are planned anew." in coach.said
    with parts.at_desk(stairwell, mila) as desk:
        assert {"v": 1, "days": "0", "skip": "2026-04-01"} == desk.person.schedule


def test_a_refused_word_leaves_what_is_typed_in_the_schedule(
    coach: Visitor, mila: UUID
) -> None:
    path = f"/people/{mila}/schedule"
    edit = {"rhythm": "days", "day_0": "on", "zone": "America/Lim"}
    for path_ in (f"{path}/word", path):
        coach.goes(path)
        sends(coach, path_, do="save", word="say", **{**CAP, "cap": "two"}, **edit)
        assert 422 == coach.answer.status_code
        assert edit == {name: fields(coach)[name] for name in edit}
        assert 'id="cap" name="cap" type="number" value="two"' in coach.said
        assert 'name="reason" type="text" value="asked"' in coach.said


def test_return_in_a_field_saves_nothing_unseen_and_says_what_is_not_saved(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts
) -> None:
    """Return in a field of a word showed the days, and said nothing of the word."""
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    form = coach.answer.text.partition('id="when"')[2]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert 'value="enter"' in first[0]
    sends(coach, path, do="enter", **CAP)
    assert 200 == coach.answer.status_code
    assert WORD_WAITS in coach.said
    assert 'name="reason" type="text" value="asked"' in coach.said
    sends(coach, path, do="enter", rhythm="days", day_0="on")
    assert "What you changed in the schedule is not saved yet." in coach.said
    coach.goes(path)
    sends(coach, path, do="enter")
    assert "not saved yet" not in coach.said
    sends(coach, path, do="enter", until="2026-13-01")
    assert 422 == coach.answer.status_code
    with parts.at_desk(stairwell, mila) as desk:
        assert {"v": 1} == {"v": 1, **(desk.person.schedule or {})}


def test_a_schedule_that_is_saved_leaves_what_is_typed_of_a_word(
    coach: Visitor, mila: UUID, stairwell: UUID, parts: Parts
) -> None:
    path = f"/people/{mila}/schedule"
    coach.goes(path)
    sends(coach, path, do="save", rhythm="days", day_0="on", reason="asked",
          policy="fixed")  # fmt: skip
    assert "It is saved, and the coming days are planned anew. Texts " in coach.said
    assert f"fall away. {WORD_WAITS}" in coach.said
    assert 'name="reason" type="text" value="asked"' in coach.said
    assert '<option value="fixed" selected' in coach.said
    assert '<details class="panel folding" id="word" open>' in coach.answer.text
    with parts.at_desk(stairwell, mila) as desk:
        assert {"v": 1, "days": "0"} == desk.person.schedule
    sends(coach, path, do="save", policy="ladder")
    assert f"{path}?saved=1" == coach.path
    for odd in ("x", "kind", "cap"):
        assert "Saved:" not in coach.goes(f"{path}?saved={odd}").said


def test_a_programme_says_more_than_a_week(
    coach: Visitor, mila: UUID, where: UUID, stairwell: UUID, parts: Parts
) -> None:
    path = f"/programmes/{where}/schedule"
    coach.goes(path)
    typed = {
        "rhythm": "every_weeks", "every": "2", "wday_0": "on", "observe": "own",
        "holiday_0_name": "nz", "holiday_0_days": "2026-04-06",
        "holiday_0_counts": "on", "texts_from": "09:00", "texts_to": "18:00",
        "law_us": "on", "date_0_name": "exam_on", "date_0_day": "2026-06-01",
        "t_recap_day": "none", "t_policy": "late_only",
    }  # fmt: skip
    sends(coach, path, do="look", **typed)
    assert "Every so many days or weeks" in coach.said
    sends(coach, path, do="apply")
    assert "It holds now" in coach.said
    given = fields(coach)
    assert typed == {name: given[name].strip() for name in typed}
    said = coach.goes(f"/people/{mila}/schedule").said
    for told in ("every 2 weeks, Mon", "nz: Mon 6 Apr", "exam_on: Mon 1 Jun",
                 "Texts may go out 09:00 to 18:00", "United States"):  # fmt: skip
        assert told in said, told
    assert "It is a holiday for Mila" in said
    coach.goes(path)
    sends(coach, path, do="look")
    assert "Nothing: this is what stands." in coach.said


def test_the_pages_speak_spanish_and_take_what_is_typed_as_it_is(
    coach: Visitor, mila: UUID, where: UUID
) -> None:
    coach.client.set_cookie("handrail-language", "es", domain="localhost")
    path = f"/people/{mila}/schedule"
    said = coach.goes(path).said
    for told in ("Los próximos 14 días", "de lunes a viernes", "9 avisos, 0 llamadas",
                 "Si hasta entonces no se cuenta nada: No se sabe nada de Mila",
                 "Fue antes de que dijera que sí y tuviera este paso.",
                 "Esos días mandan sobre los de arriba: en cualquier otro día esta hora no"):  # fmt: skip
        assert told in said, told
    sends(coach, path, do="save", zone="100%(s) <b>", around_date="%", rhythm="around")
    assert 422 == coach.answer.status_code
    assert "100%(s) &lt;b&gt;" in coach.answer.text
    assert "Hay que cambiar 2 campos: mira al lado de cada uno." in coach.said
    said = coach.goes(f"/programmes/{where}/schedule").said
    assert "La semana de siempre" in said


def test_without_a_step_the_page_says_so(
    coach: Visitor, where: UUID, stairwell: UUID, parts: Parts
) -> None:
    noor = crowd.person(
        parts, stairwell, where, name="Noor", number="+15550100009", goal="", step="",
        cue="", begins="intake",
    )  # fmt: skip
    path = f"/people/{noor}/schedule"
    said = coach.goes(path).said
    assert "There is no step yet, so there are no chances." in said
    assert "Nothing is planned in these days." in said
    sends(coach, path, do="save", zone="America/Lima", rhythm="days", day_1="on")
    assert "It is saved" in coach.said
    assert "by the clock of Lima" in coach.said
