"""Questions of a call are read strictly: one signature has one effect, however cut."""

from __future__ import annotations

import itertools
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.carrier.calls_in import (
    STATUSES,
    CallEvent,
    Recorded,
    read_call,
    voice_url,
)
from service.carrier.glued import Malformed
from tests.wire.signing import (
    ACCOUNT,
    ASKING,
    CALL,
    DELIVERY,
    TAKE,
    Pairs,
    changed,
    glued,
)
from tests.wire.test_wire import cuttings

FIRST: Pairs = ()
QUERY = (("d", DELIVERY), ("t", "3"))
URL = "https://api.twilio.com/2010-04-01/Accounts/x/Recordings/" + TAKE

# What Twilio sends in the middle of a call, as data.
DIGITS = changed(
    ASKING,
    CallStatus="in-progress",
    Digits="2",
    FinishedOnKey="",
    msg="Gather End",
)
SPEECH = changed(
    ASKING,
    CallStatus="in-progress",
    SpeechResult="I said my idea. Everyone nodded.",
    Confidence="0.91834176",
    Language="en-US",
)
RECORDING = changed(
    ASKING,
    CallStatus="in-progress",
    RecordingUrl=URL,
    RecordingSid=TAKE,
    RecordingDuration="7",
    Digits="#",
)
SILENCE = changed(ASKING, CallStatus="in-progress", Digits="", FinishedOnKey="")
ANSWERED = changed(
    ASKING,
    CallStatus="in-progress",
    Direction="outbound-api",
    AnsweredBy="machine_start",
    MachineDetectionDuration="4120",
    StirVerstat=None,
    CallToken=None,
)
FALLBACK = changed(
    DIGITS,
    Digits=None,
    FinishedOnKey=None,
    ErrorCode="11205",
    ErrorUrl=f"https://coach.example.com/twilio/voice?d={DELIVERY}&t=4",
)
FORWARDED = changed(ASKING, ForwardedFrom="+14155550177", CallerName="FROM THE TOP")
# Somleng names a recording only in its status, and sends little else.
BARE = (
    ("CallSid", CALL),
    ("From", "+85510123456"),
    ("To", "1294"),
    ("CallStatus", "in-progress"),
    ("Direction", "outbound-api"),
    ("AccountSid", ACCOUNT),
    ("ApiVersion", "2010-04-01"),
    ("RecordingUrl", URL),
    ("RecordingDuration", "7"),
)
CAPTURED = (DIGITS, SPEECH, RECORDING, SILENCE, ANSWERED, FALLBACK, BARE)


def test_the_first_question_of_a_call_that_comes_in_is_read() -> None:
    event = read_call(ASKING, FIRST)
    assert event == CallEvent(
        sid=CALL,
        account_sid=ACCOUNT,
        caller="+14155550123",
        called="+18005551212",
        direction="inbound",
        status="ringing",
        digits="",
        speech="",
        changed=False,
        recording=None,
        answered_by=None,
        error_code=None,
        token=None,
        turn=0,
    )
    assert event.silent
    assert ("+14155550123", "+18005551212") == (event.person, event.ours)


def test_a_call_that_went_out_has_the_person_at_its_other_end() -> None:
    event = read_call(changed(ANSWERED, To="+14155550188", From="+18005551212"), QUERY)
    assert ("outbound", "machine") == (event.direction, event.answered_by)
    assert ("+14155550188", "+18005551212") == (event.person, event.ours)
    assert event.from_number


@pytest.mark.parametrize(
    ("pairs", "field", "expected"),
    [
        (DIGITS, "digits", "2"),
        (DIGITS, "token", DELIVERY),
        (DIGITS, "turn", 3),
        (changed(DIGITS, Digits="*#0"), "digits", "*#0"),
        (changed(DIGITS, Digits="9" * 32), "digits", "9" * 32),
        (SPEECH, "speech", "I said my idea. Everyone nodded."),
        (changed(SPEECH, StirVerstat=None), "speech", dict(SPEECH)["SpeechResult"]),
        (changed(SPEECH, StirPassportToken="eyJ.a-b_c="), "silent", False),
        (changed(SPEECH, SpeechResult="a\x00b"), "speech", "ab"),
        (changed(SPEECH, SpeechResult="a\x00b"), "changed", True),
        (changed(SPEECH, SpeechResult="ok\ud800"), "speech", "ok\ufffd"),
        (changed(SPEECH, SpeechResult=""), "silent", True),
        (changed(SPEECH, Confidence="NaN"), "silent", False),
        (changed(SPEECH, Confidence=None), "silent", False),
        (changed(SPEECH, Digits=""), "digits", ""),
        (SILENCE, "silent", True),
        (RECORDING, "recording", Recorded(TAKE, 7, False)),
        # The key that ended a recording is no answer.
        (RECORDING, "digits", ""),
        (changed(RECORDING, Digits="hangup"), "recording", Recorded(TAKE, 7, True)),
        (changed(RECORDING, Digits="hangup"), "digits", ""),
        (changed(RECORDING, RecordingUrl="http://evil.example/"), "digits", ""),
        (changed(RECORDING, RecordingUrl=None), "recording", Recorded(TAKE, 7, False)),
        (BARE, "recording", Recorded(None, 7, False)),
        (FALLBACK, "error_code", 11205),
        (FORWARDED, "caller", "+14155550123"),
        (FORWARDED, "called", "+18005551212"),
        (changed(DIGITS, From="anonymous"), "from_number", False),
        (changed(DIGITS, From="+266696687"), "caller", "+266696687"),
        (changed(ASKING, SipHeader_X="y", **{"X-Twilio": "z"}), "silent", True),
        *(
            (changed(ANSWERED, AnsweredBy=raw), "answered_by", meant)
            for raw, meant in [
                ("human", "human"),
                ("machine_end_beep", "machine"),
                ("machine_end_silence", "machine"),
                ("machine_end_other", "machine"),
                ("fax", "fax"),
                ("unknown", "unknown"),
            ]
        ),
        *((changed(DIGITS, CallStatus=one), "status", one) for one in STATUSES),
    ],
)
def test_questions_as_they_may_come_are_read(
    pairs: Pairs, field: str, expected: object
) -> None:
    assert expected == getattr(read_call(pairs, QUERY), field)


def test_bad_bytes_that_were_replaced_before_are_told() -> None:
    assert read_call(SPEECH, QUERY, changed=True).changed


@pytest.mark.parametrize(
    ("pairs", "named"),
    [
        *(
            (changed(DIGITS, **{name: None}), name)
            for name in (
                *("AccountSid", "CallSid", "CallStatus", "Direction", "From", "To"),
            )
        ),
        ((*DIGITS, ("Digits", "2")), "repeated"),
        ((*DIGITS, ("Digits", "9")), "repeated"),
        ((*SPEECH, ("SpeechResult", "again")), "repeated"),
        ((*DIGITS, ("", "")), "odd name"),
        ((*DIGITS, ("Naïve", "")), "odd name"),
        ((*DIGITS, ("x y", "")), "odd name"),
        (changed(DIGITS, ABeforeAll="1"), "AccountSid"),
        (changed(DIGITS, AccountSid=ACCOUNT.upper()), "AccountSid"),
        (changed(DIGITS, AccountSid=ACCOUNT + "0"), "AccountSid"),
        (changed(DIGITS, CallSid="SM" + CALL[2:]), "CallSid"),
        (changed(DIGITS, CallSid=CALL.upper()), "CallSid"),
        (changed(DIGITS, CallStatus="lost"), "CallStatus"),
        (changed(DIGITS, Direction="outbound-dial"), "Direction"),
        (changed(DIGITS, Direction="sideways"), "Direction"),
        (changed(DIGITS, Digits="A"), "Digits"),
        (changed(DIGITS, Digits="1 2"), "Digits"),
        (changed(DIGITS, Digits="hang"), "Digits"),
        (changed(DIGITS, Digits="\u0662"), "Digits"),
        (changed(DIGITS, Digits="9" * 33), "Digits"),
        (changed(DIGITS, From="sip:mila@example.com"), "From"),
        (changed(DIGITS, From=""), "From"),
        (changed(DIGITS, To="client:coach"), "To"),
        (changed(DIGITS, ErrorCode="many"), "ErrorCode"),
        (changed(RECORDING, RecordingSid="CA" + TAKE[2:]), "RecordingSid"),
        (changed(RECORDING, RecordingSid=TAKE.upper()), "RecordingSid"),
        (changed(RECORDING, RecordingDuration="long"), "RecordingDuration"),
        (changed(ANSWERED, AnsweredBy="robot"), "AnsweredBy"),
        (changed(SPEECH, Tag="1"), "between SpeechResult and To"),
        (changed(SPEECH, StirVerstat="a b"), "StirVerstat|SpeechResult"),
        (changed(DIGITS, UnstableSpeechResult="nine"), "UnstableSpeechResult"),
        # A caller's name that would be a second direction, or a key nobody pressed.
        (changed(ASKING, CallerName="Directioninbound"), "Direction"),
        (changed(DIGITS, Digits=None, CallerName="xDigits9", CallerState=None,
                 CallerZip=None), "Digits"),
        ((), "AccountSid"),
    ],
)  # fmt: skip
def test_a_question_that_is_not_as_the_carrier_writes_it_is_refused(
    pairs: Pairs, named: str
) -> None:
    with pytest.raises(Malformed, match=named) as refused:
        read_call(pairs, QUERY)
    # I12: the reason never holds a value.
    assert "4155550123" not in str(refused.value)


@pytest.mark.parametrize(
    "query",
    [
        (),
        (("d", DELIVERY),),
        (("t", "1"),),
        (("d", "short"), ("t", "1")),
        (("d", DELIVERY), ("d", DELIVERY), ("t", "1")),
        (("d", DELIVERY), ("t", "1"), ("t", "1")),
        *(
            (("d", DELIVERY), ("t", turn))
            for turn in ("", "-1", "01", "1000", "1 ", "\u0661", "x")
        ),
    ],
)
def test_a_call_of_ours_has_exactly_one_token_and_one_turn(query: Pairs) -> None:
    with pytest.raises(Malformed, match="query"):
        read_call(ANSWERED, query)
    if query:
        with pytest.raises(Malformed, match="query"):
            read_call(DIGITS, query)


@pytest.mark.parametrize("pairs", [DIGITS, SPEECH, RECORDING])
def test_nothing_is_answered_before_the_first_question(pairs: Pairs) -> None:
    with pytest.raises(Malformed, match="before the first question"):
        read_call(pairs, FIRST)


TAKE_OF_IT = (("d", DELIVERY), ("t", "4"), ("r", TAKE))


def test_the_address_of_a_turn_may_name_the_take_it_plays_back() -> None:
    url = voice_url("https://coach.example.com", "/twilio/voice", DELIVERY, 4, TAKE)
    assert TAKE_OF_IT == tuple(parse_qsl(urlsplit(url).query))
    assert TAKE == read_call(ANSWERED, TAKE_OF_IT).take
    assert read_call(ANSWERED, QUERY).take is None
    with pytest.raises(ValueError):  # noqa: PT011 - what it says is of no interest
        voice_url("https://coach.example.com", "/twilio/voice", DELIVERY, 4, "RE1")


@pytest.mark.parametrize("takes", [("RE1",), ("",), (TAKE, TAKE), (f"{TAKE}/..",)])
def test_it_names_one_take_of_the_carriers_and_nothing_else(
    takes: tuple[str, ...],
) -> None:
    with pytest.raises(Malformed, match="recording in the query"):
        read_call(ANSWERED, (*QUERY, *(("r", take) for take in takes)))


def test_nothing_is_played_before_the_first_question() -> None:
    with pytest.raises(Malformed, match="before the first question"):
        read_call(ASKING, (("r", TAKE),))


def test_at_the_fallback_address_nothing_is_played() -> None:
    failed = changed(ANSWERED, ErrorCode="11205", ErrorUrl=URL)
    assert read_call(failed, TAKE_OF_IT).take is None


@pytest.mark.parametrize("pairs", [DIGITS, SPEECH, RECORDING])
@pytest.mark.parametrize("query", [FIRST, QUERY])
def test_at_the_fallback_address_nothing_was_said_whatever_failed_before(
    pairs: Pairs, query: Pairs
) -> None:
    event = read_call(changed(pairs, ErrorCode="11205", ErrorUrl=URL), query)
    assert (True, 11205) == (event.silent, event.error_code)


@pytest.mark.parametrize("turn", [0, 7, 999])
def test_the_address_of_a_turn_is_read_back(turn: int) -> None:
    url = voice_url("https://coach.example.com", "/twilio/voice", DELIVERY, turn)
    query = parse_qsl(urlsplit(url).query)
    event = read_call(DIGITS, query)
    assert (DELIVERY, turn) == (event.token, event.turn)


@pytest.mark.parametrize(
    ("token", "turn"), [("short", 0), ("a b" * 8, 0), (DELIVERY, -1), (DELIVERY, 1000)]
)
def test_an_address_nobody_could_read_back_is_not_written(
    token: str, turn: int
) -> None:
    with pytest.raises(ValueError, match=r"token has|turns 0"):
        voice_url("https://coach.example.com", "/twilio/voice", token, turn)


# The re-split attack: a captured signature fits every cutting of the same glued text.

HOSTILE_WORDS = (
    "I said it to From and To",
    "From+14155550199FromCityX",
    "To+18005550000ToCityX",
    f"SpeechResultSpeechResultDigits9RecordingSid{TAKE}RecordingDuration60",
    f"AccountSid{ACCOUNT}CallSidCA{'0' * 32}CallStatuscompleted",
    "StirVerstatTN-Validation-Failed-C",
    "StirPassportToken StirVerstat 9",
    "UnstableSpeechResult Zz msgGather End",
)


@pytest.mark.parametrize(
    "pairs",
    [
        *CAPTURED,
        FORWARDED,
        *(changed(SPEECH, SpeechResult=words) for words in HOSTILE_WORDS),
    ],
)
def test_a_question_cut_differently_is_refused_or_has_the_same_effect(
    pairs: Pairs,
) -> None:
    try:
        meant = {read_call(pairs, QUERY)}
    except Malformed:
        meant = set()
    tried = 0
    for cut in cuttings(pairs):
        tried += 1
        try:
            meant.add(read_call(cut, QUERY))
        except Malformed:
            continue
        assert len(meant) == 1, cut
    assert tried > 200


@pytest.mark.parametrize("words", HOSTILE_WORDS[:5])
def test_words_that_look_like_parameters_are_words(words: str) -> None:
    event = read_call(changed(SPEECH, SpeechResult=words), QUERY)
    assert (words, "+14155550123", "", None) == (
        event.speech,
        event.caller,
        event.digits,
        event.recording,
    )


@pytest.mark.parametrize(
    "cut",
    [
        changed(SPEECH, SpeechResult=None, Speec="hResult" + dict(SPEECH)["SpeechResult"]),
        changed(SPEECH, SpeechResult="I said my idea.", **{" Everyone nodded.": ""}),
        changed(SPEECH, SpeechResult="I said my idea. ", StirVerstatX="1"),
        changed(DIGITS, Digits=None, Digit="s2"),
        changed(DIGITS, Digits="", **{"2": ""}),
        changed(DIGITS, Direction=None, Digits="2Directioninbound"),
        changed(DIGITS, CallSid=None, CallStatus=None, C=f"allSid{CALL}CallStatusin-progress"),
        changed(RECORDING, RecordingSid=None, RecordingDuration=f"7RecordingSid{TAKE}"),
    ],
)  # fmt: skip
def test_the_known_re_splits_are_refused(cut: Pairs) -> None:
    with pytest.raises(Malformed):
        read_call(cut, QUERY)


PIECES = st.sampled_from(
    [
        *("From", "To", "+1415555", "88811", "SpeechResult", "Digits9", "Direction"),
        *("inbound", "StirVerstat", "TN-Validation-Passed-A", "ErrorCode11200", "Zz"),
        *("A", "G", "x", " ", "\n", "RecordingSid", TAKE, "CallSid", CALL),
    ]
)


@example(["From", "88811", "G"])
@example(["To", "+1415555", "Zz"])
@given(st.lists(PIECES, max_size=12))
def test_no_words_make_a_second_reading_possible(pieces: list[str]) -> None:
    pairs = changed(SPEECH, SpeechResult="".join(pieces))
    accepted, whole = set(), glued(pairs)
    for cut in (pairs, *itertools.islice(cuttings(pairs), 300)):
        assert glued(cut) == whole
        try:
            accepted.add(read_call(cut, QUERY))
        except Malformed:
            continue
    assert len(accepted) <= 1


@given(st.text(max_size=200))
def test_whatever_is_recognised_arrives(words: str) -> None:
    read = read_call(changed(SPEECH, SpeechResult=words), QUERY)
    assert read.changed or words == read.speech


@given(
    st.lists(st.tuples(st.text(max_size=20), st.text(max_size=40))),
    st.lists(st.tuples(st.sampled_from("dtx"), st.text(max_size=20))),
)
def test_reading_raises_nothing_but_malformed(
    pairs: list[tuple[str, str]], query: list[tuple[str, str]]
) -> None:
    with pytest.raises(Malformed):
        read_call(pairs, query)


def test_the_longest_hostile_speech_is_read_in_no_time() -> None:
    # 64 KB of beginnings: a reading that tries again at each would take minutes.
    words = "StirPassportToken" * 1800 + "From1A" * 3000 + "To123StirVerstat" * 1000
    words += "SpeechResult Digits9"
    assert words == read_call(changed(SPEECH, SpeechResult=words), QUERY).speech
    with pytest.raises(Malformed):
        read_call(changed(SPEECH, SpeechResult=words, From="x"), QUERY)
