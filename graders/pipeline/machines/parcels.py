"""How a submission travels to a worker and what came of it travels back: JSON and raw bytes, within limits.

A submission is one line of JSON, the head, and after the line's end the raw bytes of its notebooks and of the
files beside them, one after the other with the sizes that the head gives. What comes back is one JSON object.
Nothing is pickled here, and nothing of either is trusted for being well-formed.
"""

import json
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat
from nbgrader.utils import is_grade

from coursework.plain import Json
from graders.criteria import Verdict
from graders.errors import CourseError
from graders.pipeline.grading import Graded, GradedNotebook, Submission, SubmittedNotebook
from graders.pipeline.marks import CellMark, NotebookMark
from graders.pipeline.master import read_master

SUBMISSION, GRADED, VERSION = "coursework-submission", "coursework-graded", 1
MIB = 2**20
MAX_HEAD_BYTES = 4 * MIB
MAX_SUBMISSION_BYTES = 256 * MIB
MAX_GRADED_BYTES = 256 * MIB
MAX_FILES = 1000
MAX_LINES, MAX_LINE = 500, 20_000
"""Lines of the worker's log that come along, and characters of one."""


class WorkerRefusedError(Exception):
    """A worker will not grade for this course; another one may.

    Args:
        sentence: Why.
    """


@dataclass(frozen=True)
class Parcel:
    """A submission as it arrived at a worker.

    Args:
        student: The student's id.
        lesson: The lesson's name.
        course: What the coordinator's course is made from, see `course_digest`.
        seconds: How long the grading may take in all.
        notebooks: The notebooks as they were handed in.
        files: Path below the submission's folder → content, for each file beside them.
        notes: One sentence for each thing about its files that the learner should know.
    """

    student: str
    lesson: str
    course: str
    seconds: float
    notebooks: tuple[SubmittedNotebook, ...]
    files: dict[str, bytes]
    notes: tuple[str, ...]

    def unpack(self, folder: Path, masters: Path) -> Submission:
        """Write the files to where the submission is to run.

        Args:
            folder: An empty folder.
            masters: The folder of the teacher's notebooks on this machine.

        Returns:
            The submission.

        Raises:
            OSError: The folder cannot be written.
        """
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return Submission(self.student, self.lesson, self.notebooks, folder, masters, self.notes)


def pack_submission(submission: Submission, course: str, seconds: float) -> bytes:
    """Write a submission down.

    Args:
        submission: The submission, with the files beside its notebooks in its folder.
        course: What the course is made from here.
        seconds: How long its grading may take in all.

    Returns:
        The parcel.

    Raises:
        CourseError: It is larger than a parcel may be.
        OSError: A file cannot be read.
    """
    names = {f"{each.name}.ipynb" for each in submission.notebooks}
    files = []
    for here, folders, found in os.walk(submission.folder):
        folders.sort()
        for name in sorted(found):
            path = Path(here, name)
            told = path.relative_to(submission.folder).as_posix()
            if told not in names and path.is_file() and not path.is_symlink():
                files.append((told, path.read_bytes()))
    head = {
        "schema": SUBMISSION,
        "version": VERSION,
        "student": submission.student,
        "lesson": submission.lesson,
        "course": course,
        "seconds": seconds,
        "notebooks": [
            {
                "name": each.name,
                "refusal": each.refusal,
                "fingerprint": each.fingerprint,
                "size": len(each.content),
            }
            for each in submission.notebooks
        ],
        "files": [{"path": name, "size": len(content)} for name, content in files],
        "notes": list(submission.notes),
    }
    line = json.dumps(head).encode() + b"\n"
    blobs = [each.content for each in submission.notebooks] + [content for _, content in files]
    total = len(line) + sum(map(len, blobs))
    if total > MAX_SUBMISSION_BYTES or len(line) > MAX_HEAD_BYTES or len(files) > MAX_FILES:
        raise CourseError(
            f"The submission with its files has {total / MIB:.0f} MiB in {len(files)} files, and at most "
            f"{MAX_SUBMISSION_BYTES // MIB} MiB in {MAX_FILES} files go to a worker: grade it without "
            "--scheduler."
        )
    return b"".join([line, *blobs])


def read_submission(content: bytes) -> Parcel:
    """Read a parcel.

    Args:
        content: What `pack_submission` gave.

    Returns:
        The parcel.

    Raises:
        ValueError: It is none, of another version, or larger than a parcel may be.
    """
    end = content.find(b"\n", 0, MAX_HEAD_BYTES + 1)
    if len(content) > MAX_SUBMISSION_BYTES or end < 0:
        raise ValueError("no parcel, or one that is too large")
    head = _object(content[:end], SUBMISSION)
    if len(head["files"]) > MAX_FILES:
        raise ValueError("too many files")
    at = end + 1

    def take(size: Any) -> bytes:
        nonlocal at
        if not isinstance(size, int) or size < 0 or at + size > len(content):
            raise ValueError("the sizes in the parcel's head are wrong")
        at += size
        return content[at - size : at]

    notebooks = tuple(
        SubmittedNotebook(
            _plain_name(each["name"]), take(each["size"]), str(each["refusal"]), str(each["fingerprint"])
        )
        for each in head["notebooks"]
    )
    files = {_plain_path(each["path"]): take(each["size"]) for each in head["files"]}
    if at != len(content):
        raise ValueError("something stands behind the parcel's end")
    return Parcel(
        student=str(head["student"]),
        lesson=_plain_name(head["lesson"]),
        course=str(head["course"]),
        seconds=float(head["seconds"]),
        notebooks=notebooks,
        files=files,
        notes=tuple(str(note) for note in head["notes"]),
    )


def pack_graded(graded: Graded, lines: Sequence[tuple[int, str]]) -> bytes:
    """Write down what came of a submission.

    Args:
        graded: What came of it.
        lines: Level and text of each line for the coordinator's log.

    Returns:
        JSON.
    """
    notebooks = [
        {
            "name": each.name,
            "notebook": each.notebook,
            "verdicts": {name: verdict.to_dict() for name, verdict in each.verdicts.items()},
        }
        for each in graded.notebooks
    ]
    return _packed({"notebooks": notebooks}, lines)


def pack_failure(sentence: str, lines: Sequence[tuple[int, str]] = ()) -> bytes:
    """Write down why a submission could not be graded."""
    return _packed({"failed": sentence}, lines)


def pack_refusal(sentence: str) -> bytes:
    """Write down why this worker grades nothing for that course."""
    return _packed({"refused": sentence}, ())


def _packed(said: Json, lines: Sequence[tuple[int, str]]) -> bytes:
    kept = [[level, text[:MAX_LINE]] for level, text in lines[:MAX_LINES]]
    content = json.dumps({"schema": GRADED, "version": VERSION, "log": kept, **said}).encode()
    if len(content) > MAX_GRADED_BYTES:
        return pack_failure(
            f"The graded notebook has {len(content) / MIB:.0f} MiB, and at most {MAX_GRADED_BYTES // MIB} "
            "MiB come back from a worker: grade it without --scheduler."
        )
    return content


def read_graded(content: object, submission: Submission, config: Any, log: logging.Logger) -> Graded:
    """Read what came back of a submission, and compare it with what was sent.

    Args:
        content: What the worker gave.
        submission: What it was asked to grade.
        config: nbgrader's settings, for the markers in the teacher's notebook.
        log: Where the worker's lines are written.

    Returns:
        What came of the submission.

    Raises:
        WorkerRefusedError: The worker grades nothing for this course.
        CourseError: The submission could not be graded, or what came back is not what a worker of the course
            gives.
    """
    try:
        if not isinstance(content, bytes) or len(content) > MAX_GRADED_BYTES:
            raise ValueError("no bytes, or too many")
        said = _object(content, GRADED)
        for level, text in list(said["log"])[:MAX_LINES]:
            log.log(level if level in _LEVELS else logging.WARNING, "%s", str(text)[:MAX_LINE])
        if "refused" in said:
            raise WorkerRefusedError(_one_line(said["refused"]))
        if "failed" in said:
            raise CourseError(_one_line(said["failed"]))
        if [each["name"] for each in said["notebooks"]] != [each.name for each in submission.notebooks]:
            raise ValueError("other notebooks than were sent")
        notebooks = tuple(
            _graded_notebook(each, sent, submission, config)
            for each, sent in zip(said["notebooks"], submission.notebooks, strict=True)
        )
    except (CourseError, WorkerRefusedError):
        raise
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
        nbformat.ValidationError,
    ) as error:
        raise CourseError(
            f"What a worker gave back cannot be read ({type(error).__name__}: {_one_line(error)}): grade the "
            "submission again, and look at that machine when it comes again."
        ) from error
    return Graded(submission.student, submission.lesson, notebooks)


_LEVELS = (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR)


def _graded_notebook(
    said: Json, sent: SubmittedNotebook, submission: Submission, config: Any
) -> GradedNotebook:
    notebook = nbformat.from_dict(said["notebook"])
    nbformat.validate(notebook)
    master = read_master(submission.masters / f"{sent.name}.ipynb", config)
    ours = [cell.metadata.nbgrader for cell in master.cells if "nbgrader" in cell.metadata]
    theirs = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
    # Checksums are of the cells' texts, which are the learner's in answers.
    if [{**each, "checksum": ""} for each in ours] != [{**each, "checksum": ""} for each in theirs]:
        raise ValueError("the notebook has other exercises than the lesson")
    mark = NotebookMark.read(notebook)
    if mark.fingerprint != sent.fingerprint or mark.graded is not True:
        raise ValueError("the notebook is of another submission")
    verdicts = {name: Verdict.from_dict(verdict) for name, verdict in said["verdicts"].items()}
    for cell in notebook.cells:
        if is_grade(cell):
            stands = CellMark.read(cell).read_verdict()
            if stands is None or stands != verdicts.get(stands.exercise):
                raise ValueError("the notebook's verdicts are not those that came along")
            if not 0 <= stands.points <= cell.metadata.nbgrader.points:
                raise ValueError("a verdict gives more points than there are")
    return GradedNotebook(sent.name, notebook, verdicts)


def _object(content: bytes, schema: str) -> Json:
    said = json.loads(content)
    if not isinstance(said, dict) or said.get("schema") != schema or said.get("version") != VERSION:
        raise ValueError(f"no {schema} of version {VERSION}")
    return said


def _plain_name(name: Any) -> str:
    if not isinstance(name, str) or not name or "/" in name or name in (".", "..") or "\0" in name:
        raise ValueError("a name that is a path")
    return name


def _plain_path(name: Any) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts or "\0" in name:
        raise ValueError("a path that leaves the folder")
    return str(path)


def _one_line(text: object) -> str:
    return " ".join(str(text).split())[:1000]
