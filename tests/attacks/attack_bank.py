"""The attacks: code in files of `submissions/`, and notebooks and files in `handed_in.py`."""

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

CLASSES = ("points", "hidden", "grader", "batch", "students", "host")
_HEAD = re.compile(r"# (class|tries|honest): (.*)")


@dataclass(frozen=True)
class Attack:
    """One submission that means harm.

    Args:
        name: The student's id.
        kind: What it is after, one of `CLASSES`.
        tries: What it does, in a few words.
        make: Changes the released notebook; it may put files into the submission's folder.
        honest: Points that its honest part earns.
        ungraded: Whether nbgrader itself can't copy it, so that its own grading fails, and nobody else's.
    """

    name: str
    kind: str
    tries: str
    make: Callable[[NotebookNode, Path, Mapping[str, str]], None]
    honest: float = 0
    ungraded: bool = False


def code_attacks(folder: Path = Path(__file__).parent / "submissions") -> list[Attack]:
    """Read the attacks that are code."""
    return [_read(path) for path in sorted(folder.glob("*.py"))]


def _read(path: Path) -> Attack:
    head, *cells = re.split(r"^# %% ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    told = dict(found.groups() for line in head.splitlines() if (found := _HEAD.fullmatch(line)))
    assert told["class"] in CLASSES, path

    def make(notebook: NotebookNode, where: Path, places: Mapping[str, str]) -> None:
        for cell in cells:
            name, _, source = cell.partition("\n")
            for word, text in places.items():
                source = source.replace(f"PLACE_{word}", text)
            put(notebook, name.strip(), source.rstrip("\n"))

    return Attack(path.stem, told["class"], told["tries"], make, float(told.get("honest", 0)))


def put(notebook: NotebookNode, place: str, source: str) -> None:
    """Put code into a notebook.

    Args:
        notebook: A copy of the released notebook.
        place: An exercise, whose answer it becomes; or `before` (all exercises), `after triple` (before
            its check) or `end`, for a cell of the learner's own.
        source: The code.
    """
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in notebook.cells]
    if f"{place}-solution" in ids:
        notebook.cells[ids.index(f"{place}-solution")].source = source
        return
    if place in ("halve", "triple", "adder"):
        return  # a course without this exercise
    at = {"before": ids.index("halve-solution"), "after triple": ids.index("triple-grade"), "end": len(ids)}
    notebook.cells.insert(at[place], own_cell(source))


def own_cell(source: str, kind: str = "code", **more: object) -> NotebookNode:
    """Make a cell of the learner's own."""
    cell = {"cell_type": kind, "id": f"own-{abs(hash(source)) % 10**9}", "metadata": {}, "source": source}
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return NotebookNode({**cell, **code, **more})


def copy_of(notebook: NotebookNode) -> NotebookNode:
    """A copy that can be changed."""
    return copy.deepcopy(notebook)
