"""The pages as a site of their own, and how well their text can be read."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page
from werkzeug.serving import ThreadedWSGIServer, make_server

from service.usecases import first_owner
from service.usecases.parts import Parts
from service.web import site as console
from service.web import tongues


def site(parts: Parts) -> Flask:
    app = Flask("service.web", static_folder="static", template_folder="templates")
    app.add_url_rule("/healthz", "health", lambda: "ok")
    console.furnish(app, parts)
    app.testing = True  # what nobody foresaw is raised, and no page of 500
    return app


@contextmanager
def serving(name: str, app: Callable[[str], Flask]) -> Iterator[str]:
    """Serve what `app` makes for its address; its last answers end before it is closed.

    A page that makes itself anew asks while it is closed; its answer gave a connection
    back to a pool that was gone: "was deleted while still open", in some later test.
    """
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
    assert isinstance(server, ThreadedWSGIServer)
    server.daemon_threads = False
    origin = f"http://{name}:{server.server_port}"
    server.app = app(origin)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield origin
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# What Chromium says of an answer that refuses, and htmx of a look that was still under
# way when one went to another page.
KNOWN = ("the server responded with a status of 4", "htmx:")


@contextmanager
def opened(
    browser: Browser, origin: str, token: str = ""
) -> Iterator[tuple[Page, list[str]]]:
    """Open a page in a context of its own; yield it with what the browser complains of."""
    context = browser.new_context(base_url=origin)
    if token:
        cookie: Any = {"name": "handrail", "value": token, "url": origin}
        context.add_cookies([cookie])
    page, complaints = context.new_page(), list[str]()

    def told(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(one in message.text for one in KNOWN):
            complaints.append(message.text)

    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", told)
    try:
        yield page, complaints
    finally:
        context.close()


def came_in(parts: Parts, organisation: UUID) -> str:
    """Come in by the demo's link; return the token of the session."""
    link = first_owner.demo_link(parts, organisation)
    begun = first_owner.demo(parts, link.rpartition("/")[2], "Firefox")
    assert begun is not None
    return begun.token


def translated(words: str, tongue: str) -> str:
    """Return words of ours as a page in another language has them."""
    app = Flask("service.web")
    with app.test_request_context(headers={"Accept-Language": tongue}):
        return tongues.say(words)


CONTRAST = """() => {
  const rgb = s => (s.match(/[0-9.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = rgb(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const bad = [];
  for (const e of document.querySelectorAll('main *, header *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || e.closest('.unseen, svg')) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) bad.push([e.className || e.localName, ratio.toFixed(2)]);
  }
  return bad;
}"""
