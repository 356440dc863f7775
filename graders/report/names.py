"""What people are called on a page: by name, or by pseudonyms that stay the same from page to page."""

import base64
import contextlib
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from graders.errors import CourseError
from graders.results import Person

KEY = "report-names.key"
"""A file in the course's folder, made when it is first needed; without it, nobody can tell who is who."""
_LENGTH = 6


class Names:
    """What people are called.

    Args:
        people: Everybody.
        key: The key of the pseudonyms; None to show names.
    """

    def __init__(self, people: Iterable[Person], key: bytes | None = None) -> None:
        self._people = {person.id: person for person in people}
        self._key = key
        words = {
            word
            for person in self._people.values()
            for word in (person.id, person.first_name, person.last_name, person.email)
            if len(word) > 1
        }
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        self._known = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)")

    @property
    def hidden(self) -> bool:
        """Whether names are hidden."""
        return self._key is not None

    def of(self, student: str) -> str:
        """Give what a student is called.

        Args:
            student: The id.

        Returns:
            Name and id, or a pseudonym.
        """
        if self._key is not None:
            told = hmac.new(self._key, student.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
            return f"Learner {base64.b32encode(told).decode()[:_LENGTH]}"
        person = self._people.get(student)
        return student if person is None else person.label

    def hide(self, text: str) -> str:
        """Take everybody's names, ids and e-mail addresses out of a text, when names are hidden."""
        return self._known.sub("[name]", text) if self.hidden else text


def read_key(root: Path) -> bytes:
    """Read the key of a course's pseudonyms, and make it when there is none.

    Args:
        root: The course's top folder.

    Returns:
        The key.

    Raises:
        CourseError: It can be neither read nor written.
    """
    path = root / KEY
    try:
        with contextlib.suppress(FileExistsError):
            made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(made, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32))
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(
            f"The key of the pseudonyms, {path}, cannot be read or made ({error}): see to it that the "
            "course's folder can be written."
        ) from error
    if not key:
        raise CourseError(f"The key of the pseudonyms, {path}, is empty: delete it, and run this again.")
    return key.encode()
