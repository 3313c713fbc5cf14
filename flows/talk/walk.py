"""Makes one turn: from node to node until something is asked or all is said."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias, assert_never

from flows.talk import answers
from flows.talk.again import once_more
from flows.talk.answers import Answer, Aside, Days, NotTried, Tried
from flows.talk.effects import (
    AddWords,
    Effect,
    End,
    Hand,
    HandReason,
    Measured,
    Offered,
    PlayTake,
    Recapped,
    RecordAttempt,
    Remember,
    Say,
)
from flows.talk.events import Channel
from flows.talk.expects import ASIDES, PLAINER, SECOND, VALUES, Expect
from flows.talk.frame import Frame, spoken
from flows.talk.freshness import freshest_to
from flows.talk.grammar import (
    END,
    FIELDS,
    MEASURES,
    Act,
    Ask,
    Branch,
    Emit,
    Goto,
    Line,
    Node,
    Note,
    PlayBack,
    Record,
    Script,
    Speak,
    Words,
    words_in,
)
from flows.talk.state import QUESTION_OPEN, SAME_BREATH, State, Turn
from flows.talk.weekdays import week_until
from flows.talk.wording import Pattern, fill, fill_anyway, fill_as_is

# `wordings` is the one fact that is a table: wording id -> days since it was said.
Fact: TypeAlias = str | int | bool | Mapping[str, int]
Facts: TypeAlias = Mapping[str, Fact]

STEP_LIMIT = 64  # nodes walked in one turn; parse refuses rounds, this is the net
TRIED = ("attempted", "imagined")  # what counts as a try
UNPLACED = "said"  # the fact that keeps words which no node kept
_BOOL = {True: "yes", False: "no"}


class Walk:
    """One turn being made; thrown away when it is made."""

    def __init__(
        self,
        script: Script,
        facts: Facts,
        *,
        now: datetime,
        channel: Channel = "text",
        state: State | None = None,
    ) -> None:
        self.script, self.facts, self.now = script, facts, now
        self.channel = channel
        self.memory = dict(state.memory) if state else {}
        self.turns = state.turns if state else 0
        self.asked_again = state.asked_again if state else False
        self.recorded = state.recorded if state else False
        self.take = state.take if state else ""
        self.before = state.node if state else ""
        self.asked_before = state.before if state else ""
        self.silences, self.wording = 0, ""
        self.heard: str | None = None
        self.answered: tuple[str, Expect] | None = None
        self.kept, self.placed = "", False
        self.handed: HandReason | Literal[""] = ""
        self.waiting_for_record = ""
        self.days_ago = self.new_tries = 0
        self.recap = Recapped(())
        self.effects: list[Effect] = []
        self.path: list[str] = []

    # ---- taking in ----

    def hear(self, words: str, answer: Answer, ask: Ask) -> str:
        """Take in an answer, keep it where the question says; return the way on."""
        self.heard = self.memory["heard"] = words
        self.turns += 1
        worth = answers.value(answer)
        if worth is not None and ask.expect.kind in VALUES:
            self._value(worth, words, ask)
        elif ask.expect.kind in VALUES or not ask.keep:
            pass  # no node keeps these words: they are placed at the end of the turn
        elif isinstance(answer, Aside) and (
            ask.keep not in FIELDS or answer.meaning in ASIDES
        ):
            pass  # "call me" and "no idea" are not her goal: placed as above
        elif ask.keep in FIELDS and not self.recorded:
            # Words belong to an attempt recorded before them: wait for it.
            self.waiting_for_record = ask.keep
        else:
            self._keep(ask.keep, words)
        self._learn(answer)
        return self.way(ask, answer)

    def understood(self, text: str, expect: Expect) -> Answer:
        """Read a text of hers as an answer to what `expect` waits for."""
        return answers.understand(text, expect, *self._hers)

    @property
    def _hers(self) -> tuple[str, str]:  # her language, and her coach's name
        return self.language, str(self.facts.get("coach") or "")

    def way(self, ask: Ask, answer: Answer) -> str:
        """Return the node that an answer leads to."""
        name, worth = answers.meaning(answer), answers.value(answer)
        plainer = PLAINER.get(name, name)
        if name not in ask.ways.on and plainer in ask.ways.on:
            name = plainer
        number = int(worth) if worth is not None and worth.isdecimal() else None
        return ask.ways.to(name, number)

    def _value(self, worth: str, words: str, ask: Ask) -> None:
        if ask.offers:
            self.effects.append(Offered(ask.offers, worth, words))
        if not (ask.keep or ask.offers):
            return  # kept by no node: the words are placed at the end of the turn
        # Words beside a value are kept with it, and a quick second text after them.
        self.placed, self.kept = True, UNPLACED
        if not ask.keep:
            return
        self.memory[ask.keep] = worth
        if ask.keep in MEASURES and worth.isdecimal():
            self.effects.append(Measured(ask.keep, int(worth), words))
        else:
            self.effects.append(Remember(ask.keep, worth, words))

    def _keep(self, where: str, text: str) -> None:
        self.memory[where] = text
        self.kept = where
        if where in FIELDS:
            self.effects.append(AddWords(text, FIELDS[where], self.take))
        else:
            self.effects.append(Remember(where, text, take=self.take))

    def _learn(self, answer: Answer) -> None:
        """Put what an answer tells beside its words into the conversation's memory."""
        if isinstance(answer, Tried):
            self.days_ago = answer.ago(self.today)
        elif isinstance(answer, NotTried):
            self.memory["reason"] = answer.reason
        elif isinstance(answer, Days):
            # Monday morning's answer is to what Sunday evening's recap asked about.
            last = date.fromisoformat(self.memory.get("asked_on") or f"{self.today}")
            self.recap = Recapped(week_until(last, answer.days), last)
            self.memory["days_told"] = str(len(answer.days))

    @property
    def today(self) -> date:
        """The day on which she is answered, as she counts it."""
        return date.fromisoformat(str(self.facts.get("today") or self.now.date()))

    # ---- walking ----

    def along(self, target: str) -> Turn:
        """Walk from node `target` to the next question or the end."""
        for _ in range(STEP_LIMIT):
            if target == END:
                return self._end()
            node = self.script.nodes[target]
            self.path.append(target)
            for act in node.acts:
                self.do(act)
            if isinstance(node.lead, Ask):
                onward = self._answered_already(node.lead)
                if onward is None:
                    return self._wait(node, node.lead)
                target = onward
            else:
                target = self._onward(node.lead)
        return self.give_up()

    def _answered_already(self, ask: Ask) -> str | None:
        """Take the second answer of a text that held two ("yes and a 7")."""
        told, self.answered = self.answered, None
        if told is None or ask.expect.kind not in SECOND:
            return None
        more = answers.rest(*told, *self._hers)
        answer = self.understood(more, ask.expect)
        if not (more and answers.certain(answer)):
            return None
        self._place_words()
        self.placed, self.kept = False, ""
        return self.hear(more, answer, ask)

    def _onward(self, lead: Goto | Branch) -> str:
        if isinstance(lead, Goto):
            return lead.target
        value = self.look(lead.fact)
        return lead.ways.to(value, int(value) if value.isdecimal() else None)

    def look(self, name: str) -> str:
        """Return what a fact is worth as text; "" when nothing is known."""
        if name in self.memory:
            return self.memory[name]
        elsewhen = name == "tried_today" and self.days_ago  # not twice in a day
        value = False if elsewhen else self.facts.get(name, "")
        if name == "tries_this_week" and isinstance(value, int):
            value += self.new_tries  # the facts were read before this very try
        return _BOOL[value] if isinstance(value, bool) else str(value)

    def do(self, act: Act) -> None:
        """Do one thing that a node does, as if it were entered."""
        match act:
            case Speak(line):
                self.say(line)
            case Record():
                self._record(act)
            case Note(name, value):
                self._note(name, fill_as_is(value, self.look))
                # Only words that stand in the fact are kept by it.
                self.kept = name if "heard" in value.slots else self.kept
            case Emit(effect):
                self.effects.append(effect)
                self._handed_on(effect)
            case PlayBack():
                if self.take and self._is_call:
                    self.effects.append(PlayTake(self.take))
            case _:
                assert_never(act)

    def _handed_on(self, effect: Effect) -> None:
        # What was not understood may be put right at once: "sorry, did it!".
        if isinstance(effect, Hand) and effect.reason != "unsure":
            self.handed = effect.reason

    @property
    def _is_call(self) -> bool:
        return self.channel == "voice"

    def _record(self, act: Record) -> None:
        if act.outcome is None:
            self.effects.append(self.recap)
            return
        waiting, self.waiting_for_record = self.waiting_for_record, ""
        told = [self.memory.get(UNPLACED), None if waiting else self.heard]
        words = "\n".join(text for text in told if text)
        days_ago = act.days_ago or self.days_ago
        take = "" if waiting else self.take
        self.effects.append(RecordAttempt(act.outcome, words, days_ago, take))
        self.recorded, self.kept = True, "words"
        if act.outcome in TRIED and self.look("tried_today") != _BOOL[True]:
            self.new_tries = 1  # told twice in one conversation, it is one try
        if waiting and self.heard is not None:
            self._keep(waiting, self.heard)

    def _note(self, name: str, value: str) -> None:
        self.memory[name] = value
        self.effects.append(Remember(name, value))

    # ---- saying ----

    @property
    def language(self) -> str:
        """The person's language, as a tag; the script's first when it is not known."""
        known = self.facts.get("language")
        return known if isinstance(known, str) and known else self.script.languages[0]

    def say(self, line: Line, again: str | None = None) -> str:
        """Say a line, once more in wording `again` ("": any); return the wording."""
        variants = self._variants(line.variants)
        chosen = self._picked(variants, again)
        if (said := fill(chosen, self.look)) is None and line.instead:
            # What is said rests a while, not what could not be.
            variants = self._variants(line.instead)
            chosen = self._picked(variants, again)
            said = fill(chosen, self.look)
        wording = chosen.id if len(variants) > 1 else ""
        words = said or fill_anyway(chosen, self.look)
        self.effects.append(Say(words, self.channel, wording))
        return wording

    def _picked(self, among: tuple[Pattern, ...], again: str | None) -> Pattern:
        fresh = freshest_to(among, self.facts)
        if again is None:
            return fresh
        return once_more(among, again, fresh, self.language)

    def say_frame(self, frame: Frame, **values: str) -> None:
        """Say what every call says, in the person's language."""
        words = spoken(frame, self.language)
        self.effects.append(Say(words.format(**values), "voice"))

    def _variants(self, by_language: Mapping[str, Words]) -> tuple[Pattern, ...]:
        words = words_in(by_language, self.language)
        return words.voice if self._is_call else words.text

    # ---- stopping ----

    def _wait(self, node: Node, ask: Ask) -> Turn:
        if ask.line:
            self.wording = self.say(ask.line)
        self.memory["asked_on"] = self.today.isoformat()
        self.asked_again = False
        return self._turn(self._state(node.name, ask))

    def ask_again(self, node: Node, ask: Ask, line: Line) -> Turn:
        """Ask once more, in other words; what was said is kept meanwhile."""
        self.asked_again = True
        self._place_words()
        self.wording = self.say(line)
        # Nothing was taken as the answer yet, so a quick second text is one.
        return self._turn(replace(self._state(node.name, ask), kept=""))

    def repeat(self, node: Node, ask: Ask, state: State, *, silences: int = 0) -> Turn:
        """Say the open question once more, on the channel of this turn.

        Where it stands on this channel already, it is what was said there last.
        """
        here = state.channel == self.channel
        line = ask.unsure if here and state.asked_again and ask.unsure else ask.line
        said = self.say(line, state.wording) if line else state.wording
        again = replace(
            state,
            channel=self.channel,
            wording=said,
            silences=silences,
            expires_at=self.now + (self._patience(ask) or QUESTION_OPEN),
            asked_at=self.now,
        )
        self.path = self.path or [node.name]
        return self._turn(again)

    def give_up(self) -> Turn:
        """Stop a conversation that goes round, and put it before a coach."""
        self.effects.append(Hand("unsure"))
        return self._end()

    def _end(self) -> Turn:
        self._place_words()
        self.effects.append(End("done"))
        # Words that were no answer ("hi") leave nothing a next text could continue.
        nothing = not (self.kept or self.handed)
        if nothing or self.heard is None or self._is_call:
            return self._turn(None)
        return self._turn(self._state(self.path[-1], None))

    def _patience(self, ask: Ask | None) -> timedelta | None:
        first = ask is not None and ask.quiet.again is not None and not self._is_call
        return ask.quiet.wait if ask is not None and first else None

    def _state(self, node: str, ask: Ask | None) -> State:
        """Return where this turn leaves off: at the question `ask`, or lingering."""
        self._place_words()
        self.memory.pop("heard", None)
        by_text = self.heard is not None and not self._is_call
        waits = (self._patience(ask) or QUESTION_OPEN) if ask else SAME_BREATH
        return State(
            script=self.script.name,
            version=self.script.version,
            node=node,
            awaiting=ask is not None,
            expires_at=self.now + waits,
            asked_at=self.now if ask else None,
            # In a call the next key may follow at once: it is no second half.
            heard_at=self.now if by_text else None,
            expect=ask.expect.kind if ask else "",
            asked_again=self.asked_again,
            recorded=self.recorded,
            turns=self.turns,
            kept=self.kept,
            handed=self.handed,
            memory=self.memory,
            channel=self.channel,
            silences=self.silences,
            take=self.take,
            before=self.before if self.before != node else "",
            wording=self.wording,
        )

    def _place_words(self) -> None:
        """Keep what was heard when no node did: a person's words are never lost."""
        if not self.heard or self.kept or self.placed:
            return
        before, self.placed = self.memory.get(UNPLACED), True
        self._note(UNPLACED, f"{before}\n{self.heard}" if before else self.heard)

    def _turn(self, state: State | None) -> Turn:
        return Turn(state, tuple(self.effects), tuple(self.path))
