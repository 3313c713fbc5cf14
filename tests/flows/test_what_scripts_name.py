"""What a script names and stands elsewhere: other scripts, and how long a fact may be."""

import pytest

from flows.talk import script
from flows.talk.cards import ScriptError


def test_a_script_to_enter_that_is_not_there_is_told_where_it_is_named() -> None:
    source = "script: one\ngrammar: 1\nnodes:\n  a: {say: Hello., then: end}\n"
    place = script.parse(source, name="one").nodes["a"].place
    with pytest.raises(ScriptError) as refused:
        script.entered("gone", {"one": source}.__getitem__, place)
    assert place == refused.value.place
    assert "There is no script `gone`" in str(refused.value)


def test_the_longest_value_of_each_fact_is_read_in_its_order() -> None:
    found = script.longest("name: Maximiliana\nstep: Say one idea.\n")
    assert [("name", "Maximiliana"), ("step", "Say one idea.")] == [*found.items()]
