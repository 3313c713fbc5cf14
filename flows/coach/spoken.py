"""A sentence for her, in each language that is spoken, and how its blanks are filled.

Laws: no language may lack a sentence, and all have the same blanks; what stands in a
blank is said in the language of the sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flows.coach import days
from flows.coach.ladder_state import Value


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence, languages side by side; a new language is a new field."""

    en: str
    es: str

    def to(self, language: str) -> str:
        """Give it in a language or its region (es-MX); in English when not spoken."""
        return self.es if language.partition("-")[0] == "es" else self.en


# What a sentence calls a nudge: a call, or else a text and a prompt.
CALL: Mapping[str, Spoken] = {
    "this": Spoken("this call", "esta llamada"),
    "that": Spoken("that call", "esa llamada"),
    "all": Spoken("automatic calls", "llamadas automáticas"),
    "ask": Spoken("call", "una llamada"),
}
TEXT: Mapping[str, Spoken] = {
    "this": Spoken("this text", "este mensaje"),
    "that": Spoken("that text", "ese mensaje"),
    "all": Spoken("automatic texts", "mensajes automáticos"),
    "ask": Spoken("prompt", "un aviso"),
}
# Dates are kept as they sort and said as one says them.
_DATES = ("paused_until", "day", "until")


class _Blank(dict[str, Value]):
    def __missing__(self, key: str) -> str:
        return "?"


def fill(
    sentence: str, inputs: Mapping[str, Value], language: str = "en", name: str = ""
) -> str:
    """Fill the blanks of a sentence from a decision's inputs, in that language.

    What was not kept becomes a question mark: an answer to her must never break.
    """
    named = CALL if inputs.get("kind") in ("call", "bridge") else TEXT
    words = {key: word.to(language) for key, word in named.items()}
    dates = {
        key: days.said(date.fromisoformat(str(inputs[key])), language)
        for key in _DATES
        if f"{{{key}}}" in sentence and inputs.get(key)
    }
    return sentence.format_map(_Blank({**inputs, **words, **dates, "name": name}))
