"""A late answer of the carrier's: whoever asked it has slept past the lease.

Law: it moves a doubt alone of which nothing else is known, and of the very call that it
answers; whatever was settled or called since stands.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text

from service.store.db import Found, Tx

NOT_TAKEN = text(
    "UPDATE outbox_messages o SET state = :state, doubt = NULL,"
    " error_code = :error_code, waits_for = :waits_for,"
    " not_before = coalesce(CAST(:not_before AS timestamptz), o.not_before),"
    " settled_at = coalesce(CAST(:settled_at AS timestamptz), handrail_now())"
    " WHERE o.organisation_id = :organisation AND o.id = :id AND o.token = :token"
    " AND o.state = 'in_doubt' AND o.carrier_id IS NULL AND o.tries = :tries"
    " AND NOT EXISTS (SELECT 1 FROM delivery_events e WHERE e.organisation_id ="
    " :organisation AND e.outbox_message_id = o.id)"
)


def not_taken(
    tx: Tx, row: Found, state: str, **outcome: str | int | datetime | None
) -> bool:
    """Say that the carrier did not take a message in doubt; False: it is none any more.

    `row` is as it was before the call that is answered, `outcome` as `outbox.settle`
    takes it.
    """
    none = dict.fromkeys(("error_code", "waits_for", "not_before", "settled_at"))
    of = {"id": row["id"], "token": row["token"], "tries": row["tries"] + 1}
    return tx.run(NOT_TAKEN, state=state, **of, **{**none, **outcome}) == 1
