"""The table of what can be changed of one person, and the plainest of its rows.

Law: adding a form is adding a row.
"""

from __future__ import annotations

from collections.abc import Mapping

from service.usecases import languages, renaming, stepping
from service.usecases.paths import Words
from service.web import (
    edits_of_consent,
    edits_of_growth,
    edits_of_prompts,
    enrolment,
)
from service.web.edit_forms import Edit, Field, Whose
from service.web.entries import Entry
from service.web.tongues import later, say


def _step_fields(_: Whose) -> tuple[Field, ...]:
    return (
        Field("goal", say("Goal"), say("What matters to them, large, in their words.")),
        Field("step", say("Step"), say("Small, and a verb; up to 40 characters.")),
        Field("cue", say("Cue"), say("The moment it hangs on; up to 40 characters.")),
    )


def _step(whose: Whose) -> dict[str, str]:
    card = whose.card
    return {"goal": card.goal, "step": card.step, "cue": card.cue}


def _save_step(whose: Whose, entry: Entry) -> None:
    told = Words(entry["goal"], entry["step"], entry["cue"])
    stepping.give(*whose.at, told, whose.signed.actor)


def _name_fields(_: Whose) -> tuple[Field, ...]:
    return (
        Field("name", say("Name"), say("What texts call them; up to 20 characters.")),
    )


def _save_name(whose: Whose, entry: Entry) -> None:
    renaming.rename(whose.parts, whose.signed, whose.card.id, entry["name"])


def _language_fields(_: Whose) -> tuple[Field, ...]:
    options = tuple(enrolment.languages(""))
    return (
        Field(
            "language",
            say("Language"),
            say("From the next text on. What was said stays as it was."),
            "choice",
            options,
        ),
    )


def _save_language(whose: Whose, entry: Entry) -> None:
    languages.change(*whose.at, entry["language"], whose.signed.actor)


EDITS = (
    Edit(
        "step",
        later("Goal, step and cue"),
        later(
            "A new step begins, with a size and help of its own: look at them after."
            " What was tried stays with the old one."
        ),
        _step_fields,
        _step,
        _save_step,
    ),
    Edit(
        "name",
        later("Name"),
        later("From the next text on."),
        _name_fields,
        lambda whose: {"name": whose.card.name},
        _save_name,
    ),
    Edit(
        "language",
        later("Language"),
        later("In which language they are spoken to, in texts and calls."),
        _language_fields,
        lambda whose: {"language": whose.card.language},
        _save_language,
    ),
)

ALL: Mapping[str, Edit] = {
    one.what: one
    for one in (
        *EDITS,
        *edits_of_prompts.EDITS,
        *edits_of_growth.EDITS,
        *edits_of_consent.EDITS,
    )
}
