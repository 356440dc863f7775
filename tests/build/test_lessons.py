"""The lessons that the course ships: up to date, and running from top to bottom with nothing answered."""

import subprocess
import sys

import nbformat
import pytest
from conftest import ROOT

from graders.build.execute import execute
from graders.build.layout import lessons
from graders.build.make import read_draft, stale
from graders.build.ran import unanswered_problems
from graders.build.source import Role

BUILT = [lesson for lesson in lessons(ROOT) if lesson.release.is_file()]
name_of = pytest.mark.parametrize("lesson", BUILT, ids=lambda lesson: lesson.name)


@pytest.mark.parametrize("lesson", lessons(ROOT), ids=lambda lesson: lesson.name)
def test_a_lesson_is_up_to_date(lesson):
    draft, _ = read_draft(lesson)
    assert stale(lesson, draft) == []


@pytest.mark.parametrize("lesson", lessons(ROOT), ids=lambda lesson: lesson.name)
def test_each_visible_check_says_that_it_passed(lesson):
    checks = [cell for cell in read_draft(lesson)[0].cells if cell.role is Role.GRADE]
    assert checks
    for cell in checks:
        last = cell.text.strip().splitlines()[-1]
        assert last == f'print("The visible check of {cell.exercise} passed.")'


@name_of
def test_a_released_lesson_runs_with_nothing_answered(lesson, tmp_path_factory):
    draft, _ = read_draft(lesson)
    notebook = nbformat.read(lesson.release, as_version=4)
    work = ROOT / ".cache" / "tests"
    work.mkdir(parents=True, exist_ok=True)
    execute(notebook, work, keep_going=True)
    assert unanswered_problems(draft, notebook) == []
    stopped = [
        cell.id
        for cell in notebook.cells
        if any(output.output_type == "error" for output in cell.get("outputs", ()))
        and "raises-exception" not in cell.metadata.get("tags", ())
    ]
    assert sorted(stopped) == sorted(f"{name}-grade" for name in draft.points)


@name_of
def test_plain_nbgrader_makes_the_same_release(lesson, tmp_path):
    """From the course's own folder; its gradebook and its release folder are left alone."""
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", lesson.name, "--force"]
    command += [f"--CourseDirectory.db_url=sqlite:///{tmp_path / 'gradebook.db'}"]
    command += [f"--CourseDirectory.release_directory={tmp_path / 'lessons'}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    made = tmp_path / "lessons" / lesson.name / lesson.release.name
    assert made.read_bytes() == lesson.release.read_bytes()
