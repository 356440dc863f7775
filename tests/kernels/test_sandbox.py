"""What a candidate can see, reach and leave behind: nothing but what it was given."""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import until
from kernel_helpers import memory_search, run, start

from graders.kernels import Sandbox
from graders.kernels.client import ForkserverError, spawn


@pytest.fixture
def course() -> Iterator[Path]:
    """A course with everything that a candidate must not see, in a path with spaces and Korean letters."""
    with tempfile.TemporaryDirectory(prefix="강의 폴더 ") as name:
        root = Path(name)
        os.chmod(root, 0o755)
        for file in (
            "data/table.csv",
            "solutions/01/answer.py",
            "graders/lessons/hidden_check.py",
            "gradebook.db",
        ):
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text("canary")
        for student in ("ana", "bo"):
            (root / "submitted" / student).mkdir(parents=True)
            (root / "submitted" / student / "helper.py").write_text(f"name = '{student}'")
        yield root


def test_work_folder_stands_where_data_is_found_upwards(course: Path):
    code = """
from pathlib import Path
here = Path.cwd()
root = next(place for place in (here, *here.parents) if (place / "data").is_dir())
print((root / "data" / "table.csv").read_text(), sorted(path.name for path in root.iterdir()))
"""
    assert run(code, sandbox=Sandbox.for_course(course)).output == "canary ['data', 'work']\n"


def test_nothing_else_of_the_course_can_be_found(course: Path):
    code = f"""
import os
WANTED = ("gradebook.db", "answer.py", "hidden_check.py")
found = []
for folder, folders, files in os.walk("/"):
    if folder in ("/proc", "/sys", "/usr", {sys.prefix!r}, {sys.base_prefix!r}):
        folders[:] = []
    found += [os.path.join(folder, name) for name in files if name in WANTED]
    found += [os.path.join(folder, name) for name in folders if name in ("submitted", "solutions")]
print(found, os.path.exists({str(course / "gradebook.db")!r}))
"""
    assert run(code, sandbox=Sandbox.for_course(course)).output == "[] False\n"


def test_only_the_package_that_learners_have_can_be_imported():
    code = """
import importlib
for name in ("coursework", "coursework.evidence"):
    importlib.import_module(name)
for name in ("lessons", "criteria", "evidence", "examiner", "pipeline", "build", "command", "prove"):
    try:
        importlib.import_module("graders." + name)
    except ModuleNotFoundError:
        continue
    print(name)
"""
    result = run(code, sandbox=Sandbox())
    assert (result.output, result.code) == ("", 0)


def test_everything_but_the_work_folder_is_read_only(course: Path):
    code = f"""
import os
places = ["/", "/etc", "/usr", "/usr/bin", "/dev", "/home", "/proc/sys/kernel", "/run", "/var"]
places += [{sys.prefix!r}, {str(course / "data")!r}]
for place in places:
    try:
        open(os.path.join(place, "new"), "w")
        print("written:", place)
    except OSError:
        pass
files = [{str(course / "data" / "table.csv")!r}, {sys.executable!r}]
files += ["/etc/passwd", "/proc/self/oom_score_adj"]
for file in files:
    for attempt in (lambda: open(file, "a"), lambda: os.unlink(file), lambda: os.chmod(file, 0o777)):
        try:
            attempt()
            print("changed:", file)
        except OSError:
            pass
open("new", "w").close(); open("/tmp/new", "w").close(); open("/dev/shm/new", "w").close()
"""
    result = run(code, sandbox=Sandbox.for_course(course))
    assert (result.output, result.code) == ("", 0)
    assert result.child.list_files() == [("new", 0)]


def test_no_network_not_even_to_this_machine(tmp_path: Path):
    listener = socket.create_server(("127.0.0.1", 0))
    abstract = socket.socket(socket.AF_UNIX)
    abstract.bind(f"\0kernels-{os.getpid()}")
    abstract.listen()
    code = f"""
import socket
def attempt(family, address):
    try:
        socket.socket(family).connect(address)
        print("reached", address)
    except OSError as error:
        print(error.strerror)
attempt(socket.AF_INET, ("127.0.0.1", {listener.getsockname()[1]}))
attempt(socket.AF_INET, ("192.0.2.1", 80))
attempt(socket.AF_UNIX, "\\0kernels-{os.getpid()}")
attempt(socket.AF_VSOCK, (2, 1))
print([name for _, name in socket.if_nameindex()])
"""
    output = run(code, sandbox=Sandbox()).output.splitlines()
    assert output[:3] == ["Connection refused", "Network is unreachable", "Connection refused"]
    assert output[3] == "Address family not supported by protocol"
    assert "eth0" not in output[4] and "lo" in output[4]
    listener.close()
    abstract.close()


def test_a_candidate_can_talk_to_itself():
    code = """
import socket
server = socket.create_server(("127.0.0.1", 0))
socket.create_connection(server.getsockname()).sendall(b"hello")
print(server.accept()[0].recv(5))
"""
    assert run(code, sandbox=Sandbox()).output == "b'hello'\n"


def test_secrets_of_the_environment_stay_outside(own_runtime: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("API_PASSWORD", "TF_TOKEN_example", "TF_VAR_password", "KERAS_SECRET", "JUPYTER_TOKEN"):
        monkeypatch.setenv(name, "canary")
    code = """
import glob, os
texts = [repr(dict(os.environ))]
for path in glob.glob("/proc/[0-9]*/environ"):
    texts.append(open(path).read())
print(len(texts) > 2, any("canary" in text for text in texts))
"""
    assert run(code, sandbox=Sandbox()).output == "True False\n"


def test_what_the_sandbox_sets_is_there():
    code = "import os; print(os.environ['KERAS_HOME'], os.environ['HOME'], os.getcwd())"
    result = run(code, sandbox=Sandbox(env={"KERAS_HOME": "/x"}, work="/submission"))
    assert result.output == "/x /home/candidate /submission\n"


def test_memory_holds_nothing_of_earlier_children():
    # What the earlier one was asked to run would be found in a copied parent's memory if the parent had read
    # it.
    canary = "canary" + os.urandom(8).hex()
    assert run(f"print({canary!r})", sandbox=Sandbox()).output == canary + "\n"
    code = memory_search("1", canary)
    assert run(code, sandbox=Sandbox()).output == "True 0\n"


def test_other_processes_are_neither_seen_nor_signalled():
    other, pipe = start(
        "import os, time; os.write(1, b'up\\n'); time.sleep(50)", sandbox=Sandbox(), role="bare"
    )
    assert os.read(pipe, 10) == b"up\n"
    code = f"""
import os
print(sorted(int(name) for name in os.listdir("/proc") if name.isdigit()))
for pid in ({other.pid}, {os.getpid()}, {os.getppid()}):
    try:
        os.kill(pid, 9)
        print("signalled", pid)
    except ProcessLookupError:
        pass
"""
    assert run(code, sandbox=Sandbox()).output == "[1, 2]\n"
    assert other.poll() is None
    other.close()
    os.close(pipe)


def test_no_rights_and_none_to_be_gained():
    code = """
import os, socket, ctypes
for line in open("/proc/self/status"):
    if line.startswith(("CapPrm", "CapEff", "CapBnd", "NoNewPrivs", "Seccomp:")):
        print(line.split()[0], int(line.split()[1], 16))
libc = ctypes.CDLL(None, use_errno=True)
for name, call in {
    "unshare user": lambda: libc.unshare(0x10000000),
    "unshare mount": lambda: libc.unshare(0x00020000),
    "mount": lambda: libc.mount(b"none", b"/tmp", b"tmpfs", 0, None),
    "ptrace": lambda: libc.ptrace(0, 0, 0, 0),
    "keyctl": lambda: libc.syscall(250 if os.uname().machine == "x86_64" else 219, 0, -3, 0),
    "chroot": lambda: libc.chroot(b"/tmp"),
    "setuid": lambda: libc.setuid(0),
    "clone": lambda: libc.syscall(56 if os.uname().machine == "x86_64" else 220, 0x10000000 | 17, 0, 0, 0, 0),
}.items():
    if call() != -1:
        print("allowed:", name)
"""
    expected = "CapPrm: 0\nCapEff: 0\nCapBnd: 0\nNoNewPrivs: 1\nSeccomp: 2\n"
    assert run(code, sandbox=Sandbox()).output == expected


def test_threads_and_processes_work_under_the_filter():
    code = """
import concurrent.futures, subprocess, threading
threading.Thread(target=print, args=("thread",)).start()
print(subprocess.check_output(["echo", "program"]).decode().strip())
with concurrent.futures.ProcessPoolExecutor(2) as pool:
    print(list(pool.map(abs, [-1, -2])))
"""
    assert sorted(run(code, sandbox=Sandbox()).output.split()) == sorted(["thread", "program", "[1,", "2]"])


def test_nothing_survives_a_candidate():
    marker = "marker" + os.urandom(6).hex()
    code = f"""
import os, signal, subprocess, sys, time
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(100)", {marker!r}])
        os._exit(0)
time.sleep(1)
print("left them")
"""
    result = run(code, sandbox=Sandbox())
    assert result.output == "left them\n"

    def survivors() -> list[str]:
        return [path for path in _command_lines() if marker in path and "left them" not in path]

    until(lambda: not survivors(), "daemons to end")


def _command_lines() -> list[str]:
    lines = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                lines.append(Path(f"/proc/{name}/cmdline").read_text(errors="replace"))
            except OSError:
                continue
    return lines


def test_files_of_the_submission_come_along_without_links(course: Path):
    submission = course / "submitted" / "ana"
    (submission / "deep").mkdir()
    (submission / "deep" / "extra.txt").write_text("extra")
    (submission / "stolen").symlink_to(course / "gradebook.db")
    (submission / "others").symlink_to(course / "submitted" / "bo")
    os.mkfifo(submission / "pipe")
    sandbox = Sandbox.for_course(course, files=str(submission))
    result = run("import helper; print(helper.name); open('deep/extra.txt', 'a').write('!')", sandbox=sandbox)
    assert result.output == "ana\n"
    files = [entry for entry in result.child.list_files() if "__pycache__" not in entry[0]]
    assert files == [("deep/extra.txt", 6), ("helper.py", 12)]
    assert (submission / "deep" / "extra.txt").read_text() == "extra"


def test_results_are_read_without_following_links(course: Path):
    code = f"""
import os
os.makedirs("logs/deep")
open("logs/deep/run.csv", "w").write("epoch,loss")
os.symlink({str(course / "gradebook.db")!r}, "book")
os.symlink("/etc", "folder")
os.mkfifo("pipe")
open("big", "wb").write(bytes(5000))
"""
    child = run(code, sandbox=Sandbox.for_course(course)).child
    assert child.read_file("logs/deep/run.csv", 100) == b"epoch,loss"
    assert child.list_files() == [("big", 5000), ("logs/deep/run.csv", 10)]
    for name in ("book", "folder/passwd", "pipe", "missing", "../data/table.csv", "/etc/passwd", "", "logs"):
        with pytest.raises(FileNotFoundError, match="in the work folder"):
            child.read_file(name, 100)
    with pytest.raises(ValueError, match="larger than 100 bytes"):
        child.read_file("big", 100)
    child.close()


def test_work_folder_vanishes(course: Path):
    result = run(
        "open('/dev/shm/mine', 'w').write('x'); open('mine', 'w').write('x')",
        sandbox=Sandbox.for_course(course),
    )
    del result
    gc.collect()
    assert not (course / "work").exists()
    second = run(
        "import os; print(os.listdir('.'), os.listdir('/dev/shm'))", sandbox=Sandbox.for_course(course)
    )
    assert second.output == "[] []\n"


def test_hidden_paths_inside_shown_ones(course: Path):
    sandbox = Sandbox(
        work=str(course / "work"),
        show=(str(course),),
        hide=(str(course / "solutions"), str(course / "gradebook.db"), str(course / "submitted")),
    )
    # The work folder lies in what is shown read-only, so it has to be there already.
    with pytest.raises((ForkserverError, RuntimeError)):
        run("pass", sandbox=sandbox)
    (course / "work").mkdir()
    code = f"""
import os
os.chdir({str(course)!r})
print(sorted(os.listdir(".")), os.listdir("solutions"), os.listdir("submitted"))
print(os.path.getsize("gradebook.db"))
print(os.listdir("graders/lessons"))
"""
    there = ["data", "gradebook.db", "graders", "solutions", "submitted", "work"]
    expected = f"{there} [] []\n0\n['hidden_check.py']\n"
    assert run(code, sandbox=sandbox).output == expected


def test_what_is_to_be_shown_must_exist(course: Path):
    with pytest.raises(ForkserverError, match="is to be shown but does not exist"):
        run("pass", sandbox=Sandbox(show=(str(course / "nothing"),)))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"work": "work"}, "absolute path"),
        ({"show": ("/usr/../etc",)}, "absolute path"),
        ({"memory": 0}, "memory is 0"),
        ({"wall_seconds": -1}, "wall_seconds is -1"),
        ({"memry": 5}, "unknown setting 'memry'"),
    ],
)
def test_impossible_settings_are_named(settings: dict[str, object], message: str):
    with pytest.raises(ValueError, match=message):
        Sandbox.from_dict(settings)


def test_settings_survive_json():
    sandbox = Sandbox(show=("/usr/share",), env={"A": "1"}, wall_seconds=5, hide=("/usr/share/doc",))
    again = Sandbox.from_dict(json.loads(json.dumps(sandbox.as_dict())))
    assert again.as_dict() == sandbox.as_dict()


def test_candidates_are_killed_with_their_client():
    child, pipe = start("import os, time; os.write(1, b'up\\n'); time.sleep(50)", sandbox=Sandbox())
    assert os.read(pipe, 10) == b"up\n"
    child.close()
    started = time.monotonic()
    assert os.read(pipe, 10) == b""  # every process that held it is gone
    assert time.monotonic() - started < 30
    os.close(pipe)


def test_a_child_without_work_folder_has_no_files():
    with spawn("os:getpid", role="bare") as child:
        assert child.list_files() == []
        with pytest.raises(FileNotFoundError):
            child.read_file("x", 1)
