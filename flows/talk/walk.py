"""Makes one turn: from node to node until something is asked or all is said."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeAlias, assert_never

from flows.talk.answers import Answer, Days, NotTried, Tried
from flows.talk.effects import (
    AddWords,
    Effect,
    End,
    Hand,
    Recapped,
    RecordAttempt,
    Remember,
    Say,
)
from flows.talk.grammar import (
    END,
    FIELDS,
    Act,
    Ask,
    Branch,
    Emit,
    Goto,
    Line,
    Node,
    Note,
    Record,
    Script,
    Speak,
)
from flows.talk.state import QUESTION_OPEN, SAME_BREATH, State, Turn
from flows.talk.wording import fill, fill_anyway, fill_as_is

Fact: TypeAlias = str | int | bool
Facts: TypeAlias = Mapping[str, Fact]

STEP_LIMIT = 64  # nodes walked in one turn; parse refuses rounds, this is the net
TRIED = ("attempted", "imagined")  # what counts as a try
UNPLACED = "said"  # the fact that keeps words which no node kept
_BOOL = {True: "yes", False: "no"}


class Walk:
    """One turn being made; thrown away when it is made."""

    def __init__(
        self, script: Script, facts: Facts, *, now: datetime, state: State | None = None
    ) -> None:
        self.script, self.facts, self.now = script, facts, now
        self.memory = dict(state.memory) if state else {}
        self.turns = state.turns if state else 0
        self.asked_again = state.asked_again if state else False
        self.recorded = state.recorded if state else False
        self.heard: str | None = None
        self.kept = ""
        self.placed = False
        self.waiting_for_record = ""
        self.days_ago = 0
        self.new_tries = 0
        self.recap: tuple[date, ...] = ()
        self.effects: list[Effect] = []
        self.path: list[str] = []

    # ---- taking in ----

    def hear(self, text: str, keep: str) -> None:
        """Take in an answer and keep it where the question says."""
        self.heard = self.memory["heard"] = text
        self.turns += 1
        if keep in FIELDS and not self.recorded:
            # Words belong to an attempt recorded before them: wait for it.
            self.waiting_for_record = keep
        elif keep:
            self._keep(keep, text)

    def _keep(self, where: str, text: str) -> None:
        self.memory[where] = text
        self.kept = where
        if where in FIELDS:
            self.effects.append(AddWords(text, FIELDS[where]))
        else:
            self.effects.append(Remember(where, text))

    def learn(self, answer: Answer) -> None:
        """Put what an answer tells beside its words into the conversation's memory."""
        match answer:
            case Tried(days_ago=days_ago):
                self.days_ago = days_ago
            case NotTried(reason=reason):
                self.memory["reason"] = reason
            case Days(days):
                self.recap = self._dates(days)
                self.memory["days_told"] = str(len(days))
            case _:
                pass

    def _dates(self, days: frozenset[int]) -> tuple[date, ...]:
        # The seven days that ended on the day she was asked: an answer on Monday
        # morning still tells of the week that Sunday evening's recap asked about.
        last = date.fromisoformat(self.memory.get("asked_on") or self._today())
        week = [last - timedelta(days=ago) for ago in range(6, -1, -1)]
        return tuple(day for day in week if day.weekday() in days)

    def _today(self) -> str:
        return str(self.facts.get("today") or self.now.date().isoformat())

    # ---- walking ----

    def along(self, target: str) -> Turn:
        """Walk from node `target` to the next question or the end."""
        for _ in range(STEP_LIMIT):
            if target == END:
                return self._end()
            node = self.script.nodes[target]
            self.path.append(target)
            for act in node.acts:
                self._do(act)
            if isinstance(node.lead, Ask):
                return self._wait(node, node.lead)
            target = self._onward(node.lead)
        return self.give_up()

    def _onward(self, lead: Goto | Branch) -> str:
        if isinstance(lead, Goto):
            return lead.target
        return lead.on.get(self._look(lead.fact), lead.otherwise)

    def _look(self, name: str) -> str:
        if name in self.memory:
            return self.memory[name]
        value = self.facts.get(name, "")
        if name == "tries_this_week" and isinstance(value, int):
            value += self.new_tries  # the facts were read before this very try
        return _BOOL[value] if isinstance(value, bool) else str(value)

    def _do(self, act: Act) -> None:
        match act:
            case Speak(line):
                self._say(line)
            case Record():
                self._record(act)
            case Note(name, value):
                self._note(name, fill_as_is(value, self._look))
                # Only words that stand in the fact are kept by it.
                self.kept = name if "heard" in value.slots else self.kept
            case Emit(effect):
                self.effects.append(effect)
            case _:
                assert_never(act)

    def _record(self, act: Record) -> None:
        if act.outcome is None:
            self.effects.append(Recapped(self.recap))
            return
        waiting, self.waiting_for_record = self.waiting_for_record, ""
        told = [self.memory.get(UNPLACED), None if waiting else self.heard]
        words = "\n".join(text for text in told if text)
        days_ago = act.days_ago or self.days_ago
        self.effects.append(RecordAttempt(act.outcome, words, days_ago))
        self.recorded, self.kept = True, "words"
        if act.outcome in TRIED and self.facts.get("tried_today") is not True:
            self.new_tries += 1
        if waiting and self.heard is not None:
            self._keep(waiting, self.heard)

    def _note(self, name: str, value: str) -> None:
        self.memory[name] = value
        self.effects.append(Remember(name, value))

    def _say(self, line: Line) -> None:
        self.effects.append(Say(self._worded(line)))

    def _worded(self, line: Line) -> str:
        seed, language = self.facts.get("seed", 0), self._language()
        variants = line.variants[language]
        # In turn, not at random: the longest time before a wording comes back.
        at = seed if isinstance(seed, int) else 0
        chosen = variants[at % len(variants)]
        others = line.instead.get(language, (chosen,))
        other = others[at % len(others)]
        look = self._look
        return fill(chosen, look) or fill(other, look) or fill_anyway(other, look)

    def _language(self) -> str:
        languages = self.script.languages
        if len(languages) > 1 and (spoken := self._look("language")) in languages:
            return spoken
        return languages[0]

    # ---- stopping ----

    def _wait(self, node: Node, ask: Ask) -> Turn:
        if ask.line:
            self._say(ask.line)
        self.memory["asked_on"] = self._today()
        self.asked_again = False
        return self._turn(self._state(node.name, ask.expect))

    def ask_again(self, node: Node, ask: Ask, line: Line) -> Turn:
        """Ask once more, in other words; what was said is kept meanwhile."""
        self.asked_again = True
        self._place_words()
        self._say(line)
        # Nothing was taken as the answer yet, so a quick second text is one.
        return self._turn(replace(self._state(node.name, ask.expect), kept=""))

    def give_up(self) -> Turn:
        """Stop a conversation that goes round, and put it before a coach."""
        self.effects.append(Hand("unsure"))
        return self._end()

    def _end(self) -> Turn:
        self._place_words()
        self.effects.append(End("done"))
        # Words that were no answer ("hi") leave nothing a next text could continue.
        if not self.kept or self.heard is None:
            return self._turn(None)
        ended = self._state(self.path[-1], "")
        over = self.now + SAME_BREATH
        return self._turn(
            replace(ended, awaiting=False, asked_at=None, expires_at=over)
        )

    def _state(self, node: str, expect: str) -> State:
        self._place_words()
        self.memory.pop("heard", None)
        return State(
            script=self.script.name,
            version=self.script.version,
            node=node,
            awaiting=True,
            expires_at=self.now + QUESTION_OPEN,
            asked_at=self.now,
            heard_at=None if self.heard is None else self.now,
            expect=expect,
            asked_again=self.asked_again,
            recorded=self.recorded,
            turns=self.turns,
            kept=self.kept,
            memory=self.memory,
        )

    def _place_words(self) -> None:
        """Keep what was heard when no node did: a person's words are never lost."""
        if self.heard is None or self.kept or self.placed:
            return
        before = self.memory.get(UNPLACED)
        self.placed = True
        self._note(UNPLACED, f"{before}\n{self.heard}" if before else self.heard)

    def _turn(self, state: State | None) -> Turn:
        return Turn(state, tuple(self.effects), tuple(self.path))
