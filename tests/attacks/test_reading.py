"""What a submission brings is read within bounds, before any candidate starts."""

import logging
import os

import nbformat.v4
import pandas
import pytest
from attacked_course import LESSON

from graders.criteria import Status, Verdict
from graders.criteria.verdict import Judgement
from graders.pipeline.extra_files import refused_files
from graders.pipeline.intake import read_timestamp
from graders.pipeline.merge import merge, same_code
from graders.pipeline.outputs import Room, clean_html, safe_outputs
from graders.pipeline.reading import SubmittedCell, UnreadableSubmissionError, read_submission
from graders.report.words import report

LOG = logging.getLogger("reading")
BOMBS = {
    "nested": "<div>" * 300_000,
    "never closed": "<b></x>" * 10_000,
    "attributes": "<a " + " ".join(f"a{number}=1" for number in range(100_000)) + ">",
    "attributes with quotes": '<a x="<" ' * 10_000,
    "signs": "<" * 200_000,
    "text": "x" * 400_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_html_that_takes_long_to_clean_is_left_out(bomb):
    assert "was left out" in clean_html(BOMBS[bomb])


def test_html_of_a_table_is_kept():
    table = pandas.DataFrame({f"column {number}": range(60) for number in range(20)})
    cleaned = clean_html(table._repr_html_())
    assert cleaned.count("<td>") == 60 * 20


def test_outputs_of_a_notebook_share_one_room():
    room = Room(characters=250)
    output = nbformat.v4.new_output("stream", text="x" * 100)
    assert [len(safe_outputs([output], room)) for _ in range(2)] == [1, 1]
    (last,) = safe_outputs([output], room)
    assert "left out" in last.text


def _notebook(source):
    metadata = {
        "grade": False,
        "solution": True,
        "locked": False,
        "task": False,
        "grade_id": "halve-solution",
    }
    cell = nbformat.v4.new_code_cell("half = ...", id="halve", metadata={"nbgrader": metadata})
    return nbformat.v4.new_notebook(cells=[cell]), [SubmittedCell("code", source, "halve", "halve-solution")]


def test_code_that_takes_long_to_read_is_refused():
    with pytest.raises(UnreadableSubmissionError, match="magics"):
        merge(*_notebook("!x\n" * 450 + "a = 1\n" * 5_000))
    notebook = merge(*_notebook("%time half = 5\n" + "half = half + 0\n" * 100)).notebook
    assert notebook.cells[0].metadata["coursework"]["attempted"]


def test_a_sum_of_thousands_is_an_answer():
    assert not same_code("half = 1" + "+1" * 1_500, "half = ...")
    notebook = merge(*_notebook("half = 1" + "+1" * 1_500)).notebook
    assert notebook.cells[0].metadata["coursework"]["attempted"]


def test_all_cells_together_have_an_end(tmp_path):
    cells = [nbformat.v4.new_code_cell("x" * 2**20) for _ in range(5)]
    path = tmp_path / "notebook.ipynb"
    path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=cells)), encoding="utf-8")
    with pytest.raises(UnreadableSubmissionError, match="characters"):
        read_submission(path)


def test_links_that_look_like_notebooks_are_refused(tmp_path):
    submitted, masters = tmp_path / "submitted", tmp_path / "masters"
    (submitted / "odd[0]").mkdir(parents=True)
    masters.mkdir()
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (submitted / f"{LESSON}.ipynb").write_text("{}", encoding="utf-8")
    (submitted / "odd[0]" / "scratch.ipynb").write_text("{}", encoding="utf-8")
    for name in (".leak.ipynb", "odd[0]/leak.ipynb", "leak\n\x1b[2J.txt"):
        (submitted / name).symlink_to(tmp_path / "secret")
    refused, notes = refused_files(submitted, masters)
    assert {path.name for path in refused} == {
        ".leak.ipynb",
        "leak.ipynb",
        "leak\n\x1b[2J.txt",
        "scratch.ipynb",
    }
    assert all(note.isprintable() for note in notes)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-03-01 10:00:00.000000 UTC", True),
        ("2026-03-01 10:00:00 Europe/Berlin", True),
        ("2026-03-01T10:00:00+0100", True),
        ("", False),
        ("yesterday", False),
        ("2026-99-99 10:00:00 UTC", False),
        ("2026-03-01 10:00:00 /etc/localtime", False),
    ],
)
def test_only_times_are_times(tmp_path, written, read):
    (tmp_path / "timestamp.txt").write_text(written, encoding="utf-8")
    assert (read_timestamp(tmp_path, LOG) is not None) is read


def test_endless_and_waiting_times_are_none(tmp_path):
    for name in ("link", "pipe"):
        (tmp_path / name).mkdir()
    (tmp_path / "link" / "timestamp.txt").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe" / "timestamp.txt")
    assert read_timestamp(tmp_path / "link", LOG) is None
    assert read_timestamp(tmp_path / "pipe", LOG) is None
    assert read_timestamp(tmp_path / "nowhere", LOG) is None


def test_the_report_does_not_act_on_the_terminal():
    judgement = Judgement(
        "Half", Status.MISSED, 0, 2, found="\x1b[2J\x1b]0;x\x07 a\n\u202eb", expected="5", hint="", read=""
    )
    said = report(LESSON, {"one": [Verdict(LESSON, "halve", (judgement,))]})
    assert "most often found (1): ?[2J?]0;x? a ?b" in said
