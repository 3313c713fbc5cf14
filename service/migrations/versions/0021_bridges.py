"""A coach calls a person through the service: her own telephone, and each such call.

Only adds (expand): the code of 0020 goes on beside it, and makes no such call.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

SCOPE = "current_setting('handrail.organisation', true)::uuid"
TABLES = ("own_lines", "bridges")


def upgrade() -> None:
    op.create_table(
        "own_lines",
        _id("account_id"),
        _id("organisation_id"),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=True),
        _at("confirmed_at", nullable=True),
        sa.Column("asked_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        _id("message_id", nullable=True),
        _at("asked_at", nullable=True),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        _hangs("own_lines", "account_id", "accounts"),
        _hangs("own_lines", "message_id", "outbox_messages"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_own_lines")),
        sa.UniqueConstraint("message_id", name=op.f("uq_own_lines_message_id")),
    )
    op.create_table(
        "bridges",
        *(_id(name) for name in ("id", "organisation_id", "participant_id", "account_id")),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("stated_sealed", sa.LargeBinary(), nullable=True),
        _at("at"),
        _at("through_at", nullable=True),
        sa.Column("ended", sa.String(), nullable=True),
        sa.CheckConstraint("ended IN ('not_taken', 'refused')", name=op.f("ck_bridges_ended")),
        _hangs("bridges", "id", "outbox_messages"),
        _hangs("bridges", "participant_id", "participants"),
        _hangs("bridges", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bridges")),
    )
    op.create_index("ix_bridges_person", "bridges", ["participant_id", "at"])
    op.create_index("ix_bridges_account", "bridges", ["account_id", "at"])
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (true)")
        op.execute(
            f"CREATE POLICY tenant ON {table} TO handrail_app"
            f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO handrail_app")


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _id(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _hangs(table: str, column: str, on: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{on}.id"], name=op.f(f"fk_{table}_{column}"))
