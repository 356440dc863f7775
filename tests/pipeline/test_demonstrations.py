"""Worked examples that grading leaves out, and those that it must not leave out."""

import nbformat.v4
import pytest

from graders.pipeline.demonstrations import left_out, names_changed, names_read
from graders.pipeline.inprocess import InProcessCandidate, InProcessExaminer
from graders.pipeline.marks import MARK
from graders.pipeline.run import SubmissionRun


def cell(source, *, shows=False, **mark):
    metadata = {"tags": ["demonstration"]} if shows else {}
    return nbformat.v4.new_code_cell(source, metadata=metadata | ({MARK: mark} if mark else {}))


def notebook(*cells):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title"), *cells])


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("a = b + 1", {"b"}),
        ("a = 1\nb = a", set()),
        ("b = a\na = 1", {"a"}),
        ("a += 1", {"a"}),
        ("del a", {"a"}),
        ("def f(a, b=c):\n    d = a\n    return d + e", {"c", "e"}),
        ("def f():\n    global a\n    a = 1", set()),
        ("def f():\n    global a\n    a += 1", {"a"}),
        ("def f():\n    return a\na = 1", {"a"}),
        ("class A(B):\n    c = d", {"B", "d"}),
        ("f = lambda a: a + b", {"b"}),
        ("b = [a for a in c if a]", {"c"}),
        ("b = [a for a in a]", {"a"}),
        ("b = [a for a in c]\nfor a in b:\n    a", {"c"}),
        ("for a in b:\n    c = a\n    print(c)", {"b", "print"}),
        ("for a in b:\n    pass\nprint(a)", {"a", "b", "print"}),
        ("if a:\n    b = 1\nprint(b)", {"a", "b", "print"}),
        ("while a:\n    a = f(a)", {"a", "f"}),
        ("with a as b:\n    c = b\nprint(c)", {"a", "print"}),
        ("try:\n    a = 1\nexcept E:\n    pass\nprint(a)", {"E", "a", "print"}),
        ("import a.b as c, d\nfrom e import f\nc, d, f", set()),
        ("a.b.c = d[e]", {"a", "d", "e"}),
        ("print(f'{a!r:>{b}}')", {"a", "b", "print"}),
        ("exec('a = b')", {"exec", "a", "b"}),
        ("globals()['a']", {"globals", "a"}),
        ("%timeit a", {"timeit", "a"}),
        ("a = = b", {"a", "b"}),
        ("await a", {"a"}),
        ("!ls a", {"ls", "a"}),
    ],
)
def test_names_that_a_cell_reads(source, reads):
    assert names_read(source) >= reads
    if "%" not in source and "!" not in source:
        assert names_read(source) == reads


def test_what_is_too_long_or_too_deep_to_look_through_is_taken_by_its_words():
    assert names_read("a = 1; " * 20_000) == {"a", "1"}
    assert "b" in names_read("b" + "[0]" * 5_000) and "b" in names_read("(" * 150 + "b" + ")" * 150)


def test_functions_read_their_names_later():
    assert names_read("a = b\ndef f():\n    return c", deferred=True) == {"c"}
    assert names_read("eval('a')", deferred=True) == {"eval", "a"}
    assert names_read("[a for b in c]\n(lambda: d)", deferred=True) == {"d"}


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("a = 1\nfor b in c:\n    d = b", {"a", "b", "d"}),
        ("def f():\n    a = 1", {"f"}),
        ("def f():\n    global a\n    a = 1", {"f", "a"}),
        ("model.fit(x, y)", {"model"}),
        ("model.layers[0].trainable = False", {"model"}),
        ("rows['a'] = 1", {"rows"}),
        ("del rows['a']", {"rows"}),
        ("train(model, times=times)", {"model", "times"}),
        ("forward(model)", {"forward"}),
        ("Twin(model)\nlayers.Dense(3)", set()),
        ("layers.add(3)", {"layers"}),
        ("this is = no Python", {"this", "is", "no", "Python"}),
        ("made = train(3)\nmade.fit(x)", {"made"}),
        ("def f():\n    made = 1\n    made.fit(x)", {"f"}),
        ("print(model)\nlen(rows)", set()),
        ("for name, row in rows.items():\n    pass", {"name", "row"}),
        ("import numpy as np\nnp.mean(x)", {"np"}),
    ],
)
def test_names_that_a_demonstration_changes(source, changes):
    assert names_changed(source, frozenset({"train"})) == changes


SHOWN = cell("shown = model.fit(x)", shows=True)


@pytest.mark.parametrize(
    ("cells", "out"),
    [
        ([cell("model = 1"), SHOWN], {2}),
        ([cell("model = 1"), SHOWN, cell("print(shown)", added=True)], set()),
        ([cell("model = 1"), SHOWN, cell("answer = model", attempted=True)], set()),
        ([cell("model = 1"), SHOWN, cell("print(shown)", shows=True)], {2, 3}),
        ([cell("model = 1"), SHOWN, cell("b = shown", shows=True), cell("b", added=True)], set()),
        ([cell("print(model)"), SHOWN], {2}),
        ([cell("def f():\n    return shown"), SHOWN], set()),
        ([cell("model = 1"), cell("shown = model.fit(x) # mine", shows=True, changed=True)], set()),
        ([SHOWN, cell("model.get_layer('dense_3')", attempted=True)], set()),
        ([SHOWN, cell("network.get_layer('dense_3')")], {1}),
        ([SHOWN, cell("network.get_layer('dense_3')", added=True)], set()),
        ([SHOWN, cell("locals()['sho' + 'wn']", added=True)], {1}),
        ([SHOWN, cell("locals()['shown']", added=True)], set()),
        ([SHOWN, cell("% this is no Python and says shown", added=True)], set()),
        ([cell("import model"), SHOWN, cell("model.other")], {2}),
        ([cell("model = 1")], set()),
    ],
)
def test_what_is_left_out(cells, out):
    assert left_out(notebook(*cells), asked=["answer"]) == out


def test_what_is_asked_as_evidence_is_made():
    assert left_out(notebook(SHOWN), asked=["shown"]) == set()


def run(demonstrations, *cells):
    made = notebook(*cells)
    SubmissionRun(
        made, "90_tiny", {}, InProcessExaminer(), InProcessCandidate, demonstrations=demonstrations
    ).go()
    return [[each["data"]["text/plain"] for each in cell.outputs] for cell in made.cells[1:]]


def test_a_page_says_what_was_left_out_unless_everything_is_to_run():
    cells = (cell("ran = []"), cell("shown = ran.append(1)", shows=True))
    note = "Grading left this worked example out: none of the answers uses it."
    assert run(False, *cells) == [[], [note]]
    assert run(True, *cells) == [[], []]
