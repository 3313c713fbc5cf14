"""A no that somebody tells where one stands already is kept with its words.

Only adds (expand): the code before writes none, and reads of the ledger what it names.

Revision ID: 0041
Revises: 0040
"""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

CHANGES = "change IN ('invited', 'given', 'withdrawn', 'questioned', 'refused', 'repeated')"


def upgrade() -> None:
    name = op.f("ck_consent_entries_change")
    op.drop_constraint(name, "consent_entries", type_="check")
    op.create_check_constraint(name, "consent_entries", CHANGES)
