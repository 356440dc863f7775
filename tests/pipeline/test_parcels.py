"""What travels between coordinator and worker: read back as written, and refused when it is anything else."""

import json
import logging
import time
from dataclasses import replace

import nbformat
import nbformat.v4
import pytest
from test_grading import engine
from traitlets.config import Config

from coursework.verdict import Judgement, Status
from graders.criteria import Verdict
from graders.errors import CourseError
from graders.pipeline.grading import Graded, GradedNotebook, Submission, SubmittedNotebook
from graders.pipeline.machines import digest, parcels, remote
from graders.pipeline.marks import CellMark, NotebookMark

LOG = logging.getLogger("parcels")
GRADE = {"grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3, "points": 2}


@pytest.fixture
def submission(tmp_path):
    masters, folder = tmp_path / "masters", tmp_path / "runs"
    masters.mkdir()
    (folder / "data").mkdir(parents=True)
    cell = nbformat.v4.new_code_cell("assert half", id="halve")
    cell.metadata["nbgrader"] = {**GRADE, "grade_id": "halve-grade", "cell_type": "code"}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), masters / "halves.ipynb")
    (folder / "data" / "five.txt").write_bytes(b"5\x00")
    (folder / "halves.ipynb").write_text("what is here is not sent", encoding="utf-8")
    (folder / "link").symlink_to("/etc/passwd")
    notebooks = (
        SubmittedNotebook("halves", b"{}\n\x00", fingerprint="0a1b"),
        SubmittedNotebook("other", refusal="It is empty."),
    )
    return Submission("amina", "halves", notebooks, folder, masters, notes=("One file was left out.",))


def graded(submission, points=2.0, fingerprint="0a1b"):
    """What a worker gives: the master with a verdict in it."""
    judgement = Judgement("Half", Status.MET if points == 2 else Status.MISSED, points, 2.0)
    verdict = Verdict("halves", "halve", (judgement,), "")
    notebook = nbformat.read(submission.masters / "halves.ipynb", as_version=4)
    CellMark(verdict=verdict.to_dict()).write(notebook.cells[0])
    NotebookMark(fingerprint=fingerprint, graded=True).write(notebook)
    return Graded("amina", "halves", (GradedNotebook("halves", notebook, {"halve": verdict}),))


def alone(submission):
    return replace(submission, notebooks=submission.notebooks[:1])


def test_a_submission_is_read_back_as_it_was_written(submission, tmp_path):
    content = parcels.pack_submission(submission, "course", 60)
    parcel = parcels.read_submission(content)
    assert (parcel.course, parcel.seconds) == ("course", 60)
    assert parcel.files == {"data/five.txt": b"5\x00"}
    there = parcel.unpack(tmp_path / "there", submission.masters)
    assert replace(there, folder=submission.folder) == submission
    assert (there.folder / "data" / "five.txt").read_bytes() == b"5\x00"


@pytest.mark.parametrize(
    "change",
    [
        lambda head: head["files"][0].update(path="../five.txt"),
        lambda head: head["files"][0].update(path="/etc/five.txt"),
        lambda head: head["files"][0].update(size=-1),
        lambda head: head["files"][0].update(size=10**12),
        lambda head: head["files"][0].update(size=1),
        lambda head: head["files"].extend([{"path": "x", "size": 0}] * parcels.MAX_FILES),
        lambda head: head["notebooks"][0].update(name="../halves"),
        lambda head: head.update(lesson="../halves"),
        lambda head: head.update(version=99),
        lambda head: head.update(schema="something else"),
    ],
)
def test_a_parcel_that_was_made_by_somebody_else_is_refused(submission, change):
    line, _, blobs = parcels.pack_submission(submission, "course", 60).partition(b"\n")
    head = json.loads(line)
    change(head)
    with pytest.raises(ValueError, match=r"\w"):
        parcels.read_submission(json.dumps(head).encode() + b"\n" + blobs)


def test_what_is_too_large_to_travel_is_told(submission, monkeypatch):
    monkeypatch.setattr(parcels, "MAX_SUBMISSION_BYTES", 100)
    with pytest.raises(CourseError, match="grade it without --scheduler"):
        parcels.pack_submission(submission, "course", 60)
    monkeypatch.setattr(parcels, "MAX_GRADED_BYTES", 500)
    content = parcels.pack_graded(graded(submission), [])
    assert "grade it without --scheduler" in json.loads(content)["failed"]


def test_what_came_of_it_is_read_back(submission, caplog):
    asked = alone(submission)
    lines = [(logging.WARNING, "cell 3 ran too long"), (logging.ERROR, "a check failed")]
    with caplog.at_level(logging.INFO, "parcels"):
        found = parcels.read_graded(parcels.pack_graded(graded(asked), lines), asked, Config(), LOG)
    assert found == graded(asked)
    assert [(record.levelno, record.message) for record in caplog.records] == lines


def test_why_nothing_came_of_it_is_read_back(submission):
    with pytest.raises(CourseError, match="No examiner."):
        parcels.read_graded(parcels.pack_failure("No examiner."), submission, Config(), LOG)
    with pytest.raises(parcels.WorkerRefusedError, match="Another version."):
        parcels.read_graded(parcels.pack_refusal("Another version."), submission, Config(), LOG)


def other_points(said):
    said["notebooks"][0]["notebook"]["cells"][0]["metadata"]["nbgrader"]["points"] = 100


def other_verdict(said):
    said["notebooks"][0]["verdicts"]["halve"]["judgements"][0]["points"] = 1


def no_verdict(said):
    del said["notebooks"][0]["notebook"]["cells"][0]["metadata"]["coursework"]


def other_notebook(said):
    said["notebooks"][0]["name"] = "../../gradebook"


def no_cells(said):
    said["notebooks"][0]["notebook"]["cells"] = "none"


def nothing(said):
    said.clear()


@pytest.mark.parametrize(
    "change", [other_points, other_verdict, no_verdict, other_notebook, no_cells, nothing]
)
def test_what_no_worker_of_the_course_gives_is_not_used(submission, change):
    asked = alone(submission)
    said = json.loads(parcels.pack_graded(graded(asked), []))
    change(said)
    with pytest.raises(CourseError, match="What a worker gave back cannot be read"):
        parcels.read_graded(json.dumps(said).encode(), asked, Config(), LOG)


@pytest.mark.parametrize(
    "content",
    [None, 5, b"", b"{", b"[" * 200_000, b'{"schema": "coursework-graded", "version": 1}'],
    ids=["none", "number", "empty", "cut", "nested", "incomplete"],
)
def test_what_is_no_answer_at_all_is_not_used(submission, content):
    with pytest.raises(CourseError, match="What a worker gave back cannot be read"):
        parcels.read_graded(content, submission, Config(), LOG)


@pytest.mark.parametrize("made", [{"points": 5.0}, {"points": float("nan")}, {"fingerprint": "another"}])
def test_points_beyond_the_most_and_other_submissions_are_not_used(submission, made):
    asked = alone(submission)
    with pytest.raises(CourseError, match="What a worker gave back cannot be read"):
        parcels.read_graded(parcels.pack_graded(graded(asked, **made), []), asked, Config(), LOG)


def test_a_worker_answers_whatever_it_is_sent():
    said = json.loads(remote.grade_parcel(b"no parcel"))
    assert "no parcel" in said["failed"]


class Candidate:
    """Runs until it is killed."""

    def __init__(self):
        self.killed = False

    def kill(self):
        self.killed = True


def test_a_grading_that_takes_too_long_loses_its_candidates_and_gets_no_others(tmp_path):
    made = []

    def starter(folder):
        return lambda: made.append(Candidate()) or made[-1]

    with remote._Limit(0.05) as limit:
        start = limit.on(replace(engine(), starter=starter)).starter(tmp_path)
        start()
        deadline = time.monotonic() + 30
        while not made[0].killed and time.monotonic() < deadline:
            time.sleep(0.01)
        assert made[0].killed
        assert limit.over
        with pytest.raises(CourseError, match=r"longer than the 0\.05 s"):
            start()
    assert len(made) == 1


def test_a_course_is_told_from_another(submission, tmp_path):
    config = Config({"SealedExecute": {"timeout": 5, "kernel_name": "python3"}})

    def told(config=config):
        return digest.course_digest(tmp_path, submission.masters, config)

    first = told()
    (submission.masters / ".ipynb_checkpoints").mkdir()
    (submission.masters / ".ipynb_checkpoints" / "halves.ipynb").touch()
    # Each machine decides by itself where candidates run.
    assert told(Config({"SealedExecute": {"timeout": 5, "kernel_name": ""}})) == first
    assert told(Config({"SealedExecute": {"timeout": 6}})) != first
    (submission.masters / "halves.ipynb").write_text("{}", encoding="utf-8")
    assert told() != first
