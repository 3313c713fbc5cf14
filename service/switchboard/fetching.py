"""Fetches the TwiML that says how a call goes on, and the sounds it plays."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from service.switchboard.callforms import voice_form
from service.switchboard.calls import Document, PhoneCall
from service.switchboard.courier import Answer, Call, Pairs, Undelivered, carry
from service.switchboard.faults import Faults
from service.switchboard.model import REMARK
from service.switchboard.records import Records
from service.switchboard.twiml import BadTwiml
from service.switchboard.voicetwiml import VoiceVerb, read_voice

COPIES = {"duplicate_call_webhook": 2, "triple_call_webhook": 3}
"""Fault -> how often one voice request is posted."""


class Broken(Exception):
    """A document that cannot be had or carried out, with the carrier's log code."""

    def __init__(self, code: int, text: str, url: str) -> None:
        self.code, self.url = code, url
        super().__init__(text)


@dataclass(slots=True)
class Fetching:
    """Asks our side what a call is to do next, signed as every webhook is."""

    records: Records
    faults: Faults

    def document(
        self, call: PhoneCall, document: Document, extra: Pairs
    ) -> tuple[VoiceVerb, ...]:
        """The verbs of a document; raises Broken."""
        if document.twiml:
            return _read(Answer(200, "text/xml", document.twiml.encode()), document)
        form = (*voice_form(call, self.records.account_sid), *extra)
        return _read(self._posted(call, document, form), document)

    def sound(self, call: PhoneCall, url: str) -> None:
        """Fetch a sound as if to play it; what is wrong with it is only logged."""
        try:
            answer = self._request(Document(url, "GET"), ())
        except Broken as broken:
            self.complain(call, broken)
            return
        if not answer.media_type.startswith("audio/"):
            kind = answer.media_type or "none given"
            self.complain(call, Broken(12300, f"Invalid Content-Type: {kind}", url))

    def complain(self, call: PhoneCall, broken: Broken) -> None:
        """Write what is broken into the error log."""
        text, url = str(broken), broken.url
        self.records.complain(broken.code, text, url=url, sid=call.sid)

    def _posted(self, call: PhoneCall, document: Document, form: Pairs) -> Answer:
        # A carrier that did not hear the answer asks again and goes by the last one.
        fault = self.faults.strike(
            "webhook", to=call.person, status=call.status, on="call"
        )
        answer = first = self._request(document, form)
        for _ in range(COPIES.get(fault.kind, 1) - 1 if fault else 0):
            answer = self._request(document, form)
            if answer.body != first.body:
                text = "The same voice request was answered in two ways"
                self.complain(call, Broken(REMARK, text, document.url))
        return answer

    def _request(self, document: Document, form: Pairs) -> Answer:
        token = self.records.auth_token
        outcome = carry(Call(document.url, form, token, document.method))
        match outcome:
            case Undelivered(code, text):
                raise Broken(code, text, document.url)
            case Answer():
                return outcome


def onward(base: Document, url: str | None, method: str) -> Document:
    """Where a verb leads from `base`; None leads to the same document again."""
    if url is None:
        return Document(base.url, method, base.twiml)
    return Document(urljoin(base.url, url), method)


def _read(answer: Answer, document: Document) -> tuple[VoiceVerb, ...]:
    try:
        return read_voice(answer.media_type, answer.body, document.url)
    except BadTwiml as bad:
        raise Broken(bad.code, str(bad), document.url) from bad
