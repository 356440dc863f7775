"""The examiner's result; it is told to learners too, so it stands in the package that they have."""

from coursework.verdict import FOR_TEACHER, Judgement, Status, Verdict

__all__ = ["FOR_TEACHER", "Judgement", "Status", "Verdict"]
