"""Simulated workers, which only sleep: `python -m benchmarks.asleep FILE NUMBER SECONDS NOTEBOOK`.

Runs a Dask scheduler with so many workers of one slot each in this process, and writes the scheduler's
address to a file. Where the coordinator sends a submission, a worker sleeps and gives the notebook back.
"""

import copy
import json
import os
import sys
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

SECONDS, LIKE = "COURSEWORK_BENCH_SECONDS", "COURSEWORK_BENCH_LIKE"


@cache
def _stored(like: Path) -> Any:
    import nbformat

    return nbformat.read(like, as_version=4)


def graded(student: str, lesson: str, notebooks: Sequence[Any], like: Path) -> Any:
    """Give a graded notebook for each that was handed in, without running anything."""
    from graders.pipeline.grading import Graded, GradedNotebook
    from graders.pipeline.marks import CellMark, NotebookMark

    made = []
    for each in notebooks:
        notebook = copy.deepcopy(_stored(like))
        mark = NotebookMark.read(notebook)
        mark.fingerprint, mark.graded = each.fingerprint, True
        mark.write(notebook)
        given = [verdict for cell in notebook.cells if (verdict := CellMark.read(cell).read_verdict())]
        made.append(GradedNotebook(each.name, notebook, {verdict.exercise: verdict for verdict in given}))
    return Graded(student, lesson, tuple(made))


def grade_parcel(content: bytes) -> bytes:
    """Sleep on a worker, and give back what a grading gives."""
    from graders.pipeline.machines import parcels

    parcel = parcels.read_submission(content)
    time.sleep(float(os.environ[SECONDS]))
    made = graded(parcel.student, parcel.lesson, parcel.notebooks, Path(os.environ[LIKE]))
    return parcels.pack_graded(made, [])


def main(told: Path, number: int) -> None:
    """Serve until this process is ended."""
    from distributed import LocalCluster

    from graders.pipeline.machines.schedule import RESOURCE

    with LocalCluster(
        n_workers=number,
        threads_per_worker=1,
        processes=False,
        protocol="tcp",
        host="127.0.0.1",
        resources={RESOURCE: 1},
        dashboard_address=None,
        memory_limit=0,
        silence_logs=50,
    ) as cluster:
        whole = told.with_suffix(".new")
        whole.write_text(json.dumps(cluster.scheduler_address), encoding="utf-8")
        whole.rename(told)
        time.sleep(3600)


if __name__ == "__main__":
    os.environ[SECONDS], os.environ[LIKE] = sys.argv[3:5]
    main(Path(sys.argv[1]), int(sys.argv[2]))
