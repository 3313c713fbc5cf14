"""What a coach reads about calls, page and terminal alike."""

from __future__ import annotations

from collections.abc import Mapping

from service.usecases.call_terms import CallTerms
from service.web import words

CALLS: Mapping[str, str] = {
    "none": "Has not agreed to automated calls",
    "agreed": "Agreed to automated calls",
    "stopped": "Asked for calls to stop",
}


def standing(calls: str, *, recorded: bool) -> str:
    """Say whether a person may be called, and recorded in calls."""
    if calls != "agreed":
        return CALLS[calls]
    return f"{CALLS[calls]}, {'and' if recorded else 'not'} to being recorded"


def times(terms: CallTerms, zone: str) -> str:
    """Say when a person is called: Thu 12:15, until 13:00 (Lima), one retry after."""
    if not terms.call_days:
        return "no calls on any day"
    days = ", ".join(words.DAYS[day] for day in sorted(terms.call_days))
    return (
        f"{days} at {terms.call_at:%H:%M}, until {terms.call_until:%H:%M} in "
        f"{words.place(zone)}, one retry after {terms.call_retry} minutes"
    )
