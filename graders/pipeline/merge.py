"""The notebook to grade: the master's cells with the learner's answers in them."""

import ast
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import nbformat.v4
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from coursework.desk.lessons import bound_in
from graders.pipeline.marks import CellMark, NotebookMark
from graders.pipeline.reading import SubmittedCell, UnreadableSubmissionError

MAX_READING_COST = 1_000_000
"""Characters that may be read for magics, each as often as IPython reads it; some ten seconds at the most."""


@dataclass
class Merged:
    """A notebook to grade.

    Args:
        notebook: The notebook; `attempted` stands in the `coursework` metadata of every solution cell.
        notes: One sentence for each thing about the submission that had no effect.
    """

    notebook: NotebookNode
    notes: list[str] = field(default_factory=list)


def merge(master: NotebookNode, submitted: Iterable[SubmittedCell]) -> Merged:
    """Put the learner's answers into the master.

    Taken from the submission are the sources of solution cells and of worked examples that learners may edit,
    and the cells that they added, each behind the cell that it followed. All else is the master's.

    Args:
        master: The notebook as learners got it; it is changed and becomes the result.
        submitted: The cells of the submission.

    Returns:
        The notebook to grade. When no exercise of the lesson is in the submission, it is the master.

    Raises:
        UnreadableSubmissionError: Reading its code would take far longer than reading any lesson's does.
    """
    submitted = list(submitted)
    if sum(_reading_cost(cell.source) for cell in submitted if cell.kind == "code") > MAX_READING_COST:
        raise UnreadableSubmissionError(
            "The notebook has too much code that is not Python, or too many lines with magics (% or !): "
            "take the ones out that your answers do not need."
        )
    placed = _place(master, submitted)
    notes = placed.notes
    solutions = [index for index, cell in enumerate(master.cells) if is_solution(cell)]
    if not any(index in placed.answers for index in solutions):
        _mark_attempts(master, {}, [])
        sentence = (
            "None of this lesson's exercises is in the notebook that was handed in: it may belong to another "
            "lesson or course. Open this lesson, answer in its own cells and hand that notebook in."
        )
        return Merged(master, [sentence])
    changed = [index for index, source in placed.answers.items() if not _same(source, master.cells[index])]
    own_code = [cell.source for cells in placed.added.values() for cell in cells if cell.kind == "code"]
    own_code += [placed.answers[index] for index in changed if not is_solution(master.cells[index])]
    _mark_attempts(master, {index: index in changed for index in solutions}, own_code)
    for index in changed:
        mark = CellMark.read(master.cells[index])
        mark.changed = True
        mark.write(master.cells[index])
    for index, source in placed.answers.items():
        cell = master.cells[index]
        if cell.cell_type == "code":
            cell.source = source
        elif index in changed:  # an untouched one stays the teacher's text, by which nbgrader knows it
            cell.source = as_plain_markdown(source)
    cells = [_added(cell, -1, at) for at, cell in enumerate(placed.added.get(-1, []))]
    for index, cell in enumerate(master.cells):
        cells.append(cell)
        cells += [_added(added, index, at) for at, added in enumerate(placed.added.get(index, []))]
    master.cells = cells
    return Merged(master, notes)


@dataclass
class _Placed:
    answers: dict[int, str] = field(default_factory=dict)
    added: dict[int, list[SubmittedCell]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def _place(master: NotebookNode, submitted: list[SubmittedCell]) -> _Placed:
    """Find the master's cell behind each submitted one; what has none was added by the learner."""
    by_grade_id = {
        cell.metadata.nbgrader.grade_id: index
        for index, cell in enumerate(master.cells)
        if "grade_id" in cell.metadata.get("nbgrader", {})
    }
    by_id = {cell.id: index for index, cell in enumerate(master.cells) if cell.get("id")}
    found: list[int | None] = []
    for cell in submitted:
        # nbgrader's id goes first: the cell ids are lost by old editors, and copied cells get new ones.
        found.append(by_grade_id.get(cell.grade_id, by_id.get(cell.id)))
    taken = {index for index in found if index is not None}
    _match_by_text(master, submitted, found, taken)
    return _sort_out(master, submitted, found, by_grade_id)


def _match_by_text(
    master: NotebookNode, submitted: list[SubmittedCell], found: list[int | None], taken: set[int]
) -> None:
    """Recognise unchanged cells in notebooks that lost their cell ids."""
    free: dict[tuple[str, str], list[int]] = {}
    for index, cell in enumerate(master.cells):
        if index not in taken:
            free.setdefault((cell.cell_type, cell.source.strip()), []).append(index)
    for at, cell in enumerate(submitted):
        if found[at] is None and (same := free.get((cell.kind, cell.source.strip()))):
            found[at] = same.pop(0)


def _sort_out(
    master: NotebookNode,
    submitted: list[SubmittedCell],
    found: list[int | None],
    by_grade_id: dict[str, int],
) -> _Placed:
    placed = _Placed()
    answers: dict[int, list[int]] = {}
    for at, index in enumerate(found):
        if index is not None:
            answers.setdefault(index, []).append(at)
    chosen = {
        index: _choose(master.cells[index], [submitted[at] for at in ats]) for index, ats in answers.items()
    }
    behind = -1
    for at, (cell, index) in enumerate(zip(submitted, found, strict=True)):
        if index is None:
            placed.added.setdefault(behind, []).append(cell)
            continue
        behind = index
        teachers = master.cells[index]
        name = teachers.metadata.get("nbgrader", {}).get("grade_id", "")
        first = answers[index][0] == at
        if not _is_learners(teachers):
            if name and not first:
                placed.notes.append(
                    f"The cell {name} stands in the notebook more than once: copies have no effect."
                )
            elif name and cell.source.strip() != teachers.source.strip():
                placed.notes.append(f"The check cell {name} was changed: the lesson's own is used.")
        elif cell is chosen[index]:
            placed.answers[index] = cell.source
        else:
            placed.notes.append(
                f"The cell {name or cell.id} stands in the notebook more than once: "
                "the last one that was answered counts, the others run as cells of your own."
            )
            placed.added.setdefault(behind, []).append(cell)
    missing = [name for name, index in by_grade_id.items() if index not in answers]
    if missing:
        placed.notes.append(f"Cells missing from the notebook were put back: {', '.join(sorted(missing))}.")
    placed.notes = list(dict.fromkeys(placed.notes))
    return placed


def _choose(teachers: NotebookNode, cells: list[SubmittedCell]) -> SubmittedCell:
    """Choose, of several cells with one id, the learner's last one that differs from the stub."""
    right_kind = [cell for cell in cells if cell.kind == teachers.cell_type] or cells
    answered = [cell for cell in right_kind if not _same(cell.source, teachers)]
    return (answered or right_kind)[-1]


def _is_learners(cell: NotebookNode) -> bool:
    """Tell whether the source of a master's cell is the learner's to change."""
    if is_solution(cell):
        return True
    return cell.cell_type == "code" and not (is_grade(cell) or is_locked(cell) or is_task(cell))


def written_by_learner(cell: NotebookNode) -> bool:
    """Tell whether a learner wrote or changed a cell of a merged notebook."""
    return CellMark.read(cell).written_by_learner


def _added(cell: SubmittedCell, behind: int, at: int) -> NotebookNode:
    made_id = hashlib.sha256(f"{behind}/{at}".encode()).hexdigest()[:12]
    if cell.kind == "code":
        made = nbformat.v4.new_code_cell(cell.source, id=made_id)
    else:
        made = nbformat.v4.new_markdown_cell(as_plain_markdown(cell.source), id=made_id)
    CellMark(added=True).write(made)
    return made


def as_plain_markdown(text: str) -> str:
    """Show a learner's Markdown as it was typed.

    Feedback pages and Formgrader render Markdown cells without cleaning them, so HTML, links and formulas of
    a learner's would act in the reader's browser. Inside a fence they are text.

    Args:
        text: Anything.

    Returns:
        Markdown that shows it letter by letter.
    """
    text = "".join(letter for letter in text if letter in "\n\t" or letter.isprintable())
    longest = run = 0
    for letter in text:
        run = run + 1 if letter == "`" else 0
        longest = max(longest, run)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def _mark_attempts(master: NotebookNode, changed: dict[int, bool], own_code: list[str]) -> None:
    bound = sorted({name for source in own_code for name in bound_names(source)})
    for index, cell in enumerate(master.cells):
        if is_solution(cell):
            CellMark(attempted=changed.get(index, False)).write(cell)
    NotebookMark(own_names=bound, found=bool(changed)).write(master)


def _same(source: str, teachers: NotebookNode) -> bool:
    """Tell whether a submitted source says what the teacher's cell says: text by words, code by meaning."""
    if teachers.cell_type == "code":
        return same_code(source, teachers.source)
    return source.split() == teachers.source.split()


def same_code(one: str, other: str) -> bool:
    """Tell whether two sources are the same Python, whatever their comments and spaces.

    Args:
        one: A cell's source.
        other: Another's.

    Returns:
        True when both mean the same to Python, or, when one is no Python, when they read the same.
    """
    if one.strip() == other.strip():
        return True
    tree, other_tree = parse(one), parse(other)
    if tree is None or other_tree is None:
        return False
    try:
        return ast.dump(tree) == ast.dump(other_tree)
    except RecursionError:  # an expression of a thousand terms, which no stub has
        return False


def parse(source: str) -> ast.Module | None:
    """Parse a cell as IPython would run it, magics included.

    Args:
        source: The cell's source.

    Returns:
        Its syntax tree, or None when it is no Python.
    """
    if (tree := _parse_plain(source)) is not None:
        return tree
    try:
        return _parse_plain(TransformerManager().transform_cell(source))
    except (SyntaxError, RuntimeError):  # RuntimeError: more magics than IPython takes
        return None


def _parse_plain(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _reading_cost(source: str) -> int:
    """Tell how many characters IPython reads to find a cell's magics: all of them again for each one."""
    if _parse_plain(source) is not None:
        return 0
    lines = source.splitlines()
    magics = sum(1 for line in lines if any(mark in line for mark in "%!?") or line.lstrip()[:1] in (*",;/",))
    return (1 + magics) * len(source)


def bound_names(source: str) -> set[str]:
    """List the names that a cell binds at its top level or anywhere inside.

    Args:
        source: The cell's source.

    Returns:
        The names; none when it is no Python.
    """
    tree = parse(source)
    return bound_in(tree) if tree else set()
