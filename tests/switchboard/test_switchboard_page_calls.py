"""Calls on the page of phones, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from twilio.rest import Client

from service.switchboard.calls import Document
from service.switchboard.model import Pace
from service.switchboard.network import Network
from service.switchboard.phone import Phone
from service.switchboard.server import Running
from service.switchboard.sound import mp3, wav
from tests.switchboard import test_switchboard_page as texts
from tests.switchboard.conftest import MILA, OURS, Clock, places
from tests.switchboard.listener import Listener

pytestmark = pytest.mark.page

browser = texts.browser
HOSTILE = texts.HOSTILE
ASK = (
    "<Response><Gather input='dtmf speech' numDigits='1' action='/did'>"
    "<Say language='en-GB'>Did you try it?</Say></Gather></Response>"
)
TELL = (
    "<Response><Say>What did you do?</Say>"
    "<Record action='/told' finishOnKey='#'/></Response>"
)
BYE = "<Response><Say>Kept. Goodbye.</Say></Response>"
# The browser's voice as it would be heard; headless Chromium has none.
VOICE = """
window.spoken = [];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", { value: {
  pending: false, cancel() { window.spoken.push("(cut)"); },
  speak(words) { window.spoken.push(words.lang + " " + words.text); },
}});
"""


@pytest.fixture
def page(
    browser: Browser, running: Running, voiced: Network, mila: Phone, listener: Listener
) -> Iterator[Page]:
    listener.answers("/voice", ASK).answers("/did", TELL).answers("/told", BYE)
    voiced.start()
    said: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    one = context.new_page()
    one.add_init_script(VOICE)
    one.on("console", lambda line: said.append(line.text))
    one.on("pageerror", lambda error: said.append(str(error)))
    one.goto(f"{running.url}/phones")
    expect(one.locator("#live")).to_have_text("Live")
    yield one
    context.close()
    assert [] == said


@pytest.fixture
def phone(page: Page) -> Locator:
    return page.get_by_label("Phone of Mila")


def button(phone: Locator, name: str) -> Locator:
    return phone.get_by_role("button", name=name, exact=True)


def test_a_call_rings_is_answered_and_talked_through(
    page: Page, phone: Locator, voiced: Network, listener: Listener
) -> None:
    places(voiced, listener)
    expect(phone.get_by_role("status")).to_have_text("Handrail is calling Mila.")
    expect(page).to_have_title("Mila's phone rings · Switchboard")
    button(phone, "Answer").click()
    lines = phone.get_by_role("log", name="What is said")
    expect(lines).to_contain_text("Did you try it?")
    expect(phone.get_by_text("Waiting for keys or words.")).to_be_visible()
    field = phone.get_by_label("What Mila says")
    expect(field).to_be_focused()
    button(phone, "1").click()
    expect(lines).to_contain_text("What did you do?")
    expect(phone.get_by_text("Recording. A silence or # ends it.")).to_be_visible()
    field.fill("I opened the meeting")
    field.press("Enter")
    expect(lines.locator(".mine").last).to_have_text("I opened the meeting")
    expect(field).to_have_value("")
    button(phone, "Hash").click()
    entry = phone.locator("details.past")
    expect(entry).to_contain_text("Call from Handrail")
    expect(entry.get_by_text("Kept. Goodbye.")).to_be_visible()
    assert "I opened the meeting" == voiced.recordings[0].words
    expect(page).to_have_title("Phones · Switchboard")


def test_a_text_that_follows_a_call_stands_below_it(
    page: Page, phone: Locator, voiced: Network, listener: Listener,
    clock: Clock, client: Client,
) -> None:  # fmt: skip
    call = places(voiced, listener)
    button(phone, "Answer").click()
    expect(phone.get_by_text("Did you try it?")).to_be_visible()
    clock.move(seconds=40)
    client.messages.create(to=MILA, from_=OURS, body="Your words are kept.")
    expect(phone.locator(".text[data-good]")).to_have_count(1)
    voiced.exchange.hang_up(call.sid)
    expect(phone.locator("details.past")).to_have_count(1)
    entries = phone.locator(".thread > *:not(.day)")
    expect(entries.first).to_contain_text("Call from Handrail")
    expect(entries.last).to_contain_text("Your words are kept.")
    expect(phone.locator(".thread > .day")).to_have_count(1)


def test_what_is_said_is_spoken_cut_short_by_a_key_and_muted_on_demand(
    page: Page, phone: Locator, voiced: Network, listener: Listener
) -> None:
    places(voiced, listener)
    button(phone, "Answer").click()
    expect(phone.get_by_text("Did you try it?")).to_be_visible()
    button(phone, "1").click()
    expect(phone.get_by_text("What did you do?")).to_be_visible()
    expected = ["en-GB Did you try it?", "(cut)", "en-US What did you do?"]
    assert expected == page.evaluate("window.spoken")
    mute = button(phone, "Mute the voice")
    mute.click()
    expect(mute).to_have_attribute("aria-pressed", "true")
    button(phone, "Hang up").click()
    expect(phone.locator("details.past")).to_have_count(1)
    assert [*expected, "(cut)"] == page.evaluate("window.spoken")


def test_what_is_sent_before_the_beep_is_kept_and_said_after_it(
    phone: Locator, voiced: Network, listener: Listener, clock: Clock
) -> None:
    voiced.exchange.life.pace = Pace(talks=True)
    listener.answers("/asks", TELL)
    places(voiced, listener, document=Document(listener.url("/asks")))
    button(phone, "Answer").click()
    expect(phone.get_by_text("Speaking. It does not listen meanwhile.")).to_be_visible()
    field = phone.get_by_label("What Mila says")
    field.fill("I opened the meeting")
    field.press("Enter")
    expect(phone.get_by_text("Wait for the beep.")).to_be_visible()
    expect(field).to_have_value("I opened the meeting")
    assert [] == list(listener.at("/told"))
    clock.move(seconds=3)  # now the question has been asked
    expect(phone.locator(".line.mine")).to_have_text("I opened the meeting")
    expect(field).to_have_value("")
    button(phone, "Hash").click()
    expect(phone.get_by_text("Kept. Goodbye.")).to_be_visible()
    assert "I opened the meeting" == voiced.recordings[0].words


def test_words_for_a_call_that_listens_for_keys_alone_stay_in_the_field(
    phone: Locator, voiced: Network, listener: Listener
) -> None:
    ask = "<Response><Gather><Say>How sure?</Say></Gather></Response>"
    listener.answers("/keys", ask)
    places(voiced, listener, document=Document(listener.url("/keys")))
    button(phone, "Answer").click()
    field = phone.get_by_label("What Mila says")
    field.fill("seven")
    field.press("Enter")
    expect(phone.get_by_text("It listens for keys alone.")).to_be_visible()
    expect(field).to_have_value("seven")


def test_a_call_is_spoken_only_on_the_page_that_took_it(
    page: Page, phone: Locator, voiced: Network, listener: Listener
) -> None:
    call = places(voiced, listener)
    expect(button(phone, "Answer")).to_be_visible()
    voiced.exchange.answer(call.sid)
    expect(phone.get_by_text("Did you try it?")).to_be_visible()
    assert [] == page.evaluate("window.spoken")


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("Decline", "busy", "Declined · Handrail"),
        ("Let it go to voicemail", "completed", "Voicemail from Handrail"),
    ],
)
def test_a_call_need_not_be_taken(
    phone: Locator,
    voiced: Network,
    listener: Listener,
    name: str,
    status: str,
    words: str,
) -> None:
    call = places(voiced, listener)
    button(phone, name).click()
    expect(phone.locator("details.past")).to_contain_text(words)
    expect(phone.get_by_label("Text as Mila")).to_be_visible()
    assert status == voiced.records.calls[call.sid].status


def test_a_call_taken_back_stops_ringing(
    phone: Locator, voiced: Network, listener: Listener
) -> None:
    call = places(voiced, listener)
    expect(button(phone, "Answer")).to_be_visible()
    voiced.exchange.cancel(call.sid)
    expect(phone.locator("details.past")).to_contain_text("Taken back · Handrail")
    expect(button(phone, "Answer")).to_be_hidden()


def test_she_dials_in_and_uses_the_keyboard_alone(
    page: Page, phone: Locator, voiced: Network, listener: Listener
) -> None:
    dial = button(phone, "Call the service")
    dial.focus()
    page.keyboard.press("Enter")
    expect(phone.get_by_label("What Mila says")).to_be_focused()
    expect(phone.get_by_text("Did you try it?")).to_be_visible()
    expect(dial).to_be_disabled()
    button(phone, "5").focus()
    page.keyboard.press("2")
    expect(phone.get_by_text("What did you do?")).to_be_visible()
    assert "2" == listener.at("/did")[0].form["Digits"]
    button(phone, "Hang up").focus()
    page.keyboard.press("Enter")
    expect(phone.locator("details.past")).to_contain_text("Called Handrail")
    expect(phone.get_by_label("Text as Mila")).to_be_focused()


def test_what_is_said_in_a_call_is_never_markup(
    page: Page, phone: Locator, voiced: Network, listener: Listener
) -> None:
    gather = "<Gather input='speech'/>"
    document = f"<Response><Say><![CDATA[{HOSTILE}]]></Say>{gather}</Response>"
    listener.answers("/hostile", document)
    voiced.add_number(OURS, name=HOSTILE, voice_url=listener.url("/hostile"))
    page.reload()
    button(phone, "Call the service").click()
    expect(phone.locator(".line.theirs")).to_have_text(HOSTILE)
    phone.get_by_label("What Mila says").fill(HOSTILE)
    page.keyboard.press("Enter")
    expect(phone.locator(".line.mine")).to_have_text(HOSTILE)
    assert 0 == page.locator("main img, main script").count()


def test_a_call_in_progress_and_one_that_is_over_are_there_after_a_reload(
    page: Page, phone: Locator, voiced: Network, listener: Listener
) -> None:
    places(voiced, listener)
    button(phone, "Decline").click()
    expect(phone.locator("details.past")).to_have_count(1)
    voiced.text(MILA, OURS, "hello")
    places(voiced, listener)
    button(phone, "Answer").click()
    expect(phone.get_by_text("Did you try it?")).to_be_visible()
    page.reload()
    expect(phone.get_by_text("Did you try it?")).to_be_visible()
    button(phone, "Hang up").click()
    expect(phone.locator("details.past")).to_have_count(2)
    expect(phone.get_by_text("hello")).to_be_visible()


def test_on_a_narrow_screen_the_whole_call_is_in_reach(
    page: Page, phone: Locator, voiced: Network, listener: Listener
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    voiced.add_phone("+15035550188", "Rosa")
    page.get_by_role("button", name="Rosa", exact=True).click()
    places(voiced, listener)
    expect(page.get_by_role("button", name="Mila", exact=True)).to_have_attribute(
        "data-rings", ""
    )
    page.get_by_role("button", name="Mila", exact=True).click()
    button(phone, "Answer").click()
    for name in ("1", "Hash", "Hang up", "Say it"):
        expect(button(phone, name)).to_be_in_viewport(ratio=1)
    assert 390 == page.evaluate("document.documentElement.scrollWidth")


def test_the_bell_is_silent_until_she_has_touched_the_page(
    page: Page, phone: Locator, voiced: Network, listener: Listener
) -> None:
    places(voiced, listener)
    expect(button(phone, "Answer")).to_be_visible()
    assert page.evaluate("bell === null")
    page.get_by_role("heading", name="Phones").click()
    assert page.evaluate("bell !== null")


def test_both_kinds_of_sound_the_carrier_keeps_can_be_heard(
    page: Page, phone: Locator
) -> None:
    lengths = page.evaluate(
        """async (files) => {
          const sound = new OfflineAudioContext(1, 8000, 8000);
          const lengths = [];
          for (const file of files) {
            const made = await sound.decodeAudioData(new Uint8Array(file).buffer);
            lengths.push(Math.round(made.duration));
          }
          return lengths;
        }""",
        [list(wav(2)), list(mp3(2))],
    )
    assert [2, 2] == lengths


def test_every_key_that_ends_a_recording_is_named(
    page: Page, phone: Locator, voiced: Network, listener: Listener
) -> None:
    tell = "<Response><Record action='/told' finishOnKey='9#'/></Response>"
    listener.answers("/both", tell)
    document = Document(listener.url("/both"))
    places(voiced, listener, document=document)
    button(phone, "Answer").click()
    expect(phone.get_by_text("Recording. A silence, 9 or # ends it.")).to_be_visible()
    field = phone.get_by_label("What Mila says")
    expect(field).to_have_attribute("placeholder", "To be recorded")
