"""Descriptions of pictures: the caption of a worked example's, a general one for a learner's own."""

import re

from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from graders.pipeline.merge import written_by_learner

OWN_PICTURE = "Picture that the code cell above it drew"
"""What is said of a picture that no caption describes."""
_CAPTION = re.compile(r"\s*\*Picture:\*\s*(.+?)(?:\n\s*\n|\Z)", re.DOTALL)
_MARKUP = re.compile(r"\*\*|__|\*|`")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def caption(cell: NotebookNode | None) -> str:
    """Read the caption that a lesson gives under a picture.

    Args:
        cell: The cell after the picture's; None when there is none.

    Returns:
        The text behind `*Picture:*` without markup; empty when the cell begins otherwise.
    """
    if cell is None or cell.cell_type != "markdown" or not (found := _CAPTION.match(cell.source)):
        return ""
    return " ".join(_MARKUP.sub("", _LINK.sub(r"\1", found[1])).split())


class DescribePictures(Preprocessor):
    """Gives every picture among the outputs its alternative text."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Describe a notebook's pictures.

        Args:
            nb: A graded notebook.
            resources: nbconvert's.

        Returns:
            Both; `alt` stands in the metadata of outputs that are pictures.
        """
        for cell, after in zip(nb.cells, [*nb.cells[1:], None], strict=True):
            if cell.cell_type != "code":
                continue
            text = "" if written_by_learner(cell) else caption(after)
            for output in cell.outputs:
                for kind in output.get("data", {}):
                    if kind.startswith("image/"):
                        output.setdefault("metadata", NotebookNode())[kind] = {"alt": text or OWN_PICTURE}
        return nb, resources
