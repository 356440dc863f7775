"""Another lesson for the tiny course, with the same exercises."""

import json
from pathlib import Path

import nbformat
from tiny_course import CHECKS, LESSON, POINTS, SOURCE, TinyCourse

from graders.answers import fill
from graders.build.notebook import make_notebook, to_text
from graders.build.source import read_source

SECOND = "91_tinier"


def add_second_lesson(course: TinyCourse) -> None:
    """Put the other lesson into a course; nothing of it is released."""
    checks = course.root / "graders" / "lessons" / f"lesson_{SECOND}.py"
    checks.write_text(CHECKS.replace(LESSON, SECOND), encoding="utf-8")
    source = course.root / "solutions" / f"{SECOND}.py"
    source.write_text(SOURCE, encoding="utf-8")
    cells, problems = read_source(source)
    assert not problems
    folder = source.with_suffix("")
    folder.mkdir()
    notebook = make_notebook(SECOND, cells, POINTS)
    (folder / f"{SECOND}.ipynb").write_text(to_text(notebook), encoding="utf-8")


def hand_second_in(course: TinyCourse, student: str, answers: dict[str, str]) -> Path:
    """Hand the other lesson in; learners got the same notebook as of the first, under another name."""
    folder = course.root / "submitted" / student / SECOND
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{SECOND}.ipynb"
    path.write_text(json.dumps(fill(nbformat.from_dict(course.released), answers)), encoding="utf-8")
    return path
