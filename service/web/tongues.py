"""In which language the console speaks to whoever looks, and its words in it.

The rule: what was chosen in this browser, at the foot of a page or on one's account;
else the language of the account that is signed in, or of the link that asks somebody
in; else what the browser asks for.

The words stand in the pages in English; `languages/<tag>.po` has them in the others. A
word without a translation is shown in English, and a test names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Generic, TypeVar, cast

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from flask import Flask, Response, current_app, g, has_request_context, request
from markupsafe import Markup

from flows.phrase import Phrase
from service.usecases import languages

FOLDER = Path(__file__).parent / "languages"
ENGLISH, TONGUES = languages.ENGLISH, languages.TONGUES
COOKIE = "handrail-language"
A_YEAR = 365 * 24 * 3600
LENT = "handrail-languages"

K = TypeVar("K")


class Spoken(Mapping[K, str], Generic[K]):
    """A table of words that says each in the language of this request."""

    def __init__(self, words: Mapping[K, str]) -> None:
        """Take the words in English."""
        self._words = words

    def __getitem__(self, key: K) -> str:
        """Say the words of a key."""
        return say(self._words[key])

    def __iter__(self) -> Iterator[K]:
        """Yield the keys."""
        return iter(self._words)

    def __len__(self) -> int:
        """Return how many keys there are."""
        return len(self._words)

    def say(self, key: K, otherwise: str, /, **given: object) -> str:
        """Say the words of a key, or others in English, their values filled in."""
        return say(self._words.get(key, otherwise), **given)


def here() -> str:
    """Return the language of this request, by the rule above."""
    if not has_request_context():
        return ENGLISH
    if "tongue" not in g:
        know("")
    return cast("str", g.tongue)


def know(own: str) -> None:
    """Let this request be in the language of whoever asks, unless she chose another.

    "" where none is known of her.
    """
    wanted = (request.cookies.get(COOKIE, ""), own)
    said = next((one for one in wanted if one in TONGUES), "")
    g.tongue = said or request.accept_languages.best_match(list(TONGUES), ENGLISH)


def speak(tag: str) -> None:
    """Let the rest of this request be in the language of a tag, where we speak it."""
    language = tag.partition("-")[0]
    g.tongue = language if language in TONGUES else ENGLISH


def say(words: str, /, **given: object) -> str:
    """Return words in the language of this request, their `%(name)s` filled in."""
    return _filled(_singular(here(), words), given)


def country(region: str) -> str:
    """Name a country like NZ in the language of this request; itself where unknown."""
    return str(Locale.parse(here()).territories.get(region, region))


def say_in(tag: str, words: str, /, **given: object) -> str:
    """Return words in the language of a tag, in English where we do not speak it."""
    language = tag.partition("-")[0]
    tongue = language if language in TONGUES else ENGLISH
    return _filled(_singular(tongue, words), given)


def tell(words: str) -> str:
    """Say what the core tells, in the language of this request; others stand as is."""
    return say(words.template, **words.values) if isinstance(words, Phrase) else words


def count(one: str, many: str, n: int, /, **given: object) -> str:
    """Return the words for so many, `%(num)s` and `%(name)s` filled in."""
    return _filled(_counted(one, many, n), {"num": n, **given})


def said(words: str) -> str:
    """Say what a form's mend keeps: it may hold what was typed, so it is no markup.

    `_()` of a page takes what it says for markup and fills its `%` in.
    """
    return words if isinstance(words, Markup) else say(words)


def coded(words: str) -> Markup:
    """Say what the core tells; what stands in backticks there, as a file has it."""
    told = re.split(r"`([^`]+)`", tell(words))
    return Markup("").join(
        Markup("<code>{}</code>").format(one) if at % 2 else one
        for at, one in enumerate(told)
    )


def within(words: str) -> str:
    """Return what stands by itself as it stands within a sentence: begun small."""
    return f"{words[:1].lower()}{words[1:]}"


def later(words: str) -> str:
    """Mark words of a table for translation; whoever shows them says them."""
    return words


def spoken(words: Mapping[K, str]) -> Spoken[K]:
    """Mark the words of a whole table; it says them itself, in the reader's tongue."""
    return Spoken(words)


def later_counted(one: str, many: str) -> tuple[str, str]:
    """Mark words of a table that are counted; whoever shows them counts them."""
    return one, many


def keep(response: Response, tongue: str) -> Response:
    """Let the browser keep the language chosen; one we do not speak changes nothing."""
    if tongue in TONGUES:
        response.set_cookie(
            COOKIE, tongue, max_age=A_YEAR, path="/", httponly=True, samesite="Lax"
        )
    return response


def lend(app: Flask, catalogs: Mapping[str, Catalog]) -> None:
    """Let an app speak by these catalogues, in place of those that are shipped."""
    app.extensions[LENT] = catalogs


def furnish(app: Flask) -> None:
    """Teach the pages `_`, `gettext` and `ngettext`."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    # The extension fills `%(name)s` in by itself, each value escaped.
    install = "install_gettext_callables"  # jinja2.ext adds it to the environment
    getattr(app.jinja_env, install)(say, _counted, newstyle=True)
    app.jinja_env.filters["said"] = said
    app.context_processor(lambda: {"tongue": here(), "tongues": TONGUES})
    app.add_template_filter(coded)


def _filled(words: str, given: Mapping[str, object]) -> str:
    """Fill values in; one that the core tells is said in this language too."""
    said = {k: tell(v) if isinstance(v, Phrase) else v for k, v in given.items()}
    return words % said if said else words


def _singular(tongue: str, words: str) -> str:
    found = _message(tongue, words)
    return found if isinstance(found, str) and found else words


def _counted(one: str, many: str, n: int) -> str:
    tongue = here()
    found = _message(tongue, one)
    if not (isinstance(found, (tuple, list)) and all(found)):
        return one if n == 1 else many
    return str(found[_which(_words(tongue).plural_expr)(n)])


def _message(tongue: str, words: str) -> object:
    if tongue == ENGLISH:
        return None
    message = _words(tongue).get(words)
    return message.string if message else None


def _words(tongue: str) -> Catalog:
    lent: Mapping[str, Catalog] = current_app.extensions.get(LENT, {})
    return lent[tongue] if tongue in lent else _catalog(tongue)


_which = cache(c2py)


@cache
def _catalog(tongue: str) -> Catalog:
    path = FOLDER / f"{tongue}.po"
    with path.open("rb") as file:
        return read_po(file, locale=tongue)
