"""Things done at the same moment, each in a thread of its own."""

import threading
from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")


def at_once(*works: Callable[[], Given]) -> list[Given]:
    """Do all of these at once; return what they gave, as each was done."""
    gate, given = threading.Barrier(len(works)), []

    def run(work: Callable[[], Given]) -> None:
        gate.wait(10)
        given.append(work())

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given
