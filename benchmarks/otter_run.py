"""The same light notebooks by Otter-Grader, one `otter run` each, without containers.

It is measured where it is there: `python -m venv .cache/otter`, then `.cache/otter/bin/pip install
otter-grader`.
"""

import json
import shutil
import statistics
import subprocess
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat

from benchmarks.course import LIGHT, ROOT, BenchmarkError, Course

HOME = ROOT / ".cache" / "otter"
CHECKS = {
    "scale_inputs": "assert scaled.min() >= 0 and scaled.max() <= 1 and np.allclose(scaled * 255, raw)",
    "build_network": "assert np.asarray(network(np.zeros((10, 8), 'float32'))).shape == (10, 1)",
    "train_network": "assert history.history['loss'][-1] < history.history['loss'][0]",
}
"""What our checks ask for, in short, as Otter has checks: code that runs in the learner's process."""


def there() -> bool:
    """Tell whether Otter is there."""
    return (HOME / "bin" / "otter").exists()


def measure(folder: Path, course: Course, students: Sequence[str]) -> dict[str, Any]:
    """Run Otter on submissions, one after the other.

    Args:
        folder: A folder for its autograder.
        course: Where they were handed in.
        students: Whose.

    Returns:
        Seconds of one, and Otter's version.

    Raises:
        BenchmarkError: It failed, or did not give all points to right answers.
    """
    # Otter's kernel finds what the notebooks import; its own packages come first.
    packages = next((HOME / "lib").glob("python*/site-packages"))
    (packages / "course.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    tests = folder / "tests"
    tests.mkdir(parents=True)
    for name, check in CHECKS.items():
        case = {"code": f">>> {check}\n", "hidden": False, "locked": False}
        suite = {"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}
        test = {"name": name, "points": 2, "suites": [suite]}
        (tests / f"{name}.py").write_text(f"OK_FORMAT = True\ntest = {test!r}\n", encoding="utf-8")
    _otter(folder, "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment", "--no-requirements")
    seconds = []
    for student in students:
        notebook = nbformat.read(course.root / "submitted" / student / LIGHT / f"{LIGHT}.ipynb", as_version=4)
        # Otter runs cells that call its checks; the course's check cells are not among them.
        notebook.cells = [
            cell for cell in notebook.cells if not cell.metadata.get("nbgrader", {}).get("grade")
        ]
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        path = folder / f"{student}.ipynb"
        nbformat.write(notebook, path)
        out = folder / f"out-{student}"
        out.mkdir()
        began = time.perf_counter()
        _otter(folder, "run", "-a", "autograder.zip", "-o", str(out), "--no-logo", path.name)
        seconds.append(time.perf_counter() - began)
        results = json.loads((out / "results.json").read_text(encoding="utf-8"))
        points = sum(test.get("score", 0) for test in results["tests"])
        if points != 2 * len(CHECKS):
            raise BenchmarkError(f"Otter gave {points} points to right answers: {results}")
        shutil.rmtree(out)
    code = "import importlib.metadata as m; print(m.version('otter-grader'))"
    version = subprocess.run(
        [HOME / "bin" / "python", "-c", code], check=True, capture_output=True, text=True
    )
    return {"otter": round(statistics.median(seconds), 3), "otter_version": version.stdout.strip()}


def _otter(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        [str(HOME / "bin" / "otter"), *arguments], cwd=folder, capture_output=True, text=True, timeout=600
    )
    if done.returncode:
        raise BenchmarkError(f"`otter {arguments[0]}` ended with {done.returncode}:\n{done.stderr[-2000:]}")
