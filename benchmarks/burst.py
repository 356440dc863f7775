"""A deadline: many submissions over six lessons arrive within a minute."""

import json
import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks import grading, otter_run
from benchmarks.course import LIGHT, BenchmarkError, Course, right_answers
from graders.answers import answers

REAL = ("00_start_here",)
LIGHTS = (LIGHT, "91_light", "92_light", "93_light", "94_light")
ARRIVING, ARRIVED_WITHIN = 1000, 60.0
"""How many submissions arrive, and within how many seconds."""
SHARE = 36
"""How many of them are graded with each number of workers, to compare their grades."""
WORKERS = (1, 2, 4)
PLAIN = 6
WRONG = {
    "scale_inputs": "scaled = raw / 10",
    "build_network": "network = keras.Sequential([keras.Input((8,)), keras.layers.Dense(2)])",
}
LINE = "Ctrl-C stops."


def submissions(number: int) -> list[tuple[str, str, dict[str, str]]]:
    """Say who hands what in, in the order in which it comes: student, lesson, answers of several kinds."""
    draw = random.Random(number)
    bank = {lesson: answers(lesson) for lesson in REAL}
    light, lessons = right_answers(LIGHT), (*REAL, *LIGHTS)
    made = []
    for at in range(number):
        lesson = lessons[at % len(lessons)]
        if lesson in LIGHTS:
            given = dict(light)
            for exercise, wrong in WRONG.items():
                if draw.random() < 0.25:
                    given[exercise] = wrong
        else:
            given = {each.exercise: each.source for each in draw.sample(bank[lesson], len(bank[lesson]))}
        made.append((f"s{at // len(lessons):04}", lesson, given))
    draw.shuffle(made)
    return made


def _arrive(folder: Path, course: Course, came: dict[str, float], order: list[str], within: float) -> None:
    """Move hand-ins into the watched folder one after the other, evenly, each as a whole."""
    began = time.monotonic()
    for at, place in enumerate(order):
        time.sleep(max(began + at * within / len(order) - time.monotonic(), 0))
        target = folder / place
        target.parent.mkdir(exist_ok=True)
        came[place] = time.monotonic()
        (course.root / "submitted" / place).rename(target)


def _grade_arrivals(course: Course, folder: Path, order: list[str], told: Path) -> dict[str, Any]:
    """Have what arrives graded; times are from a hand-in's arrival to its verdict and page."""
    inbox = folder / "inbox"
    inbox.mkdir()
    came: dict[str, float] = {}
    ended: dict[str, float] = {}
    command = [sys.executable, "-m", "benchmarks.timed", str(told), "grade", *REAL, *LIGHTS]
    command += ["--grade-on-arrival", str(inbox)]
    with subprocess.Popen(
        command,
        cwd=course.root,
        env={**course.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if LINE in line:
                    break
            arriving = threading.Thread(
                target=_arrive, args=(inbox, course, came, order, ARRIVED_WITHIN), daemon=True
            )
            arriving.start()
            for line in process.stdout:
                place, _, state = line.strip().partition(": ")
                if state != "graded":
                    raise BenchmarkError(f"A submission was not graded: {line}")
                ended[place] = time.monotonic()
                if len(ended) == len(order):
                    break
            known = json.loads(told.read_text(encoding="utf-8"))
            process.send_signal(signal.SIGINT)
            process.wait(60)
        finally:
            process.kill()
    if set(ended) != set(order):
        raise BenchmarkError(f"{len(order)} submissions arrived, and {len(ended)} were graded.")
    waited = sorted(ended[place] - came[place] for place in order)
    seconds = max(ended.values()) - min(came.values())
    memory = [each for at, each in known["memory_mib"]]
    tenth = max(len(memory) // 10, 1)
    return {
        "submissions": len(order),
        "arrived_within": round(max(came.values()) - min(came.values()), 1),
        "seconds": round(seconds, 1),
        "per_hour": round(3600 * len(order) / seconds),
        "wait_median": round(statistics.median(waited), 1),
        "wait_95": round(waited[int(0.95 * len(waited))], 1),
        "writes_share": round(sum(known["writes"]) / known["seconds"], 4),
        "coordinator_processor_seconds": known["processor_seconds"],
        "memory_mib": {
            "at a tenth": memory[tenth],
            "half-way": memory[len(memory) // 2],
            "at the end": memory[-1],
        },
    }


def _grades(course: Course) -> dict[str, dict[str, float]]:
    return {lesson: course.scores(lesson) for lesson in (*REAL, *LIGHTS)}


def measure(folder: Path, *, quick: bool = False) -> dict[str, Any]:
    """Measure a burst, the same grades with few and many workers, and a sample by other graders.

    Args:
        folder: A folder for copies of the course.
        quick: Whether few submissions are enough.

    Returns:
        Submissions an hour, waiting, memory; seconds of one light submission by others.

    Raises:
        BenchmarkError: One was not graded, or got other points with another number of workers.
    """
    number = 12 if quick else int(os.environ.get("BURST", ARRIVING))
    course = Course(folder / "burst", plain=False, graded=REAL, lights=LIGHTS)
    made = submissions(number)
    for student, lesson, given in made:
        course.hand_in(student, lesson, given)
    order = [f"{student}/{lesson}" for student, lesson, _ in made]
    burst = _grade_arrivals(course, folder, order, folder / "burst.json")
    grades = _grades(course)
    share = made[: 6 if quick else SHARE]
    seconds = {}
    for workers in WORKERS:
        course.forget()
        for student, lesson, given in share:
            if not (course.root / "submitted" / student / lesson).exists():
                course.hand_in(student, lesson, given)
        lessons = sorted({lesson for _, lesson, _ in share})
        command = ["grade", *lessons, "--workers", str(workers), "--no-feedback"]
        with course.coursework(*command) as running:
            done = running.finish()
        seconds[str(workers)] = round(done.seconds, 2)
        for lesson, given_scores in _grades(course).items():
            for student, score in given_scores.items():
                if grades[lesson][student] != score:
                    before = grades[lesson][student]
                    raise BenchmarkError(
                        f"{student}/{lesson}: {score} points with {workers} workers, and {before} before."
                    )
    return {
        **burst,
        "lessons": {"real": list(REAL), "light": list(LIGHTS)},
        "share": {"submissions": len(share), "seconds": seconds},
        "beside": _beside(folder, quick),
    }


def _beside(folder: Path, quick: bool) -> dict[str, Any]:
    """Grade a sample of the light notebooks by plain nbgrader, by Otter where it is there, and by us."""
    students = [f"b{at}" for at in range(2 if quick else PLAIN)]
    plain, sealed = (
        Course(folder / f"beside-{way}", plain=way == "plain", graded=()) for way in ("plain", "sealed")
    )
    for course in (plain, sealed):
        for student in students:
            course.hand_in(student, LIGHT, right_answers(LIGHT))
    told: dict[str, Any] = {
        "submissions": len(students),
        "nbgrader": grading.plain_way(plain, LIGHT, students, 1)()["per_submission_with_app_start"],
        "ours": grading.sealed_way(sealed, LIGHT, students, 2)()["per_submission_with_app_start"],
    }
    if otter_run.there():
        told |= otter_run.measure(folder / "otter", plain, students)
    return told
