"""A person may have caps and a recap of her own, in place of her programme's.

Only adds (expand): the code of before reads the column not at all, and goes by the
programme's terms.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("participants", sa.Column("own_terms", JSONB(), nullable=False, server_default="{}"))
