"""Reads a text as an answer to each kind of question, in one language."""

from collections.abc import Callable, Mapping

from flows.talk import choosing, leanings, quantities, stories, weekdays
from flows.talk.expects import SCALE, Expect
from flows.talk.lexicon import NO_SIGNS, THANKS_SIGNS, TRIED_SIGNS, YES_SIGNS, Lexicon
from flows.talk.meant import (
    Answer,
    Aside,
    Clock,
    Days,
    Duration,
    Imagined,
    NotTried,
    Number,
    Picked,
    Reason,
    Tried,
    Unsure,
    Words,
    YesNo,
)
from flows.talk.said import Said
from flows.talk.spelling import LONGEST_PHRASE
from flows.talk.stories import Story

_ATTEMPT_SIGNS = (
    ("tried", TRIED_SIGNS),
    ("not_tried", NO_SIGNS),
    ("thanks", THANKS_SIGNS),
)


def read(said: Said, expect: Expect, lexicon: Lexicon) -> Answer:
    """Read `said` as an answer to what `expect` waits for; never fails."""
    return _READERS[expect.kind](said, expect, lexicon)


def _sign(text: str, *chapters: tuple[str, frozenset[str]]) -> str | None:
    # A text of signs alone: the first that says something decides.
    found = (name for sign in text for name, signs in chapters if sign in signs)
    return next(found, None)


# ---- asides: things people say instead of answering ----


def _request(said: Said, lexicon: Lexicon) -> Aside | None:
    """See a wish for a person, or a question that cannot be anything else."""
    asides = lexicon.asides
    bare = asides.lead_in.sub("", said.bare)
    asked = said.asked and _asks(bare, asides.asking_of)
    if not asked and _wants_person(said, lexicon):
        return Aside("person")
    if asides.question.search(bare) or (said.asked and _asks(bare, asides.asking)):
        return Aside("question")
    return None


def _asks(norm: str, asking: frozenset[str]) -> bool:
    first, last = norm.partition(" ")[0], norm.rpartition(" ")[2]
    return first in asking or last in asking


def _wants_person(said: Said, lexicon: Lexicon) -> bool:
    asides = lexicon.asides
    if asides.person_hints.isdisjoint(said.vocabulary):
        return False
    return bool(asides.person.search(said.norm)) and (
        bool(asides.person_asked.search(said.norm)) or not _did(said, lexicon)
    )


def _did(said: Said, lexicon: Lexicon) -> bool:
    return stories.story(said, lexicon.telling).kind == "tried"


def _otherwise(said: Said, lexicon: Lexicon) -> Answer:
    """Take what was not understood: a question of any form, news, or unsure."""
    if _asks_too(said, lexicon) or (said.asked and len(said.words) >= _A_SENTENCE):
        return Aside("question")
    if stories.is_news(said, lexicon.telling):
        return Aside("news")
    return Unsure(said.text)


def _asks_too(said: Said, lexicon: Lexicon) -> bool:
    first = said.words[0] if said.words else ""
    begun = first in lexicon.asides.asking_too and len(said.words) > 1
    return said.asked and begun


def _asks_as_well(said: Said, lexicon: Lexicon) -> Aside | None:
    """See a question, or news, in what reads like a try but ends as a question."""
    if _asks_too(said, lexicon):
        return Aside("question")
    news = said.asked and stories.is_news(said, lexicon.telling)
    return Aside("news") if news else None


# ---- attempt ----


def _attempt(said: Said, _: Expect, lexicon: Lexicon) -> Answer:
    known = _known_attempt(said, lexicon)
    if known:
        return _told(Story(known), said, lexicon)
    request = _request(said, lexicon)
    story = stories.story(said, lexicon.telling)
    if request and (story.kind != "tried" or request.meaning == "person" or said.asked):
        return request
    if request and lexicon.asides.question.match(said.bare):
        return request
    if story.kind == "unsure":
        return _polite(said, lexicon) or _otherwise(said, lexicon)
    aside = _asks_as_well(said, lexicon)
    if story.kind in ("tried", "not_yet") and aside:
        return aside
    return _told(story, said, lexicon)


def _known_attempt(said: Said, lexicon: Lexicon) -> str | None:
    if not said.norm:
        return _sign(said.text, *_ATTEMPT_SIGNS)
    known = lexicon.attempt.get(said.norm)
    if known or len(said.norm) > 2 * LONGEST_PHRASE:
        return known
    bare = lexicon.asides.lead_in.sub("", said.norm)
    known = lexicon.attempt.get(bare)
    spelt = said.vocabulary <= lexicon.vocabulary  # "I won't" is no slip of "I went"
    return known if known or spelt else lexicon.attempt.nearest(said.norm)


def _polite(said: Said, lexicon: Lexicon) -> Aside | None:
    if lexicon.asides.greeted.search(said.norm) and not said.asked:
        thanked = lexicon.asides.thanked.search(said.norm)
        return Aside("thanks" if thanked else "greeting")
    return Aside("thanks") if lexicon.asides.thanked.search(said.norm) else None


def _told(story: Story, said: Said, lexicon: Lexicon) -> Answer:
    match story.kind:
        case "tried":
            ago = stories.days_ago(said, lexicon.telling, lexicon.ago)
            day = None if ago else stories.on_a_day(said, lexicon.on_a_day)
            on = lexicon.weekdays.names.get(day or "")
            return Tried(said.text, ago, story.fell_short, on)
        case "not_tried":
            return NotTried(said.text, _missing(said, lexicon))
        case "imagined":
            return Imagined(said.text)
        case name:
            return Aside(name)


def _missing(said: Said, lexicon: Lexicon) -> str:
    if len(said.norm) < _A_REASON:
        return ""
    norm = lexicon.no_reason.sub(" ", said.norm)
    found = (name for name, sign in lexicon.reasons if sign.search(norm))
    return next(found, "")


_A_REASON = 7  # letters; shorter is no more than a no


# ---- the other kinds ----


def _reason(said: Said, _: Expect, lexicon: Lexicon) -> Answer:
    known = lexicon.reason_positions.get(said.norm)
    if known:
        return Reason(known)
    request = _request(said, lexicon)
    if request:
        return request
    if reason := _missing(said, lexicon) or _missing_word(said, lexicon):
        return Reason(reason)
    story = stories.story(said, lexicon.telling)
    if story.kind == "tried":
        return Tried(said.text, fell_short=story.fell_short)
    aside = _otherwise(said, lexicon)
    return aside if isinstance(aside, Aside) else Reason("other")


def _missing_word(said: Said, lexicon: Lexicon) -> str:
    found = (name for name, sign in lexicon.reasons if sign.fullmatch(said.norm))
    return next(found, "")


def _yes_no(said: Said, _: Expect, lexicon: Lexicon) -> Answer:
    known = lexicon.yes_no.get(said.norm)
    if known is None and not said.norm:
        known = _sign(said.text, ("yes", YES_SIGNS), ("no", NO_SIGNS))
    if known == "yes" and said.asked and _short(said):
        return _otherwise(said, lexicon)  # "yes?" is doubt, and no consent
    if known:
        return YesNo(known == "yes")
    request = _request(said, lexicon)
    if request:
        return request
    leans = leanings.leaning(said, lexicon.leaning)
    if leans is not None and not _asks_back(said, lexicon):
        return YesNo(leans)
    slip = lexicon.yes_no.nearest(said.norm) if leans is None else None
    return YesNo(slip == "yes") if slip else _otherwise(said, lexicon)


def _asks_back(said: Said, lexicon: Lexicon) -> bool:
    """See "yes to what?" for a question."""
    asks = not lexicon.asides.asking.isdisjoint(said.words)
    return said.asked and asks


def _own_words(said: Said, _: Expect, lexicon: Lexicon) -> Answer:
    if not said.norm or lexicon.nothing.nearest(said.norm):
        return Aside("nothing")
    request = _request(said, lexicon)
    if request and not _tells_of_talking(said, lexicon):
        return request
    if stories.is_news(said, lexicon.telling):
        return Aside("news")
    return Words(said.text)


def _rehearsed(said: Said, expect: Expect, lexicon: Lexicon) -> Answer:
    """Take a practised line as it is, though it asks: "Can I say something?"."""
    answer = _own_words(said, expect, lexicon)
    hers = said.asked and answer in (Aside("question"), Aside("person"))
    return Words(said.text) if hers else answer


def _tells_of_talking(said: Said, lexicon: Lexicon) -> bool:
    """See "talking to one person" for an answer, where something open was asked."""
    asides = lexicon.asides
    asked = said.asked or asides.person_asked.search(said.norm)
    return bool(asides.talk_told.search(said.norm)) and not asked


def _scale(said: Said, _: Expect, lexicon: Lexicon) -> Answer:
    low, high = SCALE
    found = quantities.scale(said, lexicon.amounts)
    return _within(said, found, low, high, lexicon)


def _number(said: Said, expect: Expect, lexicon: Lexicon) -> Answer:
    found = quantities.number(said, lexicon.amounts)
    return _within(said, found, expect.low, expect.high, lexicon)


def _within(
    said: Said, found: int | None, low: int, high: int | None, lexicon: Lexicon
) -> Answer:
    asking = said.asked or said.norm.partition(" ")[0] in lexicon.asides.asking
    if asking and (found is None or not _short(said)):
        request = _request(said, lexicon)
        if request:
            return request
        if _asks_about_it(said, lexicon):
            return Aside("question")
    if found is None:
        return _request(said, lexicon) or _otherwise(said, lexicon)
    inside = low <= found and (high is None or found <= high)
    return Number(found) if inside else Unsure(said.text)


def _asks_about_it(said: Said, lexicon: Lexicon) -> bool:
    """See "is the 10 a lot?" for a question, and "6, is that ok?" for a 6."""
    begins = said.words[:_A_QUESTION]
    copulas = lexicon.asides.copulas
    if not said.asked or copulas.isdisjoint(begins):
        return False
    return not (begins[0].isdecimal() or begins[0] in lexicon.amounts.numbers)


# Words, of which a question of any form has so many: "my sister can come with me?"
_A_SENTENCE = 4
_A_QUESTION = 3  # words, among which a question about the number has its verb


def _short(said: Said) -> bool:
    return len(said.words) <= 1


def _duration(said: Said, expect: Expect, lexicon: Lexicon) -> Answer:
    found = quantities.minutes(said, lexicon.amounts)
    answer = _within(said, found, expect.low, expect.high, lexicon)
    return Duration(answer.value) if isinstance(answer, Number) else answer


def _time(said: Said, _: Expect, lexicon: Lexicon) -> Answer:
    found = quantities.clock(said, lexicon.amounts)
    if found is not None and not (said.asked and _request(said, lexicon)):
        return Clock(found)
    return _request(said, lexicon) or _otherwise(said, lexicon)


def _days(said: Said, _: Expect, lexicon: Lexicon) -> Answer:
    days = weekdays.named(said, lexicon.weekdays)
    request = _request(said, lexicon) if said.asked or days is None else None
    if request:
        return request
    return _otherwise(said, lexicon) if days is None else Days(days)


def _choice(said: Said, expect: Expect, lexicon: Lexicon) -> Answer:
    request = _request(said, lexicon) if said.asked else None
    if request:
        return request
    name = choosing.picked(said, expect.choices, lexicon)
    if name:
        return Picked(name)
    return _request(said, lexicon) or _otherwise(said, lexicon)


def _offer(said: Said, expect: Expect, lexicon: Lexicon) -> Answer:
    known = lexicon.offer.nearest(said.norm)
    if known:
        return Picked(known)
    request = _request(said, lexicon)
    if request:
        return request
    mentions = "".join(
        lexicon.offer_mentions.letters(*clause) for clause in said.clauses
    )
    for name in ("later", "keep"):
        if name[0] in mentions:
            return Picked(name)
    answer = _yes_no(said, expect, lexicon)
    if isinstance(answer, YesNo):
        return Picked("accept" if answer.yes else "keep")
    taken = "a" in mentions and isinstance(answer, Unsure)
    return Picked("accept") if taken else answer


def _phrase(said: Said, expect: Expect, lexicon: Lexicon) -> Answer:
    if choosing.said_whole(said, expect.choices):
        return Picked("said")
    return _request(said, lexicon) or Aside("other")


_READERS: Mapping[str, Callable[[Said, Expect, Lexicon], Answer]] = {
    "attempt": _attempt,
    "yes_no": _yes_no,
    "words": _own_words,
    "take": _rehearsed,
    "number": _number,
    "scale": _scale,
    "duration": _duration,
    "time": _time,
    "days": _days,
    "reason": _reason,
    "choice": _choice,
    "offer": _offer,
    "phrase": _phrase,
}
