"""Right answers for somebody who learns alone: the lesson's own, and some of other shape from the bank."""

from pathlib import Path

from graders.answers.bank import answers
from graders.build.source import Role, read_source
from graders.errors import CourseError

ROOT = Path(__file__).resolve().parents[2]
OTHERS = 2
"""How many answers of other shape are shown."""
_MARKS = ("### BEGIN SOLUTION", "### END SOLUTION")


def right_answers(lesson: str, exercise: str, root: Path = ROOT) -> list[dict[str, str]]:
    """Give right answers to an exercise.

    Args:
        lesson: The lesson's name, `NN_topic`.
        exercise: The exercise's name.
        root: The course's top folder.

    Returns:
        Each with its `title` and `source`; the lesson's own comes first.

    Raises:
        CourseError: The course was installed without its solutions.
    """
    path = root / "solutions" / f"{lesson}.py"
    if not path.is_file():
        raise CourseError("The solutions are not on this machine: your teacher has them.")
    cells, _ = read_source(path)
    own = next(
        (cell.text for cell in cells if cell.role is Role.SOLUTION and cell.exercise == exercise), None
    )
    if own is None:
        raise CourseError(f"Lesson {lesson} has no solution of {exercise}.")
    lines = [line for line in own.splitlines() if line.strip() not in _MARKS]
    found = [{"title": "The lesson's own answer", "source": "\n".join(lines)}]
    others = [each for each in answers(lesson, root / "solutions" / "answers") if each.exercise == exercise]
    for each in [each for each in others if each.right][:OTHERS]:
        found.append({"title": f"Another shape: {each.style}", "source": each.source})
    return found
