"""What the core says to a coach in English, said anew in the reader's language.

With each decision one English sentence is kept, and its rule's inputs hold less than it
says: the size a step had, a code's meaning, a colleague's own words. So the sentence is
taken apart by the templates it was made of, and these are said in her language.

Laws: a template of a table here or in the core is said whole or not at all; what no
template made, such as a rule that is no more, is shown in the English it was kept in;
names and what people wrote stand as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter

from flows.coach import (
    alarms,
    calling,
    contexts,
    days,
    dials,
    evidence,
    explain,
    for_coach,
    lapses,
    offer_rows,
    policy,
    preview,
    prompting,
    quiet,
    rungs,
    sentences,
    spoken,
    support,
    travel,
    wishes,
)
from service.carrier import codes
from service.usecases import spending, waiting
from service.web import policy_words, tongues
from service.web.tongues import later

# What stands around the tables of the core where they are joined, and what is said
# beside them, to the letter as it stands there.
JOINED: tuple[str, ...] = (
    later("{reason}."),
    # As it was kept before it said nothing of today.
    later("{name} was invited by a coach and has not answered yet."),
    later("The new schedule of {name} lacks the chance on {day}, so it was taken out."),
    later("{reason}, so from now on {rung}."),
    later("{reason}; from now on: {rung}."),
    later("{reason} until {until}"),
    later("{told}, and of these 1 of {share}, as asked for"),
    later("{name} {came}, so from now on: {rung}."),
    later("tried without a prompt"),
    later("tried after a prompt"),
    later("did not try after a prompt"),
    later("{name} is on {rung}: {says}, {because}."),
    later("{name}: {says}, {because}."),
    later("{reason}, so from now on they may change again."),
    # As it was kept before it said what a kind is.
    later("A coach says the step of {name} is a {value}"),
    later("window"),
    later("moment"),
    later("day"),
    later("{number} days"),
    later("{name} gave a word again"),
    later("It waits until {at}."),
    later("{reason}, so nothing more goes out."),
    later("{reason}, so there is one more try at {at}."),
    later("{reason}, so one text goes in place of the call."),
    # What was agreed on, and what a yes changed.
    later("The coach and {name} agreed: “{dial}” goes from {old} to {new}."),
    later("The coach and {name} agreed: from here the help is {help}."),
    later("The coach and {name} agreed on the places: {many} of them."),
    later("A mistake could cost {name} a lot, so you look at it together first."),
    later("{name} expects fear of {fear} of 10, so the dials stay."),
    later("{name} is {sure} of 10 sure, so the dials stay."),
    later("{name} said yes, and no dial could be turned by one notch now."),
    later("{name} took up one notch down: “{dial}” goes from {old} to {new}."),
    later("{name} took up one notch up: “{dial}” goes from {old} to {new}, and help"
          " comes back for a while."),
    later("{name} said yes, and the help stays as it is for now."),
    later("{name} took it up: from here the help is {help}."),
    later("{name} stays with the places there are for now."),
    later("{name} takes it to a new place, where prompts begin again on Half at most."),
    later("{name} takes up a step of their own."),
    later("{author}: The schedule has a known moment, and its prompt comes before it."),
    # What use cases decide.
    later("{name} changed what may be sent after this was written, so it stayed here."),
    later("What {name} was to be asked has been settled meanwhile."),
    later("The first one reached {name} after all; this one stayed."),
    later("{name} has written since, so this one stayed here."),
    later("A text did not arrive: {meaning} ({code}). It is tried once more at {at}."),
    later("The carrier could not be reached while this was of use to {name}, so it did"
          " not go out."),
    later("The service was put back from a backup, and {name} may have had this before,"
          " so it stayed here."),
    later("A coach gave {name} another way of prompts, {policy}: {says}; what was"
          " learned before is not carried over."),
    later("{name} would have had more than {limit}, so this text stayed."),
    later("{most} automatic texts in 5 minutes"),
    later("{most} automatic texts in a day"),
    later("{most} automatic texts alike in a day"),
    later("{most} confirmations in a day"),
    later("A coach paused {name} up to and including {until}."),
    later("A coach ended the pause of {name}."),
    later("A coach ended the pause of {name}; the one asked for in their own words goes"
          " on up to and including {until}."),
    later("{by} lifted the hold ({lifted})."),
    *(later("safety"), later("may want texts to end"), later("take over")),
    # As they were kept before they were called what pages call them.
    *(later("crisis"), later("unclear stop")),
    later("{by} took over from {name}: everything automatic waits."),
    later("{by} talks: everything automatic waits."),
    later("{by} ended the talk; automatic texts go on."),
    later("{by} answers nobody here any more, so the talk ended; automatic texts go"
          " on."),
    later("Nobody wrote for 24 hours, so the talk ended by itself."),
    later("in {country}"),
    later("This organisation"),
    later("This programme"),
    later("The carrier itself confirmed STOP."),
    later("Texts were stopped already, so there was nothing to confirm."),
    later("The carrier itself confirmed START."),
    later("The carrier itself answered HELP."),
    *(waiting.OTHER_STEP, waiting.OTHER_CALLS),
    # Why what a coach typed cannot stand, as the core says it.
    later("name {most} places at most"),
    later("a place has 1 to {most} characters"),
    later("a place is named once"),
    later("an item has up to {most} characters"),
    later("an item needs words, and fear from 0 to 10"),
    later("a list holds {most} items: take one off first"),
    later("rung {number} is none of 0 to {most}"),
    later("{lever} needs a number from 0 on, not {given}"),
    later("this is {special}; write the person's own number"),
    later("this is {special}; write the coach's own number"),
    # And as the table of terms says it.
    later("it must lie within the programme's hours, {opens} to {closes}"),
    later("it must lie after opens ({opens}) and not after closes ({closes})"),
    later("it must lie after the deadline ({deadline}), for a late prompt goes out"
          " between them"),
    later("Write it as HH:MM."),
    later("Write a whole number up to {most}."),
    later("Write whole minutes, 5 to {most}."),
    later("Write 0 (Monday) to 6, once each."),
    later("Write 0 (Monday) to 6, or none."),
    later("Write 0 (Monday) to 6, once each, or none."),
    later("Write 0 to {most}, or auto."),
    later("Write window or moment."),
    later("Write on or off."),
    later("Write yes or no."),
    later("Write the name of a script."),
    later("Write weekly or monthly."),
    later("Write independence or attempts."),
    later("Write one of: {names}."),
    later("Write whole days, {least} to {most}, or always."),
)  # fmt: skip
# Names, and what somebody wrote, are never translated.
THEIRS = frozenset(
    {"name", "by", "author", "policy", "country", "code", "names", "given"}
)
# What must be known itself: a sentence within the sentence, or a word of a table.
WITHIN = frozenset(
    {
        *("reason", "rung", "told", "came", "says", "because", "hard", "dial", "help"),
        *("limit_of", "limit", "meaning", "lifted"),
    }
)
# A way of prompts was called a policy at first.
_POLICY = re.compile(r"another (?:policy|way of prompts), (\w+)(?=:)")
# Who set a word was kept by her account at first; her name stands nowhere beside it.
_ACCOUNT = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}:")
# What a dial was called before it was called what its form calls it.
_DIALS = "duration|frequency|how real it is|complexity|expected fear"
_TURNED = re.compile(
    rf"(?<=: )({_DIALS})( goes from )(\d+)( to )(\d+)(?=\.|, and help)"
)
# A hold was kept as if a rung began by it.
_HELD = re.compile(
    r"A coach holds this for (.+?) until ([^.;]+?)(?:, so from now on [^.]+)?(?=[.;])"
)
_KEEPS = wishes.WORDS["hold"].reason.format(name=r"\1") + r" until \2"
SOMEBODY = later("a coach")
# A terminal names a command, and countries by their letters; a coach has neither.
_ELSEWHERE = re.compile(
    re.escape(spending.ELSEWHERE)
    .replace(r"\{country\}", "(?P<country>[A-Z0-9]+)")
    .replace(r"\{allowed\}", "(?P<allowed>[A-Z0-9, ]+)")
    .replace(r"\{again\}", "(?P=country)")
)
ELSEWHERE = later(
    "this is a number of %(country)s, and texts go only to numbers of: %(allowed)s; no"
    " page here changes that, so ask an owner to have %(country)s allowed by whoever"
    " runs Handrail for you"
)
_DAY = re.compile(
    rf"({'|'.join(days.NAMES['en'].weekdays)}) (\d+)"
    rf" ({'|'.join(days.NAMES['en'].months)})(?: (\d{{4}}))?"
)


def templates() -> tuple[str, ...]:
    """Return every template there is, each once: those of the core, and JOINED."""
    return tuple(dict.fromkeys((*_of_the_core(), *JOINED)))


def _of_the_core() -> Iterator[str]:
    yield from (rule.coach for rule in explain.RULES if rule.coach)
    yield from (said for said, _ in sentences.SENT.values())
    yield from (*sentences.FOLLOWED.values(), sentences.OVERTAKEN)
    climbs = (*evidence.FADES, *lapses.LAPSES, lapses.QUIET, lapses.CONFIDENCE)
    yield from (rule.sentence for rule in climbs)
    yield from (row.coach for row in offer_rows.ROWS)
    yield from (row.sentence for row in (alarms.TOO_EASY, *alarms.TOO_HARD))
    yield from (row.sentence for row in contexts.TRANSITIONS)
    yield from (row.sentence for row in for_coach.ROWS)
    yield from (row.says for row in calling.TABLE.values())
    yield calling.CALLED_IN
    yield from (*(row.reason for row in wishes.ANSWERS.values()), wishes.LONGER)
    yield from (word.reason for word in wishes.WORDS.values())
    yield from (*wishes.ENDS.values(), *wishes.HELD.values(), *wishes.KINDS.values())
    yield from (*prompting.SAYS.values(), prompting.OWED, *prompting.BECAUSE.values())
    yield from (*travel.SAID.values(), travel.LEFT_OUT, *preview.LEFT.values())
    yield from (said for rung in rungs.RUNGS for said in rung.says.values())
    yield from (rung.name for rung in rungs.RUNGS)
    yield from (rules.says for rules in policy.POLICIES.values())
    yield from (*(dial.says for dial in dials.TABLE.values()), *dials.REAL.values())
    yield from (kind.says for kind in support.TABLE.values())
    yield from (row.meaning for row in (*codes.CODES.values(), codes.UNKNOWN))
    yield from (preset.about for preset in quiet.PRESETS.values())
    yield from spending.NAMES.values()
    yield from spending.SPECIAL.values()


# ---- taking a sentence apart ----


def said(sentence: str) -> str:
    """Say what the core said in the language of this request, as far as it is known.

    What stands behind it, such as a coach's own reason, stands there still.
    """
    if elsewhere := _ELSEWHERE.fullmatch(sentence):
        return _elsewhere(elsewhere)
    sentence = _by_name(sentence)
    if tongues.here() == tongues.ENGLISH:
        return sentence
    return _whole(sentence) or sentence


def _by_name(sentence: str) -> str:
    """Put names in place of what it kept by a key, and of a hold say what it is."""
    told = _HELD.sub(_KEEPS, _TURNED.sub(_turned, _POLICY.sub(_policy, sentence)))
    return _ACCOUNT.sub(lambda _: f"{tongues.say(SOMEBODY)}:", told)


def _policy(found: re.Match[str]) -> str:
    kept = found[1]
    name = f"“{policy_words.name(kept)}”" if kept in policy_words.NAMES else kept
    return f"another way of prompts, {name}"


def _turned(found: re.Match[str]) -> str:
    named, goes, old, to, new = found.groups()
    dial = dials.DIALS[_DIALS.split("|").index(named)]
    says, was, now = dials.said(dial, int(old), int(new))
    return f"“{says}”{goes}{was}{to}{now}"


def _elsewhere(found: re.Match[str]) -> str:
    allowed = sorted(map(tongues.country, found["allowed"].split(", ")))
    country = tongues.country(found["country"])
    return tongues.say(ELSEWHERE, country=country, allowed=", ".join(allowed))


@dataclass(frozen=True, slots=True)
class _Template:
    """A template, how it is recognised, and its longest piece, looked for first."""

    words: str
    shape: re.Pattern[str]
    piece: str


@cache
def _templates() -> tuple[_Template, ...]:
    """Return the templates, those that say most by themselves first."""
    return tuple(map(_template, sorted(templates(), key=_own, reverse=True)))


def _own(words: str) -> int:
    return sum(len(piece) for piece, *_ in Formatter().parse(words))


def _template(words: str) -> _Template:
    parts = list(Formatter().parse(words))
    shape = "".join(re.escape(piece) + _blank(name) for piece, name, *_ in parts)
    longest = max((piece for piece, *_ in parts), key=len)
    return _Template(words, re.compile(shape, re.DOTALL), longest)


def _blank(name: str | None) -> str:
    if name is None:
        return ""
    if name == "because":  # what comes before it has commas too
        known = "|".join(map(re.escape, prompting.BECAUSE.values()))
        return rf"(?P<{name}>{known})"
    if name == "author":  # stands behind a sentence of its own, and is no part of it
        return rf"(?P<{name}>(?:[^.]|\.(?! ))+?)"
    if name == "name":  # what is said after it is no part of it
        return rf"(?P<{name}>(?:(?!(?:,\sso|;)\sfrom\snow\son).)+?)"
    # A number, a time or a day ends with its sentence.
    anything = name in THEIRS or name in WITHIN
    return rf"(?P<{name}>{'.' if anything else '[^.]'}+?)"


def _whole(text: str) -> str | None:
    """Say one sentence, or the longest beginning that is known; None for none."""
    found = _known(text)
    if found is not None:
        return found
    for end in reversed([one.start() + 1 for one in re.finditer(r"\. ", text)]):
        found, rest = _known(text[:end]), text[end + 1 :]
        if found is not None:
            return f"{found} {_whole(rest) or rest}"
    return None


def _known(text: str) -> str | None:
    for one in _templates():
        found = one.shape.fullmatch(text) if one.piece in text else None
        values = None if found is None else _values(found.groupdict())
        if values is not None:
            return tongues.say(one.words).format_map(values)
    return None


def _values(given: Mapping[str, str]) -> dict[str, str] | None:
    """Say what stands in the blanks; None where one is not known that must be."""
    values: dict[str, str] = {}
    for name, text in given.items():
        found = text if name in THEIRS else _value(name, text)
        if found is None:
            return None
        values[name] = found
    return values


def _value(name: str, text: str) -> str | None:
    named = (spoken.CALL.get(name), spoken.TEXT.get(name))
    for one in named:
        if one is not None and one.en == text:
            return one.to(tongues.here())
    found = None if text.isdecimal() else _known(text)
    return found or (None if name in WITHIN else _DAY.sub(_day, text))


def _day(found: re.Match[str]) -> str:
    """Say a day that was kept in English as the reader writes it."""
    names = days.NAMES["en"]
    month = names.months.index(found[3]) + 1
    weekday = names.weekdays.index(found[1])
    spoken_here = days.NAMES[tongues.here()]
    told = spoken_here.pattern + (spoken_here.year if found[4] else "")
    return told.format(
        weekday=spoken_here.weekdays[weekday],
        day=found[2],
        month=spoken_here.months[month - 1],
        year=found[4],
    )
