"""Memory of a further kernel, and what stays behind after many."""

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
