"""One message handed to a mail server: each way in which that can end (C1, I12)."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from service.carrier.port import Accepted, Busy, Refused, Unclear
from service.mail import smtp
from service.mail.port import Ended, Letter
from service.usecases import mailing
from tests.wire.postbox import Postbox, postbox

SENDER = "Handrail <handrail@example.org>"
LETTER = Letter("ruth@example.org", "Someone", "Please look: http://x/1", "name-1")


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as opened:
        yield opened


def send(box: Postbox, letter: Letter = LETTER) -> Ended:
    return smtp.connect(box.url, SENDER).send(letter)


def test_a_message_is_handed_over_once_with_all_its_heads(box: Postbox) -> None:
    assert Ended("taken", 250) == send(box)
    (came,) = box.letters
    assert ("Someone", "ruth@example.org") == (came["Subject"], came["To"])
    assert (SENDER, "<name-1@example.org>") == (came["From"], came["Message-ID"])
    assert "auto-generated" == came["Auto-Submitted"]
    assert ["Please look: http://x/1\n"] == box.words
    assert "mail FROM:<handrail@example.org>" in box.heard


def test_a_line_that_begins_with_a_dot_and_letters_of_any_kind_arrive(
    box: Postbox,
) -> None:
    letter = Letter("ruth@example.org", "Señora", ".first\nañadir ✓", "name-2")
    assert "taken" == send(box, letter).how
    assert "Señora" == box.letters[0]["Subject"]
    assert [".first\nañadir ✓\n"] == box.words


def test_nothing_slips_into_the_heads(box: Postbox) -> None:
    letter = Letter("ruth@example.org", "x\nBcc: eve@example.org", "y", "name-3")
    with pytest.raises(ValueError, match="linefeed"):
        send(box, letter)
    assert [] == box.letters


@pytest.mark.parametrize("at", ["rcpt", "data", "END"])
@pytest.mark.parametrize(("code", "how"), [(550, "refused"), (451, "later")])
def test_the_server_says_no(box: Postbox, at: str, code: int, how: str) -> None:
    box.says = {at.upper(): f"{code} no"}
    assert Ended(how, code) == send(box)  # type: ignore[arg-type]  # one of four


@pytest.mark.parametrize("at", ["HELLO", "EHLO", "MAIL", "RCPT"])
def test_a_line_that_drops_before_the_message_is_asked_again(
    box: Postbox, at: str
) -> None:
    box.says = {at: ""}
    assert "later" == send(box).how
    assert [] == box.letters


@pytest.mark.parametrize("at", ["DATA", "END"])
def test_a_line_that_drops_with_the_message_leaves_a_doubt(
    box: Postbox, at: str
) -> None:
    box.says = {at: ""}
    assert Ended("unclear") == send(box)


@pytest.mark.parametrize(
    ("at", "code"), [("AUTH", 535), ("AUTH", 454), ("MAIL", 550), ("MAIL", 451)]
)
def test_a_no_to_who_we_are_is_about_every_message_and_final_for_none(
    box: Postbox, at: str, code: int
) -> None:
    """A password that had expired made every alert by e-mail fail for good, at once."""
    box.says = {at: f"{code} no"}
    url = box.url.replace("//", "//ruth%40home:pass-word-word@")
    mail = smtp.connect(url, SENDER)
    with structlog.testing.capture_logs() as logs:
        assert Ended("later", code) == mail.send(LETTER)
    (told,) = logs
    assert ("mail_server_refuses_us", code) == (told["event"], told["code"])
    assert "word" not in str(told)
    # It is left alone for a while, or it might lock us out.
    box.heard.clear()
    assert Ended("later") == mail.send(LETTER)
    assert [] == box.heard


def test_it_signs_in_with_what_the_address_holds(box: Postbox) -> None:
    url = box.url.replace("//", "//ruth%40home:pass@")
    assert "taken" == smtp.connect(url, SENDER).send(LETTER).how
    assert any(words.startswith("AUTH PLAIN") for words in box.heard)


def test_a_server_out_of_reach_is_left_alone_for_a_while(
    box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.says = {"HELLO": ""}
    mail = smtp.connect(box.url, SENDER)
    assert Ended("later") == mail.send(LETTER)
    box.says = {}
    assert Ended("later") == mail.send(LETTER)
    assert [] == box.heard
    monkeypatch.setattr(smtp, "monotonic", lambda: float("inf"))
    assert "taken" == mail.send(LETTER).how


# ---- encrypted ----


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """A server's context, and the certificate that vouches for it as "localhost"."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = datetime.now(UTC)
    cert = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(made - timedelta(days=1))
        .not_valid_after(made + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(cert.public_bytes(pem))
    plain = serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, folder / "cert.pem"


def test_smtps_is_encrypted_from_the_first_byte(
    trusted: tuple[ssl.SSLContext, Path],
) -> None:
    context, cert = trusted
    with postbox(context, at_once=True) as box:
        url = f"smtps://localhost:{box.port}"
        trusts = ssl.create_default_context(cafile=cert)
        assert "taken" == smtp.connect(url, SENDER, lambda: trusts).send(LETTER).how
        # Nobody vouches for it: not a word is said.
        assert "later" == smtp.connect(url, SENDER).send(LETTER).how
    assert 1 == len(box.letters)


def test_a_server_elsewhere_begins_with_starttls_or_gets_nothing(
    trusted: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context, cert = trusted
    # As if it were elsewhere: a server of this machine may do without.
    monkeypatch.setattr(smtp, "_LOOPBACK", frozenset())
    trusts = ssl.create_default_context(cafile=cert)
    with postbox(context) as box:
        mail = smtp.connect(f"smtp://localhost:{box.port}", SENDER, lambda: trusts)
        assert "taken" == mail.send(LETTER).how
        assert "STARTTLS" in box.heard
    with postbox() as plain:
        mail = smtp.connect(f"smtp://localhost:{plain.port}", SENDER, lambda: trusts)
        assert Ended("later") == mail.send(LETTER)
        assert not any(words.startswith("mail") for words in plain.heard)


# ---- in the outbox's words ----


class Says:
    """A mail that ends every message alike."""

    def __init__(self, ended: Ended) -> None:
        self.ended, self.letters = ended, list[Letter]()

    def send(self, letter: Letter) -> Ended:
        self.letters.append(letter)
        return self.ended


@pytest.mark.parametrize(
    ("ended", "kind"),
    [
        (Ended("taken", 250), Accepted),
        (Ended("refused", 550), Refused),
        (Ended("later"), Busy),
        (Ended("unclear"), Unclear),
    ],
)
def test_how_it_ended_is_said_as_of_any_message(ended: Ended, kind: type) -> None:
    mail = Says(ended)
    assert isinstance(mailing.mailed(mail, "r@example.org", "Sub\n\nBody", "n"), kind)
    assert [Letter("r@example.org", "Sub", "Body", "n")] == mail.letters


def test_without_a_server_it_is_our_setting_that_is_missing() -> None:
    ended = mailing.mailed(None, "r@example.org", "Sub\n\nBody", "n")
    assert isinstance(ended, Refused)
    assert "SMTP_URL" in ended.mend
