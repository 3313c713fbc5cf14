"""The first tables, behind row-level security from the start.

Revision ID: 0001
Revises: 
"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('clock_offsets',
    sa.Column('id', sa.Boolean(), nullable=False),
    sa.Column('ahead', sa.Interval(), nullable=False),
    sa.CheckConstraint('id', name=op.f('ck_clock_offsets_single')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock_offsets'))
    )
    op.create_table('organisations',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('wrapped_key', sa.LargeBinary(), nullable=False),
    sa.Column('wrapped_hash_key', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisations'))
    )
    op.create_table('audits',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('subject', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_audits_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audits'))
    )
    op.create_index(op.f('ix_audits_organisation_id'), 'audits', ['organisation_id'], unique=False)
    op.create_table('coaches',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('number_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('takes_alerts', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_coaches_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coaches'))
    )
    op.create_index(op.f('ix_coaches_organisation_id'), 'coaches', ['organisation_id'], unique=False)
    op.create_table('script_versions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('version', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_script_versions_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_script_versions')),
    sa.UniqueConstraint('organisation_id', 'name', 'version', name=op.f('uq_script_versions_organisation_id_name_version'))
    )
    op.create_index(op.f('ix_script_versions_organisation_id'), 'script_versions', ['organisation_id'], unique=False)
    op.create_table('strangers',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('suppressed', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_strangers_organisation_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'hash', name=op.f('pk_strangers'))
    )
    op.create_table('programmes',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('coach_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('settings', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['coach_id'], ['coaches.id'], name=op.f('fk_programmes_coach_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_programmes_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programmes')),
    sa.UniqueConstraint('organisation_id', 'name', name=op.f('uq_programmes_organisation_id_name'))
    )
    op.create_index(op.f('ix_programmes_organisation_id'), 'programmes', ['organisation_id'], unique=False)
    op.create_table('participants',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=False),
    sa.Column('wrapped_key', sa.LargeBinary(), nullable=True),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('zone', sa.String(), nullable=False),
    sa.Column('consent', sa.String(), nullable=False),
    sa.Column('consent_version', sa.Integer(), nullable=False),
    sa.Column('hold', sa.String(), nullable=True),
    sa.Column('hold_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paused_until', sa.Date(), nullable=True),
    sa.Column('rung', sa.Integer(), nullable=False),
    sa.Column('ladder', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('planned_until', sa.Date(), nullable=True),
    sa.Column('crisis_answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_heard_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("consent IN ('invited', 'active', 'stopped')", name=op.f('ck_participants_consent')),
    sa.CheckConstraint("hold IN ('crisis', 'take_over', 'unclear_stop')", name=op.f('ck_participants_hold')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_participants_organisation_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_participants_programme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participants'))
    )
    op.create_index(op.f('ix_participants_organisation_id'), 'participants', ['organisation_id'], unique=False)
    op.create_index('ix_participants_planned', 'participants', ['planned_until', 'consent'], unique=False)
    op.create_index(op.f('ix_participants_programme_id'), 'participants', ['programme_id'], unique=False)
    op.create_table('alerts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('acknowledged_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('crisis', 'unclear_stop', 'hand', 'quarantine')", name=op.f('ck_alerts_kind')),
    sa.CheckConstraint("state IN ('open', 'acknowledged')", name=op.f('ck_alerts_state')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_alerts_organisation_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_alerts_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alerts'))
    )
    op.create_index(op.f('ix_alerts_organisation_id'), 'alerts', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_alerts_participant_id'), 'alerts', ['participant_id'], unique=False)
    op.create_table('consent_entries',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('change', sa.String(), nullable=False),
    sa.Column('method', sa.String(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('wording_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('entered_by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("change IN ('invited', 'given', 'withdrawn', 'questioned', 'refused')", name=op.f('ck_consent_entries_change')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_consent_entries_organisation_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_consent_entries_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent_entries'))
    )
    op.create_index(op.f('ix_consent_entries_organisation_id'), 'consent_entries', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_consent_entries_participant_id'), 'consent_entries', ['participant_id'], unique=False)
    op.create_table('goals',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('goal_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_goals_organisation_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_goals_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goals'))
    )
    op.create_index(op.f('ix_goals_organisation_id'), 'goals', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_goals_participant_id'), 'goals', ['participant_id'], unique=False)
    op.create_table('inbox',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('carrier_id', sa.String(), nullable=False),
    sa.Column('body_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('cleaned', sa.Boolean(), nullable=False),
    sa.Column('media', sa.Integer(), nullable=False),
    sa.Column('effect', sa.String(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_inbox_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox')),
    sa.UniqueConstraint('organisation_id', 'carrier_id', name=op.f('uq_inbox_organisation_id_carrier_id'))
    )
    op.create_index(op.f('ix_inbox_participant_id'), 'inbox', ['participant_id'], unique=False)
    op.create_table('memories',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('value_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_memories_organisation_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_memories_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_memories')),
    sa.UniqueConstraint('participant_id', 'name', name=op.f('uq_memories_participant_id_name'))
    )
    op.create_index(op.f('ix_memories_organisation_id'), 'memories', ['organisation_id'], unique=False)
    op.create_table('numbers',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.Column('number_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.CheckConstraint("kind IN ('service', 'participant')", name=op.f('ck_numbers_kind')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_numbers_organisation_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_numbers_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_numbers')),
    sa.UniqueConstraint('organisation_id', 'kind', 'hash', name=op.f('uq_numbers_organisation_id_kind_hash'))
    )
    op.create_index(op.f('ix_numbers_organisation_id'), 'numbers', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_numbers_participant_id'), 'numbers', ['participant_id'], unique=False)
    op.create_index('uq_numbers_service_hash', 'numbers', ['hash'], unique=True, postgresql_where=sa.text("kind = 'service'"))
    op.create_table('steps',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('goal_id', sa.Uuid(), nullable=False),
    sa.Column('step_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('cue_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('days', sa.String(), nullable=False),
    sa.Column('opens', sa.Time(), nullable=False),
    sa.Column('deadline', sa.Time(), nullable=False),
    sa.Column('closes', sa.Time(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('window', 'moment')", name=op.f('ck_steps_kind')),
    sa.ForeignKeyConstraint(['goal_id'], ['goals.id'], name=op.f('fk_steps_goal_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_steps_organisation_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_steps_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_steps'))
    )
    op.create_index(op.f('ix_steps_organisation_id'), 'steps', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_steps_participant_id'), 'steps', ['participant_id'], unique=False)
    op.create_index('uq_steps_current', 'steps', ['participant_id'], unique=True, postgresql_where=sa.text('ended_at IS NULL'))
    op.create_table('chances',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('step_id', sa.Uuid(), nullable=False),
    sa.Column('local_date', sa.Date(), nullable=False),
    sa.Column('slot', sa.Integer(), nullable=False),
    sa.Column('zone', sa.String(), nullable=False),
    sa.Column('opens', sa.Time(), nullable=False),
    sa.Column('deadline', sa.Time(), nullable=False),
    sa.Column('closes', sa.Time(), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deadline_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('plan', sa.String(), nullable=False),
    sa.Column('probability', sa.Double(), nullable=False),
    sa.CheckConstraint("outcome IN ('open', 'attempted', 'imagined', 'skipped', 'missed')", name=op.f('ck_chances_outcome')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_chances_participant_id')),
    sa.ForeignKeyConstraint(['step_id'], ['steps.id'], name=op.f('fk_chances_step_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chances')),
    sa.UniqueConstraint('participant_id', 'step_id', 'local_date', 'slot', name=op.f('uq_chances_participant_id_step_id_local_date_slot'))
    )
    op.create_index(op.f('ix_chances_participant_id'), 'chances', ['participant_id'], unique=False)
    op.create_table('attempts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('chance_id', sa.Uuid(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('what_i_did_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('missing_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("label IN ('prompted', 'unprompted')", name=op.f('ck_attempts_label')),
    sa.CheckConstraint("outcome IN ('attempted', 'imagined', 'skipped', 'missed')", name=op.f('ck_attempts_outcome')),
    sa.ForeignKeyConstraint(['chance_id'], ['chances.id'], name=op.f('fk_attempts_chance_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_attempts_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempts')),
    sa.UniqueConstraint('chance_id', name=op.f('uq_attempts_chance_id'))
    )
    op.create_index(op.f('ix_attempts_participant_id'), 'attempts', ['participant_id'], unique=False)
    op.create_table('nudges',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('chance_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('occurrence', sa.String(), nullable=False),
    sa.Column('script', sa.String(), nullable=False),
    sa.Column('local_date', sa.Date(), nullable=False),
    sa.Column('wall', sa.Time(), nullable=False),
    sa.Column('zone', sa.String(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('invitation', 'prompt', 'recap', 'follow_up')", name=op.f('ck_nudges_kind')),
    sa.CheckConstraint("state IN ('planned', 'sent', 'withheld', 'cancelled', 'quarantined')", name=op.f('ck_nudges_state')),
    sa.ForeignKeyConstraint(['chance_id'], ['chances.id'], name=op.f('fk_nudges_chance_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_nudges_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nudges')),
    sa.UniqueConstraint('participant_id', 'occurrence', name=op.f('uq_nudges_participant_id_occurrence'))
    )
    op.create_index(op.f('ix_nudges_chance_id'), 'nudges', ['chance_id'], unique=False)
    op.create_index('ix_nudges_due', 'nudges', ['due_at'], unique=False, postgresql_where=sa.text("state = 'planned'"))
    op.create_index(op.f('ix_nudges_participant_id'), 'nudges', ['participant_id'], unique=False)
    op.create_table('conversations',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('script_version_id', sa.Uuid(), nullable=False),
    sa.Column('chance_id', sa.Uuid(), nullable=True),
    sa.Column('attempt_id', sa.Uuid(), nullable=True),
    sa.Column('state_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("status IN ('open', 'ended')", name=op.f('ck_conversations_status')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempts.id'], name=op.f('fk_conversations_attempt_id')),
    sa.ForeignKeyConstraint(['chance_id'], ['chances.id'], name=op.f('fk_conversations_chance_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_conversations_participant_id')),
    sa.ForeignKeyConstraint(['script_version_id'], ['script_versions.id'], name=op.f('fk_conversations_script_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversations'))
    )
    op.create_index('ix_conversations_expiring', 'conversations', ['expires_at'], unique=False, postgresql_where=sa.text("status = 'open'"))
    op.create_index(op.f('ix_conversations_participant_id'), 'conversations', ['participant_id'], unique=False)
    op.create_index('uq_conversations_open', 'conversations', ['participant_id'], unique=True, postgresql_where=sa.text("status = 'open'"))
    op.create_table('decisions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('nudge_id', sa.Uuid(), nullable=True),
    sa.Column('verdict', sa.String(), nullable=False),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('inputs', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('sentence_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['nudge_id'], ['nudges.id'], name=op.f('fk_decisions_nudge_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_decisions_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decisions'))
    )
    op.create_index('ix_decisions_person', 'decisions', ['participant_id', 'at'], unique=False)
    op.create_table('outbox_messages',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=True),
    sa.Column('coach_id', sa.Uuid(), nullable=True),
    sa.Column('conversation_id', sa.Uuid(), nullable=True),
    sa.Column('nudge_id', sa.Uuid(), nullable=True),
    sa.Column('chance_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('body_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('body_hash', sa.LargeBinary(), nullable=False),
    sa.Column('segments', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('consent_version', sa.Integer(), nullable=False),
    sa.Column('claim', sa.Uuid(), nullable=True),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('carrier_id', sa.String(), nullable=True),
    sa.Column('carrier_status', sa.String(), nullable=True),
    sa.Column('error_code', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('reply', 'confirmation', 'crisis', 'alert', 'invitation', 'prompt', 'recap', 'follow_up')", name=op.f('ck_outbox_messages_kind')),
    sa.CheckConstraint("state IN ('due', 'claimed', 'calling', 'sent', 'failed', 'in_doubt', 'not_sent', 'withheld', 'abandoned')", name=op.f('ck_outbox_messages_state')),
    sa.ForeignKeyConstraint(['chance_id'], ['chances.id'], name=op.f('fk_outbox_messages_chance_id')),
    sa.ForeignKeyConstraint(['coach_id'], ['coaches.id'], name=op.f('fk_outbox_messages_coach_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_outbox_messages_conversation_id')),
    sa.ForeignKeyConstraint(['nudge_id'], ['nudges.id'], name=op.f('fk_outbox_messages_nudge_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_outbox_messages_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_messages')),
    sa.UniqueConstraint('token', name=op.f('uq_outbox_messages_token'))
    )
    op.create_index(op.f('ix_outbox_messages_chance_id'), 'outbox_messages', ['chance_id'], unique=False)
    op.create_index('ix_outbox_messages_doubt', 'outbox_messages', ['called_at'], unique=False, postgresql_where=sa.text("state = 'in_doubt'"))
    op.create_index('ix_outbox_messages_due', 'outbox_messages', ['not_before'], unique=False, postgresql_where=sa.text("state = 'due'"))
    op.create_index('ix_outbox_messages_leased', 'outbox_messages', ['lease_until'], unique=False, postgresql_where=sa.text("state IN ('claimed', 'calling')"))
    op.create_index('ix_outbox_messages_person', 'outbox_messages', ['participant_id', 'created_at'], unique=False)
    op.create_table('turns',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('participant_id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=True),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('heard_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('said_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_turns_conversation_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_turns_participant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_turns'))
    )
    op.create_index(op.f('ix_turns_conversation_id'), 'turns', ['conversation_id'], unique=False)
    op.create_index('ix_turns_thread', 'turns', ['participant_id', 'at'], unique=False)
    op.create_table('delivery_events',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('outbox_message_id', sa.Uuid(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('error_code', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['outbox_message_id'], ['outbox_messages.id'], name=op.f('fk_delivery_events_outbox_message_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery_events')),
    sa.UniqueConstraint('outbox_message_id', 'status', 'error_code', name=op.f('uq_delivery_events_outbox_message_id_status_error_code'))
    )
    guard()
    open_narrow_doors()


SCOPE = "current_setting('handrail.organisation', true)::uuid"


def guard() -> None:
    """Force row-level security on every table that belongs to a tenant.

    The app role sees one organisation; the owner, who migrates and owns the narrow
    functions below, is let through by a policy of its own, named on every table.
    """
    connection = op.get_bind()
    app = connection.scalar(
        sa.text("SELECT count(*) FROM pg_roles WHERE rolname = 'handrail_app'")
    )
    if not app:
        raise RuntimeError(
            "the role handrail_app is missing: as a superuser run"
            " CREATE ROLE handrail_app LOGIN PASSWORD '...' (docs/howto/deployment.md)"
        )
    tables = sa.inspect(connection).get_table_names()
    for table in sorted(set(tables) - {"alembic_version", "clock_offsets"}):
        tenant = "id" if table == "organisations" else "organisation_id"
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (true)")
        op.execute(
            f"CREATE POLICY tenant ON {table} TO handrail_app"
            f" USING ({tenant} = {SCOPE}) WITH CHECK ({tenant} = {SCOPE})"
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO handrail_app")
    # What was done to whom is only ever added to.
    op.execute("REVOKE UPDATE, DELETE ON audits FROM handrail_app")
    op.execute("INSERT INTO clock_offsets (id, ahead) VALUES (true, '0')")
    op.execute("GRANT SELECT ON clock_offsets TO handrail_app")


DUE = """
    CREATE FUNCTION {name}(most int) RETURNS TABLE (organisation uuid, item uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT organisation_id, id FROM {source} LIMIT most
    $$
"""
DUE_SOURCES = {
    "handrail_due_messages": (
        "outbox_messages WHERE state = 'due' AND not_before <= handrail_now()"
        " ORDER BY not_before"
    ),
    "handrail_lost_claims": (
        # Leases run on the real clock: moving the demo's clock frees no claim.
        "outbox_messages WHERE state IN ('claimed', 'calling')"
        " AND lease_until < now() ORDER BY lease_until"
    ),
    "handrail_doubts": "outbox_messages WHERE state = 'in_doubt' ORDER BY called_at",
    "handrail_due_nudges": (
        "nudges WHERE state = 'planned' AND due_at <= handrail_now() ORDER BY due_at"
    ),
    "handrail_idle_conversations": (
        "conversations WHERE status = 'open' AND expires_at <= handrail_now()"
        " ORDER BY expires_at"
    ),
    "handrail_unplanned": (
        "participants WHERE consent = 'active' AND (planned_until IS NULL"
        " OR planned_until < (handrail_now() AT TIME ZONE 'UTC')::date + 2)"
        " ORDER BY planned_until NULLS FIRST"
    ),
}


def open_narrow_doors() -> None:
    """Make the only questions that may be asked across organisations."""
    op.execute("""
        CREATE FUNCTION handrail_now() RETURNS timestamptz
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT now() + ahead FROM clock_offsets
        $$
    """)
    op.execute("""
        CREATE FUNCTION handrail_whose_number(sought bytea) RETURNS uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT organisation_id FROM numbers WHERE kind = 'service' AND hash = sought
        $$
    """)
    op.execute("""
        CREATE FUNCTION handrail_whose_message(sought text) RETURNS uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT organisation_id FROM outbox_messages WHERE token = sought
        $$
    """)
    op.execute("""
        CREATE FUNCTION handrail_organisations() RETURNS SETOF uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT id FROM organisations ORDER BY created_at, id
        $$
    """)
    for name, source in DUE_SOURCES.items():
        op.execute(DUE.format(name=name, source=source))
    doors = [
        "handrail_whose_number(bytea)",
        "handrail_whose_message(text)",
        "handrail_organisations()",
        *(f"{name}(int)" for name in DUE_SOURCES),
    ]
    for door in doors:
        op.execute(f"REVOKE EXECUTE ON FUNCTION {door} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {door} TO handrail_app")
