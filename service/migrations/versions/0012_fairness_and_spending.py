"""Fair doors, what may be spent, rows that break, and a person's word on a doubt.

Only adds, and makes doors anew that answer as before in another order: the code of
0009 goes on beside it.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SCOPE = "current_setting('handrail.organisation', true)::uuid"
URGENT = "kind IN ('reply', 'answer', 'confirmation', 'crisis', 'alert')"


def upgrade() -> None:
    _columns()
    _tables()
    _indexes()
    for name, body in DOORS.items():
        door = f"handrail_{name}(int)"
        op.execute(f"""
            CREATE OR REPLACE FUNCTION handrail_{name}(most int)
            RETURNS TABLE (organisation uuid, item uuid)
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
            AS $$ {body} $$
        """)
        op.execute(f"REVOKE EXECUTE ON FUNCTION {door} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {door} TO handrail_app")


def _columns() -> None:
    # Whom an organisation reaches today it reaches tomorrow: the countries of its people.
    op.add_column("organisations", sa.Column("limits", JSONB(), nullable=False, server_default="{}"))
    op.execute("""
        UPDATE organisations o SET limits = jsonb_build_object('countries', c.countries)
        FROM (SELECT p.id, to_jsonb(array_agg(DISTINCT n.country ORDER BY n.country)) AS countries
            FROM organisations p JOIN (SELECT organisation_id, country FROM numbers
                UNION SELECT id, country FROM organisations) n ON n.organisation_id = p.id
            WHERE n.country <> '' GROUP BY p.id) c WHERE c.id = o.id
    """)
    op.drop_constraint(op.f("ck_alerts_kind"), "alerts", type_="check")
    op.create_check_constraint(
        op.f("ck_alerts_kind"), "alerts", "kind IN ('crisis', 'unclear_stop', 'hand', 'quarantine', 'limit')"
    )
    op.add_column("outbox_messages", sa.Column("again_of", sa.Uuid(), nullable=True))
    op.add_column("outbox_messages", sa.Column("cost", sa.Integer(), nullable=True))
    op.add_column("outbox_messages", sa.Column("doubt", sa.String(), nullable=True))
    op.create_foreign_key(
        op.f("fk_outbox_messages_again_of"), "outbox_messages", "outbox_messages", ["again_of"], ["id"]
    )
    op.create_unique_constraint(op.f("uq_outbox_messages_again_of"), "outbox_messages", ["again_of"])


def _tables() -> None:
    op.create_table('spendings',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('span', sa.String(), nullable=False),
    sa.Column('began', sa.Date(), nullable=False),
    sa.Column('messages', sa.Integer(), nullable=False),
    sa.Column('cost', sa.BigInteger(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("span IN ('day', 'month')", name=op.f('ck_spendings_span')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_spendings_organisation_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'span', 'began', name=op.f('pk_spendings'))
    )
    op.create_table('stumbles',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('job', sa.String(), nullable=False),
    sa.Column('item', sa.Uuid(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('rests_until', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_stumbles_organisation_id')),
    sa.PrimaryKeyConstraint('job', 'item', name=op.f('pk_stumbles'))
    )
    for table in ("spendings", "stumbles"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (true)")
        op.execute(
            f"CREATE POLICY tenant ON {table} TO handrail_app"
            f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO handrail_app")


def _indexes() -> None:
    """Let each organisation's due rows be found by its own stretch of an index."""
    for name, table in (
        ("ix_outbox_messages_due", "outbox_messages"),
        ("ix_outbox_messages_doubt", "outbox_messages"),
        ("ix_nudges_due", "nudges"),
        ("ix_conversations_expiring", "conversations"),
        ("ix_recordings_awaited", "recordings"),
        ("ix_participants_plan_at", "participants"),
        ("ix_participants_planned", "participants"),
    ):
        op.drop_index(op.f(name), table_name=table)
    for name, table, column, where in (
        ("ix_outbox_messages_urgent", "outbox_messages", "not_before", f"state = 'due' AND {URGENT}"),
        ("ix_outbox_messages_due", "outbox_messages", "not_before", f"state = 'due' AND NOT {URGENT}"),
        ("ix_outbox_messages_doubt", "outbox_messages", "called_at", "state = 'in_doubt'"),
        ("ix_nudges_due", "nudges", "due_at", "state = 'planned'"),
        ("ix_conversations_expiring", "conversations", "expires_at", "status = 'open'"),
        ("ix_recordings_awaited", "recordings", "not_before", "state = 'awaited' OR at_carrier"),
        ("ix_participants_plan_at", "participants", "plan_at", "consent = 'active'"),
        ("ix_participants_unplanned", "participants", "id", "consent = 'active' AND planned_until IS NULL"),
    ):
        op.create_index(name, table, ["organisation_id", column], postgresql_where=sa.text(where))


def _resting(job: str, item: str = "id") -> str:
    return (
        f"NOT EXISTS (SELECT FROM stumbles s WHERE s.job = '{job}' AND s.item = {item}"
        f" AND s.rests_until > {NOW})"
    )


# Rows that a door may read to give `most` of them: milliseconds.
READ = 20_000
NOW = "(SELECT moment FROM clock)"
CLOCK = "WITH clock AS MATERIALIZED (SELECT handrail_now() AS moment)"


def _fair(rows: str) -> str:
    """Give a door through which the organisations go in turn, each in its own order.

    `rows` asks for one organisation's rows, of `o.id`, as (item, due), {most} at most.
    One with much gets what the others leave. (A tenant with 10,000 due kept every
    other waiting for as long as those took.)
    """
    return f"""
        {CLOCK},
        waiting AS MATERIALIZED (SELECT o.id FROM organisations o
            WHERE EXISTS ({rows.format(most=1)})),
        share AS MATERIALIZED (SELECT least(most,
            greatest(20, {READ} / greatest(count(*), 1)))::int AS most FROM waiting)
        SELECT o.id, r.item FROM waiting o CROSS JOIN LATERAL (
            SELECT q.item, q.due, row_number() OVER () AS turn
            FROM ({rows.format(most="(SELECT share.most FROM share)")}) q) r
        ORDER BY r.turn, r.due LIMIT most
    """


def _of(source: str, due: str, where: str, order: str = "") -> str:
    return (
        f"SELECT t.id AS item, t.{due} AS due FROM {source} t"
        f" WHERE t.organisation_id = o.id AND {where}"
        f" ORDER BY t.{order or due} LIMIT {{most}}"
    )


def _ripe(when: str, order: str = "plan_at") -> str:
    return (
        "(SELECT t.id AS item, coalesce(t.plan_at, '-infinity') AS due"
        " FROM participants t WHERE t.organisation_id = o.id AND t.consent = 'active'"
        f" AND {when} AND {_resting('plan', 't.id')} ORDER BY t.{order} LIMIT {{most}})"
    )


DUE = f"t.state = 'due' AND t.not_before <= {NOW}"
PLANNED = "t.planned_until IS NOT NULL AND t.plan_at"
RIPE = " UNION ALL ".join((
    _ripe("t.planned_until IS NULL", "id"),
    _ripe(f"{PLANNED} IS NULL", "id"),
    _ripe(f"{PLANNED} <= {NOW}"),
))
DOORS = {
    "urgent_messages": _fair(_of("outbox_messages", "not_before", f"{DUE} AND t.{URGENT}")),
    "other_messages": _fair(_of("outbox_messages", "not_before", f"{DUE} AND NOT t.{URGENT}")),
    # Asked by the code of 0009 alone.
    "due_messages": (
        "SELECT organisation, item FROM (SELECT *, 0 AS lane, row_number() OVER () AS n"
        " FROM handrail_urgent_messages(most) UNION ALL SELECT *, 1, row_number() OVER ()"
        " FROM handrail_other_messages(most)) u ORDER BY lane, n LIMIT most"
    ),
    "due_nudges": _fair(_of("nudges", "due_at", f"t.state = 'planned' AND t.due_at <= {NOW}")),
    "idle_conversations": _fair(_of(
        "conversations", "expires_at",
        f"t.status = 'open' AND t.expires_at <= {NOW} AND {_resting('fall_silent', 't.id')}",
    )),
    # The newest first: what has stood for days is hardly settled by the list any more.
    "doubts": _fair(_of(
        "outbox_messages", "called_at",
        f"t.state = 'in_doubt' AND t.channel <> 'email' AND {_resting('settle_doubts', 't.id')}", "called_at DESC",
    )),
    "awaited_recordings": _fair(_of(
        "recordings", "not_before",
        f"(t.state = 'awaited' OR t.at_carrier) AND t.not_before <= {NOW}"
        f" AND {_resting('fetch_recordings', 't.id')}",
    )),
    "unplanned": _fair(f"SELECT v.item, v.due FROM ({RIPE}) v ORDER BY v.due LIMIT {{most}}"),
    "numbers_to_hear": (
        f"{CLOCK} SELECT organisation_id, id FROM numbers WHERE kind = 'service'"
        f" AND (heard_until IS NULL OR heard_until < {NOW} - interval '90 seconds')"
        f" AND {_resting('hear_missed')} ORDER BY heard_until NULLS FIRST LIMIT most"
    ),
}
