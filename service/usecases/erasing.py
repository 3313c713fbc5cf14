"""Forgetting a person at her own word: at once, and answered without being kept."""

from __future__ import annotations

from dataclasses import replace

from service.store import erasure, outbox, talks
from service.usecases.parts import Desk


def erase(desk: Desk) -> None:
    """Erase the person at this desk; what is said after it is answered, never stored.

    Nothing of hers that waits goes out any more.
    """
    outbox.withhold_due(desk.tx, desk.person)
    talks.end_all(desk.tx, desk.person)
    erasure.forget(desk.tx, desk.person, desk.parts.new_id())
    desk.consent_version += 1
    desk.person = replace(desk.person, consent="stopped")
    desk.erased = True
