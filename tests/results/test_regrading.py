"""`coursework regrade` and `coursework dispute`: from a disputed mark to the whole class graded anew."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys

import nbformat
import pytest
from tiny_course import CHECKS, LESSON, RIGHT, TinyCourse

from coursework.command import main
from graders.answers.bank import read_answer
from graders.criteria import Judgement, Status, Verdict
from graders.regrading.compare import changes
from graders.regrading.facts import MOST_LETTERS, MOST_LINES, facts

ANSWERS = {
    "amina": RIGHT,
    # Half of ten as a text: the checks call it no number, and its writer disputes that.
    "ben": {"halve": "# total: mine\nhalf = '5'", "double": "doubles = [20, 3]"},
    "cy": {"halve": "half = 6", "double": RIGHT["double"]},
}


def coursework(course, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "coursework.command", *arguments],
        cwd=course.root,
        env={**os.environ, "PYTHONPATH": str(course.root)},
        text=True,
        capture_output=True,
        timeout=600,
    )


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = TinyCourse(tmp_path_factory.mktemp("regrade") / "course")
    assert course.nbgrader("generate_assignment", LESSON).returncode == 0
    for student, answers in ANSWERS.items():
        course.hand_in(student, answers)
    done = coursework(course, "grade", LESSON)
    assert done.returncode == 0, done.stderr
    assert {student: scores["halve"][0] for student, scores in course.scores().items()} == {
        "amina": 3,
        "ben": 0,
        "cy": 1,
    }
    return course


@pytest.fixture
def course(graded, tmp_path):
    return graded.copy(tmp_path / "course")


def correct(course, *replaced):
    """Correct the checks of the lesson."""
    text = CHECKS
    for before, after in replaced:
        assert before in text
        text = text.replace(before, after)
    (course.root / "graders" / "lessons" / f"lesson_{LESSON}.py").write_text(text, encoding="utf-8")


TEXT_COUNTS = (
    ("isinstance(half, int | float)", "isinstance(half, int | float | str)"),
    ("if half != 5:", "if half not in (5, '5'):"),
)


def everything(course):
    """All files of the course and all rows of its gradebook, but for logs."""
    with sqlite3.connect(course.root / "gradebook.db") as database:
        rows = list(database.iterdump())
    files = {
        str(path.relative_to(course.root)): path.read_bytes()
        for folder in ("autograded", "feedback", "submitted", "lessons", "solutions")
        for path in (course.root / folder).rglob("*")
        if path.is_file()
    }
    return rows, files


def test_regrade_shows_and_writes_when_told(course):
    correct(course, *TEXT_COUNTS)
    before = everything(course)
    done = coursework(course, "regrade", LESSON, "--workers", "1")
    assert done.returncode == 0, done.stderr
    assert f"{LESSON}: 3 submissions, 1 change and 2 stay as they are" in done.stdout
    lines = [line.strip() for line in done.stdout.partition("stay as they are")[2].splitlines() if line]
    assert lines[:3] == [
        "ben: 1 of 5 → 4 of 5 by the checks",
        "halve: A number: missed 0 of 1 → met 1 of 1",
        "halve: Half of ten: missed 0 of 2 → met 2 of 2",
    ]
    assert "halve: Half of ten: 1 gain" in lines
    assert "Nothing was written" in done.stdout
    assert everything(course) == before

    done = coursework(course, "regrade", LESSON, "--write", "--workers", "1")
    assert done.returncode == 0, done.stderr
    assert "ben: 1 of 5 → 4 of 5" in done.stdout and "wrote the scores" in done.stdout
    assert {student: scores["halve"][0] for student, scores in course.scores().items()} == {
        "amina": 3,
        "ben": 3,
        "cy": 1,
    }
    assert "4 / 5" in course.feedback("ben")


def test_regrade_with_corrected_points(course):
    """The notebook has them by `coursework build`; the gradebook gets them by --write."""
    correct(course, ('"Half of ten", points=2', '"Half of ten", points=4'))
    path = course.root / "solutions" / LESSON / f"{LESSON}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "halve-grade":
            cell.metadata.nbgrader.points = 5
    nbformat.write(notebook, path)
    before = everything(course)
    done = coursework(course, "regrade", LESSON, "--workers", "1", "--student", "amina")
    assert done.returncode == 0, done.stderr
    assert "halve: Half of ten: met 2 of 2 → met 4 of 4" in done.stdout
    assert everything(course) == before
    done = coursework(course, "regrade", LESSON, "--write", "--workers", "1")
    assert done.returncode == 0, done.stderr
    assert {student: scores["halve"][0] for student, scores in course.scores().items()} == {
        "amina": 5,
        "ben": 0,
        "cy": 1,
    }


def test_nothing_to_regrade(course):
    shutil.rmtree(course.root / "autograded")
    (course.root / "gradebook.db").unlink()
    done = coursework(course, "regrade", LESSON)
    assert done.returncode == 1
    assert done.stderr.startswith("coursework: There is no gradebook")
    assert coursework(course, "regrade", LESSON, "--workers", "0").returncode == 1


def test_a_dispute_from_mark_to_bank(course):
    done = coursework(
        course, "dispute", LESSON, "ben", "halve", "--add", "right_as_text", "--label", "a text that says 5"
    )
    assert done.returncode == 0, done.stderr
    for said in (
        f"ben, {LESSON}/halve: 0 of 3 points",
        "| half = '5'",
        "missed      0 of 1  A number",
        "expected: a number",
        "found: str",
        "read: “Halves”, cell",
        "The evidence, taken afresh:",
        "half:",
        "Judged afresh, it comes out the same.",
        f"wrote solutions/answers/{LESSON}/halve/right_as_text.py",
        f"coursework regrade {LESSON}",
    ):
        assert said in done.stdout, (said, done.stdout)
    answer = read_answer(course.root / "solutions" / "answers" / LESSON / "halve" / "right_as_text.py")
    assert (answer.style, answer.source) == ("a text that says 5", "half = '5'")
    again = coursework(
        course, "dispute", LESSON, "ben", "halve", "--no-run", "--add", "right_as_text", "--label", "x"
    )
    assert again.returncode == 1
    assert "has solutions/answers/90_tiny/halve/right_as_text.py already" in again.stderr


def test_a_dispute_judged_by_corrected_checks_says_what_changes(course):
    correct(course, *TEXT_COUNTS)
    done = coursework(course, "dispute", LESSON, "ben", "halve")
    assert done.returncode == 0, done.stderr
    assert "comes out otherwise:" in done.stdout
    assert "halve: A number: missed 0 of 1 → met 1 of 1" in done.stdout


@pytest.fixture
def stored(course, monkeypatch, capsys):
    """`coursework dispute … --no-run` in this process: its exit status, and what it said."""
    monkeypatch.chdir(course.root)

    def dispute(student, exercise, *arguments):
        status = main(["dispute", LESSON, student, exercise, "--no-run", *arguments])
        said = capsys.readouterr()
        return status, said.out + said.err

    return dispute


def test_a_wrong_answer_gets_its_labels_from_the_verdict(course, stored):
    status, said = stored("cy", "halve", "--add", "wrong_six", "--label", "thinks that half of ten is six")
    assert status == 0, said
    answer = read_answer(course.root / "solutions" / "answers" / LESSON / "halve" / "wrong_six.py")
    assert (answer.misconception, answer.loses, answer.says) == (
        "thinks that half of ten is six",
        ("Half of ten",),
        ("Divide by two",),
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("cy", "halve", "--add", "six", "--label", "x"), "has to be right_… or wrong_…"),
        (("cy", "halve", "--add", "wrong_other"), "--add needs --label"),
        (
            ("cy", "halve", "--add", "wrong_other", "--label", "x", "--says", "nonsense"),
            "No message of this answer says",
        ),
        (("cy", "halve", "--add", "right_a", "--label", "x", "--says", "y"), "--says goes with"),
        (("amina", "halve", "--add", "wrong_x", "--label", "x"), "find nothing wrong"),
        (("bem", "halve"), "Did you mean ben?"),
        (("ben", "have"), "it has halve, double"),
    ],
)
def test_what_cannot_be_done_is_told(stored, arguments, words):
    status, said = stored(*arguments)
    assert status == 1
    assert words in said


@pytest.mark.parametrize("command", ["regrade", "dispute"])
def test_help_shows_an_example(capsys, command):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert re.search(rf"coursework {command} 01_sequential", capsys.readouterr().out)


# ------------------------------------------------------------------------------- without running anything


def test_only_outcomes_are_changes():
    def verdict(*judgements):
        return {"e": Verdict("l", "e", judgements)}

    met, missed = Judgement("a", Status.MET, 1, 1), Judgement("a", Status.MISSED, 0, 1, found="3")
    other_words = Judgement("a", Status.MISSED, 0, 1, found="4", hint="mind")
    assert changes("s", verdict(missed), verdict(other_words)) == []
    assert [each.gain for each in changes("s", verdict(missed), verdict(met))] == [1]
    assert [each.gain for each in changes("s", verdict(met), verdict(missed))] == [-1]
    assert [str(each) for each in changes("s", verdict(met), {})] == ["e: a: met 1 of 1 → not there"]
    assert [each.gain for each in changes("s", verdict(), verdict(met))] == [1]


def test_facts_of_models_arrays_and_functions():
    import keras
    import numpy as np

    from coursework.evidence import capture
    from graders.criteria.registry import exercises
    from graders.evidence import request

    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(10, activation="softmax", name="out"),
        ]
    )
    names = {
        "small_model": model,
        "train_pictures": np.linspace(0, 1, 12).reshape(3, 2, 2),
        "train_names": [1, 2],
        "valid_pictures": 3,
        "draw_kernel": lambda units, seed: np.full((784, units), seed),
    }

    def facts_of(exercise):
        asked = exercises("01_sequential")[exercise].evidence
        return "\n".join(facts(capture(names, request(asked))))

    assert "Dense “out” units 10 activation softmax" in facts_of("build_classifier")
    split = facts_of("split_wardrobe")
    assert "train_pictures: ndarray of shape (3, 2, 2), float64, from 0 to 1, mean 0.5" in split
    assert "train_names: list of shape (2,), int64: [1.0, 2.0]" in split
    assert "valid_names: nothing to judge, nothing: the name is not defined" in split
    assert "answered ndarray of shape (784, 7), int64, from 11 to 11" in facts_of("draw_kernel")


def test_facts_of_what_may_be_forged():
    assert facts(None, "stopped\x1b[31m after 60 s") == ["stopped?[31m after 60 s"]
    assert facts(b"no document")[0].startswith("the document cannot be read")
    head = b'{"schema": "coursework-evidence", "version": 1, "blobs": [], "layers": [{"class": "A", "graph": '
    head += b'{"layers": [0, 7]}}], "evidence": {"m": {"layer": 0}, "n": {"layer": 9}, "o": ["\\u001b[2J", 1]'
    many = b"".join(b', "x%d": {"y": "%s"}' % (number, b"z" * 500) for number in range(200))
    lines = facts(head + many + b"}}\n")
    assert len(lines) == MOST_LINES + 1 and lines[-1].endswith("lines more")
    assert max(map(len, lines)) <= MOST_LETTERS
    assert not [line for line in lines if not line.isprintable()]
