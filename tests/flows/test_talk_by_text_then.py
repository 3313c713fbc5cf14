"""A question that nothing in a call can answer goes on by text, and the call says so."""

from datetime import UTC, datetime

import pytest

from flows.talk import engine, render
from flows.talk.aloud import HangUp, Line, Listen, Take
from flows.talk.events import Opened
from tests.flows.small import of

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
SCRIPT = of("  a: {ask: What did you do?, expect: words, then: end}\n")


@pytest.mark.parametrize(
    ("recorded", "speech", "waits"),
    [(False, False, HangUp), (True, False, Take), (False, True, Listen)],
)
def test_own_words_by_keys_alone_go_on_by_text(
    recorded: bool, speech: bool, waits: type
) -> None:
    """The answer could not be written: the call went round until she hung up."""
    turn = engine.begin(SCRIPT, {}, now=NOW, event=Opened("call", "voice"))
    aloud = render.as_spoken(
        turn.effects,
        SCRIPT,
        turn.state,
        language="es",
        recorded=recorded,
        speech=speech,
    )
    assert isinstance(aloud.then, waits)
    told = [line.text for line in aloud.lines if isinstance(line, Line)]
    assert (waits is HangUp) == any("por mensaje" in one for one in told)
