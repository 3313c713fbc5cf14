"""Recordings fetched, listed and deleted: by name only, sound only, with an end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.carrier.network import connect
from service.carrier.port import CannotAsk, Recording, SeenRecording
from service.carrier.recordings import LARGEST
from tests.wire import openapi
from tests.wire.line import DROP, HANG, line, reply
from tests.wire.signing import ACCOUNT
from tests.wire.test_network import SOON_S, connected, error
from tests.wire.test_network_calls import CALL

TAKE = "RE" + "00112233445566778899aabbccddeeff"
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(range(256)) * 40
MP3 = b"\xff\xfb\x90\x64" + bytes(64)


def sound(body: bytes, media_type: str = "audio/x-wav") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nConnection: close\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


@pytest.mark.parametrize(
    ("body", "told", "media_type"),
    [
        (WAV, "audio/x-wav", "audio/wav"),
        (MP3, "audio/mpeg", "audio/mpeg"),
        (b"ID3\x04" + bytes(9), "application/octet-stream", "audio/mpeg"),
        (WAV, "text/html", "audio/wav"),
    ],
)
def test_the_sound_comes_whole_and_is_called_what_it_is(
    body: bytes, told: str, media_type: str
) -> None:
    with line(sound(body, told)) as here, connected(here.url) as network:
        got = network.fetch_recording(TAKE)
    assert Recording(TAKE, media_type, body) == got
    assert got is not None
    assert len(body) == got.length
    [asked] = here.asked
    assert f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/{TAKE}.wav" == asked.path
    assert asked.headers["authorization"].startswith("Basic ")


def test_a_voice_is_not_written_into_a_log() -> None:
    assert "RIFF" not in repr(Recording(TAKE, "audio/wav", WAV))


def test_a_recording_the_carrier_has_not_is_none() -> None:
    with line(error(404, 20404)) as here, connected(here.url) as network:
        assert network.fetch_recording(TAKE) is None


def test_a_redirect_is_not_followed() -> None:
    with line(sound(WAV)) as elsewhere:
        answers = [
            reply(status, "", Location=f"{elsewhere.url}/") for status in (302, 307)
        ]
        with line(*answers) as here, connected(here.url) as network:
            for _ in answers:
                with pytest.raises(CannotAsk, match=r"30[27]"):
                    network.fetch_recording(TAKE)
        assert [] == elsewhere.asked


@pytest.mark.parametrize(
    "answer",
    [
        HANG,
        DROP,
        sound(WAV)[:-1],
        error(500, 20500),
        error(401, 20003),
        reply(429, {}),
        sound(b"<html><script>alert(1)</script>", "audio/wav"),
        sound(b"", "audio/wav"),
        sound(b"RIFF....AVI LIST"),
        sound(WAV + bytes(LARGEST)),
    ],
)
def test_no_sound_cut_off_or_without_end_is_no_recording(answer: object) -> None:
    with (
        line(answer) as here,
        connected(here.url, timeout_s=SOON_S) as network,
        pytest.raises(CannotAsk),
    ):
        network.fetch_recording(TAKE)


@pytest.mark.parametrize(
    "sid",
    [
        *("", "RE1", TAKE.upper(), TAKE + ".mp3", TAKE + "\n", CALL),
        *("http://169.254.169.254/", "//evil.example/" + TAKE, f"../{TAKE}"),
    ],
)
def test_nothing_but_a_recordings_name_gets_into_an_address(sid: str) -> None:
    network = connect(ACCOUNT, "token", "http://127.0.0.1:9")
    for use in (network.fetch_recording, network.delete_recording):
        with pytest.raises(ValueError, match="no name of the carrier") as refused:
            use(sid)
        assert not sid or sid not in str(refused.value)
    network.close()


def test_a_recording_is_deleted_once_and_is_gone_the_second_time() -> None:
    answers = [reply(204, ""), error(404, 20404)]
    with line(*answers) as here, connected(here.url) as network:
        assert network.delete_recording(TAKE) is True
        assert network.delete_recording(TAKE) is False
    assert ["DELETE", "DELETE"] == [asked.method for asked in here.asked]
    assert here.asked[0].path.endswith(f"/Recordings/{TAKE}.json")


@pytest.mark.parametrize("answer", [HANG, DROP, error(500, 20500), error(401, 20003)])
def test_a_recording_that_may_still_be_there_is_never_said_to_be_gone(
    answer: object,
) -> None:
    with (
        line(answer) as here,
        connected(here.url, timeout_s=SOON_S) as network,
        pytest.raises(CannotAsk),
    ):
        network.delete_recording(TAKE)


def one(**more: object) -> dict[str, object]:
    made = "Mon, 23 Nov 2026 09:00:00 +0000"
    told = {"sid": TAKE, "status": "completed", "duration": "7", "date_created": made}
    return {**told, **more}


def page(*recordings: dict[str, object]) -> bytes:
    return reply(200, {"recordings": recordings, "next_page_uri": None})


def test_the_recordings_of_a_call_are_listed() -> None:
    answer = page(one(), one(status="processing", duration="-1"), one(duration=None))
    with line(answer) as here, connected(here.url) as network:
        found = network.recordings_of(CALL)
    nine = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert (
        SeenRecording(TAKE, "completed", 7, nine),
        SeenRecording(TAKE, "processing", None, nine),
        SeenRecording(TAKE, "completed", None, nine),
    ) == found
    assert ("CallSid", CALL) in here.asked[0].query


@pytest.mark.parametrize(
    "answer",
    [HANG, error(500, 20500), page(one(date_created=None)), page(one(status=None))],
)
def test_without_a_usable_answer_no_recording_is_claimed(answer: object) -> None:
    with (
        line(answer) as here,
        connected(here.url, timeout_s=SOON_S) as network,
        pytest.raises(CannotAsk),
    ):
        network.recordings_of(CALL)


@pytest.mark.openapi
@pytest.mark.skipif(not openapi.present(), reason=openapi.WHY_ABSENT)
def test_the_published_description_finds_nothing_wrong_with_any_of_it() -> None:
    answers = (page(), reply(204, ""), sound(WAV))
    with line(*answers) as here, connected(here.url) as network:
        network.recordings_of(CALL)
        network.delete_recording(TAKE)
        network.fetch_recording(TAKE)
    for asked in here.asked:
        # The sound has the record's own address, but for the ending.
        path = asked.path.replace(".wav", ".json")
        assert [] == openapi.findings(asked.method, path, asked.query)
