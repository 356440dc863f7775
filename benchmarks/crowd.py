"""A class of 100 real submissions to one lesson: plain `nbgrader autograde` against `coursework grade`."""

import random
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.course import BenchmarkError, Course
from benchmarks.grading import FIRST_STEP
from graders.answers import answers

LESSON = "01_sequential"
CLASS, PLAIN = 100, 8
"""How many submissions we grade, and how many of them plain nbgrader does."""
WORKERS = 2


def bank_class(lesson: str, number: int) -> list[dict[str, str]]:
    """Put a class together from the bank: six answers in ten are right, and no two learners are alike.

    Args:
        lesson: The lesson's name.
        number: How many learners.

    Returns:
        Each learner's answers, by exercise; whoever has none to an exercise left it as it was.
    """
    bank: dict[str, dict[bool, list[str]]] = {}
    for each in answers(lesson):
        bank.setdefault(each.exercise, {True: [], False: []})[each.right].append(each.source)
    draw = random.Random(lesson)
    made = []
    for _ in range(number):
        given = {}
        for exercise, kinds in bank.items():
            chosen = kinds[draw.random() < 0.6] or kinds[True]
            if chosen and draw.random() < 0.95:
                given[exercise] = draw.choice(chosen)
        made.append(given)
    return made


def _hand_in(course: Course, learners: Mapping[str, Mapping[str, str]]) -> None:
    for student, given in learners.items():
        course.hand_in(student, LESSON, given)


def _plain(course: Course, parts: list[list[str]]) -> dict[str, Any]:
    """Grade by plain nbgrader, one command a part, each with a gradebook of its own."""
    course.forget()
    with ExitStack() as stack:
        running = []
        for number, part in enumerate(parts):
            book = course.root / f"gradebook-{number}.db"
            shutil.copy(course.root / "gradebook.db", book)
            # nbgrader takes one student or all by its options, and a pattern of its own.
            pattern = f"c{part[0][1:-1]}[{''.join(student[-1] for student in part)}]"
            command = ["autograde", LESSON, f"--student={pattern}", f"--db=sqlite:///{book}"]
            running.append(stack.enter_context(course.nbgrader(*command)))
        done = [each.finish() for each in running]
    seconds = max(each.seconds for each in done)
    begun = min(each.first(FIRST_STEP) for each in done)
    number = sum(map(len, parts))
    return {
        "submissions": number,
        "processes": len(parts),
        "seconds": round(seconds, 2),
        "app_start": round(begun, 2),
        "per_submission": round((seconds - begun) / number, 3),
    }


def _scores(course: Course, book: str) -> dict[str, float]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.root / book}", "keras_coursework") as gradebook:
        return {each.student.id: each.score for each in gradebook.assignment_submissions(LESSON)}


def compare(folder: Path, *, quick: bool = False) -> dict[str, Any]:
    """Grade the class by `coursework grade`, and some of it by plain nbgrader.

    Args:
        folder: A folder for two copies of the course.
        quick: Whether few submissions are enough.

    Returns:
        Times, and the ratios of the times of one submission.

    Raises:
        BenchmarkError: The two ways gave different points, so that they did not do the same.
    """
    number, few = (4, 2) if quick else (CLASS, PLAIN)
    learners = {f"c{at:03}": given for at, given in enumerate(bank_class(LESSON, number))}
    sample = list(learners)[:few]
    plain = Course(folder / "class-plain", plain=True, graded=(LESSON,), lights=())
    sealed = Course(folder / "class", plain=False, graded=(LESSON,), lights=())
    _hand_in(plain, {student: learners[student] for student in sample})
    _hand_in(sealed, learners)
    one = _plain(plain, [sample])
    expected = _scores(plain, "gradebook-0.db")
    two = _plain(plain, [sample[0::2], sample[1::2]])
    with sealed.coursework("grade", LESSON, "--workers", str(WORKERS)) as running:
        done = running.finish()
    given = _scores(sealed, "gradebook.db")
    different = {student: (expected[student], given[student]) for student in sample}
    different = {student: points for student, points in different.items() if points[0] != points[1]}
    if different:
        raise BenchmarkError(f"{LESSON}: plain nbgrader and ours gave different points: {different}.")
    ours = {"submissions": number, "seconds": round(done.seconds, 2), "workers": WORKERS}
    ours["per_submission"] = round(done.seconds / number, 3)
    return {
        "lesson": LESSON,
        "plain": one,
        "plain_two": two,
        "sealed": ours,
        "points": sorted(given.values()),
        "ratio": round(one["per_submission"] / ours["per_submission"], 2),
        "ratio_two": round(two["per_submission"] / ours["per_submission"], 2),
    }
