"""The sample class: students whose answers stand in the bank, or in their own file.

`solutions/sample_class/<student>.toml` names the student and, lesson by lesson, what they answered:

    name = "Amina"
    about = "Careful; writes everything with the functional API."
    stops = ["01_sequential/draw_kernel"]    # answers that end their process, or never end

    [lessons.01_sequential]
    scale_pixels = "right_divide"            # an answer of the bank
    build_classifier = '''model = None'''    # or the answer itself

A lesson that is not named was not handed in. An exercise that is not named was left as it was.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graders.answers.bank import BANK, ROOT, read_answer
from graders.errors import CourseError

SAMPLE_CLASS = ROOT / "solutions" / "sample_class"


@dataclass(frozen=True)
class Student:
    """One student of the sample class.

    Args:
        id: The student's id in nbgrader, the name of the file.
        name: What the student is called.
        about: One sentence on how this student works.
        lessons: For each lesson handed in, the source of each answered exercise.
        stops: The answers, as `lesson/exercise`, that end their process or never end.
    """

    id: str
    name: str
    about: str
    lessons: Mapping[str, Mapping[str, str]]
    stops: frozenset[str]


def sample_class(folder: Path = SAMPLE_CLASS, bank: Path = BANK) -> list[Student]:
    """Read the sample class.

    Args:
        folder: Where the students' files stand.
        bank: The answer bank that they refer to.

    Returns:
        The students, by id.

    Raises:
        CourseError: A student names an answer that the bank does not hold.
    """
    return [_read_student(path, bank) for path in sorted(folder.glob("*.toml"))]


def _read_student(path: Path, bank: Path) -> Student:
    contents = tomllib.loads(path.read_text(encoding="utf-8"))
    lessons = {
        lesson: {
            exercise: _source(answer, bank / lesson / exercise, path) for exercise, answer in answered.items()
        }
        for lesson, answered in contents.get("lessons", {}).items()
    }
    return Student(
        path.stem, contents["name"], contents["about"], lessons, frozenset(contents.get("stops", ()))
    )


def _source(answer: str, folder: Path, student: Path) -> str:
    if not answer.startswith(("right_", "wrong_")) or "\n" in answer:
        return answer.strip("\n")
    file = folder / f"{answer}.py"
    if not file.is_file():
        raise CourseError(
            f"{student.name}: the bank has no answer {folder.parent.name}/{folder.name}/{answer}."
        )
    return read_answer(file).source
