"""Reading a notebook file that somebody else made, without trusting anything about it."""

import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_FILE = 64 * 2**20
MAX_CELLS = 2000
MAX_SOURCE = 2**20
"""Longest source of one cell, in characters."""
MAX_ALL_SOURCES = 4 * 2**20
"""Longest source of all cells together, in characters."""


class UnreadableSubmissionError(Exception):
    """A file is no notebook that can be graded.

    Args:
        sentence: What is wrong with it, for the learner and the teacher.
    """


@dataclass
class SubmittedCell:
    """One cell of a submission: its text, and what it says of itself.

    Args:
        kind: `code`, `markdown` or `raw`.
        source: The text.
        id: The notebook format's cell id; empty when there is none.
        grade_id: nbgrader's id; empty when there is none.
    """

    kind: str
    source: str
    id: str = ""
    grade_id: str = ""


def read_submission(path: Path) -> list[SubmittedCell]:
    """Read the cells of a submitted notebook.

    Args:
        path: The file.

    Returns:
        Its cells, in order. Outputs and all other metadata are left behind.

    Raises:
        UnreadableSubmissionError: It is no notebook; the sentence says what it is.
    """
    return cells_in(read_file(path))


def cells_in(content: bytes) -> list[SubmittedCell]:
    """Read the cells of a submitted notebook from the bytes of its file.

    Args:
        content: The file.

    Returns:
        Its cells, in order. Outputs and all other metadata are left behind.

    Raises:
        UnreadableSubmissionError: It is no notebook; the sentence says what it is.
    """
    try:
        notebook = json.loads(content)
    except RecursionError:
        raise UnreadableSubmissionError("The file is nested too deeply to be a notebook.") from None
    except ValueError as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableSubmissionError(
            f"The file is not a notebook: it is not valid JSON{where}. "
            "Open the lesson in JupyterLab, save it there, and hand that file in."
        ) from None
    return _cells(notebook)


def read_file(path: Path) -> bytes:
    """Read a submitted file, if it is one: links are not followed, and pipes are not waited for.

    Args:
        path: The file.

    Returns:
        What it holds.

    Raises:
        UnreadableSubmissionError: It is no file, too large, or empty.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        kind = "a link to another file" if path.is_symlink() else f"unreadable ({error.strerror})"
        raise UnreadableSubmissionError(f"The notebook is {kind}: hand the file itself in.") from None
    told = os.fstat(descriptor)
    if not stat.S_ISREG(told.st_mode):
        os.close(descriptor)
        raise UnreadableSubmissionError("The notebook is a folder or a device, not a file.")
    with os.fdopen(descriptor, "rb") as file:
        if told.st_size > MAX_FILE:
            raise UnreadableSubmissionError(
                f"The notebook has {told.st_size / 2**20:.0f} MiB; at most {MAX_FILE // 2**20} are graded. "
                "Clear its outputs (Edit, Clear Outputs of All Cells), save it and hand it in again."
            )
        content = file.read(MAX_FILE + 1)
    if not content.strip():
        raise UnreadableSubmissionError(
            "The file is empty. Save the lesson in JupyterLab and hand it in again."
        )
    return content


def _cells(notebook: Any) -> list[SubmittedCell]:
    if not isinstance(notebook, dict) or not isinstance(notebook.get("nbformat"), int):
        raise UnreadableSubmissionError("The file is JSON, but not a notebook.")
    major = notebook["nbformat"]
    if major != 4:
        age = "newer" if major > 4 else "older"
        raise UnreadableSubmissionError(
            f"The notebook is of format {major}, {age} than the course's format 4. "
            "Open the lesson that the course gave out in its own JupyterLab and save it there."
        )
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise UnreadableSubmissionError("The notebook has no cells.")
    if len(cells) > MAX_CELLS:
        raise UnreadableSubmissionError(
            f"The notebook has {len(cells)} cells, and at most {MAX_CELLS} are graded."
        )
    read = [cell for raw in cells if (cell := _cell(raw)) is not None]
    if (length := sum(len(cell.source) for cell in read)) > MAX_ALL_SOURCES:
        raise UnreadableSubmissionError(
            f"The notebook's cells have {length} characters, and at most {MAX_ALL_SOURCES} are graded."
        )
    return read


def _cell(raw: Any) -> SubmittedCell | None:
    if not isinstance(raw, dict) or raw.get("cell_type") not in ("code", "markdown", "raw"):
        return None
    source = raw.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        source = ""
    if len(source) > MAX_SOURCE:
        raise UnreadableSubmissionError(
            f"A cell of the notebook has {len(source)} characters, and at most {MAX_SOURCE} are graded."
        )
    metadata = raw.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return SubmittedCell(
        kind=raw["cell_type"],
        # A lone surrogate is valid JSON, but no text that can be written to a file again.
        source=source.encode("utf-8", "replace").decode("utf-8"),
        id=raw["id"] if isinstance(raw.get("id"), str) else "",
        grade_id=grade_id if isinstance(grade_id, str) else "",
    )
