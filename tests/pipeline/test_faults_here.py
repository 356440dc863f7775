"""Faults on one machine: whatever breaks, good submissions have their scores, and bad ones their reason."""

import shutil
import subprocess
import sys

import pytest
from faulty_course import (
    NOTHING,
    SCORES,
    assert_graded,
    hand_in_good,
    hand_in_malformed,
    sealed_course,
    wait_for,
)
from test_grade_command import coursework
from test_teacher_grading import NO_SCORES, can_mount, read_until, start
from tiny_course import LESSON, RIGHT, TinyCourse

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
    running = start(course, "grade", LESSON)
    read_until(running, "graded")
    wait_for(sealed.candidates, "a candidate")
    killed = sealed.forkservers()
    for process in killed:
        process.kill()
    out, err = running.communicate(timeout=240)
    assert running.returncode == 0, err
    assert "8 graded, 0 unchanged since they were graded, 0 failed" in out
    assert_graded(course, scores)
    assert not {process.pid for process in killed} & {process.pid for process in sealed.forkservers()}
    log = (course.root / "grade.log").read_text(encoding="utf-8")
    assert "a candidate was lost with its forkserver, and is replaced" in log


SLEEPER = (
    "import threading, time\nsleeper = lambda: threading.Thread(target=time.sleep, args=(1000,)).start()\n"
)
HOGS = {
    "memory": "kept = []\nwhile True:\n    kept.append(bytearray(2**24))",
    "processes": "import os, time\nwhile True:\n    if os.fork() == 0:\n        time.sleep(1000)",
    "threads": f"{SLEEPER}while True:\n    sleeper()",
    "disk": "with open('full', 'wb') as file:\n    while True:\n        file.write(bytes(2**20))",
    "output": "while True:\n    print('x' * 10_000)",
    "all": f"import os\n{SLEEPER}kept = []\nfor _ in range(8):\n    os.fork()\nwhile True:\n    try:\n"
    "        kept.append(bytearray(2**22))\n        sleeper()\n        print('x' * 2**16)\n"
    "        open(f'file{os.getpid()}-{len(kept)}', 'wb').write(kept[-1])\n"
    "    except BaseException:\n        pass",
}
"""What takes as much of one resource as it can get, and what takes of all and never stops."""
LIMITS = """
c.SealedExecute.timeout = 15
c.SealedExecute.sandbox = {
    "memory": 800 * 2**20,
    "processes": 200,
    "work_bytes": 64 * 2**20,
    "work_files": 2000,
    "output_bytes": 16 * 2**20,
}
"""


def test_a_submission_that_takes_every_resource_it_can_costs_itself_alone(sealed):
    course = sealed.clean(LIMITS)
    scores = hand_in_good(course, 4)
    for name, greedy in HOGS.items():
        course.hand_in(f"hog_{name}", {"halve": f"half = 5\n{greedy}", "double": RIGHT["double"]})
    done = coursework(course, "grade", LESSON, "--no-feedback")
    assert done.returncode == 0, done.stderr
    given = course.scores()
    # Where the system refuses, Python raises, and what was earned before stands; else the candidate ended.
    ended = {name for name in HOGS if given[f"hog_{name}"]["halve"] == (0, False)}
    assert {"memory", "all"} <= ended
    hogs = {f"hog_{name}": {**SCORES[0], "halve": (0 if name in ended else 3, False)} for name in HOGS}
    assert_graded(course, {**scores, **hogs})
    wait_for(lambda: not sealed.candidates(), "all that it started to end")


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


@pytest.mark.skipif(
    shutil.which("unshare") is None or not can_mount(), reason="no user namespace with mounts here"
)
@pytest.mark.parametrize("room", [0, 100_000])
def test_what_finds_no_room_on_a_full_disk_fails_with_a_sentence_and_is_graded_next(released, tmp_path, room):
    course = released.copy(tmp_path / "course")
    scores = hand_in_good(course, 4)
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
    assert failed | set(there) == set(scores)
    for student in scores:
        assert there.get(student, NO_SCORES) == (NO_SCORES if student in failed else scores[student])
    assert lines and (failed or room)
    code, said = left("again")
    assert (code, said) == ("0", "")
    assert_graded(course, scores)
