"""The written form of a schedule: for typing and for storing alike.

Laws: what `dump` gives, `load` reads back equal; what cannot be read is refused with
the name of the field and the mend.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from flows.coach.fields import FIELDS, NAME, Field
from flows.coach.schedule import SORTS, BadSchedule, Schedule, check, roomy
from flows.phrase import Phrase

VERSION = 1
CAUSE: Mapping[str, Any] = {"pause": "pause", "ill": "illness"}


def read(words: Mapping[str, str]) -> Schedule:
    """Read a layer as typed; raises BadSchedule with field and mend."""
    return _judged(_read(words))


def _judged(typed: Schedule) -> Schedule:
    for slot in typed.slots:
        roomy(slot)
    return typed


def _read(words: Mapping[str, str]) -> Schedule:
    values: dict[str, Any] = {}
    for name, text in words.items():
        line = _line(name)
        try:
            meant = line.read(text.strip())
        except BadSchedule:
            raise
        except (TypeError, ValueError, OverflowError) as error:
            mend = Phrase("%(text)r; %(mend)s", text=text, mend=line.mend)
            raise BadSchedule(name, mend) from error
        _put(values, name, line, meant)
    return check(Schedule(**values))


def _line(name: str) -> Field:
    field, dot, of = name.partition(".")
    line = FIELDS.get(field)
    if line is None:
        raise BadSchedule(name, _unknown(field))
    if line.named != bool(dot):
        whole = f"{field}{'.NAME' * line.named}"
        raise BadSchedule(name, Phrase("write it as %(name)s", name=whole))
    if dot and not NAME.fullmatch(of):
        mend = Phrase("a name is small letters, digits and _, up to 24")
        raise BadSchedule(name, mend)
    return line


def _unknown(field: str) -> Phrase:
    for near in get_close_matches(field.lower(), FIELDS, n=1):
        return Phrase("did you mean %(near)s?", near=near)
    known = ", ".join(f"{n}{'.NAME' * line.named}" for n, line in FIELDS.items())
    return Phrase("there are: %(names)s", names=known)


def _put(values: dict[str, Any], name: str, line: Field, meant: Any) -> None:
    if line.named or name in SORTS:
        key = name.partition(".")[2] or name
        values.setdefault(line.attribute, {})[key] = meant
    elif name in CAUSE:
        found = (replace(pause, cause=CAUSE[name]) for pause in meant)
        values[line.attribute] = (*values.get(line.attribute, ()), *found)
    else:
        values[line.attribute] = meant


def write(schedule: Schedule) -> dict[str, str]:
    """Write a layer, only what it says, in the order of the table."""
    words: dict[str, str] = {}
    for name, line in FIELDS.items():
        value = getattr(schedule, line.attribute)
        if line.named:
            words |= {f"{name}.{key}": line.say(value[key]) for key in sorted(value)}
        elif name in SORTS:
            words |= {name: line.say(value[name])} if name in value else {}
        elif name in CAUSE:
            mine = [pause for pause in value if pause.cause == CAUSE[name]]
            words |= {name: line.say(mine)} if mine else {}
        elif value is not None and (value or name == "observe"):
            words[name] = line.say(value)
    return words


def changed(
    standing: Schedule, to: Iterable[str], clear: Iterable[str] = ()
) -> Schedule:
    """Return a layer with `name=value` set and names cleared; raises BadSchedule.

    What stands and is not set is not judged anew.
    """
    words, judge = write(standing), _read
    for name in clear:
        if name not in words:
            said = ", ".join(words) or Phrase("nothing")
            mend = Phrase("it is not set here; set are: %(names)s", names=said)
            raise BadSchedule(name, mend)
        del words[name]
    for pair in to:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or not value:
            raise BadSchedule(pair, Phrase("write it as name=value"))
        words[name] = value
        judge = read if name == "at" else judge
    return judge(words)


def dump(schedule: Schedule) -> dict[str, Any]:
    """Give a layer as plain JSON values, with the version "v"."""
    return {"v": VERSION, **write(schedule)}


def load(stored: Mapping[str, Any] | None) -> Schedule:
    """Read back what `dump` gave; None is a layer that says nothing.

    Raises BadSchedule when the version is unknown or something is missing or odd.
    """
    if stored is None:
        return Schedule()
    if stored.get("v") != VERSION:
        mend = Phrase(
            "this one is %(given)r and this program reads %(known)s: run the newer"
            " program, or set the schedule anew",
            given=stored.get("v"),
            known=VERSION,
        )
        raise BadSchedule("v", mend)
    return _read({name: str(text) for name, text in stored.items() if name != "v"})
