"""Lists of exceptions beside an exercise's answers: TOML files of entries of one kind."""

import tomllib
from pathlib import Path
from typing import Any

from graders.answers.bank import shown
from graders.errors import CourseError


def read_entries(path: Path, kind: str) -> list[dict[str, Any]]:
    """Read a list.

    Args:
        path: The file.
        kind: What each entry begins with, in double brackets.

    Returns:
        The entries as they stand there; none when there is no list.

    Raises:
        CourseError: It is no TOML, or holds something else.
    """
    if not path.is_file():
        return []
    where = shown(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{where} is no TOML: {error}.") from error
    entries = data.get(kind)
    if (
        set(data) != {kind}
        or not isinstance(entries, list)
        or not all(isinstance(entry, dict) for entry in entries)
    ):
        raise CourseError(
            f"{where}: each entry begins with a line [[{kind}]], and nothing else stands there."
        )
    return entries
