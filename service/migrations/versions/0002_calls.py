"""Calls: their turns and recordings; what she agreed to; measures; wordings said.

Only adds (expand): the code of 0001 goes on running beside it.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SCOPE = "current_setting('handrail.organisation', true)::uuid"
NEW = ("calls", "call_turns", "recordings", "measures", "wordings")
OLD_KINDS = ("reply", "confirmation", "crisis", "alert", "invitation", "prompt", "recap", "follow_up")
OLD_NUDGES = ("invitation", "prompt", "recap", "follow_up")


def upgrade() -> None:
    op.add_column("participants", sa.Column("calls", sa.String(), nullable=False, server_default="none"))
    op.add_column("participants", sa.Column("recorded", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("participants", sa.Column("call_terms", JSONB(), nullable=False, server_default="{}"))
    op.create_check_constraint(op.f("ck_participants_calls"), "participants", "calls IN ('none', 'agreed', 'stopped')")
    op.add_column("outbox_messages", sa.Column("channel", sa.String(), nullable=False, server_default="text"))
    op.create_check_constraint(op.f("ck_outbox_messages_channel"), "outbox_messages", "channel IN ('text', 'call')")
    _kinds("outbox_messages", (*OLD_KINDS, "call", "answer"))
    _kinds("nudges", (*OLD_NUDGES, "call"))
    _tables()
    for table in NEW:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (true)")
        op.execute(
            f"CREATE POLICY tenant ON {table} TO handrail_app"
            f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO handrail_app")
    op.execute("""
        CREATE FUNCTION handrail_awaited_recordings(most int)
        RETURNS TABLE (organisation uuid, item uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT organisation_id, id FROM recordings
            WHERE (state = 'awaited' OR at_carrier) AND not_before <= handrail_now()
            ORDER BY not_before LIMIT most
        $$
    """)
    op.execute("""
        CREATE FUNCTION handrail_whose_call(sought text) RETURNS uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT organisation_id FROM calls WHERE carrier_id = sought
        $$
    """)
    for door in ("handrail_awaited_recordings(int)", "handrail_whose_call(text)"):
        op.execute(f"REVOKE EXECUTE ON FUNCTION {door} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {door} TO handrail_app")


def _kinds(table: str, kinds: tuple[str, ...]) -> None:
    name = f"ck_{table}_kind"
    op.drop_constraint(op.f(name), table, type_="check")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(op.f(name), table, f"kind IN ({listed})")


def _tables() -> None:
    op.create_table('calls',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('outbox_message_id', sa.Uuid(), nullable=True),
    sa.Column('conversation_id', sa.Uuid(), nullable=True),
    sa.Column('direction', sa.String(), nullable=False),
    sa.Column('carrier_id', sa.String(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seconds', sa.Integer(), nullable=True),
    sa.CheckConstraint("direction IN ('in', 'out')", name=op.f('ck_calls_direction')),
    sa.CheckConstraint("state IN ('open', 'talked', 'hung_up', 'machine', 'no_answer', 'busy', 'failed', 'canceled', 'refused')", name=op.f('ck_calls_state')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_calls_conversation_id')),
    sa.ForeignKeyConstraint(['outbox_message_id'], ['outbox_messages.id'], name=op.f('fk_calls_outbox_message_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_calls_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calls')),
    sa.UniqueConstraint('organisation_id', 'carrier_id', name=op.f('uq_calls_organisation_id_carrier_id')),
    sa.UniqueConstraint('token', name=op.f('uq_calls_token'))
    )
    op.create_index(op.f('ix_calls_outbox_message_id'), 'calls', ['outbox_message_id'])
    op.create_index('ix_calls_person', 'calls', ['participant_id', 'began_at'])
    op.create_table('call_turns',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('answers', sa.Integer(), nullable=True),
    sa.Column('twiml_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['calls.id'], name=op.f('fk_call_turns_call_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_turns')),
    sa.UniqueConstraint('call_id', 'number', name=op.f('uq_call_turns_call_id_number'))
    )
    op.create_table('recordings',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('attempt_id', sa.Uuid(), nullable=True),
    sa.Column('carrier_id', sa.String(), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('at_carrier', sa.Boolean(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=True),
    sa.Column('audio_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('transcript_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('awaited', 'kept', 'missing')", name=op.f('ck_recordings_state')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempts.id'], name=op.f('fk_recordings_attempt_id')),
    sa.ForeignKeyConstraint(['call_id'], ['calls.id'], name=op.f('fk_recordings_call_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_recordings_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recordings')),
    sa.UniqueConstraint('organisation_id', 'carrier_id', name=op.f('uq_recordings_organisation_id_carrier_id'))
    )
    op.create_index('ix_recordings_awaited', 'recordings', ['not_before'], postgresql_where=sa.text("state = 'awaited' OR at_carrier"))
    op.create_index(op.f('ix_recordings_attempt_id'), 'recordings', ['attempt_id'])
    op.create_index(op.f('ix_recordings_call_id'), 'recordings', ['call_id'])
    op.create_index('ix_recordings_person', 'recordings', ['participant_id', 'at'])
    op.create_table('measures',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('step_id', sa.Uuid(), nullable=True),
    sa.Column('attempt_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempts.id'], name=op.f('fk_measures_attempt_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_measures_participant_id')),
    sa.ForeignKeyConstraint(['step_id'], ['steps.id'], name=op.f('fk_measures_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measures'))
    )
    op.create_index('ix_measures_person', 'measures', ['participant_id', 'name', 'at'])
    op.create_table('wordings',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('wording', sa.String(), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_wordings_organisation_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_wordings_participant_id')),
    sa.PrimaryKeyConstraint('participant_id', 'wording', name=op.f('pk_wordings'))
    )
    op.create_index(op.f('ix_wordings_organisation_id'), 'wordings', ['organisation_id'])
