"""A bundle for somebody who learns alone has verdicts in it; an ordinary one says where points are judged."""

import subprocess
import sys
import tomllib

import pytest
from desk_notebook import ROOT, SETUP, Notebook

from graders.build import bundle

LESSON, EXERCISE = "00_start_here", "make_negative"
PICTURE = "(pictures, labels), _ = keras.datasets.fashion_mnist.load_data()\npicture = pictures[0]"


@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    """Both kinds of bundle."""
    folder = tmp_path_factory.mktemp("bundles")
    for name in ("plain", "alone"):
        bundle.make_bundle(ROOT, folder / name, bundle.SELF_STUDY if name == "alone" else bundle.FOR_A_CLASS)
        assert not list((folder / name).rglob("__pycache__"))
    return folder


def check_in(course, progress):
    """Answer the first exercise in a bundle, with the packages that the bundle has."""
    inside = "import sys\nsys.meta_path[:] = [one for one in sys.meta_path if 'editable' not in repr(one)]\n"
    inside += f"sys.path[:] = [{str(course)!r}] + [one for one in sys.path if one != {str(ROOT)!r}]\n"
    inside += "for name in [one for one in sys.modules if one.split('.')[0] in ('coursework', 'graders')]:\n"
    inside += "    del sys.modules[name]\n"
    environ = {"COURSEWORK_PROGRESS": str(progress), "COURSEWORK_DESK_IDLE_SECONDS": "1"}
    notebook = Notebook(LESSON, course, **environ, PYTHONPATH=str(course))
    try:
        notebook.run(inside + SETUP)
        notebook.run(PICTURE)
        where = notebook.run("coursework.__file__").text
        assert str(course) in where
        notebook.answer(EXERCISE, "negative = -picture")
        return notebook.check(EXERCISE).text, notebook.run(f"%solution {EXERCISE}").text
    finally:
        notebook.close()


def test_alone_has_verdicts(bundles, tmp_path):
    shown, solution = check_in(bundles / "alone", tmp_path / "progress.jsonl")
    assert "make_negative: 1 of 3 points" in shown
    assert "after all of its points or 3 different tries" in solution


def test_an_ordinary_bundle_has_one_line(bundles, tmp_path):
    shown, solution = check_in(bundles / "plain", tmp_path / "progress.jsonl")
    assert shown == "The visible check of make_negative ends here: its 3 points are judged when you hand in."
    assert "your teacher has them" in solution
    assert not (bundles / "plain" / "graders").exists()


def test_alone_can_rehearse(bundles, tmp_path):
    done = subprocess.run(
        [sys.executable, "-P", "-m", "coursework.command", "rehearse", f"lessons/{LESSON}/{LESSON}.ipynb"],
        cwd=bundles / "alone",
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(bundles / "alone"), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert "make_negative: not attempted yet" in done.stdout


def test_what_alone_installs(bundles):
    project = tomllib.loads((bundles / "alone" / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["coursework", "graders"]
    assert project["project"]["entry-points"]["coursework.commands"]["graders"] == "graders.command:COMMANDS"
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert sorted(project["project"]["dependencies"]) == sorted(needed)
    for target in project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]:
        assert (bundles / "alone" / target).exists()
    assert "%solution NAME" in (bundles / "alone" / "README.md").read_text(encoding="utf-8")
    assert "%solution NAME" not in (bundles / "plain" / "README.md").read_text(encoding="utf-8")
