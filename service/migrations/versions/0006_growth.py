"""Growth: dials, support, contexts and offers of a step, sealed, since some are her words.

Only adds (expand): the code of 0005 goes on running beside it; a step without a growth
begins one when something of it is told.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("steps", sa.Column("growth_sealed", sa.LargeBinary(), nullable=True))
