"""docs/proof.md tells of the lessons, checks and answers of now."""

from pathlib import Path

from graders.build.layout import lessons
from graders.prove.page import stale

ROOT = Path(__file__).resolve().parents[2]


def test_page_is_up_to_date():
    assert stale(ROOT, lessons(ROOT)) == []
