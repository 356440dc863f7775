"""Entering a lesson into the gradebook beside a release that is there already.

`lessons/` is part of the course, so that learners can open it without running anything; nbgrader skips a
lesson whose release exists, and then makes no gradebook. `GenerateAssignment.exporter_class` names
`AssignmentExporter`, which has nbgrader's own steps make the release in a folder of its own and keeps what a
learner or a teacher has done in `lessons/`.
"""

import filecmp
import logging
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from graders.errors import CourseError
from graders.pipeline.faults import sentence
from graders.pipeline.nbgrader_adapter import take_over


class AssignmentExporter(NotebookExporter):
    """Has `nbgrader generate_assignment` write the gradebook always, and the release where that is due.

    A release that does not exist is written. One that exists is overwritten with `--force` alone, and then
    only where it differs: other files in the folder stay, and a step that fails removes nothing.
    """

    def __init__(self, config: Any = None, **kwargs: Any) -> None:
        super().__init__(config=config, **kwargs)
        if isinstance(self.parent, GenerateAssignment) and not isinstance(self.parent, _InFolder):
            take_over(self.parent, partial(self._convert_notebooks, self.parent))

    def _convert_notebooks(self, converter: GenerateAssignment) -> None:
        """Release what nbgrader found, one lesson after the other.

        Args:
            converter: nbgrader's converter.

        Raises:
            NbGraderException: A lesson could not be released; the log says why.
        """
        failures = []
        for notebooks in converter.assignments.values():
            names = converter.init_single_notebook_resources(notebooks[0])["nbgrader"]
            try:
                self._release(converter, names["assignment"])
            except CourseError as error:
                converter.log.error("%s", error)
                failures.append(str(error))
        if failures:
            raise NbGraderException(" ".join(failures))

    def _release(self, converter: GenerateAssignment, lesson: str) -> None:
        folder = Path(converter.coursedir.format_path(converter.coursedir.release_directory, ".", lesson))
        overwrite = converter.force or not folder.exists()
        settings = converter.config, converter.coursedir, converter.log
        told = make_assignment(
            lesson,
            *settings,
            keep=lambda made: _place(made, folder, overwrite),
            no_database=converter.no_database,
            create_assignment=converter.create_assignment,
        )
        if not converter.no_database:
            converter.log.info("%s is in the gradebook.", lesson)
        if told.differing and not overwrite:
            converter.log.warning(
                "%s was kept as it is and differs from what the teacher's notebook gives (%s): somebody "
                "worked in it, or `coursework build` is due; --force writes it anew.",
                folder.resolve(),
                ", ".join(told.differing),
            )
        for name in told.written:
            converter.log.info("Wrote %s", folder.resolve() / name)


@dataclass(frozen=True)
class Placed:
    """What became of a release.

    Args:
        differing: Its files that the release folder lacked or held otherwise.
        written: Those of them that were written.
    """

    differing: tuple[str, ...] = ()
    written: tuple[str, ...] = ()


def _place(made: Path, folder: Path, overwrite: bool) -> Placed:
    """Compare a release just made with the one that stands, and write what differs.

    Args:
        made: The folder with the release just made.
        folder: Where it belongs.
        overwrite: Whether to write what differs.

    Returns:
        What differed and what was written.
    """
    differing = []
    for path in sorted(path for path in made.rglob("*") if path.is_file()):
        name = path.relative_to(made)
        there = folder / name
        if there.is_file() and filecmp.cmp(path, there, shallow=False):
            continue
        differing.append(str(name))
        if overwrite:
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, there)
    return Placed(tuple(differing), tuple(differing) if overwrite else ())


def make_assignment(
    lesson: str,
    config: Config,
    coursedir: CourseDirectory,
    log: Any,
    *,
    keep: Callable[[Path], Placed] = lambda made: Placed(),
    **settings: bool,
) -> Placed:
    """Do nbgrader's own steps of `generate_assignment`, with the release in a folder that vanishes again.

    Args:
        lesson: The lesson's name.
        config: nbgrader's settings.
        coursedir: The course's folders and gradebook.
        log: nbgrader's logger.
        keep: Given the release's folder before it vanishes.
        settings: `GenerateAssignment`'s own: `no_database`, `create_assignment`.

    Returns:
        What `keep` returned.

    Raises:
        CourseError: nbgrader refuses the notebook, or the gradebook or a folder cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="coursework-release-") as name:
        aside = CourseDirectory(config=config)
        for trait in coursedir.trait_names(config=True):
            setattr(aside, trait, getattr(coursedir, trait))
        aside.assignment_id, aside.release_directory = lesson, str(Path(name).resolve())
        # What it says of folders that vanish again helps nobody.
        quiet = log.getChild("release")
        quiet.setLevel(logging.WARNING)
        converter = _InFolder(coursedir=aside, config=config, log=quiet)
        for setting, value in settings.items():
            setattr(converter, setting, value)
        try:
            converter.start()
            return keep(Path(aside.format_path(aside.release_directory, ".", lesson)))
        except Exception as error:
            # As in nbgrader's own loop: whatever a notebook has its steps raise, the teacher gets to mend.
            log.debug("%s cannot be released", lesson, exc_info=True)
            why = str(error) if isinstance(error, RuntimeError) else sentence(error)
            raise CourseError(f"{lesson} cannot be released: {why}") from error


class _InFolder(GenerateAssignment):
    """nbgrader's steps for one lesson; what they raise is the caller's to tell."""

    def convert_notebooks(self) -> None:
        for notebooks in self.assignments.values():
            self.notebooks = sorted(notebooks)
            lesson = self.init_single_notebook_resources(notebooks[0])["nbgrader"]["assignment"]
            self.init_assignment(lesson, ".")
            for notebook in self.notebooks:
                self.convert_single_notebook(notebook)
            self.set_permissions(lesson, ".")
            self.run_post_convert_hook()


def ensure_assignment(config: Config, coursedir: CourseDirectory, log: Any) -> None:
    """Enter the lesson that is to be graded into the gradebook, unless it is there.

    Args:
        config: nbgrader's settings.
        coursedir: The course's folders and gradebook, with the lesson as `assignment_id`.
        log: Where it is told.

    Raises:
        CourseError: It cannot be entered.
    """
    lesson = coursedir.assignment_id
    try:
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            if gradebook.find_assignment(lesson).notebooks:
                return
    except MissingEntry:
        pass
    except SQLAlchemyError as error:
        raise CourseError(sentence(error)) from error
    source = Path(coursedir.format_path(coursedir.source_directory, ".", lesson))
    if not source.is_dir():
        raise CourseError(
            f"There is no lesson {lesson} to grade: {source.resolve()} should hold the teacher's notebook. "
            "Look for a mistake in the name, or run `coursework build`."
        )
    make_assignment(lesson, config, coursedir, log)
    log.info("%s was entered into the gradebook, from the teacher's notebook.", lesson)
