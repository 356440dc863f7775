"""Building again: what is stored stays, byte for byte, as long as the lesson says the same."""

import json

import nbformat
import pytest
from conftest import TINY

TEXT = TINY.replace(
    "numbers = [1, 2, 3]",
    'numbers = [1, 2, 3]\nloss = 0.5\nprint(f"loss: {loss:.2f}")\nprint("epochs: 3")',
)
# one point
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="


@pytest.fixture
def lesson(make_course, build):
    """A lesson that is built, and was built on a machine that prints and draws a little differently."""
    made = make_course(text=TEXT)
    assert build(made) == 0
    change(made, first_text(made), "loss: 0.51\nepochs: 3\n", PICTURE)
    return made


def first_text(lesson):
    return nbformat.read(lesson.solution, as_version=4).cells[1].outputs[0].text


def pictures(lesson):
    cells = nbformat.read(lesson.solution, as_version=4).cells
    return [
        o.data["image/png"]
        for cell in cells
        for o in cell.get("outputs", ())
        if "image/png" in o.get("data", ())
    ]


def change(lesson, text, instead, picture):
    """Write another text and another picture into the stored notebook, as another machine would have."""
    stored = lesson.solution.read_text()
    (drawn,) = pictures(lesson)
    changed = stored.replace(drawn, picture)
    notebook = json.loads(changed)
    assert "".join(notebook["cells"][1]["outputs"][0]["text"]) == text
    notebook["cells"][1]["outputs"][0]["text"] = instead.splitlines(keepends=True)
    lesson.solution.write_text(nbformat.writes(nbformat.from_dict(notebook)) + "\n")


def test_numbers_within_tolerance_change_no_byte(lesson, build):
    before, release = lesson.solution.read_bytes(), lesson.release.read_bytes()
    assert b"loss: 0.51" in before
    assert build(lesson, "--force") == 0
    assert lesson.solution.read_bytes() == before
    assert lesson.release.read_bytes() == release
    assert build(lesson, "--check") == 0


@pytest.mark.parametrize("stored", ["loss: 0.55\nepochs: 3\n", "loss: 0.51\nepochs: 4\n", "loss: 0.51\n"])
def test_what_says_something_else_is_stored_anew(lesson, build, stored):
    change(lesson, first_text(lesson), stored, PICTURE)
    assert build(lesson, "--force") == 0
    assert first_text(lesson) == "loss: 0.50\nepochs: 3\n"
    assert pictures(lesson) == [PICTURE]  # of a cell that says the same


def test_a_change_below_a_picture_leaves_it(lesson, build):
    lesson.source.write_text(TEXT.replace("max(numbers)", "min(numbers)").replace("goes up", "rises"))
    assert build(lesson) == 0
    cells = nbformat.read(lesson.solution, as_version=4).cells
    assert cells[-1].outputs[0].data["text/plain"] == "1"
    assert pictures(lesson) == [PICTURE]
    assert first_text(lesson) == "loss: 0.51\nepochs: 3\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("numbers = [1, 2, 3]", "numbers = [1, 2, 4]"),
        ("# %%\nprint(len", "# %%\ncolor = 1\n\n# %%\nprint(len"),
    ],
)
def test_a_change_above_a_picture_draws_it_anew(lesson, build, old, new):
    text = TEXT.replace(old, new).replace("total = sum(numbers)", "total = 6")
    assert text.count(new) == 1
    lesson.source.write_text(text)
    assert build(lesson) == 0
    assert pictures(lesson) != [PICTURE]
    cells = [cell for cell in nbformat.read(lesson.solution, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    results = [o for cell in cells for o in cell.outputs if o.output_type == "execute_result"]
    assert [o.execution_count for o in results] == [
        cell.execution_count for cell in cells if any(o.output_type == "execute_result" for o in cell.outputs)
    ]


def test_new_versions_draw_a_picture_anew(lesson, build):
    (lesson.root / "requirements.txt").write_text("keras==3.1\n")
    assert build(lesson) == 0
    assert pictures(lesson) != [PICTURE]
    assert first_text(lesson) == "loss: 0.51\nepochs: 3\n"


def test_an_output_that_differs_from_run_to_run_is_kept_until_its_lesson_changes(make_course, build):
    text = TINY.replace("# %%\nmax(numbers)", '# %% tags=["nbval-ignore-output"]\nobject()')
    lesson = make_course(text=text)

    def last():
        return nbformat.read(lesson.solution, as_version=4).cells[-1].outputs[0].data["text/plain"]

    assert build(lesson) == 0
    lesson.solution.write_text(lesson.solution.read_text().replace(last(), "<object at 0x0>"))
    assert build(lesson, "--force") == 0
    assert last() == "<object at 0x0>"
    lesson.source.write_text(text.replace("[1, 2, 3]", "[3, 2, 1]"))
    assert build(lesson) == 0
    assert last() != "<object at 0x0>"


def test_a_stored_file_that_is_no_notebook_is_written_anew(lesson, build):
    lesson.solution.write_text("{")
    assert build(lesson) == 0
    assert first_text(lesson) == "loss: 0.50\nepochs: 3\n"
