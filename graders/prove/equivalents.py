"""Mutants that are right answers too, listed with the reason.

`solutions/answers/NN_topic/<exercise>/equivalent.toml`:

    [[equivalent]]
    operator = "off by one"              # one of the operators; "*" for any
    what = "fit(epochs=…): 3 → 4"        # what the report calls the mistake; `*` stands for any text
    line = "model.fit("                  # words of the line where it sits; may be left out
    reason = "Any number of epochs from three on is asked for."

An entry holds for every mutant that it fits. One that fits none is an error: the solution has changed since.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graders.answers.bank import EQUIVALENT, shown
from graders.errors import CourseError
from graders.prove.listing import read_entries
from graders.prove.mutants import OPERATORS, Mutant


@dataclass(frozen=True)
class Equivalent:
    """One entry of the list.

    Args:
        operator: The operator's name, or "*".
        what: The mistake; `*` stands for any text.
        reason: Why the mutant is a right answer.
        line: Words of the line where it sits; "" for any line.
    """

    operator: str
    what: str
    reason: str
    line: str = ""

    def fits(self, mutant: Mutant, reference: str) -> bool:
        """Say whether the entry is about a mutant.

        Args:
            mutant: The mutant.
            reference: The solution cell that it was made from.

        Returns:
            True when operator, mistake and line fit.
        """
        text = reference.splitlines()[mutant.line - 1]
        pattern = ".*".join(map(re.escape, self.what.split("*")))
        return (
            self.operator in ("*", mutant.operator)
            and re.fullmatch(pattern, mutant.what, re.DOTALL) is not None
            and self.line in text
        )


def read_equivalents(folder: Path) -> list[Equivalent]:
    """Read the list of one exercise.

    Args:
        folder: The exercise's folder of the answer bank.

    Returns:
        Its entries; none when there is no list.

    Raises:
        CourseError: An entry is not of the list's form.
    """
    path = folder / EQUIVALENT
    where = shown(path)
    entries = []
    for entry in read_entries(path, "equivalent"):
        keys = set(entry)
        if not {"operator", "what", "reason"} <= keys <= {"operator", "what", "reason", "line"}:
            raise CourseError(f"{where}: an entry has operator, what, reason and perhaps line: {entry}.")
        if not all(isinstance(value, str) for value in entry.values()):
            raise CourseError(f"{where}: everything in an entry is a text in quotes: {entry}.")
        if entry["operator"] not in {"*", *OPERATORS}:
            raise CourseError(f"{where}: there is no operator {entry['operator']!r}.")
        if not entry["reason"].strip():
            raise CourseError(f"{where}: say why {entry['what']!r} is a right answer too.")
        entries.append(Equivalent(**entry))
    return entries


def unused(entries: Sequence[Equivalent], made: Sequence[Mutant], reference: str) -> list[Equivalent]:
    """Give the entries that fit no mutant any more.

    Args:
        entries: The list.
        made: All mutants of the exercise.
        reference: The solution cell that they were made from.

    Returns:
        The entries to delete or mend.
    """
    return [entry for entry in entries if not any(entry.fits(mutant, reference) for mutant in made)]
