"""One clear sentence for what can go wrong on the teacher's side: a folder, a file, the gradebook."""

import errno
import os
import sqlite3

from nbgrader.api import InvalidEntry
from nbgrader.converters.base import NbGraderException
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from graders.errors import CourseError


def sentence(error: BaseException, folder: str = "") -> str:
    """Say what went wrong, where, and what to do next.

    Args:
        error: What was raised.
        folder: The folder that was written or removed, for an error that names a file in it alone.

    Returns:
        One sentence, on one line.
    """
    if isinstance(error, CourseError | NbGraderException):
        return _first_line(error)
    if isinstance(error, InvalidEntry) and isinstance(error.__context__, SQLAlchemyError):
        error = error.__context__  # nbgrader's name for an entry that was not written
    if _disk_full(error):
        named = getattr(error, "filename", None)
        where = os.path.join(folder, str(named)) if named else folder
        return f"The disk is full{f' at {where}' if where else ''}: make room on it, then grade again."
    if isinstance(error, SQLAlchemyError):
        why = error.orig if isinstance(error, DBAPIError) else error
        return (
            f"The gradebook cannot be read or written ({_first_line(why)}): end the other program that uses "
            "it, or mend the file's permissions, then grade again."
        )
    if isinstance(error, OSError) and error.filename:
        where = os.path.join(folder, str(error.filename))
        return (
            f"{where} cannot be written or removed ({error.strerror}): mend the permissions there, or move "
            "it away, then grade again."
        )
    return f"{type(error).__name__}: {_first_line(error)}"


def _disk_full(error: BaseException) -> bool:
    """Tell whether something could not be written because there is no room left."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, OSError):
        return cause.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(cause, sqlite3.Error) and getattr(cause, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL


def _first_line(error: object) -> str:
    return next(iter(str(error).splitlines()), "")
