"""The entries of the engine in a notebook: older ones are read, and new ones are written the same."""

import json
from pathlib import Path

import nbformat
import nbformat.v4
import pytest

from graders.criteria.verdict import Status
from graders.pipeline.marks import MARK, CellMark, NotebookMark
from graders.pipeline.merge import written_by_learner

OLDER = Path(__file__).parent / "older"
"""Notebooks that the engine merged and graded when it still wrote its entries as plain dictionaries."""


def older(name: str) -> nbformat.NotebookNode:
    return nbformat.read(OLDER / f"{name}.ipynb", as_version=4)


def test_an_older_merged_notebook_is_read():
    notebook = older("merged")
    assert NotebookMark.read(notebook) == NotebookMark(
        own_names=["size", "spare"],
        found=True,
        notes=["The file huge.bin was left out."],
        readable=True,
        fingerprint="0a1b",
    )
    marks = [CellMark.read(cell) for cell in notebook.cells]
    assert marks == [
        CellMark(changed=True),
        CellMark(attempted=True, changed=True),
        CellMark(added=True),
        CellMark(),
    ]
    assert [written_by_learner(cell) for cell in notebook.cells] == [True, True, True, False]


def test_an_older_graded_notebook_is_read():
    notebook = older("graded")
    mark = NotebookMark.read(notebook)
    assert (mark.graded, mark.fingerprint) == (True, "0a1b")
    (verdict,) = filter(None, (CellMark.read(cell).read_verdict() for cell in notebook.cells))
    assert (verdict.exercise, verdict.points, verdict.max_points) == ("halve", 1, 2)
    assert [judgement.status for judgement in verdict.judgements] == [Status.MET, Status.MISSED]


@pytest.mark.parametrize("name", ["merged", "graded"])
def test_what_is_written_is_what_older_versions_wrote(name):
    notebook, again = older(name), older(name)
    NotebookMark.read(notebook).write(again)
    for cell, copy in zip(notebook.cells, again.cells, strict=True):
        if MARK in cell.metadata:
            CellMark.read(cell).write(copy)
    assert json.dumps(again, sort_keys=True) == json.dumps(notebook, sort_keys=True)


def test_what_was_never_looked_at_counts_as_readable_and_attempted():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    assert NotebookMark.read(notebook).runs
    assert not NotebookMark(readable=False).runs
    assert CellMark.read(notebook.cells[0]).attempted is None
    assert not CellMark.read(notebook.cells[0]).written_by_learner
