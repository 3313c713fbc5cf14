"""What a coach reads of lines in a spreadsheet that cannot be taken.

Law: a column is called as the form calls it; its heading in the file, which is the same
in every language, stands beside it.
"""

from __future__ import annotations

from markupsafe import Markup

from flows.phrase import Phrase
from service.usecases.importing import LINE, Problem
from service.usecases.sheets import BadSheet
from service.web import retold, tongues
from service.web.tongues import Spoken, say, spoken

COLUMNS: Spoken[str] = spoken(
    {
        LINE: "The whole line",
        "name": "Name",
        "number": "Mobile number",
        "zone": "Time zone",
        "goal": "Goal",
        "step": "Step",
        "cue": "Cue",
        "consent_text": "Texts: the wording they agreed to",
        "consent_method": "How they agreed",
        "calls_text": "Calls: the wording",
        "calls_method": "How they agreed to calls",
        "recording_text": "Recording: the wording",
        "recording_method": "How they agreed to being recorded",
        "language": "Language",
        "begins": "How they begin",
        "date": "Day",
        "time": "Time",
        "outcome": "What came of it",
        "label": "Whether a prompt came first",
        "words": "In their own words",
        "what_i_did": "What made it happen",
        "what_was_missing": "What was missing",
        "place": "Place",
        "confidence": "How sure they were",
        "fear_expected": "Fear expected",
        "fear_felt": "Fear felt",
    }
)


def column(name: str) -> str:
    """Return what a column is called on the form."""
    return COLUMNS.say(name, name)


def heading(name: str) -> str:
    """Return the heading of a column in the file; "" where it is the whole line."""
    return "" if name == LINE else name


def mend(told: Phrase) -> str:
    """Say how to mend something in the language of this request."""
    # A mend that speaks of another column calls that as the form does, too.
    method = told.values.get("method")
    named = {"method": _named(str(method))} if method else {}
    return retold.said(say(told.template, **{**told.values, **named}))


def remark(problem: Problem) -> str:
    """Say a problem of a line as it is to stand in the file of bad lines."""
    return f"{_named(problem.field)}: {mend(problem.mend)}"


def _named(name: str) -> str:
    return f"{column(name)} ({name})" if heading(name) else column(name)


def unfit(bad: BadSheet) -> Markup:
    """Say why a file cannot be taken, and at which line, once."""
    told = "; ".join(map(mend, bad.mends))
    if bad.column:
        where = {"line": bad.line, "column": _named(bad.column)}
        told = say("Line %(line)s, %(column)s: %(mend)s", **where, mend=told)
    elif bad.line:
        told = say("Line %(line)s: %(mend)s", line=bad.line, mend=told)
    return tongues.coded(told)
