"""A course of one small lesson without Keras, in a folder of its own, for tests of the grading."""

import copy
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager

from graders.answers import fill
from graders.build.notebook import make_notebook, to_text
from graders.build.source import read_source
from graders.kernels import Sandbox, SandboxUnavailable
from graders.kernels.client import ForkserverError, spawn
from graders.pipeline.execute import SANDBOXED

ROOT = Path(__file__).resolve().parents[2]
LESSON = "90_tiny"
CANARY = "CANARY-7f3a-never-shown"

SOURCE = """\
# %% [markdown]
# # A tiny lesson
#
# ## Halves
# Half of a number.
# %%
import os
import sys
ten = 10
# %% solution="halve"
half = ...
### BEGIN SOLUTION
half = ten / 2
### END SOLUTION
# %% grade="halve"
assert half is not ..., "Exercise halve: replace the dots with half of ten."
# %%
twenty = 2 * ten
# %% [markdown]
# ## Doubles
# Twice a number.
# %% solution="double"
doubles = ...
### BEGIN SOLUTION
doubles = [2 * number for number in (ten, -twenty)]
### END SOLUTION
# %% grade="double"
assert doubles is not ..., "Exercise double: replace the dots with the doubles of ten and of minus twenty."
assert len(doubles) == 2, "Exercise double: there are two numbers to double."
"""

CHECKS = f'''\
import warnings

from graders.criteria import Exercise, Miss
from graders.evidence import kinds

SECRET = "{CANARY}"

halve = Exercise("{LESSON}", "halve", evidence={{"half": kinds.Value()}})


@halve.criterion("A number", points=1, read="Halves")
def a_number(half):
    warnings.warn("as Keras does of an odd model")
    if not isinstance(half, int | float):
        return Miss(expected="a number", found=type(half).__name__)


@halve.criterion("Half of ten", points=2, read="Halves")
def half_of_ten(half):
    if half == "break":
        raise RuntimeError(SECRET)
    if half != 5:
        return Miss(expected="half of ten", found=repr(half), hint="Divide by two.")


double = Exercise("{LESSON}", "double", evidence={{"doubles": kinds.Value()}})


@double.criterion("Positive numbers", points=1, read="Doubles")
def positive(doubles):
    if doubles[:1] != [20]:
        return Miss(expected="twice the first number", found=repr(doubles[:1]))


@double.criterion("Negative numbers", points=1, read="Doubles")
def negative(doubles):
    if doubles[1:] != [-40]:
        return Miss(expected="twice the second number", found=repr(doubles[1:]))
'''

POINTS = {"halve": 3, "double": 2}
RIGHT = {"halve": "half = ten / 2", "double": "doubles = [20, -40]"}


class TinyCourse:
    """A teacher's folder with the tiny lesson, released.

    Args:
        root: Where it stands.
        kernel: Kernel of the candidates; the course's own when empty.

    Attributes:
        db_url: Where a gradebook stands that `nbgrader_config.py` names; empty for the one in the folder.
    """

    def __init__(self, root: Path, kernel: str = "python3") -> None:
        self.root = root
        self.db_url = ""
        self.steps: dict[str, subprocess.CompletedProcess] = {}
        root.mkdir(parents=True, exist_ok=True)
        shutil.copytree(ROOT / "graders", root / "graders", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "nbgrader_config.py", root)
        with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write(
                f"\nc.SealedExecute.examiner_preload = []\nc.SealedExecute.kernel_name = {kernel!r}\n"
            )
        (root / "graders" / "lessons" / f"lesson_{LESSON}.py").write_text(CHECKS, encoding="utf-8")
        folder = root / "solutions" / LESSON
        folder.mkdir(parents=True)
        source = root / "solutions" / f"{LESSON}.py"
        source.write_text(SOURCE, encoding="utf-8")
        cells, problems = read_source(source)
        assert not problems
        self.master = make_notebook(LESSON, cells, POINTS)
        (folder / "master.txt").write_text("the teacher's", encoding="utf-8")
        (folder / f"{LESSON}.ipynb").write_text(to_text(self.master), encoding="utf-8")

    def copy(self, root: Path) -> "TinyCourse":
        """Copy the folder as it stands, gradebook and all, which takes no time."""
        other = copy.copy(self)
        other.root, other.steps = root, {}
        shutil.copytree(self.root, root)
        return other

    @property
    def released(self) -> nbformat.NotebookNode:
        """The notebook that learners get."""
        return nbformat.read(self.root / "lessons" / LESSON / f"{LESSON}.ipynb", as_version=4)

    def place(self, student: str) -> Path:
        """Give the path at which a student's notebook is handed in."""
        folder = self.root / "submitted" / student / LESSON
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{LESSON}.ipynb"

    def hand_in(self, student: str, answers: dict[str, str] | None = None, change=None) -> Path:
        """Hand a notebook in, as `fill` makes it and `change` changes it."""
        notebook = fill(self.released, answers or {})
        if change is not None:
            notebook = change(notebook) or notebook
        path = self.place(student)
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return path

    def nbgrader(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess:
        """Run an nbgrader command in the folder."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=self.root,
            # nbgrader calls `alembic` by name.
            env={**os.environ, "PATH": path, "PYTHONPATH": str(self.root), **environ},
            text=True,
            capture_output=True,
            timeout=600,
        )

    @property
    def gradebook(self) -> str:
        """The gradebook's address."""
        return self.db_url or f"sqlite:///{self.root / 'gradebook.db'}"

    def scores(self, lesson: str = LESSON) -> dict[str, dict[str, tuple[float | None, bool]]]:
        """Read the gradebook: student → exercise → (automatic score, whether a teacher is asked)."""
        from nbgrader.api import Gradebook

        found: dict[str, dict[str, tuple[float | None, bool]]] = {}
        with Gradebook(self.gradebook, "keras_coursework") as gradebook:
            for submission in gradebook.assignment_submissions(lesson):
                (notebook,) = submission.notebooks
                grades = notebook.grades
                found[submission.student.id] = {
                    grade.name.removesuffix("-grade"): (grade.auto_score, bool(grade.needs_manual_grade))
                    for grade in grades
                }
        return found

    def feedback(self, student: str) -> str:
        """Read a student's feedback page."""
        return (self.root / "feedback" / student / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")


def no_sandbox() -> str:
    """Say why there is no sandbox for candidates here; empty when there is one."""
    if SANDBOXED not in KernelSpecManager().find_kernel_specs():
        return f"the kernel {SANDBOXED} is not installed"
    try:
        with spawn("os:getpid", sandbox=Sandbox()) as child:
            child.wait(60)
    except (SandboxUnavailable, ForkserverError, TimeoutError) as error:
        return str(error)
    return ""
