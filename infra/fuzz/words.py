"""Strings that have hurt programs before, and what to do to any string."""

import random
from collections.abc import Callable

# No reply of ours and no log may hold it: see `drive.Ear`.
TELLTALE = "Heliotrope"

PLAIN = (
    "said my idea when the floor was opened",
    "yes",
    "no, there was no chance",
    "3",
    "imagined it",
    "STOP",
    "START",
    "HELP",
    "WHY",
    "LESS",
    "GO",
    "please stop texting me",
    "I can't stop crying",
    "I want to die",
    "what do you mean?",
    "mon wed fri",
    "0",
    "",
    " ",
)
NASTY = (
    b"\x00",
    b"S\x00TOP",
    b"\xff\xfe",
    b"\xc3",
    b"\xc0\xaf",
    b"\xe0\x80\xaf",
    b"\xf0\x82\x82\xac",
    b"\xf5\x80\x80\x80",
    b"\xed\xa0\xbd",
    b"\xed\xa0\xbd\xed\xb8\x80",
    b"\xed\xb8\x80",
    b"\xef\xbb\xbf",
    b"\xef\xbf\xbe",
    b"\xef\xbf\xbf",
    b"\xf3\xaf\xbf\xbf",
    b"\x80" * 40,
    b"\x1b[2J\x07\x08\x7f",
    b"%s%n%x{0}{name}${jndi}",
    b"%00%0a%zz%u0041%",
    b"<b>&amp;</Response>]]>&#0;",
    b"'; DROP TABLE inbox; --\\",
    b"\r\n\r\nHTTP/1.1 200 OK",
    *(
        word.encode()
        for word in (
            "\ufeffSTOP",
            "\u202eOTSP\u202c\u2066x\u2069",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 30,
            "\U0001f44d\U0001f3fd\ufe0f\u20e3",
            "\U0001f1f3\U0001f1ff\U0001f1f5",
            "e" + "\u0301" * 400,
            "\u0344\u0f73\u0f75\u1100\u1161\u11a8" * 20,
            "\u0130\u0131\u00df\ufb03\u1e9e\u01c5 \uff33\uff34\uff2f\uff30",
            "\u200b\u200c\u200d\u2060\u00ad" * 20,
            "\u2028\u2029\u0085\u000b\u000c",
            "\ufdd0\U0001fffe\U0010ffff\ue000",
            "\ufffd\ufffc\ufff9a\ufffab\ufffb",
            "\u0661\u0662\u0663 \u00b2 \u216b \u96f6 \u4e09",
            "\u05d0\u05d1 abc \u0627\u0644\u0633\u0644\u0627\u0645",
            "\u0926\u094d\u0935\u093f\u0915\u094d\u0937 \u0e01\u0e47 \u5c71",
            "\U0001d54a\U0001d54b\U0001d546\U0001d547",
            "(" * 800,
            "a" * 700 + "!",
            "no " * 250,
            "1 " * 500,
            "didn't " * 200,
            "stop" * 300,
            "\u201c\u2018\u2026\u2014\u20ac^{}\\[~]|" * 20,
            "9" * 5000,
            "-1e309 NaN 0x1f 1_000 \u0663/\u0664",
        )
    ),
)
Chance = random.Random


def plain(chance: Chance) -> bytes:
    """Words as a person texts them; most hold the telltale."""
    said = chance.choice(PLAIN)
    return f"{said} {TELLTALE}".encode() if chance.random() < 0.5 else said.encode()


def odd(chance: Chance, value: bytes) -> bytes:
    """The value, hurt in one way."""
    return chance.choice(_WAYS)(chance, value)


def _nasty(chance: Chance, _: bytes) -> bytes:
    return chance.choice(NASTY)


def _inside(chance: Chance, value: bytes) -> bytes:
    at = chance.randint(0, len(value))
    return value[:at] + chance.choice(NASTY) + value[at:]


def _flipped(chance: Chance, value: bytes) -> bytes:
    if not value:
        return bytes([chance.randrange(256)])
    at = chance.randrange(len(value))
    return value[:at] + bytes([chance.randrange(256)]) + value[at + 1 :]


def _cut(chance: Chance, value: bytes) -> bytes:
    return value[: chance.randint(0, len(value))]


def _raw(chance: Chance, _: bytes) -> bytes:
    return chance.randbytes(chance.choice((1, 7, 90, 1600)))


def _letters(chance: Chance, _: bytes) -> bytes:
    points = (chance.randrange(0x20, 0x30000) for _ in range(chance.randint(1, 300)))
    return "".join(map(chr, points)).encode("utf-8", "surrogatepass")


def _cased(chance: Chance, value: bytes) -> bytes:
    return chance.choice((value.upper(), value.lower(), value.swapcase()))


def _spaced(chance: Chance, value: bytes) -> bytes:
    blank = chance.choice((b" ", b"\t", b"\n", b"\r\n", b"\xc2\xa0", b"\x00"))
    return chance.choice((blank + value, value + blank, value.replace(b"1", blank)))


def _long(chance: Chance, value: bytes) -> bytes:
    length = chance.choice((161, 1601, 4000, 20_000, 64_000))
    seed = value or b"a"
    return (seed * (length // len(seed) + 1))[:length]


_WAYS: tuple[Callable[[Chance, bytes], bytes], ...] = (
    *(_nasty, _inside, _inside, _flipped, _flipped, _cut, _raw),
    *(_letters, _cased, _spaced, _long),
)
