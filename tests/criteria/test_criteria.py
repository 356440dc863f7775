"""Exercises, criteria, judging and verdicts."""

import dataclasses
import json

import pytest

from graders.criteria import Exercise, Miss, Status, Verdict, beyond_limits, judge, unattempted, unjudged
from graders.evidence import Unusable, kinds


def make():
    """An exercise of three criteria, of which the second is at fault for some answers."""
    exercise = Exercise("90_tiny", "halve", evidence={"half": kinds.Value(), "other": kinds.Value()})

    @exercise.criterion("A number", points=1, read="Halves")
    def a_number(half):
        if not isinstance(half, int | float):
            return Miss(expected="a number", found=f"{type(half).__name__} {half!r}", hint="Divide.")
        return None

    @exercise.criterion("Half of ten", points=2, read="Halves")
    def half_of_ten(half):
        if half == "nonsense":
            return "no miss"
        if half == "memory":
            raise MemoryError
        return None if half / 2 == 2.5 else Miss(expected="half of ten", found="another number")

    @exercise.criterion("Other", points=0.5, read="Others")
    def other_is_true(other):
        return None if other else Miss(expected="something", found="nothing")

    return exercise


def statuses(verdict):
    return [judgement.status for judgement in verdict.judgements]


def test_all_criteria_are_judged_whatever_the_ones_before_did():
    assert statuses(judge(make(), {"half": 5, "other": True})) == [Status.MET] * 3
    assert statuses(judge(make(), {"half": 4, "other": True})) == [Status.MET, Status.MISSED, Status.MET]
    verdict = judge(make(), {"half": "five", "other": True})
    assert statuses(verdict) == [Status.MISSED, Status.UNJUDGED, Status.MET]
    assert (verdict.points, verdict.max_points) == (0.5, 3.5)


def test_a_fault_is_told_to_the_teacher_alone():
    verdict = judge(make(), {"half": "five", "other": True})
    assert verdict.needs_teacher
    assert "unsupported operand" in verdict.judgements[1].fault
    assert "unsupported operand" not in str(verdict) + verdict.to_html()
    returned = judge(make(), {"half": "nonsense", "other": True})
    assert "must return None or a Miss" in returned.judgements[1].fault


def test_too_little_memory_is_a_miss():
    verdict = judge(make(), {"half": "memory", "other": True})
    assert verdict.judgements[1].status is Status.MISSED
    assert "memory" in verdict.judgements[1].found
    assert not verdict.needs_teacher


def test_names_that_hold_nothing_fail_what_needs_them():
    verdict = judge(
        make(), {"half": Unusable("a number called `half`", "an error: ValueError", "Read it."), "other": 1}
    )
    assert statuses(verdict) == [Status.MISSED, Status.MISSED, Status.MET]
    assert verdict.judgements[0].found == "an error: ValueError"
    missing = judge(make(), {"other": 1})
    assert missing.judgements[0].found == "nothing: the name is not defined"


def test_a_cell_that_stopped_is_told_of_once():
    """Below the note that a cell stopped, nobody is asked to run it or to keep a name."""
    absent = Unusable(
        "a number called `half`", "nothing: the name is not defined", "Run it.", unanswered=True
    )
    stopped = judge(make(), {"half": absent, "other": 1}, attempted=True, note="Your cell stopped with …")
    missed = stopped.judgements[0]
    assert (missed.found, missed.hint) == (
        "nothing: the cell did not get that far",
        "Mend what stopped the cell, as the line above says.",
    )
    assert statuses(stopped) == [Status.MISSED, Status.MISSED, Status.MET]
    ran = judge(make(), {"half": absent, "other": 1}, attempted=True)
    assert ran.judgements[0].hint == "Run it."


def test_unattempted():
    dots = Unusable("a number", "...", unanswered=True)
    assert judge(make(), {"half": dots, "other": dots}).unattempted
    assert judge(make(), {}).unattempted
    assert not judge(make(), {"half": dots, "other": dots}, attempted=True).unattempted
    assert judge(make(), {"half": 5, "other": 1}, attempted=False).points == 0
    assert not judge(make(), {"half": dots, "other": False}).unattempted
    with_given = dataclasses.replace(make(), given={"other"})
    assert judge(with_given, {"half": dots, "other": 5}).unattempted
    assert not judge(with_given, {"half": 5, "other": dots}).unattempted
    assert unattempted(make(), note="N").note == "N"
    assert "not attempted yet" in str(unattempted(make()))


@pytest.mark.parametrize("part", ["expected", "found", "hint"])
def test_messages_are_cut_and_escaped(part):
    exercise = Exercise("90_tiny", "x", evidence={"half": kinds.Value()})
    words = {"expected": "", "found": "", part: "<script>" + "y" * 10_000}
    exercise.criterion("N", points=1, read="<b>")(lambda half: Miss(**words))
    verdict = judge(exercise, {"half": 1})
    assert len(str(verdict)) < 1000
    assert "<script" not in verdict.to_html()
    assert "&lt;script&gt;" in verdict.to_html()
    assert "<b>" not in verdict.to_html()


def test_a_verdict_survives_json():
    for verdict in (
        judge(make(), {"half": "five", "other": True}, note="A note."),
        unattempted(make()),
        unjudged(make(), "fault"),
    ):
        again = Verdict.from_dict(json.loads(json.dumps(verdict.to_dict())))
        assert again == verdict
        assert again.to_html() == verdict.to_html()


def test_text_shows_what_was_expected_found_and_where_to_read():
    text = str(judge(make(), {"half": 4, "other": 0}, note="Stopped."))
    assert text.splitlines() == [
        "halve: 1 of 3.5 points. What is missing stands below.",
        "  note: Stopped.",
        "  [x] A number: 1/1",
        "  [ ] Half of ten: 0/2",
        "      expected: half of ten",
        "      found: another number",
        "      read: “Halves” in this lesson",
        "  [ ] Other: 0/0.5",
        "      expected: something",
        "      found: nothing",
        "      read: “Others” in this lesson",
    ]


def test_beyond_limits_is_a_miss_that_says_so():
    judgement = beyond_limits(make().criteria[1], "more than 4 GiB of memory")
    assert judgement.status is Status.MISSED
    assert (judgement.points, judgement.max_points) == (0, 2)
    assert "4 GiB" in judgement.found


@pytest.mark.parametrize(
    ("name", "points", "test", "says"),
    [
        ("New", 0, lambda half: None, "points must be positive"),
        ("New", float("nan"), lambda half: None, "points must be positive"),
        ("A number", 1, lambda half: None, "of that name already"),
        ("New", 1, lambda halves: None, "asks for evidence ['halves'], declared are ['half', 'other']"),
    ],
)
def test_a_criterion_that_cannot_be_is_refused(name, points, test, says):
    with pytest.raises(ValueError, match="exercise 90_tiny/halve") as refused:
        make().criterion(name, points=points, read="Halves")(test)
    assert says in str(refused.value)
