"""Embedded servers: started, stopped, found again, whatever was killed."""

import psycopg
import redis

from tests.database import Clone


def test_app_is_no_superuser_and_cannot_walk_through_row_security(clone: Clone) -> None:
    with psycopg.connect(clone.app_url) as line:
        row = line.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb "
            "FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert ("handrail_app", False, False, False, False) == row


def test_redis_answers_with_its_password_alone(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as bell:
        assert bell.ping() is True
