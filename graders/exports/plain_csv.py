"""A table for people and programs: one row a student and lesson, quoted, with nothing left out."""

from graders.exports.base import WHOLE, Export, Options, csv_text, guarded, number
from graders.results import ClassResults, Result

HEADER = (
    "student",
    "last_name",
    "first_name",
    "email",
    "lms_user_id",
    "lesson",
    "state",
    "score",
    "max_score",
    "raw_score",
    "late_penalty",
    "days_late",
    "handed_in",
    "exercises",
    "comments",
)


def export(results: ClassResults, options: Options) -> Export:
    """Write everything that the class got.

    Args:
        results: What the class got.
        options: What an export depends on.

    Returns:
        One file. A score that is not final stands there too, and its `state` says so.
    """
    rows = [_row(result) for lesson in results.lessons for result in lesson.results]
    return Export(files={WHOLE: csv_text([HEADER, *rows])})


def _row(result: Result) -> list[str]:
    person = result.person
    texts = [person.id, person.last_name, person.first_name, person.email, person.lms_user_id, result.lesson]
    row = [guarded(text) for text in texts] + [result.state.value]
    if not result.has_score:
        return [*row, "", number(result.max_score), *[""] * 6]
    exercises = "; ".join(
        f"{mark.exercise} {number(mark.score)} of {number(mark.max_score)}" + "?" * mark.pending
        for mark in result.marks
    )
    comments = "\n".join(f"{mark.exercise}: {mark.comment}" for mark in result.marks if mark.comment)
    return [
        *row,
        number(result.score),
        number(result.max_score),
        number(result.raw_score),
        number(result.penalty),
        str(result.days_late),
        result.handed_in.isoformat() if result.handed_in else "",
        exercises,
        guarded(comments),
    ]
