"""When which submission is graded, and where: in threads of this process, which wait for other processes.

A schedule knows nothing of what it schedules. Another one, for many machines, takes the same arguments.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from threading import Semaphore, Thread
from typing import Generic, Protocol, TypeVar

from graders.pipeline.interrupt import Interruptible

STOP_SECONDS = 1.5
"""How long a schedule that is stopped waits for what it has begun to end."""
PAUSE_SECONDS = 0.2
"""How long a schedule waits before it asks again where no task is due yet."""

Task = TypeVar("Task")
Begun = TypeVar("Begun", contravariant=True)
Result = TypeVar("Result")
_Turn = AbstractContextManager[object]


class Work(Protocol[Begun, Result]):
    """What is to be done. `finish` and `drop` are called in the caller's thread, the others in threads."""

    def warm_up(self) -> None:
        """Get ready what every task needs, while the first one begins."""

    def do(self, task: Begun, turn: _Turn) -> Result:
        """Do one task.

        Args:
            task: The task.
            turn: To be entered for the part that takes a processor.

        Returns:
            What came of it.
        """

    def finish(self, task: Begun, result: Callable[[], Result]) -> None:
        """Take what came of a task.

        Args:
            task: The task.
            result: Gives what came of it, or raises what went wrong.
        """

    def drop(self, task: Begun) -> None:
        """Let go of a task that was begun, since everything is stopped."""

    def stop(self) -> None:
        """End what the tasks have begun, from another thread."""


class Threads(Generic[Task, Result]):
    """Does tasks in threads.

    Args:
        workers: How many run at once. As many again get ready, or wait for their verdicts, meanwhile.
    """

    def __init__(self, workers: int) -> None:
        self._at_once = 2 * workers
        self._turns = Semaphore(workers)
        self._under_way: dict[Future[Result], Task] = {}

    def run(self, tasks: Iterable[Task | None], work: Work[Task, Result]) -> None:
        """Do all tasks.

        Args:
            tasks: The tasks. Each is asked for as late as possible, in the caller's thread. None says that no
                task is due at the moment: it is asked again a little later.
            work: What is done with them.

        Raises:
            KeyboardInterrupt: Somebody stopped it. What was finished stays; what was begun is dropped.
        """
        pool = ThreadPoolExecutor(self._at_once, thread_name_prefix="candidate")
        warm = False
        with Interruptible() as interruptible:
            try:
                for task in until_stopped(tasks, interruptible):
                    if task is None:
                        self._pause(work, interruptible)
                        continue
                    if not warm:
                        pool.submit(work.warm_up)
                        warm = True
                    self._under_way[pool.submit(work.do, task, self._turns)] = task
                    # What is done is finished soon, and a large class does not fill the memory.
                    self._finish(work, interruptible, at_most=2 * self._at_once)
                self._finish(work, interruptible, at_most=0)
            except KeyboardInterrupt:
                self._drop(pool, work)
                raise
        pool.shutdown()

    def _pause(self, work: Work[Task, Result], interruptible: Interruptible) -> None:
        """Wait a little, and finish what is done meanwhile."""
        with interruptible.waiting():
            if self._under_way:
                wait(self._under_way, timeout=PAUSE_SECONDS, return_when=FIRST_COMPLETED)
            else:
                time.sleep(PAUSE_SECONDS)
        self._finish(work, interruptible, at_most=len(self._under_way))

    def _finish(self, work: Work[Task, Result], interruptible: Interruptible, at_most: int) -> None:
        """Finish what is done, and wait until no more than so many tasks are under way."""
        while self._under_way:
            patience = 0 if len(self._under_way) <= at_most else None
            with interruptible.waiting():
                done, _ = wait(self._under_way, timeout=patience, return_when=FIRST_COMPLETED)
            if not done:
                return
            for future in done:
                work.finish(self._under_way.pop(future), future.result)

    def _drop(self, pool: ThreadPoolExecutor, work: Work[Task, Result]) -> None:
        pool.shutdown(wait=False, cancel_futures=True)
        # Starting the first candidate of all may take half a minute, and nobody waits for it.
        ending = Thread(target=work.stop, name="stopping", daemon=True)
        ending.start()
        ending.join(STOP_SECONDS)
        for task in self._under_way.values():
            work.drop(task)


def until_stopped(tasks: Iterable[Task], interruptible: Interruptible) -> Iterator[Task]:
    """Ask for the next task unless somebody has stopped it: a task is made ready as a whole or not at all.

    Args:
        tasks: The tasks.
        interruptible: Takes Ctrl-C.

    Yields:
        The tasks.

    Raises:
        KeyboardInterrupt: Somebody stopped it.
    """
    waiting = iter(tasks)
    while True:
        interruptible.check()
        try:
            task = next(waiting)
        except StopIteration:
            return
        yield task
