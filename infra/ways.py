"""The longer ways to a state of the console, each as somebody would go it.

Law: what is typed goes through the visit's words, which may be longer and worse than
anybody's; a way finds what it needs by where a form leads and what a field is called.
"""

from __future__ import annotations

import re

from infra.visit import NUMBER, OWNER, PASSWORD, Visit

HERS = "+15550100001"
WEEK = "Tries this week: {tries_this_week}."
TOO_LARGE = "x" * 3_000_000


def sets_up(v: Visit, password: str = PASSWORD) -> Visit:
    """Set the console up as its first owner."""
    name, house = v.says("Ruth Miller", 80), v.says("Stairwell", 80)
    own = {"name": name, "email": OWNER, "password": password}
    return v.sends("/setup", organisation=house, country="US", number=NUMBER, **own)


def signs_in(v: Visit) -> Visit:
    """Give e-mail and password."""
    return v.sends("/sign-in", email=OWNER, password=PASSWORD)


def comes_back(v: Visit) -> Visit:
    """Come in anew as the owner, whoever was in."""
    v.page.context.clear_cookies()
    signs_in(v.goes("/sign-in"))
    return v.sends("/sign-in/second", code=v.code())


def invites(v: Visit) -> Visit:
    """Ask a viewer in; her link and the owner's secret are kept."""
    who = {"name": v.says("Ana Costa", 80), "email": v.says("ana@example.org", 254)}
    v.goes("/team").sends("/team/invite", role="viewer", **who)
    link = v.page.locator(".letters").first.inner_text()
    v.keeps(viewer=who["email"], owners=v.kept["secret"])
    return v.keeps(join="/join/" + link.rpartition("/")[2])


def joins(v: Visit) -> Visit:
    """Come in by the invitation, and look at what a viewer may not."""
    v.sends("main form", password=PASSWORD).sends("/account/authenticator")
    v.reads_the_seal().sends("/authenticator/confirm", code=v.code())
    return v.keeps(viewers=v.kept["secret"], secret=v.kept["owners"]).goes("/team")


def looks_on(v: Visit) -> Visit:
    """Come in as the viewer, whoever was in, and look at her."""
    v.page.context.clear_cookies()
    v.goes("/sign-in").sends("/sign-in", email=v.kept["viewer"], password=PASSWORD)
    v.keeps(secret=v.kept["viewers"]).sends("/sign-in/second", code=v.code())
    return v.keeps(secret=v.kept["owners"]).goes("/people/{her}")


def begins_a_programme(v: Visit) -> Visit:
    """Set a programme up without a path; it is kept as `which`."""
    v.goes("/programmes/new").sends(
        "/programmes/new",
        begin="",
        name=v.says("Find my voice", 24),
        coach=v.says("Ruth", 12),
    )
    return v.keeps(which=v.page.url.partition("?")[0].rpartition("/")[2])


def enrols(v: Visit, number: str, **changes: str) -> Visit:
    """Enrol somebody by the form, with what is said otherwise."""
    who = {
        "name": v.says("Mila", 20),
        "number": number,
        "zone": "America/New_York",
        "goal": v.says("find my voice in a busy team", 80),
        "step": v.says("say one idea at the daily meeting", 40),
        "cue": v.says("the floor is opened", 40),
        "consent_text": v.says("I agree to coaching texts.", 2000),
        "consent_method": v.says("paper form", 80),
    } | changes
    return v.keeps(name=who["name"]).goes("/people/new").sends("form.enrols", **who)


def enrols_mila(v: Visit) -> Visit:
    """Enrol the one whom the story is about; she is kept as `her`."""
    enrols(v, HERS)
    return v.keeps(her=v.page.url.partition("?")[0].rpartition("/")[2], number=HERS)


def texts(v: Visit) -> Visit:
    """Let her text as she does on her first day."""
    said = v.says("said my idea when the floor was opened", 300)
    v.keeps(said=said)
    for words in (
        "GO",
        said,
        v.says("wrote it down before the meeting", 300),
        v.says("can I talk to a person please?", 300),
    ):
        v.waits(minutes=5).texts(words)
    return v


def takes_over(v: Visit) -> Visit:
    """Talk with her, without a word yet, and look at Today."""
    v.goes("/inbox/{her}")
    v.pressed(v.page.locator("button[formaction*='/take']").first)
    return v.goes("/")


def sees_her_days(v: Visit) -> Visit:
    """Look at her schedule, and at what comes by it."""
    return v.goes("/people/{her}/schedule")


def ends_the_talk(v: Visit) -> Visit:
    """End it where Today tells of it."""
    v.goes("/")
    v.pressed(v.page.locator("[id^='end-']").first)
    return v


def looks_for_words(v: Visit) -> Visit:
    """Search the inbox for words that somebody wrote."""
    return v.goes("/inbox").sends("/inbox/search", sought=v.kept["said"][:12].strip())


def sheet(v: Visit, *, bad: bool = False) -> str:
    """Return a file of one person, and of another who cannot be taken."""
    head = "name,number,zone,goal,step,cue,consent_text,consent_method\n"
    cells = ("g", "say it", "noon", "I agree.", "paper form")
    said = [v.says(one, 20).replace('"', '""') for one in cells]
    rest = ",".join(f'"{one}"' for one in said)
    name = v.says("Ana", 20).replace('"', '""')
    lines = f'"{name}",+15550200001,America/Lima,{rest}\n'
    wrong = f'"{v.says("Bo", 60).replace(chr(34), chr(34) * 2)}",12,Nowhere,{rest}\n'
    return head + lines + (wrong if bad else "")


def looks_at(v: Visit, sheet: str) -> Visit:
    """Choose a file of people, and see what it would do."""
    v.goes("/people/import").chooses("people.csv", sheet)
    return v.sends("form[enctype]")


def brings_tries(v: Visit, *, bad: bool = False) -> Visit:
    """Choose a file of tries that were kept elsewhere, and see what it would do."""
    said = [v.says(one, 40).replace('"', '""') for one in ("spoke up", "the meeting")]
    rest = ",".join(f'"{one}"' for one in said)
    lines = f"number,date,words,place\n{HERS},2026-01-05,{rest}\n"
    wrong = f"12,tomorrow,{rest}\n" if bad else ""
    v.goes("/people/import/tries").chooses("tries.csv", lines + wrong)
    return v.sends("form[enctype]")


def writes_a_step(v: Visit) -> Visit:
    """Begin a path, and ask what it would change while half of it lacks."""
    v.goes("/programmes/{which}/path").sends("main form", do="add.context")
    return v.sends("main form", do="look", step_0_text_en=v.says("say one idea", 40))


def writes_a_path(v: Visit) -> Visit:
    """Write what lacks, and see what it would change."""
    return v.sends(
        "main form",
        do="look",
        name_en=v.says("Find my voice", 24),
        about_en=v.says("For whoever is not heard.", 80),
        goal_en=v.says("be heard in a busy team", 80),
        step_0_cue_en=v.says("the floor is opened", 40),
        context_0_en=v.says("the daily meeting", 40),
    )


def copies_a_prompt(v: Visit) -> Visit:
    """Begin a script of one's own with the words of the late prompt."""
    v.goes("/scripts/new?origin=late_prompt")
    return v.sends("/scripts/new", name="our_prompt", origin="late_prompt")


def publishes_the_copy(v: Visit) -> Visit:
    """Publish it, and look where a programme can say it."""
    v.goes("/scripts/our_prompt/publish").sends("main form")
    return v.goes("/programmes/{which}/settings")


def keeps_a_draft(v: Visit) -> Visit:
    """Change a sentence of a script and what it says of itself, and keep the draft."""
    source = v.goes("/scripts/daily_win/edit").page.locator("#source")
    own = source.input_value()
    note = "".join(f"# {line}\n" for line in v.says("mine", 200).splitlines())
    about = re.sub(
        r"(?m)^about: .*$", f"about: {_quoted(v.says('A win, told.', 120))}", own
    )
    said = re.sub(r"[\"\\{}]", "", v.says("Kept. You did that.", 60))
    apart = f'en:\n        text: "{said} {WEEK}"\n        voice: "Kept. {WEEK}"'
    source.fill(about.replace(f'en: "Logged. You did that. {WEEK}"', apart) + note)
    return v.sends("#work", do="keep")


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def publishes(v: Visit) -> Visit:
    """Publish the draft, and look at that version."""
    v.goes("/scripts/daily_win/publish")
    v.sends("/scripts/daily_win/publish", note=v.says("it is warmer", 200))
    return v.follows("/versions/")


def asks_for_a_file(v: Visit) -> Visit:
    """Ask for a file of all people."""
    return v.goes("/exports").sends("form[action^='/exports?']")


def is_signed_out(v: Visit) -> Visit:
    """Type a while, and come too late with it."""
    v.goes("/people/{her}/edit/step")
    cookies = v.page.context.cookies()
    v.page.context.clear_cookies()
    v.sends("/edit/step", step=v.says("say two ideas", 40))
    v.page.context.add_cookies(cookies)  # type: ignore[arg-type] # as it gave them
    return v


def of_an_earlier_visit(v: Visit) -> Visit:
    """Send a form whose token is over and in which nothing was typed."""
    v.goes("/account")
    v.page.eval_on_selector_all(
        "form [name='csrf_token']", "all => all.forEach(one => { one.value = 'old' })"
    )
    return v.sends("/sign-out")


def sends_a_book(v: Visit) -> Visit:
    """Keep a draft that is longer than any script may be."""
    source = v.goes("/scripts/daily_win/edit").page.locator("#source")
    source.evaluate("(one, words) => { one.value = words }", TOO_LARGE)
    return v.sends("#work", do="keep")
