"""Grading a class: plain `nbgrader autograde` against `coursework grade`, the same submissions."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.course import BenchmarkError, Course, Finished
from benchmarks.sampling import in_turn, ratio, rounded

FIRST_STEP, FIRST_STEP_SEALED = "Creating/updating student", "Making "
"""What the two ways log when they turn to the first submission."""
Sample = dict[str, float]


def _sample(commands: Sequence[Finished], started: float, submissions: int) -> Sample:
    """Put one sample together: commands that ran at once, and when the first began to grade."""
    seconds = max(command.seconds for command in commands)
    return {
        "seconds": round(seconds, 3),
        "app_start": round(started, 3),
        "per_submission": round((seconds - started) / submissions, 3),
        "per_submission_with_app_start": round(seconds / submissions, 3),
    }


def plain_way(course: Course, lesson: str, students: Sequence[str], processes: int) -> Callable[[], Sample]:
    """Grade by plain nbgrader, one command for each part of the class, all at once."""
    parts = [students[number::processes] for number in range(processes)]

    def take() -> Sample:
        course.forget()
        with ExitStack() as stack:
            running = [
                stack.enter_context(course.nbgrader("autograde", lesson, f"--student={_either(part)}"))
                for part in parts
            ]
            done = [each.finish() for each in running]
        return _sample(done, min(each.first(FIRST_STEP) for each in done), len(students))

    return take


def _either(students: Sequence[str]) -> str:
    """Name some students in nbgrader's pattern language: they differ in the last character only."""
    if len(students) == 1:
        return students[0]
    return f"{students[0][:-1]}[{''.join(student[-1] for student in students)}]"


def sealed_way(course: Course, lesson: str, students: Sequence[str], workers: int) -> Callable[[], Sample]:
    """Grade by `coursework grade`."""

    def take() -> Sample:
        course.forget()
        pattern = _either(students)
        with course.coursework("grade", lesson, "--workers", str(workers), "--student", pattern) as running:
            done = running.finish()
        return _sample([done], _first_logged(course.root / "grade.log") - done.began, len(students))

    return take


def _first_logged(log: Path) -> float:
    """Tell when the first line of a log was written, in seconds since 1970."""
    with log.open(encoding="utf-8") as lines:
        day, clock, *_ = next(line for line in lines if FIRST_STEP_SEALED in line).split()
    return datetime.fromisoformat(f"{day} {clock.replace(',', '.')}").timestamp()


def compare(
    plain: Course, sealed: Course, lesson: str, students: Sequence[str], at_once: int, rounds: int
) -> dict[str, Any]:
    """Take paired samples of both ways.

    Args:
        plain: The copy that nbgrader grades by its own steps.
        sealed: The copy that the course grades.
        lesson: The lesson.
        students: Whose submissions.
        at_once: How many candidates at a time in our way; nbgrader has one at a time, and where there are
            several, it is measured once more with as many commands at once.
        rounds: Samples of each way.

    Returns:
        Samples, medians' ratio, and the scores that both gave.

    Raises:
        BenchmarkError: The two ways gave different points, so that they did not do the same.
    """
    ways = {
        "plain": plain_way(plain, lesson, students, 1),
        "sealed": sealed_way(sealed, lesson, students, at_once),
    }
    if at_once > 1:
        ways["plain_at_once"] = plain_way(plain, lesson, students, at_once)
    samples = in_turn(ways, rounds)
    scores = {"plain": plain.scores(lesson), "sealed": sealed.scores(lesson)}
    if scores["plain"] != scores["sealed"]:
        log = (sealed.root / "grade.log").read_text(encoding="utf-8")
        raise BenchmarkError(f"{lesson}: the two ways gave different points: {scores}.\n{log}")
    told = {}
    for measure in ("per_submission", "per_submission_with_app_start"):
        taken = {way: rounded([each[measure] for each in samples[way]]) for way in ways}
        told[measure] = {**taken, "ratio": ratio(taken["plain"], taken["sealed"])}
        if at_once > 1:
            told[measure]["ratio_at_once"] = ratio(taken["plain_at_once"], taken["sealed"])
    return {
        "lesson": lesson,
        "submissions": len(students),
        "at_once": at_once,
        "points": scores["sealed"],
        **told,
        "samples": samples,
    }
