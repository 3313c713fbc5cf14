"""Each word that asks for something at any time is answered, whenever it comes."""

from __future__ import annotations

import pytest

from flows.talk import lexicon_en, lexicon_es
from tests.journeys.world import World

MILA = "+15550100001"


@pytest.mark.parametrize("name", lexicon_en.COMMANDS)
def test_each_command_is_answered(world: World, name: str) -> None:
    """NEXT had no script when nothing had asked for it: nobody was told of it at all."""
    mila = world.join(MILA)
    mila.texts(lexicon_en.COMMANDS[name].split("|")[0])
    assert mila.unread
    mila.forgets()


def test_both_languages_have_the_same_commands() -> None:
    assert lexicon_en.COMMANDS.keys() == lexicon_es.COMMANDS.keys()
