"""Somebody who has been called: calls of every end, her voice, and numbers she gave."""

from __future__ import annotations

import io
import math
import struct
import wave
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg

from flows.coach.calling import Unreached
from service.store import calls, outbox, plans, recordings, talks
from service.store.calls import Call
from service.store.outbox import Outgoing
from service.store.plans import NewNudge
from service.usecases import call_consent, unreached
from service.usecases.parts import Desk
from tests.service.somebody import Somebody


def tone(seconds: float = 0.4) -> bytes:
    """A short sound that every browser plays."""
    rate, out = 8000, io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        heights = (math.sin(at / 6) * 9000 for at in range(int(rate * seconds)))
        file.writeframes(b"".join(struct.pack("<h", int(high)) for high in heights))
    return out.getvalue()


class Phoned(Somebody):
    """One person whose calls are written as the calling use case writes them."""

    def agrees(self, *channels: call_consent.Channel) -> None:
        """Let her agree to calls, to being recorded, or to both."""
        with self.desk() as desk:
            for channel in channels:
                words = f"Yes to {channel}."
                call_consent.agree(desk, channel, words, "paper form", "Ruth")

    def asks_for(self, desk: Desk, state: str, part: str = "") -> UUID:
        """Keep the nudge and the message that asks for a call; return the message."""
        now, new = desk.tx.now, desk.parts.new_id
        nudge = NewNudge(
            id=new(),
            chance_id=None,
            kind="call",
            occurrence=f"call/{now.date()}{part}",
            script="check_in",
            local_date=now.date(),
            wall=now.time().replace(microsecond=0),
            zone=desk.person.zone,
            due_at=now,
            expires_at=now + timedelta(minutes=45),
        )
        nudge_id = nudge.id
        if not plans.keep_nudge(desk.tx, desk.person, nudge):
            # The retry that the call before has planned.
            nudge_id = self.one(
                f"SELECT id FROM nudges WHERE occurrence = '{nudge.occurrence}'"
            )
        plans.decide(
            desk.tx,
            desk.person,
            new(),
            f"It is {desk.person.name}'s time for a call and nothing stood against it, "
            "so it is made.",
            nudge_id=nudge_id,
            verdict="send",
            rule="send",
            inputs={"kind": "call"},
        )
        message = Outgoing(
            id=new(),
            kind="call",
            body="check_in",
            segments=0,
            token=desk.parts.new_token(),
            not_before=now,
            state=state,
            channel="call",
            nudge_id=nudge_id,
        )
        outbox.keep(desk.tx, desk.person, message, consent_version=1)
        return message.id

    def call(
        self,
        desk: Desk,
        state: str = "talked",
        *,
        message: UUID | None = None,
        seconds: int | None = None,
    ) -> Call:
        """Keep a call that has ended so; hers when no message of ours asked for it."""
        call = Call(
            id=desk.parts.new_id(),
            participant_id=desk.person.id,
            outbox_message_id=message,
            conversation_id=None,
            direction="in" if message is None else "out",
            carrier_id=f"CA{desk.parts.new_id().hex}",
            token=desk.parts.new_token(),
            state="open",
        )
        calls.keep(desk.tx, call)
        if state != "open":
            calls.settle(desk.tx, call, state, seconds)
        return call

    def unreached(self, how: Unreached, part: str = "") -> None:
        """A call of ours that did not reach her, with what follows it."""
        with self.desk() as desk:
            message = self.asks_for(desk, "sent", part)
            self.call(desk, how, message=message)
            unreached.unreached(desk, message, how)

    def says(
        self,
        desk: Desk,
        heard: str | None,
        said: str,
        kind: str = "turn",
        keys: str | None = None,
    ) -> None:
        """Keep one turn of the call that is on."""
        talks.keep_turn(
            desk.tx,
            desk.person,
            desk.parts.new_id(),
            heard,
            said,
            keys,
            conversation_id=None,
            kind=kind,
            channel="voice",
        )

    def records(
        self, desk: Desk, call: Call, seconds: int = 23, attempt: UUID | None = None
    ) -> UUID:
        """Keep that the carrier has a recording of a call."""
        recording: UUID = desk.parts.new_id()
        recordings.keep_awaited(
            desk.tx,
            desk.person,
            recording,
            call_id=call.id,
            carrier_id=f"RE{recording.hex}",
            seconds=seconds,
            attempt_id=attempt,
        )
        return recording

    def tells(self, name: str, *values: int, step: UUID | None = None) -> None:
        """Let her give numbers, an hour apart."""
        for value in values:
            with self.desk() as desk:
                self.gives(desk, name, value, step)
                moved = desk.tx.now + timedelta(hours=1)
            self.at(moved)

    def one(self, query: str) -> Any:
        """Return the first value of what a query finds, past every wall."""
        with psycopg.connect(self.clone.owner_url) as line:
            row = line.execute(query.encode()).fetchone()
        return None if row is None else row[0]
