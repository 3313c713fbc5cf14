"""The delivery states as tables: where a message may go, and how statuses join.

Law: joining is commutative, associative and idempotent, so that callbacks in any
order and number end alike (I6); `sent` never undoes `delivered`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.carrier.wire import StatusReport

# state -> where it may go, and what moves it there; docs/explanation/delivery.md is
# drawn from this table.
STATES: Mapping[str, Mapping[str, str]] = {
    "due": {
        "claimed": "a sender claims it; not while its gate is shut",
        "withheld": "a STOP came, or a limit",
        "in_doubt": "the database is one from a backup: it may have gone out since",
    },
    "claimed": {
        "calling": "asked again: it may go",
        "due": "it waits (quiet hours, its gate), or its sender was lost before the "
        "call",
        "withheld": "asked again: it may not go",
        "in_doubt": "as of what is due: the database is one from a backup",
    },
    "calling": {
        "sent": "the carrier took it",
        "failed": "the carrier refused it, or could not be reached while it was of use",
        "due": "never processed: the carrier was busy (429), could not be reached, or "
        "refuses everything from this number",
        "in_doubt": "nobody knows: time-out, dropped line, 5xx, sender lost",
    },
    "in_doubt": {
        "sent": "a callback or the carrier's list shows it, or a person says so",
        "due": "a late answer: never processed, or refused for all of this number; or "
        "after a restore a person says that nothing was lost",
        "failed": "a late answer: the carrier refused it",
        "not_sent": "a person sends it again, as a new message",
        "abandoned": "a person lets it be",
    },
    "sent": {
        "in_doubt": "only the list had shown it, and the callback of one of the same "
        "words says that was its own",
    },
    "failed": {},
    "withheld": {},
    "not_sent": {"sent": "a callback comes after all"},
    "abandoned": {"sent": "a callback comes after all"},
}

# What the carrier's code on a message sets going, beside the state of the message.
FOLLOWS: Mapping[str, str] = {
    "never": "nothing more goes out for it; who must act is told",
    "later": "one further message of the same words becomes `due` later, once, while "
    "it is of use",
    "stop": "the gate of this number is shut until the operator acts; what is due "
    "waits",
    "the line takes no texts": "the person is put before the coach; texts are withheld "
    "until she texts, or the coach says otherwise",
    "opted out at the carrier": "consent ends, and all that is due is withheld",
}

# Twilio: callbacks come in no promised order. Later in this list wins.
RANK: Mapping[str | None, int] = {
    None: 0,
    "accepted": 1,
    "scheduled": 2,
    "queued": 3,
    "sending": 4,
    "sent": 5,
    "canceled": 6,
    "failed": 7,
    "undelivered": 8,
    "delivered": 9,
    "read": 10,
}
# What the carrier's word does not change; a person's guess ("not sent") it does.
FINAL = frozenset({"sent", "failed", "withheld"})


def joined(row: Mapping[str, Any], report: StatusReport) -> dict[str, Any]:
    """Return what a message's row says once this report is joined to it.

    A callback proves that the carrier took the message: what was calling, or in
    doubt, is sent.
    """
    old, new = row["carrier_status"], report.status
    newer = RANK.get(new, 0) > RANK.get(old, 0)
    code = max(row["error_code"] or 0, report.error_code or 0)
    return {
        "state": row["state"] if row["state"] in FINAL else "sent",
        "status": new if newer else old,
        "error_code": code or None,
        "carrier_id": report.sid,
    }
