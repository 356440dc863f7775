"""Formgrader's page of a submission: the verdict stands beside the score that a teacher gives.

Formgrader sets the name and the folder of its template itself. `nbgrader_config.py` names the file that is
taken, `TEMPLATE`, which extends Formgrader's own, and the filters that it uses, `FILTERS`.
"""

from pathlib import Path

TEMPLATE = str(Path(__file__).with_name("submission.html.j2"))
FILTERS = {
    "beside_score": "graders.pipeline.formgrader.filters.beside_score",
    "is_verdict": "graders.pipeline.formgrader.filters.is_verdict",
    "markdown2html": "graders.pipeline.feedback.exporter.markdown_to_html",
}
