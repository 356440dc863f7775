"""The learner's copy of the lessons: made, refreshed, and never written over."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coursework import CourseError
from coursework.lab import course_folder, lab_arguments, sentences
from coursework.working_copy import RECORD, bring_up_to_date

ONE, TWO = Path("01_one/01_one.ipynb"), Path("02_two/02_two.ipynb")


@pytest.fixture
def course(tmp_path):
    """A course of two lessons, one with a picture."""
    for name in (ONE, TWO):
        (tmp_path / "lessons" / name).parent.mkdir(parents=True)
        (tmp_path / "lessons" / name).write_text(f"{name}, first release")
    (tmp_path / "lessons" / "01_one" / "picture.png").write_bytes(b"\x89PNG")
    return tmp_path


def release(course: Path, name: Path) -> None:
    (course / "lessons" / name).write_text(f"{name}, second release")


def text(course: Path, name: Path) -> str:
    return (course / "work" / name).read_text()


def test_lessons_are_copied_once_with_what_stands_beside_them(course):
    (course / "lessons" / "01_one" / ".ipynb_checkpoints").mkdir()
    (course / "lessons" / "01_one" / ".ipynb_checkpoints" / "01_one-checkpoint.ipynb").write_text("old")
    outcome = bring_up_to_date(course)
    assert [path.name for path in outcome.copied] == ["01_one.ipynb", "picture.png", "02_two.ipynb"]
    assert sentences(outcome) == ["2 lessons copied to work/"]
    assert not (course / "work" / "01_one" / ".ipynb_checkpoints").exists()
    assert sentences(bring_up_to_date(course)) == []


def test_a_learners_work_is_never_written_over(course):
    bring_up_to_date(course)
    (course / "work" / ONE).write_text("my answers")
    assert sentences(bring_up_to_date(course)) == []
    release(course, ONE)
    for _ in range(2):
        outcome = bring_up_to_date(course)
        assert text(course, ONE) == "my answers"
        assert sentences(outcome) == [
            "work/01_one/01_one.ipynb has your work in it and stays, though the lesson has changed since you "
            "began: to get the new one, rename yours and start again."
        ]


def test_a_copy_that_nobody_touched_follows_the_lesson(course):
    bring_up_to_date(course)
    release(course, TWO)
    assert sentences(bring_up_to_date(course)) == ["1 lesson made anew in work/"]
    assert text(course, TWO) == f"{TWO}, second release"


def test_a_copy_that_was_renamed_or_deleted_comes_back_fresh(course):
    bring_up_to_date(course)
    (course / "work" / ONE).rename(course / "work" / "01_one" / "mine.ipynb")
    release(course, ONE)
    assert sentences(bring_up_to_date(course)) == ["1 lesson copied to work/"]
    assert text(course, ONE) == f"{ONE}, second release"
    assert text(course, Path("01_one/mine.ipynb")) == f"{ONE}, first release"


@pytest.mark.parametrize("broken", [None, "{", "[]"])
def test_without_a_record_every_file_counts_as_work(course, broken):
    bring_up_to_date(course)
    if broken is None:
        (course / "work" / RECORD).unlink()
    else:
        (course / "work" / RECORD).write_text(broken)
    release(course, TWO)
    assert [path.name for path in bring_up_to_date(course).kept] == ["02_two.ipynb"]
    assert text(course, TWO) == f"{TWO}, first release"


def test_a_folder_that_cannot_be_had_is_one_sentence(course):
    (course / "work").write_text("a file in the way")
    with pytest.raises(CourseError, match=r"cannot be brought up to date: .*work .*Make .*work a folder"):
        bring_up_to_date(course)


def test_the_course_is_found_from_below_and_from_elsewhere(course, tmp_path_factory):
    assert course_folder(course / "lessons" / "01_one") == course
    import coursework

    elsewhere = course_folder(tmp_path_factory.mktemp("elsewhere"))
    assert elsewhere == Path(coursework.__file__).resolve().parents[1]


def test_jupyterlab_gets_the_users_options_last(course, monkeypatch):
    opened = [f"--ServerApp.root_dir={course}", "--LabApp.default_url=/lab/tree/work"]
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert lab_arguments(course, []) == opened
    assert lab_arguments(course, ["--", "--no-browser"]) == [*opened, "--no-browser"]
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert lab_arguments(course, ["--port", "1"]) == [*opened, "--allow-root", "--port", "1"]


def test_the_command_hands_options_to_jupyterlab(course):
    shutil.rmtree(course / "lessons" / "02_two")
    done = subprocess.run(
        [sys.executable, "-m", "coursework.command", "lab", "--", "--version"],
        cwd=course,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    first, version = done.stdout.splitlines()
    assert first == "1 lesson copied to work/"
    assert version.startswith("4.")
