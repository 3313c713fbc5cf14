"""Settings that are addresses: of servers, of ourselves, of whom mail is from.

Each raises Unfit. No message ever repeats a value: it may be a secret.
"""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

_LOCAL = {"localhost", "127.0.0.1", "::1"}
_DEFAULT_PASSWORDS = frozenset(
    {"admin", "changeme", "default", "handrail", "password", "postgres", "redis"}
    | {"secret", "test"}
)
# Bare, or behind a name: Handrail <handrail@example.org>.
_BARE = r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
_ADDRESS = re.compile(rf"{_BARE}|[A-Za-z0-9 .'-]+ <{_BARE}>")


class Unfit(Exception):
    """A value cannot be used; the message says what would fit."""


def database(value: str) -> str:
    """Read where PostgreSQL is."""
    url = _url(value)
    if url.scheme not in {"postgresql", "postgresql+psycopg"} or not url.path[1:]:
        raise Unfit("must look like postgresql://role:password@host:5432/database")
    _not_default(url.password)
    return value


def optional_database(value: str) -> str | None:
    """Read where PostgreSQL is, None for nothing."""
    return database(value) if value else None


def redis(value: str) -> str:
    """Read where Redis is."""
    url = _url(value)
    if url.scheme not in {"redis", "rediss", "unix"}:
        raise Unfit("must look like redis://:password@host:6379/0")
    _not_default(url.password)
    return value


def _not_default(password: str | None) -> None:
    if password is not None and password.lower() in _DEFAULT_PASSWORDS:
        raise Unfit("holds a default password: make a random one")


def _url(value: str) -> SplitResult:
    try:
        url = urlsplit(value)
        _ = url.port  # raises when it is no number
    except ValueError as error:
        raise Unfit("is no valid address") from error
    return url


def origin(value: str) -> str:
    """Read where we are reached ourselves."""
    url = _url(value)
    if url.scheme not in {"http", "https"} or not url.hostname:
        raise Unfit("must look like https://handrail.example.org")
    if url.path.strip("/") or url.query or url.fragment or url.username:
        raise Unfit("must end after the host: no path, query or account")
    if url.scheme == "http" and url.hostname not in _LOCAL:
        raise Unfit("must be https: signatures and words travel over it")
    return value.rstrip("/")


def is_here(address: str) -> bool:
    """Say whether the host in an address (`//host:port` is enough) is this machine."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def has_name(address: str) -> bool:
    """Say whether the host in an address is a name, and no number."""
    host = urlsplit(address).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return bool(host)
    return False


def optional_origin(value: str) -> str | None:
    """Read where somebody is reached, None for nothing."""
    return origin(value) if value else None


def smtp(value: str) -> str | None:
    """Read where the mail server is, None for none."""
    if not value:
        return None
    url = _url(value)
    if url.scheme not in {"smtp", "smtps"} or not url.hostname:
        raise Unfit("must look like smtps://user:password@mail.example.org:465")
    if url.path.strip("/") or url.query or url.fragment:
        raise Unfit("must end after the port: no path or query")
    if (url.username is None) != (url.password is None):
        raise Unfit("must hold both a user and a password, or neither")
    _not_default(url.password)
    return value


def sender(value: str) -> str:
    """Read whom mail is from, with a name or without."""
    if value and not _ADDRESS.fullmatch(value):
        raise Unfit("must look like handrail@example.org")
    return value
