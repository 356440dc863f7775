"""Several lessons graded under one schedule, so that no core waits for the last submission of a lesson."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from nbgrader.converters.base import NbGraderException

from graders.errors import CourseError
from graders.pipeline.coordinator import ClassAutograde, Coordinator
from graders.pipeline.grading import Graded, Submission


class Together:
    """The work of several coordinators: each submission is its own lesson's business.

    Args:
        coordinators: Lesson → coordinator, with its gradebook open.
    """

    def __init__(self, coordinators: Mapping[str, Coordinator]) -> None:
        self.coordinators = coordinators

    def warm_up(self) -> None:
        """Start the examiner, which all lessons share."""
        next(iter(self.coordinators.values())).warm_up()

    def do(self, submission: Submission, turn: Any) -> Graded:
        """Grade one submission; this is what happens in a thread."""
        return self.coordinators[submission.lesson].do(submission, turn)

    def pack(self, submission: Submission) -> tuple[bytes, float]:
        """Write a submission down for a worker elsewhere."""
        return self.coordinators[submission.lesson].pack(submission)

    def unpack(self, submission: Submission, content: object) -> Graded:
        """Read what a worker gave back."""
        return self.coordinators[submission.lesson].unpack(submission, content)

    def finish(self, submission: Submission, result: Callable[[], Graded]) -> None:
        """Write down what came of a submission."""
        self.coordinators[submission.lesson].finish(submission, result)

    def drop(self, submission: Submission) -> None:
        """Leave nothing of a submission that was under way when grading was stopped."""
        self.coordinators[submission.lesson].drop(submission)

    def stop(self) -> None:
        """End candidates and examiner."""
        for coordinator in self.coordinators.values():
            coordinator.stop()


class Schedule(Protocol):
    """Decides when each submission is graded, and where: `Threads`, or `Machines`."""

    def run(self, tasks: Iterable[Submission | None], work: Together) -> None:
        """Grade all submissions.

        Args:
            tasks: The submissions. Each is asked for as late as possible, in the caller's thread. None says
                that none is due at the moment: it is asked again a little later.
            work: Grades them, and takes what came of them in the caller's thread.

        Raises:
            CourseError: Where they are graded cannot be reached.
            KeyboardInterrupt: Somebody stopped it. What was finished stays; what was begun is dropped.
        """


def get_ready(converter: ClassAutograde) -> Coordinator:
    """Start a lesson's converter and open its gradebook.

    Args:
        converter: The converter.

    Returns:
        Its coordinator, which has been entered.

    Raises:
        CourseError: Nobody handed the lesson in, or it cannot be entered into the gradebook, or read there.
    """
    try:
        converter.start()
        assert converter.coordinator is not None
        return converter.coordinator.__enter__()
    except NbGraderException as error:
        raise CourseError(str(error)) from error


@contextlib.contextmanager
def opened(converters: Iterable[ClassAutograde]) -> Iterator[tuple[Together, dict[str, CourseError]]]:
    """Open the gradebook for several lessons; one that cannot be graded keeps no other from it.

    Args:
        converters: The lessons' converters, of one course.

    Yields:
        The work, and lesson → why it cannot be graded.
    """
    failures: dict[str, CourseError] = {}
    coordinators: dict[str, Coordinator] = {}
    with contextlib.ExitStack() as stack:
        for converter in converters:
            try:
                coordinators[converter.lesson] = get_ready(converter)
            except CourseError as error:
                failures[converter.lesson] = error
            else:
                stack.push(coordinators[converter.lesson])
                # nbgrader's loop does so, and hooks of a course may count on it.
                stack.enter_context(contextlib.chdir(converter.coursedir.root))
        yield Together(coordinators), failures


def grade_together(converters: Iterable[ClassAutograde], schedule: Schedule) -> dict[str, CourseError]:
    """Grade what was handed in of several lessons.

    Args:
        converters: The lessons' converters, of one course; they get to know what became of each submission.
        schedule: Decides when each submission is graded, and where.

    Returns:
        Lesson → why none of it could be graded.

    Raises:
        KeyboardInterrupt: Somebody stopped it; what was graded is saved.
    """
    with opened(converters) as (work, failures):
        if work.coordinators:
            schedule.run(_all(work), work)
    return failures


def _all(work: Together) -> Iterator[Submission]:
    for coordinator in work.coordinators.values():
        yield from coordinator.submissions()
