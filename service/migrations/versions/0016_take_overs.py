"""A coach takes a conversation over: take-overs, handlings, notes, what is read.

Only adds (expand): the code of 0013 goes on beside it, and sends a coach's own words
like any other message that waits for nobody.

Revision ID: 0016
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None

SCOPE = "current_setting('handrail.organisation', true)::uuid"
TABLES = ("take_overs", "handlings", "notes", "readings")
BEFORE = "kind IN ('reply', 'answer', 'confirmation', 'crisis', 'alert')"
URGENT = "kind IN ('reply', 'answer', 'confirmation', 'crisis', 'alert', 'personal')"
KINDS = (
    *("reply", "confirmation", "crisis", "alert", "invitation", "prompt", "recap"),
    *("follow_up", "call", "answer", "personal"),
)


def upgrade() -> None:
    _take_overs()
    _minding()
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (true)")
        op.execute(
            f"CREATE POLICY tenant ON {table} TO handrail_app"
            f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO handrail_app")
    _personal()
    _door()


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _id(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _hangs(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return (
        sa.ForeignKeyConstraint(["participant_id"], ["participants.id"], name=op.f(f"fk_{table}_participant_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f(f"fk_{table}_account_id")),
    )


def _take_overs() -> None:
    op.create_table(
        "take_overs",
        *(_id(name) for name in ("id", "organisation_id", "participant_id", "account_id")),
        _at("began_at"),
        _at("ends_at"),
        _at("ended_at", nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.CheckConstraint("ended_by IN ('clock', 'coach', 'taken')", name=op.f("ck_take_overs_ended_by")),
        *_hangs("take_overs"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_take_overs")),
    )
    still = sa.text("ended_at IS NULL")
    op.create_index("uq_take_overs_open", "take_overs", ["participant_id"], unique=True, postgresql_where=still)
    op.create_index("ix_take_overs_ends", "take_overs", ["ends_at"], postgresql_where=still)
    op.create_index("ix_take_overs_person", "take_overs", ["participant_id", "began_at"])


def _minding() -> None:
    op.create_table(
        "handlings",
        _id("participant_id"),
        _id("organisation_id"),
        _id("account_id", nullable=True),
        _at("snoozed_until", nullable=True),
        _at("snoozed_at", nullable=True),
        _at("settled_at", nullable=True),
        *_hangs("handlings"),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_handlings")),
    )
    op.create_table(
        "notes",
        *(_id(name) for name in ("id", "organisation_id", "participant_id", "account_id")),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        _at("at"),
        *_hangs("notes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index("ix_notes_person", "notes", ["participant_id", "at"])
    op.create_table(
        "readings",
        *(_id(name) for name in ("participant_id", "account_id", "organisation_id")),
        _at("read_at"),
        *_hangs("readings"),
        sa.PrimaryKeyConstraint("participant_id", "account_id", name=op.f("pk_readings")),
    )
    # The last word of each person, for the inbox: read from the index alone.
    op.create_index("ix_inbox_person", "inbox", ["participant_id", "received_at"])
    op.drop_index(op.f("ix_inbox_participant_id"), table_name="inbox")


def _personal() -> None:
    """Let a coach's own words be a kind of message, one that waits for nobody."""
    name = op.f("ck_outbox_messages_kind")
    op.drop_constraint(name, "outbox_messages", type_="check")
    listed = ", ".join(f"'{kind}'" for kind in KINDS)
    op.create_check_constraint(name, "outbox_messages", f"kind IN ({listed})")
    for index, which in (("urgent", URGENT), ("due", f"NOT {URGENT}")):
        op.drop_index(f"ix_outbox_messages_{index}", table_name="outbox_messages")
        op.create_index(
            f"ix_outbox_messages_{index}",
            "outbox_messages",
            ["organisation_id", "not_before"],
            postgresql_where=sa.text(f"state = 'due' AND {which}"),
        )
    for door in ("urgent_messages", "other_messages"):
        stands = f"SELECT pg_get_functiondef('handrail_{door}(int)'::regprocedure)"
        words = op.get_bind().execute(sa.text(stands)).scalar_one()
        op.get_bind().exec_driver_sql(words.replace(BEFORE, URGENT).replace("%", "%%"))


def _door() -> None:
    op.execute("""
        CREATE FUNCTION handrail_take_overs_due(most int)
        RETURNS TABLE (organisation uuid, item uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT organisation_id, id FROM take_overs WHERE ended_at IS NULL
            AND ends_at <= handrail_now() ORDER BY ends_at LIMIT most
        $$
    """)
    door = "handrail_take_overs_due(int)"
    op.execute(f"REVOKE EXECUTE ON FUNCTION {door} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {door} TO handrail_app")
