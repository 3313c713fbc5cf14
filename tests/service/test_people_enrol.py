"""Enrolling: what is refused, with its mend, and what is kept of who is not."""

from dataclasses import replace
from importlib.resources import files
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from flows.talk import check, script
from service.store import timelines, views
from service.usecases import demo, enrol, library
from service.usecases.enrol import NewProgramme, Refused
from service.usecases.parts import Parts
from service.usecases.terms import BadTerms
from tests.database import Clone
from tests.service import crowd
from tests.service.crowd import MILA


@pytest.fixture
def stairwell(parts: Parts) -> UUID:
    return crowd.organisation(parts, country="NZ")


def refusals(parts: Parts, whose: UUID, **changes: Any) -> list[str]:
    with parts.db.transaction(whose) as tx:
        tidy = enrol.tidy(replace(MILA, **changes))
        _, found = enrol.judge(tx, parts.tenant(whose), tidy)
    return [str(refused) for refused in found]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("021 123 4567", "+64211234567"),
        ("(021) 123-4567", "+64211234567"),
        ("0064 21 123 4567", "+64211234567"),
        ("+51 912 345 678", "+51912345678"),
        ("\u202a+64\u00a021\u2011123\u20114567\u202c", "+64211234567"),
        (
            "\uff16\uff14 21 1234567".replace("\uff16\uff14", "+\uff16\uff14"),
            "+64211234567",
        ),
    ],
)
def test_a_number_in_any_usual_notation_is_the_same_number(
    written: str, number: str
) -> None:
    assert number == enrol.e164(written, "NZ", "number")


@pytest.mark.parametrize(
    ("written", "mend"),
    [
        ("", "no phone number"),
        ("call me", "no phone number"),
        ("+999 123 456", "no phone number"),
        ("123 4567", "cannot be texted"),
        ("12345", "cannot be texted"),
        ("+64 99 999 9999", "cannot be texted"),
        ("0800 FLOWERS", "cannot be texted"),
        ("021 123 4567 ext 5", "no extension"),
        ("021 123 4567 x5", "no extension"),
        ("021 123 4567#5", "no extension"),
        ("tel:+64211234567;ext=4", "no extension"),
        ("021 123 4567 / 021 765 4321", "no phone number"),
        ("6.42112E+10", "spreadsheet"),
        ("6,42112e10", "spreadsheet"),
    ],
)
def test_a_number_that_cannot_be_texted_is_refused_with_the_mend(
    written: str, mend: str
) -> None:
    with pytest.raises(Refused, match=mend) as refused:
        enrol.e164(written, "NZ", "number")
    assert "number" == refused.value.field


def test_a_local_number_without_its_area_code_is_nobodys() -> None:
    # 555 0100 would become +1 555 0100: too short, or another person's.
    with pytest.raises(Refused, match="cannot be texted"):
        enrol.e164("555 0100", "US", "number")


@given(st.text(max_size=40))
def test_whatever_is_written_a_number_is_e164_or_refused(written: str) -> None:
    try:
        number = enrol.e164(written, "US", "number")
    except Refused:
        return
    assert number.startswith("+")
    assert number[1:].isascii()
    assert number[1:].isdigit()


@pytest.mark.parametrize(
    ("zone", "mend"),
    [
        ("Auckland", "did you mean Pacific/Auckland?"),
        ("america/new york", "did you mean America/New_York?"),
        ("Europe/Berln", "did you mean Europe/Berlin?"),
        ("Middle Earth", "write the next big city"),
        ("", "write the next big city"),
        ("../../etc/passwd", "write the next big city"),
    ],
)
def test_an_unknown_zone_is_refused_with_the_one_meant(
    parts: Parts, stairwell: UUID, zone: str, mend: str
) -> None:
    (said,) = refusals(parts, stairwell, zone=zone)
    assert said.startswith("zone: ")
    assert mend in said


def test_where_the_zone_is_no_place_that_of_the_number_is_offered(
    parts: Parts, stairwell: UUID
) -> None:
    """Somebody of Boston was to be enrolled, and Boston is no zone's name."""
    boston = {"zone": "Boston", "number": "+1 617 253 1000"}
    said = refusals(parts, stairwell, **boston)[-1]
    assert "'Boston' is no place's time zone; did you mean America/New_York?" in said
    # New Zealand has two, and who cannot be texted has none.
    for number in ("+64 21 123 4567", "+1 617"):
        said = refusals(parts, stairwell, zone="Nowhere", number=number)[-1]
        assert "did you mean" not in said


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("name", "x" * 21),
        ("name", "  "),
        ("name", "\u200b\u2060"),
        ("step", "x" * 41),
        ("cue", ""),
        ("goal", "x" * 81),
        ("consent_text", ""),
        ("consent_text", "x" * 2001),
        ("consent_method", "\x00"),
    ],
)
def test_words_too_long_or_absent_are_refused_by_field(
    parts: Parts, stairwell: UUID, field: str, words: str
) -> None:
    (said,) = refusals(parts, stairwell, **{field: words})
    assert said.startswith(f"{field}: write 1 to ")


def test_every_refusal_of_an_entry_is_told_at_once(
    parts: Parts, stairwell: UUID
) -> None:
    said = refusals(parts, stairwell, name="", number="12", zone="x", step="y" * 99)
    assert {"number", "name", "step", "zone"} == {
        told.partition(":")[0] for told in said
    }


def test_a_number_stands_once_in_an_organisation(parts: Parts, stairwell: UUID) -> None:
    where = crowd.programme(parts, stairwell)
    crowd.person(parts, stairwell, where)
    with pytest.raises(Refused, match="enrolled already"):
        crowd.person(parts, stairwell, where, number="+1 555-010-0001", name="Again")
    with parts.db.transaction(stairwell) as tx:
        assert 1 == views.count(tx)


def test_another_organisation_may_enrol_the_same_number(
    parts: Parts, stairwell: UUID
) -> None:
    crowd.person(parts, stairwell, crowd.programme(parts, stairwell))
    other = crowd.organisation(parts, "Other", "+15550100200")
    assert crowd.person(parts, other, crowd.programme(parts, other))


def test_two_coaches_at_the_same_moment_enrol_one(
    parts: Parts, stairwell: UUID
) -> None:
    where, tenant = crowd.programme(parts, stairwell), parts.tenant(stairwell)
    with parts.db.transaction(stairwell) as tx:
        person_id = enrol.enrol(parts, tx, tenant, where, MILA)
        number = enrol.e164(MILA.number, "US", "number")
        # The other one looked a moment ago and saw nobody.
        with pytest.raises(Refused, match="enrolled already"):
            enrol.keep_number(_desk(parts, tx, tenant, person_id), number)


def _desk(parts: Parts, tx: Any, tenant: Any, person_id: UUID) -> Any:
    from service.store import people
    from service.usecases.parts import Desk

    person = people.lock(tx, parts.vault, person_id)
    assert person is not None
    return Desk(parts, tx, tenant, person)


def test_a_silenced_number_is_refused(
    parts: Parts, stairwell: UUID, clone: Clone
) -> None:
    silenced = parts.tenant(stairwell).hashes.hash(MILA.number)
    with psycopg.connect(clone.owner_url) as line:
        line.execute(
            "INSERT INTO strangers (organisation_id, hash, suppressed)"
            " VALUES (%s, %s, true)",
            (stairwell, silenced),
        )
    (said,) = refusals(parts, stairwell)
    assert "silenced for good" in said


def test_our_own_number_is_refused(parts: Parts, stairwell: UUID) -> None:
    (said,) = refusals(parts, stairwell, number=crowd.SERVICE)
    assert "our own number" in said


def test_check_gives_the_number_or_the_first_refusal(
    parts: Parts, stairwell: UUID
) -> None:
    tenant = parts.tenant(stairwell)
    with parts.db.transaction(stairwell) as tx:
        assert MILA.number == enrol.check(tx, tenant, MILA)
        with pytest.raises(Refused) as refused:
            enrol.check(tx, tenant, replace(MILA, number="x"))
    assert "number" == refused.value.field


def test_words_are_put_in_order_and_the_consent_keeps_its_lines(
    parts: Parts, stairwell: UUID
) -> None:
    found = crowd.person(
        parts,
        stairwell,
        crowd.programme(parts, stairwell),
        name="  Zo\u00eb\x00\n ",
        goal="to  speak\tup",
        consent_text="I agree.\nI may stop.\x07",
        consent_method=" paper\x00 form ",
        entered_by="Ruth",
    )
    with parts.db.transaction(stairwell) as tx:
        portrait = timelines.portrait(tx, parts.vault, found)
    assert portrait is not None
    assert "Zo\u00eb" == portrait.card.name
    assert "to speak up" == portrait.card.goal
    (entry,) = portrait.consents
    assert ("invited", "paper form", "I agree.\nI may stop.", "Ruth") == (
        entry.change,
        entry.method,
        entry.wording,
        entry.entered_by,
    )


def test_a_refused_person_leaves_no_row(
    parts: Parts, stairwell: UUID, clone: Clone
) -> None:
    where = crowd.programme(parts, stairwell)
    with pytest.raises(Refused):
        crowd.person(parts, stairwell, where, zone="nowhere")
    with psycopg.connect(clone.owner_url) as line:
        for table in ("participants", "numbers WHERE kind = 'participant'", "nudges"):
            row = line.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert (0,) == row, table


def test_a_programme_of_that_name_is_refused(parts: Parts, stairwell: UUID) -> None:
    crowd.programme(parts, stairwell, "Find my voice")
    with pytest.raises(Refused, match="stands already"):
        crowd.programme(parts, stairwell, "Find my voice")


def test_a_programme_with_bad_settings_is_refused(
    parts: Parts, stairwell: UUID
) -> None:
    with pytest.raises(BadTerms):
        enrol.programme(
            parts, stairwell, NewProgramme("P", "Ruth", None, {"opens": "late"})
        )


def test_another_organisations_service_number_is_refused(
    parts: Parts, stairwell: UUID
) -> None:
    with pytest.raises(Refused, match="another organisation"):
        crowd.organisation(parts, "Other")
    assert 1 == len(views.organisations(parts.db, parts.vault))


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(library.shipped()))
def test_every_shipped_text_fits_one_segment_with_the_longest_words(name: str) -> None:
    source = files("flows").joinpath("longest.yaml").read_text("utf-8")
    facts = {fact: str(value) for fact, value in YAML(typ="safe").load(source).items()}
    words = {
        field: "w" * enrol.LONGEST[field] for field in ("name", "step", "cue", "goal")
    }
    shipped = script.parse(library.shipped()[name], name=name)
    found = check.findings(shipped, longest={**facts, **words})
    assert [] == [one for one in found if one.rule in {"too_long", "two_texts"}]


def test_nobody_is_enrolled_in_a_programme_that_is_not_here(
    parts: Parts, stairwell: UUID
) -> None:
    other = crowd.organisation(parts, "Other", "+15550100200")
    with pytest.raises(LookupError):
        crowd.person(parts, stairwell, crowd.programme(parts, other))


def test_the_demo_is_seeded_once_with_mila_ready_and_tomas_invited(
    parts: Parts,
) -> None:
    seeded = demo.seed(parts)
    assert seeded == demo.seed(parts)
    with parts.db.transaction(seeded) as tx:
        cards = views.cards(tx, parts.vault)
    assert [("Mila", "active"), ("Tomas", "invited")] == [
        (card.name, card.consent) for card in cards
    ]
