"""What each programme said, version by version; version 1 is what stands today.

Only adds (expand): the code of before keeps no versions, and what it changes is part of
the next one that is kept.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TABLE = "programme_versions"
IDS = ("id", "organisation_id", "programme_id")
SCOPE = "current_setting('handrail.organisation', true)::uuid"
# As store.programme_versions hashes: what is kept beside a path says nothing.
HASH = """encode(sha256(convert_to(jsonb_build_array(r.name, r.language, r.settings,
    r.path - 'nudges', r.schedule)::text, 'UTF8')), 'hex')"""
# A coach's name stays sealed for the row of coaches that it is copied from: no key is
# at hand here.
FIRST = f"""INSERT INTO {TABLE} (id, organisation_id, programme_id, number, hash, by, at,
    name, language, settings, path, schedule, coach_id, coach_sealed)
    SELECT gen_random_uuid(), r.organisation_id, r.id, 1, {HASH}, '', handrail_now(),
    r.name, r.language, r.settings, r.path, r.schedule, r.coach_id, c.name_sealed
    FROM programmes r JOIN coaches c ON c.id = r.coach_id"""


def upgrade() -> None:
    op.create_table(
        TABLE,
        *(sa.Column(one, sa.Uuid(), nullable=False) for one in IDS),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(one, sa.String(), nullable=False) for one in ("hash", "by")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(one, sa.String(), nullable=False) for one in ("name", "language")),
        sa.Column("settings", postgresql.JSONB(), nullable=False),
        *(sa.Column(one, postgresql.JSONB()) for one in ("path", "schedule")),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("coach_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_programme_versions_organisation_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_programme_versions_programme_id")),
        sa.ForeignKeyConstraint(["coach_id"], ["coaches.id"], name=op.f("fk_programme_versions_coach_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_versions")),
        sa.UniqueConstraint("programme_id", "number", name=op.f("uq_programme_versions_programme_id_number")),
    )
    op.create_index(op.f("ix_programme_versions_organisation_id"), TABLE, ["organisation_id"])
    op.execute(FIRST)
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY owner ON {TABLE} TO CURRENT_USER USING (true)")
    op.execute(
        f"CREATE POLICY tenant ON {TABLE} TO handrail_app"
        f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
    )
    # A version never changes and never goes: whatever the service does.
    op.execute(f"GRANT SELECT, INSERT ON {TABLE} TO handrail_app")
