"""How nbgrader is led to the course's way of grading.

`Autograde.exporter_class` names `SubmissionExporter`. nbgrader's own loop runs each notebook in a kernel that
holds the hidden checks as well, one after the other, and fails on the first file that is no notebook.
"""

import logging
import warnings
from functools import partial
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from sqlalchemy.exc import SAWarning
from traitlets import Bool

from graders.errors import CourseError
from graders.pipeline.assignment import ensure_assignment
from graders.pipeline.coordinator import ClassAutograde, grade_by_nbgraders_rules
from graders.pipeline.intake import read_timestamp
from graders.pipeline.nbgrader_adapter import read_times_by, take_over


class SubmissionExporter(NotebookExporter):
    """Has `nbgrader autograde` grade as `coursework grade` does, and writes graded notebooks."""

    # nbgrader's steps are known not to spoil a notebook: one look at the end is enough.
    optimistic_validation = Bool(True).tag(config=True)

    def __init__(self, config: Any = None, **kwargs: Any) -> None:
        super().__init__(config=config, **kwargs)
        converter = self.parent
        if not isinstance(converter, Autograde):
            return
        if not isinstance(converter, ClassAutograde):
            take_over(converter, partial(self._grade, converter))
        if not any(isinstance(each, _PrintableLines) for each in self.log.filters):
            self.log.addFilter(_PrintableLines())
        read_times_by(converter.coursedir, lambda folder: read_timestamp(folder, self.log))
        # SQLAlchemy's remark on how nbgrader makes a submission; nothing that a teacher can mend.
        warnings.filterwarnings("ignore", category=SAWarning)
        try:
            ensure_assignment(converter.config, converter.coursedir, self.log)
        except CourseError as error:
            # The one kind of exception that nbgrader's command ends on without a traceback.
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from error

    def _grade(self, converter: Autograde) -> None:
        try:
            grade_by_nbgraders_rules(converter)
        except NbGraderException as error:
            self.log.error("%s", error)
            raise


class _PrintableLines(logging.Filter):
    """Keeps names of files and words of learners from acting on the terminal that shows the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if not said.isprintable():
            said = "".join(letter if letter.isprintable() or letter in "\n\t" else "?" for letter in said)
        record.msg, record.args = said, ()
        return True
