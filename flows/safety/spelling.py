"""Rewrite a text the way the word lists are written, whatever the person's thumbs did.

Law: the result holds lower-case words, "," for a break between clauses and x-words for
emoji, each set apart by one space, with a space at both ends.
"""

import re
import unicodedata

_GONE = dict.fromkeys(
    map(
        ord,
        "'\u2018\u2019\u201b\u02bc`\u00b4\u200b\u200c\u200d\u2060\ufeff\ufe0f\u00ad",
    )
)
_EMOJI = {
    "\U0001f48a": "xpill",
    "\U0001f489": "xneedle",
    "\U0001f52a": "xknife",
    "\U0001f5e1": "xknife",
    "\U0001f52b": "xgun",
    "\U0001fa78": "xblood",
    "\U0001faa2": "xrope",
    "\U0001faa6": "xgrave",
    "\u26b0": "xgrave",
    "\U0001f480": "xskull",
    "\u2620": "xskull",
    "\U0001f62d": "xsad",
    "\U0001f622": "xsad",
    "\U0001f614": "xsad",
    "\U0001f61e": "xsad",
    "\U0001f494": "xsad",
    "\U0001f97a": "xsad",
}
# Digits and signs that stand for letters inside a word, as in "k1ll" or "$uicide".
_LEET = str.maketrans("013457!$@+", "oieastisat")
_LEETED = re.compile(r"[a-z0134579!$@+*]+")
_SIGN = re.compile(r"[013457!$@+*]")
_UP_TO_A_LETTER = re.compile(r".*[a-z]")
_SPACED = re.compile(
    r"(?<![^\W_])(?:(?:[^\W_][ ._\-*/]{1,3}){3,}[^\W_]"
    r"|d[ ._\-*/]{1,3}i[ ._\-*/]{1,3}e)(?![^\W_])"
)
# Letters that stand before the word they spell join it, as in "M W F. s u i c i d e".
_SPELLED = re.compile(r"suicid(?:e|al|io|arme|arse)|kill(?=myself)|(?<=kill)myself")
_LONG = re.compile(r"(\w)\1{2,}")
_BREAK = re.compile(r"[.,;:!?()\n\r\u2026\u00bf\u00a1|]+|\s-+\s")

# Whole words written short or wrong; the right side is what the lists expect.
_ALIASES: dict[str, str] = {
    "2": "to", "4": "for", "u": "you", "ur": "your", "r": "are", "n": "and",
    "wanna": "want to", "wana": "want to", "wnna": "want to", "wnt": "want",
    "gonna": "going to", "gona": "going to", "gunna": "going to", "imma": "going to",
    "ima": "going to", "finna": "going to", "tryna": "trying to", "gotta": "need to",
    "abt": "about", "bc": "because", "tmrw": "tomorrow", "tn": "tonight",
    "2nite": "tonight", "tonite": "tonight", "nite": "night", "rn": "right now",
    "dnt": "dont", "don": "dont", "doesn": "doesnt", "cannot": "cant", "cnt": "cant",
    "anymor": "anymore", "nomore": "anymore", "im": "im", "iam": "i am",
    "kil": "kill", "kll": "kill", "klil": "kill", "kiil": "kill", "kiling": "killing",
    "klling": "killing", "killin": "killing", "kllng": "killing",
    "killmyself": "kill myself",
    "myslef": "myself", "mysefl": "myself", "mself": "myself", "meself": "myself",
    "mysel": "myself", "miself": "myself", "mysself": "myself", "mysllf": "myself",
    "dieing": "dying", "dyin": "dying", "diying": "dying", "unaliving": "unalive",
    "unaliveing": "unalive", "sewerslide": "suicide", "sewerside": "suicide",
    "selfharm": "self harm", "selfharmed": "self harm", "selfharming": "self harm",
    "harmed": "harm", "ambulence": "ambulance", "breath": "breathe",
    "overdosin": "overdose", "overdoes": "overdose", "rapped": "raped",
    "q": "que", "kiero": "quiero", "qiero": "quiero", "quero": "quiero",
    "bf": "boyfriend", "gf": "girlfriend", "hubby": "husband",
}  # fmt: skip
# Long words that are found within two slips of the thumb, first letter kept.
_FUZZY = ("suicide", "suicidal", "suicidio", "suicidarme", "suicidarse")
_NOT_FUZZY = frozenset({"subside", "subsidy", "subsided", "subsidies", "sundial"})
_SHORTEST, _SLIPS = 6, 2


def _distance(left: str, right: str) -> int:
    row = list(range(len(right) + 1))
    for i, mine in enumerate(left, 1):
        before, row = row, [i]
        for j, theirs in enumerate(right, 1):
            swap = before[j - 1] + (mine != theirs)
            row.append(min(before[j] + 1, row[j - 1] + 1, swap))
    return row[-1]


def _near(word: str) -> str:
    if len(word) < _SHORTEST or word[0] != "s" or word in _NOT_FUZZY:
        return word
    # One slip changes at most two of a word's letters: most words need no distance.
    letters = set(word)
    same = (right for right in _FUZZY if len(letters ^ set(right)) <= 2 * _SLIPS)
    return next((right for right in same if _distance(word, right) <= _SLIPS), word)


def _letters(text: str) -> str:
    flat = unicodedata.normalize("NFKD", text).translate(_GONE).casefold()
    if flat.isascii():  # as most texts are: nothing there goes on top of a letter
        return flat
    return "".join(c for c in flat if not unicodedata.combining(c))


def _joined(spaced: re.Match[str]) -> str:
    return _SPELLED.sub(r" \g<0> ", re.sub(r"[ ._\-*/]", "", spaced[0]))


def _unleet(token: re.Match[str]) -> str:
    # In two steps, each reading a run once: one pattern for both looked back over the
    # whole of a long run at each of its signs, a minute for 60,000 full stops.
    reach = _UP_TO_A_LETTER.match(token[0])
    if reach is None:
        return token[0]
    return _LEETED.sub(lambda run: _letters_of(run, reach.end()), token[0])


def _letters_of(run: re.Match[str], reach: int) -> str:
    if run.start() >= reach:
        return run[0]
    word = run[0].rstrip("!+*")
    return word.translate(_LEET).replace("*", "") + run[0][len(word) :]


def _word(word: str) -> str:
    short = _LONG.sub(r"\1", word)
    return _near(_ALIASES.get(short, short))


def flatten(text: str) -> str:
    """Give the text as the word lists expect it.

    Args:
        text: anything a person may send.

    Returns:
        Words and breaks between single spaces, such as " i want to die , ".
    """
    flat = _letters(text)
    for sign, name in () if flat.isascii() else _EMOJI.items():
        flat = flat.replace(sign, f" {name} ")
    flat = _SPACED.sub(_joined, flat)
    if _SIGN.search(flat):
        flat = re.sub(r"\S+", _unleet, flat)
    flat = _BREAK.sub(" , ", flat)
    words = re.findall(r"[^\W_]+|,", flat)
    known = {word: _word(word) for word in set(words)}
    return f" {' '.join(known[word] for word in words)} "
