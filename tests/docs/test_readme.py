"""The README names every lesson and quotes the proof's own totals, and links on its pages lead somewhere."""

import re
from pathlib import Path

import pytest

from graders.build.layout import lessons

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "data" / "README.md"]


def test_every_lesson_has_a_line():
    for lesson in lessons(ROOT):
        assert f"](lessons/{lesson.name}/{lesson.name}.ipynb)" in README, lesson.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    missing = [each for each in targets if "://" not in each and not (page.parent / each).exists()]
    assert not missing


def test_the_proof_is_quoted_as_it_stands():
    proof = (ROOT / "docs" / "proof.md").read_text(encoding="utf-8")
    rows = [
        line.split("|")[1:-1] for line in proof.splitlines() if line.startswith(("| exercise", "| **all**"))
    ]
    totals = {name.strip(): re.findall(r"\d+", cell)[:2] for name, cell in zip(*rows[:2], strict=True)}
    right, wrong, mutants = (totals[name] for name in ("right pass", "wrong lose", "mutants caught"))
    said = " ".join(README.split())
    assert f"{right[0]} of {right[1]} right answers pass" in said
    assert f"{wrong[0]} of {wrong[1]} wrong ones lose" in said
    assert f"{mutants[0]} of {mutants[1]} mutants are caught" in said
