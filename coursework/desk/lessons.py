"""What the released lessons say of their exercises: check cells, stubs, hints."""

import ast
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SOLUTION, CHECK = "-solution", "-grade"
"""How the ids of an exercise's two cells end."""
_HINT = re.compile(r"<details>\s*<summary>[^<]*hint[^<]*</summary>(.*?)</details>", re.DOTALL | re.IGNORECASE)
_TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Exercise:
    """One exercise of a released lesson.

    Args:
        lesson: The lesson's name, `NN_topic`.
        name: The exercise's name.
        points: What it is worth.
        stub: Source of the answer's cell as it was given out.
        check: Source of the check cell.
        hints: The hints folded away under the task, the small one first.
    """

    lesson: str
    name: str
    points: float
    stub: str
    check: str
    hints: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names that the stub leaves for the learner to set, in order."""
        assigned = (node for node in ast.parse(self.stub).body if isinstance(node, ast.Assign))
        return [
            part.id
            for node in assigned
            if any(isinstance(part, ast.Constant) and part.value is ... for part in ast.walk(node.value))
            for target in node.targets
            for part in ast.walk(target)
            if isinstance(part, ast.Name)
        ]


@dataclass
class Lesson:
    """One released lesson.

    Args:
        name: Its name, `NN_topic`.
        title: Its first heading.
        exercises: Its exercises by name, in order.
    """

    name: str
    title: str
    exercises: dict[str, Exercise] = field(default_factory=dict)


def unset(exercise: Exercise, answer: str) -> list[str]:
    """Tell which names that an exercise asks for an answer's cell does not set.

    Args:
        exercise: The exercise.
        answer: Source of the answer's cell.

    Returns:
        The names; none where the cell is no plain Python.
    """
    try:
        bound = bound_in(ast.parse(answer))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [name for name in exercise.names if name not in bound]


def bound_in(tree: ast.AST) -> set[str]:
    """List the names that a cell binds at its top level or anywhere inside.

    Args:
        tree: The cell's syntax tree.
    """
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name.partition(".")[0])
    return names


class Lessons:
    """The released lessons of a course, each read when it is first asked for.

    Args:
        course: The course's top folder; where it holds no lessons, those beside the installed package count.
    """

    def __init__(self, course: Path) -> None:
        folders = (course / "lessons", Path(__file__).resolve().parents[2] / "lessons")
        self._paths = {path.stem: path for path in next(filter(None, map(lesson_files, folders)), [])}
        self._read: dict[str, Lesson | None] = {}

    @property
    def names(self) -> list[str]:
        """The lessons' names, in the course's order."""
        return list(self._paths)

    def lesson(self, name: str) -> Lesson:
        """Give a lesson; one that cannot be read has no exercises.

        Args:
            name: One of `names`.
        """
        # What could not be read is read again next time: it may just be being saved.
        if not self._read.get(name):
            self._read[name] = read_lesson(self._paths[name])
        return self._read[name] or Lesson(name, name)

    def all(self) -> Iterator[Lesson]:
        """Give all lessons, in the course's order."""
        return map(self.lesson, self._paths)

    def checked_by(self, source: str, cell: str | None, notebook: str) -> Exercise | None:
        """Find the exercise whose check cell was run.

        Args:
            source: The cell's source, by which a check is known in every front end.
            cell: The cell's id; JupyterLab and Notebook send the notebook's own, which also knows the check
                of another edition of the lesson.
            notebook: Name of the notebook that is open, whose lesson is looked at first.

        Returns:
            The exercise, None when the cell is no check.
        """
        named = cell.removesuffix(CHECK) if cell and cell.endswith(CHECK) else None
        if named is None and "assert" not in source:
            return None
        source = source.strip()
        for exercise in self._exercises(notebook):
            if exercise.check.strip() == source:
                return exercise
        return self.named(named, notebook) if named else None

    def named(self, name: str, notebook: str = "") -> Exercise | None:
        """Find an exercise by its name.

        Args:
            name: The name, or `LESSON/NAME`.
            notebook: Name of the notebook that is open, whose lesson is looked at first.

        Returns:
            The exercise, None when there is none of the name.
        """
        lesson, _, name = name.rpartition("/")
        fitting = (
            each for each in self._exercises(notebook) if each.name == name and lesson in ("", each.lesson)
        )
        return next(fitting, None)

    def after(self, lesson: str, name: str = "") -> Exercise | None:
        """Find the exercise that a learner comes to next.

        Args:
            lesson: The lesson's name.
            name: The exercise that is behind; empty at the lesson's beginning.

        Returns:
            The exercise, None where there is none, and where there is no such lesson.
        """
        known = self.lesson(lesson).exercises if lesson in self._paths else {}
        return dict(zip(["", *known], known.values(), strict=False)).get(name)

    def _exercises(self, first: str) -> Iterator[Exercise]:
        """Give all exercises, those of one lesson before the others."""
        for name in sorted(self._paths, key=lambda name: (name != first, name)):
            yield from self.lesson(name).exercises.values()


def same_code(one: str, other: str) -> bool:
    """Tell whether two cells mean the same to Python, whatever their comments and spaces.

    Args:
        one: A cell's source.
        other: Another's.
    """
    if one.strip() == other.strip():
        return True
    try:
        return ast.dump(ast.parse(one)) == ast.dump(ast.parse(other))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def lesson_files(folder: Path) -> list[Path]:
    """List the notebooks of the lessons in a folder, in the course's order.

    Args:
        folder: The folder of released lessons.
    """
    return sorted(path for path in folder.glob("*/*.ipynb") if path.stem == path.parent.name)


def read_lesson(path: Path) -> Lesson | None:
    """Read a released lesson.

    Args:
        path: Its notebook.

    Returns:
        The lesson; None when the file is no notebook.
    """
    try:
        return _lesson(path.stem, json.loads(path.read_text(encoding="utf-8"))["cells"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _lesson(name: str, cells: list[dict[str, Any]]) -> Lesson:
    sources = ["".join(cell["source"]) for cell in cells]
    texts = [source for cell, source in zip(cells, sources, strict=True) if cell["cell_type"] == "markdown"]
    title = next((found[1].strip() for text in texts if (found := _TITLE.search(text))), name)
    lesson = Lesson(name, title)
    hints: list[str] = []
    stubs: dict[str, tuple[str, tuple[str, ...]]] = {}
    for cell, source in zip(cells, sources, strict=True):
        marks = cell.get("metadata", {}).get("nbgrader", {})
        grade_id = marks.get("grade_id", "")
        if cell["cell_type"] == "markdown":
            hints += [_plain(found) for found in _HINT.findall(source)]
        elif grade_id.endswith(SOLUTION):
            stubs[grade_id.removesuffix(SOLUTION)] = (source, tuple(hints))
            hints = []
        elif grade_id.endswith(CHECK) and marks.get("grade"):
            exercise = grade_id.removesuffix(CHECK)
            stub, given = stubs.get(exercise, ("", ()))
            # Hints may also stand between the answer's cell and its check.
            given, hints = (*given, *hints), []
            lesson.exercises[exercise] = Exercise(name, exercise, float(marks["points"]), stub, source, given)
    return lesson


def _plain(text: str) -> str:
    """Give a hint as text: code in backticks, no other markup."""
    text = re.sub(r"<code>(.*?)</code>", r"`\1`", text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())
