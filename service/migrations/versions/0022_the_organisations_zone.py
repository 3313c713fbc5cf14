"""An organisation has a time zone, by which its own pages tell the time.

Only adds (expand): the code before it goes on beside it.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisations", sa.Column("zone", sa.String(), nullable=True))
