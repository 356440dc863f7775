"""Which cell teaches each clause of the curriculum, and which exercise asks for it.

`solutions/coverage/NN_topic.toml`, one file a lesson:

    likely_wrong = "What a learner is likely to get wrong first, and how the lesson meets it."

    [[row]]
    idea = "loss_weights"              # one clause of the lesson's row in the curriculum
    taught = "Several outputs"         # the heading under which the lesson teaches it
    asked = "aux_output"               # the exercise that asks for it; "" when a worked example shows it

`solutions/coverage/misconceptions.toml`, one entry for each mistake that the course has to catch:

    [[misconception]]
    idea = "softmax on one unit"
    answers = ["03_functional/triage_tickets/wrong_softmax_one"]   # wrong answers of the bank that make it
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graders.build.headings import headings
from graders.build.layout import Lesson, lessons
from graders.build.source import Role, read_source
from graders.errors import CourseError

PAGE = Path("docs") / "coverage.md"
FOLDER = Path("solutions") / "coverage"
MISCONCEPTIONS = FOLDER / "misconceptions.toml"
_INTRODUCTION = """\
# What the course covers

`coursework build` makes this page from `solutions/coverage/`, and refuses an entry whose heading, exercise or
wrong answer does not exist. Every clause of the curriculum has the cell that teaches it, and the exercise
that asks for it; a dash stands where a worked example shows it and nothing is asked.
"""


@dataclass(frozen=True)
class Row:
    """One clause of the curriculum and its home.

    Args:
        idea: The clause.
        heading: Heading of the section that teaches it.
        cell: Number of the cell with that heading in the lesson, from 1.
        asked: The exercise that asks for it; empty when a worked example shows it.
    """

    idea: str
    heading: str
    cell: int
    asked: str


@dataclass(frozen=True)
class Coverage:
    """What one lesson covers.

    Args:
        lesson: The lesson's name.
        likely_wrong: What a learner is likely to get wrong first, and how the lesson meets it.
        rows: The clauses, in the curriculum's order.
    """

    lesson: str
    likely_wrong: str
    rows: tuple[Row, ...]


def read_coverage(lesson: Lesson) -> Coverage:
    """Read what a lesson covers and hold it against the lesson's source.

    Args:
        lesson: The lesson.

    Returns:
        Its coverage.

    Raises:
        CourseError: There is no such file, or an entry lacks a home: file, entry and what to do are named.
    """
    path = lesson.root / FOLDER / f"{lesson.name}.toml"
    contents = _load(path)
    places, exercises = _places(lesson)
    rows = []
    for entry in _entries(contents, "row", path):
        idea, taught, asked = (str(entry.get(key, "")) for key in ("idea", "taught", "asked"))
        where = f"{path}: the row {idea!r}"
        if not idea or not taught:
            raise CourseError(
                f"{where} has no home: give its idea, and as `taught` the heading of a section."
            )
        if taught not in places:
            raise CourseError(f"{where} is taught under {taught!r}, which is no heading of {lesson.name}.")
        if asked and asked not in exercises:
            raise CourseError(f"{where} is asked for by {asked!r}, which is no exercise of {lesson.name}.")
        rows.append(Row(idea, taught, places[taught], asked))
    likely_wrong = " ".join(str(contents.get("likely_wrong", "")).split())
    if not likely_wrong:
        raise CourseError(f"{path}: say as `likely_wrong` what a learner is likely to get wrong first.")
    return Coverage(lesson.name, likely_wrong, tuple(rows))


def read_misconceptions(root: Path) -> Mapping[str, Sequence[str]]:
    """Read which wrong answers make each of the mistakes that the course has to catch.

    Args:
        root: Top folder of the course.

    Returns:
        Names of wrong answers, `NN_topic/exercise/file`, under each mistake.

    Raises:
        CourseError: A mistake has no wrong answer, or one that is not in the bank.
    """
    path = root / MISCONCEPTIONS
    found = {}
    for entry in _entries(_load(path), "misconception", path):
        idea, answers = str(entry.get("idea", "")), entry.get("answers")
        if not idea or not answers or not isinstance(answers, list):
            raise CourseError(f"{path}: {idea!r} has no wrong answer in the bank: write one and name it.")
        for answer in answers:
            if not (root / "solutions" / "answers" / f"{answer}.py").is_file():
                raise CourseError(f"{path}: {idea!r} names {answer!r}, which is not in solutions/answers.")
        found[idea] = answers
    return found


def page(root: Path) -> str:
    """Write the page of all lessons.

    Args:
        root: Top folder of the course.

    Returns:
        The page's text.

    Raises:
        CourseError: A clause or a mistake has no home.
    """
    parts = [_INTRODUCTION]
    for coverage in map(read_coverage, lessons(root)):
        link = f"../solutions/{coverage.lesson}/{coverage.lesson}.ipynb"
        parts.append(f"## {coverage.lesson}\n\n{coverage.likely_wrong}\n")
        table = ["| idea | taught in | asked for by |", "|---|---|---|"]
        for row in coverage.rows:
            asked = f"`{row.asked}`" if row.asked else "–"
            table.append(
                f"| {_field(row.idea)} | [cell {row.cell}, {_field(row.heading)}]({link}) | {asked} |"
            )
        parts.append("\n".join(table) + "\n")
    parts.append("## Mistakes that lose points, and are named\n")
    table = ["| mistake | wrong answers in the bank |", "|---|---|"]
    for idea, answers in read_misconceptions(root).items():
        named = ", ".join(f"[`{answer}`](../solutions/answers/{answer}.py)" for answer in answers)
        table.append(f"| {_field(idea)} | {named} |")
    parts.append("\n".join(table) + "\n")
    return "\n".join(parts)


def _load(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CourseError(f"{path} cannot be read ({error.strerror}): every lesson has one.") from error
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path} is not TOML: {error}.") from error


def _entries(contents: Mapping[str, object], key: str, path: Path) -> Sequence[Mapping[str, object]]:
    entries = contents.get(key, [])
    if not isinstance(entries, list) or not entries or not all(isinstance(each, dict) for each in entries):
        raise CourseError(f"{path} has no [[{key}]].")
    return entries


def _places(lesson: Lesson) -> tuple[Mapping[str, int], set[str]]:
    """Find a lesson's headings, each with its cell's number, and its exercises."""
    cells, _ = read_source(lesson.source)
    return headings(cells), {cell.exercise for cell in cells if cell.role is Role.SOLUTION}


def _field(text: str) -> str:
    return text.replace("|", "\\|")
