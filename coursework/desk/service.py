"""Which check service a class has, and which token is the learner's."""

import contextlib
import json
import os
from pathlib import Path

NAME, TOKEN_NAME = "service.json", "token.txt"
"""Files in the course's folder: the address of the class's service, and the learner's token."""
TOKEN_VARIABLE = "COURSEWORK_TOKEN"
"""Environment variable with the learner's token."""


def service_address(course: Path) -> str | None:
    """Give the address of the class's check service.

    Args:
        course: The course's top folder.

    Returns:
        What `service.json` there names, without a slash at the end; None when it names none.
    """
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        address = json.loads((course / NAME).read_text(encoding="utf-8"))["address"]
        if isinstance(address, str) and address.startswith(("https://", "http://")):
            return address.rstrip("/")
    return None


def token(course: Path) -> str:
    """Give the learner's token.

    Args:
        course: The course's top folder.

    Returns:
        What `COURSEWORK_TOKEN` says, or the first line of `token.txt`; empty when there is neither.
    """
    if named := os.environ.get(TOKEN_VARIABLE):
        return named.strip()
    with contextlib.suppress(OSError, ValueError):
        return (course / TOKEN_NAME).read_text(encoding="utf-8").strip().partition("\n")[0]
    return ""
