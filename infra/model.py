"""Model check of sending: all states that two alike messages and two senders can reach.

`make model` explores them with the product's own functions and statements on a real
database, holds every step against the laws, lets all callbacks come wherever no sender
is at work, and prints how many states and steps there were. `make test` takes all
states of one message and the first thousands of two. A violation is printed as the
story that leads to it.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from service.embedded.servers import Servers
from tests import database
from tests.service import sending_laws
from tests.service.sending import Now, Product, Step, explored, first, opened
from tests.service.sending_laws import Broken

LAWS = "I2, I3, I4, I6, I8"


def main(words: list[str] | None = None) -> int:
    """Explore, and say what was found; 1 when a law is broken."""
    given = _parser().parse_args(words)
    with _product() as product:
        return _explore(product, given.messages, given.most)


def _parser() -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--messages", type=int, default=2, choices=(1, 2))
    words.add_argument("--most", type=int, help="stop after so many states")
    return words


@contextmanager
def _product() -> Iterator[Product]:
    folder = Path(tempfile.mkdtemp(prefix="handrail-model-"))
    servers = Servers(folder, throwaway=True)
    try:
        addresses = servers.start()
        database.make_template(addresses)
        with opened(database.make_clone(addresses)) as product:
            yield product
    finally:
        servers.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _explore(product: Product, messages: int, most: int | None) -> int:
    began, words, steps = time.monotonic(), product.words(), 0

    def look(now: Now, step: Step) -> None:
        nonlocal steps
        steps += 1
        sending_laws.look(now, step)

    try:
        came = explored(product, look, first(messages), most)
        ends = sending_laws.ends_alike(product, came)
    except Broken as broken:
        print(broken)
        return 1
    if words != product.words():
        print("I8: the words of a message changed on its way")
        return 1
    took = time.monotonic() - began
    print(
        f"{len(came):,} states and {steps:,} steps of {messages} message"
        f"{'s' * (messages > 1)} and 2 senders in {took:.0f} s;"
        f" {len(product.asked):,} questions to the product; in {ends:,} states all"
        f" callbacks came, and ended alike. {LAWS} held."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
