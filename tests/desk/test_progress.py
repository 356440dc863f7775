"""The progress file outlives torn lines, other kernels and new editions; it can be exported and deleted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from coursework.command import main
from coursework.desk.lessons import Exercise, Lesson, Lessons
from coursework.desk.overview import Overview
from coursework.desk.progress import Progress, standings
from coursework.verdict import Judgement, Status, Verdict


def verdict(*met, exercise="halve", lesson="00_start"):
    judgements = tuple(
        Judgement(
            f"criterion {number}",
            Status.MET if one else Status.MISSED,
            float(one),
            1,
            "" if one else "half",
            "" if one else "double",
            "" if one else "Divide by two.",
        )
        for number, one in enumerate(met)
    )
    return Verdict(lesson, exercise, judgements)


LESSONS = Lessons(Path(__file__).resolve().parents[2]).names
LESSON = Lesson("00_start", "Start", {"halve": Exercise("00_start", "halve", 2.0, "x = ...", "assert x")})


@pytest.fixture
def progress(tmp_path):
    return Progress(tmp_path / "work" / "progress.jsonl")


def test_tries_add_up(progress):
    progress.tried(verdict(0, 0), "x = 1")
    progress.tried(verdict(0, 1), " x = 1\n")
    progress.tried(verdict(1, 1), "x = 2")
    progress.hinted("00_start", "halve")
    record = progress.records()["00_start", "halve"]
    assert (len(record.tries), record.best, record.hints) == (2, 2.0, 1)
    assert record.missed == {"criterion 0": "Divide by two.", "criterion 1": "Divide by two."}
    assert record.met == {"criterion 0", "criterion 1"}
    assert "x = 2" not in progress.path.read_text(), "answers are kept as digests"


def test_an_untouched_exercise_is_no_try(progress):
    progress.tried(Verdict("00_start", "halve", (Judgement("a", Status.UNATTEMPTED, 0, 1),)), "x = ...")
    assert progress.records()["00_start", "halve"].tries == {}


@pytest.mark.parametrize(
    "torn", [b'{"kind": "try", "les', b"\xff\xfe\0", b"[1, 2]", b"7", b'{"kind": "try"}']
)
def test_a_torn_line_costs_itself_alone(progress, torn):
    progress.tried(verdict(0, 1), "x = 1")
    with progress.path.open("ab") as file:
        file.write(torn)
    progress.tried(verdict(1, 1), "x = 2")
    record = progress.records()["00_start", "halve"]
    assert (len(record.tries), record.best) == (2, 2.0)


def test_a_line_of_another_form_is_passed_over(progress):
    progress.tried(verdict(0, 1), "x = 1")
    with progress.path.open("a") as file:
        file.write(
            json.dumps({"kind": "try", "lesson": "00_start", "exercise": "halve", "points": []}) + "\n"
        )
    assert len(progress.records()["00_start", "halve"].tries) == 1


def _write(path, name):
    for number in range(50):
        Progress(path).tried(verdict(0, 1), f"{name} {number}")


def test_kernels_take_turns(progress):
    # Programs of their own: a test's worker has no file that a new process could begin from.
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import test_progress; "
    code += f"test_progress._write(test_progress.Path({str(progress.path)!r}), sys.argv[1])"
    writers = [subprocess.Popen([sys.executable, "-c", code, name]) for name in "ab"]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert len(progress.records()["00_start", "halve"].tries) == 100


def test_a_new_edition_of_a_lesson(progress):
    progress.tried(verdict(1, 1, 1), "x = 1")
    progress.tried(verdict(1, exercise="gone"), "x = 1")
    (standing,) = standings(iter([LESSON]), progress.records())
    assert (standing.reached, standing.whole) == (2.0, 2.0)
    assert set(standing.records) == {"halve"}


def test_the_overview(progress):
    progress.tried(verdict(0, 0), "x = 1")
    progress.tried(verdict(1, 0), "x = 2")
    shown = Overview(standings(iter([LESSON]), progress.records()))
    assert "[##########..........]     1 of   2  Start" in str(shown)
    assert "Next: go on with `halve` in 00_start (points left there: 1)." in str(shown)
    assert "[mended] halve, “criterion 0”: Divide by two." in str(shown)
    assert "[open] halve, “criterion 1”" in str(shown)
    assert '<progress value="1" max="2">' in shown.to_html()


def test_the_next_lesson_is_the_one_behind_the_last_that_was_begun(progress):
    lessons = [
        Lesson(f"0{number}_part", f"0{number} · Part", {"halve": LESSON.exercises["halve"]})
        for number in range(3)
    ]
    progress.tried(verdict(1, 1, lesson="01_part"), "x = 1")
    told = Overview(standings(iter(lessons), progress.records())).next()
    assert told == "All that you began is done. Next lesson: 02 · Part."
    progress.tried(verdict(1, 1, lesson="02_part"), "x = 1")
    told = Overview(standings(iter(lessons), progress.records())).next()
    assert told == "All that you began is done. Next lesson: 00 · Part."


def test_of_many_mistakes_the_overview_says_how_many_there_were(progress):
    progress.tried(verdict(*[0] * 13), "x = 1")
    shown = Overview(standings(iter([LESSON]), progress.records()))
    assert "Mistakes met (the last 10 of 13):" in str(shown)
    assert "Mistakes met (the last 10 of 13):" in shown.to_html()
    assert str(shown).count("[open]") == 10


def test_what_a_learner_wrote_is_text_in_the_overview(progress):
    made = Verdict("00_start", "halve", (Judgement("<b>", Status.MISSED, 0, 1, hint="<script>"),))
    progress.tried(made, "x = 1")
    html = Overview(standings(iter([LESSON]), progress.records())).to_html()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_page_of_the_command(progress, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COURSEWORK_PROGRESS", str(progress.path))
    made = Judgement(
        "<i>A sign</i>", Status.MISSED, 0, 2, "3", "-3", "Put a `-` before it.", "Your first exercise"
    )
    progress.tried(Verdict("00_start_here", "make_negative", (made,)), "x = 1")
    target = tmp_path / "mine.html"
    assert main(["progress", "--html", str(target)]) == 0
    assert capsys.readouterr().out == f"wrote {target}: how far you are in {len(LESSONS)} lessons\n"
    page = BeautifulSoup(target.read_text(encoding="utf-8"), "html.parser")
    assert [field.get_text() for field in page.select("tbody tr")[0].find_all("td")] == [
        "00 · Start here",
        "0 / 3",
    ]
    assert len(page.select("tbody tr")) == len(LESSONS)
    assert not page.find("i") and "<i>A sign</i>, 2 points are open" in page.get_text()
    steps = [
        step.get_text() for step in page.find(string="What to do next").parent.find_next("ul").find_all("li")
    ]
    assert steps == [
        "Read “Your first exercise” in 00 · Start here: 2 points are open there.",
        "Next lesson: 01 · Your first classifier.",
    ]
    assert not page.find_all(["a", "script", "link", "img"])
    assert main(["progress", "--html", str(tmp_path / "no" / "folder.html")]) == 1
    assert "folder.html cannot be used: No such file or directory." in capsys.readouterr().err


def test_the_command_shows_exports_and_deletes(progress, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COURSEWORK_PROGRESS", str(progress.path))
    progress.tried(verdict(0, 1, 1, exercise="make_negative", lesson="00_start_here"), "x = 1")
    assert main(["progress"]) == 0
    assert "make_negative: 2 of 3, 1 try" in capsys.readouterr().out
    assert main(["progress", "--export", str(tmp_path / "mine.jsonl")]) == 0
    assert (tmp_path / "mine.jsonl").read_bytes() == progress.path.read_bytes()
    assert main(["progress", "--export", str(tmp_path / "mine.jsonl")]) == 1
    assert "is there already" in capsys.readouterr().err
    assert main(["progress", "--delete"]) == 0
    assert not progress.path.exists()
    assert main(["progress", "--export", str(tmp_path / "none.jsonl")]) == 1


def test_hints_of_the_lessons_are_read(tmp_path):
    from desk_notebook import ROOT

    lessons = Lessons(ROOT)
    assert len(lessons.names) >= 12
    without = [each.name for lesson in lessons.all() for each in lesson.exercises.values() if not each.hints]
    assert without == []
    assert "<" not in "".join(lessons.named("make_negative").hints)


def test_a_broken_lesson_is_one_without_exercises(tmp_path):
    folder = tmp_path / "lessons" / "00_start"
    folder.mkdir(parents=True)
    (folder / "00_start.ipynb").write_text("{")
    lessons = Lessons(tmp_path)
    assert lessons.lesson("00_start").exercises == {}
    (folder / "00_start.ipynb").write_text(
        json.dumps({"cells": [{"cell_type": "markdown", "source": "# Start", "metadata": {}}]})
    )
    assert lessons.lesson("00_start").title == "Start", "it was being saved"
