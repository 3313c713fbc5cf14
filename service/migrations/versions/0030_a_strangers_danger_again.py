"""An unknown number's danger: which alert it raised, and which text was answered.

Only adds (expand): the code before it goes on beside it.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("strangers", sa.Column("alarm_id", sa.Uuid(), nullable=True))
    op.add_column("strangers", sa.Column("danger_text", sa.LargeBinary(), nullable=True))
