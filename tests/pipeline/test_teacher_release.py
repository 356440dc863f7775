"""The teacher's first commands beside a release that is committed."""

import pytest
from test_grade_command import coursework
from tiny_course import LESSON, POINTS, RIGHT, TinyCourse


@pytest.fixture(scope="module")
def cloned(tmp_path_factory):
    """The course as a clone has it: the release stands there, and there is no gradebook."""
    course = TinyCourse(tmp_path_factory.mktemp("cloned") / "course")
    done = course.nbgrader("generate_assignment", LESSON, "--no-db")
    assert done.returncode == 0, done.stderr
    assert not (course.root / "gradebook.db").exists()
    return course


@pytest.fixture
def course(cloned, tmp_path):
    return cloned.copy(tmp_path / "course")


def release_of(course):
    return course.root / "lessons" / LESSON / f"{LESSON}.ipynb"


def exercises(course):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}", "keras_coursework") as gradebook:
        cells = gradebook.find_notebook(LESSON, LESSON).grade_cells
        return {cell.name.removesuffix("-grade"): cell.max_score for cell in cells}


def test_the_lesson_enters_the_gradebook_and_the_release_is_not_touched(course):
    before = release_of(course).stat().st_mtime_ns
    for arguments in ([], ["--force"]):
        done = course.nbgrader("generate_assignment", LESSON, *arguments)
        assert done.returncode == 0, done.stderr
        assert exercises(course) == POINTS
        assert release_of(course).stat().st_mtime_ns == before
        assert "differs" not in done.stderr


def test_work_in_the_release_is_kept_without_force(course):
    made = release_of(course).read_bytes()
    worked = made.replace(b"A tiny lesson", b"My tiny lesson")
    assert worked != made
    release_of(course).write_bytes(worked)
    beside = release_of(course).with_name("mine.txt")
    beside.write_text("my own", encoding="utf-8")
    done = course.nbgrader("generate_assignment", LESSON)
    assert done.returncode == 0, done.stderr
    assert release_of(course).read_bytes() == worked
    assert f"({LESSON}.ipynb): somebody worked in it" in done.stderr
    assert exercises(course) == POINTS
    assert course.nbgrader("generate_assignment", LESSON, "--force").returncode == 0
    assert release_of(course).read_bytes() == made
    assert beside.read_text(encoding="utf-8") == "my own"


def test_a_release_that_is_missing_is_written(course):
    made = release_of(course).read_bytes()
    release_of(course).unlink()
    release_of(course).with_name("master.txt").unlink()
    release_of(course).parent.rmdir()
    assert course.nbgrader("generate_assignment", LESSON).returncode == 0
    assert release_of(course).read_bytes() == made
    assert release_of(course).with_name("master.txt").is_file()


def test_a_release_that_fails_removes_nothing_and_says_one_sentence(course):
    made = release_of(course).read_bytes()
    source = course.root / "solutions" / LESSON / f"{LESSON}.ipynb"
    source.write_text(source.read_text(encoding="utf-8").replace("### END SOLUTION", "###"), encoding="utf-8")
    done = course.nbgrader("generate_assignment", LESSON, "--force")
    assert done.returncode == 1
    assert release_of(course).read_bytes() == made
    assert done.stderr.count(f"{LESSON} cannot be released: no end solution statement found") == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("nbgrader", "autograde"), ("coursework", "grade")])
def test_grading_makes_the_entry_itself(course, command):
    course.hand_in("amina", RIGHT)
    program, subcommand = command
    if program == "nbgrader":
        done = course.nbgrader(subcommand, LESSON)
    else:
        done = coursework(course, subcommand, LESSON)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert course.scores() == {"amina": {"halve": (3, False), "double": (2, False)}}


def test_graded_notebooks_without_a_gradebook_are_graded_again(course):
    course.hand_in("amina", RIGHT)
    assert coursework(course, "grade", LESSON).returncode == 0
    (course.root / "gradebook.db").unlink()
    done = coursework(course, "grade", LESSON)
    assert "amina: graded" in done.stdout.splitlines()
    assert course.scores() == {"amina": {"halve": (3, False), "double": (2, False)}}


def test_autograde_of_an_unknown_lesson_says_one_sentence(course):
    folder = course.root / "submitted" / "amina" / "91_none"
    folder.mkdir(parents=True)
    (folder / "91_none.ipynb").write_bytes(release_of(course).read_bytes())
    done = course.nbgrader("autograde", "91_none")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert [line for line in done.stderr.splitlines() if "There is no lesson 91_none to grade" in line]


def test_autograde_tells_a_fault_of_the_course_in_a_sentence(course):
    course.hand_in("amina", RIGHT)
    checks = course.root / "graders" / "lessons" / f"lesson_{LESSON}.py"
    checks.write_text("import nothing_of_that_name\n", encoding="utf-8")
    done = course.nbgrader("autograde", LESSON)
    assert done.returncode == 1
    assert f"The checks of lesson {LESSON} cannot be loaded" in done.stderr
    # The checks' own traceback is for their author; where it passed through nbgrader helps nobody.
    assert "No module named 'nothing_of_that_name'" in done.stderr
    assert "nbgrader/converters" not in done.stderr
