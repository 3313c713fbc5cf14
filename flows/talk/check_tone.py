"""Words that no text may have: tables by language, and the search in them.

Whoever speaks another language begins with a row in each table; the tests name each.
"""

import re
import unicodedata
from collections.abc import Mapping

from flows.safety.wishes import WHOLE

# ---- blame, grades, streaks ----

BLAME: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(you (missed|forgot|failed|should have|didn'?t|gave up)|"
        r"fail(ed|ure|ing)?|only|don'?t let|disappoint\w*|streaks?|lazy|excuses?|"
        r"succeeded at|try harder|let (me|us|yourself) down|no excuse|again you|"
        r"(perfect|bad) (week|score|record|day)|you scored|graded?|"
        r"you('re| are) (a natural|so talented|gifted))\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(fallaste|fallas|fallo|fracas\w+|(te|se te) (falto|olvido|paso)|"
        r"olvidaste|no (lo )?(lograste|cumpliste|pudiste|hiciste)|perdiste|"
        r"te rendiste|deberias haber|debiste|rachas?|floj[oa]|perezos[oa]|"
        r"excusas?|pretextos?|decepcion\w*|esfuerzate mas|otra vez no|"
        r"solo (una?|dos|tres|\d+)|solamente|semana perfecta|calificacion|"
        r"eres un[a]? (genio|fracaso)|talentos[oa])\b",
        re.IGNORECASE,
    ),
}


def blames(text: str, language: str) -> str:
    """Return the words of `text` that blame or grade, or ""."""
    return _found(BLAME, text, language)


# ---- words that a carrier, or the law, takes for its own ----

_WORDS = sorted({word for words in WHOLE.values() for word in words})
_ANY = "|".join(_WORDS)
_STOPS = "|".join(sorted(WHOLE["stop"]))
# Each of these says what the carrier does; asking for the word otherwise would make
# the carrier act on an answer.
CARRIER_MEANING = re.compile(
    r"\b(STOP to (end|stop|opt out)|HELP for help|START to (come back|start again)|"
    r"(STOP|ALTO|BAJA) para (terminar|parar|salir|cancelar|no recibir|dejar|darte)"
    r"(los|las)?|"
    r"(HELP|AYUDA) para (ayuda|recibir ayuda|pedir ayuda|mas informacion)|"
    r"START para (volver|regresar|empezar de nuevo|recibir)|"
    r"[Ss]i no es tuyo, EQUIVOCADO)\b"
)
_SHOUTED = re.compile(rf"\b({_ANY.upper()})\b")
_VERBS: Mapping[str, str] = {
    "en": r"(?:reply|text|send|answer|type|say|write)(?: with| back)?",
    "es": r"(?:respond[ea]|contest[ea]|escrib[ea]|mand[ea]|envi[ea]|di(?:ga)?|pon|"
    r"teclea)(?: con)?",
}
_GOES_ON = r"(?! (?:me|us|when|if|to your|the|what|how)\b)"
_SEVERAL = r"(?:\w+(?:, or |, o |, | or | o ))*"


def _written(verbs: str) -> re.Pattern[str]:
    asked = rf"\b{verbs}\W+{_SEVERAL}(?:{_ANY})\b{_GOES_ON}"
    as_key = rf"(?:^|(?<=[.,;:?!] ))(?:{_ANY}) (?:for|para) \w"
    return re.compile(f"{asked}|{as_key}", re.IGNORECASE)


def _aloud(verbs: str) -> re.Pattern[str]:
    return re.compile(rf"\b{verbs}\W+{_SEVERAL}(?:{_STOPS})\b", re.IGNORECASE)


_WRITTEN = {tongue: _written(verbs) for tongue, verbs in _VERBS.items()}
_ALOUD = {tongue: _aloud(verbs) for tongue, verbs in _VERBS.items()}


def asks_for_keyword(text: str, language: str, *, aloud: bool = False) -> str:
    """Return the words of `text` that ask for a carrier's word as an answer, or "".

    In a call (`aloud`) the carrier hears none, and only the words that end calls count.
    """
    own = CARRIER_MEANING.sub("", bare(text))
    shouted = None if aloud else _SHOUTED.search(own)
    if shouted:
        return shouted.group()
    return _found(_ALOUD if aloud else _WRITTEN, own, language)


def is_keyword(word: str) -> bool:
    """Say whether `word`, as a whole message, is one that ends or begins texts."""
    return " ".join(re.findall(r"[^\W_]+", bare(word.casefold()))) in _WORDS


# ---- what cannot be said ----

_SIGNS = r"[&/@#*+=<>|~^_]|https?:|www\.|\.(?:com|org|net)\b|[A-Z]{4,}"
_PICTURES = "[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
UNSAYABLE: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\b[A-Z] (?:for|if) \w+|\b[Rr]eply\b|"
        r"\b[Tt]ext (?:me|us|back|it|in|[A-Z]\w*)\b|"
        r"\b(?:msgs?|wk|wks|mins?|hrs?|approx|etc|vs|asap|pls|thx|u|ur)\b|\bw/|"
        rf"\be\.g\.|\bi\.e\.|{_SIGNS}|{_PICTURES}"
    ),
    "es": re.compile(
        r"\b[A-Z] (?:para|si) \w+|\b[Rr]espond[ea] (?:con )?[A-Z]\b|"
        r"\b(?:[Mm]anda|[Mm]ande|[Ee]nv[i\u00ed]a|[Ee]scribe) [A-Z]\w*|"
        r"\b(?:msjs?|sem|mins?|hrs?|aprox|etc|q|xq|pq|tmb)\b|"
        rf"\bp\. ?ej\.|{_SIGNS}|{_PICTURES}"
    ),
}


def unsayable(text: str, language: str) -> str:
    """Return what in `text` makes no sense when it is spoken, or ""."""
    found = UNSAYABLE.get(_tongue(language), UNSAYABLE["en"]).search(text)
    return found.group() if found else ""


# ---- looking ----


def bare(text: str) -> str:
    """Return `text` without accents, as the tables are written."""
    if text.isascii():
        return text  # most are, and each is looked through several times
    apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in apart if not unicodedata.combining(one))


def _tongue(language: str) -> str:
    return language.partition("-")[0]


def _found(tables: Mapping[str, re.Pattern[str]], text: str, language: str) -> str:
    table = tables.get(_tongue(language))
    found = table.search(bare(text)) if table else None
    return found.group().strip() if found else ""
