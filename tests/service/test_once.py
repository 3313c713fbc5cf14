"""What is read once is kept, and no reader waits for the reader of another instance."""

import threading

from service.usecases.once import Once


class Shelf:
    """Something whose reading takes as long as its gate says."""

    def __init__(self, gate: threading.Barrier | None = None) -> None:
        self.gate, self.reads = gate, 0

    @Once
    def book(self) -> int:
        """A number that is looked up."""
        self.reads += 1
        if self.gate is not None:
            self.gate.wait(5)
        return self.reads


def test_it_is_read_at_the_first_look_and_never_again() -> None:
    shelf = Shelf()
    assert 0 == shelf.reads
    assert [1, 1, 1] == [shelf.book for _ in range(3)]
    assert 1 == shelf.reads


def test_two_instances_are_read_at_the_same_time() -> None:
    """`functools.cached_property` fails here before 3.12: its lock is the class's."""
    gate = threading.Barrier(2)
    shelves = [Shelf(gate), Shelf(gate)]
    threads = [
        threading.Thread(target=lambda one: one.book, args=(s,)) for s in shelves
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert not gate.broken
    assert [1, 1] == [shelf.book for shelf in shelves]


def test_seen_on_the_class_it_is_itself() -> None:
    assert isinstance(Shelf.book, Once)
