"""Who is told of alerts, set on a page: the order, what was seen, the last who is told."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from service.store import coaches
from service.store.db import Tx
from service.usecases import (
    alerting,
    appointing,
    enrol,
    lining_up,
    programming,
    revising,
    rights,
)
from service.usecases.appointing import Changes
from service.usecases.enrol import NewProgramme
from service.usecases.entries import Refused
from service.usecases.lining_up import Said, Silent, Stand
from service.usecases.parts import Parts
from service.usecases.rights import NotAllowed, ProofNeeded, Signed
from service.usecases.unchanged import Changed
from tests.service import crowd
from tests.service.console import Console
from tests.service.test_accounts_races import behind

RUTH, ANN, BEA = "+15550100009", "+15550100008", "+15550100007"
NEW = Said("Cleo", "+15550100006", "", ("text", "call"), "en", "")


@pytest.fixture
def parts(console: Console, where: UUID) -> Parts:
    """Parts of Ruth, who coaches Find my voice, and of Ann and Bea behind her."""
    found, whose = console.parts, console.organisation
    appointing.change(found, whose, "Ruth", Changes(number=RUTH), "x")
    for name, number in (("Ann", ANN), ("Bea", BEA)):
        appointing.add(found, whose, name, Changes(number=number), "x")
    return found


@pytest.fixture
def owner(console: Console) -> Signed:
    return rights.operator(console.organisation, "Stairwell")


def names(parts: Parts, owner: Signed) -> list[str]:
    return [one.name for one in appointing.listed(parts, owner.organisation)]


def stand(parts: Parts, owner: Signed, name: str) -> Stand:
    known = appointing.listed(parts, owner.organisation)
    whose = next(one.id for one in known if one.name == name)
    return lining_up.look(parts, owner, whose)


def saves(parts: Parts, owner: Signed, seen: Stand, said: Said, sure: bool) -> None:
    assert seen.id
    lining_up.save(parts, owner, seen.id, said, (seen.base, sure))


def changes(parts: Parts, owner: Signed, who: str, /, **told: object) -> None:
    seen = stand(parts, owner, who)
    said = replace(seen.said, **told)  # type: ignore[arg-type] # its own names
    saves(parts, owner, seen, said, sure=False)


def test_somebody_new_stands_where_she_was_put(
    parts: Parts, owner: Signed, console: Console
) -> None:
    new = lining_up.look(parts, owner)
    ann = stand(parts, owner, "Ann")
    assert new.said.after == str(stand(parts, owner, "Bea").id)
    lining_up.add(parts, owner, replace(NEW, after=str(ann.id)))
    assert ["Ruth", "Ann", "Cleo", "Bea"] == names(parts, owner)
    assert ("text", "call") == stand(parts, owner, "Cleo").said.channels
    assert "add coach" == console.audited()[-1]
    assert "Cleo" not in str(console.sql("SELECT * FROM audits"))


def test_what_is_changed_is_changed_and_nothing_else(
    parts: Parts, owner: Signed, console: Console
) -> None:
    changes(parts, owner, "Ann", name="Anna", email="ann@example.org", language="es")
    anna = stand(parts, owner, "Anna").said
    told = ("Anna", ANN, "ann@example.org", ("text", "email", "call"), "es")
    assert told == (anna.name, anna.number, anna.email, anna.channels, anna.language)
    changes(parts, owner, "Anna", number="", channels=("email",))
    assert ("", ("email",)) == (
        (anna := stand(parts, owner, "Anna").said).number,
        anna.channels,
    )
    before = console.audited()
    changes(parts, owner, "Anna")
    assert before == console.audited(), "nothing was changed"


def test_one_passes_the_next_in_line_and_takes_none_along(
    parts: Parts, owner: Signed, console: Console
) -> None:
    ruth, ann, bea = (stand(parts, owner, name).id for name in names(parts, owner))
    assert ruth
    assert ann
    assert bea
    lining_up.move(parts, owner, bea, ann)
    assert ["Ruth", "Bea", "Ann"] == names(parts, owner)
    lining_up.move(parts, owner, ruth, bea)
    assert ["Bea", "Ruth", "Ann"] == names(parts, owner)
    assert "moved coach" == console.audited()[-1]
    # She saw another one next to her: somebody moved meanwhile.
    with pytest.raises(Changed):
        lining_up.move(parts, owner, ann, bea)
    with pytest.raises(LookupError):
        lining_up.move(parts, owner, uuid4(), bea)
    changes(parts, owner, "Ann", after="")
    assert ["Ann", "Bea", "Ruth"] == names(parts, owner)
    changes(parts, owner, "Ann", after=str(ruth))
    assert ["Bea", "Ruth", "Ann"] == names(parts, owner)
    for nobody in (str(uuid4()), str(ann), "x"):
        with pytest.raises(Refused, match="after"):
            changes(parts, owner, "Ann", after=nobody)


def test_who_takes_no_alerts_is_passed_by_and_keeps_her_place(
    parts: Parts, owner: Signed
) -> None:
    changes(parts, owner, "Ann", channels=())
    ruth, ann, bea = (stand(parts, owner, name).id for name in names(parts, owner))
    assert ruth
    assert ann
    assert bea
    with pytest.raises(Changed):
        lining_up.move(parts, owner, bea, ann)
    lining_up.move(parts, owner, bea, ruth)
    assert ["Bea", "Ruth", "Ann"] == names(parts, owner)
    changes(parts, owner, "Ann", channels=("text",))
    assert ("text",) == stand(parts, owner, "Ann").said.channels


def test_it_is_saved_over_what_was_seen_and_nothing_else(
    parts: Parts, owner: Signed
) -> None:
    seen = stand(parts, owner, "Ann")
    changes(parts, owner, "Ann", email="ann@example.org")
    with pytest.raises(Changed):
        saves(parts, owner, seen, replace(seen.said, number=""), sure=True)
    assert ANN == stand(parts, owner, "Ann").said.number
    seen = stand(parts, owner, "Ann")
    changes(parts, owner, "Bea", after="")
    changes(parts, owner, "Ruth", after=str(seen.id))
    with pytest.raises(Changed):
        saves(parts, owner, seen, replace(seen.said, after=""), sure=True)


def test_of_two_at_once_the_second_is_shown_what_the_first_saved(
    parts: Parts, owner: Signed, console: Console
) -> None:
    seen = stand(parts, owner, "Ann")
    mail = Changes(email="ann@example.org")

    def first(tx: Tx) -> None:
        coaches.hold(tx)
        key = parts.tenant(owner.organisation).key
        anns = tuple(one for one in coaches.in_order(tx, key) if one.id == seen.id)
        appointing.put(parts, tx, anns, mail, "x")

    def second() -> str:
        try:
            saves(parts, owner, seen, replace(seen.said, language="es"), sure=False)
        except Changed:
            return "changed"
        return "saved"

    assert "changed" == behind(console, owner.organisation, first, second)
    assert "ann@example.org" == stand(parts, owner, "Ann").said.email


def test_the_last_who_is_told_is_not_switched_off_unsaid(
    parts: Parts, owner: Signed, console: Console
) -> None:
    for name in ("Ann", "Bea"):
        changes(parts, owner, name, channels=())
    seen, before = stand(parts, owner, "Ruth"), console.audited()
    for none in ({"number": ""}, {"channels": ()}):
        with pytest.raises(Silent):
            changes(parts, owner, "Ruth", **none)
    assert before == console.audited(), "nothing is kept of it"
    assert seen == stand(parts, owner, "Ruth")
    saves(parts, owner, seen, replace(seen.said, channels=()), sure=True)
    known = appointing.listed(parts, owner.organisation)
    assert appointing.NOBODY in appointing.problems(parts, known)
    # Where nobody is told there is nobody to lose.
    changes(parts, owner, "Ann", email="")


def test_who_coaches_several_programmes_is_changed_as_one(
    parts: Parts, owner: Signed
) -> None:
    crowd.programme(parts, owner.organisation, "Other")
    rows = appointing.listed(parts, owner.organisation)
    other = next(str(one.id) for one in rows if "Other" in one.programmes)
    appointing.change(parts, owner.organisation, other, Changes(number=RUTH), "x")
    seen = stand(parts, owner, "Ruth")
    assert {"Find my voice", "Other"} == {*seen.programmes}
    assert ["Ann", "Bea"] == [name for _, name in seen.others]
    changes(parts, owner, "Ruth", number="+15550100003", after=str(seen.others[1][0]))
    assert ["Ann", "Bea", "Ruth", "Ruth"] == names(parts, owner)
    rows = appointing.listed(parts, owner.organisation)
    assert ["+15550100003"] * 2 == [one.number for one in rows if one.name == "Ruth"]


# ---- by a programme ----


def told(parts: Parts, owner: Signed) -> list[tuple[str, tuple[str, ...]]]:
    """Who is told of an alert about nobody's own programme, in order, by what."""
    known = appointing.listed(parts, owner.organisation)
    line = coaches.in_line(known, None, alerting.able(parts))
    return [(one.name, one.ways) for one in line]


@pytest.mark.parametrize("channels", [("text",), ()])
def test_a_programme_that_is_duplicated_moves_nobody_in_the_order(
    parts: Parts, owner: Signed, where: UUID, channels: tuple[str, ...]
) -> None:
    """A coach without the right could: the copy's coach came before everybody."""
    bea = stand(parts, owner, "Bea").id
    changes(parts, owner, "Ruth", after=str(bea), channels=channels)
    before = told(parts, owner)
    coach = replace(owner, role="coach", proved=False)
    programming.duplicate(parts, coach, where, "Second voice")
    assert ["Ann", "Bea", "Ruth", "Ruth"] == names(parts, owner)
    assert before == told(parts, owner)
    assert channels == stand(parts, owner, "Ruth").said.channels
    programming.duplicate(parts, coach, where, "Third voice")
    assert before == told(parts, owner)


def test_whoever_comes_with_a_programme_is_told_last(
    parts: Parts, owner: Signed
) -> None:
    new = NewProgramme("Other", "Eve", "+15550100004", {})
    enrol.programme(parts, owner.organisation, new)
    assert ["Ruth", "Ann", "Bea", "Eve"] == names(parts, owner)


def test_by_no_file_the_last_goes_whom_an_alert_reaches(
    parts: Parts, owner: Signed, where: UUID, console: Console
) -> None:
    """The page of alerts asks before that; a programme's file did not."""
    source = programming.export(parts, owner, where)
    file = revising.check(source.replace(f"'{RUTH}'", "none"), "file").file
    assert file
    assert file.coach
    assert "" == file.coach.number
    assert programming.would(parts, owner, file).differences, "two others are told"
    for name in ("Ann", "Bea"):
        changes(parts, owner, name, channels=())
    before = console.audited()
    for ask in (
        lambda: programming.would(parts, owner, file),
        lambda: programming.apply(parts, owner, file, file.version),
    ):
        with pytest.raises(Refused, match="a cry for help would reach no person"):
            ask()
    assert before == console.audited()
    assert [("Ruth", ("text", "call"))] == told(parts, owner)
    changes(parts, owner, "Ann", channels=("text",))
    assert programming.apply(parts, owner, file, file.version).differences
    assert [("Ann", ("text",))] == told(parts, owner)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"name": "ruth"}, "name"),
        ({"name": ""}, "name"),
        ({"number": "12"}, "number"),
        ({"number": crowd.SERVICE}, "number"),
        ({"number": RUTH}, "number"),
        ({"email": "ann at home"}, "email"),
        ({"language": "fr"}, "language"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(
    parts: Parts, owner: Signed, told: dict[str, str], field: str
) -> None:
    seen = stand(parts, owner, "Ann")
    with pytest.raises(Refused) as changed:
        changes(parts, owner, "Ann", **told)
    with pytest.raises(Refused) as added:
        lining_up.add(parts, owner, replace(NEW, **told))  # type: ignore[arg-type] # its own names
    assert [field] * 2 == [changed.value.field, added.value.field]
    assert seen == stand(parts, owner, "Ann")


def test_somebody_new_is_reached_by_something_or_takes_none(
    parts: Parts, owner: Signed
) -> None:
    with pytest.raises(Refused, match="number"):
        lining_up.add(parts, owner, replace(NEW, number=""))
    lining_up.add(parts, owner, replace(NEW, number="", channels=()))
    assert () == stand(parts, owner, "Cleo").said.channels


def test_an_owner_alone_does_it_and_after_a_fresh_proof(
    parts: Parts, owner: Signed
) -> None:
    seen = stand(parts, owner, "Ann")
    assert seen.id
    for who, refusal in (
        (replace(owner, role="coach"), NotAllowed),
        (replace(owner, proved=False), ProofNeeded),
    ):
        with pytest.raises(refusal):
            lining_up.look(parts, who)
        with pytest.raises(refusal):
            lining_up.add(parts, who, NEW)
        with pytest.raises(refusal):
            saves(parts, who, seen, replace(seen.said, number=""), sure=True)
        with pytest.raises(refusal):
            lining_up.move(parts, who, seen.id, seen.others[0][0])
