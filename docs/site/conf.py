"""How Sphinx makes the course's site from what `graders/build/site.py` laid out: `make site`."""

import re

from docutils.nodes import SkipNode
from latex2mathml.converter import convert

project = "Keras Coursework"
html_title = project
language = "en"

extensions = ["myst_nb", "sphinx_design"]
exclude_patterns = ["released"]
templates_path = ["_templates"]
nitpicky = True

# Notebooks are shown as they were executed and stored; nothing runs here.
nb_execution_mode = "off"
nb_render_text_lexer = "none"
nb_render_error_lexer = "none"
nb_code_prompt_show = "Show the visible check"
nb_code_prompt_hide = "Hide the visible check"
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 4

html_theme = "pydata_sphinx_theme"
html_theme_options = {
    "navbar_start": ["navbar-logo"],
    "navbar_center": [],
    # The button alone: beside the field, which shows its keys, axe-core finds that its name lacks them.
    "navbar_persistent": ["search-button"],
    "navbar_end": ["theme-switcher"],
    "footer_start": ["licenses"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "show_toc_level": 2,
}
html_sidebars = {"**": ["contents"]}
html_static_path = ["_static"]
html_css_files = ["course.css"]
html_copy_source = False
html_show_sourcelink = False
html_use_index = False

_EMPTY_HEADER = re.compile(r"<th(?=[ >])[^>]*>\s*(?:<p>\s*</p>)?\s*</th>")
"""The corner of a table: no header of anything, so that a screen reader should not announce it as one."""


def setup(app):
    """Write formulas as MathML, which needs no script, and mend what axe-core finds in what others write."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("html-page-context", _accessible)


html_math_renderer = "mathml"


def _inline(translator, node):
    translator.body.append(convert(node.astext()))
    raise SkipNode


def _block(translator, node):
    translator.body.append(f'<div class="formula">{convert(node.astext(), display="block")}</div>')
    raise SkipNode


def _accessible(app, pagename, templatename, context, doctree):
    if "body" in context:
        body = _EMPTY_HEADER.sub("<td></td>", context["body"])
        # What is folded away is named by its own words.
        context["body"] = body.replace('<summary aria-label="Toggle hidden content">', "<summary>")
