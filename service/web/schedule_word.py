"""A coach's word on a person's prompts, in the form of her schedule and beside it.

Laws: both are one form, so that neither takes from the page what is typed in the other;
what was saved is named, and so is what is typed and not saved yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from service.usecases import overriding, person_words
from service.usecases.parts import Parts
from service.usecases.person_days import Wanted
from service.usecases.rights import Signed
from service.web import policy_words, schedule_folds, strip_words
from service.web.entries import Entry
from service.web.schedule_rows import Typed
from service.web.tongues import later, say, within

# The fields of a word for a time, in the order in which it is said.
FIELDS = ("what", "cap", "word_until", "reason")
POLICY = "policy"
# Beside the times: a prompt before every one, or back to what tries decide. A form that
# was opened before somebody else chose changes nothing, for "" is how it stands.
EACH = "each"
EVERY_TIME, BY_TRIES = "fixed", "ladder"
# What was done, as an address says it.
SCHEDULE, WITH_WAY, BEGUN, SAME = "1", "way", "policy", "same"
# What is said by the button that saves the schedule.
WHOLE = (SCHEDULE, WITH_WAY)
TOLD: Mapping[str, str] = {
    SCHEDULE: later("It is saved, and the coming days are planned anew."),
    WITH_WAY: later(
        "It is saved, with “%(way)s” for their prompts. The coming days are planned"
        " anew."
    ),
    SAME: later("Nothing has changed: %(way)s is how their prompts thin out already."),
    "prompts": later("Saved. The coming days are planned anew."),
    BEGUN: later("Begun: %(way)s. The coming days are planned anew."),
    "lifted-cap": later(
        "Taken back: the most prompts in seven days. The coming days are planned anew."
    ),
    "lifted-kind": later(
        "Taken back: the kind of step. The coming days are planned anew."
    ),
}
WORD = later("Saved: %(word)s. The coming days are planned anew.")
SCHEDULE_WAITS = later("What you changed in the schedule is not saved yet.")
WORD_WAITS = later("What you typed under “How many prompts they get” is not saved yet.")


# Which fields hold what was just said, by what was done.
SAID: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((WITH_WAY, BEGUN, SAME), (POLICY, EACH)),
    **dict.fromkeys(("cap", "kind"), FIELDS),
}


def way_of(typed: Typed) -> str:
    """Return the policy that is chosen beside the times, "" for none."""
    way = typed.get(EACH, "")
    return way if way in (EVERY_TIME, BY_TRIES) else ""


def of_save(wanted: Wanted) -> str:
    """Return what is done by saving that."""
    return WITH_WAY if wanted.policy else SCHEDULE


def done(parts: Parts, signed: Signed, whose: UUID, entry: Entry) -> str:
    """Do what the pressed button says, and return what was done.

    Raises NotAllowed, LookupError, Refused with the field.
    """
    if "lift" in entry.typed:
        what = "cap" if entry["lift"] == person_words.CAP else "kind"
        person_words.lift(parts, signed, whose, what)
        return f"lifted-{what}"
    if entry["word"] == "begin":
        new, _ = person_words.begin(parts, signed, whose, entry[POLICY])
        return BEGUN if new else SAME
    typed = person_words.Typed(*(entry[name] for name in FIELDS))
    person_words.say(parts, signed, whose, typed)
    return person_words.CAP if typed.what == person_words.CAP else "kind"


def typed_of(typed: Typed, but: str = "") -> dict[str, str]:
    """Return what is typed of a word and of a policy, without what was just said."""
    left = without(typed, but)
    return {name: left[name] for name in (*FIELDS, POLICY) if left.get(name)}


def without(typed: Typed, what: str) -> dict[str, str]:
    """Return what a form says, without what was just said of it."""
    gone = SAID.get(what, ())
    return {name: text for name, text in typed.items() if name not in gone}


def told(what: str, spoken: overriding.Stand) -> str:
    """Say what was saved; "" for what an address cannot mean."""
    if what in TOLD:
        return say(TOLD[what], way=policy_words.name(spoken.policy))
    words = (one for one in spoken.words if one.what == what)
    return next((say(WORD, word=within(strip_words.word(one))) for one in words), "")


def waiting(typed: Typed, stands: Typed, spoken: overriding.Stand) -> list[str]:
    """Say what is typed and not saved yet: of the schedule, of a word beside it."""
    words = typed_of(typed)
    if words.get(POLICY) == spoken.policy:
        del words[POLICY]
    found = []
    if schedule_folds.changed(typed, stands):
        found.append(say(SCHEDULE_WAITS))
    return [*found, say(WORD_WAITS)] if words else found
