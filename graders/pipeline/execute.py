"""nbgrader's steps of sealed grading: the settings of running a submission, and saving its scores."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from weakref import WeakSet

from jupyter_client.kernelspec import KernelSpecManager
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import CheckCellMetadata, Execute, SaveAutoGrades
from traitlets import Bool, Dict, Float, Integer, List, Unicode

from graders.errors import CourseError
from graders.examiner import Examiner, JudgingLimits
from graders.examiner.client import shared_examiner
from graders.kernels import Sandbox
from graders.kernels.environment import ONE_THREAD
from graders.pipeline.candidate import Candidate
from graders.pipeline.grading import Engine, run_merged
from graders.pipeline.marks import CellMark
from graders.pipeline.run import RunLimits

SANDBOXED, PLAIN = "coursework-candidate", "python3"
CHANNEL_BYTES = 768 * 2**20
"""What a candidate may send: evidence with the weights of a large model goes this way."""


class SealedExecute(Execute):
    """Runs the cells of a submission in a candidate and has the examiner judge the evidence.

    At a grade cell the visible part runs in the candidate; then the exercise's evidence is taken and judged
    elsewhere. The cell's first outputs are the verdict and its points, so that nbgrader takes the points as
    the score, whatever the candidate printed or raised.
    """

    kernel_name = Unicode(
        "", help="Kernel of the candidates; the sandboxed one of the course when left empty."
    ).tag(config=True)
    timeout = Integer(300, help="Seconds that one cell may take.").tag(config=True)
    notebook_timeout = Float(900, help="Seconds that all cells of a notebook may take together.").tag(
        config=True
    )
    capture_timeout = Float(
        120,
        help="Seconds that taking one exercise's evidence may take; the learner's functions are called then.",
    ).tag(config=True)
    restarts = Integer(2, help="How many times a candidate that was lost is replaced.").tag(config=True)
    demonstrations = Bool(
        False, help="Run the worked examples that a lesson's author tagged `demonstration`, needed or not."
    ).tag(config=True)
    sandbox = Dict(help="Changes to the candidate's sandbox (see graders.kernels.Sandbox).").tag(config=True)
    judging_limits = Dict(help="Changes to what one judgement may cost (see JudgingLimits).").tag(config=True)
    examiner_preload = List(
        Unicode(), default_value=["keras"], help="Modules that the examiner imports before it judges."
    ).tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._stopped = False
        self._candidates: WeakSet[Candidate] = WeakSet()

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict, km: Any = None
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Run and judge one notebook, for whoever applies this step by itself.

        Args:
            nb: A notebook that `merge` made.
            resources: nbgrader's.
            km: Not used: a candidate may have to be replaced.

        Returns:
            The notebook with outputs and verdicts, and the resources.

        Raises:
            CourseError: No candidate or examiner can be had, or the lesson's notebook and its checks differ.
        """
        names, folder = resources["nbgrader"], Path(resources["metadata"]["path"])
        label = f"{names['student']}/{names['assignment']}"
        run_merged(nb, names["assignment"], folder, self.engine(), label=label)
        return nb, resources

    def engine(self) -> Engine:
        """Give what these settings grade with."""
        return Engine(
            examiner=self.examiner(),
            starter=self.starter,
            limits=RunLimits(self.timeout, self.capture_timeout, self.notebook_timeout, self.restarts),
            demonstrations=self.demonstrations,
            config=self.config,
            log=self.log,
        )

    def examiner(self) -> Examiner:
        """Give this process's examiner, which may have to be started."""
        return shared_examiner(JudgingLimits(**self.judging_limits), self.examiner_preload, self.log)

    def starter(self, folder: Path) -> Callable[[], Candidate]:
        """Find out how candidates are started.

        Args:
            folder: The submission's folder.

        Returns:
            A function that starts one.

        Raises:
            CourseError: There is no sandboxed kernel, and running without one was not allowed.
        """
        name = self.kernel_name or self._default_kernel()
        # What a kernel itself prints, beside its messages, is a log that nobody asked for.
        options: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        if name == SANDBOXED:
            settings = {
                "output_bytes": CHANNEL_BYTES,
                # A candidate may be ready long before its turn comes.
                "wall_seconds": 3 * self.notebook_timeout,
                "env": ONE_THREAD,
                **self.sandbox,
            }
            files = str(folder.resolve())
            options = {"sandbox": Sandbox.for_course(self._course(folder), files=files, **settings)}
        return lambda: self._start(
            name, cwd=str(folder), options=options, startup_seconds=self.startup_timeout
        )

    def _start(self, name: str, **settings: Any) -> Candidate:
        if self._stopped:
            raise CourseError("Grading was stopped.")
        candidate = Candidate(name, **settings)
        self._candidates.add(candidate)
        if self._stopped:
            candidate.kill()
        return candidate

    def stop(self) -> None:
        """End all candidates, from another thread, and start no other."""
        self._stopped = True
        for candidate in list(self._candidates):
            candidate.kill()

    def _course(self, folder: Path) -> Path:
        """Find the folder with the course's data; a submission may stand outside the course."""
        root = self.config.CourseDirectory.get("root") or Path.cwd()
        places = [*folder.resolve().parents, Path(root).resolve()]
        return next((place for place in places if (place / "data").is_dir()), folder.resolve())

    def _default_kernel(self) -> str:
        if SANDBOXED in KernelSpecManager().find_kernel_specs():
            return SANDBOXED
        if os.environ.get("COURSEWORK_UNSANDBOXED"):
            self.log.warning("Submissions run WITHOUT a sandbox, as COURSEWORK_UNSANDBOXED allows.")
            return PLAIN
        raise CourseError(
            f"Submissions are run in a sandbox, and its kernel {SANDBOXED} is not installed: run "
            "`make --always-make setup`, or set COURSEWORK_UNSANDBOXED=1 to run them without one on purpose."
        )


class SaveVerdicts(SaveAutoGrades):
    """Saves scores as nbgrader does, and asks for the teacher where no check could judge."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Save what a cell got.

        Args:
            cell: A cell of a graded notebook.
            resources: nbgrader's.
            cell_index: Where it stands.

        Returns:
            Both as they were.
        """
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        verdict = CellMark.read(cell).read_verdict()
        if verdict is not None and verdict.needs_teacher:
            grade = self.gradebook.find_grade(
                cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id
            )
            grade.needs_manual_grade = True
            self.gradebook.db.commit()
        return cell, resources


class CheckMetadataOnce(CheckCellMetadata):
    """Checks nbgrader's metadata as nbgrader does, once for all submissions whose metadata is the same.

    A graded notebook has its metadata from the teacher's, so that it is the same for a class; nbgrader's
    check compiles a schema for each cell.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Check a notebook.

        Args:
            nb: The notebook.
            resources: nbgrader's.

        Returns:
            Both as they were.

        Raises:
            ValidationError: Its metadata is not what nbgrader can work with.
        """
        marked = [cell for cell in nb.cells if "nbgrader" in cell.metadata]
        said = json.dumps([[cell.cell_type, cell.metadata.nbgrader] for cell in marked])
        if said not in _sound:
            super().preprocess(nb, resources)
            _sound.add(said)
        return nb, resources


_sound: set[str] = set()
"""Metadata that passed nbgrader's check in this process."""
