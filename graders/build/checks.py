"""What is wrong with a lesson's hidden checks, as far as it can be told without an answer to judge."""

import ast
import builtins
import difflib
import dis
import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import CodeType

from graders.build.headings import headings
from graders.build.layout import Lesson
from graders.build.registered import SHOWN, check_modules, checks_path, exercises_of
from graders.build.source import Cell, Problem

_NEAREST = 3


def check_problems(lesson: Lesson, cells: Sequence[Cell]) -> list[Problem]:
    """Find what is wrong with the module of a lesson's hidden checks.

    Args:
        lesson: The lesson.
        cells: The cells of its source.

    Returns:
        The problems, each with its place in the checks; none when the lesson has no module of checks.

    Raises:
        CourseError: The module cannot be imported.
    """
    if not checks_path(lesson).is_file():
        return []
    exercises_of(lesson)
    return [*_belongings(lesson), *_evidence(lesson), *_reads(lesson, cells), *_names(lesson)]


def _belongings(lesson: Lesson) -> Iterator[Problem]:
    """An exercise that names another lesson is found by nobody."""
    from graders.criteria import Exercise

    module = sys.modules[f"graders.lessons.lesson_{lesson.name}"]
    for name, value in vars(module).items():
        if isinstance(value, Exercise) and value.lesson != lesson.name:
            yield Problem(
                SHOWN / checks_path(lesson).name,
                _line_of(lesson, name),
                f"Exercise {value.name} belongs to a lesson {value.lesson!r}: write {lesson.name!r}.",
            )


def _evidence(lesson: Lesson) -> Iterator[Problem]:
    from graders.evidence.kinds import Kind

    module = sys.modules[f"graders.lessons.lesson_{lesson.name}"]
    variables = {id(value): name for name, value in vars(module).items()}
    for exercise in exercises_of(lesson).values():
        for name, kind in exercise.evidence.items():
            if not isinstance(kind, Kind):
                meant = (
                    f"kinds.{kind.__name__}(…)" if isinstance(kind, type) else "a kind, such as kinds.Model()"
                )
                yield Problem(
                    SHOWN / checks_path(lesson).name,
                    _line_of(lesson, variables[id(exercise)]),
                    f"The evidence {name!r} of exercise {exercise.name} is not a kind of evidence: "
                    f"write {meant}.",
                )


def _reads(lesson: Lesson, cells: Sequence[Cell]) -> Iterator[Problem]:
    known = headings(cells)
    for exercise in exercises_of(lesson).values():
        for criterion in exercise.criteria:
            if (read := str(criterion.read)) in known:
                continue
            near = difflib.get_close_matches(read, known, n=_NEAREST, cutoff=0.0)
            listed = ", ".join(repr(heading) for heading in near)
            path, line = _place(lesson, criterion.test)
            yield Problem(
                path,
                line,
                f"The criterion {criterion.name!r} says read={read!r}, which is no heading of "
                f"{lesson.name}; " + (f"the nearest are {listed}." if listed else "it has none."),
            )


def _names(lesson: Lesson) -> Iterator[Problem]:
    """A name that a criterion reads and nothing defines would only be met when an answer is judged."""
    for path in check_modules(lesson):
        defined = {*vars(sys.modules[f"graders.lessons.{path.stem}"]), *dir(builtins)}
        code = compile(path.read_text(encoding="utf-8"), str(path), "exec")
        used = list(_globals(code))
        defined |= {name for stored, name, _ in used if stored}
        known = defined | set(_locals(code))
        reported = set()
        for stored, name, line in used:
            if stored or name in defined or (name, line) in reported:
                continue
            reported.add((name, line))
            near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.75)
            meant = f"; is `{near[0]}` meant?" if near else ": define or import it."
            yield Problem(SHOWN / path.name, line, f"The name `{name}` is not defined{meant}")


def _globals(code: CodeType) -> Iterator[tuple[bool, str, int]]:
    """Give the global names that functions use: whether they set it, the name, and the line."""
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "STORE_GLOBAL"):
            line = step.positions.lineno if step.positions else None
            yield step.opname == "STORE_GLOBAL", step.argval, line or code.co_firstlineno
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _globals(inner)


def _locals(code: CodeType) -> Iterator[str]:
    """Give the names that functions keep to themselves."""
    yield from code.co_varnames
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _locals(inner)


def _place(lesson: Lesson, test: Callable) -> tuple[Path, int]:
    """Find the line on which a criterion's function begins, its decorator included."""
    code = getattr(inspect.unwrap(test), "__code__", None)
    if code is None:
        return SHOWN / checks_path(lesson).name, 1
    return SHOWN / Path(code.co_filename).name, code.co_firstlineno


def _line_of(lesson: Lesson, variable: str) -> int:
    """Find the line on which a module of checks first gives a name its value."""
    for statement in ast.walk(ast.parse(checks_path(lesson).read_text(encoding="utf-8"))):
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == variable for target in statement.targets
        ):
            return statement.lineno
    return 1
