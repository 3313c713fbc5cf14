"""Who needs somebody today: the order, the sentences, and what a coach does about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from service.store import coaches, gates, overviews, people, plans, rolls, standing
from service.store.rolls import Wanted
from service.usecases import heeding, minding, rights, taking_over, tending, today
from service.usecases.parts import Parts
from service.usecases.rights import NotAllowed, Signed
from service.usecases.tending import Holds
from service.usecases.today import ORDER, Today
from service.web import need_words, words
from tests import asking
from tests.database import Clone, wait
from tests.service import crowd
from tests.service.console import Console

HER = "+15550100001"


@pytest.fixture
def ruth(stairwell: UUID) -> Signed:
    """Whoever stands at the console, as the owner."""
    return replace(rights.operator(stairwell, "Stairwell"), name="Ruth Miller")


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID) -> UUID:
    found = crowd.person(parts, stairwell, where)
    crowd.text(parts, "GO")
    return found


def sentences(found: Today) -> list[str]:
    return [need_words.sentence(one, one.first) for one in found.waiting]


def needs(found: Today) -> list[str]:
    return [one.first.need for one in found.waiting]


def raise_(console: Console, person: UUID | None, kind: str, reason: str) -> UUID:
    """Raise an alert as the service would, an hour later than the last."""
    new = uuid4()
    console.forward(hours=1)
    console.sql(
        "INSERT INTO alerts (id, organisation_id, participant_id, kind, reason, state,"
        " raised_at, step) VALUES (%s, %s, %s, %s, %s, 'open', handrail_now(), 0)",
        new, console.organisation, person, kind, reason,
    )  # fmt: skip
    return new


def test_every_need_has_a_place_a_reason_and_a_name() -> None:
    names = [need.name for need in ORDER]
    assert len(names) == len({*names})
    assert set(names) == set(need_words.LABELS)
    assert all(f"'{rule}'" in plans.tables.plans.NEWS for rule in today.NEWS)
    assert {*today.HANDS.values(), *today.NEWS.values()} <= set(names)
    assert all(need.because.endswith(".") for need in ORDER)


@pytest.mark.usefixtures("mila")
def test_nobody_waits_and_what_comes_today_is_said(parts: Parts, ruth: Signed) -> None:
    found = today.look(parts, ruth)
    assert ((), 0) == (found.waiting, found.total)
    assert "Nobody needs you right now." == need_words.lead(found)
    told = need_words.planned({"call": 1, "prompt": 3, "recap": 2})
    assert "Planned for today: 1 call, 3 prompts and 2 recaps." == told
    assert "Nothing more is planned for today." == need_words.planned({})


def test_the_order_is_that_of_the_table(
    parts: Parts, console: Console, where: UUID, ruth: Signed
) -> None:
    kinds = [
        ("hand", "serious"), ("hand", "accepted_stretch"), ("hand", "A3"),
        ("hand", "L3-quiet"), ("quarantine", "message"), ("hand", "unsure"),
        ("hand", "know_how"), ("hand", "left_open"), ("hand", "question"),
        ("hand", "asked"),
        ("unclear_stop", "text"), ("hand", "watch"), ("crisis", "screen"),
    ]  # fmt: skip
    for at, (kind, reason) in enumerate(kinds):
        whose = crowd.person(
            parts, ruth.organisation, where, name=f"P{at}", number=f"+155501003{at:02d}"
        )
        raise_(console, whose, kind, reason)
    found = today.look(parts, ruth)
    place = [need.name for need in ORDER]
    assert sorted(needs(found), key=place.index) == needs(found)
    assert [
        "crisis", "watch", "unclear_stop", "asked", "question", "unanswered", "know_how",
        "unsure", "stuck", "silence", "too_hard", "offer", "approval",
    ] == needs(found)  # fmt: skip
    assert "13 need someone." == need_words.lead(found)
    assert "Would like to talk to a person." in sentences(found)


def test_each_person_stands_once_with_what_is_gravest_first(
    parts: Parts, console: Console, mila: UUID, ruth: Signed
) -> None:
    raise_(console, mila, "hand", "question")
    crowd.text(parts, "I want to die")
    console.sql("UPDATE outbox_messages SET state = 'in_doubt', called_at = now()"
                " WHERE participant_id = %s AND kind = 'crisis'", mila)  # fmt: skip
    (her,) = today.look(parts, ruth).waiting
    assert ["crisis", "doubt", "question"] == [item.need for item in her.items]
    assert her.who is not None
    assert ("Mila", HER) == (her.who.name, her.who.reach)
    assert ("I want to die",) == need_words.quoted(her.first)
    assert "Please reach out now" in need_words.sentence(her, her.first)
    doubt = need_words.sentence(her, her.items[1])
    assert "Nobody knows whether this text went out." == doubt
    assert need_words.quoted(her.items[1])


def test_what_nobody_has_comes_before_what_somebody_has(
    parts: Parts, console: Console, where: UUID, mila: UUID, ruth: Signed
) -> None:
    other = crowd.person(
        parts, ruth.organisation, where, name="Noor", number="+15550100002"
    )
    first = raise_(console, mila, "hand", "question")
    raise_(console, other, "hand", "question")
    names = [one.who.name for one in today.look(parts, ruth).waiting if one.who]
    assert ["Mila", "Noor"] == names
    heeding.on_page(parts, ruth, first)
    names = [one.who.name for one in today.look(parts, ruth).waiting if one.who]
    assert ["Noor", "Mila"] == names


ZONE = "America/New_York"


def reach_ruth(parts: Parts, whose: UUID) -> None:
    """Give the one coach a number, by which she is told of alerts."""
    with parts.db.transaction(whose) as tx:
        key = parts.tenant(whose).key
        (coach,) = coaches.in_order(tx, key)
        coaches.save(tx, key, replace(coach, number="+15550100090", takes_alerts=True))


@pytest.mark.usefixtures("mila")
def test_who_was_told_and_who_is_next_is_seen(
    parts: Parts, console: Console, ruth: Signed
) -> None:
    reach_ruth(parts, ruth.organisation)
    crowd.text(parts, "I want to die")
    (her,) = today.look(parts, ruth).waiting
    item, now = her.first, today.look(parts, ruth).now
    raised = item.standing.at
    when = words.near(raised, ZONE, now)
    assert (f"Ruth, by text, {when}: on its way",) == need_words.told(item, ZONE, now)
    assert item.next is not None
    said = need_words.following(item.next, ZONE, now)
    due = words.near(raised + timedelta(minutes=2), ZONE, now)
    assert f"Next: Ruth by call, {due}, unless somebody has it before." == said
    later = need_words.following(item.next, ZONE, now + timedelta(hours=1))
    assert "Being told now: Ruth by call." == later
    nobody = replace(item.next, whom=())
    assert "no coach can be reached" in need_words.following(nobody, ZONE, now)
    assert 1 == heeding.on_page(parts, ruth, item.standing.id).count
    (her,) = today.look(parts, ruth).waiting
    assert her.first.next is None
    has = need_words.has(her.first, ZONE, now)
    assert her.first.raised is not None
    since = words.near(her.first.raised.heeded_at, ZONE, now)
    assert f"Ruth Miller has it since {since}." == has
    assert "page" == console.one("SELECT heeded_via FROM alerts")
    assert "has it, page" in console.audited()
    assert 0 == heeding.on_page(parts, ruth, item.standing.id).count


def test_an_alert_about_nobody_known_is_had_and_put_away(
    parts: Parts, console: Console, ruth: Signed, where: UUID
) -> None:
    assert where
    alert = raise_(console, None, "crisis", "stranger")
    (somebody,) = today.look(parts, ruth).waiting
    assert somebody.who is None
    assert alert == somebody.key
    said = need_words.sentence(somebody, somebody.first)
    assert "A number that is not enrolled wrote of danger." in said
    tending.put_away_alert(parts, ruth, alert)
    assert () == today.look(parts, ruth).waiting
    assert ["has it, page", "put away: crisis"] == console.audited()[-2:]


def test_what_holds_somebody_is_released_and_not_put_away(
    parts: Parts, console: Console, mila: UUID, ruth: Signed
) -> None:
    crowd.text(parts, "I want to die")
    (her,) = today.look(parts, ruth).waiting
    assert her.first.holds
    with pytest.raises(Holds):
        tending.put_away_alert(parts, ruth, her.first.standing.id)
    assert "crisis" == console.one("SELECT hold FROM participants")
    released = tending.release(parts, ruth, mila, "We talked.")
    assert None is released.still
    assert () == today.look(parts, ruth).waiting
    assert "released crisis" in console.audited()


def test_a_question_that_is_seen_to_leaves_the_page(
    parts: Parts, console: Console, mila: UUID, ruth: Signed
) -> None:
    alert = raise_(console, mila, "hand", "question")
    assert ["question"] == needs(today.look(parts, ruth))
    tending.put_away_alert(parts, ruth, alert)
    assert [] == needs(today.look(parts, ruth))
    with pytest.raises(Holds):
        tending.put_away_alert(parts, ruth, alert)
    with pytest.raises(Holds):
        tending.put_away_alert(parts, ruth, uuid4())


def test_a_first_try_is_worth_a_word_until_it_is_seen(
    parts: Parts, clone: Clone, mila: UUID, ruth: Signed
) -> None:
    wait(clone, timedelta(minutes=5))
    crowd.text(parts, "said my idea")
    found = today.look(parts, ruth)
    (her,) = found.waiting
    assert ("celebrate", ("said my idea",)) == (
        her.first.need, need_words.quoted(her.first),
    )  # fmt: skip
    assert "Did it for the first time." == need_words.sentence(her, her.first)
    assert (0, 1) == (found.total, found.joys)
    assert "1 person has something to celebrate." == need_words.lead(found)
    tending.put_away_news(parts, ruth, her.first.standing.id)
    assert () == today.look(parts, ruth).waiting
    with pytest.raises(LookupError):
        tending.put_away_news(parts, ruth, uuid4())
    wait(clone, timedelta(days=4))
    assert mila


def test_what_the_core_decided_of_her_step_is_told_for_a_week(
    parts: Parts, console: Console, mila: UUID, ruth: Signed
) -> None:
    for rule, verdict, sentence in (
        ("O-easier", "send", "It looks too hard for Mila."),
        ("S-kept", "grown", "Mila goes on alone."),
        ("O-harder", "withhold", "Not said."),
    ):
        with parts.db.transaction(ruth.organisation) as tx:
            person = people.lock(tx, parts.vault, mila)
            assert person is not None
            plans.decide(tx, person, parts.new_id(), sentence, nudge_id=None,
                         verdict=verdict, rule=rule, inputs={})  # fmt: skip
    (her,) = today.look(parts, ruth).waiting
    assert ["too_hard", "celebrate"] == [item.need for item in her.items]
    assert "It looks too hard for Mila." == need_words.sentence(her, her.first)
    # What she can be glad of counts, though she stands there for something else.
    found = today.look(parts, ruth)
    assert (1, 1) == (found.total, found.joys)
    assert "1 needs someone. 1 has something to celebrate." == need_words.lead(found)
    console.forward(days=8)
    assert () == today.look(parts, ruth).waiting


NAMES = (
    "nobody", "crisis", "hand", "doubt", "hold", "talked", "waits", "answered",
    "hard", "easy", "alone", "seen", "withheld", "old", "stopped",
)  # fmt: skip
NEEDING = {"crisis", "hand", "doubt", "hold", "waits", "hard", "easy"}


@pytest.fixture
def crowded(parts: Parts, console: Console, where: UUID, ruth: Signed) -> None:
    """People of whom each has something else, or nothing, that waits."""
    her = {
        name: crowd.person(
            parts, ruth.organisation, where, name=name, number=f"+155501003{at:02d}"
        )
        for at, name in enumerate(NAMES)
    }
    decided(parts, ruth, her["old"], "O-harder")
    console.forward(days=8)
    raise_(console, her["crisis"], "crisis", "screen")
    raise_(console, her["hand"], "hand", "question")
    crowd.text(parts, "HELP", sender=f"+155501003{NAMES.index('doubt'):02d}")
    console.sql(
        "UPDATE outbox_messages SET state = 'in_doubt', called_at = handrail_now()"
        " WHERE participant_id = %s", her["doubt"],
    )  # fmt: skip
    for name, hold in (("hold", "crisis"), ("talked", "take_over")):
        held = "UPDATE participants SET hold = %s WHERE id = %s"
        console.sql(held, hold, her[name])
    talking(parts, console, her)
    decided(parts, ruth, her["hard"], "O-easier")
    decided(parts, ruth, her["easy"], "O-harder", "grown")
    decided(parts, ruth, her["alone"], "S-kept")
    decided(parts, ruth, her["withheld"], "O-easier", "withhold")
    tending.put_away_news(parts, ruth, decided(parts, ruth, her["seen"], "O-easier"))


def talking(parts: Parts, console: Console, her: dict[str, UUID]) -> None:
    me = console.signed(console.owner().token)
    for name in ("waits", "answered", "stopped"):
        taking_over.begin(parts, me, her[name])
        console.forward(mins=1)
        number = f"+155501003{NAMES.index(name):02d}"
        crowd.text(parts, "STOP" if name == "stopped" else "and now?", sender=number)
    minding.settle(parts, me, her["answered"])


@pytest.mark.usefixtures("crowded")
def test_who_needs_somebody_is_the_same_on_today_in_the_list_and_at_a_glance(
    parts: Parts, ruth: Signed
) -> None:
    found = today.look(parts, ruth)
    assert NEEDING == {
        one.who.name
        for one in found.waiting
        if one.who is not None and {item.need for item in one.items} != {"celebrate"}
    }
    with parts.db.transaction(ruth.organisation) as tx:
        roll = rolls.page(tx, parts.vault, Wanted(needing=True))
        everybody = rolls.page(tx, parts.vault, Wanted()).cards
        (glance,) = overviews.glances(tx, parts.tenant(ruth.organisation).key)
    assert NEEDING == {card.name for card in roll.cards}
    assert NEEDING == {card.name for card in everybody if card.needs_someone}
    assert (len(NEEDING),) * 3 == (roll.needing, glance.needing, found.total)


def test_what_is_good_news_is_so_for_everybody() -> None:
    glad = {rule for rule, need in today.NEWS.items() if need == "celebrate"}
    assert {*standing.GLAD} == glad


def decided(
    parts: Parts, ruth: Signed, whose: UUID, rule: str, verdict: str = "send"
) -> UUID:
    """Keep a decision of the core about her; return its id."""
    with parts.db.transaction(ruth.organisation) as tx:
        person = people.lock(tx, parts.vault, whose)
        assert person is not None
        new = parts.new_id()
        plans.decide(tx, person, new, "It is so.", nudge_id=None, verdict=verdict,
                     rule=rule, inputs={})  # fmt: skip
    return new


def test_a_doubt_is_settled_in_the_name_of_who_is_signed_in(
    parts: Parts, console: Console, mila: UUID, ruth: Signed
) -> None:
    console.sql("UPDATE outbox_messages SET state = 'in_doubt', called_at = now()")
    (her,) = today.look(parts, ruth).waiting
    doubt = her.first.standing.id
    again = tending.settle(parts, ruth, doubt, "send_again")
    assert again is not None
    assert mila
    assert ("operator", "doubt: sent again") == console.sql(
        "SELECT actor, action FROM audits ORDER BY at DESC, id DESC LIMIT 1"
    )[0]


def test_a_gate_is_opened_by_who_may(
    parts: Parts, ruth: Signed, stairwell: UUID, mila: UUID
) -> None:
    with parts.db.transaction(stairwell) as tx:
        gates.stop(tx, "text", 20003)
    assert [20003] == [one.stopped_code for one in today.look(parts, ruth).shut]
    with pytest.raises(NotAllowed):
        tending.reopen(parts, replace(ruth, role="coach"))
    assert 1 == tending.reopen(parts, ruth)[0]
    assert () == today.look(parts, ruth).shut
    assert mila


def test_a_viewer_looks_and_does_nothing(
    parts: Parts, console: Console, mila: UUID, ruth: Signed
) -> None:
    alert = raise_(console, mila, "hand", "question")
    viewer = replace(ruth, role="viewer")
    assert ["question"] == needs(today.look(parts, viewer))
    acts: tuple[Any, ...] = (
        lambda: heeding.on_page(parts, viewer, alert),
        lambda: tending.put_away_alert(parts, viewer, alert),
        lambda: tending.put_away_news(parts, viewer, alert),
        lambda: tending.settle(parts, viewer, alert, "leave"),
        lambda: tending.release(parts, viewer, mila, ""),
        lambda: tending.reopen(parts, viewer),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


# People of no key of their own: they stand, and come too late to be shown.
MANY = (
    "DO $$ DECLARE p participants; BEGIN SELECT * INTO p FROM participants"
    " ORDER BY id LIMIT 1; FOR at IN 1..150 LOOP"
    " p.id := CAST('ffffffff-0000-4000-8000-' || lpad(CAST(at AS text), 12, '0') AS"
    " uuid); INSERT INTO participants SELECT p.*; INSERT INTO alerts (id,"
    " organisation_id, participant_id, kind, reason, state, raised_at, step) VALUES"
    " (gen_random_uuid(), p.organisation_id, p.id, 'hand', 'question', 'open',"
    " handrail_now() + interval '1 hour', 0); END LOOP; END $$"
)


def test_the_coaches_are_read_once_and_no_number_for_itself(
    parts: Parts, mila: UUID, ruth: Signed
) -> None:
    crowd.text(parts, "I want to die")
    with asking.asked() as looked:
        (her,) = today.look(parts, ruth).waiting
    assert her.who is not None
    assert "••••••••••01" == her.who.number
    assert 1 == sum("FROM coaches c" in one for one in looked)
    assert 1 == sum("number_sealed" in one and "numbers n" in one for one in looked)


def test_two_hundred_people_cost_as_many_queries_as_two(
    parts: Parts,
    console: Console,
    where: UUID,
    ruth: Signed,
) -> None:
    def cost() -> tuple[int, int]:
        with asking.asked() as looked:
            today.look(parts, ruth)
        with (
            asking.asked() as listed,
            parts.db.transaction(ruth.organisation) as tx,
        ):
            rolls.page(tx, parts.vault, Wanted())
        return len(looked), len(listed)

    costs = []
    for many in (2, 50):
        for at in range(len(costs) * 2, many):
            number = f"+155501001{at:02d}"
            crowd.person(parts, ruth.organisation, where, name=f"P{at}", number=number)
        console.sql("DELETE FROM alerts")
        console.sql(
            "INSERT INTO alerts (id, organisation_id, participant_id, kind, reason,"
            " state, raised_at, step) SELECT gen_random_uuid(), organisation_id, id,"
            " 'hand', 'question', 'open', handrail_now(), 0 FROM participants"
        )
        costs.append(cost())
    console.sql(MANY)
    costs.append(cost())
    found = today.look(parts, ruth)
    assert (50, 150, 200) == (len(found.waiting), found.more, found.total)
    assert 1 == len({*costs})
    assert costs[0][0] <= 13
    assert costs[0][1] <= 5
