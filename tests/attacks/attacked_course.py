"""A course of one small lesson with secrets in every place that a submission must not see."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from graders.answers import fill
from graders.build.notebook import make_notebook, to_text
from graders.build.source import read_source

ROOT = Path(__file__).resolve().parents[2]
LESSON = "91_attacked"
POINTS = {"halve": 2, "triple": 2, "adder": 3}
RIGHT = {
    "halve": "half = ten / 2",
    "triple": "def triple(number):\n    return 3 * number",
    "adder": "import numpy as np\n"
    "adder = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])\n"
    "adder.set_weights([np.ones((3, 1)), np.zeros(1)])",
}
CANARIES = {
    place: f"CANARY-{place}-5d1f"
    for place in (
        "checks",
        "solutions",
        "gradebook",
        "neighbour",
        "environment",
        "home",
        "network",
        "socket",
        "course",
    )
}

SOURCE = f"""\
# %% [markdown]
# # A lesson under attack
#
# ## Halves
# Half of a number.
# %%
import os
import sys
import keras
ten = 10
# %% solution="halve"
half = ...
### BEGIN SOLUTION
half = ten / 2  # {CANARIES["solutions"]}
### END SOLUTION
# %% grade="halve"
assert half is not ..., "Exercise halve: replace the dots."
# %% [markdown]
# ## Three times
# %% solution="triple"
def triple(number):
    \"\"\"Return three times the number.\"\"\"
    ### BEGIN SOLUTION
    return 3 * number  # {CANARIES["solutions"]}
    ### END SOLUTION
# %% grade="triple"
assert callable(triple), "Exercise triple: `triple` is a function."
# %% [markdown]
# ## A model that adds
# %% solution="adder"
adder = ...
### BEGIN SOLUTION
import numpy as np  # {CANARIES["solutions"]}
adder = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
adder.set_weights([np.ones((3, 1)), np.zeros(1)])
### END SOLUTION
# %% grade="adder"
assert adder is not ..., "Exercise adder: replace the dots."
"""

CHECKS = f'''\
import numpy as np

from graders.criteria import Exercise, Miss
from graders.evidence import kinds

SECRET = "{CANARIES["checks"]}"

halve = Exercise("{LESSON}", "halve", evidence={{"half": kinds.Value()}})
asked = kinds.Function([kinds.call(number) for number in (2, -7, 31)])


@halve.criterion("Half of ten", points=2, read="Halves")
def half_of_ten(half):
    if isinstance(half, bool) or not isinstance(half, int | float) or half != 5:
        return Miss(expected="half of ten", found=repr(half)[:200])


triple = Exercise("{LESSON}", "triple", evidence={{"triple": asked}})


@triple.criterion("Three times", points=2, read="Three times")
def three_times(triple):
    for answer, expected in zip(triple.answers, (6, -21, 93), strict=True):
        if answer.error is not None:
            return Miss(expected="a number", found=str(answer.error))
        value = answer.value
        if isinstance(value, bool) or not isinstance(value, int | float) or value != expected:
            return Miss(expected="three times the number", found=repr(value)[:200])


adder = Exercise("{LESSON}", "adder", evidence={{"adder": kinds.Model()}})


@adder.criterion("Adds", points=3, read="A model that adds")
def adds(adder):
    inputs = np.arange(12, dtype="float32").reshape(4, 3)
    shape = adder.architecture.nodes[0].shape if adder.built else None
    if shape is None or shape[1:] != (3,):
        return Miss(expected="three inputs", found=str(shape))
    found = np.asarray(adder.predict(inputs)).ravel()
    if found.shape != (4,) or not np.allclose(found, inputs.sum(axis=1)):
        return Miss(expected="the sum of the inputs", found=str(found[:3]))
'''

SETTINGS = """
c.SealedExecute.timeout = 5
c.SealedExecute.capture_timeout = 5
c.SealedExecute.notebook_timeout = 45
c.SealedExecute.kernel_name = "coursework-candidate"
c.SealedExecute.sandbox = {
    "memory": 1500 * 2**20, "processes": 150, "work_bytes": 64 * 2**20, "cpu_seconds": 60
}
c.SealedExecute.judging_limits = {"cpu_seconds": 15, "wall_seconds": 60, "exercise_seconds": 90}
"""


class AttackedCourse:
    """A teacher's folder with the lesson.

    Args:
        root: Where it stands.
        runtime: Folder of the forkserver's sockets, which is the course's own.
    """

    def __init__(self, root: Path, runtime: Path) -> None:
        self.root, self.runtime = root, runtime
        self.home = root / "home"
        (root / "data").mkdir(parents=True)
        (root / "data" / "table.csv").write_text("x,y\n1,2\n", encoding="utf-8")
        self.home.mkdir()
        (self.home / "CANARY.txt").write_text(CANARIES["home"], encoding="utf-8")
        (root / "secret.txt").write_text(CANARIES["course"], encoding="utf-8")
        shutil.copytree(ROOT / "graders", root / "graders", ignore=shutil.ignore_patterns("__pycache__"))
        settings = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
        (root / "nbgrader_config.py").write_text(settings + SETTINGS, encoding="utf-8")
        (root / "graders" / "lessons" / f"lesson_{LESSON}.py").write_text(CHECKS, encoding="utf-8")
        folder = root / "solutions" / LESSON
        folder.mkdir(parents=True)
        source = root / "solutions" / f"{LESSON}.py"
        source.write_text(SOURCE, encoding="utf-8")
        cells, problems = read_source(source)
        assert not problems
        master = make_notebook(LESSON, cells, POINTS)
        (folder / f"{LESSON}.ipynb").write_text(to_text(master), encoding="utf-8")

    @property
    def released(self) -> nbformat.NotebookNode:
        """The notebook that learners get."""
        return nbformat.read(self.root / "lessons" / LESSON / f"{LESSON}.ipynb", as_version=4)

    def folder(self, student: str) -> Path:
        """The folder in which a student's work is handed in."""
        folder = self.root / "submitted" / student / LESSON
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def hand_in(self, student: str, notebook: dict) -> None:
        """Hand a notebook in."""
        (self.folder(student) / f"{LESSON}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")

    def honest(self, student: str) -> None:
        """Hand in right answers; a neighbour's secret stands among them."""
        answers = {**RIGHT, "halve": f"{RIGHT['halve']}  # {CANARIES['neighbour']}"}
        self.hand_in(student, fill(self.released, answers))

    def nbgrader(self, *arguments: str, seconds: float = 900) -> subprocess.CompletedProcess:
        """Run an nbgrader command in the folder, with a secret in its environment."""
        environ = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(self.root),
            "COURSEWORK_RUNTIME_DIR": str(self.runtime),
            "COURSEWORK_OWNER_PID": str(os.getpid()),
            "SECRET_TOKEN": CANARIES["environment"],
            "HOME": str(self.home),
        }
        return subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=self.root,
            env=environ,
            text=True,
            errors="replace",
            capture_output=True,
            timeout=seconds,
        )

    def scores(self) -> dict[str, dict[str, float | None]]:
        """Read the gradebook: student → exercise → score."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}", "keras_coursework") as gradebook:
            return {
                submission.student.id: {
                    grade.name.removesuffix("-grade"): grade.auto_score
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                }
                for submission in gradebook.assignment_submissions(LESSON)
            }

    def shown(self, student: str) -> str:
        """Everything that was made for a student: graded notebook, feedback, and the files beside them."""
        texts = []
        for kind in ("autograded", "feedback"):
            for path in sorted((self.root / kind / student).rglob("*")):
                if path.is_file():
                    texts.append(path.read_bytes().decode("utf-8", "replace"))
        return "\n".join(texts)
