"""pytest plugin: nbval compares decimal numbers within a tolerance.

`pytest --nbval -p graders.build.nbval_plugin solutions/NN_topic/NN_topic.ipynb` runs a lesson again. nbval
alone compares texts to the letter, and its sanitizing can only take numbers away. With this plugin a cell's
outputs, stored and new, go through the build's own `normalised` and are compared by `graders.build.compare`;
nbval's `--nbval-sanitize-with` has no effect.

Of nbval it uses four names that nbval does not document: the item class `IPyNbCell`, its attribute `cell`,
its method `compare_outputs`, and its list `comparison_traceback`, which nbval prints under a cell that fails.
`tests/notebooks/test_nbval_plugin.py` fails when one of them moves.
"""

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from nbval.plugin import IPyNbCell

from graders.build.compare import output_difference, tolerance_of
from graders.build.outputs import normalised

if TYPE_CHECKING:
    from nbformat import NotebookNode


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let each of nbval's cells compare its outputs with the tolerance that its tags ask for."""
    if isinstance(item, IPyNbCell):
        item.compare_outputs = functools.partial(_compare, item)


def _compare(item: IPyNbCell, fresh: "list[NotebookNode]", stored: "list[NotebookNode]") -> bool:
    """Compare as `IPyNbCell.compare_outputs` does.

    Args:
        item: The cell.
        fresh: Its outputs in this run.
        stored: Its outputs in the notebook.

    Returns:
        Whether they are the same; if not, what differs stands in the item's `comparison_traceback`.
    """
    metadata, folder = item.cell.metadata, Path(item.path).parent
    try:
        tolerance = tolerance_of(metadata.get("tags", ()), metadata.get("nbgrader", {}).get("grade", False))
    except ValueError as error:
        difference: str | None = str(error)
    else:
        difference = output_difference(normalised(stored, folder), normalised(fresh, folder), tolerance)
    item.comparison_traceback = [difference] if difference else []
    return difference is None
