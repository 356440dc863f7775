"""One notebook, run and judged."""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import Any, Protocol

import nbformat.v4
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from coursework.evidence.format import may_ask
from graders.criteria import Verdict
from graders.errors import CourseError
from graders.examiner import ExerciseDescription
from graders.examiner.client import Ask, LessonDescription
from graders.kernels import SandboxUnavailable
from graders.pipeline.candidate import CellRun, Ending
from graders.pipeline.demonstrations import left_out
from graders.pipeline.marks import CellMark, NotebookMark
from graders.pipeline.merge import as_plain_markdown
from graders.pipeline.outputs import Room, display, printable, safe_outputs

ABANDONMENTS = 3
"""How many times a submission gets another candidate because the last one's forkserver ended."""
GRADE_SUFFIX, SOLUTION_SUFFIX = "-grade", "-solution"


@dataclass(frozen=True)
class RunLimits:
    """What running one submission may cost.

    Args:
        cell_seconds: Longest time of one cell, in seconds on the clock.
        capture_seconds: Longest time of taking one exercise's evidence, which calls the learner's functions.
        notebook_seconds: Longest time of the whole, replays included.
        restarts: How many times a lost candidate is replaced.
    """

    cell_seconds: float = 300
    capture_seconds: float = 120
    notebook_seconds: float = 900
    restarts: int = 2


class RunsCells(Protocol):
    """What a submission's cells run in: a `Candidate`, or what stands in for one."""

    def run(self, source: str, seconds: float) -> CellRun:
        """Run some code to its end."""

    def capture(self, request: Mapping[str, Any], seconds: float) -> CellRun:
        """Take evidence."""

    def close(self) -> None:
        """End it."""


class Judges(Protocol):
    """What judges: an `Examiner`, or what stands in for one."""

    def describe(self, lesson: str) -> LessonDescription:
        """Tell a lesson's exercises."""

    def submit(
        self,
        lesson: str,
        exercise: str,
        document: bytes | None,
        *,
        attempted: bool | None = None,
        note: str = "",
        absent: str = "",
        submission: str = "",
        ask: Ask | None = None,
    ) -> "Future[Verdict]":
        """Have one exercise judged."""

    def finish(self, submission: str) -> None:
        """Let go of a submission."""


class OutOfTimeError(Exception):
    """The notebook has used up its time, or its candidates."""


@dataclass
class SubmissionRun:
    """Runs one notebook made by `merge`, and writes outputs, verdicts and notes into it.

    Args:
        notebook: The notebook; it is changed.
        lesson: The lesson's name.
        exercises: What the examiner tells of the lesson.
        examiner: The examiner.
        start: Starts a candidate.
        limits: What the run may cost.
        log: Where the teacher reads what happened.
        whose: Name of the submission in the log.
        turn: Entered while the cells run; the candidate is got ready before, the verdicts are awaited after.
        demonstrations: Whether worked examples run that no answer needs.
    """

    notebook: NotebookNode
    lesson: str
    exercises: LessonDescription
    examiner: Judges
    start: Callable[[], RunsCells]
    limits: RunLimits = field(default_factory=RunLimits)
    log: logging.Logger = field(default_factory=lambda: logging.getLogger(__name__))
    whose: str = ""
    turn: AbstractContextManager[Any] = field(default_factory=nullcontext)
    demonstrations: bool = False

    def __post_init__(self) -> None:
        self._candidate: RunsCells | None = None
        self._started = 0
        self._abandonments = 0
        self._deadline = time.monotonic() + self.limits.notebook_seconds
        self._runs: dict[int, CellRun] = {}
        self._lost_at: set[int] = set()
        self._verdicts: dict[int, Future[Verdict]] = {}
        self._left_out: set[int] = set()
        self._why_over = ""
        self._name = secrets.token_hex(8)  # tells the examiner which answers belong together
        self._room = Room()

    def go(self) -> dict[str, Verdict]:
        """Run the notebook.

        Returns:
            The verdict of each exercise.

        Raises:
            CourseError: Notebook and checks differ in exercises or points, or no candidate can be had.
        """
        self._check_master()
        mark = NotebookMark.read(self.notebook)
        runs = mark.runs
        if runs and not self.demonstrations:
            asked = (name for exercise in self.exercises.values() for name in exercise.names)
            self._left_out = left_out(self.notebook, asked)
        try:
            if runs:
                self._start()
            with self.turn:
                self._deadline = time.monotonic() + self.limits.notebook_seconds
                self._run_cells(runs)
        finally:
            self.examiner.finish(self._name)
            self._drop()
        return self._write(mark.notes or [])

    def _run_cells(self, runs: bool) -> None:
        for index, cell in enumerate(self.notebook.cells):
            if cell.cell_type != "code":
                continue
            if runs and not self._why_over and cell.source.strip() and index not in self._left_out:
                self._run_cell(index, cell)
            if is_grade(cell):
                self._verdicts[index] = self._judge(index, cell)

    @property
    def stopped(self) -> dict[int, str]:
        """Cells that were stopped or ended their candidate: index → what happened."""
        return {index: run.why for index, run in self._runs.items() if run.why}

    def _check_master(self) -> None:
        points = {
            _exercise(cell): cell.metadata.nbgrader.points
            for cell in self.notebook.cells
            if is_grade(cell) and not is_solution(cell)  # a written answer is the teacher's to grade
        }
        known = {name: exercise.points for name, exercise in self.exercises.items()}
        if points != known:
            raise CourseError(
                f"The notebook of {self.lesson} and its checks in graders/lessons differ in exercises or "
                f"points: run `coursework build {self.lesson}`, then `nbgrader generate_assignment "
                f"{self.lesson}`."
            )

    def _run_cell(self, index: int, cell: NotebookNode) -> None:
        try:
            candidate = self._ready(index)
            seconds = min(self.limits.cell_seconds, self._left())
        except OutOfTimeError as over:
            self._why_over = str(over)
            return
        run = candidate.run(cell.source, seconds)
        if run.ending is Ending.ABANDONED:
            self._abandoned()
            self._run_cell(index, cell)
            return
        self._runs[index] = run
        run.outputs = safe_outputs(run.outputs, self._room)
        if run.why:
            self.log.warning("%s: cell %d %s", self.whose, index + 1, run.why)
        if run.candidate_lost:
            self._lose(index)

    def _ready(self, index: int) -> RunsCells:
        """Give a candidate in which all cells before this one have run, but those that ended a candidate."""
        while self._candidate is None:
            if self._started > self.limits.restarts:
                raise OutOfTimeError("it ended the Python process too many times")
            candidate = self._start()
            for before, cell in enumerate(self.notebook.cells[:index]):
                if before not in self._runs or before in self._lost_at or is_grade(cell):
                    continue
                again = candidate.run(cell.source, min(self.limits.cell_seconds, self._left()))
                if again.ending is Ending.ABANDONED:
                    self._abandoned()
                    break
                if again.candidate_lost:
                    self._lose(before)
                    break
        return self._candidate

    def _start(self) -> RunsCells:
        self._started += 1
        while self._candidate is None:
            try:
                self._candidate = self.start()
            except SandboxUnavailable:
                raise
            except RuntimeError as error:
                # A kernel that never answered has run no learner's code.
                self.log.warning("%s: no candidate could be started: %s", self.whose, error)
                self._replace()
        return self._candidate

    def _abandoned(self) -> None:
        """Let go of a candidate that ended through no fault of the submission."""
        self._drop()
        self._started -= 1
        self._replace()

    def _replace(self) -> None:
        self._abandonments += 1
        self.log.warning("%s: a candidate was lost with its forkserver, and is replaced", self.whose)
        if self._abandonments > ABANDONMENTS:
            raise CourseError(
                f"Candidates were lost {self._abandonments} times through no fault of the submission: see to "
                "the machine (`coursework doctor`), then grade it again."
            )

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise OutOfTimeError(
                f"it ran longer than the {self.limits.notebook_seconds:g} s that a notebook may take"
            )
        return left

    def _lose(self, index: int) -> None:
        self._lost_at.add(index)
        self._drop()

    def _drop(self) -> None:
        if self._candidate is not None:
            self._candidate.close()
            self._candidate = None

    def _judge(self, index: int, cell: NotebookNode) -> "Future[Verdict]":
        name = _exercise(cell)
        exercise = self.exercises[name]
        submit = partial(self.examiner.submit, self.lesson, name, submission=self._name)
        mark = NotebookMark.read(self.notebook)
        if not mark.runs:
            return submit(None, attempted=False, note=next(iter(mark.notes or []), ""))
        if not self._attempted(exercise):
            return submit(None, attempted=False)
        note = self._note(exercise)
        document, absent = self._evidence(index, exercise)
        # Questions go to the candidate as it is now: such a verdict is awaited before the next cell runs.
        ask = self._ask if document is not None and may_ask(document) else None
        return submit(document, attempted=True, note=note, absent=absent, ask=ask)

    def _ask(self, request: dict[str, Any]) -> bytes | None:
        """Put questions to the candidate; None when it is gone, or its time is up."""
        if self._candidate is None:
            return None
        try:
            run = self._candidate.capture(request, min(self.limits.capture_seconds, self._left()))
        except OutOfTimeError as over:
            self._why_over = str(over)
            return None
        if run.ending is Ending.ABANDONED:
            self._abandoned()
        elif run.candidate_lost:
            self._drop()
        return run.body

    def _capture(self, index: int, exercise: ExerciseDescription) -> CellRun:
        candidate = self._ready(index)
        run = candidate.capture(exercise.request, min(self.limits.capture_seconds, self._left()))
        if run.ending is Ending.ABANDONED:
            self._abandoned()
            return self._capture(index, exercise)
        return run

    def _evidence(self, index: int, exercise: ExerciseDescription) -> tuple[bytes | None, str]:
        if not self._why_over:
            try:
                run = self._capture(index, exercise)
            except OutOfTimeError as over:
                self._why_over = str(over)
            else:
                if run.candidate_lost:
                    # The cells are sound: it was looking at the answer that ended the candidate.
                    self._drop()
                if run.body is not None:
                    return run.body, ""
                why = run.why or f"looking at it raised {printable(run.error)}"
                self.log.warning("%s: taking evidence for %s: %s", self.whose, exercise.name, why)
                return None, f"an answer that could not be looked at: {why}"
        return None, f"nothing: the notebook was stopped before this exercise, since {self._why_over}"

    def _attempted(self, exercise: ExerciseDescription) -> bool:
        """Whether the learner's cell differs from the stub, or a cell of their own binds a name asked for."""
        cell = self._solution(exercise)
        if cell is not None and CellMark.read(self.notebook.cells[cell]).attempted is not False:
            return True
        own = NotebookMark.read(self.notebook).own_names or []
        return any(name in own for name in exercise.names)

    def _solution(self, exercise: ExerciseDescription) -> int | None:
        wanted = exercise.name + SOLUTION_SUFFIX
        cells = enumerate(self.notebook.cells)
        return next(
            (at for at, cell in cells if cell.metadata.get("nbgrader", {}).get("grade_id") == wanted), None
        )

    def _note(self, exercise: ExerciseDescription) -> str:
        """Say in one sentence what went wrong when the answer's own cell ran."""
        solution = self._solution(exercise)
        run = None if solution is None else self._runs.get(solution)
        if run is None:
            return ""
        if run.why:
            return f"Your cell {run.why}."
        if not run.error:
            return ""
        told = f"Your cell stopped with {printable(run.error)[:300]}"
        return f"{told}. {run.limit}" if run.limit else told

    def _write(self, notes: list[str]) -> dict[str, Verdict]:
        verdicts: dict[str, Verdict] = {}
        count = 0
        for index, cell in enumerate(self.notebook.cells):
            if cell.cell_type != "code":
                continue
            cell.outputs, cell.execution_count = [], None
            if (run := self._runs.get(index)) is not None:
                count += 1
                cell.execution_count = count
                cell.outputs = list(run.outputs)
                if run.why:
                    cell.outputs.append(_say(_what_happened(run)))
                if run.limit:
                    cell.outputs.append(_say(run.limit))
            elif index in self._left_out:
                cell.outputs = [_say("Grading left this worked example out: none of the answers uses it.")]
            if index in self._verdicts:
                verdict = verdicts[_exercise(cell)] = self._verdicts[index].result()
                self._tell_faults(verdict)
                cell.outputs = _graded_outputs(verdict, cell.outputs, count)
                CellMark(verdict=verdict.to_dict()).write(cell)
        if notes:
            text = "**About the notebook that you handed in**\n\n" + as_plain_markdown("\n".join(notes))
            self.notebook.cells.insert(0, nbformat.v4.new_markdown_cell(text, id="about-the-submission"))
        return verdicts

    def _tell_faults(self, verdict: Verdict) -> None:
        where = f"{self.whose}: exercise {verdict.exercise}"
        for fault in dict.fromkeys(judgement.fault for judgement in verdict.judgements):
            if fault:
                self.log.error("%s: a check failed to judge, so that a teacher has to:\n%s", where, fault)


def _exercise(cell: NotebookNode) -> str:
    return cell.metadata.nbgrader.grade_id.removesuffix(GRADE_SUFFIX)


def _what_happened(run: CellRun) -> str:
    if run.ending is Ending.INTERRUPTED:
        return f"This cell {run.why}. The cells after it were run."
    return (
        f"This cell {run.why}, which stopped everything. The cells before it were run again without it, "
        "and grading went on."
    )


def _say(text: str) -> NotebookNode:
    text = printable(text)
    return display({"text/html": f"<p><em>{escape(text)}</em></p>", "text/plain": text})


def _graded_outputs(verdict: Verdict, shown: list[NotebookNode], count: int) -> list[NotebookNode]:
    """Put the verdict and its points first: the first result, error or stderr is what nbgrader scores."""
    points = {"text/html": verdict.to_html(), "text/plain": f"{verdict.points:g}"}
    outputs = [
        NotebookNode(
            output_type="execute_result",
            execution_count=count,
            data=NotebookNode(points),
            metadata=NotebookNode(),
        )
    ]
    for output in shown:
        if output.output_type == "error":
            outputs.append(_say(f"The lesson's own check says: {output.evalue or output.ename}"))
        elif output.output_type == "execute_result":
            outputs.append(display(output.data))
        else:
            outputs.append(output)
    return outputs
