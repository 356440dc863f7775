"""docs/proof.md tells of the lessons, checks and answers of now, or says for which it does not."""

import re
from pathlib import Path

from graders.build.layout import lessons
from graders.prove.page import stale

ROOT = Path(__file__).resolve().parents[2]
OLDER = re.compile(r"^\*\*Older than the checks of today\*\*: (.+)\.", re.MULTILINE)


def test_page_is_up_to_date_or_says_for_which_lessons_it_is_not():
    said = OLDER.search((ROOT / "docs" / "proof.md").read_text(encoding="utf-8"))
    named = said[1].split(", ") if said else []
    behind = [sentence.split(" for ")[1].partition(":")[0] for sentence in stale(ROOT, lessons(ROOT))]
    assert behind == named
