"""Rewritings that are no right answers, listed with the words of the task that exclude them.

`solutions/answers/NN_topic/<exercise>/excluded.toml`:

    [[excluded]]
    rewriting = "Sequential as a class"            # one of the rewritings
    words = "a `Sequential` or functional model"   # as the task says it, in its text or in the stub

An entry whose words the task does not say is an error, and so is one without which nothing would lose points.
"""

from dataclasses import dataclass
from pathlib import Path

from graders.answers.bank import EXCLUDED, shown
from graders.errors import CourseError
from graders.prove.listing import read_entries
from graders.prove.rewritings import REWRITINGS


@dataclass(frozen=True)
class Excluded:
    """One entry of the list.

    Args:
        rewriting: The rewriting's name.
        words: The words of the task that exclude it.
    """

    rewriting: str
    words: str

    def stands_in(self, task: str) -> bool:
        """Say whether a task has these words, however its lines are broken.

        Args:
            task: The task's text.

        Returns:
            True when it has.
        """
        return " ".join(self.words.split()) in " ".join(task.split())


def read_excluded(folder: Path) -> list[Excluded]:
    """Read the list of one exercise.

    Args:
        folder: The exercise's folder of the answer bank.

    Returns:
        Its entries; none when there is no list.

    Raises:
        CourseError: An entry is not of the list's form.
    """
    path = folder / EXCLUDED
    where = shown(path)
    entries: list[Excluded] = []
    for entry in read_entries(path, "excluded"):
        if set(entry) != {"rewriting", "words"} or not all(
            isinstance(value, str) for value in entry.values()
        ):
            raise CourseError(f"{where}: an entry has rewriting and words, both texts in quotes: {entry}.")
        if entry["rewriting"] not in REWRITINGS:
            raise CourseError(f"{where}: there is no rewriting {entry['rewriting']!r}.")
        if not entry["words"].strip():
            raise CourseError(f"{where}: give the words of the task that exclude {entry['rewriting']!r}.")
        if entry["rewriting"] in [one.rewriting for one in entries]:
            raise CourseError(f"{where}: {entry['rewriting']!r} is listed twice: leave one entry.")
        entries.append(Excluded(**entry))
    return entries
