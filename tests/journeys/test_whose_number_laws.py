"""Whoever writes, however long it was silent: nothing of her goes to a silent number.

A machine plays whoever has the number, and a coach. After each move it is read what went
out, what came in, and what stands before coaches; and danger is answered as ever.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from service.switchboard.faults import Fault
from tests.journeys.long_silent import ASKED, coach_writes, lift, personal, waits
from tests.journeys.world import World

ZONE = "America/Lima"
NUMBERS = count(15550790001)
SILENT, ANSWERED = timedelta(days=45), timedelta(days=2)
LATELY = timedelta(hours=12)
ON_ITS_WAY = ("due", "claimed", "calling")
STAYED = ("withheld", "due", "not_sent")
# None of these says that the number is hers, though some mean it.
STRANGERS = st.sampled_from(
    (
        "who is this?", "hi", "ok", "no", "N", "what do you want", "not today", "?", "",
        "new phone who dis", "MYDATA", "ERASE", "WHY", "HELP", "call me", "no idea",
        "yes, who is this?", "quién es", "I just bought this phone", "done with this",
        "te bloqueé", "👍", "I moved here in May", "not me", "my mother died",
        "he does not have this number, so I am safe",
    )
)  # fmt: skip
HERS = st.sampled_from(
    ("yes", "KEEP", "keep. i tried it", "It's Mila", "did it", "LESS", "sí, soy yo")
)
DANGER = st.sampled_from(
    (
        "I want to die",
        "who is this? I want to kill myself",
        "This is not me anymore. I want to die",
        "yes. i want to end my life",
        "Ya no soy yo. Quiero morirme",
    )
)
STOPS = st.sampled_from(("STOP", "WRONG NUMBER", "stop texting me"))


def _new(row: dict[str, Any]) -> bool:
    return row["retry_of"] is None and row["kind"] != "reply"


class Silence(RuleBasedStateMachine):
    """Somebody's number, from which nothing came for 45 days or is about not to."""

    world: ClassVar[World]

    @initialize(days=st.sampled_from((44, 45, 46)))
    def begins(self, days: int) -> None:
        world = self.world
        self.number = f"+{next(NUMBERS)}"
        self.phone = world.join(self.number, zone=ZONE)
        self.sign = self.joined = world.now
        self.doubted = False
        self.consent = "active"
        self.written = world.words(self.number, "inbox", "body_sealed")
        self.looked = self.wrote = self.sign
        world.jump_to("17:00", ZONE)
        world.jump(days=days)
        self.read = len(world.outbox(self.number))
        self.time_passes(2)

    @property
    def silent(self) -> bool:
        return self.world.now - self.sign >= SILENT

    def _row(self) -> dict[str, Any]:
        return self.world.person(self.number)

    def _strange(self) -> bool:
        """Say whether what comes now answers nothing that was put to herself."""
        since = self.world.now - ANSWERED
        lately = [
            row
            for row in self.world.outbox(self.number)
            if row["created_at"] >= since
            and row["kind"] in ("prompt", "recap", "follow_up", "call")
            and row["state"] not in STAYED
        ]
        asked = any(ASKED.search(row["body"]) for row in lately)
        return self.silent and (asked or not lately)

    def _texts(self, body: str, *, hers: bool = False) -> None:
        """Write, and see that it is kept, and answered or before a coach."""
        was, held = self._strange(), self._row()["hold"]
        before = len(self.world.outbox(self.number))
        if was and not hers and held in (None, "take_over"):
            self.doubted = self.doubted or self.consent == "active"
        self.phone.texts(body, media=not body)
        self.sign = self.world.now
        self.written.append(body)
        kept = self.world.words(self.number, "inbox", "body_sealed")
        assert sorted(self.written) == sorted(kept)
        answered = len(self.world.outbox(self.number)) > before
        stopped = self._row()["consent"] == "stopped"
        assert answered or stopped or waits(self.world, self.number)

    @rule(body=STRANGERS)
    def writes(self, body: str) -> None:
        self._texts(body)
        assert self.consent == self._row()["consent"]

    @rule(body=HERS)
    def says_that_it_is_hers(self, body: str) -> None:
        was, held = self.silent, self._row()["hold"]
        if self.consent == "stopped" and body == "yes":
            self.starts()
            return
        if held == "take_over" and self.wrote > self.sign:
            # A coach has read whatever came before it, and has answered.
            self.doubted = False
        self._texts(body, hers=True)
        assert self.consent == self._row()["consent"]
        if was and self.consent == "active" and held is None:
            assert self._row()["hold"] is None

    @rule(body=DANGER)
    def is_in_danger(self, body: str) -> None:
        world = self.world
        alerts, before = self._crises(), len(world.outbox(self.number))
        had = self._had()
        self._texts(body)
        # A call that ended just now may be followed by its text.
        came = [row for row in world.outbox(self.number)[before:] if _new(row)]
        new = [row["kind"] for row in came]
        due = not had and self.consent != "stopped"
        assert (["crisis"] if due else []) == new
        assert alerts + 1 == self._crises()
        assert "crisis" == self._row()["hold"]
        assert self.consent == self._row()["consent"]

    def _had(self) -> bool:
        """Say whether a safety reply went since a person looked, or is on its way.

        One that did not arrive was none, and its second try may be overtaken.
        """
        lately = self.world.now - LATELY
        since = max(self.looked, lately)
        return any(
            row["created_at"] > since
            if row["state"] in ("sent", "in_doubt")
            else row["state"] in ON_ITS_WAY
            and row["retry_of"] is None
            and row["created_at"] > lately
            for row in self.world.outbox(self.number)
            if row["kind"] == "crisis"
            and row["carrier_status"] not in ("undelivered", "failed")
        )

    def _crises(self) -> int:
        kinds = [row["kind"] for row in self.world.of(self.number, "alerts")]
        return kinds.count("crisis")

    @rule(body=STOPS)
    def stops(self, body: str) -> None:
        self._texts(body)
        self.consent = "stopped"
        assert "stopped" == self._row()["consent"]

    @precondition(lambda self: self.consent == "stopped")
    @rule()
    def starts(self) -> None:
        self._texts("START", hers=True)
        self.consent, self.sign = "active", self.world.now
        assert "active" == self._row()["consent"]
        assert not self.doubted or self._row()["hold"] is not None

    @rule()
    def calls(self) -> None:
        was, held = self._strange(), self._row()["hold"]
        call = self.phone.calls()
        if was and self.consent == "active":
            assert self._row()["hold"] is not None
            self.doubted = self.doubted or held is None
        if was or self.doubted:
            assert not personal(call.heard)
        self.world.jump(minutes=3)

    @precondition(lambda self: self.consent == "active")
    @rule()
    def a_coach_writes(self) -> None:
        coach_writes(self.world, "Hello, this is Ruth.", self.number)
        self.wrote = self.world.now

    @precondition(lambda self: self._row()["hold"] in ("crisis", "unclear_stop"))
    @rule()
    def a_coach_looks(self) -> None:
        self.world.jump(minutes=1)
        lift(self.world, self.number)
        self.sign = self.looked = self.world.now
        # A talk that goes on waits for nobody to look.
        self.doubted = self._row()["hold"] in ("crisis", "unclear_stop")

    @rule(hours=st.sampled_from((1, 5, 23, 24 * 8, 24 * 31, 24 * 46)))
    def time_passes(self, hours: int) -> None:
        self.world.jump(hours=hours)
        for _ in range(2):
            self.world.beat()

    @rule(kind=st.sampled_from(("429", "drop_after", "30003")))
    def something_goes_wrong(self, kind: str) -> None:
        self.world.network.faults.add(Fault(kind, to=self.number))

    @invariant()
    def nothing_personal_went_to_a_silent_number(self) -> None:
        if not hasattr(self, "read"):
            return
        rows = self.world.outbox(self.number)
        if self.silent or self.doubted:
            for row in rows[self.read :]:
                ours = row["kind"] != "personal" and row["state"] not in STAYED
                assert not (ours and personal(row["body"])), row["body"]
                assert not (ours and row["channel"] == "call")
        self.read = len(rows)
        asked = [
            row
            for row in rows
            if ASKED.search(row["body"])
            and row["state"] not in STAYED
            and row["created_at"] > self.sign
            and row["retry_of"] is None
        ]
        assert len(asked) <= 2

    def teardown(self) -> None:
        self.world.network.faults.clear()


def test_the_laws_of_a_silent_number(shared: World) -> None:
    Silence.world = shared
    few = settings(
        max_examples=12,
        stateful_step_count=12,
        deadline=None,
        phases=(Phase.generate,),  # each step is dear: making it smaller takes minutes
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Silence, settings=few)
