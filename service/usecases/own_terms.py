"""What a person has of her own in place of her programme's terms: caps and her recap.

Laws: each is judged by the programme's table of terms, so a field means and refuses the
same in both places; a cap of her own never lets more go than her programme's does, also
where that is set lower later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from service.usecases import terms
from service.usecases.entries import Refused
from service.usecases.terms import Terms

CAPS = ("cap_day", "cap_week")
FIELDS = (*CAPS, "recap_day", "recap_at")


def over(below: Terms, stored: Mapping[str, Any]) -> Terms:
    """Lay what is her own over her programme's terms."""
    if not stored:
        return below
    own = {
        name: terms.read_one(name, stored[name]) for name in FIELDS if name in stored
    }
    most = {name: min(own[name], getattr(below, name)) for name in CAPS if name in own}
    return replace(below, **{**own, **most})


def check(below: Terms, own: Mapping[str, Any]) -> None:
    """Refuse what cannot stand over these terms.

    Raises BadTerms for a value that cannot be read, Refused for a cap above hers.
    """
    for name, value in own.items():
        terms.judge(name, value)
    for name in CAPS:
        most = getattr(below, name)
        if name in own and terms.read_one(name, own[name]) > most:
            raise Refused(
                name, "write %(most)s at most, as the programme has it", most=most
            )
