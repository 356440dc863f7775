"""Grading as on macOS and Windows, where nothing can be forked and there is no sandbox."""

import os
import subprocess
import sys

import pytest
from tiny_course import LESSON, RIGHT, TinyCourse

LIKE_ELSEWHERE = {"COURSEWORK_COLD": "1"}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = TinyCourse(tmp_path_factory.mktemp("elsewhere") / "course", kernel="")
    assert course.nbgrader("generate_assignment", LESSON).returncode == 0
    course.hand_in("zoe", {**RIGHT, "halve": "half = 6"})
    return course


def grade(course, **environ):
    kept = {name: value for name, value in os.environ.items() if name != "COURSEWORK_UNSANDBOXED"}
    return subprocess.run(
        [sys.executable, "-m", "coursework.command", "grade", LESSON],
        cwd=course.root,
        env={**kept, "PYTHONPATH": str(course.root), **LIKE_ELSEWHERE, **environ},
        text=True,
        capture_output=True,
        timeout=300,
    )


def test_it_is_refused_in_words_and_nothing_is_scored(course):
    done = grade(course)
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert "The sandbox for candidates cannot be built here: COURSEWORK_COLD is set." in said
    assert "Set COURSEWORK_UNSANDBOXED=1 to run submissions without one on purpose." in said
    assert "Traceback" not in said
    assert not (course.root / "feedback").exists()


def test_on_purpose_it_grades_as_everywhere(course):
    done = grade(course, COURSEWORK_UNSANDBOXED="1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert course.scores()["zoe"] == {"halve": (1, False), "double": (2, False)}
    assert "Divide by two." in course.feedback("zoe")
