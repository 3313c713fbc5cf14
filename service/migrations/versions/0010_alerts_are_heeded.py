"""Alerts go on until somebody has them: steps, notices, and how a coach is reached.

Only adds (expand): an alert that the code of 0009 raises beside it is due at once, and
the clock of this code tells people of it. Alerts that stand already stay as they are.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SCOPE = "current_setting('handrail.organisation', true)::uuid"
EVERY = "text,email,call"


def upgrade() -> None:
    _coaches()
    _alerts()
    _notices()
    op.add_column("strangers", sa.Column("alarmed_on", sa.Date(), nullable=True))
    op.drop_constraint(op.f("ck_outbox_messages_channel"), "outbox_messages", type_="check")
    op.create_check_constraint(
        op.f("ck_outbox_messages_channel"), "outbox_messages", "channel IN ('text', 'call', 'email')"
    )
    op.execute("""
        CREATE FUNCTION handrail_alerts_due(most int)
        RETURNS TABLE (organisation uuid, item uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT organisation_id, id FROM alerts
            WHERE state = 'open' AND next_at <= handrail_now()
            ORDER BY kind <> 'crisis', next_at LIMIT most
        $$
    """)
    door = "handrail_alerts_due(int)"
    op.execute(f"REVOKE EXECUTE ON FUNCTION {door} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {door} TO handrail_app")


def _coaches() -> None:
    op.add_column("coaches", sa.Column("email_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("coaches", sa.Column("channels", sa.String(), nullable=False, server_default=EVERY))
    op.add_column("coaches", sa.Column("place", sa.Integer(), nullable=False, server_default="0"))


def _alerts() -> None:
    op.add_column("alerts", sa.Column("step", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("alerts", sa.Column("next_at", sa.DateTime(timezone=True), nullable=True))
    # After the column, so that alerts of weeks ago wake nobody now.
    op.execute("ALTER TABLE alerts ALTER COLUMN next_at SET DEFAULT handrail_now()")
    op.add_column("alerts", sa.Column("heeded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("alerts", sa.Column("heeded_by", sa.Uuid(), nullable=True))
    op.add_column("alerts", sa.Column("heeded_via", sa.String(), nullable=True))
    op.add_column("alerts", sa.Column("heeded_as_sealed", sa.LargeBinary(), nullable=True))
    op.create_foreign_key(op.f("fk_alerts_heeded_by"), "alerts", "coaches", ["heeded_by"], ["id"])
    op.create_check_constraint(
        op.f("ck_alerts_heeded_via"), "alerts", "heeded_via IN ('text', 'call', 'command')"
    )
    op.create_index(
        "ix_alerts_due", "alerts", ["next_at"], postgresql_where=sa.text("state = 'open'")
    )


def _notices() -> None:
    op.create_table('notices',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('alert_id', sa.Uuid(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('coach_id', sa.Uuid(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('outbox_message_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("channel IN ('text', 'email', 'call')", name=op.f('ck_notices_channel')),
    sa.ForeignKeyConstraint(['alert_id'], ['alerts.id'], name=op.f('fk_notices_alert_id')),
    sa.ForeignKeyConstraint(['coach_id'], ['coaches.id'], name=op.f('fk_notices_coach_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notices')),
    sa.UniqueConstraint('alert_id', 'step', 'coach_id', 'channel', name=op.f('uq_notices_alert_id_step_coach_id_channel'))
    )
    op.create_index(op.f('ix_notices_outbox_message_id'), 'notices', ['outbox_message_id'])
    op.create_index('ix_notices_coach', 'notices', ['coach_id', 'at'])
    op.execute("ALTER TABLE notices ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE notices FORCE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY owner ON notices TO CURRENT_USER USING (true)")
    op.execute(
        "CREATE POLICY tenant ON notices TO handrail_app"
        f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON notices TO handrail_app")
