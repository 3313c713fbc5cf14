"""Whatever a stranger writes, and however long: nothing personal goes to her number.

A machine plays whoever has the number 45 days after her last word. After each move all
that went out since is read: it holds neither her name, nor her step, programme, coach.
"""

from __future__ import annotations

from itertools import count
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from service.switchboard.faults import Fault
from tests.journeys.world import World

ZONE = "America/Lima"
NUMBERS = count(15550790001)
PERSONAL = ("mila", "one idea", "daily meeting", "floor", "voice", "ruth")
# None of these is a yes, a try or a command of hers.
STRANGERS = st.sampled_from(
    (
        "who is this?", "hi", "ok", "what do you want", "not today", "why", "?", "",
        "new phone who dis", "MYDATA", "ERASE", "how did you get my number", "no idea",
        "yes, who is this?", "quién es", "I just bought this phone", "done with this", "te bloqueé", "👍", "I moved here in May",
    )
)  # fmt: skip
ENDS = st.sampled_from(("WRONG NUMBER", "not me", "this is not her number", "no"))


class Stranger(RuleBasedStateMachine):
    """Somebody who has got the number of somebody who was silent for 45 days."""

    world: ClassVar[World]

    @initialize()
    def moves_in(self) -> None:
        self.number = f"+{next(NUMBERS)}"
        self.phone = self.world.join(self.number, zone=ZONE)
        self.world.jump_to("17:00", ZONE)
        self.world.jump(days=45)
        self.before = len(self.world.outbox(self.number))
        self.world.beat()

    @rule(body=STRANGERS)
    def writes(self, body: str) -> None:
        self.phone.texts(body, media=not body)

    @rule(body=ENDS)
    def says_that_it_is_not_hers(self, body: str) -> None:
        self.phone.texts(body)

    @rule()
    def calls(self) -> None:
        call = self.phone.calls()
        assert not _personal(call.heard)

    @rule(hours=st.sampled_from((1, 5, 23, 24 * 8, 24 * 31)))
    def time_passes(self, hours: int) -> None:
        self.world.jump(hours=hours)
        for _ in range(2):
            self.world.beat()

    @rule(kind=st.sampled_from(("429", "drop_after", "30003")))
    def something_goes_wrong(self, kind: str) -> None:
        self.world.network.faults.add(Fault(kind, to=self.number))

    @invariant()
    def nothing_personal_went_out(self) -> None:
        if hasattr(self, "before"):
            for row in self.world.outbox(self.number)[self.before :]:
                gone = row["state"] not in ("withheld", "due")
                assert not (gone and _personal(row["body"])), row["body"]

    def teardown(self) -> None:
        self.world.network.faults.clear()


def _personal(body: str) -> bool:
    return any(word in body.lower() for word in PERSONAL)


def test_nothing_personal_reaches_whoever_has_her_number(shared: World) -> None:
    Stranger.world = shared
    few = settings(
        max_examples=8,
        stateful_step_count=10,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Stranger, settings=few)
