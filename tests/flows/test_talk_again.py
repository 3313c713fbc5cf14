"""A question said once more: the same wording, and no thanks a second time."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from flows.talk import frame
from flows.talk.again import once_more, unthanked
from flows.talk.effects import Say
from flows.talk.engine import begin, step
from flows.talk.events import Channel, Heard, Keyed, Moved, Opened, Silence
from flows.talk.grammar import Ask, Script
from flows.talk.state import State, Turn
from flows.talk.wording import Pattern, fill_anyway, pattern
from tests.flows.shipped import SHIPPED
from tests.flows.small import NOW, of, then

ASKED_AGAIN = {"silence": Silence(), "the key for it": Keyed("*")}


@pytest.mark.parametrize(
    ("text", "language", "left"),
    [
        ("Thank you. Last question. How sure?", "en", "Last question. How sure?"),
        ("Thanks, kept. How much, 1 to 5?", "en-GB", "How much, 1 to 5?"),
        ("Hello, and thank you for picking up. Did you?", "en", "Did you?"),
        ("¡Gracias! ¿Qué faltó?", "es-MX", "¿Qué faltó?"),
        ("Gracias por contarme. ¿Qué faltó?", "es", "¿Qué faltó?"),
        ("It is logged. What did you do?", "en", "It is logged. What did you do?"),
        ("Who gets your thanks today?", "en", "Who gets your thanks today?"),
        ("How sure? Thank you. Any number.", "en", "How sure? Thank you. Any number."),
        ("Thank you.", "en", "Thank you."),
        ("Thanks. Danke. Und nun?", "de", "Thanks. Danke. Und nun?"),
        ("Thank you. {words}", "en", "Thank you. {words}"),
    ],
)
def test_thanks_are_left_out_where_more_can_be_said(
    text: str, language: str, left: str
) -> None:
    told = unthanked(pattern(text, aloud=True), language)
    assert left == fill_anyway(told, lambda slot: f"{{{slot}}}")
    assert told.id == pattern(text).id


def test_a_wording_that_is_not_there_any_more_gives_way_to_a_fresh_one() -> None:
    one, two = pattern("One?"), pattern("Two?")
    assert once_more((one, two), two.id, one, "en") == two
    assert once_more((one, two), "gone", one, "en") == one


# ---- every question of every shipped script ----


def questions() -> Iterator[tuple[str, str, str, Pattern]]:
    """Each spoken wording of each question: script, node, language, wording."""
    for name, one in SHIPPED.items():
        for node in one.nodes.values():
            if isinstance(node.lead, Ask) and node.lead.line:
                for language, words in node.lead.line.variants.items():
                    for variant in words.voice:
                        yield name, node.name, language, variant


def asked(one: Script, node: str, wording: str, **more: object) -> State:
    return State(
        script=one.name,
        version=one.version,
        node=node,
        awaiting=True,
        expires_at=NOW + timedelta(hours=1),
        channel="voice",
        wording=wording,
        **more,  # type: ignore[arg-type] # fields of a state
    )


def worn() -> dict[str, int]:
    """Every wording there is, said today: any other would be chosen in its place."""
    return {variant.id: 0 for *_, variant in questions()}


def said(turn: Turn, channel: Channel = "voice") -> list[str]:
    says = (one for one in turn.effects if isinstance(one, Say))
    return [one.text for one in says if one.channel == channel]


@pytest.mark.parametrize("how", ASKED_AGAIN)
def test_whoever_does_not_answer_is_asked_in_the_very_same_words(how: str) -> None:
    for name, node, language, variant in questions():
        one = SHIPPED[name]
        ask = one.nodes[node].lead
        assert isinstance(ask, Ask)
        if how == "silence" and ask.quiet.again:
            continue  # these have words of their own for it
        facts = {"language": language, "wordings": worn()}
        turn = step(one, asked(one, node, variant.id), ASKED_AGAIN[how], facts=facts,
                    now=NOW)  # fmt: skip
        told = unthanked(variant, language)
        assert fill_anyway(told, lambda _: "") == " ".join(said(turn)[-1].split())


def test_no_question_thanks_a_second_time() -> None:
    thanks = ("thank you", "thanks", "gracias")
    for *_, language, variant in questions():
        first = unthanked(variant, language).fixed[0].casefold()
        assert not any(word in first.partition(".")[0] for word in thanks)


# ---- what else is said in a call ----


def test_after_a_plainer_question_it_is_the_plainer_one_that_is_said_again() -> None:
    one = of(
        "  a:\n    ask: 'Thank you. How sure, 0 to 10?'\n    expect: scale\n"
        "    keep: sure\n    unsure: 'A number, 0 to 10?'\n    then: end"
    )
    turn = begin(one, {}, now=NOW, event=Opened("call", "voice"))
    turn = then(one, turn, Heard("um well", "voice"))
    assert ["A number, 0 to 10?"] == said(turn)
    turn = then(one, turn, Silence())
    assert [frame.AGAIN["en"], "A number, 0 to 10?"] == said(turn)
    # Written, it is read alone and perhaps much later: the whole question then.
    assert ["How sure, 0 to 10?"] == said(then(one, turn, Moved("text")), "text")


AGAIN = of(
    "  a:\n    ask: 'What did you do?'\n    expect: words\n    keep: what\n"
    "    unsure: 'What was it?'\n"
    "    silence: {again: 'Take your time. What did you do?', wait: 1 hour, then: b}\n"
    "    then: end\n  b: {say: Another day., then: end}"
)


def test_a_script_may_say_itself_how_a_silent_caller_is_asked_again() -> None:
    turn = begin(AGAIN, {}, now=NOW, event=Opened("call", "voice"))
    turn = then(AGAIN, turn, Silence())
    assert [frame.AGAIN["en"], "Take your time. What did you do?"] == said(turn)
    turn = then(AGAIN, turn, Keyed("5"))
    assert [frame.NOT_A_KEY["en"], "What did you do?"] == said(turn)


def test_by_text_a_silence_is_answered_in_the_words_of_the_script_alone() -> None:
    turn = begin(AGAIN, {}, now=NOW)
    assert ["Take your time. What did you do?"] == said(
        then(AGAIN, turn, Silence()), "text"
    )
