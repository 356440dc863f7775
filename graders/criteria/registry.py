"""Where the exercises of a lesson are found: its module in `graders.lessons`."""

import importlib
import importlib.util

from graders.criteria.exercise import Exercise
from graders.errors import CourseError


def exercises(lesson: str) -> dict[str, Exercise]:
    """Give the exercises of a lesson, in the order in which its module defines them.

    Args:
        lesson: The lesson's name, `NN_topic`.

    Returns:
        Each exercise under its name.

    Raises:
        CourseError: The lesson has no module of checks, or two exercises of one name.
    """
    module_name = f"graders.lessons.lesson_{lesson}"
    if not lesson.isidentifier() and not lesson.replace("_", "").isalnum():
        raise CourseError(
            f"{lesson!r} is no lesson's name: lessons are called NN_topic, such as 01_sequential."
        )
    if importlib.util.find_spec(module_name) is None:
        raise CourseError(f"Lesson {lesson} has no checks: write graders/lessons/lesson_{lesson}.py.")
    module = importlib.import_module(module_name)
    found: dict[str, Exercise] = {}
    for value in vars(module).values():
        if isinstance(value, Exercise) and value.lesson == lesson:
            if value.name in found and found[value.name] is not value:
                raise CourseError(f"{module_name} defines the exercise {value.name} twice.")
            found[value.name] = value
    return found


def exercise(lesson: str, name: str) -> Exercise:
    """Give one exercise.

    Args:
        lesson: The lesson's name.
        name: The exercise's name.

    Returns:
        The exercise.

    Raises:
        CourseError: There is none of that name.
    """
    known = exercises(lesson)
    if name not in known:
        raise CourseError(f"Lesson {lesson} has no exercise {name!r}; it has {', '.join(known) or 'none'}.")
    return known[name]
