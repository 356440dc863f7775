"""How somebody stands in all lessons, as a page or a part of one: points, what is open, what to read."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from coursework.desk.progress import Standing
from coursework.site import place, task
from coursework.verdict import Status, Verdict, marked

STYLE = Path(__file__).resolve().parents[1] / "page.css"
"""The style of a learner's pages: this one, and feedback."""
OVERVIEW = "overview.html"
"""The name of the page that stands beside a page of feedback."""
_MOST = 3
"""So many things are named to do next."""


@dataclass(frozen=True)
class Open:
    """Points that can still be had.

    Args:
        exercise: The exercise's name.
        points: How many.
        criterion: The criterion that was missed; empty when the exercise was not tried.
        hint: What to do about it; may be empty.
        read: The heading in the lesson to read.
    """

    exercise: str
    points: float
    criterion: str = ""
    hint: str = ""
    read: str = ""


@dataclass(frozen=True)
class Line:
    """One lesson.

    Args:
        lesson: Its name, `NN_topic`.
        title: Its title.
        most: Points that it gives.
        points: Points reached; None when nothing of it was looked at.
        open: What can still be had.
        said: What else is to be known, such as that a teacher still looks; may be empty.
        page: Where its feedback page stands, relative to this one; empty when there is no link to it.
    """

    lesson: str
    title: str
    most: float
    points: float | None = None
    open: tuple[Open, ...] = ()
    said: str = ""
    page: str = ""


def still_open(verdict: Verdict) -> tuple[Open, ...]:
    """Give what a verdict leaves open to the learner; what a teacher has to decide is not.

    Args:
        verdict: The verdict on one exercise.
    """
    if verdict.unattempted:
        return (Open(verdict.exercise, verdict.max_points),)
    return tuple(
        Open(verdict.exercise, each.max_points - each.points, each.name, each.hint, each.read)
        for each in verdict.judgements
        if each.status is Status.MISSED
    )


def lines_of(standings: Sequence[Standing]) -> list[Line]:
    """Give the lines of what was practised.

    Args:
        standings: One for each lesson, in the course's order.
    """
    return [
        Line(
            each.lesson.name,
            each.lesson.title,
            each.whole,
            each.reached if each.records else None,
            tuple(found for name in each.lesson.exercises for found in _practised(each, name)),
        )
        for each in standings
    ]


def _practised(standing: Standing, name: str) -> tuple[Open, ...]:
    """Give what is open in one exercise after its last try; nothing in a lesson that was not begun."""
    most, record = standing.lesson.exercises[name].points, standing.records.get(name)
    if not standing.records or standing.points[name] >= most:
        return ()
    if record is None or not record.last:
        return (Open(name, most),)
    return tuple(
        Open(
            name,
            each["max_points"] - each["points"],
            str(each["name"]),
            str(each.get("hint", "")),
            str(each.get("read", "")),
        )
        for each in record.last["judgements"]
        if each["status"] == Status.MISSED
    )


def section(lines: Sequence[Line], site: str = "") -> str:
    """Write the lessons as a part of a page, with headings from the second level on.

    Args:
        lines: The lessons, in the course's order.
        site: Address of the course's site; empty when there is none.

    Returns:
        HTML; every text in it is escaped.
    """
    rows = "".join(_row(line, site) for line in lines)
    reached, most = sum(line.points or 0 for line in lines), sum(line.most for line in lines)
    table = (
        '<div class="wide" tabindex="0" role="group" aria-label="Lessons"><table class="lessons">'
        '<thead><tr><th scope="col">Lesson</th><th scope="col">Points</th></tr></thead>'
        f"<tbody>{rows}</tbody>"
        f'<tfoot><tr><th scope="row">All lessons</th><td>{reached:g} / {most:g}</td></tr></tfoot>'
        "</table></div>"
    )
    steps = "".join(f"<li>{step}</li>" for step in _steps(lines, site))
    parts = ["<h2>All your lessons</h2>", f"<h3>What to do next</h3><ul>{steps}</ul>"]
    parts += ["<h3>Points</h3>", table]
    if any(line.open for line in lines):
        parts.append("<h3>What is open</h3>")
        parts += [_opened(line, site) for line in lines if line.open]
    return "\n".join(parts) + "\n"


def page(lines: Sequence[Line], *, who: str = "", site: str = "", made: datetime.datetime) -> str:
    """Write the lessons as a page of their own, which loads nothing and runs nothing.

    Args:
        lines: The lessons, in the course's order.
        who: The learner's name; empty when the page is for whoever made it.
        site: Address of the course's site; empty when there is none.
        made: The time of the page.

    Returns:
        HTML; every text in it is escaped.
    """
    title = f"Lessons of {who}" if who else "Your lessons"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<style>
{STYLE.read_text(encoding="utf-8")}</style>
</head>
<body>
<header>
<h1>{escape(title)}</h1>
<p>As of {made:%Y-%m-%d %H:%M}.</p>
</header>
<main>
{section(lines, site)}</main>
</body>
</html>
"""


def _row(line: Line, site: str) -> str:
    title = marked(line.title)
    name = f'<a href="{escape(place(site, line.lesson))}">{title}</a>' if site else title
    said = [escape(line.said)] if line.said else []
    if line.page:
        said.append(f'<a href="{escape(line.page)}" aria-label="Feedback: {escape(line.title)}">feedback</a>')
    points = f"– / {line.most:g}" if line.points is None else f"{line.points:g} / {line.most:g}"
    return f"<tr><td>{' · '.join([name, *said])}</td><td>{points}</td></tr>"


def _steps(lines: Sequence[Line], site: str) -> list[str]:
    """Say what to do next: the headings behind which most points wait, then the next lesson."""
    waiting: dict[tuple[str, Line, str], float] = {}
    for line in lines:
        for each in line.open:
            key = ("Read" if each.criterion else "Try", line, each.read or task(each.exercise))
            waiting[key] = waiting.get(key, 0) + each.points
    most = sorted(waiting.items(), key=lambda found: -found[1])[:_MOST]
    steps = [
        f"{verb} {_heading(line, heading, site)} in {marked(line.title)}: {_points(points)} open there."
        for (verb, line, heading), points in most
    ]
    begun = [at for at, line in enumerate(lines) if line.points is not None or line.said]
    fresh = lines[begun[-1] + 1 if begun else 0 :]
    if fresh:
        title = marked(fresh[0].title)
        link = f'<a href="{escape(place(site, fresh[0].lesson))}">{title}</a>' if site else title
        steps.append(f"Next lesson: {link}.")
    return steps or ["Nothing: all points of all lessons are yours. Well done."]


def _opened(line: Line, site: str) -> str:
    exercises: dict[str, list[Open]] = {}
    for each in line.open:
        exercises.setdefault(each.exercise, []).append(each)
    items = []
    for name, found in exercises.items():
        told = "".join(f"<li>{_missed(line, each, site)}</li>" for each in found if each.criterion)
        heading = _heading(line, task(name), site)
        tried = f"<ul>{told}</ul>" if told else f": not tried yet, {_points(found[0].points)} open"
        items.append(f"<li>{heading}{tried}</li>")
    return f"<h4>{marked(line.title)}</h4><ul>{''.join(items)}</ul>"


def _missed(line: Line, each: Open, site: str) -> str:
    read = f"Read {_heading(line, each.read, site)}." if each.read else ""
    words = " ".join(filter(None, [marked(each.hint), read]))
    return f"{marked(each.criterion)}, {_points(each.points)} open{f': {words}' if words else ''}"


def _heading(line: Line, heading: str, site: str) -> str:
    words = f"“{marked(heading)}”"
    return f'<a href="{escape(place(site, line.lesson, heading))}">{words}</a>' if site else words


def _points(points: float) -> str:
    return f"{points:g} {'point is' if points == 1 else 'points are'}"
