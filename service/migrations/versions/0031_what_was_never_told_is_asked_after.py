"""What the carrier took, and never told the end of, is asked after by its name.

A callback that is lost took the end of a call or a text with it for good, and a
recording of which no report came stayed at the carrier unheard. Only adds (expand).

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

UNTOLD = (
    "state = 'sent' AND carrier_id IS NOT NULL AND channel <> 'email' AND"
    " coalesce(carrier_status, 'queued') IN ('accepted', 'scheduled', 'queued',"
    " 'sending', 'sent', 'initiated', 'ringing', 'in-progress')"
)
CALLS = "state IN ('open', 'talked', 'hung_up')"
# Asked at first when it should be over, then each time after as long again.
MESSAGES = f"""SELECT organisation_id, id FROM outbox_messages m WHERE {UNTOLD}
    AND called_at BETWEEN handrail_now() - interval '8 hours'
    AND handrail_now() - CASE channel WHEN 'call' THEN interval '6 minutes'
    ELSE interval '30 minutes' END
    AND (asked_at IS NULL OR handrail_now() - asked_at > asked_at - called_at)
    AND (channel = 'call' OR EXISTS (SELECT 1 FROM delivery_events e
    WHERE e.outbox_message_id = m.id)) ORDER BY called_at LIMIT most"""
RUNNING = """SELECT organisation_id, id FROM calls WHERE state IN
    ('open', 'talked', 'hung_up') AND began_at > handrail_now() - interval '1 day'
    AND CASE state WHEN 'open' THEN
    began_at < handrail_now() - interval '6 minutes' AND (asked_at IS NULL
    OR handrail_now() - asked_at > asked_at - began_at)
    ELSE ended_at < handrail_now() - interval '2 minutes'
    AND (asked_at IS NULL OR asked_at < ended_at + interval '2 minutes') END
    ORDER BY began_at LIMIT most"""


def upgrade() -> None:
    for table in ("outbox_messages", "calls"):
        op.add_column(table, sa.Column("asked_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_outbox_messages_untold",
        "outbox_messages",
        ["called_at"],
        postgresql_where=sa.text(UNTOLD),
    )
    op.create_index(
        "ix_calls_asked", "calls", ["began_at"], postgresql_where=sa.text(CALLS)
    )
    for door, body in (("untold_messages", MESSAGES), ("untold_calls", RUNNING)):
        op.execute(f"""
            CREATE FUNCTION handrail_{door}(most int)
            RETURNS TABLE (organisation uuid, item uuid)
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
            AS $$ {body} $$
        """)
        op.execute(f"REVOKE EXECUTE ON FUNCTION handrail_{door}(int) FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION handrail_{door}(int) TO handrail_app")
