"""What the mail room promises: one message is handed over once, and how that ended.

Law: only `later` may be tried again; after `unclear` the server may have taken it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

How: TypeAlias = Literal["taken", "refused", "later", "unclear"]


@dataclass(frozen=True, slots=True)
class Ended:
    """How handing a message over ended; `code` is the server's, 0 where it said none.

    taken: the server has it. refused: it said no, for good. later: it took nothing, and
    may be asked again. unclear: nobody knows.
    """

    how: How
    code: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one address; `name`, ours and opaque, becomes its Message-ID."""

    to: str
    subject: str
    body: str
    name: str


class Mail(Protocol):
    """Whatever can hand a message to a mail server."""

    def send(self, letter: Letter) -> Ended:
        """Hand one message over, once."""
        ...
