"""Today and the list of people, as somebody at a browser meets them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.store import gates, rolls, views
from service.usecases import growth, today
from service.usecases.parts import Parts
from service.web import alarm_words, need_words, next_acts, tongues
from tests.database import Clone, put_clock, wait
from tests.pages.visiting import Visitor, visitor
from tests.pages.waiting import reach
from tests.service import console as desk
from tests.service import crowd


@pytest.fixture
def ruth(client: FlaskClient) -> Visitor:
    return Visitor(client)


def sql(clone: Clone, words: str, *values: object) -> None:
    with psycopg.connect(clone.superuser_url) as line:
        line.execute(words.encode(), values)


def ask(clone: Clone, whose: UUID, reason: str = "question") -> None:
    sql(
        clone,
        "INSERT INTO alerts (id, organisation_id, participant_id, kind, reason, state,"
        " raised_at, step) SELECT gen_random_uuid(), organisation_id, id, 'hand', %s,"
        " 'open', handrail_now(), 0 FROM participants WHERE id = %s",
        reason,
        whose,
    )


@pytest.mark.usefixtures("where")
def test_an_empty_day_is_a_good_one(ruth: Visitor) -> None:
    ruth.goes("/")
    assert "<h1>Today</h1>" in ruth.said
    assert "A quiet place, for now" in ruth.said
    assert "most urgent first" in ruth.said
    assert 'hx-trigger="every 4s"' in ruth.answer.text


def test_what_comes_today_is_said_in_one_line(
    ruth: Visitor, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    crowd.person(parts, stairwell, where)
    said = ruth.goes("/").said
    assert "Nobody needs you right now." in said
    assert "Planned for today: 1 invitation." in said


@pytest.mark.usefixtures("mila")
def test_what_was_asked_for_before_midnight_is_counted_on_the_day_it_comes(
    ruth: Visitor, parts: Parts, clone: Clone
) -> None:
    put_clock(clone, datetime(2026, 3, 3, 4, 59, tzinfo=UTC))  # 23:59 of her Monday
    crowd.text(parts, "CALL ME")
    assert not re.search(r"Planned for today: [^.]*1 call", ruth.goes("/").said)
    wait(clone, timedelta(minutes=10))
    assert re.search(r"Planned for today: [^.]*1 call", ruth.goes("/").said)


def test_a_crisis_is_had_looked_at_and_let_go(
    ruth: Visitor, parts: Parts, mila: UUID
) -> None:
    crowd.text(parts, "I want to die")
    said = ruth.goes("/").said
    for told in (
        "<strong>1 needs someone.</strong> </p>",
        'href="tel:+15550100001"',
        "I want to die</blockquote>",
        f'href="/people/{mila}/hold"',
        "I have this",
    ):
        assert told in said, told
    # Her first try can wait: its button is no way to be done with the alert.
    assert "Did it for the first time." not in said
    assert ">Done<" not in said
    assert "handrail " not in said
    (have,) = re.findall(r'action="(/today/alerts/[^"]*/have)"', ruth.answer.text)
    assert "You have it." in ruth.sends(have).said
    assert "has it since today" in ruth.said
    assert "I have this" not in ruth.said
    ruth.goes(f"/people/{mila}/hold")
    assert "On hold for safety" in ruth.said
    refused = ruth.sends(f"/people/{mila}/hold", note="x" * 501)
    assert 422 == refused.answer.status_code
    assert "x" * 501 in refused.said
    ruth.sends(f"/people/{mila}/hold", note="We talked.")
    assert "The hold on Mila is lifted (Safety)" in ruth.said
    assert "Did it for the first time." in ruth.said
    assert "5550100001" not in ruth.said
    assert "We talked." in ruth.goes(f"/people/{mila}").said
    assert "Nothing is held for them." in ruth.goes(f"/people/{mila}/hold").said


def test_a_doubt_is_settled_with_what_each_answer_means(
    ruth: Visitor, parts: Parts, clone: Clone, mila: UUID
) -> None:
    sql(clone, "UPDATE outbox_messages SET state = 'in_doubt', called_at = now()"
        " WHERE id = (SELECT id FROM outbox_messages ORDER BY id LIMIT 1)")  # fmt: skip
    said = ruth.goes("/").said
    assert "Nobody knows whether this text went out." in said
    assert "They may get it twice." in said
    (path,) = re.findall(r'action="(/today/doubts/[^"]*)"', ruth.answer.text)
    assert 404 == ruth.sends(path, answer="no such").answer.status_code
    ruth.goes("/")
    before = ruth.answer.text
    assert "Left. Nothing goes out" in ruth.sends(path, answer="leave").said
    assert "In doubt" not in ruth.said.partition("<main")[2].partition("<details")[0]
    assert path in before
    assert mila


@pytest.mark.parametrize(
    ("reason", "says", "leads"),
    [
        ("more_often", "Add the day", "/schedule#days"),
        ("less_often", "Take a day out", "/schedule#days"),
        ("no_step", "Set a first step", "/edit/step"),
        ("A3", "Make the step smaller", "/edit/growth"),
        ("accepted_more_help", "Change the help", "/edit/growth"),
        ("STAY-fear", "Look at the step", "/edit/growth"),
        ("C-list", "Look at their list", "/edit/list"),
    ],
)
def test_a_need_that_says_what_to_do_leads_there(
    ruth: Visitor, clone: Clone, mila: UUID, reason: str, says: str, leads: str
) -> None:
    ask(clone, mila, reason)
    ruth.goes("/")
    assert re.search(rf'href="/people/{mila}{leads}">{says}</a>', ruth.answer.text)
    assert "Open Mila</a>" not in ruth.said
    assert ">Done</button>" in ruth.said
    page, _, anchor = leads.partition("#")
    found = ruth.goes(f"/people/{mila}{page}")
    assert 200 == found.answer.status_code
    assert not anchor or f'id="{anchor}"' in found.answer.text


@pytest.mark.parametrize("reason", ["serious", "C-fear", "STAY-unsure", "more_often"])
def test_what_waits_for_a_word_can_be_left_as_it_is(
    ruth: Visitor, parts: Parts, stairwell: UUID, clone: Clone, mila: UUID, reason: str
) -> None:
    with parts.at_desk(stairwell, mila) as desk_:
        grown = growth.of(desk_)
    ask(clone, mila, reason)
    said = ruth.goes("/").said
    assert ">Done</button>" in said
    (path,) = re.findall(r'action="(/today/alerts/[^"]*/leave)"', ruth.answer.text)
    said = ruth.sends(path).said
    assert "Left as it is: nothing of the step was changed." in said
    assert path not in ruth.answer.text
    with parts.at_desk(stairwell, mila) as desk_:
        assert growth.of(desk_) == grown
    told = "looked at what was asked for, and left it as it was"
    assert told in ruth.goes(f"/people/{mila}").said


def test_what_was_left_is_put_back_by_undo(
    ruth: Visitor, clone: Clone, mila: UUID
) -> None:
    ask(clone, mila, "serious")
    ruth.goes("/")
    (path,) = re.findall(r'action="(/today/alerts/[^"]*/leave)"', ruth.answer.text)
    ruth.sends(path).presses("Undo")
    assert path in ruth.answer.text


@pytest.mark.parametrize("reason", ["question", "no_step", "A3"])
def test_what_asks_for_no_adjustment_cannot_be_left(
    ruth: Visitor, clone: Clone, mila: UUID, reason: str
) -> None:
    ask(clone, mila, reason)
    ruth.goes("/")
    assert "Leave it as it is" not in ruth.said
    (path,) = re.findall(r'action="(/today/alerts/[^"]*)/away"', ruth.answer.text)
    form = ruth._form(f"{path}/away")
    ruth.client.post(f"{path}/leave", data=form)
    assert f"{path}/away" in ruth.goes("/").answer.text


def test_who_no_text_reaches_is_called(ruth: Visitor, clone: Clone, mila: UUID) -> None:
    ask(clone, mila, "no_texts")
    ruth.goes("/")
    there = f'href="/inbox/{mila}#calling">Call them</a>'
    assert there in ruth.answer.text
    assert 'id="calling"' in ruth.goes(f"/inbox/{mila}").answer.text
    sql(clone, "UPDATE participants SET consent = 'stopped' WHERE id = %s", mila)
    assert there not in ruth.goes("/").answer.text
    assert "Open Mila</a>" in ruth.said


def test_every_next_act_is_of_a_reason_that_is_told() -> None:
    told = {reason for kind, reason in alarm_words.ALERT if kind == "hand"}
    assert not next_acts.ACTS.keys() - told - {"STAY-cost"}


def test_what_says_the_same_again_stands_once_until_its_newest_is_seen_to(
    ruth: Visitor, clone: Clone, mila: UUID
) -> None:
    for _ in range(3):
        ask(clone, mila, "unsure")
        wait(clone, timedelta(minutes=2))
    said = ruth.goes("/").said
    assert 1 == said.count("not understood. 3 times by now.")
    assert "not understood." in ruth.goes(f"/inbox/{mila}").said
    assert "3 times since today" in ruth.said
    (newest,) = re.findall(r'name="away" value="(.+?)"', ruth.answer.text)
    ask(clone, mila, "unsure")  # while she looks at the three
    ruth.sends(f"/inbox/{mila}/alert", away=newest)
    assert "not understood." in ruth.goes("/").said
    assert "times by now" not in ruth.said


def test_all_that_done_puts_away_can_be_read_on_the_card(
    ruth: Visitor, parts: Parts, clone: Clone, mila: UUID
) -> None:
    told = [f"please get me a person, {which}" for which in "abcdef"]
    for words in told:
        crowd.text(parts, words)
        wait(clone, timedelta(minutes=10))
    said = ruth.goes("/").said
    assert "6 times by now." in said
    before, _, after = said.partition("<main")[2].partition("</details>")
    assert "2 texts before these" in before
    quoted = [re.findall(r"get me a person, (.)<", part) for part in (before, after)]
    assert [list("ab"), list("cdef")] == quoted
    (away,) = re.findall(r'action="(/today/alerts/[^"]*/away)"', ruth.answer.text)
    said = ruth.sends(away).said
    # What was closed is named once, above the list, the newest of it in full.
    assert ["a", "b"] == sorted({*"abcdef"} - {*re.findall(r"a person, (.)<", said)})
    assert "and 2 before these" in said
    assert "get me a person" not in said[said.index('class="live"') :]
    assert "Waits for" not in ruth.goes("/inbox").said
    assert mila


def test_today_speaks_spanish_too(ruth: Visitor, parts: Parts, mila: UUID) -> None:
    ruth.client.set_cookie(tongues.COOKIE, "es", domain="localhost")
    assert "Lo hizo por primera vez." in ruth.goes("/").said
    crowd.text(parts, "I want to die")
    said = ruth.goes("/").said
    for told in (
        "<h1>Hoy</h1>",
        "<strong>1 necesita a alguien.</strong> </p>",
        "Un mensaje tocó su seguridad.",
        "Yo me encargo",
        "hoy ",
    ):
        assert told in said, told
    assert "Reanudar los mensajes automáticos" in ruth.goes(f"/people/{mila}/hold").said
    assert "Buscar por nombre" in ruth.goes("/people").said


def test_every_word_of_the_order_has_its_spanish() -> None:
    named = [*need_words.LABELS.values(), *need_words.DONE.values()]
    named += [need.because for need in today.ORDER]
    with Flask("x").test_request_context(headers={"Accept-Language": "es"}):
        assert [] == [one for one in named if one == tongues.say(one)]


def test_what_was_settled_meanwhile_is_said(
    ruth: Visitor, clone: Clone, mila: UUID
) -> None:
    sql(clone, "UPDATE participants SET hold = 'unclear_stop', hold_since = now()")
    sql(clone, "UPDATE outbox_messages SET state = 'in_doubt', called_at = now()"
        " WHERE id = (SELECT id FROM outbox_messages ORDER BY id LIMIT 1)")  # fmt: skip
    ruth.goes("/")
    assert "they may want texts to end" in ruth.said
    (path,) = re.findall(r'action="(/today/doubts/[^"]*)"', ruth.answer.text)
    form = {"csrf_token": str(re.findall(r'csrf_token" value="([^"]*)"', ruth.said)[0])}
    for _ in range(2):
        settled = ruth.client.post(path, data={**form, "answer": "went_out"})
    assert "done=over" in settled.headers["Location"]
    for done in ("released", "over"):
        answer = ruth.client.post(f"/people/{mila}/hold", data=form)
        assert f"done={done}" in answer.headers["Location"]
    assert 404 == ruth.client.post("/people/x/hold", data=form).status_code


@pytest.mark.usefixtures("where")
def test_a_doubt_about_an_alert_whose_coach_is_gone_can_only_be_left(
    ruth: Visitor, parts: Parts, stairwell: UUID, clone: Clone, mila: UUID
) -> None:
    reach(parts, stairwell)
    crowd.text(parts, "I want to die")
    sql(clone, "UPDATE outbox_messages SET state = 'in_doubt', called_at = now()"
        " WHERE coach_id IS NOT NULL")  # fmt: skip
    sql(clone, "UPDATE coaches SET takes_alerts = false")
    said = ruth.goes("/").said
    assert "It was to Ruth, about an alert." in said
    assert "Handrail: someone in Find my voice may not be safe." in said
    (path,) = re.findall(r'action="(/today/doubts/[^"]*)"', ruth.answer.text)
    assert "There is nobody left" in ruth.sends(path, answer="send_again").said
    assert mila


@pytest.mark.usefixtures("where")
def test_what_is_shut_stands_on_top_with_its_action(
    ruth: Visitor, parts: Parts, stairwell: UUID
) -> None:
    with parts.db.transaction(stairwell) as tx:
        gates.stop(tx, "text", 20003)
    said = ruth.goes("/").said
    assert "Texts: stopped by the carrier: not let in (20003)." in said
    assert "handrail gate" not in said
    assert "Open again." in ruth.sends("/today/gates").said
    assert "stopped by the carrier" not in ruth.said


@pytest.mark.usefixtures("where")
def test_what_is_held_for_a_restore_is_said_and_opened_by_nobody_here(
    ruth: Visitor, clone: Clone
) -> None:
    sql(clone, "SELECT handrail_hold(NULL)")
    said = ruth.goes("/").said
    assert "Texts: held: the service was put back from a backup" in said
    assert "Whoever runs this can let it go on." in said
    assert "It is mended" not in said


def test_a_limit_that_is_reached_stands_on_top(
    ruth: Visitor, clone: Clone, stairwell: UUID
) -> None:
    sql(clone, "INSERT INTO alerts (id, organisation_id, kind, reason, state,"
        " raised_at, step) VALUES (gen_random_uuid(), %s, 'limit', 'budget_day',"
        " 'open', handrail_now(), 0)", stairwell)  # fmt: skip
    said = ruth.goes("/").said
    assert "A limit of messages or money was reached." in said
    (away,) = re.findall(r'action="(/today/alerts/[^"]*/away)"', ruth.answer.text)
    assert "Seen to, and off the list." in ruth.sends(away).said
    assert "A limit of messages" not in ruth.said


def test_what_is_nobodys_or_over_is_answered_alike(
    ruth: Visitor, parts: Parts, clone: Clone, mila: UUID
) -> None:
    other = crowd.organisation(parts, "Other", "+15550100200")
    foreign = crowd.person(parts, other, crowd.programme(parts, other), name="Foreign")
    ask(clone, foreign)
    ask(clone, mila)
    ruth.goes("/")
    assert "Foreign" not in ruth.said
    token = re.search(r'name="csrf_token" value="([^"]*)"', ruth.answer.text)
    assert token is not None
    form = {"csrf_token": token[1]}
    with psycopg.connect(clone.superuser_url) as line:
        row = line.execute(
            "SELECT id FROM alerts WHERE participant_id = %s", (foreign,)
        ).fetchone()
    assert row is not None
    for path in ("/today/alerts/{}/have", "/today/news/{}/away"):
        answers = [
            ruth.client.post(path.format(one), data=form)
            for one in (row[0], uuid4(), "x")
        ]
        assert {404} == {one.status_code for one in answers}
        assert 1 == len({one.data for one in answers})
    path = f"/today/alerts/{row[0]}/away"
    over = ruth.client.post(path, data=form)
    assert "done=over" in over.headers["Location"]
    answers = [ruth.client.get(f"/people/{one}/hold") for one in (foreign, uuid4())]
    assert {404} == {one.status_code for one in answers}


def test_a_viewer_is_shown_no_button_she_may_not_press(
    parts: Parts, clone: Clone, stairwell: UUID, mila: UUID
) -> None:
    console = desk.opened(parts, clone, stairwell)
    ana = console.colleague(console.owner(), "ana@example.org", "viewer")
    crowd.text(parts, "I want to die")
    said = visitor(console, ana.token).goes("/").said
    assert "I want to die" in said
    assert "I have this" not in said
    assert "lift the hold" not in said
    assert mila


# ---- the list of people ----


def people(parts: Parts, whose: UUID, where: UUID, names: list[str]) -> list[UUID]:
    return [
        crowd.person(parts, whose, where, name=name, number=f"+155501001{at:02d}")
        for at, name in enumerate(names)
    ]


@pytest.fixture
def last(parts: Parts, stairwell: UUID, where: UUID, clone: Clone) -> UUID:
    """Mila, who can wait: she stands below a whole page and ten more."""
    found = crowd.person(parts, stairwell, where)
    sql(
        clone,
        "INSERT INTO alerts (id, organisation_id, kind, reason, state, raised_at, step)"
        " SELECT gen_random_uuid(), %s, 'hand', 'question', 'open', handrail_now(), 0"
        " FROM generate_series(1, %s)",
        stairwell,
        today.MOST + 10,
    )
    ask(clone, found, "serious")
    return found


SHOWN = '<li class="need '


@pytest.mark.usefixtures("last")
def test_more_than_a_page_of_needs_is_turned(ruth: Visitor) -> None:
    first = ruth.goes("/")
    assert today.MOST == first.answer.text.count(SHOWN)
    assert "1 needs someone." in first.said
    beside = f"{today.MOST + 10} things here are about nobody who is enrolled."
    assert beside in first.said
    assert "11 more stand below these." in first.said
    assert "Page 1 of 2" in first.said
    assert "<bdi>Mila</bdi>" not in first.said
    (after,) = re.findall(
        r'rel="next" id="page-after" href="([^"]*)"', first.answer.text
    )
    assert "The next 11" in first.said
    second = ruth.goes(after)
    assert 11 == second.answer.text.count(SHOWN)
    assert "<bdi>Mila</bdi>" in second.said
    assert "stand below these" not in second.said
    # The part that looks by itself looks at this page, and is not changed.
    (again,) = re.findall(r'hx-get="([^"]*)"', second.answer.text)
    assert "page=2" in again
    htmx = {"HX-Request": "true"}
    looked = ruth.client.get(again.replace("&amp;", "&"), headers=htmx)
    assert 204 == looked.status_code


def test_what_is_pressed_on_a_page_of_today_leads_back_to_it(
    ruth: Visitor, last: UUID
) -> None:
    ruth.goes("/?page=2").presses("Done")
    assert re.fullmatch(r"/\?done=away&closed=[0-9a-f-]{36}&page=2", ruth.path)
    assert 10 == ruth.answer.text.count(SHOWN)
    # She is led to from the list of people, wherever she stands.
    (led,) = re.findall(r'href="([^"]*#w-[^"]*)"', ruth.goes("/people").answer.text)
    assert "<bdi>Mila</bdi>" in ruth.goes(led.replace("&amp;", "&")).said
    for odd in ("page=99", "page=2", f"whose={last}"):
        assert "Page 2 of 2" in ruth.goes(f"/?{odd}").said
    for odd in ("page=0", "page=-7", "page=x", "whose=x", f"whose={uuid4()}"):
        assert "Page 1 of 2" in ruth.goes(f"/?{odd}").said


def test_people_says_what_its_filter_counts(ruth: Visitor, mila: UUID) -> None:
    said = ruth.goes("/people").said
    assert 'aria-describedby="needs-hint"' in said
    assert "All who stand on Today, but those who have only something to" in said


def test_people_are_turned_page_by_page_by_key(
    client: FlaskClient,
    parts: Parts,
    stairwell: UUID,
    where: UUID,
    clone: Clone,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, _, last = people(parts, stairwell, where, ["óscar", "Noor", "P2"])
    ask(clone, last)
    monkeypatch.setattr(views, "PAGE", 2)
    first = client.get("/people").text
    # Who needs somebody comes first, then each by name, not as they were enrolled.
    assert ["P2", "Noor"] == re.findall(r"<h2><a [^>]*><bdi>([^<]*)", first)
    (after,) = re.findall(r'rel="next" href="([^"]*)"', first)
    second = client.get(after).text
    assert ["óscar"] == re.findall(r"<h2><a [^>]*><bdi>([^<]*)", second)
    assert "More people" in first
    assert "More people" not in second
    assert "Back to the first" in second
    needing = client.get("/people?needs=1").text
    assert "<bdi>P2</bdi>" in needing
    assert "<bdi>Noor</bdi>" not in needing
    for odd in ("after=x", f"after={uuid4()}", "programme=x", "needs=7"):
        assert "<bdi>P2</bdi>" in client.get(f"/people?{odd}").text


def test_people_are_shown_of_one_programme(
    client: FlaskClient, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    crowd.person(parts, stairwell, where)
    other = crowd.programme(parts, stairwell, "Saying no")
    crowd.person(parts, stairwell, other, name="Noor", number="+15550100002")
    said = client.get(f"/people?programme={other}").text
    assert "<bdi>Noor</bdi>" in said
    assert "<bdi>Mila</bdi>" not in said
    assert f'value="{other}" selected' in said
    none = client.get(f"/people?programme={uuid4()}").text
    assert "Nobody here fits that." in none


def test_somebody_is_found_by_name_or_number_and_in_no_address(
    ruth: Visitor,
    parts: Parts,
    stairwell: UUID,
    where: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people(parts, stairwell, where, ["José Ruiz", "Mila Jones", "<b>Bo</b>"])
    for wanted, found in (
        ("jose", "José Ruiz"), ("  JONES ", "Mila Jones"), ("RUIZ", "José Ruiz"),
        ("+1 555 010 0101", "Mila Jones"), ("<b>", "&lt;b&gt;Bo&lt;/b&gt;"),
    ):  # fmt: skip
        ruth.goes("/people").sends("/people/search", wanted=wanted)
        assert found in ruth.answer.text
        assert "1 person." in ruth.said
        assert "/people/search" == ruth.path
    other = crowd.organisation(parts, "Other", "+15550100200")
    crowd.person(parts, other, crowd.programme(parts, other), name="Foreign",
                 number="+15550100777")  # fmt: skip
    for wanted in ("Foreign", "+15550100777", "5550100", "nobody"):
        ruth.goes("/people").sends("/people/search", wanted=wanted)
        assert "Nobody here is called that" in ruth.said
    ruth.goes("/people").sends("/people/search", wanted="  ")
    assert 422 == ruth.answer.status_code
    monkeypatch.setattr(rolls, "MOST_NAMES", 1)
    monkeypatch.setattr("service.usecases.finding.MOST_NAMES", 1)
    ruth.goes("/people").sends("/people/search", wanted="jones")
    assert "too many names" in ruth.said
