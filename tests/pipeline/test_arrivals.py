"""`coursework grade --grade-on-arrival`: who comes first, what has to rest, and a folder that fills up."""

import shutil
import signal

import pytest
from second_lesson import SECOND, add_second_lesson, hand_second_in
from test_teacher_grading import RIGHT_SCORES, page_of, read_until, start
from tiny_course import LESSON, RIGHT, TinyCourse

from graders.pipeline.arrivals import LATELY_SECONDS, REST_SECONDS, FairQueue, Place, Watch


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def taken(queue):
    order = []
    while (place := queue.take()) is not None:
        order.append(place.student)
    return order


def test_who_came_first_is_first():
    queue = FairQueue(Clock())
    for student in ("chiara", "amina", "bruno"):
        queue.put(Place(student, LESSON))
    assert taken(queue) == ["chiara", "amina", "bruno"]


def test_nobody_waits_behind_anothers_tenth_try():
    clock = Clock()
    queue = FairQueue(clock)
    for _ in range(9):
        queue.put(Place("amina", LESSON))
        assert queue.take() == Place("amina", LESSON)
    queue.put(Place("amina", LESSON))
    queue.put(Place("bruno", LESSON))
    queue.put(Place("chiara", LESSON))
    assert taken(queue) == ["bruno", "chiara", "amina"]
    clock.now += LATELY_SECONDS + 1
    for student in ("amina", "bruno"):
        queue.put(Place(student, LESSON))
    assert taken(queue) == ["amina", "bruno"]


def test_a_student_with_two_lessons_lets_another_in_between():
    queue = FairQueue(Clock())
    for place in (Place("amina", LESSON), Place("amina", SECOND), Place("bruno", LESSON)):
        queue.put(place)
    assert taken(queue) == ["amina", "bruno", "amina"]


def test_a_second_version_keeps_its_place_and_one_under_way_is_passed_over():
    queue = FairQueue(Clock())
    for student in ("amina", "bruno", "amina"):
        queue.put(Place(student, LESSON))
    assert queue.take(but=lambda place: place.student == "amina") == Place("bruno", LESSON)
    assert taken(queue) == ["amina"]


class TestWatch:
    @pytest.fixture
    def clock(self):
        return Clock()

    @pytest.fixture
    def watch(self, tmp_path, clock):
        return Watch(tmp_path, [LESSON], clock)

    def hand_in(self, folder, text, lesson=LESSON):
        path = folder / "amina" / lesson / f"{lesson}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def look(self, watch, clock, seconds):
        clock.now += seconds
        return [place.student for place in watch.look()]

    def test_a_hand_in_is_told_once_when_it_rests(self, watch, clock, tmp_path):
        self.hand_in(tmp_path, "{}")
        assert self.look(watch, clock, 0) == []
        assert self.look(watch, clock, REST_SECONDS / 2) == []
        assert self.look(watch, clock, REST_SECONDS) == ["amina"]
        assert self.look(watch, clock, REST_SECONDS) == []

    def test_while_it_is_being_copied_it_is_left(self, watch, clock, tmp_path):
        for number in range(5):
            self.hand_in(tmp_path, "{" * number)
            assert self.look(watch, clock, 0.9 * REST_SECONDS) == []
        assert self.look(watch, clock, REST_SECONDS) == ["amina"]

    def test_another_version_is_told_again(self, watch, clock, tmp_path):
        path = self.hand_in(tmp_path, "{}")
        self.look(watch, clock, 0)
        assert self.look(watch, clock, REST_SECONDS) == ["amina"]
        path.write_text("{ }", encoding="utf-8")
        assert self.look(watch, clock, REST_SECONDS) == []
        assert self.look(watch, clock, REST_SECONDS) == ["amina"]

    def test_what_failed_can_be_told_again(self, watch, clock, tmp_path):
        self.hand_in(tmp_path, "{}")
        self.look(watch, clock, 0)
        self.look(watch, clock, REST_SECONDS)
        watch.tell_again(Place("amina", LESSON))
        assert self.look(watch, clock, 0) == ["amina"]

    def test_other_lessons_and_folders_without_a_notebook_are_passed_over(self, watch, clock, tmp_path):
        self.hand_in(tmp_path, "{}", lesson=SECOND)
        (tmp_path / "bruno" / LESSON).mkdir(parents=True)
        (tmp_path / "bruno" / LESSON / "notes.txt").touch()
        self.look(watch, clock, 0)
        assert self.look(watch, clock, REST_SECONDS) == []

    def test_a_folder_that_is_gone_is_waited_for(self, watch, clock, tmp_path):
        shutil.rmtree(tmp_path)
        assert self.look(watch, clock, 0) == []
        self.hand_in(tmp_path, "{}")
        self.look(watch, clock, 0)
        assert self.look(watch, clock, REST_SECONDS) == ["amina"]


def test_what_arrives_is_graded_until_ctrl_c(tmp_path):
    course = TinyCourse(tmp_path / "course")
    assert course.nbgrader("generate_assignment", LESSON).returncode == 0
    add_second_lesson(course)
    course.hand_in("early", {"halve": "half = 6"})
    inbox = tmp_path / "inbox"
    shutil.move(course.root / "submitted", inbox)
    running = start(course, "grade", LESSON, SECOND, "--grade-on-arrival", str(inbox))
    try:
        read_until(running, "Ctrl-C stops.")
        read_until(running, f"early/{LESSON}: graded")
        assert course.scores()["early"] == {"halve": (1, False), "double": (0, False)}
        hand_second_in(course, "late", RIGHT)
        course.hand_in("early", RIGHT)
        # Half of a file first, as while it is being copied.
        handed_in = (course.root / "submitted" / "early" / LESSON / f"{LESSON}.ipynb").read_text("utf-8")
        path = inbox / "early" / LESSON / f"{LESSON}.ipynb"
        path.write_text(handed_in[: len(handed_in) // 2], encoding="utf-8")
        shutil.copytree(course.root / "submitted" / "late", inbox / "late")
        read_until(running, f"late/{SECOND}: graded")
        path.write_text(handed_in, encoding="utf-8")
        read_until(running, f"early/{LESSON}: graded")
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    finally:
        running.kill()
    assert running.returncode == 0, err
    assert "0 failed" in out
    assert course.scores()["early"] == RIGHT_SCORES
    assert page_of(course, "early").is_file()
    assert (course.root / "feedback" / "late" / SECOND / f"{SECOND}.html").is_file()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    course = TinyCourse(tmp_path / "course")
    running = start(course, "grade", LESSON, "--grade-on-arrival", str(tmp_path / "inbox"))
    _, err = running.communicate(timeout=60)
    assert running.returncode == 1
    assert err == f"coursework: There is no folder {tmp_path / 'inbox'} to watch: make it, or name another.\n"
