"""Of each person added up, the weeks she was here: whoever stopped may begin again.

Only adds (expand): the code before it goes on beside it, and what it adds up has no
such weeks. Who stopped more than once is added up anew; whoever is here is so anyway.

Revision ID: 0029
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person_tallies", sa.Column("stays", postgresql.JSONB(), nullable=True))
    op.execute("""
        UPDATE person_tallies t SET added_up_at = p.last_heard_at - interval '1 second'
        FROM participants p WHERE p.id = t.participant_id AND p.consent = 'stopped'
        AND p.last_heard_at <= t.added_up_at AND (SELECT count(*) FROM consent_entries c
            WHERE c.participant_id = p.id AND c.change = 'given'
            AND c.channel NOT IN ('call', 'recording')) > 1
    """)
