"""What a check says: where, by which rule, what is wrong, and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.phrase import Phrase
from flows.talk.cards import ScriptError
from flows.talk.grammar import Place


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it finds and how that is mended; a `note` refuses nothing."""

    finds: str
    mend: str
    note: bool = False


# Every rule there is, in the order in which the reference tells of them.
RULES: Mapping[str, Rule] = {
    "unreadable": Rule(
        "The file is no script: its YAML, a name, or a way to a node that is not there",
        "as the message says; how ways and facts go together is checked after that",
    ),
    "unreachable": Rule(
        "No way from the first node leads to this one", "lead to it, or take it out"
    ),
    "dead_end": Rule(
        "It is not said where a node leads for all of its answers",
        "add `then:`, with a node or `end`",
    ),
    "ranges": Rule(
        "Ranges under `on:` overlap, leave a gap between them, or lie outside of what "
        "can be answered",
        "let each begin one above the end of the one before",
    ),
    "unanswerable": Rule(
        "An answer that nobody can give: without a word in a language, or a phrase "
        "that cannot be typed",
        "give each choice short words in each language",
    ),
    "shadowed": Rule(
        "A word of a choice or a phrase is understood as something else: another "
        "choice, a wish to stop, a crisis",
        "choose another word",
    ),
    "many_keys": Rule(
        "More than five choices to be remembered in a call",
        "ask two questions, or leave the rarest out",
    ),
    "unknown_fact": Rule(
        "A slot, or `branch:`, names a fact that nobody keeps",
        "mend the name; what another script keeps is named in `knows:`",
    ),
    "unset": Rule(
        "A slot may be empty: on some way no node has kept the fact, or her words "
        "cannot be written, or were only recorded",
        'write `instead:`, or branch before (`branch: it`, `on: {"": without_it}`)',
    ),
    "nobody_keeps": Rule(
        "`knows:` has a name that no script keeps and the service does not know",
        "mend the name, or take it out",
    ),
    "missing_language": Rule(
        "A text or a choice lacks a language that the script declares; scripts that "
        "it enters speak all of its languages too",
        "write it in that language, or take the language out",
    ),
    "questions": Rule(
        "More than one question in a turn, or a question in a `say:` that nobody waits "
        "for",
        "one `ask:` with one question mark a turn",
    ),
    "too_long": Rule(
        "A text needs more than one segment with its longest values: 160 units, or 70 "
        "in another alphabet",
        "take words out",
    ),
    "two_texts": Rule(
        "What is said in one turn, node after node, does not fit one text",
        "say less, or let a question part them",
    ),
    "lone_brace": Rule(
        "A brace without its pair, or around what is no name, as in `{co`",
        "write a fact as `{name}`",
    ),
    "not_gsm7": Rule(
        "A sign that costs half of the room, and that cannot be repaired, such as an "
        "emoji; accents and typography are repaired and no finding",
        "take it out",
    ),
    "keyword_asked": Rule(
        "A word the carrier or the law takes for its own (STOP, END, YES, START, HELP, "
        "BAJA ...) is asked for as an answer",
        "ask for a letter, a number or another word",
    ),
    "blame": Rule(
        "Words that blame, grade, or threaten with a streak",
        "say what can be done next",
    ),
    "hard_to_read": Rule(
        "The texts need more than grade 7 of school (English), or are less than fairly "
        "easy on the INFLESZ scale (Spanish)",
        "shorter sentences, shorter words",
    ),
    "unsayable": Rule(
        "Words that make no sense on a phone: 'D for done', 'reply', signs, short "
        "forms",
        "give the text a `voice:` of its own",
    ),
    "long_call": Rule(
        "The longest way through takes more than three minutes when it is spoken",
        "ask less in one conversation, say less, or end sooner",
    ),
    "recording": Rule(
        "A recording is asked for on a way where nobody said that calls are recorded",
        "branch on `recorded` before, enter `greeting`, or say `knows: [recorded]`",
    ),
    "keypad_only": Rule(
        "An answer in own words: with a carrier that understands no speech, a caller "
        "can give it only where recording is agreed to",
        "nothing, or ask with `choice`, so that each answer has a key",
        note=True,
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend before a person gets it; `rule` is a name of RULES."""

    place: Place
    rule: str
    problem: Phrase
    mend: Phrase

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}: {self.problem} {self.mend}"

    @property
    def is_note(self) -> bool:
        """Whether it is good to know and refuses nothing."""
        return RULES[self.rule].note


def unreadable(error: ScriptError) -> Finding:
    """Return an error of reading as a finding."""
    return Finding(error.place, "unreadable", error.problem, error.mend)
