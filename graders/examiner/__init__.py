"""The examiner: the process that holds the hidden checks and judges evidence.

No learner's code ever runs in it.

    with Examiner() as examiner:
        lesson = examiner.describe("01_sequential")
        verdict = examiner.judge("01_sequential", "scale_pixels", document)

`graders.examiner.serve` is the process, `graders.examiner.client` is how the pipeline talks to it.
"""

from graders.examiner.client import Examiner, ExaminerError, ExerciseDescription, LessonDescription
from graders.examiner.limits import JudgingLimits

__all__ = ["Examiner", "ExaminerError", "ExerciseDescription", "JudgingLimits", "LessonDescription"]
