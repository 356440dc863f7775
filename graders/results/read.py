"""Reads what a class got, from nbgrader's gradebook and the graded notebooks."""

import contextlib
import datetime
import math
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat.v4
from nbformat import NotebookNode

from graders.build.layout import Lesson
from graders.criteria import Verdict
from graders.errors import CourseError
from graders.pipeline.marks import CellMark, NotebookMark

if TYPE_CHECKING:
    from nbgrader.api import Gradebook, SubmittedAssignment
    from nbgrader.coursedir import CourseDirectory

DAY = datetime.timedelta(days=1)
_GRADE, _SOLUTION = "-grade", "-solution"


class State(StrEnum):
    """How far a student is with a lesson."""

    GRADED = "graded"
    PENDING = "pending"
    """Graded, and a person still has to decide on a part of it."""
    WAITING = "waiting"
    """Handed in, and not graded yet."""
    MISSING = "missing"
    EXCUSED = "excused"


@dataclass(frozen=True)
class Person:
    """A student of the class.

    Args:
        id: The id in nbgrader.
        first_name: The first name; may be empty, as all that follow.
        last_name: The last name.
        email: The e-mail address.
        lms_user_id: The id in the learning management system.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def name(self) -> str:
        """What to call the student: the name, or the id where there is none."""
        return " ".join(part for part in (self.first_name, self.last_name) if part) or self.id

    @property
    def label(self) -> str:
        """The name with the id behind it, or the id where there is no name."""
        return self.id if self.name == self.id else f"{self.name} ({self.id})"


@dataclass(frozen=True)
class Mark:
    """What one exercise of a submission got.

    Args:
        exercise: The exercise's name.
        score: The points that count.
        max_score: The points that could be had.
        automatic: What the checks gave; None when they gave nothing.
        by_hand: Whether a teacher decided on the score.
        pending: Whether a teacher has to look.
        comment: The teacher's words.
        verdict: What the checks said; None where no graded notebook says it.
    """

    exercise: str
    score: float
    max_score: float
    automatic: float | None = None
    by_hand: bool = False
    pending: bool = False
    comment: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Result:
    """What one student got for one lesson.

    Args:
        person: The student.
        lesson: The lesson's name.
        state: How far it is.
        max_score: The points that could be had.
        marks: One for each exercise, in the lesson's order; none when nothing is graded.
        penalty: Points taken off for being late.
        seconds_late: How late it was handed in.
        handed_in: When, in UTC; None when nobody knows.
        answers: Source of the solution cell of each exercise that was tried.
        notes: What the engine said about the submission as a whole, such as why it could not be read.
        readable: Whether the submission could be read.
    """

    person: Person
    lesson: str
    state: State
    max_score: float
    marks: tuple[Mark, ...] = ()
    penalty: float = 0
    seconds_late: float = 0
    handed_in: datetime.datetime | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    readable: bool = True

    @property
    def has_score(self) -> bool:
        """Whether there is a score, be it the last word or not."""
        return self.state in (State.GRADED, State.PENDING)

    @property
    def raw_score(self) -> float:
        """The points of all exercises, before anything is taken off for being late."""
        return sum(mark.score for mark in self.marks)

    @property
    def score(self) -> float:
        """The points that count: late penalties taken off, never below 0, as nbgrader's export has it."""
        return max(0.0, self.raw_score - self.penalty)

    @property
    def days_late(self) -> int:
        """Days late, each begun one counted."""
        return math.ceil(self.seconds_late / DAY.total_seconds())


@dataclass(frozen=True)
class LessonResults:
    """What a class got for one lesson.

    Args:
        name: The lesson's name.
        max_score: The points that could be had.
        results: One for each student of the class, by id.
    """

    name: str
    max_score: float
    results: tuple[Result, ...]


@dataclass(frozen=True)
class ClassResults:
    """What a class got.

    Args:
        people: Everybody in the gradebook or with a submission, by id.
        lessons: What they got, lesson by lesson.
    """

    people: tuple[Person, ...]
    lessons: tuple[LessonResults, ...]

    def of(self, person: Person) -> list[Result]:
        """Give a student's results, lesson by lesson."""
        return [
            result for lesson in self.lessons for result in lesson.results if result.person.id == person.id
        ]


def course_directory(root: Path) -> "CourseDirectory":
    """Give nbgrader's names for the folders and the gradebook of a course.

    Args:
        root: The course's top folder.

    Returns:
        nbgrader's own object, by the course's `nbgrader_config.py`.
    """
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config.loader import PyFileConfigLoader

    # nbgrader calls `alembic` by name when it opens an older gradebook.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    if "root" not in config.CourseDirectory:
        config.CourseDirectory.root = str(root)
    return CourseDirectory(config=config)


@contextlib.contextmanager
def reading_gradebook(coursedir: "CourseDirectory") -> "Iterator[Gradebook]":
    """Open the gradebook that there is; nbgrader would make an empty one where there is none.

    Args:
        coursedir: nbgrader's names.

    Yields:
        The gradebook.

    Raises:
        CourseError: There is none, or it cannot be read.
    """
    from nbgrader.api import Gradebook
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    url = make_url(coursedir.db_url)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).is_file():
        raise CourseError(
            f"There is no gradebook at {url.database}: run `coursework grade LESSON` first, in the course's "
            "folder."
        )
    try:
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            yield gradebook
    except SQLAlchemyError as error:
        raise CourseError(
            f"The gradebook {url.render_as_string()} cannot be read ({str(error).partition(chr(10))[0]}): "
            "mend that, then run the same command again."
        ) from error


def read_class(
    root: Path,
    lessons: Sequence[Lesson],
    is_excused: "Callable[[Sequence[str]], frozenset[tuple[str, str]]]" = lambda ids: frozenset(),
) -> ClassResults:
    """Read what a class got.

    Args:
        root: The course's top folder.
        lessons: The lessons that are asked for.
        is_excused: Gives, for the ids of the class, who is excused from what.

    Returns:
        One result for each student and lesson.

    Raises:
        CourseError: There is no gradebook, or it does not know a lesson.
    """
    from nbgrader.api import MissingEntry

    coursedir = course_directory(root)
    handed_in = {lesson.name: _handed_in(coursedir, lesson.name) for lesson in lessons}
    with reading_gradebook(coursedir) as gradebook:
        people = {
            each.id: Person(
                each.id,
                each.first_name or "",
                each.last_name or "",
                each.email or "",
                each.lms_user_id or "",
            )
            for each in gradebook.students
        }
        for student in sorted(set().union(*handed_in.values())):
            people.setdefault(student, Person(student))
        excused = is_excused(sorted(people))
        found = []
        for lesson in lessons:
            try:
                assignment = gradebook.find_assignment(lesson.name)
            except MissingEntry as error:
                raise CourseError(
                    f"The gradebook does not know {lesson.name}: run `coursework grade {lesson.name}` first."
                ) from error
            most = float(assignment.max_score)
            submissions = {each.student.id: each for each in gradebook.assignment_submissions(lesson.name)}
            results = []
            for student, person in sorted(people.items()):
                submission = submissions.get(student)
                if submission is not None:
                    notebook = _graded_notebook(coursedir, student, lesson.name)
                    result = _result(person, lesson.name, most, submission, notebook)
                else:
                    waits = student in handed_in[lesson.name]
                    result = Result(person, lesson.name, State.WAITING if waits else State.MISSING, most)
                if (student, lesson.name) in excused:
                    result = Result(person, lesson.name, State.EXCUSED, most)
                results.append(result)
            found.append(LessonResults(lesson.name, most, tuple(results)))
    return ClassResults(tuple(people[student] for student in sorted(people)), tuple(found))


def _handed_in(coursedir: "CourseDirectory", lesson: str) -> set[str]:
    """List the students with a notebook in the folder of submissions."""
    folder = Path(coursedir.root, coursedir.submitted_directory)
    return {path.parent.parent.name for path in folder.glob(f"*/{lesson}/*.ipynb")}


def _graded_notebook(coursedir: "CourseDirectory", student: str, lesson: str) -> NotebookNode | None:
    """Read a graded notebook, which the engine wrote; None when there is none."""
    folder = coursedir.format_path(coursedir.autograded_directory, student, lesson)
    try:
        # The engine wrote it: it need not be validated again, which takes longest.
        return nbformat.v4.reads(Path(folder, f"{lesson}.ipynb").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _result(
    person: Person,
    lesson: str,
    most: float,
    submission: "SubmittedAssignment",
    notebook: NotebookNode | None,
) -> Result:
    verdicts: dict[str, Verdict] = {}
    answers: dict[str, str] = {}
    mark = NotebookMark()
    if notebook is not None:
        mark = NotebookMark.read(notebook)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            told = CellMark.read(cell)
            if (verdict := told.read_verdict()) is not None:
                verdicts[verdict.exercise] = verdict
            if name.endswith(_SOLUTION) and told.attempted is not False:
                answers[name.removesuffix(_SOLUTION)] = cell.source
    marks = []
    for each in submission.notebooks:
        comments: dict[str, list[str]] = {}
        for comment in each.comments:
            # nbgrader's own comment, "No response.", is no teacher's.
            if comment.manual_comment:
                exercise = comment.name.removesuffix(_GRADE).removesuffix(_SOLUTION)
                comments.setdefault(exercise, []).append(comment.manual_comment)
        for grade in each.grades:
            exercise = grade.name.removesuffix(_GRADE)
            marks.append(
                Mark(
                    exercise,
                    float(grade.score),
                    float(grade.max_score),
                    automatic=grade.auto_score,
                    by_hand=grade.manual_score is not None or bool(grade.extra_credit),
                    pending=bool(grade.needs_manual_grade),
                    comment="\n".join(comments.get(exercise, [])),
                    verdict=verdicts.get(exercise),
                )
            )
    order = {exercise: at for at, exercise in enumerate(verdicts)}
    marks.sort(key=lambda each: (order.get(each.exercise, len(order)), each.exercise))
    handed_in = submission.timestamp
    return Result(
        person,
        lesson,
        State.PENDING if any(each.pending for each in marks) else State.GRADED,
        most,
        tuple(marks),
        penalty=float(submission.late_submission_penalty or 0),
        seconds_late=float(submission.total_seconds_late),
        handed_in=handed_in.replace(tzinfo=datetime.UTC) if handed_in else None,
        answers=answers,
        notes=tuple(mark.notes or ()),
        readable=mark.readable is not False,
    )
