"""Results added up beforehand; exports, erasures, retention, and who looked at whom.

Only adds (expand): the code of 0013 goes on beside it.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

SCOPE = "current_setting('handrail.organisation', true)::uuid"
TABLES = (
    "erasures",
    "export_pieces",
    "exports",
    "looks",
    "person_tallies",
    "retentions",
    "week_tallies",
)
NOW = "handrail_now()"


def upgrade() -> None:
    _tallies()
    _exports()
    _rights()
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (true)")
        op.execute(
            f"CREATE POLICY tenant ON {table} TO handrail_app"
            f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO handrail_app")
    op.create_index("ix_audits_newest", "audits", ["organisation_id", "at", "id"])
    op.create_index("ix_audits_subject", "audits", ["organisation_id", "subject", "at"])
    _doors()


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _id(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _whole(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def _of_a_person(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_participant_id")
    return sa.ForeignKeyConstraint(["participant_id"], ["participants.id"], name=name)


def _tallies() -> None:
    op.create_table(
        "person_tallies",
        _id("participant_id"),
        _id("organisation_id"),
        _at("added_up_at"),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("first_try_on", sa.Date(), nullable=True),
        sa.Column("first_try_days", sa.Integer(), nullable=True),
        sa.Column("lapses", JSONB(), nullable=False),
        _of_a_person("person_tallies"),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_person_tallies")),
    )
    op.create_table(
        "week_tallies",
        _id("participant_id"),
        sa.Column("week", sa.Date(), nullable=False),
        _id("organisation_id"),
        *_whole("known", "tries", "own_n", "own_tries"),
        sa.Column("draws", JSONB(), nullable=False),
        *_whole("prompts", "messages"),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        _of_a_person("week_tallies"),
        sa.PrimaryKeyConstraint("participant_id", "week", name=op.f("pk_week_tallies")),
    )
    op.create_index("ix_week_tallies_week", "week_tallies", ["organisation_id", "week"])


def _exports() -> None:
    op.create_table(
        "exports",
        _id("id"),
        _id("organisation_id"),
        _id("account_id"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        _id("programme_id", nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        _id("cursor", nullable=True),
        *_whole("total", "done", "mistakes"),
        _at("asked_at"),
        _at("ended_at", nullable=True),
        _at("expires_at"),
        _one_of("exports", "kind", "people", "attempts"),
        _one_of("exports", "form", "csv", "json"),
        _one_of("exports", "state", "working", "done", "cancelled"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_exports_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    for column in ("organisation_id", "account_id", "expires_at"):
        op.create_index(op.f(f"ix_exports_{column}"), "exports", [column])
    op.create_table(
        "export_pieces",
        _id("id"),
        _id("organisation_id"),
        _id("export_id"),
        sa.Column("kind", sa.String(), nullable=False),
        *_whole("number"),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        _one_of("export_pieces", "kind", "data", "mistakes"),
        sa.ForeignKeyConstraint(
            ["export_id"], ["exports.id"], name=op.f("fk_export_pieces_export_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_pieces")),
        sa.UniqueConstraint(
            "export_id", "kind", "number", name=op.f("uq_export_pieces_export_id_kind_number")
        ),
    )


def _rights() -> None:
    op.create_table(
        "erasures",
        _id("participant_id"),
        _id("organisation_id"),
        sa.Column("asked_by", sa.String(), nullable=False),
        _at("asked_at"),
        _at("not_before"),
        *_whole("left_over", "tries"),
        _at("done_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_erasures_organisation_id")
        ),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_erasures")),
    )
    op.create_index(op.f("ix_erasures_organisation_id"), "erasures", ["organisation_id"])
    op.create_index("ix_erasures_due", "erasures", ["not_before"])
    op.create_table(
        "retentions",
        _id("participant_id"),
        _id("organisation_id"),
        _at("words_at", nullable=True),
        _at("recordings_at", nullable=True),
        *_whole("took"),
        _of_a_person("retentions"),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_retentions")),
    )
    op.create_table(
        "looks",
        _id("account_id"),
        _id("participant_id"),
        _at("hour"),
        _id("organisation_id"),
        _at("at"),
        sa.PrimaryKeyConstraint("account_id", "participant_id", "hour", name=op.f("pk_looks")),
    )
    op.create_index("ix_looks_newest", "looks", ["organisation_id", "at"])


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
        ("exports", f"expires_at < {NOW}"),
    )
)
CONTACT = "greatest(p.last_heard_at, p.created_at)"


def _over(setting: str, done: str) -> str:
    """Say that the time of a programme's setting is over, and that was not seen to."""
    days = f"r.settings ->> '{setting}'"
    over = f"{CONTACT} + ({days})::int * interval '1 day' < {NOW}"
    return (
        f"(CASE WHEN {days} ~ '^[0-9]+$' THEN {over} ELSE false END"
        f" AND (k.{done} IS NULL OR k.{done} < {CONTACT}))"
    )


# She spoke since it was added up last, or some hours went by in which chances closed.
STALE = (
    f"t.added_up_at IS NULL OR (p.consent = 'active' AND t.added_up_at < {NOW} -"
    " interval '6 hours') OR (p.last_heard_at > t.added_up_at AND t.added_up_at <"
    f" {NOW} - interval '1 minute')"
)
DOORS = {
    "worn_out": f"SELECT * FROM ({WORN_OUT}) w LIMIT most",
    "to_add_up": "SELECT p.organisation_id, p.id FROM participants p"
    " LEFT JOIN person_tallies t ON t.participant_id = p.id"
    f" WHERE p.wrapped_key IS NOT NULL AND p.consent <> 'invited' AND ({STALE})"
    " ORDER BY t.added_up_at NULLS FIRST LIMIT most",
    "exports_due": "SELECT organisation_id, id FROM exports WHERE state = 'working'"
    f" AND expires_at > {NOW} ORDER BY asked_at LIMIT most",
    "erasures_due": "SELECT organisation_id, participant_id FROM erasures"
    f" WHERE done_at IS NULL AND not_before <= {NOW} ORDER BY not_before LIMIT most",
    "kept_long_enough": "SELECT p.organisation_id, p.id FROM participants p"
    " JOIN programmes r ON r.id = p.programme_id"
    " LEFT JOIN retentions k ON k.participant_id = p.id"
    " WHERE p.wrapped_key IS NOT NULL AND"
    f" ({_over('keep_words', 'words_at')} OR {_over('keep_recordings', 'recordings_at')})"
    " LIMIT most",
}


def _doors() -> None:
    for door, body in DOORS.items():
        op.execute(f"""
            CREATE OR REPLACE FUNCTION handrail_{door}(most int) RETURNS {FOUND}
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
            AS $$ {body} $$
        """)
        op.execute(f"REVOKE EXECUTE ON FUNCTION handrail_{door}(int) FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION handrail_{door}(int) TO handrail_app")
