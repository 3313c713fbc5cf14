"""A property that is read once and kept, without a lock of its own.

Until Python 3.12 `functools.cached_property` held one lock for all instances of a
class. A thread that reads the database under it, waiting for a row another thread has,
while that other thread waits for the lock, is a deadlock PostgreSQL cannot see: one id
under two senders hung for the eight seconds of `lock_timeout` (found by `make fuzz`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

_Owner = TypeVar("_Owner")
_Value = TypeVar("_Value")


class Once(Generic[_Owner, _Value]):
    """What `read` returns at the first look; the instance keeps it from then on.

    An instance belongs to one thread, as a transaction does.
    """

    def __init__(self, read: Callable[[_Owner], _Value]) -> None:
        self._read = read
        self.__doc__ = read.__doc__

    def __set_name__(self, owner: type[_Owner], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type[_Owner]) -> Once[_Owner, _Value]: ...
    @overload
    def __get__(self, instance: _Owner, owner: type[_Owner]) -> _Value: ...
    def __get__(
        self, instance: _Owner | None, owner: type[_Owner]
    ) -> Once[_Owner, _Value] | _Value:
        """Read it and keep it where the next look finds it without coming here."""
        if instance is None:
            return self
        kept: dict[str, Any] = vars(instance)
        value: _Value = kept.setdefault(self._name, self._read(instance))
        return value
