"""The migrations, run on an empty database, make exactly the tables of the code."""

from uuid import uuid4

import psycopg
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from service.store import db
from service.store.tables import Row
from tests.database import Clone

OPEN_TABLES = {"alembic_version", "clock_offsets", "whereabouts"}  # of no organisation


def test_upgrading_an_empty_database_gives_the_schema_of_the_code(
    empty_clone: Clone,
) -> None:
    db.migrate(empty_clone.owner_url)
    db.migrate(empty_clone.owner_url)  # twice is once
    engine = create_engine(db.dialect(empty_clone.owner_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert [] == compare_metadata(context, Row.metadata)
    engine.dispose()


def test_whom_an_organisation_reached_it_reaches_after_the_upgrade(
    empty_clone: Clone,
) -> None:
    """Countries came with 0012: its own, and those its people live in."""
    db.migrate(empty_clone.owner_url, "0009")
    ours, lonely = uuid4(), uuid4()
    with psycopg.connect(empty_clone.superuser_url, autocommit=True) as line:
        line.execute("SET session_replication_role = replica")
        for one, country in ((ours, "NZ"), (lonely, "PE")):
            line.execute(
                "INSERT INTO organisations (id, name, country, wrapped_key,"
                " wrapped_hash_key, created_at) VALUES (%s, %s, %s, '', '', now())",
                (one, str(one), country),
            )
        for at, country in enumerate(("AU", "NZ", "AU", "")):
            line.execute(
                "INSERT INTO numbers (id, organisation_id, kind, hash, number_sealed,"
                " country) VALUES (%s, %s, 'participant', %s, '', %s)",
                (uuid4(), ours, bytes([at]), country),
            )
        db.migrate(empty_clone.owner_url)
        found = dict(line.execute("SELECT id, limits FROM organisations").fetchall())
    assert {ours: {"countries": ["AU", "NZ"]}, lonely: {"countries": ["PE"]}} == found


def test_what_a_programme_spent_is_known_after_the_upgrade(
    empty_clone: Clone,
) -> None:
    """Its own sums came with 0024: from what went out this month, and 28 days back."""
    db.migrate(empty_clone.owner_url, "0022")
    ours, lantern, mila = uuid4(), uuid4(), uuid4()
    with psycopg.connect(empty_clone.superuser_url, autocommit=True) as line:
        line.execute("SET session_replication_role = replica")
        line.execute(
            "INSERT INTO organisations (id, name, country, wrapped_key,"
            " wrapped_hash_key, created_at) VALUES (%s, 'Ours', 'NZ', '', '', now())",
            (ours,),
        )
        line.execute(
            "INSERT INTO programmes (id, organisation_id, coach_id, name, language,"
            " settings, created_at) VALUES (%s, %s, %s, 'L', 'en', '{}', now())",
            (lantern, ours, uuid4()),
        )
        line.execute(
            "INSERT INTO participants (id, organisation_id, programme_id, name_sealed,"
            " language, zone, consent, consent_version, calls, recorded, call_terms,"
            " rung, ladder, created_at) VALUES (%s, %s, %s, '', 'en', 'UTC', 'active',"
            " 1, 'none', false, '{}', 1, '{}', now())",
            (mila, ours, lantern),
        )
        for state, days in (("sent", 0), ("in_doubt", 0), ("failed", 0), ("sent", 60)):
            line.execute(
                "INSERT INTO outbox_messages (id, organisation_id, participant_id, kind,"
                " channel, body_sealed, body_hash, segments, state, token,"
                " consent_version, tries, not_before, called_at, cost, created_at)"
                " VALUES (%s, %s, %s, 'recap', 'text', '', '', 1, %s, %s, 1, 1, now(),"
                " now() - make_interval(days => %s), 7, now())",
                (uuid4(), ours, mila, state, str(uuid4()), days),
            )
        db.migrate(empty_clone.owner_url)
        found = line.execute(
            "SELECT organisation_id, programme_id, span, messages, cost"
            " FROM programme_spendings ORDER BY span"
        ).fetchall()
    assert [(ours, lantern, span, 2, 14) for span in ("day", "month")] == found


def test_row_security_is_forced_on_every_table_of_an_organisation(clone: Clone) -> None:
    with psycopg.connect(clone.owner_url) as line:
        rows = line.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = "
            "'public'::regnamespace AND NOT (relrowsecurity AND relforcerowsecurity)"
        ).fetchall()
    assert {name for (name,) in rows} <= OPEN_TABLES
