"""Formulas of a lesson's text as MathML, which browsers draw without a script or a network."""

import re
from html import escape, unescape
from typing import Any
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element
from nbconvert.filters.markdown_mistune import IPythonRenderer

_DEEPEST_HEADING = 6
_SCROLLS = 'tabindex="0" role="group"'
"""Attributes of a box that may be wider than the page: its content can be reached from the keyboard."""
_UNKNOWN_COMMAND = re.compile(r"\\[A-Za-z]+")


def to_mathml(tex: str, *, block: bool = False) -> str:
    """Turn a formula into MathML.

    Args:
        tex: The formula in TeX, without its dollar signs.
        block: Whether it stands on a line of its own.

    Returns:
        A `<math>` element; the formula as it was typed, in `<code>`, when the converter does not know it.
    """
    try:
        element = convert_to_element(tex, display="block" if block else "inline")
    except Exception:  # the converter has no error class of its own for all that it raises
        return f"<code>{escape(tex)}</code>"
    # In HTML `<math>` needs no namespace, and the page should name no address.
    element.attrib.pop("xmlns", None)
    for part in element.iter():
        # The converter writes signs as entities, which would be escaped a second time.
        part.text = unescape(part.text or "")
        if _UNKNOWN_COMMAND.fullmatch(part.text):
            return f"<code>{escape(tex)}</code>"
    return ElementTree.tostring(element, encoding="unicode", short_empty_elements=False)


class PageRenderer(IPythonRenderer):
    """Writes a lesson's Markdown for the feedback page: MathML, and headings below the page's own."""

    def inline_math(self, body: str) -> str:
        """Write a formula within a line."""
        return to_mathml(body)

    def block_math(self, body: str) -> str:
        """Write a formula on a line of its own, which scrolls where the page is narrow."""
        return f'<span class="formula" {_SCROLLS} aria-label="Formula">{to_mathml(body, block=True)}</span>'

    def latex_environment(self, name: str, body: str) -> str:
        """Write an environment such as `align*`."""
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        """Write a heading one level lower: the page's title is its only first one."""
        return super().heading(text, min(level + 1, _DEEPEST_HEADING), **attrs)

    def table(self, text: str) -> str:
        """Write a table in a box of its own, which scrolls where the page is narrow."""
        return (
            f'<div class="wide" tabindex="0" role="group" aria-label="Table"><table>\n{text}</table></div>\n'
        )

    def block_code(self, code: str, info: str | None = None) -> str:
        """Write a block of code in a box of its own, which scrolls where the page is narrow."""
        code = super().block_code(code, info)
        return f'<div class="wide code" {_SCROLLS} aria-label="Code">{code}</div>\n'
