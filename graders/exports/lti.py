"""LTI Advantage: scores as the Assignment and Grade Services take them (1EdTech, LTI AGS 2.0, Score).

The file holds, under each lesson's name, the list of what to post to the `scores` address of its line item. A
platform shows a score that is `FullyGraded` and keeps others to itself.
"""

import json
from typing import Any

from graders.exports.base import WHOLE, Export, Options, comment_on
from graders.results import ClassResults, Result, State

_NAMED = 5


def export(results: ClassResults, options: Options) -> Export:
    """Write one score for each student and lesson.

    Args:
        results: What the class got.
        options: With the time that the scores carry.

    Returns:
        One JSON file, and who is not in it.
    """
    made = Export()
    scores: dict[str, list[dict[str, Any]]] = {}
    for lesson in results.lessons:
        scores[lesson.name] = []
        for result in lesson.results:
            who = result.person.label
            if result.state is State.EXCUSED:
                made.notes.append(
                    f"{who} is excused from {lesson.name}: LTI has no word for that, so no score is sent."
                )
                continue
            scores[lesson.name].append(score_of(result, options))
    strangers = sorted(person.id for person in results.people if not person.lms_user_id)
    if strangers:
        named = ", ".join(strangers[:_NAMED]) + (", …" if len(strangers) > _NAMED else "")
        made.notes.append(
            f"The platform's user id is not in the gradebook for {len(strangers)} of {len(results.people)} "
            f"learners ({named}): their nbgrader ids stand in its place; enter it as the LMS user id where "
            "the two differ."
        )
    made.files[WHOLE] = f"{json.dumps(scores, ensure_ascii=False, indent=2)}\n"
    return made


def score_of(result: Result, options: Options) -> dict[str, Any]:
    """Give what a platform is told of one student.

    Args:
        result: What the student got.
        options: With the time of the export, which has to be later than that of the last one.

    Returns:
        Plain data for JSON; without a score where there is none.
    """
    told: dict[str, Any] = {
        "userId": result.person.lms_user_id or result.person.id,
        "timestamp": options.now.isoformat(timespec="milliseconds"),
    }
    if not result.has_score:
        begun = result.state is State.WAITING
        return told | {
            "activityProgress": "Submitted" if begun else "Initialized",
            "gradingProgress": "Pending" if begun else "NotReady",
        }
    pending = result.state is State.PENDING
    return told | {
        "scoreGiven": round(result.score, 4),
        "scoreMaximum": result.max_score,
        "activityProgress": "Submitted" if pending else "Completed",
        "gradingProgress": "PendingManual" if pending else "FullyGraded",
        "comment": comment_on(result),
    }
