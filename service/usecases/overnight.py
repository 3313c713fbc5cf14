"""A question that is open while today's try is told: whose turn it is.

A question can be answered for 24 hours, and own words fit many a question. She was
prompted for the very try that was taken as the answer to yesterday's question; and a
call to ask about today went on with that question and never asked about today. A try
told to a question with choices was no answer to it, and was not kept either.
"""

from __future__ import annotations

from flows.coach import timing
from flows.talk import answers, codec, engine, naming
from flows.talk.expects import Choice, Expect
from service.store.talks import Conversation
from service.usecases import library
from service.usecases.facts import Facts
from service.usecases.parts import Desk

# What a try of the next day could be taken for.
OVERNIGHT = frozenset({"words", "days", "scale"})
CHOICES = frozenset({"choice", "offer"})


def tells_of_today(desk: Desk, found: Conversation, body: str) -> bool:
    """Say whether a text is a new try, and no answer to a question of an earlier day.

    It is one when today's chance has opened, when the whole text is a report such as
    "did it", or when it says so: "said one idea today".
    """
    asked = codec.load_state(found.state).expect
    if asked not in OVERNIGHT or not _old(desk, found) or _told(desk):
        return False
    language = desk.person.language
    told = answers.understand(body, Expect("attempt"), language, desk.coach)
    if not isinstance(told, answers.Tried) or told.ago(desk.today):
        return False
    # Of a week "today" may be one of the days that were asked for.
    says_so = asked != "days" and answers.names_today(body, language)
    return says_so or _opened(desk) or answers.reports(body, language)


def tells_instead(desk: Desk, found: Conversation, body: str) -> bool:
    """Say whether a text is today's try, and none of the choices a question offers.

    It is one when today's chance has opened, and nothing was told of it.
    """
    state = codec.load_state(found.state)
    if state.expect not in CHOICES or _told(desk) or not _opened(desk):
        return False
    language = desk.person.language
    script = library.pinned(desk.parts, desk.tx, found.script_version_id)
    asked = engine.question(script, state)
    if asked is None or answers.certain(answers.understand(body, asked, language)):
        return False
    if any(naming.is_name(body, _own_name(desk, one)) for one in asked.choices):
        return False
    told = answers.understand(body, Expect("attempt"), language, desk.coach)
    return isinstance(told, answers.Tried) and not told.ago(desk.today)


def goes_on_by_phone(desk: Desk, found: Conversation, *, planned: bool) -> bool:
    """Say whether a call goes on with the open question, rather than asks about today.

    A question of today does. One of an earlier day gives way to a call that was planned
    for today, and to any call once today's chance has opened and nothing was told.
    """
    if not _old(desk, found):
        return True
    return not planned and (_told(desk) or not _opened(desk))


def _old(desk: Desk, found: Conversation) -> bool:
    asked_at = codec.load_state(found.state).asked_at
    if asked_at is None:
        return False
    return timing.local_day(asked_at, desk.person.zone) < desk.today


def _told(desk: Desk) -> bool:
    chance = desk.near.chance
    return chance is not None and chance.attempt is not None


def _own_name(desk: Desk, one: Choice) -> str:
    return str(Facts(desk).get(one.called, "")) if one.called else ""


def _opened(desk: Desk) -> bool:
    chance = desk.near.chance
    opens_at = None if chance is None else chance.opens_at
    return opens_at is not None and opens_at <= desk.tx.now
