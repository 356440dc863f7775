"""Who is excused from what: a CSV file of the teacher's; nbgrader's gradebook has no place for it."""

import csv
from collections.abc import Collection
from pathlib import Path

from graders.errors import CourseError

Excused = frozenset[tuple[str, str]]
"""Pairs of a student's id and a lesson's name."""


def read_excused(path: Path | None, lessons: Collection[str], known: Collection[str]) -> Excused:
    """Read who is excused.

    Args:
        path: A CSV file with a column `student` and, unless all lessons are meant, a column `lesson`; None
            when nobody is.
        lessons: All lessons of the course.
        known: Ids of the students of the class.

    Returns:
        Student and lesson, for each that is excused; a row without a lesson stands for all of them.

    Raises:
        CourseError: The file cannot be read, or names a student or a lesson that there is not.
    """
    if path is None:
        return frozenset()
    found: set[tuple[str, str]] = set()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if "student" not in (rows.fieldnames or ()):
                raise CourseError(
                    f"{path} has no column `student`: its first line has to be `student` or `student,lesson`."
                )
            for row in rows:
                student, lesson = (row["student"] or "").strip(), (row.get("lesson") or "").strip()
                if not student:
                    continue
                where = f"{path}, line {rows.line_num}"
                if student not in known:
                    raise CourseError(f"{where}: nobody of this class has the id {student!r}: correct it.")
                if lesson and lesson not in lessons:
                    raise CourseError(f"{where}: there is no lesson {lesson!r}: correct it.")
                found |= {(student, each) for each in ([lesson] if lesson else lessons)}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"{path} cannot be read as a CSV file ({error}): save it as UTF-8.") from error
    return frozenset(found)
