"""What the formats share: their options, what they give, and words and numbers that several of them write."""

import csv
import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from graders.criteria import Status
from graders.exports.roster import Roster
from graders.results import ClassResults, Mark, Person, Result, State


@dataclass(frozen=True)
class Options:
    """What an export depends on besides the results.

    Args:
        now: The time of the export.
        roster: The other system's own list of the class; None where none was given.
        columns: For a lesson's name, the title of its column in the other system.
        titles: For a lesson's name, its title.
        match: By what the other system knows its users, where it leaves the choice.
        provisional: Whether scores that a teacher still has to confirm are written like others.
    """

    now: datetime.datetime
    roster: Roster | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    match: str = "idnumber"
    provisional: bool = False


@dataclass
class Export:
    """What an export gives.

    Args:
        files: The text of each file under its path; the path `.` is the file or folder that was asked for.
        unmatched: One sentence for each student whose marks are in no file.
        notes: One sentence for each other thing that a teacher has to know.
    """

    files: dict[PurePosixPath, str] = field(default_factory=dict)
    unmatched: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


WHOLE = PurePosixPath(".")
"""Path of the one file of a format that has one."""


def number(value: float) -> str:
    """Write points with at most two decimals and a point, whatever the language: 12, 7.5, 0.33."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula.

    Args:
        text: What a person may have chosen: a name, a comment, words from an answer.

    Returns:
        The same, behind an apostrophe where it would begin a formula
        (OWASP, "CSV injection").
    """
    return f"'{text}" if text.lstrip(" \n").startswith(_FORMULA) else text


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV: fields quoted where they have to be, lines ended as RFC 4180 has it."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


def given(result: Result, options: Options) -> bool:
    """Tell whether a result has a score that may be handed on as one."""
    return result.state is State.GRADED or (options.provisional and result.state is State.PENDING)


def notes_on(results: ClassResults, options: Options) -> list[str]:
    """Say what is not in an export because it is not decided or not graded yet.

    Args:
        results: What the class got.
        options: What the export depends on.

    Returns:
        One sentence for each student and lesson that is waited for.
    """
    said = []
    for lesson in results.lessons:
        for result in lesson.results:
            who = result.person.label
            if result.state is State.PENDING and not options.provisional:
                due = ", ".join(mark.exercise for mark in result.marks if mark.pending)
                said.append(
                    f"{who} has no final score for {lesson.name} yet, {number(result.score)} of "
                    f"{number(result.max_score)} so far: decide on {due} in Formgrader, or give "
                    "--provisional."
                )
            elif result.state is State.WAITING:
                said.append(f"{who} handed {lesson.name} in and is not graded: run `coursework grade`.")
    return said


def has_mark(results: ClassResults, person: Person) -> bool:
    """Tell whether something would be lost of a student who is left out."""
    return any(result.has_score or result.state is State.EXCUSED for result in results.of(person))


def comment_on(result: Result) -> str:
    """Give a result in a few lines for its learner: each exercise, what it misses, the teacher's words.

    Args:
        result: A result with a score.

    Returns:
        One line an exercise, and one for being late: how many days, and what was taken off for it.
    """
    lines = list(result.notes)
    lines += [_comment_on_exercise(mark) for mark in result.marks]
    if result.penalty:
        points = "point" if result.penalty == 1 else "points"
        lines.append(f"{late(result)}: {number(result.penalty)} {points} taken off.")
    elif result.seconds_late > 0:
        lines.append(f"{late(result)}.")
    return "\n".join(lines)


def late(result: Result) -> str:
    """Say how late a result is, in days."""
    return f"{result.days_late} day{'s' * (result.days_late != 1)} late"


def _comment_on_exercise(mark: Mark) -> str:
    said = f"{mark.exercise}: {number(mark.score)} of {number(mark.max_score)} points."
    if mark.pending:
        said += " Your teacher still has to look at this."
    if mark.verdict is not None and mark.verdict.unattempted:
        said += " Not attempted."
    elif mark.verdict is not None:
        missed = [
            f"{each.name} ({each.hint})" if each.hint else each.name
            for each in mark.verdict.judgements
            if each.status is Status.MISSED
        ]
        said += f" Missed: {'; '.join(missed)}." if missed else ""
    if mark.by_hand:
        said += " Your teacher decided on this score."
    return " ".join(f"{said} {mark.comment}".split())
