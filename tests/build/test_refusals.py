"""Every reason for which the build refuses a source, with the line and the sentence that the author reads."""

import pytest

from graders.build.refusals import Draft, problems
from graders.build.source import Problem, read_source

ANSWER = """\
# %% solution="total"
total = ...
### BEGIN SOLUTION
total = sum(numbers)
### END SOLUTION
"""
CHECK = """\
# %% grade="total"
assert total is not ..., "Exercise total: replace the dots."
"""
SETUP = """\
# %%
numbers = [1, 2, 3]
"""
SOUND = SETUP + "\n" + ANSWER + "\n" + CHECK
SECRET = """
@total.criterion("The total is right for hidden rows", points=2, read="Sums")
def right_for_hidden_rows(total, hidden_rows):
    measured = abs(total - numpy.average(hidden_rows[17:41], axis=1) / 4.25)
    if measured > 0.001:
        return Miss(expected="the sum of all the numbers in the list", found=str(measured))
"""


def refuse(tmp_path, text: str, points=None, checks: str = "") -> list[Problem]:
    path = tmp_path / "90_tiny.py"
    path.write_text(text)
    cells, found = read_source(path)
    points = {"total": 2} if points is None else points
    return found + problems(Draft("90_tiny", path, cells, points, checks))


def line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(start))


def test_a_sound_source_is_not_refused(tmp_path):
    assert refuse(tmp_path, SOUND, checks=SECRET) == []


CASES = {
    "no grade cell": (SETUP + ANSWER, '# %% solution="total"', "Exercise total has no grade cell"),
    "no solution cell": (SETUP + CHECK, '# %% grade="total"', "no solution cell"),
    "grade above solution": (SETUP + CHECK + ANSWER, '# %% grade="total"', "above its solution cell"),
    "no region": (
        SOUND.replace("### BEGIN SOLUTION\n", "").replace("### END SOLUTION\n", ""),
        ANSWER[:12],
        "no region",
    ),
    "empty region": (SOUND.replace("total = sum(numbers)\n", ""), "### BEGIN", "holds no code"),
    "no end": (SOUND.replace("### END SOLUTION\n", ""), "### BEGIN", "without an `### END SOLUTION`"),
    "no begin": (SOUND.replace("### BEGIN SOLUTION\n", ""), "### END", "without a `### BEGIN SOLUTION`"),
    "region in region": (
        SOUND.replace("total = sum(numbers)\n", "x = 1\n    ### BEGIN SOLUTION\n"),
        "    ### BEGIN",
        "inside the one",
    ),
    "region in an example": (
        SOUND + "\n# %%\n  ### BEGIN SOLUTION\nx = 1\n  ### END SOLUTION\n",
        "  ### BEGIN",
        "only in a cell with solution",
    ),
    "marker in small letters": (
        SOUND.replace("### BEGIN SOLUTION", "### begin solution"),
        "### begin",
        "is `### BEGIN SOLUTION` meant?",
    ),
    "marker misspelt": (
        SOUND.replace("### END SOLUTION", "### END SOLUTON"),
        "### END",
        "`### END SOLUTION` meant?",
    ),
    "marker with two hashes": (SOUND.replace("### BEGIN", "## BEGIN"), "## BEGIN", "is not a marker"),
    "hidden marker misspelt": (
        SOUND + "### BEGIN HIDEN TESTS\nassert total == 6\n### END HIDEN TESTS\n",
        "### BEGIN HIDEN",
        "is `### BEGIN HIDDEN TESTS` meant?",
    ),
    "hidden region by hand": (
        SOUND + "### BEGIN HIDDEN TESTS\nassert total == 6\n### END HIDDEN TESTS\n",
        "### BEGIN HIDDEN",
        "writes the hidden region itself",
    ),
    "hidden marker in a text": (
        SOUND + "\n# %% [markdown]\n# The line BEGIN HIDDEN TESTS opens it.\n",
        "# The line",
        "writes the hidden region itself",
    ),
    "graders imported": (
        SOUND + "\n# %%\nimport graders.criteria\n",
        "import graders",
        "no package `graders`",
    ),
    "graders in a check": (SOUND + "import graders\n", "import graders", "no package `graders`"),
    "answer in a hint": (
        SOUND.replace("sum(numbers)", "sum(number * 1.125 for number in numbers)")
        + "\n# %% [markdown]\n# Try `total = sum(number * 1.125 for number in numbers)`.\n",
        "total = sum(",
        "word for word",
    ),
    "answer in a worked example": (
        SETUP
        + "\n# %%\ntotals = sum(number * 1.125 for number in numbers)\n\n"
        + ANSWER.replace("total = sum(numbers)", "totals  = sum(number * 1.125 for number in numbers)")
        + CHECK,
        "totals  = sum",
        "word for word",
    ),
    "example needs an exercise": (SOUND + "\n# %%\n\nprint(total)\n", "print(total)", "reads `total`"),
    "example needs a check's name": (
        SOUND + "kept = total\n\n# %%\nfor n in range(kept):\n    pass\n",
        "for n",
        "the grade cell of exercise total",
    ),
    "example needs it inside a function": (
        SOUND + "\n# %%\ndef show():\n    return total\n",
        "def show",
        "reads `total`",
    ),
    "check names no exercise": (
        SOUND.replace("Exercise total: replace", "Replace").replace("assert total is", "assert totals is"),
        '# %% grade="total"',
        "never names exercise total",
    ),
    "check asserts nothing": (
        SOUND.replace('assert total is not ..., "Exercise total: replace the dots."', "print(total)"),
        '# %% grade="total"',
        "no visible check",
    ),
    "syntax error": (SOUND + "\n# %%\nx = 1\ny = = 2\n", "y = = 2", "is not Python"),
    "stub is no Python": (
        SOUND.replace("total = ...\n### BEGIN", "def total():\n    ### BEGIN").replace(
            "total = sum(numbers)\n###", "    return 6\n    ###"
        ),
        '# %% solution="total"',
        "once its solution is taken out",
    ),
    "doubled cell id": (
        '# %% id="one"\nx = 1\n\n' + SOUND + '\n# %%  id="one"\ny = 2\n',
        '# %%  id="one"',
        "twice",
    ),
    "id of an exercise's cell": (
        SOUND + '\n# %% id="total-grade"\ny = 2\n',
        '# %% id="total',
        "stands here twice",
    ),
    "id on an exercise": (
        SOUND.replace('grade="total"', 'grade="total" id="x"'),
        "# %% grade",
        "take away id=",
    ),
    "tags on a grade cell": (
        SOUND.replace('grade="total"', 'grade="total" tags=["nbval-skip"]'),
        "# %% grade",
        "takes no tags",
    ),
    "tag misspelt": (
        SOUND + '\n# %% tags=["raise-exception"]\n1 / 0\n',
        "# %% tags",
        "no tag 'raise-exception'",
    ),
    "tolerance misspelt": (
        SOUND + '\n# %% tags=["tolerance-much"]\n0.5\n',
        "# %% tags",
        "The tag 'tolerance-much' cannot be read: write a distance",
    ),
    "two tolerances": (
        SOUND + '\n# %% tags=["tolerance-1", "tolerance-1%"]\n0.5\n',
        "# %% tags",
        "A cell has one tolerance",
    ),
    "text as a demonstration": (
        SOUND + '\n# %% [markdown] tags=["demonstration"]\n# Look.\n',
        "# %% [markdown] tags",
        "A text cell is no demonstration",
    ),
    "tags are no list": (SOUND + '\n# %% tags="nbval-skip"\n1\n', "# %% tags", "cannot be read"),
    "option misspelt": (SOUND + '\n# %% soluton="x"\nx = 1\n', "# %% soluton", "no option 'soluton'"),
    "option without quotes": (SOUND + "\n# %% solution=x\nx = 1\n", "# %% solution=x", "cannot be read"),
    "solution and grade": (
        SOUND + '\n# %%   solution="a" grade="a"\nx = 1\n',
        "# %%   ",
        "either solution or grade",
    ),
    "text as solution": (
        SOUND + '\n# %% [markdown] solution="a"\n# x\n',
        "# %% [markdown]",
        "cannot be solution",
    ),
    "raw cell": (SOUND + "\n# %% [raw]\n# x\n", "# %% [raw]", "raw cell"),
    "empty cell": ("# %%\n\n" + SOUND, "# %%", "empty"),
    "name of an exercise": (
        SOUND.replace('"total"', '"Total sum"'),
        '# %% solution="Total',
        "no exercise name",
    ),
    "semicolon at the end": (
        SOUND + "\n# %%\nx = 1\nmax(numbers);  # quiet\n",
        "max(numbers);",
        "hides a result only",
    ),
    "picture without alt text": (
        SOUND + "\n# %% [markdown]\n# Look:\n# ![](picture.png)\n",
        "# ![]",
        "no alt text",
    ),
    "img without alt text": (
        SOUND + '\n# %% [markdown]\n# <img src="picture.png" alt="">\n',
        "# <img",
        "no alt text",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_refused_with_line_and_sentence(case, tmp_path):
    text, start, sentence = CASES[case]
    found = refuse(tmp_path, text)
    place = line_of(text, start)
    assert any(problem.line == place and sentence in problem.sentence for problem in found), found
    assert all(problem.fatal for problem in found)
    assert f"90_tiny.py:{place}: " in "\n".join(map(str, found))


def test_a_doubled_exercise_is_told_with_its_first_line(tmp_path):
    found = refuse(tmp_path, SOUND + "\n" + ANSWER)
    (problem,) = [problem for problem in found if "twice" in problem.sentence]
    assert problem.line == SOUND.count("\n") + 2
    assert f"first on line {line_of(SOUND, '# %% solution')}" in problem.sentence


@pytest.mark.parametrize("kind", ["# %%\n", "# %% [markdown]\n# "])
def test_text_of_a_hidden_check_in_a_released_cell(kind, tmp_path):
    text = SOUND + f"\n{kind}off = abs(total-numpy.average(hidden_rows[17:41], axis=1))\n"
    found = refuse(tmp_path, text, checks=SECRET)
    line = SOUND.count("\n") + 2
    assert any(problem.line == line and "hidden checks" in problem.sentence for problem in found)


def test_a_sentence_for_learners_may_stand_in_a_check_and_in_the_lesson(tmp_path):
    text = SOUND + "\n# %% [markdown]\n# You want the sum of all the numbers in the list.\n"
    assert refuse(tmp_path, text, checks=SECRET) == []


def test_exercises_and_checks_must_match(tmp_path):
    (missing,) = refuse(tmp_path, SOUND, points={})
    assert missing.line == line_of(SOUND, "# %% solution") and "has no hidden check" in missing.sentence
    (extra,) = refuse(tmp_path, SOUND, points={"total": 2, "mean": 1})
    assert extra.line == 1 and "an exercise mean" in extra.sentence
    (worthless,) = refuse(tmp_path, SOUND, points={"total": 0})
    assert "no criterion" in worthless.sentence


def test_everything_is_told_at_once(tmp_path):
    text = SOUND.replace("### END SOLUTION", "### END SOLUTON") + "\n# %%\nprint(total)\n\n# %%\nx = = 1\n"
    lines = {problem.line for problem in refuse(tmp_path, text)}
    assert {line_of(text, "### END"), line_of(text, "print(total)"), line_of(text, "x = = 1")} <= lines


@pytest.mark.parametrize(
    "more",
    [
        "# %%\ntotal = 3\nprint(total)\n",  # defined again by the example itself
        "# %%\ndef double(total):\n    return 2 * total\n",  # a parameter
        '# %% tags=["raises-exception"]\nx = = 1\n',  # a syntax error on purpose
        "# %%\n# the solution follows\nx = 1  # begin here\n",  # comments that mention the words
        "# %% [markdown]\n# ![A line that rises](picture.png) and <img src='a.png' alt='a rising line'>\n",
        "# %%\ntotals = sum(numbers)\n",  # like the answer, but short
    ],
)
def test_honest_sources_are_not_refused(more, tmp_path):
    assert refuse(tmp_path, SOUND + "\n" + more) == []


WHY = """\
# %% [markdown]
# ### Written answer `why`
#
# | looked for | points |
# |:--|--:|
# | a reason | 3 |

# %% [markdown] manual="why" points=3
# ### BEGIN SOLUTION
# Because the sum of nothing is nothing.
# ### END SOLUTION
"""


def test_a_written_answer_with_its_rubric_is_not_refused(tmp_path):
    assert refuse(tmp_path, SOUND + "\n" + WHY) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("| a reason | 3 |", "| a reason | 2 |", "worth 3 points and its rubric gives 2"),
        ("`why`", "of mine", "its rubric gives 0"),
        (" points=3", "", "Say what the written answer why is worth"),
        (" points=3", " points=0", "Say what the written answer why is worth"),
        ("# Because the sum of nothing is nothing.\n", "", "no example for the teacher"),
        ("[markdown] manual", "manual", "A written answer is a text cell"),
        ('manual="why"', 'manual="why" grade="why"', "take away solution= and grade="),
        ('manual="why"', 'manual="Why not"', "is no exercise name"),
        ("why", "total", "The name total stands here twice"),
    ],
)
def test_a_written_answer_that_would_go_wrong_is_refused(tmp_path, old, new, said):
    found = refuse(tmp_path, SOUND + "\n" + WHY.replace(old, new))
    assert said in " ".join(map(str, found))


def test_points_stand_with_a_written_answer_alone(tmp_path):
    found = refuse(tmp_path, SOUND.replace('grade="total"', 'grade="total" points=3'))
    assert "Only a cell with manual=" in " ".join(map(str, found))
