"""Settings: read once, named all at once, and no value ever shown."""

import base64
import dataclasses
import os
from pathlib import Path

import pytest

from service import config
from service.config import TABLE, MissingSettings, Settings

KEY = base64.b64encode(bytes(range(32))).decode()
OTHER_KEY = base64.urlsafe_b64encode(bytes(range(223, 255))).decode()
SID = "AC" + "0123456789abcdef" * 2
TOKEN = "0123456789abcdef0123456789abcdef"
GIVEN = {
    "DATABASE_URL": "postgresql://handrail_app:Xk29sdf8@db.example.org:5432/handrail",
    "REDIS_URL": "redis://:Xk29sdf8@redis.example.org:6379/0",
    "HANDRAIL_MASTER_KEYS": f"{KEY}, {OTHER_KEY}",
    "HANDRAIL_PUBLIC_ORIGIN": "https://handrail.example.org/",
    "TWILIO_ACCOUNT_SID": SID,
    "TWILIO_AUTH_TOKENS": f"{TOKEN},{TOKEN[::-1]}",
}


def problems(**changed: str) -> tuple[str, ...]:
    with pytest.raises(MissingSettings) as caught:
        Settings.from_env(GIVEN | changed)
    return caught.value.problems


def test_everything_given_is_read() -> None:
    settings = Settings.from_env(GIVEN)
    assert GIVEN["DATABASE_URL"] == settings.database_url
    assert settings.database_owner_url is None
    assert (bytes(range(32)), bytes(range(223, 255))) == settings.master_keys
    assert "https://handrail.example.org" == settings.public_origin
    assert (TOKEN, TOKEN[::-1]) == settings.twilio_auth_tokens
    assert frozenset({SID}) == settings.twilio_account_sids
    assert settings.twilio_base_url is None
    assert frozenset({"stop", "start"}) == settings.carrier_answers
    assert (8017, 8018, None) == (
        settings.port,
        settings.switchboard_port,
        settings.data_folder,
    )


def test_what_may_be_left_out_is_read_when_given() -> None:
    other = "AC" + "f" * 32
    settings = Settings.from_env(
        GIVEN
        | {
            "DATABASE_OWNER_URL": GIVEN["DATABASE_URL"],
            "TWILIO_ACCOUNT_SIDS": other,
            "TWILIO_BASE_URL": "http://127.0.0.1:8018",
            "HANDRAIL_CARRIER_ANSWERS": "none",
            "HANDRAIL_DATA": "/srv/demo",
            "PORT": "80",
        }
    )
    assert GIVEN["DATABASE_URL"] == settings.database_owner_url
    assert frozenset({SID, other}) == settings.twilio_account_sids
    assert "http://127.0.0.1:8018" == settings.twilio_base_url
    assert frozenset() == settings.carrier_answers
    assert (80, Path("/srv/demo")) == (settings.port, settings.data_folder)


def test_everything_missing_is_named_at_once_with_its_meaning() -> None:
    with pytest.raises(MissingSettings) as caught:
        Settings.from_env({"PORT": "x"})
    needed = [line for line in TABLE if line.default is None]
    assert len(needed) + 1 == len(caught.value.problems)
    for line in needed:
        assert f"{line.name} is missing. {line.meaning}" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://a:b@c/d"),
        ("DATABASE_URL", "postgresql://a:Xk29sdf8@host:port/d"),
        ("DATABASE_URL", "postgresql://host"),
        ("DATABASE_URL", "postgresql://handrail_app:handrail@host/handrail"),
        ("DATABASE_OWNER_URL", "postgresql://handrail_owner:Postgres@host/handrail"),
        ("REDIS_URL", "http://redis.example.org"),
        ("REDIS_URL", "redis://:changeme@redis.example.org"),
        ("HANDRAIL_MASTER_KEYS", "not base64!"),
        ("HANDRAIL_MASTER_KEYS", base64.b64encode(b"too short").decode()),
        ("HANDRAIL_MASTER_KEYS", base64.b64encode(bytes(32)).decode()),
        ("HANDRAIL_MASTER_KEYS", f"{KEY},"),
        ("HANDRAIL_PUBLIC_ORIGIN", "http://handrail.example.org"),
        ("HANDRAIL_PUBLIC_ORIGIN", "https://handrail.example.org/twilio"),
        ("HANDRAIL_PUBLIC_ORIGIN", "https://a:b@handrail.example.org"),
        ("HANDRAIL_PUBLIC_ORIGIN", "no-scheme.example.net"),
        ("TWILIO_ACCOUNT_SID", "AC123"),
        ("TWILIO_ACCOUNT_SIDS", f"{SID};{SID}"),
        ("TWILIO_AUTH_TOKENS", "Ab3dE"),
        ("TWILIO_AUTH_TOKENS", "5" * 32),
        ("TWILIO_AUTH_TOKENS", f"{TOKEN},secret"),
        ("TWILIO_BASE_URL", "ftp://carrier.example.org"),
        ("HANDRAIL_CARRIER_ANSWERS", "stop,everything"),
        ("SMTP_URL", "http://mail.example.org"),
        ("SMTP_URL", "smtps://ruth@mail.example.org:465"),
        ("SMTP_URL", "smtps://ruth:secret@mail.example.org:465"),
        ("SMTP_URL", "smtp://mail.example.org:587/inbox"),
        ("MAIL_FROM", "nobody at all"),
        ("MAIL_FROM", "Handrail <handrail@example.org>\nBcc: eve@example.org"),
        ("PORT", "0"),
        ("SWITCHBOARD_PORT", "65536"),
        ("HANDRAIL_DATA", "somewhere"),
    ],
)
def test_an_unfit_or_default_value_is_refused_and_never_shown(
    name: str, value: str
) -> None:
    (problem,) = problems(**{name: value})
    assert problem.startswith(f"{name} ")
    assert value not in problem.removeprefix(name)


@pytest.mark.parametrize("sender", ["h@example.org", "Handrail <h@example.org>"])
def test_a_mail_server_and_whom_mail_is_from_come_together(sender: str) -> None:
    url = "smtps://ruth:Xk29sdf8@mail.example.org:465"
    settings = Settings.from_env(GIVEN | {"SMTP_URL": url, "MAIL_FROM": sender})
    assert (url, sender) == (settings.smtp_url, settings.mail_from)
    assert "Xk29sdf8" not in repr(settings)
    (problem,) = problems(SMTP_URL=url)
    assert "MAIL_FROM is missing. SMTP_URL is given, and needs it." == problem
    assert "PORT " in problems(SMTP_URL=url, PORT="0")[0]
    assert 2 == len(problems(SMTP_URL=url, PORT="0"))


@pytest.mark.parametrize(("name", "fits", "unfit"), [
    ("CONSOLE_IDLE_MINUTES", ("5", "30"), ("4", "31", "-5", "5.5", "five", "\u0661\u0665")),
    ("CONSOLE_HOURS", ("1", "12"), ("0", "13", "1e1")),
])  # fmt: skip
def test_how_long_a_session_lasts_has_bounds(
    name: str, fits: tuple[str, ...], unfit: tuple[str, ...]
) -> None:
    assert [int(one) for one in fits] == [config.one(name, {name: one}) for one in fits]
    for value in unfit:
        assert problems(**{name: value})[0].startswith(f"{name} must be a number")


def test_a_blank_value_is_a_missing_one() -> None:
    (problem,) = problems(REDIS_URL="  ")
    assert "REDIS_URL is missing" in problem


def test_one_setting_can_be_read_alone() -> None:
    assert GIVEN["REDIS_URL"] == config.one("REDIS_URL", GIVEN)
    with pytest.raises(MissingSettings, match="DATABASE_URL is missing"):
        config.one("DATABASE_URL", {})


def test_without_a_mapping_the_processes_own_environment_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    assert Settings.from_env(GIVEN) == Settings.from_env()
    assert "8099" == str(config.one("PORT", {"PORT": "8099"}))
    monkeypatch.setenv("PORT", "8100")
    assert 8100 == config.one("PORT")
    assert dict(os.environ) == config.environment()


def test_no_secret_is_in_the_repr_of_the_settings() -> None:
    shown = repr(Settings.from_env(GIVEN))
    for secret in ("Xk29sdf8", TOKEN, KEY):
        assert secret not in shown


def test_every_field_stands_in_the_table_and_only_once() -> None:
    fields = [field.name for field in dataclasses.fields(Settings)]
    assert sorted(fields) == sorted(line.field for line in TABLE)
    assert len({line.name for line in TABLE}) == len(TABLE)


def test_every_default_fits_its_own_reading() -> None:
    for line in TABLE:
        if line.default is not None:
            line.read(line.default)
