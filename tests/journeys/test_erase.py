"""ERASE: nothing by one word, everything by two, and nobody is texted after it."""

from service.switchboard.phone import Phone
from tests.journeys.test_check_in_by_phone import LIMA, NUMBER
from tests.journeys.wording import says
from tests.journeys.world import World

SURE = says("erase", "are_you_sure")
ERASED = says("erase", "it_is_erased")
STAYS = says("erase", "it_stays")


def asked(world: World) -> Phone:
    phone = world.join(NUMBER, zone=LIMA)
    phone.texts("I said one idea today")
    world.beat()
    phone.forgets().texts("erase")
    world.beat()
    phone.expects_sms(SURE)
    return phone


def test_one_word_erases_nothing(world: World) -> None:
    phone = asked(world)
    phone.texts("hm, rather not")
    world.beat()
    phone.expects_sms(STAYS)
    assert world.words(NUMBER, "attempts", "words_sealed")


def test_two_words_erase_her_and_nothing_reaches_her_again(world: World) -> None:
    phone = asked(world)
    (person,) = world.rows("SELECT id FROM participants")
    phone.texts("erase all")
    world.beat()
    phone.expects_sms(ERASED)
    # The clock has gone on with it: no row is left, and no text of hers at the carrier.
    assert not world.rows("SELECT id FROM participants")
    assert not world.rows("SELECT id FROM numbers WHERE kind = 'participant'")
    texts = world.network.records.messages.values()
    left = [one.body for one in texts if NUMBER in (one.to, one.from_)]
    # What was answered in the call to our webhook has no name of the carrier's here.
    assert [True] == [bool(ERASED.fullmatch(words)) for words in left]
    (told,) = world.rows("SELECT asked_by, done_at FROM erasures")
    assert ("participant", True) == (told["asked_by"], told["done_at"] is not None)
    (told,) = world.rows("SELECT subject FROM audits WHERE action = 'erased'")
    assert person["id"] == told["subject"]
    phone.texts("hello?")
    world.leap_to("19:30", LIMA)
    world.leap_to("19:30", LIMA)
    phone.expects_nothing()
