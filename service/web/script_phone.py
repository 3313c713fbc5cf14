"""The phone beside a script that is written: what it was told, and what it shows.

Laws: it reaches nobody; what it was told is all that a page carries from turn to turn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flask import request

from flows.talk import script as grammar
from flows.talk.events import CHANNELS
from service.usecases import library, playing, proofing
from service.usecases.authoring import Opened
from service.usecases.playing import Played
from service.usecases.proofing import Proof
from service.usecases.rewording import Wording

GREETING = "greeting"
PRESSED = "key "
WHOLE = re.compile(r"[0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Phone:
    """What the phone was told; `start` counts how often it was begun anew."""

    channel: str = "text"
    language: str = "en"
    lines: tuple[str, ...] = ()
    start: int = 0


NEW = Phone()


def read() -> Phone:
    """Return the phone as the request's form carried it."""
    form = request.form
    channel, language = form.get("channel", ""), form.get("language", "")
    return Phone(
        channel=channel if channel in CHANNELS else "text",
        language=language if language in proofing.SPOKEN_IN else "en",
        lines=playing.lines_of(form.get("played", "")),
        start=whole(form.get("start", "")),
    )


def whole(typed: str) -> int:
    """Return a number that a page carried, 0 for what is none."""
    return int(typed) if WHOLE.fullmatch(typed) else 0


def told(phone: Phone, do: str) -> Phone:
    """Return the phone after one more thing was done on it, with the form's words."""
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
        language=phone.language,
        greeting=greeting,
        start=phone.start,
    )
