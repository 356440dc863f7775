"""All lessons of a learner, beside the feedback on one: what gradebook and graded notebooks hold of them."""

import os
from functools import lru_cache
from pathlib import Path

import nbformat.v4
from nbgrader.api import Grade, Gradebook
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory

from coursework.desk.all_lessons import Line, Open, still_open
from coursework.desk.lessons import Lesson, lesson_files, read_lesson
from graders.pipeline.marks import CellMark, exercise_of
from graders.pipeline.nbgrader_adapter import folder_written

_PENDING = "your teacher still looks at a part"


def name_of(gradebook: Gradebook, student: str) -> str:
    """Give what to call a student.

    Args:
        gradebook: nbgrader's.
        student: The student's id.

    Returns:
        The name, or the id where there is none.
    """
    person = gradebook.find_student(student)
    return " ".join(part for part in (person.first_name, person.last_name) if part) or student


def lines_of(converter: BaseConverter, gradebook: Gradebook, lesson: str, student: str) -> list[Line]:
    """Give a learner's lessons, as far as there is feedback on them.

    What was graded and has no feedback page yet is not told: its points may still be looked at.

    Args:
        converter: nbgrader's, which writes the feedback.
        gradebook: nbgrader's.
        lesson: The lesson that the feedback is on.
        student: The student's id.

    Returns:
        A line for each released lesson and each in the gradebook, in the course's order.
    """
    coursedir = converter.coursedir
    folder = Path(coursedir.format_path(coursedir.release_directory, ".", "."))
    released = {path.stem: _released(path, path.stat().st_mtime_ns) for path in lesson_files(folder)}
    most = {each.name: float(each.max_score) for each in gradebook.assignments}
    submissions = {each.name: each for each in gradebook.student_submissions(student)}
    here = Path(folder_written(converter, lesson, student))
    found = []
    for name in sorted({*released, *most}):
        known = released.get(name, Lesson(name, name))
        whole = most.get(name) or sum(each.points for each in known.exercises.values())
        page = Path(folder_written(converter, name, student), f"{name}.html")
        submission = submissions.get(name)
        if submission is None:
            line = Line(name, known.title, whole)
        elif name != lesson and not page.is_file():
            line = Line(name, known.title, whole, said="handed in")
        else:
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            line = Line(
                name,
                known.title,
                whole,
                max(0.0, float(submission.score) - float(submission.late_submission_penalty or 0)),
                _open(coursedir, grades, name, student),
                _PENDING if any(grade.needs_manual_grade for grade in grades) else "",
                "" if name == lesson else os.path.relpath(page, here),
            )
        found.append(line)
    return found


@lru_cache(maxsize=64)
def _released(path: Path, changed: int) -> Lesson:
    """Read a released lesson once for a whole class, and again when its file changes."""
    return read_lesson(path) or Lesson(path.stem, path.stem)


def _open(coursedir: CourseDirectory, grades: list[Grade], lesson: str, student: str) -> tuple[Open, ...]:
    """Give what can still be had in a graded notebook; exercises with all their points are done."""
    done = {exercise_of(grade.name) for grade in grades if grade.score >= grade.max_score}
    folder = coursedir.format_path(coursedir.autograded_directory, student, lesson)
    try:
        # The engine wrote it: it need not be validated again, which takes longest.
        notebook = nbformat.v4.reads(Path(folder, f"{lesson}.ipynb").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()  # its points stand in the gradebook all the same
    verdicts = [CellMark.read(cell).read_verdict() for cell in notebook.cells]
    return tuple(
        each
        for verdict in verdicts
        if verdict is not None and verdict.exercise not in done
        for each in still_open(verdict)
    )
