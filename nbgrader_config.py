"""nbgrader's names for the folders of this course, and settings that a Keras lesson needs."""

import os
import sys

from graders.pipeline import formgrader
from graders.pipeline.validation import tell_the_truth

c = get_config()  # noqa: F821

# nbgrader calls the program `alembic` when it makes a gradebook: find it without an activated environment.
_programs = os.path.dirname(sys.executable)
if _programs not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([_programs, os.environ.get("PATH", os.defpath)])

c.CourseDirectory.course_id = "keras_coursework"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "lessons"
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "__pycache__",
    "*.pyc",
    "feedback",
    ".DS_Store",
    "answers",
    "classes",
]

# `lessons/` is committed: a release that stands is kept, and the lesson enters the gradebook all the same.
c.GenerateAssignment.exporter_class = "graders.pipeline.assignment.AssignmentExporter"
# An older feedback page would tell of another grading.
c.GenerateFeedback.force = True
# Who handed in by another way than the exchange must not keep the others from their pages.
c.ExchangeFactory.release_feedback = "graders.pipeline.exchange.ReleaseFeedback"
# *Validate* runs the visible checks alone.
tell_the_truth()

# The stub leaves what stands round the region alone: names stay defined, and a lesson runs unanswered.
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE"}

# Importing Keras cold takes up to half a minute, and training takes what it takes.
c.Execute.timeout = 300
c.Execute.startup_timeout = 120
c.Execute.interrupt_on_timeout = True
c.Execute.shutdown_kernel = "immediate"

# nbgrader scores a grade cell 0 for any line on stderr; TensorFlow and Keras write log lines there.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = r"(?s)."

# Sealed grading: the notebook to grade starts from the teacher's; hidden checks never meet learners' code.
c.Autograde.exporter_class = "graders.pipeline.submission.SubmissionExporter"
# Nothing is sanitised: what is graded is the teacher's notebook with the answers in it.
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    "graders.pipeline.execute.SealedExecute",
    "nbgrader.preprocessors.LimitOutput",
    "graders.pipeline.execute.SaveVerdicts",
    "nbgrader.preprocessors.AssignLatePenalties",
    "graders.pipeline.execute.CheckMetadataOnce",
]

# Feedback pages by the course's own template, whoever makes them: nbgrader's command or Formgrader.
c.GenerateFeedback.exporter_class = "graders.pipeline.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = ["graders.pipeline.feedback.GetScores"]

# Formgrader shows each verdict beside the score that a teacher gives, and asks no network for formulas.
c.HTMLExporter.template_file = formgrader.TEMPLATE
c.HTMLExporter.filters = formgrader.FILTERS
