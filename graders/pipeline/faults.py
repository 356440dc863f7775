"""One clear sentence for what can go wrong on the teacher's side: a folder, a file, the gradebook."""

import logging
import sys

from nbgrader.converters.base import NbGraderException
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from graders.errors import CourseError


def sentence(error: BaseException) -> str:
    """Say what went wrong, where, and what to do next.

    Args:
        error: What was raised.

    Returns:
        One sentence, on one line.
    """
    if isinstance(error, CourseError | NbGraderException):
        return str(error)
    if isinstance(error, SQLAlchemyError):
        why = error.orig if isinstance(error, DBAPIError) else error
        return (
            f"The gradebook cannot be read or written ({_first_line(why)}): end the other program that uses "
            "it, or mend the file's permissions, then grade again."
        )
    if isinstance(error, OSError) and error.filename:
        return (
            f"{error.filename} cannot be written or removed ({error.strerror}): mend that folder's "
            "permissions, or move it away, then grade again."
        )
    return f"{type(error).__name__}: {_first_line(error)}"


def _first_line(error: object) -> str:
    return next(iter(str(error).splitlines()), "")


class SentencesForTracebacks(logging.Filter):
    """Puts the sentence in a traceback's place in nbgrader's log, for what a person can mend.

    nbgrader logs the traceback of whatever its converters raise; for `CourseError` and its own
    `NbGraderException` that hides the sentence in it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record, and keep it."""
        error = sys.exc_info()[1]
        if isinstance(error, CourseError | NbGraderException) and record.getMessage().startswith("Traceback"):
            record.msg, record.args = sentence(error), ()
        return True
