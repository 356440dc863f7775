"""A class: `coursework serve` as a process, and a learner's kernel whose course names it."""

import json
import shutil
import signal
import subprocess
import sys

import pytest
from desk_notebook import ROOT, SETUP, Notebook

from coursework.command import main
from graders.desk.attempts import TEACHER, Attempts

LESSON, EXERCISE = "00_start_here", "make_negative"
PICTURE = "(pictures, labels), _ = keras.datasets.fashion_mnist.load_data()\npicture = pictures[0]"


@pytest.fixture
def service(tmp_path):
    """A running service: its address, its database and its tokens."""
    url = f"sqlite:///{tmp_path / 'checks.db'}"
    attempts = Attempts(url)
    tokens = attempts.new_tokens([TEACHER, "amina"])
    process = subprocess.Popen(
        [sys.executable, "-m", "coursework.command", "serve", "--port", "0", "--db", url],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = process.stdout.readline().rpartition(" ")[2].strip()
        yield address, attempts, tokens
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        attempts.close()


@pytest.fixture
def course(tmp_path):
    """A learner's folder: one lesson, the data, and no checks."""
    folder = tmp_path / "course"
    shutil.copytree(ROOT / "lessons" / LESSON, folder / "lessons" / LESSON)
    (folder / "data").symlink_to(ROOT / "data")
    return folder


def test_a_bundle_for_a_class_names_an_address(tmp_path, capsys):
    assert main(["bundle", str(tmp_path / "bundle"), "--service", "checks.example.org:8765"]) == 1
    assert "checks.example.org:8765 is no address of a check service" in capsys.readouterr().err
    assert not (tmp_path / "bundle").exists()


def test_a_learner_of_the_class_with_the_bundle_that_names_the_service(service, tmp_path):
    address, attempts, tokens = service
    course = tmp_path / "bundle"
    assert main(["bundle", str(course), "--service", address]) == 0
    assert json.loads((course / "service.json").read_text()) == {"address": address}
    assert not (course / "graders").exists()
    notebook = Notebook(
        LESSON,
        course,
        COURSEWORK_PROGRESS=str(tmp_path / "progress.jsonl"),
        COURSEWORK_TOKEN=tokens["amina"],
    )
    try:
        notebook.run(SETUP)
        notebook.run(PICTURE)
        notebook.answer(EXERCISE, "negative = -picture")
        assert "make_negative: 1 of 3 points" in notebook.check(EXERCISE).text
        assert "your teacher has them" in notebook.run(f"%solution {EXERCISE}").text
        (kept,) = attempts.all()
        assert (kept.learner, kept.exercise, kept.points) == ("amina", EXERCISE, 1.0)
        notebook.run("import os\nos.environ['COURSEWORK_TOKEN'] = 'another'")
        shown = notebook.check(EXERCISE)
        assert shown.text == "Your token is not one of this class: ask your teacher for it."
        notebook.run("del os.environ['COURSEWORK_TOKEN']")
        assert "put the one that your teacher gave you into a file token.txt" in notebook.check(EXERCISE).text
        assert len((tmp_path / "progress.jsonl").read_text().splitlines()) == 1
        (course / "token.txt").write_text(tokens["amina"])
        assert "make_negative: 1 of 3 points" in notebook.check(EXERCISE).text, "no new kernel is needed"
    finally:
        notebook.close()


# What the libraries take of Unix is not what is tried: they are imported before it goes.
WITHOUT_UNIX = """
import keras, os, socket, sys, types
for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[name] = None
for name in ("fork", "getuid", "geteuid", "pidfd_open"):
    vars(os).pop(name, None)
del socket.AF_UNIX
msvcrt = sys.modules["msvcrt"] = types.ModuleType("msvcrt")
msvcrt.LK_LOCK, msvcrt.LK_UNLCK, locked = 1, 0, []
msvcrt.locking = lambda file, how, size: locked.append(how)
"""


def test_a_learner_of_the_class_as_on_windows(service, course, tmp_path):
    """An ordinary kernel, and nothing of Unix that the learner's package could lean on."""
    address, attempts, tokens = service
    (course / "service.json").write_text(json.dumps({"address": address}))
    progress = tmp_path / "progress.jsonl"
    notebook = Notebook(
        LESSON,
        course,
        "python3",
        COURSEWORK_PROGRESS=str(progress),
        COURSEWORK_TOKEN=tokens["amina"],
    )
    try:
        assert notebook.run(WITHOUT_UNIX).error == ""
        assert notebook.run(SETUP).error == ""
        notebook.run(PICTURE)
        notebook.answer(EXERCISE, "negative = -picture")
        notebook.run("sys.platform = 'win32'")
        assert "make_negative: 1 of 3 points" in notebook.check(EXERCISE).text
        assert notebook.run("print(locked)").printed == "[1, 0]\n"
        assert len(progress.read_text().splitlines()) == 1
        (kept,) = attempts.all()
        assert (kept.learner, kept.points) == ("amina", 1.0)
    finally:
        notebook.close()
