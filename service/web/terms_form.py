"""The terms that say when, and what a person has of her own, as fields of a form.

Law: what `fill` gives, `read` reads back equal; each is judged by the table of terms,
so that a page refuses what the command line refuses.
"""

from __future__ import annotations

from collections.abc import Mapping

from service.usecases import call_terms, own_terms, terms
from service.usecases.programme_days import WHEN
from service.usecases.terms import NO_DAY, BadTerms
from service.web.schedule_form import OWN, WEEK
from service.web.schedule_rows import Typed
from service.web.tongues import later

# Before each field of a programme's terms: a schedule has days of its own.
T = "t_"
# Before each term that a person has of her own, beside call times.
HERS = "own_"
OF_DAYS = ("days", "call_days")
OF_TIMES = frozenset(
    {"opens", "deadline", "closes", "hours_from", "hours_to", "recap_at", "call_at",
     "call_until"}
)  # fmt: skip
TIME = later("Choose a time.")
DAYS = later("Tick one day at least.")


def mend(name: str, bad: BadTerms | str) -> str:
    """Return what mends a field, as a form says it."""
    if name in OF_TIMES and "HH:MM" in str(bad):
        return TIME
    if name == "days":
        return DAYS
    told = str(bad).rpartition("; ")[2]
    return f"{told[:1].upper()}{told[1:]}."


# ---- a programme's terms ----


def fill(said: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a form that say these terms."""
    typed = {f"{T}{name}": text for name, text in said.items() if name not in OF_DAYS}
    for name in OF_DAYS:
        days = said.get(name, "")
        if days != NO_DAY:
            typed |= {f"{T}{name}_{day}": "on" for day in days}
    return typed


def read(typed: Typed) -> tuple[dict[str, str], dict[str, str]]:
    """Return the terms that a form says, and the mend of each that cannot stand."""
    said = {name: typed[f"{T}{name}"].strip() for name in WHEN if f"{T}{name}" in typed}
    said["days"] = _ticked(typed, f"{T}days_")
    said["call_days"] = _ticked(typed, f"{T}call_days_") or NO_DAY
    wrong: dict[str, str] = {}
    for name, text in said.items():
        try:
            terms.judge(name, text)
        except BadTerms as bad:
            wrong[f"{T}{name}"] = mend(name, bad)
    return said, wrong


def _ticked(typed: Typed, start: str) -> str:
    return "".join(str(day) for day in WEEK if typed.get(f"{start}{day}"))


# ---- a person's own call times ----


def fill_calls(own: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a form that say a person's own call times."""
    if not own:
        return {}
    days = own.get("call_days", "")
    typed = {name: text for name, text in own.items() if name != "call_days"}
    if days == NO_DAY:
        return {"calls": NO_DAY, **typed}
    return {"calls": OWN, **{f"call_day_{day}": "on" for day in days}, **typed}


def read_calls(typed: Typed) -> tuple[dict[str, str], dict[str, str]]:
    """Return a person's own call times, {} for the programme's, and what is wrong."""
    mode = typed.get("calls", "")
    if mode not in (OWN, NO_DAY):
        return {}, {}
    if mode == NO_DAY:
        return {"call_days": NO_DAY}, {}
    own = {"call_days": _ticked(typed, "call_day_")}
    own |= {name: typed.get(name, "").strip() for name in call_terms.FIELDS[1:]}
    own = {name: text for name, text in own.items() if text}
    wrong: dict[str, str] = {}
    for name, text in own.items():
        try:
            terms.judge(name, text)
        except BadTerms as bad:
            wrong[name] = mend(name, bad)
    if not own:
        wrong["calls"] = later("Tick a day, or give a time.")
    return own, wrong


# ---- a person's own caps and recap ----


def fill_own(own: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a form that say a person's own caps and recap."""
    return {f"{HERS}{name}": text for name, text in own.items()}


def read_own(typed: Typed) -> tuple[dict[str, str], dict[str, str]]:
    """Return a person's own caps and recap, {} for none, and what is wrong."""
    said = {name: typed.get(f"{HERS}{name}", "").strip() for name in own_terms.FIELDS}
    own = {name: text for name, text in said.items() if text}
    wrong: dict[str, str] = {}
    for name, text in own.items():
        try:
            terms.judge(name, text)
        except BadTerms as bad:
            wrong[f"{HERS}{name}"] = mend(name, bad)
    return own, wrong


def place(field: str) -> str:
    """Return by what name a person's form has a field that was refused."""
    return f"{HERS}{field}" if field in own_terms.FIELDS else field
