"""A STOP ends the call that rings, and a letter whose worker was lost is taken again.

`hung_up_at` is when the carrier was told to end a call; a letter is held until
`lease_until`, and `losses` counts the workers that died with it. Only adds (expand).

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

# A call of ours that goes on though its person has said no since it was placed: after
# a STOP, or a no to calls, whatever she says next. Whoever answered "stop" in the call
# itself hears that confirmed; a coach who is through to her is cut off by nobody.
# A transaction that waited for her lock wrote a moment before that of the call.
TO_END = """SELECT m.organisation_id, m.id FROM outbox_messages m
    JOIN participants p ON p.id = m.participant_id
    WHERE m.state = 'sent' AND m.carrier_id IS NOT NULL AND m.channel <> 'email'
    AND coalesce(m.carrier_status, 'queued') IN ('accepted', 'scheduled', 'queued',
    'sending', 'sent', 'initiated', 'ringing', 'in-progress')
    AND m.channel = 'call' AND m.hung_up_at IS NULL
    AND m.called_at > handrail_now() - interval '2 hours'
    AND p.consent_version > m.consent_version
    AND (p.wrapped_key IS NULL OR EXISTS (SELECT FROM consent_entries e
    WHERE e.participant_id = p.id AND e.change = 'withdrawn'
    AND e.channel <> 'recording' AND e.at > m.called_at - interval '1 minute'))
    AND NOT EXISTS (SELECT FROM calls c WHERE c.outbox_message_id = m.id
    AND c.state <> 'open')
    AND NOT EXISTS (SELECT FROM bridges b WHERE b.id = m.id
    AND b.through_at IS NOT NULL) ORDER BY m.called_at LIMIT most"""
# One that was taken before there were leases is nobody's any more, or will be soon.
LETTERS = """SELECT organisation_id, id FROM letters WHERE expires_at > handrail_now()
    AND ((state = 'due' AND not_before <= handrail_now())
    OR (state = 'sending' AND losses < 2 AND lease_until < now()))
    ORDER BY not_before LIMIT most"""


def upgrade() -> None:
    op.add_column(
        "outbox_messages", sa.Column("hung_up_at", sa.DateTime(timezone=True))
    )
    op.add_column("letters", sa.Column("lease_until", sa.DateTime(timezone=True)))
    op.add_column(
        "letters", sa.Column("losses", sa.Integer(), server_default="0", nullable=False)
    )
    op.create_index(
        "ix_letters_leased",
        "letters",
        ["lease_until"],
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.execute("UPDATE letters SET lease_until = now() + interval '3 minutes' WHERE state = 'sending'")
    for door, body in (("calls_to_end", TO_END), ("letters_due", LETTERS)):
        op.execute(f"""
            CREATE OR REPLACE FUNCTION handrail_{door}(most int)
            RETURNS TABLE (organisation uuid, item uuid)
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
            AS $$ {body} $$
        """)
        op.execute(f"REVOKE EXECUTE ON FUNCTION handrail_{door}(int) FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION handrail_{door}(int) TO handrail_app")
