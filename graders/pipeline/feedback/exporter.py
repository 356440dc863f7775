"""The exporter that writes a graded notebook as a feedback page."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter
from traitlets.config import Config

from coursework.desk import all_lessons
from coursework.desk.all_lessons import STYLE, Line
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

        Formgrader, nbgrader's `GenerateFeedback` and the settings of Formgrader's own page all set something
        for `HTMLExporter`; the nearer name wins.
        """
        config = Config(
            {
                "FeedbackExporter": {
                    "template_name": "coursework_feedback",
                    "template_file": "index.html.j2",
                    "extra_template_basedirs": [str(TEMPLATES)],
                    "filters": {},
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
        yield "markdown2html", markdown_to_html
        yield "page_tables", page_tables
        yield "lessons_section", lessons_section

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own differ in what they give
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Write a graded notebook as a page.

        Args:
            nb: The notebook.
            resources: nbgrader's, with the names of student, assignment and notebook.
            kw: Passed on.

        Returns:
            The page and the resources, with the page of all lessons among the outputs.
        """
        resources = ResourcesDict() if resources is None else resources
        resources["lesson_title"] = title(nb)
        resources["page_style"] = STYLE.read_text(encoding="utf-8")
        resources["code_styles"] = {
            scheme: HtmlFormatter(style=style).get_style_defs(".highlight")
            for scheme, style in STYLES.items()
        }
        page, resources = super().from_notebook_node(nb, resources, **kw)
        told = resources["nbgrader"]
        lessons = all_lessons.page(
            told["lessons"], who=told["who"], site=told["site"], made=datetime.datetime.now().astimezone()
        )
        # nbconvert's writer puts it beside the page.
        resources["outputs"] = {**(resources.get("outputs") or {}), all_lessons.OVERVIEW: lessons.encode()}
        return page, resources


@pass_context
def markdown_to_html(context: Any, source: str) -> str:
    """Write Markdown for a page; a filter of its template.

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


def title(nb: NotebookNode) -> str:
    """Find a notebook's title: the lesson's first heading of the first level; empty when there is none."""
    texts = (
        cell.source for cell in nb.cells if cell.cell_type == "markdown" and not written_by_learner(cell)
    )
    return next((found[1].strip() for text in texts if (found := _TITLE.search(text))), "")


def lessons_section(lines: Sequence[Line], site: str) -> str:
    """Write how the learner stands in all lessons, for the end of the page.

    Args:
        lines: The lessons.
        site: Address of the course's site; empty when there is none.

    Returns:
        HTML without links to other pages of feedback: the exchange lays each page elsewhere.
    """
    return all_lessons.section([replace(line, page="") for line in lines], site)


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
