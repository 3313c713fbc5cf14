"""A witness in the database: which transaction committed before which.

The product's own moments are those at which transactions began, and a transaction that
waits for a lock begins before the one it waits for ends. So the drill has triggers of
its own write down the transaction that let a call to the carrier begin (a row became
`calling`) and the one that stopped a person, and asks PostgreSQL when each committed
(`track_commit_timestamp`). Law: it changes no row of the product's, and is there in
races alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg

from service.drill.breaches import Begun
from service.drill.field import Field

TRACK = "ALTER SYSTEM SET track_commit_timestamp = on"
STAND = """
    CREATE TABLE drill_moments (
        what text, person uuid, message uuid, kind text,
        xid xid8 DEFAULT pg_current_xact_id()
    );
    CREATE FUNCTION drill_called() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
        INSERT INTO drill_moments (what, person, message, kind)
        VALUES ('called', NEW.participant_id, NEW.id, NEW.kind);
        RETURN NULL;
    END $$;
    CREATE FUNCTION drill_stopped() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
        INSERT INTO drill_moments (what, person) VALUES ('stopped', NEW.id);
        RETURN NULL;
    END $$;
    CREATE TRIGGER drill_called AFTER UPDATE ON outbox_messages FOR EACH ROW
        WHEN (NEW.state = 'calling' AND OLD.state <> 'calling')
        EXECUTE FUNCTION drill_called();
    CREATE TRIGGER drill_stopped AFTER UPDATE ON participants FOR EACH ROW
        WHEN (NEW.consent = 'stopped' AND OLD.consent <> 'stopped')
        EXECUTE FUNCTION drill_stopped();
"""
SEEN = (
    "SELECT what, person, message, kind, pg_xact_commit_timestamp(xid::xid) AS at"
    " FROM drill_moments WHERE what = %s"
)


def call_in(on: Field) -> None:
    """Have the witness look from now on; restarts PostgreSQL. From the main thread."""
    with psycopg.connect(on.addresses.superuser_url, autocommit=True) as line:
        line.execute(TRACK)
    on.parts.db.close()
    on.servers.crash_postgres()
    with _asked(on) as line:
        line.execute(STAND)


def begun(on: Field) -> list[Begun]:
    """Return each call to the carrier that began, and when that was committed."""
    with _asked(on) as line:
        rows = line.execute(SEEN, ("called",)).fetchall()
    return [
        Begun(str(message), str(person), kind, at)
        for _, person, message, kind, at in rows
    ]


def stops(on: Field) -> dict[str, datetime]:
    """Return when the STOP of each person was committed."""
    with _asked(on) as line:
        rows = line.execute(SEEN, ("stopped",)).fetchall()
    return {str(person): at for _, person, _, _, at in rows}


@contextmanager
def _asked(on: Field) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    with psycopg.connect(on.addresses.owner_url) as line:
        yield line
