"""A coach's word on a person's prompts: an override, or another policy, and a look.

Laws: a word has an author, a reason and a last day; the reason is words about a person
and stands nowhere but sealed with her own key; nothing claimed is taken back.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from flows.coach import ladder_state, moves, policy
from flows.coach.ladder_state import Ladder, Lever, Override
from service.store import differences, enrolment, plans, policies
from service.store.db import Tx
from service.store.people import Person
from service.store.vault import Key, Vault
from service.usecases import acting, planning
from service.usecases.entries import Refused
from service.usecases.parts import Desk, Parts

MOST = 10
LONGEST_REASON, LONGEST_AUTHOR = 200, 40
Value = int | str | tuple[date, ...] | None
Words = tuple[Override, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """What a coach sets: a lever with its value, up to and including `until`.

    It stands by the name `by`; the audit knows her as `actor` where she signed in.
    """

    what: Lever
    value: Value
    until: date
    reason: str
    by: str
    actor: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One decision about her rung, with its sentence."""

    at: datetime
    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a person stands on her policy of prompts.

    `meaning` is what the rung, or the preset, says; `words` are the overrides that
    stand, with their reasons readable; `said` the last decisions, the newest first.
    """

    name: str
    zone: str
    policy: str
    rung: int
    meaning: str
    since: date | None
    words: tuple[Override, ...]
    said: tuple[Said, ...]


def look(parts: Parts, organisation: UUID, participant: UUID) -> Stand:
    """Return where a person stands; raises LookupError for nobody."""
    with parts.glimpse(organisation, participant) as desk:
        return _stand(desk)


def standing(tx: Tx, vault: Vault, participant: UUID, today: date) -> Words:
    """Return a coach's words that stand for somebody, without holding her up."""
    found = policies.standing(tx, vault, participant)
    if found is None:
        return ()
    key, stored = found
    kept = policy.kept(policy.of(stored).load(stored))
    return tuple(_words(key, participant, kept, today))


def say(parts: Parts, organisation: UUID, participant: UUID, word: Word) -> Stand:
    """Let a coach's word stand, plan her days anew, and return where she stands then.

    Raises Refused for a word that cannot stand, LookupError for nobody.
    """
    return _at_desk(parts, organisation, participant, lambda desk: _say(desk, word))


def lift(
    parts: Parts,
    organisation: UUID,
    participant: UUID,
    what: Lever,
    by: str,
    actor: str = "",
) -> Stand:
    """Take back what a coach had set, plan her days anew, and return where she stands.

    The audit knows who does it as `actor` where she signed in, else as `by`. Raises
    Refused when nothing of that lever stands, LookupError for nobody.
    """
    return _at_desk(
        parts, organisation, participant, lambda desk: _lift(desk, what, by, actor)
    )


def begin(
    parts: Parts,
    organisation: UUID,
    participant: UUID,
    preset: str,
    by: str,
    actor: str = "",
) -> tuple[bool, Stand]:
    """Begin another policy for one person; return whether it is new, and her stand.

    What the policy before had learned, and the coach's words on it, end with it; a
    pause that she asked for goes on. The audit knows who does it as `actor` where she
    signed in, else as `by`. Raises Refused for a policy that is none, LookupError for
    nobody.
    """
    if preset not in policy.POLICIES:
        names = ", ".join(policy.POLICIES)
        raise Refused("policy", "write one of: %(names)s", names=names)
    new: list[bool] = []

    def work(desk: Desk) -> None:
        if give(desk, preset, by, actor):
            new.append(True)
            planning.rearrange(desk)

    stand = _at_desk(parts, organisation, participant, work)
    return bool(new), stand


def _at_desk(
    parts: Parts, organisation: UUID, participant: UUID, work: Callable[[Desk], None]
) -> Stand:
    with parts.at_desk(organisation, participant) as desk:
        work(desk)
        return _stand(desk)


def _say(desk: Desk, word: Word) -> None:
    let(desk, word)
    planning.rearrange(desk)


def let(desk: Desk, word: Word) -> None:
    """Let a word stand; whoever asks plans her days anew. Raises Refused."""
    _judge(word, desk.today)
    if not policy.heeds(_name(desk.person), word.what):
        raise Refused(
            "what",
            "this holds nothing under a fixed way of prompts; set the rung, a limit"
            " or days off, or let their prompts go by what they do",
        )
    told = Override(
        word.what,
        word.value,
        desk.today,
        word.until,
        word.by,
        _sealed(desk.person, word.reason),
    )
    try:
        acting.climb(desk, told, f"{word.by}: {word.reason}")
    except ValueError as error:
        raise Refused(word.what, str(error)) from error
    _audit(desk, word.actor or word.by, f"set {word.what}")


def _audit(desk: Desk, actor: str, action: str) -> UUID:
    """Keep who did it; return the id of its line."""
    line = desk.parts.new_id()
    enrolment.audit(desk.tx, line, actor, action, desk.person.id)
    return line


def said_of(desk: Desk, what: Lever) -> tuple[Override, ...]:
    """Return the words on that lever that stand for her, their reasons readable."""
    kept, person = acting.the_ladder(desk), desk.person
    words = _words(person.key, person.id, kept, desk.today)
    return tuple(one for one in words if one.what == what)


def _lift(desk: Desk, what: Lever, by: str, actor: str) -> None:
    take_back(desk, what, by, actor)
    planning.rearrange(desk)


def take_back(desk: Desk, what: Lever, by: str, actor: str = "") -> None:
    """Take back a word; whoever asks plans her days anew. Raises Refused for none."""
    standing = acting.the_ladder(desk).overrides
    if what not in {one.what for one in standing}:
        levers = ", ".join(sorted(one.what for one in standing)) or "nothing"
        raise Refused(
            "lift",
            "nothing of this is set for them (%(what)s); what is: %(levers)s",
            what=what,
            levers=levers,
        )
    over = desk.today - timedelta(days=1)
    acting.climb(desk, Override(what, None, desk.today, over, by, ""))
    _audit(desk, actor or by, f"lift {what}")


def _judge(word: Word, today: date) -> None:
    for field, told, most in (
        ("reason", word.reason, LONGEST_REASON),
        ("by", word.by, LONGEST_AUTHOR),
    ):
        if not 0 < len(told.strip()) <= most:
            raise Refused(field, "write 1 to %(most)s characters", most=most)
    if word.until < today:
        raise Refused(
            "until", "that is over; write %(today)s or a later day", today=today
        )


def give(desk: Desk, preset: str, by: str, actor: str) -> bool:
    """Begin another policy, unless it is hers; whoever asks plans her days anew."""
    before = _name(desk.person)
    if before == preset:
        return False
    kept = acting.the_ladder(desk)
    settings = replace(kept.settings, start_rung=desk.terms.start_rung)
    acting.begin_policy(desk, preset, settings)
    says = policy.POLICIES[preset].says
    plans.decide(
        desk.tx,
        desk.person,
        desk.parts.new_id(),
        f"A coach gave {desk.person.name} another way of prompts, {preset}: {says};"
        " what was learned before is not carried over.",
        nudge_id=None,
        verdict="rung",
        rule="POLICY",
        inputs={"from": before, "to": preset, "author": by},
    )
    line = _audit(desk, actor or by, "set policy")
    found = differences.between({"policy": before}, {"policy": preset}, "terms")
    differences.keep_hers(desk.tx, desk.person, line, found)
    return True


def _name(person: Person) -> str:
    return str(person.ladder.get("preset", policy.LADDER))


def _stand(desk: Desk) -> Stand:
    person, kept, name = desk.person, acting.the_ladder(desk), _name(desk.person)
    held = policy.POLICIES[name].says
    decided = policies.decided(desk.tx, person, MOST)
    return Stand(
        name=person.name,
        zone=person.zone,
        policy=name,
        rung=kept.rung,
        meaning=moves.words_for(kept, desk.today) if name == policy.LADDER else held,
        since=kept.since,
        words=tuple(_words(person.key, person.id, kept, desk.today)),
        said=tuple(Said(*each) for each in decided),
    )


def _words(key: Key, whose: UUID, kept: Ladder, today: date) -> Iterator[Override]:
    for one in kept.overrides:
        if any(ladder_state.standing(kept, one.what, today)):
            yield replace(one, reason=_opened(key, whose, one.reason))


# A reason is kept in her Ladder's own state, which is plain JSON: sealed there.


def _sealed(person: Person, reason: str) -> str:
    sealed = person.key.seal(reason, "participants", person.id, "override")
    return b64encode(sealed).decode()


def _opened(key: Key, whose: UUID, reason: str) -> str:
    return key.open(b64decode(reason), "participants", whose, "override")
