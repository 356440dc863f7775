"""One check, two ways: in this process and sealed, every stored answer gets the same verdict."""

from pathlib import Path

import pytest

from graders.answers import answers, sample_class
from graders.examiner import Examiner
from graders.pipeline.candidate import Candidate
from graders.pipeline.inprocess import ROOT, judge_answers, prepare
from graders.pipeline.run import RunLimits, SubmissionRun

BUILT = sorted(path.parent.name for path in (ROOT / "solutions").glob("[0-9][0-9]_*/*.ipynb"))


def batches(lesson):
    """Give the lesson's stored answers as submissions: the bank packed side by side, and every student."""
    by_exercise = {}
    for answer in answers(lesson):
        by_exercise.setdefault(answer.exercise, []).append(answer)
    for number in range(max(map(len, by_exercise.values()), default=0)):
        chosen = [kept[number] for kept in by_exercise.values() if number < len(kept)]
        yield f"bank {number}", {answer.exercise: answer.source for answer in chosen}
    for student in sample_class():
        if lesson in student.lessons:
            yield student.id, dict(student.lessons[lesson])


CASES = [
    pytest.param(lesson, given, id=f"{lesson}, {name}") for lesson in BUILT for name, given in batches(lesson)
]


@pytest.fixture(scope="module")
def examiner():
    with Examiner() as examiner:
        yield examiner


@pytest.mark.parametrize(("lesson", "given"), CASES)
def test_both_ways_give_the_same_verdict(lesson, given, examiner, kernel, tmp_path: Path):
    name, options = kernel(tmp_path)
    run = SubmissionRun(
        prepare(lesson, given, ROOT),
        lesson,
        examiner.describe(lesson),
        examiner,
        lambda: Candidate(name, cwd=str(ROOT), options=options),
        RunLimits(cell_seconds=120, notebook_seconds=600),
    )
    sealed = run.go()
    if run.stopped:
        # An answer that ends or blocks its process would do the same to this one.
        assert any(verdict.note for verdict in sealed.values())
        return
    quick = judge_answers(lesson, given)
    assert {name: verdict.to_dict() for name, verdict in quick.items()} == {
        name: verdict.to_dict() for name, verdict in sealed.items()
    }
