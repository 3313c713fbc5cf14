"""Reads what a signature covers as the one text it is, so that it has one reading.

Law (catalogue 22): one signature, one effect. What is signed is the address and all
names and values glued together in the order of their names, so a captured request
could be cut differently: `Body=HELLO` into `B=odyHELLO`, or the end of a text into a
parameter of its own. Everything that has an effect is therefore read from the glued
text alone and must agree with the parameters as they came.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NoReturn

Pairs = Sequence[tuple[str, str]]

TOKEN = "d"  # noqa: S105 - the query name of our opaque delivery id, not a secret

# "Occasionally" From is the raw caller id: digits of a short code, or such a word.
NUMBER = r"\+?[0-9]{2,20}|anonymous|unknown|restricted|unavailable|private"
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
ACCOUNT = re.compile(r"AccountSid(AC[0-9a-f]{32})")

_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


class Malformed(Exception):
    """A signed request that does not read as the carrier writes it; nothing happens.

    The message names the parameter, never its value (I12).
    """


def by_name(pairs: Pairs, names: re.Pattern[str]) -> dict[str, str]:
    """Return the parameters as they came.

    Raises:
        Malformed: a name came twice, or is none of `names`.
    """
    came: dict[str, str] = {}
    for name, value in pairs:
        if not names.fullmatch(name) or name in came:
            refuse("a repeated or odd name")
        came[name] = value
    return came


def glued(pairs: Pairs) -> str:
    """Glue the pairs as RequestValidator.compute_signature does; names are unique."""
    return "".join(name + value for name, value in sorted(pairs))


def account(text: str) -> re.Match[str]:
    """Find the account: the first name of all, so nothing hides before it."""
    found = ACCOUNT.match(text)
    if found is None:
        refuse("AccountSid")
    return found


def first(part: re.Pattern[str], text: str, start: int, end: int) -> str:
    """Return the value of a part that may be absent, or ""."""
    found = part.search(text, start, end)
    return found[1] if found else ""


def last(
    part: re.Pattern[str], text: str, start: int, end: int, name: str
) -> re.Match[str]:
    """Find the last place where a part stands.

    Raises:
        Malformed: it stands nowhere; `name` is what the refusal names.
    """
    found = None
    for found in part.finditer(text, start, end):  # noqa: B007 - the last one
        pass
    if found is None:
        refuse(name)
    return found


def agree(
    came: Mapping[str, str], meant: Mapping[str, str], may_be_absent: Collection[str]
) -> None:
    """Refuse parameters that say something else than the glued text.

    Raises:
        Malformed: naming the first that does.
    """
    for name, value in meant.items():
        absent = "" if name in may_be_absent else None
        if came.get(name, absent) != value:
            refuse(name)


def token(query: Pairs) -> str:
    """Return our own token from the query.

    Raises:
        Malformed: it is missing, repeated or no token of ours.
    """
    tokens = [value for name, value in query if name == TOKEN]
    if len(tokens) != 1 or not _TOKEN.fullmatch(tokens[0]):
        refuse("the delivery token in the query")
    return tokens[0]


def checked_token(text: str) -> str:
    """Return a token that `token` will read.

    Raises:
        ValueError: it is not 16 to 64 of `A-Za-z0-9_-`.
    """
    if not _TOKEN.fullmatch(text):
        raise ValueError("A delivery token has 16 to 64 characters of A-Za-z0-9_-.")
    return text


def refuse(what: str) -> NoReturn:
    """Refuse, naming a parameter.

    Raises:
        Malformed: always.
    """
    raise Malformed(f"Not as the carrier writes it: {what}.")
