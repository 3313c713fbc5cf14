"""Reads the TwiML that answers an inbound text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

XML_TYPES = frozenset({"text/xml", "application/xml", "text/html"})
NOTHING = 204


@dataclass(frozen=True, slots=True)
class Reply:
    """Send one text; empty `to` and `from_` mean back the way the text came."""

    body: str
    media: tuple[str, ...] = ()
    to: str = ""
    from_: str = ""
    callback: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Fetch another document and go on there."""

    url: str
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Warned:
    """Something the schema does not know; the carrier logs 12200 and goes on."""

    text: str


Verb = Reply | Redirect | Warned


class BadTwiml(ValueError):
    """The answer cannot be carried out; `code` is what the carrier logs."""

    def __init__(self, code: int, text: str) -> None:
        self.code = code
        super().__init__(text)


def read(status: int, media_type: str, body: bytes) -> tuple[Verb, ...]:
    """What an answer of the webhook asks for, in document order.

    A plain text is one reply; 204 and an empty plain text are none. Raises BadTwiml:
    12300 for another media type, 12100 for what is not a TwiML document.
    """
    if status == NOTHING:
        return ()
    if media_type == "text/plain":
        text = body.decode("utf-8", "replace").strip()
        return (Reply(text),) if text else ()
    if media_type not in XML_TYPES:
        raise BadTwiml(12300, f"Invalid Content-Type: {media_type or 'none given'}")
    return tuple(verb for element in parse(body) for verb in _verbs(element))


def parse(body: bytes) -> ET.Element:
    """The root of a TwiML document; raises BadTwiml 12100 for what is none."""
    # A document type could declare entities that grow without bound; TwiML has none.
    if b"\0" in body or b"<!" in body.replace(b"<!--", b"").replace(b"<![CDATA[", b""):
        raise BadTwiml(12100, "Document parse failure: declarations are not TwiML")
    try:
        root = ET.fromstring(body)  # noqa: S314 - no entities: see above
    except ET.ParseError as error:
        raise BadTwiml(12100, f"Document parse failure: {error}") from error
    if root.tag != "Response":
        raise BadTwiml(12100, f"Document parse failure: root is <{root.tag}>")
    return root


def _verbs(element: ET.Element) -> tuple[Verb, ...]:
    match element.tag:
        case "Message" | "Sms":
            return _message(element)
        case "Redirect":
            method = element.get("method", "POST").upper()
            return (Redirect((element.text or "").strip(), method),)
        case _:
            return (Warned(f"Schema validation warning: <{element.tag}>"),)


def _message(element: ET.Element) -> tuple[Verb, ...]:
    known = {"Body", "Media"}
    odd = [child.tag for child in element if child.tag not in known]
    warned = tuple(Warned(f"Schema validation warning: <{tag}>") for tag in odd)
    media = tuple((m.text or "").strip() for m in element.findall("Media"))
    written = [element.text, *(part for child in element for part in _said(child))]
    body = "".join(part for part in written if part and part.strip()).strip()
    return (*warned, _reply(body, media, element.attrib))


def _said(child: ET.Element) -> tuple[str | None, str | None]:
    return (child.text if child.tag == "Body" else None), child.tail


def _reply(body: str, media: tuple[str, ...], given: Mapping[str, str]) -> Reply:
    callback = given.get("statusCallback", given.get("action", ""))
    return Reply(body, media, given.get("to", ""), given.get("from", ""), callback)
