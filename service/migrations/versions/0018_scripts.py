"""Scripts of an organisation's own: who published a version and why, and drafts.

A version may be published again (rolled back to), as a row of its own, so name and hash
are no longer unique. Nothing is taken from the code of 0013, which goes on beside it.

Revision ID: 0018
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None

SCOPE = "current_setting('handrail.organisation', true)::uuid"
TABLE = "script_drafts"


def upgrade() -> None:
    op.add_column("script_versions", sa.Column("by_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("script_versions", sa.Column("note_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("script_versions", sa.Column("again_of", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_script_versions_again_of"), "script_versions", "script_versions", ["again_of"], ["id"]
    )
    op.drop_constraint(op.f("uq_script_versions_organisation_id_name_version"), "script_versions", type_="unique")
    op.create_index(
        "ix_script_versions_named", "script_versions", ["organisation_id", "name", "published_at"]
    )
    op.create_table(TABLE,
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('base_id', sa.Uuid(), nullable=True),
    sa.Column('source_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_script_drafts_organisation_id')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_script_drafts_account_id')),
    sa.ForeignKeyConstraint(['base_id'], ['script_versions.id'], name=op.f('fk_script_drafts_base_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_script_drafts')),
    sa.UniqueConstraint('organisation_id', 'name', 'account_id', name=op.f('uq_script_drafts_organisation_id_name_account_id'))
    )
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY owner ON {TABLE} TO CURRENT_USER USING (true)")
    op.execute(
        f"CREATE POLICY tenant ON {TABLE} TO handrail_app"
        f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLE} TO handrail_app")
