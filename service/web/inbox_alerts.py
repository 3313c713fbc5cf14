"""What her conversation shows of a person's alerts, and of what waits for an answer."""

from __future__ import annotations

from typing import Any

from service.usecases import releasing
from service.usecases.left_open import ASKED
from service.usecases.telling import Ahead


def given(ahead: Ahead, *, unanswered: bool) -> dict[str, Any]:
    """Return what the page is given of them.

    `unanswered` says that her last words have no answer yet; `waits` that something of
    hers does, `reach` that her number is to stand there whole.
    """
    kinds = {one.kind for one in ahead.alerts}
    asked = any(one.reason in ASKED for one in ahead.alerts)
    return {
        "watches": ahead.alerts,
        "told_next": ahead,
        "left": unanswered,
        "waits": unanswered or asked,
        "reach": not kinds.isdisjoint(releasing.HOLDING),
    }
