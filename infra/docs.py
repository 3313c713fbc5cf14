"""Writes the parts of docs/ that are drawn from the code: `make docs`.

`.venv/bin/python -m infra.docs figures` takes the output of `make bench` on its
standard input and puts it into docs/performance.md, with the machine it ran on.
"""

import os
import platform
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.safety import alerting
from flows.talk import drawing, keypad
from flows.talk import script as grammar
from flows.talk.check_facts import FACTS_ALWAYS, TOGETHER
from flows.talk.expects import ASIDES, MEANINGS, RANGES
from flows.talk.fact_words import FACTS
from flows.talk.finding import RULES
from service.usecases import library
from service.usecases.delivery import FINAL, FOLLOWS, STATES

DOCS = Path(__file__).resolve().parent.parent / "docs"
BEGINS, ENDS = "<!-- {name}: written by `{by}` -->", "<!-- {name}: end -->"
FIGURES_BY = "make bench | .venv/bin/python -m infra.docs figures"
COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class NoPlace(Exception):
    """A page lacks the two marks between which its drawn part stands."""


def state_machine(states: Mapping[str, Mapping[str, str]] = STATES) -> str:
    """Draw the delivery states: a Mermaid diagram, then the same as a table.

    An arrow may carry no colon or semicolon in Mermaid, so the diagram numbers them
    and the table says what moves a message along each.
    """
    arrows = [
        (begin, end, why) for begin, ways in states.items() for end, why in ways.items()
    ]
    diagram = [
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> due",
        *(f"    {a} --> {b} : {n}" for n, (a, b, _) in enumerate(arrows, 1)),
        *(
            f"    {state} --> [*]"
            for state, ways in states.items()
            if not ways or state in FINAL
        ),
        "```",
    ]
    table = [
        "| | from | to | because |",
        "|---|---|---|---|",
        *(f"| {n} | `{a}` | `{b}` | {w} |" for n, (a, b, w) in enumerate(arrows, 1)),
    ]
    return "\n".join([*diagram, "", *table])


def follows(rows: Mapping[str, str] = FOLLOWS) -> str:
    """Draw what a code of the carrier sets going beside the state of its message."""
    named = {"never": "no", "later": "once, later", "stop": "not before it is mended"}
    lines = [f"| {named.get(code, code)} | {what} |" for code, what in rows.items()]
    return "\n".join(["| again? | what follows |", "|---|---|", *lines])


def figures(said: str, *, machine: str) -> str:
    """Frame what `make bench` said, without its colours, with the machine's name."""
    plain = COLOUR.sub("", said).strip("\n")
    return f"{machine}\n\n```text\n{plain}\n```"


def this_machine() -> str:
    """Name what a figure depends on, and nothing that tells whose machine it is."""
    cores = os.cpu_count() or 1
    return (
        f"Measured on {datetime.now(UTC).date()}: {cores} cores, {platform.machine()}, "
        f"{platform.system()}, Python {platform.python_version()}."
    )


def framed(page: str, name: str, by: str, drawn: str) -> str:
    """Return the page with `drawn` between the marks of `name`. Raises NoPlace."""
    begins, ends = BEGINS.format(name=name, by=by), ENDS.format(name=name)
    before, mark, rest = page.partition(begins)
    _, other, after = rest.partition(ends)
    if not (mark and other):
        raise NoPlace(f"the page needs the lines {begins} and {ends}")
    return f"{before}{begins}\n\n{drawn}\n\n{ends}{after}"


# What each kind of question takes for an answer; its names come from the engine.
KINDS: Mapping[str, str] = {
    "attempt": "whether she tried, in any words: effort counts, and so does a story",
    "yes_no": "yes or no; a bare yes is understood, and never asked for",
    "words": "her own words",
    "take": "her own words, asked for as a recording (a text by text)",
    "number": "a whole number, `from:` and `to:` bound it",
    "scale": "0 to 10",
    "duration": "how long, in minutes",
    "time": "a time of day",
    "days": "days of the week, or none",
    "reason": "what was missing",
    "choice": "one of `choices:`, which has a name and words for each; 8 at most. "
    "`called:` names a fact with her own name for one",
    "offer": "yes, no or later to an offer; written with the lead `offer:`",
    "phrase": "exactly the words of `phrase:`, for what cannot be undone",
}


def facts() -> str:
    """Draw the table of the facts a script may use."""
    rows = (f"| `{name}` | {FACTS[name]} | {_known(name)} |" for name in FACTS)
    return "\n".join(["| fact | what it is | known |", "|---|---|---|", *rows])


def _known(name: str) -> str:
    first = [one for one, others in TOGETHER.items() if name in others]
    beside = f", with `{first[0]}`" if first else ""
    return "always" if name in FACTS_ALWAYS else f"sometimes{beside}"


def kinds() -> str:
    """Draw the table of the kinds of questions."""
    rows = [
        f"| `{kind}` | {KINDS[kind]} | {_answers(kind)} | {_keys(kind)} |"
        for kind in MEANINGS
    ]
    return "\n".join(
        ["| `expect:` | takes | `on:` may name | keys |", "|---|---|---|---|", *rows]
    )


def _answers(kind: str) -> str:
    own = ["its choices"] if kind == "choice" else []
    own += [f"`{name}`" for name in MEANINGS[kind] if name not in ASIDES]
    ranges = ["ranges"] if kind in RANGES else []
    return ", ".join([*own, *ranges])


def _keys(kind: str) -> str:
    if kind in keypad.TYPED:
        return f"up to {keypad.TYPED[kind][0]}, then `#`"
    if kind == "choice":
        return "1 to 8"
    return ", ".join(keypad.KEYS.get(kind, {})) or "none"


def rules() -> str:
    """Draw the table of all that a check finds."""
    rows = [
        f"| `{name}` | {rule.finds}{' (a note)' * rule.note} | {rule.mend} |"
        for name, rule in RULES.items()
    ]
    return "\n".join(["| rule | it finds | mend |", "|---|---|---|", *rows])


RANKS = ("1st", "2nd", "3rd")
ABOUT: Mapping[str, str] = {
    "crisis": "danger",
    "unclear_stop": "an unclear wish to stop",
    "whose": "a number that may be somebody else's by now",
    "limit": "a limit of messages or money is reached",
    "hand": "something for a coach",
    "quarantine": "something that broke",
    "stopped": "the carrier lets nothing out from the number",
    "restored": "the database is one from a backup, and held",
}


def alerts() -> str:
    """Draw who is told of an alert, when, and by what."""
    rows = [row for kind in alerting.WAYS for row in _way(kind)]
    head = [
        "| alert | when nobody has it yet | who is told | by |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *rows])


def _way(kind: str) -> Iterator[str]:
    way, after = alerting.WAYS[kind], timedelta(0)
    for number, step in enumerate(way.steps):
        after += step.after
        name = ABOUT[kind] if number == 0 else ""
        who = " and ".join(RANKS[place] for place in step.who)
        yield f"| {name} | {_span(after)} | {who} | {', '.join(step.by)} |"
    if way.again is not None:
        by, every = (
            ", ".join(way.again.by),
            _span(way.again.after).removeprefix("after "),
        )
        yield f"| | every {every} from then on | the next each time | {by} |"
    if way.gathers is not None:
        held = _span(way.gathers).removeprefix("after ")
        told = f"whoever was told of the like within {held} hears of it after that"
        yield f"| | | {told} | |"


def _span(time: timedelta) -> str:
    minutes = int(time / timedelta(minutes=1))
    if not minutes:
        return "at once"
    hours = f"after {minutes // 60} h" + f" {minutes % 60} min" * bool(minutes % 60)
    return hours if minutes >= 120 else f"after {minutes} min"


# (page, name of the part, what draws it); tests/house/test_docs_generated.py looks.
DRAWN: tuple[tuple[str, str, Callable[[], str]], ...] = (
    ("explanation/delivery.md", "states", state_machine),
    ("explanation/safety.md", "alerts", alerts),
    ("explanation/delivery.md", "follows", follows),
    ("reference/scripts.md", "kinds", kinds),
    ("reference/facts.md", "facts", facts),
    ("reference/scripts.md", "rules", rules),
)


def daily_win() -> str:
    """Draw the script to learn from."""
    return drawing.draw(grammar.parse(library.shipped()["daily_win"], name="daily_win"))


PICTURES: Mapping[str, Callable[[], str]] = {"images/daily_win.svg": daily_win}


def behind() -> Iterator[tuple[Path, str]]:
    """Give each page or picture that is not as drawn, with what it should say."""
    for place, draw in PICTURES.items():
        picture = DOCS / place
        if not picture.is_file() or picture.read_text("utf-8") != draw():
            yield picture, draw()
    for place in dict.fromkeys(place for place, _, _ in DRAWN):
        page = DOCS / place
        written = wanted = page.read_text("utf-8")
        for name, draw in ((name, draw) for on, name, draw in DRAWN if on == place):
            wanted = framed(wanted, name, "make docs", draw())
        if wanted != written:
            yield page, wanted


def main(words: list[str]) -> int:
    """Write the drawn parts, or the figures."""
    if words == ["figures"]:
        page = DOCS / "performance.md"
        drawn = figures(sys.stdin.read(), machine=this_machine())
        wanted = framed(page.read_text("utf-8"), "figures", FIGURES_BY, drawn)
        page.write_text(wanted, encoding="utf-8")
        return 0
    for page, wanted in behind():
        page.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
