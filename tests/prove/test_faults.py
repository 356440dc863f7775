"""A traceback of the course's own checks, said in one line with its place."""

import traceback

import pytest

from graders.prove.faults import shortly


@pytest.mark.parametrize(
    ("frames", "place"),
    [
        (
            [
                "/c/graders/criteria/judge.py",
                "/c/graders/lessons/lesson_90_tiny.py",
                "/c/graders/evidence/a.py",
            ],
            1,
        ),
        (["/c/graders/criteria/judge.py", "/lib/numpy/core.py"], 0),
    ],
)
def test_the_last_line_of_the_checks_that_was_reached_is_named(frames, place):
    lines = "".join(f'  File "{path}", line {number}, in f\n    x\n' for number, path in enumerate(frames, 7))
    fault = f"Traceback (most recent call last):\n{lines}KeyError: 'x'\n"
    name = frames[place].removeprefix("/c/")
    assert shortly(fault) == f"{name}:{7 + place}: KeyError: 'x'"


def test_a_real_traceback_a_sentence_and_nothing():
    try:
        shortly(None)
    except AttributeError:
        fault = traceback.format_exc()
    assert shortly(fault).startswith("graders/prove/faults.py:")
    assert shortly(fault).endswith("has no attribute 'strip'")
    assert shortly("The criterion returned bool.") == "The criterion returned bool."
    assert shortly(" ") == "no reason"
