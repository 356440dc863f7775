"""What is wrong with a lesson's source: every reason for which the build refuses it, all at once."""

import ast
import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from graders.build.names import names, parse
from graders.build.notebook import BEGIN_HIDDEN, BEGIN_SOLUTION, END_HIDDEN, END_SOLUTION
from graders.build.runs import code_runs, runs
from graders.build.source import Cell, Problem, Role

_MARKERS = (
    BEGIN_SOLUTION,
    END_SOLUTION,
    BEGIN_HIDDEN,
    END_HIDDEN,
    "### BEGIN MARK SCHEME",
    "### END MARK SCHEME",
)
_STUB, _TEXT_STUB = "# YOUR CODE HERE", "YOUR ANSWER HERE"
_ENOUGH_TO_LEAK = 40  # characters without spaces; shorter statements are everybody's


@dataclass(frozen=True)
class Draft:
    """A lesson's source with what its refusals look at.

    Args:
        name: The lesson's name.
        path: The source file, as it is shown to the author.
        cells: Its cells.
        points: What each registered exercise is worth.
        checks: The text of the module with its hidden checks; empty when there is none.
    """

    name: str
    path: Path
    cells: Sequence[Cell]
    points: Mapping[str, float]
    checks: str = ""

    def problem(self, cell: Cell, offset: int, sentence: str, *, fatal: bool = True) -> Problem:
        """Make a problem at a line of a cell's text, from 1, or at its marker line, 0."""
        return Problem(self.path, cell.line + (cell.blank + offset if offset else 0), sentence, fatal)

    @cached_property
    def released(self) -> dict[int, str]:
        """What a learner sees of each cell, by the line of its marker."""
        return {cell.line: released_text(cell) for cell in self.cells}


def released_text(cell: Cell) -> str:
    """Give a cell's text as a learner gets it: the solution regions replaced by the stub.

    Args:
        cell: A cell of the source.

    Returns:
        The text without its solution regions.
    """
    kept, inside = [], False
    for line in cell.text.splitlines():
        if line.strip() == BEGIN_SOLUTION:
            inside = True
            kept.append(line.replace(BEGIN_SOLUTION, _TEXT_STUB if cell.role is Role.MANUAL else _STUB))
        elif line.strip() == END_SOLUTION:
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept)


def solution_regions(cell: Cell) -> list[tuple[int, str]]:
    """Give the solution regions of a cell.

    Args:
        cell: A cell of the source.

    Returns:
        For each region the number of its `BEGIN` line in the cell, from 1, and its text.
    """
    inside = False
    found: list[tuple[int, list[str]]] = []
    for number, line in enumerate(cell.text.splitlines(), 1):
        if line.strip() == BEGIN_SOLUTION:
            inside = True
            found.append((number, []))
        elif line.strip() == END_SOLUTION:
            inside = False
        elif inside:
            found[-1][1].append(line)
    return [(number, "\n".join(lines)) for number, lines in found]


def problems(draft: Draft) -> list[Problem]:
    """Find everything that is wrong with a lesson's source without running it.

    Args:
        draft: The lesson.

    Returns:
        The problems in the order of their lines, warnings among them.
    """
    found = [problem for rule in RULES for problem in rule(draft)]
    return sorted(found, key=lambda problem: problem.line)


def _pairs(draft: Draft) -> Iterator[Problem]:
    first: dict[tuple[str, Role], Cell] = {}
    for cell in draft.cells:
        if not cell.exercise or cell.role is Role.MANUAL:
            continue
        key = (cell.exercise, cell.role)
        if key in first:
            yield draft.problem(
                cell,
                0,
                f"The id {cell.exercise}-{cell.role} stands here twice, first on line {first[key].line}: "
                "an exercise has one solution cell and one grade cell.",
            )
            continue
        first[key] = cell
    for (exercise, role), cell in first.items():
        other = first.get((exercise, Role.GRADE if role is Role.SOLUTION else Role.SOLUTION))
        if other is None and role is Role.SOLUTION:
            yield draft.problem(
                cell, 0, f'Exercise {exercise} has no grade cell: add one below with grade="{exercise}".'
            )
        elif other is None:
            yield draft.problem(
                cell,
                0,
                f'Exercise {exercise} has a grade cell and no solution cell with solution="{exercise}".',
            )
        elif role is Role.GRADE and other.line > cell.line:
            yield draft.problem(
                cell,
                0,
                f"The grade cell of exercise {exercise} stands above its solution cell: move it below.",
            )
        if role is Role.SOLUTION and exercise not in draft.points:
            yield draft.problem(
                cell,
                0,
                f"Exercise {exercise} has no hidden check: define Exercise({draft.name!r}, {exercise!r}, …) "
                f"in graders/lessons/lesson_{draft.name}.py.",
            )
        if role is Role.SOLUTION and exercise in draft.points and not draft.points[exercise] > 0:
            yield draft.problem(
                cell, 0, f"The hidden check of exercise {exercise} has no criterion, so it gives no points."
            )
    asked = {exercise for exercise, _ in first}
    for exercise in draft.points:
        if exercise not in asked:
            yield Problem(
                draft.path,
                1,
                f"graders/lessons/lesson_{draft.name}.py checks an exercise {exercise}, "
                "which the lesson does not have.",
            )


_TABLE_ROW = re.compile(r"^\|.*\|\s*(\d+(?:\.\d+)?)\s*\|\s*$", re.MULTILINE)


def _written(draft: Draft) -> Iterator[Problem]:
    """A written answer has a name of its own, and a rubric above it that gives out its points."""
    taken = {cell.exercise: cell.line for cell in draft.cells if cell.exercise and cell.role is Role.SOLUTION}
    for at, cell in enumerate(draft.cells):
        if cell.role is not Role.MANUAL:
            continue
        if cell.exercise in taken:
            yield draft.problem(
                cell, 0, f"The name {cell.exercise} stands here twice, also on line {taken[cell.exercise]}."
            )
        taken[cell.exercise] = cell.line
        above = draft.cells[at - 1].text if at and draft.cells[at - 1].role is Role.TEXT else ""
        rubric = above[above.rfind(f"`{cell.exercise}`") :] if f"`{cell.exercise}`" in above else ""
        given = sum(float(points) for points in _TABLE_ROW.findall(rubric))
        if not rubric or given != cell.points:
            yield draft.problem(
                cell,
                0,
                f"The written answer {cell.exercise} is worth {cell.points:g} points and its rubric gives "
                f"{given:g}: name it in the text right above, with a table whose last column has points.",
            )


def _ids(draft: Draft) -> Iterator[Problem]:
    taken = {f"{cell.exercise}-{cell.role}": cell.line for cell in draft.cells if cell.exercise}
    for cell in draft.cells:
        if cell.id and cell.id in taken:
            yield draft.problem(
                cell, 0, f"The id {cell.id} stands here twice, also on line {taken[cell.id]}."
            )
        elif cell.id:
            taken[cell.id] = cell.line


def _regions(draft: Draft) -> Iterator[Problem]:
    for cell in draft.cells:
        opened = 0
        for number, line in enumerate(cell.text.splitlines(), 1):
            marker = line.strip()
            if marker in (BEGIN_SOLUTION, END_SOLUTION) and cell.role not in (Role.SOLUTION, Role.MANUAL):
                yield draft.problem(
                    cell, number, 'A solution region stands only in a cell with solution="…" or manual="…".'
                )
            elif marker == BEGIN_SOLUTION:
                if opened:
                    yield draft.problem(
                        cell,
                        number,
                        f"A region begins inside the one that began on line {cell.line + opened}.",
                    )
                opened = number
            elif marker == END_SOLUTION:
                if not opened:
                    yield draft.problem(
                        cell, number, f"`{END_SOLUTION}` without a `{BEGIN_SOLUTION}` above it."
                    )
                opened = 0
        if opened:
            yield draft.problem(cell, opened, f"`{BEGIN_SOLUTION}` without an `{END_SOLUTION}` below it.")
        if cell.role not in (Role.SOLUTION, Role.MANUAL):
            continue
        regions = solution_regions(cell)
        if cell.role is Role.MANUAL:
            if not any(text.strip() for _, text in regions):
                yield draft.problem(
                    cell,
                    0,
                    f"The written answer {cell.exercise} has no example for the teacher: put one between "
                    f"`{BEGIN_SOLUTION}` and `{END_SOLUTION}`.",
                )
            continue
        if not regions:
            yield draft.problem(
                cell,
                0,
                f"The solution cell of exercise {cell.exercise} has no region: put the answer between "
                f"`{BEGIN_SOLUTION}` and `{END_SOLUTION}`.",
            )
        for number, text in regions:
            if not any(line.strip() and not line.strip().startswith("#") for line in text.splitlines()):
                yield draft.problem(cell, number, "This solution region holds no code.")


def _markers(draft: Draft) -> Iterator[Problem]:
    for cell in draft.cells:
        for number, line in enumerate(cell.text.splitlines(), 1):
            marker = line.strip()
            if marker in (BEGIN_SOLUTION, END_SOLUTION):
                continue
            if any(known.lstrip("# ") in line for known in _MARKERS[2:]):
                yield draft.problem(
                    cell,
                    number,
                    "The build writes the hidden region itself: take this marker and its text away.",
                )
                continue
            known = _meant(line) if cell.is_code else None
            if known:
                yield draft.problem(
                    cell,
                    number,
                    f"`{marker}` is not a marker, so its text would be released; is `{known}` meant?",
                )


def _meant(line: str) -> str | None:
    """Find the marker that a comment line comes close to without being it."""
    comment = re.fullmatch(r"\s*#+\s*(.*?)\s*", line)
    if not comment:
        return None
    words = comment[1].upper()
    near = difflib.get_close_matches(words, [known.lstrip("# ") for known in _MARKERS], n=1, cutoff=0.82)
    return f"### {near[0]}" if near else None


def _syntax(draft: Draft) -> Iterator[Problem]:
    for cell in draft.cells:
        if not cell.is_code:
            continue
        for text, when in ((cell.text, ""), (draft.released[cell.line], " once its solution is taken out")):
            try:
                parse(text)
            except SyntaxError as error:
                if "raises-exception" in cell.tags:
                    break  # a pitfall may be a syntax error
                line = error.lineno or 1 if not when else 0
                yield draft.problem(cell, line, f"This cell is not Python{when}: {error.msg}.")
                break


def _engine(draft: Draft) -> Iterator[Problem]:
    for cell in draft.cells:
        for number, line in enumerate(draft.released[cell.line].splitlines(), 1):
            if re.search(r"\bgraders\b", line):
                offset = number if cell.role is not Role.SOLUTION else 0
                yield draft.problem(
                    cell, offset, "A learner has no package `graders`: nothing that is released may name it."
                )


def _leaks(draft: Draft) -> Iterator[Problem]:
    plain = {line: _squeeze(text) for line, text in draft.released.items()}
    for cell in draft.cells:
        for number, region in solution_regions(cell):
            for offset, statement in _statements(region):
                squeezed = _squeeze(statement)
                if len(squeezed) < _ENOUGH_TO_LEAK:
                    continue
                for other in draft.cells:
                    # A worked example may use the same call; a text or a check that spells it gives it away.
                    if other.role is Role.EXAMPLE and squeezed != _squeeze(region):
                        continue
                    if squeezed in plain[other.line]:
                        yield draft.problem(
                            cell,
                            number + offset,
                            f"This answer of exercise {cell.exercise} stands word for word in the "
                            f"released cell on line {other.line}.",
                        )
    hidden = code_runs(draft.checks)
    for cell in draft.cells:
        shared = sorted(runs(draft.released[cell.line]) & hidden, key=len)
        if shared:
            yield draft.problem(
                cell, 0, f"Text of the hidden checks stands in this released cell: “{shared[-1]}”."
            )


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _statements(region: str) -> Iterator[tuple[int, str]]:
    """Give the statements of a region, each with its offset in lines, and the region as a whole."""
    import textwrap

    code = textwrap.dedent(region)
    try:
        body = ast.parse(code).body
    except SyntaxError:  # part of a statement, or the inside of a function
        body = []
    yield 1, region
    if len(body) > 1:
        for statement in body:
            yield statement.lineno, ast.get_source_segment(code, statement) or ""


def _needs(draft: Draft) -> Iterator[Problem]:
    binder: dict[str, Cell] = {}
    for cell in draft.cells:
        if not cell.is_code:
            continue
        try:
            reads, binds = names(cell.text)
        except SyntaxError:
            continue  # told by another rule
        if cell.role is Role.EXAMPLE:
            for name, line in reads.items():
                origin = binder.get(name)
                if origin is not None and origin.role is not Role.EXAMPLE:
                    yield draft.problem(
                        cell,
                        line,
                        f"This worked example reads `{name}`, which the {origin.role} cell of exercise "
                        f"{origin.exercise} (line {origin.line}) defines: it must run unanswered.",
                    )
        binder.update(dict.fromkeys(binds, cell))


def _grade_cells(draft: Draft) -> Iterator[Problem]:
    for cell in draft.cells:
        if cell.role is Role.GRADE and not re.search(rf"\b{re.escape(cell.exercise)}\b", cell.text):
            yield draft.problem(
                cell,
                0,
                f"The visible check never names exercise {cell.exercise}: say it in an assert's message.",
            )
        if cell.role is Role.GRADE and "assert" not in cell.text:
            yield draft.problem(
                cell, 0, f"The grade cell of exercise {cell.exercise} has no visible check: write an assert."
            )


def _semicolons(draft: Draft) -> Iterator[Problem]:
    for cell in draft.cells:
        lines = cell.text.splitlines()
        if cell.is_code and lines and lines[-1].split("#")[0].rstrip().endswith(";"):
            yield draft.problem(
                cell,
                len(lines),
                "A `;` hides a result only where a history is kept, so outputs compared later differ: end "
                "the cell with plt.show(), or give the result a name.",
            )


def _pictures(draft: Draft) -> Iterator[Problem]:
    for cell in draft.cells:
        if cell.role is not Role.TEXT:
            continue
        for number, line in enumerate(cell.text.splitlines(), 1):
            if re.search(r"!\[\s*\]\(", line) or any(
                not re.search(r"\balt\s*=\s*[\"'][^\"']*\S[^\"']*[\"']", tag)
                for tag in re.findall(r"<img\b[^>]*>", line)
            ):
                yield draft.problem(cell, number, "This picture has no alt text: say in words what it shows.")


RULES: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    _pairs,
    _written,
    _ids,
    _regions,
    _markers,
    _syntax,
    _engine,
    _leaks,
    _needs,
    _grade_cells,
    _semicolons,
    _pictures,
)
"""Every rule; each looks at the whole lesson and knows nothing of the others."""
