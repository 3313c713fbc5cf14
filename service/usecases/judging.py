"""What a programme's file says that no programme may: names, numbers, terms, texts.

Law: everything wrong is found at once, each thing at the key where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flows.coach import programme_files
from flows.coach.programme_files import Coach, ProgrammeFile
from flows.coach.programmes import LANGUAGES, Programme, tongue
from flows.phrase import Phrase
from service.usecases import enrol, library, terms
from service.usecases.entries import Refused, as_tag, e164, of_language, of_step
from service.usecases.terms import BadTerms


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong at a key, those of a section as `terms.days`; mend "" for none."""

    key: str
    problem: Phrase
    mend: str


def _stands_not(key: str, mend: str) -> Wrong:
    own = key.rpartition(".")[2]
    return Wrong(key, Phrase("`%(key)s:` cannot stand.", key=own), mend)


def wrong(told: ProgrammeFile) -> Iterator[Wrong]:
    """Yield everything that no programme may say, though it could be read."""
    if told.called:
        yield from _refused("called", "programme", told.called, enrol.LONGEST_PROGRAMME)
    elif told.pathless or not told.lines.keys() & programme_files.PATH:
        problem = Phrase("`%(key)s:` is missing.", key="called")
        yield Wrong("called", problem, Phrase("Write the programme's name."))
    if told.coach and told.coach.name:
        yield from _of_coach(told.coach)
    if told.language:
        for refused in of_language(as_tag(told.language)):
            yield _stands_not("language", refused.mend)
    if told.terms is not None:
        yield from _of_terms(told)
    if told.path:
        yield from _of_path(told.path, tongue(told.language))


def _refused(key: str, field: str, text: str, most: int) -> Iterator[Wrong]:
    try:
        enrol.named(field, text, most)
    except Refused as refused:
        yield _stands_not(key, refused.mend)


def _of_coach(coach: Coach) -> Iterator[Wrong]:
    yield from _refused("coach.name", "coach", coach.name, enrol.LONGEST_COACH)
    if coach.number:
        try:
            # Without a country a number has to say its own: the file is the same
            # wherever it is read.
            e164(coach.number, "ZZ", "coach_number")
        except Refused as refused:
            yield _stands_not("coach.number", refused.mend)


def _of_terms(told: ProgrammeFile) -> Iterator[Wrong]:
    section = "nudges" if "nudges" in told.lines else "terms"
    given, bad_one = told.terms or {}, False
    for name, value in given.items():
        if not value:  # refused already, where it was read
            continue
        try:
            terms.judge(name, value)
        except BadTerms as bad:
            bad_one = True
            yield _stands_not(f"{section}.{name}", bad.told)
    try:
        settings({} if bad_one or not all(given.values()) else given)
    except BadTerms as bad:  # terms that stand alone, and not together
        yield _stands_not(section, bad.told)


def _of_path(path: Programme, first: str) -> Iterator[Wrong]:
    there = library.sources()
    for script in path.scripts:
        if script not in there:
            problem = Phrase(
                "`scripts:` names %(script)s, and no such script ships.", script=script
            )
            mend = Phrase("Take it out of the list, or write one that ships.")
            yield Wrong("scripts", problem, mend)
    for number, step in enumerate(path.steps):
        judged = set[tuple[str, str]]()
        for language in sorted(LANGUAGES, key=first.__ne__):
            texts = {"goal": path.goal, "step": step.text, "cue": step.cue}
            words = {name: text[language] for name, text in texts.items()}
            for refused in of_step(**words):
                # Words that stand for a language left out are wrong once.
                one = (refused.field, words[refused.field])
                if one in judged:
                    continue
                judged.add(one)
                key = "goal" if refused.field == "goal" else f"steps.{number}"
                problem = Phrase(
                    "`%(key)s:` %(field)s in %(language)s: %(mend)s.",
                    key=key.rpartition(".")[2],
                    field=refused.field,
                    language=language,
                    mend=refused.mend,
                )
                yield Wrong(key, problem, "")


def settings(given: Mapping[str, str]) -> dict[str, Any]:
    """Return terms of a file as they are stored; raises BadTerms."""
    return terms.written(f"{name}={value}" for name, value in given.items())
