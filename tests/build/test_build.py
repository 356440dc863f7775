"""Building a tiny lesson: two notebooks, the same bytes each time, the same release as nbgrader's."""

import subprocess
import sys

import nbformat
import pytest
from conftest import TINY
from nbgrader.nbgraderformat import MetadataValidator

from graders.build.notebook import make_notebook
from graders.build.source import read_source


@pytest.fixture(scope="module")
def kernel_seconds():
    """Longest time, in seconds, that a program started by a test may take."""
    return 300


def nbgrader(lesson, seconds, *arguments):
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", lesson.name, *arguments]
    return subprocess.run(command, cwd=lesson.root, capture_output=True, text=True, timeout=seconds)


def test_the_same_source_gives_the_same_bytes_in_two_folders(make_course, build):
    one, other = make_course("one"), make_course("another folder")
    assert build(one) == build(other) == 0
    assert one.solution.read_bytes() == other.solution.read_bytes()
    assert one.release.read_bytes() == other.release.read_bytes()
    before = one.solution.read_bytes()
    assert build(one, "--force") == 0
    assert one.solution.read_bytes() == before


def test_notebooks_and_nbgraders_own_release(make_course, build, kernel_seconds):
    lesson = make_course()
    assert build(lesson) == 0
    solution = nbformat.read(lesson.solution, as_version=4)
    release = nbformat.read(lesson.release, as_version=4)
    for notebook in (solution, release):
        nbformat.validate(notebook)
        MetadataValidator().validate_nb(notebook)
        assert notebook.metadata.kernelspec.name == "python3"
        assert "version" not in notebook.metadata.language_info
    cells = {cell.id: cell for cell in solution.cells}
    assert "### BEGIN HIDDEN TESTS" in cells["total-grade"].source
    assert cells["total-grade"].metadata.nbgrader.points == 2
    assert cells["total-grade"].outputs[0].data["text/plain"] == "2.0"
    assert any(
        output.get("name") == "stdout" for cell in solution.cells for output in cell.get("outputs", ())
    )

    text = lesson.release.read_text()
    assert "HIDDEN" not in text and "sum(numbers)" not in text and "2.0 if total" not in text
    cells = {cell.id: cell for cell in release.cells}
    assert cells["total-solution"].source == "total = ...\n# YOUR CODE HERE"
    assert cells["total-solution"].metadata.deletable is False
    assert cells["total-grade"].metadata.editable is False
    assert all(not cell.get("outputs") for cell in release.cells)
    assert [cell.id for cell in release.cells] == [cell.id for cell in solution.cells]

    made = lesson.release.read_bytes()
    done = nbgrader(lesson, kernel_seconds, "--force")
    assert done.returncode == 0, done.stderr
    assert lesson.release.read_bytes() == made
    assert (lesson.root / "gradebook.db").is_file()
    released = [path.name for path in (lesson.root / "lessons").rglob("*") if path.is_file()]
    assert released == ["90_tiny.ipynb"]


def test_only_what_changed_is_built_and_check_names_why(make_course, build, capsys):
    lesson = make_course()
    assert build(lesson, "--check") == 1
    assert "90_tiny is stale: solutions/90_tiny/90_tiny.ipynb is missing" in capsys.readouterr().err
    assert build(lesson) == 0
    assert build(lesson, "--check") == 0
    capsys.readouterr()
    before = lesson.solution.stat().st_mtime_ns
    assert build(lesson) == 0
    assert "up to date" in capsys.readouterr().out
    assert lesson.solution.stat().st_mtime_ns == before

    def told_after(path, text):
        kept = path.read_text()
        path.write_text(text)
        capsys.readouterr()
        assert build(lesson, "--check") == 1
        path.write_text(kept)
        return capsys.readouterr().err

    root = lesson.root
    assert "its source changed" in told_after(lesson.source, TINY.replace("goes up", "rises"))
    assert "its data changed" in told_after(
        root / "data" / "manifest.json", '{"numbers": {"numbers.csv": {}}}'
    )
    assert "its versions changed" in told_after(root / "requirements.txt", "keras==3.1\n")
    assert "changed by hand" in told_after(
        lesson.solution, lesson.solution.read_text().replace("in order", "in a row")
    )
    assert "not nbgrader's release" in told_after(
        lesson.release, lesson.release.read_text().replace("Three numbers", "Four numbers")
    )
    assert "cannot be read" in told_after(lesson.solution, "{")
    stray = lesson.solution.parent / "model.keras"
    stray.write_text("x")
    assert build(lesson, "--check") == 1
    assert "solutions/90_tiny/model.keras would be released" in capsys.readouterr().err
    stray.unlink()
    assert build(lesson, "--check") == 0


def test_points_are_part_of_what_a_lesson_is_made_from(make_course, build, monkeypatch, capsys):
    from graders.build import make

    lesson = make_course()
    assert build(lesson) == 0
    monkeypatch.setattr(make, "points_of", lambda lesson: {"total": 3})
    assert build(lesson, "--check") == 1
    assert "its checks changed" in capsys.readouterr().err


def test_pictures_beside_the_notebook_are_released(make_course, build):
    lesson = make_course()
    picture = lesson.solution.parent / "pictures" / "line.svg"
    picture.parent.mkdir(parents=True)
    picture.write_text("<svg/>")
    assert build(lesson) == 0
    assert (lesson.release.parent / "pictures" / "line.svg").read_text() == "<svg/>"
    assert build(lesson, "--check") == 0


RUNS = {
    "an example fails": {
        TINY.replace("max(numbers)", "max(number)"): [
            ("max(number)", "This cell stops with NameError: name 'number' is not defined")
        ]
    },
    "answers and pitfalls": {
        TINY.replace("total = sum(numbers)", "total = max(numbers)").replace("numbers / 2", "numbers * 2"): [
            ("assert total", "The answer of exercise total earns 0.5 of 2 points"),
            ("numbers * 2", "tagged raises-exception and raises none"),
        ]
    },
    "outputs": {
        TINY.replace("max(numbers)", "object()").replace(
            "# The line in the picture goes up from one to three.",
            '# ## Next\n\n# %%\nprint("/home/someone/course")',
        ): [
            ("object()", "an address in memory"),
            ('print("/home', "a path of this machine"),
            ("print(len(numbers)", "a picture that no text reads"),
        ]
    },
    "nothing answered": {
        TINY.replace("total = ...", "numbers.clear()")
        .replace("total = sum(numbers)\n", "numbers.extend([1, 2, 3])\ntotal = 6\n")
        .replace("assert total is", "numbers[2]\nassert total is"): [
            ("max(numbers)", "With no exercise answered, this example cell stops with ValueError"),
            (
                "numbers[2]",
                "stops with IndexError: list index out of range, which does not name exercise total",
            ),
        ]
    },
    "a check that asks nothing": {
        TINY.replace("is not ...", "!= 5"): [("assert total", "passes although nothing is answered")]
    },
}


@pytest.mark.parametrize("case", RUNS)
def test_what_only_a_run_can_tell_is_told_with_its_line(case, make_course, build, capsys):
    ((text, expected),) = RUNS[case].items()
    lesson = make_course(text=text)
    assert build(lesson) == 1
    told = capsys.readouterr().err
    lines = text.splitlines()
    for cell, sentence in expected:
        first = next(number for number, line in enumerate(lines, 1) if line.startswith(cell))
        marker = max(number for number in range(1, first) if lines[number - 1].startswith("# %%"))
        (line,) = [line for line in told.splitlines() if line.startswith(f"solutions/90_tiny.py:{marker}: ")]
        assert sentence in line
    assert not lesson.solution.exists()
    assert not lesson.release.exists()
    assert list((lesson.root / ".cache" / "build").iterdir()) == []


def test_a_refused_lesson_leaves_the_old_notebooks_and_the_other_lessons(make_course, build, capsys):
    lesson = make_course()
    assert build(lesson) == 0
    before = lesson.solution.read_bytes()
    (lesson.root / "solutions" / "10_broken.py").write_text("# %%\nx = = 1\n")
    lesson.source.write_text(TINY.replace("goes up", "rises"))
    assert build(lesson) == 1
    told = capsys.readouterr()
    assert "10_broken: one thing to mend in 10_broken.py:\nsolutions/10_broken.py:2: " in told.err
    assert "wrote lessons/90_tiny/90_tiny.ipynb" in told.out
    assert lesson.solution.read_bytes() != before


def test_a_folder_that_cannot_be_written(make_course, build, capsys):
    lesson = make_course()
    (lesson.root / "lessons").write_text("a file where the folder should be")
    assert build(lesson) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_cell_ids_stay_when_a_cell_comes_before(make_course):
    def ids(lesson):
        cells, _ = read_source(lesson.source)
        return [cell.id for cell in make_notebook(lesson.name, cells, {"total": 2}).cells]

    lesson = make_course()
    before = ids(lesson)
    assert len(set(before)) == len(before)
    twice = "# %% [markdown]\n# Something new comes first.\n\n"
    lesson.source.write_text(twice + twice + TINY)
    after = ids(lesson)
    assert len(set(after)) == len(after)
    assert after[2:] == before


def test_an_answer_that_earns_too_little_is_told_with_the_criteria_that_it_misses(make_course):
    from graders.build.make import read_draft
    from graders.build.ran import answered_problems
    from graders.criteria import Judgement, Status, Verdict

    lesson = make_course()
    draft, _ = read_draft(lesson)
    notebook = make_notebook(lesson.name, draft.cells, draft.points)
    verdict = Verdict(
        "90_tiny",
        "total",
        (
            Judgement("Half: a half", Status.MET, 0.5, 0.5),
            Judgement("The sum", Status.MISSED, 0, 1, "the sum", "4", "Add them all."),
            Judgement("The mean", Status.UNJUDGED, 0, 0.5),
        ),
    )
    (cell,) = [cell for cell in notebook.cells if cell.id == "total-grade"]
    (pitfall,) = [cell for cell in notebook.cells if "raises-exception" in cell.metadata.get("tags", ())]
    pitfall.outputs = [nbformat.v4.new_output("error", ename="TypeError", evalue="no", traceback=[])]
    cell.outputs = [
        nbformat.v4.new_output("display_data", data={"text/plain": str(verdict)}),
        nbformat.v4.new_output("execute_result", data={"text/plain": "0.5"}),
    ]
    (problem,) = answered_problems(draft, notebook)
    assert problem.sentence == (
        "The answer of exercise total earns 0.5 of 2 points: it misses 'The sum'; "
        "the check of 'The mean' itself fails (`coursework prove 90_tiny` says why)."
    )
