"""Keeping a stored notebook's outputs where a new run says the same."""

import copy
from typing import TYPE_CHECKING

from graders.build.compare import not_compared, output_difference, tolerance_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

_OUTPUTS_DIFFER = {"nbval-ignore-output", "nbval-skip"}


def keep_stored(notebook: "NotebookNode", stored: "NotebookNode") -> None:
    """Put the stored outputs back into a notebook that ran again, in place, where they still hold.

    They hold when the cell is the same and its outputs differ by no more than its tolerance. A picture is not
    compared, and neither are a traceback and the outputs of a cell that says they differ: they are kept where
    no code cell up to this one, no data set, no version and nothing of the build has changed, and are stored
    anew otherwise.

    So a course that is built on another processor changes no byte, and one that is changed changes those
    outputs that say something else now.

    Args:
        notebook: The notebook after it ran, with normalised outputs and the fingerprint of what made it.
        stored: The notebook that is stored.
    """
    before = {cell.id: cell for cell in stored.cells if cell.cell_type == "code"}
    sources = [cell.source for cell in before.values()]
    unmoved = _made_of(notebook) == _made_of(stored)
    for index, cell in enumerate(cell for cell in notebook.cells if cell.cell_type == "code"):
        unmoved = unmoved and sources[index : index + 1] == [cell.source]
        old = before.get(cell.id)
        if old is not None and old.source == cell.source and _hold(old.outputs, cell, unmoved):
            cell.outputs = copy.deepcopy(old.outputs)
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = cell.execution_count  # a new cell above counts, too


def _hold(stored: list, cell: "NotebookNode", unmoved: bool) -> bool:
    tags = set(cell.metadata.get("tags", ()))
    if tags & _OUTPUTS_DIFFER:
        return unmoved
    if not unmoved and not_compared(stored) != not_compared(cell.outputs):
        return False
    tolerance = tolerance_of(sorted(tags), cell.metadata.get("nbgrader", {}).get("grade", False))
    return output_difference(stored, cell.outputs, tolerance) is None


def _made_of(notebook: "NotebookNode") -> dict:
    """Give what can change a picture beside the source, which is looked at cell by cell."""
    made = notebook.metadata.get("coursework", {})
    return {thing: made.get(thing) for thing in ("data", "versions", "build")}
