"""One person: what is changed in place, her timeline, pictures, what comes next."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from uuid import UUID, uuid4

import psycopg
import pytest
from flask.testing import FlaskClient

from flows.coach import ladder
from flows.coach.exposure import Item
from service.store import enrolment, plans, threads, timelines
from service.store.trips import Answer, Line, Statement
from service.usecases import (
    acting,
    foreseeing,
    overriding,
    pausing,
    picturing,
    renaming,
    sessions,
    stepping,
    tailoring,
    unchanged,
)
from service.usecases.entries import Refused
from service.usecases.overriding import Word
from service.usecases.parts import Parts
from service.usecases.rights import NotAllowed, Signed
from tests.database import Clone, wait
from tests.pages.reading import came_in
from tests.pages.visiting import Visitor
from tests.service import crowd
from tests.service.past import Day, Past

MONDAY = datetime(2026, 3, 2, 17, tzinfo=UTC)
LATE = "2099-01-01"


@pytest.fixture
def signed(parts: Parts, stairwell: UUID) -> Signed:
    found = sessions.of(parts, came_in(parts, stairwell))
    assert found is not None
    return found


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def her(parts: Parts, stairwell: UUID, where: UUID, clone: Clone) -> UUID:
    """Mila, who said yes on a Monday."""
    return crowd.joined(parts, clone, stairwell, where, MONDAY)


def edits(visitor: Visitor, whose: UUID, form: str, **typed: str) -> str:
    """Open a form, send it with what stands in it but for what is typed."""
    path = f"/people/{whose}/edit/{form}"
    said = visitor.goes(path).answer.text
    stands = dict(re.findall(r'<input id="(\w+)"[^>]* value="([^"]*)"', said))
    stands |= dict(re.findall(r'<textarea id="(\w+)"[^>]*>\n([^<]*)<', said))
    chosen = r'<select id="(\w+)".*?<option value="([^"]*)" selected'
    for select in re.findall(r"<select.*?</select>", said, re.S):
        stands |= dict(re.findall(chosen, select, re.S))
    given = {name: html.unescape(value) for name, value in stands.items()}
    return visitor.sends(path, **{**given, **typed}).said


def sql(clone: Clone, words: str) -> list[tuple[object, ...]]:
    with psycopg.connect(clone.owner_url) as line:
        return line.execute(words.encode()).fetchall()


# ---- changed in place ----


def test_a_step_is_changed_in_place_and_a_refusal_keeps_what_was_typed(
    visitor: Visitor, her: UUID
) -> None:
    said = visitor.goes(f"/people/{her}").said
    assert f"/people/{her}/edit/step" in said
    said = edits(visitor, her, "step", step="x" * 41, goal="speak up")
    assert 422 == visitor.answer.status_code
    assert "write 1 to 40 characters; these are 41" in said
    assert "x" * 41 in said
    assert 'value="speak up"' in said
    said = edits(visitor, her, "step", step="ask one question", goal="speak up")
    assert visitor.here(f"/people/{her}")
    assert ">ask one question</dd>" in said
    assert '<p class="told" role="status">Saved: ' in said
    assert ">the floor is opened</dd>" in said
    assert "<b>demo</b>" in said or "set the step" in said


def test_a_when_typed_before_the_moment_is_not_said_twice(
    visitor: Visitor, her: UUID
) -> None:
    said = edits(visitor, her, "step", cue="when the coffee is on")
    assert '<dt>Cue</dt><dd dir="auto">the coffee is on</dd>' in said
    said = edits(visitor, her, "step", cue="Cuando sale el sol")
    assert '<dt>Cue</dt><dd dir="auto">sale el sol</dd>' in said
    assert "when" == stepping.bare("when")


def test_who_comes_second_sees_what_the_first_has_changed(
    visitor: Visitor, her: UUID
) -> None:
    path = f"/people/{her}/edit/name"
    visitor.goes(path)
    form = visitor._form(path)
    edits(visitor, her, "name", name="Mila R")
    late = {**form, "name": "Milena"}
    got = visitor.client.post(path, data=late)
    assert 409 == got.status_code
    assert "Somebody changed this while you were writing" in got.text
    assert "<bdi>Mila R</bdi>" in got.text
    assert 'value="Milena"' in got.text
    visitor.answer = got
    assert "<bdi>Milena</bdi>" in visitor.sends(path, name="Milena").said


def test_two_at_once_are_told_apart_in_the_transaction_that_saves(
    visitor: Visitor, her: UUID, parts: Parts, stairwell: UUID, clone: Clone
) -> None:
    path = f"/people/{her}/edit/name"
    form = visitor.goes(path)._form(path)
    got = []

    def second() -> None:
        got.append(visitor.client.post(path, data={**form, "name": "Milena"}))

    late = Thread(target=second)
    with parts.at_desk(stairwell, her) as desk:
        late.start()
        # She has been shown in, has read what stands, and waits for the first to end.
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        for _ in range(100_000):
            if sql(clone, waits) != [(0,)]:
                break
        enrolment.change_name(desk.tx, desk.person, "Mila R")
    late.join()
    assert 409 == got[0].status_code
    assert "<bdi>Mila R</bdi>" in got[0].text
    assert 'value="Milena"' in got[0].text
    assert "<bdi>Mila R</bdi>" in visitor.goes(f"/people/{her}").said


def test_what_is_saved_is_of_one_organisation_and_of_somebody(
    parts: Parts, her: UUID, stairwell: UUID
) -> None:
    seen: list[Parts] = []
    with pytest.raises(unchanged.Changed):
        unchanged.save(parts, stairwell, her, lambda _: False, seen.append)
    for whose, word in ((uuid4(), "nobody"), (her, "is not of")):
        with pytest.raises(LookupError, match=word):
            unchanged.save(
                parts, stairwell, whose, lambda _: True,
                lambda within: within.at_desk(uuid4(), her).__enter__(),
            )  # fmt: skip
    assert [] == seen


def test_a_later_yes_to_calls_is_kept_with_its_evidence_but_never_over_her_no(
    visitor: Visitor, her: UUID, parts: Parts, clone: Clone
) -> None:
    typed = {"channel": "call", "wording": "Yes, do ring me.", "source": "theirs"}
    typed |= {"how": "on the phone", "on": "2026-03-02"}
    for wrong, says in (
        ({"how": ""}, "write 1 to 40 characters"),
        ({"source": "hers"}, "choose one of these"),
        ({"on": "2027-01-01"}, "that day has not come"),
        ({"wording": ""}, "write 1 to 2000 characters"),
        ({"channel": "recording"}, "enter the yes to calls first"),
        ({"channel": "all"}, "choose one of these"),
    ):
        assert says in edits(visitor, her, "calls", **{**typed, **wrong}), wrong
        assert 422 == visitor.answer.status_code
    said = edits(visitor, her, "calls", **typed)
    assert visitor.here(f"/people/{her}")
    assert "Agreed to automated calls on Mon 2 Mar" in said
    assert "on the phone, 2026-03-02, in their own words" in said
    assert ">Yes, do ring me.</blockquote>" in said
    assert "entered a yes to calls" in said
    assert [("agreed",)] == sql(clone, "SELECT calls FROM participants")
    crowd.text(parts, "stop calling me")
    shut = "They have stopped this by their own word, and a form cannot undo that."
    path = f"/people/{her}/edit/calls"
    form = visitor.goes(f"/people/{her}/edit/name")._form(f"/people/{her}/edit/name")
    assert shut in visitor.goes(path).said
    assert 409 == visitor.client.post(path, data={**form, **typed}).status_code
    assert [("stopped",)] == sql(clone, "SELECT calls FROM participants")


def test_the_ledger_has_her_own_words_of_her_yes(
    visitor: Visitor, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    her = crowd.person(parts, stairwell, where)
    crowd.text(parts, "Yes please! :)")
    said = visitor.goes(f"/people/{her}").said
    assert '<blockquote class="own minor" dir="auto">Yes please! :)' in said


def test_language_and_policy_are_chosen_and_others_refused(
    visitor: Visitor, her: UUID, clone: Clone
) -> None:
    edits(visitor, her, "language", language="es")
    assert [("es",)] == sql(clone, "SELECT language FROM participants")
    assert "is not spoken here" in edits(visitor, her, "language", language="xx")
    assert "another way of prompts" in edits(visitor, her, "policy", policy="leitner")
    assert "write one of: ladder" in edits(visitor, her, "policy", policy="none such")


def test_a_word_on_prompts_stands_with_author_and_end_and_is_taken_back(
    visitor: Visitor, her: UUID
) -> None:
    why = {"reason": "her father is in hospital", "until": LATE}
    for wrong, says in (
        ({"what": ""}, "choose one of these"),
        ({"what": "cap", "cap": "many"}, "write a whole number"),
        ({"what": "cap", "cap": "2", "until": "soon"}, "write a day, like"),
        ({"what": "cap", "cap": "2", "until": "2020-01-01"}, "that is over"),
        ({"what": "cap", "cap": "2", "reason": ""}, "write 1 to 200"),
    ):
        assert says in edits(visitor, her, "prompts", **{**why, **wrong})
    for what, value in (
        ("cap", "2"), ("hold", ""), ("rung", "2"), ("floor", "3"),
        ("skip", "2098-12-24, 2098-12-31"), ("kind", "moment"),
    ):  # fmt: skip
        said = edits(visitor, her, "prompts", **why, what=what, **{what: value})
        assert visitor.here(f"/people/{her}"), said
    for shown in (
        "A limit: 2", "Keep prompts as they are", "Set the rung: R2",
        "No fewer prompts than: R3", "Leave days out: Wed 24 Dec, Wed 31 Dec",
        "When prompts come: before a known moment", f"{LATE[:4]}, by",
        "<bdi>her father is in hospital</bdi>",
    ):  # fmt: skip
        assert shown in said, shown
    visitor.goes(f"/people/{her}/edit/prompts")
    visitor.sends(f"/people/{her}/lift", lever="cap")
    assert "A limit: 2" not in visitor.said
    assert "took back the limit of prompts" in visitor.said
    visitor.goes(f"/people/{her}/edit/prompts")
    visitor.sends(f"/people/{her}/lift", lever="cap")
    assert "nothing of this is set for them" in visitor.said


def test_the_form_of_prompts_says_what_a_rung_is_and_how_to_stop_them_all(
    visitor: Visitor, her: UUID
) -> None:
    """It stands beside “Prompts” on her page, and offers no way to have none."""
    said = visitor.goes(f"/people/{her}/edit/prompts").said
    assert ", R1 Waiting, since" in said
    assert "R0 to R5 are rungs: how many chances get a prompt, from nearly" in said
    assert "thinn" not in said
    pause = f'To stop all prompts for a time: <a href="/people/{her}/edit/pause">'
    assert pause in said
    assert said.index(pause) < said.index("What holds</legend>")


def test_a_hold_is_titled_as_one_and_so_is_its_end(visitor: Visitor, her: UUID) -> None:
    """“Prompts changed” stood above a hold, which changes none."""
    said = edits(
        visitor, her, "prompts", what="hold", until=LATE, reason="exams this week"
    )
    assert "Saved: how many prompts they get." in said
    assert "<span>Prompts stay as they are</span>" in said
    assert "A coach keeps the prompts of Mila as they are until" in said
    assert "Prompts changed" not in said
    visitor.goes(f"/people/{her}/edit/prompts")
    visitor.sends(f"/people/{her}/lift", lever="hold")
    assert "<span>Prompts may change again</span>" in visitor.said
    assert "Prompts changed" not in visitor.said


def test_the_form_of_prompts_offers_what_their_way_of_prompts_obeys(
    visitor: Visitor, her: UUID
) -> None:
    """Under boxes “Keep prompts as they are” was said to hold, and held nothing."""
    edits(visitor, her, "policy", policy="leitner")
    said = visitor.goes(f"/people/{her}/edit/prompts").said
    assert "A limit" in said
    assert "Leave days out" in said
    for gone in ("Keep prompts as they are", "No fewer prompts than", "Fewest prompts"):
        assert gone not in said
    said = visitor.sends(
        f"/people/{her}/edit/prompts", what="hold", until=LATE, reason="exams"
    ).said
    assert "this holds nothing under a fixed way" in said
    assert "exams" in said


def test_a_pause_has_an_end_a_reason_and_ends_by_hand(
    visitor: Visitor, her: UUID, parts: Parts, stairwell: UUID, signed: Signed
) -> None:
    assert "write 1 to 200" in edits(visitor, her, "pause", until=LATE)
    said = edits(visitor, her, "pause", until=LATE, reason="away")
    assert "within a year" in said
    assert 'value="away"' in said
    said = edits(visitor, her, "pause", until="2026-03-20", reason="away")
    assert "Nothing: on a pause up to and including Fri 20 Mar" in said
    assert "away" in said
    visitor.goes(f"/people/{her}/edit/pause").sends(f"/people/{her}/resume")
    assert "on a pause up to" not in visitor.said
    assert "ended the pause" in visitor.said
    with pytest.raises(Refused, match="there is no pause to end"):
        pausing.resume(parts, signed, her)


@pytest.mark.parametrize("form", ["pause", "prompts"])
def test_a_reason_and_a_last_day_are_said_to_be_needed_before_one_saves(
    visitor: Visitor, her: UUID, form: str
) -> None:
    page = visitor.goes(f"/people/{her}/edit/{form}").answer.text
    for name in ("until", "reason"):
        field = re.search(rf'id="{name}-hint">Needed\b.*?<input [^>]*>', page, re.S)
        assert field, name
        assert " required" in field[0].rpartition("<input ")[2]
        assert f'id="{name}"' in field[0].rpartition("<input ")[2]


def test_a_pause_she_asked_for_is_never_shortened(
    parts: Parts, signed: Signed, her: UUID
) -> None:
    crowd.text(parts, "PAUSE")
    with pytest.raises(Refused, match="they asked for a pause up to"):
        pausing.resume(parts, signed, her)
    with pytest.raises(Refused, match="themselves"):
        pausing.pause(parts, signed, her, date(2026, 3, 3), "sooner")
    pausing.pause(parts, signed, her, date(2026, 3, 30), "later")
    pausing.resume(parts, signed, her)


def test_how_hard_it_is_and_who_helps_are_set_as_agreed(
    visitor: Visitor, her: UUID, parts: Parts, signed: Signed
) -> None:
    assert "write 1 to 200 characters" in edits(visitor, her, "growth", how="")
    said = edits(
        visitor, her, "growth",
        minutes="10", fear="5", support="tool", contexts="the choir\nat home",
        how="on the phone today",
    )  # fmt: skip
    assert visitor.here(f"/people/{her}"), said
    assert "“Minutes” goes from 5 to 10." in said
    assert "on the phone today" in said
    found = tailoring.look(parts, signed, her)
    assert found is not None
    now = found.agreed
    assert (10, 5, "tool") == (now.difficulty.minutes, now.difficulty.fear, now.support)
    assert ("the choir", "at home") == now.contexts
    for typed, says in (
        ({"contexts": "x" * 41}, "a place has 1 to 40"),
        ({"minutes": "7000"}, "choose one of these"),
        ({"support": "magic"}, "choose one of these"),
    ):
        assert says in edits(visitor, her, "growth", how="so", **typed)
    assert 0 == tailoring.agree(parts, signed, her, now, "as it was")


def test_her_list_is_kept_with_how_each_was_met(
    visitor: Visitor, her: UUID, parts: Parts, signed: Signed
) -> None:
    edits(visitor, her, "list", words1="ask a friend", column1="easy", fear1="2",
          words2="ask the boss", column2="edge", fear2="")  # fmt: skip
    found = tailoring.look(parts, signed, her)
    assert found is not None
    assert (
        Item("ask a friend", "easy", 2),
        Item("ask the boss", "edge"),
    ) == found.items
    for typed, says in (
        ({"fear1": "11"}, "write a number from 0 to 10"),
        ({"column1": "so"}, "choose one of these"),
        ({"words1": "x" * 41}, "an item has up to 40"),
    ):
        assert says in edits(visitor, her, "list", **typed)


def test_without_a_step_there_is_nothing_to_tailor(
    visitor: Visitor, parts: Parts, stairwell: UUID, where: UUID, signed: Signed
) -> None:
    blank = {"goal": "", "step": "", "cue": ""}
    found = crowd.person(parts, stairwell, where, begins="intake", **blank)
    assert "There is no step yet" in visitor.goes(f"/people/{found}/edit/growth").said
    with pytest.raises(Refused, match="set that first"):
        tailoring.list_(parts, signed, found, ())
    said = visitor.goes(f"/people/{found}/ahead").said
    assert ["invitation"] == [
        one.kind for one in foreseeing.foresee(parts, signed, found)
    ]
    assert ">Invitation</h2>" in said
    assert "Set goal, step and cue" in visitor.goes(f"/people/{found}").said


def test_a_viewer_changes_nothing_and_is_offered_nothing(
    parts: Parts, signed: Signed, her: UUID
) -> None:
    viewer = replace(signed, role="viewer")
    asked: tuple[Callable[[], object], ...] = (
        lambda: renaming.rename(parts, viewer, her, "M"),
        lambda: pausing.pause(parts, viewer, her, date(2026, 3, 9), "so"),
        lambda: pausing.resume(parts, viewer, her),
        lambda: tailoring.list_(parts, viewer, her, ()),
        lambda: tailoring.agree(parts, viewer, her, None, "so"),  # type: ignore[arg-type] # not looked at
    )
    for ask in asked:
        with pytest.raises(NotAllowed):
            ask()
    assert picturing.of_person(parts, viewer, her)
    assert foreseeing.foresee(parts, viewer, her)


def test_erasing_somebody_is_found_where_something_is_changed(
    visitor: Visitor, her: UUID
) -> None:
    said = visitor.goes(f"/people/{her}/edit").said
    assert f'<a href="/people/{her}/data#erase"><b>Erase them</b></a>' in said
    assert 'id="erase"' in visitor.goes(f"/people/{her}/data").answer.text


def test_nobody_of_that_id_is_the_same_404_everywhere(
    client: FlaskClient, her: UUID
) -> None:
    ways = ("edit", "edit/step", "edit/what", "ahead", "summary", "pictures/weeks.svg")
    answers = {client.get(f"/people/{uuid4()}/{way}").data for way in ways}
    answers |= {client.get(f"/people/x/{way}").data for way in ways}
    assert 1 == len({re.sub(b'value="[^"]*"|next=[^"]*', b"", one) for one in answers})
    assert 404 == client.get(f"/people/{her}/edit/what").status_code
    assert 404 == client.get(f"/people/{her}/pictures/none.svg").status_code


# ---- the timeline ----


def test_the_timeline_is_narrowed_and_turned_over_without_a_loss(
    client: FlaskClient, parts: Parts, mila: UUID, clone: Clone,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for day in range(4):
        wait(clone, timedelta(days=1))
        crowd.text(parts, f"did it number {day}")
    whole = client.get(f"/people/{mila}").text
    monkeypatch.setattr(threads, "MOST", 7)
    path, seen = f"/people/{mila}", list[str]()
    for _ in range(30):
        said = client.get(path).text
        column = said[said.index('id="thread"') : said.index('class="column evidence"')]
        seen += re.findall(r"<li class=.*?</li>", column, re.S)
        older = re.findall(r'rel="next" href="([^"]*)"', said)
        if not older:
            break
        path = html.unescape(older[0])
    column = whole[whole.index('id="thread"') : whole.index('class="column evidence"')]
    assert re.findall(r"<li class=.*?</li>", column, re.S) == seen
    monkeypatch.undo()
    for kind, has, lacks in (
        ("texts", 'class="heard"', 'class="tried"'),
        ("tries", 'class="tried"', 'class="heard"'),
        ("changes", "<b>A coach</b></bdi> enrolled them", 'class="heard"'),
        ("reasons", "Nothing decided yet.", 'class="heard"'),
        ("calls", "No call yet.", 'class="heard"'),
        ("nonsense", 'class="heard"', "No call yet"),
    ):
        said = client.get(f"/people/{mila}?kind={kind}").text
        assert has in said, kind
        assert lacks not in said, kind
    assert 200 == client.get(f"/people/{mila}?before=2026-03-01").status_code


def test_a_page_asks_as_often_whoever_and_however_much_there_is(
    client: FlaskClient, parts: Parts, stairwell: UUID, where: UUID, mila: UUID,
    clone: Clone, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    asked, trip = [0], Line.trip

    def counted(line: Line, statements: Sequence[Statement]) -> list[Answer]:
        asked[0] += 1
        return trip(line, statements)

    monkeypatch.setattr(Line, "trip", counted)

    def queries(path: str) -> int:
        asked[0] = 0
        assert 200 == client.get(path).status_code
        return asked[0]

    ways = ("", "/edit", "/edit/step", "/edit/prompts", "/ahead", "/summary")
    paths = [*(f"/people/{mila}{way}" for way in ways), "/people/new"]
    for path in paths:  # what is asked once only is known by then
        queries(path)
    few = [queries(path) for path in paths]
    for at in range(9):
        crowd.person(parts, stairwell, where, number=f"+1555030{at:04d}")
        wait(clone, timedelta(days=1))
        crowd.text(parts, f"did it number {at}")
    assert few == [queries(path) for path in paths]
    assert max(few) < 52, few


# ---- pictures, what comes next, a page to print ----


@pytest.fixture
def past(parts: Parts, stairwell: UUID, clone: Clone, her: UUID) -> Past:
    """Mila after three weeks: tries, numbers of fear, a rung up and back."""
    found = Past(parts, clone, stairwell, her)
    found.says("confidence", 9, MONDAY)
    found.says("fear_expected", 6, MONDAY)
    own, asked = Day("U", "none", 0.5), Day("P", "late", 0.5, "prompt")
    found.lives(MONDAY + timedelta(days=1), [own, asked] * 10)
    found.says("fear_expected", 4, MONDAY + timedelta(days=21))
    found.says("fear_felt", 3, MONDAY + timedelta(days=21))
    return found


def test_pictures_stand_with_a_sentence_and_their_figures(
    client: FlaskClient, past: Past, parts: Parts, signed: Signed
) -> None:
    why = ("so", "Ruth")
    at = (parts, signed.organisation, past.person)
    for rung in (3, 1):
        overriding.say(*at, Word("rung", rung, date(2026, 4, 30), *why))
    with parts.at_desk(signed.organisation, past.person) as desk:
        acting.climb(desk, ladder.Asked("back", desk.today))
    agreed = tailoring.look(parts, signed, past.person)
    assert agreed is not None
    said = client.get(f"/people/{past.person}").text
    for name, says in (
        ("weeks", "20 tries in 4 weeks, 10 of them unprompted."),
        ("rungs", "Prompts came back 2 times."),
        ("sure", "Of 20 chances at 9 to 10 of 10 they tried 20."),
        ("fear", "4 expected, 3 felt."),
    ):
        assert says in said, says
        # Of one band there is a sentence, and nothing to draw.
        there = name != "sure"
        assert there == (f'/pictures/{name}.svg" alt="' in said), name
        for path in (f"{name}.svg", f"{name}.svg?narrow=1"):
            picture = client.get(f"/people/{past.person}/pictures/{path}")
            assert (200 if there else 404) == picture.status_code
            assert there == ("image/svg+xml" in picture.content_type), name
    assert "places.svg" not in said
    assert '<th scope="col">After a prompt</th>' in said


def test_each_change_of_rung_stands_with_its_reason_in_words(
    client: FlaskClient, past: Past, parts: Parts, signed: Signed
) -> None:
    at = (parts, signed.organisation, past.person)
    for rung in (3, 1):
        overriding.say(*at, Word("rung", rung, date(2026, 4, 30), "so", "Ruth"))
    moves = picturing.of_person(parts, signed, past.person).moves
    assert [(1, 3), (3, 1)] == [(one.before, one.after) for one in moves[-2:]]
    assert "Ruth" in moves[-1].why
    for tongue, why in (("en", "Why"), ("es", "Por qué")):
        page = client.get(
            f"/people/{past.person}", headers={"Accept-Language": tongue}
        ).text
        table = html.unescape(page.partition('id="picture-rungs"')[2])
        table = table.partition("</table>")[0]
        assert f'<th scope="col">{why}</th>' in table
        last = re.findall("<td>([^<]*)</td></tr>", table)[-1]
        assert "Ruth" in last
        # Never the name of a rule; and of a sentence in English nothing in Spanish.
        assert (last == moves[-1].why) == (tongue == "en"), last
        assert " " in last


def test_what_she_would_get_is_what_the_engine_says(
    client: FlaskClient, parts: Parts, her: UUID
) -> None:
    said = client.get(f"/people/{her}/ahead").text
    assert "say one idea at the daily meeting" in said or "the floor is opened" in said
    assert '<p class="state">1 text</p>' in said
    assert "Its day is not laid out yet" in said or "Prompt" in said


def test_the_page_to_print_is_in_her_language_and_of_effort_alone(
    client: FlaskClient, past: Past, visitor: Visitor, parts: Parts, mila_words: str
) -> None:
    said = client.get(f"/people/{past.person}/summary").text
    assert "What matters to you" in said
    assert mila_words in said
    # When and by whom it was printed; what she said, and what made it happen.
    assert "Find my voice</bdi> · 23 Mar 2026</p>" in said
    assert "<bdi>Stairwell</bdi> · Your coach: <bdi>Ruth</bdi>" in said
    quoted = re.findall(r'<blockquote class="own "[^>]*>(.*?)</blockquote>', said)
    assert [mila_words, "wrote it down before"] == quoted[:2]
    assert 6 == said.count('<div class="try">') == len(quoted) - 1
    assert '<button class="prints" hidden>Print this page</button>' in said
    assert "print.js" in said
    edits(visitor, past.person, "language", language="es")
    said = client.get(f"/people/{past.person}/summary").text
    assert '<article class="sheet" lang="es">' in said
    assert "Lo que te importa" in said
    assert "Tu coach: <bdi>" in said
    assert '<html lang="en">' in said  # what stands around it is for who looks
    assert ">Sign out<" in said
    svg = client.get(f"/people/{past.person}/pictures/weeks.svg?hers=1").text
    assert "Sin aviso" in svg


@pytest.fixture
def mila_words(parts: Parts, past: Past) -> str:
    crowd.text(parts, "said my idea out loud")
    with past.desk() as desk:
        found = timelines.portrait(desk.tx, parts.vault, past.person)
        assert found is not None
        newest = found.tries[0].id
        what = ("what_i_did", "wrote it down before", None)
        plans.add_words(desk.tx, desk.person, newest, *what)
    return "said my idea out loud"
