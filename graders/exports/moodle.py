"""Moodle: a CSV file for *Grades, Import, CSV file*, whose columns the teacher maps there.

A user whom Moodle does not know stops its whole import (`grade/import/csv`), so that with a list of the
course's participants nobody else is written. `-` is no grade.
"""

from graders.errors import CourseError
from graders.exports.base import (
    WHOLE,
    Export,
    Options,
    comment_on,
    csv_text,
    given,
    guarded,
    has_mark,
    notes_on,
    number,
)
from graders.results import ClassResults, Person, State

COLUMNS = {"idnumber": "ID number", "email": "Email address", "username": "Username"}
"""What users are matched by, and what Moodle calls it."""
NO_GRADE = "-"


def export(results: ClassResults, options: Options) -> Export:
    """Write a grade and a feedback column for each lesson.

    Args:
        results: What the class got.
        options: With what users are matched by, and perhaps a roster, which Moodle exported.

    Returns:
        The file to import, and who is not in it.

    Raises:
        CourseError: The roster does not have what users are matched by.
    """
    made = Export(notes=notes_on(results, options))
    column, roster = COLUMNS[options.match], options.roster
    known: set[str] | None = None
    if roster is not None:
        if not roster.has(column):
            raise CourseError(
                f"{roster.path} has no column “{column}”: export it with one, or choose another with --match."
            )
        known = set(roster.rows_by(column))
    header = [column]
    for lesson in results.lessons:
        title = options.columns.get(lesson.name, lesson.name)
        header += [title, f"{title} feedback"]
    rows = []
    for person in results.people:
        mine = results.of(person)
        told = _told(person, options.match)
        if not told or (known is not None and told not in known):
            if has_mark(results, person):
                made.unmatched.append(
                    _why_not(person, told, column, "" if roster is None else roster.path.name)
                )
            continue
        row = [told]
        for result in mine:
            if given(result, options):
                row += [number(result.score), guarded(comment_on(result))]
            elif result.state is State.EXCUSED:
                row += [NO_GRADE, "Excused."]
            else:
                row += [NO_GRADE, ""]
        rows.append(row)
    made.files[WHOLE] = csv_text([header, *rows])
    return made


def _told(person: Person, match: str) -> str:
    return person.email if match == "email" else person.id


def _why_not(person: Person, told: str, column: str, roster: str) -> str:
    who = person.label
    if not told:
        return (
            f"{who} has marks and no e-mail address in the gradebook: the marks were left out; enter one "
            "with `nbgrader db student add`, or choose --match idnumber."
        )
    return (
        f"{who} has marks, and no line of {roster} has “{told}” as {column}: the marks were left out; "
        "correct the id in Moodle, or choose another --match."
    )
