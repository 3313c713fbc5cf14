"""`handrail understand`: what a reply is taken to mean, and how often that is right.

The report counts over the labelled replies of `docs/explanation/replies.md`; it never
shows a text of them, so that the unseen half stays unseen.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.talk import answers
from flows.talk.expects import MEANINGS, SCALE, Choice, Expect

CHECKOUT = Path(__file__).parents[2]
SET = CHECKOUT / "tests" / "flows" / "data"
# The choices of T16, the only question of the set that offers some.
CHOICES = (
    Choice("keep", {"en": ("keep", "keep it as is"), "es": ("mantener", "así")}),
    Choice("longer", {"en": ("longer",), "es": ("más largo",)}),
    Choice("more_often", {"en": ("more often",), "es": ("más a menudo",)}),
    Choice("tougher", {"en": ("tougher", "a tougher setting"), "es": ("más difícil",)}),
)
# What the project promises to understand, and how often.
PROMISED = ("yes", "no", "tried", "not_tried", "number")
PROMISE = 0.95
COLUMNS = 5
NO_CHOICE = "choice needs --choice: give it once for each, as `--choice keep`"


class Half(StrEnum):
    """Which part of the set: `unseen` was never read by who wrote the rules."""

    SEEN = "seen"
    UNSEEN = "unseen"
    BOTH = "both"


class NoSet(Exception):
    """The labelled replies are not there, or not in form; the message says where."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One labelled line of the set."""

    language: str
    kind: str
    label: str
    value: str
    text: str

    @property
    def expect(self) -> Expect:
        """What the question it answers waits for."""
        if self.kind == "number":
            return Expect("scale", *SCALE)
        return Expect(self.kind, choices=CHOICES if self.kind == "choice" else ())


@dataclass(frozen=True, slots=True)
class Read:
    """A reply, and what it was taken to mean."""

    reply: Reply
    answer: answers.Answer

    @property
    def understood(self) -> str:
        """The name of the meaning, as the set has it: tried_but is a try too."""
        name = answers.meaning(self.answer)
        return "tried" if name == "tried_but" else name

    @property
    def right(self) -> bool:
        """Whether meaning and value are what the label says."""
        if self.reply.kind == "words" and self.reply.label == "unsure":
            return self.understood in ("unsure", "words")
        return self.understood == self.reply.label and self._worth == self.reply.value

    @property
    def _worth(self) -> str:
        match self.answer:
            case answers.Days(days):
                return ",".join(str(day) for day in sorted(days))
            case answers.Tried() as tried if self.reply.kind == "attempt":
                return str(tried.days_ago or "")
            case answers.Number() | answers.Duration() | answers.Clock() as one:
                return answers.value(one) or ""
            case _:
                return ""

    @property
    def lost(self) -> bool:
        """Whether her words are neither kept nor turned into an answer."""
        match self.answer:
            case (
                answers.Tried()
                | answers.NotTried()
                | answers.Imagined()
                | answers.Words()
                | answers.Unsure()
            ) as kept:
                return kept.words != self.reply.text
            case answers.YesNo() | answers.Aside() | answers.Days() | answers.Reason():
                return False
            case value:
                return answers.value(value) is None


def replies(folder: Path, half: Half) -> list[Reply]:
    """Read the labelled replies of one half, or of both. Raises NoSet."""
    names = [one for one in (Half.SEEN, Half.UNSEEN) if half in (one, Half.BOTH)]
    return [
        reply
        for name in names
        for reply in _lines(folder / f"replies_{name.value}.tsv")
    ]


def _lines(path: Path) -> Iterator[Reply]:
    if not path.is_file():
        raise NoSet(
            f"There is no {path.name} in {path.parent}. The labelled replies are not "
            "installed with Handrail: run this in a checkout, or say where with --set."
        )
    for at, line in enumerate(path.read_text("utf-8").splitlines()[1:], 2):
        fields = line.split("\t")
        if len(fields) != COLUMNS or fields[1] not in MEANINGS:
            raise NoSet(f"{path.name}, line {at}: not the five columns of the set.")
        language, kind, label, value, text = fields
        yield Reply(language, kind, label, value, text.replace(" / ", "\n"))


def judged(some: Iterable[Reply]) -> list[Read]:
    """Understand each reply."""
    return [
        Read(one, answers.understand(one.text, one.expect, one.language))
        for one in some
    ]


def share(reads: Sequence[Read]) -> float:
    """Return the share that is right; 1 of none."""
    return sum(read.right for read in reads) / len(reads) if reads else 1.0


def promised(reads: Iterable[Read]) -> list[Read]:
    """Pick the replies whose label the project's promise is about."""
    return [
        read
        for read in reads
        if read.reply.label in PROMISED
        and read.reply.kind in ("attempt", "yes_no", "number")
    ]


def report(reads: Sequence[Read]) -> Iterator[str]:
    """Write how often what is understood, without a single text."""
    yield from _table("kind", reads, lambda read: (read.reply.kind,))
    yield from _table("language", reads, lambda read: (read.reply.language,))
    yield from _table(
        "kind, language", reads, lambda read: (read.reply.kind, read.reply.language)
    )
    yield from _table(
        "kind, label", reads, lambda read: (read.reply.kind, read.reply.label)
    )
    yield from _confusions(reads)
    yield from totals(reads)


def _table(
    title: str, reads: Sequence[Read], key: Callable[[Read], tuple[str, ...]]
) -> Iterator[str]:
    yield f"{title:<26}{'right':>7}{'n':>6}{'share':>8}"
    for name in sorted({key(read) for read in reads}):
        some = [read for read in reads if key(read) == name]
        yield _line(" ".join(name), some)
    yield ""


def _line(name: str, some: Sequence[Read]) -> str:
    right = sum(read.right for read in some)
    return f"{name:<26}{right:>7}{len(some):>6}{share(some):>8.3f}"


def _confusions(reads: Sequence[Read]) -> Iterator[str]:
    wrong = Counter(
        (read.reply.kind, read.reply.label, read.understood)
        for read in reads
        if not read.right
    )
    yield "confusions (label -> understood: count; the same twice: another value)"
    for (kind, label, understood), count in sorted(wrong.items()):
        yield f"{kind:<10} {label} -> {understood}: {count}"
    yield ""


def totals(reads: Sequence[Read]) -> Iterator[str]:
    """Write the sums: all replies, the promised labels, and what was lost."""
    some = promised(reads)
    lost = sum(read.lost for read in reads)
    verdict = "kept" if share(some) >= PROMISE else "NOT kept"
    yield f"{'total':<26}{'right':>7}{'n':>6}{'share':>8}"
    yield _line("everything", reads)
    yield _line("yes no tried miss number", some)
    yield f"promise of {PROMISE} on these: {verdict}"
    yield f"lost, of {len(reads)} replies: {lost}"


def in_words(answer: answers.Answer) -> str:
    """Say what was understood as a person would."""
    name = answers.meaning(answer)
    match answer:
        case answers.Tried(_, days_ago, fell_short):
            when = f", {days_ago} day(s) ago" if days_ago else ""
            return f"a try{when}{', that fell short' if fell_short else ''}"
        case answers.NotTried(_, reason):
            return f"no try this time{f'; missing: {reason}' if reason else ''}"
        case answers.Days(days) if days:
            return f"days: {', '.join(_DAYS[day] for day in sorted(days))}"
        case answers.Number() | answers.Duration() | answers.Clock():
            return f"{name}: {answers.value(answer)}{_UNITS.get(name, '')}"
        case _:
            return _IN_WORDS.get(name, name)


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNITS = {"duration": " minutes"}
_IN_WORDS = {
    "question": "no answer, but a question to us",
    "person": "no answer, but a wish for a person",
    "news": "no answer, but news: trouble or grief",
    "nothing": "nothing to say",
    "other": "something else",
    "not_yet": "not yet",
    "unsure": "unsure: it is asked once more",
    "words": "own words, kept as they are",
    "none": "days: none of them",
    "imagined": "done in the head",
    "know_how": "know-how",
}


def explain(text: str, expect: Expect, language: str) -> Iterator[str]:
    """Write what `text` is understood as, line by line."""
    yield in_words(answers.understand(text, expect, language))
    if then := answers.rest(text, expect, language):
        yield f"then, for the next question: {then}"
    if name := answers.command(text, language):
        yield f"as a whole message, the command {name}"


def _expected(kind: str, choices: Sequence[str]) -> Expect:
    if kind not in MEANINGS:
        there = ", ".join(MEANINGS)
        raise typer.BadParameter(f"No question expects {kind}. Kinds: {there}.")
    if kind in ("choice", "phrase") and not choices:
        raise typer.BadParameter(NO_CHOICE.replace("choice", kind, 1))
    low, high = SCALE if kind == "scale" else (0, None)
    some = tuple(Choice(one, {"en": (one,)}) for one in choices)
    return Expect(kind, low, high, some)


def _text(text: str | None) -> str:
    if text is None:
        raise typer.BadParameter("Give a TEXT to understand, or --report.")
    return text


def command(  # noqa: PLR0913, PLR0917 -- a command's options are its arguments
    text: Annotated[
        str | None, typer.Argument(help="What a person wrote or said.")
    ] = None,
    expect: Annotated[
        str, typer.Option(help="What the question asked for: attempt, yes_no, scale…")
    ] = "attempt",
    language: Annotated[str, typer.Option(help="en, es, es-MX…")] = "en",
    choice: Annotated[
        list[str] | None,
        typer.Option(help="With --expect choice or phrase: one of the answers."),
    ] = None,
    reporting: Annotated[
        bool, typer.Option("--report", help="Count over the labelled replies.")
    ] = False,
    half: Annotated[Half, typer.Option(help="Which half to count over.")] = Half.BOTH,
    folder: Annotated[
        Path, typer.Option("--set", help="The folder of the labelled replies.")
    ] = SET,
) -> None:
    """Say what a reply is taken to mean, or count how often that is right.

    Example: handrail understand "como un 7" --expect scale --language es
    """
    if not reporting:
        lines = explain(_text(text), _expected(expect, choice or ()), language)
    else:
        try:
            lines = report(judged(replies(folder, half)))
        except NoSet as error:
            raise typer.BadParameter(str(error)) from error
    for line in lines:
        print(line)
