"""What is tried on an exercise: right and wrong answers, mutants, the untouched stub, and noise."""

import ast
import difflib
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graders.answers import Answer, answers
from graders.answers.bank import FEWER, shown
from graders.build.layout import Lesson
from graders.build.make import read_draft
from graders.build.source import Cell, Role
from graders.criteria import Exercise
from graders.criteria.registry import exercises
from graders.errors import CourseError
from graders.prove.mutants import Mutant, mutants
from graders.prove.rewritings import REWRITINGS, Given, Rewriter, Rewriting, compiling, models, style, values

RIGHT_AT_LEAST, WRONG_AT_LEAST = 3, 4
_TWICE = (models.__name__, compiling.__name__)
"""Families of rewritings that take two answers of an exercise, where running one costs little."""
_STYLES = 3
"""Of so many rewritings of style an exercise gets one."""

_REGION = re.compile(r"^([ \t]*)### BEGIN SOLUTION\n.*?### END SOLUTION[^\n]*", re.MULTILINE | re.DOTALL)

NOISE = {
    "text": '"vjq wpzu 17 kd"',
    "none": "None",
    "number": "-48_611.75",
    "nested list": '[[0.25, "x"], {"a": None}, ...]',
    "function": "lambda *args, **kwargs: None",
    "class": 'type("Nothing", (), {})',
    "object": "object()",
    "array": 'np.full((3, 1, 2), 7, dtype="int8")',
    "another exercise's model": "keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])",
}
"""Each kind of noise, as an expression that is given to every name that the exercise asks for."""


@dataclass(frozen=True)
class Try:
    """One answer that is run and judged.

    Args:
        group: `right`, `wrong`, `mutant`, `rewritten`, `noise` or `stub`.
        name: What it is called in the report.
        source: The source of the solution cell.
        answer: The bank's answer, for right and wrong ones.
        mutant: The mutant.
        rewriting: How a right answer was rewritten.
    """

    group: str
    name: str
    source: str
    answer: Answer | None = None
    mutant: Mutant | None = None
    rewriting: str = ""


@dataclass(frozen=True)
class Stage:
    """One exercise of a lesson with everything that is tried on it.

    Args:
        exercise: The exercise and its checks.
        before: Worked cells between the exercise before (or the lesson's beginning) and this one.
        reference: The author's own solution cell.
        stub: What the learner is given.
        tries: What is tried.
        short: Why the bank may hold fewer answers; empty when nobody said.
        task: What the learner reads of the task: its text and the stub.
    """

    exercise: Exercise
    before: tuple[Cell, ...]
    reference: str
    stub: str
    tries: tuple[Try, ...]
    short: str = ""
    task: str = ""

    def of(self, group: str) -> list[Try]:
        """Give the tries of one group."""
        return [tried for tried in self.tries if tried.group == group]


def stages(lesson: Lesson) -> list[Stage]:
    """Collect what is tried on each exercise of a lesson.

    Args:
        lesson: The lesson.

    Returns:
        One stage an exercise, in the lesson's order.

    Raises:
        CourseError: The build refuses the source or the checks, a file of the bank is not of its form, or an
            answer has no exercise.
    """
    cells = read_draft(lesson)[0].cells
    known = exercises(lesson.name)
    bank = answers(lesson.name, lesson.root / "solutions" / "answers")
    solved = [cell.exercise for cell in cells if cell.role is Role.SOLUTION]
    for answer in bank:
        if answer.exercise not in solved:
            near = difflib.get_close_matches(answer.exercise, solved, n=1)
            raise CourseError(
                f"The bank has answers for {lesson.name}/{answer.exercise}, and the lesson has no such "
                f"exercise: rename or delete solutions/answers/{lesson.name}/{answer.exercise}."
                + (f" Is {near[0]} meant?" if near else "")
            )
    found: list[Stage] = []
    before: list[Cell] = []
    names: set[str] = set()
    for place, cell in enumerate(cells):
        if cell.role is Role.EXAMPLE:
            before.append(cell)
            names |= bound(cell.text)
        elif cell.role is Role.SOLUTION:
            mine = [answer for answer in bank if answer.exercise == cell.exercise]
            folder = lesson.root / "solutions" / "answers" / lesson.name / cell.exercise
            task = task_text(cells[:place], cell.exercise)
            found.append(_stage(known[cell.exercise], cell, tuple(before), mine, names, folder, task))
            before = []
    return found


def _stage(
    exercise: Exercise,
    cell: Cell,
    before: tuple[Cell, ...],
    bank: Sequence[Answer],
    names: set[str],
    folder: Path,
    task: str,
) -> Stage:
    stub = stub_of(cell.text)
    tries = [Try("right", "the lesson's own solution", cell.text)]
    tries += [Try("right" if one.right else "wrong", one.name, one.source, answer=one) for one in bank]
    tries.append(Try("stub", "the untouched stub", stub))
    asked = [name for name in _asked(exercise) if name in bound(cell.text)]
    for kind, value in NOISE.items() if asked else ():
        imports = "import keras\nimport numpy as np\n"
        tries.append(Try("noise", kind, imports + "\n".join(f"{name} = {value}" for name in asked)))
    for mutant in mutants(cell.text, names):
        name = f"line {mutant.line}, {mutant.operator}: {mutant.what}"
        tries.append(Try("mutant", name, mutant.source, mutant=mutant))
    tries += _rewritten(exercise, [tried for tried in tries if tried.group == "right"], names)
    short = folder / FEWER
    try:
        said = " ".join(short.read_text(encoding="utf-8").split()) if short.is_file() else ""
    except UnicodeDecodeError as error:
        raise CourseError(f"{shown(short)} cannot be read as UTF-8 text ({error}): save it anew.") from error
    return Stage(exercise, before, cell.text, stub, tuple(tries), said, f"{task}\n{stub}")


def stub_of(solution: str) -> str:
    """Give what the learner finds in a solution cell.

    Args:
        solution: The cell with the author's answer.

    Returns:
        The cell without it.
    """
    return _REGION.sub(r"\1# YOUR CODE HERE", solution)


def task_text(before: Sequence[Cell], exercise: str) -> str:
    """Give the text of a task: from the heading that names the exercise on, or else the text right above.

    Args:
        before: The lesson's cells above the solution cell.
        exercise: The exercise's name.

    Returns:
        The text.
    """
    parts: list[str] = []
    for cell in reversed(before):
        if cell.role is Role.TEXT:
            lines = cell.text.splitlines()
            for number, line in enumerate(lines):
                if line.startswith("#") and f"`{exercise}`" in line:
                    return "\n".join([*lines[number:], *reversed(parts)])
            parts.append(cell.text)
        elif cell.role is not Role.EXAMPLE:
            break
    return parts[0] if parts else ""


def _rewritten(exercise: Exercise, right: Sequence[Try], names: set[str]) -> list[Try]:
    """Rewrite right answers: the same ones every time, and so few that proving the course stays affordable.

    Each rewriting takes the first answer that it fits, the lesson's own before the bank's. Those of models
    and of what is compiled take one more where nothing is trained, from a place in the bank that moves on
    with each rewriting. Of those that change nothing but the text, each exercise gets one in three, other
    ones than its neighbours.
    """
    asked: dict[str, set[str]] = {}
    for name, kind in exercise.evidence.items():
        asked.setdefault(getattr(kind, "of", "") or name, set()).add(type(kind).__name__)
    python = [one for one in right if _is_python(one.source)]  # what is none fails as a right answer
    for answer in python:
        for name in values.gives_objects(Given(answer.source, asked)):
            asked[name].add(values.OBJECT)
    rewriters = [(one.name, Rewriter(one.source, asked, names)) for one in python]
    trains = any(".fit(" in one.source for one in right)
    turn_of_exercise = zlib.crc32(exercise.name.encode())
    tries: list[Try] = []
    for turn, (name, one) in enumerate(REWRITINGS.items()):
        if one.change.__module__ == style.__name__ and (turn + turn_of_exercise) % _STYLES:
            continue
        wanted = 2 if one.change.__module__ in _TWICE and not trains else 1
        waiting = list(rewriters)
        while wanted and waiting:
            of, rewriter = waiting.pop(0)
            if (source := rewriter.rewritten(name)) is not None:
                tries.append(Try("rewritten", f"{name}: {of}", source, rewriting=name))
                wanted -= 1
                moved = turn % len(waiting) if waiting else 0
                waiting = waiting[moved:] + waiting[:moved]
    return tries


def tried_on(rewriting: Rewriting) -> str:
    """Say on how many answers a rewriting is tried.

    Args:
        rewriting: The rewriting.

    Returns:
        A few words for the proof's page.
    """
    if rewriting.change.__module__ == style.__name__:
        return f"one answer, in one exercise of {_STYLES}"
    if rewriting.change.__module__ in _TWICE:
        return "two answers of an exercise, one where a model is trained"
    return "one answer of an exercise"


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def _asked(exercise: Exercise) -> list[str]:
    """The learner's names that the exercise's evidence is taken from."""
    return [getattr(kind, "of", "") or name for name, kind in exercise.evidence.items()]


def bound(source: str) -> set[str]:
    """Give the names that a cell binds at its top level.

    Args:
        source: A cell; none are found when it is no plain Python.

    Returns:
        The names.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()
    found: set[str] = set()
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
            continue
        if isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        waiting.extend(ast.iter_child_nodes(node))
    return found
