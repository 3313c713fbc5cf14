"""A coach's OK by text counts once: the alert keeps the carrier's id of the text.

Only adds (expand): the code before it goes on beside it.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("alerts", sa.Column("heeded_text", sa.String(), nullable=True))
    op.create_index(
        "ix_alerts_heeded_text",
        "alerts",
        ["organisation_id", "heeded_text"],
        postgresql_where=sa.text("heeded_text IS NOT NULL"),
    )
