"""What the checks find: each broken script says in its first line what is refused."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from flows.talk import check, engine, script
from flows.talk.check_calls import HARD_STOP_S, seconds
from flows.talk.check_facts import FACTS_ALWAYS, FACTS_SOMETIMES, reading
from flows.talk.check_tone import asks_for_keyword, blames, is_keyword, unsayable
from flows.talk.effects import Say
from flows.talk.engine import NotAccepted, State, Turn
from flows.talk.events import Event, Heard, Keyed, Moved, Opened, Recorded, Silence
from flows.talk.grammar import Script
from flows.talk.render import as_texts
from flows.talk.transcript import BEGINS, BETWEEN_TURNS
from flows.talk.wording import fits_one

HERE = Path(__file__).parent
SHIPPED = Path(script.__file__).parents[1] / "scripts"
FOLDERS = (HERE / "broken", HERE / "sound", SHIPPED)
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
SOUND = sorted((HERE / "sound").glob("*.yaml"))
LONGEST = script.longest((SHIPPED.parent / "longest.yaml").read_text("utf-8"))
REFUSED = re.compile(r"# refused at (?:(\w+\.yaml):)?(\d+):(\d+) (\w+): (.+)")


def source_of(name: str) -> str:
    for folder in FOLDERS:
        if (folder / f"{name}.yaml").is_file():
            return (folder / f"{name}.yaml").read_text("utf-8")
    raise LookupError(name)


def examined(path: Path) -> tuple[check.Finding, ...]:
    return check.examine(
        path.stem, source_of, longest=LONGEST, elsewhere=frozenset({"mine"})
    )


def parsed(name: str) -> Script:
    return script.parse(script.bundle(name, source_of), name=name)


# ---- broken and sound ones ----


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_script_is_refused_at_the_place_its_first_line_tells(
    path: Path,
) -> None:
    told = REFUSED.fullmatch(path.read_text("utf-8").splitlines()[0])
    assert told, "begin with `# refused at LINE:COLUMN RULE: words of the reason`"
    file, line, column, rule, reason = told.groups()
    seen = examined(path)
    found = [one for one in seen if not one.is_note] or list(seen)
    assert {rule} == {one.rule for one in found}, found
    first = found[0]
    place = (first.place.file, first.place.line, first.place.column)
    assert (file or path.name, int(line), int(column)) == place
    assert reason in first.problem
    assert first.mend


FAULTY = """
script: faulty
grammar: 2
abut: a word that no script has
languages: [en]
nodes:
  a:
    sya: Hello.
    ask: Shall we?
    expect: yess_no
    record: attemptd
    then: nowhere
  b: {ask: Really?, expect: yes_no, on: {yes: a, noo: b}, silence: {wait: 1 moon}}
  c: {say: 'You missed it. Hello {nmae}.', then: elsewhere}
  d: {enter: nobody}
  e: {recall: win}
"""


def test_every_fault_of_a_script_is_told_at_once() -> None:
    found = check.examine("faulty", {"faulty": FAULTY}.__getitem__, longest=LONGEST)
    told = {(one.place.line, one.problem) for one in found}
    wanted = {
        (3, "Only grammar 1 is known."),
        (4, "A script has no `abut:`."),
        (8, "Node `a` has no `sya:`."),
        (10, "`expect:` cannot be 'yess_no'."),
        (11, "`record:` cannot be 'attemptd'."),
        (7, "Node `a` leads to `nowhere`, which is not there."),
        (13, "An answer to `yes_no` has no `noo:`."),
        (13, "`wait:` needs a time such as `1 day`."),
        (14, "Node `c` leads to `elsewhere`, which is not there."),
        (
            14,
            "`nmae` is no fact. Facts are what is known of a person, such as `name` or"
            " `step`.",
        ),
        (14, "'You missed it. Hello {nmae}.' blames or grades (You missed)."),
        (15, "There is no script `nobody` to enter."),
        (16, "`recall:` needs two ways on."),
    }
    assert wanted == told


def test_what_cannot_be_read_is_not_taken_for_missing() -> None:
    """A node that a fault hides is there, and what it keeps is known."""
    nodes = (
        "  a: {ask: What?, expect: wrds, keep: plan, then: b}\n"
        "  b: {say: 'So {plan}.', then: a}\n"
    )
    source = f"script: s\ngrammar: 1\nnodes:\n{nodes}"
    found = check.examine("s", {"s": source}.__getitem__, longest=LONGEST)
    assert ["`expect:` cannot be 'wrds'."] == [one.problem for one in found]


def test_a_word_where_a_node_belongs_hides_no_other_fault() -> None:
    source = "script: s\ngrammar: 1\nnodes:\n  a: hello\n  b: {say: Yes., then: c}\n"
    found = check.examine("s", {"s": source}.__getitem__, longest=LONGEST)
    assert [4, 5] == sorted({one.place.line for one in found})
    assert any("leads to `c`" in one.problem for one in found)


def test_who_is_told_on_to_and_what_is_remembered_are_read_beside_a_fault() -> None:
    source = (
        "script: s\ngrammar: 1\nasides: nobody\nnodes:\n"
        "  a: {ask: What?, expect: wrds, remember: {plan: '{heard}'}, then: b}\n"
        "  b: {say: 'So {plan}.', then: a}\n"
    )
    found = check.examine("s", {"s": source}.__getitem__, longest=LONGEST)
    told = [(one.place.line, one.problem) for one in found]
    wanted = [
        (3, "There is no script `nobody` to enter."),
        (5, "`expect:` cannot be 'wrds'."),
    ]
    assert wanted == told


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_a_sound_script_has_no_findings(path: Path) -> None:
    assert [] == [str(one) for one in examined(path) if not one.is_note]


def test_the_nearest_name_is_meant_whatever_its_capitals() -> None:
    source = (
        "script: s\ngrammar: 1\nnodes:\n"
        "  a: {say: 'Hello {Nmae}, and {Stpe}.', then: b}\n  b: {SAY: Yes., then: end}\n"
    )
    found = check.examine("s", {"s": source}.__getitem__, longest=LONGEST)
    assert ["Did you mean `step`?", "Did you mean `say`?"] == [o.mend for o in found]


def test_every_rule_has_a_broken_script() -> None:
    heads = [path.read_text("utf-8").splitlines()[0] for path in BROKEN]
    named = {found[4] for head in heads if (found := REFUSED.fullmatch(head))}
    assert set(check.RULES) == named
    assert len(BROKEN) >= 40


def test_every_rule_says_what_it_finds_and_how_to_mend_it() -> None:
    for name, rule in check.RULES.items():
        assert rule.finds, name
        assert rule.mend, name


# ---- facts ----


def test_facts_are_known_always_or_sometimes() -> None:
    assert set() == FACTS_ALWAYS & FACTS_SOMETIMES
    assert check.FACTS == FACTS_ALWAYS | FACTS_SOMETIMES


@pytest.mark.parametrize("name", sorted(FACTS_SOMETIMES))
def test_a_fact_known_sometimes_needs_other_words(name: str) -> None:
    source = (
        f"script: s\ngrammar: 1\nnodes:\n  a: {{say: 'It is {{{name}}}.', then: end}}"
    )
    one = script.parse(source, name="s")
    assert "unset" in [f.rule for f in check.findings(one, longest=LONGEST)]


def test_knows_is_compared_only_with_scripts_that_were_looked_at() -> None:
    one = parsed("knows_what_nobody_keeps")
    assert () == check.findings(one, longest=LONGEST)
    kept = frozenset({"plan_for_today"})
    found = check.findings(one, longest=LONGEST, elsewhere=kept)
    assert ["Did you mean `plan_for_today`?"] == [one.mend for one in found]


def test_what_a_script_keeps_has_its_longest_value() -> None:
    kept = check.kept(parsed("choices_by_every_name"))
    assert {"dial": "longer"} == kept
    assert {"long": "9999"} == check.kept(parsed("asides_keep_nothing"))


# ---- notes ----


def test_notes_are_no_findings() -> None:
    one = parsed("needs_a_voice")
    assert () == check.findings(one, longest=LONGEST)
    assert ["keypad_only"] == [n.rule for n in check.notes(one, longest=LONGEST)]


def test_what_is_found_twice_is_told_once_and_in_order() -> None:
    found = [
        str(one) for one in examined(HERE / "broken" / "rehearses_unannounced.yaml")
    ]
    assert sorted(set(found)) == sorted(found)


# ---- tone ----


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You missed one."), ("en", "Only two tries."), ("en", "Your streak is 4."),
        ("en", "Try harder."), ("en", "A perfect week!"), ("en", "You're a natural."),
        ("en", "You didn't do it."), ("es", "Fallaste ayer."), ("es", "Olvidaste uno."),
        ("es", "Llevas una racha de 4."), ("es", "Deberías haber ido."),
        ("es", "Se te pasó ayer."), ("es", "Solo dos intentos."), ("es-MX", "¡Sin excusas!"),
    ],
)  # fmt: skip
def test_blame_and_grades_are_found(language: str, text: str) -> None:
    assert blames(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "That counts. What was missing?"), ("en", "It did not fit, and that is fine."),
        ("es", "Eso cuenta. ¿Qué faltaba?"), ("es", "Lo hiciste a tu modo, tú solo."),
        ("ar", "Only two."),
    ],
)  # fmt: skip
def test_kind_words_are_no_blame(language: str, text: str) -> None:
    assert not blames(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Reply STOP for no."), ("en", "Text D, N or cancel."), ("en", 'Answer "end".'),
        ("en", "Text START for more."), ("en", "Send yes back."), ("en", "Yes for done?"),
        ("es", "Responde SÍ o ALTO."), ("es", "Escribe baja."), ("es", "Manda A, B o cancelar"),
        ("es", "Contesta con ayuda."),
    ],
)  # fmt: skip
def test_words_of_the_carrier_are_not_asked_for(language: str, text: str) -> None:
    assert asks_for_keyword(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "By the end of the day? STOP to end, HELP for help."),
        ("en", "Text START to come back any time."), ("en", "Say what would help you."),
        ("es", "HELP para ayuda, STOP para terminar."), ("es", "Ponle un alto a eso."),
        ("es", "START para volver."),
    ],
)  # fmt: skip
def test_what_the_carrier_does_may_be_told(language: str, text: str) -> None:
    assert not asks_for_keyword(text, language)


def test_in_a_call_the_carrier_hears_no_words_and_only_ends_are_found() -> None:
    assert not asks_for_keyword("Say yes or no.", "en", aloud=True)
    assert asks_for_keyword("Say stop or go on.", "en", aloud=True)
    assert asks_for_keyword("Di alto o sigue.", "es", aloud=True)


@pytest.mark.parametrize("word", ["STOP", "Yes", "baja", "No más", "opt-out", "AYUDA"])
def test_a_keyword_is_known_in_every_form(word: str) -> None:
    assert is_keyword(word)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "D for done."), ("en", "Please reply."), ("en", "Text BACK any time."),
        ("en", "Text me later."), ("en", "3 msgs a week"), ("en", "with w/o"), ("en", "a & b"),
        ("en", "and/or"), ("en", "See https://a.org"), ("en", "It is GREAT."),
        ("en", "Nice \u2728"), ("es", "D para hecho."), ("es", "Responde N."),
        ("es", "Manda PAUSA."), ("es", "3 msjs"), ("es", "p. ej. ahora"), ("fr", "a & b"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_found(language: str, text: str) -> None:
    assert unsayable(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I will send it as a text."), ("en", "A small try counts, any size."),
        ("en", "The USA and a TV."), ("es", "Responde con tus palabras."),
        ("es", "Te mando un mensaje."), ("es", "¿Qué hiciste?"),
    ],
)  # fmt: skip
def test_what_can_be_said_is_left_alone(language: str, text: str) -> None:
    assert not unsayable(text, language)


# ---- calls ----


def test_the_greeting_is_counted_once() -> None:
    alone = seconds(reading(parsed("english_only"), LONGEST, None), "en")
    greeted = seconds(reading(parsed("greeting"), LONGEST, None), "en")
    assert 12.8 == pytest.approx(alone)  # two words at 150 a minute, and the greeting
    assert greeted < 12


def test_a_way_back_is_gone_once() -> None:
    source = (
        "script: s\ngrammar: 1\nnodes:\n"
        "  a: {ask: Shall we?, expect: yes_no, on: {yes: b}, then: a}\n"
        "  b: {ask: And now?, expect: yes_no, on: {no: end}, then: a}\n"
    )
    read = reading(script.parse(source, name="s"), LONGEST, None)
    assert 12 < seconds(read, "en") < 40 < HARD_STOP_S


def test_spanish_is_spoken_more_slowly() -> None:
    source = "script: s\ngrammar: 1\nlanguages: [en, es]\nnodes:\n"
    source += "  a: {say: {en: One two three., es: Uno dos tres.}, then: end}"
    read = reading(script.parse(source, name="s"), LONGEST, None)
    assert seconds(read, "es") > seconds(read, "en")


# ---- the law ----

TEXTS = (
    "Logged.", "Thanks, {name}.", "That counts, {coach} says.", "How was it?", "And then?",
    "How did {step} go, and what did you notice on the way?", "Two? Or three?",
    "A long line that goes on and on, for nobody in particular, until it is near the end.",
    "Your plan: {step}, at {cue}, for {goal}.", "You said {mine}.", "Is it {past_win}?",
)  # fmt: skip
KINDS = ("words", "yes_no", "scale", "attempt", "days", "duration", "reason", "take")
ANSWERS: tuple[Event, ...] = (
    Heard("said my idea"), Heard("7"), Heard("yes"), Heard("no"), Heard("banana bread"),
    Heard("m w f"), Heard("\U0001f389"), Heard("not today"), Heard("thanks"),
    Heard("20 minutes"), Heard("in a call", "voice"), Heard("3", "voice"), Keyed("1"),
    Keyed("7"), Keyed("*"), Keyed("0"), Recorded("RE1", 3), Silence(), Moved("voice"),
    Moved("text"),
)  # fmt: skip


@st.composite
def scripts(draw: st.DrawFn) -> str:
    """Random nodes, mostly sound, that lead onward."""
    many = draw(st.integers(1, 4))
    lines = ["script: s", "grammar: 1", "nodes:"]
    for at in range(many):
        after = f"n{draw(st.integers(at + 1, many))}".replace(f"n{many}", "end")
        text = draw(st.sampled_from(TEXTS))
        if draw(st.booleans()):
            lines.append(f"  n{at}: {{say: '{text}', instead: Fine., then: {after}}}")
        else:
            kind = draw(st.sampled_from(KINDS))
            lines.append(f"  n{at}:\n    ask: '{text}'\n    expect: {kind}")
            lines.append(f"    keep: mine\n    then: {after}")
    return "\n".join(lines)


def sound() -> st.SearchStrategy[Script]:
    written = scripts().map(lambda source: script.parse(source, name="s"))
    shipped = st.sampled_from([parsed(path.stem) for path in SOUND])
    return st.one_of(written, shipped)


def stepped(one: Script, state: State | None, event: Event, now: int) -> Turn:
    facts = dict(LONGEST)
    at = BEGINS + now * BETWEEN_TURNS
    if state is None:
        return engine.begin(one, facts, now=at, event=event)
    return engine.step(one, state, event, facts=facts, now=at)


@pytest.mark.long
@settings(suppress_health_check=[HealthCheck.filter_too_much], max_examples=200)
@given(sound(), st.sampled_from(["text", "voice"]), st.lists(st.sampled_from(ANSWERS)))
def test_a_script_without_findings_sends_single_segments_and_one_question_a_turn(
    one: Script, channel: str, answers: list[Event]
) -> None:
    assume(not check.findings(one, longest=LONGEST))
    state: State | None = None
    events = [Opened("o", "voice" if channel == "voice" else "text"), *answers]
    for now, event in enumerate(events):
        try:
            turn = stepped(one, state, event, now)
        except NotAccepted:
            continue
        texts = as_texts(turn.effects)
        assert all(map(fits_one, texts)), texts
        assert len(texts) <= 1, texts
        said = " ".join(e.text for e in turn.effects if isinstance(e, Say))
        assert said.count("?") <= 1, said
        state = turn.state
        if state is None or not state.awaiting:
            return
