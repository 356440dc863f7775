"""Faults on one machine: whatever breaks, good submissions have their scores, and bad ones their reason."""

import subprocess
import sys
from typing import NamedTuple

import nbformat
import pytest
from faulty_course import (
    NOTHING,
    assert_graded,
    count_rows,
    hand_in_cut,
    hand_in_good,
    hand_in_malformed,
    rows_of,
    sealed_course,
    wait_for,
)
from test_grade_command import coursework
from test_teacher_grading import NO_SCORES, no_mounts, read_until, start
from tiny_course import LESSON, RIGHT, TinyCourse
from wants import wants

SLOW = {**RIGHT, "halve": f"import time\ntime.sleep(0.5)\n{RIGHT['halve']}"}


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    with sealed_course(tmp_path_factory.mktemp("faults")) as made:
        yield made


def test_fifty_malformed_files_among_a_hundred_good_ones_and_the_coordinator_killed_half_way(sealed):
    course = sealed.clean()
    scores, reasons = hand_in_good(course, 100), hand_in_malformed(course, 50)
    running = start(course, "grade", LESSON, "--no-feedback")
    for _ in range(70):
        read_until(running, ": graded")
    running.kill()
    running.communicate(timeout=60)
    first_log = (course.root / "grade.log").read_text(encoding="utf-8")
    expected = {**scores, **dict.fromkeys(reasons, NOTHING)}
    half_way = {student: given for student, given in course.scores().items() if given != NO_SCORES}
    assert 70 <= len(half_way) < 150
    assert half_way.items() <= expected.items()
    wait_for(lambda: not sealed.candidates(), "its candidates to end")
    done = coursework(course, "grade", LESSON, "--no-feedback")
    assert done.returncode == 0, done.stderr
    unchanged = {line.split(":")[0] for line in done.stdout.splitlines() if line.endswith(": unchanged")}
    assert unchanged == set(half_way)
    assert (
        f"{150 - len(half_way)} graded, {len(half_way)} unchanged since they were graded, 0 failed"
        in done.stdout
    )
    assert_graded(course, scores, reasons, logs=[first_log])


def test_a_forkserver_that_is_killed_costs_nobody_anything(sealed):
    # The examiner is forked from it too, and ends with it.
    course = sealed.clean('c.SealedExecute.examiner_preload = ["keras"]\n')
    scores = hand_in_good(course, 8)
    for student in ("good000", "good004"):
        course.hand_in(student, SLOW)
    reasons = hand_in_cut(course)
    running = start(course, "grade", LESSON)
    read_until(running, "good")
    wait_for(sealed.candidates, "a candidate")
    killed = sealed.forkservers()
    for process in killed:
        process.kill()
    out, err = running.communicate(timeout=240)
    assert running.returncode == 0, err
    assert "9 graded, 0 unchanged since they were graded, 0 failed" in out
    assert_graded(course, scores, reasons)
    assert not {process.pid for process in killed} & {process.pid for process in sealed.forkservers()}
    log = (course.root / "grade.log").read_text(encoding="utf-8")
    assert "a candidate was lost with its forkserver, and is replaced" in log


SLEEPER = (
    "import threading, time\nsleeper = lambda: threading.Thread(target=time.sleep, args=(1000,)).start()\n"
)
LIMITS = """
c.SealedExecute.timeout = 120
c.SealedExecute.sandbox = {
    "memory": 800 * 2**20,
    "processes": 100,
    "work_bytes": 64 * 2**20,
    "work_files": 2000,
    "output_bytes": 16 * 2**20,
}
"""


class Hog(NamedTuple):
    """What takes as much of something as it can get.

    Args:
        code: Its code, behind a right answer.
        points: What the answer gets: where the system refuses, Python raises, and what was earned before
            stands; a candidate that is ended takes its answer along.
        said: What its learner is told below the cell.
    """

    code: str
    points: int
    said: str


HOGS = {
    "memory": Hog(
        "kept = []\nwhile True:\n    try:\n        kept.append(bytearray(2**24))\n"
        "    except MemoryError:\n        pass",
        0,
        "This cell used more than 800 MiB of memory, which stopped everything.",
    ),
    "processes": Hog(
        "import os, time\nwhile True:\n    if os.fork() == 0:\n        time.sleep(1000)",
        3,
        "In grading, 100 processes and threads may run at a time.",
    ),
    "threads": Hog(
        f"{SLEEPER}while True:\n    sleeper()",
        3,
        "In grading, 100 processes and threads may run at a time.",
    ),
    "disk": Hog(
        "with open('full', 'wb') as file:\n    while True:\n        file.write(bytes(2**20))",
        3,
        "In grading, all files together may hold 64 MiB, and there may be 2,000 of them.",
    ),
    # What is not sent at once waits in memory, and would meet that limit first.
    "output": Hog(
        "while True:\n    print('x' * 10_000, flush=True)",
        0,
        "This cell wrote more than 16 MiB of output, which stopped everything.",
    ),
    # Takes of all, from all its processes, and never stops. Memory is the first limit that ends it.
    "all": Hog(
        f"import os\n{SLEEPER}kept = []\ndef take(what):\n    try:\n        what()\n"
        "    except BaseException:\n        pass\n"
        "for _ in range(8):\n    take(os.fork)\nwhile True:\n"
        "    take(lambda: kept.append(bytearray(2**22)))\n    take(sleeper)\n"
        "    take(lambda: print('x' * 100))\n"
        "    take(lambda: open(f'file{os.getpid()}-{len(kept)}', 'wb').write(kept[-1]))",
        0,
        "This cell used more than 800 MiB of memory, which stopped everything.",
    ),
}


def test_a_submission_that_takes_every_resource_it_can_costs_itself_alone(sealed):
    course = sealed.clean(LIMITS)
    scores, reasons = hand_in_good(course, 4), hand_in_cut(course)
    for name, hog in HOGS.items():
        course.hand_in(f"hog_{name}", {"halve": f"half = 5\n{hog.code}", "double": RIGHT["double"]})
        scores[f"hog_{name}"] = {"halve": (hog.points, False), "double": (2, False)}
    done = coursework(course, "grade", LESSON, "--no-feedback")
    assert done.returncode == 0, done.stderr
    assert_graded(course, scores, reasons)
    for name, hog in HOGS.items():
        assert hog.said in said_below(course, f"hog_{name}", "halve-solution"), name
    wait_for(lambda: not sealed.candidates(), "all that it started to end")


def said_below(course, student, cell_id):
    """Read what grading said below a cell of a graded notebook."""
    path = course.root / "autograded" / student / LESSON / f"{LESSON}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    (cell,) = [each for each in cells if each.metadata.get("nbgrader", {}).get("grade_id") == cell_id]
    shown = [output.data for output in cell.outputs if output.output_type == "display_data"]
    return "\n".join(data.get("text/plain", "") for data in shown)


SMALL_DISK = """
set -e
course=$1 out=$2 python=$3 lesson=$4 room=$5
disk=$(mktemp -d)
mount -t tmpfs -o size=96m tmpfs "$disk"
cp -a "$course" "$disk/course"
cd "$disk/course"
export PYTHONPATH="$PWD" PYTHONDONTWRITEBYTECODE=1
grade() {
    "$python" -m coursework.command grade "$lesson" >"$out/$1.out" 2>"$out/$1.err" && code=0 || code=$?
    echo $code >"$out/$1.code"
    mkdir "$out/$1"
    cp -a gradebook.db "$out/$1"
    [ ! -f grade.log ] || cp -a grade.log "$out/$1"
    [ ! -d autograded ] || cp -a autograded "$out/$1"
}
head -c "$room" /dev/zero >reserve
cat /dev/zero >ballast 2>/dev/null || true
rm reserve
grade full
rm ballast
grade again
umount -l "$disk"
rmdir "$disk"
"""
"""Puts the course on a small disk, grades it where nearly no room is left, then where there is some."""


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    course = TinyCourse(tmp_path_factory.mktemp("disk") / "course")
    assert course.nbgrader("generate_assignment", LESSON).returncode == 0
    return course


@wants(no_mounts())
@pytest.mark.parametrize("room", [0, 100_000])
def test_what_finds_no_room_on_a_full_disk_fails_with_a_sentence_and_is_graded_next(released, tmp_path, room):
    course = released.copy(tmp_path / "course")
    scores, reasons = hand_in_good(course, 4), hand_in_cut(course)
    out = tmp_path / "out"
    out.mkdir()
    done = subprocess.run(
        [
            "unshare",
            "-Urm",
            "sh",
            "-c",
            SMALL_DISK,
            "sh",
            course.root,
            out,
            sys.executable,
            LESSON,
            str(room),
        ],
        text=True,
        capture_output=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr

    def left(run):
        """Take what stood on the disk after a run; gives the run's exit status, and what it said."""
        course.root = out / run
        return tuple((out / f"{run}.{part}").read_text(encoding="utf-8").strip() for part in ("code", "err"))

    code, said = left("full")
    assert code == "1"
    lines = said.splitlines()
    assert all(line.startswith("coursework: ") and "The disk is full" in line for line in lines), said
    failed = {line.split()[1] for line in lines if " was not graded: " in line}
    there = course.scores()
    # A score is right or it is not there; who has none is named, and asks for the teacher if there was room.
    expected = {**scores, **dict.fromkeys(reasons, NOTHING)}
    assert failed | set(there) == set(expected)
    for student in expected:
        assert there.get(student, NO_SCORES) == (NO_SCORES if student in failed else expected[student])
    rows = count_rows(course)
    assert rows == rows_of(rows["student"], submissions=len(there))
    assert len(there) <= rows["student"] <= len(expected)
    assert lines and (failed or room)
    code, said = left("again")
    assert (code, said) == ("0", "")
    assert_graded(course, scores, reasons, logs=None)
