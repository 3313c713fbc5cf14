"""What lies in the database says nothing: no name, e-mail, secret, code or token."""

from __future__ import annotations

import base64

import pytest

from service.store import accounts as rows
from service.usecases import factors, passwords, proving, resetting, signing_in
from service.usecases.entries import Refused
from service.usecases.passwords import OWASP, Cost
from tests.service.authenticator import Passkey
from tests.service.console import CHEAP, FIREFOX, PASSWORD, RUTH, Console

TABLES = (
    "accounts", "factors", "spare_codes", "sessions", "passes", "sign_ins", "letters",
    "audits",
)  # fmt: skip


def test_nothing_of_an_account_can_be_read_at_rest(console: Console) -> None:
    ruth = console.owner()
    link = console.asked(ruth, "ana@example.org", "coach")
    resetting.ask(console.parts, RUTH)
    resetting.ask(console.parts, "nobody@example.org")
    signing_in.begin(console.parts, "nobody@example.org", "zq-a-password", FIREFOX)
    signed = console.signed(ruth.token)
    key = Passkey()
    options = factors.passkey_options(console.parts, signed)
    factors.add_passkey(console.parts, signed, key.made(options), "zq-my-key")
    whole = "".join(
        str(console.sql(f"SELECT convert_to(t::text, 'UTF8') FROM {table} t"))
        for table in TABLES
    )
    raw = b"".join(
        bytes(value)
        for table in TABLES
        for row in console.sql(f"SELECT * FROM {table}")
        for value in row
        if isinstance(value, bytes)
    )
    for word in (
        RUTH, "Ruth", "Miller", "ana@", "nobody@", PASSWORD, "zq-", ruth.token, link,
        *ruth.codes, base64.b32encode(ruth.secret).decode(), "Authenticator",
    ):  # fmt: skip
        assert word not in whole, word
        assert word.encode() not in raw, word
    for secret in (ruth.secret, key.id):
        assert secret.hex() not in whole
        assert secret not in raw


def test_what_was_done_is_in_the_audit_by_ids(console: Console) -> None:
    ruth = console.owner()
    console.colleague(ruth, "ana@example.org", "coach")
    account = console.signed(ruth.token).account
    acted = console.sql("SELECT actor, action, subject FROM audits WHERE actor = %s",
                        str(account))  # fmt: skip
    assert [
        "set Handrail up", "an authenticator was added", "asked a colleague in as coach",
    ] == [action for _, action, _ in acted]  # fmt: skip


def test_sealed_bytes_of_one_account_do_not_open_in_anothers_row(
    console: Console,
) -> None:
    ruth = console.owner()
    ana = console.colleague(ruth, "ana@example.org", "coach")
    console.sql(
        "UPDATE accounts a SET name_sealed = b.name_sealed FROM accounts b"
        " WHERE a.email_hash <> b.email_hash"
    )
    from service.store.vault import Unreadable

    with pytest.raises(Unreadable):
        console.signed(ana.token)


# ---- passwords ----


@pytest.mark.parametrize("password", [
    "fourteen chars", "x" * 129, "", "passwordpassword1", "qwertyuiop123456",
    "aaaaaaaaaaaaaaaaaaaa", "123456789012345678", "letmeinletmeinletmein",
    "Ruth Miller 1984", "ruth@example.org1", "handrail handrail", "Handrail-2026-Ruth",
    "handrailMILLERruth", "Ruth Miller at Handrail!",
])  # fmt: skip
def test_a_password_that_is_guessed_early_is_refused(password: str) -> None:
    with pytest.raises(Refused) as refused:
        passwords.check(password, "Ruth Miller", RUTH, among=None)
    assert "password" == refused.value.field
    assert not password or password not in refused.value.mend


@pytest.mark.parametrize("password", [
    PASSWORD, "correct horse battery staple", "ünder der Brücke schläft ein Otter",
    "我们明天早上一起去河边散步吧好吗", "7f3k-QQ9z-mm2p-x8", "x9" + "Kw4!tz" * 21,
    "a b c d e f g h i j k l m", "🐘🦒🌋🎻🧵🚂🪴🧊🥝🪕🛶🧩🪁🎣🧲",
])  # fmt: skip
def test_any_characters_may_make_a_password(password: str) -> None:
    passwords.check(password, "Ruth Miller", RUTH, among=None)


def test_a_password_is_one_however_its_letters_are_put_together() -> None:
    kept = passwords.hashed(CHEAP, "\u00fcnder der br\u00fccke schl\u00e4ft ein otter")
    apart = "u\u0308nder der bru\u0308cke schla\u0308ft ein otter"
    assert passwords.matches(CHEAP, kept, apart)
    assert not passwords.matches(CHEAP, kept, apart.upper())
    assert not passwords.matches(CHEAP, None, apart)


def test_the_cost_is_what_owasp_asks_for_and_may_rise() -> None:
    assert (19 * 1024, 2, 1) == (OWASP.memory_kib, OWASP.passes, OWASP.lanes)
    kept = passwords.hashed(OWASP, PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.matches(OWASP, kept, PASSWORD)
    assert not passwords.stale(OWASP, kept)
    assert passwords.stale(Cost(passes=3, memory_kib=19 * 1024), kept)


def test_codes_of_an_authenticator_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, to six digits."""
    secret = b"12345678901234567890"
    assert 1 == proving.step_of(secret, "287082", 59)
    for seconds, code in ((1111111109, "081804"), (20000000000, "353130")):
        step = seconds // 30
        for late in (-30, 0, 30):
            assert step == proving.step_of(secret, code, seconds + late)
        for late in (-60, 60):
            assert proving.step_of(secret, code, seconds + late) is None


def test_spare_codes_are_random_and_belong_to_one_account(console: Console) -> None:
    codes = {proving.new_spare() for _ in range(1000)}
    assert 1000 == len(codes)
    tenant = console.parts.tenant(console.organisation)
    one, other = console.parts.new_id(), console.parts.new_id()
    code = codes.pop()
    plain = code.replace("-", "").lower()
    assert proving.spare_hash(tenant, one, code) == proving.spare_hash(
        tenant, one, plain
    )
    assert proving.spare_hash(tenant, one, code) != proving.spare_hash(
        tenant, other, code
    )
    with console.parts.db.transaction(console.organisation) as tx:
        assert not rows.is_coach(tx, one)
