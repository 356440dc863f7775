"""What `graders.lessons` has for a lesson: its exercises, their points, the text of their checks."""

import ast
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from graders.build.layout import Lesson
from graders.build.source import Problem
from graders.errors import CourseError

if TYPE_CHECKING:
    from graders.criteria import Exercise

SHOWN = Path("graders") / "lessons"
"""The folder of the checks, as it is shown to an author."""


class ChecksError(CourseError):
    """A lesson's hidden checks cannot be imported.

    Args:
        problem: Where, and why.
    """

    def __init__(self, problem: Problem):
        super().__init__(str(problem))
        self.problem = problem


def points_of(lesson: Lesson) -> dict[str, float]:
    """Give the registered exercises of a lesson and their points.

    Args:
        lesson: The lesson.

    Returns:
        Points by the exercise's name; empty when the lesson has no module of checks.

    Raises:
        ChecksError: The module cannot be imported.
    """
    return {name: exercise.points for name, exercise in exercises_of(lesson).items()}


def criteria_shown(lesson: Lesson) -> dict:
    """Give what the executed notebook shows of the hidden checks: each criterion's name and points.

    Args:
        lesson: The lesson.

    Returns:
        Plain data by the exercise's name.

    Raises:
        ChecksError: The module cannot be imported.
    """
    return {
        name: [[criterion.name, criterion.points] for criterion in exercise.criteria]
        for name, exercise in exercises_of(lesson).items()
    }


def checks_text(lesson: Lesson) -> str:
    """Give the text of the module with a lesson's hidden checks; empty when there is none."""
    path = checks_path(lesson)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def checks_path(lesson: Lesson) -> Path:
    """Give the file that holds, or would hold, a lesson's hidden checks."""
    return _folder() / f"lesson_{lesson.name}.py"


def check_modules(lesson: Lesson) -> list[Path]:
    """List the files that a lesson's hidden checks are written in.

    Args:
        lesson: The lesson.

    Returns:
        Its module of checks and the modules of `graders.lessons` that it imports, directly or through others;
        none when it has no module of checks.

    Raises:
        SyntaxError: One of them is not Python; importing the checks tells so first.
    """
    found: list[Path] = []
    waiting = [checks_path(lesson)]
    while waiting:
        path = waiting.pop(0)
        if path.is_file() and path not in found:
            found.append(path)
            waiting += [_folder() / f"{name}.py" for name in _imported(path.read_text(encoding="utf-8"))]
    return found


def exercises_of(lesson: Lesson) -> dict[str, "Exercise"]:
    """Import a lesson's hidden checks.

    Args:
        lesson: The lesson.

    Returns:
        Its exercises by name; none when it has no module of checks.

    Raises:
        ChecksError: The module cannot be imported; the sentence names file, line and reason.
        CourseError: Two exercises have one name.
    """
    from graders.criteria.registry import exercises

    if not checks_path(lesson).is_file():
        return {}
    try:
        return exercises(lesson.name)
    except CourseError:
        raise
    except Exception as error:
        raise ChecksError(_why(lesson, error)) from error


def _why(lesson: Lesson, error: Exception) -> Problem:
    """Say in one sentence, and with the line in the checks, why they cannot be imported."""
    path, line = checks_path(lesson), 1
    if isinstance(error, SyntaxError) and error.filename:
        path, line, reason = Path(error.filename), error.lineno or 1, error.msg
    else:
        for frame in traceback.extract_tb(error.__traceback__):
            if Path(frame.filename).parent == _folder():
                path, line = Path(frame.filename), frame.lineno or 1
        reason = " ".join(str(error).split())
    shown = SHOWN / path.name if path.parent == _folder() else path
    sentence = f"The checks cannot be imported: {type(error).__name__}: {reason.rstrip('.')}."
    return Problem(shown, line, sentence)


def _imported(text: str) -> list[str]:
    """Name the modules of `graders.lessons` that a module imports."""
    package = "graders.lessons"
    named: list[str] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module == package:
            named += [f"{package}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            named.append(node.module)
        elif isinstance(node, ast.Import):
            named += [alias.name for alias in node.names]
    return [name.removeprefix(f"{package}.") for name in named if name.startswith(f"{package}.")]


def _folder() -> Path:
    import graders

    return Path(graders.__file__).resolve().parent / "lessons"
