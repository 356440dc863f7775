"""The first lines of a lesson: data from any folder, quiet imports, programs, repeatable chance."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import coursework
from coursework import CourseError, data_folder
from coursework.data import VARIABLE, writable_keras_home

ROOT = Path(coursework.__file__).resolve().parents[1]


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course folder with data, and no variable set."""
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "course" / "data" / "keras" / "datasets").mkdir(parents=True)
    (tmp_path / "course" / "data" / "manifest.json").write_text("{}")
    return tmp_path / "course"


def test_data_are_found_from_a_folder_below_the_course(course):
    below = course / "submitted" / "amina" / "01"
    below.mkdir(parents=True)
    assert data_folder(below) == course / "data"


def test_a_variable_names_them_outright(course, monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, str(course / "data"))
    assert data_folder(tmp_path) == course / "data"


def test_a_variable_that_names_no_data_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(CourseError, match=f"{VARIABLE} names {tmp_path}, where the course's data are not"):
        data_folder(tmp_path)


def test_elsewhere_they_are_found_beside_the_package(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert data_folder(tmp_path) == ROOT / "data"


def test_without_data_one_sentence_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    package = tmp_path / "lib" / "coursework"
    shutil.copytree(ROOT / "coursework", package)
    code = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell()\n"
        "shell.run_cell('import coursework\\ncoursework.setup(seed=1)')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "lib"), "IPYTHONDIR": str(tmp_path / "ipython")},
        capture_output=True,
        text=True,
        timeout=120,
    )
    shown = done.stdout.strip()
    assert shown == (
        f"The course's data folder was not found from {tmp_path}: open the notebook from inside the course's "
        f"folder, or set the environment variable {VARIABLE} to the course's folder `data`."
    )


def test_a_home_that_may_not_be_written_to_is_reached_through_links(course, monkeypatch, tmp_path):
    home = course / "data" / "keras"
    assert writable_keras_home(home) == str(home)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    linked = Path(writable_keras_home(home))
    assert linked != home
    assert (linked / "datasets").resolve() == home / "datasets"


def test_set_up_is_quiet_repeats_chance_and_finds_data_and_programs(tmp_path):
    code = (
        "import coursework\n"
        "data = coursework.setup(seed=7)\n"
        "import keras, numpy, random, shutil\n"
        "first = random.random(), numpy.random.rand(), float(keras.random.normal((1,))[0])\n"
        "coursework.setup(seed=7)\n"
        "again = random.random(), numpy.random.rand(), float(keras.random.normal((1,))[0])\n"
        "assert first == again, (first, again)\n"
        "(pictures, _), _ = keras.datasets.fashion_mnist.load_data()\n"
        "assert pictures.shape == (60000, 28, 28)\n"
        "assert shutil.which('dot') and shutil.which('tensorboard')\n"
        "keras.utils.plot_model(keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)]), 'model.png')\n"
        "print(data)"
    )
    bare = {name: value for name, value in os.environ.items() if name not in (VARIABLE, "KERAS_HOME")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**bare, "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (done.stdout.strip(), done.stderr) == (str(ROOT / "data"), "")
    assert (tmp_path / "model.png").stat().st_size > 1000


def test_what_a_failing_import_wrote_is_shown(tmp_path):
    (tmp_path / "keras.py").write_text(
        "import os\nos.write(2, b'a note of the library')\nimport no_such_part\n"
    )
    code = (
        "import coursework\n"
        "try:\n    coursework.setup(seed=1)\n"
        "except coursework.CourseError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "The package no_such_part is not installed in this notebook's Python" in done.stdout
    assert done.stderr == "a note of the library"
