"""How Alembic reaches the database: one transaction, one migration at a time."""

from alembic import context
from sqlalchemy import create_engine, text

from service.store.tables import Row

engine = create_engine(context.config.attributes["url"])
with engine.begin() as connection:
    # Two deploys at once would both see the old revision: the second waits here.
    connection.execute(text("SELECT pg_advisory_xact_lock(420017)"))
    connection.execute(text("SET LOCAL lock_timeout = '4s'"))
    context.configure(connection=connection, target_metadata=Row.metadata)
    context.run_migrations()
engine.dispose()
