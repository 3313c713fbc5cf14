"""How long a script takes when it is spoken, and whether that is too long.

The rule: the greeting, then the longest way through at the speed of a calm voice, each
node gone to once, with the longest values, what is told about the keys, and a typical
time for each answer. The aim is 60 to 90 seconds; past three minutes people hang up
(behaviour 4.6), and what is open then goes on by text.
"""

from collections.abc import Iterator, Mapping

from flows.phrase import Phrase
from flows.talk import keypad
from flows.talk.check_facts import Reading
from flows.talk.expects import Expect
from flows.talk.finding import Finding
from flows.talk.grammar import END, Ask, Line, Node, Script, Speak
from flows.talk.wording import fill_anyway

HARD_STOP_S = 180
GREETING_S = 12  # who it is, that it is automated, recorded, how to stop calls
WORDS_A_MINUTE: Mapping[str, int] = {"en": 150, "es": 140}
SLOWEST = 140
# How long people take to answer, in seconds: a key, a number typed, own words.
_KEY_S, _TYPED_S, _OWN_WORDS_S = 3, 6, 20


def findings(read: Reading) -> Iterator[Finding]:
    """Yield whether a call that plays this script can be too long."""
    if "voice" not in read.script.channels:
        return
    for language in read.script.languages:
        took = seconds(read, language)
        if took > HARD_STOP_S:
            problem = Phrase(
                "Spoken in %(language)s, the longest way takes %(seconds)s s.",
                language=language,
                seconds=f"{took:.0f}",
            )
            mend = Phrase(
                "Bring it under %(most)s s; 60 to 90 are best.", most=HARD_STOP_S
            )
            place = read.script.nodes[read.script.start].place
            yield Finding(place, "long_call", problem, mend)


def seconds(read: Reading, language: str) -> float:
    """Return how long the longest way through a script takes, spoken in `language`."""
    script = read.script
    costs = {name: _node(read, node, language) for name, node in script.nodes.items()}
    begun = script.nodes[script.start].place.file == "greeting.yaml"
    return (0 if begun else GREETING_S) + _longest_way(script, costs)


def answer_s(expect: Expect) -> int:
    """Return how many seconds an answer to a question typically takes."""
    if expect.kind in keypad.TYPED:
        return _TYPED_S
    return _KEY_S if keypad.most_keys(expect) else _OWN_WORDS_S


def _node(read: Reading, node: Node, language: str) -> float:
    said = [act.line for act in node.acts if isinstance(act, Speak)]
    if not isinstance(node.lead, Ask) or node.lead.line is None:
        return sum(_line(read, line, language) for line in said)
    said.append(node.lead.line)
    told = sum(_words(one, language) for one in keypad.told(node.lead.expect, language))
    lines = sum(_line(read, line, language) for line in said)
    return lines + told + answer_s(node.lead.expect)


def _line(read: Reading, line: Line, language: str) -> float:
    texts = [
        text
        for by_language in (line.variants, line.instead)
        if by_language
        for text in by_language.get(language, next(iter(by_language.values()))).voice
    ]

    def look(slot: str) -> str:
        return read.longest.get(slot, "")

    return max(_words(fill_anyway(text, look), language) for text in texts)


def _words(text: str, language: str) -> float:
    pace = WORDS_A_MINUTE.get(language.partition("-")[0], SLOWEST)
    return 60 * len(text.split()) / pace


def _longest_way(script: Script, costs: Mapping[str, float]) -> float:
    """Return what the most costly way costs; a way back is not gone a second time."""
    best: dict[str, float] = {END: 0.0}
    above: list[str] = []

    def way(name: str) -> float:
        if name in best or name in above:
            return best.get(name, 0.0)
        above.append(name)
        onward = max(way(target) for target in script.nodes[name].targets)
        above.pop()
        best[name] = costs[name] + onward
        return best[name]

    return way(script.start)
