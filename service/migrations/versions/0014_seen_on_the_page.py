"""Alerts are heeded on the console's page too, and what Today asks for is found fast.

Only adds: the code of 0013 goes on beside it.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NEWS = "rule IN ('L3-word', 'O-easier', 'O-harder', 'O-help', 'O-help-falling', 'S-kept')"


def upgrade() -> None:
    op.drop_constraint(op.f("ck_alerts_heeded_via"), "alerts", type_="check")
    op.create_check_constraint(
        op.f("ck_alerts_heeded_via"), "alerts", "heeded_via IN ('text', 'call', 'command', 'page')"
    )
    op.create_index(
        "ix_decisions_news", "decisions", ["organisation_id", "at"], postgresql_where=sa.text(NEWS)
    )
    op.create_index(
        "ix_audits_put_away",
        "audits",
        ["organisation_id", "at"],
        postgresql_where=sa.text("action LIKE 'put away: %'"),
    )
