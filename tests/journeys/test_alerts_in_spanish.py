"""A coach whose language is Spanish is told in it: by text, e-mail and call, and back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.usecases import appointing
from service.usecases.appointing import Changes
from tests.database import Clone
from tests.journeys.world import COACH, World
from tests.journeys.world import world as open_world
from tests.wire.postbox import Postbox, postbox

MILA, ANN, BEA = "+15550100001", "+15550100008", "+15550100007"
DANGER = "I want to kill myself tonight"


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as opened:
        yield opened


@pytest.fixture
def world(clone: Clone, box: Postbox) -> Iterator[World]:
    """Ruth, who coaches Mila, is told in Spanish; Ann, the backup, in English."""
    told = {"smtp_url": box.url, "mail_from": "handrail@example.org"}
    with open_world(clone, **told) as world:
        world.join(MILA)
        changes = Changes(email="ruth@example.org", language="es")
        appointing.change(world.parts, world.organisation, "Ruth", changes, "operator")
        changes = Changes(number=ANN)
        appointing.add(world.parts, world.organisation, "Ann", changes, "operator")
        world.network.add_phone(ANN, "Ann")
        yield world


def languages_told(world: World) -> set[str]:
    return {row["language"] for row in world.rows("SELECT language FROM notices")}


def test_by_text_and_her_ok_is_answered_in_spanish(world: World, box: Postbox) -> None:
    ruth, ann = (world.network.phone(one) for one in (COACH, ANN))
    world.network.phone(MILA).texts(DANGER).forgets()
    told = ruth.expects_sms("alguien de Find my voice quiza no esta a salvo")
    assert told.body.endswith("Responde OK si te encargas.")
    ann.expects_sms("someone in Find my voice may not be safe")
    assert {"es", "en"} == languages_told(world)
    ruth.texts("¿quién es?").expects_sms("Eso no dijo que te encargas")
    ruth.texts("Lo tengo").expects_sms("Anotado: te encargas.")
    ann.expects_sms("Ruth has the alert about someone in Find my voice")
    (heeded,) = world.rows("SELECT heeded_via FROM alerts")
    assert "text" == heeded["heeded_via"]
    world.jump(days=1)
    ruth.texts("VALE").expects_sms("Nada de lo que se te aviso espera a nadie")


def test_by_e_mail_with_nothing_of_hers(world: World, box: Postbox) -> None:
    world.network.phone(MILA).texts(DANGER)
    world.beat()
    (came,) = box.letters
    assert "Handrail: alguien quizá no está a salvo" == came["Subject"]
    (words,) = box.words
    assert "Mira ahora: " in words
    assert "Para decir que te encargas, responde OK al mensaje" in words
    whole = came.as_string() + words
    assert not any(hers in whole for hers in ("kill", "Mila", "tonight", MILA, COACH))


def test_by_call_and_it_ends_as_it_began(world: World) -> None:
    world.network.phone(MILA).texts(DANGER)
    ruth = world.network.phone(COACH)
    ruth.forgets()
    world.jump(minutes=2)
    world.beat()
    call = ruth.expects_call("Habla Handrail, en una llamada automática")
    call.hears("Alguien de Find my voice quizá no está a salvo")
    call.hears("Marca 1 si te encargas").presses("5")
    # She says meanwhile that she wants English: this call goes on as it began.
    changes = Changes(language="en")
    appointing.change(world.parts, world.organisation, "Ruth", changes, "operator")
    call.hears("Marca 1").presses("1")
    call.hears("Te encargas tú").expects_hang_up()
    world.network.phone(ANN).forgets()


def test_who_else_was_told_hears_in_their_own_language_who_has_it(
    world: World,
) -> None:
    world.network.phone(MILA).texts(DANGER)
    ruth = world.network.phone(COACH)
    ruth.forgets()
    world.network.phone(ANN).texts("OK")
    ruth.expects_sms("Ann se encarga de la alerta de alguien de Find my voice")


def test_a_call_that_rings_when_another_has_it_says_so_in_spanish(
    world: World,
) -> None:
    world.network.phone(MILA).texts(DANGER)
    ruth = world.network.phone(COACH)
    ruth.forgets()
    world.jump(minutes=2)
    world.beat()
    world.network.phone(ANN).texts("got it")
    ruth.expects_call("Alguien se encarga ya").expects_hang_up()


def test_who_presses_nothing_is_told_in_spanish_that_another_is_next(
    world: World,
) -> None:
    world.network.phone(MILA).texts(DANGER)
    ruth = world.network.phone(COACH)
    ruth.forgets()
    world.jump(minutes=2)
    world.beat()
    call = ruth.expects_call()
    for _ in range(4):
        call.hears("quizá no está a salvo").stays_silent()
    call.hears("Nadie marcó 1").expects_hang_up()
