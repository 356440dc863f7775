"""One of two hosts is cut off from the network in the middle of a grading, and comes back before its end."""

import hosts
from cluster import Cluster
from faulty_course import assert_graded, hand_in_good, wait_for
from submissions import BAD, bad_files
from test_teacher_grading import RIGHT_SCORES, start
from tiny_course import LESSON, RIGHT, TinyCourse
from wants import wants

# What stands in nbgrader_config.py runs in the coordinator, which would wait for a minute.
IMPATIENT = "from graders.pipeline.machines import schedule\nschedule.SILENT_SECONDS = 6\n"


def waits(begun, away, back, last):
    """An answer that notes where it runs, and waits for a file: `back` where it is cut off, else `last`."""
    return f"""\
import os, time
where = os.readlink("/proc/self/ns/net")
with open({str(begun)!r}, "a") as file:
    print(where, file=file)
while not os.path.exists({str(back)!r} if where == {away!r} else {str(last)!r}):
    time.sleep(0.05)
{RIGHT["halve"]}"""


@wants(hosts.why_not())
def test_a_host_cut_off_in_the_middle_costs_nobody_anything(tmp_path):
    course = TinyCourse(tmp_path / "course")
    assert course.nbgrader("generate_assignment", LESSON).returncode == 0
    begun, back, last = (tmp_path / name for name in ("begun", "back", "last"))
    with hosts.two_hosts() as two:
        cluster = Cluster(tmp_path / "cluster", course, hosts.HUB, two.hub)
        try:
            # One slot each, so that both hosts get one of the first two submissions.
            cluster.worker(slots=1)
            cluster.worker(course.copy(tmp_path / "other"), slots=1, inside=two.host)
            scores = hand_in_good(course, 6)
            for student in ("good000", "good001"):
                course.hand_in(student, {**RIGHT, "halve": waits(begun, two.network, back, last)})
                scores[student] = RIGHT_SCORES
            bad_files(course)
            with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
                config.write(IMPATIENT)
            running = start(course, "grade", LESSON, "--no-feedback", *cluster.options(), inside=two.hub)
            wait_for(lambda: begun.exists() and two.network in begun.read_text("utf-8"), "the other host")
            wait_for(lambda: len(begun.read_text("utf-8").splitlines()) == 2, "both to begin")
            two.cable("down")
            said = running.stderr.readline()
            assert f"tls://{hosts.HOST}:" in said and "look whether its host is cut off" in said, said
            # It comes back, and has a verdict of its own to tell, while the same submission runs elsewhere.
            two.cable("up")
            back.touch()
            last.touch()
            out, err = running.communicate(timeout=240)
        finally:
            cluster.close()
    assert running.returncode == 0, err
    assert f"{len(scores) + len(BAD)} graded, 0 unchanged since they were graded, 0 failed" in out
    assert_graded(course, scores, BAD)
    assert len(begun.read_text("utf-8").splitlines()) == 3
    log = (course.root / "grade.log").read_text(encoding="utf-8")
    for student in (*scores, *BAD):
        assert log.count(f"/submitted/{student}/{LESSON}/{LESSON}.ipynb") == 1, student
