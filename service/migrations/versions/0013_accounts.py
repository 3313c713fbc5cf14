"""Accounts of the console: second factors, sessions, one-time links, sign-ins, letters.

Only adds (expand): the code of 0012 goes on beside it.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SCOPE = "current_setting('handrail.organisation', true)::uuid"
TABLES = ("accounts", "factors", "letters", "passes", "sessions", "sign_ins", "spare_codes")
NOW = "handrail_now()"


def upgrade() -> None:
    _accounts()
    _factors()
    _sessions()
    _passes()
    _sign_ins()
    _letters()
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (true)")
        op.execute(
            f"CREATE POLICY tenant ON {table} TO handrail_app"
            f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO handrail_app")
    _doors()


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def _accounts() -> None:
    op.create_table('accounts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('email_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('email_hash', sa.LargeBinary(), nullable=False),
    sa.Column('password_hash', sa.String(), nullable=True),
    sa.Column('coach_id', sa.Uuid(), nullable=True),
    _at('created_at'),
    _at('ended_at', nullable=True),
    _one_of('accounts', 'role', 'owner', 'coach', 'viewer'),
    sa.ForeignKeyConstraint(['coach_id'], ['coaches.id'], name=op.f('fk_accounts_coach_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_accounts_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accounts'))
    )
    op.create_index(op.f('ix_accounts_organisation_id'), 'accounts', ['organisation_id'])
    op.create_index('uq_accounts_email_hash', 'accounts', ['email_hash'], unique=True, postgresql_where=sa.text('ended_at IS NULL'))


def _factors() -> None:
    op.create_table('factors',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('secret_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('counter', sa.BigInteger(), nullable=False),
    _at('added_at'),
    _at('confirmed_at', nullable=True),
    _at('used_at', nullable=True),
    _one_of('factors', 'kind', 'totp', 'passkey'),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_factors_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_factors'))
    )
    op.create_index(op.f('ix_factors_account_id'), 'factors', ['account_id'])
    op.create_table('spare_codes',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    _at('used_at', nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_spare_codes_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spare_codes')),
    sa.UniqueConstraint('account_id', 'hash', name=op.f('uq_spare_codes_account_id_hash'))
    )


def _sessions() -> None:
    op.create_table('sessions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.Column('owes', sa.String(), nullable=False),
    sa.Column('device', sa.String(), nullable=False),
    sa.Column('demo', sa.Boolean(), nullable=False),
    _at('begun_at'),
    _at('seen_at'),
    _at('proved_at', nullable=True),
    sa.Column('challenge', sa.LargeBinary(), nullable=True),
    _at('challenged_at', nullable=True),
    _one_of('sessions', 'owes', 'code', 'factor', 'nothing'),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_sessions_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sessions')),
    sa.UniqueConstraint('hash', name=op.f('uq_sessions_hash'))
    )
    op.create_index(op.f('ix_sessions_account_id'), 'sessions', ['account_id'])
    op.create_index(op.f('ix_sessions_seen_at'), 'sessions', ['seen_at'])


def _passes() -> None:
    op.create_table('passes',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('coach_id', sa.Uuid(), nullable=True),
    sa.Column('role', sa.String(), nullable=True),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('email_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('email_hash', sa.LargeBinary(), nullable=True),
    sa.Column('made_by', sa.String(), nullable=False),
    _at('made_at'),
    _at('expires_at'),
    _at('used_at', nullable=True),
    _at('withdrawn_at', nullable=True),
    _one_of('passes', 'kind', 'first', 'joining', 'reset', 'demo'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passes')),
    sa.UniqueConstraint('hash', name=op.f('uq_passes_hash'))
    )
    op.create_index(op.f('ix_passes_organisation_id'), 'passes', ['organisation_id'])
    op.create_index(op.f('ix_passes_expires_at'), 'passes', ['expires_at'])


def _sign_ins() -> None:
    op.create_table('sign_ins',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.LargeBinary(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    _at('at'),
    _one_of('sign_ins', 'kind', 'password', 'code', 'reset'),
    _one_of('sign_ins', 'outcome', 'asked', 'wrong', 'right'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_ins'))
    )
    op.create_index('ix_sign_ins_counted', 'sign_ins', ['organisation_id', 'key', 'kind', 'at'])
    op.create_index(op.f('ix_sign_ins_at'), 'sign_ins', ['at'])


def _letters() -> None:
    op.create_table('letters',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('to_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    _at('not_before'),
    _at('expires_at'),
    _one_of('letters', 'state', 'due', 'sending', 'failed', 'void'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letters'))
    )
    op.create_index('ix_letters_due', 'letters', ['not_before'], postgresql_where=sa.text("state = 'due'"))


FOUND = "TABLE (organisation uuid, item uuid)"
# What nobody asks for any more. A session lasts 12 hours at the very most.
WORN_OUT = " UNION ALL ".join(
    f"SELECT organisation_id, id FROM {table} WHERE {when}"
    for table, when in (
        ("sign_ins", f"at < {NOW} - interval '1 day'"),
        ("sessions", f"seen_at < {NOW} - interval '12 hours'"),
        ("passes", f"expires_at < {NOW} - interval '7 days'"),
        ("letters", f"expires_at < {NOW}"),
        ("factors", f"confirmed_at IS NULL AND added_at < {NOW} - interval '1 day'"),
    )
)
DOORS = {
    "whose_account(sought bytea)": (
        FOUND,
        "SELECT organisation_id, id FROM accounts WHERE email_hash = sought AND ended_at IS NULL",
    ),
    "whose_session(sought bytea)": (FOUND, "SELECT organisation_id, id FROM sessions WHERE hash = sought"),
    "whose_pass(sought bytea)": (FOUND, "SELECT organisation_id, id FROM passes WHERE hash = sought"),
    # The demo's account, which has no password, is none.
    "first_account()": (
        "uuid",
        "SELECT id FROM accounts WHERE password_hash IS NOT NULL ORDER BY created_at LIMIT 1",
    ),
    "letters_due(most int)": (
        FOUND,
        f"SELECT organisation_id, id FROM letters WHERE state = 'due' AND not_before <= {NOW}"
        " ORDER BY not_before LIMIT most",
    ),
    "worn_out(most int)": (FOUND, f"SELECT * FROM ({WORN_OUT}) w LIMIT most"),
}


def _doors() -> None:
    for door, (gives, body) in DOORS.items():
        op.execute(f"""
            CREATE FUNCTION handrail_{door} RETURNS {gives}
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
            AS $$ {body} $$
        """)
        asked = door.replace("sought ", "").replace("most ", "")
        op.execute(f"REVOKE EXECUTE ON FUNCTION handrail_{asked} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION handrail_{asked} TO handrail_app")
