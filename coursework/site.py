"""The course's site: where a class reads it, and the place on it that treats a heading of a lesson."""

import json
import re
from pathlib import Path
from urllib.parse import quote

from coursework.errors import CourseError

NAME = "site.json"
"""File in the course's folder that gives the site's address: `{"address": "https://…"}`."""
_DROPPED = re.compile(r"[^\w\- ]")


def site_address(course: Path) -> str:
    """Give the address of the course's site.

    Args:
        course: The course's top folder.

    Returns:
        What `site.json` there names, without a slash at the end; empty when there is no such file.

    Raises:
        CourseError: The file is there and names no address.
    """
    path = course / NAME
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ""
    except (OSError, ValueError):
        told = None
    address = told.get("address") if isinstance(told, dict) else None
    if not isinstance(address, str) or not address.startswith(("https://", "http://")):
        raise CourseError(
            f'{path} names no address of a site: write {{"address": "https://…"}} into it, or delete it.'
        )
    return address.rstrip("/")


def anchor(heading: str) -> str:
    """Give the name by which a heading is found on its page; the site's builder makes the same.

    Args:
        heading: The heading, as it stands in the lesson.
    """
    return _DROPPED.sub("", heading.strip().lower()).replace(" ", "-")


def place(site: str, lesson: str, heading: str = "") -> str:
    """Give the address of a lesson's page, or of a heading on it.

    Args:
        site: The site's address.
        lesson: The lesson's name, `NN_topic`.
        heading: The heading; empty for the whole page.
    """
    page = f"{site}/lessons/{quote(lesson)}.html"
    return f"{page}#{quote(anchor(heading))}" if heading else page


def task(exercise: str) -> str:
    """Give the heading under which a lesson asks for an exercise, with the hints folded away.

    Args:
        exercise: The exercise's name.
    """
    return f"Exercise `{exercise}`"
