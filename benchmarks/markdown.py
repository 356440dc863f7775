"""Tables in Markdown."""

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, right: bool = False) -> str:
    """Write a table.

    Args:
        head: The headings.
        rows: The rows, as long as the head.
        right: Whether all columns but the first are set right.

    Returns:
        Its lines.
    """
    lines = ["| " + " | ".join(row) + " |" for row in (head, *rows)]
    lines.insert(1, "|---" + ("|--:" if right else "|---") * (len(head) - 1) + "|")
    return "\n".join(lines)
