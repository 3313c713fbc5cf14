"""People at their phones: they pick up or do not, talk a little, and hang up.

The coach reads what she is texted of danger, and says that she has it; she does not
pick up. Law: whatever rings is dealt with, so that no call goes on when all is judged.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from service.drill.field import COACH, Field
from service.store import histories
from service.store.db import Unavailable
from service.switchboard.calls import PhoneCall
from service.usecases import heeding

LOOK_S = 0.25
LOOKS_A_READ = 4
MOST_TURNS = 3
NAME = "Ruth"
SAID = ("I said my idea when the floor was opened", "yes", "two")
# How people deal with a call that rings, by lot.
PICKS_UP, MACHINE, TURNS_AWAY = 0.6, 0.8, 0.9


@dataclass(slots=True)
class Phones:
    """All phones of a drill; `over` is set when nobody sits at them any more."""

    seed: int
    over: threading.Event = field(default_factory=threading.Event)
    _heard: int = 0
    _live: dict[str, int] = field(default_factory=dict)

    def go(self, on: Field) -> None:
        """Deal with calls and alerts as they come, until it is over."""
        dice, looks = random.Random(f"{self.seed}/phones"), 0
        while not self.over.wait(LOOK_S):
            self._calls(on, dice)
            looks += 1
            if looks % LOOKS_A_READ == 0:
                with suppress(Unavailable):
                    _read_alerts(on)

    def _calls(self, on: Field, dice: random.Random) -> None:
        entries = on.network.records.call_entries
        new, self._heard = entries[self._heard :], len(entries)
        self._live.update({entry.sid: 0 for entry in new})
        for sid, turns in tuple(self._live.items()):
            call = on.network.exchange.life.of(sid)
            if not call.live:
                del self._live[sid]
            elif call.status == "ringing" and not turns:
                _rings(on, call, dice)
                self._live[sid] = 1
            elif call.started and not call.machine and call.awaits:
                _talks(on, call, dice, turns)
                self._live[sid] = turns + 1


def _rings(on: Field, call: PhoneCall, dice: random.Random) -> None:
    lot, exchange = dice.random(), on.network.exchange
    deal: Callable[[str], None] = exchange.let_ring
    if call.to == COACH:
        lot = 1.0
    if lot < MACHINE:
        exchange.answer(call.sid, machine=lot >= PICKS_UP)
        return
    if lot < TURNS_AWAY:
        deal = exchange.decline
    deal(call.sid)


def _talks(on: Field, call: PhoneCall, dice: random.Random, turns: int) -> None:
    """Press or say something, and hang up after a few turns, wherever that is."""
    exchange = on.network.exchange
    if turns > MOST_TURNS:
        exchange.hang_up(call.sid)
    elif call.awaits is not None and call.awaits.dtmf and dice.random() < 0.5:  # noqa: PLR2004 -- one half of them
        exchange.press(call.sid, "1")
    else:
        exchange.say(call.sid, dice.choice(SAID))


def _read_alerts(on: Field) -> None:
    with on.parts.db.transaction(on.organisation) as tx:
        read = histories.alerts_read(tx)
    for alert in read:
        heeding.by_command(on.parts, on.organisation, alert, NAME)
