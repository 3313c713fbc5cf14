"""The carrier lets nothing out from our number: people are told, once and each day.

Law: a gate that stops anew raises one alert for the whole organisation, which goes
round by whatever still works until somebody has it or opens the gate.
"""

from __future__ import annotations

import structlog

from flows.safety.alerting import STOPPED
from service.store import alerts, gates, plans
from service.store.db import Tx
from service.usecases.parts import Parts

log = structlog.get_logger()


def stop(parts: Parts, tx: Tx, channel: str, code: int) -> None:
    """Shut a gate until somebody acts; people are told of it where that is news."""
    if not gates.stop(tx, channel, code):
        return
    log.error("gate_stopped", channel=channel, code=code)
    kind, reason = STOPPED
    if not alerts.stands(tx, kind, reason):
        plans.raise_alert(tx, parts.new_id(), None, kind, reason)


def over(tx: Tx) -> None:
    """Tell nobody further: the gates are open again."""
    alerts.over(tx, *STOPPED)
