"""Reading a lesson's source: cells in the percent format, each with its place in the file."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from graders.build.compare import TAG as TOLERANCE
from graders.build.compare import tolerance_of

DEMONSTRATION = "demonstration"
"""Tag of a worked example that only shows something: grading may leave it out."""

TAGS = ("raises-exception", "nbval-ignore-output", "nbval-skip", DEMONSTRATION)
"""Tags that an author may give a cell, beside one that begins with `tolerance-`."""

OPTIONS = ("solution", "grade", "manual", "points", "tags", "id")
"""What may stand behind a cell's `# %%`."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Role(StrEnum):
    """What a cell is for."""

    TEXT = "text"
    EXAMPLE = "example"
    SOLUTION = "solution"
    GRADE = "grade"
    MANUAL = "manual"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a lesson.

    Args:
        path: The file.
        line: Line in it, from 1.
        sentence: What is wrong and what to do.
        fatal: False for a warning, which does not stop the build.
    """

    path: Path
    line: int
    sentence: str
    fatal: bool = True

    def __str__(self) -> str:
        """The problem as `file:line: sentence`."""
        return f"{self.path}:{self.line}: {self.sentence}"


@dataclass(frozen=True)
class Cell:
    """One cell of a lesson's source.

    Args:
        role: What it is for.
        text: Its text, without the marker line.
        line: Line of its marker in the file, from 1.
        exercise: The exercise it belongs to; empty for text and worked examples.
        points: What a written answer is worth, which a teacher grades by hand; 0 for every other cell.
        tags: Its tags.
        id: The notebook id that the author gave it; empty when the build makes one.
        blank: Blank lines between its marker and its text.
    """

    role: Role
    text: str
    line: int
    exercise: str = ""
    tags: tuple[str, ...] = ()
    id: str = ""
    blank: int = 0
    points: float = 0

    @property
    def is_code(self) -> bool:
        """Whether it is a code cell."""
        return self.role not in (Role.TEXT, Role.MANUAL)


def read_source(path: Path) -> tuple[list[Cell], list[Problem]]:
    """Read a lesson's source with jupytext's reader of the percent format.

    Args:
        path: The file `NN_topic.py`.

    Returns:
        Its cells, and what is wrong with their marker lines.
    """
    from jupytext.formats import get_format_implementation
    from jupytext.header import header_to_metadata_and_cell
    from nbformat import ValidationError

    lines = path.read_text(encoding="utf-8").splitlines()
    reader_class = get_format_implementation(".py", "percent").cell_reader_class
    *_, position = header_to_metadata_and_cell(lines, "#", "", ".py")
    cells: list[Cell] = []
    problems: list[Problem] = []
    while position < len(lines):
        reader = reader_class({"extension": ".py", "format_name": "percent"})
        try:
            raw, length = reader.read(lines[position:])
        except ValidationError as error:
            problems.append(Problem(path, position + 1, f"This line cannot be read: {error.args[0]}."))
            position = next(
                (later for later in range(position + 1, len(lines)) if lines[later].startswith("# %%")),
                len(lines),
            )
            continue
        if raw.cell_type == "code":
            raw.source = "\n".join(map(_keep_comment, reader.org_content, reader.content))
        line = position + 1
        position += max(length, 1)
        if not lines[line - 1].lstrip().startswith("# %%"):
            if raw.source.strip():
                problems.append(Problem(path, line, "This text stands before the first `# %%` line."))
            continue
        cell, found = _read_cell(raw, path, line)
        problems += found
        cells.append(cell)
    return cells, problems


def _keep_comment(written: str, read: str) -> str:
    """Take back a comment that was read as a shell command (`# cat photos`); magics are written `# %name`."""
    return written if written != read and not read.lstrip().startswith(("%", "!")) else read


def _read_cell(raw, path: Path, line: int) -> tuple[Cell, list[Problem]]:
    options = {key: value for key, value in raw.metadata.items() if not key.startswith("lines_to_")}
    problems = []

    def refuse(sentence: str) -> None:
        problems.append(Problem(path, line, sentence))

    if raw.cell_type == "raw":
        refuse("A raw cell has no place in a lesson: make it a [markdown] cell or code.")
    unreadable = options.pop("incorrectly_encoded_metadata", None)
    if unreadable is not None:
        refuse(
            f'`{unreadable}` cannot be read: options look like solution="name" or tags=["raises-exception"].'
        )
    for key in options.keys() - set(OPTIONS):
        refuse(f"A cell has no option {key!r}; there are {', '.join(OPTIONS)}.")
    tags = [str(tag) for tag in options.get("tags", [])]
    for tag in tags:
        if tag not in TAGS and not tag.startswith(TOLERANCE):
            refuse(f"There is no tag {tag!r}; there are {', '.join(TAGS)} and {TOLERANCE}….")
    try:
        tolerance_of(tags)
    except ValueError as error:
        refuse(str(error))
    if "solution" in options and "grade" in options:
        refuse("A cell is either solution or grade, not both: write the grade cell below the solution.")
    role = Role.TEXT if raw.cell_type != "code" else Role.EXAMPLE
    exercise = ""
    for kind in (Role.SOLUTION, Role.GRADE):
        if kind in options:
            exercise = str(options[kind])
            if role is Role.TEXT:
                refuse(f"A text cell cannot be {kind}: the exercises of this course are code.")
                break
            role = kind
            if not _NAME.fullmatch(exercise):
                refuse(f"{exercise!r} is no exercise name: use small letters, digits and underscores.")
            break
    points = 0.0
    if "manual" in options:
        exercise, role = str(options["manual"]), Role.MANUAL
        if raw.cell_type != "markdown":
            refuse('A written answer is a text cell: write # %% [markdown] manual="…" points=….')
        if not _NAME.fullmatch(exercise):
            refuse(f"{exercise!r} is no exercise name: use small letters, digits and underscores.")
        if "solution" in options or "grade" in options:
            refuse("A written answer is graded by a teacher alone: take away solution= and grade=.")
        points = _points_of(options.get("points"))
        if not points:
            refuse(f"Say what the written answer {exercise} is worth: points=6, a number above 0.")
    elif "points" in options:
        refuse('Only a cell with manual="…" has points=: the points of checks stand with their criteria.')
    if DEMONSTRATION in tags and role in (Role.TEXT, Role.MANUAL):
        refuse("A text cell is no demonstration: only code can be left out of grading.")
    if exercise and tags:
        refuse(f"The {role} cell of exercise {exercise} takes no tags: it must run, and be compared.")
    cell_id = str(options.get("id", ""))
    if cell_id and exercise:
        refuse(f"The {role} cell of exercise {exercise} gets its id from the exercise: take away id=.")
    if cell_id and not _CELL_ID.fullmatch(cell_id):
        refuse(f"{cell_id!r} is no cell id: use up to 64 letters, digits, - and _.")
    text = raw.source.lstrip("\n")
    blank = len(raw.source) - len(text)
    text = text.rstrip()
    if not text:
        refuse("This cell is empty.")
    return Cell(role, text, line, exercise, tuple(sorted(tags)), cell_id, blank, points), problems


def _points_of(value: object) -> float:
    """Give the points that an option says; 0 when it says none."""
    sound = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1000
    return float(value) if sound and isinstance(value, int | float) else 0.0
