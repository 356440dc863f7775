"""What the build tells of a lesson's hidden checks, with file and line, before an answer is judged."""

import importlib
import sys

import pytest
from conftest import TINY

import graders.lessons
from graders.build import make, registered
from graders.build.layout import Lesson
from graders.build.make import LessonError, read_draft

CHECKS = '''\
"""Hidden checks of a tiny lesson."""

from graders.criteria import Exercise, Miss
from graders.evidence import kinds

total = Exercise("90_tiny", "total", evidence={"total": kinds.Value()})


@total.criterion("The sum of all", points=2, read="Tiny lesson")
def _sum(total):
    wanted = 6
    if total != wanted:
        return Miss(expected="the sum", found=str(total))
    return None
'''
HELPER = '''\
"""What several lessons' checks share."""


def looked_up(name):
    return name
'''
LATER = """

def _later():
    global _kept
    _kept = [_helper(each) for each in range(3)]
    return __name__


def _helper(each):
    import math

    return math.sqrt(each), _kept, ValueError
"""
MODULE = "graders/lessons/lesson_90_tiny.py"


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write a module of checks, which is then the one that is imported."""
    folder = tmp_path / "checks"
    folder.mkdir()
    monkeypatch.setattr(registered, "_folder", lambda: folder)
    monkeypatch.setattr(graders.lessons, "__path__", [str(folder)])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    written = set()

    def forget():
        for name in written:
            sys.modules.pop(name, None)
        importlib.invalidate_caches()

    def write_one(text: str, name: str = "lesson_90_tiny") -> None:
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
        written.add(f"graders.lessons.{name}")
        forget()

    yield write_one
    forget()


@pytest.fixture
def lesson(tmp_path) -> Lesson:
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "90_tiny.py").write_text(TINY, encoding="utf-8")
    return Lesson(tmp_path, "90_tiny")


def line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(start))


def told(lesson: Lesson) -> list[str]:
    with pytest.raises(LessonError) as refused:
        read_draft(lesson)
    return str(refused.value).splitlines()[1:]


def test_sound_checks_are_not_refused(lesson, write):
    write(CHECKS)
    draft, warnings = read_draft(lesson)
    assert draft.points == {"total": 2} and warnings == []


CASES = {
    "syntax": ("total != wanted:", "total != wanted", "    if total", "SyntaxError: expected ':'"),
    "import": ("Exercise, Miss", "Exercise, Mis", "from graders.criteria", "ImportError: cannot import name"),
    "name at the top": ("= Exercise(", "= Exercis(", "total = ", "NameError: name 'Exercis' is not defined"),
    "attribute at the top": ("kinds.Value", "kinds.Valu", "total = ", "AttributeError: module"),
    "undeclared evidence": (
        "_sum(total)",
        "_sum(totl)",
        "@total",
        "criterion 'The sum of all': asks for evidence ['totl'], declared are ['total'].",
    ),
    "points": ("points=2", "points=0", "@total", "points must be positive, not 0"),
    "name in a criterion": (
        "return Miss",
        "return Mis",
        "        return Mis",
        "The name `Mis` is not defined; is `Miss` meant?",
    ),
    "local name in a criterion": (
        "!= wanted",
        "!= wantd",
        "    if total",
        "The name `wantd` is not defined; is `wanted` meant?",
    ),
    "name like no other": (
        "str(total)",
        "qqq(total)",
        "        return Miss",
        "The name `qqq` is not defined: define or import it.",
    ),
    "no heading": (
        'read="Tiny lesson"',
        'read="Tiny leson"',
        "@total",
        "says read='Tiny leson', which is no heading of 90_tiny; the nearest are 'Tiny lesson'.",
    ),
    "another lesson": (
        '"90_tiny"',
        '"90_tinny"',
        "total = ",
        "Exercise total belongs to a lesson '90_tinny': write '90_tiny'.",
    ),
    "a kind that is a class": ("kinds.Value()", "kinds.Value", "total = ", "write kinds.Value(…)."),
    "evidence of no kind": (
        "kinds.Value()",
        '"a number"',
        "total = ",
        "write a kind, such as kinds.Model().",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_in_the_checks_is_told_with_file_and_line(case, lesson, write):
    old, new, start, sentence = CASES[case]
    assert CHECKS.count(old) >= 1
    text = CHECKS.replace(old, new)
    write(text)
    lines = told(lesson)
    (line,) = [line for line in lines if line.startswith(MODULE)]
    assert line.startswith(f"{MODULE}:{line_of(text, start)}: ")
    assert sentence in line and line.endswith((".", "?"))


def test_headings_are_told_nearest_first(lesson, write):
    lesson.source.write_text(
        TINY + "\n# %% [markdown]\n# ## Sums of lists\n#\n# ### A list of sums\n#\n# #### Z\n"
    )
    write(CHECKS.replace('read="Tiny lesson"', 'read="Sums of list"'))
    (line,) = told(lesson)
    assert "the nearest are 'Sums of lists', 'A list of sums', " in line


def test_source_and_checks_are_told_at_once(lesson, write):
    lesson.source.write_text(TINY + "\n# %%\nx = = 1\n")
    write(CHECKS.replace("str(total)", "qqq(total)"))
    lines = told(lesson)
    assert [line.split(":")[0] for line in lines] == ["solutions/90_tiny.py", MODULE]


def test_a_shared_module_is_looked_at_too(lesson, write):
    using = CHECKS.replace(
        "from graders.evidence", "from graders.lessons.shared import looked_up\nfrom graders.evidence"
    )
    using = using.replace("wanted = 6", "wanted = looked_up(6)")
    write(HELPER, "shared")
    write(using)
    read_draft(lesson)
    write(HELPER.replace("return name", "return nam"), "shared")
    (line,) = told(lesson)
    assert line == "graders/lessons/shared.py:5: The name `nam` is not defined; is `name` meant?"
    write(HELPER.replace("def looked_up", "def looks_up"), "shared")
    (line,) = told(lesson)
    assert line.startswith(f"{MODULE}:4: ") and "looked_up" in line
    write(HELPER + "x = 1 / 0\n", "shared")
    (line,) = told(lesson)
    assert line == (
        "graders/lessons/shared.py:6: The checks cannot be imported: ZeroDivisionError: division by zero."
    )


def test_names_that_are_defined_in_any_way_are_not_refused(lesson, write):
    write(CHECKS + LATER)
    assert read_draft(lesson)[1] == []


def test_an_up_to_date_lesson_is_refused_for_its_checks_and_stale_when_they_change(
    make_course, build, write, capsys, monkeypatch
):
    write(CHECKS)
    lesson = make_course()
    monkeypatch.setattr(make, "points_of", registered.points_of)
    assert build(lesson) == 0
    assert build(lesson, "--check") == 0
    capsys.readouterr()

    write(CHECKS.replace("str(total)", "strr(total)"))
    for arguments in ((), ("--check",)):
        assert build(lesson, *arguments) == 1
        said = capsys.readouterr().err
        assert f"\n{MODULE}:13: The name `strr` is not defined; is `str` meant?" in said
        assert "run `coursework build`" not in said

    write(CHECKS.replace("wanted = 6", "wanted = 3 + 3"))
    assert build(lesson, "--check") == 1
    assert "90_tiny is stale: its criteria changed\n" in capsys.readouterr().err

    write(CHECKS.replace("points=2", "points=3"))
    assert build(lesson, "--check") == 1
    assert "90_tiny is stale: its checks changed" in capsys.readouterr().err

    write(CHECKS)
    assert build(lesson, "--check") == 0
