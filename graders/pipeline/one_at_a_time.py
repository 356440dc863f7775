"""One grading of a lesson at a time: a second one would take the folders of the first away."""

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from graders.errors import CourseError


@contextlib.contextmanager
def only_one(folder: Path, lesson: str, tell: Callable[[str], None]) -> Iterator[None]:
    """Wait until nobody else grades the lesson, and keep others waiting meanwhile.

    The lock is the system's: it goes with the process that holds it, however that ends.

    Args:
        folder: The folder of graded notebooks; the lock's file stands in it.
        lesson: The lesson's name.
        tell: Given a sentence when there is something to wait for.

    Yields:
        Nothing, once this is the only one.

    Raises:
        CourseError: The folder cannot be written.
    """
    path = folder / f".grading_{lesson}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        from graders.pipeline.faults import sentence

        raise CourseError(sentence(error)) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            tell(
                f"{lesson} is being graded already, by process {file.read().strip() or '?'}: waiting for it "
                "to end. Ctrl-C stops waiting."
            )
            fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(0)
        with contextlib.suppress(OSError):  # on a full disk whoever waits is told no number
            os.write(file.fileno(), f"{os.getpid()}\n".encode())
        yield
