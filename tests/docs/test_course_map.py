"""The map of the course: drawn from its text, with every lesson on it and no arrow that points back."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
TEXT = (PICTURES / "course_map.dot").read_text(encoding="utf-8")


def test_the_map_is_the_one_that_its_text_draws(tmp_path):
    drawn = tmp_path / "course_map.svg"
    subprocess.run(
        [Path(sys.executable).with_name("graphviz-pure"), "-Tsvg", "course_map.dot", "-o", drawn],
        cwd=PICTURES,
        check=True,
        capture_output=True,
        timeout=60,
    )
    assert drawn.read_bytes() == (PICTURES / "course_map.svg").read_bytes()
    released = ROOT / "solutions" / "00_start_here" / "course_map.svg"  # a lesson carries what it shows
    assert released.read_bytes() == drawn.read_bytes()


def test_every_lesson_is_on_the_map():
    on_the_map = set(re.findall(r"^  l(\d\d) \[", TEXT, re.M))
    assert {path.name[:2] for path in (ROOT / "solutions").glob("[0-9][0-9]_*.py")} <= on_the_map


def test_lessons_need_earlier_ones_alone():
    arrows = re.findall(r"l(\d\d) -> l(\d\d)", TEXT)
    assert len(arrows) > 15
    assert all(needed < lesson for needed, lesson in arrows)


def test_who_needs_what_agrees_with_the_lessons():
    """Whatever a lesson names under *Before you start* can be reached against the arrows."""
    needs: dict[str, set[str]] = {}
    for needed, lesson in re.findall(r"l(\d\d) -> l(\d\d)", TEXT):
        needs.setdefault(lesson, set()).add(needed)

    def all_before(lesson: str) -> set[str]:
        return needs.get(lesson, set()).union(*(all_before(one) for one in needs.get(lesson, ())))

    for path in sorted((ROOT / "solutions").glob("[0-9][0-9]_*.py")):
        line = re.search(r"^# \*\*Before you start:\*\*(.*)", path.read_text(encoding="utf-8"), re.M)
        named = set(re.findall(r"\b(\d\d)\b", line[1])) if line else set()
        assert named <= all_before(path.name[:2]) | {path.name[:2]}, path.name
