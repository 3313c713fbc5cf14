"""The policies that thin prompts as a coach reads them: each a name and a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from service.web.tongues import later, say

NAMES: Mapping[str, str] = {
    "ladder": later("By what they do"),
    "fixed": later("Every time"),
    "every_2": later("Every second time"),
    "every_3": later("Every third time"),
    "every_7": later("Every seventh time"),
    "three_a_week": later("Three of seven times"),
    "linear": later("Evenly fewer"),
    "step": later("By halves"),
    "leitner": later("Further apart with each try"),
    "late_only": later("Wait, then prompt"),
    "late_linear": later("Wait, and evenly fewer"),
    "late_leitner": later("Wait, and further apart"),
    "coach_locked": later("As the coach sets it"),
}
SENTENCES: Mapping[str, str] = {
    "ladder": later("Prompts thin out as tries come, and return after a lapse."),
    "fixed": later("A prompt before each chance."),
    "every_2": later("A prompt before every second chance."),
    "every_3": later("A prompt before every third chance."),
    "every_7": later("A prompt before every seventh chance."),
    "three_a_week": later("A prompt before three of seven chances."),
    "linear": later("Prompts before chances thin out over 90 days, to none."),
    "step": later("Half as many prompts every 28 days, and then none."),
    "leitner": later("With each try, more days between prompts, up to 16."),
    "late_only": later("A prompt only where no word came by the deadline."),
    "late_linear": later("Prompts at the deadline thin out over 90 days, to none."),
    "late_leitner": later(
        "With each try of their own, more days between prompts at the deadline."
    ),
    "coach_locked": later("The rung stays where a coach puts it."),
}

# Under these each chance has a prompt planned.
EACH = frozenset({"fixed", "late_only"})


def name(policy: str) -> str:
    """Return what a policy is called."""
    return say(NAMES[policy])


def told(policy: str) -> tuple[str, str]:
    """Return what a policy is called, and its sentence."""
    return name(policy), say(SENTENCES[policy])


def policies() -> dict[str, str]:
    """Return each policy's name, its name in files (never cut), and its sentence."""
    return {one: f"{name(one)} ({one}): {say(SENTENCES[one])}" for one in NAMES}
