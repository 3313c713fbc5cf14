"""E-mails of the console: links and notices, kept sealed and posted by the workers.

Laws: nobody's request waits for a mail server; a letter is handed over once, and what
it said is forgotten then; after an unclear end, when the server had all of it, it is
not sent again. One whose worker was lost is taken again: mostly it never went, and the
same e-mail twice (one Message-ID, a link that works once) costs nobody anything, while
a way in or a warning that never comes does. Alerts are none of these: they go by the
outbox, are in doubt then, and are told by the next step and to the next coach.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flows.coach.spoken import Spoken
from service.mail.port import Letter
from service.store import sign_ins
from service.store.db import Tx
from service.store.vault import Key
from service.usecases import devices
from service.usecases.parts import Parts

AGAIN = timedelta(minutes=1)
SIGN_OFF = Spoken(
    "\n\nHandrail. Nobody reads answers to this e-mail.\n",
    "\n\nHandrail. Nadie lee las respuestas a este correo.\n",
)
# The subject and the text of each kind.
LETTERS: Mapping[str, tuple[Spoken, Spoken]] = {
    "joining": (
        Spoken("You are asked into Handrail", "Tienes una invitación a Handrail"),
        Spoken(
            "{organisation} asks you into its Handrail console. This link works once,"
            " for seven days:\n\n{link}\n\nIf this is a mistake, do nothing.",
            "{organisation} te invita a su consola de Handrail. Este enlace sirve una"
            " vez, durante siete días:\n\n{link}\n\nSi es un error, no hagas nada.",
        ),
    ),
    "reset": (
        Spoken("A new password for Handrail", "Una contraseña nueva para Handrail"),
        Spoken(
            "Somebody asked for a new password for this e-mail. If it was you, choose"
            " one here; the link works once, for thirty minutes:\n\n{link}\n\nYour"
            " second factor is asked for as ever. If it was not you, do nothing.",
            "Alguien pidió una contraseña nueva para este correo. Si fuiste tú, elige"
            " una aquí; el enlace sirve una vez, durante treinta minutos:\n\n{link}\n\n"
            "Tu segundo factor se pide como siempre. Si no fuiste tú, no hagas nada.",
        ),
    ),
    "notice": (
        Spoken("Your Handrail account was changed", "Tu cuenta de Handrail cambió"),
        Spoken(
            "In your Handrail account: {what}. If that was not you, choose a new"
            " password now and end all other sessions, on the page of your account; if"
            " you cannot get in, ask an owner of your organisation to end the account.",
            "En tu cuenta de Handrail: {what}. Si no fuiste tú, elige ahora una"
            " contraseña nueva y cierra todas las demás sesiones, en la página de tu"
            " cuenta; si no puedes entrar, pide a quien administra tu organización que"
            " cierre la cuenta.",
        ),
    ),
}
# A mail server may be away: for so long a letter is of use. A link in it has an end of
# its own, and of what was changed she has to know whenever that is.
LIVES: Mapping[str, timedelta] = {
    "joining": timedelta(days=7),
    "reset": timedelta(minutes=30),
    "notice": timedelta(days=7),
}
NEW = "somebody signed in from a new browser{which}"
SPARE = "a spare code was used; {left} are left"
# What a notice tells; another stays as it is written.
WHAT: Mapping[str, str] = {
    "an authenticator was added": "se agregó una app de autenticación",
    "a passkey was added": "se agregó una llave de acceso",
    "a second factor was removed": "se quitó un segundo factor",
    "the spare codes were made anew": "se hicieron códigos de respaldo nuevos",
    "the password was changed": "se cambió la contraseña",
    "the password was changed by a link": "se cambió la contraseña con un enlace",
    NEW: "se inició sesión desde un navegador nuevo{which}",
    SPARE: "se usó un código de respaldo; quedan {left}",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter: its kind, what it fills in, the language of whom it is to, or ""."""

    kind: str
    values: Mapping[str, str]
    language: str = ""

    def to(self, language: str) -> str:
        """Write it whole in a language, its subject first."""
        subject, text = LETTERS[self.kind]
        values = dict(self.values)
        if "what" in values:
            what = values["what"]
            told = Spoken(what, WHAT.get(what, what)).to(language)
            values["what"] = told.format_map(values)
        said = text.to(language).format_map(values)
        return f"{subject.to(language)}\n\n{said}{SIGN_OFF.to(language)}"


def joining(organisation: str, link: str, language: str) -> Draft:
    """Return what is written to a colleague who is asked in."""
    return Draft("joining", {"organisation": organisation, "link": link}, language)


def reset(link: str, language: str) -> Draft:
    """Return what is written to whoever asked for a new password."""
    return Draft("reset", {"link": link}, language)


def notice(what: str, language: str) -> Draft:
    """Return what is written when something that signs her in was changed or used."""
    return Draft("notice", {"what": what}, language)


def spare_used(left: int, language: str) -> Draft:
    """Return what is written when a spare code was used, and so many are left."""
    return Draft("notice", {"what": SPARE, "left": str(left)}, language)


def new_browser(browser: str, language: str) -> Draft:
    """Return what is written when somebody signed in from a browser not known."""
    names = ", ".join(one for one in devices.parted(browser) if one)
    which = f" ({names})" if names else ""
    return Draft("notice", {"what": NEW, "which": which}, language)


def keep(
    parts: Parts,
    tx: Tx,
    key: Key,
    to: str,
    draft: Draft,
    *,
    void: bool = False,
) -> bool:
    """Keep a letter in the language of whom it is to; False where no mail is set up.

    Where hers was never said, it is in that of the page that asks.
    """
    if parts.mail is None:
        return False
    whole = draft.to(draft.language or parts.language())
    lives = LIVES[draft.kind]
    sign_ins.keep_letter(tx, key, parts.new_id(), (to, whole), lives, void=void)
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
    subject, _, body = claimed.words.partition("\n\n")
    ended = parts.mail.send(Letter(claimed.to, subject, body, str(letter)))
    with parts.db.transaction(organisation) as tx:
        if ended.how == "later":
            sign_ins.letter_later(tx, claimed, tx.now + AGAIN)
        elif ended.how == "refused":
            sign_ins.letter_failed(tx, claimed)
        else:
            sign_ins.letter_gone(tx, letter)
    return ended.how == "taken"
