"""What waits for a coach, put there by hand."""

from dataclasses import replace
from uuid import UUID

import psycopg

from service.store import coaches
from service.usecases.parts import Parts
from tests.database import Clone


def doubt(clone: Clone) -> None:
    """Let the last text to a person be in doubt."""
    with psycopg.connect(clone.superuser_url) as line:
        line.execute(
            "UPDATE outbox_messages SET state = 'in_doubt', called_at = handrail_now()"
            " WHERE id = (SELECT id FROM outbox_messages WHERE participant_id IS NOT"
            " NULL ORDER BY id DESC LIMIT 1)"
        )


def reach(parts: Parts, whose: UUID) -> None:
    """Give the coach a number, so that somebody is told, and told again."""
    with parts.db.transaction(whose) as tx:
        key = parts.tenant(whose).key
        (coach,) = coaches.in_order(tx, key)
        told = replace(coach, number="+15550100090", takes_alerts=True)
        coaches.save(tx, key, told)
