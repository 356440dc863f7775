"""nbgrader's names for the folders of this course, and settings that a Keras lesson needs."""

c = get_config()  # noqa: F821

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
