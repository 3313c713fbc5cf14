"""People in a terminal: tables and paragraphs there, plain lines into a pipe."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows.coach.sums import Sums
from service.carrier import door
from service.store.timelines import Consent, Decided, Entry, Heard, Portrait, Said, Try
from service.store.views import Card
from service.store.voices import Called
from service.web import call_words, next_words, sum_words, words

HEADS = (
    "name",
    "number",
    "programme",
    "language",
    "zone",
    "consent",
    "rung",
    "last heard",
    "next",
    "needs",
)


def write_list(console: Console, cards: Iterable[Card], *, empty: str) -> None:
    """Write people as a table, or as tab-divided lines where there is no terminal."""
    rows = [_row(card) for card in cards]
    if not rows:
        console.print(empty, markup=False, soft_wrap=True)
    elif console.is_terminal:
        console.print(_table(rows))
    else:
        for row in (("id", *HEADS), *rows):
            console.file.write("\t".join(map(_cell, row)) + "\n")


def _table(rows: list[tuple[str, ...]]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for head in HEADS:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(cell)) for cell in row[1:]))
    return table


def _cell(text: str) -> str:
    """Return a cell on one line, without anything that steers a terminal."""
    return " ".join(door.clean(text).text.split())


def _row(card: Card) -> tuple[str, ...]:
    heard = card.last_heard_at
    return (
        str(card.id),
        card.name,
        card.number,
        card.programme,
        card.language,
        f"{card.zone} {words.clock(card.now, card.zone)}",
        card.consent,
        words.rung(card)[0],
        "never" if heard is None else words.near(heard, card.zone, card.now),
        next(_next(card)),
        "; ".join(_needs(card)),
    )


def _next(card: Card) -> Iterator[str]:
    for nudge in card.coming:
        yield next_words.coming(nudge, card.zone, card.now)
    if not card.coming:
        yield next_words.nothing(card)


def _needs(card: Card) -> Iterator[str]:
    for raised in card.alerts:
        had = words.had(raised, card.zone, card.now)
        yield f"{words.alert(raised)} {had}".strip()
    if card.doubts:
        yield f"{words.DOUBT} Decide with: handrail doubts list"
    if card.hold and not card.alerts:
        yield f"{words.HOLD[card.hold]}."


def write_portrait(console: Console, portrait: Portrait, sums: Sums) -> None:
    """Write one person whole; nothing in it is taken for markup."""
    card = portrait.card
    for title, lines in (
        (f"{card.name}, {card.programme}", _facts(portrait)),
        ("Needs someone", _needs(card)),
        ("Next", _next(card)),
        ("What it adds up to", _sums(sums)),
        ("Consent", _consent(portrait.consents, card.zone)),
        ("In their own words", _tries(portrait.tries)),
        ("Messages, latest first", _thread(portrait)),
    ):
        _write(console, title, list(lines))


def _write(console: Console, title: str, lines: list[str]) -> None:
    if not lines:
        return
    console.print(Text(_cell(title), style="bold"), soft_wrap=True)
    for line in lines:
        told, indent = _cell(line), 2 + len(line) - len(line.lstrip(" "))
        if console.is_terminal:
            console.print(Padding(Text(told), (0, 0, 0, indent)))
        else:
            console.print(Text(" " * indent + told), soft_wrap=True)
    console.print()


def _facts(portrait: Portrait) -> Iterator[str]:
    card = portrait.card
    name, means = words.rung(card)
    yield f"Number {card.number}; {card.zone}, {words.clock(card.now, card.zone)} there"
    yield f"Language: {card.language}"
    yield f"Goal: {card.goal or 'none yet'}"
    yield f"Step: {card.step or 'none yet'}"
    yield f"When: {card.cue or 'none yet'}"
    on = f"Rung {card.rung}, {name}" if words.is_on_rung(card) else f"Prompts, {name}"
    yield f"{on}: {means}"
    yield f"Tries this week: {card.summary.tries_this_week}"
    yield f"Unprompted: {words.share(card)}"
    for series in portrait.measures:
        of = f", {series.step}" if series.step and not series.current else ""
        yield f"{call_words.told(series, card.zone)}{of}"
    yield f"Calls: {'; '.join(call_words.facts(card, portrait.consents))}"
    yield f"Id: {card.id}"


def _sums(sums: Sums) -> Iterator[str]:
    for line in sum_words.lines(sums):
        of = f" {line.of}" if line.of else ""
        yield f"{line.label}: {line.figure}{of}. {line.says}"
    waits = sum_words.waits_for(sums) if sums.known else sum_words.UNKNOWN
    yield from filter(None, [waits])


def _consent(entries: Iterable[Consent], zone: str) -> Iterator[str]:
    for entry in entries:
        change, when = words.changed(entry), words.moment(entry.at, zone)
        yield f"{change}, {when}, {entry.method}, by {entry.entered_by}:"
        yield f'  "{entry.wording}"'


def _tries(tries: Iterable[Try]) -> Iterator[str]:
    for one in tries:
        yield f"{words.day(one.day)}, {words.outcome(one)}"
        for label, said in (
            ("", one.words),
            ("what made it happen: ", one.what_i_did),
            ("what was missing: ", one.missing),
        ):
            if said:
                yield f'  {label}"{said}"'


def _thread(portrait: Portrait) -> Iterator[str]:
    zone = portrait.card.zone
    for entry in portrait.thread:
        yield f"{words.moment(entry.at, zone)}  {_entry(entry, portrait.card)}"
        if isinstance(entry, Said | Called) and entry.why:
            yield f"  why: {entry.why}"
        if isinstance(entry, Called):
            yield from _call(entry, portrait.card)


def _call(entry: Called, card: Card) -> Iterator[str]:
    """Say what was said in a call, and what was recorded; sound is on the page."""
    for turn in entry.spoken:
        if turn.heard:
            yield f'  {card.name}: "{turn.heard}"'
        if turn.keys:
            yield f"  {card.name} {call_words.pressed(turn)}"
        if turn.said:
            yield f'  said to them: "{turn.said}"'
    for one in entry.voices:
        yield f"  {call_words.voice(one)}"
        if one.transcript:
            yield f'  transcript: "{one.transcript}"'


def _entry(entry: Entry, card: Card) -> str:
    match entry:
        case Heard(words=said):
            return f'{card.name}: "{said}"' if said else f"{card.name}: no words"
        case Said():
            told = words.delivery(entry, card.zone)
            return f'{words.NUDGE[entry.kind]}: "{entry.words}" [{told}]'
        case Called():
            return f"{call_words.title(entry, card.name)} [{call_words.ended(entry)}]"
        case Decided():
            return f"{words.decided(entry)}: {entry.why}"
        case _:
            assert_never(entry)
