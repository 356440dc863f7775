"""The report as one page, which loads nothing and runs nothing."""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from graders.criteria import Status
from graders.report.alike import Alike, Line, beside, near_identical, without_comments
from graders.report.misconceptions import Misconception, misconceptions
from graders.report.names import Names
from graders.report.pictures import Pictures
from graders.report.statistics import distribution, final, items
from graders.results import LessonResults, Result, State

TEMPLATES = Path(__file__).parent / "templates"
MOST_PAIRS = 20
"""So many pairs of answers stand beside each other in full; the others are listed."""
_STATUS_WORDS = {
    Status.MET: "met",
    Status.MISSED: "missed",
    Status.UNATTEMPTED: "not tried",
    Status.UNDECIDED: "teacher",
    Status.UNJUDGED: "teacher",
}


@dataclass(frozen=True)
class Material:
    """What a lesson's own files add to what the class got.

    Args:
        title: The lesson's title.
        headings: Its headings, with the cell in which each stands.
        stubs: What the lesson gives out for each exercise.
        stored: The reference and the bank's right answers to each exercise.
    """

    title: str
    headings: Mapping[str, int] = field(default_factory=dict)
    stubs: Mapping[str, str] = field(default_factory=dict)
    stored: Mapping[str, Sequence[str]] = field(default_factory=dict)


def page(lessons: Sequence[tuple[LessonResults, Material]], names: Names, made: datetime.datetime) -> str:
    """Write the report.

    Args:
        lessons: What the class got for each lesson, and what its files add.
        names: What people are called.
        made: The time of the report.

    Returns:
        HTML. Every text in it that a learner may have chosen is escaped.
    """
    pictures = Pictures()
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["marked"] = _marked
    environment.filters["points"] = lambda value: f"{round(value, 2):g}"
    shown = [_lesson(results, material, names, pictures) for results, material in lessons]
    return environment.get_template("report.html.j2").render(lessons=shown, hidden=names.hidden, made=made)


def _marked(text: str) -> Markup:
    """Escape a text, and write what stands in backticks as code."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text))))


def _lesson(
    results: LessonResults, material: Material, names: Names, pictures: Pictures
) -> dict[str, object]:
    """Give the template what it shows of one lesson."""
    everybody = results.results
    done = final(everybody)
    scores = [result.score for result in done]
    bins, exercises = distribution(everybody), items(everybody)
    pages: dict[str, object] = {
        "name": results.name,
        "title": material.title,
        "max_score": results.max_score,
        "counts": {state.value: sum(each.state is state for each in everybody) for state in State},
        "late": sum(result.seconds_late > 0 for result in everybody if result.has_score),
        "mean": sum(scores) / len(scores) if scores else None,
        "median": median(scores) if scores else None,
        "misconceptions": [
            _misconception(each, names) for each in misconceptions(results.name, everybody, material.headings)
        ],
        "bins": bins,
        "items": exercises,
        "missing": sorted(names.of(each.person.id) for each in everybody if each.state is State.MISSING),
        "waiting": sorted(names.of(each.person.id) for each in everybody if each.state is State.WAITING),
        "excused": sorted(names.of(each.person.id) for each in everybody if each.state is State.EXCUSED),
        "by_hand": sorted(_by_hand(everybody, names)),
        "alike": _alike(everybody, material, names),
        "distribution": "",
        "difficulty": "",
        "heat_map": None,
    }
    if done:
        most = max(bins, key=lambda each: each[1])
        pages["distribution"] = pictures.distribution(
            bins,
            f"Scores in {results.name}",
            f"Bars: how many of {len(done)} learners have which share of the points. The highest bar is "
            f"{most[0]}, with {most[1]}.",
        )
        pages["difficulty"] = pictures.exercises(
            [(each.exercise, each.difficulty, each.discrimination) for each in exercises],
            f"Exercises of {results.name}",
            "Bars: the mean share of the points in each exercise. Diamonds: its discrimination.",
        )
    pages["heat_map"] = _heat_map(results.name, everybody, names, pictures)
    return pages


def _misconception(each: Misconception, names: Names) -> dict[str, object]:
    return {
        "exercise": each.exercise,
        "criterion": each.criterion,
        "words": names.hide(each.words),
        "read": each.read,
        "cell": each.cell,
        "count": each.count,
        "tried": each.tried,
        "found": [(names.hide(text), count) for text, count in each.found[:3]],
        "more_found": max(0, len(each.found) - 3),
        "students": sorted(map(names.of, each.students)),
    }


def _heat_map(
    lesson: str, everybody: Sequence[Result], names: Names, pictures: Pictures
) -> dict[str, object] | None:
    judged = [each for each in everybody if any(mark.verdict is not None for mark in each.marks)]
    if not judged:
        return None
    judged.sort(key=lambda each: (-each.score, names.of(each.person.id)))
    statuses: dict[str, dict[tuple[str, str], Status]] = {}
    criteria: dict[tuple[str, str], None] = {}
    for result in judged:
        row = statuses.setdefault(result.person.id, {})
        for mark in result.marks:
            for judgement in mark.verdict.judgements if mark.verdict is not None else ():
                criteria[mark.exercise, judgement.name] = None
                row[mark.exercise, judgement.name] = judgement.status
    people = [each.person.id for each in judged]
    met = sum(status is Status.MET for row in statuses.values() for status in row.values())
    total = sum(map(len, statuses.values()))
    svg = pictures.heat_map(
        list(criteria),
        [names.of(student) for student in people],
        [[statuses[student].get(each) for student in people] for each in criteria],
        f"Criteria of {lesson}, learner by learner",
        f"One row a criterion, {len(criteria)} of them, one column a learner, {len(people)} of them, those "
        f"with most points first. {met} of {total} fields are met. The table below says the same in words.",
    )
    rows = [
        (
            names.of(result.person.id),
            result.score,
            [_STATUS_WORDS.get(statuses[result.person.id].get(each), "") for each in criteria],  # type: ignore[arg-type]
        )
        for result in judged
    ]
    return {"svg": svg, "criteria": list(criteria), "rows": rows}


def _by_hand(everybody: Sequence[Result], names: Names) -> Iterable[tuple[str, str, str]]:
    """List what a teacher should look at: who, which exercise, and why."""
    for result in everybody:
        who = names.of(result.person.id)
        if not result.readable:
            why = names.hide(" ".join(result.notes)) or "The notebook could not be read."
            yield who, "the whole notebook", f"Refused: {why}"
        for mark in result.marks:
            reasons = []
            for judgement in mark.verdict.judgements if mark.verdict is not None else ():
                if judgement.status is Status.UNDECIDED:
                    found = f": {judgement.found}" if judgement.found else ""
                    reasons.append(f"Undecided, “{judgement.name}”{found}.")
                elif judgement.status is Status.UNJUDGED:
                    reasons.append(f"A check failed, “{judgement.name}”: {_last_line(judgement.fault)}.")
            if mark.pending and mark.by_hand:
                reasons.append("Graded again since a teacher decided on it.")
            elif mark.pending and not reasons:
                reasons.append("A grade by hand is due.")
            if reasons and (mark.pending or not mark.by_hand):
                yield who, mark.exercise, names.hide(" ".join(reasons))


def _last_line(fault: str) -> str:
    lines = fault.strip().splitlines()
    return lines[-1].rstrip(".") if lines else "no reason is known"


@dataclass(frozen=True)
class _Beside:
    """Two answers beside each other, as the template shows them."""

    exercise: str
    percent: int
    students: list[str]
    left: tuple[str, list[Line]]
    right: tuple[str, list[Line]]


def _alike(everybody: Sequence[Result], material: Material, names: Names) -> dict[str, object]:
    exercises = list(dict.fromkeys(mark.exercise for result in everybody for mark in result.marks))
    sources = {
        exercise: {
            result.person.id: result.answers[exercise]
            for result in everybody
            if result.readable and exercise in result.answers
        }
        for exercise in exercises
    }
    compared = {
        exercise: near_identical(
            exercise,
            sources[exercise],
            stub=material.stubs.get(exercise, ""),
            stored=material.stored.get(exercise, ()),
        )
        for exercise in exercises
    }
    pairs = sorted(
        (pair for each in compared.values() for pair in each.pairs), key=lambda pair: -pair.similarity
    )
    # A comment may hold its writer's name in any spelling.
    hide: Callable[[str], str] = (lambda text: names.hide(without_comments(text))) if names.hidden else str
    shown = []
    for pair in pairs[:MOST_PAIRS]:
        left, right = beside(*(hide(sources[pair.exercise][student]) for student in pair.shown))
        shown.append(
            _Beside(
                pair.exercise,
                int(100 * pair.similarity),
                [names.of(student) for student in pair.students],
                (names.of(pair.shown[0]), left),
                (names.of(pair.shown[1]), right),
            )
        )
    rest = [
        (pair.exercise, int(100 * pair.similarity), [names.of(student) for student in pair.students])
        for pair in pairs[MOST_PAIRS:]
    ]
    counts: Mapping[str, Alike] = compared
    return {"shown": shown, "rest": rest, "counts": counts}
