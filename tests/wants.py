"""What a test wants of its machine: what is missing skips it, or fails it where nothing may be left out."""

import os
from typing import NoReturn

import pytest

NO_SKIPS = "COURSEWORK_NO_SKIPS"
"""The environment variable that says so; continuous integration sets it."""


def wants(missing: str) -> pytest.MarkDecorator:
    """Mark a test, or with `pytestmark` a file, that runs on some machines only.

    Args:
        missing: What this machine lacks; empty where it lacks nothing.
    """
    return pytest.mark.wants(missing)


def refuse_what_lacks(item: pytest.Item) -> None:
    """Skip a test whose mark says that this machine lacks something, or fail it."""
    for mark in item.iter_markers("wants"):
        (missing,) = mark.args
        if missing:
            skip_or_fail(missing)


def skip_or_fail(reason: str) -> NoReturn:
    """Skip the test that calls this, or fail it."""
    leave_out(reason)
    pytest.skip(reason)


def leave_out(reason: str) -> None:
    """Go on without a part of a test, or fail the test."""
    if os.environ.get(NO_SKIPS):
        pytest.fail(f"{NO_SKIPS} is set, and this machine cannot try it: {reason}", pytrace=False)
