"""From an empty machine to a graded class: the commands of the teachers' page, in a fresh clone."""

import os
import subprocess
from pathlib import Path
from typing import Any

import nbformat

from benchmarks.course import ROOT, BenchmarkError, Running
from benchmarks.crowd import bank_class
from graders.answers import fill

LESSON, LEARNERS = "00_start_here", 300


def measure(folder: Path, *, quick: bool = False) -> dict[str, Any]:
    """Clone the course, set it up, and grade a class.

    Args:
        folder: A folder for the clone.
        quick: Whether few learners are enough.

    Returns:
        Each command with its seconds.

    Raises:
        BenchmarkError: A command failed, or somebody has no score.
    """
    clone, learners = folder / "clone", 6 if quick else LEARNERS
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    # A command typed into a fresh terminal: nothing of this process's environment names another course.
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environ["PATH"] = f"{clone / '.venv' / 'bin'}{os.pathsep}{environ.get('PATH', os.defpath)}"
    environ.pop("VIRTUAL_ENV", None)
    told = []

    def run(command: str) -> str:
        with Running(command.split(), clone, environ) as running:
            done = running.finish()
        told.append({"command": command, "seconds": round(done.seconds, 1)})
        return "".join(line for _, line in done.until)

    run("make setup")
    run("coursework doctor")
    run(f"coursework bundle {folder / 'keras-course'}")
    run(f"nbgrader generate_assignment {LESSON}")
    released = nbformat.read(clone / "lessons" / LESSON / f"{LESSON}.ipynb", as_version=4)
    for number, given in enumerate(bank_class(LESSON, learners)):
        path = clone / "submitted" / f"learner{number:03}" / LESSON / f"{LESSON}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(fill(released, given), path)
    said = run(f"coursework grade {LESSON}")
    if f"{learners} graded, 0 unchanged since they were graded, 0 failed" not in said:
        raise BenchmarkError(f"Not everybody was graded:\n{said[-2000:]}")
    run(f"coursework report {LESSON} --html report.html")
    run(f"coursework export {LESSON} --format csv --output marks.csv")
    for each in told:
        each["command"] = each["command"].replace(str(folder), "~")
    return {"lesson": LESSON, "learners": learners, "commands": told}
