"""Tells what a text about a chance is: a try, none, a plan, a question.

Tables of expressions over `spelling.normal` text, tried in order. Effort counts: what
tells of any doing is a try, however it went (#33).
"""

import re
from collections.abc import Callable

from flows.talk import phrases

QUESTION_MARKS = ("?", "\uff1f", "\u061f")  # Latin, full-width, Arabic
_QUESTION_WORDS = re.compile(
    r"(what|whats|how|hows|when|where|who|whos|which|why|should|shall|can|could|"
    r"would|do|does|is|are|am|may|will|any|did you|have you|has|was|were|you|u)\b"
)
_ASKS = re.compile(
    r"^(what (should|do|can|am|is|shall|counts|if)|how (do|can|should|does|to)|"
    r"(should|can|could|shall|may) (i|you|we)|do i|is it ok|am i|who is this|"
    r"whos this|who are you|(is|are) (this|you)|help me)\b|(^|i )need (some )?help\b|"
    r"\b(what should i do|what am i supposed|i have a question|"
    r"i dont (understand|get) (the|this|what|it)|im stuck|what counts|"
    r"any (tips|advice))"
)
_PERSON = re.compile(
    r"^coach( please)?$|\b(call me|ring me|(talk|speak) (to|with) (a|my|the|some)"
    r" ?(human|person|coach|one|body)|real (person|human)|need my coach|"
    r"ask my coach|contact me)\b"
)
_PAST = re.compile(
    r"\b(tried|did|said|spoke|asked|told|went|made|raised|shared|wrote)\b"
)


_FIRST_TOLD = re.compile(
    r"^(yes |yep |yeah |yup |ok |so |and |well |today |just |actually |finally )*"
    r"(i |we )?"
    r"(just |actually |finally |even |also |only |really )*"
    r"(tried|said|spoke|asked|told|raised|shared|went|called|wrote|opened|walked|ran|"
    r"read|talked|presented|practi[cs]ed|offered|suggested|answered|sent|signed|"
    r"stood|sat|listened|managed|started|began|spent|put my hand|did (?!not\b|nt\b))\b"
)
_EFFORT = re.compile(
    r"\b(tried|attempted|gave it a (go|try|shot)|had a (go|try|shot)|"
    r"made an (attempt|effort)|got started|(some|half) of it|"
    r"but (then )?(i )?(still |did )?(said|spoke|asked|told|wrote|got|made|managed))\b"
)
_NO_EFFORT = re.compile(
    r"\b(didnt|havent|not|never|hardly|wish (id|i had|i)|(should|could|would) have|"
    r"shouldve|couldve|wouldve|if (id|i had)) (even |really )?(tried|attempted)\b"
)
_IMAGINED = re.compile(
    r"\b(in my (head|mind)|imagin(ed|ing)|pictur(ed|ing)|visuali[sz](ed|ing)|"
    r"mentally|rehears(ed|ing))\b"
)
_THEN_DID = re.compile(
    r"\b(and|then) (i |then |actually |really )*"
    r"(did|said|spoke|asked|told|went|made|raised|shared|tried)\b"
)
_NOT_YET = re.compile(
    r"^(ill|i will|im going to|i am going to|im gonna|gonna|going to|planning to|"
    r"i plan to|im planning|about to|will (do|try|say)|trying (it )?(now|later)|"
    r"not yet|havent yet|still (going|planning) to|i want to|im trying)\b|"
    r"\b(havent (done|tried|had a go)( it)? yet|not yet but)\b"
)
_NOT_TRIED = re.compile(
    r"^(no|nah|nope|nay|naw) (?!one|body)|"
    r"\b(not (today|tonight|this time|done|able)|(didnt|did not|couldnt|could not|"
    r"wasnt able to|was unable to|unable to|cant|havent|have not|hadnt|never)"
    r"( really| even| quite| manage to| managed to| get to| get around to| dare to"
    r"| want to| feel like)*"
    r" ?($|do|doing|try|manage|say|speak|ask|happen|make|find|dare|today|this|it\b|"
    r"because|cause|cuz|as|had|have|got|get|remember|bring|done|open|finish|"
    r"start)|chickened out|bailed|wimped|lost my nerve|too (scared|nervous|afraid|"
    r"shy|busy|tired|late|much)|put it off|procrastinat\w+|no (time|chance|energy|"
    r"luck)|ran out of time|skipp?(ed|ing)|forgot|slipped my mind|day off|"
    r"on (holiday|vacation|leave)|(off|home|im|was|am|feeling|too) (sick|ill|unwell)|"
    r"sick (today|day)|(was|got|were|been) cancell?ed|missed (it|the)|wanted to but|"
    r"meant to but|(was|were) (gonna|going to) but|cold feet|"
    r"(no one|nobody) asked( me)?$)"
)
# Words about the whole thing, no story of a try: what is meant is asked, not guessed.
_OTHER = re.compile(
    r"^(i (dont want|do not want|hate|quit|give up)|this (is|isnt|is not|sucks)|"
    r"i (feel|am|cant go on)|im (so|done with|not ok|not okay))\b"
)
_AGO = (
    (2, re.compile(r"\b(day before yesterday|2 days ago|two days ago)\b")),
    (1, re.compile(r"^(yesterday|last night)\b|\b(yesterday|last night)$")),
)
# Trouble or grief is no story of a try, and no moment for a question about one.
_TROUBLE = re.compile(
    r"\b(hospital|ambulance|funeral|cancer|died|dying|dead|passed away|divorced?|"
    r"accident|cried|crying|worthless|hopeless|lonely|grieving|heart attack|"
    r"(got|been|was) fired|lost my \w+|panic attack|yelled at me|shouted at me)\b"
)
_GREETED = re.compile(r"^(hi|hey|hello)( there)?\b")
_THANKED = re.compile(r"\b(thanks|thank you) for\b")
# A story counts as a try when the writer herself did something: her own past verb,
# with "I" or "we", or with no subject at all at the beginning.
_DID = (
    r"(said|spoke|told|went|made|wrote|sat|stood|gave|took|kept|held|sang|ran|read|led|"
    r"met|put|brought|began|came|drew|drove|fought|let|paid|rang|rose|sent|showed|"
    r"swam|taught|threw|won|ate|bought|built|chose|hit|left|rode|shook|sold|woke|did|"
    r"got (up|in|into|through|to|it|my|out)|\w{2,}(?<!ne)(?<!fe)(?<!spe)ed)"
)
# Each word can be read in one way only, or a long row of them takes for ever.
_MANNER = r"((just|even|also|then|still|today|yesterday|\w+ly) )*+"
_NOT_DONE = r"(need|bored|tired|scared|stressed|worried|exhausted|wanted|hoped|missed)"
_SHE_DID = re.compile(
    rf"(^|\b(i|we|ive|weve) |\b(and|but|then) ){_MANNER}(?!{_NOT_DONE}\b){_DID}\b|"
    r"\b(managed to|was able to|were able to|got to|made myself|got myself) \w+|"
    r"\bmy (voice|hands?|knees|heart) (shook|trembled|pounded|raced|cracked)\b|"
    r"\bi (didnt|did not) stay (quiet|silent|back)\b"
)
A_STORY = 3  # words; fewer that no table knows could mean anything


def aside(text: str, norm: str) -> str:
    """Name what is said instead of an answer: person, question or ""."""
    if _PERSON.search(norm) and not told(norm):
        return "person"
    if _ASKS.search(norm) and not _PAST.search(norm):
        return "question"
    asked = text.rstrip().endswith(QUESTION_MARKS)
    return "question" if asked and _QUESTION_WORDS.match(norm) else ""


def told(norm: str) -> bool:
    """Say whether the text begins by telling what was done."""
    return bool(_FIRST_TOLD.match(norm))


def kind(norm: str) -> str:
    """Name the story: tried, imagined, not_tried, not_yet, news or unsure."""
    name = next((name for name, holds in _STORIES if holds(norm)), "")
    her_own = len(norm.split()) >= A_STORY and _SHE_DID.search(norm)
    return name or ("tried" if her_own else "unsure")


def days_ago(norm: str) -> int:
    """Count the local days since the try that the text tells of."""
    return next((days for days, when in _AGO if when.search(norm)), 0)


def reason(norm: str) -> str:
    """Name what was missing: know_how, moment, time or "" when it is not told."""
    return next((name for name, sign in _REASONS if sign.search(norm)), "")


_REASONS = tuple((name, re.compile(sign)) for name, sign in phrases.REASONS)


def _made_effort(norm: str) -> bool:
    return bool(_EFFORT.search(norm)) and not _NO_EFFORT.search(norm)


def _only_imagined(norm: str) -> bool:
    return bool(_IMAGINED.search(norm)) and not _THEN_DID.search(norm)


def _something_else(norm: str) -> bool:
    return bool(_OTHER.search(norm)) and not _PAST.search(norm)


# Asked in this order; the first that holds names the story.
_STORIES: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("imagined", _only_imagined),
    ("tried", told),
    ("tried", _made_effort),
    ("not_tried", _NO_EFFORT.search),
    ("not_yet", _NOT_YET.search),
    ("not_tried", _NOT_TRIED.search),
    ("news", _TROUBLE.search),
    ("greeting", _GREETED.search),
    ("thanks", _THANKED.search),
    ("unsure", _something_else),
)
