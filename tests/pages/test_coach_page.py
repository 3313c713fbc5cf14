"""The coach's page: who may see it, what it says, and that words stay words."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, Route

from service.addresses import is_here
from service.store import threads
from service.store.db import Database
from service.usecases import planning, releasing
from service.usecases.parts import Parts
from tests.database import Clone, wait
from tests.pages.reading import CONTRAST, came_in, site
from tests.service import crowd


@pytest.mark.usefixtures("where")
def test_with_nobody_enrolled_the_page_is_kind(client: FlaskClient) -> None:
    said = client.get("/people").text
    assert "A quiet place, for now" in said
    assert "Enrol somebody" in said


@pytest.mark.usefixtures("mila")
def test_the_list_shows_each_person_at_a_glance(client: FlaskClient) -> None:
    said = client.get("/people").text
    for told in (
        "<bdi>Mila</bdi>",
        "say one idea at the daily meeting",
        "Find my voice",
        "Waiting",
        "A prompt waits for the deadline",
        "Tries this week",
        ">1<small> of 1</small>",
        "New York, ",
        "1 person.",
        "Nobody needs you right now.",
    ):
        assert told in " ".join(said.split()), told
    assert "5550100001" not in said


def test_a_person_shows_words_messages_and_why(
    client: FlaskClient, mila: UUID, clone: Clone
) -> None:
    with psycopg.connect(clone.owner_url) as line:
        line.execute(
            "UPDATE outbox_messages SET state = 'sent', carrier_status = 'delivered'"
        )
    said = " ".join(client.get(f"/people/{mila}").text.split())
    for told in (
        "find my voice in a busy team",
        "the floor is opened",
        "<b>Delivered</b>",
        'dir="auto">said my idea</blockquote>',
        'dir="auto">I wrote it on a card</blockquote>',
        "What made it happen",
        "tried, unprompted",
        "I agree to coaching texts.",
        "Times are by the clock of New York.",
        "••••••••••01",
    ):
        assert told in said, told
    assert "5550100001" not in said


def test_in_spanish_who_acted_is_somebody_and_one_is_the_last(
    client: FlaskClient, mila: UUID
) -> None:
    """Once it said "por coach", "coach inscribió", and "1 de las últimas 1"."""
    client.set_cookie("handrail-language", "es", domain="localhost")
    said = " ".join(client.get(f"/people/{mila}").text.split())
    for told in (
        "por <bdi>un coach</bdi>",
        "<b>Un coach</b></bdi> inscribió a esta persona",
        "1<small> de 1</small>",
        "Lo más nuevo está primero.",
    ):
        assert told in said, told
    client.set_cookie("handrail-language", "en", domain="localhost")
    said = " ".join(client.get(f"/people/{mila}").text.split())
    for told in ("by <bdi>a coach</bdi>", "<b>A coach</b></bdi> enrolled them",
                 "1<small> of 1</small>"):  # fmt: skip
        assert told in said, told


def test_chances_that_begin_next_week_are_said_and_not_drawn_as_an_empty_week(
    client: FlaskClient, parts: Parts, stairwell: UUID, clone: Clone
) -> None:
    """The names of the days stood over nothing."""
    where = crowd.programme(parts, stairwell, days="01234")
    sunday = datetime(2026, 3, 1, 17, tzinfo=UTC)
    found = crowd.joined(parts, clone, stairwell, where, sunday)
    planning.plan(parts, stairwell, [found])
    said = client.get(f"/people/{found}").text
    assert "No chance has come yet. The first is on Mon 2 Mar." in said
    assert '<table class="weeks">' not in said


def test_someone_who_has_not_begun_has_kind_empty_places(
    client: FlaskClient, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    found = crowd.person(parts, stairwell, where)
    said = client.get(f"/people/{found}").text
    assert "No chance has come yet" in said
    assert "No words yet" in said
    assert "One text asks for their own yes" in said
    assert "Invited, has not answered yet" in said


def test_what_needs_someone_is_said_first(
    client: FlaskClient, parts: Parts, mila: UUID, clone: Clone
) -> None:
    crowd.text(parts, "I want to die")
    with psycopg.connect(clone.owner_url) as line:
        line.execute("UPDATE outbox_messages SET state = 'in_doubt'")
    for path in ("/people", f"/people/{mila}"):
        said = client.get(path).text
        assert "A text touched on safety. Please reach out now" in said
        assert "A text or a call is in doubt: nobody knows" in said
        assert "Nothing: automatic texts are on hold" in said
        assert "<bdi>I want to die</bdi>" in said
        assert '<a class="call" href="tel:+15550100001">+15550100001</a>' in said
        assert "A prompt waits for the deadline" not in said
        row = said.index('class="needs"')
        assert row < said.index("<bdi>Mila</bdi>")
        assert row < said.index("say one idea at the daily meeting")
    page = client.get(f"/people/{mila}").text
    (anchor,) = set(re.findall(r"#(text-[0-9a-f-]+)", client.get("/people").text))
    assert f'href="#{anchor}"' in page
    assert f'id="{anchor}"' in page
    assert page.index('class="needs"') < page.index('class="portrait"')
    assert f'href="/people/{mila}/hold?came=person"' in page
    assert "1 needs someone." in client.get("/people").text


# The colour in which something is written.
COLOUR = "of => getComputedStyle(document.querySelector(of)).color"
# The ground of the mark before it; without one, "none" is its content.
MARK = """of => (mark => mark.content === 'none' ? 'none' : mark.backgroundColor)(
  getComputedStyle(document.querySelector(of), '::before'))"""


@pytest.mark.page
@pytest.mark.usefixtures("mila")
def test_only_what_is_grave_marks_the_lead_of_the_list_and_never_the_words(
    browser_page: Page, served: str, parts: Parts
) -> None:
    """A question waits as it does on Today: nobody is in danger for it."""
    crowd.text(parts, "What if nobody opens the floor?")
    page = browser_page
    page.goto(f"{served}/people")
    assert "1 needs someone." == page.inner_text(".lead strong")
    assert page.evaluate(COLOUR, "h1") == page.evaluate(COLOUR, ".lead strong")
    assert "none" == page.evaluate(MARK, ".lead strong")
    crowd.text(parts, "I want to die")
    page.reload()
    assert "1 needs someone." == page.inner_text(".lead strong")
    assert page.evaluate(COLOUR, ".needs") == page.evaluate(MARK, ".lead strong")
    assert page.evaluate(COLOUR, "h1") == page.evaluate(COLOUR, ".lead strong")


def test_a_text_older_than_the_thread_is_quoted_and_not_linked(
    client: FlaskClient, parts: Parts, mila: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd.text(parts, "I want to die")
    crowd.text(parts, "are you there")
    monkeypatch.setattr(threads, "MOST", 1)
    said = client.get(f"/people/{mila}").text
    assert "<bdi>I want to die</bdi>" in said
    assert "See this text" not in said


def test_what_asks_the_same_again_stands_once_with_its_texts(
    client: FlaskClient, parts: Parts, clone: Clone, mila: UUID
) -> None:
    for which in "abcd":
        crowd.text(parts, f"can I talk to a person, {which}")
        wait(clone, timedelta(minutes=10))
    for path in ("/people", f"/people/{mila}"):
        (box,) = re.findall(
            r'<ul class="needs[^"]*">.*?</ul>', client.get(path).text, re.S
        )
        assert 1 == box.count("<strong>")
        assert "4 times by now." in box
        assert list("bcd") == re.findall(r"to a person, (.)</bdi>", box)


def test_once_the_hold_is_lifted_the_number_is_two_digits_again(
    client: FlaskClient, parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    crowd.text(parts, "I want to die")
    releasing.release(parts, stairwell, mila, by="Ruth")
    for path in ("/people", f"/people/{mila}"):
        said = client.get(path).text
        assert "5550100001" not in said
        assert "lift the hold" not in said


def test_looking_changes_nothing(
    client: FlaskClient, parts: Parts, mila: UUID, clone: Clone
) -> None:
    crowd.text(parts, "I want to die")
    client.get(
        "/people"
    )  # by which the coach is awake, which is written down once a minute
    before = _everything(clone)
    for path in ("/people", f"/people/{mila}", "/nothing"):
        client.get(path)
    assert before == _everything(clone)


def _everything(clone: Clone) -> list[tuple[Any, ...]]:
    """All rows but who looked at whom, which looking is to write (decision 39)."""
    with psycopg.connect(clone.owner_url) as line:
        tables = line.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename <> 'looks'"
        ).fetchall()
        return [
            (table, sorted(str(row) for row in line.execute(f"TABLE {table}".encode())))
            for (table,) in tables
        ]


def test_a_page_makes_itself_anew_with_and_without_script(
    client: FlaskClient, parts: Parts, mila: UUID
) -> None:
    for path, every in (("/people", 15), (f"/people/{mila}", 4)):
        said = client.get(path).text
        assert f'<noscript><meta http-equiv="refresh" content="15; url={path}?' in said
        assert f'hx-trigger="every {every}s"' in said
    gone = Database("postgresql://handrail_app@127.0.0.1:1/none", pool_size=1)
    client.application = site(replace(parts, db=gone))
    assert "5; url=/people?anew=1" == client.get("/people").headers["Refresh"]
    client.application = site(parts)
    gone.close()
    assert "refresh" not in client.get("/people/nobody").text


def test_a_part_that_has_not_changed_is_not_touched(
    client: FlaskClient, parts: Parts, mila: UUID, clone: Clone
) -> None:
    again = html.unescape(
        client.get(f"/people/{mila}").text.partition('hx-get="')[2].partition('"')[0]
    )
    htmx = {"HX-Request": "true"}
    assert 204 == client.get(again, headers=htmx).status_code
    wait(clone, timedelta(minutes=5))
    crowd.text(parts, "asked a question aloud")
    part = client.get(again, headers=htmx)
    assert 200 == part.status_code
    assert "asked a question aloud" in part.text
    assert "<html" not in part.text
    assert "<html" in client.get(again).text, "whoever opens it gets the page"
    client.delete_cookie("handrail", domain="localhost")
    out = client.get(again, headers=htmx)
    assert (204, True) == (
        out.status_code,
        out.headers["HX-Redirect"].startswith("/sign-in"),
    )


def test_the_newest_text_is_on_top_of_the_thread(
    client: FlaskClient, mila: UUID
) -> None:
    page = client.get(f"/people/{mila}").text
    said = page[page.index('id="thread"') :]
    assert "The newest stands first" in said
    assert said.index("I wrote it on a card") < said.index("said my idea")
    assert said.index("said my idea") < said.index(">GO<")


def test_an_unknown_path_gets_the_same_kind_page(
    client: FlaskClient, parts: Parts, mila: UUID
) -> None:
    unknown = client.get(f"/people/{uuid4()}")
    for path in ("/nothing", "/peoples", "/static/none.css", f"/people/{mila}/x"):
        answer = client.get(path)
        assert (404, unknown.data) == (answer.status_code, answer.data)
    assert "Nothing at this address" in unknown.text
    # A carrier, and whoever asks from elsewhere, gets the bare one.
    far = client.get("/nothing", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    for bare in (client.post("/nothing"), far):
        assert 404 == bare.status_code
        assert "See everybody" not in bare.text


def test_every_shape_that_is_drawn_is_in_the_legend(
    client: FlaskClient, mila: UUID
) -> None:
    for path in ("/people", f"/people/{mila}"):
        said = client.get(path).text
        legend = said[said.index('class="legend"') :]
        legend = legend[: legend.index("</ul>")]
        drawn = set(re.findall(r'href="#(shape-\w+)"', said))
        assert drawn == set(re.findall(r'href="#(shape-\w+)"', legend))
        symbols = dict(re.findall(r'<symbol id="(shape-\w+)"[^>]*>(.*)</symbol>', said))
        # Beside one person's weeks stand those that they have, and no others.
        assert drawn == set(symbols) if path == "/people" else drawn < set(symbols)
        assert len(symbols) == len(set(symbols.values()))


def test_a_hold_without_an_alert_is_said(
    client: FlaskClient, mila: UUID, clone: Clone
) -> None:
    with psycopg.connect(clone.owner_url) as line:
        line.execute("UPDATE participants SET hold = 'take_over'")
    assert "A coach is talking with them" in client.get(f"/people/{mila}").text


@pytest.mark.parametrize(
    ("state", "status", "code", "said"),
    [
        ("due", None, None, "Waiting to go out"),
        ("calling", None, None, "Going out now"),
        ("sent", "queued", None, "Sent; no receipt yet"),
        ("sent", "read", None, "Read"),
        ("sent", "delivered", None, "Delivered"),
        ("sent", "undelivered", 30003, "Not delivered: the phone could not be"),
        ("sent", "failed", 99999, "Not delivered: "),
        ("sent", "undelivered", None, "Not delivered</b>"),
        ("failed", None, 21610, "The carrier refused it: the person has stopped"),
        ("in_doubt", None, None, "In doubt: nobody knows whether it went out"),
        ("withheld", None, None, "Stayed here, not sent"),
        ("not_sent", None, None, "went out; a person sent it again"),
        ("abandoned", None, None, "In doubt, and let be"),
    ],
)
def test_every_delivery_state_is_said_in_words(
    client: FlaskClient,
    mila: UUID,
    clone: Clone,
    *,
    state: str,
    status: str | None,
    code: int | None,
    said: str,
) -> None:
    with psycopg.connect(clone.owner_url) as line:
        line.execute(
            "UPDATE outbox_messages SET state = %s, carrier_status = %s,"
            " error_code = %s",
            (state, status, code),
        )
    assert said in client.get(f"/people/{mila}").text


def test_a_message_that_waits_says_until_when(
    client: FlaskClient, mila: UUID, clone: Clone
) -> None:
    with psycopg.connect(clone.owner_url) as line:
        line.execute("UPDATE outbox_messages SET not_before = '2030-01-07 14:30+00'")
    assert "Waits until Mon 7 Jan 09:30" in client.get(f"/people/{mila}").text


def test_a_changed_rung_is_told_with_its_sentence(
    client: FlaskClient, parts: Parts, mila: UUID, clone: Clone
) -> None:
    wait(clone, timedelta(hours=1))
    crowd.text(parts, "less")
    said = client.get(f"/people/{mila}").text
    assert "Prompts changed" in said
    assert "Mila asked for fewer prompts" in said


def test_an_unknown_a_foreign_and_a_mistyped_id_are_the_same_404(
    client: FlaskClient, parts: Parts, mila: UUID
) -> None:
    other = crowd.organisation(parts, "Other", "+15550100200")
    foreign = crowd.person(parts, other, crowd.programme(parts, other), name="Foreign")
    answers = [
        client.get(f"/people/{whose}") for whose in (foreign, uuid4(), "mila", mila.int)
    ]
    assert {404} == {answer.status_code for answer in answers}
    assert 1 == len({answer.data for answer in answers})
    said = client.get("/people").text
    assert "Foreign" not in said


@pytest.mark.parametrize(
    ("remote", "host", "headers", "status"),
    [
        ("127.0.0.1", "localhost:8017", {}, 200),
        ("127.0.0.1", "127.0.0.1:8017", {}, 200),
        ("::1", "[::1]:8017", {}, 200),
        ("192.0.2.7", "127.0.0.1:8017", {}, 403),
        ("127.0.0.1", "evil.example", {}, 403),
        ("127.0.0.1", "localhost.evil.example", {}, 403),
        ("127.0.0.1", "127.0.0.1.evil.example", {}, 403),
        ("127.0.0.1", "[::1", {}, 403),
        ("127.0.0.1", "localhost", {"X-Forwarded-For": "192.0.2.7"}, 403),
        ("127.0.0.1", "localhost", {"Forwarded": "for=192.0.2.7"}, 403),
        ("127.0.0.1", "localhost", {"Via": "1.1 proxy"}, 403),
    ],
)
@pytest.mark.usefixtures("mila")
def test_without_https_only_this_machine_may_look(
    parts: Parts,
    stairwell: UUID,
    *,
    remote: str,
    host: str,
    headers: dict[str, str],
    status: int,
) -> None:
    cookie = f"handrail={came_in(parts, stairwell)}"
    answer = (
        site(parts)
        .test_client(use_cookies=False)
        .get(
            "/people",
            headers={"Host": host, "Cookie": cookie, **headers},
            environ_overrides={"REMOTE_ADDR": remote},
        )
    )
    assert status == answer.status_code
    assert (status == 403) == ("open only on the machine that runs" in answer.text)
    assert (status == 403) == ("Mila" not in answer.text)


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("http://127.0.0.1:8017", True),
        ("http://LOCALHOST.", True),
        ("//[::1]:80", True),
        ("//127.8.9.1", True),
        ("//", False),
        ("//[::1", False),
        ("//0.0.0.0", False),
        ("//localhost.example", False),
        ("https://handrail.example", False),
    ],
)
def test_this_machine_is_told_from_every_other(address: str, *, here: bool) -> None:
    assert here == is_here(address)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_page_is_read_only(client: FlaskClient, mila: UUID, method: str) -> None:
    for path in ("/people", f"/people/{mila}"):
        assert client.open(path, method=method).status_code in (403, 405)


def test_every_response_forbids_scripts_frames_and_keeping(
    client: FlaskClient, mila: UUID
) -> None:
    for path in ("/people", f"/people/{mila}", "/people/x"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self'")
        assert "unsafe" not in policy
        assert ("script-src 'nonce-" in policy) == (path != "/people/x")
        assert "frame-ancestors 'none'" in policy
        assert ("nosniff", "no-referrer", "no-store") == (
            headers["X-Content-Type-Options"],
            headers["Referrer-Policy"],
            headers["Cache-Control"],
        )
    with client.get("/static/page.css") as style:
        assert 200 == style.status_code
        assert "nosniff" == style.headers["X-Content-Type-Options"]


@pytest.mark.parametrize("path", ["/", "/people", "/sign-in", "/account", "/team"])
def test_a_database_that_is_away_is_said_kindly(
    client: FlaskClient, parts: Parts, path: str
) -> None:
    gone = Database("postgresql://handrail_app@127.0.0.1:1/none", pool_size=1)
    client.application = site(replace(parts, db=gone))
    answer = client.get(path)
    assert 503 == answer.status_code
    assert "2" == answer.headers["Retry-After"]
    assert "Nothing is lost" in answer.text
    gone.close()


# --- in a real browser ---

PAYLOADS: tuple[str, ...] = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<math><a xlink:href=javascript:alert(1)>x",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<audio src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>",
    "<button formaction=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9'>",
    "<base href=http://127.0.0.1:9/>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css>",
    "<style>@import 'http://127.0.0.1:9/x.css'</style>",
    "<style>*{background:url(http://127.0.0.1:9/)}</style>",
    "<plaintext>",
    "<textarea>",
    "<title>",
    "<!--",
    "--><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "</bdi><script>alert(1)</script>",
    "</blockquote></article><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "'><script>alert(1)</script>",
    "\" onmouseover=alert(1) x=\"",
    "' autofocus onfocus=alert(1) x='",
    "{{ 7*7 }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}",
    "${alert(1)}",
    "#{7*7}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "\u003cscript\u003ealert(1)",
    "\uff1cscript\uff1ealert(1)",
    "<scr\u0000ipt>alert(1)</scr\u0000ipt>",
    "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\">",
    "<x contenteditable onblur=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "\u202eevil\u202c<script>alert(1)</script>",
    "javascript:alert(1)",
)  # fmt: skip


@pytest.fixture
def attacked(
    parts: Parts, stairwell: UUID, where: UUID, clone: Clone
) -> tuple[UUID, ...]:
    """A person whose texts are all payloads, and people named by them."""
    found = crowd.person(parts, stairwell, where, name="Mallory")
    crowd.text(parts, "GO")
    for payload in PAYLOADS:
        wait(clone, timedelta(hours=1))
        crowd.text(parts, payload)
    short = [payload for payload in PAYLOADS if len(payload) <= 20][:12]
    named = [
        crowd.person(
            parts,
            stairwell,
            where,
            name=payload,
            number=f"+1555010{at:04d}",
            goal=PAYLOADS[at % len(PAYLOADS)],
            step=PAYLOADS[(at + 9) % 20][:40],
            consent_method="<script>alert(1)</script>",
        )
        for at, payload in enumerate(short, 200)
    ]
    return (found, *named)


@pytest.fixture
def harmless(
    parts: Parts, stairwell: UUID, where: UUID, clone: Clone, attacked: tuple[UUID, ...]
) -> tuple[UUID, ...]:
    """People who write nothing odd, of as many sorts, beside those who do."""
    _ = attacked
    number = "+15550105001"
    found = crowd.person(parts, stairwell, where, name="Helen", number=number)
    texts = ("GO", "said it", "I wrote a card", "what is this?", "", "STOP", "START")
    for body in texts:
        wait(clone, timedelta(hours=1))
        crowd.text(parts, body, number)
    at_first = crowd.person(parts, stairwell, where, number="+15550105002")
    return found, at_first


@pytest.mark.page
def test_what_people_write_never_runs(
    browser_page: Page,
    served: str,
    attacked: tuple[UUID, ...],
    harmless: tuple[UUID, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threads, "MOST", 10 * len(PAYLOADS))
    told: list[str] = []
    asked: list[str] = []
    browser_page.on("dialog", lambda dialog: told.append(dialog.message))
    browser_page.on("console", lambda message: told.append(message.text))
    browser_page.on("pageerror", lambda error: told.append(str(error)))

    def watch(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    browser_page.route("**/*", watch)
    known = set[str]()
    for path in _ways(*harmless):
        browser_page.goto(f"{served}{path}")
        known |= _elements(browser_page)
    for path in _ways(*attacked):
        answer = browser_page.goto(f"{served}{path}")
        assert answer is not None
        assert 200 == answer.status
        assert set() == _elements(browser_page) - known
        assert f"{served}{path}" == browser_page.url
    assert [] == told
    assert {True} == {url.startswith(served) for url in asked}
    shown = browser_page.goto(f"{served}/people/{attacked[0]}")
    assert shown is not None
    text = browser_page.inner_text("main")
    for payload in PAYLOADS:
        assert " ".join(payload.replace("\0", "").split()) in " ".join(text.split())


def _ways(*people: UUID) -> Iterator[str]:
    """Yield every page that shows words of these people; forms of one of them."""
    yield "/"
    yield "/people"
    yield from (f"/people/{whose}" for whose in people)
    for whose in people[:2]:
        forms = ("step", "name", "growth", "list", "prompts")
        yield from (f"/people/{whose}/edit/{form}" for form in forms)
        yield from (f"/people/{whose}/{way}" for way in ("edit", "ahead", "summary"))


def _elements(page: Page) -> set[str]:
    """Return each kind of element with the names of its attributes, as they stand.

    An address that runs something counts as a kind of its own.
    """
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('*')].map(e => {
            const runs = ['href', 'src', 'action', 'formaction'].some(
                name => /^\\s*javascript:/i.test(e.getAttribute(name) || ''));
            return [e.localName, ...[...e.attributes].map(a => a.name).sort(),
                    runs ? 'runs' : ''].join(' ');
        })"""
    )
    return set(found)


@pytest.mark.page
@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_fits_its_window(
    browser_page: Page, served: str, attacked: tuple[UUID, ...], width: int
) -> None:
    browser_page.set_viewport_size({"width": width, "height": 844})
    for path in ("/people", f"/people/{attacked[0]}"):
        browser_page.goto(f"{served}{path}")
        wide = browser_page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width


# A second chance of the last day, and how far shapes stand out of its square.
TWICE = """() => {
    const cell = [...document.querySelectorAll('.strip .cell')]
        .filter(one => one.querySelector('.shape')).at(-1);
    cell.append(cell.querySelector('.shape').cloneNode(true));
    const its = cell.getBoundingClientRect();
    return Math.max(...[...cell.querySelectorAll('.shape')].flatMap(one => {
        const box = one.getBoundingClientRect();
        return [box.bottom - its.bottom, box.right - its.right, its.left - box.left];
    }));
}"""


@pytest.mark.page
@pytest.mark.parametrize("width", [390, 1440])
def test_two_chances_of_a_day_stand_in_its_square(
    browser_page: Page, served: str, mila: UUID, width: int
) -> None:
    """The second one slipped out of it, below the first."""
    browser_page.set_viewport_size({"width": width, "height": 844})
    browser_page.goto(f"{served}/people")
    assert browser_page.evaluate(TWICE) <= 0


@pytest.mark.page
def test_what_is_urgent_stands_above_everything_at_every_width(
    browser_page: Page, served: str, parts: Parts, mila: UUID
) -> None:
    crowd.text(parts, "I want to die")

    def top(what: str) -> float:
        found: float = browser_page.evaluate(
            "what => document.querySelector(what).getBoundingClientRect().top", what
        )
        return found

    for width in (390, 900, 1440):
        browser_page.set_viewport_size({"width": width, "height": 844})
        browser_page.goto(f"{served}/people/{mila}")
        assert top(".needs") < min(top(".portrait"), top(".facts"))
        assert (width <= 900) == (top("#thread") < top("#chances"))
        assert top("#chances") < top("#tries") < top("#consent")
    browser_page.goto(f"{served}/")
    browser_page.click(".need .see")
    assert browser_page.url.startswith(f"{served}/people/{mila}#text-")
    assert "I want to die" in browser_page.inner_text(":target")
    browser_page.emulate_media(media="print")
    assert not browser_page.is_visible(".foot")


@pytest.mark.page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_can_be_read_in_light_and_dark(
    browser_page: Page, served: str, mila: UUID, scheme: str
) -> None:
    # WCAG 2.2, 1.4.3: 4.5 to 1 for text.
    browser_page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # parametrised
    for path in ("/people", f"/people/{mila}"):
        browser_page.goto(f"{served}{path}")
        assert [] == browser_page.evaluate(CONTRAST)
