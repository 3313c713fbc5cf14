"""Gates: how fast a number may send, and when it rests; a second try; numbers without texts.

Only adds (expand): the code of 0009 goes on running beside it, without a gate. A gate
has a row once it has a pace, or once the carrier gave a bad answer.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SCOPE = "current_setting('handrail.organisation', true)::uuid"


def upgrade() -> None:
    _gates()
    op.add_column("outbox_messages", sa.Column("waits_for", sa.String(), nullable=True))
    op.create_check_constraint(
        op.f("ck_outbox_messages_waits_for"), "outbox_messages", "waits_for IN ('pace', 'shut', 'stopped', 'busy')"
    )
    op.add_column("outbox_messages", sa.Column("losses", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("outbox_messages", sa.Column("retry_of", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_outbox_messages_retry_of"), "outbox_messages", "outbox_messages", ["retry_of"], ["id"])
    op.create_unique_constraint(op.f("uq_outbox_messages_retry_of"), "outbox_messages", ["retry_of"])
    op.add_column("participants", sa.Column("no_texts", sa.Integer(), nullable=True))


def _gates() -> None:
    op.create_table('gates',
    sa.Column('number_id', sa.Uuid(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('rate', sa.Float(), nullable=True),
    sa.Column('burst', sa.Integer(), nullable=False),
    sa.Column('spent_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('line_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('strain', sa.Integer(), nullable=False),
    sa.Column('strained_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('trips', sa.Integer(), nullable=False),
    sa.Column('shut_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('scout_id', sa.Uuid(), nullable=True),
    sa.Column('scout_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stopped_code', sa.Integer(), nullable=True),
    sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("channel IN ('text', 'call', 'email')", name=op.f('ck_gates_channel')),
    sa.ForeignKeyConstraint(['number_id'], ['numbers.id'], name=op.f('fk_gates_number_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_gates_organisation_id')),
    sa.PrimaryKeyConstraint('number_id', 'channel', name=op.f('pk_gates'))
    )
    op.create_index(op.f('ix_gates_organisation_id'), 'gates', ['organisation_id'])
    op.execute("ALTER TABLE gates ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE gates FORCE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY owner ON gates TO CURRENT_USER USING (true)")
    op.execute(
        f"CREATE POLICY tenant ON gates TO handrail_app"
        f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON gates TO handrail_app")
