"""E-mails of the console: links and notices, kept sealed and posted by the workers.

Laws: nobody's request waits for a mail server; a letter is handed over once, and what
it said is forgotten then; after an unclear end it is not sent again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from service.mail.port import Letter
from service.store import sign_ins
from service.store.db import Tx
from service.store.vault import Key
from service.usecases.parts import Parts

AGAIN = timedelta(minutes=1)
SIGN_OFF = "\n\nHandrail. Nobody reads answers to this e-mail.\n"
SUBJECTS = {
    "joining": "You are asked into Handrail",
    "reset": "A new password for Handrail",
    "notice": "Your Handrail account was changed",
}


def joining(organisation: str, link: str) -> str:
    """Return what is written to a colleague who is asked in."""
    return (
        f"{organisation} asks you into its Handrail console. This link works once,"
        f" for seven days:\n\n{link}\n\nIf this is a mistake, do nothing."
    )


def reset(link: str) -> str:
    """Return what is written to whoever asked for a new password."""
    return (
        "Somebody asked for a new password for this e-mail. If it was you, choose one"
        f" here; the link works once, for thirty minutes:\n\n{link}\n\nYour second"
        " factor is asked for as ever. If it was not you, do nothing."
    )


def notice(what: str) -> str:
    """Return what is written when something that signs her in was changed or used."""
    return (
        f"In your Handrail account: {what}. If that was not you, ask an owner of your"
        " organisation to end your account's sessions now, and choose a new password."
    )


def keep(
    parts: Parts,
    tx: Tx,
    key: Key,
    to: str,
    words: tuple[str, str],
    *,
    void: bool = False,
) -> bool:
    """Keep a letter, `words` its subject and text; False where no mail is set up."""
    if parts.mail is None:
        return False
    subject, text = words
    whole = f"{SUBJECTS[subject]}\n\n{text}{SIGN_OFF}"
    sign_ins.keep_letter(tx, key, parts.new_id(), to, whole, void=void)
    return True


def post(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Hand over the letters that are due; return how many the server took."""
    return sum(_post(parts, organisation, letter) for letter in ids)


def _post(parts: Parts, organisation: UUID, letter: UUID) -> bool:
    key = parts.tenant(organisation).key
    if parts.mail is None:
        return False
    with parts.db.transaction(organisation) as tx:
        claimed = sign_ins.claim_letter(tx, key, letter)
    if claimed is None:
        return False
    to, words = claimed
    subject, _, body = words.partition("\n\n")
    ended = parts.mail.send(Letter(to, subject, body, str(letter)))
    with parts.db.transaction(organisation) as tx:
        if ended.how == "later":
            sign_ins.letter_later(tx, letter, tx.now + AGAIN)
        elif ended.how == "refused":
            sign_ins.letter_failed(tx, letter)
        else:
            sign_ins.letter_gone(tx, letter)
    return ended.how == "taken"
