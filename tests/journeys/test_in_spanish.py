"""Somebody is enrolled in Spanish: what she reads and hears is Spanish from the first.

Nothing here is said of the words; each must be one of those the node has in Spanish.
"""

from __future__ import annotations

from service.switchboard.phone import Phone
from service.usecases import languages
from tests.journeys.wording import AFTER_A_TRY, says
from tests.journeys.world import World

LIMA = "America/Lima"
LUZ, MILA, STRANGER = "+15550100001", "+15550100002", "+15550100077"
INVITATION = says("opt_in", "invitation", language="es")
WELCOME = says("opt_in", "welcome", language="es")
AFTER_HER_TRY = says("what_she_did", "what_did_you_do", language="es")
HER_WORDS_BACK = says("what_she_did", "say_it_back", language="es")
GOOD_THAT_YOU_CALL = says(
    "check_in_inbound", "good_that_you_call", channel="voice", language="es"
)
DID_YOU = says("check_in", "did_you_try", channel="voice", language="es")
A_TRY = says("check_in", "a_try", channel="voice", language="es")
WHO_IS_THIS = says("stranger", "who_is_this", language="es")
WHO_CALLS = says("stranger", "who_is_this", channel="voice", language="es")
AGREES = "UPDATE participants SET calls = 'agreed' WHERE id = %s"


def invited(world: World, language: str, of_programme: str = "en") -> Phone:
    world.jump_to("10:00", LIMA)
    programme = world.programme(language=of_programme)
    phone = world.enrol(programme, "Luz", LUZ, LIMA, language=language)
    world.beat()
    return phone


def joined(world: World, phone: Phone) -> None:
    phone.texts("ACEPTO").forgets()
    world.jump(minutes=10)  # two texts within seconds are read as one
    world.beat()


def tongues(world: World) -> set[str]:
    """In which languages the carrier was told to speak, whatever was said."""
    said = (
        line for call in world.network.records.calls.values() for line in call.lines
    )
    return {line.language for line in said if line.how == "say"}


def test_from_the_invitation_on_she_is_answered_in_spanish(world: World) -> None:
    phone = invited(world, "es")
    phone.expects_sms(INVITATION).replies("ACEPTO")
    phone.expects_sms(WELCOME)
    world.jump(minutes=10)
    world.beat()
    phone.texts("lo intenté en la reunión").expects_sms(AFTER_HER_TRY)
    world.jump(minutes=1)
    phone.texts("escribí una nota antes").expects_sms(HER_WORDS_BACK)
    (attempt,) = world.of(LUZ, "attempts")
    assert ("attempted", "unprompted") == (attempt["outcome"], attempt["label"])
    assert {"es"} == {row["language"] for row in world.of(LUZ, "consent_entries")}


def test_a_call_to_the_line_is_spanish_too(world: World) -> None:
    phone = invited(world, "es")
    joined(world, phone)
    world.change(AGREES, LUZ)
    call = phone.calls().hears(GOOD_THAT_YOU_CALL).hears(DID_YOU)
    call.says("sí, lo intenté").hears(A_TRY)
    assert {"es-MX"} == tongues(world)


def test_who_has_no_language_of_her_own_speaks_the_programmes(world: World) -> None:
    phone = invited(world, "", of_programme="es")
    phone.expects_sms(INVITATION)
    assert "es" == world.person(LUZ)["language"]


def test_a_country_is_kept_and_spoken_while_the_words_are_spanish(world: World) -> None:
    phone = invited(world, "ES_es")
    phone.expects_sms(INVITATION)
    joined(world, phone)
    world.change(AGREES, LUZ)
    phone.calls().hears(DID_YOU)
    assert {"es-ES"} == tongues(world)


def test_a_language_set_later_holds_from_the_next_word_on(world: World) -> None:
    phone = world.join(MILA, zone=LIMA)
    phone.texts("said my idea in the stand-up").expects_sms(AFTER_A_TRY)
    her = world.person(MILA)["id"]
    languages.change(world.parts, world.organisation, her, "es", "Ruth")
    world.jump(minutes=1)
    phone.texts("escribí una nota antes").expects_sms(HER_WORDS_BACK)


def test_a_stranger_is_answered_in_the_one_language_of_all_programmes(
    world: World,
) -> None:
    world.programme(language="es")
    nobody = world.network.add_phone(STRANGER, "Nobody")
    nobody.texts("hola").expects_sms(WHO_IS_THIS)
    nobody.calls().hears(WHO_CALLS).expects_hang_up()
    assert {"es-MX"} == tongues(world)


def test_where_programmes_differ_a_stranger_is_answered_in_english(
    world: World,
) -> None:
    world.programme(language="es")
    world.programme("Another", language="en")
    nobody = world.network.add_phone(STRANGER, "Nobody")
    nobody.texts("hola").expects_sms(says("stranger", "who_is_this"))
