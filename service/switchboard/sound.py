"""Makes the sound files that stand in for what was recorded: real, small, empty."""

from __future__ import annotations

import io
import math
import struct
import wave

RATE = 8000
TONE_HZ = 220
LOUDNESS = 900

MP3_FRAME = bytes((0xFF, 0xF3, 0x44, 0xC0)) + bytes(92)
"""24 ms of silence: MPEG-2 Layer III, 24 kHz, 32 kbit/s, mono, side information 0."""
MP3_FRAME_S = 0.024


def wav(seconds: int) -> bytes:
    """A quiet tone of this length: 16 bit, 8 kHz, one channel, as the carrier's are."""
    second = b"".join(
        struct.pack("<h", round(LOUDNESS * math.sin(math.tau * TONE_HZ * n / RATE)))
        for n in range(RATE)
    )
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(second * seconds)
    return held.getvalue()


def mp3(seconds: int) -> bytes:
    """Silence of this length."""
    return MP3_FRAME * round(seconds / MP3_FRAME_S)
