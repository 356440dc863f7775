"""docs/proof.md tells of the lessons, checks and answers of now, or says for which it does not."""

from pathlib import Path

from graders.build.layout import lessons
from graders.prove.page import older, stale

ROOT = Path(__file__).resolve().parents[2]


def test_page_is_up_to_date_or_says_for_which_lessons_it_is_not():
    changed = [sentence.split(" for ")[1].partition(":")[0] for sentence in stale(ROOT, lessons(ROOT))]
    assert changed == older(ROOT)
