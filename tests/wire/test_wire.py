"""Webhooks are read strictly: one signature has one effect, however it is cut."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.carrier.wire import (
    STATUSES,
    TOKEN,
    InboundText,
    Malformed,
    StatusReport,
    answer,
    empty_answer,
    read_status,
    read_text,
    status_url,
)
from tests.wire.signing import (
    ACCOUNT,
    DELIVERY,
    SID,
    STATUS,
    TEXT,
    Pairs,
    changed,
    glued,
)

QUERY = ((TOKEN, DELIVERY),)
OTHER_SID = "SM" + "0" * 32


def test_a_captured_text_is_read() -> None:
    assert InboundText(
        sid=SID,
        account_sid=ACCOUNT,
        sender="+14155550123",
        to="+18005551212",
        words="Said my idea. Everyone nodded",
        changed=False,
        media=0,
        opt_out=None,
    ) == read_text(TEXT)


@pytest.mark.parametrize(
    ("values", "field", "expected"),
    [
        ({"Body": "a\x00b"}, "words", "ab"),
        ({"Body": "  blanks kept  "}, "words", "  blanks kept  "),
        ({"Body": "", "NumMedia": "10"}, "words", ""),
        ({"Body": "", "NumMedia": "10"}, "media", 10),
        ({"MessageSid": "MM" + "a" * 32}, "sid", "MM" + "a" * 32),
        ({"From": "88811"}, "sender", "88811"),
        ({"From": "anonymous"}, "sender", "anonymous"),
        ({"From": "+266696687"}, "sender", "+266696687"),
        ({"OptOutType": "STOP"}, "opt_out", "stop"),
        ({"OptOutType": "HELP", "MessagingServiceSid": "MG1"}, "opt_out", "help"),
        ({"ErrorCode": "11200", "ErrorUrl": "https://h/sms"}, "words", TEXT[10][1]),
        ({"ErrorCode": "11200"}, "words", TEXT[10][1]),
        ({"Body": "", "ErrorCode": "11200"}, "words", ""),
        ({"AddOns": "{}"}, "sid", SID),
    ],
)
def test_texts_as_they_may_come_are_read(
    values: dict[str, str], field: str, expected: object
) -> None:
    assert expected == getattr(read_text(changed(TEXT, **values)), field)


def test_changes_at_the_door_are_told() -> None:
    assert read_text(changed(TEXT, Body="a\x00")).changed
    assert read_text(TEXT, changed=True).changed


@pytest.mark.parametrize(
    ("sender", "reachable"),
    [("+14155550123", True), ("88811", False), ("anonymous", False), ("+0123", False)],
)
def test_only_a_telephone_number_can_be_reached(sender: str, reachable: bool) -> None:
    assert reachable == read_text(changed(TEXT, From=sender)).from_number


@pytest.mark.parametrize(
    ("pairs", "named"),
    [
        *(
            (changed(TEXT, **{name: None}), name)
            for name in ("AccountSid", "Body", "To")
        ),
        *((changed(TEXT, **{name: None}), name) for name in ("From", "MessageSid")),
        (changed(TEXT, NumMedia=None), "NumMedia"),
        ((*TEXT, ("Body", "again")), "repeated"),
        ((*TEXT, ("Body", TEXT[10][1])), "repeated"),
        ((*TEXT, ("snake_case", "1")), "odd name"),
        ((*TEXT, ("", "")), "odd name"),
        ((*TEXT, ("Naïve", "")), "odd name"),
        (changed(TEXT, Campaign="1"), "between Body and From"),
        (changed(TEXT, ABeforeAll="1"), "AccountSid"),
        (changed(TEXT, NumMedia="11"), "NumMedia"),
        (changed(TEXT, NumMedia="-1"), "NumMedia"),
        (changed(TEXT, NumMedia="\u0661"), "NumMedia"),
        (changed(TEXT, MessageSid=SID.upper()), "MessageSid"),
        (changed(TEXT, MessageSid="CA" + SID[2:]), "MessageSid"),
        (changed(TEXT, AccountSid=ACCOUNT + "0"), "AccountSid"),
        (changed(TEXT, To="whatsapp:+18005551212"), "To"),
        (changed(TEXT, From="Vodafone"), "From"),
        (changed(TEXT, From=""), "From"),
        (changed(TEXT, OptOutType="stop"), "OptOutType"),
        (changed(TEXT, Body="x ErrorCode11200"), "Body"),
        ((), "AccountSid"),
    ],
)
def test_a_text_that_is_not_as_the_carrier_writes_it_is_refused(
    pairs: Pairs, named: str
) -> None:
    with pytest.raises(Malformed, match=named) as refused:
        read_text(pairs)
    # I12: the reason never holds a value.
    assert "4155550123" not in str(refused.value)


def test_a_captured_status_is_read() -> None:
    assert StatusReport(
        sid=SID,
        account_sid=ACCOUNT,
        status="undelivered",
        error_code=30003,
        token=DELIVERY,
    ) == read_status(STATUS, QUERY)


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_is_read_with_few_parameters_and_with_many(status: str) -> None:
    few = [("AccountSid", ACCOUNT), ("MessageSid", SID), ("MessageStatus", status)]
    many = changed(
        STATUS, MessageStatus=status, SmsStatus=status, ErrorCode="", New="1"
    )
    assert (status, None) == (
        read_status(few, QUERY).status,
        read_status(many, QUERY).error_code,
    )
    assert status == read_status(many, QUERY).status


@pytest.mark.parametrize(
    ("pairs", "query", "named"),
    [
        *(
            (changed(STATUS, **{name: None}), QUERY, name)
            for name in ("AccountSid", "MessageSid", "MessageStatus")
        ),
        ((*STATUS, ("MessageStatus", "sent")), QUERY, "repeated"),
        (changed(STATUS, MessageStatus="lost"), QUERY, "MessageStatus"),
        (changed(STATUS, ErrorCode="many"), QUERY, "ErrorCode"),
        (changed(STATUS, ErrorCode="1234567"), QUERY, "ErrorCode"),
        (STATUS, (), "token"),
        (STATUS, ((TOKEN, "short"),), "token"),
        (STATUS, ((TOKEN, "x" * 65),), "token"),
        (STATUS, ((TOKEN, DELIVERY + "/.."),), "token"),
        (STATUS, (*QUERY, *QUERY), "token"),
    ],
)
def test_a_status_that_is_not_as_the_carrier_writes_it_is_refused(
    pairs: Pairs, query: Pairs, named: str
) -> None:
    with pytest.raises(Malformed, match=named):
        read_status(pairs, query)


# The re-split attack: a captured signature fits every cutting of the same glued text.


def cuttings(pairs: Pairs) -> Iterator[Pairs]:
    """Every other cutting by one or two knives that the signature cannot tell."""
    signed = sorted(pairs)
    whole = glued(pairs)
    for n, (name, value) in enumerate(signed):
        before, after, piece = signed[:n], signed[n + 1 :], name + value
        made = [(piece[:k], piece[k:]) for k in range(len(piece) + 1)]
        new = [[one] for one in made]
        for k in range(len(value) + 1):  # the end of a value becomes a parameter
            new += [
                [(name, value[:k]), (value[k:j], value[j:])]
                for j in {k + 1, k + 2, k + 8, len(value)}
            ]
        for end in range(1, min(4, len(after)) + 1):  # it swallows its neighbours
            tail = "".join(a + b for a, b in after[:end])
            swallowed = [*before, (name, value + tail), *after[end:]]
            if glued(swallowed) == whole:
                yield swallowed
        for pieces in new:
            cut = [*before, *pieces, *after]
            if glued(cut) == whole and cut != signed:
                yield cut


HOSTILE_WORDS = (
    "Said my idea. Everyone nodded",
    "I said it on FaceBook",
    "hello From4155550123G",
    "hello From+14155550199FromCityX",
    f"From+14155550199MessageSid{OTHER_SID}NumMedia0To+18005550000",
    f"xErrorUrlErrorCodeBodyFromDid MessageSid{OTHER_SID}",
    "x ErrorCode1120 ErrorUrlhttps://h",
    "BodyBody OptOutTypeSTOPX NumMedia9A",
)
CAPTURED = [changed(TEXT, Body=words) for words in HOSTILE_WORDS] + [
    changed(TEXT, OptOutType="STOP"),
    changed(TEXT, ErrorCode="11200", ErrorUrl="https://coach.example.com/twilio/sms"),
    changed(TEXT, MessagingServiceSid="MG" + "1" * 32, NumMedia="10"),
]


@pytest.mark.parametrize("pairs", CAPTURED)
def test_a_text_cut_differently_is_refused_or_has_the_same_effect(pairs: Pairs) -> None:
    meant = read_text(pairs)
    tried = 0
    for cut in cuttings(pairs):
        tried += 1
        try:
            assert meant == read_text(cut), cut
        except Malformed:
            continue
    assert tried > 200


@pytest.mark.parametrize(
    "pairs", [STATUS, changed(STATUS, ErrorCode=None, MessageStatus="sent")]
)
def test_a_status_cut_differently_is_refused_or_has_the_same_effect(
    pairs: Pairs,
) -> None:
    meant = read_status(pairs, QUERY)
    for cut in cuttings(pairs):
        try:
            assert meant == read_status(cut, QUERY), cut
        except Malformed:
            continue


@pytest.mark.parametrize(
    "cut",
    [
        changed(TEXT, Body=None, B="odySaid my idea. Everyone nodded"),
        changed(TEXT, Body="Said my idea. ", **{"Everyone nodded": ""}),
        changed(TEXT, Body="Said my idea. ", Everyone=" nodded"),
        changed(
            TEXT,
            AccountSid=f"{ACCOUNT}ApiVersion2010-04-01Body{TEXT[10][1]}",
            ApiVersion=None,
            Body=None,
        ),
        changed(TEXT, Body="", Bodyx=""),
        changed(TEXT, Body=None, B="ody"),
    ],
)
def test_the_known_re_splits_are_refused(cut: Pairs) -> None:
    with pytest.raises(Malformed):
        read_text(cut)


PIECES = st.sampled_from(
    [
        *("From", "Body", "To", "+1415555", "88811", "MessageSid", OTHER_SID),
        *("NumMedia", "0", "ErrorCode", "11200", "ErrorUrl", "https://h"),
        *("A", "G", "x", " ", "\n", "OptOutType", "STOP", "AccountSid", ACCOUNT),
    ]
)


@example(["From", "88811", "G"])
@given(st.lists(PIECES, max_size=12))
def test_no_words_make_a_second_reading_possible(pieces: list[str]) -> None:
    pairs = changed(TEXT, Body="".join(pieces))
    try:
        meant = read_text(pairs)
    except Malformed:
        meant = None
    accepted = {meant} if meant else set()
    for cut in itertools.islice(cuttings(pairs), 1000):
        try:
            accepted.add(read_text(cut))
        except Malformed:
            continue
    assert len(accepted) <= 1


@given(st.text(max_size=200))
def test_whatever_a_person_types_arrives(words: str) -> None:
    read = read_text(changed(TEXT, Body=words))
    assert read.changed or words == read.words


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=40))))
def test_reading_raises_nothing_but_malformed(pairs: list[tuple[str, str]]) -> None:
    for read in (read_text, lambda p: read_status(p, QUERY)):
        with pytest.raises(Malformed):
            read(pairs)


def test_the_longest_hostile_text_is_read_in_no_time() -> None:
    # 64 KB of beginnings: a reading that tries again at each would take minutes.
    words = "From1A" * 5000 + f"MessageSid{OTHER_SID}A" * 700
    assert words == read_text(changed(TEXT, Body=words)).words
    with pytest.raises(Malformed):
        read_text(changed(TEXT, Body=words, NumMedia="x"))


# Our answers.


def test_the_empty_answer_says_nothing() -> None:
    document = ET.fromstring(empty_answer())
    assert ("Response", []) == (document.tag, list(document))


@pytest.mark.parametrize(
    ("said", "heard"),
    [("Well done <3 & on", "Well done <3 & on"), ("a\x00\x0b\ud800b", "a\ufffdb")],
)
def test_an_answer_is_well_formed_whatever_it_says(said: str, heard: str) -> None:
    assert heard == ET.fromstring(answer(said)).findtext("Message")


def test_the_status_address_is_read_back() -> None:
    url = status_url("https://coach.example.com", "/twilio/status", DELIVERY)
    assert f"https://coach.example.com/twilio/status?d={DELIVERY}" == url
    with pytest.raises(ValueError, match="16 to 64"):
        status_url("https://coach.example.com", "/twilio/status", "a b")
