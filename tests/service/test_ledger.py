"""The ledger of who was erased: small, outside the database, and read leniently."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from service.store import ledger
from service.store.ledger import Erased

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
OURS, MILA, TOMAS = UUID(int=1), UUID(int=2), UUID(int=3)


def test_what_is_kept_is_read_again_once_each(tmp_path: Path) -> None:
    file = tmp_path / "ledger"
    first, second = Erased(AT, OURS, MILA), Erased(AT, OURS, TOMAS)
    for one in (first, second, first):
        ledger.keep(file, one)
    assert ((first, second), 0) == ledger.read(file)
    assert 0o600 == file.stat().st_mode & 0o777
    assert [3, 3, 3] == [len(line.split()) for line in file.read_text().splitlines()]


def test_a_torn_line_is_counted_and_stops_nothing(tmp_path: Path) -> None:
    file = tmp_path / "ledger"
    one = Erased(AT, OURS, MILA)
    file.write_text(f"{AT.isoformat()} {OURS}\n{one.line()}\n{one.line()[:50]}")
    assert ((one,), 2) == ledger.read(file)


def test_logs_tell_it_too(tmp_path: Path) -> None:
    file = tmp_path / "log"
    said = {"at": AT.isoformat(), "organisation": str(OURS), "person": str(MILA)}
    lines = ({"event": "job_failed"}, {"event": ledger.EVENT, **said})
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert ((Erased(AT, OURS, MILA),), 0) == ledger.read(file)


def test_a_folder_that_is_not_there_is_no_silence(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="ledger"):
        ledger.keep(tmp_path / "none" / "ledger", Erased(AT, OURS, MILA))
