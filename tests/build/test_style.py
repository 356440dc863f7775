"""Lessons keep the rules of style, and each rule finds what breaks it."""

from pathlib import Path

import pytest

from graders.build.layout import lessons
from graders.build.source import read_source
from graders.build.style import style_problems

ROOT = Path(__file__).resolve().parents[2]


def found(tmp_path, text):
    path = tmp_path / "90_halves.py"
    path.write_text(text, encoding="utf-8")
    return style_problems(path, read_source(path)[0])


@pytest.mark.parametrize("lesson", lessons(ROOT), ids=lambda lesson: lesson.name)
def test_lessons_keep_the_rules(lesson):
    problems = style_problems(lesson.source.relative_to(ROOT), read_source(lesson.source)[0])
    assert not problems, "\n".join(map(str, problems))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("# %%\nx = 1\n" + "y" * 81 + " = 2\n", 3, "This line has 85 characters"),
        ("# %%\n" + "x = 1\n" * 16, 2, "This cell has 16 lines of code"),
        ('# %% grade="halve"\n' + "x = 1\n" * 16, 2, "This cell has 16 lines of code"),
        ("# %%\nprint('good:', score > 0.8)\n", 2, "This prints whether score > 0.8: print the number."),
        ("# %%\n%matplotlib inline\nprint(0.8 < score <= 0.9)\n", 3, "This prints whether"),
        ("# %% [markdown]\n# One\n# pile of layers.\n", 3, "'pile' is not the field's word: stack."),
        ("# %% [markdown]\n# Normalised *optimisers*.\n", 2, "'Normalised' is not the field's word"),
    ],
)
def test_what_breaks_a_rule_is_a_warning_with_its_line(tmp_path, text, line, said):
    first = found(tmp_path, text)[0]
    assert (first.line, first.fatal) == (line, False)
    assert first.sentence.startswith(said)


@pytest.mark.parametrize(
    "text",
    [
        "# %%\n" + "x" * 76 + " = 2\n",
        "# %%\n" + "x = 1\n\n" * 15,
        "# %%\nclass Long:\n" + "    x = 1\n" * 20,
        "# %%\nprint(score > 3, score == 0.5, more(score))\n",
        "# %% [markdown]\n# A bottleneck, `pile`, [here](pile.md), “by heart”, compiler.\n",
        "# %% [markdown]\n# ```\n# pile\n# ```\n",
    ],
)
def test_what_keeps_the_rules_is_left_alone(tmp_path, text):
    assert found(tmp_path, text) == []
