"""Texts nobody hopes for: pictures, bytes that are no text, strangers, machines.

Issue 2, "Bad input", and failures 17, 19, 20, 31.
"""

from __future__ import annotations

import random
from itertools import count, product
from time import monotonic
from urllib.parse import quote_from_bytes

import pytest

from service.carrier import door
from service.switchboard.phone import Phone
from service.usecases.enrol import Refused
from tests.journeys.wording import AFTER_A_TRY
from tests.journeys.world import SERVICE, World, new_sid, text_form

MILA = "+15550100001"
STRANGER = "+15550100077"
NUMBERS = count(15550500001)
LIMA = "America/Lima"


@pytest.fixture
def her(shared: World) -> Phone:
    """Somebody new in the shared world; what is said to others is not looked at."""
    return shared.join(f"+{next(NUMBERS)}")


def kinds(world: World, phone: Phone) -> list[str]:
    return [row["kind"] for row in world.of(phone.number, "turns")]


def heard(world: World, phone: Phone) -> list[str]:
    return world.words(phone.number, "turns", "heard_sealed")


STORIES = (
    "the meeting went long and then I simply raised my hand and they listened",
    "asked about the budget",
    "My voice shook but I got the sentence out",
    "you won't believe it, Sam asked and I answered first",
)


@pytest.mark.parametrize("story", STORIES)
def test_a_story_without_any_keyword_is_a_win(
    shared: World, her: Phone, story: str
) -> None:
    her.texts(story)
    her.expects_sms(AFTER_A_TRY)
    assert [story] == shared.words(her.number, "attempts", "words_sealed")
    assert ["attempted"] == [
        row["outcome"] for row in shared.of(her.number, "attempts")
    ]


@pytest.mark.parametrize("media", [1, 2, 10])
def test_pictures_without_words_go_to_a_person(
    shared: World, her: Phone, media: int
) -> None:
    her.texts("", media=media)
    her.expects_nothing()
    assert ("hand", "no_words") == (
        shared.of(her.number, "alerts")[-1]["kind"],
        shared.of(her.number, "alerts")[-1]["reason"],
    )
    assert media == shared.of(her.number, "inbox")[-1]["media"]
    assert ["attempts"] == ["attempts"] if not shared.of(her.number, "attempts") else []


def test_pictures_with_words_are_words(shared: World, her: Phone) -> None:
    her.texts("did it, here is the room", media=3)
    her.expects_sms(AFTER_A_TRY)


@pytest.mark.parametrize("media", [0, *range(1, 11)])
def test_none_to_ten_media_are_taken(shared: World, her: Phone, media: int) -> None:
    assert 200 == shared.hears(her.number, "did it", media=media).status
    assert media == shared.of(her.number, "inbox")[-1]["media"]


def test_eleven_media_are_no_carriers_text(shared: World, her: Phone) -> None:
    before = len(shared.of(her.number, "inbox"))
    assert 403 == shared.hears(her.number, "did it", media=11).status
    assert before == len(shared.of(her.number, "inbox"))


NASTY = (
    "👍🏽",
    "❤️‍🔥 did it ❤️‍🔥",
    "فعلتها اليوم وتكلمت",
    "דיברתי היום בפגישה",
    "\u202etnioj yb ti did\u202c",
    "did\x00 it",
    "\x00",
    "a\u0301" * 200,
    "\ud83d did it \udc4d",
    "\ufffe\uffff did it",
    "line one\r\nline two\u2028line three",
    "{name} {step} %s %(x)s {{7*7}} ${x}",
    "'; DROP TABLE participants; --",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    " " * 500,
    "\u200b\u200d\ufeff",
    "0",
    "...",
)


@pytest.mark.parametrize("body", NASTY, ids=range(len(NASTY)))
def test_nasty_texts_are_kept_and_break_nothing(
    shared: World, her: Phone, body: str
) -> None:
    raw = "Body=" + quote_from_bytes(body.encode("utf-8", "surrogatepass"))
    sent = _raw_form(her.number, raw)
    answer = shared.post(door.form(sent).pairs, raw=sent)
    assert 200 == answer.status
    shared.network.settle()
    row = shared.of(her.number, "inbox")[-1]
    kept = shared.words(her.number, "inbox", "body_sealed")[-1]
    assert "\x00" not in kept
    assert not any("\ud800" <= sign <= "\udfff" for sign in kept)
    assert row["cleaned"] or kept == body
    # And she can go on.
    shared.jump(minutes=6)
    her.forgets()
    assert 200 == shared.hears(her.number, "HELP").status
    her.expects_sms("texts on one small step")


def _raw_form(number: str, body: str) -> bytes:
    rest = text_form(number, "")
    named = "&".join(
        f"{n}={quote_from_bytes(v.encode())}" for n, v in rest if n != "Body"
    )
    return f"{named}&{body}".encode("latin-1")


@pytest.mark.parametrize(
    "raw", [b"Body=\xff\xfe did it", b"Body=%FF%FE+did+it", b"Body=did%C3"]
)
def test_bytes_that_are_no_text_are_marked_and_the_rest_is_read(
    shared: World, her: Phone, raw: bytes
) -> None:
    sent = _raw_form(her.number, "").removesuffix(b"&") + b"&" + raw
    assert 200 == shared.post(door.form(sent).pairs, raw=sent).status
    row = shared.of(her.number, "inbox")[-1]
    assert row["cleaned"]
    assert "\ufffd" in shared.words(her.number, "inbox", "body_sealed")[-1]


def test_a_nul_inside_stop_does_not_hide_it(shared: World, her: Phone) -> None:
    shared.hears(her.number, "ST\x00OP")
    assert "stopped" == shared.person(her.number)["consent"]


HUGE = 60_000
WEIGHTS = (
    "a",
    ".",
    "\u202e",
    "stop ",
    "no ",
    "suicida ",
    "not kill ",
    "want to ",
    "s.t.o.p ",
    "!1",
    "\n",
    "d i e ",
)


@pytest.mark.parametrize("part", WEIGHTS)
def test_a_body_of_64_kb_is_read_in_good_time(
    shared: World, her: Phone, part: str
) -> None:
    """The carrier hangs up after 15 s; full stops alone once took a minute."""
    body = part * (HUGE // (len(quote_from_bytes(part.encode()))))
    begun = monotonic()
    assert 200 == shared.hears(her.number, body).status
    assert monotonic() - begun < 8


def test_a_body_over_64_kb_is_refused_and_leaves_no_trace(
    shared: World, her: Phone
) -> None:
    before = len(shared.of(her.number, "inbox"))
    assert 413 == shared.hears(her.number, "x" * 65_536).status
    assert before == len(shared.of(her.number, "inbox"))


@pytest.mark.parametrize(
    "sender", ["12345", "anonymous", "restricted", "40404", "+40404"]
)
def test_senders_nobody_can_answer_get_nothing_and_leave_nothing(
    shared: World, sender: str
) -> None:
    answer = shared.post(text_form(sender, "hello"))
    assert (200, True) == (answer.status, answer.text.endswith("<Response />"))
    strangers = shared.rows("SELECT count(*) AS n FROM strangers")
    assert [{"n": 0}] == strangers


def test_an_unknown_sender_gets_one_polite_answer_a_day(world: World) -> None:
    stranger = world.network.add_phone(STRANGER, "Nobody")
    with world.network.watching():
        stranger.texts("who is this?")
        came = stranger.expects_sms("This is an automated line")
        assert "Nothing you wrote was kept" in came.body
        for words in ("hello??", "STOP that", "I want to join"):
            stranger.texts(words)
        stranger.expects_nothing()
        world.jump(days=1)
        stranger.texts("still there?")
        stranger.expects_sms("This is an automated line")
    rows = world.rows("SELECT * FROM strangers")
    assert 1 == len(rows)
    assert {
        "organisation_id",
        "hash",
        "alarm_id",
        "alarmed_on",
        "danger_text",
        "answered_on",
        "suppressed",
    } == set(rows[0])
    assert 32 == len(rows[0]["hash"])
    assert STRANGER.encode() not in rows[0]["hash"]
    for table in ("inbox", "turns", "outbox_messages", "alerts", "participants"):
        assert [] == world.rows(f"SELECT 1 FROM {table}")


@pytest.mark.parametrize("word", ["STOP", "stop", "please stop texting me"])
def test_a_stranger_who_says_stop_is_left_in_peace(world: World, word: str) -> None:
    """The carrier says what is to be said; a word of ours would come after a STOP."""
    stranger = world.network.add_phone(STRANGER, "Nobody")
    stranger.texts(word)
    world.network.settle()
    assert not any("automated line" in bubble.body for bubble in stranger.thread)
    assert not [entry for entry in world.network.ledger if entry.to == STRANGER]


def test_after_stop_texts_are_kept_and_nothing_is_said(world: World) -> None:
    mila = world.join(MILA)
    mila.texts("STOP").forgets()
    with world.network.watching():
        for words in ("did it today", "WHY", "GO", "are you there?", "M W F"):
            mila.texts(words)
        world.jump(hours=4)
        world.beat()
        mila.expects_nothing()
    assert "are you there?" in heard(world, mila)
    assert "stopped" == world.person(MILA)["consent"]
    assert [] == world.of(MILA, "attempts")


def test_to_an_erased_person_we_are_strangers(world: World) -> None:
    mila = world.join(MILA)
    tables = ("inbox", "turns", "outbox_messages", "attempts", "alerts")
    world.erase(MILA)
    before = {table: len(world.of(MILA, table)) for table in tables}
    with world.network.watching():
        mila.texts("did it, you know")
        mila.expects_sms("we do not have this number")
        mila.texts("but I am Mila")
        mila.expects_nothing()
    assert before == {table: len(world.of(MILA, table)) for table in tables}


def test_an_erased_persons_prompt_never_comes(world: World) -> None:
    mila = world.join(MILA)
    world.erase(MILA)
    with world.network.watching():
        world.leap_to("18:45", LIMA)
        world.beat()
        mila.expects_nothing()


def test_two_machines_that_answer_each_other_stop_within_three_texts(
    world: World,
) -> None:
    """Failure 31: her phone has an autoresponder, with a new text each time."""
    mila = world.join(MILA)
    world.jump(minutes=10)
    before = len(world.network.ledger)
    chance = random.Random(31)
    for turn in range(12):
        mila.texts(f"I am away until {turn} and will answer, note {chance.random()}")
        if not mila.unread:
            break
        mila.forgets()
        world.jump(seconds=12)
    assert len(world.network.ledger) - before <= 3
    rules = world.rows("SELECT DISTINCT rule FROM decisions WHERE rule = 'loop_guard'")
    assert [{"rule": "loop_guard"}] == rules


def test_a_machine_that_goes_on_all_day_gets_ten_texts_at_most(world: World) -> None:
    mila = world.join(MILA)
    before = len(world.network.ledger)
    for turn in range(40):
        world.hears(MILA, f"away, note {turn}")
        world.network.settle()
        world.jump(minutes=15)
    assert len(world.network.ledger) - before <= 10
    mila.forgets()


def test_a_machine_that_says_stop_and_start_is_not_answered_for_ever(
    world: World,
) -> None:
    """Confirmations are owed, but a machine could ask for them without end."""
    world.join(MILA)
    before = len(world.network.ledger)
    for _ in range(10):
        for words in ("please stop texting me", "START"):
            world.hears(MILA, words)
            world.network.settle()
            world.jump(seconds=30)
    assert len(world.network.ledger) - before <= 10


WITHIN = (
    "I {can} stop crying about it",
    "we had to {word} early today",
    "{word} was the hard part but I did it",
    "my boss said {word} and I still spoke",
    "I want to {word} being so quiet",
    "they {word} the call, then I tried",
    "at the bus {word} I practised my sentence",
    "he would not {word} talking, I did my step",
    "it is the {word} of the day and I tried",
    "I tried, then {word}",
)
WORDS = ("stop", "end", "quit", "cancel", "unsubscribe", "stopall", "revoke")
MORE = ("", " 🙂", " really", " today", " again", " at work", ", ok")


def stop_words_inside() -> list[str]:
    """Five hundred sentences with a word of the list inside."""
    made = [
        frame.format(word=word, can=chance) + tail
        for frame, word, chance, tail in product(WITHIN, WORDS, ("can't",), MORE)
    ]
    return sorted(set(made))[:500]


def test_of_500_sentences_with_stop_words_inside_none_opts_out(shared: World) -> None:
    """Failure 17, through the whole use case: one person, one text after the other."""
    from flows.safety import consent

    bodies = stop_words_inside()
    assert len(bodies) > 300
    stopped = [body for body in bodies if consent.read(body) is consent.Wish.STOP]
    assert [] == stopped
    mila = shared.join(f"+{next(NUMBERS)}")
    for body in random.Random(17).sample(bodies, 40):
        shared.hears(mila.number, body)
    assert "active" == shared.person(mila.number)["consent"]
    shared.bell.rung.clear()


def test_the_same_number_cannot_be_enrolled_twice(world: World) -> None:
    """Failure 19: identity is (service number, her number), in whatever notation."""
    world.join(MILA)
    for written in (MILA, "+1 555 010 0001", "(555) 010-0001"):
        with pytest.raises(Refused) as refused:
            world.enrol(world.programme(f"for {written}"), "Tomas", written, LIMA)
        assert "number" == refused.value.field
    assert [{"n": 1}] == world.rows("SELECT count(*) AS n FROM participants")


def test_a_text_that_seems_to_come_from_our_own_number_is_a_strangers(
    world: World,
) -> None:
    """Two of our numbers wired together: at most one answer a day, and no loop."""
    for _ in range(3):
        world.hears(SERVICE, "we do not have this number", sid=new_sid())
    assert [{"n": 1}] == world.rows("SELECT count(*) AS n FROM strangers")
