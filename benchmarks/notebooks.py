"""Running the course's executed notebooks again: nbval with an ordinary kernel against the warm one."""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.course import Course, Running
from benchmarks.sampling import in_turn, ratio, rounded

KERNELS = {"cold": "python3", "warm": "coursework"}


def nbval_way(course: Course, kernel: str, notebooks: Sequence[Path], told: list[str]) -> Callable[[], float]:
    """Run nbval on the notebooks as `make test` does, with one of the kernels."""
    command = [
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval"),
        *("--nbval-kernel-name", kernel, "--nbval-cell-timeout", "600"),
        *("-p", "graders.build.nbval_plugin"),
        *map(str, notebooks),
    ]
    environ = {name: value for name, value in course.environ.items() if not name.startswith("PYTEST_")}

    def take() -> float:
        # 1 says that an output differs, which a cold kernel's log lines may do; the time counts all the same.
        with Running(command, course.root, environ, codes=(0, 1)) as running:
            done = running.finish()
        last = re.sub(r" in [\d.]+s.*", "", done.until[-1][1]).strip(" =\n")
        told.append(last)
        return done.seconds

    return take


def compare(course: Course, lessons: Sequence[str], rounds: int) -> dict[str, Any]:
    """Take paired samples of the whole course.

    Args:
        course: For its environment, and so its forkserver.
        lessons: The lessons to run.
        rounds: Samples of each kernel.

    Returns:
        Samples, what pytest said each time, and the ratio.
    """
    # The copy's notebooks: in the course's own folder, Python would find its `graders` first, and with them
    # another forkserver than the one that is up.
    notebooks = [course.root / "solutions" / lesson / f"{lesson}.ipynb" for lesson in lessons]
    told: dict[str, list[str]] = {name: [] for name in KERNELS}
    samples = in_turn(
        {name: nbval_way(course, kernel, notebooks, told[name]) for name, kernel in KERNELS.items()}, rounds
    )
    return {
        "lessons": list(lessons),
        "cold": rounded(samples["cold"]),
        "warm": rounded(samples["warm"]),
        "pytest": told,
        "ratio": ratio(samples["cold"], samples["warm"]),
    }
