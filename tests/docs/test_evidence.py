"""The table of docs/evidence.md names every kind, and tests that exist."""

import re
from pathlib import Path

from graders.evidence import kinds

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "evidence.md").read_text()


def test_every_kind_has_a_row():
    made = {
        name
        for name, kind in vars(kinds).items()
        if isinstance(kind, type) and issubclass(kind, kinds.Kind) and kind not in (kinds.Kind, kinds.Asked)
    }
    assert len(made) >= 12
    assert made == set(re.findall(r"^\| `(\w+)", PAGE, re.MULTILINE))


def test_every_row_names_a_test_that_exists():
    named = re.findall(r"`(tests/\S+\.py)::(\w+)`", PAGE)
    assert len(named) >= 15
    for path, test in named:
        assert f"def {test}(" in (ROOT / path).read_text(), f"{path}::{test}"
