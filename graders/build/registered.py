"""What `graders.lessons` has for a lesson: its exercises, their points, the text of their checks."""

from pathlib import Path
from typing import TYPE_CHECKING

from graders.build.layout import Lesson
from graders.errors import CourseError

if TYPE_CHECKING:
    from graders.criteria import Exercise


def points_of(lesson: Lesson) -> dict[str, float]:
    """Give the registered exercises of a lesson and their points.

    Args:
        lesson: The lesson.

    Returns:
        Points by the exercise's name; empty when the lesson has no module of checks.

    Raises:
        CourseError: The module cannot be imported.
    """
    return {name: exercise.points for name, exercise in _exercises(lesson).items()}


def checks_facts(lesson: Lesson) -> dict:
    """Give what the executed notebook shows of the hidden checks: each criterion's name and points.

    Args:
        lesson: The lesson.

    Returns:
        Plain data by the exercise's name.

    Raises:
        CourseError: The module cannot be imported.
    """
    return {
        name: [[criterion.name, criterion.points] for criterion in exercise.criteria]
        for name, exercise in _exercises(lesson).items()
    }


def checks_text(lesson: Lesson) -> str:
    """Give the text of the module with a lesson's hidden checks; empty when there is none."""
    path = _checks_path(lesson)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _exercises(lesson: Lesson) -> dict[str, "Exercise"]:
    from graders.criteria.registry import exercises

    path = _checks_path(lesson)
    if not path.is_file():
        return {}
    try:
        return exercises(lesson.name)
    except CourseError:
        raise
    except Exception as error:
        place = f", line {error.lineno}" if isinstance(error, SyntaxError) else ""
        raise CourseError(
            f"graders/lessons/{path.name}{place} cannot be imported: {type(error).__name__}: {error}."
        ) from error


def _checks_path(lesson: Lesson) -> Path:
    import graders

    return Path(graders.__file__).parent / "lessons" / f"lesson_{lesson.name}.py"
