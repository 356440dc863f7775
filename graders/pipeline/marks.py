"""The engine's own entries in a notebook: what merging and grading write down, and later steps read.

They stand under the key `coursework` in the metadata of a notebook and of its cells. Entries that
are missing, as in notebooks made by older versions, read as their defaults.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

from nbformat import NotebookNode

from graders.criteria.verdict import Verdict


def exercise_of(grade_id: str) -> str:
    """Name the exercise that a cell belongs to.

    Args:
        grade_id: The cell's id in nbgrader.

    Returns:
        The id without the part that tells the cell's role.
    """
    for role in ("-grade", "-solution", "-manual"):
        grade_id = grade_id.removesuffix(role)
    return grade_id


MARK = "coursework"
"""Key of the engine's own entries in the metadata of a notebook and of its cells."""


@dataclass
class _Mark:
    """Reads and writes the entries of a dataclass under `MARK`."""

    @classmethod
    def read(cls, node: NotebookNode) -> Self:
        """Read the mark of a notebook or a cell.

        Args:
            node: The notebook or the cell.

        Returns:
            The mark; entries of other writers are left where they are.
        """
        entries = node.metadata.get(MARK, {})
        return cls(**{each.name: entries[each.name] for each in fields(cls) if each.name in entries})

    def write(self, node: NotebookNode) -> None:
        """Write the mark in the place of the one before it; entries that are not known are left out.

        Args:
            node: The notebook or the cell, which is changed.
        """
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        node.metadata[MARK] = {name: value for name, value in values.items() if value is not None}


@dataclass
class NotebookMark(_Mark):
    """What is known of a submission's notebook.

    Args:
        own_names: Names that the learner's own cells bind.
        found: Whether an exercise of the lesson was found in the submission.
        notes: One sentence for each thing about the submission that its learner should know.
        readable: Whether the submission could be read; None, which counts as yes, before that is known.
        fingerprint: What the grading was made from.
        graded: Whether verdicts stand in the notebook.
    """

    own_names: list[str] | None = None
    found: bool | None = None
    notes: list[str] | None = None
    readable: bool | None = None
    fingerprint: str | None = None
    graded: bool | None = None

    @classmethod
    def of_file(cls, path: Path) -> Self:
        """Read the mark of a notebook that the engine wrote, without reading its cells closely.

        Args:
            path: The file.

        Returns:
            The mark.

        Raises:
            OSError: There is no such file.
            ValueError: It is no notebook.
        """
        notebook = json.loads(path.read_bytes())
        if not isinstance(notebook, dict) or not isinstance(notebook.get("metadata"), dict):
            raise ValueError(f"{path} is no notebook.")
        return cls.read(NotebookNode(metadata=notebook["metadata"]))

    @property
    def runs(self) -> bool:
        """Whether the notebook's cells may run."""
        return self.readable is not False


@dataclass
class CellMark(_Mark):
    """What is known of one cell.

    Args:
        attempted: Whether a solution cell differs from its stub; None, where nobody looked, counts as yes.
        added: Whether the learner added the cell.
        changed: Whether the learner changed the cell.
        verdict: The verdict of a grade cell, as `Verdict.to_dict` gives it.
    """

    attempted: bool | None = None
    added: bool | None = None
    changed: bool | None = None
    verdict: Mapping[str, Any] | None = None

    @property
    def written_by_learner(self) -> bool:
        """Whether a learner wrote or changed the cell."""
        return bool(self.attempted or self.added or self.changed)

    def read_verdict(self) -> Verdict | None:
        """Give the verdict; None when the cell has none."""
        return Verdict.from_dict(dict(self.verdict)) if self.verdict else None
