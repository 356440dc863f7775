"""What only a run can tell: cells that fail, answers that earn too little, outputs that differ."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from graders.build.outputs import complaints, shows_picture
from graders.build.refusals import Draft
from graders.build.source import Cell, Problem, Role

if TYPE_CHECKING:
    from nbformat import NotebookNode


def answered_problems(draft: Draft, notebook: "NotebookNode") -> list[Problem]:
    """Find what is wrong with a lesson that ran with its answers.

    Args:
        draft: The lesson's source.
        notebook: The notebook with answers after it ran, with normalised outputs.

    Returns:
        The problems; those of outputs only when no cell failed.
    """
    return _failures(draft, notebook) or _outputs(draft, notebook)


def unanswered_problems(draft: Draft, notebook: "NotebookNode") -> list[Problem]:
    """Find cells of an unanswered lesson that stop where they must not, and checks that do not stop.

    Args:
        draft: The lesson's source.
        notebook: The released notebook after it ran with every error allowed.

    Returns:
        The problems.
    """
    found = []
    for cell, ran in zip(draft.cells, notebook.cells, strict=True):
        error = _error(ran)
        if not cell.is_code or "raises-exception" in cell.tags:
            continue
        if cell.role is Role.GRADE and error is None:
            found.append(
                draft.problem(
                    cell,
                    0,
                    f"The visible check of exercise {cell.exercise} passes although nothing is answered.",
                )
            )
        elif error is not None and cell.role in (Role.EXAMPLE, Role.SOLUTION):
            found.append(
                draft.problem(
                    cell, 0, f"With no exercise answered, this {cell.role} cell stops with {_shortly(error)}."
                )
            )
        elif error is not None and cell.exercise not in error.evalue:
            found.append(
                draft.problem(
                    cell,
                    0,
                    f"With nothing answered, this check stops with {_shortly(error)}, which does not name "
                    f"exercise {cell.exercise}.",
                )
            )
    return found


def _failures(draft: Draft, notebook: "NotebookNode") -> list[Problem]:
    from nbgrader.utils import determine_grade

    found = []
    for cell, ran in zip(draft.cells, notebook.cells, strict=True):
        error = _error(ran)
        pitfall = "raises-exception" in cell.tags
        if error is not None and not pitfall:
            found.append(draft.problem(cell, 0, f"This cell stops with {_shortly(error)}."))
            break  # the cells below did not run
        if pitfall and error is None:
            found.append(draft.problem(cell, 0, "This cell is tagged raises-exception and raises none."))
        if cell.role is Role.GRADE:
            earned, most = determine_grade(ran)
            if earned != most:
                found.append(
                    draft.problem(
                        cell,
                        0,
                        f"The answer of exercise {cell.exercise} earns {earned:g} of {most:g} points"
                        f"{_missed(draft, ran)}.",
                    )
                )
    return found


_MISSED = re.compile(r"^  \[([ ?])\] (.+): [\d.]+/[\d.]+$", re.MULTILINE)


def _missed(draft: Draft, ran: "NotebookNode") -> str:
    """Say which criteria the verdict below a grade cell shows as missed, and which could not be judged."""
    shown = "\n".join(output.get("data", {}).get("text/plain", "") for output in ran.outputs)
    missed = [repr(name) for sign, name in _MISSED.findall(shown) if sign == " "]
    failed = [repr(name) for sign, name in _MISSED.findall(shown) if sign == "?"]
    sentence = f": it misses {', '.join(missed)}" if missed else ""
    if failed:
        sentence += f"{';' if missed else ':'} the check of {', '.join(failed)} itself fails"
    return sentence and f"{sentence} (`coursework prove {draft.name}` says why)"


def _outputs(draft: Draft, notebook: "NotebookNode") -> list[Problem]:
    found = []
    for index, (cell, ran) in enumerate(zip(draft.cells, notebook.cells, strict=True)):
        if not cell.is_code:
            continue
        found += [draft.problem(cell, 0, sentence) for sentence in complaints(ran)]
        if cell.role is Role.EXAMPLE and shows_picture(ran) and not _is_read(draft.cells[index + 1 :]):
            found.append(
                draft.problem(
                    cell,
                    0,
                    "This cell draws a picture that no text reads: say in the next cell what it shows.",
                )
            )
    return found


def _is_read(after: Sequence[Cell]) -> bool:
    """Tell whether what follows a picture is prose: a line of five words that is no heading."""
    if not after or after[0].role is not Role.TEXT:
        return False
    return any(len(line.split()) >= 5 and not line.startswith("#") for line in after[0].text.splitlines())


def _error(cell: "NotebookNode"):
    return next((output for output in cell.get("outputs", ()) if output.output_type == "error"), None)


def _shortly(error) -> str:
    first = (error.evalue.strip().splitlines() or [""])[0]
    return f"{error.ename}: {first if len(first) <= 200 else first[:199] + '…'}"
