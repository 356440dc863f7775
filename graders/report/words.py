"""How a class did in a lesson, as lines of text, criterion by criterion."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from graders.criteria import Status, Verdict
from graders.pipeline.marks import CellMark


def read_verdicts(folder: Path, lesson: str) -> dict[str, list[Verdict]]:
    """Read verdicts from graded notebooks.

    Args:
        folder: nbgrader's folder of graded notebooks.
        lesson: The lesson's name.

    Returns:
        Each student's verdicts, in the lesson's order.
    """
    found: dict[str, list[Verdict]] = {}
    for path in sorted(folder.glob(f"*/{lesson}/{lesson}.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        verdicts = [CellMark.read(cell).read_verdict() for cell in cells]
        found[path.parent.parent.name] = [verdict for verdict in verdicts if verdict]
    return {student: verdicts for student, verdicts in found.items() if verdicts}


@dataclass
class _Tally:
    points: float = 0
    statuses: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)


def report(lesson: str, verdicts: dict[str, list[Verdict]]) -> str:
    """Write the report.

    Args:
        lesson: The lesson's name.
        verdicts: Each student's verdicts.

    Returns:
        Lines of text: exercises with their mean, criteria with how many met them, and what those who did not
        had most often.
    """
    exercises: dict[str, tuple[float, dict[str, _Tally]]] = {}
    means: dict[str, list[float]] = defaultdict(list)
    for verdict in (verdict for each in verdicts.values() for verdict in each):
        _, tallies = exercises.setdefault(verdict.exercise, (verdict.max_points, {}))
        means[verdict.exercise].append(verdict.points)
        for judgement in verdict.judgements:
            tally = tallies.setdefault(judgement.name, _Tally())
            tally.points = judgement.max_points
            tally.statuses[judgement.status] += 1
            if judgement.status is Status.MISSED:
                tally.found[judgement.found] += 1
    lines = [f"{lesson}: {len(verdicts)} submissions"]
    for name, (most, tallies) in exercises.items():
        mean = sum(means[name]) / len(means[name])
        lines += ["", f"{name}: {mean:.2g} of {most:g} points on average"]
        width = max(map(len, tallies))
        for criterion, tally in tallies.items():
            total = tally.statuses.total()
            parts = [f"{tally.statuses[Status.MET]:>3} of {total} met"]
            if tried := tally.statuses[Status.UNATTEMPTED]:
                parts.append(f"{tried} not tried")
            if unjudged := tally.statuses[Status.UNJUDGED]:
                parts.append(f"{unjudged} for the teacher")
            lines.append(f"  {criterion.ljust(width)}  {', '.join(parts)}")
            for found, count in tally.found.most_common(1):
                lines.append(f"  {' ' * width}      most often found ({count}): {on_one_line(found)[:100]}")
    return "\n".join(lines)


def on_one_line(text: str) -> str:
    """Give a learner's words without line breaks and without commands to the terminal.

    Args:
        text: The words.

    Returns:
        One line; what cannot be printed is a question mark.
    """
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))
