"""Exercises whose functions work on files: what lessons about them have in common."""

from collections.abc import Sequence

from graders.criteria import Exercise
from graders.evidence import kinds


def exercise_on_files(
    lesson: str, name: str, function: str, count: int, label: str, steps: Sequence[kinds.Step]
) -> Exercise:
    """Give an exercise whose function works in an empty folder; called with None, an empty body shows itself.

    Args:
        lesson: The lesson's name.
        name: The exercise's name.
        function: The name of the learner's function.
        count: How many arguments it takes.
        label: The name under which criteria get what came of the steps.
        steps: The steps.

    Returns:
        The exercise, without criteria yet.
    """
    evidence = {
        function: kinds.Function([kinds.call(*[None] * count)], folder=True),
        label: kinds.Script(list(steps), of=function, needs="function", folder=True),
    }
    return Exercise(lesson, name, evidence=evidence, given={label})
