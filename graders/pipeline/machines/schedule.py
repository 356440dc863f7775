"""A schedule of many machines: which worker of a Dask cluster grades which submission.

Dask carries bytes to a worker that is named and tells what became of them. Which submission goes where, and
how often, is decided here: a worker that is lost costs its submissions another run each, and no more than
`RUNS` in all, whichever limit the scheduler has.
"""

import contextlib
import logging
import queue
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, Protocol

from distributed import Client, Future, Security
from distributed.scheduler import KilledWorker

from graders.errors import CourseError
from graders.pipeline.interrupt import Interruptible
from graders.pipeline.machines.parcels import WorkerRefusedError
from graders.pipeline.machines.remote import grade_parcel
from graders.pipeline.schedule import PAUSE_SECONDS, Begun, Result, Task, Work, until_stopped

RESOURCE = "coursework"
"""What a worker of the course's calls its slots; other workers of the cluster are left alone."""
RUNS = 3
"""How many times a submission is run whose worker is lost."""
CONNECT_SECONDS = 15.0
WORKER_SECONDS = 60.0
"""How long a grading waits while there is no worker at all: one that died may be coming back."""
LOOK_SECONDS = 0.5
"""How often the scheduler is asked for its workers."""
SILENT_SECONDS = 60.0
"""How long a worker may give no sign of life: its host may be cut off, which the scheduler notices late."""
FETCH_SECONDS = 60.0
GRACE_SECONDS = 60.0
"""How much longer than its own limit a worker may take, before it counts as lost."""


class SentWork(Work[Begun, Result], Protocol):
    """Work that is done elsewhere, by `remote.grade_parcel`."""

    def pack(self, task: Begun) -> tuple[bytes, float]:
        """Write a task down; gives that, and the seconds that it may take."""

    def unpack(self, task: Begun, content: object) -> Result:
        """Read what came back.

        Raises:
            WorkerRefusedError: That worker does nothing for this course.
        """


@dataclass
class _Sent(Generic[Task]):
    """A task under way.

    Args:
        task: The task.
        content: What is sent.
        seconds: How long it may take.
        runs: How many times it was begun.
        key: Dask's name for the run that is under way.
        worker: Where that is.
        since: When it was sent, by the monotonic clock.
    """

    task: Task
    content: bytes
    seconds: float
    runs: int = 0
    key: str = ""
    worker: str = ""
    since: float = 0.0
    future: "Future | None" = None


@dataclass
class _Worker:
    """A worker.

    Args:
        slots: How many submissions it grades at once.
        keys: The runs that are under way there.
        lent: Whether it is kept for one of them alone.
        sign: Its last sign of life, by the scheduler's clock.
        since: When that was seen to be a new one, by this machine's.
    """

    slots: int
    keys: set[str] = field(default_factory=set)
    lent: bool = False
    sign: object = None
    since: float = 0.0


class Machines(Generic[Task, Result]):
    """Has tasks done by the workers of a Dask cluster that `coursework grade-worker` started.

    Args:
        address: The scheduler's address.
        security: For a scheduler that asks for TLS.
        log: Where it is told what becomes of workers.
        tell: Given a sentence that the person at the terminal should read.
    """

    def __init__(
        self,
        address: str,
        security: Security | None = None,
        *,
        log: logging.Logger | None = None,
        tell: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        self._address, self._security, self._tell = address, security, tell
        self._log = log or logging.getLogger(__name__)
        self._name = f"coursework-{secrets.token_hex(6)}"
        self._count = 0
        self._under_way: dict[str, _Sent[Task]] = {}
        self._again: deque[_Sent[Task]] = deque()
        self._ended: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._workers: dict[str, _Worker] = {}
        self._left_out: dict[str, str] = {}
        self._refused = ""
        self._looked = self._had_worker = float("-inf")

    def run(self, tasks: Iterable[Task | None], work: SentWork[Task, Result]) -> None:
        """Do all tasks, as in `graders.pipeline.together.Schedule`.

        Args:
            tasks: The tasks.
            work: What is done with them.

        Raises:
            CourseError: The scheduler cannot be reached, or there is no worker for this course.
            KeyboardInterrupt: Somebody stopped it.
        """
        # What it has to say of lost connections is said here, in words for a teacher.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self._client = self._connect()
        self._had_worker = time.monotonic()
        try:
            with Interruptible() as interruptible:
                try:
                    for task in until_stopped(tasks, interruptible):
                        if task is None:
                            self._step(work, interruptible)
                            continue
                        self._take(task, work)
                        while self._again:
                            self._step(work, interruptible, more=True)
                    while self._under_way or self._again:
                        self._step(work, interruptible)
                except (KeyboardInterrupt, CourseError):
                    self._drop(work)
                    raise
        finally:
            self._client.close(timeout=2)

    def _connect(self) -> Client:
        try:
            return Client(
                self._address, security=self._security, timeout=CONNECT_SECONDS, set_as_default=False
            )
        except (OSError, TimeoutError, ValueError, RuntimeError) as error:
            raise CourseError(
                f"No scheduler answers at {self._address} ({_first_line(error)}): start one with `dask "
                "scheduler`, or mend the address or the certificates."
            ) from error

    def _take(self, task: Task, work: SentWork[Task, Result]) -> None:
        """Write a task down, to be sent when a slot is free."""
        try:
            content, seconds = work.pack(task)
        except Exception as error:
            work.finish(task, _raising(error))
            return
        self._again.append(_Sent(task, content, seconds))

    def _step(
        self, work: SentWork[Task, Result], interruptible: Interruptible, *, more: bool = False
    ) -> None:
        """Send what a slot is free for, wait a little, and take what has ended.

        Where more tasks are coming, nothing is waited for once all is sent: another slot may be free.
        """
        with interruptible.waiting():
            self._look()
        while self._again and self._send(self._again[0]):
            self._again.popleft()
        keys = []
        with interruptible.waiting(), contextlib.suppress(queue.Empty):  # until nothing else has ended
            keys.append(self._ended.get(timeout=0.0 if more and not self._again else PAUSE_SECONDS))
            while True:
                keys.append(self._ended.get_nowait())
        ended = [sent for key in keys if (sent := self._forget(key)) is not None]
        contents = self._fetch(ended, interruptible)
        for sent in ended:
            self._finish(sent, contents, work)
        self._give_up(work)

    def _look(self) -> None:
        """Ask the scheduler which workers there are."""
        now = time.monotonic()
        if now - self._looked < LOOK_SECONDS:
            return
        self._looked = now
        try:
            known: dict[str, Any] = self._client.scheduler_info()["workers"]
        except Exception as error:
            raise CourseError(
                f"The scheduler at {self._address} went away ({_first_line(error)}): what is graded is kept; "
                "start it and its workers, and run the same command again."
            ) from error
        if self._client.status not in ("running", "connecting"):
            raise CourseError(
                f"The scheduler at {self._address} went away: what is graded is kept; start it and its "
                "workers, and run the same command again."
            )
        there = {
            address: told
            for address, told in known.items()
            if RESOURCE in told.get("resources", {}) and address not in self._left_out
        }
        for address in set(self._workers) - set(there):
            lost = self._workers.pop(address)
            self._log.warning("The worker %s was lost, with %d submissions", address, len(lost.keys))
        for address, told in there.items():
            if address not in self._workers and told.get("status", "running") == "running":
                self._workers[address] = _Worker(int(told["nthreads"]))
                self._log.info("The worker %s has %d slots", address, told["nthreads"])
            if address in self._workers:
                self._notice(address, told.get("last_seen"), now)
        if self._workers:
            self._had_worker = now
        elif self._refused or now - self._had_worker > WORKER_SECONDS:
            why = self._refused or next(reversed(self._left_out.values()), None)
            raise CourseError(
                why
                or f"There is no worker at {self._address}: start `coursework grade-worker "
                f"{self._address}` on each machine that is to grade; what is graded is kept."
            )

    def _notice(self, address: str, sign: object, now: float) -> None:
        """Take a worker's sign of life, and leave it out when the last one is long ago."""
        worker = self._workers[address]
        if sign != worker.sign:
            worker.sign, worker.since = sign, now
        elif now - worker.since > SILENT_SECONDS:
            self._left_out[address] = (
                f"The worker {address} does not answer: look whether its host is cut off."
            )
            self._log.error("%s", self._left_out[address])
            self._tell(self._left_out[address])
            self._workers.pop(address)

    def _send(self, sent: _Sent[Task]) -> bool:
        """Send a task where most slots are free; tells whether there was one.

        What was lost with its worker runs alone on one: if that is lost too, it is known which submission
        was there, and no neighbor of it is counted.
        """
        alone = sent.runs > 0
        free = {
            address: worker.slots - len(worker.keys)
            for address, worker in self._workers.items()
            if not worker.lent and not (alone and worker.keys)
        }
        address = max(free, key=free.__getitem__, default="")
        if not address or free[address] < 1:
            return False
        self._workers[address].lent = alone
        self._count += 1
        sent.key, sent.worker = f"{self._name}-{self._count}", address
        sent.runs, sent.since = sent.runs + 1, time.monotonic()
        self._workers[address].keys.add(sent.key)
        self._under_way[sent.key] = sent
        key = sent.key
        sent.future = self._client.submit(
            grade_parcel, sent.content, key=key, workers=[address], allow_other_workers=False, pure=False
        )
        sent.future.add_done_callback(lambda future: self._ended.put(key))
        return True

    def _forget(self, key: str) -> _Sent[Task] | None:
        """Take a run off the lists; None when it was given up before."""
        sent = self._under_way.pop(key, None)
        if sent is not None and sent.worker in self._workers:
            self._workers[sent.worker].keys.discard(key)
            self._workers[sent.worker].lent = False
        return sent

    def _fetch(self, ended: list[_Sent[Task]], interruptible: Interruptible) -> dict[str, object]:
        """Fetch what came of runs that have ended, all at once; what is lost meanwhile is left out."""
        futures = {
            sent.key: sent.future for sent in ended if sent.future and sent.future.status == "finished"
        }
        if not futures:
            return {}
        gather = partial(self._client.gather, futures, errors="skip", asynchronous=True)
        try:
            with interruptible.waiting():
                return dict(self._client.sync(gather, callback_timeout=FETCH_SECONDS))
        except KeyboardInterrupt:
            for sent in ended:  # they are dropped with the others
                self._under_way[sent.key] = sent
            raise
        except Exception as error:  # a worker was lost between an end and here, or sent what cannot be read
            self._log.warning("Results of %d runs were lost: %s", len(futures), _first_line(error))
            return {}

    def _finish(self, sent: _Sent[Task], contents: dict[str, object], work: SentWork[Task, Result]) -> None:
        future, sent.future = sent.future, None
        assert future is not None
        error = future.exception(timeout=FETCH_SECONDS) if future.status == "error" else None
        future.release()
        if error is not None and not isinstance(error, KilledWorker):
            # The function itself never raises: the worker has other code.
            self._leave_out(sent, f"The worker {sent.worker} cannot grade ({_first_line(error)}).")
            return
        if sent.key not in contents:
            self._lost(sent, work)
            return
        try:
            result = work.unpack(sent.task, contents[sent.key])
        except WorkerRefusedError as refused:
            self._leave_out(sent, str(refused))
        except Exception as failure:
            work.finish(sent.task, _raising(failure))
        else:
            work.finish(sent.task, lambda: result)

    def _leave_out(self, sent: _Sent[Task], why: str) -> None:
        """Send nothing else to a worker that does nothing for this course; that was no run."""
        if sent.worker not in self._left_out:
            self._log.error("%s", why)
            self._tell(why)
        self._left_out[sent.worker] = self._refused = why
        self._workers.pop(sent.worker, None)
        sent.runs -= 1
        self._again.appendleft(sent)

    def _give_up(self, work: SentWork[Task, Result]) -> None:
        """Give up what was sent to a worker that is gone, or that does not come back."""
        now = time.monotonic()
        for key, sent in list(self._under_way.items()):
            gone = sent.worker not in self._workers
            if gone or now - sent.since > sent.seconds + GRACE_SECONDS:
                if not gone:
                    self._left_out[sent.worker] = f"The worker {sent.worker} does not come to an end."
                    self._workers.pop(sent.worker)
                    self._log.error("%s", self._left_out[sent.worker])
                self._forget(key)
                self._lost(sent, work)

    def _lost(self, sent: _Sent[Task], work: SentWork[Task, Result]) -> None:
        """Run a task again whose worker was lost, or mark it for the teacher."""
        if sent.future is not None:
            sent.future.cancel()
            sent.future = None
        if sent.runs < RUNS:
            self._again.append(sent)
            return
        work.finish(
            sent.task,
            _raising(
                CourseError(
                    f"Its worker was lost {RUNS} times while it was graded: look at the workers' machines, "
                    "then grade it again."
                )
            ),
        )

    def _drop(self, work: SentWork[Task, Result]) -> None:
        for sent in [*self._under_way.values(), *self._again]:
            if sent.future is not None and self._client.status == "running":
                sent.future.cancel()
            work.drop(sent.task)
        self._under_way.clear()
        self._again.clear()


def _raising(error: Exception) -> Callable[[], Any]:
    def result() -> Any:
        raise error

    return result


def _first_line(error: object) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
