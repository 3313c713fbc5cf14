"""Paths: the steps of a shipped programme beside its terms; where a step stands on one.

Only adds (expand): the code of 0002 goes on running beside it.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programmes", sa.Column("path", JSONB(none_as_null=True), nullable=True))
    op.add_column("steps", sa.Column("place", sa.Integer(), nullable=True))

