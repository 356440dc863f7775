"""What of a candidate's outputs may stand in a notebook that people open in a browser."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import bleach
from nbformat import NotebookNode

PICTURES = ("image/png", "image/jpeg")
MAX_TEXT = 20_000
MAX_FRAMES = 12
"""Lines of a traceback that are kept."""
MAX_HTML, MAX_TAGS, MAX_WORDS, MAX_NESTED = 300_000, 15_000, 6_000, 60
"""Characters, tags, words and nesting of HTML that is kept.

The time that cleaning takes grows with the square of how deep elements stand in one another, and of how many
attributes, which are words, an element has.
"""

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
_WITHOUT_END = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"})
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
_BETWEEN_TAGS, _BETWEEN_WORDS = re.compile(r">\s+<"), re.compile(r"[\s/\"']+")
_ESCAPE_CODES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass
class Room:
    """How much of one notebook's outputs is kept; what is taken is counted off.

    Args:
        characters: Characters of everything, pictures as base64.
        html: Characters of HTML.
        tags: Tags and words in the HTML.
    """

    characters: int = 64_000_000
    html: int = 2_000_000
    tags: int = 100_000

    def take(self, texts: Iterable[str]) -> bool:
        """Take room for texts; False when there is not enough left, and nothing is taken."""
        size = sum(map(len, texts))
        if size > self.characters:
            return False
        self.characters -= size
        return True

    def take_html(self, html: str) -> bool:
        """Take room for HTML; False when there is too much of it, or when it is nested too deep."""
        tags = html.count("<") + html.count("&")
        words = sum(1 for _ in _BETWEEN_WORDS.finditer(_BETWEEN_TAGS.sub("><", html.replace("</", "<"))))
        if len(html) > min(self.html, MAX_HTML) or tags > MAX_TAGS or words > MAX_WORDS or _is_deep(html):
            return False
        if tags + words > self.tags:
            return False
        self.html -= len(html)
        self.tags -= tags + words
        return True


def safe_outputs(outputs: Iterable[Any], room: Room | None = None) -> list[NotebookNode]:
    """Make outputs harmless for the page that shows them.

    Args:
        outputs: What a candidate sent.
        room: How much of its notebook's outputs may still be kept.

    Returns:
        Streams, errors, texts, pictures and cleaned HTML; nothing else, and no metadata.
    """
    room = room or Room()
    safe = []
    for output in outputs:
        if (made := _safe(output, room)) is None:
            continue
        texts = made.data.values() if "data" in made else [made.get("text", ""), *made.get("traceback", ())]
        if not room.take(texts):
            safe.append(stream("… further output is left out: the notebook shows too much …\n"))
            break
        safe.append(made)
    return safe


def _safe(output: NotebookNode, room: Room) -> NotebookNode | None:
    if output.output_type == "stream":
        return stream(output.text, output.name)
    if output.output_type == "error":
        return _short_error(output)
    data = _safe_data(output.data, room)
    return display(data) if data else None


def _safe_data(data: dict[str, Any], room: Room) -> dict[str, str]:
    safe: dict[str, str] = {}
    texts = {mime: _text(content) for mime, content in data.items() if isinstance(mime, str)}
    for mime in PICTURES:
        if mime in texts and (picture := _picture(texts[mime])):
            safe[mime] = picture
    if "text/html" in texts:
        safe["text/html"] = clean_html(texts["text/html"], room)
    if "text/plain" in texts:
        safe["text/plain"] = printable(texts["text/plain"])[:MAX_TEXT]
    elif not safe:
        for mime in ("text/markdown", "text/latex"):
            if mime in texts:
                safe["text/plain"] = printable(texts[mime])[:MAX_TEXT]
    return safe


def clean_html(html: str, room: Room | None = None) -> str:
    """Keep of HTML what lays text out: no script, no style, no picture from elsewhere, no formula.

    Args:
        html: Anything.
        room: How much of its notebook's HTML may still be kept.

    Returns:
        HTML that is shown and does nothing; a sentence in its place when there is too much of it.
    """
    html = re.sub(r"(?is)<(script|style)\b.*?(</\1\s*>|\Z)", "", html)
    if not (room or Room()).take_html(html):
        return "<p><em>HTML was left out here: there is too much of it, or it is nested too deep.</em></p>"
    cleaned = bleach.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, protocols={"http", "https"}, strip=True, strip_comments=True
    )
    # MathJax would run commands that stand in formulas.
    return f'<div class="tex2jax_ignore">{cleaned}</div>'


def _is_deep(html: str) -> bool:
    """Tell whether elements may stand too deep in one another: an end that fits no open element ends none."""
    open_tags: list[str] = []
    for end, name in _TAG.findall(html):
        name = name.lower()
        if not end and name not in _WITHOUT_END:
            open_tags.append(name)
        elif end and open_tags and open_tags[-1] == name:
            open_tags.pop()
        if len(open_tags) > MAX_NESTED:
            return True
    return False


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
