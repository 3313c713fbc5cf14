"""A coach's first days in a real Chromium, by keyboard alone from set-up to export.

Nothing is pointed at and nothing put in focus: she tabs, types and presses Enter, and
wherever she is the focus shows. What phones, workers and clocks do is done beside her.
"""

from __future__ import annotations

import base64
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from service.usecases import exporting, first_owner
from tests.database import Clone
from tests.pages.keys import Keys
from tests.pages.waiting import doubt, reach
from tests.service import crowd
from tests.service.console import PASSWORD, RUTH, Console, Someone

pytestmark = pytest.mark.page
SAFE = "She is with her sister."


def test_a_coach_comes_in_and_does_everything_by_keyboard_alone(
    nobodys_page: Page, console: Console, where: UUID, clone: Clone
) -> None:
    page, keys = nobodys_page, Keys(nobodys_page)
    assert where
    app = sets_up(page, keys, console)
    comes_in_again(keys, console, app)
    enrols(page, keys)
    sets_when(page, keys)
    sees_the_first_try(page, keys, console)
    talks_herself(page, keys, console)
    rewrites_a_script(page, keys)
    has_an_alert(page, keys, console)
    settles_a_doubt(page, keys, clone)
    takes_data_out(page, keys, console, app)


def sets_up(page: Page, keys: Keys, console: Console) -> Someone:
    page.goto(f"/setup/{first_owner.code(console.parts)}")
    keys.fills(name="Ruth Miller", email=RUTH, password=PASSWORD)
    keys.sends("Choose your second step")
    keys.goes("Use an authenticator app")
    expect(page.locator(".seal svg")).to_be_visible()
    letters = page.locator(".letters").inner_text().replace(" ", "")
    app = Someone(RUTH, base64.b32decode(letters), "", ())
    keys.fills(code=console.code(app)).sends()
    expect(page.locator(".codes li")).to_have_count(10)
    keys.goes("I have kept them", "Today")
    return app


def comes_in_again(keys: Keys, console: Console, app: Someone) -> None:
    keys.goes("Sign out", "Sign in")
    keys.fills(email=RUTH, password=PASSWORD).sends("Your second step")
    keys.fills(code=console.fresh(app)).sends("Today")


def enrols(page: Page, keys: Keys) -> None:
    """Enrol Mila, with a place misspelt at first; nothing she typed is lost."""
    keys.goes("Enrol somebody", "Enrol somebody")
    keys.fills(
        name="Mila", number=crowd.MILA.number, zone="America/New_Yor",
        goal="find my voice", step="say one idea", cue="the floor opens",
        consent_text="I agree to texts.", consent_method="paper form",
    )  # fmt: skip
    keys.to("calls").press("Space")
    keys.fills(calls_text="You may call me.").goes("Enrol them")
    wrong = page.locator("#zone-wrong")
    expect(wrong).to_contain_text("did you mean America/New_York?")
    expect(page.locator("#goal")).to_have_value("find my voice")
    keys.fills(zone="America/New_York").goes("Enrol them", "Mila")
    expect(page.locator(".told:visible")).to_contain_text("asks for their own yes")


def sets_when(page: Page, keys: Keys) -> None:
    """A call on Thursdays at 12:15: the coming days change before she saves."""
    keys.goes("Schedule", "Schedule: Mila ••01")
    coming = page.locator("#coming")
    expect(coming).not_to_contain_text("12:15")
    keys.to("Calls").press("Enter").to("calls-below").press("ArrowDown")
    expect(page.get_by_label("At their own time")).to_be_checked()
    keys.to("ThuThursday").press("Space")
    keys.to("call_at").types("1215")
    if page.locator("#call_at").input_value() != "12:15":  # a clock of twelve hours
        keys.types("PM")
    expect(page.locator("#call_at")).to_have_value("12:15")
    expect(coming).to_contain_text("12:15")
    keys.goes("Save")
    expect(page.get_by_role("status").first).to_contain_text("It is saved")
    keys.goes("Mila", "Mila")


def sees_the_first_try(page: Page, keys: Keys, console: Console) -> None:
    """Her yes and her first try come while the page stands there."""
    page.evaluate("window.stayed = true")
    crowd.text(console.parts, "GO")
    console.forward(mins=5)
    crowd.text(console.parts, "said my idea")
    heard = page.locator(".heard .bubble").first
    expect(heard).to_have_text("said my idea")
    expect(page.locator("article.try blockquote").first).to_have_text("said my idea")
    assert page.evaluate("window.stayed"), "without a reload"
    keys.to("Change goal, step and cue").press("Enter")
    expect(page.locator("#helped")).to_have_text("Goal, step and cue")
    keys.fills(step="x" * 41).press("Enter")
    expect(page.locator("#step-wrong")).to_contain_text("1 to 40 characters")
    expect(page.locator("#step")).to_have_value("x" * 41)
    keys.fills(step="ask one question").press("Enter")
    expect(page.locator(".plan")).to_contain_text("ask one question")
    expect(page.locator("#change-step")).to_be_focused()
    assert page.evaluate("window.stayed"), "without a reload"


def talks_herself(page: Page, keys: Keys, console: Console) -> None:
    """She takes the conversation over, is answered while she types, and lets it go."""
    console.forward(mins=5)
    crowd.text(console.parts, "can I talk to a person please?")
    keys.goes("Inbox", "Inbox")
    expect(page.locator(".line.waits")).to_have_count(1)
    page.wait_for_load_state()
    keys.press("j").sends("Mila ••01")
    page.wait_for_load_state()
    keys.press("r")
    expect(page.locator("#words")).to_be_focused()
    keys.types("I\u2019m here, Mila. Shall I call you at five?")
    expect(page.locator("#count")).to_contain_text("1 text · 41/160")
    keys.sends(key="Control+Enter")
    expect(page.locator(".talking")).to_contain_text("You are talking with them")
    keys.to("words").types("half a thought")
    crowd.text(console.parts, "at five is fine")
    expect(page.locator(".thread")).to_contain_text("at five is fine")
    expect(page.locator("#words")).to_have_value("half a thought")
    expect(page.locator("#words")).to_be_focused()
    keys.press("Escape", "e").sends()
    said = page.locator("[role=status].told")
    expect(said).to_contain_text("The talk has ended")
    # What she had begun to write is there still, and she is asked before she leaves it.
    expect(page.locator("#words")).to_have_value("half a thought")
    keys.to("words").press("ControlOrMeta+a", "Delete", "Escape")


def rewrites_a_script(page: Page, keys: Keys) -> None:
    """An error at its line, its mend, published, and the old one published again."""
    keys.goes("Scripts", "Scripts").goes("A win of the day").goes(
        "Edit the file", "Edit “A win of the day” daily_win"
    )
    errs_and_mends(page, keys)
    keys.goes("Publish …", "Publish “A win of the day”?")
    expect(page.locator(".differs .is-more").first).to_contain_text("It is hers.")
    keys.fills(note="hers").goes("Publish")
    history = page.locator("#history + ol")
    expect(history.locator("li")).to_have_count(2)
    keys.goes("Roll back to the one before …")
    keys.fills(note="the old one was plainer").goes("Roll back")
    expect(history.locator("li")).to_have_count(3)
    expect(history).to_contain_text("Rolled back to version 1")


# A slow machine checks what is half typed as well, and what it says of that goes again
# when one is at it by Tab: which text was checked last is kept.
CHECKED = """() => document.addEventListener('htmx:afterSettle', settled => {
  window.checked = settled.detail.requestConfig.formData.get('source');
})"""


def errs_and_mends(page: Page, keys: Keys) -> None:
    source, found = page.locator("#source"), page.locator("#found")
    page.evaluate(CHECKED)
    keys.to("source").press("ControlOrMeta+End").types("  stray: line")
    page.wait_for_function("() => window.checked?.includes('stray: line')")
    expect(found.locator("a[data-line]")).to_be_visible()
    keys.to("Line ")
    keys.press("Enter")
    expect(source).to_be_focused()
    chosen = "s => s.value.slice(s.selectionStart, s.selectionEnd)"
    assert "  stray: line" == source.evaluate(chosen)
    keys.press("Delete")
    lines = source.input_value().split("\n")
    about = next(at for at, one in enumerate(lines) if one.startswith("about:"))
    keys.press("ControlOrMeta+Home", *["ArrowDown"] * about, "End")
    keys.types(" It is hers.")
    # A check that comes too late is asked for again.
    expect(found).to_contain_text("It checks", timeout=90_000)


def has_an_alert(page: Page, keys: Keys, console: Console) -> None:
    """A crisis comes to Today by itself, and she has it."""
    reach(console.parts, console.organisation)
    keys.goes("Today", "Today")
    page.evaluate("window.stayed = true")
    crowd.text(console.parts, "I want to die")
    item = page.locator(".need").first
    expect(item).to_contain_text("I want to die")
    assert page.evaluate("window.stayed"), "without a reload"
    expect(item).to_contain_text("Told so far")
    expect(item).to_contain_text("Ruth, by text, today")
    expect(item).to_contain_text("Next: Ruth by call, today")
    keys.goes("I have this")
    expect(page.locator("[role=status]").first).to_contain_text("You have it.")
    expect(item).to_contain_text("has it since today")
    expect(item).not_to_contain_text("Next:")


def settles_a_doubt(page: Page, keys: Keys, clone: Clone) -> None:
    """Nobody knows whether a text went: she leaves it, and lifts the hold with a note."""
    doubt(clone)
    keys.goes("Today", "Today")
    expect(page.locator(".also")).to_contain_text("Nobody knows whether")
    done = page.locator("[role=status]").first
    keys.goes("Leave it")
    expect(done).to_contain_text("Left.")
    keys.goes("Look, and lift the hold").fills(note=SAFE).goes("Lift the hold")
    expect(done).to_contain_text("The hold on Mila is lifted")


def takes_data_out(page: Page, keys: Keys, console: Console, app: Someone) -> None:
    """Proves who she is anew, asks for a file, sees it come, and fetches it."""
    console.forward(mins=11)
    keys.goes("Results", "Results").goes("Take data out", "Take data out")
    keys.goes("Write the file", "Once more, please")
    with page.context.expect_page() as tab:
        keys.to("Prove in another tab").press("Enter")
    proving = Keys(tab.value)
    proving.fills(password=PASSWORD, code=console.fresh(app)).sends("Today")
    tab.value.close()
    keys.goes("Send it again", "Take data out")
    expect(page.locator(".rows")).to_contain_text("is being written")
    for (one,) in console.sql("SELECT id FROM exports WHERE state = 'working'"):
        exporting.work(console.parts, console.organisation, [one])
    expect(page.locator(".rows")).to_contain_text("is ready")
    keys.to("Fetch the file")
    with page.expect_download() as fetched:
        keys.press("Enter")
    assert fetched.value.suggested_filename.startswith("handrail-people-")
    assert "Mila" in Path(fetched.value.path()).read_text("utf-8")
