"""Writes the page of decisions from the tables of rules: who is told what."""

from collections.abc import Iterable, Iterator

from flows.coach import (
    alarms,
    calling,
    contexts,
    evidence,
    explain,
    for_coach,
    lapses,
    offer_rows,
    presets,
    preview,
    prompting,
    sentences,
    travel,
    why,
    wishes,
)
from flows.coach.moves import Rule
from flows.coach.spoken import Spoken

Line = tuple[str, str, str, Spoken]  # rule, when it is asked, the coach's, hers

BEGINNING = (
    "Each nudge sent, moved or withheld, and each changed rung, is kept with its rule, "
    "what the rule looked at, and one sentence for the coach. On WHY the person is "
    "told hers, in her language. Words in braces are filled in; dates are said as one "
    "says them.\n"
)


def page(made: str) -> str:
    """Give the page of all rules; `made` says how it came about."""
    lines = ["# Decisions and how they are told\n", made, BEGINNING]
    for title, says, rows in SECTIONS:
        lines += [f"## {title}\n", f"{says}\n", _table(rows)]
    return "\n".join(lines)


def _table(rows: Iterable[Line]) -> str:
    head = "| rule | asked of | to the coach | to the person |\n|---|---|---|---|\n"
    return head + "".join(
        f"| `{rule}` | {when} | {coach} | {hers.en}<br>*{hers.es}* |\n"
        for rule, when, coach, hers in rows
    )


def _sending() -> Iterator[Line]:
    for rule in explain.RULES:
        if rule.name != "send":
            kinds = ", ".join(sorted(rule.kinds)).replace("_", "-")
            yield rule.name, kinds, rule.coach, rule.participant


def _sent() -> Iterator[Line]:
    for key, (coach, hers) in sentences.SENT.items():
        kind, _, cause = key.partition(" ")
        yield "send", " ".join(filter(None, (kind, cause))), coach, hers


def _rungs(rule: Rule) -> str:
    first, last = rule.rungs[0], rule.rungs[-1]
    return f"R{first}" if first == last else f"R{first} to R{last}"


def _moves(rules: Iterable[Rule]) -> Iterator[Line]:
    for rule in rules:
        task = f" *Task: {rule.task}*" if rule.task else ""
        yield rule.name, _rungs(rule), f"{rule.sentence}.{task}", why.TOLD[rule.name]


def _asked() -> Iterator[Line]:
    for command, answer in wishes.ANSWERS.items():
        yield answer.rule, command, f"{answer.reason}.", why.TOLD[answer.rule]
    for lever, word in wishes.WORDS.items():
        coach = f"{word.reason} until {{until}}."
        yield "COACH", lever, coach, why.of_lever(lever)


def _told(rows: Iterable[tuple[str, str]], when: str) -> Iterator[Line]:
    for rule, coach in rows:
        yield rule, when, coach, why.TOLD[rule]


def _calls() -> Iterator[Line]:
    for how, row in calling.TABLE.items():
        rule = f"call_{row.then}"
        yield rule, how.replace("_", " "), f"{row.says}.", why.TOLD[rule]


def _offers() -> Iterator[Line]:
    for row in offer_rows.ROWS:
        stages = [stage for stage in contexts.STAGES if stage in row.stages]
        yield row.rule, ", ".join(stages), row.coach, row.person


def _step() -> Iterator[Line]:
    for alarm in (alarms.TOO_EASY, *alarms.TOO_HARD):
        yield alarm.rule, "a step", alarm.sentence, why.TOLD[alarm.rule]
    for move in contexts.TRANSITIONS:
        yield (
            move.rule,
            f"{move.before} to {move.after}",
            move.sentence,
            why.TOLD[move.rule],
        )
    for task in for_coach.ROWS:
        yield task.rule, "a coach", task.sentence, why.TOLD[task.rule]


_CHANCES = {**prompting.SAYS, "G4": prompting.OWED}
_PRESETS = [(name, f"{row.says}.") for name, row in presets.PRESETS.items()]
_PLANS = [
    *((f"plan_{fate}", told) for fate, told in travel.SAID.items()),
    ("plan_none", f"Why the chance gets none. {travel.LEFT_OUT}"),
]

SECTIONS: tuple[tuple[str, str, Iterable[Line]], ...] = (
    (
        "At the moment of sending",
        "Asked from the top; the first that speaks withholds or moves the nudge.",
        tuple(_sending()),
    ),
    (
        "Where none of these speaks",
        "The nudge goes, and its kind and cause are told.",
        tuple(_sent()),
    ),
    (
        "After a call that did not reach her",
        "What follows where there is time for it; else one text, or nothing.",
        tuple(_calls()),
    ),
    (
        "When prompts come back",
        "The Ladder asks these first. Each says in the end what holds from now on.",
        tuple(_moves((*lapses.LAPSES, lapses.QUIET, lapses.CONFIDENCE))),
    ),
    ("When prompts thin out", "Asked after those.", tuple(_moves(evidence.FADES))),
    ("By her own word, and her coach's", "Done at once.", tuple(_asked())),
    (
        "While her days are planned",
        "Why a chance gets no prompt, or one whatever the draw says. Where none of "
        "these speaks, the rung or the preset decides.",
        tuple(_told(_CHANCES.items(), "a chance")),
    ),
    ("Presets", "In the Ladder's place.", tuple(_told(_PRESETS, "a chance"))),
    (
        "When her clock or her days change",
        "What became of a chance that stood.",
        tuple(_told(_PLANS, "a chance")),
    ),
    (
        "Days without a chance",
        "As a preview shows them.",
        tuple(_told(preview.LEFT.items(), "a day")),
    ),
    (
        "What is offered",
        "Asked from the top, in these stages; the first that may begins.",
        tuple(_offers()),
    ),
    (
        "How hard the step is",
        "What is seen, and what a coach looks at.",
        tuple(_step()),
    ),
)
