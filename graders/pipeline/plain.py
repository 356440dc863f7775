"""The plain way: capture, read and judge in the kernel that ran the answer.

The hidden part of every grade cell calls `grade`. It serves authors while they write a lesson, the executed
notebooks, and nbgrader without the sealed engine. It promises nothing against an answer that means harm.
"""

from typing import Any

from IPython.display import display

from coursework.evidence import capture
from graders.criteria.registry import exercise as find
from graders.evidence import request
from graders.examiner.judging import judge_here


def grade(lesson: str, exercise: str, namespace: dict[str, Any]) -> float:
    """Judge one exercise in this process and show the verdict.

    Args:
        lesson: The lesson's name, `NN_topic`.
        exercise: The exercise's name.
        namespace: The kernel's global names.

    Returns:
        The points earned. As a cell's last expression it is the number that nbgrader takes as the score.

    Raises:
        CourseError: There is no such exercise.
    """
    asked = find(lesson, exercise)
    document = capture(namespace, request(asked.evidence))
    verdict = judge_here(asked, document, lambda questions: capture(namespace, questions))
    display(verdict)
    return verdict.points
