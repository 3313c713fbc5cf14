"""What hangs on a person is found by the person's index alone.

Only drops indexes and keys that nothing needs: the code of 0007 goes on beside it.
PostgreSQL read the whole organisation's wordings at every text, to put them beside
those of the one person; an index that another one begins with costs a write for nothing.

Revision ID: 0008
Revises: 0007
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

HANG_ON_A_PERSON = ("consent_entries", "goals", "memories", "steps", "wordings")
# Each has a unique key that begins with the participant.
COVERED = ("chances", "nudges")


def upgrade() -> None:
    for table in HANG_ON_A_PERSON:
        op.drop_index(op.f(f"ix_{table}_organisation_id"), table_name=table)
        op.drop_constraint(op.f(f"fk_{table}_organisation_id"), table, type_="foreignkey")
    for table in COVERED:
        op.drop_index(op.f(f"ix_{table}_participant_id"), table_name=table)
