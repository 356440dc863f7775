"""The headings of a lesson, by which checks and the page of what is covered point into it."""

import re
from collections.abc import Sequence

from graders.build.source import Cell, Role

_HEADING = re.compile(r"^(#{1,4}) (.+)$", re.MULTILINE)


def headings(cells: Sequence[Cell]) -> dict[str, int]:
    """Find a lesson's headings.

    Args:
        cells: The cells of its source.

    Returns:
        The number of the cell, from 1, in which each heading stands first, in the lesson's order.
    """
    found: dict[str, int] = {}
    for number, cell in enumerate(cells, start=1):
        if cell.role is Role.TEXT:
            for heading in _HEADING.finditer(cell.text):
                found.setdefault(heading[2].strip(), number)
    return found
