"""Scripts of a few nodes, written in a test, and turns of them at one moment."""

from datetime import UTC, datetime

from flows.talk import script
from flows.talk.engine import Turn, step
from flows.talk.events import Event
from flows.talk.grammar import Script

NOW = datetime(2026, 3, 2, 17, 40, tzinfo=UTC)


def of(nodes: str) -> Script:
    """The script of these nodes."""
    return script.parse(f"script: s\ngrammar: 1\nnodes:\n{nodes}", name="s")


def then(one: Script, turn: Turn, event: Event) -> Turn:
    """The turn that answers an event after another turn."""
    assert turn.state is not None
    return step(one, turn.state, event, facts={}, now=NOW)
