"""What a review of failure 18 proved; each fails as the tree stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.carrier.wire import InboundText
from service.switchboard.phone import Phone
from service.usecases import bridging, catching_up, heeding, minding, own_line, pausing, sessions, taking_over
from service.usecases.bridging import Wish
from service.usecases.rights import Signed
from tests.journeys.long_silent import (
    ASKED,
    MILA,
    NO_MORE,
    READ,
    ZONE,
    coach_writes,
    lift,
    personal,
    reasons,
    rules,
    silent,
    waits,
)
from tests.journeys.wording import says
from tests.journeys.world import COACH, SERVICE, World, new_sid
from tests.pages.reading import came_in
from tests.service.dialled import Dialled

RUTH = "+15550100019"
CALLS = {"call_days": "0123456", "call_at": "12:15", "call_until": "13:15"}


@pytest.fixture
def mila(world: World) -> Phone:
    return world.join(MILA)


def names(phone: Phone) -> list[str]:
    said = [one.body for one in phone.unread]
    return [one for one in said if personal(one)]


def has_it(world: World) -> None:
    """A coach says that she has every open alert, and lifts nothing."""
    for row in world.of(MILA, "alerts"):
        if row["state"] == "open":
            heeding.by_command(world.parts, world.organisation, row["id"], "Ruth")


def lucia(world: World) -> Phone:
    programme = world.programme("Encontrar mi voz", "es")
    world.jump_to("10:00", ZONE)
    phone = world.enrol(programme, "Lucía", MILA, ZONE, language="es")
    world.beat()
    phone.texts("VA").forgets()
    world.jump(minutes=10)
    world.beat()
    return phone


@pytest.mark.parametrize("words", ["EQUIVOCADO", "Equivocado."])
def test_a_the_word_that_the_spanish_question_offers_ends_it(
    world: World, words: str
) -> None:
    phone = lucia(world)
    silent(world, phone)
    phone.expects_sms(says("whose_number", "still_yours", language="es"))
    phone.texts(words)
    assert "stopped" == world.person(MILA)["consent"]


def test_b_help_in_a_talk_names_nobody(world: World, mila: Phone) -> None:
    silent(world, mila)
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Hello? Is all well?")
    mila.forgets()
    mila.texts("HELP")
    assert not names(mila)


def test_c_a_stop_after_a_coach_has_the_alert_names_nobody(
    world: World, mila: Phone
) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("who is this?").expects_sms(READ)
    has_it(world)
    world.jump(minutes=10)
    mila.texts("stop texting me")
    assert not names(mila)


def test_c_nor_does_a_yes_after_that_begin_texts(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("who is this?").expects_sms(READ)
    has_it(world)
    world.jump(minutes=10)
    mila.texts("stop texting me").forgets()
    world.jump(minutes=10)
    mila.texts("start texts")
    assert not names(mila)
    world.until("19:30", ZONE, days=1)
    assert not names(mila)


WRONG = "I think you have the wrong number, who is this"


def test_d_a_maybe_stop_tells_the_coach_whose(world: World, mila: Phone) -> None:
    """No reply, and the coach reads of a wish to stop, not that it may be a stranger."""
    world.jump(days=47)
    mila.forgets()
    mila.texts(WRONG)
    assert "whose" in reasons(world)


def test_d_a_stop_after_a_maybe_stop_names_nobody(world: World, mila: Phone) -> None:
    world.jump(days=47)
    mila.forgets()
    mila.texts(WRONG)
    world.jump(minutes=10)
    mila.texts("stop texting me")
    assert not names(mila)


def test_e_a_talk_whose_alert_was_seen_ends_in_the_hold(
    world: World, mila: Phone
) -> None:
    """A second coach says "I have it"; nobody has said that the number is hers."""
    silent(world, mila)
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Hi, is anything wrong?")
    mila.forgets()
    mila.texts("You have the wrong lady, I think")
    has_it(world)
    world.until("19:30", ZONE, days=2)
    assert not names(mila)


def test_f_danger_in_a_call_can_be_said(world: World, mila: Phone) -> None:
    """On main she is asked, says it, and is answered aloud."""
    silent(world, mila)
    mila.forgets()
    call = mila.calls()
    call.says("I want to die")
    assert "crisis" == world.person(MILA)["hold"]


def test_g_no_more_calls_is_confirmed(world: World) -> None:
    phone = world.join(MILA)
    world.change("UPDATE participants SET calls = 'agreed' WHERE id = %s", MILA)
    silent(world, phone)
    phone.forgets()
    phone.texts("stop calling me")
    assert any("call" in one.body.lower() for one in phone.unread)


def test_h_a_hi_at_three_wakes_no_coach(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    world.jump_to("03:00", ZONE)
    world.beat()
    before = len(world.rows("SELECT 1 FROM outbox_messages WHERE coach_id IS NOT NULL"))
    mila.texts("hi")
    world.forward(hours=3)
    rows = world.rows(
        "SELECT channel, state, created_at FROM outbox_messages"
        " WHERE coach_id IS NOT NULL ORDER BY created_at"
    )[before:]
    assert not [one for one in rows if one["channel"] != "email"], rows


def test_i_an_answer_to_a_question_of_yesterday_is_an_answer(
    world: World, mila: Phone
) -> None:
    """Asked on the 44th day, when the number was hers; she answers after the 45th."""
    world.jump(days=43)
    world.beat()
    world.until("19:30", ZONE)
    while (world.now - world.person(MILA)["last_heard_at"]).days < 44:
        world.until("19:30", ZONE)
    assert mila.unread
    mila.forgets()
    world.jump_to("10:40", ZONE)
    print(world.now - world.person(MILA)["last_heard_at"])
    mila.texts("we ran out of time")
    assert world.person(MILA)["hold"] is None


def test_j_who_talks_with_her_coach_is_hers_after_it(world: World, mila: Phone) -> None:
    """She answers her coach by name, and the coach answers her."""
    silent(world, mila)
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Hi, is anything wrong?")
    mila.forgets()
    mila.texts("Hi Ruth, sorry, I was in hospital. Thank you for asking")
    coach_writes(world, "Good to hear from you. Shall we go on?")
    mila.forgets()
    world.jump(minutes=20)
    mila.texts("Yes")
    world.until("19:30", ZONE, days=2)
    assert world.person(MILA)["hold"] is None
    assert "whose" not in reasons(world)


def test_k_a_coach_who_is_a_participant_too_is_no_stranger(world: World) -> None:
    """She answers alerts from the same number every week: not a sign of her."""
    phone = world.join(COACH, name="Ruth")
    world.join(MILA)
    for _ in range(7):
        world.jump(days=7)
        world.beat()
        world.hears(MILA, "I want to die")
        world.work()
        world.network.settle()
        world.hears(COACH, "OK")
    world.beat()
    world.jump_to("09:00", ZONE)
    phone.forgets()
    world.until("19:30", ZONE)
    assert "unconfirmed" not in rules(world, COACH)


def test_l_danger_while_a_talk_stands(world: World, mila: Phone) -> None:
    silent(world, mila)
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Hi, is anything wrong?")
    mila.forgets()
    mila.texts("who are you")
    world.jump(minutes=5)
    mila.texts("I want to die")
    mila.expects_sms("people can")
    assert "screen" in reasons(world)


def test_m_danger_after_the_neutral_reply(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("hi").expects_sms(READ)
    mila.texts("quiero morirme", media=1)
    mila.expects_sms("people can")
    assert "screen" in reasons(world)
    world.jump(minutes=5)
    lift(world)
    assert "unclear_stop" == world.person(MILA)["hold"]


def test_n_lifting_once_is_enough(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("hi").expects_sms(READ)
    world.jump(minutes=20)
    lift(world)
    world.jump(minutes=20)
    mila.texts("what a month it was")
    assert world.person(MILA)["hold"] is None
    assert waits(world)
    assert mila.unread


@pytest.mark.parametrize(
    "words",
    ["sorry I was away, I spoke up on Monday", "si, perdon", "T", "1", "did it",
     "call me", "Ruth, can we move my step?", ""],
)
def test_o_honest(world: World, mila: Phone, words: str) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts(words, media=not words)
    print(words, [one.body[:60] for one in mila.unread], reasons(world), world.person(MILA)["hold"])
    assert mila.unread
    assert world.person(MILA)["hold"] is None or waits(world)


@pytest.fixture
def ruth(world: World) -> Signed:
    found = sessions.of(world.parts, came_in(world.parts, world.organisation))
    assert found is not None
    return found


def talks_with(world: World, ruth: Signed, line: Phone, phone: Phone) -> None:
    """The coach calls her through the service, and they talk for a quarter hour."""
    wish = Wish(world.parts.new_id())
    bridging.call(world.parts, ruth, world.person(MILA)["id"], wish)
    world.work()
    world.network.settle()
    line.expects_call("press 1").presses("1")
    second = phone.expects_call()
    world.jump(minutes=15)
    second.hangs_up()
    world.jump(minutes=1)
    world.beat()
    taking_over.finish(world.parts, ruth, world.person(MILA)["id"])
    world.beat()


def own(world: World, ruth: Signed) -> Phone:
    line = world.network.add_phone(RUTH, "Ruth")
    own_line.ask(world.parts, ruth, RUTH)
    world.work()
    came = line.expects_sms("is the code")
    code = next(word for word in came.body.split() if word.isdigit())
    own_line.confirm(world.parts, ruth, f"{code[:3]} {code[3:]}")
    return line


def test_p_a_talk_through_the_service_is_a_sign(
    world: World, ruth: Signed, mila: Phone
) -> None:
    """Her coach spoke with her at this very number the day before."""
    line = own(world, ruth)
    world.change("UPDATE participants SET calls = 'agreed' WHERE id = %s", MILA)
    world.jump(days=44)
    world.jump_to("11:00", ZONE)
    world.beat()
    mila.forgets()
    talks_with(world, ruth, line, mila)
    assert all(row["through_at"] for row in world.of(MILA, "bridges"))
    world.jump(days=1)
    world.jump_to("09:00", ZONE)
    world.beat()
    mila.forgets()
    world.until("19:30", ZONE)
    assert "unconfirmed" not in rules(world)


def test_q_a_line_without_texts_goes_on_once_her_coach_has_spoken(
    world: World, ruth: Signed
) -> None:
    """Calls alone reach her: nothing can ask her, and a coach has nothing to lift."""
    line = own(world, ruth)
    phone = world.join(MILA, programme=world.programme(**CALLS))
    world.change(
        "UPDATE participants SET calls = 'agreed', no_texts = 30006 WHERE id = %s", MILA
    )
    world.jump(days=46)
    world.jump_to("10:00", ZONE)
    world.beat()
    world.until("16:00", ZONE)
    assert not any(ASKED.search(one.body) for one in phone.unread)
    assert "unconfirmed" in rules(world)
    world.jump_to("10:00", ZONE)
    talks_with(world, ruth, line, phone)
    assert all(row["through_at"] for row in world.of(MILA, "bridges"))
    phone.forgets()
    before = rules(world).count("unconfirmed")
    world.until("16:00", ZONE, days=1)
    assert before == rules(world).count("unconfirmed")


@pytest.mark.parametrize("words", ["I want to die", "stop texting me"])
def test_r_what_breaks_in_the_new_code_loses_nothing(
    world: World, mila: Phone, words: str
) -> None:
    silent(world, mila)
    mila.forgets()
    for row in world.rows("SELECT rolname FROM pg_roles WHERE rolname ~ 'app'"):
        world.run(f"REVOKE SELECT ON recordings FROM {row['rolname']}")
    answer = world.hears(MILA, words)
    world.work()
    world.network.settle()
    print(answer.status, answer.text[:80], [one.body[:60] for one in mila.unread],
          world.person(MILA)["hold"], world.person(MILA)["consent"], reasons(world))
    person = world.person(MILA)
    assert "crisis" == person["hold"] or "stopped" == person["consent"]
    for row in world.rows("SELECT rolname FROM pg_roles WHERE rolname ~ 'app'"):
        world.run(f"GRANT SELECT ON recordings TO {row['rolname']}")


def test_t_one_danger_one_alert(world: World, mila: Phone) -> None:
    """On main danger raises one alert; a second hand is asked for whose it is."""
    world.jump(days=47)
    before = len(reasons(world))
    mila.texts("I want to die")
    assert 1 == len(reasons(world)) - before, reasons(world)


def test_u_a_maybe_stop_lifted_unknowing(world: World, mila: Phone) -> None:
    """The coach is told of a wish to stop alone; she lifts it, and personal texts go."""
    world.jump(days=47)
    mila.forgets()
    mila.texts(WRONG)
    assert not mila.unread
    told = [r["body"] for r in coach_texts(world)]
    assert any("another person" in one for one in told), told


def coach_texts(world: World) -> list[dict[str, object]]:
    key = world.parts.tenant(world.organisation).key
    rows = world.rows("SELECT * FROM outbox_messages WHERE coach_id IS NOT NULL AND channel = 'text'")
    for row in rows:
        row["body"] = key.open(row["body_sealed"], "outbox_messages", row["id"], "body_sealed")
    return rows


def test_v_a_stop_in_danger_names_nobody_once_the_hand_was_put_away(
    world: World, ruth: Signed, mila: Phone
) -> None:
    """The crisis stands, and a coach takes "silent for 45 days" off her list."""
    silent(world, mila)
    mila.forgets()
    mila.texts("I want to die").forgets()
    for row in world.of(MILA, "alerts"):
        if row["state"] == "open" and row["reason"] == "unconfirmed":
            minding.put_away(world.parts, ruth, row["participant_id"], row["id"])
    assert "unconfirmed" not in reasons(world)
    world.jump(minutes=10)
    mila.texts("stop texting me")
    assert not names(mila)


def test_w_a_pause_that_was_agreed_ends_with_her_step(
    world: World, ruth: Signed, mila: Phone
) -> None:
    """Her coach paused her for seven weeks; its end asks who has the number."""
    until = (world.now + timedelta(days=48)).date()
    whose = world.person(MILA)["id"]
    pausing.pause(world.parts, ruth, whose, until, "a hand operation")
    silent(world, mila, days=51)
    assert "unconfirmed" not in rules(world)


def test_x_in_a_talk_a_stranger_is_told_once_only(world: World, mila: Phone) -> None:
    """WHY, MY DATA and ERASE in a talk wait for a person, as on main."""
    silent(world, mila)
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Hello? Is all well?")
    mila.forgets()
    for words in ("WHY", "MY DATA", "ERASE", "call me", "START"):
        mila.texts(words)
        world.jump(minutes=3)
    assert not names(mila)


def test_y_stop_in_a_talk_after_a_maybe(world: World, mila: Phone) -> None:
    silent(world, mila)
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Hello? Is all well?")
    mila.forgets()
    mila.texts("who are you?")
    world.jump(minutes=3)
    mila.texts("stop texting me").expects_sms(NO_MORE)
    world.jump(minutes=3)
    mila.texts("yes")
    world.until("19:30", ZONE, days=2)
    assert not names(mila)
    assert "unclear_stop" == world.person(MILA)["hold"]


def test_z_a_missed_danger_and_a_missed_stop(world: World, mila: Phone) -> None:
    world.jump(days=46)
    came = world.now
    world.jump(hours=5)
    tenant = world.parts.tenant(world.organisation)
    for words in ("quiero morirme", "stop texting me"):
        missed = InboundText(
            new_sid(), "AC" + "0" * 32, MILA, SERVICE, words, False, 1, None
        )
        mila.forgets()
        catching_up.missed_in(world.parts, tenant, missed, came)
        world.work()
        world.network.settle()
        print([one.body[:70] for one in mila.unread])
    assert "screen" in reasons(world)
    person = world.person(MILA)
    assert ("stopped", "crisis") == (person["consent"], person["hold"])


def test_za_who_was_missed_before_she_wrote_is_not_held(
    world: World, mila: Phone
) -> None:
    """Her text of the 44th day was lost with us; on the 46th she writes again."""
    world.jump(days=44)
    came = world.now
    world.jump(days=2)
    mila.forgets()
    mila.texts("it went badly")
    held = world.person(MILA)["hold"]
    missed = InboundText(
        new_sid(), "AC" + "0" * 32, MILA, SERVICE, "I am still at it", False, 0, None
    )
    tenant = world.parts.tenant(world.organisation)
    catching_up.missed_in(world.parts, tenant, missed, came)
    assert held is None


def test_zb_two_texts_of_one_thought(world: World, mila: Phone) -> None:
    """The first says nothing, the second is a yes, a second later: she waits."""
    silent(world, mila)
    mila.expects_sms(ASKED)
    mila.texts("sorry for the silence!")
    mila.forgets()
    mila.texts("KEEP")
    assert mila.unread or world.person(MILA)["hold"] is None


def test_zc_the_offered_word_after_the_neutral_reply_is_told(
    world: World, mila: Phone
) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("hi").expects_sms(READ)
    mila.texts("WRONG NUMBER")
    mila.expects_sms(NO_MORE)


@pytest.mark.parametrize("words", ["KEEP receiving? who is this", "keep", "Keep."])
def test_zd_keep(world: World, mila: Phone, words: str) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts(words)
    print(words, [one.body[:60] for one in mila.unread])


def test_ze_a_call_in_danger_hears_where_help_is(world: World, mila: Phone) -> None:
    """Held or not: who calls after seven weeks hears of no help, and may say nothing."""
    silent(world, mila)
    mila.forgets()
    call = mila.calls()
    assert "emergenc" in call.heard.lower()


def test_zg_one_hi_raises_one_thing(world: World, mila: Phone) -> None:
    world.jump(days=47)
    before = reasons(world)
    mila.texts("hi")
    assert 1 == len(reasons(world)) - len(before), reasons(world)


def test_zi_lifted_it_is_off_the_list(world: World, mila: Phone) -> None:
    """Danger, a coach looked and lifted: "may be somebody else's" still stands."""
    silent(world, mila)
    mila.texts("I want to die")
    world.jump(minutes=5)
    lift(world)
    assert "unconfirmed" not in reasons(world)


def test_zj_an_answered_call_takes_it_off_the_list(world: World) -> None:
    """She called in before 45 days were over again, by a lift; then all is well."""
    phone = world.join(MILA)
    world.jump(days=47)
    phone.forgets()
    phone.texts(WRONG)
    world.jump(minutes=5)
    lift(world)
    phone.texts("oh it is you, all fine")
    assert not {"unconfirmed", "whose"} & {*reasons(world)}
    world.jump_to("18:00", ZONE)
    world.until("19:30", ZONE)
    assert names(phone)


def test_zk_two_days_of_a_stranger_who_says_no_in_a_call(
    world: World, mila: Phone
) -> None:
    """A call, then a text, then the lift: one alert of whose it is, not two."""
    silent(world, mila)
    mila.forgets()
    mila.calls()
    world.jump(minutes=5)
    mila.texts("who called me")
    assert 1 == reasons(world).count("whose")
    assert waits(world)
    world.change(
        "UPDATE alerts SET state = 'acknowledged' WHERE participant_id = %s", MILA
    )
    assert waits(world)


@pytest.mark.parametrize(
    "words",
    [
        "keep your texts to yourself",
        "Yeah this is Tom",
        "yes but this phone belongs to Tom",
        "claro, soy Juan",
    ],
)
def test_zl_a_strangers_yes_or_keep_tells_nothing(
    world: World, mila: Phone, words: str
) -> None:
    """It goes on as hers: a try is noted, and prompts with her step follow."""
    silent(world, mila)
    mila.forgets()
    mila.texts(words)
    print(words, [one.body[:70] for one in mila.unread])
    world.until("19:30", ZONE, days=1)
    assert not names(mila)


def test_zm_yes_and_sorry_is_no_try(world: World, mila: Phone) -> None:
    """A yes to the question with one courteous word more is noted down as a try."""
    silent(world, mila)
    mila.forgets()
    mila.texts("Si, perdon")
    assert not world.of(MILA, "attempts")


def test_zn_stop_in_a_call_whose_first_answer_was_lost(
    world: World, mila: Phone
) -> None:
    silent(world, mila)
    mila.forgets()
    call = Dialled(world, MILA)
    told = {"ErrorCode": "11205", "ErrorUrl": "https://a.example/twilio/voice"}
    heard = call.asks(**told, SpeechResult="stop texting me").text
    assert "stopped" == world.person(MILA)["consent"]
    assert not personal(heard)


@pytest.mark.parametrize("words", ["stop calling me"])
def test_zo_no_more_calls_by_voice_is_confirmed(
    world: World, mila: Phone, words: str
) -> None:
    world.change("UPDATE participants SET calls = 'agreed' WHERE id = %s", MILA)
    silent(world, mila)
    mila.forgets()
    call = Dialled(world, MILA)
    told = {"ErrorCode": "11205", "ErrorUrl": "https://a.example/twilio/voice"}
    heard = call.asks(**told, SpeechResult=words).text
    print(heard)
    assert "stopped" == world.person(MILA)["calls"]
    assert "calls" in heard.lower()


def test_zp_texts_that_only_ask_for_her_data_reach_a_coach(
    world: World, mila: Phone
) -> None:
    """The alert and the list say who may have the number, not that she wants erasing."""
    silent(world, mila)
    mila.forgets()
    mila.texts("ERASE")
    assert waits(world)
    lift(world)
    world.jump(minutes=3)
    mila.texts("ERASE")
    print([one.body[:90] for one in mila.unread])
    assert mila.unread


def test_zq_before_the_question_went_she_writes_and_is_not_asked(
    world: World, mila: Phone
) -> None:
    """The question was put off to the morning; her yes comes first."""
    world.jump(days=45)
    world.jump_to("18:40", ZONE)
    world.bell.broken = True
    world.beat()
    mila.forgets()
    mila.texts("KEEP")
    world.bell.broken = False
    mila.forgets()
    world.forward(hours=3)
    assert not any(ASKED.search(one.body) for one in mila.unread)
