"""Scripts written in the console: drafts, publishing, rolling back, on the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest

from service.usecases import (
    authoring,
    first_owner,
    library,
    proofing,
    publishing,
    sessions,
)
from service.usecases.authoring import Behind, Opened, Use
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.publishing import NotSound
from service.usecases.rights import NotAllowed, Signed
from tests.database import Clone
from tests.pages.reading import came_in
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import FIREFOX, Console

WIN = "daily_win"


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


@pytest.fixture
def ruth(console: Console) -> Signed:
    return console.signed(console.owner().token)


@pytest.fixture
def ana(console: Console, parts: Parts, stairwell: UUID, ruth: Signed) -> Signed:
    """A colleague: here whoever came by the demo's link, who has an account too."""
    return console.signed(came_in(console.parts, stairwell))


def seen(console: Console, who: Signed, name: str = WIN) -> Opened:
    return authoring.opened(console.parts, who, name)


def writes(console: Console, who: Signed, source: str, name: str = WIN) -> None:
    here = seen(console, who, name)
    base = here.newest.id if here.newest else None
    draft = here.draft_of(who.account)
    edition = draft.edition if draft else 0
    authoring.keep(console.parts, who, name, source, base, edition)


def publishes(console: Console, who: Signed, note: str = "", name: str = WIN) -> None:
    newest = seen(console, who, name).newest
    stands = newest.id if newest else None
    publishing.publish(console.parts, who, name, stands, note)


def mended(console: Console, who: Signed) -> str:
    own = seen(console, who).own
    assert "Kept in your own words, and {coach} will see it." in own
    return own.replace("Kept in your own words, and", "Kept as you said it, and")


def test_a_version_is_published_by_somebody_with_a_note_and_who_is_in_one_stays(
    console: Console, ruth: Signed, where: UUID
) -> None:
    parts = console.parts
    crowd.person(parts, console.organisation, where)
    for body in ("GO", "said my idea"):
        console.forward(mins=5)
        crowd.text(parts, body)
    before = seen(console, ruth)
    assert before.newest is not None
    assert ({before.newest.id: 1}, 1) == (before.there, sum(before.waits.values()))
    writes(console, ruth, mended(console, ruth))
    publishes(console, ruth, "  softer   words ")
    after = seen(console, ruth)
    assert after.newest is not None
    assert ("Ruth Miller", "softer words") == (after.newest.by, after.newest.note)
    assert {before.newest.id: 1} == dict(after.there)
    assert not after.waits
    assert {before.newest.id: before.waits} == dict(after.waiting)
    assert before.newest in after.versions
    assert () == after.drafts
    assert "publish script" in console.audited()
    # Her open question is answered on the version she is in.
    console.forward(mins=5)
    crowd.text(parts, "I wrote it on a card")
    pinned = "SELECT script_version_id FROM conversations ORDER BY started_at DESC"
    assert before.newest.id == console.one(pinned)
    console.forward(days=1)
    crowd.text(parts, "said another idea")
    assert after.newest.id == console.one(pinned)


def test_what_is_published_checks(console: Console, ruth: Signed) -> None:
    own = seen(console, ruth).own
    writes(console, ruth, own.replace("then: nothing_more", "then: nothing_mor"))
    with pytest.raises(NotSound) as refused:
        publishes(console, ruth)
    assert "nothing_mor" in refused.value.found[0].problem
    writes(console, ruth, own.replace("Kept in your own words", "You failed, " * 20))
    with pytest.raises(NotSound):
        publishes(console, ruth)
    assert 1 == len(seen(console, ruth).versions)


def test_two_editors_overwrite_nothing(
    console: Console, ruth: Signed, ana: Signed
) -> None:
    base = seen(console, ruth).newest
    assert base is not None
    own = seen(console, ruth).own
    writes(console, ruth, own + "# Ruth was here\n")
    writes(console, ana, own + "# Ana was here\n")
    assert 2 == len(seen(console, ruth).drafts)
    publishes(console, ana)
    with pytest.raises(Behind) as behind:
        publishing.publish(console.parts, ruth, WIN, base.id, "")
    assert behind.value.newest is not None
    assert "# Ana was here" in behind.value.newest.source
    assert behind.value.draft is not None
    assert "# Ruth was here" in behind.value.draft.source
    # Another page of her own, opened before she kept, does not win either.
    with pytest.raises(Behind):
        authoring.keep(console.parts, ruth, WIN, own, base.id, 0)
    # Having seen what stands, she may publish hers on top.
    publishes(console, ruth)
    assert "# Ruth was here" in seen(console, ruth).own


def test_two_who_publish_at_once_are_one_and_one_who_is_told(
    console: Console, ruth: Signed, ana: Signed
) -> None:
    base = seen(console, ruth).newest
    assert base is not None
    for who in (ruth, ana):
        writes(console, who, seen(console, who).own + f"# {who.name}\n")

    def publish(who: Signed) -> bool:
        try:
            publishing.publish(console.parts, who, WIN, base.id, "")
        except Behind:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert [False, True] == sorted(both.map(publish, (ruth, ana)))
    assert 2 == len(seen(console, ruth).versions)


def test_an_older_version_is_published_again_and_history_says_so(
    console: Console, ruth: Signed
) -> None:
    first = seen(console, ruth).newest
    assert first is not None
    writes(console, ruth, mended(console, ruth))
    publishes(console, ruth)
    stands = seen(console, ruth).newest
    assert stands is not None
    kinder = (WIN, first.id, stands.id, "the old one was kinder")
    publishing.publish_again(console.parts, ruth, *kinder)
    newest, middle, oldest = seen(console, ruth).versions
    assert first == oldest
    assert (first.id, first.version) == (newest.again_of, newest.version)
    assert newest.source == first.source
    assert newest.id not in (first.id, middle.id)
    with console.parts.db.transaction(console.organisation) as tx:
        assert newest.id == library.version_of(console.parts, tx, WIN)[0]
    with pytest.raises(LookupError):
        publishing.publish_again(console.parts, ruth, WIN, uuid4(), newest.id, "")


def test_what_somebody_published_meanwhile_is_not_rolled_back_unseen(
    console: Console, ruth: Signed, ana: Signed
) -> None:
    first = seen(console, ruth).newest
    assert first is not None
    writes(console, ruth, mended(console, ruth))
    publishes(console, ruth)
    looked = seen(console, ruth).newest
    assert looked is not None
    writes(console, ana, seen(console, ana).own + "# a mend of Ana's\n")
    publishes(console, ana)
    again = (console.parts, ruth, WIN, first.id)
    for old in (looked.id, first.id, None):
        with pytest.raises(Behind) as behind:
            publishing.publish_again(*again, old, "")
        assert behind.value.newest is not None
        assert "# a mend of Ana's" in behind.value.newest.source
    assert 3 == len(seen(console, ruth).versions)
    publishing.publish_again(*again, behind.value.newest.id, "")
    newest = seen(console, ruth).newest
    assert newest is not None
    assert first.id == newest.again_of


def test_what_enters_a_script_is_published_with_it(
    console: Console, ruth: Signed
) -> None:
    here = seen(console, ruth, "with_coach")
    assert WIN in here.entered_by
    assert "with_coach" in seen(console, ruth).enters
    changed = here.own + "# another hand\n"
    writes(console, ruth, changed, "with_coach")
    publishes(console, ruth, name="with_coach")
    win = seen(console, ruth)
    assert win.newest is not None
    assert "# another hand" in win.newest.source
    assert "enters with_coach" == win.newest.note
    assert 2 == len(win.versions)


def test_what_would_break_whoever_enters_it_is_refused(
    console: Console, ruth: Signed
) -> None:
    here = seen(console, ruth, "what_she_did")
    broken = here.own.replace(
        "script: what_she_did", "script: what_she_did\nasides: daily_win"
    )
    writes(console, ruth, broken, "what_she_did")
    with pytest.raises(NotSound):
        publishes(console, ruth, name="what_she_did")
    assert 1 == len(seen(console, ruth).versions)


def test_a_script_of_ones_own(console: Console, ruth: Signed) -> None:
    with pytest.raises(Refused, match="small letters"):
        authoring.begin(console.parts, ruth, "My Script")
    with pytest.raises(Refused, match="there already"):
        authoring.begin(console.parts, ruth, WIN)
    assert "water" == authoring.begin(console.parts, ruth, "water")
    with pytest.raises(Refused, match="there already"):
        authoring.begin(console.parts, ruth, "water")
    publishes(console, ruth, name="water")
    found = {one.name: one for one in authoring.shelf(console.parts, ruth)}
    assert found["water"].standing is not None
    assert found["water"].standing.own
    assert not found["water"].newer
    assert "in one line" in found["water"].about
    assert {*library.sources(), "water"} == set(found)


def test_a_script_of_ones_own_begins_with_the_words_of_another(
    console: Console, ruth: Signed
) -> None:
    writes(console, ruth, mended(console, ruth))
    publishes(console, ruth)
    stands = seen(console, ruth).own
    authoring.begin(console.parts, ruth, "water", WIN)
    (draft,) = seen(console, ruth, "water").drafts
    assert stands.replace("script: daily_win", "script: water") == draft.source
    assert draft.base is None
    assert stands == seen(console, ruth).own
    publishes(console, ruth, name="water")
    # Of what nobody published there are no words to begin with.
    authoring.begin(console.parts, ruth, "rain", "water")
    for origin in ("rain", "nothing", "../water"):
        with pytest.raises(Refused, match="origin: choose one of these"):
            authoring.begin(console.parts, ruth, "snow", origin)
    whole = {one.name for one in authoring.shelf(console.parts, ruth) if one.whole}
    assert {*library.sources(), "water"} == whole
    with pytest.raises(Refused, match="there already"):
        authoring.begin(console.parts, ruth, "water", WIN)


def test_a_copy_of_whatever_ships_checks() -> None:
    sources = library.sources()
    for name in sources:
        copy = authoring.first_words("a_copy", name, sources)
        proof = proofing.proof("a_copy", copy, sources.__getitem__)
        assert [] == [(name, one.problem) for one in proof.wrong]
        assert "script: a_copy" in copy


def test_a_newer_one_that_ships_is_told_and_taken(
    console: Console, ruth: Signed
) -> None:
    assert "" == seen(console, ruth).shipped
    # As of an organisation that began before the shipped one was changed.
    console.sql(
        "UPDATE script_versions SET source = replace(source, 'Kept in', 'Held in')"
        " WHERE name = %s",
        WIN,
    )
    here = seen(console, ruth)
    assert proofing.tidy(library.sources()[WIN]) == here.shipped
    assert [WIN] == [o.name for o in authoring.shelf(console.parts, ruth) if o.newer]
    assert here.newest is not None
    with pytest.raises(Behind):
        publishing.take_shipped(console.parts, ruth, WIN, uuid4(), "")
    publishing.take_shipped(console.parts, ruth, WIN, here.newest.id, "newer")
    assert "" == seen(console, ruth).shipped
    assert proofing.tidy(library.sources()[WIN]) == seen(console, ruth).own


def test_what_is_huge_is_not_kept(console: Console, ruth: Signed) -> None:
    with pytest.raises(Refused, match="60,000"):
        writes(console, ruth, "x" * 70_000)
    with pytest.raises(Refused, match="200"):
        writes(console, ruth, mended(console, ruth))
        publishes(console, ruth, "n" * 201)


def test_a_draft_is_dropped_and_is_sealed(console: Console, ruth: Signed) -> None:
    writes(console, ruth, "script: daily_win # a secret thought\n")
    rows = console.sql("SELECT source_sealed FROM script_drafts")
    assert b"secret" not in bytes(rows[0][0])
    authoring.drop(console.parts, ruth, WIN)
    assert () == seen(console, ruth).drafts


def test_another_organisation_has_scripts_of_its_own(
    console: Console, ruth: Signed
) -> None:
    other = crowd.organisation(console.parts, "Elsewhere", "+15550100099")
    link = first_owner.demo_link(console.parts, other)
    begun = first_owner.demo(console.parts, link.rpartition("/")[2], FIREFOX)
    assert begun is not None
    them = sessions.of(console.parts, begun.token)
    assert them is not None
    authoring.begin(console.parts, ruth, "water")
    writes(console, ruth, mended(console, ruth))
    publishes(console, ruth)
    ours = seen(console, ruth).newest
    assert ours is not None
    with pytest.raises(LookupError):
        seen(console, them, "water")
    with pytest.raises(LookupError):
        publishing.publish_again(console.parts, them, WIN, ours.id, ours.id, "")
    assert "Kept in your own words, and" in seen(console, them).own
    assert 1 == len(seen(console, them).versions)


def test_a_viewer_looks_and_changes_nothing(console: Console) -> None:
    owner = console.owner()
    viewer = console.signed(console.colleague(owner, "v@example.org", "viewer").token)
    assert seen(console, viewer).newest is not None
    assert authoring.shelf(console.parts, viewer)
    for change in (
        lambda: writes(console, viewer, "x"),
        lambda: publishes(console, viewer),
        lambda: authoring.begin(console.parts, viewer, "water"),
        lambda: authoring.drop(console.parts, viewer, WIN),
        lambda: publishing.take_shipped(console.parts, viewer, WIN, None, ""),
        lambda: publishing.publish_again(console.parts, viewer, WIN, uuid4(), None, ""),
    ):
        with pytest.raises(NotAllowed):
            change()


def test_which_programmes_use_a_script(
    console: Console, ruth: Signed, stairwell: UUID
) -> None:
    crowd.programme(console.parts, stairwell)
    intake = authoring.used_by(console.parts, ruth, "intake")
    assert ((), True) == (intake.programmes, intake.by_path)
    win = authoring.used_by(console.parts, ruth, WIN)
    assert (True, False, ()) == (win.ships, win.by_path, win.begun_by)
    assert (WIN, "late_prompt") == authoring.used_by(
        console.parts, ruth, "what_she_did"
    ).begun_by


@pytest.mark.parametrize(
    "enters",
    [
        "enter: water",
        'enter: "water"',
        "follow_up: {script: water, after: 1 day}",
        "follow_up: {after: 1 day, script: water}",
        "follow_up:\n      script: water",
        "asides: water",
    ],
)
def test_nothing_begins_a_script_of_ones_own_until_another_enters_it(
    console: Console, ruth: Signed, ana: Signed, enters: str
) -> None:
    authoring.begin(console.parts, ruth, "water")
    assert Use((), False, False, ()) == authoring.used_by(console.parts, ruth, "water")
    authoring.begin(console.parts, ana, "well")
    writes(console, ana, "script: well\n# enter: water\nwaters: water", "well")
    assert () == authoring.used_by(console.parts, ruth, "water").begun_by
    writes(console, ana, f"script: well\nnodes:\n  a:\n    {enters}\n", "well")
    assert ("well",) == authoring.used_by(console.parts, ruth, "water").begun_by
