"""Settings: the only reader of the environment, and the table all of them stand in.

The table drives the parsing, the error that names everything to mend at once, and the
page docs/reference/settings.md. No message ever repeats a value: it may be a secret.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from service import addresses, values
from service.addresses import Unfit


class MissingSettings(Exception):
    """The operator has settings to give or mend; the message names all of them."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        lines = "".join(f"\n  {problem}" for problem in problems)
        super().__init__(
            f"Handrail needs these settings (docs/reference/settings.md):{lines}"
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the table. `default` None means it must be given; "" means none."""

    name: str
    field: str
    read: Callable[[str], object]
    meaning: str
    example: str
    default: str | None = None
    secret: bool = False


TABLE: tuple[Setting, ...] = (
    Setting(
        "DATABASE_URL",
        "database_url",
        addresses.database,
        "PostgreSQL as the service's role: no superuser, no BYPASSRLS, owning nothing.",
        "postgresql://handrail_app:...@db.example.org:5432/handrail",
        secret=True,
    ),
    Setting(
        "DATABASE_OWNER_URL",
        "database_owner_url",
        addresses.optional_database,
        "The same database as the role that owns the tables. Migrations need it, and "
        "`make run` when DATABASE_URL is given; leave it out of every other process.",
        "postgresql://handrail_owner:...@db.example.org:5432/handrail",
        default="",
        secret=True,
    ),
    Setting(
        "REDIS_URL",
        "redis_url",
        addresses.redis,
        "Redis 6.2 or Valkey 7.2 and later: the bell. It holds ids and may be wiped.",
        "redis://:...@redis.example.org:6379/0",
        secret=True,
    ),
    Setting(
        "HANDRAIL_MASTER_KEYS",
        "master_keys",
        values.keys,
        "Keys that wrap each participant's key: base64 of 32 random bytes, several "
        "divided by commas. The first wraps; all unwrap, so a new one goes in front.",
        "the output of: openssl rand -base64 32",
        secret=True,
    ),
    Setting(
        "HANDRAIL_PUBLIC_ORIGIN",
        "public_origin",
        addresses.origin,
        "Where the carrier and the coaches reach the service. Webhook signatures are "
        "checked over it, so it must be what the carrier was told, letter by letter.",
        "https://handrail.example.org",
    ),
    Setting(
        "TWILIO_ACCOUNT_SID",
        "twilio_account_sid",
        values.account,
        "The carrier account that sends.",
        "AC and 32 digits 0-9a-f",
    ),
    Setting(
        "TWILIO_AUTH_TOKENS",
        "twilio_auth_tokens",
        values.tokens,
        "The account's tokens, divided by commas. The first signs in; a webhook signed "
        "with any of them is genuine, so that a token can be changed without a gap.",
        "the token the carrier's console shows",
        secret=True,
    ),
    Setting(
        "TWILIO_ACCOUNT_SIDS",
        "twilio_account_sids",
        values.accounts,
        "Further accounts whose webhooks are heard (subaccounts), divided by commas. "
        "TWILIO_ACCOUNT_SID is always among them.",
        "AC...,AC...",
        default="",
    ),
    Setting(
        "TWILIO_BASE_URL",
        "twilio_base_url",
        addresses.optional_origin,
        "A Twilio-compatible carrier other than Twilio: SignalWire, Somleng, or the "
        "switchboard.",
        "https://carrier.example.org",
        default="",
    ),
    Setting(
        "HANDRAIL_CARRIER_ANSWERS",
        "carrier_answers",
        values.answers,
        "Which of stop, start and help the carrier answers by itself, so that a person "
        "never gets two confirmations; none when it answers nothing.",
        "stop,start,help",
        default="stop,start",
    ),
    Setting(
        "TWILIO_VOICE",
        "voice",
        values.voice,
        "How much of a call the carrier can perform: full (Twilio, SignalWire), or "
        "keypad for one that understands no speech (Somleng).",
        "keypad",
        default="full",
    ),
    Setting(
        "TWILIO_KEEPS_RECORDINGS",
        "keeps_recordings",
        values.yes,
        "Whether recordings stay at the carrier once they are kept here, sealed; no "
        "has them deleted there.",
        "yes",
        default="no",
    ),
    Setting(
        "TWILIO_TRANSCRIBES_RECORDINGS",
        "transcribes_recordings",
        values.yes,
        "Whether the carrier writes down what it hears in English recordings: that "
        "costs, and her words go to one more machine.",
        "yes",
        default="no",
    ),
    Setting(
        "SMTP_URL",
        "smtp_url",
        addresses.smtp,
        "The mail server that carries alerts to coaches: smtps:// speaks TLS from the "
        "first byte, smtp:// begins it with STARTTLS and sends nothing without. Left "
        "out, nobody is told by e-mail.",
        "smtps://user:...@mail.example.org:465",
        default="",
        secret=True,
    ),
    Setting(
        "MAIL_FROM",
        "mail_from",
        addresses.sender,
        "Whom these e-mails are from; needed with SMTP_URL.",
        "Handrail <handrail@example.org>",
        default="",
    ),
    Setting(
        "CONSOLE_IDLE_MINUTES",
        "console_idle_minutes",
        values.within(5, 30),
        "After so many minutes without a request a session of the console ends.",
        "10",
        default="15",
    ),
    Setting(
        "CONSOLE_HOURS",
        "console_hours",
        values.within(1, 12),
        "So many hours after its beginning a session of the console ends in any case.",
        "4",
        default="8",
    ),
    Setting(
        "PORT",
        "port",
        values.port,
        "The port of the pages and webhooks, on 127.0.0.1.",
        "8080",
        default="8017",
    ),
    Setting(
        "SWITCHBOARD_PORT",
        "switchboard_port",
        values.port,
        "The port of the demo's phone network, on 127.0.0.1.",
        "8081",
        default="8018",
    ),
    Setting(
        "HANDRAIL_DATA",
        "data_folder",
        values.path,
        "Where `make run` keeps the demo's data and logs. As root it is only a name: "
        "the data then stand in a folder of their own below /var/lib.",
        "/srv/handrail-demo",
        default="",
    ),
    Setting(
        "HANDRAIL_ERASED",
        "erased",
        values.path,
        "The ledger of who was erased, for a restore; left out, the log alone tells.",
        "/srv/handrail-erased/ledger",
        default="",
    ),
    Setting(
        "HANDRAIL_BREACHED_PASSWORDS",
        "breached",
        values.hashes,
        "A file of stolen passwords that no coach may take: Pwned Passwords as SHA-1, "
        "in order, from its own downloader. It is read here, and nobody is asked. Left "
        "out, a short list of common words and patterns judges alone.",
        "/srv/handrail/pwnedpasswords.txt",
        default="",
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What one process of the service was told. Its secrets stay out of its repr."""

    database_url: str
    database_owner_url: str | None
    redis_url: str
    master_keys: tuple[bytes, ...]
    public_origin: str
    twilio_account_sid: str
    twilio_auth_tokens: tuple[str, ...]
    twilio_account_sids: frozenset[str]
    twilio_base_url: str | None
    carrier_answers: frozenset[str]
    voice: str = "full"
    keeps_recordings: bool = False
    transcribes_recordings: bool = False
    smtp_url: str | None = None
    mail_from: str = ""
    console_idle_minutes: int = 15
    console_hours: int = 8
    port: int = 8017
    switchboard_port: int = 8018
    data_folder: Path | None = None
    erased: Path | None = None
    breached: Path | None = None

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read every setting from `environ` (default: the process's own).

        Raises MissingSettings, which names everything missing or unfit at once.
        """
        found, problems = _read(TABLE, environment() if environ is None else environ)
        if found.get("smtp_url") and found.get("mail_from") == "":
            problems += ("MAIL_FROM is missing. SMTP_URL is given, and needs it.",)
        if problems:
            raise MissingSettings(problems)
        found["twilio_account_sids"] |= {found["twilio_account_sid"]}
        return cls(**found)

    def __repr__(self) -> str:
        return f"Settings(public_origin={self.public_origin!r}, ...)"


def environment() -> dict[str, str]:
    """Copy the process's environment."""
    return dict(os.environ)


def one(name: str, environ: Mapping[str, str] | None = None) -> Any:
    """Read one setting alone, for a command that needs no others.

    Raises MissingSettings when it is missing or unfit.
    """
    lines = tuple(setting for setting in TABLE if setting.name == name)
    found, problems = _read(lines, environment() if environ is None else environ)
    if problems:
        raise MissingSettings(problems)
    return found[lines[0].field]


def _read(
    table: tuple[Setting, ...], environ: Mapping[str, str]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    found: dict[str, Any] = {}
    problems: list[str] = []
    for setting in table:
        given = environ.get(setting.name, "").strip() or setting.default
        if given is None:
            problems.append(
                f"{setting.name} is missing. {setting.meaning} Example: "
                f"{setting.example}"
            )
            continue
        try:
            found[setting.field] = setting.read(given)
        except Unfit as error:
            problems.append(f"{setting.name} {error}.")
    return found, tuple(problems)
