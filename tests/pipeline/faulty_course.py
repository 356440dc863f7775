"""What tests of faults share: a course to break things in, and what must hold afterwards, whatever broke."""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import psutil
import pytest
from sqlalchemy import create_engine, text
from submissions import BAD, bad_files
from tiny_course import LESSON, RIGHT, TinyCourse
from wants import skip_or_fail

from graders.kernels.doctor import sandbox
from graders.pipeline.marks import NotebookMark

WAIT_SECONDS = 60
ANSWERS = (RIGHT, {"halve": "half = 6"}, {"double": "doubles = [20, 40]"}, {})
SCORES = (
    {"halve": (3, False), "double": (2, False)},
    {"halve": (1, False), "double": (0, False)},
    {"halve": (0, False), "double": (1, False)},
    {"halve": (0, False), "double": (0, False)},
)
"""What each of `ANSWERS` gets."""
NOTHING = SCORES[-1]
Scores = dict[str, tuple[float | None, bool]]
Found = TypeVar("Found")


def hand_in_good(course: TinyCourse, number: int) -> dict[str, Scores]:
    """Hand in notebooks that can be read, right ones and others; gives the scores that they must get."""
    expected = {}
    for at in range(number):
        course.hand_in(f"good{at:03}", ANSWERS[at % len(ANSWERS)])
        expected[f"good{at:03}"] = SCORES[at % len(SCORES)]
    return expected


def hand_in_malformed(course: TinyCourse, number: int) -> dict[str, str]:
    """Hand in files that are no notebook of the lesson; gives what must be said of each."""
    bad_files(course)
    reasons = dict(BAD)
    for at in range(number - len(BAD)):
        whole = course.hand_in(f"cut{at:02}", RIGHT).read_bytes()
        course.place(f"cut{at:02}").write_bytes(whole[: (at + 1) * len(whole) // (number + 1)])
        reasons[f"cut{at:02}"] = "not valid JSON"
    assert len(reasons) == number
    return reasons


def hand_in_cut(course: TinyCourse, content: str = "{") -> dict[str, str]:
    """Hand in one file that breaks off; gives what must be said of it."""
    course.place("cut").write_text(content, encoding="utf-8")
    return {"cut": "not valid JSON"}


def count_rows(course: TinyCourse) -> dict[str, int]:
    """Count what the gradebook holds of students and of what they handed in, table by table."""
    engine = create_engine(course.gradebook)
    try:
        with engine.connect() as book:
            return {
                table: book.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
                for table in ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")
            }
    finally:
        engine.dispose()


def rows_of(students: int, submissions: int | None = None) -> dict[str, int]:
    """Give the rows that belong to so many students, with one submission each unless it says otherwise."""
    submissions = students if submissions is None else submissions
    return {
        "student": students,
        "submitted_assignment": submissions,
        "submitted_notebook": submissions,
        "grade": 2 * submissions,
        "comment": 2 * submissions,
    }


def assert_graded(
    course: TinyCourse,
    scores: Mapping[str, Scores],
    reasons: Mapping[str, str] | None = None,
    logs: Iterable[str] | None = (),
) -> None:
    """Hold gradebook, graded notebooks and log against what must be in them: nobody lost, nothing twice.

    Args:
        course: The course, after its last grading.
        scores: The scores of everybody who handed something in that can be read.
        reasons: What graded notebook and log must say of everybody else; they have no points.
        logs: Logs of gradings before the last one; None where no log can be whole.
    """
    reasons = reasons or {}
    expected = {**scores, **dict.fromkeys(reasons, NOTHING)}
    assert course.scores() == expected
    assert count_rows(course) == rows_of(len(expected))
    for student, why in reasons.items():
        graded = course.root / "autograded" / student / LESSON / f"{LESSON}.ipynb"
        assert why in " ".join(NotebookMark.of_file(graded).notes or ()), student
    if logs is None:
        return
    log = "\n".join([*logs, (course.root / "grade.log").read_text(encoding="utf-8")])
    for student, why in reasons.items():
        said = {line.partition(f" {student}/{LESSON}: ")[2] for line in log.splitlines()} - {""}
        assert len(said) == 1 and why in said.pop(), student


class Sealed:
    """A course whose candidates are sandboxed, with a forkserver of its own; every test begins with it clean.

    Args:
        folder: A folder.
        runtime: The runtime folder of its forkserver.
    """

    def __init__(self, folder: Path, runtime: Path) -> None:
        self.course = TinyCourse(folder / "course", kernel="")
        done = self.course.nbgrader("generate_assignment", LESSON)
        assert done.returncode == 0, done.stderr
        self.runtime = runtime
        self._config = (self.course.root / "nbgrader_config.py").read_text(encoding="utf-8")
        self._book = (self.course.root / "gradebook.db").read_bytes()

    def clean(self, config: str = "") -> TinyCourse:
        """Take away what was handed in and graded, and give the course some more settings."""
        for name in ("submitted", "autograded", "feedback"):
            shutil.rmtree(self.course.root / name, ignore_errors=True)
        (self.course.root / "gradebook.db").write_bytes(self._book)
        (self.course.root / "nbgrader_config.py").write_text(self._config + config, encoding="utf-8")
        return self.course

    def forkservers(self) -> list[psutil.Process]:
        """Find the forkservers that listen in the runtime folder, without what they have forked."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                words = process.cmdline()
                if str(self.runtime) in " ".join(words) and "--path" in words:
                    found.append(process)
        pids = {process.pid for process in found}
        return [process for process in found if process.ppid() not in pids]

    def candidates(self) -> list[psutil.Process]:
        """Find what the forkservers have forked."""
        found = []
        for process in self.forkservers():
            with contextlib.suppress(psutil.Error):
                found += process.children(recursive=True)
        return found


@contextlib.contextmanager
def sealed_course(folder: Path) -> Iterator[Sealed]:
    """Make such a course; its forkserver ends with the block. Skips where there is no sandbox."""
    # A socket's path has to be short.
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="cw-") as runtime:
        patch.setenv("COURSEWORK_RUNTIME_DIR", runtime)
        patch.setenv("COURSEWORK_OWNER_PID", str(os.getpid()))
        if not (told := sandbox()).good:
            skip_or_fail(f"no sandbox here: {told.value}")
        sealed = Sealed(folder, Path(runtime))
        try:
            yield sealed
        finally:
            for process in sealed.forkservers():
                with contextlib.suppress(psutil.Error):
                    process.terminate()
                    process.wait(WAIT_SECONDS)


def wait_for(what: Callable[[], Found], why: str) -> Found:
    """Wait until something is there."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not (found := what()):
        assert time.monotonic() < deadline, f"waited {WAIT_SECONDS} s for {why}"
        time.sleep(0.05)
    return found
