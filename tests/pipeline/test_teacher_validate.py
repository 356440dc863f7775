"""nbgrader's *Validate* says what it checked, and its button is not in the course's JupyterLab."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tiny_course import LESSON, TinyCourse

from graders.answers import fill
from graders.pipeline.validation import PASSED

ROOT = Path(__file__).parents[2]
PLUGIN = "@jupyter/nbgrader:validate-assignment"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = TinyCourse(tmp_path_factory.mktemp("validate") / "course")
    assert course.nbgrader("generate_assignment", LESSON).returncode == 0
    return course


def validate(course, answers):
    import nbformat

    notebook = fill(course.released, answers)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, course.root / "try.ipynb")
    return course.nbgrader("validate", "try.ipynb")


def test_visible_checks_that_pass_promise_no_points(course):
    done = validate(course, {"halve": "half = 6", "double": "doubles = [0, 0]"})
    assert done.returncode == 0, done.stderr
    assert done.stdout == PASSED + "\n"


def test_visible_checks_that_fail_are_told_as_ever(course):
    done = validate(course, {"halve": "half = 6"})
    assert "VALIDATION FAILED ON 1 CELL(S)" in done.stdout
    assert PASSED not in done.stdout


def test_the_package_takes_the_button_away_wherever_it_is_installed(tmp_path):
    (tmp_path / "labconfig").mkdir()
    shutil.copy(ROOT / "coursework" / "jupyter" / "page_config.json", tmp_path / "labconfig")
    done = subprocess.run(
        [sys.executable, "-m", "jupyter", "labextension", "list"],
        env={**os.environ, "JUPYTER_CONFIG_PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    disabled = (done.stdout + done.stderr).partition("Disabled extensions:")[2]
    assert PLUGIN in disabled.split()


@pytest.mark.parametrize("recipe", ["pyproject.toml", "graders/build/bundle_files/pyproject.toml.in"])
def test_the_course_and_its_bundles_install_that_setting(recipe):
    assert '"coursework/jupyter/page_config.json" = "etc/jupyter/labconfig/page_config.json"' in (
        ROOT / recipe
    ).read_text(encoding="utf-8")
