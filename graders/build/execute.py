"""Running a notebook."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from graders.build.notebook import KERNEL
from graders.errors import CourseError

if TYPE_CHECKING:
    from nbformat import NotebookNode

CELL_TIMEOUT = 600
"""Longest time, in seconds, that one cell may take while a lesson is built."""


def kernel_name() -> str:
    """Name the kernel that runs lessons: the course's warm one, or the one they name where it is missing."""
    from jupyter_client.kernelspec import KernelSpecManager

    from graders.kernels.kernelspecs import WARM

    return WARM if WARM in KernelSpecManager().find_kernel_specs() else KERNEL["name"]


def execute(
    notebook: "NotebookNode",
    folder: Path,
    *,
    keep_going: bool = False,
    kernel: str | None = None,
    step: Callable[[], None] = lambda: None,
) -> None:
    """Run a notebook's cells in order, in place.

    A cell tagged `raises-exception` may fail. Any other failure ends the run, and its error stays in the
    cell's outputs.

    Args:
        notebook: The notebook; its outputs are replaced.
        folder: Working folder of the kernel.
        keep_going: Run the cells after a failed one as well.
        kernel: Name of the kernel; the course's own when left out.
        step: Called after each cell.

    Raises:
        CourseError: A cell takes longer than `CELL_TIMEOUT`, or the kernel dies.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    metadata = copy.deepcopy(notebook.metadata)
    client = NotebookClient(
        notebook,
        kernel_name=kernel or kernel_name(),
        timeout=CELL_TIMEOUT,
        allow_errors=keep_going,
        record_timing=False,
        shutdown_kernel="immediate",
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
        on_cell_complete=lambda **_: step(),
    )
    try:
        client.execute()
    except CellExecutionError:
        pass  # the cell's outputs hold the error, and the caller knows the line in the source
    except CellTimeoutError as error:
        raise CourseError(
            f"A cell ran longer than {CELL_TIMEOUT} s and was stopped: {_first_line(error)}"
        ) from error
    except DeadKernelError as error:
        raise CourseError(
            "The kernel died while the lesson ran (out of memory?): run it in JupyterLab to see where."
        ) from error
    finally:
        notebook.metadata = metadata  # running writes the machine's Python version into it


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
