"""What was typed into a form that could not be taken: the page that keeps it.

Laws: only a browser that says that a page of ours sent the form is given it back, since
whoever may put words of his own on a page of ours could ask for anything in our name;
nothing of it is kept here; no password, code, token or file is among it; and it is sent
again by a press alone: by whoever typed it, else on a page that says who is in by then.
"""

from __future__ import annotations

from flask import Response, render_template, request

from service.web import access
from service.web.callers import SAFE, TOKEN

# What is asked for on pages that keep nothing (the door's) and on one's own account.
SECRET = frozenset({"password", "current", "code", "recovery"})
# So many letters go back: a form of the longest script there may be.
MOST = 600_000


def page(*, proof: bool = False) -> Response | None:
    """Return the page from which what was typed can be sent again (403).

    None where there is nothing to keep, or nobody to give it to. `proof` says that a
    fresh proof is all that lacks.
    """
    if request.method in SAFE or not _from_ours() or _at_the_door():
        return None
    sent = tuple(request.form.items(multi=True))
    typed = tuple(one for one in sent if one[0] != TOKEN and one[0] not in SECRET)
    files = tuple(file.filename for file in request.files.values() if file.filename)
    if not typed and not files:
        return None
    large = sum(len(name) + len(value) for name, value in typed) > MOST
    kept = {
        "fields": () if large else typed,
        # It counts once she is in again, and for nobody else.
        "bound": request.form.get(TOKEN, ""),
        "words": _words(typed)[:MOST],
        "files": files,
    }
    return _shown(403, proof=proof, large=large, **kept)


def too_large() -> Response:
    """Return the page of a form that is too large for who is not signed in (413)."""
    return _shown(413, large=True)


def _shown(status: int, **given: object) -> Response:
    where = request.full_path.rstrip("?")
    return Response(render_template("kept.html", where=where, **given), status)


def _from_ours() -> bool:
    """Say whether the browser says so: silence is no yes, and parts need no page."""
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return ours and request.headers.get("HX-Request") != "true"


def _at_the_door() -> bool:
    asked = access.of(str(request.endpoint))
    return request.blueprint == "door" or asked == "begun"


def _words(typed: tuple[tuple[str, str], ...]) -> str:
    """Return what reads as words, to be copied by hand: ids and ticks hold no blank."""
    return "\n\n".join(value for _, value in typed if len(value.split()) > 1)
