"""The feedback page: a template of the course's own on nbgrader's steps.

`nbgrader_config.py` names `FeedbackExporter` and `GetScores`, so that nbgrader's command, Formgrader and
whatever else makes feedback write the same page.
"""

from graders.pipeline.feedback.exporter import FeedbackExporter
from graders.pipeline.feedback.scores import GetScores

__all__ = ["FeedbackExporter", "GetScores"]
