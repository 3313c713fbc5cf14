"""The requests of a run: each follows from the seed and its number alone."""

import base64
import hashlib
import hmac
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from infra.fuzz import forms, transport, words
from infra.fuzz.forms import Fields, Message
from infra.fuzz.transport import JSON, ORIGIN, SETTINGS, SIGNATURE, SMS, STATUS, Ask

TOKEN = "a-token-of-the-fuzzer-0123456789"
OTHER_TOKEN = "a-token-of-nobody-at-all-012345"
Chance = random.Random


@dataclass(frozen=True, slots=True)
class Captured:
    """A request that came in before the run and had its effect."""

    target: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class World:
    """What a run plays with: people's numbers, our texts that are out, captures."""

    numbers: tuple[str, ...]
    messages: tuple[Message, ...]
    captured: tuple[Captured, ...]


@dataclass(frozen=True, slots=True)
class Play:
    """One numbered play: requests sent at once (more than one only in a race).

    `kind` is one of KINDS; `sids` and `bodies` are what an effect may name and say;
    `must` is set when nothing was spoiled, so that there must be an effect.
    """

    kind: str
    asks: tuple[Ask, ...]
    sids: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    must: bool = False


def play(seed: int, number: int, world: World) -> Play:
    """Return the play with this number."""
    chance = random.Random(f"{seed}/{number}")
    kind = chance.choices(tuple(KINDS), weights=[w for w, _ in KINDS.values()])[0]
    return KINDS[kind][1](chance, f"{seed}/{number}", world)


def signature(
    target: str, fields: Fields, *, token: str = TOKEN, way: str = "sha1"
) -> str:
    """Sign as the carrier documents it."""
    said = ORIGIN + target + forms.glued(fields)
    mac = hmac.digest(token.encode(), said.encode("utf-8", "surrogatepass"), way)
    return base64.b64encode(mac).decode()


def post(chance: Chance, target: str, fields: Fields, *, oddly: bool = False) -> Ask:
    """The usual request with this form, not signed yet."""
    return Ask(target, transport.encoded(chance, fields, oddly=oddly))


def signed(ask: Ask, fields: Fields, **how: str) -> Ask:
    """The request, signed over these fields and its own address."""
    said = () if ask.method == "GET" else fields
    sign = signature(ask.signed_target(), said, **how)
    return replace(ask, headers={**ask.headers, SIGNATURE: sign})


def _fresh(chance: Chance, name: str, world: World) -> tuple[str, Fields, str]:
    """A target, a form and an id that would have an effect: a new text or status."""
    sid = "SM" + hashlib.sha256(name.encode()).hexdigest()[:32]
    if chance.random() < 0.75:
        sender = chance.choice(world.numbers)
        return SMS, forms.text(sid, sender, words.plain(chance)), sid
    message = chance.choice(world.messages)
    said = chance.choice(forms.STATUSES), chance.choice(forms.CODES)
    return f"{STATUS}?d={message.token}", forms.status(message, *said), ""


def _spoilt_form(chance: Chance, fields: Fields, most: int) -> Fields:
    for _ in range(chance.randint(0, most)):
        fields = forms.spoiled(chance, fields)
    return fields


def _spoilt_way(chance: Chance, ask: Ask, most: int) -> Ask:
    for _ in range(chance.randint(0, most)):
        ask = transport.spoiled(chance, ask)
    return ask


def _unsigned(chance: Chance, name: str, world: World) -> Play:
    """No signature at all, or something in its place that none can be."""
    target, fields, _ = _fresh(chance, name, world)
    fields = _spoilt_form(chance, fields, 2)
    ask = post(chance, target, fields, oddly=chance.random() < 0.3)
    sign = chance.choice(
        (None, None, None, "", "\xfc", "x", "=" * 28, "A" * 9000, " \t")
    )
    if sign is not None:
        ask = replace(ask, headers={SIGNATURE: sign})
    return Play("unsigned", (_spoilt_way(chance, ask, 2),))


def _forged(chance: Chance, name: str, world: World) -> Play:
    """Signed, but with another key or for something else."""
    target, fields, _ = _fresh(chance, name, world)
    fields = _spoilt_form(chance, fields, 1)
    ask = post(chance, target, fields, oddly=chance.random() < 0.3)
    return Play("forged", (chance.choice(_FORGING)(chance, ask, fields, world),))


def _other_key(chance: Chance, ask: Ask, fields: Fields, _: World) -> Ask:
    ask = _spoilt_way(chance, ask, 2)
    way = chance.choice(("sha1", "sha256"))
    return signed(ask, fields, token=chance.choice((OTHER_TOKEN, "", "x")), way=way)


def _other_algorithm(chance: Chance, ask: Ask, fields: Fields, _: World) -> Ask:
    named = chance.choice(("HMAC_SHA1", "HMAC_MD5", "NONE", "none", ""))
    way = "sha256" if named == "HMAC_SHA1" else "md5"
    asked = replace(ask, headers={SETTINGS: f"key=k,algorithm={named}"})
    return signed(asked, fields, way=way)


def _for_another(chance: Chance, ask: Ask, fields: Fields, world: World) -> Ask:
    """A signature that was good for a captured request."""
    old = chance.choice(world.captured)
    # A status may by chance be the captured one: with a name added it is not.
    ask = post(chance, ask.target, (*fields, (b"Added", b"1")))
    sign = signature(old.target, old.fields)
    return _spoilt_way(chance, replace(ask, headers={SIGNATURE: sign}), 1)


def _before_a_change(chance: Chance, ask: Ask, fields: Fields, _: World) -> Ask:
    sign = signed(ask, fields).headers
    added = ((b"Added", words.odd(chance, b"1")), *fields)
    body = transport.encoded(chance, added, oddly=chance.random() < 0.3)
    return replace(ask, body=body, headers=sign)


def _elsewhere(chance: Chance, ask: Ask, fields: Fields, _: World) -> Ask:
    other = chance.choice(
        (SMS + "?a=b", STATUS, SMS + "/", "/", "/twilio/SMS", "//twilio/sms")
    )
    host = chance.choice(("https://evil.example", "http://coach.example.com", ""))
    said = host + (ask.target if host else ORIGIN + other) + forms.glued(fields)
    mac = hmac.digest(TOKEN.encode(), said.encode("utf-8", "replace"), "sha1")
    sign = base64.b64encode(mac).decode()
    return replace(ask, headers={SIGNATURE: sign, "Host": "evil.example"})


def _as_get(_chance: Chance, ask: Ask, _fields: Fields, _: World) -> Ask:
    """Only the address is signed, as for a GET; but it comes as a POST."""
    return signed(ask, ())


def _as_json(chance: Chance, ask: Ask, _fields: Fields, _: World) -> Ask:
    hashed = chance.choice((ask.body + b" ", b"", ask.body[:-1]))
    ask = replace(ask, media_type=JSON, target=transport.with_hash(ask.target, hashed))
    return signed(ask, ())


def _recut(chance: Chance, _name: str, world: World) -> Play:
    """A captured form cut otherwise, under the very signature it was captured with."""
    old = chance.choice(world.captured)
    fields = forms.recut(chance, old.fields)
    ask = signed(
        post(chance, old.target, fields, oddly=chance.random() < 0.2), old.fields
    )
    return Play("recut", (ask,))


def _replayed(chance: Chance, _name: str, world: World) -> Play:
    """A captured request once more, by whatever way means the same."""
    old = chance.choice(world.captured)
    fields = tuple(chance.sample(old.fields, len(old.fields)))
    ask = signed(post(chance, old.target, fields, oddly=chance.random() < 0.5), fields)
    for _ in range(chance.randint(0, 2)):
        ask = transport.moved(chance, ask)
    return Play("replayed", (ask,))


def _resigned(chance: Chance, name: str, world: World) -> Play:
    """Spoilt first, and then signed rightly: whatever the carrier itself might send."""
    target, fields, _ = _fresh(chance, name, world)
    fields = _spoilt_form(chance, fields, 3)
    ask = post(chance, target, fields, oddly=chance.random() < 0.4)
    if chance.random() < 0.35:
        ask = _spoilt_way(chance, ask, 2)
    if ask.media_type == JSON:
        ask = replace(ask, target=transport.with_hash(ask.target, ask.body))
        fields = ()
    sids, bodies = _meant(fields)
    return Play("resigned", (signed(ask, fields),), sids, bodies)


def _raced(chance: Chance, name: str, world: World) -> Play:
    """One text several times at the same moment, as a hasty carrier repeats it."""
    sid = "SM" + hashlib.sha256(name.encode()).hexdigest()[:32]
    one, two = chance.sample(world.numbers, 2)
    said = words.plain(chance)
    senders = chance.choice(((one,) * 4, (one, one), (one, two)))
    made = [forms.text(sid, sender, said) for sender in senders]
    asks = tuple(signed(post(chance, SMS, fields), fields) for fields in made)
    return Play("raced", asks, *_meant(made[0]), must=True)


def _genuine(chance: Chance, name: str, world: World) -> Play:
    """Nothing spoilt: it must have its effect, or the run would prove nothing."""
    target, fields, sid = _fresh(chance, name, world)
    ask = signed(post(chance, target, fields), fields)
    return Play("genuine", (ask,), *_meant(fields), must=bool(sid))


def _meant(fields: Fields) -> tuple[frozenset[str], frozenset[str]]:
    pairs = forms.decoded(fields)
    sids = frozenset(value for name, value in pairs if name == "MessageSid")
    return sids, frozenset(value for name, value in pairs if name == "Body")


_FORGING: tuple[Callable[[Chance, Ask, Fields, World], Ask], ...] = (
    *(_other_key, _other_key, _other_algorithm, _for_another, _before_a_change),
    *(_before_a_change, _elsewhere, _as_get, _as_json),
)
KINDS: dict[str, tuple[int, Callable[[Chance, str, World], Play]]] = {
    "unsigned": (24, _unsigned),
    "forged": (22, _forged),
    "recut": (16, _recut),
    "replayed": (9, _replayed),
    "resigned": (24, _resigned),
    "raced": (1, _raced),
    "genuine": (4, _genuine),
}
QUIET = frozenset({"unsigned", "forged", "recut", "replayed"})
UNSIGNED = frozenset({"unsigned", "forged"})
