"""What a worker does: one function, from bytes to bytes.

Dask's scheduler imports this module to know the function's name, so that it imports nothing heavy by itself.
"""

import logging
import os
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graders.pipeline.execute import SealedExecute
    from graders.pipeline.grading import Engine
    from graders.pipeline.machines.parcels import Parcel

FOLDER = "COURSEWORK_WORKER_FOLDER"
"""Names, in a worker's environment, the folder in which submissions get folders of their own."""


def grade_parcel(content: bytes) -> bytes:
    """Grade one submission, on a worker. It never raises: Dask would send an exception as a pickle.

    Args:
        content: A submission, as `parcels.pack_submission` writes it.

    Returns:
        What came of it, or a sentence that says why nothing did.
    """
    from graders.pipeline.faults import sentence
    from graders.pipeline.machines import parcels

    lines = _Lines()
    try:
        parcel = parcels.read_submission(content)
        return _grade(parcel, lines)
    except parcels.WorkerRefusedError as refused:
        return parcels.pack_refusal(str(refused))
    except Exception as error:
        logging.getLogger(__name__).debug("a submission could not be graded", exc_info=True)
        return parcels.pack_failure(sentence(error), lines.taken)


def _grade(parcel: "Parcel", lines: "_Lines") -> bytes:
    from graders.errors import CourseError
    from graders.pipeline.grading import grade
    from graders.pipeline.machines.digest import course_digest
    from graders.pipeline.machines.parcels import WorkerRefusedError, pack_graded

    root, settings, sources = _course()
    masters = sources / parcel.lesson
    if parcel.course != course_digest(root, masters, settings.config):
        raise WorkerRefusedError(
            f"The course in {root} on {os.uname().nodename} is not the coordinator's: bring both to the same "
            "version (`git pull`, `make setup`), with the same lessons, data and settings, and start the "
            "worker again."
        )
    log = logging.Logger(__name__, logging.INFO)
    log.addHandler(lines)
    with tempfile.TemporaryDirectory(prefix="submission-", dir=os.environ.get(FOLDER)) as name:
        submission = parcel.unpack(Path(name), masters)
        with _Limit(parcel.seconds) as limit:
            graded = grade(submission, limit.on(replace(settings.engine(), log=log)))
        if limit.over:
            raise CourseError(limit.sentence)
    return pack_graded(graded, lines.taken)


@cache
def _course() -> "tuple[Path, SealedExecute, Path]":
    """Find the course on this machine: its top folder, its settings, and the folder of all masters."""
    from nbgrader.coursedir import CourseDirectory

    from graders.build.layout import find_root
    from graders.pipeline.command import load_config
    from graders.pipeline.execute import SealedExecute

    root = find_root()
    config = load_config(root)
    coursedir = CourseDirectory(config=config)
    sources = Path(coursedir.format_path(coursedir.source_directory, ".", "."))
    return root, SealedExecute(config=config), sources


class _Lines(logging.Handler):
    """Keeps lines for the coordinator's log."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.taken.append((record.levelno, self.format(record)))


class _Limit:
    """Ends a grading that takes too long: its candidates are killed, and it gets no others.

    Args:
        seconds: How long it may take.
    """

    def __init__(self, seconds: float) -> None:
        self.over = False
        self.sentence = f"Its grading took longer than the {seconds:g} s that it may take on a worker."
        self._candidates: list[Any] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> "_Limit":
        self._timer.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._timer.cancel()

    def on(self, engine: "Engine") -> "Engine":
        """Give an engine whose candidates are under this limit."""

        def starter(folder: Path) -> Callable[[], Any]:
            start = engine.starter(folder)
            return lambda: self._start(start)

        return replace(engine, starter=starter)

    def _start(self, start: Callable[[], Any]) -> Any:
        from graders.errors import CourseError

        if self.over:
            raise CourseError(self.sentence)
        candidate = start()
        with self._lock:
            self._candidates.append(candidate)
            if self.over:
                candidate.kill()
        return candidate

    def _end(self) -> None:
        with self._lock:
            self.over = True
            for candidate in self._candidates:
                candidate.kill()
