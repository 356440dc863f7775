"""From cells to a notebook of nbgrader's."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graders.build.source import Cell, Role

if TYPE_CHECKING:
    from nbformat import NotebookNode

BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
"""What a lesson asks for: the one kernel that exists wherever a notebook is opened."""

LANGUAGE = {
    "name": "python",
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": 3},
    "pygments_lexer": "ipython3",
    "nbconvert_exporter": "python",
}
SCHEMA_VERSION = 3
"""Version of nbgrader's cell metadata that the build writes."""


def hidden_region(lesson: str, exercise: str) -> str:
    """Write the hidden part of a grade cell.

    Args:
        lesson: The lesson's name.
        exercise: The exercise's name.

    Returns:
        The region with its markers: code that judges the answer and ends in the points it earns.
    """
    return "\n".join(
        (
            BEGIN_HIDDEN,
            "import graders.pipeline.plain",
            f'graders.pipeline.plain.grade("{lesson}", "{exercise}", globals())',
            END_HIDDEN,
        )
    )


def make_notebook(lesson: str, cells: Sequence[Cell], points: Mapping[str, float]) -> "NotebookNode":
    """Make the notebook with answers and hidden regions, not yet run.

    Args:
        lesson: The lesson's name.
        cells: The cells of its source.
        points: What each exercise is worth.

    Returns:
        The notebook (format 4.5).
    """
    import nbformat.v4

    made: list[NotebookNode] = []
    used: set[str] = set()
    for cell in cells:
        source = cell.text
        metadata: dict[str, object] = {}
        if cell.tags:
            metadata["tags"] = list(cell.tags)
        if cell.exercise:
            metadata["nbgrader"] = _nbgrader(cell, points)
            if cell.role is Role.GRADE:
                source = f"{source}\n{hidden_region(lesson, cell.exercise)}"
        new = nbformat.v4.new_code_cell if cell.is_code else nbformat.v4.new_markdown_cell
        made.append(new(source=source, metadata=metadata, id=_cell_id(lesson, cell, used)))
    return nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": KERNEL, "language_info": LANGUAGE})


def to_text(notebook: "NotebookNode") -> str:
    """Write a notebook in the one form in which the course stores notebooks."""
    import nbformat

    return nbformat.writes(notebook) + "\n"


def _nbgrader(cell: Cell, points: Mapping[str, float]) -> dict:
    graded, manual = cell.role is Role.GRADE, cell.role is Role.MANUAL
    metadata = {
        "grade_id": f"{cell.exercise}-{cell.role}",
        "grade": graded or manual,
        "solution": not graded,
        "locked": graded,
        "task": False,
        "schema_version": SCHEMA_VERSION,
    }
    if graded:
        metadata["points"] = points[cell.exercise]
    if manual:
        metadata["points"] = cell.points
    return metadata


def _cell_id(lesson: str, cell: Cell, used: set[str]) -> str:
    """Give a cell its id: from its exercise or its text, so that a new cell leaves the others' ids alone."""
    made = cell.id or (f"{cell.exercise}-{cell.role}"[:64] if cell.exercise else "")
    repeat = 0
    while not made or made in used:
        key = "\0".join((lesson, cell.role, cell.text, str(repeat)))
        made = hashlib.sha256(key.encode()).hexdigest()[:12]
        repeat += 1
    used.add(made)
    return made
