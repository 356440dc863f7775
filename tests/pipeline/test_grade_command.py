"""`coursework grade` and `coursework report`: nbgrader's scores, several at once, and resumed."""

import os
import pty
import re
import subprocess
import sys
import termios
from unittest.mock import Mock

import pytest
from submissions import ANSWERS, BAD, CHANGES, POINTS, bad_files, extra_files
from tiny_course import LESSON, RIGHT, TinyCourse

from graders.kernels.environment import ONE_THREAD
from graders.pipeline import execute

STUDENTS = ["right", "blank", "partly", "noisy", "dies", "faulty_check", "skip_tags", *BAD, "files"]


def coursework(course, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "coursework.command", *arguments],
        cwd=course.root,
        env={**os.environ, "PYTHONPATH": str(course.root)},
        text=True,
        capture_output=True,
        timeout=600,
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = TinyCourse(tmp_path_factory.mktemp("grade") / "course")
    assert course.nbgrader("generate_assignment", LESSON).returncode == 0
    return course


def test_nobody_handed_in(course):
    done = coursework(course, "grade", LESSON)
    assert done.returncode == 1
    assert done.stderr.startswith(f"coursework: Nobody handed {LESSON} in")


def test_no_such_lesson(course):
    done = coursework(course, "grade", "90_tony")
    assert done.returncode == 1
    assert "There is no lesson '90_tony'" in done.stderr
    assert coursework(course, "report", LESSON).returncode == 1
    assert coursework(course, "grade", LESSON, "--workers", "0").returncode == 1


def test_several_at_once_give_nbgraders_scores(course):
    for student in STUDENTS:
        if student in ANSWERS:
            course.hand_in(student, ANSWERS[student][0])
        elif student in CHANGES:
            course.hand_in(student, {"halve": "half = 6"}, CHANGES[student][0])
    bad_files(course)
    extra_files(course)
    done = coursework(course, "grade", LESSON, "--workers", "3")
    assert done.returncode == 0, done.stderr[-3000:]
    scores = course.scores()
    for student in STUDENTS:
        assert (scores[student]["halve"][0], scores[student]["double"][0]) == POINTS[student], student
    table = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines() if " of 5" in line}
    assert table["right"] == ["2", "3", "5", "of", "5"]
    assert table["faulty_check"] == ["2", "0?", "2", "of", "5"]
    assert "CANARY" in (course.root / "grade.log").read_text(encoding="utf-8")
    assert "CANARY" not in done.stdout
    assert "as Keras does of an odd model" not in done.stderr


def test_a_second_run_grades_only_what_changed(course):
    course.hand_in("blank", RIGHT)
    done = coursework(course, "grade", LESSON)
    assert done.returncode == 0
    assert "blank: graded" in done.stdout.splitlines()
    assert f"1 graded, {len(STUDENTS)} unchanged" in done.stdout
    assert course.scores()["blank"] == {"halve": (3, False), "double": (2, False)}


def test_a_terminal_shows_a_bar_in_place_of_a_line_each(course):
    course.hand_in("blank", {"halve": "half = 6"})
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    running = subprocess.Popen(
        [sys.executable, "-m", "coursework.command", "grade", LESSON, "--no-feedback"],
        cwd=course.root,
        env={**os.environ, "PYTHONPATH": str(course.root)},
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    )
    os.close(theirs)
    out, _ = running.communicate(timeout=600)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert running.returncode == 0, shown
    assert f"1 graded, {len(STUDENTS)} unchanged" in out
    assert "blank: graded" not in out
    total = len(STUDENTS) + 1
    assert re.search(rf"{LESSON}: 100%\|.*\| {total}/{total} \[\d\d:\d\d<00:00, .*submission", shown)
    assert "failed" not in shown


def test_a_changed_check_grades_all_again_and_a_failure_is_said(course):
    checks = course.root / "graders" / "lessons" / f"lesson_{LESSON}.py"
    text = checks.read_text(encoding="utf-8")
    checks.write_text("import nothing_of_that_name\n", encoding="utf-8")
    done = coursework(course, "grade", LESSON, "--student", "right")
    assert done.returncode == 1
    assert "coursework: right was not graded: The checks of lesson 90_tiny cannot be loaded" in done.stderr
    assert course.scores()["right"] == {"halve": (None, True), "double": (None, True)}
    checks.write_text(text, encoding="utf-8")
    assert coursework(course, "grade", LESSON, "--student", "right").returncode == 0
    assert course.scores()["right"] == {"halve": (3, False), "double": (2, False)}


def test_the_report_counts_each_criterion(course):
    done = coursework(course, "report", LESSON)
    assert done.returncode == 0
    assert "Half of ten" in done.stdout
    assert "1 for the teacher" in done.stdout
    assert "most often found (1): str" in done.stdout
    assert done.stdout.startswith(f"{LESSON}: {len(STUDENTS) + 1} submissions")


def test_candidates_work_in_one_thread_each(monkeypatch, tmp_path):
    given = []
    monkeypatch.setattr(execute, "Candidate", lambda name, **settings: given.append(settings) or Mock())
    execute.SealedExecute(kernel_name=execute.SANDBOXED).starter(tmp_path)()
    assert given[0]["options"]["sandbox"].env == ONE_THREAD


def test_a_command_does_not_import_what_takes_longest_and_is_never_used():
    code = (
        "from coursework.command import installed_commands; installed_commands()\n"
        "import nbgrader.apps, sys; sys.exit('lark' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=120).returncode == 0
