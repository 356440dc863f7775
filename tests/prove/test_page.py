"""docs/proof.md tells of the lessons, checks and answers of now, or says for which it does not."""

from pathlib import Path

from graders.build.layout import lessons
from graders.prove.excluded import Excluded
from graders.prove.page import older, page, stale
from graders.prove.proof import Proof

ROOT = Path(__file__).resolve().parents[2]


def test_page_is_up_to_date_or_says_for_which_lessons_it_is_not():
    changed = [sentence.split(" for ")[1].partition(":")[0] for sentence in stale(ROOT, lessons(ROOT))]
    assert changed == older(ROOT)


def test_what_a_task_excludes_stands_on_the_page_with_its_words():
    excluded = {
        ("90_tiny", "half"): [Excluded("logits", "a probability\nfor each | row")],
        ("90_tiny", "gone"): [Excluded("logits", "of an exercise that is no more")],
    }
    text = page([Proof("90_tiny", "half"), Proof("90_tiny", "third")], {}, excluded=excluded)
    assert "| 90_tiny `half` | logits | a probability for each \\| row |" in text
    assert "no more" not in text
    assert "## Excluded by the task" not in page([Proof("90_tiny", "third")], {}, excluded=excluded)


def test_page_says_how_often_each_way_is_tried():
    text = page([], {})
    assert "| variables renamed |" in text
    assert "one answer, in one exercise of 3 |" in text
    assert "two answers of an exercise, one where a model is trained |" in text
