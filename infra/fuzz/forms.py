"""What a request says: forms as the carrier writes them, and how to spoil them."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from infra.fuzz import words

Fields = tuple[tuple[bytes, bytes], ...]
Chance = random.Random

SERVICE = "+15550100000"
ACCOUNT = "AC" + "0123456789abcdef" * 2
OTHER_ACCOUNT = "AC" + "9" * 32
STATUSES = (
    *("queued", "sending", "sent", "delivered", "undelivered", "failed", "read"),
    *("accepted", "scheduled", "canceled", "received", "partially_delivered"),
)
CODES = ("30003", "30005", "30007", "21610", "", "", "63016")


@dataclass(frozen=True, slots=True)
class Message:
    """One of our own texts that is out: its callback token, id and receiver."""

    token: str
    sid: str
    to: str


def text(sid: str, sender: str, body: bytes) -> Fields:
    """An inbound text as it was captured, with a name nobody knows."""
    known = {
        "ToCountry": "US",
        "ToState": "",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ToCity": "",
        "FromZip": "94107",
        "SmsSid": sid,
        "FromState": "CA",
        "SmsStatus": "received",
        "FromCity": "SAN FRANCISCO",
        "FromCountry": "US",
        "To": SERVICE,
        "ToZip": "",
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": ACCOUNT,
        "From": sender,
        "ApiVersion": "2010-04-01",
        "NewWithoutNotice": "1",
    }
    fields = tuple((name.encode(), value.encode()) for name, value in known.items())
    return (*fields[:10], (b"Body", body), *fields[10:])


def status(message: Message, word: str, code: str) -> Fields:
    """A status callback about one of our texts."""
    known = {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "ErrorCode": code,
        "From": SERVICE,
        "MessageSid": message.sid,
        "MessageStatus": word,
        "RawDlrDoneDate": "2611231200",
        "SmsSid": message.sid,
        "SmsStatus": word,
        "To": message.to,
    }
    return tuple(
        (n.encode(), v.encode()) for n, v in known.items() if v or n != "ErrorCode"
    )


def decoded(fields: Fields) -> tuple[tuple[str, str], ...]:
    """The pairs as the carrier would sign them: bad UTF-8 is U+FFFD by then."""
    return tuple(
        (n.decode("utf-8", "replace"), v.decode("utf-8", "replace")) for n, v in fields
    )


def glued(fields: Fields) -> str:
    """All that a signature covers of a form."""
    return "".join(name + value for name, value in sorted(set(decoded(fields))))


def spoiled(chance: Chance, fields: Fields) -> Fields:
    """The form after one mutation."""
    return chance.choice(_SPOILING)(chance, fields)


def _value(chance: Chance, fields: Fields) -> Fields:
    at = chance.randrange(len(fields))
    name, value = fields[at]
    return _put(fields, at, (name, words.odd(chance, value)))


def _body(chance: Chance, fields: Fields) -> Fields:
    at = next((n for n, (name, _) in enumerate(fields) if name == b"Body"), 0)
    name, value = fields[at]
    return _put(fields, at, (name, words.odd(chance, value)))


def _name(chance: Chance, fields: Fields) -> Fields:
    at = chance.randrange(len(fields))
    name, value = fields[at]
    return _put(fields, at, (words.odd(chance, name), value))


def _drop(chance: Chance, fields: Fields) -> Fields:
    if len(fields) == 1:
        return fields
    at = chance.randrange(len(fields))
    return fields[:at] + fields[at + 1 :]


def _repeat(chance: Chance, fields: Fields) -> Fields:
    name, value = chance.choice(fields)
    again = chance.choice((value, b"", words.odd(chance, value)))
    at = chance.randint(0, len(fields))
    return (*fields[:at], (name, again), *fields[at:])


def _shuffle(chance: Chance, fields: Fields) -> Fields:
    return tuple(chance.sample(fields, len(fields)))


def _swap(chance: Chance, fields: Fields) -> Fields:
    one, two = chance.randrange(len(fields)), chance.randrange(len(fields))
    new = _put(fields, one, (fields[one][0], fields[two][1]))
    return _put(new, two, (fields[two][0], fields[one][1]))


def _plausible(chance: Chance, fields: Fields) -> Fields:
    name, values = chance.choice(_PLAUSIBLE)
    kept = tuple(field for field in fields if field[0] != name)
    return (*kept, (name, chance.choice(values)))


def _crowd(chance: Chance, fields: Fields) -> Fields:
    size = chance.choice((3, 450, 479, 480, 481, 500, 501, 3000, 9000))
    stem = chance.choice((b"N", b"Zed", b"BodyX", b"Aa", b"x"))
    return (*fields, *((stem + str(n).encode(), b"") for n in range(size)))


def _nothing(_chance: Chance, _fields: Fields) -> Fields:
    return ((b"AccountSid", ACCOUNT.encode()),)


def recut(chance: Chance, fields: Fields) -> Fields:
    """A form that glues to the very same text: what one signature also covers."""
    ordered = sorted(set(fields))
    made = chance.choice(_CUTTING)(chance, ordered)
    # Glued by the order of names: a cut that moves a name elsewhere signs differently.
    kept = tuple(made) if glued(tuple(made)) == glued(fields) else (*fields, fields[0])
    return tuple(chance.sample(kept, len(kept)))


def _slide(chance: Chance, ordered: list[tuple[bytes, bytes]]) -> Fields:
    at = chance.randrange(len(ordered))
    name, value = ordered[at]
    whole, cut = name + value, chance.randint(1, len(name + value))
    return (*ordered[:at], (whole[:cut], whole[cut:]), *ordered[at + 1 :])


def _split(chance: Chance, ordered: list[tuple[bytes, bytes]]) -> Fields:
    at = chance.randrange(len(ordered))
    name, value = ordered[at]
    one = chance.randint(0, len(value))
    two = chance.randint(one, len(value))
    new = ((name, value[:one]), (value[one:two], value[two:]))
    return (*ordered[:at], *new, *ordered[at + 1 :])


def _merge(chance: Chance, ordered: list[tuple[bytes, bytes]]) -> Fields:
    if len(ordered) < 2:
        return tuple(ordered)
    at = chance.randrange(len(ordered) - 1)
    last = chance.randint(at + 1, min(len(ordered) - 1, at + 4))
    name, value = ordered[at]
    tail = b"".join(n + v for n, v in ordered[at + 1 : last + 1])
    return (*ordered[:at], (name, value + tail), *ordered[last + 1 :])


def _both(chance: Chance, ordered: list[tuple[bytes, bytes]]) -> Fields:
    return _slide(chance, sorted(_merge(chance, ordered)))


def _twice(chance: Chance, ordered: list[tuple[bytes, bytes]]) -> Fields:
    # Equal pairs count once in a signature: the copies are covered too.
    return (*ordered, *(chance.choice(ordered) for _ in range(chance.randint(1, 4))))


def _put(fields: Fields, at: int, field: tuple[bytes, bytes]) -> Fields:
    return (*fields[:at], field, *fields[at + 1 :])


_CUTTING = (_slide, _slide, _split, _merge, _both, _twice)
_SPOILING: tuple[Callable[[Chance, Fields], Fields], ...] = (
    *(_value, _value, _body, _body, _body, _name, _drop, _repeat, _shuffle, _swap),
    *(_plausible, _plausible, _plausible, _crowd, _nothing),
)
_PLAUSIBLE: tuple[tuple[bytes, tuple[bytes, ...]], ...] = (
    (b"NumMedia", (b"1", b"10", b"11", b"00", b"-1", b"\xd9\xa3", b"", b"1e1")),
    (b"OptOutType", (b"STOP", b"START", b"HELP", b"stop", b"", b"STOPSTOP")),
    (b"ErrorCode", (b"11200", b"30003", b"21610", b"0", b"999999", b"-1")),
    (b"ErrorUrl", (b"https://x.example/y", b"", b"javascript:x")),
    (b"AccountSid", (OTHER_ACCOUNT.encode(), ACCOUNT.upper().encode(), b"")),
    (b"To", (b"+15550199999", b"", b"12345", b"+1555010000\xd9\xa0", b"whatsapp:+1")),
    (
        b"From",
        (
            *(b"anonymous", b"12345", b"+266696687", b"", b"+", b"+15550100000"),
            *(b"+447700900123", b"+1", b"whatsapp:+15550100001", b"sip:a@b"),
        ),
    ),
    (b"MessageSid", (b"SM" + b"0" * 32, b"SM", b"MM" + b"a" * 32, b"CA" + b"0" * 32)),
    (b"MessageStatus", (b"delivered", b"DELIVERED", b"", b"deliveredsent", b"unknown")),
    (b"BodyX", (b"", b"hello")),
    (b"MediaUrl0", (b"https://x.example/m", b"file:///x")),
)
