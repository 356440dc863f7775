"""Practice and grading say the same of every answer of the bank, or the difference has a reason.

Grading runs each answer in a sandboxed copy of a fresh candidate. Practice runs one after the other in one
kernel, as at a learner's desk, and has it judged over the desk's own socket. Where the two differ, the answer
is checked again at a desk of its own. If they agree now, an earlier answer had left something behind in the
kernel, which `coursework rehearse` tells a learner. What differs even then has to be listed here.
"""

import json
import os

import pytest
from desk_notebook import ROOT, Notebook

from graders.build.layout import Lesson, lessons
from graders.evidence import request
from graders.examiner import Examiner
from graders.prove.material import stages
from graders.prove.rehearsal import Rehearsal

USUAL = ("00_start_here",)
"""Lessons that every run tries. `WHOLE_BANK=1` has it try all, which takes a minute or more for each."""
LESSONS = [lesson.name for lesson in lessons(ROOT) if lesson.name in USUAL or "WHOLE_BANK" in os.environ]
TRIED = ("right", "wrong")
DIFFERENCES: dict[tuple[str, str, str], str] = {}
"""Lesson, exercise and answer whose verdicts differ at a desk of their own, and why."""
SEED = "keras.utils.set_random_seed(0)"


def graded(lesson, examiner):
    """Have every answer graded; give each criterion's status by exercise and answer."""
    found = {}
    with Rehearsal(ROOT, at_once=2) as rehearsal:
        for stage in stages(Lesson(ROOT, lesson)):
            for cell in stage.before:
                rehearsal.run(cell.text)
            asked = request(stage.exercise.evidence)
            ran = {
                tried.name: rehearsal.attempt(tried.source, asked, seed=0)
                for tried in stage.tries
                if tried.group in TRIED
            }
            for name, future in ran.items():
                answer = future.result()
                ask = answer.ask and (lambda more, answer=answer: answer.ask(more).result())
                absent = f"an answer that was {answer.stopped}" if answer.stopped else ""
                verdict = examiner.judge(
                    lesson, stage.exercise.name, answer.document, attempted=True, absent=absent, ask=ask
                )
                answer.done()
                found[stage.exercise.name, name] = statuses(verdict.to_dict()["judgements"])
    return found


def practiced(lesson, path, only=None):
    """Have every answer, or only one, checked at a desk; give the same."""
    found = {}
    notebook = Notebook(lesson, COURSEWORK_PROGRESS=str(path), COURSEWORK_DESK_IDLE_SECONDS="5")
    try:
        for stage in stages(Lesson(ROOT, lesson)):
            exercise = stage.exercise.name
            for cell in stage.before:
                notebook.run(cell.text)
            for tried in stage.tries:
                if tried.group in TRIED and only in (None, (exercise, tried.name)):
                    path.unlink(missing_ok=True)
                    notebook.run(SEED)
                    notebook.answer(exercise, tried.source)
                    shown = notebook.check(exercise)
                    assert path.exists(), shown.text
                    found[exercise, tried.name] = statuses(json.loads(path.read_text())["judgements"])
    finally:
        notebook.close()
    return found


def statuses(judgements):
    return {each["name"]: str(each["status"]) for each in judgements}


@pytest.mark.parametrize("lesson", LESSONS)
def test_practice_and_grading_agree(lesson, tmp_path):
    with Examiner() as examiner:
        in_grading = graded(lesson, examiner)
    at_the_desk = practiced(lesson, tmp_path / "progress.jsonl")
    assert len(in_grading) == len(at_the_desk) > 0
    for key in in_grading:
        if in_grading[key] != at_the_desk[key]:
            alone = practiced(lesson, tmp_path / "progress.jsonl", only=key)
            assert (alone[key] != in_grading[key]) == ((lesson, *key) in DIFFERENCES), (key, alone[key])
