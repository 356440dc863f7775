"""Fresh feedback pages after a grading, by nbgrader's own converter."""

import logging
from collections.abc import Collection
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import rmtree
from traitlets.config import Config

from graders.pipeline.faults import sentence
from graders.pipeline.interrupt import Interruptible
from graders.pipeline.nbgrader_adapter import folder_written


class FreshFeedback(GenerateFeedback):
    """nbgrader's feedback for the submissions that need it.

    Args:
        graded: Students whose submissions were just graded.
        failed: Students whose submissions just failed: what stands there of them is of another grading.

    Attributes:
        written: Students whose pages were written.
        missing: Students whose pages could not be written, each with one sentence.
    """

    def __init__(
        self, *args: Any, graded: Collection[str] = (), failed: Collection[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.graded, self.failed = frozenset(graded), frozenset(failed)
        self.written: list[str] = []
        self.missing: dict[str, str] = {}

    @property
    def place(self) -> str:
        """Where the pages stand, with a word for each name that differs."""
        lesson = self.coursedir.assignment_id
        return folder_written(self, lesson, "<student>") + f"/{lesson}.html"

    def convert_notebooks(self) -> None:
        """Write a page wherever one is due; one that fails keeps no other from being written.

        Raises:
            KeyboardInterrupt: Somebody stopped it.
        """
        with Interruptible() as interruptible:
            for _, notebooks in sorted(self.assignments.items()):
                interruptible.check()
                self.notebooks = sorted(notebooks)
                self._write()

    def _write(self) -> None:
        names = self.init_single_notebook_resources(self.notebooks[0])["nbgrader"]
        lesson, student = names["assignment"], names["student"]
        folder = Path(folder_written(self, lesson, student))
        if student in self.failed:
            return
        if student not in self.graded and all(_current(Path(each), folder) for each in self.notebooks):
            return
        try:
            if folder.exists():
                rmtree(str(folder))
            self.init_assignment(lesson, student)
            for notebook in self.notebooks:
                self.convert_single_notebook(notebook)
            self.set_permissions(lesson, student)
        except Exception as error:
            self.log.error("%s/%s: no feedback page", student, lesson, exc_info=True)
            self.missing[student] = sentence(error, str(folder))
        else:
            self.written.append(student)


def _current(notebook: Path, folder: Path) -> bool:
    """Tell whether a graded notebook's page is there and younger."""
    page = folder / f"{notebook.stem}.html"
    return page.is_file() and page.stat().st_mtime_ns >= notebook.stat().st_mtime_ns


def write_pages(
    config: Config,
    coursedir: CourseDirectory,
    logger: logging.Logger,
    *,
    graded: Collection[str],
    failed: Collection[str],
) -> FreshFeedback:
    """Write the feedback pages of what was graded, and those that are missing or older than the grading.

    Args:
        config: nbgrader's settings.
        coursedir: The course's folders and gradebook, with the lesson and the students.
        logger: Where nbgrader logs to.
        graded: Students whose submissions were just graded.
        failed: Students whose submissions just failed; they get no page.

    Returns:
        The converter, with what was written and what was not.
    """
    feedback = FreshFeedback(coursedir=coursedir, config=config, log=logger, graded=graded, failed=failed)
    try:
        feedback.start()
    except NbGraderException:
        # Nothing is graded, so nothing is to be told.
        logger.info("There is no graded notebook to write feedback for.")
    return feedback
