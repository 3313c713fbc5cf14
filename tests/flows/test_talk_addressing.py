"""A coach's own name, asked for, is "my coach"; told of, it is a name."""

import pytest

from flows.talk.addressing import as_asked
from flows.talk.answers import Aside, Tried, understand
from flows.talk.expects import Expect

COACH = "Ruth Alvarez"
ATTEMPT = Expect("attempt")


@pytest.mark.parametrize(
    ("norm", "read_as"),
    [
        ("can i talk to ruth please", "can i talk to my coach please"),
        ("can i talk to ruth alvarez", "can i talk to my coach"),
        ("i need a word with ruth", "i need a word with my coach"),
        ("could i chat for a bit with ruth", "could i chat for a bit with my coach"),
        ("is ruth there", "is my coach there"),
        ("ruth", "coach"),
        ("ruth please", "coach please"),
        ("ruth porfa", "coach porfa"),
        ("quiero hablar con ruth", "quiero hablar con mi coach"),
        ("pasame con ruth alvarez", "pasame con mi coach"),
        ("i told ruth", "i told ruth"),
        ("ruth laughed", "ruth laughed"),
        ("talk to ruthless people", "talk to ruthless people"),
        ("i talked to ruth", "i talked to ruth"),
    ],
)
def test_a_name_is_read(norm: str, read_as: str) -> None:
    assert read_as == as_asked(norm, COACH)


@pytest.mark.parametrize("coach", ["", "   ", "the team", "Your coach", "El equipo"])
def test_what_is_no_name_is_not_looked_for(coach: str) -> None:
    norm = "can i talk to the team your coach el equipo"
    assert norm == as_asked(norm, coach)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Could I talk to Ruth? My boss laughed and I don't know what to do", "en"),
        ("I need to talk to Ruth", "en"),
        ("I'd like a word with Ruth", "en"),
        ("Ruth please", "en"),
        ("\u00bfPuedo hablar con Ruth? Mi jefe se ri\u00f3 y no s\u00e9 qu\u00e9 hacer", "es"),
        ("Quiero hablar con Ruth", "es"),
    ],
)  # fmt: skip
def test_who_asks_for_her_coach_by_name_asks_for_a_person(
    text: str, language: str
) -> None:
    assert Aside("person") == understand(text, ATTEMPT, language, COACH)


def test_a_try_with_somebody_of_that_name_is_a_try() -> None:
    answer = understand("I talked to Ruth about my idea", ATTEMPT, "en", COACH)
    assert isinstance(answer, Tried)
    assert answer.words == "I talked to Ruth about my idea"
