"""The sample class through the whole cycle: every student gets what the labels of their answers promise."""

import contextlib
import csv
import re
import tomllib
from pathlib import Path

import pytest

from coursework.command import main
from graders.answers import answers, sample_class
from graders.answers.sample_class import SAMPLE_CLASS
from graders.criteria.registry import exercises
from graders.pipeline.demo import CELL_SECONDS

PRINTED = "what the demo printed.txt"
LESSONS = ("00_start_here", "02_regression")
"""Lesson 01 trains in every answer and takes as long as all the rest; `make demo` grades it too."""


def promised(student: str, lesson: str) -> float:
    """Points that a student's answers promise: full marks less the criteria named on each answer's label."""
    told = tomllib.loads((SAMPLE_CLASS / f"{student}.toml").read_text())["lessons"][lesson]
    bank = {(answer.exercise, answer.name): answer for answer in answers(lesson)}
    points = 0.0
    for name, exercise in exercises(lesson).items():
        answer = bank.get((name, told.get(name, "")))
        if answer is None:
            continue  # left as it was, or an own answer: those crash or never end
        points += sum(one.points for one in exercise.criteria if one.name not in answer.loses)
    return points


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    with (tmp_path_factory.getbasetemp() / PRINTED).open("w") as file, contextlib.redirect_stdout(file):
        assert main(["demo", "--folder", str(folder), *LESSONS]) == 0
    return folder


def test_everybody_gets_what_the_answers_promise(demo):
    with (demo / "grades.csv").open(newline="") as file:
        scores = {(row["student_id"], row["assignment"]): float(row["score"]) for row in csv.DictReader(file)}
    students = sample_class()
    assert len(students) >= 8
    for student in students:
        for lesson in set(LESSONS) & set(student.lessons):
            assert scores[student.id, lesson] == promised(student.id, lesson), f"{student.id}, {lesson}"


def test_everybody_gets_a_page_that_tells_of_every_exercise(demo):
    for student in sample_class():
        for lesson in set(LESSONS) & set(student.lessons):
            page = (demo / "feedback" / student.id / lesson / f"{lesson}.html").read_text()
            for name in exercises(lesson):
                assert re.search(rf"{name}: (not attempted yet, )?[\d.]+ of [\d.]+ points", page), name


def test_it_ends_with_a_file_to_open_for_each_thing_that_it_made(demo, tmp_path_factory):
    printed = (tmp_path_factory.getbasetemp() / PRINTED).read_text()
    opened = [Path(path) for path in re.findall(r": open (.+)$", printed, re.MULTILINE)]
    assert all(path.is_file() and path.stat().st_size for path in opened)
    made = {path.name for path in demo.iterdir() if not path.name.startswith((".", "grade_"))}
    assert made == {path.relative_to(demo).parts[0] for path in opened} | {"submitted"}


def test_the_endless_loop_is_told(demo):
    page = (demo / "feedback" / "ivan" / "02_regression" / "02_regression.html").read_text()
    assert re.search(r"measure_errors: 0 of", page)
    assert re.search(rf"\b{CELL_SECONDS} s\b", page)
