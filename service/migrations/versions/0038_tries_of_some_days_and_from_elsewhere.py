"""An export may be of some days and of one person; tries kept elsewhere are brought in.

Only adds (expand): the code before asks for all days of everybody, as it did, and
brings in no tries.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TABLE = "earlier_tries"
SCOPE = "current_setting('handrail.organisation', true)::uuid"
SEALED = ("step", "words", "what_i_did", "missing", "place")
NUMBERS = ("confidence", "fear_expected", "fear_felt")
ONE_OF = {
    "outcome": ("attempted", "imagined", "skipped", "missed"),
    "label": ("prompted", "unprompted", "unknown"),
}


def upgrade() -> None:
    op.add_column("exports", sa.Column("only_id", sa.Uuid()))
    for name in ("since", "until"):
        op.add_column("exports", sa.Column(name, sa.Date()))
    _earlier()


def _earlier() -> None:
    op.create_table(
        TABLE,
        *(
            sa.Column(name, sa.Uuid(), nullable=False)
            for name in ("id", "organisation_id", "participant_id")
        ),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("wall", sa.Time()),
        *(sa.Column(name, sa.String(), nullable=False) for name in ONE_OF),
        *(sa.Column(f"{name}_sealed", sa.LargeBinary()) for name in SEALED),
        *(sa.Column(name, sa.Integer()) for name in NUMBERS),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f(f"fk_{TABLE}_participant_id")
        ),
        *(
            sa.CheckConstraint(
                f"{name} IN ({', '.join(map(repr, values))})", name=op.f(f"ck_{TABLE}_{name}")
            )
            for name, values in ONE_OF.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_person", TABLE, ["participant_id", "local_date"])
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY owner ON {TABLE} TO CURRENT_USER USING (true)")
    op.execute(
        f"CREATE POLICY tenant ON {TABLE} TO handrail_app"
        f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLE} TO handrail_app")
