"""Where the data and the programs beside it are."""

import json
import sys
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "data"

# `check.py` and the makers are programs beside the data, not parts of an installed package.
sys.path[:0] = [str(DATA), str(DATA / "make")]


@pytest.fixture(scope="session")
def data() -> Path:
    return DATA


@pytest.fixture(scope="session")
def manifest() -> dict[str, dict[str, dict]]:
    return json.loads((DATA / "manifest.json").read_text("utf-8"))
