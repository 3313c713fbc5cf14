"""The words of one line are removed: which line, by whom, and how far the carrier is.

Only adds (expand). The code before goes on beside it: rung for one, it does nothing.

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

TABLE = "removals"
SCOPE = "current_setting('handrail.organisation', true)::uuid"


def _over(setting: str, done: str) -> str:
    """Say that the time of a setting is over since she was heard, and since it ran."""
    days = f"r.settings ->> '{setting}'"
    since = f"greatest(p.last_heard_at, p.created_at, k.{done})"
    over = f"{since} + ({days})::int * interval '1 day' < handrail_now()"
    return f"(CASE WHEN {days} ~ '^[0-9]+$' THEN {over} ELSE false END)"


def upgrade() -> None:
    op.create_table(
        TABLE,
        *(
            sa.Column(one, sa.Uuid(), nullable=False)
            for one in ("id", "organisation_id", "participant_id", "item")
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at_carrier", postgresql.JSONB(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True)),
        sa.CheckConstraint("kind IN ('heard', 'said', 'call', 'attempt')", name=op.f("ck_removals_kind")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_removals_organisation_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["participants.id"], name=op.f("fk_removals_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removals")),
        sa.UniqueConstraint("organisation_id", "kind", "item", name=op.f("uq_removals_organisation_id_kind_item")),
    )
    op.create_index(op.f("ix_removals_organisation_id"), TABLE, ["organisation_id"])
    op.create_index(op.f("ix_removals_participant_id"), TABLE, ["participant_id"])
    op.create_index("ix_removals_due", TABLE, ["due"], postgresql_where=sa.text("due IS NOT NULL"))
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY owner ON {TABLE} TO CURRENT_USER USING (true)")
    op.execute(
        f"CREATE POLICY tenant ON {TABLE} TO handrail_app"
        f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLE} TO handrail_app")
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
            OR k.carrier_due <= handrail_now()
            OR EXISTS (SELECT FROM removals m WHERE m.participant_id = p.id
                AND m.due <= handrail_now())) LIMIT most $$
    """)
