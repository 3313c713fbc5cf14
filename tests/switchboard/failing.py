"""What a phone of a test says when it did not get what was expected."""

from collections.abc import Callable

import pytest


def failure(block: Callable[[], object]) -> str:
    """The story that a block fails with."""
    with pytest.raises(AssertionError) as caught:
        block()
    return str(caught.value)
