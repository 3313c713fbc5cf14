"""Too easy and too hard: rows that read the signs and measures of one step.

Laws: what was not told raises no alarm; nothing is judged before `signs.DOSE` known
chances (#51), but for what she said herself in a number.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flows.coach import signs as s
from flows.coach.dials import MUCH_FEAR, SURE
from flows.coach.ladder_state import Value
from flows.coach.signs import DOSE, Measure, Sign

FORTNIGHT, MONTH = 14, 28
EASY_OF, EASY_WENT = 10, 9
EASY_FEAR, EASY_SURE, EASY_EFFORT = 1, 9, 2
TWICE = 2
DROP = 3


@dataclass(frozen=True, slots=True)
class Scene:
    """What an alarm looks at: the signs since the dials last moved, and her numbers.

    `reminders_help` is False when the Ladder saw that late prompts led to nothing (A3),
    None when that is not known.
    """

    signs: Sequence[Sign]
    measures: Sequence[Measure]
    today: date
    reminders_help: bool | None = None

    def told(self, name: s.Name, days: int) -> tuple[int, ...]:
        """Give her numbers of one name in the last so many days."""
        return s.told(self.measures, name, since=s.days_ago(self.today, days))


@dataclass(frozen=True, slots=True)
class Alarm:
    """One row that spoke: its rule, what it looked at, and a sentence for a coach."""

    rule: str
    inputs: dict[str, Value]
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """One alarm: its rule, its evidence or None, and its sentence."""

    rule: str
    evidence: Callable[[Scene], dict[str, Value] | None]
    sentence: str

    def look(self, scene: Scene, name: str) -> Alarm | None:
        """Look at a scene; return the alarm, or None when there is no evidence."""
        found = self.evidence(scene)
        if found is None:
            return None
        return Alarm(self.rule, found, self.sentence.format(name=name, **found))


def _known(scene: Scene) -> tuple[Sign, ...]:
    return s.known(scene.signs)


def _easy(scene: Scene) -> dict[str, Value] | None:
    seen = _known(scene)[-EASY_OF:]
    went = sum(one.went == "planned" for one in seen)
    if len(seen) < EASY_OF or went < EASY_WENT or not _lightly(scene):
        return None
    return {"went": went, "of": EASY_OF}


def _lightly(scene: Scene) -> bool:
    """Say whether she told, at least twice, that it costs her next to nothing."""
    fears = scene.told("fear_felt", FORTNIGHT)
    sure = scene.told("confidence", MONTH)
    efforts = scene.told("effort", FORTNIGHT)
    calm = len(fears) >= TWICE and max(fears) <= EASY_FEAR
    certain = bool(sure) and sure[-1] >= EASY_SURE
    light = len(efforts) >= TWICE and max(efforts) <= EASY_EFFORT
    return (calm and certain) or light


def _afraid(scene: Scene) -> dict[str, Value] | None:
    felt = scene.told("fear_felt", FORTNIGHT)
    if not felt or felt[-1] < MUCH_FEAR:
        return None
    return {"fear": felt[-1]}


def _falling(scene: Scene) -> dict[str, Value] | None:
    sure = scene.told("confidence", MONTH)
    if not sure or max(sure) - sure[-1] < DROP:
        return None
    return {"before": max(sure), "now": sure[-1]}


def _few(scene: Scene) -> dict[str, Value] | None:
    seen = _known(scene)[-DOSE:]
    tries = sum(one.tried for one in seen)
    if len(seen) < DOSE or 2 * tries >= DOSE:
        return None
    return {"tries": tries, "of": DOSE}


def _no_lever(scene: Scene) -> dict[str, Value] | None:
    return {"reminders_help": False} if scene.reminders_help is False else None


def _unsure(scene: Scene) -> dict[str, Value] | None:
    sure = scene.told("confidence", MONTH)
    return {"confidence": sure[-1]} if sure and sure[-1] < SURE else None


TOO_EASY = Row(
    "TOO-EASY",
    _easy,
    "{name} did it as planned {went} of the last {of} times and says it costs little.",
)
# In the order in which they speak (#49, #53, #54, behaviour 3.3 A3).
TOO_HARD: tuple[Row, ...] = (
    Row(
        "HARD-fear",
        _afraid,
        "{name} felt fear of {fear} of 10 at the last try.",
    ),
    Row(
        "HARD-falling",
        _falling,
        "{name}'s confidence went from {before} to {now} of 10.",
    ),
    Row(
        "HARD-few",
        _few,
        "{name} tried {tries} of the last {of} known times.",
    ),
    Row(
        "HARD-prompts",
        _no_lever,
        "Reminders are not the lever for {name} here: the step may be too big.",
    ),
    Row(
        "UNSURE",
        _unsure,
        "{name} is {confidence} of 10 sure of the step, and 7 is where it holds.",
    ),
)


def too_easy(scene: Scene, name: str = "This person") -> Alarm | None:
    """Say whether the step has become too easy, for an offer that is never forced."""
    return TOO_EASY.look(scene, name)


def too_hard(scene: Scene, name: str = "This person") -> Alarm | None:
    """Say whether the step is too hard; the first row that speaks decides."""
    found = (row.look(scene, name) for row in TOO_HARD)
    return next((alarm for alarm in found if alarm is not None), None)
