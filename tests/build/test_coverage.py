"""Every clause of the curriculum has a cell that teaches it; every mistake has an answer that makes it."""

from pathlib import Path

import pytest

from graders.build import coverage
from graders.build.layout import Lesson, lessons
from graders.build.source import Role, read_source
from graders.errors import CourseError

ROOT = Path(__file__).resolve().parents[2]
SOURCE = """\
# %% [markdown]
# # Halves
#
# ## Divide by two
#
# Text.

# %% solution="halve"
half = ...

# %% grade="halve"
assert half is not ...
"""
ROW = '[[row]]\nidea = "halves"\ntaught = "Divide by two"\nasked = "halve"\n'
LIKELY = 'likely_wrong = "They double."\n'


@pytest.fixture
def lesson(tmp_path):
    (tmp_path / "solutions" / "coverage").mkdir(parents=True)
    (tmp_path / "solutions" / "90_halves.py").write_text(SOURCE)
    return Lesson(tmp_path, "90_halves")


def say(lesson, text):
    (lesson.root / "solutions" / "coverage" / "90_halves.toml").write_text(text)


@pytest.mark.parametrize("lesson", lessons(ROOT), ids=lambda lesson: lesson.name)
def test_every_clause_of_a_lesson_has_a_home(lesson):
    assert coverage.read_coverage(lesson).rows


def test_every_mistake_has_an_answer():
    assert len(coverage.read_misconceptions(ROOT)) >= 30


def test_page_is_fresh():
    assert (ROOT / coverage.PAGE).read_text() == coverage.page(ROOT), "run `coursework build`"


def test_row_knows_its_cell(lesson):
    say(lesson, LIKELY + ROW)
    told = coverage.read_coverage(lesson)
    assert told.rows == (coverage.Row("halves", "Divide by two", 1, "halve"),)
    assert told.likely_wrong == "They double."


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (LIKELY + ROW.replace('"Divide by two"', '""'), "has no home"),
        (LIKELY + ROW.replace("Divide by two", "Divide by three"), "no heading of 90_halves"),
        (LIKELY + ROW.replace('"halve"', '"double"'), "no exercise of 90_halves"),
        (ROW, "likely_wrong"),
        (LIKELY, "has no [[row]]"),
        ("[[row", "is not TOML"),
    ],
)
def test_row_without_a_home_is_refused(lesson, text, complaint):
    say(lesson, text)
    with pytest.raises(CourseError, match=complaint.replace("[", "\\[")):
        coverage.read_coverage(lesson)


def test_lesson_without_coverage_is_refused(lesson):
    with pytest.raises(CourseError, match="every lesson has one"):
        coverage.read_coverage(lesson)


@pytest.mark.parametrize(
    ("answers", "complaint"), [("[]", "has no wrong answer"), ('["90_halves/halve/wrong"]', "not in")]
)
def test_mistake_without_an_answer_is_refused(lesson, answers, complaint):
    path = lesson.root / coverage.MISCONCEPTIONS
    path.write_text(f'[[misconception]]\nidea = "doubles"\nanswers = {answers}\n')
    with pytest.raises(CourseError, match=complaint):
        coverage.read_misconceptions(lesson.root)


@pytest.mark.parametrize(
    ("lesson", "line"),
    [
        ("01_sequential", "keras.datasets.mnist.load_data()"),
        ("02_regression", "keras.datasets.california_housing.load_data()"),
        ("09_tensorboard", "keras.datasets.imdb.load_data("),
    ],
)
def test_where_books_take_other_data_the_lesson_shows_the_line_that_loads_it(lesson, line):
    cells, _ = read_source(ROOT / "solutions" / f"{lesson}.py")
    assert [cell for cell in cells if cell.role is Role.TEXT and line in cell.text]
    assert not [cell for cell in cells if cell.role is not Role.TEXT and line in cell.text]
