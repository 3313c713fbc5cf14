"""What a coach does next about an alert: its button, and the page where it is done.

Law: an alert that says what to do leads to where that is done; any other to the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from flask import url_for

from service.store.needs import Who
from service.usecases.rights import Right
from service.usecases.today import Item
from service.web.tongues import later, say

Page: TypeAlias = tuple[str, Mapping[str, Any]]

DAYS: Page = ("schedules.person", {"_anchor": "days"})
STEP: Page = ("editing.edit", {"what": "step"})
GROWTH: Page = ("editing.edit", {"what": "growth"})
LIST: Page = ("editing.edit", {"what": "list"})
TALK: Page = ("inbox.talk", {})
CALL: Page = ("inbox.talk", {"_anchor": "calling"})
SMALLER = later("Make the step smaller")
LOOK = later("Look at the step")
HELP = later("Change the help")


@dataclass(frozen=True, slots=True)
class Act:
    """What is done next: what its button says, where it leads, who may do it there."""

    says: str
    leads: str
    right: Right
    talks: bool


# By the reason that an alert was raised for: what its button says, and its page.
ACTS: Mapping[str, tuple[str, Page]] = {
    "more_often": (later("Add the day"), DAYS),
    "less_often": (later("Take a day out"), DAYS),
    "no_step": (later("Set a first step"), STEP),
    "C-tailor": (later("Tailor the step"), STEP),
    **dict.fromkeys(("A3", "L5", "C-prompts", "accepted_smaller"), (SMALLER, GROWTH)),
    "accepted_stretch": (later("Set how hard it is"), GROWTH),
    **dict.fromkeys(("accepted_more_help", "accepted_less_help"), (HELP, GROWTH)),
    **dict.fromkeys(
        ("STAY", "STAY-fear", "STAY-unsure", "STAY-cost", "serious", "C-fear"),
        (LOOK, GROWTH),
    ),
    "C-list": (later("Look at their list"), LIST),
    "no_texts": (later("Call them"), CALL),
    "C-nothing-left": (later("Talk with them"), TALK),
}


def next_act(who: Who, item: Item) -> Act | None:
    """Return what is done next about an alert; None where it does not say so itself."""
    one = item.standing
    if one.source != "alert" or one.kind != "hand" or one.reason not in ACTS:
        return None
    says, (page, more) = ACTS[one.reason]
    talks = page == TALK[0]
    if talks and who.consent == "stopped":
        return None
    leads = url_for(page, whose=who.id, **more)
    return Act(say(says), leads, "answer" if talks else "people", talks)
