"""`coursework rehearse` runs a notebook as grading would, and says what practice had said otherwise."""

from pathlib import Path

import nbformat
import pytest
from desk_notebook import ROOT

from coursework.command import main
from coursework.desk.progress import Progress
from coursework.verdict import Judgement, Status, Verdict
from graders.answers import fill
from graders.desk import rehearse as rehearsing
from graders.errors import CourseError

LESSON, EXERCISE = "00_start_here", "make_negative"
NAMES = (
    "A picture of the same size",
    "White where it was black, black where it was white",
    "Every gray turned into its opposite",
)


@pytest.fixture
def learner(tmp_path, monkeypatch):
    """Writes a notebook with an answer, notes what practice said of it, and rehearses it."""
    path = tmp_path / f"{LESSON}.ipynb"
    progress = Progress(tmp_path / "progress.jsonl")
    monkeypatch.setenv("COURSEWORK_PROGRESS", str(progress.path))

    def do(answer, practiced=None, checked=None):
        released = nbformat.read(ROOT / "lessons" / LESSON / f"{LESSON}.ipynb", as_version=4)
        nbformat.write(fill(released, {EXERCISE: answer} if answer else {}), path)
        if practiced is not None:
            judgements = tuple(
                Judgement(name, Status.MET if met else Status.MISSED, float(met), 1)
                for name, met in zip(NAMES, practiced, strict=True)
            )
            progress.tried(Verdict(LESSON, EXERCISE, judgements), checked or answer)
        assert main(["rehearse", str(path)]) == 0

    return do


def test_a_fresh_run_that_agrees(learner, capsys):
    learner("negative = 254 - picture", (1, 0, 0))
    said = capsys.readouterr().out
    assert "make_negative: 1 of 3 points" in said
    assert "00_start_here.ipynb: 1 of 3 points in a fresh run." in said
    assert "Practice had said the same, on 1 exercise." in said


def test_a_name_that_only_the_kernel_knew(learner, capsys):
    learner("negative = 255 - my_picture", (1, 1, 1))
    said = capsys.readouterr().out
    assert "note: Your cell stopped with NameError: name 'my_picture' is not defined" in said
    assert "“A picture of the same size” was met and is missed" in said
    assert "The kernel knew a name that the notebook does not make before this cell" in said


def test_an_answer_that_was_changed_since(learner, capsys):
    learner("negative = 255 - picture", (1, 0, 0), checked="negative = -picture")
    said = capsys.readouterr().out
    assert "was missed and is met" in said
    assert "is not the one that you checked last" in said


def test_a_lessons_name_finds_the_notebook_from_any_folder(tmp_path, monkeypatch):
    course = tmp_path / "course"
    here = course / "work" / LESSON / f"{LESSON}.ipynb"
    here.parent.mkdir(parents=True)
    here.write_text("{}")
    monkeypatch.chdir(tmp_path)
    assert rehearsing._notebook(Path(LESSON), course) == here
    assert rehearsing._notebook(Path(f"{LESSON}.ipynb"), course) == here
    monkeypatch.chdir(course / "work")
    assert rehearsing._notebook(Path(LESSON), tmp_path) == Path(LESSON, f"{LESSON}.ipynb")


def test_where_there_is_no_notebook_it_says_where_it_looked(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["rehearse", "99_nowhere"]) == 1
    assert "There is no notebook 99_nowhere, and none of that lesson in" in capsys.readouterr().err
    assert main(["rehearse", "away/99_nowhere.ipynb"]) == 1
    assert "There is no notebook away/99_nowhere.ipynb: name its file." in capsys.readouterr().err


def test_without_practice_there_is_nothing_to_compare(learner, capsys):
    learner(None)
    said = capsys.readouterr().out
    assert "not attempted yet" in said
    assert "No check of this lesson was run at the desk" in said


def test_without_a_sandbox_it_runs_and_says_so(learner, capsys, monkeypatch):
    def refuse(self, folder):
        raise CourseError("no sandbox can be had.")

    monkeypatch.setattr(rehearsing.SealedExecute, "starter", refuse)
    monkeypatch.setattr(rehearsing, "PLAIN", "coursework")
    learner("negative = 255 - picture")
    said = capsys.readouterr().out
    assert "There is no sandbox here (no sandbox can be had): the notebook ran with your own rights." in said
    assert "3 of 3 points in a fresh run" in said


def test_what_is_no_lesson_or_no_notebook_is_one_sentence(tmp_path, capsys):
    (tmp_path / "mine.ipynb").write_text("{}")
    assert main(["rehearse", str(tmp_path / "mine.ipynb")]) == 1
    assert "mine.ipynb is no lesson of this course" in capsys.readouterr().err
    (tmp_path / f"{LESSON}.ipynb").write_text("{")
    assert main(["rehearse", str(tmp_path / f"{LESSON}.ipynb")]) == 1
    assert "cannot be read as a notebook" in capsys.readouterr().err
