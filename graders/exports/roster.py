"""The list of a class that another system exported: as it wrote it, so that it can read it again."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graders.errors import CourseError


@dataclass(frozen=True)
class Roster:
    """A CSV file of another system.

    Args:
        path: Where it stands, for sentences about it.
        header: Its first line.
        rows: The lines below, as many fields each as the header has.
    """

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def has(self, column: str) -> bool:
        """Tell whether there is a column of this name."""
        return column in self.header

    def field(self, row: Sequence[str], column: str) -> str:
        """Give one field of a row without blanks around it; empty where there is no such column."""
        return row[self.header.index(column)].strip() if column in self.header else ""

    def rows_by(self, column: str) -> dict[str, list[int]]:
        """Find rows by what stands in a column.

        Args:
            column: The column's name.

        Returns:
            Numbers of rows, from 0, under each text that stands there; none under the empty one.
        """
        found: dict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(self.rows):
            if text := self.field(row, column):
                found[text].append(at)
        return dict(found)


def read_roster(path: Path) -> Roster:
    """Read the list of a class.

    Args:
        path: The CSV file, in UTF-8, separated by commas or semicolons.

    Returns:
        What stands in it.

    Raises:
        CourseError: It cannot be read, or is empty.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        first = text.partition("\n")[0]
        separator = ";" if first.count(";") > first.count(",") else ","
        rows = [row for row in csv.reader(text.splitlines(keepends=True), delimiter=separator) if any(row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CourseError(
            f"The roster {path} cannot be read as CSV ({error}): export it once more, as UTF-8."
        ) from error
    if not rows:
        raise CourseError(f"The roster {path} is empty: export it once more.")
    width = len(rows[0])
    filled = tuple(tuple([*row, *[""] * width][:width]) for row in rows[1:])
    return Roster(path, tuple(name.strip() for name in rows[0]), filled)
