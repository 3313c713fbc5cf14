"""A person's tries are found by when she told of them.

Today asks of each person whether she tried in the last days and never before, and a
conversation asks of each text whether it told of a try: both read all of her tries.

Only an index in place of one that it does the work of; the code before goes on beside.

Revision ID: 0025
Revises: 0022
"""

from alembic import op

revision = "0025"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_attempts_person", "attempts", ["participant_id", "reported_at"])
    op.drop_index("ix_attempts_participant_id", "attempts")
