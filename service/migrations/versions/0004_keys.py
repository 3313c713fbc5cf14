"""Keys pressed in a call, kept in the turn that heard them.

Only adds (expand): the code of 0003 goes on running beside it, and writes no keys.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("turns", sa.Column("keys_sealed", sa.LargeBinary(), nullable=True))
