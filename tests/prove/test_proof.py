"""What counts as proven: each kind of answer is weighed by its own rule, and every failure is named."""

import math
from dataclasses import replace

import pytest

from graders.answers import Answer
from graders.criteria import Exercise, Judgement, Miss, Status, Verdict
from graders.criteria.bar import Bar, Score, recording
from graders.errors import CourseError
from graders.evidence import kinds
from graders.prove.cache import Cache, Documents, Result
from graders.prove.equivalents import Equivalent, read_equivalents
from graders.prove.excluded import Excluded
from graders.prove.material import Stage, Try, bound
from graders.prove.mutants import mutants
from graders.prove.page import as_data, page, totals, verdict
from graders.prove.proof import Margin, prove_exercise
from graders.prove.rehearsal import Ran

REFERENCE = "half = ...\n### BEGIN SOLUTION\nhalf = 10 / 2\n### END SOLUTION"


@pytest.fixture
def exercise():
    halve = Exercise("90_tiny", "halve", evidence={"half": kinds.Value()})

    @halve.criterion("A number", points=1, read="Halves")
    def _number(half):
        return None if isinstance(half, float) else Miss("a number", repr(half), "Divide.")

    @halve.criterion("Half of ten", points=2, read="Halves")
    def _half(half):
        return None if half == 5 else Miss("half of 10", repr(half), "Divide, do not multiply.")

    return halve


def came(*missed, scores=(), error="", stopped="", say="Divide, do not multiply.", evidence=""):
    judgements = tuple(
        Judgement(name, Status.MISSED, 0, points, "half of 10", "20", say, "Halves")
        if name in missed
        else Judgement(name, Status.MET, points, points)
        for name, points in (("A number", 1), ("Half of ten", 2))
    )
    return Result(Verdict("90_tiny", "halve", judgements), error, stopped, evidence, tuple(scores))


def right(name):
    return Try("right", name, name, Answer("90_tiny", "halve", name, name, style="so"))


def wrong(name, loses=("Half of ten",), says=("multiply",)):
    answer = Answer("90_tiny", "halve", name, name, misconception="m", loses=loses, says=says)
    return Try("wrong", name, name, answer)


def weigh(exercise, results, seeded=None, equivalents=(), short="few will do", excluded=()):
    stage = Stage(exercise, (), REFERENCE, "half = ...", tuple(results), short, "Halve ten, as one\nnumber.")
    return prove_exercise(stage, results, seeded or {}, equivalents, excluded)


def again(name, rewriting="logits"):
    return Try("rewritten", f"{rewriting}: {name}", name, rewriting=rewriting)


def left_open(*names):
    result = came(*names)
    judgements = tuple(
        replace(one, status=Status.UNDECIDED) if one.name in names else one
        for one in result.verdict.judgements
    )
    return replace(result, verdict=replace(result.verdict, judgements=judgements))


def test_rewritten_answer_that_loses_a_point(exercise):
    proof = weigh(exercise, {again("right_a"): came(), again("right_b"): came("A number")})
    assert str(proof.rewritten) == "1/2"
    (failure,) = proof.failures
    assert "rewritten answer logits: right_b must keep all points" in failure and "A number" in failure


def test_rewritten_answer_that_the_teacher_decides_loses_nothing(exercise):
    proof = weigh(exercise, {again("right_a"): left_open("A number"), again("right_b"): came("Half of ten")})
    assert (str(proof.rewritten), proof.to_teacher) == ("1/2", 1)
    assert len(proof.failures) == 1 and "right_b" in proof.failures[0]


@pytest.mark.parametrize(
    ("missed", "words", "counted", "said"),
    [
        (("A number",), "as one number", ("0/0", 1), ""),
        (("A number",), "as two numbers", ("0/0", 1), "the task does not say 'as two numbers'"),
        ((), "as one number", ("1/1", 0), "'logits' is not needed"),
    ],
)
def test_excluded_rewriting(exercise, missed, words, counted, said):
    proof = weigh(exercise, {again("right_a"): came(*missed)}, excluded=[Excluded("logits", words)])
    assert (str(proof.rewritten), proof.excluded) == counted
    assert len(proof.failures) == bool(said)
    assert not said or said in proof.failures[0]


def test_right_answer_that_loses_a_point(exercise):
    proof = weigh(exercise, {right("right_a"): came(), right("right_b"): came("A number")})
    assert str(proof.right) == "1/2"
    assert [failure for failure in proof.failures if "right_b" in failure and "A number" in failure]
    assert not [failure for failure in proof.failures if "right_a" in failure]


@pytest.mark.parametrize(
    ("missed", "counted", "named", "said"),
    [
        (("Half of ten",), "1/1", "1/1", None),
        ((), "0/1", "0/1", "keeps points it should lose"),
        (("Half of ten", "A number"), "0/1", "1/1", "loses points it should keep"),
    ],
)
def test_wrong_answer(exercise, missed, counted, named, said):
    proof = weigh(exercise, {wrong("wrong_times"): came(*missed)})
    assert (str(proof.wrong), str(proof.messages)) == (counted, named)
    assert len(proof.failures) == (said is not None)
    assert said is None or said in proof.failures[0]


def test_message_that_does_not_name_the_mistake(exercise):
    proof = weigh(exercise, {wrong("wrong_times"): came("Half of ten", say="Try again.")})
    assert (str(proof.wrong), str(proof.messages)) == ("1/1", "0/1")
    assert "no message says 'multiply'" in proof.failures[0]


def test_label_that_names_no_criterion(exercise):
    proof = weigh(exercise, {wrong("wrong_times", loses=("Half",)): came("Half of ten")})
    assert proof.failures == [
        "solutions/answers/90_tiny/halve/wrong_times.py:1: there is no criterion 'Half'; "
        "the nearest is 'Half of ten'.",
        "wrong answer wrong_times loses points it should keep: "
        "Half of ten (expected half of 10, found 20. Divide, do not multiply.)",
    ]


def test_too_few_answers_unless_a_file_says_why(exercise):
    results = {right("right_a"): came(), wrong("wrong_a"): came("Half of ten")}
    failures = " ".join(weigh(exercise, results, short="").failures)
    assert "1 right answers" in failures and "1 wrong answers" in failures
    assert "add wrong_….py to solutions/answers/90_tiny/halve, or say in its fewer.txt" in failures
    assert weigh(exercise, results).failures == []


def test_survivors_equivalents_and_entries_that_fit_nothing(exercise):
    made = [Try("mutant", one.what, one.source, mutant=one) for one in mutants(REFERENCE)]
    times = next(tried for tried in made if "10 * 2" in tried.source)
    results = {tried: came() if tried is times else came("Half of ten", error="ValueError") for tried in made}
    proof = weigh(exercise, results)
    assert (proof.mutants.good, proof.mutants.total) == (len(made) - 1, len(made))
    assert proof.survivors == [times.name] and proof.raised == len(made) - 1
    listed = [Equivalent("arithmetic", "half = …: 10 / 2 →*", "so"), Equivalent("axis", "*", "old")]
    proof = weigh(exercise, results, equivalents=listed)
    assert proof.survivors == [] and proof.equivalent == 1
    assert [failure for failure in proof.failures if "'axis'" in failure and "fits no mutant" in failure]


def test_criteria_that_one_mistake_costs_are_counted(exercise):
    made = [Try("mutant", one.what, one.source, mutant=one) for one in mutants(REFERENCE)][:3]
    costs = [came("Half of ten"), came("Half of ten", "A number"), came("Half of ten", error="ValueError")]
    proof = weigh(exercise, dict(zip(made, costs, strict=True)))
    assert proof.lost == [0, 1, 1] and proof.broad == []
    proof.lost, proof.broad = [0, 1, 1, 2], ["axis", "axis"]
    text = page([proof], {})
    assert (
        "Of the 4 that ran to their end and lost points, 1 lose one criterion, 1 lose two and 2 more." in text
    )
    assert "| 90_tiny `halve` | 2 of 4 | 2 × axis |" in text


def test_too_few_mutants_caught_is_a_failure_of_the_run(exercise):
    made = [Try("mutant", one.what, one.source, mutant=one) for one in mutants(REFERENCE)]
    proof = weigh(exercise, {tried: came() for tried in made})
    assert proof.failures == []
    assert "at least 97%" in verdict([proof])[0]


@pytest.mark.parametrize("group", ["stub", "noise"])
def test_nothing_done_earns_nothing(exercise, group):
    nothing = Try(group, "text", "half = 'x'")
    assert weigh(exercise, {nothing: came("A number", "Half of ten")}).failures == []
    assert "earns 1 points: 'A number'" in weigh(exercise, {nothing: came("Half of ten")}).failures[0]
    rude = weigh(
        exercise, {nothing: came("A number", "Half of ten", say="Traceback (most recent call last)")}
    )
    assert "no kind message" in rude.failures[0]


def test_check_that_fails_itself_is_named(exercise):
    broken = (
        Judgement("A number", Status.UNJUDGED, 0, 1, fault="KeyError: 'x'"),
        Judgement("Half of ten", Status.MET, 2, 2),
    )
    one, other = (Try("mutant", name, "half = 1", mutant=mutants(REFERENCE)[0]) for name in "mn")
    failed = Result(Verdict("90_tiny", "halve", broken))
    proof = weigh(exercise, {one: failed})
    assert proof.failures == ["mutant, m: the check itself failed: criterion 'A number': KeyError: 'x'"]
    proof = weigh(exercise, {one: failed, other: failed})
    assert proof.failures == [
        "mutant, m and 1 more: the check itself failed: criterion 'A number': KeyError: 'x'"
    ]


def test_right_answer_that_depends_on_its_seed(exercise):
    tried = right("right_a")
    proof = weigh(exercise, {tried: came()}, {tried: [came(), came("A number")]})
    assert str(proof.stable) == "0/1"
    assert "1 of 3 runs lose points" in proof.failures[0]


def test_score_too_near_its_bar(exercise):
    tried = right("right_a")
    runs = [came(scores=[Score("accuracy", value, 0.8, True)]) for value in (0.82, 0.84, 0.86)]
    proof = weigh(exercise, {tried: runs[0]}, {tried: runs[1:]})
    assert proof.margins[0].distance == pytest.approx(2)
    assert "2.0 deviations from the bar at 0.8" in proof.failures[0]
    far = [came(scores=[Score("error", value, 2.0, False)]) for value in (0.8, 0.9, 1.0)]
    assert weigh(exercise, {tried: far[0]}, {tried: far[1:]}).failures == []


def test_margin_without_deviation():
    assert Margin("a", "accuracy", 0.8, 0.9, 0.0, 10, True).distance == math.inf
    assert Margin("a", "accuracy", 0.8, 0.7, 0.0, 10, True).distance == -math.inf


def test_bar():
    bar = Bar("accuracy", at_least=0.8)
    with recording() as scores:
        assert bar.holds(0.8) and not bar.holds(0.79) and not bar.holds(math.nan)
    assert bar.holds(1.0)
    assert [score.value for score in scores[:2]] == [0.8, 0.79] and len(scores) == 3
    assert Bar("error", at_most=1).holds(0.5) and not Bar("error", at_most=1).holds(1.5)
    with pytest.raises(ValueError, match="either"):
        Bar("accuracy")


def test_results_are_kept_and_what_may_change_is_not(exercise, tmp_path):
    tried = right("right_a")
    stage = Stage(exercise, (), REFERENCE, "half = ...", (tried,))
    cache = Cache(tmp_path, "basis", stage)
    assert cache.get(tried) is None
    kept = came("A number", scores=[Score("accuracy", 0.9, 0.8, True)], evidence="e")
    cache.put(tried, None, kept)
    cache.put(tried, 1, came(stopped="stopped after 120 s"))
    cache.save()
    again = Cache(tmp_path, "basis", stage)
    assert again.get(tried) == kept
    assert again.get(tried, 1) is None
    assert Cache(tmp_path, "another basis", stage).get(tried) is None
    again.save()
    Cache(tmp_path, "basis", stage).save()  # nothing was asked for in this run
    assert Cache(tmp_path, "basis", stage).get(tried) is None


def test_evidence_is_kept_unless_more_may_be_asked(exercise, tmp_path):
    tried = right("right_a")
    stage = Stage(exercise, (), REFERENCE, "half = ...", (tried,))
    documents = Documents(tmp_path, "basis", stage)
    assert documents.get(tried, None) is None
    documents.put(tried, None, Ran(b"{}\n\x00\n", "", ""))
    documents.put(tried, 1, Ran(None, "ValueError: no", ""))
    documents.put(tried, 2, Ran(b"{}", "", "stopped after 120 s"))
    documents.put(tried, 3, Ran(b"{}", "", "", ask=lambda request: None))
    documents.tidy()
    again = Documents(tmp_path, "basis", stage)
    assert again.get(tried, None) == Ran(b"{}\n\x00\n", "", "")
    assert again.get(tried, 2) is None and again.get(tried, 3) is None
    assert Documents(tmp_path, "another basis", stage).get(tried, None) is None
    judged = Documents(tmp_path, "basis", stage)
    judged.keep(tried, None)  # a run that has the verdicts asks for no evidence, and leaves it for the next
    judged.keep(tried, 1)
    judged.tidy()
    assert Documents(tmp_path, "basis", stage).get(tried, 1) == Ran(None, "ValueError: no", "")
    again.tidy()  # the error with seed 1 was not asked for in this run
    assert Documents(tmp_path, "basis", stage).get(tried, 1) is None
    assert Documents(tmp_path, "basis", stage).get(tried, None) is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[equivalent]]\noperator = 'axis'\nwhat = '*'", "has operator, what, reason"),
        ("[[equivalent]]\noperator = 'no such'\nwhat = '*'\nreason = 'so'", "no operator 'no such'"),
        ("[[equivalent]]\noperator = 'axis'\nwhat = '*'\nreason = ' '", "say why"),
        ("[[equivalent]]\noperator = 'axis'\nwhat = '*'\nreason = 3", "a text in quotes"),
        ("[[equivalents]]\noperator = 'axis'\nwhat = '*'\nreason = 'so'", "begins with a line"),
        ("equivalent = 'axis'", "begins with a line"),
        ("equivalent =", "no TOML"),
        ("# \udcff", "no TOML"),
    ],
)
def test_list_of_equivalents_refuses(tmp_path, text, said):
    (tmp_path / "equivalent.toml").write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(CourseError, match=said):
        read_equivalents(tmp_path)


def test_names_that_a_cell_binds():
    source = "import numpy as np\nx = [y for y in z]\ndef f():\n    inner = 1\nfor i in x:\n    a, b = i\n"
    assert bound(source) == {"np", "x", "f", "i", "a", "b"}
    assert bound("%matplotlib inline") == set()


def test_page_and_data_hold_the_counts(exercise):
    made = [Try("mutant", one.what, one.source, mutant=one) for one in mutants(REFERENCE)]
    results = {right("right_a"): came(), wrong("wrong_a"): came("Half of ten")}
    results |= {again("right_a"): came(), again("right_b", "tf.keras"): left_open("A number")}
    proof = weigh(exercise, results | {tried: came() for tried in made})
    text = page([proof, proof], {"90_tiny": "abc123"})
    assert "| 2/2 (1) |" in text and "| logits | The last layer gives logits" in text
    assert f"| **all** | **2/2** | **4/4** | **2/2** | **2/2** | **0/{2 * len(made)}** |" in text
    assert f"`{made[0].name}`" in text
    assert "<!-- made from 90_tiny abc123 -->" in text
    data = as_data([proof])
    assert data["totals"]["mutants"] == {"good": 0, "total": len(made)}
    assert data["exercises"][0]["right"] == {"good": 1, "total": 1}
    assert totals([proof])["wrong"].good == 1
