"""The table of conversations about growing: when each begins, and what is said of it.

Law: adding one is adding a row; the order of rows is the order of precedence. Words
about what was decided come first, then what makes the step easier, then what belongs to
a try that is near, then what grows: support first, difficulty second, new places third
(#11). What only asks comes last.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flows.coach.contexts import CONTEXTS_WANTED, GROWS_AFTER, LIGHT, STAGES, Stage
from flows.coach.dials import GOOD_FEAR, SURE
from flows.coach.grounds import UNTOLD, WEEK, Grounds, Lever, Sort
from flows.coach.spoken import Spoken
from flows.coach.support import KINDS

QUIET_DAYS, MONTH, FORTNIGHT = 12, 28, 14
NERVOUS = 4
IN_THE_HEAD, ALOUD = 2, 1  # of the dial imagining
# After so many tries the next step is hers to write; sooner with each step (#20).
OWN_AFTER = (12, 8, 4)
LAPSE_OVER, LAPSE_PAST = WEEK, 3 * WEEK
NEW: frozenset[Lever] = frozenset({"harder", "context", "less_help", "step"})
ACTIVE: frozenset[Stage] = frozenset({"start", "fade", "stretch", "solidify"})
GROWING: frozenset[Stage] = frozenset({"start", "fade", "stretch"})
ALL: frozenset[Stage] = frozenset(STAGES)


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation: its rule and script, when it begins, and two sentences.

    `lever` is what her yes would change; `rests` the days before this row begins again;
    `by_path` says that a path which names its scripts must name this one; `inputs` are
    the grounds that are kept and may be said. `passing` says that its moment comes once
    and is over soon, so that it waits for no other of its sort.
    """

    rule: str
    script: str
    sort: Sort
    when: Callable[[Grounds], bool]
    coach: str
    person: Spoken
    inputs: tuple[str, ...] = ()
    lever: Lever | None = None
    stages: frozenset[Stage] = ACTIVE
    rests: int = 1
    by_path: bool = True
    passing: bool = False


# ---- when ----


def grows(g: Grounds) -> bool:
    """Say whether anything may get harder: sure enough, and fear inside the band."""
    sure = g.confidence is None or g.confidence >= SURE
    calm = g.fear is None or g.fear <= GOOD_FEAR[1]
    return sure and calm and g.hard is None and g.wish != "down"


def _easier(g: Grounds) -> bool:
    return bool(g.down) and (g.wish == "down" or g.hard is not None)


def _more_help(g: Grounds) -> bool:
    return g.hard is not None and not g.down and g.support != KINDS[0]


def _falling(g: Grounds) -> bool:
    falls = g.hard is not None and g.hard.rule == "HARD-falling"
    return falls and g.support != KINDS[0]


def _lapsed(g: Grounds) -> bool:
    days = g.seen.lapse_days
    past = days is not None and LAPSE_OVER <= days < LAPSE_PAST
    return past and g.support != KINDS[0]


def _harder(g: Grounds) -> bool:
    four = g.wish == "up" or (g.easy is not None and g.in_a_row >= GROWS_AFTER)
    return four and bool(g.up) and grows(g)


def _new_step_ahead(g: Grounds) -> bool:
    near = g.seen.next_in is not None and g.seen.next_in <= 1
    return near and g.lever in NEW and g.tries_since_lever == 0


def _today(g: Grounds) -> bool:
    return g.seen.next_in == 0


def _nervous(g: Grounds) -> bool:
    moment = g.seen.kind == "moment" and _today(g)
    return moment and g.fear is not None and g.fear >= NERVOUS


def _in_the_head(g: Grounds) -> bool:
    afraid = g.fear is not None and g.fear > GOOD_FEAR[1]
    return _today(g) and (g.difficulty.imagining == IN_THE_HEAD or afraid)


def _aloud(g: Grounds) -> bool:
    asked = g.difficulty.imagining == ALOUD or (
        g.seen.scenario and g.support == "with_me"
    )
    return g.seen.next_in is not None and g.seen.next_in <= 1 and asked


def _just_tried(g: Grounds) -> bool:
    return g.last_try_days is not None and g.last_try_days <= 1


def _chats(g: Grounds) -> bool:
    # Whoever needs next to no prompts is left alone with the small questions too.
    return _just_tried(g) and g.seen.rung < LIGHT


def _own_step(g: Grounds) -> bool:
    enough = OWN_AFTER[min(g.own.n, len(OWN_AFTER)) - 1]
    alone = g.support == "self" and g.tries >= enough
    return alone and g.at_goal and g.wish == "up" and grows(g)


def _story(g: Grounds) -> bool:
    # Whoever works without help has chosen to hear no examples (#20).
    helps = g.support == "story" or (g.hard is not None and g.support != "self")
    return g.seen.story and helps


# ---- the table ----

ROWS: tuple[Row, ...] = (
    # What was decided elsewhere, or happened, is said once.
    Row(
        "N-quiet", "quiet", "notice",
        lambda g: g.seen.silent_days >= QUIET_DAYS,
        "No word from {name} for {silent_days} days, so texts go down to one a week.",
        Spoken(
            "I had not heard from you for a while, so I went down to one text a week.",
            "Hacía un tiempo que no sabía de ti, así que bajé a un mensaje por semana.",
        ),
        ("seen.silent_days",), stages=ALL, rests=MONTH, by_path=False,
    ),
    Row(
        "N-back", "comeback", "notice",
        lambda g: g.seen.returned,
        "{name} is back after a break, so the next step asked for is a tiny one.",
        Spoken(
            "You came back, so I asked for a very small next step.",
            "Volviste, así que te pedí un próximo paso muy pequeño.",
        ),
        stages=ALL, rests=7, by_path=False,
    ),
    Row(
        "N-more", "offer_more", "notice",
        lambda g: g.seen.rung_move == "more",
        "Prompts to {name} come more often for now, and this tells them so.",
        Spoken(
            "Some days looked harder, so I told you that I check in a bit more.",
            "Algunos días parecían más difíciles, así que te dije que escribo más.",
        ),
        ("seen.rung",), stages=ALL, by_path=False,
    ),
    Row(
        "N-less", "offer_less", "notice",
        lambda g: g.seen.rung_move == "less",
        "Prompts to {name} thin out, and this tells them why.",
        Spoken(
            "You did it without me, so I told you that I write less.",
            "Lo hiciste sin mí, así que te dije que escribo menos.",
        ),
        ("seen.rung",), stages=ALL, by_path=False,
    ),
    # Easier first: what is too hard is never waited out.
    Row(
        "O-help-falling", "more_help", "offer", _falling,
        "{hard} More help is offered first.",
        Spoken(
            "You were less sure than before, so I asked if you want more help.",
            "Sentías menos seguridad que antes, así que pregunté si quieres más ayuda.",
        ),
        ("hard", "support"), "more_help", by_path=False,
    ),
    Row(
        "O-easier", "smaller", "offer", _easier,
        "It looks too hard for {name} as it is, so one notch less is offered.",
        Spoken(
            "The step looked a size too big, so I asked if you want it smaller.",
            "El paso parecía algo grande, así que pregunté si lo quieres más pequeño.",
        ),
        ("wish", "hard", "confidence"), "easier", by_path=False,
    ),
    Row(
        "O-help", "more_help", "offer", _more_help,
        "{hard} It cannot get much smaller, so more help is offered.",
        Spoken(
            "The step is small already, so I asked if you want more help with it.",
            "El paso ya es pequeño, así que pregunté si quieres más ayuda con él.",
        ),
        ("hard", "support"), "more_help", by_path=False,
    ),
    Row(
        "O-help-lapse", "more_help", "offer", _lapsed,
        "{name} had a lapse {lapse_days} days ago, so more help is offered for now.",
        Spoken(
            "It had been a harder time, so I asked if you want more help.",
            "Fue una época más difícil, así que pregunté si quieres más ayuda.",
        ),
        ("seen.lapse_days", "support"), "more_help", by_path=False,
    ),
    # Beside a try that is near: once before, once after.
    Row(
        "B-imagine", "imagine_it", "beside", _in_the_head,
        "{name}'s step is to be pictured first, so that the feeling is met safely.",
        Spoken(
            "I asked you to picture it first, since it makes you nervous or is new.",
            "Te pedí imaginarlo primero, porque da nervios o es nuevo.",
        ),
        ("fear", "difficulty.imagining"), stages=GROWING, rests=3,
    ),
    Row(
        "B-rehearse", "rehearsal", "beside", _aloud,
        "{name}'s step can be said aloud before it counts.",
        Spoken(
            "I asked you to say it once before it counts.",
            "Te pedí decirlo una vez antes de que cuente.",
        ),
        ("seen.next_in", "difficulty.imagining"), stages=GROWING, rests=7,
    ),
    Row(
        "B-harder", "before_harder", "beside", _new_step_ahead,
        "A harder or new one is next for {name}, so an earlier win is recalled.",
        Spoken(
            "Something new was next, so I reminded you of what you did before.",
            "Venía algo nuevo, así que te recordé lo que ya hiciste.",
        ),
        ("seen.next_in", "lever_days"), rests=7,
    ),
    Row(
        "B-nerves", "nerves", "beside", _nervous,
        "{name} expects fear of {fear} today, so one breath is suggested beforehand.",
        Spoken(
            "You told me it makes you nervous, so I sent one breath for it.",
            "Me contaste que te da nervios, así que te envié una respiración.",
        ),
        ("fear",), rests=7,
    ),
    Row(
        "B-prediction", "prediction", "beside",
        lambda g: g.seen.prediction and _just_tried(g),
        "{name} said what they expected; now it can be held against what happened.",
        Spoken(
            "You had told me what you expect, so I asked what happened.",
            "Me habías contado lo que esperabas, así que pregunté qué pasó.",
        ),
        ("last_try_days",), rests=7,
    ),
    Row(
        "B-where", "where_it_was", "beside",
        lambda g: bool(g.unplaced) and _just_tried(g),
        "{name} took up a new place, so where the last try was is asked.",
        Spoken(
            "You took up a new place, so I asked where your last try was.",
            "Elegiste un lugar nuevo, así que pregunté dónde fue tu último intento.",
        ),
        # A path that asks for new places cannot count them without being told.
        ("last_try_days",), by_path=False,
    ),
    Row(
        "B-attribution", "attribution", "beside",
        lambda g: bool(g.first_there) and _just_tried(g),
        "{name} tried it in a new place, so what made it work is asked.",
        Spoken(
            "You tried it in a new place, so I asked what made it work.",
            "Lo intentaste en un lugar nuevo, así que pregunté qué lo hizo posible.",
        ),
        # The first try in a place comes once, as a rule just after B-harder.
        ("last_try_days",), rests=7, passing=True,
    ),
    # What grows: support, difficulty, places; then what is hers alone.
    Row(
        "O-less-help", "less_help", "offer",
        lambda g: g.less_help and grows(g),
        "{name} has done it with this help often enough to be asked about less of it.",
        Spoken(
            "You did it several times with help, so I asked if you want less of it.",
            "Lo hiciste varias veces con ayuda, así que pregunté si quieres menos.",
        ),
        ("support", "tries"), "less_help", by_path=False,
    ),
    Row(
        "O-alone", "graduate", "offer",
        lambda g: g.graduates,
        "{name} has run it alone for four weeks, in more than one place.",
        Spoken(
            "You have done it on your own for four weeks, so I asked what comes next.",
            "Llevas cuatro semanas por tu cuenta, así que pregunté qué sigue.",
        ),
        ("seen.rung_days",), "alone", stages=frozenset({"solidify"}), rests=MONTH,
        by_path=False,
    ),
    Row(
        "O-own", "plan_step", "offer", _own_step,
        "{name} has outgrown this step without help, so the next is theirs to write.",
        Spoken(
            "This step has become small for you, so I asked for one of your own.",
            "Este paso te quedó pequeño, así que te pedí uno tuyo.",
        ),
        ("tries", "support"), "step", stages=GROWING, rests=MONTH,
    ),
    Row(
        "O-harder", "stretch", "offer", _harder,
        "{name} did it as planned {in_a_row} times in a row; a notch more is offered.",
        Spoken(
            "You did it several times in a row, so I asked if you want a notch more.",
            "Lo hiciste varias veces seguidas, así que pregunté si quieres algo más.",
        ),
        ("in_a_row", "confidence", "fear", "at_the_edge"), "harder", stages=GROWING,
    ),
    Row(
        "O-context", "new_context", "offer",
        # Two are enough to go on alone with, and a third would begin on Half again.
        lambda g: g.settled and grows(g) and g.places < CONTEXTS_WANTED,
        "{name} has held it where they know it, so a new place is asked about.",
        Spoken(
            "It holds where you know it, so I asked where else it could work.",
            "Funciona donde ya lo conoces, así que pregunté dónde más podría servir.",
        ),
        ("seen.rung", "seen.rung_days", "suggested"), "context",
        stages=frozenset({"solidify"}), rests=FORTNIGHT,
    ),
    # A look back, once a month; the only thing left of us in the stage Keep.
    Row(
        "L-digest", "digest", "look",
        lambda g: g.days_begun >= MONTH and g.tries > 0,
        "Once a month {name} gets their own words and numbers back.",
        Spoken(
            "Once a month I give you your own words and numbers back.",
            "Una vez al mes te devuelvo tus propias palabras y números.",
        ),
        ("days_begun", "tries"), stages=ALL, rests=MONTH, by_path=False,
    ),
    Row(
        "L-automatic", "automatic", "look",
        lambda g: g.days_begun >= MONTH and g.tries > 0,
        "Once a month {name} is asked how much it goes by itself.",
        Spoken(
            "Once a month I ask how much it goes by itself.",
            "Una vez al mes pregunto cuánto sale por sí solo.",
        ),
        ("days_begun",), stages=ALL - {"start"}, rests=MONTH, by_path=False,
    ),
    # What only asks or tells, when nothing else stands in line.
    Row(
        "B-untold", "miss", "beside",
        lambda g: g.seen.untold >= UNTOLD and g.seen.rung <= 1,
        "Nothing was told about {name}'s last {untold} chances, so it is asked once.",
        Spoken(
            "I had no word about your last few chances, so I asked once.",
            "No supe nada de tus últimas veces, así que pregunté una vez.",
        ),
        ("seen.untold", "seen.rung"), rests=FORTNIGHT, by_path=False,
    ),
    Row(
        "B-story", "model_story", "beside", _story,
        "Somebody's example may help {name} with this step.",
        Spoken(
            "I told you of somebody who tried it too.",
            "Te conté de alguien que también lo intentó.",
        ),
        ("support",), rests=7, by_path=False,
    ),
    Row(
        "B-curious", "curiosity", "beside",
        _chats,
        "{name} has tried it lately, so a question is asked instead of advice.",
        Spoken(
            "You tried it lately, so I asked what you noticed.",
            "Lo intentaste hace poco, así que pregunté qué notaste.",
        ),
        ("last_try_days",), rests=7,
    ),
    Row(
        "B-joy", "joy", "beside",
        _chats,
        "{name} has tried it lately, so what was fun about it is asked.",
        Spoken(
            "You tried it lately, so I asked which bit of it was fun.",
            "Lo intentaste hace poco, así que pregunté qué parte fue divertida.",
        ),
        ("last_try_days",), rests=FORTNIGHT,
    ),
)  # fmt: skip
SCRIPTS = frozenset(row.script for row in ROWS)
BY_RULE = {row.rule: row for row in ROWS}
