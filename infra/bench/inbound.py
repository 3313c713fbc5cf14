"""A signed inbound text, and a call's first turn, beside the bare view."""

import argparse
import itertools
import random
import secrets
import statistics
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from infra.bench import load, stage
from infra.bench.load import Measured

WINS = (
    "said my idea when the floor was opened",
    "did it! two sentences, my voice shook",
    "tried but chickened out after one sentence",
    "asked a question in the big meeting",
)
SERVICE = stage.SERVICE
BARE, TEXT, CALL = "bare view", "Handrail, a text", "Handrail, a call"
AIM = 0.35
ANSWERS = ("I wrote it down before", "breathed out and began", "sat near the front")


def run(given: argparse.Namespace) -> int:
    """Measure both in turn, in random order; print the table."""
    console = Console()
    with stage.stage() as on:
        console.print(f"enrolling {given.people} people")
        numbers = stage.people_who_text(on, given.people)
        bench = str(stage.HERE)
        with (
            stage.served(on, "infra.bench.bare:create_from_env()", bench) as bare,
            stage.served(on, "service.app:create_from_env()", ".") as ours,
        ):
            both = {BARE: bare, TEXT: ours, CALL: ours}
            asked = {name: texts(numbers) for name in both}
            asked[CALL] = _calls(numbers)
            rounds: dict[str, list[Measured]] = {name: [] for name in both}
            for number in range(given.rounds + 1):
                for name in random.sample(sorted(both), len(both)):
                    took = load.fire(
                        both[name], asked[name],
                        connections=given.connections, seconds=given.seconds,
                    )  # fmt: skip
                    if number:  # the first round warms up
                        rounds[name].append(took)
    return _print(console, rounds)


def texts(numbers: list[str]) -> Iterator[bytes]:
    """Give requests for ever: everybody's win, then everybody's answer, and again."""
    for words in itertools.cycle((WINS, ANSWERS)):
        for number in numbers:
            yield _request(number, random.choice(words))


def _calls(numbers: list[str]) -> Iterator[bytes]:
    """Give calls for ever: everybody dials our number, and again."""
    for number in itertools.cycle(numbers):
        pairs = {
            "AccountSid": stage.ACCOUNT, "ApiVersion": "2010-04-01", "Called": SERVICE,
            "Caller": number, "CallSid": "CA" + secrets.token_hex(16),
            "CallStatus": "ringing", "Direction": "inbound", "From": number,
            "FromCountry": "US", "To": SERVICE, "ToCountry": "US",
        }  # fmt: skip
        yield load.signed(stage.ORIGIN, "/twilio/voice", stage.TOKEN, pairs)


def _request(number: str, body: str) -> bytes:
    sid = "SM" + secrets.token_hex(16)
    pairs = {
        "ToCountry": "US", "ToState": "NY", "SmsMessageSid": sid, "NumMedia": "0",
        "ToCity": "NEW YORK", "FromZip": "10001", "SmsSid": sid, "FromState": "NY",
        "SmsStatus": "received", "FromCity": "NEW YORK", "Body": body,
        "FromCountry": "US", "To": stage.SERVICE, "ToZip": "10001", "NumSegments": "1",
        "MessageSid": sid, "AccountSid": stage.ACCOUNT, "From": number,
        "ApiVersion": "2010-04-01",
    }  # fmt: skip
    return load.signed(stage.ORIGIN, "/twilio/sms", stage.TOKEN, pairs)


def _print(console: Console, rounds: dict[str, list[Measured]]) -> int:
    table = Table(title="signed webhooks, same server, same database")
    for column in ("", "per second (median \\[range])", "p50 ms", "p99 ms", "not 200"):
        table.add_column(column)
    for name, took in rounds.items():
        rates = [one.rate for one in took]
        table.add_row(
            name,
            f"{statistics.median(rates):.0f} [{min(rates):.0f}-{max(rates):.0f}]",
            f"{statistics.median(one.percentile(0.5) for one in took):.1f}",
            f"{statistics.median(one.percentile(0.99) for one in took):.1f}",
            str(sum(one.bad for one in took)),
        )
    console.print(table)
    each = {
        name: statistics.median(one.rate for one in took)
        for name, took in rounds.items()
    }
    tails = {
        name: statistics.median(one.percentile(0.99) for one in took)
        for name, took in rounds.items()
    }
    share = each[TEXT] / each[BARE]
    console.print(f"a text / bare view: {share:.2f} of its rate (aim: {AIM})")
    console.print(
        f"a call's webhook to its TwiML / bare view: {each[CALL] / each[BARE]:.2f} "
        f"of its rate, {tails[CALL] / tails[BARE]:.1f} times its p99"
    )
    return 0 if share >= AIM else 1
