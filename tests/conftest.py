"""Settings that have to stand before anything imports Keras, and what may run side by side."""

import os
import re
from pathlib import Path

import pytest
from wants import refuse_what_lacks

from graders.kernels.environment import ONE_THREAD

# Keras reads this once, when it is imported; whichever test comes first, the lessons find their data.
os.environ["KERAS_HOME"] = str(Path(__file__).resolve().parents[1] / "data" / "keras")
# The lessons' models are small; see the constant.
os.environ.update(ONE_THREAD)

# Installs packages anew: only when it is asked for by name, as `make test-pages` does.
collect_ignore = ["pages"]

LESSON = re.compile(r"\d\d_[a-z0-9_]*[a-z0-9]")
SHARED_BY_FIXTURE = ("batch", "graded", "sealed")
"""Fixtures of a whole session that take long: the tests that use one stay together."""
ALONE = ("tests/evidence/test_applications.py", "tests/evidence/test_known_models.py")
"""Files whose tests share nothing, so that each may run anywhere."""
FIRST = (
    "batch",
    "14_",
    "12_",
    "13_",
    "11_",
    "10_",
    "08_",
    "01_",
    "tests/pipeline/test_demo.py",
    "graded",
    "sealed",
    "04_",
    "15_",
)
"""The groups that take longest, so that no core waits for one at the end."""


def group_of(item: pytest.Item) -> str | None:
    """Name the tests that must run in one process, one after the other.

    Args:
        item: A test.

    Returns:
        The group that its own file marks it with, a session fixture's name, a lesson's (its worked cells run
        once for all tests of it), or the test's file; None for a test that may run anywhere.
    """
    if marked := item.get_closest_marker("xdist_group"):
        return marked.args[0]
    file = item.nodeid.partition("::")[0]
    shared = next((name for name in SHARED_BY_FIXTURE if name in getattr(item, "fixturenames", ())), None)
    if shared:
        return shared
    if file.startswith("tests/lessons/") and (lesson := LESSON.search(item.nodeid)):
        return lesson[0]
    return None if file in ALONE else file


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what this machine lacks something for, or fail it; see `wants`."""
    refuse_what_lacks(item)


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group the tests for pytest-xdist (`--dist loadgroup`), the longest groups first."""
    groups = {item: group_of(item) for item in items}
    for item, group in groups.items():
        if group is not None and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(group))

    def place(item: pytest.Item) -> int:
        group = groups[item] or ""
        return next((at for at, name in enumerate(FIRST) if group.startswith(name)), len(FIRST))

    items.sort(key=place)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Stop where pytest-xdist did not take the groups: tests that build on each other would be torn apart.

    Raises:
        UsageError: A grouped test carries no group in its id.
    """
    if getattr(session.config.option, "loadgroup", False):
        torn = [
            item.nodeid
            for item in session.items
            if item.get_closest_marker("xdist_group") and "@" not in item.nodeid
        ]
        if torn:
            raise pytest.UsageError(
                f"{len(torn)} tests lost their group, {torn[0]} the first: see pyproject.toml."
            )
