"""What must hold in every state of sending (I2, I3, I4, I6), and in every step to it."""

from __future__ import annotations

from collections import Counter

from tests.service import sending
from tests.service.sending import SIDS, Came, Now, Product, Row, Sender, Step

AT_WORK = frozenset({"claimed", "calling"})
IDLE = (Sender(), Sender())
END = Row("sent", None, "none", None, "delivered", proven=True, barred=True)


class Broken(AssertionError):
    """A law does not hold at a step; the message names the law and the step."""


def look(now: Now, step: Step) -> None:
    """Hold one step against the laws; raises Broken."""
    _never_twice(step)
    _never_after_a_stop(now, step)
    _never_held_for_ever(now, step)
    _never_due_again(now, step)
    if step.name.startswith("callback"):
        which = int(step.name.split()[1])
        if step.to.rows[which].state != "sent":
            raise Broken(f"I6: a callback came and it is not sent: {step.name}")


def _never_twice(step: Step) -> None:
    if max(step.to.taken) > 1:
        raise Broken(f"I2: the carrier took one twice: {step.name}")


def _never_after_a_stop(now: Now, step: Step) -> None:
    begun = Counter(one.at for one in step.to.senders)["calling"]
    if (
        now.consent != "active"
        and begun > Counter(one.at for one in now.senders)["calling"]
    ):
        raise Broken(f"I4: called after a stop: {step.name}")


def _never_held_for_ever(now: Now, step: Step) -> None:
    if not step.name.startswith("the clock sweeps"):
        return
    which = int(step.name.rsplit(maxsplit=1)[1])
    if now.rows[which].lease == "over" and step.to.rows[which].state in AT_WORK:
        raise Broken(f"I3: past its lease it is held still: {step.name}")


def _never_due_again(now: Now, step: Step) -> None:
    if step.name.endswith("writes busy"):
        return  # not a byte had left
    for before, after in zip(now.rows, step.to.rows, strict=True):
        called = before.state in ("calling", "in_doubt", "sent")
        if called and after.state == "due":
            raise Broken(f"I2: what was called is due again: {step.name}")


def ends_alike(product: Product, came: Came) -> int:
    """Let all callbacks come, in two orders, wherever no sender is at work (I6).

    Each message that was taken ends alike, whatever happened before and in whatever
    order; one that was not taken is not told as sent. Returns how many states these
    were; raises Broken.
    """
    looked = 0
    for now in came:
        if now.senders != IDLE or max(now.taken) > 1:
            continue
        looked += 1
        for order in (sending.STATUSES, sending.STATUSES[::-1]):
            end = now
            for status in (*order, order[0]):
                end = _all_called_back(product, end, status, order)
            _alike(came, now, end)
    return looked


def _all_called_back(
    product: Product, now: Now, status: str, order: tuple[str, ...]
) -> Now:
    numbers = range(len(now.rows))
    for which in numbers if order == sending.STATUSES else reversed(numbers):
        if now.taken[which]:
            now = sending.called_back(product, now, which, status)
    return now


def _alike(came: Came, now: Now, end: Now) -> None:
    for which, (row, taken) in enumerate(zip(end.rows, end.taken, strict=True)):
        if taken and row._replace(claim=None, caller=None) != END._replace(
            sid=SIDS[which]
        ):
            raise Broken(f"I6: {row} after all callbacks: {sending.story(came, now)}")
        if not taken and row.state == "sent":
            raise Broken(f"told as sent, never taken: {sending.story(came, now)}")
