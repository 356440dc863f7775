"""Progress as a person reads it: bars, points by exercise, what is next, mistakes met and mended."""

from collections.abc import Sequence
from html import escape
from typing import Any

from coursework.desk.progress import Standing

WIDTH = 20
"""Characters of a bar."""
_MOST = 10
"""How many mistakes are listed; the latest ones."""


class Overview:
    """How far somebody is in the course.

    Args:
        standings: One for each lesson, in the course's order.
    """

    def __init__(self, standings: Sequence[Standing]) -> None:
        self._standings = list(standings)

    def next(self) -> str:
        """Say what to do next: the first exercise, in the course's order, that has points left.

        When all that was begun is done, it is the next lesson behind the last one that was begun.
        """
        begun = [each for each in self._standings if each.records]
        for standing in begun or self._standings:
            for name, points in standing.points.items():
                left = standing.lesson.exercises[name].points - points
                if left > 0:
                    begin = "go on with " if name in standing.records else ""
                    return f"{begin}`{name}` in {standing.lesson.name} (points left there: {left:g})."
        last = max((at for at, each in enumerate(self._standings) if each.records), default=-1)
        in_turn = [*self._standings[last + 1 :], *self._standings[: last + 1]]
        fresh = next((each for each in in_turn if not each.records and each.whole), None)
        if fresh is not None:
            return f"All that you began is done. Next lesson: {fresh.lesson.title}."
        return "All exercises have all of their points. Well done."

    def mistakes(self) -> list[tuple[str, str, str, bool]]:
        """List what some try missed: exercise, criterion, the hint that it gave, and whether it is mended."""
        return [
            (name, criterion, hint, criterion in record.met)
            for standing in self._standings
            for name, record in standing.records.items()
            for criterion, hint in record.missed.items()
        ]

    def __str__(self) -> str:
        """The overview as lines of text."""
        lines = []
        for standing in self._standings:
            lines.append(
                f"{_bar(standing)} {standing.reached:5g} of {standing.whole:3g}  {standing.lesson.title}"
            )
            for name, record in standing.records.items():
                most = standing.lesson.exercises[name].points
                lines.append(
                    f"    {name}: {standing.points[name]:g} of {most:g}, {_count(len(record.tries), 'try')}"
                )
        lines += ["", f"Next: {self.next()}"]
        if mistakes := self.mistakes():
            lines += ["", f"{_heading(len(mistakes))}:"]
            for name, criterion, hint, mended in mistakes[-_MOST:]:
                lines.append(f"  [{'mended' if mended else 'open'}] {name}, “{criterion}”: {hint}")
        return "\n".join(lines)

    def to_html(self) -> str:
        """The overview as HTML; every text in it is escaped."""
        rows = []
        for standing in self._standings:
            exercises = "".join(
                f"<br>{escape(name)}: {standing.points[name]:g} of "
                f"{standing.lesson.exercises[name].points:g}, {_count(len(record.tries), 'try')}"
                for name, record in standing.records.items()
            )
            most = max(standing.whole, 1)
            rows.append(
                f'<tr><td {_LEFT}><progress value="{standing.reached:g}" max="{most:g}">'
                f"{_bar(standing)}</progress></td>"
                f"<td {_LEFT}><strong>{escape(standing.lesson.title)}</strong>"
                f"{exercises}</td><td {_RIGHT}>{standing.reached:g} / {standing.whole:g}</td></tr>"
            )
        mistakes = "".join(
            f"<li>{'✔ mended' if mended else '✘ open'}: <strong>{escape(name)}</strong>, "
            f"{escape(criterion)}: {escape(hint)}</li>"
            for name, criterion, hint, mended in self.mistakes()[-_MOST:]
        )
        table = (
            f"<table><thead><tr><th {_LEFT}>Progress</th><th {_LEFT}>Lesson</th><th {_RIGHT}>Points</th></tr>"
            f"</thead><tbody>{''.join(rows)}</tbody></table>"
        )
        met = f"<p>{_heading(len(self.mistakes()))}:</p><ul>{mistakes}</ul>" if mistakes else ""
        return f"{table}<p><strong>Next:</strong> {escape(self.next())}</p>{met}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": str(self), "text/html": self.to_html()}


_LEFT = 'style="text-align: left"'
_RIGHT = 'style="text-align: right; white-space: nowrap"'


def _heading(number: int) -> str:
    return f"Mistakes met (the last {_MOST} of {number})" if number > _MOST else "Mistakes met"


def _bar(standing: Standing) -> str:
    done = round(WIDTH * standing.reached / standing.whole) if standing.whole else 0
    return "[" + "#" * done + "." * (WIDTH - done) + "]"


def _count(number: int, what: str) -> str:
    return f"{number} {what if number == 1 else 'tries'}"
