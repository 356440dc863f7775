"""A worker of a cluster runs a stranger's code in the sandbox, as one machine does."""

import nbformat
from cluster import Cluster
from faulty_course import assert_graded, sealed_course
from test_canary import search_for
from test_grade_command import coursework
from tiny_course import CANARY, LESSON, RIGHT

ASKS = """
import os, socket
host, port = {address!r}
try:
    socket.create_connection((host, port), timeout=2)
    print("REACHED the scheduler")
except OSError as error:
    print("REFUSED", type(error).__name__)
print("SEES", [path for path in {paths!r} if os.path.exists(path)])
print("PROCESSES", len([name for name in os.listdir("/proc") if name.isdigit()]))
doubles = [20, -40]
"""


def test_a_hostile_submission_sees_nothing_of_the_worker(tmp_path, monkeypatch):
    # The hidden checks hold the word, and so do the worker's environment and a file in its course.
    monkeypatch.setenv("WORKERS_SECRET", CANARY)
    with sealed_course(tmp_path) as sealed:
        course = sealed.clean()
        there = course.copy(tmp_path / "worker")
        (there.root / "secret.txt").write_text(CANARY, encoding="utf-8")
        cluster = Cluster(tmp_path / "cluster", there, environ={})
        try:
            worker = cluster.worker()
            host, _, port = cluster.address.partition("://")[2].partition(":")
            hidden = [there.root / name for name in ("secret.txt", "gradebook.db", "graders", "solutions")]
            hidden += [course.root, cluster.folder, sealed.runtime]
            assert all(path.exists() for path in hidden)
            asks = ASKS.format(address=(host, int(port)), paths=[str(path) for path in hidden])
            course.hand_in("searcher", {"halve": search_for(CANARY, tmp_path), "double": asks})
            course.hand_in("honest", RIGHT)
            done = coursework(course, "grade", LESSON, "--no-feedback", *cluster.options())
        finally:
            cluster.close()
        assert done.returncode == 0, done.stderr
        assert worker.returncode == 0
        right = {"halve": (3, False), "double": (2, False)}
        assert_graded(course, {"searcher": right, "honest": right})
        path = course.root / "autograded" / "searcher" / LESSON / f"{LESSON}.ipynb"
        cells = nbformat.read(path, as_version=4).cells
    shown = "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", []))
    assert "FOUND [] []" in shown
    for module in ("lessons", "criteria", "examiner", "pipeline"):
        assert f"'graders.{module}" not in shown
    assert "REFUSED" in shown and "REACHED" not in shown
    assert "SEES []" in shown
    assert int(shown.partition("PROCESSES ")[2].split()[0]) < 10
