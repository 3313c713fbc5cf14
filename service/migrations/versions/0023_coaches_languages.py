"""Coaches and accounts have a language, in which they are told, written to and shown.

Only adds (expand): where nothing was said it is null, and read as English, as before.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES = ("accounts", "coaches", "notices", "passes")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("language", sa.String(), nullable=True))
