"""The plain function that grades one submission, and the schedule that calls it: each by itself."""

import json
import threading
import time

import nbformat
import nbformat.v4
import pytest
from traitlets.config import Config

from graders.errors import CourseError
from graders.pipeline.candidate import CellRun
from graders.pipeline.grading import Engine, Submission, SubmittedNotebook, grade
from graders.pipeline.marks import NotebookMark
from graders.pipeline.reading import cells_in
from graders.pipeline.schedule import Threads

SOLUTION = {"grade": False, "solution": True, "locked": False, "task": False, "schema_version": 3}


class Cells:
    """Runs nothing and shows what it was given."""

    def run(self, source, seconds):
        return CellRun(outputs=[nbformat.v4.new_output("stream", text=f"ran {source}")])

    def close(self):
        pass


class NothingToJudge:
    """An examiner of a lesson without exercises."""

    def describe(self, lesson):
        return {}

    def finish(self, submission):
        pass


@pytest.fixture
def masters(tmp_path):
    cell = nbformat.v4.new_code_cell("half = ...", id="halve")
    cell.metadata["nbgrader"] = {**SOLUTION, "grade_id": "halve-solution"}
    folder = tmp_path / "masters"
    folder.mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / "halves.ipynb")
    return folder


def submission(masters, notebook):
    folder = masters.parent / "runs"
    folder.mkdir()
    return Submission("amina", "halves", (notebook,), folder, masters, notes=("One file was left out.",))


def engine(**settings):
    return Engine(NothingToJudge(), lambda folder: Cells, config=Config(), **settings)


def test_bytes_go_in_and_a_graded_notebook_comes_out(masters):
    handed_in = nbformat.read(masters / "halves.ipynb", as_version=4)
    handed_in.cells[0].source = "half = 5"
    content = json.dumps(handed_in).encode()
    asked = submission(masters, SubmittedNotebook("halves", content, fingerprint="0a1b"))
    (graded,) = grade(asked, engine()).notebooks
    answer = next(cell for cell in graded.notebook.cells if cell.id == "halve")
    assert (answer.source, answer.outputs[0].text) == ("half = 5", "ran half = 5")
    mark = NotebookMark.read(graded.notebook)
    assert (mark.graded, mark.readable, mark.fingerprint) == (True, True, "0a1b")
    assert mark.notes == ["One file was left out."]
    # What ran stands in the folder, where a learner's cell finds it, and says nothing of a grading.
    ran = nbformat.read(asked.folder / "halves.ipynb", as_version=4)
    assert NotebookMark.read(ran).graded is None
    assert [cell.source for cell in cells_in(json.dumps(ran).encode())] == ["half = 5"]


@pytest.mark.parametrize(
    ("notebook", "said"),
    [
        (SubmittedNotebook("halves", refusal="The notebook is a link."), "The notebook is a link."),
        (SubmittedNotebook("halves", b"{"), "The file is not a notebook"),
    ],
)
def test_what_cannot_be_read_runs_nothing_and_says_why(masters, notebook, said):
    (graded,) = grade(submission(masters, notebook), engine()).notebooks
    assert said in graded.notebook.cells[0].source
    assert all(not cell.get("outputs") for cell in graded.notebook.cells)
    assert NotebookMark.read(graded.notebook).readable is False


def test_a_master_that_is_missing_is_told(masters):
    with pytest.raises(CourseError, match="thirds.ipynb is missing"):
        grade(submission(masters, SubmittedNotebook("thirds")), engine())


class Counting:
    """Work that counts how many run at once; task 3 fails, and the one named `stop` stops everything."""

    def __init__(self, stop=None):
        self.lock, self.running, self.most = threading.Lock(), 0, 0
        self.ended, self.dropped, self.stopped = {}, [], threading.Event()
        self._stop = stop

    def warm_up(self):
        self.warm = True

    def do(self, task, turn):
        if self._stop is not None and task > self._stop:
            self.stopped.wait(60)
        with turn:
            with self.lock:
                self.running += 1
                self.most = max(self.most, self.running)
            time.sleep(0.02)
            with self.lock:
                self.running -= 1
        if task == 3:
            raise ValueError("three")
        return task * task

    def finish(self, task, result):
        try:
            self.ended[task] = result()
        except ValueError as error:
            self.ended[task] = str(error)
        if task == self._stop:
            raise KeyboardInterrupt

    def drop(self, task):
        self.dropped.append(task)

    def stop(self):
        self.stopped.set()


@pytest.mark.parametrize("workers", [1, 3])
def test_so_many_run_at_once_and_each_ends_by_itself(workers):
    work = Counting()
    Threads[int, int](workers).run(range(8), work)
    assert work.ended == {task: "three" if task == 3 else task * task for task in range(8)}
    assert work.most == workers
    assert work.dropped == []
    assert work.warm


def test_a_task_is_asked_for_as_late_as_possible():
    asked = []

    def tasks():
        for task in range(20):
            asked.append(task)
            # With one worker two are begun, and as many again wait behind them.
            assert task - len(work.ended) <= 4
            yield task

    work = Counting()
    Threads[int, int](1).run(tasks(), work)
    assert asked == list(range(20))


def test_what_is_under_way_is_dropped_when_it_is_stopped():
    work = Counting(stop=1)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        Threads[int, int](1).run(range(20), work)
    assert time.monotonic() - began < 30
    assert {0, 1} <= set(work.ended)
    assert work.dropped
    assert not set(work.dropped) & set(work.ended)
