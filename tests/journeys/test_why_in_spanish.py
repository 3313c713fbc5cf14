"""Somebody who is spoken to in Spanish asks why, and is told in Spanish.

The carrier's alphabet lacks some accents, so a text comes without those.
"""

from __future__ import annotations

import re

import pytest

from service.switchboard.phone import Phone
from tests.journeys.world import World

LIMA = "America/Lima"
LUZ = "+15550100001"
CALLS = {
    "call_days": "0123456", "call_at": "12:15", "call_until": "13:15",
    "call_retry": 30,
}  # fmt: skip
AGREES = "UPDATE participants SET calls = 'agreed' WHERE id = %s"
ENGLISH = re.compile(r"\b(you|the|call|text|prompt|waits|so)\b", re.IGNORECASE)


@pytest.fixture
def luz(world: World) -> Phone:
    world.jump_to("10:00", LIMA)
    programme = world.programme(language="es", **CALLS)
    phone = world.enrol(programme, "Luz", LUZ, LIMA, language="es-MX")
    world.beat()
    phone.texts("ACEPTO").forgets()
    world.jump(minutes=10)
    world.beat()
    return phone


def why(world: World, phone: Phone) -> str:
    """What she is told on asking; it is one text, and no word of it is English."""
    world.forward(minutes=5)
    phone.forgets()
    phone.texts("¿por qué?")
    told = str(phone.expects_sms("").body)
    assert not ENGLISH.search(told)
    assert len(told) <= 160
    return told


def test_after_the_invitation_and_a_prompt_that_went(world: World, luz: Phone) -> None:
    with world.network.watching():
        assert "Tu coach te invitó" not in why(world, luz)
        world.until("18:45", LIMA)
        assert why(world, luz) == (
            "Aun no sabia nada de ese paso, asi que te envié un aviso."
        )


def test_after_a_prompt_that_was_withheld(world: World, luz: Phone) -> None:
    with world.network.watching():
        world.until("17:00", LIMA)
        luz.texts("lo intenté en la reunión")
        world.until("21:00", LIMA)
        assert why(world, luz) == (
            "Ya me habias contado esa vez, asi que no hacia falta un aviso."
        )


def test_after_a_change_of_rung_that_she_asked_for(world: World, luz: Phone) -> None:
    with world.network.watching():
        luz.texts("MENOS")
        assert why(world, luz) == "Pediste menos avisos."
        luz.texts("MÁS")
        assert why(world, luz) == "Pediste mas avisos."


def test_after_a_change_of_rung_that_a_rule_made(world: World, luz: Phone) -> None:
    """A week of tries on her own, told each afternoon before the prompt would go."""
    with world.network.watching():
        for _ in range(8):
            world.leap_to("17:00", LIMA)
            luz.texts("lo intenté en la reunión")
            world.forward(minutes=2)
            luz.texts("escribí una nota antes")
        told = why(world, luz)
    rules = [row["rule"] for row in world.of(LUZ, "decisions")]
    assert "A1" in rules
    assert told == (
        "Lo hiciste sin aviso 7 de las ultimas 7 veces, y te escribo menos."
    )


def test_after_a_call_that_did_not_reach_her(world: World, luz: Phone) -> None:
    world.change(AGREES, LUZ)
    world.run("UPDATE participants SET planned_until = NULL")
    world.jump_to("00:30", LIMA)
    world.beat()
    luz.forgets()
    world.until("12:15", LIMA)
    luz.lets_it_ring()
    world.forward(minutes=2)
    assert re.fullmatch(
        r"Te llamé sin encontrarte, asi que pruebo una vez mas a las 12:\d\d\.",
        why(world, luz),
    )


def test_what_she_brings_about_by_asking_is_not_what_she_asks_about(
    world: World, luz: Phone
) -> None:
    """Her first word after a long silence ends it; she asks about the text before."""
    world.run(
        "UPDATE participants SET ladder = jsonb_set(ladder::jsonb, '{quiet}', 'true')"
    )
    with world.network.watching():
        world.until("18:45", LIMA)
        world.leap_to("10:00", LIMA)
        assert "Volvi a saber" not in why(world, luz)
