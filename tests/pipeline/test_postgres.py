"""Gradebook and tries on a real PostgreSQL server: the same rows, two at once, a server that goes away."""

import datetime
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from faulty_course import assert_graded, count_rows, hand_in_cut, rows_of
from postgres import Postgres, find_programs
from second_lesson import SECOND, add_second_lesson, hand_second_in
from sqlalchemy import create_engine, inspect, text
from test_grade_command import coursework
from test_teacher_grading import RIGHT_SCORES, start
from tiny_course import LESSON, RIGHT, TinyCourse
from wants import skip_or_fail

from coursework.verdict import Judgement, Status, Verdict
from graders.desk.attempts import TEACHER, Attempts, digest_of
from graders.desk.class_page import ClassNow
from graders.errors import CourseError

GONE_SECONDS = 10
HALF_SCORES = {"halve": (1, False), "double": (0, False)}


@pytest.fixture(scope="module")
def server():
    if (programs := find_programs()) is None:
        skip_or_fail("no PostgreSQL server here (Debian: apt-get install postgresql)")
    server = Postgres(programs)
    yield server
    server.close()


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    course = TinyCourse(tmp_path_factory.mktemp("postgres") / "course")
    assert course.nbgrader("generate_assignment", LESSON).returncode == 0
    add_second_lesson(course)
    return course


@pytest.fixture
def course(released, server, tmp_path):
    course = released.copy(tmp_path / "course")
    (course.root / "gradebook.db").unlink()
    course.db_url = server.database()
    with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"c.CourseDirectory.db_url = {course.db_url!r}\n")
    return course


def test_both_commands_make_and_fill_the_gradebook(course):
    course.hand_in("amina", RIGHT)
    course.hand_in("bruno", {"halve": "half = 6"})
    course.hand_in("Käthe 이", RIGHT)
    done = coursework(course, "grade", LESSON)
    assert done.returncode == 0, done.stderr
    expected = {"amina": RIGHT_SCORES, "bruno": HALF_SCORES, "Käthe 이": RIGHT_SCORES}
    assert course.scores() == expected
    assert not (course.root / "gradebook.db").exists()
    engine = create_engine(course.db_url)
    with engine.connect() as connection:
        # nbgrader notes the version of its tables when it makes them, here as in SQLite.
        (version,) = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
        assert version
        assert {"grade", "submitted_notebook"} <= set(inspect(engine).get_table_names())
    engine.dispose()
    done = course.nbgrader("autograde", LESSON, "--force", "--student", "bruno")
    assert done.returncode == 0, done.stderr
    assert course.scores() == expected
    assert count_rows(course) == rows_of(3)
    again = coursework(course, "grade", LESSON)
    assert "0 graded, 3 unchanged" in again.stdout
    done = course.nbgrader("export", "--to", "grades.csv")
    assert done.returncode == 0, done.stderr
    assert "Käthe 이" in (course.root / "grades.csv").read_text(encoding="utf-8")


def test_two_teachers_grade_different_lessons_at_once(course):
    students = [f"student{number}" for number in range(5)]
    for student in students:
        course.hand_in(student, RIGHT)
        hand_second_in(course, student, {"halve": "half = 6"})
    # Both begin with an empty gradebook of which only the lessons are known: each enters every student.
    for lesson in (LESSON, SECOND):
        done = coursework(course, "grade", lesson, "--student", "student0")
        assert done.returncode == 0, done.stderr
    teachers = [
        start(course, "grade", lesson, "--workers", "1", "--log", f"{lesson}.log")
        for lesson in (LESSON, SECOND)
    ]
    for teacher in teachers:
        out, err = teacher.communicate(timeout=240)
        assert teacher.returncode == 0, err
        assert "4 graded, 1 unchanged since they were graded, 0 failed" in out
    assert course.scores() == dict.fromkeys(students, RIGHT_SCORES)
    assert course.scores(SECOND) == dict.fromkeys(students, HALF_SCORES)
    assert count_rows(course) == rows_of(5, submissions=10)


def test_a_server_that_is_gone_for_ten_seconds_costs_nobody_anything(course, server, tmp_path):
    begun, go = tmp_path / "begun", tmp_path / "go"
    waits = (
        f"import os, time\nopen({str(begun)!r}, 'w').close()\n"
        f"while not os.path.exists({str(go)!r}):\n    time.sleep(0.05)\n" + RIGHT["halve"]
    )
    students = ["amina", "bruno", "chiara"]
    for student in students:
        course.hand_in(student, RIGHT)
    course.hand_in("amina", {**RIGHT, "halve": waits})
    reasons = hand_in_cut(course)
    running = start(course, "grade", LESSON)
    deadline = time.monotonic() + 60
    while not begun.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    server.stop()
    try:
        go.touch()
        time.sleep(GONE_SECONDS)
        assert running.poll() is None
    finally:
        server.start()
    out, err = running.communicate(timeout=240)
    assert running.returncode == 0, err
    assert "4 graded, 0 unchanged since they were graded, 0 failed" in out
    assert_graded(course, dict.fromkeys(students, RIGHT_SCORES), reasons)
    assert "The gradebook's server is gone, and is waited for" in (course.root / "grade.log").read_text(
        "utf-8"
    )


def test_a_class_s_tokens_and_tries_are_kept_there_too(server):
    url, missed = server.database(), Judgement("Half", Status.MISSED, 0, 2, hint="Divide by „2“, 둘")
    verdict = Verdict("00_start", "halve", (Judgement("There", Status.MET, 1, 1), missed))
    # Two services at once, and a command beside them.
    one, other, command = Attempts(url), Attempts(url), Attempts(url)
    try:
        given = command.new_tokens([TEACHER, "Käthe 이", "boris"])
        assert one.names() == other.names() == {digest_of(token): name for name, token in given.items()}
        new = command.new_tokens([TEACHER, "Käthe 이", "chiara"], renewed=["Käthe 이"])
        assert set(new) == {"Käthe 이", "chiara"}
        assert set(one.names().values()) == {TEACHER, "Käthe 이", "boris", "chiara"}
        assert digest_of(given["Käthe 이"]) not in one.names()
        before = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        with ThreadPoolExecutor(4) as pool:  # each try is sent to both services
            sent = [(service, number) for number in range(10) for service in (one, other)]
            kept = pool.map(lambda each: each[0].add(str(each[1]), "Käthe 이", verdict, "a" * 64), sent)
            assert sum(kept) == 10
        assert one.add("0", "boris", verdict, "b"), "another learner's numbers are others"
        tries = other.all(since=before)
        assert tries == sorted(tries, key=lambda each: each.time) and len(tries) == 11
        assert (tries[-1].learner, tries[-1].points, tries[-1].max_points) == ("boris", 1.0, 3.0)
        assert tries[-1].judgements[1] == {"name": "Half", "status": "missed", "hint": missed.hint}
        assert other.all(since=tries[-1].time) == [tries[-1]]
        page = ClassNow(one).page()
        assert "Learners: 2. Tries: 2." in page and "Käthe 이" not in page and missed.hint in page
    finally:
        for each in (one, other, command):
            each.close()


def test_a_class_s_database_that_is_gone_is_one_sentence():
    with pytest.raises(CourseError, match="^The database postgresql.* cannot be used: [^\n]*$"):
        Attempts("postgresql+psycopg://course@/none?host=/nowhere")
