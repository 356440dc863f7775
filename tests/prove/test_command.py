"""`coursework prove` on a small course: planted faults are found, and the page goes stale."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from wants import skip_or_fail

from graders.kernels.client import available

ROOT = Path(__file__).resolve().parents[2]
LESSON = "90_tiny"
RULE = "if as_number(half) == 5:"

SOURCE = '''\
# %% [markdown]
# # Halves and greetings

# %%
ten = 10

# %% solution="halve"
half = ...
### BEGIN SOLUTION
half = ten / 2
### END SOLUTION

# %% grade="halve"
assert half is not ..., "Exercise halve: replace the dots."

# %% solution="greet"
def greet(name):
    """Greet somebody."""
    ### BEGIN SOLUTION
    return f"Good day, {name}"
    ### END SOLUTION

# %% grade="greet"
assert greet("Ada") is not None, "Exercise greet: give something back."
'''

CHECKS = '''\
"""Hidden checks of a small lesson."""

from graders.criteria import Exercise, Miss
from graders.evidence import kinds
from graders.vocabulary import as_number

halve = Exercise("90_tiny", "halve", evidence={"half": kinds.Value()})


@halve.criterion("Half of ten", points=2, read="Halves and greetings")
def _half(half):
    if as_number(half) == 5:
        return None
    return Miss("half of 10", repr(half), "Divide by two, do not multiply.")


greet = Exercise("90_tiny", "greet", evidence={"greet": kinds.Function([kinds.call("Ada")])})


@greet.criterion("The name is in it", points=1, read="Halves and greetings")
def _name(greet):
    said = greet.answers[0]
    if said.error is None and isinstance(said.value, str) and "Ada" in said.value:
        return None
    return Miss("a text with the name", "another answer", "Use the argument.")


@greet.criterion("A good day", points=1, read="Halves and greetings")
def _day(greet):
    said = greet.answers[0]
    if said.error is None and isinstance(said.value, str) and said.value.startswith("Good day"):
        return None
    return Miss("a text that begins with a good day", "another answer", "Say good day first.")
'''

ANSWERS = {
    "halve/right_product.py": "# style: times a half\nhalf = ten * 0.5",
    "halve/right_shift.py": "# style: whole numbers\nhalf = ten // 2",
    "halve/right_loop.py": "# style: counted\nhalf = len(range(0, ten, 2))",
    "halve/wrong_double.py": (
        "# misconception: doubled\n# loses: Half of ten\n# says: multiply\nhalf = ten * 2"
    ),
    "greet/right_plus.py": '# style: plus\ndef greet(name):\n    return "Good day, " + name',
    "greet/right_format.py": '# style: format\ndef greet(name):\n    return "Good day, {}".format(name)',
    "greet/right_lambda.py": '# style: lambda\ngreet = lambda name: f"Good day, {name}"',
    "greet/wrong_fixed.py": (
        "# misconception: the argument is not used\n# loses: The name is in it\n# says: argument\n"
        'def greet(name):\n    return "Good day, Bob"'
    ),
    "halve/fewer.txt": "There is little to get wrong.",
    "greet/fewer.txt": "There is little to get wrong.",
}


class Course:
    """A course of one small lesson with a copy of the graders."""

    def __init__(self, root: Path) -> None:
        self.root = root
        ignored = shutil.ignore_patterns("__pycache__", "lesson_*.py")
        shutil.copytree(ROOT / "graders", root / "graders", ignore=ignored)
        self.write(f"graders/lessons/lesson_{LESSON}.py", CHECKS)
        self.write(f"solutions/{LESSON}.py", SOURCE)
        self.write("nbgrader_config.py", "")
        self.write("data/manifest.json", "{}")
        for name, text in ANSWERS.items():
            self.write(f"solutions/answers/{LESSON}/{name}", text)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def prove(self, *arguments: str) -> tuple[int, str]:
        environ = {**os.environ, "PYTHONPATH": str(self.root), "COURSEWORK_OWNER_PID": str(os.getpid())}
        ran = subprocess.run(
            [sys.executable, "-m", "coursework.command", "prove", *arguments],
            cwd=self.root,
            env=environ,
            capture_output=True,
            text=True,
            timeout=300,
        )
        return ran.returncode, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    if why := available():
        skip_or_fail(f"Nothing can be forked here: {why}")
    return Course(tmp_path_factory.mktemp("prove") / "course")


@pytest.fixture
def course(sound):
    """The sound course, put back after a test has spoilt it."""
    yield sound
    for name, text in ANSWERS.items():
        sound.write(f"solutions/answers/{LESSON}/{name}", text)
    sound.write(f"graders/lessons/lesson_{LESSON}.py", CHECKS)
    sound.write(f"solutions/{LESSON}.py", SOURCE)
    (sound.root / "solutions" / "answers" / LESSON / "halve" / "equivalent.toml").unlink(missing_ok=True)


def test_sound_checks_are_proven_and_the_page_goes_stale(course):
    status, said = course.prove("--write", "--json", "proof.json")
    assert status == 0, said
    assert re.search(
        r"90_tiny/halve: right pass 4/4  rewritten keep (\d+)/\1  wrong lose 1/1  named 1/1", said
    )
    told = json.loads((course.root / "proof.json").read_text(encoding="utf-8"))
    assert told["failures"] == [] and told["totals"]["right"] == {"good": 8, "total": 8}
    assert told["totals"]["stable"]["total"] == 8
    page = (course.root / "docs" / "proof.md").read_text(encoding="utf-8")
    assert re.search(r"\| 90_tiny `greet` \| 4/4 \| (\d+)/\1[^|]* \| 1/1 \| 1/1 \|", page)
    check = "from graders.prove.page import stale; from graders.build.layout import find_root, lessons; "
    check += "root = find_root(); print(stale(root, lessons(root)))"
    command = [sys.executable, "-c", check]
    environ = {**os.environ, "PYTHONPATH": str(course.root)}
    asked = {"cwd": course.root, "env": environ, "capture_output": True, "text": True, "timeout": 60}
    assert subprocess.run(command, **asked).stdout.strip() == "[]"
    course.write(f"solutions/answers/{LESSON}/halve/right_more.py", "# style: more\nhalf = 5.0")
    assert "stale for 90_tiny" in subprocess.run(command, **asked).stdout
    (course.root / "solutions" / "answers" / LESSON / "halve" / "right_more.py").unlink()


def test_weak_check_lets_mutants_live(course):
    course.change(f"graders/lessons/lesson_{LESSON}.py", RULE, "if isinstance(half, float):")
    status, said = course.prove()
    assert status == 1
    assert "not caught: line 3, arithmetic: half = …: ten / 2 → ten * 2" not in said  # that one is an int
    assert "not caught: line 3, swap arguments: half = …: ten ↔ 2" in said
    assert "at least 97% are asked for" in said


def test_listed_mutant_is_not_counted_and_a_stale_entry_is_an_error(course):
    entry = '[[equivalent]]\noperator = "{}"\nwhat = "half = …: ten *"\nreason = "For the test."\n'
    listed = f"solutions/answers/{LESSON}/halve/equivalent.toml"
    course.change(f"graders/lessons/lesson_{LESSON}.py", RULE, "if as_number(half) in (5, 0.2):")
    course.write(listed, entry.format("swap arguments"))
    status, said = course.prove()
    assert status == 0, said
    assert "1 right answer among the mutants" in said
    course.write(listed, entry.format("axis"))
    status, said = course.prove()
    assert status == 1
    assert "fits no mutant any more" in said


def test_strict_check_is_found_by_a_right_answer(course):
    course.change(f"graders/lessons/lesson_{LESSON}.py", RULE, "if type(half) is float and half == 5:")
    status, said = course.prove()
    assert status == 1
    assert "90_tiny/halve: right answer right_shift must get all points and loses some" in said
    assert "right_product" not in said


def test_message_that_does_not_name_the_mistake(course):
    course.change(f"graders/lessons/lesson_{LESSON}.py", "Divide by two, do not multiply.", "Try again.")
    status, said = course.prove()
    assert status == 1
    assert "wrong answer wrong_double: no message says 'multiply'" in said


def test_too_few_answers(course):
    (course.root / "solutions" / "answers" / LESSON / "halve" / "fewer.txt").unlink()
    status, said = course.prove()
    assert status == 1
    assert "90_tiny/halve: the bank holds 1 wrong answers, and at least 4 are asked for" in said


def test_second_run_takes_what_was_kept(course):
    course.prove()
    status, said = course.prove()
    assert status == 0, said
    assert "(0 s of processor time)" in said


def test_worked_cell_that_stops_is_one_sentence(course):
    course.change(f"solutions/{LESSON}.py", "ten = 10", "ten = 10 / 0")
    status, said = course.prove()
    assert status == 1
    assert "solutions/90_tiny.py:4: this worked cell stops with ZeroDivisionError" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("91_none",), "There is no lesson '91_none'"),
        (("--jobs", "0"), "--jobs is at least 1"),
    ],
)
def test_wrong_arguments(course, arguments, said):
    status, text = course.prove(*arguments)
    assert status == 1 and said in text and "Traceback" not in text


MISTAKES = {
    "no answers": (
        {f"solutions/answers/{LESSON}/halve/{name}": None for name in ("right_product.py", "fewer.txt")},
        f"add right_….py to solutions/answers/{LESSON}/halve",
    ),
    "a folder of no lesson": (
        {"solutions/answers/90_tinny/halve/right_a.py": "# style: a\nhalf = 5"},
        "solutions/answers/90_tinny belongs to no lesson: rename or delete it. Is 90_tiny meant?",
    ),
    "a folder of no exercise": (
        {f"solutions/answers/{LESSON}/halves/right_a.py": "# style: a\nhalf = 5"},
        f"rename or delete solutions/answers/{LESSON}/halves. Is halve meant?",
    ),
    "a label of another kind": (
        {f"solutions/answers/{LESSON}/halve/right_product.py": "# styl: a\nhalf = 5"},
        f"solutions/answers/{LESSON}/halve/right_product.py:1: There is no label `styl`",
    ),
    "a criterion that there is not": (
        {
            f"solutions/answers/{LESSON}/halve/wrong_double.py": ANSWERS["halve/wrong_double.py"].replace(
                "Half of ten", "Half of tn"
            )
        },
        f"{LESSON}/halve/wrong_double.py:2: there is no criterion 'Half of tn'; the nearest is 'Half of ten'",
    ),
    "an answer that is not Python": (
        {f"solutions/answers/{LESSON}/halve/right_product.py": "# style: a\nhalf = = 5"},
        "right answer right_product must get all points and loses some: SyntaxError",
    ),
    "no grade cell": (
        {f"solutions/{LESSON}.py": SOURCE.replace('# %% grade="halve"', "# %%")},
        f'solutions/{LESSON}.py:7: Exercise halve has no grade cell: add one below with grade="halve".',
    ),
    "checks that cannot be imported": (
        {f"graders/lessons/lesson_{LESSON}.py": CHECKS.replace("import kinds", "import kindes")},
        f"graders/lessons/lesson_{LESSON}.py:4: The checks cannot be imported: ImportError",
    ),
    "no checks": (
        {f"graders/lessons/lesson_{LESSON}.py": None},
        f"solutions/{LESSON}.py:7: Exercise halve has no hidden check",
    ),
    "a check that fails itself": (
        {f"graders/lessons/lesson_{LESSON}.py": CHECKS.replace(RULE, "if half.value == 5:")},
        f"failed: criterion 'Half of ten': graders/lessons/lesson_{LESSON}.py:12: AttributeError",
    ),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_of_an_author_is_told_with_its_place(case, course):
    files, sentence = MISTAKES[case]
    try:
        for name, text in files.items():
            (course.root / name).unlink() if text is None else course.write(name, text)
        status, said = course.prove()
    finally:
        for folder in ("90_tinny", f"{LESSON}/halves"):
            shutil.rmtree(course.root / "solutions" / "answers" / folder, ignore_errors=True)
    assert status == 1
    assert sentence in said
    assert "Traceback" not in said


def test_proof_that_cannot_be_written(course):
    status, said = course.prove("--json", "none/proof.json")
    assert status == 1
    assert "none/proof.json cannot be written (No such file or directory)" in said


AFTER = """
# %%
print(result)

# %%
try:
    print(result + 1)
except Exception as error:
    print("none")

# %%
model = result
print(model)
"""


def test_a_learners_own_name_that_breaks_worked_cells(course):
    course.change(f"solutions/{LESSON}.py", "ten = 10", "ten = 10\nresult = ten\nmodel = 1")
    text = (course.root / f"solutions/{LESSON}.py").read_text(encoding="utf-8")
    course.write(f"solutions/{LESSON}.py", text + AFTER)
    line = text.count("\n") + 2
    status, said = course.prove()
    assert status == 1
    assert "0 of 3 worked cells" not in said and "2 of 3 worked cells run and print the same" in said
    assert f"solutions/{LESSON}.py:{line}: this worked cell needs `result` as the lesson made it" in said
    assert "an answer to greet may have assigned it: TheirsUsedError" in said
    assert "`model`" not in said


def test_worked_cell_that_prints_something_else_with_a_learners_name(course):
    import nbformat
    from nbformat import v4

    course.change(f"solutions/{LESSON}.py", "ten = 10", "ten = 10\nresult = ten")
    text = (course.root / f"solutions/{LESSON}.py").read_text(encoding="utf-8")
    course.write(f"solutions/{LESSON}.py", text + AFTER.replace("\n# %%\nprint(result)\n", "", 1))
    printed = [v4.new_output("stream", name="stdout", text="11\n")]
    cells = [v4.new_markdown_cell("x"), *(v4.new_code_cell("x") for _ in range(5))]
    cells += [v4.new_code_cell("x", outputs=printed)]
    cells += [v4.new_code_cell("x", outputs=[v4.new_output("stream", name="stdout", text="10\n")])]
    notebook = f"solutions/{LESSON}/{LESSON}.ipynb"
    course.write(notebook, nbformat.writes(v4.new_notebook(cells=cells)))
    try:
        status, said = course.prove()
    finally:
        shutil.rmtree((course.root / notebook).parent)
    assert status == 1
    assert "it prints something else" in said and "none" in said
    assert "1 of 2 worked cells run and print the same" in said
