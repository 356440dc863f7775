"""Gradescope: one `results.json` a submission, as its autograder harness reads it.

Scores of `tests` add up to `score`, so that what Gradescope shows below each other is what it counts.
"""

import json
from pathlib import PurePosixPath
from typing import Any

from graders.criteria import Judgement, Status
from graders.exports.base import Export, Options, late, number
from graders.results import ClassResults, Mark, Result, State

VISIBLE = "visible"


def export(results: ClassResults, options: Options) -> Export:
    """Write a file for each submission that has verdicts or scores.

    Args:
        results: What the class got.
        options: What an export depends on.

    Returns:
        A folder, with `STUDENT/LESSON/results.json`, and who is not in it.
    """
    made = Export()
    for lesson in results.lessons:
        for result in lesson.results:
            who = result.person.label
            if result.person.id in (".", "..") or "/" in result.person.id:
                made.unmatched.append(f"{who} has an id that no folder can have: the marks were left out.")
            elif result.has_score:
                path = PurePosixPath(result.person.id, lesson.name, "results.json")
                text = json.dumps(results_json(result), ensure_ascii=False, indent=2)
                made.files[path] = f"{text}\n"
            elif result.state is State.EXCUSED:
                made.notes.append(f"{who} is excused from {lesson.name}: there is no results.json.")
            elif result.state is State.WAITING:
                made.notes.append(f"{who} handed {lesson.name} in and is not graded: run `coursework grade`.")
    return made


def results_json(result: Result) -> dict[str, Any]:
    """Give what Gradescope is told of one submission.

    Args:
        result: A result with a score.

    Returns:
        Plain data for JSON.
    """
    tests = [test for mark in result.marks for test in _tests(mark)]
    taken = result.score - result.raw_score
    if taken:
        tests.append(_test(late(result), taken, 0, "Points taken off for handing in late."))
    output = list(result.notes)
    if result.seconds_late > 0 and not taken:
        output.append(f"{late(result)}.")
    if result.state is State.PENDING:
        output.append("A part of this is for your teacher to decide; the score may change.")
    return {
        "score": _rounded(result.score),
        "output": "\n".join(output),
        "visibility": VISIBLE,
        "stdout_visibility": "hidden",
        "extra_data": {
            "lesson": result.lesson,
            "student": result.person.id,
            "max_score": _rounded(result.max_score),
            "days_late": result.days_late,
            "needs_manual_grade": result.state is State.PENDING,
        },
        "tests": tests,
    }


def _tests(mark: Mark) -> list[dict[str, Any]]:
    if mark.verdict is None:
        return [_test(mark.exercise, mark.score, mark.max_score, mark.comment)]
    tests = [
        _test(f"{mark.exercise}: {each.name}", each.points, each.max_points, _output(each))
        for each in mark.verdict.judgements
    ]
    difference = mark.score - mark.verdict.points
    if abs(difference) > 1e-9 or mark.comment:
        said = f"{number(mark.score)} of {number(mark.max_score)} points count. {mark.comment}".strip()
        tests.append(_test(f"{mark.exercise}: your teacher's decision", difference, 0, said))
    return tests


def _output(judgement: Judgement) -> str:
    if judgement.status is Status.MET:
        return ""
    if judgement.status is Status.UNATTEMPTED:
        return "Not attempted."
    parts = (("expected", judgement.expected), ("found", judgement.found), ("hint", judgement.hint))
    lines = [f"{label}: {text}" for label, text in parts if text]
    if judgement.read:
        lines.append(f"read: “{judgement.read}” in the lesson")
    return "\n".join(lines)


def _test(name: str, score: float, most: float, output: str) -> dict[str, Any]:
    return {
        "name": name,
        "score": _rounded(score),
        "max_score": _rounded(most),
        "output": output,
        "visibility": VISIBLE,
    }


def _rounded(value: float) -> float | int:
    rounded = round(value, 4) + 0.0
    return int(rounded) if rounded.is_integer() else rounded
