"""A number from which no sign of hers came for long: asked whose it is, told nothing.

Laws: nothing automatic tells of her to an unconfirmed number; a text or call from it is
kept as any other, and danger and STOP in it come first, as ever; what does not say that
the number is hers is answered once, without a name, and everything automatic is held
until a person has looked; nothing of this changes her consent. Whether it is
unconfirmed follows from what happened (store.silences), never from an open alert.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.safety import consent
from flows.safety import unconfirmed as table
from flows.safety.alerting import WHOSE
from flows.safety.consent import Wish
from flows.talk import answers, render
from flows.talk.events import Opened
from flows.talk.expects import Expect
from service.store import silences
from service.store.views import Card
from service.usecases import acting, guarding, releasing, speaking, turns
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed
from service.usecases.speaking import About

# The rule of sending by which something stayed here for this; then the number is asked.
RULE = "unconfirmed"
ASK, A_PERSON_READS, THANKS = "whose_number", "whose_number_read", "whose_number_yes"
# What is said in place of a confirmation that names her programme, or her coach.
NAMELESS = {
    "stop_confirmation": "whose_number_stop",
    "calls_off": "whose_number_calls",
}
TALK, HELD = releasing.TALK, WHOSE[0]
LIVES = timedelta(hours=20)
# Who only looks ahead, as far as this, asks nothing of somebody who wrote lately.
AHEAD = timedelta(days=14)
# Anybody may send these, and what they show or end is hers.
ANYBODYS = frozenset({"why", "call_me", "my_data", "erase", "next"})


def silent_days(desk: Desk) -> int:
    """Count the days without a sign of her; 0 where her number is hers, or held."""
    since = silent_since(desk)
    return table.silent_days(since, desk.tx.now) if since else 0


def silent_since(desk: Desk, ahead: timedelta = timedelta()) -> datetime | None:
    """Return when the last sign of her came; None where silence means nothing.

    Of somebody who will not be silent for too long within `ahead`, it is her last text.
    """
    person, now = desk.person, desk.tx.now
    if person.hold or person.consent != "active":
        return None
    heard = person.last_heard_at
    if heard and not table.silent_days(heard, now + ahead):
        return heard
    return silences.facts(desk.tx, person, now).last


def seen(parts: Parts, signed: Signed, card: Card) -> int:
    """Return the days of silence for who looks at a page; nothing is changed.

    Of somebody who is held they are those before what holds her came; where that itself
    says whose number it may be, they are not counted.
    """
    heard = card.last_heard_at
    lately = heard and not table.silent_days(heard, card.now)
    if card.consent != "active" or card.hold == HELD or (lately and not card.hold):
        return 0
    with parts.glimpse(signed.organisation, card.id) as desk:
        longest = silences.facts(desk.tx, desk.person, desk.tx.now).longest
        return longest.days if table.too_long(longest) else 0


def ask(desk: Desk) -> None:
    """Plan the one text that asks whose number it is, if it may be asked now.

    The rules of sending ask again at its time, as of any nudge.
    """
    since = silences.facts(desk.tx, desk.person, desk.tx.now).last
    before = silences.asked(desk.tx, desk.person, since)
    if not table.may_ask(before, desk.tx.now):
        return
    new = acting.follow_up(desk, ASK, silences.ASKS, desk.tx.now, LIVES)
    if new and not silences.stands(desk.tx, desk.person, ("hand", RULE)):
        acting.put_before_coach(desk, "hand", RULE)


# ---- what comes from it ----


def noticed(desk: Desk) -> None:
    """Note at this desk that her number is unconfirmed, before its word counts as hers.

    A coach's talk with whoever has it changes nothing of that; a prompt of the last
    days does: it went while the number was hers, and is answered now. What of hers we
    had missed, and is told now, shows that what came after it was hers.
    """
    person, at = desk.person, desk.came_at or desk.tx.now
    if person.consent != "active":
        return
    if person.hold in (None, TALK):
        desk.unconfirmed = _unconfirmed(desk, at) and not _answers_us(desk, at)
    elif person.hold == HELD and desk.came_at and not _unconfirmed(desk, at):
        _hers_after_all(desk, at)


def called(desk: Desk) -> None:
    """Put a call from an unconfirmed number before a person, with everything held."""
    noticed(desk)
    hold(desk)


def doubted(desk: Desk) -> bool:
    """Say whether what is said at this desk may be said to somebody else by now."""
    # A hold for safety that was lifted says nothing of what waits beside it.
    waits = desk.person.hold is not None and silences.stands(desk.tx, desk.person)
    return desk.unconfirmed or waits or _unconfirmed(desk, desk.tx.now)


def _unconfirmed(desk: Desk, at: datetime) -> bool:
    person = desk.person
    heard = person.last_heard_at
    plain = person.hold is None and person.consent == "active"
    if plain and heard and not table.silent_days(heard, at):
        return False
    return table.too_long(silences.facts(desk.tx, person, at).longest)


def _answers_us(desk: Desk, at: datetime) -> bool:
    """Say whether it may answer what was put to her while the number was hers."""
    return silences.put_to_her(desk.tx, desk.person, at - table.ANSWERED, at)


def hold(desk: Desk) -> bool:
    """Hold everything until a person has looked, where the number is unconfirmed.

    While a coach talks with whoever has it, that begins with the end of the talk.
    """
    if not (desk.unconfirmed and _waits_for_nobody(desk)):
        return False
    silences.seen_to(desk.tx, desk.person)
    if desk.person.hold is None or not silences.stands(desk.tx, desk.person):
        guarding.unclear_stop(desk, WHOSE[1])
    return True


def unclear_stop(desk: Desk) -> bool:
    """Put an unclear wish before a person; say whether it is new to whoever looks.

    From an unconfirmed number it is put there as all that comes from it.
    """
    return hold(desk) or guarding.unclear_stop(desk)


def wish(desk: Desk, body: str) -> Wish:
    """Read a wish; the word that the question offers ends texts where it may be asked.

    Who is invited, and has never agreed, has no question of ours but that.
    """
    read = consent.read(body)
    if read is not Wish.NONE or not table.is_offered(body):
        return read
    asked = desk.person.consent == "invited" or doubted(desk)
    return Wish.STOP if asked else Wish.NONE


def wording(desk: Desk, name: str) -> str:
    """Return the script that confirms it without a name, where the number is that."""
    return NAMELESS.get(name, A_PERSON_READS) if doubted(desk) else name


def answered(desk: Desk, body: str, wish: Wish) -> bool:
    """Answer a text from an unconfirmed number; False where it goes on as any other.

    Danger and STOP have been seen to. What is hers goes on, but that a mere yes is
    thanked for, or told that a person reads first.
    """
    person = desk.person
    if not _waits_for_nobody(desk):
        held = person.hold == HELD and person.consent == "active"
        merely = held and table.is_yes(body, person.name)
        return merely and doubted(desk) and _say(desk, A_PERSON_READS, body)
    if not desk.unconfirmed:
        return False
    talking = person.hold == TALK
    if wish is not Wish.MAYBE_STOP and _is_hers(desk, body):
        _hers(desk)
        merely = not talking and table.is_yes(body, person.name)
        return merely and _say(desk, THANKS, body)
    hold(desk)
    return not talking and _say(desk, A_PERSON_READS, body)


def _waits_for_nobody(desk: Desk) -> bool:
    """Say whether nothing is held that a person has to look at first."""
    return desk.person.hold in (None, TALK)


def _say(desk: Desk, script: str, body: str) -> bool:
    # What came may have been a picture, without a word to answer.
    made = turns.once(desk, script, Opened("reply"))
    # The carrier has answered HELP by itself.
    texts = [] if desk.told == "help" else render.as_texts(made.effects)
    speaking.say(desk, texts, About("confirmation"))
    said = "\n".join(texts) or None
    acting.keep_turn(desk, None, made.kind, body or None, said)
    return True


# ---- what says that it is hers ----


def _hers(desk: Desk) -> None:
    """Go on as ever; in a coach's talk only if she has read and answered the rest."""
    silences.seen_to(desk.tx, desk.person)
    silences.take_back(desk.tx, desk.person, written=True)
    if not silences.stands(desk.tx, desk.person):
        silences.vouch(desk.tx, desk.parts.new_id(), desk.person)
        desk.unconfirmed = False


def _hers_after_all(desk: Desk, at: datetime) -> None:
    """Lift a hold that had no ground, once a text of hers came that we had missed."""
    lately = not table.silent_days(at, desk.tx.now)
    if not (lately and silences.stands(desk.tx, desk.person)):
        return
    if _may_want_an_end(desk):
        return
    since = silences.left(desk.tx, desk.person)
    silences.take_back(desk.tx, desk.person, written=False)
    silences.vouch(desk.tx, desk.parts.new_id(), desk.person)
    releasing.left_unanswered(desk, since)
    releasing.lift_and_plan(desk)


def _may_want_an_end(desk: Desk) -> bool:
    """Say whether an unclear wish came since: that holds whoever wrote it."""
    said = silences.said_since(desk.tx, desk.person)
    return any(consent.read(one) is Wish.MAYBE_STOP for one in said)


def _is_hers(desk: Desk, body: str) -> bool:
    name, language = desk.person.name, desk.person.language
    command = answers.command(body, language)
    if command is not None:
        return command not in ANYBODYS
    if table.is_hers(body, name) or answers.reports(body, language):
        return True
    told = answers.understand(body, Expect("attempt"), language)
    step = desk.step
    if step is None or not isinstance(told, answers.Tried):
        return False
    return table.tells_of(body, (step.step, step.cue, step.goal))
