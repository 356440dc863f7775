"""The answer bank: right and wrong answers to every exercise, each a short file.

`solutions/answers/NN_topic/<exercise>/right_<what>.py` and `wrong_<what>.py` hold the source of a
solution cell. The comment lines at the top label it:

    # style: functional, activation as a layer of its own          (a right answer)

    # misconception: softmax on one unit                            (a wrong answer)
    # loses: One output per class; Probabilities add up to one
    # says: one unit
"""

import re
from dataclasses import dataclass
from pathlib import Path

from graders.errors import CourseError

ROOT = Path(__file__).resolve().parents[2]
BANK = ROOT / "solutions" / "answers"
_LABEL = re.compile(r"# (style|misconception|loses|says): (.+)")


@dataclass(frozen=True)
class Answer:
    """One stored answer.

    Args:
        lesson: The lesson's name, `NN_topic`.
        exercise: The exercise's name.
        name: The file's name without its ending, `right_…` or `wrong_…`.
        source: The source of the solution cell, without the labels.
        style: What makes a right answer differ from its neighbours.
        misconception: What a wrong answer gets wrong.
        loses: Names of the criteria that a wrong answer must miss, and no others.
        says: Words that the messages of those criteria must hold, whatever their case.
    """

    lesson: str
    exercise: str
    name: str
    source: str
    style: str = ""
    misconception: str = ""
    loses: tuple[str, ...] = ()
    says: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether the answer must get all points."""
        return self.name.startswith("right_")


def answers(lesson: str, bank: Path = BANK) -> list[Answer]:
    """Read a lesson's answers.

    Args:
        lesson: The lesson's name, `NN_topic`.
        bank: The folder that holds the bank.

    Returns:
        All answers, by exercise and name; none when the lesson has no folder.

    Raises:
        CourseError: A file's name or its labels are not of the bank's form.
    """
    return [read_answer(path) for path in sorted((bank / lesson).glob("*/*.py"))]


def read_answer(path: Path) -> Answer:
    """Read one answer.

    Args:
        path: `…/NN_topic/<exercise>/right_<what>.py` or `wrong_<what>.py`.

    Returns:
        The answer.

    Raises:
        CourseError: The name or the labels are not of the bank's form; the sentence says how to mend it.
    """
    labels: dict[str, str] = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    while lines and (match := _LABEL.fullmatch(lines[0].strip())):
        labels[match[1]] = match[2].strip()
        lines.pop(0)
    answer = Answer(
        lesson=path.parent.parent.name,
        exercise=path.parent.name,
        name=path.stem,
        source="\n".join(lines).strip("\n"),
        style=labels.get("style", ""),
        misconception=labels.get("misconception", ""),
        loses=_several(labels.get("loses", "")),
        says=_several(labels.get("says", "")),
    )
    where = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
    if not path.stem.startswith(("right_", "wrong_")):
        raise CourseError(f"Answer {where}: call the file right_….py or wrong_….py.")
    if answer.right and set(labels) != {"style"}:
        raise CourseError(
            f"Answer {where}: a right answer begins with one line `# style: …` and no other label."
        )
    if not answer.right and not (answer.misconception and answer.loses and answer.says):
        raise CourseError(
            f"Answer {where}: a wrong answer begins with `# misconception: …`, `# loses: …` and `# says: …`."
        )
    return answer


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
