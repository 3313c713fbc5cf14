"""The policies of prompts as a coach reads them: none without a name and a sentence."""

from __future__ import annotations

from flows.coach.policy import POLICIES
from service.web import policy_words


def test_every_policy_has_a_name_and_one_sentence() -> None:
    assert list(POLICIES) == list(policy_words.NAMES) == list(policy_words.SENTENCES)
    told = policy_words.policies()
    assert all("\N{HORIZONTAL ELLIPSIS}" not in says for says in told.values())
    said = "Wait, then prompt: A prompt only where no word came by the deadline."
    assert said == told["late_only"]
