"""A text from a handset: the carrier's own words, the webhook, the TwiML it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import assert_never
from urllib.parse import urljoin

from service.switchboard.courier import Answer, Call, Undelivered, carry
from service.switchboard.faults import Faults
from service.switchboard.forms import Pairs, text_form
from service.switchboard.model import Message, Number
from service.switchboard.outgoing import Order, Outgoing
from service.switchboard.records import Records, new_sid
from service.switchboard.segments import count
from service.switchboard.twiml import BadTwiml, Redirect, Reply, Verb, Warned, read
from service.switchboard.words import ANSWERS, keyword
from service.switchboard.work import Pending

MAX_BODY = 1600
MAX_HOPS = 10
"""Documents one text may lead through by redirects."""


class _Broken(Exception):
    def __init__(self, code: int, text: str, url: str) -> None:
        self.code, self.url = code, url
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class _Document:
    url: str
    method: str
    form: Pairs


@dataclass(slots=True)
class Incoming:
    """Receives texts and posts them to the number's webhook, then does what it says."""

    records: Records
    pending: Pending
    faults: Faults
    outgoing: Outgoing

    def text(self, from_: str, to: str, body: str, media: tuple[str, ...]) -> Message:
        """Take a text from a handset; the webhook is called as pending work."""
        message = self._write(from_, to, body, media)
        number = self.records.numbers.get(to)
        if number is None:
            self.records.mark(message, "nowhere")
            return message
        self._heed(message, number)
        if number.sms_url:
            self._queue(message)
        return message

    def _write(self, from_: str, to: str, body: str, media: tuple[str, ...]) -> Message:
        now = self.records.now()
        # What the radio garbles the carrier replaces: a webhook is always valid UTF-8.
        clean = body.encode("utf-8", "replace").decode()[:MAX_BODY]
        message = Message(
            sid=new_sid("MM" if media else "SM"),
            direction="inbound",
            from_=from_,
            to=to,
            body=clean,
            segments=count(clean),
            media=media,
            status="received",
            created=now,
            updated=now,
            sent=now,
            trace=(("received", now),),
        )
        return self.records.put_message(message)

    def _heed(self, message: Message, number: Number) -> None:
        word = keyword(message.body, message.to)
        pair = (message.to, message.from_)
        was_stopped = pair in self.records.stopped
        if word == "stop":
            self.records.stopped.add(pair)
        elif word == "start":
            self.records.stopped.discard(pair)
        # One answer per change of mind: STOP twice is answered once.
        news = {"stop": not was_stopped, "start": was_stopped, "help": True}
        if word is not None and word in number.answers and news[word]:
            self.outgoing.confirm(Order(message.from_, message.to, ANSWERS[word]))

    def _queue(self, message: Message) -> None:
        fault = self.faults.strike("text", to=message.to, body=message.body)
        kind = fault.kind if fault else "none"
        if kind == "lost_text":
            return
        late = timedelta(seconds=fault.seconds if fault and kind == "late_text" else 0)
        due = message.created + late
        for copy in range(2 if kind == "duplicate_text" else 1):
            lane = f"text {message.sid} {copy}"
            self.pending.put(due, lane, partial(self._post, message))

    def _post(self, message: Message) -> None:
        number = self.records.numbers[message.to]
        form = text_form(message, self.records.account_sid, self.records.url)
        first = _Document(number.sms_url, number.sms_method, form)
        broken = self._attempt(message, first)
        if broken and number.sms_fallback_url:
            why = (("ErrorCode", str(broken.code)), ("ErrorUrl", broken.url))
            method = number.sms_fallback_method
            second = _Document(number.sms_fallback_url, method, form + why)
            broken = self._attempt(message, second)
        if broken:
            self.records.mark(message, "unanswered", broken.code)
        else:
            self.records.mark(message, "answered")

    def _attempt(self, message: Message, document: _Document) -> _Broken | None:
        try:
            self._perform(message, document)
        except _Broken as broken:
            self.records.complain(
                broken.code, str(broken), url=broken.url, sid=message.sid
            )
            return broken
        return None

    def _perform(self, message: Message, document: _Document) -> None:
        for _ in range(MAX_HOPS):
            onward = self._carry_out(message, document)
            if onward is None:
                return
            document = onward
        raise _Broken(11215, "Too many redirects", document.url)

    def _carry_out(self, message: Message, document: _Document) -> _Document | None:
        for verb in self._fetch(document):
            match verb:
                case Reply():
                    self._reply(message, verb, document.url)
                case Redirect(url, method):
                    return _Document(urljoin(document.url, url), method, document.form)
                case Warned(text):
                    url, sid = document.url, message.sid
                    self.records.complain(12200, text, url=url, sid=sid)
                case _:
                    assert_never(verb)
        return None

    def _fetch(self, document: _Document) -> tuple[Verb, ...]:
        token = self.records.auth_token
        outcome = carry(Call(document.url, document.form, token, document.method))
        match outcome:
            case Undelivered(code, text):
                raise _Broken(code, text, document.url)
            case Answer(status, media_type, body):
                try:
                    return read(status, media_type, body)
                except BadTwiml as bad:
                    raise _Broken(bad.code, str(bad), document.url) from bad

    def _reply(self, message: Message, reply: Reply, url: str) -> None:
        to, from_ = reply.to or message.from_, reply.from_ or message.to
        callback = urljoin(url, reply.callback) if reply.callback else ""
        order = Order(to, from_, reply.body, reply.media, callback)
        if not (reply.body or reply.media) or len(reply.body) > MAX_BODY:
            self.records.complain(14103, "Message: Invalid Body", sid=message.sid)
        elif (from_, to) in self.records.stopped:
            self.outgoing.refuse(order)
            self.records.complain(21610, "Reply to someone who opted out", url=url)
        else:
            self.outgoing.accept(order, "outbound-reply")
