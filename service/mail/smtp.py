"""Hands messages to a mail server over SMTP, with the standard library.

Laws: what travels is encrypted, and a server that will not is given nothing (a server
of this machine alone may do without); no address and no word reaches a log or an error.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import structlog

from service.mail.port import Ended, Letter

if TYPE_CHECKING:
    from service.mail.port import Mail

log = structlog.get_logger()
TIMEOUT_S = 10.0
# After a server was out of reach, so that texts do not wait behind each e-mail.
SULK_S = 30.0
PORTS = {"smtp": 587, "smtps": 465}
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
PERMANENT = 500
WELL = range(200, 300)


class _No(Exception):
    # The server said something other than yes, before it took anything.
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Server:
    host: str
    port: int
    user: str
    password: str
    tls: bool

    @property
    def here(self) -> bool:
        return self.host in _LOOPBACK


class Smtp:
    """A mail server (implements `port.Mail`); each message has a line of its own."""

    def __init__(
        self, server: _Server, sender: str, context: Callable[[], ssl.SSLContext]
    ) -> None:
        self._server = server
        self._sender = sender
        self._context = context
        self._quiet_until = 0.0

    def send(self, letter: Letter) -> Ended:
        """Hand one message over; see `port.Mail.send`."""
        if monotonic() < self._quiet_until:
            return Ended("later")
        try:
            line = self._signed_in()
        except _No as no:
            return self._not_us(no.code)
        except (OSError, smtplib.SMTPException):
            self._quiet_until = monotonic() + SULK_S
            return Ended("later")
        try:
            return self._handed(line, letter)
        finally:
            # Not `quit`: it waits for an answer, after all that matters is known.
            line.close()

    def _signed_in(self) -> smtplib.SMTP:
        server = self._server
        line = self._open()
        try:
            line.ehlo()
            if not server.tls and not server.here:
                # Raises when it is not offered: nothing goes out unencrypted.
                line.starttls(context=self._context())
                line.ehlo()
            if server.user:
                line.login(server.user, server.password)
        except smtplib.SMTPAuthenticationError as error:
            line.close()
            raise _No(error.smtp_code) from None
        except BaseException:
            line.close()
            raise
        return line

    def _open(self) -> smtplib.SMTP:
        server = self._server
        if server.tls:
            return smtplib.SMTP_SSL(
                server.host, server.port, timeout=TIMEOUT_S, context=self._context()
            )
        return smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)

    def _handed(self, line: smtplib.SMTP, letter: Letter) -> Ended:
        sender = parseaddr(self._sender)[1]
        try:
            _agreed(line.mail(sender))
        except _No as no:
            return self._not_us(no.code)
        except (OSError, smtplib.SMTPException):
            return Ended("later")
        return self._addressed(line, letter)

    def _addressed(self, line: smtplib.SMTP, letter: Letter) -> Ended:
        try:
            _agreed(line.rcpt(letter.to))
        except _No as no:
            return _said_no(no.code)
        except (OSError, smtplib.SMTPException):
            return Ended("later")
        try:
            code, _ = line.data(_written(letter, self._sender))
        except smtplib.SMTPDataError as error:
            return _said_no(error.smtp_code)
        except (OSError, smtplib.SMTPException):
            return Ended("unclear")
        return Ended("taken", code) if code in WELL else _said_no(code)

    def _not_us(self, code: int) -> Ended:
        """Take a no to who we are: it is about every message, and for no one final."""
        log.error("mail_server_refuses_us", code=code)
        self._quiet_until = monotonic() + SULK_S
        return Ended("later", code)


def connect(
    url: str,
    sender: str,
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context,
) -> Smtp:
    """Make the mail of one server; nothing is sent yet.

    `url` is smtps://user:password@host:465, or smtp://user:password@host:587 with
    STARTTLS; `sender` stands in From.
    """
    read = urlsplit(url)
    server = _Server(
        host=read.hostname or "",
        port=read.port or PORTS[read.scheme],
        user=unquote(read.username or ""),
        password=unquote(read.password or ""),
        tls=read.scheme == "smtps",
    )
    return Smtp(server, sender, context)


def _agreed(answer: tuple[int, bytes]) -> None:
    if answer[0] not in WELL:
        raise _No(answer[0])


def _said_no(code: int) -> Ended:
    return Ended("refused" if code >= PERMANENT else "later", code)


def _written(letter: Letter, sender: str) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = formatdate()
    domain = parseaddr(sender)[1].rpartition("@")[2]
    message["Message-ID"] = f"<{letter.name}@{domain}>"
    # No machine's "I am away" shall answer it.
    message["Auto-Submitted"] = "auto-generated"
    # Seven bits, and lines that end as SMTP wants them: smtplib mends neither in bytes.
    message.set_content(letter.body, cte="quoted-printable")
    return message.as_bytes(policy=policy.SMTP)


if TYPE_CHECKING:
    _KEEPS_THE_PROMISE: type[Mail] = Smtp
