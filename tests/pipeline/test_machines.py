"""`coursework grade --scheduler`: the same verdicts from a cluster, whatever dies meanwhile."""

import argparse
import json
import subprocess
import sys
import time

import pytest
from cluster import Cluster, working_process
from faulty_course import assert_graded
from submissions import ANSWERS, BAD, bad_files
from test_grade_command import coursework
from test_teacher_grading import NO_SCORES, RIGHT_SCORES, page_of, read_until, start
from tiny_course import LESSON, RIGHT, TinyCourse

from graders.errors import CourseError
from graders.pipeline.machines import connection as machines_connection
from graders.pipeline.machines import schedule as machines
from graders.pipeline.machines import worker as grade_worker

SAME = ["right", "partly", "dies", "faulty_check", "raises"]


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    course = TinyCourse(tmp_path_factory.mktemp("machines") / "course")
    assert course.nbgrader("generate_assignment", LESSON).returncode == 0
    return course


@pytest.fixture(scope="module")
def cluster(released, tmp_path_factory):
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), released)
    yield cluster
    cluster.close()


@pytest.fixture(scope="module")
def worker(cluster):
    return cluster.worker()


@pytest.fixture
def course(released, tmp_path):
    """What a coordinator has; its workers have another copy."""
    return released.copy(tmp_path / "course")


def waits(begun, go, then=RIGHT["halve"]):
    """An answer that notes each time it is run, and waits until it may go on."""
    return (
        f"import os, time\nwith open({str(begun)!r}, 'a') as file:\n    print(os.getpid(), file=file)\n"
        f"while not os.path.exists({str(go)!r}):\n    time.sleep(0.05)\n{then}"
    )


def wait_for(path):
    deadline = time.monotonic() + 60
    while not (path.exists() and path.read_text(encoding="utf-8")):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_verdicts_pages_and_rows_are_those_of_one_machine(course, cluster, worker, tmp_path):
    for student in SAME:
        course.hand_in(student, ANSWERS[student][0])
    place = course.hand_in("reads", {"halve": "half = float(open('notes/five.txt').read())"})
    (place.parent / "notes").mkdir()
    (place.parent / "notes" / "five.txt").write_text("5", encoding="utf-8")
    course.place("empty").write_bytes(b"")
    here = course.copy(tmp_path / "here")
    # The same inputs to both, times of files included.
    there = coursework(course, "grade", LESSON, *cluster.options())
    assert there.returncode == 0, there.stderr
    one = coursework(here, "grade", LESSON)
    assert one.returncode == 0, one.stderr
    assert course.scores() == here.scores()
    assert course.scores()["reads"]["halve"] == (3, False)
    table = [line for line in there.stdout.splitlines() if " of 5" in line]
    assert table == [line for line in one.stdout.splitlines() if " of 5" in line]
    assert len(table) == len(SAME) + 2
    # The traceback of a check that fails names its machine's files.
    for student in {*SAME, "reads", "empty"} - {"faulty_check"}:
        notebooks = []
        for each in (course, here):
            path = each.root / "autograded" / student / LESSON / f"{LESSON}.ipynb"
            notebook = json.loads(path.read_text(encoding="utf-8"))
            assert notebook["metadata"]["coursework"].pop("fingerprint")
            notebooks.append(notebook)
        assert notebooks[0] == notebooks[1], student
        assert page_of(course, student).read_text("utf-8") == page_of(here, student).read_text("utf-8")
    assert "CANARY" in (course.root / "grade.log").read_text(encoding="utf-8")


def test_a_worker_killed_among_good_and_malformed_files_costs_nobody_anything(
    course, cluster, worker, tmp_path
):
    begun, go = tmp_path / "begun", tmp_path / "go"
    good = [f"good{number:02}" for number in range(20)]
    for student in good:
        course.hand_in(student, RIGHT)
    course.hand_in(good[0], {**RIGHT, "halve": waits(begun, go)})
    bad_files(course)
    bad = dict(BAD)
    for number in range(20 - len(BAD)):
        bad[f"cut{number}"] = "not valid JSON"
        whole = course.hand_in(f"cut{number}", RIGHT).read_bytes()
        course.place(f"cut{number}").write_bytes(whole[: 100 * (number + 1)])
    assert len(bad) == 20
    running = start(course, "grade", LESSON, *cluster.options())
    wait_for(begun)
    working_process(worker).kill()
    go.touch()
    out, err = running.communicate(timeout=240)
    assert running.returncode == 0, err
    assert "40 graded, 0 unchanged since they were graded, 0 failed" in out
    assert len(begun.read_text(encoding="utf-8").split()) == 2
    assert_graded(course, dict.fromkeys(good, RIGHT_SCORES), bad)
    log = (course.root / "grade.log").read_text(encoding="utf-8")
    assert " was lost, with " in log
    for student, why in bad.items():
        (said,) = [line for line in log.splitlines() if f" {student}/{LESSON}: " in line]
        assert why in said


def test_a_submission_that_takes_its_worker_along_is_marked_after_three_runs(
    course, cluster, worker, tmp_path
):
    begun = tmp_path / "begun"
    # Without a sandbox it can; the kernel's parent is the worker.
    kills = f"import os\nprint(1, file=open({str(begun)!r}, 'a'))\nos.kill(os.getppid(), 9)"
    course.hand_in("amina", RIGHT)
    course.hand_in("bruno", {"halve": kills})
    course.hand_in("chiara", RIGHT)
    done = coursework(course, "grade", LESSON, *cluster.options())
    assert done.returncode == 1
    assert "coursework: bruno was not graded: Its worker was lost 3 times while it was graded" in done.stderr
    assert begun.read_text(encoding="utf-8").split() == ["1"] * 3
    assert course.scores() == {"amina": RIGHT_SCORES, "bruno": NO_SCORES, "chiara": RIGHT_SCORES}
    assert not page_of(course, "bruno").exists()
    course.hand_in("bruno", RIGHT)
    done = coursework(course, "grade", LESSON, *cluster.options())
    assert done.returncode == 0, done.stderr
    assert course.scores()["bruno"] == RIGHT_SCORES


def test_a_coordinator_killed_half_way_goes_on_where_it_was(course, cluster, worker, tmp_path):
    begun, go = tmp_path / "begun", tmp_path / "go"
    course.hand_in("amina", RIGHT)
    course.hand_in("bruno", {"halve": waits(begun, go)})
    running = start(course, "grade", LESSON, *cluster.options())
    read_until(running, "amina: graded")
    wait_for(begun)
    running.kill()
    running.communicate(timeout=60)
    assert course.scores() == {"amina": RIGHT_SCORES}
    go.touch()
    done = coursework(course, "grade", LESSON, *cluster.options())
    assert done.returncode == 0, done.stderr
    assert {"amina: unchanged", "bruno: graded"} <= set(done.stdout.splitlines())
    assert course.scores()["bruno"] == {"halve": (3, False), "double": (0, False)}


def test_ctrl_c_drops_what_is_under_way_and_the_worker_stays(course, cluster, worker, tmp_path):
    begun, go = tmp_path / "begun", tmp_path / "go"
    course.hand_in("amina", {"halve": waits(begun, go)})
    running = start(course, "grade", LESSON, *cluster.options())
    wait_for(begun)
    running.send_signal(2)
    out, _ = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "1 left for the next run" in out
    go.touch()
    assert worker.poll() is None


class Junk:
    """Work whose parcels no worker can read: it answers each with a sentence."""

    def __init__(self):
        self.ended, self.dropped = {}, []

    def pack(self, task):
        return f"task {task}".encode(), 60.0

    def unpack(self, task, content):
        return json.loads(content)["failed"]

    def finish(self, task, result):
        assert task not in self.ended
        self.ended[task] = result()

    def drop(self, task):
        self.dropped.append(task)


def test_a_host_that_is_cut_off_is_left_out_and_its_submissions_run_elsewhere(cluster, worker, monkeypatch):
    monkeypatch.setattr(machines, "SILENT_SECONDS", 10)
    other = cluster.worker()
    silent = working_process(other)
    options = argparse.ArgumentParser()
    machines_connection.add_tls_arguments(options)
    tls = machines_connection.security(cluster.address, options.parse_args(cluster.tls))
    told, work = [], Junk()

    def tasks():
        yield from range(4)
        # Connections stay open and nobody answers, as behind a cable that was pulled.
        silent.suspend()
        yield from range(4, 20)

    try:
        machines.Machines(cluster.address, tls, tell=told.append).run(tasks(), work)
    finally:
        silent.resume()
        other.terminate()
        other.wait(30)
    assert set(work.ended) == set(range(20))
    assert set(work.ended.values()) == {"ValueError: no parcel, or one that is too large"}
    assert work.dropped == []
    (said,) = told
    assert "does not answer: look whether its host is cut off" in said


def test_a_worker_with_other_checks_is_refused(course, cluster, worker):
    checks = course.root / "graders" / "lessons" / f"lesson_{LESSON}.py"
    checks.write_text(checks.read_text(encoding="utf-8") + "\nEDITED = True\n", encoding="utf-8")
    course.hand_in("amina", RIGHT)
    done = coursework(course, "grade", LESSON, *cluster.options())
    assert done.returncode == 1
    assert "is not the coordinator's: bring both to the same version" in done.stderr
    assert course.scores() == {"amina": NO_SCORES}


def test_no_scheduler_and_no_worker_are_told(monkeypatch):
    monkeypatch.setattr(machines, "CONNECT_SECONDS", 0.5)
    with pytest.raises(CourseError, match=r"No scheduler answers at tcp://127\.0\.0\.1:9 "):
        machines.Machines("tcp://127.0.0.1:9").run([], None)


def test_a_worker_without_a_sandbox_does_not_start(released, monkeypatch):
    monkeypatch.delenv("COURSEWORK_UNSANDBOXED", raising=False)
    done = coursework(released, "grade-worker", "tcp://127.0.0.1:9")
    assert done.returncode == 1
    assert "A worker grades in the sandbox alone" in done.stderr
    from graders.kernels import doctor

    monkeypatch.setattr(doctor, "sandbox", lambda: doctor.Finding("sandbox", "no namespaces", False))
    with pytest.raises(CourseError, match=r"no sandbox to grade in \(no namespaces\)"):
        grade_worker.require_sandbox(machines_root(released))


def machines_root(course):
    config = course.root.parent / "sandboxed"
    config.mkdir(exist_ok=True)
    (config / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    return config


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tls://127.0.0.1:9"], "asks for TLS: give --tls-ca-file FILE as well"),
        (["tcp://127.0.0.1:9", "--tls-key", "key.pem"], "is without TLS, so the --tls options say nothing"),
        (["somewhere"], "is no scheduler's address"),
        (["tls://127.0.0.1:9", "--tls-ca-file", "none.pem"], "--tls-ca-file none.pem is no file"),
    ],
)
def test_options_that_do_not_fit_are_told(arguments, said):
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    machines_connection.add_tls_arguments(parser)
    args = parser.parse_args(arguments)
    with pytest.raises(CourseError, match=said):
        machines_connection.security(args.address, args)


def test_an_address_without_tls_is_warned_of_on_a_network_alone():
    assert "without TLS" in machines_connection.warning("tcp://10.0.0.5:8786")
    assert machines_connection.warning("tcp://127.0.0.1:8786") == ""
    assert machines_connection.warning("tls://10.0.0.5:8786") == ""


def test_one_machine_imports_nothing_of_dask():
    code = (
        "import sys\nimport graders.pipeline.command, graders.pipeline.together, graders.pipeline.arrivals\n"
        "sys.exit(bool({'dask', 'distributed'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=120).returncode == 0
