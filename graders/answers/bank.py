"""The answer bank: right and wrong answers to every exercise, each a short file.

`solutions/answers/NN_topic/<exercise>/right_<what>.py` and `wrong_<what>.py` hold the source of a
solution cell. The comment lines at the top label it:

    # style: functional, activation as a layer of its own          (a right answer)

    # misconception: softmax on one unit                            (a wrong answer)
    # loses: One output per class; Probabilities add up to one
    # says: one unit

Beside the answers of an exercise may stand `equivalent.toml`, `excluded.toml` and `fewer.txt`, for the proof.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graders.errors import CourseError

ROOT = Path(__file__).resolve().parents[2]
BANK = ROOT / "solutions" / "answers"
EQUIVALENT = "equivalent.toml"
"""A file in an exercise's folder that lists mutants which are right answers too."""
EXCLUDED = "excluded.toml"
"""A file in an exercise's folder that lists rewritings which its task's words exclude."""
FEWER = "fewer.txt"
"""A file in an exercise's folder that says why it admits fewer answers."""
LABELS = {"right": ("style",), "wrong": ("misconception", "loses", "says")}
"""The labels that an answer of either kind begins with."""
_KNOWN = tuple(label for labels in LABELS.values() for label in labels)
_LABEL = re.compile(r"# (\w+): (.*\S.*)")
_ALMOST = re.compile(r"#+\s*(\w+)\s*:.*")


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
        lines: The line in the file on which each label stands, from 1.
    """

    lesson: str
    exercise: str
    name: str
    source: str
    style: str = ""
    misconception: str = ""
    loses: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

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
        CourseError: Files' names or labels are not of the bank's form; each has a line of its own.
    """
    found: list[Answer] = []
    wrong = list(_strays(bank / lesson))
    for path in sorted((bank / lesson).glob("*/*.py")):
        try:
            found.append(read_answer(path))
        except CourseError as error:
            wrong.append(str(error))
    if wrong:
        raise CourseError("\n".join(wrong))
    return found


def read_answer(path: Path) -> Answer:
    """Read one answer.

    Args:
        path: `…/NN_topic/<exercise>/right_<what>.py` or `wrong_<what>.py`.

    Returns:
        The answer.

    Raises:
        CourseError: The name or the labels are not of the bank's form; the sentence says where, and how to
            mend it.
    """
    where = shown(path)
    kind = path.stem.partition("_")[0]
    if kind not in LABELS or not path.stem.startswith(f"{kind}_"):
        raise CourseError(f"{where}:1: Call the file of an answer right_….py or wrong_….py.")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (UnicodeDecodeError, OSError) as error:
        raise CourseError(f"{where} cannot be read as UTF-8 text ({error}): save it anew.") from error
    labels: dict[str, str] = {}
    places: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not (almost := _ALMOST.fullmatch(line.strip())):
            break
        label = _LABEL.fullmatch(line.strip())
        if not label or label[1] not in LABELS[kind] or label[1] in labels:
            raise CourseError(f"{where}:{number}: {_wrong_label(kind, line.strip(), almost[1], labels)}")
        labels[label[1]], places[label[1]] = label[2].strip(), number
    loses, says = _several(labels.get("loses", "")), _several(labels.get("says", ""))
    missing = [label for label in LABELS[kind] if label not in labels]
    missing += [label for label, parts in (("loses", loses), ("says", says)) if label in labels and not parts]
    if missing:
        wanted = " and ".join(f"`# {label}: …`" for label in missing)
        raise CourseError(f"{where}:1: A {kind} answer begins with labels, and {wanted} is missing.")
    source = "\n".join(lines[len(labels) :]).strip("\n")
    if not source.strip():
        raise CourseError(
            f"{where}:{len(labels)}: No code follows the labels: write the solution cell there."
        )
    return Answer(
        lesson=path.parent.parent.name,
        exercise=path.parent.name,
        name=path.stem,
        source=source,
        style=labels.get("style", ""),
        misconception=labels.get("misconception", ""),
        loses=loses,
        says=says,
        lines=places,
    )


def shown(path: Path) -> str:
    """Give a file of the bank as it is shown to an author.

    Args:
        path: The file, in an exercise's folder.

    Returns:
        Its path from the course's top folder.
    """
    return f"solutions/answers/{path.parent.parent.name}/{path.parent.name}/{path.name}"


def _wrong_label(kind: str, line: str, name: str, labels: Mapping[str, str]) -> str:
    """Say what is wrong with a line that looks like a label."""
    wanted = ", ".join(f"`# {label}: …`" for label in LABELS[kind])
    if name in labels:
        return f"The label `{name}` stands here twice."
    if name in LABELS[kind]:
        return f"`{line}` is not a label: write `# {name}: ` and then some words."
    if name in _KNOWN:
        return f"A {kind} answer has no label `{name}`: it begins with {wanted}."
    near = difflib.get_close_matches(name.lower(), LABELS[kind], n=1)
    meant = (
        f" Is `{near[0]}` meant?"
        if near
        else " A comment of the answer's own follows its first line of code."
    )
    return f"There is no label `{name}`: a {kind} answer begins with {wanted}.{meant}"


def _strays(folder: Path) -> Iterator[str]:
    """Name the files of a lesson's folder that nothing would read."""
    for path in sorted(folder.glob("*")):
        if path.is_file() and not path.name.startswith("."):
            place = f"solutions/answers/{folder.name}/{path.name}"
            yield f"{place}: Nothing reads this file here: an answer stands in the folder of its exercise."
    for path in sorted(folder.glob("*/*")):
        known = path.suffix == ".py" or path.name in (EQUIVALENT, EXCLUDED, FEWER)
        if path.is_file() and not known and not path.name.startswith("."):
            yield (
                f"{shown(path)}: Nothing reads this file: an exercise's folder holds right_….py, wrong_….py, "
                f"{EQUIVALENT}, {EXCLUDED} and {FEWER}."
            )


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
