"""`handrail accounts`, as whoever runs the service types it."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner, Result

from service import config
from service.cli import accounts as command
from service.cli import way_in
from service.cli.staging import CONSOLE
from service.usecases import first_owner, resetting, team
from tests.service.console import FIREFOX, PASSWORD, RUTH, Console

pytestmark = pytest.mark.usefixtures("command_settings")


def run(*told: str) -> Result:
    return CliRunner().invoke(command.app, list(told))


def token(result: Result) -> str:
    return result.stdout.strip().rpartition("/")[2]


def test_the_first_owner_is_let_in_by_a_link(console: Console) -> None:
    assert "Next: handrail accounts first" in run("list").stdout
    shown = run("first")
    assert "within an hour" in shown.stdout
    assert "http://127.0.0.1:8017/setup/" in shown.stdout
    new = first_owner.NewOwner("", "", "", "Ruth", RUTH, PASSWORD)
    assert first_owner.set_up(console.parts, token(shown), new, FIREFOX) is not None
    again = run("first")
    assert 1 == again.exit_code
    assert "There is an account already" in again.stderr


def test_accounts_are_listed_with_who_is_asked_in(console: Console) -> None:
    console.owner()
    who = ("ana@example.org", "--name", "Ana", "--role", "viewer")
    asked = run("invite", *who, "--language", "es")
    assert "Hand it on yourself." in asked.stdout
    assert team.joining(console.parts, token(asked)) is not None
    rows = [line.split("\t") for line in run("list").stdout.splitlines()]
    assert ["Ruth Miller", RUTH, "owner", "1"] == rows[-2][:4]
    assert rows[-2][4].endswith(" UTC")
    assert [
        "Ana",
        "ana@example.org",
        "viewer",
        "",
        "asked in until 2026-03-09",
    ] == rows[-1]
    console.sql("DELETE FROM sessions")
    assert "not now" in run("list").stdout
    refused = run("invite", "ana@example.org", "--name", "Ana", "--role", "king")
    assert 1 == refused.exit_code
    assert "owner, coach or viewer" in refused.stderr


def test_a_new_password_is_chosen_by_a_link(console: Console) -> None:
    console.owner()
    shown = run("reset", RUTH)
    assert "within thirty minutes" in shown.stdout
    assert resetting.works(console.parts, token(shown))
    unknown = run("reset", "nobody@example.org")
    assert 1 == unknown.exit_code
    assert "Nobody signs in with this e-mail" in unknown.stderr


def test_an_account_is_ended_by_its_e_mail(console: Console) -> None:
    ruth = console.owner()
    console.colleague(ruth, "ana@example.org", "coach")
    assert "Ana Costa cannot sign in any more." in run("end", "ANA@example.org").stdout
    assert "Nobody signs in" in run("end", "ana@example.org").stderr
    last = run("end", RUTH)
    assert 1 == last.exit_code
    assert "last owner" in last.stderr


def test_the_demos_link_is_printed(console: Console) -> None:
    shown = run("demo")
    assert shown.stdout.startswith("http://127.0.0.1:8017/demo/")
    assert first_owner.demo(console.parts, token(shown), FIREFOX) is not None


# ---- what `handrail run` prints ----


def ways(*, demo: bool) -> dict[str, str]:
    return way_in.found(config.environment(), demo=demo)


def test_the_demo_is_signed_in_to_by_a_link(console: Console) -> None:
    ((name, link),) = ways(demo=True).items()
    assert CONSOLE == name
    token = link.rpartition("/")[2]
    assert first_owner.demo(console.parts, token, FIREFOX) is not None
    console.owner()
    assert {} == ways(demo=True)


@pytest.mark.parametrize("demo", [True, False])
def test_a_service_of_ones_own_is_set_up_by_a_link(
    console: Console, monkeypatch: pytest.MonkeyPatch, *, demo: bool
) -> None:
    monkeypatch.setenv("HANDRAIL_PUBLIC_ORIGIN", "https://handrail.example.org")
    ((name, link),) = ways(demo=demo).items()
    assert CONSOLE == name
    assert link.startswith("https://handrail.example.org/setup/")
    assert first_owner.works(console.parts, link.rpartition("/")[2])
    console.owner()
    assert {} == ways(demo=demo)
