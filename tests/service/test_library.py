"""The scripts an organisation begins with: published whole, and once."""

from uuid import UUID

import psycopg
import pytest

from service.usecases import library
from service.usecases.parts import Parts
from tests.database import Clone
from tests.service import crowd


def test_an_organisation_begins_with_every_shipped_script_as_it_is(
    parts: Parts, stairwell: UUID
) -> None:
    with parts.db.transaction(stairwell) as tx:
        for name, source in library.shipped().items():
            _, script = library.version_of(parts, tx, name)
            assert library.read(name, source) == script


def test_what_stands_is_not_published_again(parts: Parts, stairwell: UUID) -> None:
    with parts.db.transaction(stairwell) as tx:
        before = library.version_of(parts, tx, "daily_win")
        assert 0 == library.publish_shipped(parts, tx)
        assert before == library.version_of(parts, tx, "daily_win")


def test_two_organisations_have_a_version_each(parts: Parts, stairwell: UUID) -> None:
    with parts.db.transaction(stairwell) as tx:
        ours, _ = library.version_of(parts, tx, "daily_win")
    other = crowd.organisation(parts, "Elsewhere", "+15550100099")
    with parts.db.transaction(other) as tx:
        theirs, _ = library.version_of(parts, tx, "daily_win")
    assert ours != theirs


def test_a_script_that_an_upgrade_brought_is_published_when_it_is_needed(
    parts: Parts, stairwell: UUID, clone: Clone
) -> None:
    """An organisation had the scripts of the day it began, and met no newer one."""
    with psycopg.connect(clone.superuser_url) as line:
        line.execute("DELETE FROM script_versions WHERE name = 'digest'")
    with parts.db.transaction(stairwell) as tx:
        first = library.version_of(parts, tx, "digest")
        assert first == library.version_of(parts, tx, "digest")
        assert library.read("digest", library.shipped()["digest"]) == first[1]
        with pytest.raises(LookupError, match="'nobodys' is not published"):
            library.version_of(parts, tx, "nobodys")
