"""The inbox as a coach uses it: who waits, a reply and its cost, and what is refused."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from service.store.exchanges import Who
from service.usecases import (
    appointing,
    bridging,
    looking_after,
    taking_over,
    told_no,
)
from service.usecases.bridging import Wish
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.told_no import No
from service.web import inbox_words
from tests import asking
from tests.database import Clone, wait
from tests.pages.visiting import Visitor, talk, visitor
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import Console, Someone

QUESTION = "can I talk to a person please?"


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


@pytest.fixture
def vera(console: Console, ruth: Someone) -> Someone:
    return console.colleague(ruth, "vera@example.org", "viewer")


def sent(parts: Parts) -> list[str]:
    """What the carrier was given since, after one round of the clock."""
    before = len(parts.carrier.taken)  # type: ignore[attr-defined] # a fake of ours
    looking_after.round_of(parts, 0)
    for organisation, rows in _due(parts).items():
        looking_after.WORK["deliver"](parts, organisation, rows)
    return [body for _, body in parts.carrier.taken[before:]]  # type: ignore[attr-defined] # a fake of ours


def _due(parts: Parts) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for job, whose, ids in parts.bell.rung:  # type: ignore[attr-defined] # a fake of ours
        if job == "deliver":
            found.setdefault(whose, []).extend(ids)
    return found


def test_who_waits_stands_on_top(
    console: Console, coach: Visitor, mila: UUID, where: UUID, parts: Parts
) -> None:
    other = {"name": "Ben", "number": "+15550100003"}
    crowd.person(parts, console.organisation, where, **other)
    wait(console.clone, timedelta(minutes=5))
    crowd.text(parts, "GO", sender=other["number"])
    wait(console.clone, timedelta(minutes=5))
    crowd.text(parts, QUESTION)
    wait(console.clone, timedelta(minutes=5))
    crowd.text(parts, "said it", sender=other["number"])
    sent(parts)
    page = coach.goes("/inbox")
    assert page.said.index("Mila") < page.said.index("Ben")
    assert page.said.count("Waits for an answer") == 1
    # The service has answered that it tells a coach; hers is what waits.
    assert QUESTION in page.said


def test_the_longest_wait_comes_first_and_who_never_wrote_last(
    console: Console, coach: Visitor, mila: UUID, where: UUID, parts: Parts
) -> None:
    crowd.text(parts, QUESTION)
    for name, number in (("Ben", "+15550100003"), ("Noor", "+15550100004")):
        wait(console.clone, timedelta(minutes=5))
        crowd.person(parts, console.organisation, where, name=name, number=number)
    wait(console.clone, timedelta(minutes=5))
    crowd.text(parts, "GO", sender="+15550100003")
    wait(console.clone, timedelta(minutes=5))
    crowd.text(parts, QUESTION, sender="+15550100003")
    # She asks once more: that puts her behind nobody.
    wait(console.clone, timedelta(minutes=5))
    crowd.text(parts, "hello?")
    crowd.text(parts, "GO", sender="+15550100004")
    sent(parts)
    console.sql(
        "DELETE FROM inbox i USING numbers n WHERE n.participant_id = i.participant_id"
        " AND i.participant_id NOT IN (SELECT participant_id FROM alerts"
        " WHERE participant_id IS NOT NULL)"
    )
    new = {"name": "Berta", "number": "+15550100005"}
    crowd.person(parts, console.organisation, where, **new)
    said = coach.goes("/inbox").said
    assert said.index("Mila") < said.index("Ben") < said.index("Noor")
    assert said.index("Noor") < said.index("Berta") < said.index("No texts yet")
    assert 1 == said.count("Has not written yet")


def proves(console: Console) -> None:
    """Everybody who is in proved who she is just now."""
    console.sql("UPDATE sessions SET proved_at = handrail_now()")


def confirm_line(console: Console, coach: Visitor, parts: Parts) -> None:
    """Have the coach's own telephone confirmed, after what is no number and no code."""
    proves(console)
    coach.goes("/account").sends("/account/line", line="12")
    assert "number cannot be texted" in coach.said
    coach.sends("/account/line", line="+15550100019")
    (words,) = [words for words in sent(parts) if "is the code" in words]
    coach.sends("/account/line/confirm", code="0")
    assert "this is not the code" in coach.said
    coach.sends("/account/line/confirm", code=words.split()[1])
    assert "confirmed" in coach.said


def removes_line(console: Console, coach: Visitor) -> None:
    proves(console)
    coach.goes("/account").sends("/account/line/forget")
    assert "confirmed" not in coach.said


def test_a_call_rings_her_own_telephone_once_it_is_confirmed(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    coach.goes(talk(mila))
    assert "Confirm your telephone first" in coach.said
    confirm_line(console, coach, parts)
    crowd.text(parts, "GO")
    coach.goes(talk(mila))
    assert "They have not agreed to calls." in coach.said
    coach.sends(f"{talk(mila)}/call")
    assert "write why a call is right all the same" in coach.said
    once = coach._form(f"{talk(mila)}/call")
    coach.sends(f"{talk(mila)}/call", stated="They asked me to.")
    assert "Your telephone rings now." in coach.goes(rang := coach.path).said
    assert "You are talking with them" in coach.said
    coach.client.post(f"{talk(mila)}/call", data={**once, "stated": "Again."})
    counted = "SELECT count(*) FROM outbox_messages WHERE channel = 'call'"
    assert 1 == console.one(counted)
    coach.goes(talk(mila)).sends(f"{talk(mila)}/call", stated="Once more.")
    assert "a call goes on just now" in coach.said
    console.sql(
        "UPDATE outbox_messages SET state = 'in_doubt', called_at = handrail_now()"
        " WHERE channel = 'call'"
    )
    assert "call anew from their conversation" in coach.goes("/").said
    assert "Send again" not in coach.said
    assert "coach's telephone rang" in coach.goes(talk(mila)).said
    console.sql("UPDATE bridges SET ended = 'not_taken'")
    for page in (talk(mila), f"/people/{mila}"):
        assert "telephone was not picked up" in coach.goes(page).said
    # What was just done is not said of a call that is over.
    assert "Your telephone rings now." not in coach.goes(rang).said
    removes_line(console, coach)


def test_a_no_to_calls_is_said_first_and_nothing_is_asked_for(
    console: Console, ruth: Someone, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    signed = console.signed(ruth.token)
    told = No("call", "No calls, please.", "on the phone", date(2026, 1, 1))
    told_no.enter(parts, signed, mila, told)
    said = coach.goes(talk(mila)).said
    assert "They asked for calls to stop. You can write to them." in said
    assert "Confirm your telephone first" not in said
    with pytest.raises(Refused, match="call: ") as refused:
        bridging.call(parts, signed, mila, Wish(uuid4()))
    assert "telephone first" not in str(refused.value)


def test_what_a_reason_lifts_is_said_before_a_telephone_is_asked_for(
    coach: Visitor, mila: UUID
) -> None:
    said = coach.goes(talk(mila)).said
    asked = said.index("Confirm your telephone first")
    assert said.index("They have not agreed to calls.") < asked


def test_a_reply_answers_and_the_talk_is_ended(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    crowd.text(parts, QUESTION)
    sent(parts)
    coach.goes(talk(mila))
    assert "Would like to talk to a person." in coach.said
    coach.sends(talk(mila), words="I am here. Shall I call you?")
    assert "It is on its way." in coach.said
    assert "You are talking with them" in coach.said
    assert "24 hours after the last word" in coach.said
    # She asked, and was answered: the alert is over, and nobody waits.
    assert "Would like to talk" not in coach.said
    assert "I am here. Shall I call you?" in sent(parts)
    assert "Waits for an answer" not in coach.goes("/inbox").said
    assert "I am here. Shall I call you?" in coach.said
    assert "You are talking" in coach.said
    assert "wrote" in console.audited()
    coach.goes(talk(mila)).sends(f"{talk(mila)}/end")
    assert "automatic texts go on" in coach.said
    assert console.one("SELECT hold FROM participants WHERE id = %s", mila) is None


def test_who_ends_a_talk_is_told_what_has_no_answer_and_she_stays_on_today(
    coach: Visitor, mila: UUID, parts: Parts
) -> None:
    left = "Their last words have no answer yet."
    coach.goes(talk(mila)).sends(talk(mila), words="How did it go?")
    assert left not in coach.said
    crowd.text(parts, "What if nobody opens the floor?")
    assert left in coach.goes(talk(mila)).said
    coach.sends(f"{talk(mila)}/end")
    assert "Their last words in a talk with a coach have no answer." in coach.said
    assert "Waits for an answer" in coach.goes("/inbox").said
    for page in ("/", "/people"):
        assert "1 needs someone." in coach.goes(page).said
    assert "What if nobody opens the floor?" in coach.goes("/").said
    coach.goes(talk(mila)).sends(f"{talk(mila)}/settle")
    assert "Waits for an answer" not in coach.goes("/inbox").said
    assert "1 needs someone." not in coach.goes("/").said
    assert "Nobody needs you right now." in coach.goes("/people").said


def test_who_takes_a_talk_over_has_the_task_unless_it_is_somebodys(
    coach: Visitor, ana: Visitor, mila: UUID
) -> None:
    assert "Nobody's yet." in coach.goes(talk(mila)).said
    assert "Yours." in coach.sends(talk(mila), words="How did it go?").said
    assert "Mila" in coach.goes("/inbox?show=mine").said
    # Ana takes the talk over knowing of her; the task stays where it is.
    ana.goes(talk(mila)).sends(f"{talk(mila)}/take")
    assert "You are talking with them" in ana.said
    assert "Yours." not in ana.said
    assert "Yours." in coach.goes(talk(mila)).said


def test_what_is_typed_survives_every_refusal(
    console: Console, coach: Visitor, ana: Visitor, mila: UUID, parts: Parts
) -> None:
    words = "A long thought — about “ideas” & <b>meetings</b>"
    ana.goes(talk(mila))
    coach.goes(talk(mila)).sends(words="")
    assert 422 == coach.answer.status_code
    assert "write something first" in coach.said
    coach.goes(talk(mila)).sends(words="x" * 1601)
    assert "send it in two" in coach.said
    assert "x" * 1601 in coach.said
    # Ana writes first; Ruth sees it only when she sends.
    coach.goes(talk(mila))
    ana.sends(talk(mila), words="Hello from Ana")
    coach.sends(talk(mila), words=words)
    assert 422 == coach.answer.status_code
    assert "Ana Costa is talking with them" in coach.said
    assert words in coach.said
    assert "&lt;b&gt;meetings" in coach.answer.text
    assert "Sending takes the talk over" in coach.said
    coach.sends(talk(mila), words=words)
    assert "It is on its way." in coach.said
    assert 'A long thought - about "ideas" & <b>meetings</b>' in sent(parts)
    assert "Ana Costa handed over." in coach.said
    crowd.text(parts, "STOP")
    coach.sends(talk(mila), words="Please come back, 100 %s")
    assert "asked for texts to stop" in coach.said
    assert "Please come back, 100 %s" in coach.said
    assert 422 == coach.answer.status_code


HALF = "half a reply, “so” to say"


@pytest.mark.parametrize(
    ("pressed", "says"),
    [
        ("Assign", "Ana Costa"),
        ("Put off", "Put off until"),
        ("Nothing to answer", HALF),
        ("Only take over", "You are talking with them now"),
        ("I have this", "Ruth Miller has it since"),
        ("Done", HALF),
        ("It went out", HALF),
    ],
)
def test_half_a_reply_stays_whatever_else_is_pressed(
    console: Console, coach: Visitor, ana: Visitor, mila: UUID, pressed: str, says: str
) -> None:
    crowd.text(console.parts, QUESTION)
    console.sql(
        "UPDATE outbox_messages SET state = 'in_doubt', called_at = handrail_now()"
        " WHERE id = (SELECT id FROM outbox_messages WHERE kind = 'reply' LIMIT 1)"
    )
    her = console.one("SELECT id FROM accounts WHERE role = 'coach'")
    typed = {"words": HALF, "note": "half a note", "stated": "", "to": str(her)}
    coach.goes(f"{talk(mila)}?show=waiting").presses(pressed, put="hour", **typed)
    assert 200 == coach.answer.status_code
    assert says in coach.said
    assert f">{HALF}</textarea>" in coach.said
    assert ">half a note</textarea>" in coach.said
    assert "half" not in coach.path
    # The part that looks by itself does so where it is found.
    (looks,) = re.findall(r'hx-get="([^"]*)"', coach.answer.text)
    assert looks.startswith(f"{talk(mila)}?show=waiting&amp;anew=1")
    written = "SELECT count(*) FROM outbox_messages WHERE kind = 'personal'"
    assert 0 == console.one(written)


def test_a_reply_a_note_and_a_call_leave_each_others_words(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    coach.goes(talk(mila)).presses("Keep the note", words=HALF, note="Calm today")
    assert "The note is kept." in coach.said
    assert f">{HALF}</textarea>" in coach.said
    assert ">Calm today</textarea>" not in coach.said
    coach.presses("Send", words="Hello", note="half a note", stated="They asked")
    assert "It is on its way." in coach.said
    assert ">half a note</textarea>" in coach.said
    assert ">Hello</textarea>" not in coach.said
    assert 1 == console.one("SELECT count(*) FROM notes")
    confirm_line(console, coach, parts)
    coach.goes(talk(mila)).presses("Call", words=HALF)
    assert "write why a call is right all the same" in coach.said
    assert f">{HALF}</textarea>" in coach.said
    coach.presses("Call", words=HALF, stated="They asked me to.")
    assert "Your telephone rings now." in coach.said
    assert f">{HALF}</textarea>" in coach.said


def test_return_in_a_field_of_one_line_does_nothing_and_keeps_what_is_typed(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    coach.goes(talk(mila))
    first = coach.answer.text.index('form="writing"')
    assert 'name="do" value="stay"' in coach.answer.text[first : first + 60]
    coach.presses("Show", words=HALF, stated="They asked")
    assert 200 == coach.answer.status_code
    assert f">{HALF}</textarea>" in coach.said
    assert 0 == console.one("SELECT count(*) FROM take_overs")


def test_a_form_sent_twice_sends_once(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    coach.goes(talk(mila))
    form = coach._form(talk(mila))
    for _ in range(3):
        coach.client.post(talk(mila), data={**form, "words": "Once"})
    many = "SELECT count(*) FROM outbox_messages WHERE kind = 'personal'"
    assert 1 == console.one(many)
    coach.client.post(talk(mila), data={**form, "do": "note", "note": "Calm today"})
    coach.goes(talk(mila))
    notes = coach._form(talk(mila))
    notes = {**notes, "do": "note", "note": "Calm today", "note_once": str(uuid4())}
    for _ in range(2):
        coach.client.post(talk(mila), data=notes)
    assert 2 == console.one("SELECT count(*) FROM notes")
    assert "Calm today" in coach.goes(talk(mila)).said
    assert "Calm" not in str(console.sql("TABLE notes"))
    # The first answer was lost, and the same form is sent again with more in it.
    told = coach.client.post(talk(mila), data={**notes, "note": "Calm, then not"})
    assert 422 == told.status_code
    assert "your words are not kept yet" in told.text
    assert "Calm, then not" in told.text
    assert 2 == console.one("SELECT count(*) FROM notes")


@pytest.mark.parametrize("page", [10**22, -(10**22), 0])
def test_a_page_that_no_database_can_count_to_is_the_first(
    coach: Visitor, mila: UUID, page: int
) -> None:
    assert "Mila" in coach.goes(f"/inbox?page={page}").said


def test_at_night_the_hint_says_what_time_it_is_there_and_that_it_goes(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    night = "outside the hours for texts. This goes at once all the same"
    seen = []
    for _ in range(3):
        console.forward(hours=8)
        console.sql(
            "UPDATE participants SET last_heard_at = now() + (SELECT max(ahead)"
            " FROM clock_offsets)"
        )
        seen.append(coach.goes(talk(mila)).said)
    assert any(night in one and "for them (New York)" in one for one in seen)
    assert any("It goes at once." in one for one in seen)
    assert all("Times are by their clock, that of New York." in one for one in seen)


def test_the_count_says_size_cost_and_when_and_changes_nothing(
    console: Console, coach: Visitor, mila: UUID
) -> None:
    form = coach.goes(talk(mila))._form(talk(mila))

    def counted(words: str) -> str:
        page = coach.client.post(f"{talk(mila)}/count", data={**form, "words": words})
        assert 200 == page.status_code
        return " ".join(page.text.split())

    told = counted("Hello")
    assert "1 text · 5/160<" in told
    assert "about $0.100" in told
    assert "It goes at once." in told
    assert "3 texts · 151/201<" in counted("é" * 100 + "ç" * 51)
    assert "dearer" in counted("well done 🎉")
    assert "plain ones" in counted("“so”")
    console.sql(
        "UPDATE participants SET zone = 'Pacific/Auckland', last_heard_at = NULL"
    )
    told = [counted("Hello")]
    for _ in range(2):
        console.forward(hours=8)
        told.append(counted("Hello"))
    assert any("outside the hours for texts. This waits until" in one for one in told)
    assert 0 == console.one("SELECT count(*) FROM take_overs")


def test_danger_said_in_a_call_ends_a_putting_off(
    console: Console, ana: Visitor, mila: UUID, parts: Parts
) -> None:
    """It is no text: she was missing from every view until Monday."""
    crowd.text(parts, QUESTION)
    ana.goes(talk(mila)).sends(f"{talk(mila)}/snooze", put="monday")
    assert "Mila" not in ana.goes("/inbox?show=waiting").said
    console.forward(mins=5)
    console.sql(
        "INSERT INTO alerts (id, organisation_id, participant_id, kind, reason, state,"
        " raised_at, step) VALUES (gen_random_uuid(), %s, %s, 'crisis', 'screen',"
        " 'open', handrail_now(), 0)", console.organisation, mila,
    )  # fmt: skip
    for show in ("", "?show=waiting"):
        assert "Mila" in ana.goes(f"/inbox{show}").said


def test_a_task_is_assigned_put_off_and_settled(
    console: Console, coach: Visitor, ana: Visitor, mila: UUID, parts: Parts
) -> None:
    her = "SELECT id FROM accounts WHERE role = 'coach'"
    crowd.text(parts, QUESTION)
    assert "Mila" in coach.goes("/inbox?show=nobody").said
    coach.goes(talk(mila)).sends(f"{talk(mila)}/assign", to=str(console.one(her)))
    assert "<bdi>Ana Costa</bdi>." in coach.said
    assert "Mila" not in coach.goes("/inbox?show=mine").said
    assert "Yours" in ana.goes("/inbox?show=mine").said
    ana.goes(talk(mila)).sends(f"{talk(mila)}/snooze", put="hour")
    assert "Put off until" in ana.said
    assert "Mila" not in ana.goes("/inbox?show=waiting").said
    assert "until" in ana.goes("/inbox?show=snoozed").said
    # She writes, and is back before the hour is over.
    console.forward(mins=5)
    crowd.text(parts, "hello?")
    assert "Mila" in ana.goes("/inbox?show=waiting").said
    for put in ("evening", "morning", "monday"):
        ana.goes(talk(mila)).sends(f"{talk(mila)}/snooze", put=put)
        later = "SELECT snoozed_until > handrail_now() FROM handlings"
        assert console.one(later)
    ana.goes(talk(mila)).sends(f"{talk(mila)}/snooze", put="now")
    ana.goes(talk(mila)).sends(f"{talk(mila)}/settle")
    assert "Mila" not in ana.goes("/inbox?show=waiting").said
    ana.goes(talk(mila)).sends(f"{talk(mila)}/assign", to="")
    assert "Nobody's yet." in ana.said
    ana.goes(talk(mila)).sends(f"{talk(mila)}/assign", to=str(uuid4()))
    assert 404 == ana.answer.status_code


def test_putting_off_says_until_when_and_taking_up_says_so(
    ana: Visitor, mila: UUID
) -> None:
    ana.goes(talk(mila)).sends(f"{talk(mila)}/snooze", put="hour")
    assert re.search(r'role="status">Put off until [^<]*\.<', ana.said)
    address = ana.path
    ana.goes(talk(mila)).sends(f"{talk(mila)}/snooze", up="now")
    assert 'role="status">Taken up again' in ana.said
    # An address that is opened later says nothing that is not so any more.
    assert 'role="status">Put off' not in ana.goes(address).said


def test_a_conversation_is_put_off_until_the_morning_of_a_day(
    console: Console, ana: Visitor, mila: UUID
) -> None:
    there = console.one(
        "SELECT (handrail_now() AT TIME ZONE zone)::date FROM participants"
    )
    until = "SELECT snoozed_until FROM handlings"
    for day in ("", "soon", there, there - timedelta(days=1), there.replace(year=9999)):
        ana.goes(talk(mila))
        ana.sends(
            f"{talk(mila)}/snooze", put="day", put_day=str(day), words="half a word"
        )
        assert 422 == ana.answer.status_code, day
        assert 'id="put_day-wrong"' in ana.answer.text
        assert f'value="{day}" aria-invalid' in ana.answer.text
        assert '<option value="day" selected>' in ana.answer.text
        assert "half a word</textarea>" in ana.answer.text
        assert not console.sql(until)
    ahead = there + timedelta(days=9)
    ana.goes(talk(mila)).sends(
        f"{talk(mila)}/snooze", put="day", put_day=str(ahead), words=""
    )
    assert "Put off until" in ana.said
    zone = "SELECT zone FROM participants"
    back = console.one(until).astimezone(ZoneInfo(console.one(zone)))
    assert (ahead, 8, 0) == (back.date(), back.hour, back.minute)


def test_each_line_says_by_whose_clock_its_time_is(coach: Visitor, mila: UUID) -> None:
    said = coach.goes("/inbox").said
    line = said[said.index(f'id="line-{mila}"') :]
    assert '</time> <span class="there">New York</span>' in line[: line.index("</li>")]


def test_unread_is_of_each_coach(
    console: Console, coach: Visitor, ana: Visitor, mila: UUID, parts: Parts
) -> None:
    console.forward(mins=5)
    crowd.text(parts, "one more thing")
    assert "Mila" in coach.goes("/inbox?show=unread").said
    coach.goes(talk(mila)).sends(f"{talk(mila)}/read")
    assert "Mila" not in coach.goes("/inbox?show=unread").said
    assert "Mila" in ana.goes("/inbox?show=unread").said


def reached(parts: Parts, console: Console) -> None:
    """Give Ruth, who coaches the programme, a telephone."""
    console.sql("UPDATE coaches SET takes_alerts = true, channels = 'text,call'")
    changes = appointing.Changes(number="+15550100077")
    appointing.change(parts, console.organisation, "Ruth", changes, "operator")


def test_whoever_asks_for_a_coach_is_told_of_in_an_hour_and_the_page_says_so(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    """It said that the next coach is told, and nobody was told before."""
    reached(parts, console)
    crowd.text(parts, "Can I talk to a person?")
    coach.goes(talk(mila))
    assert "Would like to talk to a person." in coach.said
    assert (
        "Nobody was told of it yet: so far it stands here and on Today." in coach.said
    )
    assert "Next: Ruth by text, today" in coach.said


def talk_alone_holds(coach: Visitor, whose: UUID) -> None:
    """Where the safety hold is lifted, there is none to lift: a talk ends by itself."""
    said = coach.goes(f"/people/{whose}").said
    assert f'href="{talk(whose)}">Automatic texts go on once the talk is ended' in said
    assert "Automatic texts wait until it is ended." in said
    assert "Nothing, until the coach's talk is ended" in said
    for told in ("lift the hold", "On hold", "are on hold", "wait for a person"):
        assert told not in said.partition("Narrow the timeline")[0], told
    # What lifted it stands once, with who it was.
    assert 1 == said.count("lifted the hold")
    said = coach.goes(f"/people/{whose}/schedule").said
    assert "A coach is talking with them. The talk ends by itself on " in said
    assert "Lift the hold" not in said


def test_an_alert_is_had_with_who_was_told_and_who_is_next(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    console.sql("UPDATE coaches SET takes_alerts = true, channels = 'text'")
    crowd.text(parts, "I want to kill myself tonight")
    coach.goes(talk(mila))
    assert "A text touched on safety." in coach.said
    assert "Nobody further can be told: no coach can be reached." in coach.said
    reached(parts, console)
    assert "Next: Ruth by call, today" in coach.goes(talk(mila)).said
    assert "+15550100001" in coach.said
    coach.presses("I have this")
    assert "Ruth Miller has it since" in coach.said
    assert "Next: " not in coach.said
    assert "Settled" not in coach.said
    # A person may speak through the hold, and lifts it by another button.
    coach.sends(talk(mila), words="I am calling you")
    assert "It is on its way." in coach.said
    coach.goes(f"/people/{mila}/hold").sends(f"/people/{mila}/hold")
    coach.goes(talk(mila))
    assert "take_over" == console.one("SELECT hold FROM participants")
    talk_alone_holds(coach, mila)
    coach.goes(talk(mila)).sends(f"{talk(mila)}/end")
    assert console.one("SELECT hold FROM participants") is None
    crowd.text(parts, "how do I learn to speak up?")
    console.sql(
        "INSERT INTO alerts (id, organisation_id, participant_id, kind, reason, state,"
        " raised_at, step) SELECT gen_random_uuid(), organisation_id, id, 'hand',"
        " 'watch', 'open', handrail_now(), 0 FROM participants"
    )
    coach.goes(talk(mila)).presses("Done")
    assert "touch on safety" not in coach.said
    coach.client.post(
        f"{talk(mila)}/alert", data={**coach._form(talk(mila)), "heed": "no"}
    )


def test_a_doubt_is_settled_where_it_stands(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    sent(parts)
    console.sql(
        "UPDATE outbox_messages SET state = 'in_doubt', called_at = handrail_now(),"
        " doubt = 'the answer was lost' WHERE id = (SELECT id FROM outbox_messages"
        " WHERE kind = 'reply' ORDER BY id LIMIT 1)"
    )
    coach.goes(talk(mila))
    assert "Nobody knows whether it went out: the answer was lost." in coach.said
    coach.presses("It went out")
    assert "Noted: it went out." in coach.said
    assert "Nobody knows" not in coach.said
    assert "doubt: it went out" in console.audited()
    coach.client.post(
        f"{talk(mila)}/doubt",
        data={**coach._form(talk(mila)), "leave": str(uuid4())},
    )


def test_words_are_found_however_they_are_written_and_stand_in_no_address(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    crowd.text(parts, "Mañana hablo en la REUNIÓN con todos")
    coach.goes("/inbox").sends("/inbox/search", sought="manana  hablo en la reunion")
    assert "1 place." in coach.said
    assert "<mark>Mañana hablo en la REUNIÓN</mark>" in coach.answer.text
    assert "All texts, all notes and all that was heard in calls were" in coach.said
    assert "/inbox/search" == coach.path
    assert "Nothing was found." in coach.sends("/inbox/search", sought="zebra").said
    coach.sends("/inbox/search", sought="x")
    assert 422 == coach.answer.status_code
    assert "write 2 to 80 characters" in coach.said


def test_a_search_is_narrowed_by_name_and_time_and_points_to_people(
    console: Console, coach: Visitor, mila: UUID, parts: Parts, where: UUID
) -> None:
    noor = "+15550100031"
    crowd.person(parts, console.organisation, where, name="Noor", number=noor)
    for sender in ("+15550100001", noor):
        crowd.text(parts, "GO", sender=sender)
        crowd.text(parts, "my zebra is here", sender=sender)

    def finds(**asked: str) -> str:
        coach.goes("/inbox").sends("/inbox/search", sought="zebra", **asked)
        return coach.said

    assert "2 places." in finds()
    assert "1 place." in finds(whose="noór", time="week")
    assert "All that fits what you chose was looked through." in coach.said
    assert 'value="noór"' in coach.answer.text
    assert '<option value="week" selected>' in coach.answer.text
    assert "nobody of that name is here" in finds(whose="Zed")
    assert 422 == coach.answer.status_code
    console.forward(days=8)
    assert "Nothing was found." in finds(time="week")
    assert "2 places." in finds(time="month")
    coach.goes("/inbox").sends("/inbox/search", sought="mila")
    assert f'<a href="/people/{mila}"><bdi>Mila</bdi></a>' in coach.answer.text


def test_it_speaks_spanish_too(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    crowd.text(parts, QUESTION)
    coach.client.set_cookie("handrail-language", "es", domain="localhost")
    assert "Espera una respuesta" in coach.goes("/inbox").said
    coach.goes(talk(mila)).sends(words="")
    assert "escribe algo primero" in coach.said
    assert "Sale enseguida." in coach.said
    coach.sends(talk(mila), words="Hola, aquí estoy")
    assert "Estás hablando con esta persona" in coach.said


def test_a_viewer_looks_and_writes_nothing(
    console: Console, vera: Someone, mila: UUID
) -> None:
    page = visitor(console, vera.token)
    assert "You may look here, and not write." in page.goes(talk(mila)).said
    assert "Send" not in page.said
    assert "send what you write" not in page.said
    assert "#calling" not in page.goes(f"/people/{mila}").said
    page.goes(talk(mila))
    form = {"csrf_token": console.signed(vera.token).forms}
    for path in ("", "/take", "/end", "/count", "/assign", "/alert", "/doubt"):
        answer = page.client.post(f"{talk(mila)}{path}", data=form)
        assert 403 == answer.status_code
    page.sends(f"{talk(mila)}/read")
    assert 1 == console.one("SELECT count(*) FROM readings")


def test_what_is_anothers_is_nobodys_here(
    console: Console, coach: Visitor, mila: UUID, parts: Parts
) -> None:
    form = coach.goes(talk(mila))._form(talk(mila))
    other = crowd.organisation(parts, "Other", "+15550100200")
    there = crowd.programme(parts, other)
    theirs = crowd.person(parts, other, there, number="+15550100201")
    pages = [coach.client.get(talk(one)).data for one in (theirs, uuid4())]
    assert pages[0] == pages[1]
    message = console.one("SELECT id FROM outbox_messages LIMIT 1")
    for whose in (theirs, uuid4(), "nobody"):
        for path in ("", "/take", "/count", "/settle", "/snooze?put=hour", "/read"):
            data = {**form, "words": "x", "message": str(message), "put": "hour"}
            data |= {"until": "2026-03-02T10:00:00+00:00"}
            answer = coach.client.post(f"/inbox/{whose}{path}", data=data)
            assert 404 == answer.status_code, path
    assert 0 == console.one("SELECT count(*) FROM take_overs")


def test_a_longer_inbox_asks_no_more(
    console: Console, coach: Visitor, mila: UUID, where: UUID, parts: Parts
) -> None:
    def asked(path: str) -> int:
        with asking.asked() as seen:
            assert 200 == coach.client.get(path).status_code
        return len(seen)

    asked("/inbox")  # what a session is asked once
    asked(talk(mila))  # that she was looked at is noted once an hour
    list_of_one, one = asked("/inbox"), asked(talk(mila))
    for number in range(60):
        new = {"name": f"P{number}", "number": f"+1555010{1000 + number}"}
        crowd.person(parts, console.organisation, where, **new)
    console.sql(
        "INSERT INTO inbox (id, organisation_id, participant_id, carrier_id, cleaned,"
        " media, effect, received_at) SELECT gen_random_uuid(), organisation_id, id,"
        " 'SM' || id, false, 1, 'turn', handrail_now() FROM participants"
    )
    assert list_of_one == asked("/inbox")
    assert "Page 2 of 2" in coach.goes("/inbox?page=2").said
    # Of lines without words it is asked, once, who removed them.
    assert one + 2 == asked(talk(mila))
    assert list_of_one < 12
    assert one < 27


def test_the_talk_can_be_begun_without_a_word(
    console: Console, coach: Visitor, ana: Visitor, mila: UUID
) -> None:
    coach.goes(talk(mila)).sends(f"{talk(mila)}/take")
    assert "You are talking with them now" in coach.said
    ana.goes(talk(mila))
    assert "Ruth Miller is talking with them" in ana.said
    ana.sends(f"{talk(mila)}/take")
    assert "You are talking with them now" in ana.said
    coach.sends(f"{talk(mila)}/end")
    # What a decision tells of her is told once; the changes alone have it too.
    spoken = "took the conversation over"
    assert spoken not in coach.goes(f"/people/{mila}").said
    assert spoken in coach.goes(f"/people/{mila}?kind=changes").said
    assert 2 == console.one("SELECT count(*) FROM take_overs WHERE ended_at > began_at")
    coach.goes(talk(mila))
    coach.client.post(f"{talk(mila)}/end", data=coach._form(talk(mila)))
    assert taking_over.LASTS == timedelta(hours=24)


def test_whoever_is_put_off_is_found_among_everybody_behind_the_others(
    console: Console, ana: Visitor, mila: UUID, where: UUID, parts: Parts
) -> None:
    other = {"name": "Ben", "number": "+15550100003"}
    ben = crowd.person(parts, console.organisation, where, **other)
    crowd.text(parts, QUESTION)
    ana.goes(talk(mila)).sends(f"{talk(mila)}/snooze", put="morning")
    said = ana.goes("/inbox").said
    assert re.search(r'Everybody <span class="many">2<', said)
    assert said.index("Ben") < said.index("Mila") < said.index("Put off until")
    assert 1 == said.count("Put off until")
    assert "line waits" not in said
    # Whoever goes on from one to the next comes to her as well.
    assert f'data-after href="{talk(mila)}"' in ana.goes(talk(ben)).answer.text
    # She writes: she is put off no more, and is not said to be.
    console.forward(mins=5)
    crowd.text(parts, "hello?")
    said = ana.goes("/inbox").said
    assert said.index("Mila") < said.index("Ben")
    assert "Put off until" not in said


@pytest.mark.parametrize(
    ("day", "offered"), [(1, {"morning"}), (2, {"morning", "monday"})]
)
def test_one_moment_is_offered_once(day: int, offered: set[str]) -> None:
    """On a Sunday tomorrow is Monday; 2 March 2026 is one itself."""
    now = datetime(2026, 3, day, 15, tzinfo=UTC)
    given: dict[str, Any] = dict.fromkeys(one.name for one in fields(Who))
    who = Who(**{**given, "zone": "America/Lima", "now": now})
    ways = {put for put, _ in inbox_words.puts(who)}
    assert offered | {"hour", "evening", "day"} == ways


@pytest.mark.parametrize(
    ("hour", "says"), [(21, "until 17:00"), (23, "until tomorrow 17:00")]
)
def test_putting_off_names_the_day(hour: int, says: str) -> None:
    now = datetime(2026, 3, 2, hour, 39, tzinfo=UTC)
    given: dict[str, Any] = dict.fromkeys(one.name for one in fields(Who))
    who = Who(**{**given, "zone": "America/Lima", "now": now})
    assert f"{says}, their time" == dict(inbox_words.puts(who))["evening"]
