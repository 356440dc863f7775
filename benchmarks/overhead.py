"""Ours against the bare cost of the same cells in a warm process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.course import Course
from benchmarks.grading import Sample, sealed_way
from benchmarks.sampling import in_turn, ratio, rounded


def bare_way(course: Course, notebook: Path) -> Callable[[], float]:
    """Run a submission's cells in a forked process, with nothing around them."""

    def take() -> float:
        with course.module("benchmarks.warm_cells", str(notebook), "1") as running:
            return float(running.finish().until[-1][1])

    return take


def compare(course: Course, lesson: str, students: list[str], rounds: int) -> dict[str, Any]:
    """Take paired samples: grading a submission, and its cells alone.

    Args:
        course: The copy that the course grades.
        lesson: The lesson.
        students: Whose submissions; those of the light lesson are all alike, and one stands for all.
        rounds: Samples of each.

    Returns:
        Samples and their ratio.
    """
    notebook = course.root / "submitted" / students[0] / lesson / f"{lesson}.ipynb"
    samples = in_turn(
        {"sealed": sealed_way(course, lesson, students, 1), "cells": bare_way(course, notebook)}, rounds
    )
    graded: list[Sample] = samples["sealed"]
    seconds = [each["per_submission"] for each in graded]
    return {
        "lesson": lesson,
        "sealed": rounded(seconds),
        "cells": rounded(samples["cells"]),
        "ratio": ratio(seconds, samples["cells"]),
    }
