"""An answer to a call as TwiML: what is said, and the addresses of ours it leads to."""

from __future__ import annotations

from dataclasses import dataclass

from flows.talk.aloud import Aloud
from service.carrier import calls_in, twiml
from service.store.calls import Call
from service.usecases.parts import Parts

VOICE_PATH = "/twilio/voice"
RECORDING_PATH = "/twilio/recording"
TRANSCRIPT_PATH = "/twilio/transcript"
REPLAY_PATH = "/twilio/take"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a turn is answered with, and how much had been heard when it asked.

    `take` is a recording that the turn after it plays back.
    """

    aloud: Aloud
    answers: int | None = None
    take: str | None = None


def leading_nowhere(parts: Parts, aloud: Aloud) -> str:
    """Write an answer that leads nowhere: no call of it is kept."""
    return twiml.write(
        aloud,
        action_url=parts.origin + VOICE_PATH,
        replay_url=lambda _: parts.origin,
        profile=parts.voice,
    )


def written(parts: Parts, call: Call, turn: int, answer: Answer) -> str:
    """Write what a turn of a call is answered with, and where the call goes next."""

    def replay(take: str) -> str:
        return f"{parts.origin}{REPLAY_PATH}/{call.carrier_id}/{take}"

    onward = (parts.origin, VOICE_PATH, call.token, turn + 1, answer.take)
    heard = f"{parts.origin}{TRANSCRIPT_PATH}?d={call.token}"
    return twiml.write(
        answer.aloud,
        action_url=calls_in.voice_url(*onward),
        replay_url=replay,
        profile=parts.voice,
        recording_url=f"{parts.origin}{RECORDING_PATH}?d={call.token}",
        transcript_url=heard if parts.transcribed else None,
    )
