"""What the coach's page shows of calls: how each ended and why, voices, numbers, consent."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from flows.talk import keypad
from service.store import calls, recordings, threads
from service.usecases import call_me, planning, pressing
from service.usecases.parts import Parts
from service.web import call_words
from tests.database import Clone
from tests.pages.phoned import Phoned, tone
from tests.pages.reading import CONTRAST
from tests.service import crowd

MONDAY = datetime(2026, 3, 2, 15, tzinfo=UTC)
NOON = MONDAY + timedelta(days=3, hours=2, minutes=15)


@pytest.fixture
def her(parts: Parts, stairwell: UUID, clone: Clone) -> Phoned:
    """Mila, who agreed to calls on Thursdays, and to being recorded."""
    where = crowd.programme(parts, stairwell, call_days="3")
    mila = crowd.joined(parts, clone, stairwell, where, MONDAY)
    found = Phoned(parts, clone, stairwell, mila)
    found.agrees("call", "recording")
    return found


def page(client: FlaskClient, her: Phoned) -> str:
    answer = client.get(f"/people/{her.person}")
    assert 200 == answer.status_code
    return " ".join(answer.text.split())


def kept(her: Phoned, *, attempt: UUID | None = None, words: str = "") -> UUID:
    """A recording of a call of hers that is kept here."""
    with her.desk() as desk:
        call = her.call(desk, "talked", seconds=84)
        found = her.records(desk, call, attempt=attempt)
        recordings.keep(desk.tx, desk.person, found, tone(), "audio/wav")
        if words:
            recordings.keep_transcript(desk.tx, desk.person, found, words)
    return found


def test_a_call_says_who_called_when_there_how_it_ended_and_why(
    client: FlaskClient, her: Phoned
) -> None:
    her.at(NOON)
    with her.desk() as desk:
        message = her.asks_for(desk, "sent")
        her.call(desk, "talked", message=message, seconds=84)
    said = page(client, her)
    assert "<bdi>Called Mila</bdi>" in said
    assert ">12:15</time> · <b>Talked, 1 min 24 s</b>" in said
    assert "<span>Why</span> It is Mila&#39;s time for a call" in said
    assert "Call made" not in said


def test_a_call_of_hers_is_told_as_hers(client: FlaskClient, her: Phoned) -> None:
    her.at(NOON)
    with her.desk() as desk:
        her.call(desk, "hung_up", seconds=12)
    said = page(client, her)
    assert "<bdi>Mila called</bdi>" in said
    assert "Hung up before the end, 12 s" in said


def test_what_followed_a_call_that_did_not_reach_her_is_told_after_it(
    client: FlaskClient, her: Phoned
) -> None:
    her.at(NOON)
    her.unreached("no_answer")
    said = page(client, her)
    why = "Mila did not pick up, so there is one more try at 12:45."
    assert f"<span>The call did not reach them</span> {why}" in said
    assert said.index(why) < said.index("<b>No answer</b>")
    assert said.count("It is Mila&#39;s time for a call") == 1
    assert "Call today 12:45" in said


@pytest.mark.parametrize(("state", "told"), list(call_words.ENDED.items()))
def test_every_end_of_a_call_is_said_in_words(
    client: FlaskClient, her: Phoned, state: str, told: tuple[str, str]
) -> None:
    with her.desk() as desk:
        her.call(desk, state)
    said = page(client, her)
    assert f"<b>{told[0]}</b>" in said
    assert f'class="called is-{told[1]}"' in said


@pytest.mark.parametrize(("state", "told"), list(call_words.MADE.items()))
def test_a_call_that_has_not_rung_says_where_it_stands(
    client: FlaskClient, her: Phoned, state: str, told: tuple[str, str]
) -> None:
    with her.desk() as desk:
        her.asks_for(desk, state)
    said = page(client, her)
    assert "<bdi>Call to Mila</bdi>" in said
    assert told[0] in said
    # The name of the script that a call begins with is nothing for a coach.
    assert "check_in" not in said


def test_what_was_said_in_a_call_is_folded_away_and_danger_is_not(
    client: FlaskClient, her: Phoned
) -> None:
    her.at(NOON)
    with her.desk() as desk:
        her.call(desk, "open")
        her.says(desk, "yes I did <b>", "Good.")
        her.says(desk, None, "How sure?", keys="1: yes")
    said = page(client, her)
    assert '<details class="spoken">' in said
    assert "yes I did &lt;b&gt;" in said
    assert '<dd dir="auto">pressed 1: yes</dd>' in said
    with her.desk() as desk:
        her.says(desk, None, "Bye.", keys=pressing.told("9", keypad.STOP_MEANS))
        her.says(desk, None, "Oh.", keys=pressing.told("4", pressing.TOO_LATE))
    said = page(client, her)
    assert "pressed 9, which ends all automated calls</dd>" in said
    assert "pressed 4, when that question was closed</dd>" in said
    with her.desk() as desk:
        her.says(desk, "I want to die", "Please call 988.", "crisis")
    assert '<details class="spoken" open>' in page(client, her)


def test_words_of_another_call_stay_with_it(client: FlaskClient, her: Phoned) -> None:
    for minutes, word in ((0, "first words"), (30, "second words")):
        her.at(NOON + timedelta(minutes=minutes))
        with her.desk() as desk:
            call = her.call(desk, "open")
            her.says(desk, word, "Good.")
            calls.settle(desk.tx, call, "talked", 20)
    said = page(client, her)
    assert said.count("first words") == said.count("second words") == 1


def test_a_voice_can_be_played_and_its_words_stand_beside_it(
    client: FlaskClient, her: Phoned
) -> None:
    recording = kept(her, words="I put my <b>hand</b> up")
    said = page(client, her)
    source = f"/people/{her.person}/recordings/{recording}"
    assert f'hx-preserve controls preload="none" src="{source}"' in said
    assert "23 s in their own voice" in said
    assert "I put my &lt;b&gt;hand&lt;/b&gt; up" in said
    answer = client.get(source)
    assert (200, "audio/wav", tone()) == (
        answer.status_code,
        answer.mimetype,
        answer.data,
    )
    assert "no-store" == answer.headers["Cache-Control"]
    assert "Refresh" not in answer.headers
    part = client.get(source, headers={"Range": "bytes=0-3"})
    assert (206, b"RIFF") == (part.status_code, part.data)


def test_a_page_with_a_voice_lets_it_be_heard_to_its_end(
    client: FlaskClient, her: Phoned
) -> None:
    path = f"/people/{her.person}"
    assert pages_refresh(client, path) < 60
    kept(her)
    assert pages_refresh(client, path) >= 120


def pages_refresh(client: FlaskClient, path: str) -> int:
    said = client.get(path).text
    return int(said.partition('http-equiv="refresh" content="')[2].partition(";")[0])


def test_a_voice_that_tells_of_a_try_stands_with_it(
    client: FlaskClient, her: Phoned
) -> None:
    her.at(MONDAY + timedelta(hours=1))
    crowd.text(her.parts, "said my idea")
    attempt = her.one("SELECT id FROM attempts")
    kept(her, attempt=attempt)
    said = page(client, her)
    assert 1 == said.count("<audio")
    assert f'href="#try-{attempt}"' in said
    tried = said[said.index(f'id="try-{attempt}"') :]
    assert "<audio" in tried[: tried.index("</article>")]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("awaited", "A recording of 23 s is on its way from the carrier."),
        ("missing", "A recording of 23 s never arrived, and is gone for good."),
    ],
)
def test_a_voice_that_is_not_here_is_told_in_words(
    client: FlaskClient, her: Phoned, state: str, told: str
) -> None:
    with her.desk() as desk:
        call = her.call(desk)
        recording = her.records(desk, call)
        if state == "missing":
            recordings.missing(desk.tx, recording)
    said = page(client, her)
    assert told in said
    assert "<audio" not in said
    path = f"/people/{her.person}/recordings/{recording}"
    assert 404 == client.get(path).status_code


def test_an_unknown_a_foreign_and_a_mistyped_recording_are_the_same_404(
    client: FlaskClient, her: Phoned, parts: Parts, stairwell: UUID
) -> None:
    recording = kept(her)
    where = crowd.programme(parts, stairwell, "Other programme")
    tomas = crowd.person(parts, stairwell, where, number="+15550100002")
    other = crowd.organisation(parts, "Other", "+15550100200")
    foreign = crowd.person(parts, other, crowd.programme(parts, other))
    answers = [
        client.get(f"/people/{path}")
        for path in (
            f"{her.person}/recordings/{uuid4()}",
            f"{her.person}/recordings/x",
            f"x/recordings/{recording}",
            f"{tomas}/recordings/{recording}",
            f"{foreign}/recordings/{recording}",
        )
    ]
    assert {404} == {answer.status_code for answer in answers}
    assert {client.get(f"/people/{uuid4()}").data} == {one.data for one in answers}


def test_before_anything_is_set_up_there_is_no_recording(client: FlaskClient) -> None:
    assert 404 == client.get(f"/people/{uuid4()}/recordings/{uuid4()}").status_code


def test_a_recording_is_shown_to_this_machine_alone(
    client: FlaskClient, her: Phoned
) -> None:
    path = f"/people/{her.person}/recordings/{kept(her)}"
    far = client.get(path, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert 403 == far.status_code
    assert 405 == client.post(path).status_code


def test_a_sound_of_an_odd_kind_is_handed_out_as_no_page(
    client: FlaskClient, her: Phoned
) -> None:
    with her.desk() as desk:
        call = her.call(desk)
        recording = her.records(desk, call)
        recordings.keep(desk.tx, desk.person, recording, b"<script>", "text/html")
    answer = client.get(f"/people/{her.person}/recordings/{recording}")
    assert "application/octet-stream" == answer.mimetype
    assert "nosniff" == answer.headers["X-Content-Type-Options"]


def test_numbers_show_the_last_how_many_and_the_way_there(
    client: FlaskClient, her: Phoned
) -> None:
    her.tells("confidence", 3, 4, 7)
    her.tells("fear_felt", 8)
    said = page(client, her)
    assert "How sure of doing it" in said
    assert "7<small> of 10</small>" in said
    assert "3 answers, the last on Mon 2 Mar" in said
    assert 'aria-label="How sure of doing it, 0 to 10: 3, 4, 7, Mon 2 Mar"' in said
    assert 1 == said.count("<polyline")
    assert "one answer, on Mon 2 Mar" in said


def test_of_many_numbers_the_last_dozen_is_drawn(
    client: FlaskClient, her: Phoned
) -> None:
    her.tells("confidence", *range(10), 9, 9, 9, 9)
    said = page(client, her)
    assert "14 answers, the last 12 shown, the last on " in said
    (line,) = re.findall(r'<polyline points="([^"]+)"', said)
    assert 12 == len(line.split())


def test_a_number_of_no_step_and_of_an_unknown_name_is_told_too(
    client: FlaskClient, her: Phoned
) -> None:
    her.one("UPDATE steps SET ended_at = handrail_now() RETURNING 1")
    step = her.one("SELECT id FROM steps")
    her.tells("how_odd", 5, step=step)
    said = page(client, her)
    assert "How odd" in said
    assert "on an earlier step: <bdi>say one idea at the daily meeting</bdi>" in said


def test_consent_to_calls_and_to_recording_stands_with_its_day(
    client: FlaskClient, her: Phoned
) -> None:
    said = page(client, her)
    for told in (
        "Agreed to automated calls on Mon 2 Mar",
        "Agreed to be recorded on Mon 2 Mar",
        "one retry after 30 minutes (as in the programme)",
        "<b>Agreed to automated calls</b>",
        "<b>Agreed to be recorded in calls</b>",
    ):
        assert told in said, told
    her.one('UPDATE participants SET call_terms = \'{"call_at": "12:20"}\' RETURNING 1')
    assert (
        "Thu at 12:20, until 13:00 in New York, one retry after 30 minutes<br>"
        in page(client, her)
    )
    her.at(MONDAY + timedelta(days=1))
    crowd.text(her.parts, "STOP")
    assert "Asked for calls to stop on Tue 3 Mar" in page(client, her)


def test_who_has_agreed_to_no_call_may_have_asked_for_one(
    client: FlaskClient, parts: Parts, stairwell: UUID, where: UUID, clone: Clone
) -> None:
    found = crowd.person(parts, stairwell, where)
    tomas = Phoned(parts, clone, stairwell, found)
    crowd.text(parts, "GO")
    with tomas.desk() as desk:
        call_me.call_me(desk, "CALL ME")
    said = page(client, tomas)
    assert "Has not agreed to automated calls<br>" in said
    assert "<b>Asked for one call</b>" in said


def test_decisions_alone_tell_of_calls_made_and_not_made(
    client: FlaskClient, her: Phoned
) -> None:
    her.at(NOON)
    with her.desk() as desk:
        her.asks_for(desk, "sent")
    her.at(NOON + timedelta(days=7))
    with her.desk() as desk:
        her.asks_for(desk, "withheld")  # a stop came between: no decision tells of it
    said = client.get(f"/people/{her.person}?kind=reasons").text
    said = " ".join(said.split())
    made = "<span>Call made</span> It is Mila&#39;s time for a call"
    assert made in said
    assert "<span>Call not made</span> Texts to Mila were stopped" in said
    assert said.index("Call not made") < said.index("Call made")
    assert 'class="called' not in said


def test_the_next_call_is_among_what_is_next(client: FlaskClient, her: Phoned) -> None:
    planning.plan(her.parts, her.organisation, [her.person])
    assert "Call Thu 5 Mar 12:15" in page(client, her)


def test_a_call_they_asked_for_is_told_from_their_call_time(
    client: FlaskClient, her: Phoned
) -> None:
    planning.plan(her.parts, her.organisation, [her.person])
    her.at(MONDAY)
    with her.desk() as desk:
        call_me.call_me(desk, "CALL ME")
    said = page(client, her)
    asked, planned = "The call they asked for, today 10:00", "Call Thu 5 Mar 12:15"
    assert f'{asked}<small class="because">They asked for it.<' in said
    assert f'{planned}<small class="because">Their call time.<' in said
    assert "The call they asked for, today" in client.get("/people").text


def test_a_call_asked_for_at_night_says_why_it_waits(
    client: FlaskClient, her: Phoned
) -> None:
    her.at(MONDAY + timedelta(hours=14))  # midnight there
    with her.desk() as desk:
        call_me.call_me(desk, "CALL ME")
    her.at(MONDAY + timedelta(hours=14, minutes=20))
    with her.desk() as desk:
        call_me.call_me(desk, "CALL ME")
    said = page(client, her)
    assert 1 == said.count("The call they asked for, today 08:30<")
    assert "They asked for it when no call may go out, so it comes as soon" in said


def test_a_call_asked_for_stands_among_the_days_that_come(
    client: FlaskClient, her: Phoned
) -> None:
    """A call of tomorrow morning was on her page and in none of her fourteen days."""
    her.at(MONDAY + timedelta(hours=13, minutes=50))  # ten to midnight there
    with her.desk() as desk:
        call_me.call_me(desk, "CALL ME")
    for later in (timedelta(0), timedelta(minutes=20)):
        her.at(MONDAY + timedelta(hours=13, minutes=50) + later)
        said = " ".join(client.get(f"/people/{her.person}/schedule").text.split())
        called = f"<time>08:30</time> {html.escape('The call they asked for')}</b>"
        assert 1 == said.count(called)
        assert "Mila asked for this call." in said


def test_the_thread_is_cut_with_its_calls(
    client: FlaskClient, her: Phoned, monkeypatch: pytest.MonkeyPatch
) -> None:
    for minutes in range(4):
        her.at(NOON + timedelta(minutes=minutes))
        with her.desk() as desk:
            her.call(desk, "busy")
    monkeypatch.setattr(threads, "MOST", 2)
    said = page(client, her)
    assert 2 == said.count("<b>Busy</b>")
    (older,) = re.findall(r'rel="next" href="([^"]*)"', said)
    further = client.get(html.unescape(older)).text
    assert 2 == further.count("<b>Busy</b>")
    assert "Back to the newest" in further


# --- in a real browser ---


@pytest.fixture
def busy(her: Phoned) -> Phoned:
    """Mila after calls of every sort, with her voice and her numbers."""
    her.at(NOON)
    her.unreached("no_answer")
    her.tells("confidence", 3, 4, 7)
    with her.desk() as desk:
        her.asks_for(desk, "in_doubt", "/x")
        her.call(desk, "open")
        her.says(desk, "I want to die", "Please call 988.", "crisis")
    kept(her, words="w" * 300)
    return her


@pytest.mark.page
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_calls_fit_their_window_and_can_be_read(
    browser_page: Page, served: str, busy: Phoned, width: int, scheme: str
) -> None:
    browser_page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # parametrised
    browser_page.set_viewport_size({"width": width, "height": 844})
    browser_page.goto(f"{served}/people/{busy.person}")
    wide = browser_page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    assert [] == browser_page.evaluate(CONTRAST)


@pytest.mark.page
def test_a_wide_page_leaves_no_hole_beside_what_stands(
    browser_page: Page, served: str, busy: Phoned
) -> None:
    browser_page.set_viewport_size({"width": 1280, "height": 844})
    browser_page.goto(f"{served}/people/{busy.person}")
    names = (".self", ".changes", ".facts")
    boxes = [browser_page.locator(name).bounding_box() or {} for name in names]
    assert 1 == len({(one["x"], one["width"]) for one in boxes})
    for above, below in pairwise(boxes):
        assert 0 < below["y"] - above["y"] - above["height"] < 40


@pytest.mark.page
def test_a_voice_is_heard_in_a_browser(
    browser_page: Page, served: str, busy: Phoned
) -> None:
    told: list[str] = []
    browser_page.on("console", lambda message: told.append(message.text))
    browser_page.goto(f"{served}/people/{busy.person}")
    long = browser_page.evaluate(
        """() => new Promise((done, failed) => {
            const voice = document.querySelector('audio');
            voice.addEventListener('loadedmetadata', () => done(voice.duration));
            voice.addEventListener('error', () => failed(voice.error.message));
            voice.load(); voice.preload = 'auto'; voice.muted = true; voice.play();
        })"""
    )
    assert 0.3 < long < 0.5
    assert [] == told


@pytest.mark.page
def test_a_voice_is_let_be_when_the_page_makes_itself_anew(
    browser_page: Page, served: str, busy: Phoned
) -> None:
    browser_page.clock.install()
    browser_page.goto(f"{served}/people/{busy.person}")
    browser_page.evaluate("document.querySelector('audio').mine = true")
    busy.tells("confidence", 9)
    browser_page.clock.fast_forward(5_000)
    expect(browser_page.locator("#below")).to_contain_text("9 of 10")
    assert browser_page.evaluate("document.querySelector('audio').mine")
