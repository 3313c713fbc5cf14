"""The fuzzer of the webhooks: a few thousand requests of it, and that it can fail."""

import argparse
import contextlib
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from rich.console import Console

from infra.fuzz import checks, command, drive, forms, plans, stage, words
from infra.fuzz.checks import Tally
from infra.fuzz.stage import Stage
from infra.fuzz.transport import SMS, Ask
from service.embedded.servers import Addresses
from tests import database
from tests.database import Clone

pytestmark = pytest.mark.long

Lend = Callable[[], AbstractContextManager[Addresses]]
REQUESTS = 1000


FIELDS = forms.text("SM1", "+12125550001", b"said my idea")
WORLD = plans.World(
    numbers=("+12125550001", "+12125550002"),
    messages=(forms.Message("t" * 24, "SM2", "+12125550001"),),
    captured=(plans.Captured(SMS, FIELDS),),
)


@pytest.fixture
def quiet_stage(clone: Clone) -> Iterator[Stage]:
    """The fuzzer's stage on a database of this test's own; the log goes nowhere."""
    with contextlib.redirect_stdout(drive.Ear()), staged(clone) as made:
        yield made


@pytest.fixture
def lend(servers: Addresses) -> Iterator[Lend]:
    """This test's own database, lent to the command in place of servers of its own.

    The command clones it, for which nobody may be connected to it.
    """
    with database.clone(servers) as own:

        @contextlib.contextmanager
        def lending() -> Iterator[Addresses]:
            yield Addresses(own.superuser_url, own.owner_url, own.app_url, "")

        yield lending


def staged(
    clone: Clone, broken: str = "", seed: int = 1
) -> AbstractContextManager[Stage]:
    return stage.staged(
        clone.app_url, clone.owner_url, people=25, seed=seed, broken=broken
    )


def ran(lend: Lend, broken: str = "", replay: str | None = None) -> tuple[int, str]:
    """Run the command on few requests; its exit code and what it printed."""
    said = Console(file=io.StringIO(), width=400)
    given = argparse.Namespace(
        requests=180, seed=5, workers=1, people=22, broken=broken, replay=replay
    )
    code = command.run(given, lend, said)
    return code, said.file.getvalue()  # type: ignore[attr-defined] # a StringIO


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_thousand_fuzzed_requests_make_no_5xx_and_leave_no_trace(
    clone: Clone, seed: int
) -> None:
    """Catalogue 7, 20, 21 and 22; I5, I12 and I15."""
    total = Tally()
    with staged(clone, seed=seed) as made:
        drive.run(made, seed, drive.share(0, 1), total.add, enough=REQUESTS)
    assert [] == total.violations
    assert REQUESTS <= total.sent
    # It proves something only when much was let in, and every kind was played.
    assert 50 < total.effects
    assert {*plans.KINDS, "again"} == {kind for kind, _ in total.statuses}
    assert {status for _, status in total.statuses} <= checks.DOCUMENTED.keys()


@pytest.mark.parametrize(
    ("broken", "law"),
    [
        ("guard", "without a right signature"),
        ("dedupe", "may leave no trace"),
    ],
)
def test_a_broken_part_ends_the_run_with_1_and_a_line_to_play_again(
    lend: Lend, broken: str, law: str
) -> None:
    code, said = ran(lend, broken)
    assert 1 == code
    assert law in said
    assert "--replay 5/" in said


def test_the_whole_parts_end_the_same_run_with_0(lend: Lend) -> None:
    code, said = ran(lend)
    assert (0, True) == (code, "Every law held." in said)


def test_a_line_plays_one_request_alone_and_shows_it(lend: Lend) -> None:
    number = next(n for n in range(500) if plans.play(5, n, WORLD).kind == "genuine")
    code, said = ran(lend, replay=f"5/{number}")
    assert (0, True) == (code, "genuine POST '/twilio/" in said)


def test_a_play_follows_from_seed_and_number_alone() -> None:
    once = [plans.play(9, number, WORLD) for number in range(300)]
    assert once[::-1] == [plans.play(9, n, WORLD) for n in range(299, -1, -1)]
    assert once != [plans.play(8, number, WORLD) for number in range(300)]


def test_one_changed_value_changes_the_fingerprint(quiet_stage: Stage) -> None:
    before = checks.fingerprint(quiet_stage)
    assert "" == checks.differing(before, checks.fingerprint(quiet_stage))
    quiet_stage.owner.execute("UPDATE participants SET rung = rung + 1")
    moved = checks.differing(before, checks.fingerprint(quiet_stage))
    assert "participants (25 -> 25 rows)" == moved


def test_a_text_nobody_signed_or_in_other_words_is_found() -> None:
    play = plans.Play("genuine", (), frozenset({"SM1"}), frozenset({"hi"}), must=True)
    fits, twice = [checks.Row("SM1", "hi")], [checks.Row("SM1", "hi")] * 2

    def found(rows: list[checks.Row]) -> list[str]:
        return [broke.what for broke in checks.of_effects(rows, {4: play})]

    assert [] == found(fits)
    assert ["one MessageSid had two effects"] == found(twice)
    assert ["genuine, but it had no effect"] == found([])
    assert ["a text was kept that nobody signed"] == found(
        [*fits, checks.Row("SM2", "hi")]
    )
    assert "other words" in found([checks.Row("SM1", "ho")])[0]


@pytest.mark.parametrize(("status", "wrong"), [(500, True), (418, True), (403, False)])
def test_a_status_that_is_documented_nowhere_is_found(status: int, wrong: bool) -> None:
    play = plans.Play("unsigned", (Ask(SMS),))
    assert wrong == (checks.of_status(play, 0, status) is not None)


def test_a_persons_words_in_the_log_are_found() -> None:
    ear = drive.Ear()
    ear.write("nothing of hers")
    assert [] == ear.told
    ear.write(f"she said {words.TELLTALE}")
    assert ["a person's words are in the log"] == ear.told


def test_options_is_not_answered_past_the_guard(quiet_stage: Stage) -> None:
    for path in ("/twilio/sms", "/twilio/status"):
        assert 405 == quiet_stage.send(Ask(path, method="OPTIONS"))[0]


def test_a_replayed_opt_out_does_not_undo_a_later_start(quiet_stage: Stage) -> None:
    """The fuzzer's find: 21610, START, and the same callback again stopped her."""
    message = quiet_stage.world.messages[0]
    refused = forms.status(message, "undelivered", "21610")
    target = f"/twilio/status?d={message.token}"
    callback = plans.signed(Ask(target, body_of(refused)), refused)
    assert 204 == quiet_stage.send(callback)[0]
    assert {"active", "stopped"} == consents(quiet_stage)
    quiet_stage.revive()
    assert 204 == quiet_stage.send(callback)[0]
    assert {"active"} == consents(quiet_stage)


def body_of(fields: forms.Fields) -> bytes:
    return b"&".join(
        name + b"=" + value.replace(b"+", b"%2B") for name, value in fields
    )


def consents(made: Stage) -> set[str]:
    return {row[0] for row in made.owner.execute("SELECT consent FROM participants")}
