"""One check, two ways: in this process and sealed, every answer of the sample class gets the same verdict.

A lesson is run once each way. At each grade cell all answers to that exercise are run one by one, and judged.
"""

import re

import pytest
from nbgrader.utils import is_grade

from graders.answers import sample_class
from graders.examiner import Examiner
from graders.pipeline.candidate import Candidate
from graders.pipeline.inprocess import ROOT, InProcessCandidate, InProcessExaminer, prepare, working_in

ANSWERED = sorted({lesson for student in sample_class() for lesson in student.lessons})


def stored(lesson):
    """Give the sample class's answers to each exercise, by the student's id.

    Answers that would end or block this process too are left out; test_demo.py shows what becomes of them.
    The whole bank goes both ways as well: tests/lessons and `coursework prove` hold it to the same labels.
    """
    found = {}
    for student in sample_class():
        for exercise, source in student.lessons.get(lesson, {}).items():
            known = found.setdefault(exercise, {})
            if source not in known.values() and f"{lesson}/{exercise}" not in student.stops:
                known[student.id] = source
    return found


def judge_all(lesson, bank, candidate, examiner):
    """Run a lesson once and judge every stored answer where its exercise stands."""
    exercises = examiner.describe(lesson)
    notebook = prepare(
        lesson, {exercise: next(iter(given.values())) for exercise, given in bank.items()}, ROOT
    )
    asked = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        if not is_grade(cell):
            candidate.run(cell.source, 300)
            continue
        exercise = cell.metadata.nbgrader.grade_id.removesuffix("-grade")
        # The first answer comes last once more, so that the rest of the lesson goes on with it.
        for name, source in [
            *list(bank.get(exercise, {}).items())[1:],
            *list(bank.get(exercise, {}).items())[:1],
        ]:
            run = candidate.run(source, 300)
            document = candidate.capture(exercises[exercise].request, 300).body
            asked[exercise, name] = examiner.submit(
                lesson, exercise, document, attempted=True, note=run.error
            )
    return {key: without_numbers(answer.result().to_dict()) for key, answer in asked.items()}


def without_numbers(verdict):
    """Give a verdict without the numbers in its messages: training ends a little elsewhere each time."""
    judgements = [
        {part: re.sub(r"[\d.]+", "#", text) if isinstance(text, str) else text for part, text in one.items()}
        for one in verdict["judgements"]
    ]
    return verdict | {"judgements": judgements}


@pytest.mark.parametrize("lesson", ANSWERED)
def test_both_ways_give_the_same_verdict(lesson, kernel, tmp_path):
    bank = stored(lesson)
    assert bank
    name, options = kernel(tmp_path)
    with Examiner() as examiner, Candidate(name, cwd=str(ROOT), options=options) as candidate:
        sealed = judge_all(lesson, bank, candidate, examiner)
    with working_in(ROOT):
        quick = judge_all(lesson, bank, InProcessCandidate(), InProcessExaminer())
    assert len(sealed) == sum(map(len, bank.values()))
    assert {key: verdict for key, verdict in quick.items() if verdict != sealed[key]} == {}
