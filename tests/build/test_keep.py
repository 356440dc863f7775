"""Building again: what is stored stays, byte for byte, as long as the lesson says the same."""

import copy
import re

import nbformat
import nbformat.v4 as v4
import pytest
from conftest import TINY

from graders.build.keep import keep_stored

SOURCES = ("train()", "plot()", "show()", "1 / 0")
MADE_OF = {"source": "1", "checks": "1", "data": "1", "versions": "1", "build": "1"}


def text(said):
    return v4.new_output("stream", name="stdout", text=said)


def picture(points):
    return v4.new_output("display_data", data={"text/plain": "<Figure>", "image/png": points})


def result(value, count):
    return v4.new_output("execute_result", data={"text/plain": value}, execution_count=count)


def failure(*traceback):
    return v4.new_output("error", ename="ZeroDivisionError", evalue="division", traceback=list(traceback))


def ran(*outputs, sources=SOURCES, tags=(), grade=False, **made_of):
    """Give a notebook after it ran: a cell for each source, with one output each."""
    cells = [v4.new_markdown_cell("A title", id="title")]
    for count, (source, output) in enumerate(zip(sources, outputs, strict=True), 1):
        cell = v4.new_code_cell(
            source, id=re.sub(r"\W+", "-", source), outputs=[output], execution_count=count
        )
        if tags:
            cell.metadata["tags"] = list(tags)
        if grade:
            cell.metadata["nbgrader"] = {"grade": True}
        cells.append(cell)
    return v4.new_notebook(cells=cells, metadata={"coursework": {**MADE_OF, **made_of}})


STORED = (text("loss: 0.50\n"), picture("old"), result("0.861", 3), failure("old line"))
ELSEWHERE = (text("loss: 0.51\n"), picture("new"), result("0.862", 3), failure("new line"))


def kept(notebook, stored):
    """Tell of each code cell whether the stored output is kept."""
    before = copy.deepcopy(stored)
    keep_stored(notebook, stored)
    assert stored == before
    old = {cell.source: cell.get("outputs") for cell in stored.cells}
    return [cell.outputs == old.get(cell.source) for cell in notebook.cells if cell.cell_type == "code"]


def test_a_run_elsewhere_changes_nothing():
    notebook, stored = ran(*ELSEWHERE), ran(*STORED)
    assert notebook != stored
    keep_stored(notebook, stored)
    assert notebook == stored


@pytest.mark.parametrize("said", ["loss: 0.56\n", "cost: 0.51\n", "loss: 0.51\nepochs: 3\n", "loss: nan\n"])
def test_what_says_something_else_is_stored_anew(said):
    assert kept(ran(text(said), *ELSEWHERE[1:]), ran(*STORED)) == [False, True, True, True]


def test_a_cells_own_tolerance_counts_and_points_are_exact():
    far = (text("loss: 0.56\n"),)
    assert kept(
        ran(*far, sources=["train()"], tags=["tolerance-0.1"]), ran(STORED[0], sources=["train()"])
    ) == [True]
    near = ran(result("1.9", 1), sources=["grade()"], grade=True)
    assert kept(near, ran(result("2.0", 1), sources=["grade()"], grade=True)) == [False]


def test_a_change_above_takes_pictures_and_tracebacks_anew_and_keeps_numbers():
    changed = ran(*ELSEWHERE, sources=("train(2)", *SOURCES[1:]), source="2")
    assert kept(changed, ran(*STORED)) == [False, False, True, False]
    same_bytes = ran(ELSEWHERE[0], STORED[1], ELSEWHERE[2], STORED[3], sources=("train(2)", *SOURCES[1:]))
    assert kept(same_bytes, ran(*STORED)) == [False, True, True, True]


def test_a_change_below_leaves_a_picture():
    changed = ran(*ELSEWHERE, sources=(*SOURCES[:2], "show(2)", SOURCES[3]), source="2")
    assert kept(changed, ran(*STORED)) == [True, True, False, False]


def test_a_cell_that_keeps_its_id_and_changes_its_code_is_stored_anew():
    changed = ran(*ELSEWHERE, sources=("train(2)", *SOURCES[1:]), source="2")
    changed.cells[1].id = ran(*STORED).cells[1].id
    keep_stored(changed, ran(*STORED))
    assert changed.cells[1].outputs == [ELSEWHERE[0]]


def test_a_new_cell_counts_in_the_outputs_below_it():
    notebook = ran(text("new\n"), *ELSEWHERE, sources=("first()", *SOURCES))
    keep_stored(notebook, ran(*STORED))
    shown = notebook.cells[4]
    assert (shown.source, shown.execution_count) == ("show()", 4)
    assert (shown.outputs[0].data["text/plain"], shown.outputs[0].execution_count) == ("0.861", 4)


@pytest.mark.parametrize(
    ("thing", "kept_too"), [("checks", True), ("data", False), ("versions", False), ("build", False)]
)
def test_other_data_versions_or_build_draw_a_picture_anew(thing, kept_too):
    assert kept(ran(*ELSEWHERE, **{thing: "2"}), ran(*STORED)) == [True, kept_too, True, kept_too]


def test_an_output_that_differs_from_run_to_run_is_kept_until_something_changes():
    ignored = {"sources": ["train()"], "tags": ["nbval-ignore-output"]}
    stored = ran(text("at 0x1\n"), **ignored)
    assert kept(ran(text("at 0x2\n"), **ignored), stored) == [True]
    assert kept(ran(text("at 0x2\n"), **ignored, versions="2"), stored) == [False]


def test_a_notebook_of_another_kind_holds_nothing_to_keep():
    empty = v4.new_notebook()
    assert kept(ran(*ELSEWHERE), empty) == [False] * 4


LOSS = TINY.replace(
    "numbers = [1, 2, 3]", 'numbers = [1, 2, 3]\nprint(f"loss: {0.5:.2f}")\nprint("epochs: 3")'
)
ONE_POINT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="


def test_a_lesson_built_elsewhere_changes_no_byte_when_it_is_built_here(make_course, build):
    lesson = make_course(text=LOSS)
    assert build(lesson) == 0
    here = lesson.solution.read_text()
    (drawn,) = [
        output.data["image/png"]
        for cell in nbformat.reads(here, as_version=4).cells
        for output in cell.get("outputs", ())
        if "image/png" in output.get("data", ())
    ]
    elsewhere = here.replace("loss: 0.50", "loss: 0.51").replace(drawn, ONE_POINT)
    assert elsewhere.count("loss: 0.51") == elsewhere.count(ONE_POINT) == 1
    release = lesson.release.read_bytes()

    lesson.solution.write_text(elsewhere)
    assert build(lesson, "--force") == 0
    assert lesson.solution.read_text() == elsewhere
    assert lesson.release.read_bytes() == release
    assert build(lesson, "--check") == 0

    lesson.solution.write_text(elsewhere.replace("epochs: 3\\n", "epochs: 4\\n"))
    assert build(lesson, "--force") == 0
    assert lesson.solution.read_text() == here.replace(drawn, ONE_POINT)

    lesson.solution.write_text("{")
    assert build(lesson) == 0
    assert lesson.solution.read_text() == here
