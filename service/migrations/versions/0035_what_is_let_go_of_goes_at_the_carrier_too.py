"""Texts that were kept for their time are deleted at the carrier, too: how far that is.

Only adds (expand). The code before goes on beside it: rung for it, it does nothing.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def _over(setting: str, done: str) -> str:
    """Say that the time of a setting is over since she was heard, and since it ran."""
    days = f"r.settings ->> '{setting}'"
    since = f"greatest(p.last_heard_at, p.created_at, k.{done})"
    over = f"{since} + ({days})::int * interval '1 day' < handrail_now()"
    return f"(CASE WHEN {days} ~ '^[0-9]+$' THEN {over} ELSE false END)"


def upgrade() -> None:
    for name in ("carrier_until", "carrier_due"):
        op.add_column("retentions", sa.Column(name, sa.DateTime(timezone=True)))
    # Whose words went before this stood: the carrier is asked for theirs as well.
    op.execute("UPDATE retentions SET carrier_due = words_at")
    op.execute(f"""
        CREATE OR REPLACE FUNCTION handrail_kept_long_enough(most int)
        RETURNS TABLE (organisation uuid, item uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
        AS $$ SELECT p.organisation_id, p.id FROM participants p
            JOIN programmes r ON r.id = p.programme_id
            LEFT JOIN retentions k ON k.participant_id = p.id
            WHERE p.wrapped_key IS NOT NULL AND
            ({_over("keep_words", "words_at")}
            OR {_over("keep_recordings", "recordings_at")}
            OR k.carrier_due <= handrail_now()) LIMIT most $$
    """)
