"""What must hold whatever she texts, whenever, and whatever goes wrong on the way.

A machine plays one person at random: texts, silence, STOP, START, faults of the carrier,
repeats. After each move the invariants of reliability.md are checked against the rows and
against the network's ledger, which knows what was really accepted.

HANDRAIL_LAWS=200x60 plays 200 lives of 60 moves; in `make test` they are fewer.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime, time
from itertools import count
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from flows.safety import consent
from flows.safety.consent import Wish
from service.switchboard.faults import Fault
from tests.journeys.world import Pairs, World, text_form

LIMA = "America/Lima"
NUMBERS = count(15550700001)
LIVES, MOVES = map(int, os.environ.get("HANDRAIL_LAWS", "12x16").split("x"))
OPENS, CLOSES = time(8, 30), time(20, 30)
CONFIRMATION = "you will get no more texts"
PROMPTING = ("prompt", "recap", "follow_up", "invitation")

ORDINARY = st.sampled_from(
    (
        "did it, I spoke up", "d", "t", "n", "not today", "no time", "know-how", "?",
        "I tried but my voice shook", "yes", "ok", "thanks", "M W F", "0", "all days",
        "WHY", "LESS", "BACK", "PAUSE", "GO", "HELP", "👍", "", "\u202edid it",
        "what do you mean?", "call me please", "yesterday I tried it", "imagined it",
        "I can't stop talking about it", "later", "it was the end of the day",
    )
)  # fmt: skip
STOPS = st.sampled_from(
    ("STOP", "stop", "please stop texting me", "no more texts", "quit")
)
FAULTS = st.sampled_from(
    (
        "429", "500", "503", "drop_before", "drop_after", "500_after", "lost_callback",
        "duplicate_callback", "reordered_callbacks", "21211", "30003",
    )
)  # fmt: skip


class Life(RuleBasedStateMachine):
    """One person, from her opt-in on, in a world that other lives have used before."""

    world: ClassVar[World]

    @initialize(
        zone=st.sampled_from((LIMA, "Pacific/Auckland")),
        policy=st.sampled_from(("ladder", "leitner")),
    )
    def joins(self, zone: str, policy: str) -> None:
        self.zone = ZoneInfo(zone)
        self.number = f"+{next(NUMBERS)}"
        # Monday at ten, so that the same moves make the same life.
        days = -self.world.now.astimezone(self.zone).weekday() % 7
        self.world.jump_to("10:00", zone, days=days)
        while self.world.now.astimezone(self.zone).weekday():
            self.world.jump(days=1)
        named = f"{policy} {self.number[-6:]}"
        programme = self.world.programme(named, policy=policy)
        self.phone = self.world.join(self.number, zone=zone, programme=programme)
        self.forms: list[Pairs] = []
        self.stopped = False
        self.said_at_stop = 0

    @rule(body=ORDINARY)
    def texts(self, body: str) -> None:
        if consent.read(body) is Wish.START:
            # A bare YES: the carrier takes it for START, and tells her so.
            self.stopped = False
        self._send(text_form(self.number, body))

    @rule(body=STOPS)
    def stops(self, body: str) -> None:
        assert consent.read(body) is Wish.STOP
        if not self.stopped:
            self.world.network.settle()
            self.said_at_stop = len(self._accepted())
        self.stopped = True
        self._send(text_form(self.number, body))

    @precondition(lambda self: self.stopped)
    @rule()
    def starts(self) -> None:
        self.stopped = False
        self._send(text_form(self.number, "START"))

    @precondition(lambda self: self.forms)
    @rule(data=st.data())
    def the_carrier_repeats_itself(self, data: st.DataObject) -> None:
        form = data.draw(st.sampled_from(self.forms))
        before = self._rows()
        assert 200 == self.world.post(form).status
        assert before == self._rows()

    @rule(hours=st.sampled_from((0.1, 1, 3, 7, 11, 24)))
    def time_passes(self, hours: float) -> None:
        self.world.jump(hours=hours)
        for _ in range(2):
            self.world.beat()

    @rule(kind=FAULTS)
    def something_goes_wrong(self, kind: str) -> None:
        self.world.network.faults.add(Fault(kind, to=self.number))

    @precondition(lambda self: self._person()["hold"] is not None)
    @rule()
    def a_coach_clears_the_hold(self) -> None:
        self.world.change(
            "UPDATE participants SET hold = NULL WHERE id = %s", self.number
        )

    @rule(up=st.booleans())
    def the_bell_breaks_or_is_mended(self, up: bool) -> None:
        assume(self.world.bell.broken is up)
        self.world.bell.broken = not up

    @invariant()
    def each_text_has_one_effect(self) -> None:
        if self._begun():
            kept = Counter(
                row["carrier_id"] for row in self.world.of(self.number, "inbox")
            )
            assert {1} >= set(kept.values())
            assert {dict(form)["MessageSid"] for form in self.forms} <= set(kept)
            turns = self.world.words(self.number, "turns", "heard_sealed")
            heard = [words for words in turns if words]
            said = [
                "GO",
                *(body for form in self.forms if (body := dict(form)["Body"])),
            ]
            assert said == heard

    @invariant()
    def the_carrier_took_each_message_at_most_once(self) -> None:
        if self._begun():
            for row in self.world.of(self.number, "outbox_messages"):
                times = self.world.network.ledger.times(row["token"])
                assert times <= 1
                assert row["state"] not in ("withheld", "due") or times == 0

    @invariant()
    def nothing_but_one_confirmation_follows_a_stop(self) -> None:
        if self._begun():
            assert ("stopped" if self.stopped else "active") == self._person()[
                "consent"
            ]
            if self.stopped:
                after = self._accepted()[self.said_at_stop :]
                assert len(after) <= 1
                assert all(CONFIRMATION in body for body in after)

    @invariant()
    def no_nudge_is_called_outside_her_hours(self) -> None:
        if self._begun():
            for row in self._called(*PROMPTING):
                assert OPENS <= self._local(row["called_at"]).time() < CLOSES

    @invariant()
    def one_prompt_a_day_at_most_and_none_for_a_told_chance(self) -> None:
        if self._begun():
            prompts = self._called("prompt")
            days = Counter(self._local(row["called_at"]).date() for row in prompts)
            assert {1} >= set(days.values())
            told = {
                row["chance_id"]: row for row in self.world.of(self.number, "attempts")
            }
            for row in prompts:
                attempt = told.get(row["chance_id"])
                assert attempt is None or row["called_at"] <= attempt["reported_at"]

    @invariant()
    def a_prompt_went_for_a_chance_that_is_known_to_have_one(self) -> None:
        """Else a try after it counts as her own."""
        if self._begun():
            plans = {c["id"]: c["plan"] for c in self.world.of(self.number, "chances")}
            for row in self._called("prompt"):
                assert row["chance_id"] is None or plans[row["chance_id"]] != "none"

    @invariant()
    def every_nudge_that_was_settled_is_explained(self) -> None:
        if self._begun():
            why = {
                (row["nudge_id"], row["verdict"])
                for row in self.world.of(self.number, "decisions")
            }
            names = {"sent": "send", "withheld": "withhold"}
            for row in self.world.of(self.number, "nudges"):
                if row["state"] in names:
                    assert (row["id"], names[row["state"]]) in why
                assert row["state"] != "quarantined"

    @invariant()
    def at_most_one_conversation_is_open_and_one_attempt_stands_for_a_chance(
        self,
    ) -> None:
        if self._begun():
            talks = self.world.of(self.number, "conversations")
            assert sum(row["status"] == "open" for row in talks) <= 1
            chances = [
                row["chance_id"] for row in self.world.of(self.number, "attempts")
            ]
            assert len(chances) == len(set(chances))

    def teardown(self) -> None:
        if self._begun():
            # Other lives go on in this world: nothing more is due in this one.
            self.world.bell.broken = False
            self.world.network.faults.clear()
            self.world.change(
                "UPDATE participants SET consent = 'stopped' WHERE id = %s", self.number
            )
            self.world.change(
                "DELETE FROM nudges WHERE state = 'planned' AND participant_id = %s AND id NOT IN (SELECT nudge_id FROM decisions WHERE nudge_id IS NOT NULL)",
                self.number,
            )
            self.world.change(
                "UPDATE outbox_messages SET state = 'abandoned' WHERE state IN ('due', 'in_doubt') AND participant_id = %s",
                self.number,
            )
            self.world.bell.rung.clear()
            self.phone.forgets()

    def _send(self, form: Pairs) -> None:
        self.forms.append(form)
        assert 200 == self.world.post(form).status
        self.world.network.settle()
        self.world.jump(seconds=40)

    def _begun(self) -> bool:
        return hasattr(self, "said_at_stop")

    def _person(self) -> dict[str, Any]:
        return self.world.person(self.number)

    def _accepted(self) -> list[str]:
        return [e.body for e in self.world.network.ledger if e.to == self.number]

    def _called(self, *kinds: str) -> list[dict[str, Any]]:
        rows = self.world.of(self.number, "outbox_messages")
        return [row for row in rows if row["kind"] in kinds and row["called_at"]]

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def _rows(self) -> dict[str, list[dict[str, Any]]]:
        tables = (
            "inbox",
            "turns",
            "attempts",
            "consent_entries",
            "alerts",
            "conversations",
        )
        return {table: self.world.of(self.number, table) for table in tables}


def test_the_laws_hold_in_every_life(world: World) -> None:
    Life.world = world
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=MOVES,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
