"""Each term is introduced in bold before it is used, and stands on the glossary's page."""

from pathlib import Path

import pytest

from graders.build import glossary
from graders.errors import CourseError

ROOT = Path(__file__).resolve().parents[2]
FIRST = """\
# %% [markdown]
# # Halves
#
# You will be able to find a **ratio** and **two** halves.
#
# ## Divide by two
#
# A **half** is one of two equal parts. **Time:** now.

# %% [markdown]
# Use *halves* with `deferred building`.
"""
SECOND = """\
# %% [markdown]
# # Building
#
# ## Weights
#
# **Deferred building** makes weights later. A **ratio** is a quotient.
"""
HALF = (
    '[[term]]\nname = "half"\nlesson = "90_halves"\nmeaning = "One of two equal parts."\nforms = ["halves"]\n'
)
BUILD = '[[term]]\nname = "deferred building"\nlesson = "91_build"\nmeaning = "Weights | later."\n'
BUILD += 'keras = "`build`"\n'
RATIO = '[[term]]\nname = "ratio"\nlesson = "91_build"\nmeaning = "A quotient."\nkorean = "비율"\n'
LATE = '[[term]]\nname = "late"\nlesson = "90_halves"\nmeaning = "Too late."\n'
HALVES = "[90_halves, cell 1](../solutions/90_halves/90_halves.ipynb)"
BUILDING = "[91_build, cell 1](../solutions/91_build/91_build.ipynb)"


@pytest.fixture
def course(tmp_path):
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "90_halves.py").write_text(FIRST, encoding="utf-8")
    (tmp_path / "solutions" / "91_build.py").write_text(SECOND, encoding="utf-8")
    return tmp_path


def enter(course, *entries, emphasis=""):
    text = f"emphasis = [{emphasis}]\n" + "".join(entries)
    (course / "solutions" / "glossary.toml").write_text(text, encoding="utf-8")


def add(course, text, lesson="90_halves"):
    with (course / "solutions" / f"{lesson}.py").open("a", encoding="utf-8") as source:
        source.write(f"\n# %% [markdown]\n# {text}\n")


def test_the_courses_page_is_fresh():
    assert (ROOT / glossary.PAGE).read_text(encoding="utf-8") == glossary.page(ROOT), "run `coursework build`"


def test_a_term_has_meaning_place_and_names(course):
    enter(course, HALF, BUILD, RATIO)
    rows = [line for line in glossary.page(course).splitlines() if line.startswith("| **")]
    assert rows == [
        rf"| **deferred building** | Weights \| later. | {BUILDING} | `build` | – |",
        f"| **half** | One of two equal parts. | {HALVES} | – | – |",
        f"| **ratio** | A quotient. | {BUILDING} | – | 비율 |",
    ]


def test_a_lessons_introduction_may_introduce_a_term(course):
    enter(course, HALF, BUILD, RATIO.replace("91_build", "90_halves"))
    assert f"| **ratio** | A quotient. | {HALVES} | – | 비율 |" in glossary.page(course)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The ratio is two.", "'ratio' is used in 90_halves, cell 3, before 91_build introduces it."),
        ("With *deferred-building* it waits.", "'deferred building' is used in 90_halves, cell 3"),
        ("A **quarter** is less.", "90_halves, cell 3: **quarter** is in bold and no term"),
    ],
)
def test_what_a_lesson_does_wrong_is_said(course, text, said):
    enter(course, HALF, BUILD, RATIO)
    add(course, text)
    with pytest.raises(CourseError) as refused:
        glossary.page(course)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "`ratio` in code.",
        "$ratio$",
        "[here](ratio.md)",
        "A rational number.",
        "**Careful:** read.",
        "**A → B**",
    ],
)
def test_code_links_labels_and_other_words_are_no_use_of_a_term(course, text):
    enter(course, HALF, BUILD, RATIO)
    add(course, text)
    assert glossary.page(course)


def test_an_everyday_word_may_be_used_before_and_emphasis_is_no_term(course):
    enter(course, HALF, BUILD, RATIO + "everyday = true\n", emphasis='"once"')
    add(course, "The ratio, **once**.")
    assert "ratio" in glossary.page(course)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([HALF, BUILD], "**ratio** is in bold and no term"),
        ([HALF, BUILD, RATIO, HALF], "'half', 'halves' stands there twice"),
        ([HALF, BUILD, RATIO, LATE], "90_halves does not introduce it"),
        ([HALF.replace("meaning", "means")], "has means; known are"),
        ([HALF.replace('"One of two equal parts."', '""')], "has no `meaning`"),
        (["[[term]\n"], "is not TOML"),
    ],
)
def test_what_the_glossary_does_wrong_is_said(course, entries, said):
    enter(course, *entries)
    with pytest.raises(CourseError) as refused:
        glossary.page(course)
    assert said in str(refused.value)


def test_no_glossary_is_a_sentence(course):
    with pytest.raises(CourseError, match="cannot be read"):
        glossary.page(course)
