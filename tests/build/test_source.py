from graders.build.source import Role, read_source

LESSON = """\
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       format_name: percent
# ---

# %% [markdown]
# # Title
#
# Text.

# %%
# cat pictures are comments, not commands
# %matplotlib inline
x = 1


def f():
    return x


# %% tags=["raises-exception", "nbval-ignore-output"] id="broken"
f(1)

# %% solution="answer"
### BEGIN SOLUTION
y = 2
### END SOLUTION

# %% grade="answer"
assert y, "answer"
"""


def read(tmp_path, text):
    path = tmp_path / "90_tiny.py"
    path.write_text(text)
    return read_source(path)


def test_cells_know_their_role_and_their_line(tmp_path):
    cells, problems = read(tmp_path, LESSON)
    assert problems == []
    assert [(cell.role, cell.line) for cell in cells] == [
        (Role.TEXT, 8),
        (Role.EXAMPLE, 13),
        (Role.EXAMPLE, 23),
        (Role.SOLUTION, 26),
        (Role.GRADE, 31),
    ]
    lines = LESSON.splitlines()
    for cell in cells:
        assert lines[cell.line - 1].startswith("# %%")
        assert cell.text.splitlines()[0] in (lines[cell.line], lines[cell.line][2:])
    assert cells[2].tags == ("nbval-ignore-output", "raises-exception")
    assert cells[2].id == "broken"
    assert cells[3].exercise == cells[4].exercise == "answer"


def test_magics_are_read_and_comments_stay_comments(tmp_path):
    cells, _ = read(tmp_path, LESSON)
    assert cells[1].text.splitlines()[:3] == [
        "# cat pictures are comments, not commands",
        "%matplotlib inline",
        "x = 1",
    ]


def test_text_before_the_first_cell_is_told(tmp_path):
    cells, problems = read(tmp_path, "x = 1\n# %%\ny = 2\n")
    assert [(problem.line, "before the first" in problem.sentence) for problem in problems] == [(1, True)]
    assert len(cells) == 1


def test_an_empty_file_has_no_cells(tmp_path):
    assert read(tmp_path, "") == ([], [])


def test_a_cell_may_have_a_tolerance(tmp_path):
    cells, problems = read(tmp_path, '# %% tags=["tolerance-10%", "raises-exception"]\n1 / 0\n')
    assert problems == []
    assert cells[0].tags == ("raises-exception", "tolerance-10%")
