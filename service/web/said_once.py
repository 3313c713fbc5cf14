"""What of an address only says what was just done, and is said once.

Law: what a page shows, its view, its part or its filter, is not among it.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from service.web import moved_words

# By page: the parameters a redirect puts behind its address for a notice alone.
NOTICES: Mapping[str, tuple[str, ...]] = {
    "today.home": ("done", "closed", "hold", "of"),
    "pages.person": ("done", "hold", "saved", "what", "invited"),
    "inbox.talk": ("done", "hold", "told", "closed"),
    "enrolment.bring": ("stopped",),
    "tries.bring": ("stopped",),
    "schedules.person": ("saved", "at", *moved_words.PARTS),
    "schedules.programme": ("people",),
    "programmes.programme": ("people", "section"),
    "scripts.script": ("now", "dropped"),
    "scripts.words": ("kept",),
    "results.home": ("done", "left"),
    "results.programme": ("done", "left"),
    "limits.home": ("saved",),
    "limits.programme": ("saved",),
    "rights.retention": ("saved",),
    "team.home": ("done", "talks", "tasks"),
    "telling.home": ("saved", "who"),
}


def here() -> str:
    """Return what of this page's address is said once; "" for nothing of it."""
    if request.method != "GET":
        return ""
    names = NOTICES.get(request.endpoint or "", ())
    return " ".join(name for name in names if name in request.args)
