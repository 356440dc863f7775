"""The master: the teacher's notebook, from which everything but the learner's answers comes at grading."""

from functools import lru_cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearOutput, ClearSolutions, LockCells
from nbgrader.utils import compute_checksum, is_grade, is_solution
from traitlets.config import Config

from graders.errors import CourseError


def read_master(path: Path, config: Config) -> NotebookNode:
    """Read the teacher's notebook as learners got it: stubs for answers, and no hidden region.

    Args:
        path: The notebook in nbgrader's source folder.
        config: nbgrader's settings, for the markers of solutions and hidden tests.

    Returns:
        A notebook of the caller's own.

    Raises:
        CourseError: There is no such file, or its markers do not fit together.
    """
    try:
        return nbformat.from_dict(_read(path, path.stat().st_mtime_ns, _Settings(config)))
    except FileNotFoundError:
        raise CourseError(
            f"The teacher's notebook {path} is missing: run `coursework build {path.stem}`."
        ) from None


class _Settings:
    """Settings that compare by what they say, so that a master is made once for each."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.said = repr({name: config.get(name) for name in ("ClearSolutions", "ClearHiddenTests")})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Settings) and self.said == other.said

    def __hash__(self) -> int:
        return hash(self.said)


@lru_cache(maxsize=32)
def _read(path: Path, changed: int, settings: _Settings) -> NotebookNode:
    notebook = nbformat.read(path, as_version=4)
    # nbgrader's own steps, in its own order, make the same text as the release that learners got.
    steps = [LockCells, ClearSolutions, ClearOutput, ClearHiddenTests]
    for step in steps:
        try:
            notebook, _ = step(config=settings.config).preprocess(notebook, {})
        except RuntimeError as error:
            raise CourseError(f"{path}: {error}.") from error
    for cell in notebook.cells:
        if is_grade(cell) or is_solution(cell):
            cell.metadata.nbgrader["checksum"] = compute_checksum(cell)
    notebook.metadata = {
        key: notebook.metadata[key] for key in ("kernelspec", "language_info") if key in notebook.metadata
    }
    return notebook
