"""`coursework grade` at the teacher's desk: fresh pages, folders that refuse, stopping and waiting."""

import fcntl
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from html import unescape

import psutil
import pytest
from faulty_course import assert_graded, hand_in_cut
from test_grade_command import coursework
from tiny_course import LESSON, RIGHT, TinyCourse
from wants import wants

from graders.pipeline.command import points_shown
from graders.pipeline.interrupt import STOPPING

RIGHT_SCORES = {"halve": (3, False), "double": (2, False)}
NO_SCORES = {"halve": (None, True), "double": (None, True)}


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """The tiny course with its lesson in the gradebook."""
    course = TinyCourse(tmp_path_factory.mktemp("template") / "course")
    assert course.nbgrader("generate_assignment", LESSON).returncode == 0
    return course


@pytest.fixture
def course(released, tmp_path):
    return released.copy(tmp_path / "course")


def start(course, *arguments, inside=()):
    """Start `coursework` and leave it running; `inside` stands before its command."""
    return subprocess.Popen(
        [*inside, sys.executable, "-m", "coursework.command", *arguments],
        cwd=course.root,
        env={**os.environ, "PYTHONPATH": str(course.root)},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def read_until(process, wanted):
    """Read a process's lines until one holds the wanted words."""
    for line in process.stdout:
        if wanted in line:
            return line
    pytest.fail(f"{wanted!r} was never said; stderr: {process.stderr.read()}")


def page_of(course, student):
    return course.root / "feedback" / student / LESSON / f"{LESSON}.html"


def test_pages_are_fresh_after_each_grading_and_others_are_left(course):
    course.hand_in("amina", {"halve": "half = 6"})
    course.hand_in("bruno", RIGHT)
    done = coursework(course, "grade", LESSON)
    assert done.returncode == 0, done.stderr
    assert "wrote 2 feedback pages: " in done.stdout
    assert "Divide by two." in unescape(course.feedback("amina"))
    untouched = page_of(course, "bruno").stat().st_mtime_ns
    course.hand_in("amina", {"halve": "half = 7"})
    done = coursework(course, "grade", LESSON)
    assert "wrote 1 feedback page: " in done.stdout
    assert "half = 7" in unescape(course.feedback("amina")).replace("</span>", "").replace(
        '<span class="n">', ""
    ).replace('<span class="o">', "").replace('<span class="mi">', "").replace('<span class="w">', "")
    assert page_of(course, "bruno").stat().st_mtime_ns == untouched
    page_of(course, "bruno").unlink()
    done = coursework(course, "grade", LESSON)
    assert "0 graded, 2 unchanged" in done.stdout
    assert page_of(course, "bruno").is_file()


def test_no_feedback_leaves_pages_out_and_nbgraders_command_makes_them_anew(course):
    course.hand_in("amina", {"halve": "half = 6"})
    done = coursework(course, "grade", LESSON, "--no-feedback")
    assert done.returncode == 0, done.stderr
    assert not page_of(course, "amina").exists()
    assert "feedback page" not in done.stdout
    assert course.nbgrader("generate_feedback", LESSON).returncode == 0
    first = course.feedback("amina")
    course.hand_in("amina", RIGHT)
    assert course.nbgrader("autograde", LESSON, "--force").returncode == 0
    assert course.nbgrader("generate_feedback", LESSON).returncode == 0
    assert course.feedback("amina") != first
    assert "Divide by two." in unescape(first)
    assert "Divide by two." not in unescape(course.feedback("amina"))


def test_a_page_that_cannot_be_written_fails_alone(course):
    for student in ("amina", "bruno"):
        course.hand_in(student, RIGHT)
    (course.root / "feedback").mkdir()
    (course.root / "feedback" / "amina").write_text("in the way", encoding="utf-8")
    done = coursework(course, "grade", LESSON)
    assert done.returncode == 1
    (said,) = done.stderr.splitlines()
    assert said.startswith("coursework: amina has no feedback page: ")
    assert page_of(course, "bruno").is_file()
    assert course.scores() == {"amina": RIGHT_SCORES, "bruno": RIGHT_SCORES}


def no_mounts():
    """Say why nothing can be mounted for one process alone; empty where it can."""
    if shutil.which("unshare") is None:
        return "there is no program unshare (Debian: apt-get install util-linux)"
    tried = subprocess.run(["unshare", "-Urm", "mount", "--bind", "/tmp", "/tmp"], capture_output=True)
    return "no user namespace with mounts here" if tried.returncode else ""


@wants(no_mounts())
def test_a_folder_that_cannot_be_written_fails_one_submission_with_one_sentence(course):
    students = ("amina", "bruno", "chiara")
    for student in students:
        course.hand_in(student, {"halve": "half = 6"})
    assert coursework(course, "grade", LESSON).returncode == 0
    for student in students:
        course.hand_in(student, RIGHT)
    reasons = hand_in_cut(course)
    refuses = course.root / "autograded" / "bruno"
    # A read-only mount refuses root as well, which a folder's mode does not.
    script = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'
    command = [sys.executable, "-m", "coursework.command", "grade", LESSON]
    done = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", script, "sh", str(refuses), *command],
        cwd=course.root,
        env={**os.environ, "PYTHONPATH": str(course.root)},
        text=True,
        capture_output=True,
        timeout=600,
    )
    assert done.returncode == 1
    (said,) = done.stderr.splitlines()
    assert said.startswith(f"coursework: bruno was not graded: {refuses}")
    assert "cannot be written or removed (Read-only file system)" in said
    others = {"amina": RIGHT_SCORES, "chiara": RIGHT_SCORES}
    assert_graded(course, {**others, "bruno": NO_SCORES}, reasons)
    first_log = (course.root / "grade.log").read_text(encoding="utf-8")
    rows = {line.split()[0]: line for line in done.stdout.splitlines() if " of 5" in line}
    assert rows["bruno"].split() == ["bruno", "0?", "0?", "0", "of", "5"]
    assert not page_of(course, "bruno").exists()
    done = coursework(course, "grade", LESSON)
    assert done.returncode == 0, done.stderr
    assert "bruno: graded" in done.stdout.splitlines()
    assert_graded(course, {**others, "bruno": RIGHT_SCORES}, reasons, logs=[first_log])


def test_a_submission_that_failed_at_first_is_in_the_gradebook_and_asks_for_the_teacher(course):
    course.hand_in("amina", RIGHT)
    course.hand_in("bruno", RIGHT)
    (course.root / "autograded").mkdir()
    (course.root / "autograded" / "amina").write_text("in the way", encoding="utf-8")
    done = coursework(course, "grade", LESSON)
    assert done.returncode == 1
    assert done.stderr.startswith("coursework: amina was not graded: ")
    assert course.scores() == {"amina": NO_SCORES, "bruno": RIGHT_SCORES}


def test_a_gradebook_that_is_locked_is_a_sentence_and_the_next_run_grades(course):
    course.hand_in("amina", RIGHT)
    with closing(sqlite3.connect(course.root / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = coursework(course, "grade", LESSON)
    assert done.returncode == 1
    (said,) = done.stderr.splitlines()
    assert said.startswith(
        "coursework: amina was not graded: The gradebook cannot be read or written (database is locked)"
    )
    assert "amina: failed" in done.stdout.splitlines()
    done = coursework(course, "grade", LESSON)
    assert done.returncode == 0, done.stderr
    assert course.scores() == {"amina": RIGHT_SCORES}


def test_ctrl_c_keeps_what_is_done_and_a_second_run_goes_on(course, tmp_path):
    course.hand_in("amina", RIGHT)
    number = tmp_path / "number"
    endless = "import time\ntime.sleep(10_000)"
    begun = f"import os\nopen({str(number)!r}, 'w').write(str(os.getpid()))\n"
    course.hand_in("bruno", {"halve": begun + endless})
    course.hand_in("chiara", {"halve": endless})
    # Three at once: whoever begins first, nobody waits for an endless one to be stopped at its limit.
    running = start(course, "grade", LESSON, "--workers", "3")
    read_until(running, "amina: graded")
    while not (number.is_file() and number.read_text(encoding="utf-8")):
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert err.split("\n") == ["", STOPPING, ""]
    assert "1 graded, 0 unchanged since they were graded, 0 failed, 2 left for the next run" in out
    candidate = int(number.read_text(encoding="utf-8"))
    assert not psutil.pid_exists(candidate) or psutil.Process(candidate).status() == psutil.STATUS_ZOMBIE
    assert course.scores()["amina"] == RIGHT_SCORES
    assert not (course.root / "autograded" / "bruno" / LESSON).exists()
    assert course.scores()["bruno"] == NO_SCORES
    for student in ("bruno", "chiara"):
        course.hand_in(student, RIGHT)
    done = coursework(course, "grade", LESSON)
    assert done.returncode == 0, done.stderr
    assert {"amina: unchanged", "bruno: graded", "chiara: graded"} <= set(done.stdout.splitlines())
    assert course.scores() == dict.fromkeys(("amina", "bruno", "chiara"), RIGHT_SCORES)
    assert page_of(course, "amina").is_file()


def test_a_second_grading_says_that_it_waits_and_then_goes_on(course):
    course.hand_in("amina", RIGHT)
    folder = course.root / "autograded"
    folder.mkdir()
    with (folder / f".grading_{LESSON}").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        print(4242, file=lock, flush=True)
        running = start(course, "grade", LESSON)
        said = read_until(running, "being graded already")
        assert f"{LESSON} is being graded already, by process 4242: waiting for it to end" in said
        assert not (course.root / "grade.log").exists()
    out, err = running.communicate(timeout=300)
    assert running.returncode == 0, err
    assert "amina: graded" in out


def test_a_grading_that_was_killed_keeps_nobody_waiting(course, tmp_path):
    begun = tmp_path / "begun"
    course.hand_in("amina", {"halve": f"open({str(begun)!r}, 'w').close()\nimport time\ntime.sleep(10_000)"})
    running = start(course, "grade", LESSON)
    while not begun.exists():
        assert running.poll() is None
        time.sleep(0.05)
    running.kill()
    running.communicate(timeout=60)
    course.hand_in("amina", RIGHT)
    done = coursework(course, "grade", LESSON)
    assert done.returncode == 0, done.stderr
    assert "waiting" not in done.stdout
    assert course.scores() == {"amina": RIGHT_SCORES}


def test_one_student_is_graded_and_shown_alone(course):
    for student in ("amina", "bruno"):
        course.hand_in(student, RIGHT)
    assert coursework(course, "grade", LESSON).returncode == 0
    done = coursework(course, "grade", LESSON, "--student", "bruno")
    assert "bruno" in done.stdout
    assert "amina" not in done.stdout


@pytest.mark.parametrize(
    ("points", "shown"),
    [
        (0.1 + 0.2, "0.3"),
        (2 / 3, "0.67"),
        (5, "5"),
        (0.0, "0"),
        (-0.001, "0"),
        (1_234_567, "1234567"),
        (20, "20"),
    ],
)
def test_points_are_rounded(points, shown):
    assert points_shown(points) == shown
