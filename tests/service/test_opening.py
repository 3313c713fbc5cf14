"""Commands find the demo that runs on this machine, or say what to do."""

import stat
from pathlib import Path

import pytest

from service.cli import opening, staging
from service.config import MissingSettings
from service.embedded.place import choose

DEMO = {
    "DATABASE_URL": "postgresql://handrail_app:Zx81kQ@127.0.0.1:5432/handrail",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "HANDRAIL_MASTER_KEYS": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "HANDRAIL_PUBLIC_ORIGIN": "http://127.0.0.1:8017",
    "TWILIO_ACCOUNT_SID": "AC" + "0123456789abcdef" * 2,
    "TWILIO_AUTH_TOKENS": "a-token-of-the-tests-0123",
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where a demo would live; the environment gives nothing else."""
    for name in DEMO:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HANDRAIL_DATA", str(tmp_path / "data"))
    found = choose(tmp_path / "data")
    found.make()
    return found.folder


def test_commands_find_the_demo_that_runs(place: Path) -> None:
    staging.leave_address(place, {**DEMO, "PATH": "/bin"})
    assert DEMO["DATABASE_URL"] == opening.settings().database_url
    assert "PATH" not in (staging.found_address(place) or {})


def test_only_we_can_read_where_it_runs(place: Path) -> None:
    staging.leave_address(place, DEMO)
    modes = [stat.S_IMODE(file.stat().st_mode) for file in place.glob("running.*")]
    assert [0o600] == modes


def test_a_demo_that_has_stopped_is_not_found(place: Path) -> None:
    staging.leave_address(place, DEMO)
    staging.take_address_away(place)
    staging.take_address_away(place)
    with pytest.raises(opening.NotDone, match="make run") as told:
        opening.settings()
    # Where it looked, and how to say that it lies elsewhere.
    assert str(place) in str(told.value)
    assert "HANDRAIL_DATA" in str(told.value)


def test_half_given_settings_are_named_and_no_demo_is_taken(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staging.leave_address(place, DEMO)
    monkeypatch.setenv("DATABASE_URL", DEMO["DATABASE_URL"])
    with pytest.raises(MissingSettings, match="REDIS_URL"):
        opening.settings()
