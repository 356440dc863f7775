"""Notebooks that somebody works in, and a class's service, opened and closed for a test."""

import sys
from pathlib import Path
from typing import Any

import pytest
from desk_class import Class
from desk_notebook import Notebook

from coursework.desk import remote
from graders.desk.service import Limits

# What these have that is hostile is sent to a desk and to a class's service, too.
sys.path += [str(Path(__file__).parents[1] / part) for part in ("attacks", "evidence")]


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


@pytest.fixture
def make_class(tmp_path, monkeypatch):
    """Makes classes with a service, whose limits may be named."""
    monkeypatch.setattr(remote, "PAUSE", 0.1)
    made = []

    def make(hub=None, **limits):
        made.append(Class(tmp_path, Limits(**{"body": 10_000, **limits}), hub))
        return made[-1]

    yield make
    for each in made:
        each.attempts.close()
