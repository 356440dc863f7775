"""nbgrader's *Validate* says what it checked, and its button is not in the course's JupyterLab."""

import os
import subprocess
import sys

import pytest
from tiny_course import LESSON, TinyCourse

from graders.answers import fill
from graders.pipeline.validation import PASSED, PLUGIN, switch_button_off


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


def test_the_button_is_switched_off_where_set_up_does_it(tmp_path):
    settings = switch_button_off(tmp_path)
    assert switch_button_off(tmp_path) == settings
    done = subprocess.run(
        [sys.executable, "-m", "jupyter", "labextension", "list"],
        env={**os.environ, "JUPYTER_CONFIG_PATH": str(tmp_path / "etc" / "jupyter")},
        capture_output=True,
        text=True,
        timeout=300,
    )
    disabled = (done.stdout + done.stderr).partition("Disabled extensions:")[2]
    assert PLUGIN in disabled.split()


def test_other_settings_of_the_page_are_kept(tmp_path):
    page = tmp_path / "etc" / "jupyter" / "labconfig" / "page_config.json"
    page.parent.mkdir(parents=True)
    page.write_text('{"disabledExtensions": {"other:plugin": true}, "appName": "Mine"}', encoding="utf-8")
    switch_button_off(tmp_path)
    text = page.read_text(encoding="utf-8")
    assert all(word in text for word in (PLUGIN, "other:plugin", "Mine"))
