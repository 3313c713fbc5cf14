"""Schedules: the fuller way to say when, of a programme and of one person.

Only adds (expand): the code of 0004 goes on running beside it, and a row without a
schedule means what it meant.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("programmes", "participants"):
        op.add_column(table, sa.Column("schedule", JSONB(none_as_null=True), nullable=True))
