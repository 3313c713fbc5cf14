"""What a change changed, field by field, sealed beside its line of the audit.

With a person's key where it is hers, else with the organisation's. Only adds (expand).

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLE = "differences"
SCOPE = "current_setting('handrail.organisation', true)::uuid"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid()),
        sa.Column("fields_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["audits.id"], name=op.f("fk_differences_id_audits")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_differences_participant_id_participants")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_differences")),
    )
    op.create_index(op.f("ix_differences_participant_id"), TABLE, ["participant_id"])
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY owner ON {TABLE} TO CURRENT_USER USING (true)")
    op.execute(
        f"CREATE POLICY tenant ON {TABLE} TO handrail_app"
        f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLE} TO handrail_app")
