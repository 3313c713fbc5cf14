"""An export may be of some days and of one person.

Only adds (expand): the code before asks for all days of everybody, as it did.

Revision ID: 0040
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("exports", sa.Column("only_id", sa.Uuid()))
    for name in ("since", "until"):
        op.add_column("exports", sa.Column(name, sa.Date()))
