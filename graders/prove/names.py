"""Learners' own names: whatever an answer calls its parts, the lesson goes on and prints the same.

A lesson runs once, with the author's answers. After each answer names that learners like to use are assigned;
what stands behind them raises when it is used. A cell that uses one is broken: it is reported with the name,
the name is given back to the lesson, and the cell runs again, so that one broken cell hides no other.
"""

import ast
import contextlib
import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graders.build.compare import output_difference, tolerance_of
from graders.build.execute import CELL_TIMEOUT, kernel_name
from graders.build.layout import Lesson
from graders.build.make import read_draft
from graders.build.names import names as names_of
from graders.build.names import parse
from graders.build.outputs import normalised
from graders.build.release import copy_extra_files
from graders.build.source import Cell, Role
from graders.criteria.registry import exercises
from graders.errors import CourseError
from graders.prove.cache import digest, versions
from graders.prove.material import bound, stub_of

COMMON = (
    *("model", "net", "base", "encoder", "head", "layer", "layers", "dense", "hidden", "first", "second"),
    *("inputs", "outputs", "input_layer", "output", "output_layer", "x", "y", "z", "h", "a", "b", "c"),
    *("i", "j", "k", "n", "m", "name", "names", "value", "values", "data", "result", "results", "history"),
    *("log", "logs", "loss", "losses", "score", "scores", "metrics", "optimizer", "predictions", "y_pred"),
    *("labels", "images", "features", "row", "rows", "column", "columns", "path", "folder", "file", "files"),
    *("epoch", "epochs", "batch", "weights", "error", "errors", "mean", "std", "scale", "total", "count"),
    *("order", "rng", "seed", "callback", "callbacks", "config", "f", "t", "p", "s", "e"),
)
"""Names that learners like to give to parts of their answers."""
_AGAIN = 6
"""How often a cell is run again with names given back."""


@dataclass(frozen=True)
class Broken:
    """A cell that a learner's own names break.

    Args:
        line: The cell's line in the lesson's source.
        cell: What it is for: "example", "solution" or "grade".
        names: The names that it uses.
        answer: The exercise whose answer assigned them last.
        how: What then happens, in one line.
    """

    line: int
    cell: str
    names: tuple[str, ...]
    answer: str
    how: str


@dataclass(frozen=True)
class NamesProof:
    """What a lesson does with learners' own names.

    Args:
        lesson: The lesson's name.
        names: How many different names were assigned.
        answers: In how many answers.
        cells: How many worked cells ran after such an answer.
        broken: The cells that a name breaks.
    """

    lesson: str
    names: int
    answers: int
    cells: int
    broken: tuple[Broken, ...] = ()

    def __str__(self) -> str:
        """One line for a terminal."""
        good = self.cells - sum(one.cell == Role.EXAMPLE for one in self.broken)
        return (
            f"{self.lesson}: {self.names} names of learners' own in {self.answers} answers, "
            f"{good} of {self.cells} worked cells run and print the same"
        )

    def failures(self) -> list[str]:
        """Give one sentence for each broken cell."""
        found = []
        for one in self.broken:
            what = "worked cell" if one.cell == Role.EXAMPLE else f"{one.cell} cell"
            said = " and ".join(f"`{name}`" for name in one.names) or "something"
            found.append(
                f"solutions/{self.lesson}.py:{one.line}: this {what} needs {said} as the lesson made it, and "
                f"an answer to {one.answer} may have assigned it: {one.how}. Take another name, or make it "
                "anew."
            )
        return found


def prove_names(lesson: Lesson, folder: Path) -> NamesProof:
    """Run a lesson once with learners' names assigned in every answer.

    Args:
        lesson: The lesson.
        folder: Where results are kept from run to run.

    Returns:
        What breaks.

    Raises:
        CourseError: The build refuses the lesson, a cell takes too long, or the kernel dies.
    """
    from graders.prove import theirs

    cells = read_draft(lesson)[0].cells
    stored = lesson.solution.read_text(encoding="utf-8") if lesson.solution.is_file() else ""
    own = [Path(path).read_text(encoding="utf-8") for path in (__file__, theirs.__file__)]
    made_from = digest(*(cell.text for cell in cells), stored, *own, *versions())
    kept = folder / lesson.name / "names.json"
    if kept.is_file():
        with contextlib.suppress(ValueError):  # half a file, from a run that was stopped
            told = json.loads(kept.read_text(encoding="utf-8"))
            if told.pop("made_from") == made_from:
                return NamesProof(**{**told, "broken": tuple(map(_broken, told["broken"]))})
    proof = _Run(lesson, cells, stored).proof()
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps({"made_from": made_from, **asdict(proof)}), encoding="utf-8")
    return proof


def _broken(told: dict[str, Any]) -> Broken:
    return Broken(**{**told, "names": tuple(told["names"])})


class _Run:
    """One run of a lesson."""

    def __init__(self, lesson: Lesson, cells: Sequence[Cell], stored: str) -> None:
        self._lesson, self._cells = lesson, cells
        self._asked = exercises(lesson.name)
        self._stored = _outputs_by_cell(stored, len(cells))
        self._assigned: set[str] = set()
        self._answers: list[str] = []
        self._cells_after = 0
        self._broken: list[Broken] = []

    def proof(self) -> NamesProof:
        from nbclient import NotebookClient
        from nbclient.exceptions import CellTimeoutError, DeadKernelError
        from nbformat import v4

        notebook = v4.new_notebook(cells=[v4.new_code_cell(cell.text) for cell in self._cells])
        cache = self._lesson.root / ".cache" / "build"
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f"{self._lesson.name}-", dir=cache) as work:
            copy_extra_files(self._lesson, Path(work))
            self._work = Path(work)
            self._client = NotebookClient(
                notebook,
                kernel_name=kernel_name(),
                timeout=CELL_TIMEOUT,
                allow_errors=True,
                record_timing=False,
                shutdown_kernel="immediate",
                extra_arguments=["--log-level=ERROR"],
                resources={"metadata": {"path": work}},
            )
            try:
                with self._client.setup_kernel():
                    for place, cell in enumerate(self._cells):
                        if cell.is_code:
                            self._one(place, cell)
            except (CellTimeoutError, DeadKernelError) as error:
                raise CourseError(
                    f"{self._lesson.name}: the run with learners' names ended: "
                    f"{str(error).strip().splitlines()[0]}"
                ) from error
        return NamesProof(
            self._lesson.name,
            len(self._assigned),
            len(self._answers),
            self._cells_after,
            tuple(self._broken),
        )

    def _one(self, place: int, cell: Cell) -> None:
        """Run one cell, again where a name breaks it, and assign names after an answer."""
        how, names = "", list[str]()
        self._cells_after += bool(self._answers) and cell.role is Role.EXAMPLE
        for _ in range(_AGAIN):
            differs = self._run(place, cell)
            if not self._answers:
                break
            found = [name for name in self._ask("used(globals())") if name not in names] if differs else []
            # After a broken cell chance goes on from elsewhere: what differs then is no name's doing.
            if not differs or not (found or (not self._broken and not names)):
                break
            how = how or differs
            names += found
            if not found:
                break
        if how:
            self._broken.append(Broken(cell.line, str(cell.role), tuple(names), self._answers[-1], how))
        if cell.role is Role.SOLUTION:
            mine = [name for name in COMMON if name not in self._needed(cell)]
            self._ask(f"assign({mine!r}, globals())")
            self._assigned |= set(mine)
            self._answers.append(cell.exercise)

    def _needed(self, cell: Cell) -> set[str]:
        """Give the names that an answer itself needs after it ran, and that are no learner's choice."""
        reads, _ = names_of(cell.text)
        asked = self._asked[cell.exercise].evidence
        chosen = set(asked) | {getattr(kind, "of", "") or "" for kind in asked.values()}
        return set(reads) | chosen | bound(stub_of(cell.text)) | read_later(cell.text)

    def _run(self, place: int, cell: Cell) -> str:
        """Run a cell; say in one line what goes another way than in the stored notebook, "" for nothing."""
        outputs = normalised(self._execute(place, cell.text), self._work)
        errors = [f"{one.ename}: {one.evalue}" for one in outputs if one.output_type == "error"]
        if errors and "raises-exception" not in cell.tags:
            return " ".join(errors[0].split())
        stored = self._stored[place]
        if cell.role is not Role.EXAMPLE or stored is None or "nbval-ignore-output" in cell.tags:
            return ""
        if "nbval-skip" in cell.tags:
            return ""
        found = output_difference(_uncounted(stored), _uncounted(outputs), tolerance_of(cell.tags))
        return f"it prints something else ({' '.join(found.split())})" if found else ""

    def _execute(self, place: int, source: str) -> list[Any]:
        from nbformat import v4

        cell = v4.new_code_cell(source)
        self._client.execute_cell(cell, place)
        return list(cell.outputs)

    def _ask(self, call: str) -> list[str]:
        """Call a function of `graders.prove.theirs` in the kernel; give the names that it returns."""
        source = "import json as _json\nfrom graders.prove import theirs as _theirs\n"
        outputs = self._execute(0, f"{source}print(_json.dumps(_theirs.{call}))")
        said = "".join(one.text for one in outputs if one.output_type == "stream" and one.name == "stdout")
        try:
            return list(json.loads(said) or [])
        except ValueError as error:
            raise CourseError(
                f"{self._lesson.name}: learners' names could not be assigned: {outputs}."
            ) from error


def read_later(source: str) -> set[str]:
    """Give the names that the functions, classes and lambdas of a cell read, perhaps long after it ran.

    Args:
        source: The cell.

    Returns:
        The names, those of their own arguments and variables too.
    """
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
    inside = [node for node in ast.walk(parse(source)) if isinstance(node, kinds)]
    return {node.id for one in inside for node in ast.walk(one) if isinstance(node, ast.Name)}


def _outputs_by_cell(text: str, count: int) -> list[list[Any] | None]:
    """Give the outputs of each cell of a stored notebook; None where they are not known."""
    import nbformat

    if text:
        with contextlib.suppress(ValueError):  # no notebook: `coursework build` says so
            cells = nbformat.reads(text, as_version=4).cells
            if len(cells) == count:
                return [cell.outputs if cell.cell_type == "code" else None for cell in cells]
    return [None] * count


def _uncounted(outputs: Sequence[Any]) -> list[Any]:
    """Take the numbers off the names that Keras itself gives to tensors and optimizers."""
    plain = json.dumps([dict(output) for output in outputs])
    return list(json.loads(re.sub(r"\b(keras_tensor|adam|sgd|rmsprop)_\d+", r"\1", plain)))
