"""Each table of the gradebook is what plain nbgrader makes of it, by both commands; rows come all or none."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from nbgrader.api import Gradebook
from second_lesson import SECOND, add_second_lesson, hand_second_in
from test_grade_command import coursework
from tiny_course import LESSON, RIGHT, TinyCourse

from graders.pipeline.gradebook import Book

PLAIN = """
for name in ("exporter_class", "sanitize_preprocessors", "autograde_preprocessors"):
    c.Autograde.pop(name)
c.Execute.kernel_name = "python3"
"""
HALF_DONE = {"halve": RIGHT["halve"]}
WRONG = {"halve": "half = 6", "double": "doubles = [20, 3]"}
ANSWERS = {"amina": RIGHT, "bruno": WRONG, "chiara": {}, "late": RIGHT, "later": HALF_DONE}
TIMES = {
    "bruno": "2026-03-01 10:00:00 UTC",
    "late": "2026-03-05 10:00:00 UTC",
    "later": "2026-03-06 10:00:00 UTC",
}
COMMANDS = {
    "plain": lambda course: course.nbgrader("autograde", LESSON, "--force"),
    "nbgrader": lambda course: course.nbgrader("autograde", LESSON, "--force"),
    "coursework": lambda course: coursework(course, "grade", LESSON, "--force"),
}


def tables(course):
    """Give all rows of all tables, with names in the place of the ids that nbgrader makes up."""
    with closing(sqlite3.connect(course.root / "gradebook.db")) as book:
        book.row_factory = sqlite3.Row
        names = [row["name"] for row in book.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: [dict(row) for row in book.execute(f"SELECT * FROM {name}")] for name in names}
    made_up = {
        row["id"]: (name, row) for name in names for row in rows[name] if len(str(row.get("id", ""))) == 32
    }

    def known(value):
        if value not in made_up:
            return value
        table, row = made_up[value]
        names = {key: known(text) for key, text in row.items() if key == "name" or key.endswith("_id")}
        return [table, names]

    return {
        name: sorted(
            json.dumps({key: known(value) for key, value in row.items()}, sort_keys=True)
            for row in rows[name]
        )
        for name in names
    }


@pytest.fixture(scope="module")
def courses(tmp_path_factory):
    """The same submissions, graded the three ways; then handed in again, and graded again."""
    released = TinyCourse(tmp_path_factory.mktemp("rows") / "released")
    with (released.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    assert released.nbgrader("generate_assignment", LESSON).returncode == 0
    with closing(sqlite3.connect(released.root / "gradebook.db")) as book, book:
        book.execute("UPDATE assignment SET duedate = '2026-03-02 10:00:00.000000'")
    for student, answers in ANSWERS.items():
        path = released.hand_in(student, answers)
        if student in TIMES:
            (path.parent / "timestamp.txt").write_text(TIMES[student], encoding="utf-8")
    return {
        **{way: released.copy(released.root.parent / way) for way in COMMANDS},
        "released": released,
    }


def graded(courses):
    found = {}
    for way, command in COMMANDS.items():
        done = command(courses[way])
        assert done.returncode == 0, done.stderr[-3000:]
        found[way] = tables(courses[way])
    return found


def test_every_table_is_plain_nbgraders(courses):
    with (courses["plain"].root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(PLAIN)
    first = graded(courses)
    # The tests see what they compare: late ones lose all, and a blank one has comments.
    assert len(first["plain"]["grade"]) == 2 * len(ANSWERS)
    assert any('"late_submission_penalty": 5' in row for row in first["plain"]["submitted_notebook"])
    assert any('"No response."' in row for row in first["plain"]["comment"])
    assert first["nbgrader"] == first["plain"]
    assert first["coursework"] == first["plain"]
    for way in COMMANDS:
        course = courses[way]
        course.hand_in("bruno", RIGHT)
        course.hand_in("amina", WRONG)
        with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}", "keras_coursework") as gradebook:
            gradebook.find_grade("double-grade", LESSON, LESSON, "amina").manual_score = 1.5
            gradebook.find_comment("double-solution", LESSON, LESSON, "amina").manual_comment = "Nearly."
            gradebook.db.commit()
    again = graded(courses)
    assert again["plain"] != first["plain"]
    assert again["nbgrader"] == again["plain"]
    assert again["coursework"] == again["plain"]


def test_both_commands_write_the_same_notebooks(courses):
    for student in ANSWERS:
        texts = []
        for way in ("nbgrader", "coursework"):
            path = courses[way].root / "autograded" / student / LESSON / f"{LESSON}.ipynb"
            notebook = json.loads(path.read_text(encoding="utf-8"))
            # Times and places of the files that were handed in are part of it.
            assert notebook["metadata"]["coursework"].pop("fingerprint")
            texts.append(json.dumps(notebook))
        assert texts[0] == texts[1], student


def test_several_lessons_in_one_command_are_plain_nbgraders_too(courses, tmp_path):
    released = courses["released"]
    add_second_lesson(released)
    assert released.nbgrader("generate_assignment", SECOND).returncode == 0
    for folder in ("amina", "chiara", "late", "later"):
        shutil.rmtree(released.root / "submitted" / folder)
    hand_second_in(released, "bruno", RIGHT)
    hand_second_in(released, "nadia", WRONG)
    ways = {way: released.copy(tmp_path / way) for way in ("plain", "coursework")}
    with (ways["plain"].root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(PLAIN)
    for lesson in (LESSON, SECOND):
        done = ways["plain"].nbgrader("autograde", lesson)
        assert done.returncode == 0, done.stderr[-3000:]
    done = coursework(ways["coursework"], "grade", SECOND, LESSON)
    assert done.returncode == 0, done.stderr[-3000:]
    expected = tables(ways["plain"])
    assert len(expected["grade"]) == 2 * 3
    assert tables(ways["coursework"]) == expected
    said = done.stdout.splitlines()
    assert {f"bruno/{LESSON}: graded", f"bruno/{SECOND}: graded", f"nadia/{SECOND}: graded"} <= set(said)
    # One table each, in the course's order.
    assert said.index(LESSON) < said.index(SECOND)
    assert [line.split()[0] for line in said if " of 5" in line] == ["bruno", "bruno", "nadia"]
    assert "2 lessons: 3 graded, 0 unchanged since they were graded, 0 failed; took " in done.stdout
    shutil.rmtree(ways["coursework"].root / "submitted" / "bruno" / LESSON)
    hand_second_in(ways["coursework"], "nadia", RIGHT)
    done = coursework(ways["coursework"], "grade", LESSON, SECOND)
    # One lesson that nobody handed in is told, and keeps no other from being graded.
    assert done.returncode == 1
    assert done.stderr.startswith(f"coursework: Nobody handed {LESSON} in")
    assert f"bruno/{SECOND}: unchanged" in done.stdout.splitlines()
    assert f"nadia/{SECOND}: graded" in done.stdout.splitlines()


def change_and_fail(book):
    with book.transaction() as gradebook:
        gradebook.update_or_create_student("new")
        gradebook.update_or_create_submission(LESSON, "new")
        gradebook.find_grade("halve-grade", LESSON, LESSON, "amina").auto_score = 0
        gradebook.db.commit()
        raise OSError("the disk is full")


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_rows_of_one_submission_are_kept_together_or_not_at_all(courses):
    course = courses["coursework"]
    before = tables(course)
    url = f"sqlite:///{course.root / 'gradebook.db'}"
    with Book(url, "keras_coursework") as book:
        with pytest.raises(OSError, match="the disk is full"):
            change_and_fail(book)
        assert tables(course) == before
        with book.transaction() as gradebook:
            gradebook.update_or_create_student("new")
            assert tables(course) == before
    assert tables(course) != before
