"""Texts that never reached us are asked for: until when each number has been heard.

Only adds (expand): the code of 0008 goes on beside it, and asks for nothing.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("numbers", sa.Column("heard_until", sa.DateTime(timezone=True), nullable=True))
    op.execute("""
        CREATE FUNCTION handrail_numbers_to_hear(most int)
        RETURNS TABLE (organisation uuid, item uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT organisation_id, id FROM numbers WHERE kind = 'service'
            AND (heard_until IS NULL OR heard_until < handrail_now() - interval '90 seconds')
            ORDER BY heard_until NULLS FIRST LIMIT most
        $$
    """)
    door = "handrail_numbers_to_hear(int)"
    op.execute(f"REVOKE EXECUTE ON FUNCTION {door} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {door} TO handrail_app")
