"""The learner's notebook, made by nbgrader's own release step."""

import shutil
import tempfile
from pathlib import Path

from graders.build.layout import Lesson
from graders.errors import CourseError


def make_release(lesson: Lesson, solution_text: str) -> str:
    """Make what `nbgrader generate_assignment` makes of a solution notebook.

    It runs in a folder of its own with the course's `nbgrader_config.py` and without the gradebook, so that a
    build changes no marks.

    Args:
        lesson: The lesson.
        solution_text: The notebook with answers, as stored.

    Returns:
        The released notebook, as stored.

    Raises:
        CourseError: nbgrader refuses the notebook.
    """
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config.loader import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(lesson.root)).load_config()
    with tempfile.TemporaryDirectory(prefix="coursework-release-") as name:
        root = Path(name).resolve()
        here = Lesson(root, lesson.name)
        here.solution.parent.mkdir(parents=True)
        here.solution.write_text(solution_text, encoding="utf-8")
        config.CourseDirectory.root = str(root)
        config.SaveCells.enabled = False
        config.GenerateAssignment.no_database = True
        directory = CourseDirectory(config=config)
        directory.assignment_id = lesson.name
        try:
            GenerateAssignment(coursedir=directory, config=config).start()
        except (NbGraderException, RuntimeError) as error:
            raise CourseError(f"nbgrader cannot release {lesson.name}: {error}") from error
        return here.release.read_text(encoding="utf-8")


PICTURES = (".png", ".svg", ".jpg", ".gif")
"""Endings of the files that may stand beside a lesson's solution notebook."""


def extra_files(lesson: Lesson) -> list[Path]:
    """List the pictures beside a lesson's solution notebook, which nbgrader releases with it."""
    return [path for path in _beside(lesson) if path.suffix in PICTURES]


def stray_files(lesson: Lesson) -> list[Path]:
    """List the files that nbgrader would release with a lesson although they are no part of it."""
    return [path for path in _beside(lesson) if path.suffix not in PICTURES]


def _beside(lesson: Lesson) -> list[Path]:
    ignored = {".ipynb_checkpoints", "__pycache__"}
    found = (path for path in sorted(lesson.solution.parent.rglob("*")) if path.is_file())
    return [path for path in found if path != lesson.solution and not ignored & set(path.parts)]


def copy_extra_files(lesson: Lesson, folder: Path) -> None:
    """Copy the pictures beside a lesson's solution notebook to another folder.

    Args:
        lesson: The lesson.
        folder: Where to; sub-folders are kept.
    """
    for path in extra_files(lesson):
        target = folder / path.relative_to(lesson.solution.parent)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
