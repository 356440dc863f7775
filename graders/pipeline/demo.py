"""`coursework demo`: the whole cycle on the sample class, by nbgrader's own commands and `coursework grade`.

Releases the lessons, hands in what the sample class answered, grades it, writes feedback, exports the grades,
and prints a table. All that it writes stands in one folder: a teacher's own gradebook is never touched.
"""

import argparse
import csv
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nbformat

from coursework.desk.all_lessons import OVERVIEW
from graders.answers import Student, fill, sample_class
from graders.errors import CourseError
from graders.pipeline.command import grade, logging_to

ROOT = Path(__file__).resolve().parents[2]
CELL_SECONDS = 20
"""Time for one cell: one student's loop never ends, and nobody wants to watch it for long."""
HANDED_IN = "2026-01-12 09:00:00 UTC"
"""When the sample class handed in: any fixed time, so that a second run gives the same gradebook."""


EXAMPLE = "coursework demo 01_sequential --folder demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options.

    Args:
        parser: The parser of `coursework demo`.
    """
    parser.add_argument(
        "lessons", nargs="*", metavar="LESSON", help="lessons to grade (default: all of the class)"
    )
    parser.add_argument("--folder", type=Path, default=ROOT / "demo", help="where to write (default: demo/)")


def run(args: argparse.Namespace) -> int:
    """Walk the cycle and print what came of it.

    Args:
        args: The parsed options.

    Returns:
        0 when every submission was graded.

    Raises:
        CourseError: A step failed; the sentence names it and where its log stands.
    """
    started = time.monotonic()
    course = DemoCourse(args.folder.resolve())
    students = sample_class()
    known = sorted({lesson for student in students for lesson in student.lessons})
    lessons = args.lessons or known
    for lesson in lessons:
        if lesson not in known:
            raise CourseError(f"The sample class has no answers to {lesson!r}; it has {', '.join(known)}.")
    course.clear()
    for lesson in lessons:
        print(f"{lesson}: release", flush=True)
        course.nbgrader("generate_assignment", lesson, "--create", "--force")
        count = sum(course.hand_in(student, lesson) for student in students)
        print(f"{lesson}: grade {count} submissions", flush=True)
        course.grade(lesson)
        print(f"{lesson}: feedback", flush=True)
        course.nbgrader("generate_feedback", lesson)
    course.nbgrader("export", "--to", str(course.grades))
    print()
    print(table(course.grades, students, lessons))
    print()
    for made, words in course.made().items():
        print(f"{words}: open {_shown(made)}")
    print(f"took {time.monotonic() - started:.0f} s")
    return 0


class DemoCourse:
    """A class's folders and gradebook, beside the course and never inside a teacher's own.

    Args:
        folder: Where submissions, graded notebooks, feedback, grades and the gradebook stand.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.gradebook = folder / "gradebook.db"
        self.grades = folder / "grades.csv"
        self.log = folder / "nbgrader.log"

    def clear(self) -> None:
        """Make the folder anew.

        Raises:
            CourseError: The folder cannot be written, or holds something that is not a demo's.
        """
        marker = self.folder / ".demo"
        if self.folder.exists() and any(self.folder.iterdir()) and not marker.exists():
            raise CourseError(
                f"{_shown(self.folder)} holds other things: give an empty folder with --folder."
            )
        try:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True, exist_ok=True)
            marker.touch()
        except OSError as error:
            raise CourseError(
                f"{_shown(self.folder)} cannot be written ({error.strerror}): give another with --folder."
            ) from error

    def made(self) -> dict[Path, str]:
        """Say what a walk through the cycle leaves to look at.

        Returns:
            A file to open for each thing that was made, with what it is. Of pages and notebooks of many
            submissions it is the first; the others stand in folders beside it.
        """
        graded = min((self.folder / "autograded").glob("*/*/*.ipynb"))
        pages = (self.folder / "feedback").glob("*/*/*.html")
        page = min(path for path in pages if path.name != OVERVIEW)
        # What was written with the last lesson tells of all of them.
        lessons = max(page.parent.parent.glob(f"*/{OVERVIEW}"))
        released = min((self.folder / "released").glob("*/*.ipynb"))
        return {
            released: "lessons as released",
            graded: "graded notebooks, one a submission",
            page: "feedback, a page a submission",
            lessons: "all lessons of a learner",
            self.grades: "grades, one row a student and lesson",
            self.gradebook: "nbgrader's gradebook (SQLite)",
            self.log: "nbgrader's log",
        }

    @property
    def places(self) -> dict[str, str]:
        """Where nbgrader finds and writes things: its names for folders → paths."""
        return {
            "release_directory": str(self.folder / "released"),
            "submitted_directory": str(self.folder / "submitted"),
            "autograded_directory": str(self.folder / "autograded"),
            "feedback_directory": str(self.folder / "feedback"),
            "db_url": f"sqlite:///{self.gradebook}",
        }

    def grade(self, lesson: str) -> None:
        """Grade what was handed in of a lesson, as `coursework grade` does.

        Args:
            lesson: The lesson.

        Raises:
            CourseError: A submission could not be graded.
        """
        log = self.folder / f"grade_{lesson}.log"
        settings: dict[str, dict[str, Any]] = {
            "CourseDirectory": self.places,
            "SealedExecute": {"timeout": CELL_SECONDS},
        }
        with logging_to(log) as logger:
            graded = grade(ROOT, lesson, logger, workers=os.cpu_count() or 1, settings=settings)
        failed = [outcome for outcome in graded.outcomes if outcome.state == "failed"]
        if failed:
            whose = ", ".join(outcome.student for outcome in failed)
            raise CourseError(f"{lesson} of {whose} could not be graded: see {_shown(log)}.")

    def nbgrader(self, *command: str) -> None:
        """Run one nbgrader command from the course's root, on this class's folders.

        Args:
            command: The subcommand and its arguments.

        Raises:
            CourseError: The command failed.
        """
        options = [f"--CourseDirectory.{name}={place}" for name, place in self.places.items()]
        line = [sys.executable, "-m", "nbgrader", *command, *options]
        environ = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        }
        with self.log.open("a", encoding="utf-8") as log:
            done = subprocess.run(line, cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            raise CourseError(
                f"`nbgrader {command[0]}` failed with exit code {done.returncode}: see {_shown(self.log)}."
            )

    def hand_in(self, student: Student, lesson: str) -> bool:
        """Write one student's submission.

        Args:
            student: Whose.
            lesson: Of which lesson.

        Returns:
            Whether the student handed that lesson in.
        """
        if lesson not in student.lessons:
            return False
        released = nbformat.read(self.folder / "released" / lesson / f"{lesson}.ipynb", as_version=4)
        place = self.folder / "submitted" / student.id / lesson
        place.mkdir(parents=True)
        nbformat.write(fill(released, student.lessons[lesson]), place / f"{lesson}.ipynb")
        (place / "timestamp.txt").write_text(f"{HANDED_IN}\n", encoding="utf-8")
        return True


def table(grades: Path, students: list[Student], lessons: list[str]) -> str:
    """Lay nbgrader's exported grades out as students × lessons.

    Args:
        grades: The CSV file that `nbgrader export` wrote.
        students: The rows.
        lessons: The columns.

    Returns:
        The table as text, points of maximum in each field and a dash where nothing was handed in.
    """
    with grades.open(encoding="utf-8", newline="") as file:
        scores = {(row["student_id"], row["assignment"]): row for row in csv.DictReader(file)}
    rows = [["student", *lessons]]
    for student in students:
        fields = [student.name]
        for lesson in lessons:
            row = scores.get((student.id, lesson))
            if row is not None and lesson in student.lessons:
                fields.append(f"{float(row['score']):g} of {float(row['max_score']):g}")
            else:
                fields.append("–")
        rows.append(fields)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(field.ljust(width) for field, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
