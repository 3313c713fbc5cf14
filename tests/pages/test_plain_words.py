"""Words of our own that stood before a coach: how a yes came, a way of prompts."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from service.usecases.parts import Parts
from service.web import retold
from tests.database import Clone
from tests.pages.visiting import Visitor
from tests.service import console as desk
from tests.service.console import Console

OLD = (
    "A coach gave Mila another policy, late_only: a prompt waits; what was learned"
    " before is not carried over."
)


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


def test_a_yes_to_the_invitation_says_how_it_came_and_from_whom(
    coach: Visitor, mila: UUID
) -> None:
    """It said: double opt-in, by participant."""
    said = coach.goes(f"/people/{mila}").said
    assert "<bdi>their own yes to the invitation</bdi>" in said
    assert "by <bdi>the person themselves</bdi>" in said
    assert "opt-in" not in said


def test_another_way_of_prompts_is_told_as_its_form_calls_it(
    coach: Visitor, mila: UUID
) -> None:
    """It said: began another policy of prompts."""
    coach.goes(edit := f"/people/{mila}/edit/policy").sends(edit, policy="leitner")
    for page in (f"/people/{mila}", f"/people/{mila}?kind=changes", "/audit"):
        said = coach.goes(page).said
        assert "chose another way for their prompts to thin out" in said
        assert "policy" not in re.sub("<.*?>", " ", said)


def test_what_was_kept_of_another_policy_is_told_anew(coach: Visitor) -> None:
    with coach.client.application.test_request_context("/"):
        told = "another way of prompts, “Wait, then prompt”: a prompt waits;"
        assert told in retold.said(OLD)
