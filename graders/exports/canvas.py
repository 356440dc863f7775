"""Canvas: the gradebook's CSV, made from the one that the teacher exported there.

Canvas matches a line by ID, SIS User ID and SIS Login ID, and an assignment by the id in its column's title
(`gradebook_importer.rb`). An empty field takes a score away, so that whoever has no score here keeps what the
exported file has. `EX` excuses.
"""

import re
from collections import Counter
from collections.abc import Sequence

from graders.errors import CourseError
from graders.exports.base import WHOLE, Export, Options, csv_text, given, has_mark, notes_on, number
from graders.exports.roster import Roster
from graders.results import ClassResults, Person, State

_LEADING = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_NEEDED = ("Student", "ID", "Section")
_POINTS = "Points Possible"
_WITH_ID = re.compile(r"(?P<title>.*\S)\s+\((?P<id>\d+)\)")
EXCUSED = "EX"


def export(results: ClassResults, options: Options) -> Export:
    """Write scores into Canvas's own columns.

    Args:
        results: What the class got.
        options: With the roster, which Canvas exported.

    Returns:
        The file to import, and who is not in it.

    Raises:
        CourseError: There is no roster, it is not Canvas's, or a lesson's column cannot be told.
    """
    roster = options.roster
    if roster is None:
        raise CourseError(
            "Canvas matches by its own ids: export the gradebook there (Grades, Export), and give the file "
            "with --roster."
        )
    if not all(roster.has(name) for name in _NEEDED):
        raise CourseError(
            f"{roster.path} is no gradebook of Canvas, which begins with {', '.join(_LEADING)}: export it "
            "once more."
        )
    made = Export(notes=notes_on(results, options))
    # Canvas may have columns of its own in front of the section, such as the integration id.
    leading = roster.header[: roster.header.index("Section") + 1]
    first = next((at for at, row in enumerate(roster.rows) if _POINTS in row[0]), None)
    students = [
        at for at in range(0 if first is None else first + 1, len(roster.rows)) if _is_student(roster, at)
    ]
    matched = _match(results, roster, students, made)

    header, points = list(leading), [f"    {_POINTS}", *[""] * (len(leading) - 1)]
    lines = {at: list(roster.rows[at][: len(leading)]) for at in students}
    for lesson in results.lessons:
        column = _column(roster, lesson.name, options, made)
        known = "" if first is None or column is None else roster.rows[first][column].strip()
        scale = _scale(known, lesson.max_score, lesson.name, made)
        header.append(_new_title(lesson.name, options) if column is None else roster.header[column])
        points.append(known or number(lesson.max_score))
        by_id = {result.person.id: result for result in lesson.results}
        for at in students:
            result = by_id.get(matched.get(at, ""))
            if result is not None and result.state is State.EXCUSED:
                field = EXCUSED
            elif result is not None and given(result, options):
                field = number(result.score * scale)
            else:
                field = "" if column is None else roster.rows[at][column]
            lines[at].append(field)
    made.files[WHOLE] = csv_text([header, points, *lines.values()])
    return made


def _is_student(roster: Roster, at: int) -> bool:
    row = roster.rows[at]
    return _POINTS not in row[0] and bool(row[0].strip() or roster.field(row, "ID"))


def _match(results: ClassResults, roster: Roster, students: Sequence[int], made: Export) -> dict[int, str]:
    """Find each student's line; say who has none. A line is given to nobody whom it may not belong to."""
    among = set(students)
    tables = {
        name: {text: among.intersection(rows) for text, rows in roster.rows_by(name).items()}
        for name in ("ID", "SIS User ID", "SIS Login ID")
    }
    lines: dict[str, set[int]] = {}
    for person in results.people:
        # Canvas's own id is the surest; then nbgrader's, by which the class is registered or signs in.
        found = tables["ID"].get(person.lms_user_id, set())
        if len(found) != 1:
            found = found.union(*(table.get(person.id, set()) for table in tables.values()))
        lines[person.id] = found
    claims = Counter(at for found in lines.values() for at in found)
    matched: dict[int, str] = {}
    for person in results.people:
        found = lines[person.id]
        if len(found) == 1 and claims[min(found)] == 1:
            matched[min(found)] = person.id
        elif has_mark(results, person):
            made.unmatched.append(_why_not(person, len(found), roster))
    for at in students:
        if at not in matched:
            row = roster.rows[at]
            made.notes.append(
                f"{row[0].strip()} (ID {roster.field(row, 'ID')}) is in Canvas's list and nowhere in the "
                "gradebook: the line stays as Canvas has it."
            )
    return matched


def _why_not(person: Person, found: int, roster: Roster) -> str:
    who = person.label
    if found:
        return (
            f"{who} may be more than one line of {roster.path.name}, or shares one with somebody: the marks "
            "were left out; set the student's LMS user id in nbgrader to Canvas's ID."
        )
    return (
        f"{who} has marks and is not in {roster.path.name} by ID, SIS User ID or SIS Login ID: the marks "
        "were left out; set the student's LMS user id in nbgrader to Canvas's ID."
    )


def _plain(title: str) -> str:
    """Write a title without what people write in different ways: `01_sequential` is `01 Sequential`."""
    return " ".join(re.findall(r"\w+", title.replace("_", " ").casefold()))


def _column(roster: Roster, lesson: str, options: Options, made: Export) -> int | None:
    """Find the column of a lesson; None when Canvas has to make one."""
    behind = range(roster.header.index("Section") + 1, len(roster.header))
    titles = {at: match["title"] for at in behind if (match := _WITH_ID.fullmatch(roster.header[at]))}
    asked = options.columns.get(lesson)
    if asked is not None:
        found = [at for at, title in titles.items() if asked in (title, roster.header[at])]
    else:
        names = {_plain(lesson), _plain(options.titles.get(lesson, lesson))}
        found = [at for at, title in titles.items() if _plain(title) in names]
    if len(found) > 1:
        raise CourseError(
            f"{roster.path.name} has several columns for {lesson}: name one with its id, "
            f'--column "{lesson}={roster.header[found[0]]}".'
        )
    if found:
        return found[0]
    if asked is not None and not options.columns[lesson].strip():
        raise CourseError(f'--column {lesson}= names no column: write --column "{lesson}=TITLE".')
    made.notes.append(
        f"{roster.path.name} has no column for {lesson}, so Canvas will offer to make an assignment "
        f'“{_new_title(lesson, options)}”; --column "{lesson}=TITLE" names another.'
    )
    return None


def _new_title(lesson: str, options: Options) -> str:
    return options.columns.get(lesson) or lesson


def _scale(known: str, most: float, lesson: str, made: Export) -> float:
    """Give what a point is worth in Canvas."""
    try:
        there = float(known)
    except ValueError:
        return 1.0
    if there == most or there <= 0 or most <= 0:
        return 1.0
    made.notes.append(
        f"Canvas gives {number(there)} points for {lesson}, which has {number(most)}: scores were converted."
    )
    return there / most
