"""nbgrader's exchange with submissions that did not come through it.

`ExchangeFactory.release_feedback` names `ReleaseFeedback`: nbgrader's own stops at the first submission that
was put into the folder by hand, and nobody after it gets a page.
"""

import re
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback

from graders.pipeline.intake import TIMESTAMP

SECRET = "submission_secret.txt"
"""What the exchange writes beside a submission, and by which a learner's fetch finds the page."""


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Releases the pages that a learner can fetch, and names those to hand out another way."""

    def copy_files(self) -> None:
        """Copy the pages to the exchange.

        A fetch asks for a page by the secret that the exchange made when the learner handed in; without one,
        nobody could ask for it. nbgrader reads the time of handing in only to log it: where there is none,
        the page's folder gets an empty file, and the log shows no time. Late penalties never look there.
        """
        excluded = self.coursedir.student_id_exclude
        by_hand = []
        for folder in sorted(Path("/").glob(self.src_path.lstrip("/"))):
            if not any(folder.glob("*.html")):
                continue
            if (folder / SECRET).is_file():
                if not (folder / TIMESTAMP).exists():
                    (folder / TIMESTAMP).touch()
                continue
            student = self._student(folder)
            by_hand.append(student)
            self.log.warning(
                "%s did not hand %s in through the exchange and cannot fetch the feedback: give them what "
                "stands in %s.",
                student,
                self.coursedir.assignment_id,
                folder,
            )
        self.coursedir.student_id_exclude = ",".join(filter(None, [excluded, *by_hand]))
        try:
            super().copy_files()
        finally:
            self.coursedir.student_id_exclude = excluded

    def _student(self, folder: Path) -> str:
        """Read a student's id off a feedback folder, as nbgrader does."""
        pattern = self.coursedir.format_path(
            self.coursedir.feedback_directory,
            "(?P<student>.*)",
            self.coursedir.assignment_id,
            escape=True,
        )
        found = re.match(pattern, str(folder))
        return found["student"] if found else folder.parent.name
