"""The page of times names every lesson, with what it says itself, and none takes longer than it may."""

import re
from pathlib import Path

import pytest

from graders.build import timings
from graders.build.layout import Lesson, lessons
from graders.errors import CourseError

ROOT = Path(__file__).resolve().parents[2]
SOURCE = '# %% [markdown]\n# **Time:** {}\n\n# %% solution="halve"\nhalf = 1\n\n# %% grade="halve"\n'


def rows():
    text = (ROOT / timings.PAGE).read_text(encoding="utf-8")
    return [[field.strip() for field in row.split("|")[1:-1]] for row in re.findall(r"^\| \d.*", text, re.M)]


def test_the_page_says_what_the_lessons_say():
    said = [(lesson.name, *map(str, timings.learners_time(lesson))) for lesson in lessons(ROOT)]
    assert [tuple(row[:3]) for row in rows()] == said, "run `make timings`"


def test_no_lesson_takes_longer_than_it_may():
    assert {row[0]: row[4] for row in rows() if int(row[4]) > timings.MOST_SECONDS} == {}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("75 minutes.", "75 minutes"),
        (
            "two sittings of 45 minutes, with a\n# stop. Each stands alone.",
            "two sittings of 45 minutes, with a stop",
        ),
    ],
)
def test_a_learners_time_is_read_up_to_the_full_stop(tmp_path, written, read):
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "90_halves.py").write_text(SOURCE.format(written), encoding="utf-8")
    assert timings.learners_time(Lesson(tmp_path, "90_halves")) == (read, 1)


def test_a_lesson_that_does_not_say_its_time_is_named(tmp_path):
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "90_halves.py").write_text("# %%\nhalf = 1\n", encoding="utf-8")
    with pytest.raises(CourseError, match=r"90_halves\.py does not say how long it takes"):
        timings.learners_time(Lesson(tmp_path, "90_halves"))


def test_the_table_adds_up():
    made = timings.page(
        [timings.Timing("90_a", "an hour", 3, 10.2, 20.4), timings.Timing("91_b", "two", 4, 1.2, 2.4)],
        "a machine",
    )
    assert "| 90_a | an hour | 3 | 10 | 20 |" in made
    assert "| **all** | | 7 | 11 | 23 |" in made


def test_a_row_is_kept_with_what_the_lesson_says_now(tmp_path):
    (tmp_path / "solutions").mkdir()
    lesson = Lesson(tmp_path, "90_halves")
    lesson.source.write_text("# %% [markdown]\n# **Time:** half an hour. Read on.\n")
    text = timings.page([timings.Timing("90_halves", "an hour", 3, 10.2, 20.4)], "a machine")
    assert timings.kept(text, lesson) == timings.Timing("90_halves", "half an hour", 0, 10.0, 20.0)
    assert timings.kept(text, Lesson(tmp_path, "91_other")) is None
