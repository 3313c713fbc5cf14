"""Days are laid out once a day, when her own day begins, and no less often.

Only adds (expand): the code of 0006 goes on running beside it; whom it plans is planned
once more. The Ladder is told of each day that begins when days are laid out, and a day
left out would let a silence go unseen (G4). The moment is kept, not asked of a zone:
the database may not know every zone that we do.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("participants", sa.Column("plan_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_participants_plan_at"), "participants", ["plan_at"])
    op.execute("""
        CREATE OR REPLACE FUNCTION handrail_unplanned(most int)
        RETURNS TABLE (organisation uuid, item uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT organisation_id, id FROM participants
            WHERE consent = 'active' AND (planned_until IS NULL OR plan_at IS NULL
                OR plan_at <= handrail_now())
            ORDER BY plan_at NULLS FIRST LIMIT most
        $$
    """)
