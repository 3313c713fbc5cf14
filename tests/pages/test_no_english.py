"""No English on a Spanish page, not even on one that no test opens.

Laws: a page's template has no word outside of `_()`; a sentence that stands in a module
of service/web is translated, or on a short list with its reason; what the core said in
English is said anew from its own templates, and what it joins them with is known here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest
from flask import Flask
from jinja2 import Environment

from flows.coach import policy, prompting, rungs
from infra import tongues as gatherer
from service.embedded import place
from service.usecases import letters, terms
from service.web import retold, schedule_words, terms_form, tongues

CORE = place.CHECKOUT / "flows" / "coach"
PROSE = re.compile(r"[A-Za-z]{2,}[,.]? [a-z]{2,}")
WORD = re.compile(r"[A-Za-z]{2,}")
NOTICE = re.compile(r'"((?:the|a|an) [a-z ]+ (?:was|were) [a-z ]+)"')
SHOWN = ("aria-label", "title", "alt", "placeholder")
# Words of templates that are the same in every language.
NAMES = frozenset({"Handrail", "UTC"})
# Modules whose sentences nobody at a page reads, and why.
ELSEWHERE: Mapping[str, str] = {
    "guard.py": "the log says why a webhook was turned away",
    "hooks.py": "a carrier reads it",
    "access.py": "the start stops with it",
    "assets.py": "headers",
    "figure_rows.py": "heads and units of files, the same in every language",
    "pictures.py": "rules of a style sheet",
    "callers.py": "a fault of ours, in the log",
    "portrait.py": "an answer of 404, which has a page of its own",
    "today_pages.py": "an answer of 404, which has a page of its own",
    "audit_words.py": "actions as they are kept; each has its words beside it",
    "person_words.py": "actions as they are kept; each has its words beside it",
}
# Single ones, and why.
ALONE: Mapping[str, str] = {
    "There is no such alert.": "an answer of 404, which has a page of its own",
    "<!--the rest-->": "where a page is cut in two",
    "hung up": "what the player calls it; its words stand beside it",
    "duration|frequency|how real it is|complexity|expected fear": "looked for",
    ")( goes from )(\\d+)( to )(\\d+)(?=\\.|, and help)": "looked for",
    "A coach holds this for (.+?) until ([^.;]+?)(?:, so from now on [^.]+)?(?=[.;])": (
        "looked for"
    ),
    r"another (?:policy|way of prompts), (\w+)(?=:)": "looked for",
    "another way of prompts, ": "looked for: it is said anew in what it stands in",
    r"the carrier answered (?P<code>\d+)": "looked for",
    r"the carrier answered (?P<code>\w+) in a form we cannot read": "looked for",
    "the line to the carrier dropped": "looked for",
    "the line to the mail server dropped": "looked for",
    "its sender was lost during the call": "looked for",
    "the database was restored from a backup": "looked for",
    " (any pace)": "of the command alone",
    " at once)": "of the command alone",
    " Once it is mended: handrail gate open --by YOU": "of the command alone",
    " Look first: handrail restored": "of the command alone",
}
# Said by two templates: with and without, up and down; or finite, and known whole.
PARTED = (
    "{name} took up one notch {way}", "{words} It waits until", "a prompt stands by for",
    "a prompt comes before {words}", "prompts thin out evenly over", "half as many",
)  # fmt: skip
# What the core joins where no coach reads it as it is, by how it begins.
NOT_TOLD = (
    "dials of", "a list of", "growth of", "a list cannot", "dials cannot", "growth can",
    "ladder ", "preset ", "version ", "a programme of",
    "write ", "this one is", "there are:",
    "did you mean", "it is not set", "hours start", "the deadline", "the last day",
    "every so", "days around", "{file}", "{name} is not a time", "{value} is none",
    "{told.what}", "{one.what}", "{now_utc", "{dial} is not", "Did you mean", "Write ",
    "It may be", "Begin with", "when {sort}", "Take ", " on {", "cannot be", "{e.number}", "{around",
)  # fmt: skip


class Words(HTMLParser):
    """The words of a template, and of attributes that are read aloud or shown."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = tag in ("script", "style")
        for name, value in attrs:
            self._read(value or "" if name in SHOWN else "")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False

    def handle_data(self, data: str) -> None:
        self._read("" if self.hidden else data)

    def _read(self, text: str) -> None:
        self.found += [word for word in WORD.findall(text) if word not in NAMES]


def bare(source: str) -> list[str]:
    """Return the words of a template that stand outside of what is translated."""
    source = re.sub(r"<code>[^<]*</code>", "", source)  # what is typed in a shell
    source = re.sub(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", "", source, flags=re.DOTALL)
    # What is filled in stands as a sign: an attribute goes on behind it.
    kept = {"data": lambda text: text, "variable_begin": lambda _: "\x01"}
    lexed = Environment().lex(source)
    html = "".join(kept.get(kind, lambda _: "")(text) for _, kind, text in lexed)
    # A part of a tag, of a macro that makes attributes, is no text.
    return Words(re.sub(r'[\w-]+="[^"<>]*"(?![^<]*>)', "", html)).found


def docstrings(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr):
                yield id(first.value)


def unsaid(path: Path, known: set[str]) -> set[str]:
    """Return the sentences of a module that no language's file has."""
    tree = ast.parse(path.read_bytes())
    apart = set(docstrings(tree))
    found = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in apart
        and PROSE.search(node.value)
    }
    return found - known - ALONE.keys()


def test_a_word_in_a_template_would_be_found() -> None:
    assert ["Calls"] == bare("<dt>Calls</dt><dd>{{ line }}</dd> {{ _('So') }}")
    assert ["Close"] == bare('<a title="Close {{ it }}" class="back">{{ it }}</a>')
    assert [] == bare("{% trans n=1 %}One{% endtrans %} Handrail<script>let a</script>")


def test_no_template_has_a_word_of_its_own() -> None:
    pages = (gatherer.WEB / "templates").rglob("*.html")
    found = {page.name: bare(page.read_text("utf-8")) for page in pages}
    assert {} == {name: words for name, words in found.items() if words}


@pytest.mark.long
def test_every_sentence_of_the_console_is_translated() -> None:
    known: set[str] = set()
    for message in gatherer.gathered("es"):
        known |= {message.id} if isinstance(message.id, str) else set(message.id)
    modules = (one for one in gatherer.WEB.glob("*.py") if one.name not in ELSEWHERE)
    found = {module.name: unsaid(module, known) for module in modules}
    assert {} == {name: said for name, said in found.items() if said}


# ---- what the core said ----


@pytest.fixture
def spoken() -> Flask:
    app = Flask("service.web")
    tongues.furnish(app)
    return app


def in_spanish(spoken: Flask, sentence: str) -> str:
    with spoken.test_request_context("/", headers={"Accept-Language": "es"}):
        return retold.said(sentence)


# Of what must be known itself there is one that is.
WITHIN = {
    "rung": ("no prompts go out", "no salen avisos"),
    "because": ("so this chance gets no prompt", "así que esta ocasión no lleva aviso"),
    "says": ("no prompts go out", "no salen avisos"),
    "dial": ("Minutes", "Minutos"),
    "limit": ("budget of the day", "presupuesto del día"),
    "limit_of": ("This organisation", "Esta organización"),
    "meaning": ("not found", "no se encontró"),
    "lifted": ("crisis", "seguridad"),
    "came": ("tried after a prompt", "lo intentó tras un aviso"),
    "told": ("a prompt before each chance", "un aviso antes de cada ocasión"),
    "help": ("somebody's example", "el ejemplo de alguien"),
    "reason": ("Mila asked to go on", "Mila pidió seguir"),
    "hard": (
        "Mila felt fear of 8 of 10 at the last try.",
        "Mila sintió un miedo de 8 de 10 en el último intento.",
    ),
}


def test_each_template_of_the_core_is_said_in_spanish(spoken: Flask) -> None:
    with gatherer.path_of("es").open("rb") as file:
        spanish = gatherer.read_po(file, locale="es")
    for words in retold.templates():
        blanks = {name for _, name, *_ in Formatter().parse(words) if name}
        english = {name: WITHIN.get(name, (name.upper(),) * 2)[0] for name in blanks}
        other = {name: WITHIN.get(name, (name.upper(),) * 2)[1] for name in blanks}
        told = str(spanish[words].string)
        assert blanks == {name for _, name, *_ in Formatter().parse(told) if name}
        told = told.format_map(other)
        assert told == in_spanish(spoken, words.format_map(english)), words


def test_a_decision_is_said_whole(spoken: Flask) -> None:
    told = "Mila did it without a nudge 6 of the last 7 times, so from now on a prompt"
    told += " stands by for 1 of 2 chances and goes if no word has come."
    assert in_spanish(spoken, told) == (
        "Mila lo hizo sin aviso 6 de las últimas 7 veces, así que desde ahora un aviso"
        " está listo en 1 de 2 ocasiones y sale si no se ha contado nada."
    )
    waits = "It is 21:30 for J. Ruiz, outside 08:00-20:00. It waits until 08:00."
    assert in_spanish(spoken, waits) == (
        "Para J. Ruiz son las 21:30, fuera de su horario 08:00-20:00."
        " Espera hasta las 08:00."
    )
    paused = "A coach paused Mila up to and including Monday 2 March. Ruth: on leave."
    assert in_spanish(spoken, paused) == (
        "Un coach puso en pausa a Mila hasta el lunes 2 de marzo inclusive."
        " Ruth: on leave."
    )
    text = "The time for this text to Mila was over, so it was left out."
    assert in_spanish(spoken, text) == (
        "Ya había pasado la hora de este mensaje para Mila, así que no salió."
    )


def test_why_a_chance_has_a_prompt_or_none_is_said_in_spanish(spoken: Flask) -> None:
    """What a rung says has a comma of its own, and was cut at it."""
    for rung in rungs.RUNGS:
        for says in rung.says.values():
            for because in prompting.BECAUSE.values():
                kept = f"Mila is on {rung.name}: {says}, {because}."
                told = in_spanish(spoken, kept)
                assert told != kept
                assert because not in told
                assert says not in told


def test_a_coachs_word_under_a_preset_is_said_in_spanish(spoken: Flask) -> None:
    took = "A coach took back what was set for Bea"
    cap = "A coach set the most prompts of Bea in 7 days to 2 until Saturday 5 December"
    for reason in (took, cap):
        for does in (
            "a prompt before each chance",
            "box 2 of 5, a prompt every 2 days",
        ):
            # As it is said now, and as it was kept of the Ladder.
            for then in ("; from now on: ", ", so from now on "):
                said = in_spanish(spoken, f"{reason}{then}{does}. Ruth: calm")
                assert said.endswith(". Ruth: calm")
                for english in ("coach took", "coach set", "from now", "prompt"):
                    assert english not in said, said


def test_a_reason_that_follows_by_itself_is_said_in_spanish(spoken: Flask) -> None:
    kept = (
        "A coach says the step of Mila is a moment until Saturday 27 November 2027, so"
        " from now on a prompt comes before 3 of 4 chances, picked at random."
        " Ana C.: The schedule has a known moment, and its prompt comes before it."
    )
    said = in_spanish(spoken, kept)
    assert "sábado 27 de noviembre de 2027" in said
    assert said.endswith(
        " Ana C.: El horario tiene un momento conocido, y su aviso llega antes."
    )


@pytest.mark.parametrize(
    ("kept", "english", "spanish"),
    [
        (
            "The coach and Mila agreed: frequency goes from 3 to 4. Ruth: by phone",
            "The coach and Mila agreed: “Times a week” goes from 3 to 4. Ruth: by phone",
            "Se acordó con Mila: “Veces por semana” pasa de 3 a 4. Ruth: by phone",
        ),
        (
            "Mila took up one notch up: how real it is goes from 2 to 1, and help comes"
            " back for a while.",
            "Mila took up one notch up: “How real” goes from imagined to rehearsed"
            " aloud, and help comes back for a while.",
            "Mila aceptó un punto más: “Qué tan real” pasa de imaginado a ensayado en"
            " voz alta, y la ayuda vuelve por un tiempo.",
        ),
        (
            "The coach and Mila agreed: how real it is goes from 7 to 0.",
            "The coach and Mila agreed: “How real” goes from 7 to for real.",
            "Se acordó con Mila: “Qué tan real” pasa de 7 a de verdad.",
        ),
    ],
)
def test_a_size_that_was_kept_under_another_name_is_said_as_its_form_says_it(
    spoken: Flask, kept: str, english: str, spanish: str
) -> None:
    assert spanish == in_spanish(spoken, kept)
    with spoken.test_request_context("/", headers={"Accept-Language": "en"}):
        assert english == retold.said(kept)


def test_what_a_coach_set_the_step_to_be_is_said_as_it_is_said_now(
    spoken: Flask,
) -> None:
    new = "A coach treats the step of Mila as one moment until Sunday 1 March."
    assert in_spanish(spoken, new) == (
        "Un coach trata el paso de Mila como un solo momento hasta el domingo 1 de"
        " marzo."
    )
    new = (
        "A coach treats the step of Mila as some time in a window until Sunday 1 March."
    )
    assert in_spanish(spoken, new) == (
        "Un coach trata el paso de Mila como algo para cualquier hora de una franja"
        " hasta el domingo 1 de marzo."
    )


@pytest.mark.parametrize(
    ("kept", "english", "spanish"),
    [
        # As it was kept when it was said like a change.
        (
            "A coach holds this for Mila until Sunday 6 December, so from now on a"
            " prompt waits for the deadline and goes if no word has come. Ruth: exams",
            "A coach keeps the prompts of Mila as they are until Sunday 6 December."
            " Ruth: exams",
            "Un coach deja los avisos de Mila como están hasta el domingo 6 de"
            " diciembre. Ruth: exams",
        ),
        (
            "A coach holds this for Mila until Sunday 6 December; from now on: a prompt"
            " before each chance. Ruth: exams",
            "A coach keeps the prompts of Mila as they are until Sunday 6 December; from"
            " now on: a prompt before each chance. Ruth: exams",
            "Un coach deja los avisos de Mila como están hasta el domingo 6 de"
            " diciembre; desde ahora: un aviso antes de cada ocasión. Ruth: exams",
        ),
        (
            "The prompts of Mila were kept as they are until Sunday 6 December, so from"
            " now on they may change again.",
            "The prompts of Mila were kept as they are until Sunday 6 December, so from"
            " now on they may change again.",
            "Los avisos de Mila se dejaron como estaban hasta el domingo 6 de diciembre,"
            " así que desde ahora pueden volver a cambiar.",
        ),
        (
            "A coach no longer keeps the prompts of Mila as they are, so from now on"
            " they may change again. Ruth: calm",
            "A coach no longer keeps the prompts of Mila as they are, so from now on"
            " they may change again. Ruth: calm",
            "Un coach ya no deja los avisos de Mila como están, así que desde ahora"
            " pueden volver a cambiar. Ruth: calm",
        ),
    ],
)
def test_a_hold_is_said_as_one_however_it_was_kept(
    spoken: Flask, kept: str, english: str, spanish: str
) -> None:
    assert spanish == in_spanish(spoken, kept)
    with spoken.test_request_context("/", headers={"Accept-Language": "en"}):
        assert english == retold.said(kept)


def test_what_no_template_made_stays_as_it_was_kept(spoken: Flask) -> None:
    kept = "A rule that is no more said this, so from now on nobody knows."
    assert kept == in_spanish(spoken, kept)
    assert "Mila asked to go on" == retold.said("Mila asked to go on")


def test_what_the_core_joins_is_known_here() -> None:
    known = {_shape(words) for words in retold.templates()}
    found = {
        words
        for module in CORE.glob("*.py")
        for words in _joined(module)
        if not words.startswith(NOT_TOLD + PARTED) and _shape(words) not in known
    }
    assert set() == found, "say it in service/web/retold.py"


def _joined(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_bytes())):
        if isinstance(node, ast.JoinedStr):
            words = "".join(
                part.value if isinstance(part, ast.Constant) else f"{{{part_of(part)}}}"
                for part in node.values
            )
            if PROSE.search(re.sub(r"\{[^}]*\}", "", words)):
                yield words


def part_of(part: ast.expr) -> str:
    assert isinstance(part, ast.FormattedValue)
    return ast.unparse(part.value)


def _shape(words: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", words)


# ---- e-mails ----


def test_an_email_is_whole_in_each_language() -> None:
    for kind, words in letters.LETTERS.items():
        for one in words:
            assert _blanks(one.en) == _blanks(one.es), kind
    for what, other in letters.WHAT.items():
        assert _blanks(what) == _blanks(other)
    notices = (gatherer.USECASES / "factors.py", gatherer.USECASES / "resetting.py")
    told = {
        said for module in notices for said in NOTICE.findall(module.read_text("utf-8"))
    }
    assert told
    assert told <= letters.WHAT.keys()
    spare = letters.spare_used(3, "")
    assert "a spare code was used; 3 are left. If" in spare.to("en")
    assert "se usó un código de respaldo; quedan 3. Si" in spare.to("es")


def _blanks(words: str) -> set[str]:
    return {name for _, name, *_ in Formatter().parse(words) if name}


# ---- refusals ----


def test_a_refusal_is_a_template_with_its_values() -> None:
    """A mend that is joined as it is raised has no words in another language (0041)."""
    found = [
        f"{module.name}:{call.lineno}"
        for module in gatherer.USECASES.glob("*.py")
        for call in ast.walk(ast.parse(module.read_bytes()))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "Refused"
        and len(call.args) > 1
        and isinstance(call.args[1], ast.JoinedStr | ast.BinOp)
    ]
    assert [] == found


def test_each_mend_of_a_term_is_said_in_spanish(spoken: Flask) -> None:
    for name, line in terms.TABLE.items():
        told = terms_form.mend(name, f"programme settings: {name} is 'x'; {line.mend}")
        with spoken.test_request_context("/", headers={"Accept-Language": "es"}):
            assert told != schedule_words.mend(told), told


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("A coach gave Mila another policy, late_only: {says}; what was learned before"
         " is not carried over.",
         "otra forma de avisos, “Esperar, y luego avisar”: cada ocasión"),
        ("A coach gave Mila another way of prompts, late_only: {says}; what was learned"
         " before is not carried over.",
         "otra forma de avisos, “Esperar, y luego avisar”: cada ocasión"),
        ("0198c1d2-0000-7000-8000-000000000001: The schedule has a known moment, and its"
         " prompt comes before it.", "un coach: El horario tiene un momento conocido"),
        ("rung 9 is none of 0 to 5", "el peldaño 9 no es ninguno de 0 a 5"),
        ("a place has 1 to 40 characters", "un lugar tiene de 1 a 40 caracteres"),
    ],
)  # fmt: skip
def test_what_was_kept_by_a_key_is_said_by_name(
    spoken: Flask, kept: str, said: str
) -> None:
    whole = kept.format(says=policy.POLICIES["late_only"].says) if "{" in kept else kept
    assert said in in_spanish(spoken, whole)
    assert "late_only" not in retold.said(whole)
    assert "0198c1d2" not in retold.said(whole)
