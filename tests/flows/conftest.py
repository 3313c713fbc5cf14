"""The option that rewrites transcripts as they really go."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--rewrite`; give it together with the path of these tests."""
    parser.addoption(
        "--rewrite",
        action="store_true",
        help="Write transcripts as they really go; the diff is the review.",
    )
