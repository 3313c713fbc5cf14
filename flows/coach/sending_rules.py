"""The rules of sending, in the order in which they are asked: a table.

Laws: the first row that speaks decides; whatever it says, it says to the coach and to
the person, in a sentence each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flows.coach import nudge_moments as moments
from flows.coach.nudge_context import NudgeContext
from flows.coach.spoken import Spoken
from flows.coach.timing import within


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: which kinds it speaks to, when it speaks, and what it says.

    `movable` names the moment the nudge may move to; `coach` and `participant` are the
    two sentences, filled from the verdict's inputs and the name.
    """

    name: str
    kinds: frozenset[str]
    speaks: Callable[[NudgeContext], bool]
    looked_at: tuple[str, ...]
    coach: str
    participant: Spoken
    movable: Callable[[NudgeContext], datetime | None] | None = None


_NUDGES = frozenset({"prompt", "recap", "follow_up", "invitation", "call"})
_OWED = frozenset({"confirmation"})
_WAITING = _NUDGES | {"personal", "bridge"}
_HELD = _NUDGES | {"reply", "answer"}
_ALL: frozenset[str] = _HELD | _OWED | {"crisis", "personal", "bridge"}
_CALLS = frozenset({"call"})
_BRIDGES = frozenset({"bridge"})
_RECAPS = frozenset({"recap"})
_ACTIONS = frozenset({"prompt", "follow_up", "call"})
_ASKING = _ACTIONS | {"recap"}
# Twice is the most that does not pester (behaviour 4.6).
MOST_CALLS = 2
# Before her yes there is no silence of hers. What answers her follows a word of hers,
# but for one that waited here for so long.
_PERSONAL = _HELD - {"invitation"}
_BEFORE_CONSENT = frozenset({"invitation", "reply", "answer", "crisis", "confirmation"})


def _planned(context: NudgeContext) -> bool:
    """Say whether this was ours to plan: asking is a yes, and is held to no cap."""
    return context.cause != "asked"


def _is_done(context: NudgeContext) -> bool:
    """Say whether this would ask about what she has told: promised texts do not."""
    promised = context.kind == "follow_up" and context.cause != "unreached"
    return context.reported and _planned(context) and not promised


RULES: tuple[Rule, ...] = (
    Rule(
        "stopped",
        _ALL - _OWED,
        lambda c: c.consent == "stopped",
        ("consent",),
        "{name} asked for texts to stop, so nothing goes out.",
        Spoken(
            "You asked for texts to stop, so nothing goes out.",
            "Pediste que no llegaran más mensajes, así que no sale nada.",
        ),
    ),
    Rule(
        "not_opted_in",
        _ALL - _BEFORE_CONSENT,
        lambda c: c.consent != "active" and not c.answers_her,
        ("consent",),
        "{name} has not agreed to texts yet, so this one stays here.",
        Spoken(
            "You have not agreed to texts yet, so none goes out.",
            "Aún no aceptaste recibir mensajes, así que no sale ninguno.",
        ),
    ),
    Rule(
        "number_closed",
        _ALL - _OWED - {"crisis"},
        lambda c: c.closed_to != "",
        ("closed_to",),
        "{name}'s number is {closed_to}, and this organisation sends nothing there.",
        Spoken(
            "I may not write to a number like yours from here.",
            "Desde aquí no puedo escribir a un número como el tuyo.",
        ),
    ),
    Rule(
        "calls_off",
        _CALLS,
        lambda c: c.calls != "agreed" and _planned(c),
        ("calls",),
        "{name} takes no automated calls, so this one is not made.",
        Spoken(
            "You take no automated calls, so I did not call.",
            "No recibes llamadas automáticas, así que no te llamé.",
        ),
    ),
    Rule(
        "calls_stopped",
        _BRIDGES,
        lambda c: c.calls == "stopped",
        ("calls",),
        "{name} asked for calls to stop, so nobody is put through. You can write.",
        Spoken(
            "You asked for calls to stop, so your coach was not put through.",
            "Pediste que no hubiera llamadas, así que tu coach no te llamó.",
        ),
    ),
    Rule(
        "calls_not_agreed",
        _BRIDGES,
        lambda c: c.calls != "agreed" and not c.waived,
        ("calls",),
        "{name} has not agreed to calls.",
        Spoken(
            "You have not agreed to calls, so your coach was not put through.",
            "No aceptaste llamadas, así que tu coach no te llamó.",
        ),
    ),
    Rule(
        "held",
        _HELD,
        lambda c: c.hold is not None and c.hold != "take_over",
        ("hold",),
        "There are no {all} to {name} until a person clears the hold.",
        Spoken(
            "There are no {all} until a person has looked.",
            "No hay {all} hasta que una persona lo haya mirado.",
        ),
    ),
    Rule(
        "take_over",
        _HELD,
        lambda c: c.hold == "take_over",
        ("hold",),
        "A coach is talking with {name}, so {all} wait.",
        Spoken(
            "Your coach is talking with you, so there are no {all} for now.",
            "Tu coach habla contigo, así que por ahora no hay {all}.",
        ),
    ),
    Rule(
        "no_texts",
        _ALL - _OWED - _CALLS - _BRIDGES - {"crisis"},
        lambda c: not c.texts_arrive,
        ("texts_arrive",),
        "{name}'s line takes no texts, so this one stays here until that changes.",
        Spoken(
            "Your line took no texts then, so that one stayed here.",
            "Tu línea no recibía mensajes entonces, así que ese se quedó aquí.",
        ),
    ),
    Rule(
        "paused",
        _ASKING,
        lambda c: (
            _planned(c)
            and c.paused_until is not None
            and moments.local_day(c) <= c.paused_until
        ),
        ("paused_until",),
        "{name} is on a pause up to and including {paused_until}.",
        Spoken(
            "You are on a pause up to and including {paused_until}.",
            "Estás en pausa hasta el {paused_until} inclusive.",
        ),
    ),
    Rule(
        "unconfirmed",
        _PERSONAL,
        lambda c: c.silent_days > 0 and c.cause != "whose",
        ("silent_days",),
        "Silent for {silent_days} days: {name}'s number may be somebody else's by now,"
        " so nothing automatic tells of them there.",
        Spoken(
            "No word had come from your number for {silent_days} days, so I sent"
            " nothing personal.",
            "Tu número llevaba {silent_days} días en silencio, así que no envié nada"
            " personal.",
        ),
    ),
    Rule(
        "word_came",
        frozenset({"follow_up"}),
        lambda c: c.cause == "whose" and not c.silent_days,
        ("silent_days",),
        "A word has come from {name} meanwhile, so nobody is asked whose number it is.",
        Spoken(
            "You had written meanwhile, so I did not ask whose number it is.",
            "Ya habías escrito, así que no pregunté de quién es el número.",
        ),
    ),
    Rule(
        "already_reported",
        _ACTIONS,
        _is_done,
        ("reported",),
        "{name} already told us about this chance, so no {ask} is needed.",
        Spoken(
            "You had already told me about that one, so no {ask} was needed.",
            "Ya me habías contado esa vez, así que no hacía falta {ask}.",
        ),
    ),
    Rule(
        "too_late",
        _ALL - _OWED - {"crisis"},
        lambda c: c.expires_at is not None and c.now >= c.expires_at,
        ("expires_at",),
        "The time for {this} to {name} was over, so it was left out.",
        Spoken(
            "The time for {that} was over, so it was left out.",
            "La hora de {that} ya había pasado, así que no salió.",
        ),
    ),
    Rule(
        "closed_day",
        _WAITING,
        lambda c: c.closed and not c.answers_her,
        ("closed",),
        "No {all} may go out to {name} on this day at all.",
        Spoken(
            "On that day no {all} may go out at all.",
            "Ese día no pueden salir {all}.",
        ),
    ),
    # A reply that waited for a gate, a retry or a server went out at two in the night.
    Rule(
        "quiet_hours",
        _WAITING | {"reply", "answer"},
        lambda c: (
            not (
                c.answers_her or c.waived or c.at_once or within(c.now, c.hours, c.zone)
            )
        ),
        ("local_time", "opens", "closes"),
        "It is {local_time} for {name}, outside {opens}-{closes}.",
        Spoken(
            "It was {local_time} for you, outside your hours {opens}-{closes}.",
            "Para ti eran las {local_time}, fuera de tu horario {opens}-{closes}.",
        ),
        moments.opening,
    ),
    Rule(
        "cap_day",
        _ACTIONS,
        lambda c: c.sent_today >= c.cap_day and _planned(c),
        ("sent_today", "cap_day"),
        "{name} had today's prompts: {sent_today}, and the most is {cap_day}.",
        Spoken(
            "You had that day's prompts: {sent_today}, and the most is {cap_day}.",
            "Ya tuviste los avisos del día: {sent_today}, y lo máximo es {cap_day}.",
        ),
    ),
    Rule(
        "cap_week",
        _ACTIONS,
        lambda c: c.sent_week >= c.cap_week and _planned(c),
        ("sent_week", "cap_week"),
        "{name} had the prompts of 7 days: {sent_week}, and the most is {cap_week}.",
        Spoken(
            "You had the prompts of 7 days: {sent_week}, and the most is {cap_week}.",
            "Ya tuviste los avisos de 7 días: {sent_week}, y lo máximo es {cap_week}.",
        ),
    ),
    Rule(
        "cap_calls",
        _CALLS,
        lambda c: c.calls_today >= MOST_CALLS and _planned(c),
        ("calls_today",),
        "{name} was called {calls_today} times today, and that is the most.",
        Spoken(
            "I had called you {calls_today} times that day, and that is the most.",
            "Ese día ya te había llamado {calls_today} veces, y eso es lo máximo.",
        ),
    ),
    Rule(
        "limit",
        _NUDGES,
        lambda c: c.limit != "",
        ("limit_of", "limit"),
        "{limit_of} has reached its {limit}, so {all} wait or stay here.",
        Spoken(
            "No more {all} could go out from here for a while.",
            "Por un tiempo no podían salir más {all}.",
        ),
        moments.limit_end,
    ),
    Rule(
        "open_question",
        _ASKING,
        lambda c: c.open_question and _planned(c),
        ("open_question",),
        "{name} still has a question open, and two at once would be too many.",
        Spoken(
            "You still had a question open, and two at once would be too many.",
            "Aún tenías una pregunta abierta, y dos a la vez serían demasiado.",
        ),
        moments.question_end,
    ),
    # She had answered the 18:30 prompt, and at 19:00 the recap came on top of it.
    Rule(
        "an_hour_apart",
        _RECAPS,
        lambda c: moments.apart(c) > c.now,
        ("local_time",),
        "{name} heard from here less than an hour ago, and two so close are a lot.",
        Spoken(
            "I had written to you within the hour, so the recap waited.",
            "Te había escrito hacía menos de una hora, así que el resumen esperó.",
        ),
        moments.apart_in_hours,
    ),
    Rule(
        "send",
        _ALL,
        lambda _: True,
        ("consent", "local_time"),
        "",
        Spoken("", ""),
    ),
)
