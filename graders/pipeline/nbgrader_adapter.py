"""All that the course uses of nbgrader's inside: names with an underscore, and methods put in others' place.

nbgrader promises none of them to stay. They stand here and nowhere else, and `tests/pipeline/test_adapter.py`
has a test for each, which fails when a new nbgrader moves it.
"""

import contextlib
import datetime
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from nbconvert.exporters import Exporter
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.validator import Validator
from sqlalchemy.orm import Session, scoped_session, sessionmaker


def take_over(converter: BaseConverter, loop: Callable[[], None]) -> None:
    """Put another loop over submissions or lessons in the place of a converter's own.

    nbgrader has no setting for its loop. An exporter is a setting, and is made before the loop begins.

    Args:
        converter: nbgrader's converter, which is about to begin.
        loop: What it is to do in place of `convert_notebooks`.
    """
    converter.convert_notebooks = loop


def folder_read(converter: BaseConverter, lesson: str, student: str) -> str:
    """Give the folder that a converter reads a student's notebooks from; both names may be patterns."""
    return converter._format_source(lesson, student)


def folder_written(converter: BaseConverter, lesson: str, student: str) -> str:
    """Give the folder that a converter writes for a student."""
    return converter._format_dest(lesson, student)


def copy_files_beside(converter: Autograde, lesson: str, student: str) -> None:
    """Copy the files beside a submission's notebooks, without the rows that autograding enters meanwhile."""
    BaseConverter.init_assignment(converter, lesson, student)


def use_steps(exporter: Exporter, steps: Iterable[Any]) -> None:
    """Have an exporter apply these steps and no others.

    Args:
        exporter: The exporter.
        steps: Preprocessors: classes, objects or dotted names, as nbgrader's settings hold them.
    """
    exporter._preprocessors = []
    for step in steps:
        exporter.register_preprocessor(step)


def read_times_by(coursedir: CourseDirectory, reader: Callable[[str], datetime.datetime | None]) -> None:
    """Have nbgrader read by this function when a folder was handed in."""
    coursedir.get_existing_timestamp = reader


def say_when_passed(sentence: str) -> None:
    """Have `nbgrader validate` say this sentence when every check passes; it has no setting for its own."""
    told = getattr(Validator._print_num_failed, "told_by_nbgrader", Validator._print_num_failed)

    def print_num_failed(self: Validator, num_failed: int) -> None:
        if num_failed:
            told(self, num_failed)
        else:
            self.stream.write(sentence + "\n")

    print_num_failed.told_by_nbgrader = told  # type: ignore[attr-defined]
    Validator._print_num_failed = print_num_failed


class HeldSession(Session):
    """A session whose commits wait: nbgrader's methods commit row by row, and a submission is one whole."""

    def commit(self) -> None:
        """Write without committing; what was read before is read again, as after a commit."""
        self.flush()
        self.expire_all()

    def commit_held(self) -> None:
        """Commit all that waited."""
        super().commit()


def hold_commits(gradebook: Gradebook) -> None:
    """Have a gradebook's commits wait for `commit_held`.

    Args:
        gradebook: A gradebook that was just opened.
    """
    gradebook.db.remove()
    made = sessionmaker(class_=HeldSession, autoflush=True, bind=gradebook.engine, future=True)
    gradebook.db = scoped_session(made)


def commit_held(gradebook: Gradebook) -> None:
    """Commit what waited in a gradebook of `hold_commits`."""
    gradebook.db().commit_held()


@contextlib.contextmanager
def sharing(gradebook: Gradebook, db_url: str) -> Iterator[None]:
    """Have nbgrader's steps use one open gradebook, where each of them would open and close its own.

    A gradebook that is opened meanwhile by this thread at the same address takes over engine and session, and
    leaves both open.

    Args:
        gradebook: The open gradebook.
        db_url: Its address.

    Yields:
        Nothing.
    """
    thread = threading.get_ident()
    open_anew, close = Gradebook.__init__, Gradebook.close

    def adopt(
        self: Gradebook, url: str, course_id: str = "default_course", authenticator: Any = None
    ) -> None:
        if url != db_url or threading.get_ident() != thread:
            open_anew(self, url, course_id, authenticator)
            return
        self.engine, self.db = gradebook.engine, gradebook.db
        self.check_course(course_id=course_id)
        self.course_id, self.authenticator = course_id, authenticator

    def leave_open(self: Gradebook) -> None:
        if self.db is not gradebook.db:
            close(self)

    Gradebook.__init__, Gradebook.close = adopt, leave_open
    try:
        yield
    finally:
        Gradebook.__init__, Gradebook.close = open_anew, close
