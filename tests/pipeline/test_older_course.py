"""Work of the first edition, older than the package `coursework`, is graded as it was then.

`older/course` was made by that edition: its release, what three learners handed in, their graded notebooks,
and its gradebook as SQL, in which a teacher has changed a score by hand. `older/00_start_here.ipynb` is a
learner's notebook of its bundle, answered there: it looks for the data by a search of its own, and names a
kernel that bundles no longer have. A lesson whose exercises have changed since is another lesson: that no
engine can make up for.
"""

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from nbgrader.api import Gradebook
from test_cycle import text_of
from test_grade_command import coursework
from test_marks import OLDER
from tiny_course import LESSON, ROOT, TinyCourse, no_sandbox
from wants import skip_or_fail

POINTS = {"right": (3, 2), "partly": (1, 1), "blank": (0, 0)}
"""What that edition gave for `halve` and `double`, before the teacher changed a score."""
BY_HAND = 1.5
FIRST = "00_start_here"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The older course's folder with today's engine, as after an update."""
    course = TinyCourse(tmp_path_factory.mktemp("older") / "course")
    shutil.copytree(OLDER / "course", course.root, dirs_exist_ok=True)
    with closing(sqlite3.connect(course.root / "gradebook.db")) as book:
        book.executescript((course.root / "gradebook.sql").read_text(encoding="utf-8"))
    return course


def automatic(course):
    return {
        student: tuple(scores[name][0] for name in ("halve", "double"))
        for student, scores in course.scores().items()
    }


def by_hand(course):
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}", "keras_coursework") as book:
        grade = book.find_grade("double-grade", LESSON, LESSON, "partly")
        return grade.score, bool(grade.needs_manual_grade)


def test_its_graded_notebooks_are_read(course):
    """Feedback pages and the report come from them without another grading."""
    assert course.nbgrader("generate_feedback", LESSON).returncode == 0
    page = text_of(course.feedback("partly"))
    assert "half of ten found: 6 hint: Divide by two." in page
    assert "What the checks gave 1 / 2 Your teacher's score 1.5 / 2" in page
    done = coursework(course, "report", LESSON)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, f"{LESSON}: 3 submissions"), done.stderr


def test_what_was_handed_in_gets_the_same_points(course):
    with closing(sqlite3.connect(course.root / "gradebook.db")) as book, book:
        book.execute("UPDATE grade SET auto_score = NULL")
    done = coursework(course, "grade", LESSON, "--force", "--no-feedback")
    assert done.returncode == 0, done.stderr[-3000:]
    assert automatic(course) == POINTS
    assert by_hand(course) == (BY_HAND, True)


def test_a_notebook_of_its_bundle_gets_its_points(tmp_path):
    if why := no_sandbox():
        skip_or_fail(f"no sandbox here: {why}")
    for name in (f"{FIRST}.py", FIRST):
        part = ROOT / "solutions" / name
        copied = tmp_path / "solutions" / name
        copied.parent.mkdir(exist_ok=True)
        (shutil.copytree if part.is_dir() else shutil.copy)(part, copied)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "data").symlink_to(ROOT / "data")
    place = tmp_path / "submitted" / "amina" / FIRST
    place.mkdir(parents=True)
    shutil.copy(OLDER / f"{FIRST}.ipynb", place)
    done = subprocess.run(
        [sys.executable, "-m", "coursework.command", "grade", FIRST, "--no-feedback"],
        cwd=tmp_path,
        text=True,
        capture_output=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert ["amina", "3", "3 of 3"] in [re.split(r"  +", line) for line in done.stdout.splitlines()]
