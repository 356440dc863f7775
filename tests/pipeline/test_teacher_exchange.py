"""nbgrader's exchange from both sides: a teacher's folder and a learner's, one directory between them."""

import os
import subprocess
import sys
from html import unescape

import nbformat
import pytest
from tiny_course import LESSON, RIGHT, TinyCourse

from graders.answers import fill


class Learner:
    """A learner's folder and home, with nothing of the course but the exchange's address.

    Args:
        root: Where it stands.
        exchange: The exchange's directory.
        name: The learner's id.
    """

    def __init__(self, root, exchange, name):
        self.root, self.name = root, name
        root.mkdir(parents=True)
        (root / "nbgrader_config.py").write_text(
            f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\n"
            "c.CourseDirectory.course_id = 'keras_coursework'\n",
            encoding="utf-8",
        )

    def nbgrader(self, command):
        """Run an nbgrader command as this learner."""
        home = {"HOME": str(self.root), "JUPYTER_DATA_DIR": str(self.root / "jupyter")}
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", command, LESSON, "--student", self.name],
            cwd=self.root,
            env={**os.environ, **home},
            text=True,
            capture_output=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done


@pytest.fixture(scope="module")
def round_trip(tmp_path_factory):
    """Released, fetched, answered, submitted, collected, graded, feedback released and fetched."""
    top = tmp_path_factory.mktemp("exchange")
    exchange = top / "exchange"
    exchange.mkdir(mode=0o777)
    course = TinyCourse(top / "course")
    with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"c.Exchange.root = {str(exchange)!r}\n")

    def teacher(*command):
        done = course.nbgrader(*command)
        assert done.returncode == 0, done.stderr
        return done

    teacher("generate_assignment", LESSON)
    teacher("release_assignment", LESSON)
    learner = Learner(top / "learner", exchange, "zoe")
    learner.nbgrader("fetch_assignment")
    notebook = learner.root / LESSON / f"{LESSON}.ipynb"
    nbformat.write(fill(nbformat.read(notebook, as_version=4), {**RIGHT, "halve": "half = 6"}), notebook)
    learner.nbgrader("submit")
    teacher("collect", LESSON)
    course.hand_in("by_hand", RIGHT)  # sorts before the learner, so that stopping there would be seen
    teacher("autograde", LESSON)
    teacher("generate_feedback", LESSON)
    course.steps["release_feedback"] = teacher("release_feedback", LESSON)
    learner.nbgrader("fetch_feedback")
    return course, learner


def test_the_submission_is_graded_with_its_time_of_handing_in(round_trip):
    from nbgrader.api import Gradebook

    course, _ = round_trip
    assert course.scores()["zoe"] == {"halve": (1, False), "double": (2, False)}
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}", "keras_coursework") as gradebook:
        assert gradebook.find_submission(LESSON, "zoe").timestamp is not None
        assert gradebook.find_submission(LESSON, "by_hand").timestamp is None


def test_the_learner_gets_the_page(round_trip):
    _, learner = round_trip
    (page,) = learner.root.glob(f"{LESSON}/feedback/*/{LESSON}.html")
    text = unescape(page.read_text(encoding="utf-8"))
    assert "Divide by two." in text
    # All lessons stand at the end of the page: the exchange hands out no file beside it.
    assert "All your lessons" in text and "Read “Halves” in A tiny lesson: 2 points are open there." in text


def test_who_handed_in_by_hand_is_named_and_keeps_nobody_waiting(round_trip):
    course, _ = round_trip
    said = course.steps["release_feedback"].stderr
    (warning,) = [line for line in said.splitlines() if "by_hand" in line]
    assert "cannot fetch the feedback: give them what stands in" in warning
    assert str(course.root / "feedback" / "by_hand" / LESSON) in warning
    assert "Releasing feedback for student 'zoe'" in said


def test_a_lost_time_neither_stops_the_release_nor_is_made_up(round_trip):
    course, learner = round_trip
    feedback = course.root / "feedback" / "zoe" / LESSON
    (feedback / "timestamp.txt").unlink()
    done = course.nbgrader("release_feedback", LESSON)
    assert done.returncode == 0, done.stderr
    assert "Releasing feedback for student 'zoe'" in done.stderr
    assert (feedback / "timestamp.txt").read_text(encoding="utf-8") == ""
    assert not (course.root / "submitted" / "by_hand" / LESSON / "timestamp.txt").exists()
    assert not (course.root / "autograded" / "by_hand" / LESSON / "timestamp.txt").exists()
