"""What was handed in: the files of a submission, read and copied without trusting anything about them."""

import contextlib
import datetime
import hashlib
import logging
import os
import re
import shutil
import stat
from functools import lru_cache
from pathlib import Path

from nbgrader.converters import Autograde
from nbgrader.utils import find_all_files, parse_utc

import graders.lessons
from graders.pipeline.extra_files import as_pattern, refused_files
from graders.pipeline.grading import SubmittedNotebook
from graders.pipeline.nbgrader_adapter import copy_files_beside, folder_written
from graders.pipeline.reading import UnreadableSubmissionError, read_file

TIMESTAMP = "timestamp.txt"
"""Where nbgrader's exchange writes when a submission was handed in."""
_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?"
    r"( ?(Z|[+-]\d\d:?\d\d|[A-Za-z]{1,6}|[A-Za-z_]+(/[A-Za-z_]+){1,2}))?"
)


def read_timestamp(folder: str | Path, log: logging.Logger) -> datetime.datetime | None:
    """Read when a submission was handed in; nbgrader's own reader follows links and waits for pipes.

    Args:
        folder: The submission's folder.
        log: Where it is told that the file holds no time.

    Returns:
        The time in `timestamp.txt`; None when that is no small file with a time in it.
    """
    path = Path(folder, TIMESTAMP)
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                written = file.read(100).decode("ascii").strip()
                if _TIME.fullmatch(written):
                    return parse_utc(written)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, OverflowError):
        log.debug("%s cannot be read", path, exc_info=True)
    log.warning("%s holds no time: the submission counts as handed in at no known time.", path)
    return None


def read_notebook(path: Path, masters: Path) -> SubmittedNotebook:
    """Read a notebook that was handed in.

    Args:
        path: The file.
        masters: The lesson's folder among nbgrader's sources.

    Returns:
        The notebook; a file that cannot be read is a notebook that says why.
    """
    mark = fingerprint(path, masters)
    try:
        return SubmittedNotebook(path.stem, content=read_file(path), fingerprint=mark)
    except UnreadableSubmissionError as error:
        return SubmittedNotebook(path.stem, refusal=str(error), fingerprint=mark)


def copy_files(converter: Autograde, lesson: str, student: str, folder: Path, masters: Path) -> list[str]:
    """Copy the files beside a submission's notebooks to where it is graded, and the master's files over them.

    Args:
        converter: nbgrader's converter.
        lesson: The lesson's name.
        student: The student's id.
        folder: Where the submission was handed in.
        masters: The lesson's folder among nbgrader's sources.

    Returns:
        A sentence for each reason why files were left out.

    Raises:
        OSError: A file cannot be read or written.
    """
    coursedir = converter.coursedir
    refused, notes = refused_files(folder, masters)
    target = Path(folder_written(converter, lesson, student))
    os.makedirs(target, mode=0o755, exist_ok=True)
    ignored = list(coursedir.ignore)
    coursedir.ignore = ignored + [as_pattern(path) for path in refused]
    try:
        copy_files_beside(converter, lesson, student)
    finally:
        coursedir.ignore = ignored
    kept = {str(masters / name) for name in converter.exclude_overwriting.get(lesson, [])}
    for name in sorted(set(find_all_files(str(masters), [*ignored, "*.ipynb"])) - kept):
        place = target / Path(name).relative_to(masters)
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            place.unlink()
        converter.log.info("Copying %s -> %s", name, place)
        shutil.copy(name, place)
    return notes


def fingerprint(submitted: Path, masters: Path) -> str:
    """Tell a grading's inputs apart: the submission's files, the teacher's notebook and the hidden checks.

    Args:
        submitted: Path of the submitted notebook.
        masters: The lesson's folder among nbgrader's sources.

    Returns:
        A text that differs when one of them does.
    """
    digest = hashlib.sha256()
    places = [submitted, masters / submitted.name, *_checks(masters.name)]
    for path in places:
        with contextlib.suppress(OSError):
            if path.is_file() and not path.is_symlink():
                told = path.stat()
                # The teacher's files are the same for a class.
                read = _digest if path is submitted else _known_digest
                digest.update(read(path, told.st_mtime_ns, told.st_size))
        digest.update(b"/")
    for here, _, names in sorted(os.walk(submitted.parent)):
        for name in sorted(names):
            told = Path(here, name).lstat()
            digest.update(f"{here}/{name} {told.st_size} {told.st_mtime_ns}\n".encode("utf-8", "replace"))
    return digest.hexdigest()


def _digest(path: Path, changed: int, size: int) -> bytes:
    """Digest a file as it is at that time and of that size, which tell a cache that it is another one."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


_known_digest = lru_cache(maxsize=100)(_digest)


def _checks(lesson: str) -> list[Path]:
    """Find the module of a lesson's hidden checks; it is not imported."""
    path = Path(graders.lessons.__path__[0], f"lesson_{lesson}.py")
    return [path] if path.is_file() else []
