"""One contact is one prompt wherever prompts are counted, and is heard as it went."""

from __future__ import annotations

from datetime import datetime, timedelta

from service.store import added_up, plans, staying, tallies
from tests.journeys.world import World
from tests.service import called
from tests.service.called import Called

WEEK = timedelta(days=7)


def counted(her: Called) -> tuple[int, int, int]:
    """Her prompts of this week: for the summary, added up, and in her coming days."""
    with her.desk() as desk:
        tx, whose = desk.tx, desk.person.id
        week = tallies.sent(tx, [whose], tx.now - WEEK).get(whose, 0)
        added = added_up.messages(tx, [whose])[whose].values()
    return week, sum(row["prompts"] for row in added), len(stays(her)[0])


def stays(her: Called) -> tuple[list[datetime], datetime | None]:
    """When what caps count went, and when anything went last."""
    with her.desk() as desk:
        days = {desk.person.id: desk.today}
        since = desk.tx.now - WEEK
        found = staying.staying(desk.tx, days, sent=since, reported=desk.today)
    (hers,) = found.values()
    return hers.sent, hers.nudged_at


def test_a_text_and_its_second_try_are_one_prompt(shared: World) -> None:
    her = called.join(shared)
    her.plan()
    prompt = her.nudges("prompt")[0]
    assert (0, 0, 0) == counted(her)
    her.at(prompt["due_at"])
    first = her.made(prompt)
    assert (1, 1, 1) == counted(her)
    went, _ = stays(her)
    her.at(prompt["due_at"] + timedelta(minutes=40))
    her.made(prompt, retry_of=first)
    assert (1, 1, 1) == counted(her)
    # Caps count the first; a recap is to be an hour from the second.
    again, last = stays(her)
    assert went == again
    assert last is not None
    assert last - went[0] >= timedelta(minutes=39)


def test_a_call_she_asked_for_is_no_prompt_and_is_heard_all_the_same(
    shared: World,
) -> None:
    her = called.agreed(shared, call_days="0123456")
    call = her.nudges()[0]
    with her.desk() as desk:
        values = {name: call[name] for name in plans.NewNudge.__slots__}
        asked = {**values, "id": desk.parts.new_id(), "occurrence": "call_me/x"}
        plans.keep_nudge(desk.tx, desk.person, plans.NewNudge(**asked))
    (mine,) = (row for row in her.nudges() if row["occurrence"] == "call_me/x")
    assert ([], None) == stays(her)
    her.made(mine)
    assert (0, 0, 0) == counted(her)
    assert stays(her)[1] is not None
