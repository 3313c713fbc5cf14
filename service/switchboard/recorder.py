"""Keeps what was recorded in a call, and calls back when it is ready."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from service.switchboard.callbacks import Callbacks, Notice
from service.switchboard.callforms import recording_form, transcript_form
from service.switchboard.calls import PhoneCall, Recording, Tell
from service.switchboard.faults import Faults
from service.switchboard.model import API_VERSION
from service.switchboard.records import Records, new_sid
from service.switchboard.work import Pending

SHORTEST_HEARD_S, LONGEST_HEARD_S = 2, 120


@dataclass(slots=True)
class Recorder:
    """Makes recordings; a fault makes one late or lets it vanish."""

    records: Records
    pending: Pending
    faults: Faults
    callbacks: Callbacks

    def keep(
        self, call: PhoneCall, words: str, seconds: int, source: str, tell: Tell
    ) -> Recording:
        """Keep one take of `seconds`; `tell` hears of it as pending work."""
        fault = self.faults.strike("take", to=call.person, body=words, on="call")
        kind = fault.kind if fault else ""
        late = fault.seconds if fault and kind == "recording_not_ready" else 0
        now = self.records.now()
        recording = Recording(
            new_sid("RE"),
            call.sid,
            words,
            max(seconds, 1),
            source,
            created=now,
            ready=now + timedelta(seconds=late),
            missing=kind == "recording_missing",
        )
        with self.records.lock:
            self.records.recordings[recording.sid] = recording
        self._promise(call, recording, tell)
        return recording

    def transcribe(self, call: PhoneCall, recording: Recording, url: str) -> None:
        """Tell `url` her words, after the take is ready, as pending work.

        What is lost, or not 2 to 120 seconds long, is not transcribed.
        """
        fits = SHORTEST_HEARD_S <= recording.seconds <= LONGEST_HEARD_S
        if fits and recording.words and not recording.missing:
            tell = partial(self._tell_words, call, recording, url)
            # In the lane of the take itself: never before it is told to be there.
            self.pending.put(recording.ready, f"recording {recording.sid}", tell)

    def _tell_words(self, call: PhoneCall, recording: Recording, url: str) -> None:
        account = self.records.account_sid
        form = transcript_form(call, recording, self.url(recording), account)
        self.callbacks.tell(
            Notice(
                recording.sid,
                "transcribed",
                url,
                form,
                final=True,
                to=call.person,
                body=recording.words,
                on="call",
                stage="transcript",
            )
        )

    def url(self, recording: Recording) -> str:
        """Where a recording is, as the carrier says it: without an extension."""
        records = self.records
        account = f"{records.url}/{API_VERSION}/Accounts/{records.account_sid}"
        return f"{account}/Recordings/{recording.sid}"

    def of_url(self, url: str) -> Recording | None:
        """The recording this address leads to; None for all other addresses."""
        name = url.rpartition("/")[2].split(".")[0]
        recording = self.records.recordings.get(name)
        known = recording and url.startswith(self.url(recording))
        return recording if known else None

    def _promise(self, call: PhoneCall, recording: Recording, tell: Tell) -> None:
        last = "absent" if recording.missing else "completed"
        begun = partial(self._tell, call, recording, tell, "in-progress")
        ended = partial(self._tell, call, recording, tell, last)
        lane = f"recording {recording.sid}"
        self.pending.put(recording.created, lane, begun)
        self.pending.put(recording.ready, lane, ended)

    def _tell(
        self, call: PhoneCall, recording: Recording, tell: Tell, status: str
    ) -> None:
        if not tell.url or status not in tell.events:
            return
        self.callbacks.tell(
            Notice(
                recording.sid,
                status,
                tell.url,
                recording_form(
                    recording, self.url(recording), status, self.records.account_sid
                ),
                final=status != "in-progress",
                to=call.person,
                body=recording.words,
                on="call",
                stage="recording",
                method=tell.method,
            )
        )
