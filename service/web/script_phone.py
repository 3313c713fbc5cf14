"""The phone beside a script that is written: what it was told, and what it shows.

Laws: it reaches nobody; what it was told, and as whom it plays, is all that a page
carries from turn to turn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from uuid import UUID

from flask import request

from flows.talk import script as grammar
from flows.talk.events import CHANNELS
from service.usecases import finding, library, playing, playing_as, proofing
from service.usecases.authoring import Opened
from service.usecases.entries import Refused
from service.usecases.finding import Choices
from service.usecases.playing import Played
from service.usecases.playing_as import Somebody
from service.usecases.proofing import Proof
from service.usecases.rewording import Wording
from service.web import entries
from service.web.script_room import Room, id_of
from service.web.tongues import later, say

GREETING = "greeting"
PRESSED = "key "
# Whom it is played as: found by a part of a name or the last digits of a number.
WHOSE, WHO = "as_whom", "as_who"
FIND, PICK, SAMPLE = "find", "as ", "sample"
GONE = later("That person is not here.")
NO_PROGRAMME = UUID(int=0)  # nobody's people come before others'
WHOLE = re.compile(r"[0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Phone:
    """What the phone was told; `start` counts how often it was begun anew.

    It is `somebody`'s, or a sample person's; `choices` are those who may be meant by
    `sought`, and `wrong` says why it could not be looked for.
    """

    channel: str = "text"
    language: str = "en"
    lines: tuple[str, ...] = ()
    start: int = 0
    somebody: Somebody | None = None
    sought: str = ""
    choices: Choices | None = None
    wrong: str = ""


NEW = Phone()


def read(room: Room) -> Phone:
    """Return the phone as the request's form carried it."""
    form = request.form
    channel, language = form.get("channel", ""), form.get("language", "")
    phone = Phone(
        channel=channel if channel in CHANNELS else "text",
        language=language if language in proofing.SPOKEN_IN else "en",
        lines=playing.lines_of(form.get("played", "")),
        start=whole(form.get("start", "")),
    )
    whose = form.get(WHOSE, "")
    return _as(room, phone, whose) if whose else phone


def _as(room: Room, phone: Phone, whose: str) -> Phone:
    """Return the phone as somebody's.

    It is a sample person's for one who is not here, or was erased meanwhile: what is
    written beside it must not be lost by that.
    """
    try:
        somebody = playing_as.look(room.parts, room.signed, id_of(whose))
    except LookupError:
        return replace(phone, wrong=say(GONE))
    return replace(phone, somebody=somebody)


def _sought(room: Room, phone: Phone, sought: str) -> Phone:
    """Look for who may be meant; one alone is taken at once."""
    try:
        found = finding.choices(room.parts, room.signed, sought, NO_PROGRAMME)
    except Refused as refused:
        return replace(phone, sought=sought, wrong=entries.mend(refused))
    if len(found.people) == 1:
        whose = str(found.people[0].id)
        return _as(room, replace(phone, lines=()), whose)
    return replace(phone, sought=sought, choices=found)


def whole(typed: str) -> int:
    """Return a number that a page carried, 0 for what is none."""
    return int(typed) if WHOLE.fullmatch(typed) else 0


def told(room: Room, phone: Phone, do: str) -> Phone:
    """Return the phone after one more thing was done on it, with the form's words."""
    sought = request.form.get(WHO, "")
    if do == FIND:
        return _sought(room, phone, sought)
    if do == SAMPLE:
        return replace(phone, lines=(), somebody=None)
    if do.startswith(PICK):
        return _as(room, replace(phone, lines=()), do.removeprefix(PICK))
    words = request.form.get("words", "")
    line = {
        "silence": playing.SILENCE,
        "hang_up": playing.HUNG_UP,
        "say": playing.texted(words) if words.strip() else "",
        "speak": playing.spoken_into(words) if words.strip() else "",
    }.get(do, "")
    if do == "again":
        return replace(phone, lines=(), start=phone.start + 1)
    if do.startswith(PRESSED):
        line = f"^ {do.removeprefix(PRESSED)}"
    lines = "\n".join((*phone.lines, line))
    return replace(phone, lines=playing.lines_of(lines))


def turned_to(phone: Phone, proof: Proof, one: Wording) -> Phone:
    """Return the phone begun so that this wording is the one whose turn it is."""
    if proof.script is None:
        return phone
    return replace(
        phone,
        start=playing.start_with(proof.script, one.words),
        language=one.language or phone.language,
        channel="voice" if one.spoken else phone.channel,
    )


def played(here: Opened, proof: Proof, phone: Phone) -> Played | None:
    """Play a script as it is written; None where it is not played so."""
    channel = next(one for one in CHANNELS if one == phone.channel)
    if proof.script is None or channel not in proof.script.channels:
        return None
    greeting = library.read(GREETING, grammar.bundle(GREETING, here.source_of))
    return playing.play(
        proof.script,
        phone.lines,
        channel=channel,
        greeting=greeting,
        start=phone.start,
        known=phone.somebody.facts
        if phone.somebody
        else playing.sample(phone.language),
    )
