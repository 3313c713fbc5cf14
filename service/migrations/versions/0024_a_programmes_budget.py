"""A programme has a budget of its own of a month, and what it spends is counted.

Only adds (expand): the code before it goes on beside it. What that sends meanwhile is
counted for the organisation alone.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

SCOPE = "current_setting('handrail.organisation', true)::uuid"
WAITS = "waits_for IN ('pace', 'shut', 'stopped', 'busy', 'limit')"
# As far back as a forecast looks, and this month.
SINCE = {
    "day": "(handrail_now() AT TIME ZONE 'UTC')::date - 28",
    "month": "date_trunc('month', handrail_now() AT TIME ZONE 'UTC')::date",
}


def upgrade() -> None:
    op.add_column("programmes", sa.Column("budget_month", sa.BigInteger(), nullable=True))
    op.add_column("alerts", sa.Column("programme_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_alerts_programme_id"), "alerts", "programmes", ["programme_id"], ["id"])
    name = op.f("ck_outbox_messages_waits_for")
    op.drop_constraint(name, "outbox_messages", type_="check")
    op.create_check_constraint(name, "outbox_messages", WAITS)
    _table()
    for span, since in SINCE.items():
        op.execute(f"""
            INSERT INTO programme_spendings (organisation_id, programme_id, span, began, messages, cost)
            SELECT o.organisation_id, p.programme_id, '{span}',
                date_trunc('{span}', o.called_at AT TIME ZONE 'UTC')::date, count(*), sum(o.cost)
            FROM outbox_messages o JOIN participants p ON p.id = o.participant_id
            WHERE o.cost IS NOT NULL AND o.state IN ('calling', 'sent', 'in_doubt', 'abandoned')
            AND o.called_at >= ({since}) AT TIME ZONE 'UTC' GROUP BY 1, 2, 4
        """)


def _table() -> None:
    table = "programme_spendings"
    op.create_table(
        table,
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("span", sa.String(), nullable=False),
        sa.Column("began", sa.Date(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("span IN ('day', 'month')", name=op.f("ck_programme_spendings_span")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_programme_spendings_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_programme_spendings_programme_id")
        ),
        sa.PrimaryKeyConstraint("programme_id", "span", "began", name=op.f("pk_programme_spendings")),
    )
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (true)")
    op.execute(
        f"CREATE POLICY tenant ON {table} TO handrail_app"
        f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO handrail_app")
