"""What of a candidate's outputs may stand in a notebook that people open in a browser."""

import base64
import binascii
import re
from collections.abc import Iterable
from typing import Any

import bleach
from nbformat import NotebookNode

PICTURES = ("image/png", "image/jpeg")
MAX_TEXT = 20_000
MAX_FRAMES = 12
"""Lines of a traceback that are kept."""

_TAGS = {
    *(
        "a",
        "b",
        "br",
        "caption",
        "code",
        "col",
        "colgroup",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
    ),
    *(
        "h5",
        "h6",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
    ),
    *("td", "tfoot", "th", "thead", "tr", "u", "ul"),
}
_ATTRIBUTES = {
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
    "a": ["href"],
    "table": ["border"],
}
_ESCAPE_CODES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def safe_outputs(outputs: Iterable[Any]) -> list[NotebookNode]:
    """Make outputs harmless for the page that shows them.

    Args:
        outputs: What a candidate sent.

    Returns:
        Streams, errors, texts, pictures and cleaned HTML; nothing else, and no metadata.
    """
    return [safe for output in outputs if (safe := _safe(output)) is not None]


def _safe(output: NotebookNode) -> NotebookNode | None:
    if output.output_type == "stream":
        return stream(output.text, output.name)
    if output.output_type == "error":
        return _short_error(output)
    data = _safe_data(output.data)
    return display(data) if data else None


def _safe_data(data: dict[str, Any]) -> dict[str, str]:
    safe: dict[str, str] = {}
    texts = {mime: _text(content) for mime, content in data.items() if isinstance(mime, str)}
    for mime in PICTURES:
        if mime in texts and (picture := _picture(texts[mime])):
            safe[mime] = picture
    if "text/html" in texts:
        safe["text/html"] = clean_html(texts["text/html"])
    if "text/plain" in texts:
        safe["text/plain"] = printable(texts["text/plain"])[:MAX_TEXT]
    elif not safe:
        for mime in ("text/markdown", "text/latex"):
            if mime in texts:
                safe["text/plain"] = printable(texts[mime])[:MAX_TEXT]
    return safe


def clean_html(html: str) -> str:
    """Keep of HTML what lays text out: no script, no style, no picture from elsewhere, no formula.

    Args:
        html: Anything.

    Returns:
        HTML that is shown and does nothing.
    """
    html = re.sub(r"(?is)<(script|style)\b.*?(</\1\s*>|\Z)", "", html)
    cleaned = bleach.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, protocols={"http", "https"}, strip=True, strip_comments=True
    )
    # MathJax would run commands that stand in formulas.
    return f'<div class="tex2jax_ignore">{cleaned}</div>'


def stream(text: str, name: str = "stdout") -> NotebookNode:
    """Make a stream output."""
    return NotebookNode(
        output_type="stream", name="stderr" if name == "stderr" else "stdout", text=printable(_text(text))
    )


def display(data: dict[str, str]) -> NotebookNode:
    """Make a display output."""
    return NotebookNode(output_type="display_data", data=NotebookNode(data), metadata=NotebookNode())


def _short_error(output: NotebookNode) -> NotebookNode:
    lines = "\n".join(_text(part) for part in output.get("traceback", [])).split("\n")
    if len(lines) > 2 * MAX_FRAMES:
        # Where it began and what it says: the frames between are the library's.
        lines = [*lines[:MAX_FRAMES], "… lines of the library left out …", *lines[-MAX_FRAMES:]]
    return NotebookNode(
        output_type="error",
        ename=printable(_text(output.get("ename", "")))[:200],
        evalue=printable(_text(output.get("evalue", "")))[:1000],
        traceback=[printable(line, colours=True)[:500] for line in lines],
    )


def printable(text: str, *, colours: bool = False) -> str:
    """Take control characters out of a text.

    Args:
        text: Anything.
        colours: Whether terminal colours may stay.

    Returns:
        The text with line breaks, tabs and what can be read.
    """
    if not colours:
        text = _ESCAPE_CODES.sub("", text)
    kept = "\n\t\r\b" + ("\x1b" if colours else "")
    text = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(letter for letter in text if letter in kept or ord(letter) >= 32)


def _picture(content: str) -> str | None:
    try:
        decoded = base64.b64decode("".join(content.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    return base64.b64encode(decoded).decode("ascii")


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "".join(part for part in content if isinstance(part, str))
    return content if isinstance(content, str) else str(content)
