"""Keys pressed in a call, kept in the turn that heard them.

Only adds (expand): the code of 0002 goes on running beside it, and writes no keys.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("turns", sa.Column("keys_sealed", sa.LargeBinary(), nullable=True))
