"""Transcripts: reading them, and playing them line by line."""

from datetime import timedelta

import pytest

from flows.talk import script, transcript
from flows.talk.check_facts import lines
from flows.talk.effects import FollowUp
from flows.talk.engine import Turn
from flows.talk.events import Opened
from flows.talk.transcript import BEGINS, BadTranscript, Player

ASK = script.parse(
    "script: s\ngrammar: 1\nnodes:\n"
    "  a: {ask: 'Well, {name}?', expect: words, keep: mine, then: end}",
    name="s",
)


def test_the_head_names_the_script_and_the_facts() -> None:
    read = transcript.read(
        "script: s\nfacts: name=Mila; tries=3; alerted=yes; late=no; note=a=b\n\n> hi\n"
    )
    facts = {"name": "Mila", "tries": 3, "alerted": True, "late": False, "note": "a=b"}
    assert ("s", facts, ("> hi",)) == (read.script, read.facts, read.lines)


def test_what_the_player_wrote_is_not_read_back() -> None:
    read = transcript.read("script: s\n* x\n< Well?\n= Hand asked\n! no\n. end\n~ 1m\n")
    assert ("* x", "~ 1m") == read.lines


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("hello\n> hi", "begin with"),
        ("> hi", "no `script: name`"),
        ("", "no `script"),
        ("script: s\nchannel: fax\n> hi", "write text or voice"),
    ],
)
def test_a_transcript_with_a_head_that_says_nothing_is_refused(
    source: str, what: str
) -> None:
    with pytest.raises(BadTranscript, match=what):
        transcript.read(source)


def test_a_transcript_in_which_nothing_happens_is_refused() -> None:
    with pytest.raises(BadTranscript, match="nothing happens"):
        transcript.play("script: s\n< Well?\n", ASK)


def test_a_transcript_is_written_as_it_goes() -> None:
    source = "script: s\nfacts: name=Mila\n* now\n> because / it rained\n~ 5s\n> hard\n"
    now, ways = transcript.play(source, ASK)
    assert now == (
        "script: s\nfacts: name=Mila\n* now\n< Well, Mila?\n"
        "> because / it rained\n= Remember mine\n. end\n"
        "~ 5s\n> hard\n= Remember mine because / it rained / hard\n"
    )
    assert [("a", "end")] == ways
    assert (now, ways) == transcript.play(now, ASK)


def test_a_text_during_a_call_is_answered_by_text() -> None:
    source = "script: s\nchannel: voice\nfacts: name=Mila\n* now\nt because\n"
    now, _ = transcript.play(source, ASK)
    assert now.endswith(
        "* now\n( Well, Mila?\n) records up to 60 s\n"
        "t because\n= Remember mine\n. end\n"
    )


def test_a_player_begins_with_wordings_that_were_said_before() -> None:
    two = script.parse(
        "script: s\ngrammar: 1\nnodes:\n  a: {ask: [One?, Another?], expect: words,"
        " keep: mine, then: end}",
        name="s",
    )
    _, said, *_ = Player(two, {}).play("* opened")
    worn = {one.id: 1 for line, _ in lines(two.nodes["a"])
            for one in line.variants["en"].text if said == f"< {one.source}"}  # fmt: skip
    assert 1 == len(worn)
    _, again, *_ = Player(two, {}, worn=worn).play("* opened")
    assert {"< One?", "< Another?"} == {said, again}


def test_time_is_told_in_short() -> None:
    player = Player(ASK, {})
    for line in ("~ 4s", "~ 10m", "~ 25h", "~ 2d"):
        list(player.play(line))
    passed = timedelta(seconds=4, minutes=10, hours=25, days=2)
    assert BEGINS + passed == player.now


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(BadTranscript, match="4s"):
        list(Player(ASK, {}).play("~ soon"))


def test_a_player_knows_when_it_is_over() -> None:
    player = Player(ASK, {"name": "Mila"})
    assert not player.over
    list(player.play("* now"))
    assert not player.over
    list(player.play("> because"))
    assert player.over


def test_what_comes_after_the_end_is_not_accepted() -> None:
    player = Player(ASK, {})
    for line in ("* now", "* silence"):
        list(player.play(line))
    assert ["> hi", "! The conversation is over."] == list(player.play("> hi"))


def test_effects_are_shown_with_what_they_carry() -> None:
    turn = Turn(None, (FollowUp("recap", timedelta(days=1)),))
    shown = list(transcript.shown(turn, Opened("x")))
    assert ["= FollowUp recap 1 day, 0:00:00"] == shown
