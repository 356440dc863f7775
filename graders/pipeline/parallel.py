"""Several submissions at a time: candidates run side by side, and one process writes the gradebook.

nbgrader's converter does everything that touches files and the gradebook, in this thread, for one submission
after the other. Only the step in between, running a notebook and having it judged, goes to a pool of threads:
it waits for candidates and the examiner, which are processes of their own.
"""

import os
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from threading import Semaphore, Thread
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import remove, rmtree, setenv

from graders.errors import CourseError
from graders.pipeline.execute import SealedExecute
from graders.pipeline.faults import sentence
from graders.pipeline.interrupt import Interruptible
from graders.pipeline.marks import NotebookMark
from graders.pipeline.submission import ask_for_teacher, fingerprint

STOP_SECONDS = 1.5
"""How long a grading that is stopped waits for candidates and examiner to end."""


@dataclass(frozen=True)
class Submission:
    """One submission of a lesson.

    Args:
        student: The student's id.
        lesson: The lesson's name.
        folder: Where it was handed in.
        notebooks: Paths of its notebooks.
    """

    student: str
    lesson: str
    folder: Path
    notebooks: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of one submission.

    Args:
        submission: The submission.
        state: `graded`, `unchanged`, `failed`, or `dropped` when grading was stopped.
        why: For a failure, one sentence.
    """

    submission: Submission
    state: str
    why: str = ""


class ParallelAutograde(Autograde):
    """nbgrader's autograding of one lesson, with several candidates at a time.

    Args:
        workers: How many run at once.

    Attributes:
        step: Called after each submission.
        outcomes: What became of each.
    """

    def __init__(self, *args: Any, workers: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = workers
        self.step: Callable[[Outcome], None] = lambda outcome: None
        self.outcomes: list[Outcome] = []
        self._running: set[SealedExecute] = set()

    def init_notebooks(self) -> None:
        """Find the submissions.

        Raises:
            CourseError: There is none.
        """
        try:
            super().init_notebooks()
        except NbGraderException as error:
            where = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
            raise CourseError(
                f"Nobody handed {self.coursedir.assignment_id} in: there is no notebook in {where}."
            ) from error

    def convert_notebooks(self) -> None:
        """Grade every submission that is new or has changed.

        Raises:
            KeyboardInterrupt: Somebody stopped it. What was graded is saved; the rest waits for the next run.
        """
        self._turns = Semaphore(self.workers)
        # While some run, others get their candidates ready or wait for their verdicts.
        at_once = 2 * self.workers
        waiting: dict[Future, Submission] = {}
        judging: Future | None = None
        pool = ThreadPoolExecutor(at_once, thread_name_prefix="candidate")
        with Interruptible() as interruptible:
            try:
                complete = self._complete()
                for submission in self._submissions():
                    # A submission is made ready, and saved, as a whole or not at all.
                    interruptible.check()
                    try:
                        if not self.force and submission.student in complete and self._unchanged(submission):
                            self._end(submission, "unchanged")
                            continue
                        # It imports what it judges with while the first candidates get ready.
                        judging = judging or pool.submit(SealedExecute(parent=self.exporter).examiner().start)
                        sanitised = self._sanitise(submission)
                    except Exception as error:
                        self._fail(submission, error)
                        continue
                    waiting[pool.submit(self._run, submission, sanitised)] = submission
                    # What is graded is saved soon, and a large class does not fill the memory.
                    self._save_done(waiting, interruptible, at_most=2 * at_once)
                self._save_done(waiting, interruptible, at_most=0)
            except KeyboardInterrupt:
                self._drop(pool, waiting)
                raise
        pool.shutdown()

    def _save_done(
        self, waiting: dict[Future, Submission], interruptible: Interruptible, at_most: int
    ) -> None:
        """Save what has been judged, and wait until no more than so many submissions are under way."""
        while waiting:
            patience = 0 if len(waiting) <= at_most else None
            with interruptible.waiting():
                done, _ = wait(waiting, timeout=patience, return_when=FIRST_COMPLETED)
            if not done:
                return
            for future in done:
                submission = waiting.pop(future)
                try:
                    self._save(submission, future.result())
                except Exception as error:
                    self._fail(submission, error)
                else:
                    self._end(submission, "graded")

    def _drop(self, pool: ThreadPoolExecutor, waiting: dict[Future, Submission]) -> None:
        """Let go of the submissions that are under way."""
        pool.shutdown(wait=False, cancel_futures=True)
        # Starting the first candidate of all may take half a minute, and nobody waits for it.
        ending = Thread(target=self._end_processes, name="stopping", daemon=True)
        ending.start()
        ending.join(STOP_SECONDS)
        for submission in waiting.values():
            self._forget(submission)
            self._end(submission, "dropped")

    def _end_processes(self) -> None:
        for step in list(self._running):
            step.stop()
        SealedExecute(parent=self.exporter).examiner().abandon()

    def _complete(self) -> set[str]:
        """List the students whose scores the gradebook holds, with none that was taken back."""
        coursedir = self.coursedir
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            return {
                submission.student.id
                for submission in gradebook.assignment_submissions(coursedir.assignment_id)
                if all(
                    grade.auto_score is not None
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                )
            }

    def _submissions(self) -> list[Submission]:
        found = []
        for folder, notebooks in sorted(self.assignments.items()):
            names = self.init_single_notebook_resources(notebooks[0])["nbgrader"]
            found.append(
                Submission(names["student"], names["assignment"], Path(folder), tuple(sorted(notebooks)))
            )
        return found

    def _unchanged(self, submission: Submission) -> bool:
        """Tell whether a submission was graded before, from the same files by the same checks."""
        for filename in submission.notebooks:
            graded = Path(self._format_dest(submission.lesson, submission.student), Path(filename).name)
            try:
                mark = NotebookMark.read(nbformat.read(graded, as_version=4))
            except (OSError, ValueError):
                return False
            if not mark.graded or mark.fingerprint != fingerprint(
                Path(filename), self.exporter.source_folder(submission.lesson)
            ):
                return False
        return True

    def _sanitise(self, submission: Submission) -> list[tuple[str, NotebookNode]]:
        self.notebooks = list(submission.notebooks)
        # Scores are taken back first: when the folder can't be removed, no score of another grading stays.
        self.exporter.before_submission(submission.lesson, submission.student, self.notebooks)
        dest = os.path.normpath(self._format_dest(submission.lesson, submission.student))
        if os.path.exists(dest):
            rmtree(dest)
        self.init_assignment(submission.lesson, submission.student)
        made = []
        for filename in self.notebooks:
            self._sanitizing = True
            self._init_preprocessors()
            super(Autograde, self).convert_single_notebook(filename)
            path = os.path.join(self.writer.build_directory, os.path.basename(filename))
            made.append((path, nbformat.read(path, as_version=4)))
        return made

    def _run(
        self, submission: Submission, notebooks: list[tuple[str, NotebookNode]]
    ) -> list[tuple[str, NotebookNode]]:
        """Run one submission's notebooks; this is what happens in a thread."""
        for path, notebook in notebooks:
            names = {"student": submission.student, "assignment": submission.lesson}
            resources = ResourcesDict(nbgrader=names, metadata={"path": os.path.dirname(path)})
            step = SealedExecute(parent=self.exporter)
            self._running.add(step)
            try:
                step.preprocess(notebook, resources, turn=self._turns)
            finally:
                self._running.discard(step)
        return notebooks

    def _save(self, submission: Submission, notebooks: list[tuple[str, NotebookNode]]) -> None:
        """Have nbgrader save what came of it."""
        self.notebooks = [path for path, _ in notebooks]
        self._sanitizing = False
        try:
            self._init_preprocessors()
            for path, notebook in notebooks:
                self.log.info("Saving %s", path)
                mark = NotebookMark.read(notebook)
                mark.graded = True
                mark.write(notebook)
                resources = self.init_single_notebook_resources(path)
                resources["metadata"] = ResourcesDict(name=Path(path).stem, path=os.path.dirname(path))
                with setenv(NBGRADER_EXECUTION="autograde"):
                    output, resources = self.exporter.from_notebook_node(notebook, resources=resources)
                self.write_single_notebook(output, resources)
            self.set_permissions(submission.lesson, submission.student)
            self.run_post_convert_hook()
        finally:
            self._sanitizing = True

    def _init_preprocessors(self) -> None:
        super()._init_preprocessors()
        if not self._sanitizing:
            kept = [step for step in self.exporter._preprocessors if not isinstance(step, SealedExecute)]
            self.exporter._preprocessors = kept

    def _fail(self, submission: Submission, error: Exception) -> None:
        self.log.error("%s/%s: %s", submission.student, submission.lesson, error, exc_info=True)
        self._sanitizing = True
        self._forget(submission)
        folder = os.path.normpath(self._format_dest(submission.lesson, submission.student))
        self._end(submission, "failed", sentence(error, folder))

    def _forget(self, submission: Submission) -> None:
        """Take away what a grading without verdicts leaves, and have the gradebook ask for the teacher."""
        lesson, student = submission.lesson, submission.student
        try:
            ask_for_teacher(self.coursedir.db_url, self.coursedir.course_id, lesson, student)
        except Exception as error:
            self.log.error("%s/%s: the gradebook was not told: %s", student, lesson, sentence(error))
        # The page of an earlier grading tells of scores that are gone.
        page = self.coursedir.format_path(self.coursedir.feedback_directory, student, lesson)
        for folder in (self._format_dest(lesson, student), page):
            try:
                if os.path.isdir(folder):
                    rmtree(os.path.normpath(folder))
                elif os.path.exists(folder):
                    remove(folder)
            except OSError as error:
                self.log.error("%s/%s: %s", student, lesson, sentence(error, folder))

    def students(self, state: str) -> list[str]:
        """List the students whose submissions came to one end."""
        return [outcome.submission.student for outcome in self.outcomes if outcome.state == state]

    def _end(self, submission: Submission, state: str, why: str = "") -> None:
        self.outcomes.append(Outcome(submission, state, why))
        self.step(self.outcomes[-1])
