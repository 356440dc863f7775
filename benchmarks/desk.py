"""Verdicts while working: from the end of a check cell's own code to the table, by kernel and examiner."""

import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

from benchmarks.course import ROOT, BenchmarkError, Course
from benchmarks.sampling import rounded
from graders.build.source import Role, read_source

LONGEST = 300.0
_STAMP = (
    "import time as _time\n"
    "_ended = []\n"
    "get_ipython().events.register('post_execute', lambda: _ended.append(_time.time()))"
)
_DONE = "[x]"
"""A criterion that is met, in the table's plain text."""


class _Desk:
    """A notebook's kernel, to which cells come as a front end sends them."""

    def __init__(self, course: Course, lesson: str, progress: Path) -> None:
        self._manager = KernelManager(kernel_name="coursework")
        self._manager.start_kernel(
            cwd=str(ROOT / "lessons" / lesson),
            env={
                **course.environ,
                "COURSEWORK_PROGRESS": str(progress),
                "JPY_SESSION_NAME": f"{lesson}.ipynb",
            },
        )
        self._client = self._manager.blocking_client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=LONGEST)

    def __enter__(self) -> "_Desk":
        return self

    def __exit__(self, *exception: object) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def run(self, source: str, cell: str = "cell") -> tuple[str, float]:
        """Run a cell; give the text of its last display and the time at which that came."""
        content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False}
        message = self._client.session.msg("execute_request", content, metadata={"cellId": cell})
        self._client.shell_channel.send(message)
        shown, at = "", 0.0
        while True:
            told = self._client.get_iopub_msg(timeout=LONGEST)
            if told["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            if told["msg_type"] in ("display_data", "update_display_data", "execute_result"):
                shown, at = str(told["content"]["data"].get("text/plain", "")), time.time()
            elif told["msg_type"] == "status" and told["content"]["execution_state"] == "idle":
                return shown, at

    def verdict_seconds(self, exercise: str, check: str) -> float:
        """Run a check cell; give the seconds from the end of its own code to its table."""
        shown, at = self.run(check, f"{exercise}-grade")
        if _DONE not in shown:
            raise BenchmarkError(f"{exercise}: no table came, but {shown!r}")
        ended, _ = self.run("_ended[-2]")  # the last one is this cell's
        return at - float(ended)


def measure(course: Course, lessons: list[str]) -> dict[str, Any]:
    """Check the lesson's own answers of some lessons at a desk.

    Args:
        course: Whose environment, and so whose forkserver.
        lessons: The lessons.

    Returns:
        Seconds by lesson, the median and the 95th percentile of all, and of each desk's first table, which
        may have to wait for the examiner's start.
    """
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="coursework-desk-") as folder:
        for lesson in lessons:
            cells, problems = read_source(ROOT / "solutions" / f"{lesson}.py")
            if problems:
                raise BenchmarkError("; ".join(map(str, problems)))
            released = json.loads((ROOT / "lessons" / lesson / f"{lesson}.ipynb").read_text("utf-8"))
            checks = {cell["id"]: "".join(cell["source"]) for cell in released["cells"]}
            with _Desk(course, lesson, Path(folder, "progress.jsonl")) as desk:
                stamped = False
                for cell in cells:
                    if cell.role is Role.EXAMPLE:
                        desk.run(cell.text)
                        if not stamped:
                            desk.run(_STAMP)
                            stamped = True
                    elif cell.role is Role.SOLUTION:
                        desk.run(cell.text, f"{cell.exercise}-solution")
                        taken = desk.verdict_seconds(cell.exercise, checks[f"{cell.exercise}-grade"])
                        seconds.setdefault(lesson, []).append(taken)
    return summary(seconds)


def summary(seconds: dict[str, list[float]]) -> dict[str, Any]:
    """Sum samples up.

    Args:
        seconds: Seconds of each check, by lesson, in order.

    Returns:
        The samples, and their figures. A lesson's first check may wait for the examiner, and stands apart.
    """
    first = [samples[0] for samples in seconds.values()]
    further = [sample for samples in seconds.values() for sample in samples[1:]]
    all_ = sorted(first + further)
    return {
        "seconds": {lesson: rounded(samples) for lesson, samples in seconds.items()},
        "cores": os.cpu_count(),
        "first": round(statistics.median(first), 3),
        "median": round(statistics.median(all_), 3),
        "p95": round(all_[max(0, -(-95 * len(all_) // 100) - 1)], 3),
    }
