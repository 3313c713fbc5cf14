"""A database that was restored from a backup is known, and nothing goes out of it unasked.

What went out since the backup is unknown to it: it would be sent again. Only adds
(expand): the code of 0032 goes on running beside it, and knows no such hold.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

SCOPE = "current_setting('handrail.organisation', true)::uuid"
NOW = "waits_for IN ('pace', 'shut', 'stopped', 'busy', 'limit', 'restored')"
URGENT = "kind IN ('reply', 'answer', 'confirmation', 'crisis', 'alert', 'personal')"

# Another cluster, another database of it, other tables in that, or another branch of
# its history (a point in time, a standby that was promoted). What may not be asked is
# a question mark.
PLACE = """
    CREATE FUNCTION handrail_place() RETURNS text
    LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
    DECLARE cluster text := '?'; branch text := '?';
    BEGIN
        BEGIN
            SELECT c.system_identifier::text INTO cluster FROM pg_control_system() c;
        EXCEPTION WHEN insufficient_privilege OR feature_not_supported THEN NULL;
        END;
        BEGIN
            branch := left(pg_walfile_name(pg_current_wal_lsn()), 8);
        EXCEPTION WHEN insufficient_privilege OR feature_not_supported THEN NULL;
        END;
        RETURN concat_ws('/', cluster,
            (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()),
            'whereabouts'::regclass::oid, branch);
    END $$
"""
# What may have gone out is in doubt and what may have been asked stays; but an alert
# and a safety reply go, for twice is better than never. The words of the doubt are
# `restores.WHY`.
HOLD = f"""
    CREATE FUNCTION handrail_hold(from_when timestamptz) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE moment timestamptz := handrail_now(); lost timestamptz; one uuid;
        stays uuid[];
    BEGIN
        SELECT coalesce(from_when, w.beat_at) INTO lost FROM whereabouts w
            WHERE w.id FOR UPDATE;
        FOR one IN SELECT o.id FROM organisations o ORDER BY o.id LOOP
            UPDATE outbox_messages SET state = 'in_doubt', claim = NULL,
                lease_until = NULL, waits_for = NULL, settled_at = moment,
                called_at = greatest(created_at, lost),
                doubt = 'the database was restored from a backup'
            WHERE organisation_id = one AND state IN ('due', 'claimed')
                AND kind NOT IN ('alert', 'crisis') AND created_at <= moment
                AND (not_before <= moment OR waits_for IS NOT NULL) AND id IN (
                    SELECT m.id FROM outbox_messages m WHERE m.organisation_id = one
                        AND m.state = 'due' AND m.{URGENT}
                    UNION ALL SELECT m.id FROM outbox_messages m
                        WHERE m.organisation_id = one AND m.state = 'due'
                        AND NOT m.{URGENT}
                    UNION ALL SELECT m.id FROM outbox_messages m
                        WHERE m.organisation_id = one
                        AND m.state IN ('claimed', 'calling'));
            WITH kept AS (UPDATE nudges SET state = 'withheld'
                WHERE organisation_id = one AND state = 'planned'
                AND due_at <= moment RETURNING id)
                SELECT coalesce(array_agg(k.id), '{{}}') INTO stays FROM kept k;
            INSERT INTO gates AS g (number_id, channel, organisation_id, burst, strain,
                trips, restored_at) SELECT n.id, c.channel, one, 10, 0, 0, moment
                FROM numbers n CROSS JOIN (VALUES ('text'), ('call'), ('email'))
                c (channel) WHERE n.organisation_id = one AND n.kind = 'service'
                ORDER BY n.id, c.channel
                ON CONFLICT (number_id, channel) DO UPDATE SET restored_at = moment;
            UPDATE restores SET found_at = moment, told_at = NULL,
                stayed = stayed || stays
                WHERE organisation_id = one AND ended_at IS NULL;
            IF NOT FOUND THEN
                INSERT INTO restores (id, organisation_id, since, found_at,
                    stayed, nothing_lost)
                    VALUES (gen_random_uuid(), one, lost, moment, stays, false);
            END IF;
        END LOOP;
    END $$
"""
# Asked once a beat: it looks where it is, and notes that it was there at that moment.
# None was noted before: that is its place from now on.
RESTORED = """
    CREATE FUNCTION handrail_restored(most int)
    RETURNS TABLE (organisation uuid, item uuid)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE here text := handrail_place(); moment timestamptz := handrail_now();
        kept whereabouts;
    BEGIN
        IF pg_is_in_recovery() THEN
            RETURN;  -- a standby, of which nothing goes out
        END IF;
        SELECT * INTO kept FROM whereabouts w WHERE w.id;
        IF kept.place IS DISTINCT FROM here THEN
            SELECT * INTO kept FROM whereabouts w WHERE w.id FOR UPDATE;
            IF kept.place <> here THEN
                PERFORM handrail_hold(NULL);
            END IF;
            UPDATE whereabouts w SET place = here, beat_at = moment WHERE w.id;
        ELSIF moment NOT BETWEEN kept.beat_at AND kept.beat_at + interval '5 seconds' THEN
            UPDATE whereabouts w SET beat_at = moment WHERE w.id AND w.place = here;
        END IF;
        RETURN QUERY SELECT r.organisation_id, r.id FROM restores r
            WHERE r.ended_at IS NULL AND r.told_at IS NULL
            ORDER BY r.found_at, r.id LIMIT most;
    END $$
"""


def upgrade() -> None:
    _tables()
    op.add_column("gates", sa.Column("restored_at", sa.DateTime(timezone=True)))
    name = op.f("ck_outbox_messages_waits_for")
    op.drop_constraint(name, "outbox_messages")
    op.create_check_constraint(name, "outbox_messages", NOW)
    for door in (PLACE, HOLD, RESTORED):
        op.execute(door)
    op.execute("REVOKE EXECUTE ON FUNCTION handrail_place() FROM PUBLIC")
    for door in ("handrail_hold(timestamptz)", "handrail_restored(int)"):
        op.execute(f"REVOKE EXECUTE ON FUNCTION {door} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {door} TO handrail_app")


def _tables() -> None:
    op.create_table(
        "whereabouts",
        sa.Column("id", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id", name=op.f("ck_whereabouts_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whereabouts")),
    )
    op.execute("INSERT INTO whereabouts (id) VALUES (true)")
    op.create_table(
        "restores",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stayed", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nothing_lost", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_restores_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restores")),
    )
    op.create_index(op.f("ix_restores_organisation_id"), "restores", ["organisation_id"])
    op.execute("ALTER TABLE restores ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE restores FORCE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY owner ON restores TO CURRENT_USER USING (true)")
    op.execute(
        f"CREATE POLICY tenant ON restores TO handrail_app"
        f" USING (organisation_id = {SCOPE}) WITH CHECK (organisation_id = {SCOPE})"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON restores TO handrail_app")
