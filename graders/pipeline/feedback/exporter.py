"""The exporter that writes a graded notebook as a feedback page."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter
from traitlets.config import Config

from graders.pipeline.feedback.formulas import PageRenderer
from graders.pipeline.feedback.pictures import DescribePictures
from graders.pipeline.merge import written_by_learner

TEMPLATES = Path(__file__).with_name("templates")
STYLES = {"light": "xcode", "dark": "github-dark"}
"""Pygments' styles whose colors all have a contrast of 4.5 or more on the page's boxes."""
_TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)
_EMPTY_HEADER, _TABLE = re.compile(r"<th(\s[^>]*)?>\s*</th>"), re.compile(r"<table.*?</table>", re.DOTALL)


class FeedbackExporter(HTMLExporter):
    """Writes the feedback page: one file that needs no network, no script and no particular width."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.register_preprocessor(DescribePictures, enabled=True)

    @property
    def default_config(self) -> Config:
        """The page's template, under this class's name.

        Formgrader and nbgrader's `GenerateFeedback` both set one for `HTMLExporter`; the nearer name wins.
        """
        config = Config(
            {
                "FeedbackExporter": {
                    "template_name": "coursework_feedback",
                    "extra_template_basedirs": [str(TEMPLATES)],
                },
                "NbConvertBase": {
                    "display_data_priority": [
                        "text/html",
                        "image/svg+xml",
                        "image/png",
                        "image/jpeg",
                        "text/plain",
                    ]
                },
            }
        )
        merged = super().default_config.copy()
        merged.merge(config)
        return merged

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """Give nbconvert's filters and the page's."""
        yield from super().default_filters()
        yield "markdown2html", self.markdown2html
        yield "page_tables", page_tables

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Write Markdown for the page.

        Args:
            context: Jinja's: the cell that the text belongs to.
            source: The lesson's text, or a learner's that `as_plain_markdown` fenced.

        Returns:
            HTML with formulas as MathML, and empty headers of tables turned into empty fields.
        """
        path = context.get("resources", {}).get("metadata", {}).get("path", "")
        renderer = PageRenderer(
            escape=False,
            attachments=context.get("cell", {}).get("attachments", {}),
            embed_images=True,
            path=path,
            exclude_anchor_links=True,
        )
        return _EMPTY_HEADER.sub("<td></td>", MarkdownWithMath(renderer=renderer).render(source))

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own differ in what they give
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Write a graded notebook as a page.

        Args:
            nb: The notebook.
            resources: nbgrader's, with the names of student, assignment and notebook.
            kw: Passed on.

        Returns:
            The page and the resources.
        """
        resources = ResourcesDict() if resources is None else resources
        resources["lesson_title"] = title(nb)
        resources["code_styles"] = {
            scheme: HtmlFormatter(style=style).get_style_defs(".highlight")
            for scheme, style in STYLES.items()
        }
        return super().from_notebook_node(nb, resources, **kw)


def title(nb: NotebookNode) -> str:
    """Find a notebook's title: the lesson's first heading of the first level; empty when there is none."""
    texts = (
        cell.source for cell in nb.cells if cell.cell_type == "markdown" and not written_by_learner(cell)
    )
    return next((found[1].strip() for text in texts if (found := _TITLE.search(text))), "")


def page_tables(html: str) -> str:
    """Make the tables among a cell's outputs fit for the page.

    Args:
        html: An output's HTML, such as pandas writes.

    Returns:
        The same, each table in a box that scrolls, and empty headers turned into empty fields.
    """
    html = _EMPTY_HEADER.sub("<td></td>", html)
    return _TABLE.sub(
        lambda found: f'<div class="wide" tabindex="0" role="group" aria-label="Table">{found[0]}</div>', html
    )
