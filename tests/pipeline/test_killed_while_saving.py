"""A coordinator killed while it saves: the rows are there or they are not, and the next run mends it."""

import signal

import pytest
from faulty_course import assert_graded, hand_in_cut
from test_grade_command import coursework
from test_teacher_grading import RIGHT_SCORES, page_of
from tiny_course import LESSON, RIGHT, TinyCourse

# What stands in nbgrader_config.py runs in the coordinator.
DIES = """
import os, signal
from pathlib import Path
from graders.pipeline import gradebook

_commit, _dies, _graded = gradebook.commit_held, Path({flag!r}), Path({graded!r})

def commit_held(book):
    # The first commit after bruno's notebook was written is that of bruno's rows.
    saves_bruno = _dies.exists() and _graded.is_file() and '"graded": true' in _graded.read_text()
    if saves_bruno and _dies.read_text() == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    _commit(book)
    if saves_bruno:
        os.kill(os.getpid(), signal.SIGKILL)

gradebook.commit_held = commit_held
"""


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    course = TinyCourse(tmp_path_factory.mktemp("saving") / "course")
    assert course.nbgrader("generate_assignment", LESSON).returncode == 0
    return course


@pytest.mark.parametrize("moment", ["before", "after"])
def test_rows_are_there_or_not_and_the_next_run_goes_on(released, tmp_path, moment):
    course = released.copy(tmp_path / "course")
    flag = tmp_path / "dies"
    students = ("amina", "bruno", "chiara")
    for student in students:
        course.hand_in(student, RIGHT)
    reasons = hand_in_cut(course)
    graded = course.root / "autograded" / "bruno" / LESSON / f"{LESSON}.ipynb"
    with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(DIES.format(flag=str(flag), graded=str(graded)))
    flag.write_text(moment, encoding="utf-8")
    died = coursework(course, "grade", LESSON)
    assert died.returncode == -signal.SIGKILL
    # The notebook was written before the rows were committed; it alone counts for nothing.
    assert '"graded": true' in graded.read_text(encoding="utf-8")
    assert course.scores().get("bruno") == (RIGHT_SCORES if moment == "after" else None)
    first_log = (course.root / "grade.log").read_text(encoding="utf-8")
    flag.unlink()
    done = coursework(course, "grade", LESSON)
    assert done.returncode == 0, done.stderr
    state = "unchanged" if moment == "after" else "graded"
    assert f"bruno: {state}" in done.stdout.splitlines()
    assert_graded(course, dict.fromkeys(students, RIGHT_SCORES), reasons, logs=[first_log])
    assert page_of(course, "bruno").is_file()
