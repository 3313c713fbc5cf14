"""Answer WHY: say a decision to the person it is about, in her language.

Laws: a rule and its inputs are enough; each rule of a table has its sentence, and one
that is not known here gets a sentence that is still true.
"""

from collections.abc import Mapping

from flows.coach.explain import RULES, Verdict, sent
from flows.coach.offer_rows import ROWS
from flows.coach.other_rules import BY_LEVER, OTHER_RULES
from flows.coach.sentences import UNKNOWN_RULE, WAITS
from flows.coach.spoken import Spoken, fill

__all__ = ["TOLD", "for_participant", "of_lever"]

# What she is told of each rule but "send", which is told by kind and cause.
TOLD: Mapping[str, Spoken] = {
    **{rule.name: rule.participant for rule in RULES if rule.name != "send"},
    **{row.rule: row.person for row in ROWS},
    **OTHER_RULES,
}


def for_participant(verdict: Verdict, language: str = "en") -> str:
    """Say a decision to the person it is about; one segment as a text.

    Args:
        verdict: a stored verdict or decision about a rung; rule and inputs are enough.
        language: the tag she is spoken to in; English when that is not spoken here.

    Returns:
        One sentence in the second person, and a short one when the nudge waits.
    """
    inputs = verdict.inputs
    words = fill(_said(verdict).to(language), inputs, language)
    if not inputs.get("moved_to"):
        return words
    return f"{words} {fill(WAITS.to(language), inputs, language)}"


def _said(verdict: Verdict) -> Spoken:
    if verdict.rule == "send":
        return sent(verdict.inputs)[1]
    if verdict.rule == "COACH":
        return of_lever(str(verdict.inputs.get("lever")))
    return TOLD.get(verdict.rule, UNKNOWN_RULE)


def of_lever(lever: str) -> Spoken:
    """Return what she is told of her coach's word with that lever."""
    return BY_LEVER.get(lever, TOLD["COACH"])
