"""Words written to somebody who is heard no more go too, as often as their time is over.

They were let go of once; what was on its way then, or was written since, stayed for
good. The code before goes on beside it: it is asked once more and does nothing.

Revision ID: 0026
Revises: 0025
"""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def _over(setting: str, done: str) -> str:
    """Say that the time of a setting is over since she was heard, and since it ran."""
    days = f"r.settings ->> '{setting}'"
    since = f"greatest(p.last_heard_at, p.created_at, k.{done})"
    over = f"{since} + ({days})::int * interval '1 day' < handrail_now()"
    return f"(CASE WHEN {days} ~ '^[0-9]+$' THEN {over} ELSE false END)"


def upgrade() -> None:
    op.execute(f"""
        CREATE OR REPLACE FUNCTION handrail_kept_long_enough(most int)
        RETURNS TABLE (organisation uuid, item uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
        AS $$ SELECT p.organisation_id, p.id FROM participants p
            JOIN programmes r ON r.id = p.programme_id
            LEFT JOIN retentions k ON k.participant_id = p.id
            WHERE p.wrapped_key IS NOT NULL AND
            ({_over("keep_words", "words_at")}
            OR {_over("keep_recordings", "recordings_at")}) LIMIT most $$
    """)
