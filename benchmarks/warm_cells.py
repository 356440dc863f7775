"""The bare cost of a notebook's cells: `python -m benchmarks.warm_cells NOTEBOOK TIMES`.

Forks a process that has imported the course's libraries, runs the cells there one after the other, with
nothing around them, and writes how long that took, once a line.
"""

import contextlib
import os
import sys
import time
from pathlib import Path

from graders.kernels.environment import ONE_THREAD


def run_cells(sources: list[str], fd: int) -> None:
    """Run cells in this process and write the seconds they took.

    Args:
        sources: Their sources.
        fd: Where the number goes.
    """
    import matplotlib
    from IPython.core.interactiveshell import InteractiveShell

    matplotlib.use("agg")
    os.environ.update(ONE_THREAD)  # as a candidate's
    shell = InteractiveShell()
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        started = time.perf_counter()
        for source in sources:
            shell.run_cell(source, store_history=False)
        seconds = time.perf_counter() - started
    os.write(fd, f"{seconds:.4f}\n".encode())


def main(notebook: Path, times: int) -> None:
    """Measure a notebook several times, each in a process of its own."""
    import nbformat

    from graders.kernels.client import spawn

    cells = nbformat.read(notebook, as_version=4).cells
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    for _ in range(times):
        reading, writing = os.pipe()
        try:
            target = "benchmarks.warm_cells:run_cells"
            with spawn(target, {"sources": sources, "fd": 3}, fds={3: writing}, cwd=notebook.parent) as child:
                os.close(writing)
                told = os.read(reading, 100).decode()
                child.wait(60)
        finally:
            os.close(reading)
        if not told:
            raise SystemExit(f"The cells of {notebook} ended their process.")
        print(told.strip(), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
