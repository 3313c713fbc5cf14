"""Tells yes from no in a sentence, and doubt from both.

Doubt is no consent: "yes if it is free" and "ok but not mornings" are neither.
"""

import re

from flows.talk.said import Said
from flows.talk.tagging import Tagger

# Letters: y yes, u agreeing with something, v that it is so, w politely, n no, k doubt,
# b but, q correction.
_NOT_SO = re.compile(r"n[x]{0,2}[uvw]+")  # "not keen", "no me gusta"
_VERDICTS = tuple(
    (re.compile(pattern), verdict)
    for pattern, verdict in (
        (r"^[^y]*b[^nk]*y[^nk]*$", True),  # "I was going to say no but let's do it"
        (r"^x*[ywv].*b", None),  # "ok but not mornings"
        (r"^\|*n[^y]*$", False),  # "no, not sure why"
        (r"k", None),
        (r"^[wvx|]*y[^n]*$|^[^n]*y\|*$", True),
        (r"(^|\||n)y[^n]*$", True),  # "no yeah totally"
        (r"(^|\|)x{0,2}n[^y]*$|^[^|]{0,4}n[^y|]*$|y\|?n[^y]*$", False),
        (r"^[wv][^n]*$|^x[wv]$", True),
    )
)


def leaning(said: Said, tagger: Tagger) -> bool | None:
    """Say whether `said` is yes or no; None where it is neither or both."""
    row = _row(said, tagger, forgiving=False)
    if not set(row) - set("x|"):
        row = _row(said, tagger, forgiving=True)
    return next((verdict for sign, verdict in _VERDICTS if sign.search(row)), None)


def _row(said: Said, tagger: Tagger, *, forgiving: bool) -> str:
    row = "|".join(
        tagger.letters(*clause, forgiving=forgiving) for clause in said.clauses
    )
    after = row.rpartition("q")[2]
    row = after if any(letter in after for letter in "yunwv") else row.replace("q", "|")
    return _NOT_SO.sub("n", row).replace("u", "y")
