"""The browsers an account came in from whole; exports are counted.

Tries from a known browser have a share of the hundred of their own. Only adds (expand).

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

TABLE = "known_devices"
IDS = ("id", "organisation_id", "account_id", "session_id")
SCOPE = "current_setting('handrail.organisation', true)::uuid"
KINDS = "kind IN ('password', 'code', 'reset', 'export', 'known')"
# Whoever tries has no organisation yet: only whether the two belong together is told.
# One from which nobody came in for a season is as good as new.
KNOWN = """SELECT EXISTS (SELECT 1 FROM known_devices d JOIN accounts a ON a.id = d.account_id
    WHERE d.hash = ANY(browsers) AND a.email_hash = tried AND a.ended_at IS NULL
    AND d.seen_at > handrail_now() - interval '90 days')"""


def upgrade() -> None:
    name = op.f("ck_sign_ins_kind")
    op.drop_constraint(name, "sign_ins")
    op.create_check_constraint(name, "sign_ins", KINDS)
    op.create_table(
        TABLE,
        *(sa.Column(one, sa.Uuid(), nullable=False) for one in IDS),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_known_devices_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_devices")),
        sa.UniqueConstraint("hash", name=op.f("uq_known_devices_hash")),
    )
    op.create_index(op.f("ix_known_devices_account_id"), TABLE, ["account_id"])
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY owner ON {TABLE} TO CURRENT_USER USING (true)")
    op.execute(
        f"CREATE POLICY tenant ON {TABLE} TO handrail_app"
        f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLE} TO handrail_app")
    op.execute(f"""
        CREATE FUNCTION handrail_known_device(browsers bytea[], tried bytea) RETURNS boolean
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ {KNOWN} $$
    """)
    op.execute("REVOKE EXECUTE ON FUNCTION handrail_known_device(bytea[], bytea) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION handrail_known_device(bytea[], bytea) TO handrail_app")
