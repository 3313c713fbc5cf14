"""Says what is wrong with a TwiML document before a carrier does, on a live call.

The SDK writes whatever it is given, and no schema of TwiML is published. The tables
here come from Twilio's pages of each verb, the SDK's signatures and, for `keypad`,
from what Somleng's source performs. It knows the verbs that Handrail may use and no
others.
https://www.twilio.com/docs/voice/twiml
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

from service.carrier.door import clean
from service.carrier.twiml import LONGEST_HINT, LONGEST_SAY, MOST_HINTS, Profile

LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong: the `rule` it breaks and where; nothing of what is said (I12).

    `where` is the way from the root, such as `Response/Gather/Say`, with `@name` for
    an attribute.
    """

    rule: str
    where: str


# What each rule says; a finding names one of them.
RULES: Mapping[str, str] = {
    "size": "more than 64 KB",
    "xml": "not well-formed XML 1.0",
    "doctype": "a document type or an entity",
    "control": "a character that nobody types",
    "root": "the root is not Response, or has attributes",
    "verb": "a verb that this profile does not use",
    "nesting": "a verb inside one that cannot hold it",
    "attribute": "an attribute that the verb does not have",
    "value": "a value the attribute cannot have",
    "relative": "an address that is not absolute",
    "query": "a query that could hold words or a number",
    "text": "words where none belong",
    "empty": "nothing where words or an address belong",
    "long": "more than can be spoken at once",
    "twice": "more than one verb that waits for the person",
    "unreachable": "a verb that is never reached",
    "first": "Reject anywhere but first",
    "no way on": "waits for the person, and goes nowhere after silence",
}

Judge = Callable[[str], str | None]  # the rule that a value breaks


def _form(pattern: str) -> Judge:
    compiled = re.compile(pattern)
    return lambda value: None if compiled.fullmatch(value) else "value"


def _whole(least: int, most: int) -> Judge:
    def judge(value: str) -> str | None:
        digits = re.fullmatch(r"0|[1-9][0-9]{0,5}", value)
        return None if digits and least <= int(value) <= most else "value"

    return judge


def _hints(value: str) -> str | None:
    hints = value.split(",")
    fits = all(0 < len(hint.strip()) <= LONGEST_HINT for hint in hints)
    return None if fits and len(hints) <= MOST_HINTS else "value"


# A token, a turn or a name of the carrier's: what an address of ours holds.
_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{16,64}|[0-9]{0,3}")


def _address(value: str) -> str | None:
    found = re.fullmatch(r"https?://[A-Za-z0-9.\-]+(?::[0-9]{1,5})?(/[!-~]*)?", value)
    if found is None:
        return "relative"
    query = parse_qsl(urlsplit(value).query, keep_blank_values=True)
    plain = all(
        re.fullmatch(r"[a-z]{1,16}", name) and _IDENTIFIER.fullmatch(held)
        for name, held in query
    )
    return None if plain else "query"


_number = _form(r"\+[1-9][0-9]{6,14}")
_BOOL = _form("true|false")
_METHOD = _form("GET|POST")
_KEYS = _form("[0-9*#]*")
_LANGUAGE = _form("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_LOOP = _whole(1, 10)  # 0 would repeat until she hangs up
_SECONDS = _whole(1, 60)

_SAY = {
    "language": _LANGUAGE,
    "loop": _LOOP,
    "voice": _form(r"man|woman|alice|(Polly|Google)\.[A-Za-z0-9-]+"),
}
_PLAY = {"loop": _LOOP}
_KEYPAD_GATHER = {
    "action": _address,
    "actionOnEmptyResult": _BOOL,
    "finishOnKey": _form("[0-9*#]?"),
    "method": _METHOD,
    "numDigits": _whole(1, 32),
    "timeout": _SECONDS,
}
_KEYPAD_RECORD = {
    "action": _address,
    "finishOnKey": _KEYS,
    "maxLength": _whole(1, 3600),
    "method": _METHOD,
    "playBeep": _BOOL,
    "recordingStatusCallback": _address,
    "recordingStatusCallbackMethod": _METHOD,
    "timeout": _SECONDS,
}
_EVENT = "in-progress|completed|absent"
# A model of one provider's, or one that the carrier chooses the provider for.
_MODEL = (
    r"default|numbers_and_commands|phone_call|experimental_(conversations|utterances)"
    r"|(googlev2|deepgram)_[a-z0-9_-]+"
)


@dataclass(frozen=True, slots=True)
class Verb:
    """What one verb may have: attributes, verbs inside, words or an address."""

    attributes: Mapping[str, Judge]
    inside: frozenset[str] = frozenset()
    holds: str = "nothing"  # nothing, words, a number, or an address


_DIAL = {
    "action": _address,
    "callerId": _form(r"\+[1-9][0-9]{6,14}"),
    "method": _METHOD,
    "timeLimit": _whole(1, 14400),
    "timeout": _whole(1, 600),
}
_KEYPAD_NUMBER = {"statusCallback": _address, "statusCallbackMethod": _METHOD}
_RUNG = "initiated|ringing|answered|completed"

_KEYPAD: Mapping[str, Verb] = {
    "Dial": Verb(_DIAL, frozenset({"Number"})),
    "Gather": Verb(_KEYPAD_GATHER, frozenset({"Say", "Play"})),
    "Hangup": Verb({}),
    "Number": Verb(_KEYPAD_NUMBER, holds="a number"),
    "Play": Verb(_PLAY, holds="an address"),
    "Record": Verb(_KEYPAD_RECORD),
    "Redirect": Verb({"method": _METHOD}, holds="an address"),
    "Reject": Verb({"reason": _form("rejected|busy")}),
    "Say": Verb(_SAY, holds="words"),
}
_FULL: Mapping[str, Verb] = {
    **_KEYPAD,
    "Gather": Verb(
        {
            **_KEYPAD_GATHER,
            "bargeIn": _BOOL,
            "enhanced": _BOOL,
            "hints": _hints,
            "input": _form("dtmf|speech|dtmf speech|speech dtmf"),
            "language": _LANGUAGE,
            "maxSpeechTime": _SECONDS,
            "profanityFilter": _BOOL,
            "speechModel": _form(_MODEL),
            # With a model of one's own, "auto" is refused (13335).
            "speechTimeout": _whole(1, 60),
        },
        frozenset({"Say", "Play", "Pause"}),
    ),
    "Number": Verb(
        {
            **_KEYPAD_NUMBER,
            "statusCallbackEvent": _form(rf"({_RUNG})( ({_RUNG}))*"),
        },
        holds="a number",
    ),
    "Pause": Verb({"length": _SECONDS}),
    "Record": Verb(
        {
            **_KEYPAD_RECORD,
            "recordingStatusCallbackEvent": _form(rf"({_EVENT})( ({_EVENT}))*"),
            "transcribe": _BOOL,
            "transcribeCallback": _address,
            "trim": _form("trim-silence|do-not-trim"),
        }
    ),
}
# The verbs and attributes of each profile; docs/explanation/carrier.md lists them.
VERBS: Mapping[Profile, Mapping[str, Verb]] = {"full": _FULL, "keypad": _KEYPAD}

_WAITS = frozenset({"Gather", "Record"})
_LEADS = _WAITS | {"Dial"}
_ENDS = frozenset({"Dial", "Hangup", "Redirect", "Reject"})


def findings(xml: str, profile: Profile = "full") -> tuple[Finding, ...]:
    """Return everything that is wrong with a document; nothing means that it is right.

    Never raises.
    """
    if len(xml.encode("utf-8", "surrogatepass")) > LARGEST:
        return (Finding("size", "Response"),)
    if "<!" in re.sub(r"<!--.*?-->", "", xml, flags=re.DOTALL):
        return (Finding("doctype", "Response"),)
    try:
        root = ET.fromstring(xml.encode("utf-8"))  # noqa: S314 - no entities: see above
    except (ET.ParseError, UnicodeEncodeError, ValueError):
        return (Finding("xml", "Response"),)
    return tuple(dict.fromkeys(_document(root, VERBS[profile], xml)))


def _document(
    root: ET.Element, verbs: Mapping[str, Verb], xml: str
) -> Iterator[Finding]:
    if root.tag != "Response" or root.attrib:
        yield Finding("root", "Response")
    if clean(xml).changed:
        yield Finding("control", "Response")
    yield from _between(root, "Response")
    yield from _order([str(verb.tag) for verb in root])
    for verb in root:
        if verb.tag == "Number":
            yield Finding("nesting", "Response/Number")
        yield from _verb(verb, verbs, "Response")
    for verb in root:
        if verb.tag in _LEADS and not _goes_on(verb, root):
            yield Finding("no way on", f"Response/{verb.tag}")


def _verb(
    element: ET.Element, verbs: Mapping[str, Verb], above: str
) -> Iterator[Finding]:
    where = f"{above}/{element.tag}"
    verb = verbs.get(str(element.tag))
    if verb is None:
        yield Finding("verb", where)
        return
    for name, value in element.attrib.items():
        judge = verb.attributes.get(name)
        rule = "attribute" if judge is None else judge(value)
        if rule:
            yield Finding(rule, f"{where}@{name}")
    yield from _held(element, verb, where)
    for inner in element:
        if inner.tag in verb.inside:
            yield from _verb(inner, verbs, where)
        else:
            yield Finding("nesting", f"{where}/{inner.tag}")


def _held(element: ET.Element, verb: Verb, where: str) -> Iterator[Finding]:
    if verb.holds == "nothing":
        yield from _between(element, where)
        return
    words = "".join(element.itertext()).strip()
    if not words:
        yield Finding("empty", where)
    elif verb.holds == "words":
        if len(words) > LONGEST_SAY:
            yield Finding("long", where)
    elif rule := (_number if verb.holds == "a number" else _address)(words):
        yield Finding(rule, where)


def _between(element: ET.Element, where: str) -> Iterator[Finding]:
    loose = [element.text, *(inner.tail for inner in element)]
    if any((text or "").strip() for text in loose):
        yield Finding("text", where)


def _order(tags: list[str]) -> Iterator[Finding]:
    if sum(tag in _WAITS for tag in tags) > 1:
        yield Finding("twice", "Response")
    for tag, following in itertools.pairwise(tags):
        if tag in _ENDS:
            yield Finding("unreachable", f"Response/{following}")
    if "Reject" in tags[1:]:
        yield Finding("first", "Response/Reject")


def _goes_on(verb: ET.Element, root: ET.Element) -> bool:
    # By its own address, and by what follows it when nothing was said.
    after = list(root)[list(root).index(verb) + 1 :]
    led = verb.tag == "Dial" or any(one.tag in _ENDS for one in after)
    return "action" in verb.attrib and led
