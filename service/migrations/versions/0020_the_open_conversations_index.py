"""A person's open conversation is found by her own index, whatever the tables hold.

PostgreSQL, which plans a statement once for a connection, took the index of what expires
in an organisation when few conversations were open then: at each text and each nudge it
read all that were open, and in the fullest minute those are tens of thousands. It may
take that index now only where the words say when a conversation expires.

Only an index and the one door that needs it: the code of 0013 goes on beside it.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INDEX, TABLE = "ix_conversations_expiring", "conversations"
OPEN = "status = 'open'"
EXPIRING = f"{OPEN} AND expires_at > '-infinity'"
DOOR = "SELECT pg_get_functiondef('handrail_idle_conversations'::regproc)"


def upgrade() -> None:
    door = op.get_bind().scalar(sa.text(DOOR))
    named = door.replace(f"t.{OPEN}", f"t.{OPEN} AND t.expires_at > '-infinity'")
    if named == door:
        raise LookupError("the door of idle conversations is not as 0012 made it")
    op.get_bind().exec_driver_sql(named.replace("%", "%%"))
    op.drop_index(INDEX, table_name=TABLE)
    op.create_index(INDEX, TABLE, ["organisation_id", "expires_at"], postgresql_where=sa.text(EXPIRING))
