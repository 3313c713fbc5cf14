"""Where the page on which a hold is lifted is come to from, and leads back to.

Law: who comes back finds what the page showed: its part, its view, its kind of lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import request, url_for

# Pages a hold is come to from, other than Today, with what each may be asked to show.
# Whoever asked for some of it was down among what was said.
CAME: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "talk": ("inbox.talk", ("show", "only", "before", "after", "found")),
    "person": ("pages.person", ("kind", "before")),
}


def there(whose: UUID, came: str) -> str:
    """Return the address where a hold is lifted, for the page `came` as it is shown."""
    return url_for("today.hold", whose=whose, came=came, **_shown(CAME[came][1]))


def back(whose: UUID, said: Mapping[str, Any]) -> str | None:
    """Return where it was come to from, with what is `said` there; None for Today."""
    page, asked = CAME.get(request.args.get("came", ""), ("", ()))
    if not page:
        return None
    shown = _shown(asked)
    below = "thread" if shown.keys() - {"show"} else None
    return url_for(page, whose=whose, _anchor=below, **said, **shown)


def _shown(asked: tuple[str, ...]) -> dict[str, Any]:
    return {name: request.args[name] for name in asked if name in request.args}
