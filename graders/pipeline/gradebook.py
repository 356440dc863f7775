"""The gradebook during a grading: opened once, and one transaction for all rows of a submission."""

import contextlib
import datetime
import logging
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TypeVar

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    GradeCell,
    InvalidEntry,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

from graders.pipeline.nbgrader_adapter import commit_held, hold_commits, sharing

GONE_SECONDS = 60.0
"""How long a gradebook's server is waited for that is gone."""
RETRY_SECONDS = 0.5
CLASHES = 5
"""How many times rows are written again that somebody else wrote at the same moment."""
Done = TypeVar("Done")


@dataclass(frozen=True)
class Standing:
    """What the gradebook holds on a student's submission.

    Args:
        complete: Whether every exercise has a score of the checks.
        scored: Whether any has.
    """

    complete: bool
    scored: bool


@dataclass(frozen=True)
class Given:
    """What an exercise of one submission was given.

    Args:
        name: nbgrader's name of the cell.
        score: Points.
        most: The most that it gives.
        decided: Whether a teacher decided on them.
        asks: Whether a teacher has to look.
    """

    name: str
    score: float
    most: float
    decided: bool
    asks: bool


class Patience:
    """Does again what failed because the gradebook's server was gone, or another teacher wrote the same row.

    Once it has waited in vain it waits no more, until something succeeds: each submission of a class would
    wait as long.

    Args:
        log: Where it is told that it waits.
    """

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._in_vain = False

    def __call__(self, do: Callable[[], Done]) -> Done:
        """Do something until it succeeds.

        Args:
            do: What is done: whole transactions, which leave nothing when they fail.

        Returns:
            What it gave.

        Raises:
            Exception: What it raised, when that is something else, or the server stays away.
        """
        deadline = time.monotonic() + (0 if self._in_vain else GONE_SECONDS)
        clashes, told = 0, False
        while True:
            try:
                done = do()
            except Exception as error:
                cause = error.__context__ if isinstance(error, InvalidEntry) else error
                if isinstance(cause, IntegrityError) and clashes < CLASHES:
                    clashes += 1
                    continue
                if not _server_gone(cause):
                    raise
                if time.monotonic() >= deadline:
                    self._in_vain = True
                    raise
                if not told:
                    self._log.warning("The gradebook's server is gone, and is waited for: %s", cause)
                    told = True
                time.sleep(RETRY_SECONDS)
            else:
                self._in_vain = False
                return done


def _server_gone(error: BaseException | None) -> bool:
    """Tell whether an error says that the server is gone, or asks to try again; SQLite has waited itself."""
    if not isinstance(error, DBAPIError) or isinstance(error.orig, sqlite3.Error):
        return False
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)


class Book:
    """The gradebook, for the one process that writes a class's grades.

    Args:
        db_url: Where it is.
        course_id: The course's id in it.
    """

    def __init__(self, db_url: str, course_id: str) -> None:
        self.db_url = db_url
        self._gradebook = Gradebook(db_url, course_id)
        hold_commits(self._gradebook)

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close it."""
        self._gradebook.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Gradebook]:
        """Write rows that belong together: all of them are kept, or none.

        Yields:
            The gradebook. Its commits wait for the end, and those of nbgrader's steps with them.

        Raises:
            SQLAlchemyError: The rows cannot be written; none of them was.
        """
        gradebook = self._gradebook
        try:
            with sharing(gradebook, self.db_url):
                yield gradebook
            commit_held(gradebook)
        except BaseException:
            with contextlib.suppress(Exception):  # the first error is the one to tell
                gradebook.db.rollback()
            # A connection that failed is not used again.
            gradebook.engine.dispose()
            raise
        finally:
            gradebook.db.remove()

    def exercises(self, lesson: str) -> dict[str, dict[str, float]]:
        """Give what the gradebook knows of a lesson: notebook → name of each grade cell → points.

        Args:
            lesson: The lesson's name.

        Returns:
            All its notebooks.

        Raises:
            NbGraderException: It knows no such lesson.
        """
        with self.transaction() as gradebook:
            try:
                assignment = gradebook.find_assignment(lesson)
            except MissingEntry as error:
                raise NbGraderException(f"No assignment with ID '{lesson}' exists in the database") from error
            return {
                notebook.name: {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
                for notebook in assignment.notebooks
            }

    def knows_student(self, student: str) -> bool:
        """Tell whether a student is in the gradebook."""
        with self.transaction() as gradebook:
            try:
                gradebook.find_student(student)
            except MissingEntry:
                return False
            return True

    def standings(self, lesson: str) -> dict[str, Standing]:
        """Tell for every submission of a lesson whether it has its scores.

        Args:
            lesson: The lesson's name.

        Returns:
            Student → standing.
        """
        with self.transaction() as gradebook:
            rows = (
                gradebook.db.query(
                    SubmittedAssignment.student_id, Grade.id, Grade.auto_score, GradeCell.cell_type
                )
                .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
                .outerjoin(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
                .outerjoin(Grade, Grade.notebook_id == SubmittedNotebook.id)
                .outerjoin(GradeCell, GradeCell.id == Grade.cell_id)
                .filter(Assignment.name == lesson)
            )
            scores: dict[str, list[float | None]] = {}
            for student, grade, score, kind in rows:
                # A written answer has no score of the checks, and never will.
                judged = grade is not None and kind != "markdown"
                scores.setdefault(student, []).extend([score] if judged else [])
        return {
            student: Standing(
                complete=all(score is not None for score in given),
                scored=any(score is not None for score in given),
            )
            for student, given in scores.items()
        }

    def take_scores_back(self, lesson: str, student: str) -> None:
        """Take back what an earlier grading gave, so that a grading which fails leaves no old score standing.

        Scores that a teacher gave by hand stay. What was taken back asks for the teacher until it is graded.

        Args:
            lesson: The lesson.
            student: The student's id.
        """
        with self.transaction() as gradebook, contextlib.suppress(MissingEntry):
            clear(gradebook.find_submission(lesson, student))

    def ask_for_teacher(self, lesson: str, student: str) -> None:
        """Enter a submission that could not be graded: without an entry, nbgrader's export gives a plain 0.

        Args:
            lesson: The lesson.
            student: The student's id.
        """
        with self.transaction() as gradebook:
            gradebook.update_or_create_student(student)
            clear(gradebook.update_or_create_submission(lesson, student))


def given(coursedir: CourseDirectory, lesson: str) -> list[tuple[str, list[Given]]]:
    """Read what everybody was given in a lesson, in one query: a class may have thousands.

    Args:
        coursedir: The course's folders and gradebook.
        lesson: The lesson's name.

    Returns:
        Each student's id, in order, with the exercises by name.
    """
    found: dict[str, list[Given]] = {}
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        rows = (
            gradebook.db.query(
                SubmittedAssignment.student_id,
                BaseCell.name,
                Grade.score,
                Grade.max_score,
                Grade.manual_score,
                Grade.extra_credit,
                Grade.needs_manual_grade,
            )
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .filter(Assignment.name == lesson)
        )
        for student, name, score, most, by_hand, extra, asks in rows:
            decided = by_hand is not None or bool(extra)
            found.setdefault(student, []).append(Given(name, score, most, decided, bool(asks)))
    return [(student, sorted(found[student], key=lambda each: each.name)) for student in sorted(found)]


def clear(submission: SubmittedAssignment) -> None:
    """Take the checks' scores out of a submission's rows, and ask for the teacher."""
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            grade.auto_score = None
            grade.needs_manual_grade = True


def enter(
    gradebook: Gradebook,
    lesson: str,
    student: str,
    timestamp: datetime.datetime | None,
    *,
    create_student: bool,
    handed_in: Collection[str],
    log: logging.Logger,
) -> None:
    """Enter a submission, before its scores are: the rows that nbgrader's autograding makes first.

    Args:
        gradebook: The gradebook, in a transaction.
        lesson: The lesson's name.
        student: The student's id.
        timestamp: When it was handed in.
        create_student: Whether a student who is not in the gradebook is entered.
        handed_in: Names of the notebooks that were handed in; the lesson's others get a score of zero.
        log: Where it is told that a submission is late.
    """
    if create_student:
        gradebook.update_or_create_student(student)
    with contextlib.suppress(MissingEntry):
        clear(gradebook.find_submission(lesson, student))
    if timestamp:
        submission = gradebook.update_or_create_submission(lesson, student, timestamp=timestamp)
        log.info("%s submitted at %s", submission, timestamp)
        if submission.total_seconds_late > 0:
            log.warning("%s is %s seconds late", submission, submission.total_seconds_late)
    else:
        submission = gradebook.update_or_create_submission(lesson, student)
    for notebook in submission.notebooks:
        if notebook.name not in handed_in:
            log.warning("No submitted file: %s.ipynb", notebook.name)
            for grade in notebook.grades:
                grade.auto_score, grade.needs_manual_grade = 0, False
    gradebook.db.commit()
