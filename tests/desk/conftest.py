"""Notebooks that somebody works in, opened and closed for a test."""

from typing import Any

import pytest
from desk_notebook import Notebook


@pytest.fixture
def progress_path(tmp_path):
    """Where this test's tries are noted."""
    return tmp_path / "progress.jsonl"


@pytest.fixture
def notebook(progress_path):
    """Opens notebooks; all are closed at the end."""
    opened: list[Notebook] = []

    def open_(lesson: str = "00_start_here", **options: Any) -> Notebook:
        settings = {"COURSEWORK_PROGRESS": str(progress_path), "COURSEWORK_DESK_IDLE_SECONDS": "5"}
        opened.append(Notebook(lesson, **{**settings, **options}))
        return opened[-1]

    yield open_
    for each in opened:
        each.close()
