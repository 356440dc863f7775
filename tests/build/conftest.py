import shutil
from pathlib import Path

import pytest

from graders.build import execute, make, notebook
from graders.build.layout import Lesson

ROOT = Path(__file__).resolve().parents[2]

TINY = """\
# %% [markdown]
# # Tiny lesson
# Three numbers and their sum.

# %%
import sys

import matplotlib.pyplot as plt

numbers = [1, 2, 3]

# %% [markdown]
# A list holds them in order.

# %%
print(len(numbers), file=sys.stdout)
plt.plot(numbers, label="numbers")
plt.legend()
plt.show()

# %% [markdown]
# The line in the picture goes up from one to three.

# %% tags=["raises-exception"]
numbers / 2

# %% solution="total"
total = ...
### BEGIN SOLUTION
total = sum(numbers)
### END SOLUTION

# %% grade="total"
assert total is not ..., "Exercise total: replace the dots."

# %%
max(numbers)
"""


def hidden_total(lesson: str, exercise: str) -> str:
    """A hidden region that needs no hidden check: tiny lessons are judged by one line."""
    return "\n".join((notebook.BEGIN_HIDDEN, "2.0 if total == 6 else 0.5", notebook.END_HIDDEN))


@pytest.fixture
def make_course(tmp_path, monkeypatch):
    """Make a course of one tiny lesson, in a folder of the given name."""
    monkeypatch.setattr(make, "points_of", lambda lesson: {"total": 2} if lesson.name == "90_tiny" else {})
    monkeypatch.setattr(notebook, "hidden_region", hidden_total)
    monkeypatch.setattr(execute, "kernel_name", lambda: "python3")

    def make_one(name: str = "course", text: str = TINY) -> Lesson:
        root = tmp_path / name
        (root / "solutions").mkdir(parents=True)
        shutil.copy(ROOT / "nbgrader_config.py", root)
        (root / "requirements.txt").write_text("keras==3.0\n")
        (root / "data").mkdir()
        (root / "data" / "manifest.json").write_text("{}\n")
        lesson = Lesson(root, "90_tiny")
        lesson.source.write_text(text)
        return lesson

    return make_one


@pytest.fixture
def build(monkeypatch):
    """Run `coursework build` inside a course; gives its exit status."""
    from coursework.command import main

    def run(lesson: Lesson, *arguments: str) -> int:
        monkeypatch.chdir(lesson.root)
        return main(["build", *arguments])

    return run
