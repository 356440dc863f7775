"""Grading a class: the one way that `coursework grade`, `nbgrader autograde` and Formgrader go.

The coordinator makes each submission's files ready, has it graded (`graders/pipeline/grading.py`) when its
turn comes (`graders/pipeline/schedule.py`), and writes what came of it, in this thread alone: rows by
nbgrader's own steps in one transaction, and the graded notebook. The commands differ in their `Policy`. A
coordinator has one lesson; `graders/pipeline/together.py` puts several under one schedule.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import is_grade, remove, rmtree, setenv
from sqlalchemy.exc import SQLAlchemyError
from traitlets.utils.importstring import import_item

from graders.errors import CourseError
from graders.examiner import JudgingLimits
from graders.pipeline.execute import SealedExecute
from graders.pipeline.faults import sentence
from graders.pipeline.gradebook import Book, Patience, Standing, enter
from graders.pipeline.grading import Engine, Graded, Submission, grade
from graders.pipeline.intake import copy_files, fingerprint, read_notebook, read_timestamp
from graders.pipeline.machines.digest import course_digest
from graders.pipeline.machines.parcels import pack_submission, read_graded
from graders.pipeline.marks import NotebookMark
from graders.pipeline.master import read_master
from graders.pipeline.nbgrader_adapter import folder_read, folder_written, use_steps
from graders.pipeline.schedule import Threads


@dataclass(frozen=True)
class HandedIn:
    """A submission as it was found.

    Args:
        student: The student's id.
        lesson: The lesson's name.
        folder: Where it was handed in.
        notebooks: Paths of its notebooks.
    """

    student: str
    lesson: str
    folder: Path
    notebooks: tuple[Path, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of one submission.

    Args:
        student: The student's id.
        state: `graded`, `unchanged`, `failed`, or `dropped` when grading was stopped.
        why: For a failure, one sentence.
    """

    student: str
    state: str
    why: str = ""


@dataclass(frozen=True)
class Policy:
    """In what commands that grade a class differ.

    Args:
        due: Tells whether a submission is to be graded, and leaves no file of an earlier grading if it is.
        step: Called after each submission.
    """

    due: Callable[["Coordinator", HandedIn], bool]
    step: Callable[[Outcome], None] = field(default=lambda outcome: None)


def due_by_nbgrader(coordinator: "Coordinator", found: HandedIn) -> bool:
    """Tell by nbgrader's rule whether a submission is due: not graded yet, newer, or `--force`."""
    return coordinator.converter.init_destination(found.lesson, found.student)


def due_when_changed(coordinator: "Coordinator", found: HandedIn) -> bool:
    """Tell whether a submission is new, has changed, or is to be graded by other checks; or `--force`."""
    if not coordinator.converter.force and coordinator.unchanged(found):
        return False
    # Scores are taken back first: when the folder can't be removed, no score of another grading stays.
    coordinator.take_scores_back(found)
    folder = coordinator.folder_graded(found)
    if folder.exists():
        rmtree(str(folder))
    return True


class Coordinator:
    """Grades what a converter of nbgrader's found.

    Args:
        converter: The converter, with its exporter made.
        policy: How this command does it.

    Attributes:
        outcomes: What became of each submission.
    """

    def __init__(self, converter: Autograde, policy: Policy) -> None:
        self.converter = converter
        self.policy = policy
        self.log = converter.log
        self.outcomes: list[Outcome] = []
        self._patiently = Patience(self.log)
        self._standings: dict[str, Standing] = {}
        self._exercises: dict[str, dict[str, float]] = {}
        self._found: dict[str, HandedIn] = {}
        self._compared: set[tuple[Path, int]] = set()

    def __enter__(self) -> "Coordinator":
        """Open the gradebook.

        Raises:
            CourseError: It cannot be read.
        """
        coursedir = self.converter.coursedir
        try:
            self.book = Book(coursedir.db_url, coursedir.course_id)
            self._standings = self.book.standings(coursedir.assignment_id)
            self._exercises = self.book.exercises(coursedir.assignment_id)
        except SQLAlchemyError as error:
            raise CourseError(sentence(error)) from error
        self.engine  # noqa: B018 - made here, before several threads ask for it
        return self

    def __exit__(self, *exception: object) -> None:
        self.book.close()

    @property
    def lesson(self) -> str:
        """The lesson's name."""
        return str(self.converter.coursedir.assignment_id)

    @cached_property
    def settings(self) -> SealedExecute:
        """The settings of sealed grading."""
        return SealedExecute(parent=self.converter.exporter)

    @cached_property
    def engine(self) -> Engine:
        """What every submission is graded with."""
        return self.settings.engine()

    def masters(self, lesson: str) -> Path:
        """Give the lesson's folder among nbgrader's sources."""
        coursedir = self.converter.coursedir
        return Path(coursedir.format_path(coursedir.source_directory, ".", lesson))

    def folder_graded(self, found: HandedIn) -> Path:
        """Give the folder of a submission's graded notebooks."""
        return Path(folder_written(self.converter, found.lesson, found.student))

    def unchanged(self, found: HandedIn) -> bool:
        """Tell whether a submission was graded before, from the same files by the same checks."""
        standing = self._standings.get(found.student)
        if standing is None or not standing.complete:
            return False
        for path in found.notebooks:
            try:
                mark = NotebookMark.of_file(self.folder_graded(found) / path.name)
            except (OSError, ValueError):
                return False
            if not mark.graded or mark.fingerprint != fingerprint(path, self.masters(found.lesson)):
                return False
        return True

    def take_scores_back(self, found: HandedIn) -> None:
        """Take back what an earlier grading gave, if there was one."""
        standing = self._standings.get(found.student)
        if standing is not None and standing.scored:
            self.book.take_scores_back(found.lesson, found.student)
            self._standings[found.student] = Standing(complete=False, scored=False)

    def handed_in(self) -> Iterator[HandedIn]:
        """Give what the converter found, in the order of the folders' names."""
        for folder, notebooks in sorted(self.converter.assignments.items()):
            # The names of the files in it are the learner's, and may be any.
            names = self.converter.init_single_notebook_resources(f"{folder}/any.ipynb")["nbgrader"]
            paths = tuple(Path(name) for name in sorted(notebooks))
            yield HandedIn(names["student"], names["assignment"], Path(folder), paths)

    def submissions(self) -> Iterator[Submission]:
        """Make every submission ready that is due, each when it is asked for.

        Yields:
            Submissions to grade.
        """
        for found in self.handed_in():
            if (submission := self.begin(found)) is not None:
                yield submission

    def begin(self, found: HandedIn) -> Submission | None:
        """Make a submission ready if it is due.

        Args:
            found: What was handed in.

        Returns:
            The submission to grade; None when it came to its end here, unchanged or failed.
        """
        self._found[found.student] = found
        # nbgrader's loop says it this way to its hooks.
        self.converter.notebooks = [str(path) for path in found.notebooks]
        try:
            submission = self._patiently(
                lambda: self._make_ready(found) if self.policy.due(self, found) else None
            )
        except Exception as error:
            self._fail(found, error)
            return None
        if submission is None:
            self._end(found, "unchanged")
        return submission

    def _make_ready(self, found: HandedIn) -> Submission:
        """Read a submission that is due, and copy its files to where it runs."""
        self.log.info("Making %s/%s ready", found.student, found.lesson)
        converter, masters = self.converter, self.masters(found.lesson)
        converter.run_pre_convert_hook()
        self.take_scores_back(found)
        if not converter.create_student and not self.book.knows_student(found.student):
            raise NbGraderException(f"No student with ID '{found.student}' exists in the database")
        notes = copy_files(converter, found.lesson, found.student, found.folder, masters)
        for note in notes:
            self.log.warning("%s/%s: %s", found.student, found.lesson, note)
        known = [path for path in found.notebooks if path.stem in self._exercises]
        for path in set(found.notebooks) - set(known):
            self.log.warning("Skipping unknown notebook: %s", path)
        if not known:
            raise NbGraderException(
                "No notebooks found, did you forget to run 'nbgrader generate_assignment'?"
            )
        for path in known:
            self._compare_with_gradebook(masters / path.name, found.lesson)
        return Submission(
            student=found.student,
            lesson=found.lesson,
            notebooks=tuple(read_notebook(path, masters) for path in known),
            folder=self.folder_graded(found),
            masters=masters,
            notes=tuple(notes),
        )

    def _compare_with_gradebook(self, path: Path, lesson: str) -> None:
        """See to it, once for a class, that a teacher's notebook has what the gradebook knows."""
        changed = path.stat().st_mtime_ns if path.exists() else 0
        if (path, changed) in self._compared:
            return
        ours = {
            cell.metadata.nbgrader.grade_id: float(cell.metadata.nbgrader.points)
            for cell in read_master(path, self.converter.config).cells
            if is_grade(cell)
        }
        if ours != self._exercises[path.stem]:
            raise CourseError(
                f"The gradebook knows other exercises or points for {lesson} than its teacher's "
                f"notebook has: run `nbgrader generate_assignment {lesson}`, then grade."
            )
        self._compared.add((path, changed))

    def warm_up(self) -> None:
        """Start the examiner: it imports what it judges with while the first candidates get ready."""
        self.settings.examiner().start()

    def do(self, submission: Submission, turn: Any) -> Graded:
        """Grade one submission; this is what happens in a thread."""
        return grade(submission, self.engine, turn)

    def pack(self, submission: Submission) -> tuple[bytes, float]:
        """Write a submission down for a worker elsewhere.

        Args:
            submission: The submission.

        Returns:
            The parcel, and how many seconds its grading may take in all.

        Raises:
            CourseError: It is too large to travel.
            OSError: A file cannot be read.
        """
        config, settings = self.converter.config, self.settings
        course = course_digest(Path(self.converter.coursedir.root), submission.masters, config)
        # Its cells, getting a candidate ready, and one exercise that takes the examiner all of its time.
        seconds = settings.notebook_timeout + 2 * settings.startup_timeout + JudgingLimits().exercise_seconds
        seconds *= max(len(submission.notebooks), 1)
        return pack_submission(submission, course, seconds), seconds

    def unpack(self, submission: Submission, content: object) -> Graded:
        """Read what a worker gave back.

        Args:
            submission: The submission that it was sent.
            content: What it gave.

        Returns:
            What came of the submission.

        Raises:
            WorkerRefusedError: The worker grades nothing for this course.
            CourseError: The submission could not be graded, or what came back is not to be used.
        """
        return read_graded(content, submission, self.converter.config, self.log)

    def finish(self, submission: Submission, result: Callable[[], Graded]) -> None:
        """Write down what came of a submission."""
        found = self._found.pop(submission.student)
        try:
            graded = result()
            self._patiently(lambda: self._save(found, graded))
        except Exception as error:
            self._fail(found, error)
        else:
            self._standings[found.student] = Standing(complete=True, scored=True)
            self._end(found, "graded")

    def drop(self, submission: Submission) -> None:
        """Leave nothing of a submission that was under way when grading was stopped."""
        found = self._found.pop(submission.student)
        self._forget(found)
        self._end(found, "dropped")

    def stop(self) -> None:
        """End candidates and examiner."""
        self.settings.stop()
        self.settings.examiner().abandon()

    def _save(self, found: HandedIn, graded: Graded) -> None:
        """Have nbgrader's steps write a submission's rows, and write its notebooks."""
        converter = self.converter
        with self.book.transaction() as gradebook:
            enter(
                gradebook,
                found.lesson,
                found.student,
                read_timestamp(found.folder, self.log),
                create_student=converter.create_student,
                handed_in={path.stem for path in found.notebooks},
                log=self.log,
            )
            use_steps(converter.exporter, self._steps)
            for each in graded.notebooks:
                path = found.folder / f"{each.name}.ipynb"
                self.log.info("Saving %s", path)
                resources = converter.init_single_notebook_resources(str(path))
                # Left by a transaction that failed, it may be read-only by now.
                (self.folder_graded(found) / path.name).unlink(missing_ok=True)
                resources["metadata"] = ResourcesDict(name=each.name, path=str(self.folder_graded(found)))
                with setenv(NBGRADER_EXECUTION="autograde"):
                    output, resources = converter.exporter.from_notebook_node(
                        each.notebook, resources=resources
                    )
                converter.write_single_notebook(output, resources)
            converter.set_permissions(found.lesson, found.student)
        converter.notebooks = [str(path) for path in found.notebooks]
        converter.run_post_convert_hook()

    @cached_property
    def _steps(self) -> list[Any]:
        """nbgrader's steps that follow the run, by its own setting."""
        steps = self.converter.autograde_preprocessors
        classes = [import_item(step) if isinstance(step, str) else step for step in steps]
        return [each for each in classes if not (isinstance(each, type) and issubclass(each, SealedExecute))]

    def _fail(self, found: HandedIn, error: Exception) -> None:
        folder = os.path.normpath(self.folder_graded(found))
        why = sentence(error, folder)
        if isinstance(error, CourseError | NbGraderException):
            # It says itself what went wrong; where it passed through nbgrader helps nobody.
            self.log.error("%s/%s: %s", found.student, found.lesson, error)
        else:
            self.log.error("%s/%s: %s", found.student, found.lesson, why, exc_info=error)
        self._forget(found)
        self._end(found, "failed", why)

    def _forget(self, found: HandedIn) -> None:
        """Take away what a grading without verdicts leaves, and have the gradebook ask for the teacher."""
        lesson, student = found.lesson, found.student
        self._standings[student] = Standing(complete=False, scored=False)
        try:
            self._patiently(lambda: self.book.ask_for_teacher(lesson, student))
        except Exception as error:
            self.log.error("%s/%s: the gradebook was not told: %s", student, lesson, sentence(error))
        # The page of an earlier grading tells of scores that are gone.
        coursedir = self.converter.coursedir
        page = coursedir.format_path(coursedir.feedback_directory, student, lesson)
        for folder in (str(self.folder_graded(found)), page):
            try:
                if os.path.isdir(folder):
                    rmtree(os.path.normpath(folder))
                elif os.path.exists(folder):
                    remove(folder)
            except OSError as error:
                self.log.error("%s/%s: %s", student, lesson, sentence(error, folder))

    def _end(self, found: HandedIn, state: str, why: str = "") -> None:
        self._found.pop(found.student, None)
        self.outcomes.append(Outcome(found.student, state, why))
        self.policy.step(self.outcomes[-1])


class ClassAutograde(Autograde):
    """nbgrader's autograding as `coursework grade` does it: what changed, several at once.

    nbgrader's `start` gets it ready, and leaves its `coordinator` to whoever schedules several lessons.

    Args:
        waits: Whether submissions may come later, so that having none is no error.

    Attributes:
        step: Called after each submission.
        coordinator: Grades them, once this is started.
    """

    def __init__(self, *args: Any, waits: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waits = waits
        self.step: Callable[[Outcome], None] = lambda outcome: None
        self.coordinator: Coordinator | None = None

    @property
    def lesson(self) -> str:
        """The lesson's name."""
        return str(self.coursedir.assignment_id)

    @property
    def outcomes(self) -> list[Outcome]:
        """What became of each submission."""
        return self.coordinator.outcomes if self.coordinator else []

    def init_notebooks(self) -> None:
        """Find the submissions.

        Raises:
            CourseError: There is none.
        """
        if self.waits:
            self.assignments: dict[str, list[str]] = {}
            self.notebooks: list[str] = []
            return
        try:
            super().init_notebooks()
        except NbGraderException as error:
            where = folder_read(self, self.lesson, self.coursedir.student_id)
            raise CourseError(f"Nobody handed {self.lesson} in: there is no notebook in {where}.") from error

    def convert_notebooks(self) -> None:
        """Make the coordinator, which grades when its turn comes."""
        self.coordinator = Coordinator(self, Policy(due_when_changed, self.step))

    def students(self, state: str) -> list[str]:
        """List the students whose submissions came to one end."""
        return [outcome.student for outcome in self.outcomes if outcome.state == state]


def grade_by_nbgraders_rules(converter: Autograde) -> None:
    """Grade as `nbgrader autograde` and Formgrader ask for it.

    Args:
        converter: nbgrader's converter.

    Raises:
        NbGraderException: Some submissions could not be graded; the log says which and why.
        KeyboardInterrupt: Somebody stopped it.
    """
    coordinator = Coordinator(converter, Policy(due_by_nbgrader))
    try:
        with coordinator:
            Threads[Submission, Graded](1).run(coordinator.submissions(), coordinator)
    except CourseError as error:
        raise NbGraderException(str(error)) from error
    failed = [outcome.student for outcome in coordinator.outcomes if outcome.state == "failed"]
    if failed:
        raise NbGraderException(f"These submissions were not graded: {', '.join(failed)}.")
