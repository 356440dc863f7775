"""Evidence that has been judged is not judged again, and nothing else is taken for it."""

import pytest

from coursework.verdict import Judgement, Status, Verdict
from graders.desk.remembered import Remembered

OPTIONS = {"attempted": True, "note": ""}


class Counting:
    """Judges, and counts; asks the learner's kernel, or fails to judge, where the document says so."""

    def __init__(self):
        self.judged = []

    def describe(self, lesson):
        return {"halve": lesson}

    def judge(self, lesson, exercise, document, *, submission, ask, wanted, **options):
        assert wanted()
        self.judged.append((lesson, exercise, document, options))
        if document == b"asks":
            ask({"evidence": {}})
        status = Status.UNJUDGED if document == b"fails" else Status.MET
        judgement = Judgement("Half of ten", status, 1.0, 1.0)
        return Verdict(lesson, exercise, (judgement,), note=options["note"])


def check(judging, learner, document=b"evidence", lesson="01", exercise="halve", **options):
    return judging.judge(
        lesson, exercise, document, submission=learner, ask=lambda request: b"", **{**OPTIONS, **options}
    )


@pytest.fixture
def counting():
    return Counting()


def test_the_same_evidence_of_two_learners_is_judged_once(counting):
    judging = Remembered(counting)
    assert check(judging, "ada") == check(judging, "bo")
    assert len(counting.judged) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"document": b"evidencf"},
        {"lesson": "02"},
        {"exercise": "third"},
        {"attempted": False},
        {"note": "stopped after 60 s"},
    ],
)
def test_anything_else_is_judged(counting, other):
    judging = Remembered(counting)
    check(judging, "ada")
    verdict = check(judging, "ada", **other)
    assert len(counting.judged) == 2
    assert verdict.note == other.get("note", "")


@pytest.mark.parametrize("document", [b"asks", b"fails"])
def test_what_hangs_on_a_kernel_or_could_not_be_judged_is_not_kept(counting, document):
    judging = Remembered(counting)
    check(judging, "ada", document)
    check(judging, "bo", document)
    assert len(counting.judged) == 2


def test_those_asked_for_last_are_kept(counting):
    judging = Remembered(counting, most=2)
    for document in (b"1", b"2", b"1", b"3", b"1", b"2"):
        check(judging, "ada", document)
    assert [document for _, _, document, _ in counting.judged] == [b"1", b"2", b"3", b"2"]


def test_no_verdict_is_kept_for_ever(counting):
    judging = Remembered(counting, kept=0.0)
    check(judging, "ada")
    check(judging, "ada")
    assert len(counting.judged) == 2


def test_lessons_are_described_as_before(counting):
    assert Remembered(counting).describe("01") == {"halve": "01"}
