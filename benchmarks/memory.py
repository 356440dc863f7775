"""Memory of a further kernel, of a class's kernels, and what stays behind after many."""

import json
import statistics
from typing import Any

from benchmarks.course import Course


def _told(course: Course, what: str, number: int) -> Any:
    with course.module("benchmarks.kernels_in_a_row", what, str(number)) as running:
        return json.loads(running.finish().until[-1][1])


def further(course: Course, number: int) -> dict[str, Any]:
    """Measure what each further kernel adds once it has run the light lesson.

    Args:
        course: Whose environment, and so whose forkserver.
        number: How many kernels at once; the first is not counted, since it pays for what all share.

    Returns:
        MiB of proportional set size (PSS) of all kernels with 1, 2, … of them, what each further one added,
        and the ratio warm to cold.
    """
    together = _told(course, "memory", number)
    added = {
        way: [round(after - before, 1) for before, after in zip(held, held[1:], strict=False)]
        for way, held in together.items()
    }
    share = statistics.median(added["warm"]) / statistics.median(added["cold"])
    return {"together_mib": together, "further_mib": added, "ratio": round(share, 3)}


def of_learners(course: Course, number: int) -> dict[str, Any]:
    """Measure one kernel for each of several learners, once all have run the light lesson.

    Args:
        course: Whose environment.
        number: How many learners.

    Returns:
        MiB of proportional set size (PSS) of ordinary kernels, of warm ones where everybody has a forkserver
        of their own, and of warm ones from one forkserver; and the ratios to the ordinary ones.
    """
    held = _told(course, "learners", number)
    ratios = {name: round(held[name] / held["cold"], 3) for name in ("accounts", "together")}
    return {"learners": number, "mib": held, "ratios": ratios}


def in_a_row(course: Course, number: int) -> dict[str, Any]:
    """Look at the forkserver before and after many candidates, one after the other.

    Args:
        course: Whose environment, and so whose forkserver.
        number: How many candidates.

    Returns:
        What was open and held after 10, half and all of them, and the growth from 10 to all.
    """
    states = _told(course, "row", number)
    first, last = states[min(states, key=int)], states[str(number)]
    grown = {name: round(last[name] - first[name], 2) for name in first}
    return {"candidates": number, "after": states, "growth": grown}
