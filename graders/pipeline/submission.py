"""How nbgrader reads a submission: the master's notebook with the learner's answers in it.

`Autograde.exporter_class` names `SubmissionExporter`. nbgrader's own exporter fails on the first file that is
no notebook, and its sanitising starts from what the learner sent; this one starts from the master.
"""

import contextlib
import datetime
import hashlib
import importlib.util
import logging
import os
import re
import stat
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import is_grade, parse_utc
from sqlalchemy.exc import SAWarning

from graders.errors import CourseError
from graders.pipeline.assignment import ensure_assignment
from graders.pipeline.extra_files import as_pattern, refused_files
from graders.pipeline.faults import SentencesForTracebacks
from graders.pipeline.marks import NotebookMark
from graders.pipeline.master import read_master
from graders.pipeline.merge import merge
from graders.pipeline.reading import UnreadableSubmissionError, read_submission

TIMESTAMP = "timestamp.txt"
"""Where nbgrader's exchange writes when a submission was handed in."""
_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?"
    r"( ?(Z|[+-]\d\d:?\d\d|[A-Za-z]{1,6}|[A-Za-z_]+(/[A-Za-z_]+){1,2}))?"
)


class SubmissionExporter(NotebookExporter):
    """Makes the notebook to grade from a submission, whatever the submission is."""

    def __init__(self, config: Any = None, **kwargs: Any) -> None:
        super().__init__(config=config, **kwargs)
        if self.parent is not None:
            self._ignored = list(self.parent.coursedir.ignore)
            self._configured_hook: Callable | None = self.parent.pre_convert_hook
            # nbgrader calls this hook before it copies a submission's files, if it is going to grade it.
            self.parent.pre_convert_hook = self.before_submission
            self._made_ready: Path | None = None
            if not any(isinstance(each, _PrintableLines) for each in self.log.filters):
                self.log.addFilter(SentencesForTracebacks())
                self.log.addFilter(_PrintableLines())
            self.parent.coursedir.get_existing_timestamp = self.timestamp_of
            # SQLAlchemy's remark on how nbgrader makes a submission; nothing that a teacher can mend.
            warnings.filterwarnings("ignore", category=SAWarning)
            try:
                ensure_assignment(self.parent.config, self.parent.coursedir, self.log)
            except CourseError as error:
                # The one kind of exception that nbgrader's command ends on without a traceback.
                self.log.error("%s", error)
                raise NbGraderException(str(error)) from error

    def before_submission(self, assignment: str, student: str, notebooks: list[str]) -> None:
        """Get ready for one submission: old scores go, and files that must not be copied are named.

        Args:
            assignment: The lesson, as given to nbgrader.
            student: The student as given to nbgrader, which may stand for all.
            notebooks: Paths of the submission's notebooks.
        """
        self._made_ready = None
        if self._configured_hook is not None:
            self._configured_hook(assignment=assignment, student=student, notebooks=notebooks)
        folder = Path(notebooks[0]).parent
        lesson, who = self._whose(folder)
        clear_scores(self.parent.coursedir.db_url, self.parent.coursedir.course_id, lesson, who)
        refused, notes = refused_files(folder, self.source_folder(lesson))
        for note in notes:
            self.log.warning("%s/%s: %s", who, lesson, note)
        self.parent.coursedir.ignore = self._ignored + [as_pattern(path) for path in refused]
        self._file_notes = notes
        self._made_ready = folder

    def timestamp_of(self, folder: str) -> datetime.datetime | None:
        """Read when a submission was handed in; nbgrader's own reader follows links and waits for pipes.

        Args:
            folder: The submission's folder.

        Returns:
            The time in `timestamp.txt`; None when that is no small file with a time in it.
        """
        path = Path(folder, TIMESTAMP)
        try:
            with open(
                os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb"
            ) as file:
                if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    written = file.read(100).decode("ascii").strip()
                    if _TIME.fullmatch(written):
                        return parse_utc(written)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, OverflowError):
            self.log.debug("%s cannot be read", path, exc_info=True)
        self.log.warning("%s holds no time: the submission counts as handed in at no known time.", path)
        return None

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Read a submission, or the notebook made from it before.

        Args:
            filename: Path of the notebook.
            resources: nbgrader's, with the names of student, assignment and notebook.
            kw: Not used.

        Returns:
            What the preprocessors make of it.

        Raises:
            CourseError: The master is missing, or differs from what the gradebook knows.
        """
        resources = ResourcesDict() if resources is None else resources
        path = Path(filename)
        resources["metadata"] = ResourcesDict(name=path.stem, path=str(path.parent))
        if self.parent is None or self.parent._sanitizing:
            if self.parent is not None and self._made_ready != path.parent:
                # nbgrader goes on when a hook fails; files that were not looked at must not be graded with.
                raise CourseError(
                    f"The files in {path.parent} could not be looked at, so nothing was graded."
                )
            notebook = self._make(path, resources["nbgrader"])
        else:
            notebook = nbformat.read(filename, as_version=4)
        return self.from_notebook_node(notebook, resources=resources, **kw)

    def _make(self, path: Path, names: dict[str, str]) -> NotebookNode:
        lesson, who = names["assignment"], names["student"]
        master = read_master(self.source_folder(lesson) / f"{names['notebook']}.ipynb", self.config)
        self._compare_with_gradebook(master, names)
        try:
            merged = merge(master, read_submission(path))
            notebook, notes = merged.notebook, merged.notes
            readable = bool(NotebookMark.read(notebook).found)
        except UnreadableSubmissionError as error:
            notebook, notes, readable = merge(master, []).notebook, [str(error)], False
        for note in notes:
            self.log.warning("%s/%s: %s", who, lesson, note)
        mark = NotebookMark.read(notebook)
        mark.notes = notes + getattr(self, "_file_notes", [])
        mark.readable = readable
        mark.fingerprint = fingerprint(path, self.source_folder(lesson))
        mark.write(notebook)
        return notebook

    def _compare_with_gradebook(self, master: NotebookNode, names: dict[str, str]) -> None:
        ours = {
            cell.metadata.nbgrader.grade_id: float(cell.metadata.nbgrader.points)
            for cell in master.cells
            if is_grade(cell)
        }
        with Gradebook(names["db_url"], self.parent.coursedir.course_id) as gradebook:
            notebook = gradebook.find_notebook(names["notebook"], names["assignment"])
            theirs = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
        if ours != theirs:
            raise CourseError(
                f"The gradebook knows other exercises or points for {names['assignment']} than its teacher's "
                f"notebook has: run `nbgrader generate_assignment {names['assignment']}`, then grade."
            )

    def source_folder(self, lesson: str) -> Path:
        """Give the lesson's folder among nbgrader's sources."""
        coursedir = self.parent.coursedir
        return Path(coursedir.format_path(coursedir.source_directory, ".", lesson))

    def _whose(self, folder: Path) -> tuple[str, str]:
        # The names of the files in it are the learner's, and may be any.
        names = self.parent.init_single_notebook_resources(str(folder / "any.ipynb"))["nbgrader"]
        return names["assignment"], names["student"]


class _PrintableLines(logging.Filter):
    """Keeps names of files and words of learners from acting on the terminal that shows the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if not said.isprintable():
            said = "".join(letter if letter.isprintable() or letter in "\n\t" else "?" for letter in said)
        record.msg, record.args = said, ()
        return True


def fingerprint(submitted: Path, masters: Path) -> str:
    """Tell a grading's inputs apart: the submission's files, the teacher's notebook and the hidden checks.

    Args:
        submitted: Path of the submitted notebook.
        masters: The lesson's folder among nbgrader's sources.

    Returns:
        A text that differs when one of them does.
    """
    digest = hashlib.sha256()
    checks = importlib.util.find_spec(f"graders.lessons.lesson_{masters.name}")
    places = [submitted, masters / submitted.name] + ([Path(checks.origin)] if checks else [])
    for path in places:
        with contextlib.suppress(OSError):
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
        digest.update(b"/")
    for here, _, names in sorted(os.walk(submitted.parent)):
        for name in sorted(names):
            told = Path(here, name).lstat()
            digest.update(f"{here}/{name} {told.st_size} {told.st_mtime_ns}\n".encode("utf-8", "replace"))
    return digest.hexdigest()


def clear_scores(db_url: str, course_id: str, lesson: str, student: str) -> None:
    """Take back what an earlier grading gave, so that a grading which fails leaves no old score standing.

    Scores that a teacher gave by hand stay. What was cleared asks for the teacher until it is graded again.

    Args:
        db_url: The gradebook.
        course_id: The course's id in it.
        lesson: The lesson.
        student: The student's id.
    """
    with Gradebook(db_url, course_id) as gradebook:
        try:
            submission = gradebook.find_submission(lesson, student)
        except MissingEntry:
            return
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                grade.auto_score = None
                grade.needs_manual_grade = True
        gradebook.db.commit()


def ask_for_teacher(db_url: str, course_id: str, lesson: str, student: str) -> None:
    """Enter a submission that could not be graded: without an entry, nbgrader's export gives a plain 0.

    Args:
        db_url: The gradebook.
        course_id: The course's id in it.
        lesson: The lesson.
        student: The student's id.
    """
    with Gradebook(db_url, course_id) as gradebook:
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission(lesson, student)
    clear_scores(db_url, course_id, lesson, student)
